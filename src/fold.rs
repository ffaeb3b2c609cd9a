//! Text made comparable ([`fold`], [`bare`], [`words`]) and text made clean ([`tidy`]).
//!
//! `SỞ VH,TT&DL`, `Sở VH, TT và DL` and their decomposed spellings all fold to `sở vh tt và dl`;
//! `Uỷ ban` and `Ủy ban` fold alike, so do `kỹ` and `kĩ`. A fold is a key: compare it with another
//! fold, never write it out. What is written out is [`tidy`], which changes blanks and nothing else.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Vowels with their five tones, in the order of [`TONES`]; the first letter of a row is toneless.
const VOWELS: [&str; 12] = [
    "aàáảãạ",
    "ăằắẳẵặ",
    "âầấẩẫậ",
    "eèéẻẽẹ",
    "êềếểễệ",
    "iìíỉĩị",
    "oòóỏõọ",
    "ôồốổỗộ",
    "ơờớởỡợ",
    "uùúủũụ",
    "ưừứửữự",
    "yỳýỷỹỵ",
];

/// The combining tone marks: grave, acute, hook, tilde, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];

/// The first code point beyond the Vietnamese letters.
const TABLE_END: u32 = 0x1F00;

/// Lower-case letter and tone (0 for none) of every code point below [`TABLE_END`].
static LETTERS: LazyLock<Vec<Letter>> = LazyLock::new(|| {
    (0..TABLE_END)
        .map(|code| {
            let lower = char::from_u32(code).map_or('\0', single_lower);
            VOWELS
                .iter()
                .find_map(|row| {
                    let tone = row.chars().position(|vowel| vowel == lower)?;
                    Some((row.chars().next()?, u8::try_from(tone).ok()?))
                })
                .unwrap_or((lower, 0))
        })
        .collect()
});

/// A letter without its tone, and the tone (1 to 5, 0 for none).
type Letter = (char, u8);

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
        if is_nfc_quick(seen()) == IsNormalized::Yes {
            seen().for_each(|c| folder.push(c));
        } else {
            seen().nfc().for_each(|c| folder.push(c));
        }
    }
    folder.flush();
    folder.out
}

/// The same key without diacritics: `Sở Giáo dục & Đào tạo` → `so giao duc va dao tao`.
#[must_use]
pub fn bare(text: &str) -> String {
    let folded = fold(text);
    if folded.is_ascii() {
        return folded;
    }
    folded.chars().map(bare_letter).collect()
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
    let text = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
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
            c if unicode_normalization::char::is_combining_mark(c) => self.mark(c),
            c if c.is_alphanumeric() => self.word.push(letter(c)),
            _ => self.flush(),
        }
    }

    /// A mark that did not compose, such as a circumflex typed after the tone.
    fn mark(&mut self, mark: char) {
        let Some(last) = self.word.last_mut() else {
            return;
        };
        if let Some(tone) = TONES.iter().position(|tone| *tone == mark) {
            if VOWELS.iter().any(|row| row.starts_with(last.0)) {
                last.1 = u8::try_from(tone).map_or(0, |tone| tone.saturating_add(1));
            }
        } else if let Some(composed) = unicode_normalization::char::compose(last.0, mark)
            && VOWELS.iter().any(|row| row.starts_with(composed))
        {
            last.0 = composed;
        }
    }

    fn flush(&mut self) {
        if self.word.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push(' ');
        }
        settle_i(&mut self.word);
        settle_tone(&mut self.word);
        for (base, tone) in self.word.drain(..) {
            self.out.push(toned(base, tone));
        }
    }
}

/// Turns a final `y` into `i` where both are written: after a consonant, and after `qu`.
fn settle_i(word: &mut [Letter]) {
    let follows = match word {
        [.., ('q', _), ('u', _), ('y', _)] => true,
        [.., (before, _), ('y', _)] => before.is_alphabetic() && !is_vowel(*before),
        _ => false,
    };
    if follows && let Some(last) = word.last_mut() {
        last.0 = 'i';
    }
}

/// Moves the one tone of a syllable to its usual place: `hoà` → `hòa`, `hòan` → `hoàn`.
fn settle_tone(word: &mut [Letter]) {
    let mut toned = word.iter().enumerate().filter(|(_, letter)| letter.1 > 0);
    let (Some((at, &(_, tone))), None) = (toned.next(), toned.next()) else {
        return;
    };
    let Some(place) = tone_place(word) else {
        return;
    };
    if place != at {
        if let Some(letter) = word.get_mut(at) {
            letter.1 = 0;
        }
        if let Some(letter) = word.get_mut(place) {
            letter.1 = tone;
        }
    }
}

/// Where the tone of this syllable stands; `None` when it is no single syllable.
fn tone_place(word: &[Letter]) -> Option<usize> {
    let vowel = |at: usize| word.get(at).is_some_and(|letter| is_vowel(letter.0));
    let mut first = word.iter().position(|letter| is_vowel(letter.0))?;
    let onset = first.checked_sub(1).and_then(|at| word.get(at));
    let glide = match (onset, word.get(first)) {
        (Some(('q', _)), Some(('u', _))) => true,
        (Some(('g', _)), Some(('i', _))) => first == 1,
        _ => false,
    };
    if glide && vowel(first.saturating_add(1)) {
        first = first.saturating_add(1);
    }
    let rest = word.get(first..)?;
    let length = rest.iter().take_while(|letter| is_vowel(letter.0)).count();
    let coda = rest.get(length..)?;
    if coda.iter().any(|letter| is_vowel(letter.0)) {
        return None;
    }
    let shaped = |letter: &Letter| matches!(letter.0, 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư');
    let offset = match rest.get(..length)?.iter().rposition(shaped) {
        Some(at) => at,
        None if !coda.is_empty() => length.checked_sub(1)?,
        None => usize::from(length > 2),
    };
    first.checked_add(offset)
}

fn is_vowel(base: char) -> bool {
    matches!(
        base,
        'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y'
    )
}

fn letter(c: char) -> Letter {
    usize::try_from(u32::from(c))
        .ok()
        .and_then(|code| LETTERS.get(code).copied())
        .unwrap_or_else(|| (single_lower(c), 0))
}

fn toned(base: char, tone: u8) -> char {
    if tone == 0 {
        return base;
    }
    let row = VOWELS.iter().find(|row| row.starts_with(base));
    row.and_then(|row| row.chars().nth(usize::from(tone)))
        .unwrap_or(base)
}

/// The lower-case letter; of `İ`, whose lower case is two characters, the first.
fn single_lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
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
