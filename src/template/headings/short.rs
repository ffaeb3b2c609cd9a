//! Shortened headings: `ĐV tiếp nhận`, `K.phí hỗ trợ`, `KQTH`.
//!
//! Two ways lead back to a known wording. Words that offices always shorten alike are written out
//! (`src/data/abbreviations.toml`), and the heading is asked again; or its letters are laid beside a wording, each run
//! of them being a whole word, the first letter of one, or the initials of several. Where no wording fits so, a run may
//! also be a word cut short or without its vowels (`Tg. số`, `Ng.sách`), or hold the whole next word (`Kphí`, `Đvị`).

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Target;
use super::spelling::is_syllable;
use crate::fold;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    stands_for: HashMap<String, String>,
}

/// What shortened words stand for, folded.
fn stands_for() -> &'static HashMap<String, String> {
    static WORDS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
        let read = toml::from_str(include_str!("../../data/abbreviations.toml"));
        #[expect(
            clippy::expect_used,
            reason = "part of the program, read by every test"
        )]
        let file: File = read.expect("the built-in abbreviations are well-formed");
        file.stands_for
            .iter()
            .map(|(short, long)| (fold::fold(short), fold::fold(long)))
            .collect()
    });
    &WORDS
}

/// A folded heading with its shortened words written out; `None` when it has none.
pub(super) fn written_out(folded: &str) -> Option<String> {
    if !looks_short(folded) {
        return None;
    }
    let words = stands_for();
    let mut any = false;
    let long: Vec<&str> = folded
        .split(' ')
        .map(|word| match words.get(word) {
            Some(long) => {
                any = true;
                long.as_str()
            }
            None => word,
        })
        .collect();
    any.then(|| long.join(" "))
}

/// Whether a folded heading holds a word without a vowel, as every shortened word is.
fn looks_short(folded: &str) -> bool {
    folded.len() <= 80 && folded.split(' ').any(is_short)
}

/// Whether a word is none of Vietnamese, but begins with letters and goes on with a word: `kphí`, `đvị`.
fn is_run_together(word: &str) -> bool {
    !is_short(word) && !begins_well(word) && !is_syllable(&fold::bare_of(word.to_owned()))
}

/// How Vietnamese syllables begin.
const ONSETS: [&str; 27] = [
    "", "b", "c", "ch", "d", "g", "gh", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p",
    "ph", "q", "r", "s", "t", "th", "tr", "v", "x", "đ",
];

/// Whether a word is no longer than a syllable and begins like one: nearly every word, and not worth a closer look.
fn begins_well(word: &str) -> bool {
    let vowel = word.char_indices().find(|(_, letter)| {
        !(*letter == 'đ' || letter.is_ascii_alphabetic() && !"aeiouy".contains(*letter))
    });
    let onset = vowel.map_or(word, |(at, _)| word.get(..at).unwrap_or_default());
    ONSETS.contains(&onset) && word.chars().count() <= 7
}

/// Beyond ASCII every letter of Vietnamese but `đ` is a vowel.
fn is_short(word: &str) -> bool {
    let consonant =
        |letter: char| letter == 'đ' || letter.is_ascii_alphabetic() && !"aeiouy".contains(letter);
    !word.is_empty() && word.chars().all(consonant)
}

/// The wordings that a shortened heading is laid beside: their words, folded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Wordings(Vec<Wording>);

/// A wording: its first letter without marks, by which most are passed over, its words, and what it names.
type Wording = (Option<char>, Vec<String>, Target);

impl Wordings {
    /// Adds a wording; one of a single word is never shortened.
    pub(super) fn add(&mut self, folded: &str, target: Target) {
        let words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
        if words.len() > 1 {
            let first = words.first().and_then(|word| initial(word));
            self.0.push((first, words, target));
        }
    }

    /// What a folded heading is short for; `None` when it is for nothing, or for wordings of several fields.
    pub(super) fn find(&self, folded: &str) -> Option<Target> {
        let short = looks_short(folded);
        if !(short || folded.len() <= 80 && folded.split(' ').any(is_run_together)) {
            return None;
        }
        let typed: Vec<&str> = folded.split(' ').collect();
        let strict = short.then(|| self.only(&typed, &initials)).flatten();
        strict.or_else(|| self.only(&typed, &cut))
    }

    /// The one target of the wordings that typed words are short for.
    fn only(&self, typed: &[&str], stands_for: &StandsFor) -> Option<Target> {
        let head = typed.first().copied().unwrap_or_default();
        let letter = head.chars().next();
        let mut found = self
            .0
            .iter()
            .filter(|(first, words, _)| {
                *first == letter || words.first().is_some_and(|word| word == head)
            })
            .filter(|(_, words, _)| is_short_for(typed, words, stands_for))
            .map(|(_, _, target)| *target);
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }
}

/// For how many of the words that follow a typed word may stand: one reading or two.
type StandsFor = dyn Fn(&str, &[String]) -> [Option<usize>; 2];

/// Whether typed words are short for these: enough of it must be spelled out, or be initials of three words.
fn is_short_for(typed: &[&str], words: &[String], stands_for: &StandsFor) -> bool {
    let initials: usize = typed
        .iter()
        .filter(|word| is_short(word))
        .map(|word| word.chars().count())
        .sum();
    let spelled = typed.iter().any(|word| !is_short(word));
    (spelled || initials >= 3) && aligns(typed, words, stands_for)
}

fn aligns(typed: &[&str], words: &[String], stands_for: &StandsFor) -> bool {
    let Some((head, rest)) = typed.split_first() else {
        return words.is_empty();
    };
    let spelled = words
        .split_first()
        .is_some_and(|(word, after)| word == head && aligns(rest, after, stands_for));
    spelled
        || stands_for(head, words)
            .into_iter()
            .flatten()
            .any(|count| aligns(rest, words.get(count..).unwrap_or_default(), stands_for))
}

/// The initials of words: one letter or more, each that of a word.
fn initials(typed: &str, words: &[String]) -> [Option<usize>; 2] {
    let letters = typed.chars().count();
    let meant = words.get(..letters).filter(|_| is_short(typed));
    let all = meant.is_some_and(|meant| begins(typed, meant));
    [all.then_some(letters), None]
}

/// A word cut short or without its vowels, initials, or initials and the whole next word.
fn cut(typed: &str, words: &[String]) -> [Option<usize>; 2] {
    let [all_initials, _] = initials(typed, words);
    if !words
        .first()
        .is_some_and(|word| begins(typed, std::slice::from_ref(word)))
    {
        return [None, None];
    }
    let other = if is_short(typed) {
        let mut letters = words.first().into_iter().flat_map(|word| word.chars());
        let in_order = typed
            .chars()
            .all(|typed| letters.any(|letter| bare_letter(letter) == typed));
        in_order.then_some(1)
    } else {
        let whole = |(letters, (at, _)): (usize, (usize, char))| {
            let (head, tail) = typed.split_at_checked(at)?;
            let next = words.get(letters)?;
            (letters > 0 && begins(head, words) && next == tail).then(|| letters.saturating_add(1))
        };
        typed.char_indices().enumerate().take(4).find_map(whole)
    };
    [all_initials, other]
}

/// Whether letters are the initials of the words that stand in their places.
fn begins(letters: &str, words: &[String]) -> bool {
    let mut pairs = letters.chars().zip(words);
    pairs.all(|(letter, word)| initial(word) == Some(letter))
}

/// The first letter of a word without its marks; `đ` is a letter of its own.
fn initial(word: &str) -> Option<char> {
    word.chars().next().map(bare_letter)
}

fn bare_letter(letter: char) -> char {
    match letter {
        'đ' => 'đ',
        letter if letter.is_ascii() => letter,
        letter => fold::bare_of(letter.to_string())
            .chars()
            .next()
            .unwrap_or(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortened_words_are_written_out() {
        for (heading, long) in [
            ("ĐV tiếp nhận", Some("đơn vị tiếp nhận")),
            ("KQ thực hiện", Some("kết quả thực hiện")),
            ("Đơn vị TP.HCM", None),
            ("Ghi chú", None),
        ] {
            assert_eq!(
                written_out(&fold::fold(heading)).as_deref(),
                long,
                "{heading}"
            );
        }
    }

    #[test]
    fn letters_are_laid_beside_a_wording() {
        for (heading, wording, holds) in [
            ("K.phí hỗ trợ", "kinh phí hỗ trợ", true),
            ("KQTH", "kết quả thực hiện", true),
            ("Đ.vị TH", "đơn vị thực hiện", true),
            ("G.chú", "ghi chú", true),
            ("D.vị TH", "đơn vị thực hiện", false),
            ("KQ", "kết quả", false),
            ("T.phí", "kinh phí", false),
            ("K.phí", "kinh phí hỗ trợ", false),
        ] {
            let typed = fold::fold(heading);
            let typed: Vec<&str> = typed.split(' ').collect();
            let words: Vec<String> = wording.split(' ').map(str::to_owned).collect();
            assert_eq!(is_short_for(&typed, &words, &initials), holds, "{heading}");
        }
    }

    #[test]
    fn words_are_cut_short_or_run_together() {
        for (heading, wording, holds) in [
            ("Tg. số", "tổng số", true),
            ("T.số", "tổng số", true),
            ("Ng.sách", "ngân sách", true),
            ("Ngân s.", "ngân sách", true),
            ("Th.tiền", "thành tiền", true),
            ("Kphí hỗ trợ", "kinh phí hỗ trợ", true),
            ("Đvị tiếp nhận", "đơn vị tiếp nhận", true),
            ("Tgian TH", "thời gian thực hiện", true),
            ("Tg. tiền", "thành tiền", false),
            ("Nphí", "kinh phí", false),
        ] {
            let typed = fold::fold(heading);
            let typed: Vec<&str> = typed.split(' ').collect();
            let words: Vec<String> = wording.split(' ').map(str::to_owned).collect();
            assert_eq!(is_short_for(&typed, &words, &cut), holds, "{heading}");
        }
    }
}
