//! Shortened headings: `ĐV tiếp nhận`, `K.phí hỗ trợ`, `KQTH`.
//!
//! Two ways lead back to a known wording. Words that offices always shorten alike are written out
//! (`src/data/abbreviations.toml`), and the heading is asked again; or its letters are laid beside a wording, each run
//! of them being a whole word, the first letter of one, or the initials of several.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Target;
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

/// Beyond ASCII every letter of Vietnamese but `đ` is a vowel.
fn is_short(word: &str) -> bool {
    let consonant =
        |letter: char| letter == 'đ' || letter.is_ascii_alphabetic() && !"aeiouy".contains(letter);
    !word.is_empty() && word.chars().all(consonant)
}

/// The wordings that a shortened heading is laid beside: their words, folded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Wordings(Vec<(Vec<String>, Target)>);

impl Wordings {
    /// Adds a wording; one of a single word is never shortened.
    pub(super) fn add(&mut self, folded: &str, target: Target) {
        let words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
        if words.len() > 1 {
            self.0.push((words, target));
        }
    }

    /// What a folded heading is short for; `None` when it is for nothing, or for wordings of several fields.
    pub(super) fn find(&self, folded: &str) -> Option<Target> {
        if !looks_short(folded) {
            return None;
        }
        let typed: Vec<&str> = folded.split(' ').collect();
        let mut found = self
            .0
            .iter()
            .filter(|(words, _)| is_short_for(&typed, words))
            .map(|(_, target)| *target);
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }
}

/// Whether typed words are short for these: enough of it must be spelled out, or be initials of three words.
fn is_short_for(typed: &[&str], words: &[String]) -> bool {
    let initials: usize = typed
        .iter()
        .filter(|word| is_short(word))
        .map(|word| word.chars().count())
        .sum();
    let spelled = typed.iter().any(|word| !is_short(word));
    (spelled || initials >= 3) && aligns(typed, words)
}

fn aligns(typed: &[&str], words: &[String]) -> bool {
    let Some((head, rest)) = typed.split_first() else {
        return words.is_empty();
    };
    let spelled = words
        .split_first()
        .is_some_and(|(word, after)| word == head && aligns(rest, after));
    spelled
        || is_short(head) && {
            let letters = head.chars().count();
            words.get(..letters).is_some_and(|meant| {
                let initials = meant.iter().zip(head.chars());
                initials
                    .into_iter()
                    .all(|(word, letter)| initial(word) == Some(letter))
            }) && aligns(rest, words.get(letters..).unwrap_or_default())
        }
}

/// The first letter of a word without its marks; `đ` is a letter of its own.
fn initial(word: &str) -> Option<char> {
    match word.chars().next()? {
        'đ' => Some('đ'),
        letter => fold::bare_of(letter.to_string()).chars().next(),
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
            assert_eq!(is_short_for(&typed, &words), holds, "{heading}");
        }
    }
}
