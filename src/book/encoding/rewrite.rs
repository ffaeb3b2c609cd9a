//! A cell rewritten from an encoding, word by word: words that are Unicode already stay.

use std::borrow::Cow;

use super::Encoding;
use super::context::CellContext;
use super::detect::Decoded;
use super::look::Look;
use super::pieces::{Legacy, Native, Piece, is_lone_letter, legacy, restore_capitals};
use super::tables::is_latin1;

/// The cell read as the encoding, word by word.
pub(super) fn decoded<'a>(
    text: &'a str,
    look: &Look<'a>,
    encoding: Encoding,
    context: &CellContext<'_>,
) -> Decoded<'a> {
    let readings: Vec<(Legacy, String)> = look
        .pieces
        .iter()
        .map(|piece| legacy(piece.text, encoding))
        .collect();
    let beside_unicode = beside_unicode(&look.pieces, &readings);
    let mut result = String::with_capacity(text.len());
    let mut end = 0_usize;
    let words = look.pieces.iter().zip(readings).zip(beside_unicode);
    for ((piece, (kind, letters)), beside_unicode) in words {
        result.push_str(text.get(end..piece.start).unwrap_or_default());
        end = piece.start.saturating_add(piece.text.len());
        if stays(piece, kind, &letters, encoding, beside_unicode) {
            result.push_str(piece.text);
        } else {
            result.push_str(&letters);
        }
    }
    result.push_str(text.get(end..).unwrap_or_default());
    if encoding == Encoding::Tcvn3 {
        result = match context.font_encoding() {
            Some((Encoding::Tcvn3, true)) => result.to_uppercase(),
            _ => restore_capitals(text, &result),
        };
    }
    if result == text {
        return Decoded::unchanged(text);
    }
    Decoded {
        text: Cow::Owned(result),
        encoding: Some(encoding),
        ambiguous: None,
    }
}

/// Whether a word of a cell that is of the encoding is left as it stands.
fn stays(
    piece: &Piece<'_>,
    kind: Legacy,
    letters: &str,
    encoding: Encoding,
    beside_unicode: bool,
) -> bool {
    match (piece.native, kind) {
        (Native::Ascii { .. } | Native::Unicode, _) => true,
        (Native::Neutral, _) => {
            let mut chars = piece.text.chars();
            let lone = chars.next().filter(|_| chars.next().is_none());
            !lone.is_some_and(|sign| is_lone_letter(sign, encoding))
        }
        // `x·` is `xã`; `«A»` is no more than it seems.
        (Native::Weak, kind) => {
            !matches!(kind, Legacy::Good { .. }) && piece.text.chars().nth(2).is_some()
        }
        (Native::Good, Legacy::Good { .. }) => beside_unicode,
        (_, Legacy::Same | Legacy::Good { .. } | Legacy::Acronym | Legacy::Loan) => false,
        (Native::Good, Legacy::Bad { .. }) => true,
        (Native::Bad, Legacy::Bad { hard }) => !hard && is_foreign(piece.text, letters),
    }
}

/// For each word, whether of the words that can only be Unicode or only legacy the nearest is
/// Unicode. Of two as near, the one that can only be legacy counts.
fn beside_unicode(pieces: &[Piece<'_>], readings: &[(Legacy, String)]) -> Vec<bool> {
    let told: Vec<Option<bool>> = pieces
        .iter()
        .zip(readings)
        .map(|(piece, (kind, _))| match (piece.native, kind) {
            (Native::Unicode, _) => Some(true),
            (Native::Bad, Legacy::Bad { .. }) => None,
            (Native::Bad, _) => Some(false),
            _ => None,
        })
        .collect();
    let mut after: Vec<Option<(usize, bool)>> = nearest(told.iter().rev());
    after.reverse();
    nearest(told.iter())
        .into_iter()
        .zip(after)
        .map(|sides| match sides {
            (Some(before), Some(after)) => before.min(after).1,
            (Some(side), None) | (None, Some(side)) => side.1,
            (None, None) => false,
        })
        .collect()
}

/// For each word, how far back the nearest one that tells is, and what it tells.
fn nearest<'a>(told: impl Iterator<Item = &'a Option<bool>>) -> Vec<Option<(usize, bool)>> {
    let mut last: Option<(usize, bool)> = None;
    told.map(|told| {
        last = match (*told, last) {
            (Some(unicode), _) => Some((0, unicode)),
            (None, Some((distance, unicode))) => Some((distance.saturating_add(1), unicode)),
            (None, None) => None,
        };
        last
    })
    .collect()
}

/// A word that is Vietnamese in neither reading: `Windows®`, `Société`, not a misspelling.
fn is_foreign(word: &str, letters: &str) -> bool {
    let ascii = word.chars().filter(char::is_ascii).count();
    let signed = word.ends_with(['®', '©', '»']) || word.starts_with('«');
    let european = word.chars().all(|c| {
        c.is_ascii() || (is_latin1(c) && c.is_lowercase() && !matches!(c, 'ª' | 'º' | 'µ'))
    });
    letters.chars().any(|c| !c.is_alphabetic())
        || (signed && ascii >= 3)
        || (ascii >= 4 && european)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_tcvn3(text: &str) -> String {
        let context = CellContext::default();
        decoded(text, &Look::at(text), Encoding::Tcvn3, &context)
            .text
            .into_owned()
    }

    #[test]
    fn words_of_unicode_stay() {
        for (text, expected) in [
            ("Ủy ban nh©n d©n quËn 9", "Ủy ban nhân dân quận 9"),
            ("ĐÇu t\u{AD}", "Đầu tư"),
            ("Tỉnh có hai xe, c¸c bé", "Tỉnh có hai xe, các bộ"),
            ("« t« 5 µm, 3 × 4 m²", "ô tô 5 µm, 3 × 4 m²"),
            ("Windows® cña Société", "Windows® của Société"),
            ("Hoà Bình, huyÖn Cµng Long", "Hoà Bình, huyện Càng Long"),
            ("®Çµu t\u{AD}, luît x·", "đầàu tư, luợt xã"),
        ] {
            assert_eq!(as_tcvn3(text), expected);
        }
    }

    #[test]
    fn capitals_follow_the_font() {
        let context = CellContext {
            font: Some(".VnTimeH"),
            ..CellContext::default()
        };
        let text = "tæng céng";
        let decoded = decoded(text, &Look::at(text), Encoding::Tcvn3, &context);
        assert_eq!(decoded.text, "TỔNG CỘNG");
    }
}
