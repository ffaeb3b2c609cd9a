//! Text made comparable ([`fold`], [`bare`], [`words`]) and text made clean ([`tidy`]).
//!
//! `SỞ VH,TT&DL`, `Sở VH, TT và DL` and their decomposed spellings all fold to `sở vh tt và dl`;
//! `Uỷ ban` and `Ủy ban` fold alike, so do `kỹ` and `kĩ`. A fold is a key: compare it with another
//! fold, never write it out. What is written out is [`tidy`], which changes blanks and nothing else.

mod names;
mod syllable;

pub use names::name;

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

pub(crate) use self::syllable::VOWELS;
use self::syllable::{Kind, Letter, add_mark, letter, settle, toned};

/// The key that two spellings of the same words share; diacritics are kept.
///
/// Lower case; composed; tone marks in their usual place (`hoà` → `hòa`); a final `y` after a
/// consonant or `qu` is `i` (`kỹ` → `kĩ`, `quý` → `quí`); `&` is `và`; dashes, `/`, footnote
/// marks and all other punctuation part words; blanks and line feeds are one space. `%` stays.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folder = Folder {
        out: String::with_capacity(text.len()),
        word: Vec::with_capacity(16),
    };
    if text.is_ascii() {
        text.chars().for_each(|c| folder.push(c));
    } else {
        let seen = || text.chars().filter(|c| !is_invisible(*c));
        if text.chars().all(is_composed) || is_nfc_quick(seen()) == IsNormalized::Yes {
            seen().for_each(|c| folder.push(c));
        } else {
            seen().nfc().for_each(|c| folder.push(c));
        }
    }
    folder.flush();
    folder.out
}

/// Whether the fold of a text may be this one: the first letter alone tells nearly every other text.
pub(crate) fn may_be(text: &str, folded: &str) -> bool {
    match text.chars().next() {
        Some(first) if first.is_ascii_alphanumeric() => folded
            .chars()
            .next()
            .is_some_and(|other| bare_letter(other) == first.to_ascii_lowercase()),
        _ => true,
    }
}

/// The same key without diacritics: `Sở Giáo dục & Đào tạo` → `so giao duc va dao tao`.
#[must_use]
pub fn bare(text: &str) -> String {
    bare_of(fold(text))
}

/// The key without diacritics of a text that is folded already.
#[must_use]
pub fn bare_of(folded: String) -> String {
    if folded.is_ascii() {
        return folded;
    }
    let bared: String = folded.chars().map(bare_letter).collect();
    // Without its foreign marks a letter may turn out to be a final `y`.
    if bared.contains('y') {
        return fold(&bared);
    }
    bared
}

/// The key that spellings of a unit of measure share: `m²` is `m2`, and no `m`.
#[must_use]
pub fn measure(text: &str) -> String {
    bare(&text.replace('²', "2").replace('³', "3"))
}

/// The words of a text in small Latin letters without marks, each as it is spelled: what codes are made of.
///
/// Unlike a fold's, `Mỹ Xuyên` gives `my` and `xuyen`. Letters of other scripts give nothing.
#[must_use]
pub fn plain_words(text: &str) -> Vec<String> {
    let plain = text.nfd().filter_map(|c| match c {
        'đ' | 'Đ' => Some('d'),
        c if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
        // What is left of a letter is its marks.
        c if c.is_alphabetic() || is_combining_mark(c) || is_invisible(c) => None,
        _ => Some(' '),
    });
    let plain: String = plain.collect();
    plain.split_whitespace().map(str::to_owned).collect()
}

/// The words of the bare text.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    bare(text)
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The text as it is written out: NFC, runs of blanks (no-break spaces and tabs too) one space,
/// none at either end, every line break `\n` without blanks beside it. Borrows what is clean.
#[must_use]
pub fn tidy(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let text = match text.chars().all(is_composed) {
        true => Cow::Borrowed(text),
        false if is_nfc_quick(text.chars()) == IsNormalized::Yes => Cow::Borrowed(text),
        _ => {
            let composed: String = text.nfc().collect();
            if composed == text {
                Cow::Borrowed(text)
            } else {
                Cow::Owned(composed)
            }
        }
    };
    if is_tidy(&text) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    // Blanks and line breaks are held back until a visible character follows.
    let (mut breaks, mut blank) = (0_usize, false);
    let mut before = '\0';
    for c in text.chars() {
        match c {
            '\n' if before == '\r' => {}
            '\n' | '\r' => breaks = breaks.saturating_add(1),
            c if c.is_whitespace() => blank = true,
            c => {
                if !out.is_empty() {
                    if breaks > 0 {
                        out.extend(std::iter::repeat_n('\n', breaks));
                    } else if blank {
                        out.push(' ');
                    }
                }
                (breaks, blank) = (0, false);
                out.push(c);
            }
        }
        before = c;
    }
    Cow::Owned(out)
}

/// Whether the text has capital letters and no small ones.
#[must_use]
pub fn is_upper(text: &str) -> bool {
    let mut capitals = false;
    for c in text.chars() {
        if c.is_lowercase() {
            return false;
        }
        capitals |= c.is_uppercase();
    }
    capitals
}

/// Whether a look at the bytes is enough to know that [`tidy`] leaves a text as it is, as it does nearly all: Latin and
/// Vietnamese letters (up to U+02FF, and U+1E80 to U+1EFF) in one line, with single spaces among them.
fn is_plain(text: &str) -> bool {
    let mut bytes = text.bytes();
    let mut before = b' ';
    while let Some(byte) = bytes.next() {
        match byte {
            b' ' if before == b' ' => return false,
            b' '..=b'~' => {}
            0xc3..=0xcb => {
                bytes.next();
            }
            0xe1 if matches!(bytes.next(), Some(0xba | 0xbb)) => {
                bytes.next();
            }
            _ => return false,
        }
        before = byte;
    }
    before != b' '
}

/// Whether [`tidy`] would leave the blanks as they are.
fn is_tidy(text: &str) -> bool {
    // A line break at the start stands for the edge of the text: nothing blank may touch it.
    let mut before = '\n';
    for c in text.chars() {
        let fine = match c {
            ' ' => before != ' ' && before != '\n',
            '\n' => before != ' ',
            c => !c.is_whitespace(),
        };
        if !fine {
            return false;
        }
        before = c;
    }
    !text.starts_with('\n') && !text.ends_with([' ', '\n'])
}

/// Builds a fold: letters gather to a word, which is put in order when it ends.
struct Folder {
    out: String,
    word: Vec<Letter>,
}

impl Folder {
    fn push(&mut self, c: char) {
        match c {
            'a'..='z' | '0'..='9' | '%' => self.word.push((c, 0)),
            'A'..='Z' => self.word.push((c.to_ascii_lowercase(), 0)),
            '&' => {
                self.flush();
                self.word.extend([('v', 0), ('a', 1)]);
                self.flush();
            }
            c if c.is_ascii() => self.flush(),
            c => match letter(c) {
                (Kind::Mark, _) => {
                    if let Some(last) = self.word.last_mut() {
                        add_mark(last, c);
                    }
                }
                (Kind::Letter, letter) => self.word.push(letter),
                (Kind::Other, _) => self.flush(),
            },
        }
    }

    fn flush(&mut self) {
        if self.word.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push(' ');
        }
        settle(&mut self.word);
        for (base, tone) in self.word.drain(..) {
            self.out.push(toned(base, tone));
        }
    }
}

/// The letter under all marks: `ệ` → `e`, `đ` → `d`, `ü` → `u`.
fn bare_letter(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    if c == 'đ' {
        return 'd';
    }
    let mut base = c;
    let mut first = true;
    unicode_normalization::char::decompose_canonical(c, |part| {
        if std::mem::take(&mut first) && part.is_ascii_alphabetic() {
            base = part;
        }
    });
    base
}

/// Whether a character is a letter, told from the table of letters where it can be.
pub(crate) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || !c.is_ascii() && letter(c).0 == Kind::Letter && !c.is_numeric()
}

/// Whether a character is NFC by itself and joins no other: Latin and Vietnamese letters, nearly all there are.
fn is_composed(c: char) -> bool {
    c < '\u{300}' || ('\u{1EA0}'..='\u{1EF9}').contains(&c)
}

/// Characters that show nothing and part nothing: zero-width spaces, soft hyphens.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_the_same_words_fold_alike() {
        for (text, key) in [
            ("SỞ VH,TT&DL", "sở vh tt và dl"),
            ("Sở VH, TT và DL", "sở vh tt và dl"),
            ("Hoà Uỷ thuý hoè khoẻ", "hòa ủy thúy hòe khỏe"),
            ("hòan qúy gía quốc", "hoàn quí giá quốc"),
            ("tỷ quý kỹ lý mỹ sỹ", "tỉ quí kĩ lí mĩ sĩ"),
            ("thủy Nguyễn y tế khuỷu", "thủy nguyễn y tế khuỷu"),
            ("thương người tiền khoái", "thương người tiền khoái"),
            ("Lao động – Thương binh", "lao động thương binh"),
            ("Kinh phí\r\n hỗ trợ (*) :", "kinh phí hỗ trợ"),
            ("Thời\u{a0}gian\u{200b}*", "thời gian"),
            ("Tie\u{302}\u{301}n e\u{301}\u{302}", "tiến ế"),
            ("Tỷ lệ (%)", "tỉ lệ %"),
            (" \n ", ""),
        ] {
            assert_eq!(fold(text), key, "{text}");
            let decomposed: String = text.nfd().collect();
            assert_eq!(fold(&decomposed), key, "{text} decomposed");
        }
        assert_eq!(bare("Sở Giáo dục & Đào tạo"), "so giao duc va dao tao");
        assert_eq!(words("Lĩnh vực: Y tế"), ["linh", "vuc", "y", "te"]);
    }

    #[test]
    fn tidy_changes_blanks_only() {
        for (text, clean) in [
            ("  Hỗ \u{a0}\ttrợ ", "Hỗ trợ"),
            ("a \r\n b\rc\n\n d\n", "a\nb\nc\n\nd"),
            ("Hoà", "Hoà"),
            ("To\u{302}\u{309}ng", "Tổng"),
            ("\u{3000}", ""),
        ] {
            assert_eq!(tidy(text), clean, "{text:?}");
        }
        for text in ["", "Tổng cộng", "một\nhai", "a\n\nb"] {
            assert!(matches!(tidy(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn capitals_are_told() {
        for (text, upper) in [("SỞ Y TẾ (1)", true), ("Sở Y tế", false), ("12", false)] {
            assert_eq!(is_upper(text), upper, "{text}");
        }
    }

    proptest! {
        #[test]
        fn folding_and_tidying_twice_changes_nothing(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
            let once = bare(&text);
            prop_assert_eq!(bare(&once), once);
            let once = tidy(&text).into_owned();
            prop_assert!(matches!(tidy(&once), Cow::Borrowed(same) if same == once));
        }

        #[test]
        fn what_is_told_without_folding_is_right(
            text in prop_oneof![any::<String>(), "[ aAđĐáủ1y.\u{a0}\u{ad}\u{300}\u{302}\u{31b}\n~]{0,6}"]
        ) {
            prop_assert!(may_be(&text, &fold(&text)));
            let tidied: String = text.nfc().collect();
            prop_assert!(!is_plain(&text) || is_tidy(&text) && tidied == text);
        }

        #[test]
        fn vietnamese_letters_in_any_order_are_fine(
            text in "[aeiouyđăâêôơưqghntAĐỘ\u{300}\u{301}\u{302}\u{303}\u{306}\u{309}\u{31b}\u{323}& \n\r\t\u{a0}]{0,12}"
        ) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
            let once = bare(&text);
            prop_assert_eq!(bare(&once), once);
            let once = tidy(&text).into_owned();
            prop_assert_eq!(tidy(&once), once.as_str());
        }
    }
}
