//! Text as the readers of values compare it: small letters, no marks, single blanks.
//!
//! `“Ước khoảng 6.049 tỷ đồng”` becomes `uoc khoang 6.049 ty dong`. Dashes, quotation marks and
//! full-width forms become their plain cousins; line breaks stay, for they part amounts.
//! A raised figure stays as it is unless it follows a letter: `m²` is `m2`, but a footnote mark
//! behind a number (`500¹`) must never become one of its digits.

use crate::fold;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

/// The folded form of a text.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_each(text, |letter, _| folded.push(letter));
    folded
}

/// A folded text that knows where each of its bytes stood.
pub(crate) struct Folded<'a> {
    /// The folded text.
    pub text: String,
    source: &'a str,
    places: Vec<usize>,
}

impl<'a> Folded<'a> {
    /// Folds a text and keeps the way back.
    pub fn new(source: &'a str) -> Self {
        let mut text = String::with_capacity(source.len());
        let mut places = Vec::with_capacity(source.len());
        fold_each(source, |letter, place| {
            text.push(letter);
            places.extend(std::iter::repeat_n(place, letter.len_utf8()));
        });
        Self {
            text,
            source,
            places,
        }
    }

    /// Where a byte of the folded text stood in the source; the source's end for what lies beyond.
    pub fn place(&self, at: usize) -> usize {
        self.places.get(at).copied().unwrap_or(self.source.len())
    }

    /// The source text behind a stretch of the folded text.
    pub fn source(&self, start: usize, end: usize) -> &'a str {
        self.source
            .get(self.place(start)..self.place(end))
            .unwrap_or_default()
    }
}

/// A folded text without the marks that close a sentence, or a letter: `500 triệu đồng./.`
pub(crate) fn strip_closing(folded: &str) -> &str {
    let text = folded.strip_suffix("./.").unwrap_or(folded);
    text.trim_end_matches(['.', ',', ';', ' ', '\n'])
}

/// The text in lower case, NFC, its blanks folded: a unit of measure as written.
pub(crate) fn lower(text: &str) -> String {
    let mut lowered = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !lowered.is_empty() {
            lowered.push(' ');
        }
        lowered.extend(word.nfc().flat_map(char::to_lowercase));
    }
    lowered
}

/// Gives each letter of the folded text with the place it stood at.
fn fold_each(text: &str, mut put: impl FnMut(char, usize)) {
    let mut blank: Option<(char, usize)> = None;
    let mut started = false;
    let mut after_letter = false;
    for (place, found) in text.char_indices() {
        match class(found) {
            Class::Nothing => continue,
            Class::Blank => {
                blank = blank.or(Some((' ', place)));
                after_letter = false;
                continue;
            }
            Class::Break => {
                blank = Some(('\n', place));
                after_letter = false;
                continue;
            }
            Class::Letter => {}
        }
        if let Some((letter, blank_place)) = blank.take()
            && started
        {
            put(letter, blank_place);
        }
        started = true;
        let plain = plain(found, after_letter);
        after_letter = fold::is_letter(plain);
        if plain.is_ascii() {
            put(plain.to_ascii_lowercase(), place);
            continue;
        }
        decompose_canonical(plain, |part| {
            for letter in part.to_lowercase() {
                if !is_mark(letter) {
                    put(if letter == 'đ' { 'd' } else { letter }, place);
                }
            }
        });
    }
}

/// What becomes of a character.
enum Class {
    Letter,
    Blank,
    Break,
    Nothing,
}

fn class(found: char) -> Class {
    match found {
        '\n' | '\r' | '\u{b}' | '\u{2028}' | '\u{2029}' => Class::Break,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => Class::Nothing,
        _ if is_mark(found) => Class::Nothing,
        _ if found.is_whitespace() || found.is_control() => Class::Blank,
        _ => Class::Letter,
    }
}

/// Combining marks, which decomposed Vietnamese text is full of.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// The plain cousin of a character.
fn plain(found: char, after_letter: bool) -> char {
    match found {
        // The Icelandic eth stands for đ in text that came through Latin-1.
        'Đ' | 'đ' | 'Ð' | 'ð' | '₫' => 'd',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        '‘' | '’' | '′' | '`' | '´' => '\'',
        '“' | '”' | '″' | '„' | '〃' => '"',
        '×' | '✕' | '✖' => 'x',
        '≈' | '∼' | '≃' => '~',
        '∕' => '/',
        '²' if after_letter => '2',
        '³' if after_letter => '3',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(found).saturating_sub(0xfee0))
            .map_or(found, |narrow| plain(narrow, after_letter)),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_case_and_blanks_go() {
        for (text, folded) in [
            (
                "  Ước khoảng\u{a0}6.049 TỶ  ĐỒNG ",
                "uoc khoang 6.049 ty dong",
            ),
            ("1,2 ty\u{309} đồng", "1,2 ty dong"),
            ("500.000 VNÐ", "500.000 vnd"),
            ("a \r\n b", "a\nb"),
            ("１.２００", "1.200"),
            ("12.500m²", "12.500m2"),
            ("500¹ 500²", "500¹ 500²"),
            ("–1.250", "-1.250"),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn folded_text_knows_the_way_back() {
        let folded = Folded::new("  04 Căn  nhà");
        assert_eq!(folded.text, "04 can nha");
        assert_eq!(lower(folded.source(3, 10)), "căn nhà");
    }
}
