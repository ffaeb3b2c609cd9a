//! The outline of a table: which rows the figure of each section, record with parts and total stands for.
//!
//! ```text
//!   I | Y tế …           the records and sections in it, down to the next of its rank
//!   2 | Thiết bị, gồm:   the parts right below
//!     | Cộng             the innermost section that is still open, the run above, or all so far
//!     | Cộng A           the section of that number
//!     | Tổng cộng        all, when nothing is to follow
//! ```
//!
//! Words and place say what a row most likely adds up; where they leave it open the figures decide among what is
//! possible. Whoever asks what a row adds up asks here.

mod sums;
mod tracker;

use std::ops::Range;

use super::body::{Body, Scope};
use super::facts::RowFacts;
use super::money::MoneyColumn;
use super::words::{Phrases, goes_on_with_time, words};
use crate::fold;
use sums::{Column, Sums};
use tracker::Tracker;

/// How a figure stands to what it adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It equals the sum of so many figures.
    Equal(usize),
    /// It does, but not in another column of money.
    Partly,
    /// It does not.
    Differs,
    /// Some of what it adds up was not read, or its own figure was not.
    Open,
    /// It adds up nothing.
    Nothing,
}

/// What a row's figure stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cover {
    /// Positions among the rows of the body.
    pub(super) rows: Range<usize>,
    pub(super) scope: Scope,
    pub(super) verdict: Verdict,
}

/// The outline of a table, by one of its columns of money.
pub(super) struct Outline {
    /// Parallel to the rows of the body.
    pub(super) covers: Vec<Option<Cover>>,
    /// What all records come to, those planned only left out.
    pub(super) sum: i128,
}

impl Outline {
    /// Finds what each row covers. `facts` are those of the grid's rows from `first` on.
    pub(super) fn of(
        body: &Body,
        facts: &[RowFacts<'_>],
        first: usize,
        column: usize,
        money: &[MoneyColumn],
    ) -> Self {
        let others = (0..money.len()).filter(|other| *other != column);
        let sums = Sums {
            main: Column::of(body, facts, first, column, money.get(column)),
            others: others
                .map(|other| Column::of(body, facts, first, other, money.get(other)))
                .collect(),
        };
        let mut tracker = Tracker::new(body);
        let mut covers = Vec::with_capacity(body.rows.len());
        for position in 0..body.rows.len() {
            covers.push(tracker.cover(position, &sums));
        }
        Self {
            covers,
            sum: sums.main.records.total(0..body.rows.len()).done(),
        }
    }
}

/// The scope that a label states by its words alone; `None` when its place decides.
pub(super) fn stated(label: &str) -> Option<Scope> {
    let folded = fold::fold(label.split(['(', ':']).next().unwrap_or(label));
    let are = |phrases: &Phrases| phrases.rests(&folded).any(goes_on_with_time);
    if are(&words().carried) {
        return Some(Scope::Carried);
    }
    are(&words().page_total).then_some(Scope::Page)
}

/// Whether a text is the label of a page's own row: `Cộng trang`, `Mang sang`.
pub(super) fn is_page_line(text: &str) -> bool {
    stated(text).is_some()
}
