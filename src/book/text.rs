//! Text as every reader hands it on: NFC, `\n` for line breaks, no control characters.
//!
//! Some control characters stay: those that are letters in VISCII (`Ẳ` is 0x02) and VPS. Soft
//! hyphens and no-break spaces stay too, for `ư` is U+00AD in TCVN3 and `Õ` is U+00A0 in VISCII.
//! Whoever decodes legacy text comes after this and takes away what is left.

use std::borrow::Cow;

use ecow::EcoString;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Text in NFC, without NULs and the like, line breaks as `\n`.
pub(crate) fn clean(text: &str) -> EcoString {
    if is_clean(text.as_bytes()) {
        return text.into();
    }
    let mut plain = Cow::Borrowed(text);
    if text.contains(is_dropped) {
        let broken = text.replace("\r\n", "\n");
        plain = broken
            .chars()
            .filter_map(|letter| match letter {
                '\r' => Some('\n'),
                '\u{b}' | '\u{c}' => Some(' '),
                letter if is_dropped(letter) => None,
                letter => Some(letter),
            })
            .collect::<String>()
            .into();
    }
    if is_nfc(&plain) {
        plain.into()
    } else {
        plain.nfc().collect::<EcoString>()
    }
}

/// Whether a look at the bytes is enough to know that nothing is to be done.
///
/// ASCII, the Latin letters up to U+02FF and the Vietnamese ones of U+1E80–U+1EFF are NFC by themselves
/// and make up nearly all cells.
fn is_clean(bytes: &[u8]) -> bool {
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        match byte {
            b'\t' | b'\n' | b' '..=0x7e => {}
            0xc2..=0xcb => {
                rest.next();
            }
            0xe1 if matches!(rest.next(), Some(0xba | 0xbb)) => {
                rest.next();
            }
            _ => return false,
        }
    }
    true
}

/// Whether a character is a control character that is a letter in no encoding we decode.
fn is_dropped(letter: char) -> bool {
    matches!(
        letter,
        '\0' | '\u{1}' | '\u{7}' | '\u{8}' | '\u{b}'..='\r' | '\u{e}' | '\u{f}' | '\u{16}'..='\u{18}'
            | '\u{1a}' | '\u{1b}' | '\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' | '\u{feff}'
    )
}

/// Text whose letters each have a NUL behind them, without the NULs.
///
/// Some writers mark two-byte text as one-byte text in `.xls`; every reader that believes
/// the mark sees `S\0T\0T\0`.
pub(crate) fn without_padding(text: &str) -> Cow<'_, str> {
    let letters = text.chars().count();
    let padded = letters >= 2
        && letters.is_multiple_of(2)
        && text
            .chars()
            .enumerate()
            .all(|(index, letter)| (index % 2 == 1) == (letter == '\0'));
    if padded {
        text.replace('\0', "").into()
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_composed_and_freed_of_controls() {
        for (from, to) in [
            ("Kinh phí", "Kinh phí"),
            ("Hỗ trợ \u{1ef9}", "Hỗ trợ ỹ"),
            ("Vie\u{302}\u{323}t", "Việt"),
            ("a\r\nb\rc\nd", "a\nb\nc\nd"),
            ("a\0b\u{1b}c\u{b}d", "abc d"),
            ("Së KÕ ho¹ch vµ §Çu t\u{ad}", "Së KÕ ho¹ch vµ §Çu t\u{ad}"),
            ("\u{2}\u{a0}\u{85}", "\u{2}\u{a0}\u{85}"),
            ("\u{feff}STT", "STT"),
            ("", ""),
        ] {
            assert_eq!(&*clean(from), to, "{from:?}");
        }
    }

    #[test]
    fn padding_goes_only_when_it_is_everywhere() {
        assert_eq!(without_padding("S\0T\0T\0"), "STT");
        assert_eq!(without_padding("S\0T\0T"), "S\0T\0T");
        assert_eq!(without_padding("ab"), "ab");
        assert_eq!(without_padding(""), "");
    }
}
