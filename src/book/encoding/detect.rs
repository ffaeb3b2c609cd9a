//! Whether a cell is legacy text, and of which encoding.
//!
//! A cell decides for itself when, read as an encoding, it becomes Vietnamese and as it stands it
//! is none: `Së KÕ ho¹ch`. What is good Unicode as it stands is left alone: `Thaï`, `Hoà Bình`.
//! Short cells (`Sè`) need the column, the sheet, the workbook or the font; then `Có` may still be
//! two things, and both are given.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::context::CellContext;
use super::look::{FONTS, Look, acceptable, count, outdoes, total, verdict};
use super::pieces::{Native, Piece, split};
use super::rewrite::decoded;
use super::syllable::{is_accented, is_syllable};
use super::{Encoding, Options, decode_text};

/// What became of a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded<'a> {
    /// The text, borrowed when nothing changed.
    pub text: Cow<'a, str>,
    /// The encoding it was decoded from; `None` when it was left alone.
    pub encoding: Option<Encoding>,
    /// The other reading, where both are good Vietnamese: the text as it would be, and the
    /// encoding it would be of (`None`: Unicode as it stands).
    pub ambiguous: Option<(Option<Encoding>, String)>,
}

impl<'a> Decoded<'a> {
    pub(super) fn unchanged(text: &'a str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            encoding: None,
            ambiguous: None,
        }
    }
}

/// What a cell tells by itself, without a look around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Plain ASCII, numbers, signs: the same in all encodings.
    Neutral,
    /// Unicode beyond doubt.
    Unicode,
    /// Of this encoding beyond doubt.
    Legacy(Encoding),
    /// It takes the context to tell.
    Open,
}

/// Decides cell by cell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Detector {
    options: Options,
}

impl Detector {
    /// A detector for these options.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self { options }
    }

    /// Whether text of plain ASCII matters: VISCII and VPS put letters on control characters.
    #[must_use]
    pub(super) fn looks_at_ascii(&self) -> bool {
        self.options.rare
    }

    /// What the cell tells by itself.
    #[must_use]
    pub fn verdict(&self, text: &str) -> Verdict {
        if text.is_ascii() && !self.looks_at_ascii() {
            return Verdict::Neutral;
        }
        if let Some((encoding, _)) = by_bytes(text) {
            return Verdict::Legacy(encoding);
        }
        let look = Look::at(text);
        match self.whole(text, &look, &CellContext::default()) {
            Some((encoding, _)) => Verdict::Legacy(encoding),
            None => verdict(&look),
        }
    }

    /// Decodes a cell, or leaves it alone.
    #[must_use]
    pub fn decode<'a>(&self, text: &'a str, context: &CellContext<'_>) -> Decoded<'a> {
        if text.is_ascii() && !self.looks_at_ascii() {
            return Decoded::unchanged(text);
        }
        let of = |(encoding, decoded)| Decoded {
            text: Cow::Owned(decoded),
            encoding: Some(encoding),
            ambiguous: None,
        };
        if let Some(decoded) = by_bytes(text) {
            return of(decoded);
        }
        let look = Look::at(text);
        if let Some(decoded) = self.whole(text, &look, context) {
            return of(decoded);
        }
        if let Verdict::Legacy(encoding) = verdict(&look) {
            let other = FONTS.into_iter().find(|&other| other != encoding);
            let rival = other.filter(|&other| outdoes(&look, other, encoding, context));
            let encoding = rival.unwrap_or(encoding);
            return decoded(text, &look, encoding, context);
        }
        by_context(text, &look, context)
    }

    /// The encodings whose letters can stand side by side with no sign of it: they are told by
    /// the cell as a whole.
    fn whole(
        &self,
        text: &str,
        look: &Look<'_>,
        context: &CellContext<'_>,
    ) -> Option<(Encoding, String)> {
        let is = |encoding| context.odds(encoding).is_some_and(|odds| odds > 0.0);
        let whole = [Encoding::Windows1258, Encoding::Viscii, Encoding::Vps];
        if let Some(told) = whole.into_iter().find(|&encoding| is(encoding)) {
            let decoded = decode_text(text, told)?;
            let no_worse = bad_words(&decoded) <= bad_words(text);
            return no_worse.then_some((told, decoded));
        }
        // Nothing is gained where the cell is Vietnamese already, or wholly TCVN3 or VNI.
        if look.bad == 0 || look.unicode > 0 || FONTS.into_iter().any(|e| look.tally(e).bad() == 0)
        {
            return None;
        }
        let mut best: Option<(usize, Encoding, String)> = None;
        for encoding in whole {
            if encoding != Encoding::Windows1258 && !self.options.rare {
                continue;
            }
            let Some(decoded) = decode_text(text, encoding) else {
                continue;
            };
            let (good, bad) = words(&decoded);
            if good >= 4
                && bad.saturating_mul(4) <= good
                && best.as_ref().is_none_or(|&(most, ..)| good > most)
                && beats_fonts(look, good, bad)
            {
                best = Some((good, encoding, decoded));
            }
        }
        best.map(|(_, encoding, decoded)| (encoding, decoded))
    }
}

/// Decodes a cell with the usual options: see [`Detector::decode`].
#[must_use]
pub fn decode_cell<'a>(text: &'a str, context: &CellContext<'_>) -> Decoded<'a> {
    Detector::default().decode(text, context)
}

/// What the bytes alone tell: marks apart from their letters, UTF-8 read as Latin-1.
fn by_bytes(text: &str) -> Option<(Encoding, String)> {
    if text.chars().any(is_mark) && !is_nfc(text) {
        return Some((Encoding::Decomposed, text.nfc().collect()));
    }
    // The first bytes of the letters that Vietnamese uses, and of dashes and quotes.
    if !text.contains(['Â', 'Ã', 'Ä', 'Å', 'Æ', 'á', 'â']) {
        return None;
    }
    let decoded = decode_text(text, Encoding::Utf8AsLatin1)?;
    mostly_vietnamese(&decoded).then_some((Encoding::Utf8AsLatin1, decoded))
}

fn bad_words(text: &str) -> usize {
    let pieces = split(text);
    pieces
        .iter()
        .filter(|piece| piece.native == Native::Bad)
        .count()
}

/// Whether so many words gained and lost are better than the cell read as TCVN3 or VNI.
fn beats_fonts(look: &Look<'_>, good: usize, bad: usize) -> bool {
    let score = count(good) - 2.0 * count(bad);
    FONTS
        .into_iter()
        .all(|encoding| look.tally(encoding).score() < score)
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

/// At least half of the words beyond ASCII are Vietnamese.
fn mostly_vietnamese(text: &str) -> bool {
    let pieces = split(text);
    let of = |wanted: &[Native]| {
        pieces
            .iter()
            .filter(|piece| wanted.contains(&piece.native))
            .count()
    };
    let good = of(&[Native::Unicode, Native::Good, Native::Neutral]);
    good >= of(&[Native::Bad]) && text.chars().any(is_accented)
}

/// Of the words beyond ASCII, how many are Vietnamese, and how many are not.
fn words(text: &str) -> (usize, usize) {
    let pieces: Vec<Piece<'_>> = split(text)
        .into_iter()
        .filter(|piece| !piece.text.is_ascii() && piece.native != Native::Neutral)
        .collect();
    let good = pieces
        .iter()
        .filter(|piece| is_syllable(piece.text))
        .count();
    (good, pieces.len().saturating_sub(good))
}

/// A cell that does not decide for itself, among cells that do.
fn by_context<'a>(text: &'a str, look: &Look<'a>, context: &CellContext<'_>) -> Decoded<'a> {
    let best = FONTS
        .into_iter()
        .filter(|&encoding| match context.odds(encoding) {
            Some(odds) => acceptable(look, look.tally(encoding), odds),
            None => false,
        })
        .max_by(|&a, &b| total(look, a, context).total_cmp(&total(look, b, context)));
    let Some(encoding) = best else {
        return Decoded::unchanged(text);
    };
    let tally = look.tally(encoding);
    if look.bad > 0 || tally.changed == 0 {
        return decoded(text, look, encoding, context);
    }
    // Good Vietnamese both ways. A lone word is more telling than its syllable: many cells say
    // `Có`, none says `Cú`.
    let alone = look.pieces.len() == 1;
    let gain = tally.gain * if alone { 2.0 } else { 1.0 };
    let odds = context.odds(encoding).unwrap_or(f64::MIN) + gain;
    let doubt = tally.both_known && odds.abs() < 4.0;
    let legacy = decoded(text, look, encoding, context);
    if odds > 0.0 {
        let other = doubt.then(|| (None, text.to_owned()));
        Decoded {
            ambiguous: other,
            ..legacy
        }
    } else {
        let other = doubt.then(|| (Some(encoding), legacy.text.into_owned()));
        Decoded {
            ambiguous: other,
            ..Decoded::unchanged(text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str, context: &CellContext<'_>) -> String {
        decode_cell(text, context).text.into_owned()
    }

    #[test]
    fn short_cells_need_their_context() {
        let nothing = CellContext::default();
        let tcvn3 = CellContext::workbook_of(Encoding::Tcvn3);
        let vni = CellContext::workbook_of(Encoding::Vni);
        for (text, context, expected) in [
            ("S\u{E8}", nothing, "S\u{E8}"),
            ("S\u{E8}", tcvn3, "Số"),
            ("Thaï", nothing, "Thaï"),
            ("Thaï", vni, "Thạ"),
            ("§VT", tcvn3, "ĐVT"),
            ("X·", tcvn3, "Xã"),
            ("Không", tcvn3, "Không"),
            ("Quý III/2013", tcvn3, "Quý III/2013"),
            ("½", tcvn3, "½"),
        ] {
            assert_eq!(reading(text, &context), expected, "{text}");
        }
    }

    #[test]
    fn a_font_is_context_enough() {
        let of = |font| CellContext {
            font: Some(font),
            ..CellContext::default()
        };
        assert_eq!(reading("b\u{E9}", &of(".VnTime")), "bộ");
        assert_eq!(reading("b\u{E9}", &of("Arial")), "b\u{E9}");
        assert_eq!(reading("Soá", &of("VNI-Times")), "Số");
    }

    #[test]
    fn a_cell_in_another_font_is_legacy_only_when_it_can_be_nothing_else() {
        let context = CellContext {
            font: Some("Arial"),
            ..CellContext::workbook_of(Encoding::Tcvn3)
        };
        assert_eq!(reading("Hè", &context), "Hè");
        assert_eq!(reading("tæng", &context), "tổng");
    }
}
