//! Where the parts of the form stand: the rows of its one sheet, and how formulas name them.

use super::columns::{Column, Shows, depth};
use crate::place::col_name;
use crate::template::{Kind, Role, Slot};

/// How many rows there are to fill in.
const ROWS: u32 = 200;
/// How many of them are left when last period's records stand above them.
const ROWS_LEFT: u32 = 50;
/// How many of them are in sight; the others are hidden until they are needed, so that no empty pages are printed.
const SHOWN: u32 = 20;
/// How many of them are in sight at least below last period's records.
const SHOWN_LEFT: u32 = 10;
/// So many rows stay in sight at most: on a small screen there must be room for what is filled in.
const FROZEN: u32 = 8;

/// The rows of the sheet, 0-based.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// The line that says what the first rows are; `None` when none is filled in.
    pub carried: Option<u32>,
    /// The office.
    pub office: u32,
    /// The title; below it stand programme, letter and deadline.
    pub title: u32,
    /// The live status, and the unit of account.
    pub status: u32,
    /// The first row of the header.
    pub header: u32,
    /// The column numbers.
    pub numbers: u32,
    /// The live totals.
    pub totals: u32,
    /// The ids.
    pub ids: u32,
    /// The first row to fill in.
    pub first: u32,
    /// The last row that is in sight; the others can be shown.
    pub shown: u32,
    /// The last row to fill in.
    pub last: u32,
    /// The thin row below it, up to which formulas reach: a row put in anywhere above it is counted.
    pub end: u32,
}

impl Rows {
    /// The rows of a form with these columns and so many records filled in.
    pub fn of(columns: &[Column], filled: usize) -> Self {
        let carried = (filled > 0).then_some(3);
        let status = 3 + u32::from(filled > 0);
        let header = status + 1;
        let numbers = header + u32::try_from(depth(columns)).unwrap_or(1);
        let filled = u32::try_from(filled).unwrap_or(0);
        let count = ROWS.max(filled.saturating_add(ROWS_LEFT));
        let first = numbers + 3;
        Self {
            carried,
            office: 0,
            title: 1,
            status,
            header,
            numbers,
            totals: numbers + 1,
            ids: numbers + 2,
            first,
            shown: first + SHOWN.max(filled.saturating_add(SHOWN_LEFT)) - 1,
            last: first + count - 1,
            end: first + count,
        }
    }

    /// The first row that scrolls: below the column numbers, the headings or the live status, whatever has room.
    pub fn scrolling(&self) -> u32 {
        let ends = [self.numbers + 1, self.numbers, self.header];
        ends.into_iter().find(|end| *end <= FROZEN).unwrap_or(0)
    }

    /// A column from the ids to the thin row at the end: `$J$13:$J$214`. The id is text and no record's.
    pub fn range(&self, col: u16) -> String {
        let letters = col_name(u32::from(col));
        format!("${letters}${}:${letters}${}", self.ids + 1, self.end + 1)
    }
}

/// The columns by what the form's own formulas ask of them.
#[derive(Debug)]
pub struct Asked {
    /// Those that a person fills in, the row number aside.
    pub filled: Vec<u16>,
    /// Those that must be filled in.
    pub required: Vec<u16>,
    /// Those of money.
    pub money: Vec<u16>,
    /// The one that names a record.
    pub name: Option<u16>,
    /// The amount that is totalled.
    pub total: Option<u16>,
    /// How exact that amount is.
    pub qualifier: Option<u16>,
    /// That amount in words.
    pub size: Option<u16>,
    /// Its parts.
    pub parts: Vec<u16>,
    /// Those chosen from a list of the project: column, and the list's name.
    pub chosen: Vec<(u16, String)>,
}

impl Asked {
    /// What the formulas ask; `lists` are the lists of the project that there are.
    pub fn of(columns: &[Column], lists: &[&str]) -> Self {
        let numbered = || (0_u16..).zip(columns);
        let those = |fits: &dyn Fn(&Column) -> bool| -> Vec<u16> {
            numbered()
                .filter(|(_, column)| fits(column))
                .map(|(col, _)| col)
                .collect()
        };
        let of_slot = |column: &Column, wanted: Slot| matches!(column.shows, Shows::Field { slot, .. } if slot == wanted);
        let total = |column: &Column| column.role == Some(Role::Total) && column.is_money();
        Self {
            filled: those(&|column| column.kind.is_some()),
            required: those(&|column| column.required),
            money: those(&Column::is_money),
            name: those(&|column| column.role == Some(Role::Name))
                .first()
                .copied(),
            total: those(&total).first().copied(),
            qualifier: those(&|column| {
                column.role == Some(Role::Total) && of_slot(column, Slot::Qualifier)
            })
            .first()
            .copied(),
            size: those(&|column| column.shows == Shows::Size)
                .first()
                .copied(),
            parts: those(&|column| column.role == Some(Role::Part) && column.is_money()),
            chosen: numbered()
                .filter(|(_, column)| column.kind == Some(Kind::Code))
                .filter_map(|(col, column)| {
                    let list = column.list.as_deref()?;
                    lists
                        .contains(&list)
                        .then(|| (col, super::lists::name_of(list)))
                })
                .collect(),
        }
    }
}
