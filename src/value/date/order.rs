//! The order of day and month in figures: `20/3/2019` can only be day first, `3/20/2019` only month first, `4/3/2019` is
//! either. One text alone does not say for its column; see `record::table::times`.

use super::lex::Piece;

/// The order of day and month in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figures {
    /// `20/3/2019`.
    DayFirst,
    /// `3/20/2019`.
    MonthFirst,
}

/// The orders of the days among these pieces that can be read in one way only.
pub(super) fn of<'p>(pieces: &'p [Piece<'_>]) -> impl Iterator<Item = Figures> + 'p {
    days(pieces).filter_map(|(_, first, second)| match (first, second) {
        (13..=31, 1..=12) => Some(Figures::DayFirst),
        (1..=12, 13..=31) => Some(Figures::MonthFirst),
        _ => None,
    })
}

/// Puts the day of every day in figures before its month, where the month stands first.
pub(super) fn put_day_first(pieces: &mut [Piece<'_>]) {
    let found: Vec<usize> = days(pieces).map(|(at, ..)| at).collect();
    for at in found {
        if at.saturating_add(2) < pieces.len() {
            pieces.swap(at, at.saturating_add(2));
        }
    }
}

/// Days in figures with their years, each with its place and its first two figures.
fn days<'p>(pieces: &'p [Piece<'_>]) -> impl Iterator<Item = (usize, u32, u32)> + 'p {
    let figures = pieces.windows(5).enumerate();
    figures.filter_map(|(at, five)| match five {
        [
            Piece::Number(first, 1..=2),
            Piece::Sign(sign @ ('/' | '-' | '.')),
            Piece::Number(second, 1..=2),
            Piece::Sign(other),
            Piece::Number(_, 2 | 4),
        ] if sign == other => Some((at, *first, *second)),
        _ => None,
    })
}
