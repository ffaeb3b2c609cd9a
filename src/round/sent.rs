//! When a submission was sent: the document's own last-modified property, else the date line above its signature.
//!
//! The time of the file is never asked: a copy changes it.

use jiff::civil::{Date, DateTime};

use crate::book::grid::{Book, Content};
use crate::fold;
use crate::layout::{CellRole, SheetLayout};
use crate::place::{CellRef, Place};
use crate::value::Precision;
use crate::value::date::parse_date;

/// When a submission was sent, and what tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The moment as clocks in Vietnam show it; midnight where only the day is told.
    pub at: DateTime,
    /// The date line that tells it; `None` where the document's property does.
    pub line: Option<Place>,
}

impl Sent {
    /// The day.
    #[must_use]
    pub fn day(&self) -> Date {
        self.at.date()
    }

    /// Which of two was sent later; `None` where what they tell does not settle it.
    #[must_use]
    pub fn is_later_than(&self, other: &Self) -> Option<bool> {
        let (one, two) = if self.line.is_none() && other.line.is_none() {
            (self.at, other.at)
        } else {
            // A line tells the day only.
            (midnight(self.day()), midnight(other.day()))
        };
        (one != two).then_some(one > two)
    }
}

fn midnight(day: Date) -> DateTime {
    day.at(0, 0, 0, 0)
}

/// When a book was sent.
pub(super) fn of(book: &Book, layouts: &[SheetLayout], file: &Place) -> Option<Sent> {
    if let Some(at) = book.modified {
        return Some(Sent { at, line: None });
    }
    let mut lines = book.sheets.iter().zip(layouts).flat_map(|(grid, layout)| {
        let rows = grid.rows.iter().zip(&layout.roles);
        rows.flat_map(move |(row, roles)| {
            let cells = row.cells.iter().zip(roles);
            let signed = cells.filter(|(_, role)| **role == CellRole::Signature);
            signed.filter_map(move |(cell, _)| {
                let Content::Text(text) = &cell.content else {
                    return None;
                };
                let place = Place {
                    sheet: Some(grid.name.clone()).filter(|name| !name.is_empty()),
                    ..file.clone()
                };
                let at = CellRef::new(row.row, cell.col);
                Some((date_line(text)?, place.at(at)))
            })
        })
    });
    let (day, place) = lines.next()?;
    Some(Sent {
        at: midnight(day),
        line: Some(place),
    })
}

/// The day that a line such as `Trà Vinh, ngày 24 tháng 8 năm 2020` tells.
fn date_line(text: &str) -> Option<Date> {
    text.lines().find_map(|line| {
        let folded = fold::fold(line);
        let at = folded.find("ngày ")?;
        let interval = parse_date(folded.get(at..)?.trim()).interval?;
        let start = interval.start?;
        (interval.precision == Precision::Day).then_some(start)
    })
}
