//! A cell's words counted under each font encoding, and what the counts tell.

use super::Encoding;
use super::context::CellContext;
use super::detect::Verdict;
use super::lexicon::weight;
use super::pieces::{Legacy, Native, Piece, compare, has_capital_inside, legacy, split};

/// The two that are decided word by word.
pub(super) const FONTS: [Encoding; 2] = [Encoding::Tcvn3, Encoding::Vni];

/// The words of a cell under one encoding.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Other syllables than as it stands, and those of them that nothing else writes.
    pub(super) changed: usize,
    pub(super) hard: usize,
    /// Those that as they stand have a capital beyond ASCII in the midst of small letters: `TÆng`.
    pub(super) uneven: usize,
    /// The same syllables as they stand.
    pub(super) same: usize,
    /// Acronyms and loan words.
    pub(super) special: usize,
    /// Words that are a sign, or one letter and a sign.
    pub(super) weak: usize,
    /// No Vietnamese, and those of them that look misspelt.
    pub(super) bad: usize,
    pub(super) misspelt: usize,
    /// How much more usual the words are than as they stand, where both are syllables.
    pub(super) gain: f64,
    /// How usual the words are.
    pub(super) usual: f64,
    /// Whether all such words are in use both ways.
    pub(super) both_known: bool,
}

/// A look at a cell's words.
pub(super) struct Look<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    /// Words that are Unicode only.
    pub(super) unicode: usize,
    /// Words that are no Vietnamese as they stand.
    pub(super) bad: usize,
    /// Foreign words of ASCII.
    pub(super) foreign: usize,
    pub(super) tallies: [Tally; 2],
}

impl<'a> Look<'a> {
    pub(super) fn at(text: &'a str) -> Self {
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

    pub(super) fn tally(&self, encoding: Encoding) -> &Tally {
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
                tally.usual += weight(&letters);
                if hard {
                    add(&mut tally.hard);
                }
                if piece.native == Native::Bad && has_capital_inside(piece.text) {
                    add(&mut tally.uneven);
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
    pub(super) fn score(&self) -> f64 {
        let good = self
            .changed
            .saturating_add(self.same)
            .saturating_add(self.special);
        count(good) - 2.0 * count(self.bad())
    }

    /// All words that are no Vietnamese.
    pub(super) fn bad(&self) -> usize {
        self.bad.saturating_add(self.misspelt)
    }
}

/// A count as a number to reckon with.
pub(super) fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// What the words tell, without context.
pub(super) fn verdict(look: &Look<'_>) -> Verdict {
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
        // Beside words of Unicode, chance readings do not count.
        let beside = look.unicode > 0 && tally.uneven > 0;
        let enough = tally.changed >= 2 || (tally.changed == 1 && (tally.hard == 1 || beside));
        enough
            && tally.bad().saturating_mul(4) <= tally.changed
            && look.foreign <= tally.changed
            && (look.unicode == 0 || tally.hard > 0 || beside)
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
pub(super) fn outdoes(
    look: &Look<'_>,
    other: Encoding,
    taken: Encoding,
    context: &CellContext<'_>,
) -> bool {
    look.tally(other).bad() == 0 && total(look, other, context) > total(look, taken, context)
}

/// How well the cell reads as the encoding, with what the context says for it.
pub(super) fn total(look: &Look<'_>, encoding: Encoding, context: &CellContext<'_>) -> f64 {
    let tally = look.tally(encoding);
    4.0 * tally.score() + 2.0 * tally.usual + context.odds(encoding).unwrap_or(-5.0)
}

/// Whether the words may be of the encoding, given that the workbook uses it.
pub(super) fn acceptable(look: &Look<'_>, tally: &Tally, odds: f64) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_decide_for_themselves() {
        use Verdict::*;
        for (text, expected) in [
            ("Së KÕ ho¹ch", Legacy(Encoding::Tcvn3)),
            ("Sôû Keá hoaïch", Legacy(Encoding::Vni)),
            ("Ủy ban nh©n d©n quËn 9", Legacy(Encoding::Tcvn3)),
            ("Sở Kế hoạch", Unicode),
            ("TÆng xe cứu thương", Legacy(Encoding::Tcvn3)),
            ("Trà Vinh", Unicode),
            ("Có", Open),
            ("Thaï", Open),
            ("Sè", Open),
            ("1.000 ½", Neutral),
        ] {
            assert_eq!(verdict(&Look::at(text)), expected, "{text}");
        }
    }
}
