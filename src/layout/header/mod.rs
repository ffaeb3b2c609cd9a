//! Finding the header: never simply the first row, one to four rows deep, merged or not.
//!
//! A row is a header when at least three of its cells are known headings of one template, the field that names a
//! record or an amount among them. Rows below belong to it while they hold only sub-headings. Every column then has
//! its path (`Kinh phí / Trong đó / Ngân sách`), and paths are matched, not single cells.

mod columns;
mod extent;
mod find;
mod numbers;

use std::ops::Range;
use std::sync::Arc;

use super::decision::{neighbours, rivals, spanned};
use super::{CellRole, Column, Meaning, ids, mark_row};
use crate::book::grid::{Content, Grid};
use crate::place::CellRef;
use crate::template::{Slot, Template};
use extent::{first_row, last_row};

pub(super) use columns::columns;
pub(super) use extent::is_unit;
pub(super) use find::{begins, find};
pub(super) use numbers::is_number_row;

/// The header of a table.
#[derive(Debug, Clone)]
pub struct Header {
    /// Indexes of its rows among the grid's rows.
    pub rows: Range<usize>,
    /// 0-based first and last row of the sheet.
    pub span: (u32, u32),
    /// Index of the column-number row among the grid's rows.
    pub number_row: Option<usize>,
    /// Index of the row of ids among the grid's rows: the form is one of ours.
    pub id_row: Option<usize>,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// Required fields that no column gives (T002).
    pub missing: Vec<usize>,
    /// Fields that several columns claim, with the columns that lost; all of them where none was taken (T003).
    pub doubled: Vec<(usize, Vec<CellRef>)>,
    /// Further forms that it may be the header of as well, where neither headings nor titles tell which (T003).
    pub alike: Vec<Arc<Template>>,
}

impl Header {
    /// Index of the first row below it, its column numbers and ids included.
    #[must_use]
    pub fn body_begin(&self) -> usize {
        let last = self.id_row.max(self.number_row);
        last.map_or(self.rows.end, |row| row + 1).max(self.rows.end)
    }

    /// The columns that feed a slot of a field, left to right.
    pub fn feeding(&self, field: usize, slot: Slot) -> impl Iterator<Item = &Column> {
        self.columns
            .iter()
            .filter(move |column| column.meaning == Meaning::Field { field, slot })
    }

    /// The 0-based column of the row number.
    #[must_use]
    pub fn seq_col(&self) -> Option<u32> {
        self.columns
            .iter()
            .find(|column| column.meaning == Meaning::Seq)
            .map(|column| column.col)
    }

    /// What a column of the sheet was understood as; `None` when it has no heading.
    #[must_use]
    pub fn meaning(&self, col: u32) -> Option<Meaning> {
        self.column(col).map(|column| column.meaning)
    }

    /// The column at a 0-based column of the sheet.
    #[must_use]
    pub fn column(&self, col: u32) -> Option<&Column> {
        let index = self
            .columns
            .binary_search_by_key(&col, |column| column.col)
            .ok()?;
        self.columns.get(index)
    }
}

fn read(grid: &Grid, found: usize, template: &Template) -> Header {
    let first = first_row(grid, found);
    let last = last_row(grid, first, template).max(last_row(grid, found, template));
    let rows = first..last + 1;
    let id_row = ids::below(grid, rows.end, template);
    of_rows(grid, rows, id_row, template)
}

/// The header of these rows.
fn of_rows(grid: &Grid, rows: Range<usize>, id_row: Option<usize>, template: &Template) -> Header {
    let row_of = |index: usize| grid.rows.get(index).map_or(0, |row| row.row);
    let mut columns = columns(grid, rows.clone(), template);
    neighbours::adopt(&mut columns, template);
    if id_row.is_none() {
        spanned::settle(grid, rows.end, &mut columns, template);
    }
    let mut header = Header {
        span: (row_of(rows.start), row_of(rows.end.saturating_sub(1))),
        number_row: Some(rows.end).filter(|index| grid.rows.get(*index).is_some_and(is_number_row)),
        columns,
        rows,
        id_row,
        missing: Vec::new(),
        doubled: Vec::new(),
        alike: Vec::new(),
    };
    ids::apply(grid, &mut header, template);
    rivals::settle(grid, &mut header, template);
    header
}

/// Marks the header's cells.
pub fn mark(grid: &Grid, header: &Header, roles: &mut [Vec<CellRole>]) {
    for index in header.rows.clone() {
        mark_row(roles, index, CellRole::Header);
    }
    // Between the header and its ids a form of ours keeps its own totals.
    for index in header.rows.end..header.body_begin() {
        mark_row(roles, index, CellRole::Total);
    }
    if let Some(index) = header.number_row {
        mark_row(roles, index, CellRole::Number);
    }
    if let Some(index) = header.id_row {
        mark_row(roles, index, CellRole::Header);
    }
    // A figure among the headings explains nothing.
    for index in header.rows.clone() {
        let (Some(row), Some(roles)) = (grid.rows.get(index), roles.get_mut(index)) else {
            continue;
        };
        for (cell, role) in row.cells.iter().zip(roles) {
            if !matches!(cell.content, Content::Text(_) | Content::Date(_))
                && header.column(cell.col).is_none()
            {
                *role = CellRole::Unexplained;
            }
        }
    }
}
