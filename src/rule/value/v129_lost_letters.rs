//! V129: letters that were lost before the file reached us: `h?c b?ng`, `h\u{fffd}c bổng`.
//!
//! A program that saves in a code page without Vietnamese letters writes `?` for each. What is no word of Vietnamese, its
//! `?` taken for letters, is left alone: the end of a question, an address of the web, English.

use crate::finding::{Fact, Severity};
use crate::record::Record;
use crate::rule::support::quoted;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "V129",
    name: "LostLetters",
    severity: Severity::Warning,
    docs: docs!("V129"),
    joins: true,
    check: |round, sink| {
        for (_, table, record) in round.records() {
            let mut told = Vec::new();
            for (cell, text) in texts(record) {
                if is_short_of_letters(text) && !told.contains(&cell) {
                    told.push(cell);
                    sink.add(table.place.at(cell), Fact::None).text = Some(text.to_owned());
                }
            }
        }
    },
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let cells = if finding.count > 1 {
            let count = lang.count(finding.count, "ô", "cell", "cells");
            lang.pick(
                format!("{count}, bắt đầu từ {text},"),
                format!("{count}, from {text} on"),
            )
        } else {
            text
        };
        Said::new(
            lang.pick(
                format!("{cells} bị mất chữ có dấu từ trước khi gửi; giữ nguyên như trong tệp"),
                format!("{cells}: letters were lost before the file was sent; kept as it stands"),
            ),
            lang.pick(
                "Gõ lại nội dung, hoặc lưu lại từ tệp gốc (chọn mã Unicode khi lưu thành CSV) rồi gửi lại.",
                "Type the text again, or save it anew from the original (as Unicode, if as CSV) and send it again.",
            ),
        )
    },
};

/// The cells of a record with their texts.
fn texts(record: &Record) -> impl Iterator<Item = (crate::place::CellRef, &str)> {
    let fields = record.fields.iter();
    fields.filter_map(|field| Some((field.cell?, field.raw.as_str())))
}

/// Whether a text has lost letters.
fn is_short_of_letters(text: &str) -> bool {
    if text.contains('\u{fffd}') {
        return true;
    }
    if !text.contains('?') {
        return false;
    }
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if word.contains('?') && word_is_short_of_letters(word, words.peek().copied()) {
            return true;
        }
    }
    false
}

/// Consonants that a syllable begins with, besides none and one that was lost.
const ONSETS: [&str; 26] = [
    "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh",
    "p", "ph", "qu", "r", "s", "t", "th", "tr", "v",
];
/// Consonants that a syllable ends with, besides none.
const CODAS: [&str; 8] = ["c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// Whether a word is a syllable once its `?` are taken for letters, and cannot be a word with a question mark.
fn word_is_short_of_letters(word: &str, next: Option<&str>) -> bool {
    let is_edge = |letter: char| !letter.is_alphanumeric() && letter != '?';
    let word = word.trim_matches(is_edge);
    // A web address, or a place of several words, has more signs than a question.
    if word.contains(['=', '&', ':', '@', '\\']) {
        return false;
    }
    let mut parts = word.split(['-', '/', ',', '(', ')', '.', ';']).peekable();
    while let Some(part) = parts.next() {
        let next = if parts.peek().is_some() { None } else { next };
        if syllable_is_short_of_letters(part, next) {
            return true;
        }
    }
    false
}

fn syllable_is_short_of_letters(word: &str, next: Option<&str>) -> bool {
    let lower = word.to_lowercase();
    if !lower.contains('?') || lower.chars().all(|letter| letter == '?') {
        return false;
    }
    if lower
        .chars()
        .any(|letter| letter != '?' && !letter.is_alphabetic())
    {
        return false;
    }
    // `Vì sao?Ai làm?`: the next sentence follows without a blank.
    let mut letters = word.chars().rev().skip_while(|letter| *letter == '?');
    let mut sentence = false;
    let mut after = letters.next();
    for letter in letters {
        sentence |= letter == '?' && after.is_some_and(char::is_uppercase);
        after = Some(letter);
    }
    if sentence && word.starts_with(char::is_lowercase) {
        return false;
    }
    let is_vowel = |letter: char| {
        matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y') || (!letter.is_ascii() && letter != 'đ')
    };
    let from = lower.find(|letter| letter == '?' || is_vowel(letter));
    let (onset, rest) = from.map_or((lower.as_str(), ""), |from| lower.split_at(from));
    let open = |letter: char| letter == '?' || is_vowel(letter);
    let nucleus_end = rest.find(|letter| !open(letter)).unwrap_or(rest.len());
    let (nucleus, coda) = rest.split_at(nucleus_end);
    let fits = (onset.is_empty() || ONSETS.contains(&onset) || onset == "x" || onset == "q")
        && (coda.is_empty() || CODAS.contains(&coda))
        && nucleus.chars().count() <= 5
        && nucleus.contains('?');
    if !fits {
        return false;
    }
    let stem = lower.trim_end_matches('?');
    if stem.len() == lower.len() || stem.contains('?') {
        return true;
    }
    // `?` at the end: a question, unless nothing else could be the vowel and the sentence goes on.
    let has_vowel = stem.chars().any(is_vowel);
    let capital = |text: &str| text.starts_with(char::is_uppercase);
    !has_vowel && !onset.is_empty() && next.is_some_and(|next| !capital(next) || capital(word))
}

#[cfg(test)]
mod tests {
    use super::is_short_of_letters;

    #[test]
    fn lost_letters_are_told_from_questions() {
        for text in [
            "Trao h?c b?ng cho h?c sinh ngh?o",
            "S? Y t? TP. H? Ch? Minh",
            "Xây c?u",
            "??n v? h? tr?",
            "Thành ?oàn",
            "đường tr??ng học",
            "Trao h\u{fffd}c bổng",
            "(Qu?n 5)",
        ] {
            assert!(is_short_of_letters(text), "{text}");
        }
        for text in [
            "?",
            "???",
            "Có làm tiếp không?",
            "Vì sao?Ai làm?",
            "đã xong chưa ? cần hỏi lại",
            "https://travinh.gov.vn/tin?id=5",
            "http://a.vn/?p=12",
            "Is it done? Yes, why not?",
            "xã nào? ấp mấy?",
            "What?ever",
            "5 hay 6?",
            "(?)",
            "Số liệu?? xem lại",
            "bao nhiêu m? Chưa rõ",
            "",
        ] {
            assert!(!is_short_of_letters(text), "{text}");
        }
    }
}
