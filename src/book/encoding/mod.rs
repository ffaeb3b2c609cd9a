//! Legacy Vietnamese text made Unicode again.
//!
//! A legacy font only changes the drawing: the file holds `Së KÕ ho¹ch vµ §Çu t` and U+00AD, and a
//! `.VnTime` font draws `Sở Kế hoạch và Đầu tư` (TCVN3; U+00AD is an invisible soft hyphen
//! elsewhere, so decode before anything is trimmed or cleaned). VNI fonts put the mark
//! behind the vowel: `Sôû Keá hoaïch`. Besides fonts there are accidents of reading: UTF-8 or
//! windows-1258 bytes taken for windows-1252, marks left apart from their letters.
//!
//! [`decode_grids`] decides for a whole workbook, cell by cell, first from what each cell tells by
//! itself ([`detect`]), then for short cells from the column, the sheet and the workbook.
//! [`decode_cell`] is one such decision; [`decode_text`] only applies a table.
//!
//! What it does not do: guess letters that no code stands for (accented capitals of TCVN3 come
//! back small unless the font or the other letters tell), typing schemes (`Vie^.t`), the Symbol
//! font.

pub mod context;
pub mod detect;
mod lexicon;
mod look;
mod misread;
mod pieces;
mod rewrite;
mod syllable;
mod tables;
pub mod workbook;

use unicode_normalization::UnicodeNormalization;

pub use context::{CellContext, Evidence, FontInfo};
pub use detect::{Decoded, Detector, Verdict, decode_cell};
pub use workbook::{Ambiguous, Report, decode_grids};

use tables::Reading;

/// A way in which Vietnamese text comes other than as composed Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// TCVN3 (ABC), the encoding of the `.Vn…` fonts.
    Tcvn3,
    /// VNI for Windows, the encoding of the `VNI-…` fonts.
    Vni,
    /// VISCII (RFC 1456).
    Viscii,
    /// VPS.
    Vps,
    /// UTF-8 bytes read as Latin-1 or windows-1252.
    Utf8AsLatin1,
    /// windows-1258 bytes read as windows-1252.
    Windows1258,
    /// Unicode with the marks apart from their letters.
    Decomposed,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Tcvn3,
        Self::Vni,
        Self::Viscii,
        Self::Vps,
        Self::Utf8AsLatin1,
        Self::Windows1258,
        Self::Decomposed,
    ];

    /// The name used in files and in findings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3",
            Self::Vni => "VNI",
            Self::Viscii => "VISCII",
            Self::Vps => "VPS",
            Self::Utf8AsLatin1 => "UTF-8/Latin-1",
            Self::Windows1258 => "windows-1258",
            Self::Decomposed => "NFD",
        }
    }

    /// The encoding of a font's letters and whether it draws capitals only (`.VnTimeH`);
    /// `None` for an ordinary font.
    #[must_use]
    pub fn of_font(name: &str) -> Option<(Self, bool)> {
        let name = name.trim().to_lowercase();
        if name.starts_with(".vn") {
            let stem = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
            Some((Self::Tcvn3, stem.ends_with('h')))
        } else if name.starts_with("vni") {
            Some((Self::Vni, false))
        } else {
            None
        }
    }
}

/// What may be looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Also VISCII and VPS. Off by default: hardly a spreadsheet holds them, and short text of
    /// theirs reads as well as TCVN3 or VNI.
    pub rare: bool,
}

/// Reads a whole text as the encoding, whatever comes of it; `None` when that changes nothing
/// or the text cannot be of the encoding.
#[must_use]
pub fn decode_text(text: &str, encoding: Encoding) -> Option<String> {
    let decoded = match encoding {
        Encoding::Tcvn3 => {
            let reading = read(text, Encoding::Tcvn3)?;
            pieces::restore_capitals(text, &reading.text)
        }
        Encoding::Vni | Encoding::Viscii | Encoding::Vps => read(text, encoding)?.text,
        Encoding::Utf8AsLatin1 => misread::from_utf8(text)?,
        Encoding::Windows1258 => misread::from_1258(text)?,
        Encoding::Decomposed => text.nfc().collect(),
    };
    (decoded != text).then_some(decoded)
}

/// Reads a text through the encoding's table; `None` for encodings that have no table.
fn read(text: &str, encoding: Encoding) -> Option<Reading> {
    let table = match encoding {
        Encoding::Tcvn3 => &tables::TCVN3,
        Encoding::Vni => &tables::VNI,
        Encoding::Viscii => &tables::VISCII,
        Encoding::Vps => &tables::VPS,
        _ => return None,
    };
    Some(table.read(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_tell_the_encoding() {
        for (name, expected) in [
            (".VnTime", Some((Encoding::Tcvn3, false))),
            (".VnTimeH", Some((Encoding::Tcvn3, true))),
            (".VnArial NarrowH", Some((Encoding::Tcvn3, true))),
            (".vntimeh 1", Some((Encoding::Tcvn3, true))),
            ("VNI-Times", Some((Encoding::Vni, false))),
            ("vni-times", Some((Encoding::Vni, false))),
            ("Times New Roman", None),
        ] {
            assert_eq!(Encoding::of_font(name), expected, "{name}");
        }
    }

    #[test]
    fn text_without_codes_is_none() {
        for encoding in Encoding::ALL {
            assert_eq!(decode_text("Tong cong 1.000", encoding), None);
        }
        assert_eq!(
            decode_text("Sè TT", Encoding::Tcvn3).as_deref(),
            Some("SỐ TT")
        );
    }
}
