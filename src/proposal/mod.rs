//! A template told from a workbook that somebody has filled in.
//!
//! ```text
//!   STT | Tên dự án | Kế hoạch vốn năm 2024 | <      | Tình trạng
//!       |           | Tổng số               | NSTW   |                 money under a group, text, a list of two answers
//!   1   | Cầu Kinh  | 10.000                | 6.000  | Đang thi công
//! ```
//!
//! Header, columns and rows are those that [`crate::layout`] finds on any table of an unknown form; here the columns
//! become fields: what each holds, what it is called, which of them belong together. A draft is a proposal: what is not
//! sure is a [`Doubt`], which the file says beside the field. Nothing is written here.

mod columns;
mod fields;
mod headings;
mod kinds;
mod names;
mod says;
mod table;
mod words;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::book::grid::Book;
use crate::template::{Kind, Role, Slot};

pub use kinds::Doubt;
pub use table::Found;

/// A field of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftField {
    /// Its id.
    pub id: String,
    /// What it holds.
    pub kind: Kind,
    /// What it is to rules and writers.
    pub role: Option<Role>,
    /// Whether every record fills it in.
    pub required: bool,
    /// The list of a code.
    pub list: Option<String>,
    /// The unit of measure of a decimal.
    pub unit: Option<String>,
    /// The measures that are converted to it.
    pub converted: BTreeMap<String, Decimal>,
    /// The field whose heading stands above its own.
    pub group: Option<String>,
    /// The field whose number it may reach and not exceed.
    pub at_most: Option<String>,
    /// The columns it gives: ids and labels.
    pub columns: Vec<(String, String)>,
    /// Its headings.
    pub headings: Headings,
    /// Its columns on the form: which slot, and the headings.
    pub form: Vec<(Slot, Vec<String>)>,
    /// The letters of its columns on the sheet with their headings.
    pub read_from: Vec<(u32, String)>,
    /// What is not sure of it.
    pub doubts: Vec<Doubt>,
}

/// The headings of a field, by its slots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headings {
    /// Those that name it wherever they stand.
    pub own: Vec<String>,
    /// Those that do so below its group's heading only.
    pub under: Vec<String>,
    /// Those of the beginning of an interval, wherever they stand and below its own heading.
    pub start: (Vec<String>, Vec<String>),
    /// Those of its end.
    pub end: (Vec<String>, Vec<String>),
    /// Those of a quantity's unit of measure.
    pub measure: Vec<String>,
}

/// A list of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftList {
    /// Its name.
    pub name: String,
    /// Its entries: codes and names.
    pub entries: Vec<(String, String)>,
}

/// A template before anybody has looked at it.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The table that it was made of.
    pub found: Found,
    /// Further tables with the same headings, which count as evidence.
    pub same: Vec<Found>,
    /// Tables with other headings, which do not.
    pub others: Vec<Found>,
    /// An id made of its name.
    pub id: String,
    /// Its Vietnamese name, made of the title.
    pub name: String,
    /// The title above the table, without the time at its end.
    pub title: Option<String>,
    /// đồng in one unit where a sheet states none.
    pub default_scale: i64,
    /// Whether the workbook states it.
    pub scale_stated: bool,
    /// The fields, left to right.
    pub fields: Vec<DraftField>,
    /// The lists that its codes come from.
    pub lists: Vec<DraftList>,
    /// The ids of the numbers that are added up.
    pub sums: Vec<String>,
    /// The labels of its sections.
    pub sections: Vec<String>,
    /// How many records it was made of.
    pub records: usize,
    /// How many rows that add up stand among them.
    pub totals: usize,
}

/// A draft of the form that a workbook is of: of the table that holds most, or that of a sheet. `None` where there is no
/// table.
#[must_use]
pub fn propose(book: &Book, sheet: Option<&str>) -> Option<Draft> {
    let chosen = table::choose(book, sheet)?;
    Some(fields::draft(chosen))
}
