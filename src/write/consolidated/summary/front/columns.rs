//! The columns of the page: a number, a name over two (so that the letterhead has where to part), a count, sums, a share.

use super::super::super::figures::Figures;
use super::super::super::metrics::{figure_width, pixels, width_of};
use super::super::super::style::BODY;
use super::super::Totals;
use super::super::sums::Summed;
use super::OWN_SHARE;

/// The columns of a name.
pub const NAMES: (u16, u16) = (1, 2);
/// The column of a count.
pub const COUNTS: u16 = 3;

/// The widths of the number of a group, of a count and of a share, in characters.
const NUMBER: f64 = 6.0;
const COUNT: f64 = 8.5;
const SHARE: f64 = 8.0;
/// The least width of a name.
const NAME: f64 = 24.0;
/// Programs differ a little in what they make of a width.
const SAFE: f64 = 0.985;

/// The columns.
pub struct Columns {
    /// Their widths.
    pub widths: Vec<f64>,
    /// The columns of the list whose sums have room, the total of a form with money first.
    pub sums: Vec<Summed>,
    /// The column of the share of the total, where there is money.
    pub share: Option<u16>,
}

impl Columns {
    /// Those of a form on a page of so many pixels.
    pub fn of(figures: &Figures<'_>, totals: &Totals, room: f64) -> Self {
        let room = room * SAFE;
        let has_total = totals.sums.first().is_some_and(|of| of.is_money);
        let share = if has_total { pixels(SHARE) } else { 0.0 };
        let fixed = pixels(NUMBER) + pixels(COUNT) + share;
        let taken = |sums: &[Summed]| -> f64 {
            let widths = sums.iter().map(|of| pixels(width(figures, of)));
            widths.sum::<f64>() + fixed
        };
        let too_wide = |sums: &[Summed]| taken(sums) + pixels(NAME) > room;
        let mut sums = totals.sums.clone();
        if too_wide(&sums) {
            // Some parts of a total without the others would mislead.
            let total = sums.first().map(|of| of.field);
            sums.retain(|of| !of.is_money || Some(of.field) == total);
        }
        while too_wide(&sums) && sums.len() > 1 {
            sums.pop();
        }
        let name = (room - taken(&sums)).max(pixels(NAME));
        let first = (room * OWN_SHARE - pixels(NUMBER)).clamp(40.0, name - 40.0);
        let mut widths = vec![NUMBER, width_of(first), width_of(name - first), COUNT];
        widths.extend(sums.iter().map(|of| width(figures, of)));
        let share = has_total.then(|| sum_col(sums.len()));
        if has_total {
            widths.push(SHARE);
        }
        Self {
            widths,
            sums,
            share,
        }
    }
}

/// The column of a sum, by its place.
pub fn sum_col(place: usize) -> u16 {
    u16::try_from(place).map_or(u16::MAX, |place| COUNTS + 1 + place)
}

/// Wide enough for the column's total, in bold.
fn width(figures: &Figures<'_>, of: &Summed) -> f64 {
    let length = if of.is_money {
        figures.shown.length(figures.done(of.field))
    } else {
        // As many places as any of its numbers has, and marks between thousands.
        let whole = of.whole(figures);
        let digits = whole.split('.').next().map_or(0, str::len);
        digits + digits / 3 + 5
    };
    figure_width(length, BODY).clamp(12.0, 28.0)
}
