//! Whether a cell is legacy text, and of which encoding.
//!
//! A cell decides for itself when, read as an encoding, it becomes Vietnamese and as it stands it
//! is none: `Së KÕ ho¹ch`. What is good Unicode as it stands is left alone: `Thaï`, `Hoà Bình`.
//! Short cells (`Sè`) need the column, the sheet, the workbook or the font; then `Có` may still be
//! two things, and both are given.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::context::CellContext;
use super::lexicon::weight as usual;
use super::pieces::{
    Legacy, Native, Piece, compare, is_lone_letter, legacy, restore_capitals, split,
};
use super::syllable::{is_accented, is_syllable};
use super::tables::is_latin1;
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
    fn unchanged(text: &'a str) -> Self {
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

/// The two that are decided word by word.
const FONTS: [Encoding; 2] = [Encoding::Tcvn3, Encoding::Vni];

/// The words of a cell under one encoding.
#[derive(Debug, Default)]
struct Tally {
    /// Other syllables than as it stands, and those of them that nothing else writes.
    changed: usize,
    hard: usize,
    /// The same syllables as they stand.
    same: usize,
    /// Acronyms and loan words.
    special: usize,
    /// Words that are a sign, or one letter and a sign.
    weak: usize,
    /// No Vietnamese, and those of them that look misspelt.
    bad: usize,
    misspelt: usize,
    /// How much more usual the words are than as they stand, where both are syllables.
    gain: f64,
    /// How usual the words are.
    usual: f64,
    /// Whether all such words are in use both ways.
    both_known: bool,
}

/// A look at a cell's words.
struct Look<'a> {
    pieces: Vec<Piece<'a>>,
    /// Words that are Unicode only.
    unicode: usize,
    /// Words that are no Vietnamese as they stand.
    bad: usize,
    /// Foreign words of ASCII.
    foreign: usize,
    tallies: [Tally; 2],
}

impl<'a> Look<'a> {
    fn at(text: &'a str) -> Self {
        let pieces = split(text);
        let count = |native: Native| pieces.iter().filter(|p| p.native == native).count();
        Self {
            unicode: count(Native::Unicode),
            bad: count(Native::Bad),
            foreign: count(Native::Ascii { foreign: true }),
            tallies: FONTS.map(|encoding| tally(&pieces, encoding)),
            pieces,
        }
    }

    fn tally(&self, encoding: Encoding) -> &Tally {
        let [tcvn3, vni] = &self.tallies;
        if encoding == Encoding::Vni {
            vni
        } else {
            tcvn3
        }
    }
}

fn tally(pieces: &[Piece<'_>], encoding: Encoding) -> Tally {
    let mut tally = Tally {
        both_known: true,
        ..Tally::default()
    };
    let add = |count: &mut usize| *count = count.saturating_add(1);
    for piece in pieces {
        if !matches!(piece.native, Native::Good | Native::Bad | Native::Weak) {
            continue;
        }
        let (kind, letters) = legacy(piece.text, encoding);
        if piece.native == Native::Weak {
            if matches!(kind, Legacy::Good { .. } | Legacy::Acronym) {
                add(&mut tally.weak);
            }
            continue;
        }
        match kind {
            Legacy::Same => add(&mut tally.same),
            Legacy::Good { hard } => {
                add(&mut tally.changed);
                tally.usual += usual(&letters);
                if hard {
                    add(&mut tally.hard);
                }
                if piece.native == Native::Good {
                    let (gain, known) = compare(piece.text, &letters);
                    tally.gain += gain;
                    tally.both_known &= known;
                }
            }
            Legacy::Acronym | Legacy::Loan => add(&mut tally.special),
            Legacy::Bad { hard: true } => add(&mut tally.misspelt),
            Legacy::Bad { hard: false } => add(&mut tally.bad),
        }
    }
    tally
}

impl Tally {
    /// More is better.
    fn score(&self) -> f64 {
        let good = self
            .changed
            .saturating_add(self.same)
            .saturating_add(self.special);
        let bad = self.bad.saturating_add(self.misspelt);
        count(good) - 2.0 * count(bad)
    }
}

/// A count as a number to reckon with.
fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
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
        match self.misread(text, &CellContext::default()) {
            Some((encoding, _)) => Verdict::Legacy(encoding),
            None => verdict(&Look::at(text)),
        }
    }

    /// Decodes a cell, or leaves it alone.
    #[must_use]
    pub fn decode<'a>(&self, text: &'a str, context: &CellContext<'_>) -> Decoded<'a> {
        if text.is_ascii() && !self.looks_at_ascii() {
            return Decoded::unchanged(text);
        }
        if let Some((encoding, decoded)) = self.misread(text, context) {
            return Decoded {
                text: Cow::Owned(decoded),
                encoding: Some(encoding),
                ambiguous: None,
            };
        }
        let look = Look::at(text);
        if let Verdict::Legacy(encoding) = verdict(&look) {
            let other = FONTS.into_iter().find(|&other| other != encoding);
            let rival = other.filter(|&other| outdoes(&look, other, encoding, context));
            let encoding = rival.unwrap_or(encoding);
            return decoded(text, &look, encoding, context);
        }
        by_context(text, &look, context)
    }

    /// The encodings that are told by the whole cell.
    fn misread(&self, text: &str, context: &CellContext<'_>) -> Option<(Encoding, String)> {
        let is = |encoding| context.odds(encoding).is_some_and(|odds| odds > 0.0);
        if text.chars().any(is_mark) && !is_nfc(text) {
            return Some((Encoding::Decomposed, text.nfc().collect()));
        }
        if let Some(decoded) = decode_text(text, Encoding::Utf8AsLatin1)
            && mostly_vietnamese(&decoded)
        {
            return Some((Encoding::Utf8AsLatin1, decoded));
        }
        let whole = [Encoding::Windows1258, Encoding::Viscii, Encoding::Vps];
        if let Some(told) = whole.into_iter().find(|&encoding| is(encoding)) {
            let decoded = decode_text(text, told)?;
            let no_worse = bad_words(&decoded) <= bad_words(text);
            return no_worse.then_some((told, decoded));
        }
        let mut best: Option<(usize, Encoding, String)> = None;
        for encoding in whole {
            if encoding != Encoding::Windows1258 && !self.options.rare {
                continue;
            }
            let Some(decoded) = decode_text(text, encoding) else {
                continue;
            };
            let (good, bad) = gains(text, &decoded);
            if good >= 4
                && bad.saturating_mul(4) <= good
                && best.as_ref().is_none_or(|&(most, ..)| good > most)
                && beats_fonts(text, good, bad)
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

fn bad_words(text: &str) -> usize {
    let pieces = split(text);
    pieces
        .iter()
        .filter(|piece| piece.native == Native::Bad)
        .count()
}

/// Whether so many words gained and lost are better than the cell read as TCVN3 or VNI.
fn beats_fonts(text: &str, good: usize, bad: usize) -> bool {
    let look = Look::at(text);
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

/// Of the words that a reading of the whole cell gives, how many are now Vietnamese, and how many
/// are not. Nothing is gained where the cell was Vietnamese already.
fn gains(text: &str, decoded: &str) -> (usize, usize) {
    let before = split(text);
    if before.iter().any(|piece| piece.native == Native::Unicode)
        || !before.iter().any(|piece| piece.native == Native::Bad)
    {
        return (0, 0);
    }
    let after: Vec<Piece<'_>> = split(decoded)
        .into_iter()
        .filter(|piece| !piece.text.is_ascii() && piece.native != Native::Neutral)
        .collect();
    let good = after.iter().filter(|piece| is_syllable(piece.text)).count();
    (good, after.len().saturating_sub(good))
}

/// What the words tell, without context.
fn verdict(look: &Look<'_>) -> Verdict {
    if look.bad == 0 {
        let possible = |encoding| {
            let tally = look.tally(encoding);
            tally.changed > 0 && tally.bad == 0
        };
        return if look.unicode > 0 {
            Verdict::Unicode
        } else if FONTS.into_iter().any(possible) {
            Verdict::Open
        } else if look.pieces.iter().any(|piece| piece.native == Native::Good) {
            Verdict::Unicode
        } else {
            Verdict::Neutral
        };
    }
    let sure = |encoding: Encoding| {
        let tally = look.tally(encoding);
        let bad = tally.bad.saturating_add(tally.misspelt);
        let enough = tally.changed >= 2 || (tally.changed == 1 && tally.hard == 1);
        enough
            && bad.saturating_mul(4) <= tally.changed
            && look.foreign <= tally.changed
            // Beside words of Unicode, chance readings do not count.
            && (look.unicode == 0 || tally.hard > 0)
    };
    let [tcvn3, vni] = FONTS.map(|encoding| look.tally(encoding).score());
    let best = if tcvn3 > vni {
        Encoding::Tcvn3
    } else if vni > tcvn3 {
        Encoding::Vni
    } else {
        return Verdict::Open;
    };
    if sure(best) {
        Verdict::Legacy(best)
    } else {
        Verdict::Open
    }
}

/// Whether the context makes the other encoding the better one for a cell that reads well as both.
fn outdoes(look: &Look<'_>, other: Encoding, taken: Encoding, context: &CellContext<'_>) -> bool {
    let bad = look
        .tally(other)
        .bad
        .saturating_add(look.tally(other).misspelt);
    bad == 0 && total(look, other, context) > total(look, taken, context)
}

/// How well the cell reads as the encoding, with what the context says for it.
fn total(look: &Look<'_>, encoding: Encoding, context: &CellContext<'_>) -> f64 {
    let tally = look.tally(encoding);
    4.0 * tally.score() + 2.0 * tally.usual + context.odds(encoding).unwrap_or(-5.0)
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
    // Good Vietnamese both ways.
    // A lone word is more telling than its syllable: many cells say `Có`, none says `Cú`.
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

/// Whether the words may be of the encoding, given that the workbook uses it.
fn acceptable(look: &Look<'_>, tally: &Tally, odds: f64) -> bool {
    let good = tally
        .changed
        .saturating_add(tally.special)
        .saturating_add(tally.weak);
    if look.bad == 0 {
        // Good as it stands: only if all of it can be legacy as well.
        let signs_only = tally.changed == 0;
        return look.unicode == 0 && good > 0 && tally.bad == 0 && (!signs_only || odds > -3.0);
    }
    let factor = match tally.hard {
        0 => 3,
        _ if odds > 3.0 => 1,
        1 => 3,
        _ => 2,
    };
    good > 0 && tally.bad.saturating_mul(factor) <= good.saturating_add(tally.same)
}

/// The cell read as the encoding, word by word.
fn decoded<'a>(
    text: &'a str,
    look: &Look<'a>,
    encoding: Encoding,
    context: &CellContext<'_>,
) -> Decoded<'a> {
    let mut result = String::with_capacity(text.len());
    let mut end = 0_usize;
    for (index, piece) in look.pieces.iter().enumerate() {
        result.push_str(text.get(end..piece.start).unwrap_or_default());
        end = piece.start.saturating_add(piece.text.len());
        match word(look, index, piece, encoding) {
            Some(letters) => result.push_str(&letters),
            None => result.push_str(piece.text),
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

/// One word of a cell that is of the encoding; `None` when the word stays.
fn word(look: &Look<'_>, index: usize, piece: &Piece<'_>, encoding: Encoding) -> Option<String> {
    let (kind, letters) = legacy(piece.text, encoding);
    let stays = match (piece.native, kind) {
        (Native::Ascii { .. } | Native::Unicode, _) => true,
        (Native::Neutral, _) => {
            let mut chars = piece.text.chars();
            let sign = chars.next()?;
            chars.next().is_some() || !is_lone_letter(sign, encoding)
        }
        // `x·` is `xã`; `«A»` and `a·` are no more than they seem.
        (Native::Weak, kind) => {
            !matches!(kind, Legacy::Good { .. }) && piece.text.chars().nth(2).is_some()
        }
        (Native::Good, Legacy::Good { .. }) => {
            look.unicode > 0 && beside_unicode(look, index, encoding)
        }
        (_, Legacy::Same | Legacy::Good { .. } | Legacy::Acronym | Legacy::Loan) => false,
        (Native::Good, Legacy::Bad { .. }) => true,
        (Native::Bad, Legacy::Bad { hard }) => !hard && is_foreign(piece.text, &letters),
    };
    (!stays).then_some(letters)
}

/// Of a cell that mixes both, whether the nearest word that is one or the other is Unicode.
fn beside_unicode(look: &Look<'_>, index: usize, encoding: Encoding) -> bool {
    let nearest = look
        .pieces
        .iter()
        .enumerate()
        .filter_map(|(place, piece)| {
            let unicode = match piece.native {
                Native::Unicode => true,
                Native::Bad => match legacy(piece.text, encoding).0 {
                    Legacy::Bad { .. } => return None,
                    _ => false,
                },
                _ => return None,
            };
            Some((place.abs_diff(index), unicode))
        })
        .min();
    nearest.is_some_and(|(_, unicode)| unicode)
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
