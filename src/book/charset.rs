//! From the bytes of a text file to text: UTF-8, UTF-16, or one byte a letter.
//!
//! One-byte text of Vietnam is windows-1258 (`Vi` `ê` `ò` `t`: a letter, then its tone), or a font encoding
//! (TCVN3, VNI …) typed as windows-1252. Which one is told from where the tone bytes stand: in 1258
//! they follow vowels. Font encodings are not decoded here: they leave as the Latin-1 letters that
//! `.xls` would hold, and whoever decodes those takes both.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};

use crate::intake::sniff::utf16_without_mark;

/// The text of a file, without its byte-order mark.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return without_mark(encoding, bytes.get(mark..).unwrap_or_default());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let head = bytes.get(..4096).unwrap_or(bytes);
    match utf16_without_mark(head) {
        Some(true) => return without_mark(UTF_16LE, bytes),
        Some(false) => return without_mark(UTF_16BE, bytes),
        None => {}
    }
    if is_nearly_utf8(bytes) {
        return without_mark(UTF_8, bytes);
    }
    decode_single_byte(bytes)
}

/// Text of one byte a letter: windows-1258 when it reads as Vietnamese, else windows-1252.
pub(crate) fn decode_single_byte(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = if is_windows_1258(bytes) {
        WINDOWS_1258
    } else {
        WINDOWS_1252
    };
    without_mark(encoding, bytes)
}

fn without_mark<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Cow<'a, str> {
    encoding.decode_without_bom_handling(bytes).0
}

/// Whether bytes are UTF-8 but for a few, such as a letter cut in half by some program.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let mut good = 0_usize;
    let mut bad = 0_usize;
    for chunk in bytes.utf8_chunks() {
        let letters = chunk.valid().chars().filter(|letter| !letter.is_ascii());
        good = good.saturating_add(letters.count());
        bad = bad.saturating_add(usize::from(!chunk.invalid().is_empty()));
    }
    good > bad.saturating_mul(4)
}

/// Whether one-byte text is windows-1258.
///
/// Counted for it: tone bytes after a vowel. Against it: tone bytes elsewhere, and letters or
/// signs that Vietnamese does not have, within a word (`ho¹ch`, `Kyõ thuaät`).
fn is_windows_1258(bytes: &[u8]) -> bool {
    let mut with = 0_usize;
    let mut against = 0_usize;
    let mut before = b' ';
    let mut rest = bytes.iter().peekable();
    while let Some(&byte) = rest.next() {
        let after = rest.peek().map_or(b' ', |byte| **byte);
        let in_word = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
        match byte {
            0xcc | 0xd2 | 0xde | 0xec | 0xf2 if is_vowel(before) => with = with.saturating_add(2),
            0xcc | 0xd2 | 0xde | 0xec | 0xf2 => against = against.saturating_add(1),
            // Letters that only 1258 has there: ă đ ơ ư and their capitals.
            0xc3 | 0xd0 | 0xd5 | 0xdd | 0xe3 | 0xf0 | 0xf5 | 0xfd if in_word => {
                with = with.saturating_add(1);
            }
            // Signs, and letters of other languages.
            0xa1..=0xae
            | 0xb5..=0xb9
            | 0xbb..=0xbe
            | 0xc4..=0xc7
            | 0xcb
            | 0xce
            | 0xcf
            | 0xd1
            | 0xd6..=0xd8
            | 0xdb
            | 0xdc
            | 0xdf
            | 0xe4..=0xe7
            | 0xeb
            | 0xee
            | 0xef
            | 0xf1
            | 0xf6..=0xf8
            | 0xfb
            | 0xfc
            | 0xff
                if in_word =>
            {
                against = against.saturating_add(2);
            }
            _ => {}
        }
        before = byte;
    }
    against.saturating_mul(4) <= with
}

/// Whether a byte is a vowel in windows-1258.
fn is_vowel(byte: u8) -> bool {
    matches!(
        byte.to_ascii_lowercase(),
        b'a' | b'e' | b'i' | b'o' | b'u' | b'y'
    ) || matches!(
        byte,
        0xc2 | 0xc3 | 0xca | 0xd4 | 0xd5 | 0xdd | 0xe2 | 0xe3 | 0xea | 0xf4 | 0xf5 | 0xfd
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a program of the time would have written as windows-1258.
    fn as_1258(text: &str) -> Vec<u8> {
        text.chars()
            .flat_map(|letter| {
                WINDOWS_1258
                    .encode(letter.encode_utf8(&mut [0; 4]))
                    .0
                    .into_owned()
            })
            .collect()
    }

    #[test]
    fn every_encoding_of_an_office_is_read() {
        let text = "STT,Nội dung\n1,Hỗ trợ\n";
        let utf16 = |big: bool| -> Vec<u8> {
            text.encode_utf16()
                .flat_map(|unit| {
                    if big {
                        unit.to_be_bytes()
                    } else {
                        unit.to_le_bytes()
                    }
                })
                .collect()
        };
        assert_eq!(decode(text.as_bytes()), text);
        assert_eq!(decode(&[b"\xef\xbb\xbf", text.as_bytes()].concat()), text);
        assert_eq!(decode(&utf16(false)), text);
        assert_eq!(decode(&utf16(true)), text);
        assert_eq!(decode(&[&b"\xff\xfe"[..], &utf16(false)].concat()), text);
        assert_eq!(decode(&[&b"\xfe\xff"[..], &utf16(true)].concat()), text);
    }

    #[test]
    fn windows_1258_is_told_from_font_encodings() {
        // Decomposed the way the code page has it: a letter with its hat, then the tone.
        let decomposed =
            "Vi\u{ea}\u{323}t Nam, h\u{f4}\u{303} tr\u{1a1}\u{323} \u{111}\u{f4}\u{300}ng";
        assert_eq!(decode(&as_1258(decomposed)), decomposed);
        // TCVN3 and VNI leave as the letters that a workbook would hold.
        assert_eq!(
            decode(b"S\xeb K\xd5 ho\xb9ch v\xb5 \xa7\xc7u t\xad"),
            "Së KÕ ho¹ch vµ §Çu t\u{ad}"
        );
        assert_eq!(
            decode(b"Kinh ph\xed h\xf4\xf5 tr\xf4\xef, K\xfd thua\xe4t x\xe2y d\xf6\xefng"),
            "Kinh phí hôõ trôï, Ký thuaät xây döïng"
        );
    }

    #[test]
    fn one_bad_byte_does_not_make_it_another_encoding() {
        let mut bytes = "Hỗ trợ trang thiết bị y tế".as_bytes().to_vec();
        bytes.push(0xe1);
        assert_eq!(decode(&bytes), "Hỗ trợ trang thiết bị y tế\u{fffd}");
    }
}
