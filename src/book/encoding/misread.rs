//! Bytes of UTF-8 or windows-1258 that were read as Latin-1 or windows-1252.
//!
//! `Sá»Ÿ Y táº¿` is `Sở Y tế`; `Đơn viò tiình`, with a mark as a letter behind the vowel, is
//! windows-1258. Whether the outcome is Vietnamese is for [`super::detect`] to say.

use encoding_rs::WINDOWS_1258;
use unicode_normalization::UnicodeNormalization;

use super::syllable::is_accented;
use super::tables::byte_of;

/// Reads each run of characters beyond ASCII as the UTF-8 it may once have been. `None` unless
/// most runs are UTF-8 and a Vietnamese letter comes of them; a dash that was typed later stays.
pub(super) fn from_utf8(text: &str) -> Option<String> {
    let mut decoded = String::with_capacity(text.len());
    let (mut good, mut bad, mut vietnamese) = (0_usize, 0_usize, false);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let ascii = first.is_ascii();
        let length = rest
            .find(|c: char| c.is_ascii() != ascii)
            .unwrap_or(rest.len());
        let (run, tail) = rest.split_at(length);
        rest = tail;
        if ascii {
            decoded.push_str(run);
            continue;
        }
        let bytes: Option<Vec<u8>> = run.chars().map(byte_of).collect();
        match bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(letters) => {
                good = good.saturating_add(1);
                vietnamese |= letters.chars().any(is_accented);
                decoded.push_str(&letters);
            }
            None => {
                bad = bad.saturating_add(1);
                decoded.push_str(run);
            }
        }
    }
    (vietnamese && good > bad).then(|| decoded.nfc().collect())
}

/// Reads the bytes as windows-1258. `None` when a character stands for no byte.
pub(super) fn from_1258(text: &str) -> Option<String> {
    let bytes: Vec<u8> = text.chars().map(byte_of).collect::<Option<_>>()?;
    let decoded = WINDOWS_1258.decode_without_bom_handling(&bytes).0;
    Some(decoded.nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_is_read_run_by_run() {
        for (text, expected) in [
            ("Sá»Ÿ Y táº¿", Some("Sở Y tế")),
            (
                "S\u{E1}\u{BB}\u{9F} – Y t\u{E1}\u{BA}\u{BF}",
                Some("Sở – Y tế"),
            ),
            ("São Tomé", None),
            ("5 µm", None),
            ("Sở Y tế", None),
        ] {
            assert_eq!(from_utf8(text).as_deref(), expected);
        }
    }

    #[test]
    fn marks_of_1258_join_their_letters() {
        assert_eq!(from_1258("Ðõn viò").as_deref(), Some("Đơn vị"));
        assert_eq!(from_1258("Đơn vị"), None);
    }
}
