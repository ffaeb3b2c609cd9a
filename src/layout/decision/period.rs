//! Headings that are years typed as numbers.

use std::borrow::Cow;

use super::super::text_of;
use crate::book::grid::{Cell, Content};

/// The heading that a cell of a header holds: its text, or a year typed as a number.
pub(in crate::layout) fn heading_of(cell: &Cell) -> Option<Cow<'_, str>> {
    text_of(cell)
        .map(Cow::Borrowed)
        .or_else(|| year(cell).map(|year| Cow::Owned(year.to_string())))
}

/// The year that a number cell may be.
pub(in crate::layout) fn year(cell: &Cell) -> Option<u32> {
    match cell.content {
        Content::Number(number) if number.fract() == 0.0 && (1990.0..2100.0).contains(&number) => {
            format!("{number}").parse().ok()
        }
        _ => None,
    }
}
