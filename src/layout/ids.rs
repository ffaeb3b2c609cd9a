//! The row of ids on forms of ours: it tells what each column is with certainty, whatever its heading says.
//!
//! ```text
//!   STT  | Nội dung hỗ trợ | Kinh phí hỗ trợ          header
//!   (1)  | (2)             | (3)        | (4)         number row
//!        | Tổng số         | 1.200      | tỷ          live totals of the form itself
//!   seq  | activity        | amount_vnd | _size       ids
//!   1    | Đào tạo …       | 1.200      | 1,2 tỷ      records
//!   _end | Cần thêm dòng thì chèn ở phía trên dòng này
//! ```
//!
//! The row is found wherever it stands, stamp or no stamp: a sheet copied into another workbook keeps it.

use std::ops::Range;
use std::sync::Arc;

use super::header::{Header, is_number_row};
use super::{Column, Evidence, Meaning, text_of};
use crate::book::grid::{Grid, Row};
use crate::place::CellRef;
use crate::template::{END_ID, HELPER, SEQ_ID, Template};

/// How many ids of a template make a row of ids.
const ENOUGH: usize = 3;

/// How many rows of the form itself may stand between the header and the ids: column numbers and totals, and room to spare.
const BETWEEN: usize = 4;

/// A header that its row of ids tells.
pub(super) struct Found<'t> {
    pub(super) template: &'t Arc<Template>,
    /// Indexes of the header's rows.
    pub(super) rows: Range<usize>,
    /// Index of the row of ids.
    pub(super) ids: usize,
}

/// Finds the next row of ids at or after a row, with the header above it.
pub(super) fn find<'t>(
    grid: &Grid,
    from: usize,
    templates: &'t [Arc<Template>],
) -> Option<Found<'t>> {
    for index in from..grid.rows.len() {
        let row = grid.rows.get(index)?;
        if !may_hold_ids(row) {
            continue;
        }
        let best = templates
            .iter()
            .map(|template| (count(row, template), template))
            .max_by_key(|(count, _)| *count)
            .filter(|(count, _)| *count >= ENOUGH);
        if let Some((_, template)) = best
            && let Some(rows) = header_above(grid, from, index)
        {
            return Some(Found {
                template,
                rows,
                ids: index,
            });
        }
    }
    None
}

/// Whether all texts of a row look like ids: small letters, digits, `_`.
fn may_hold_ids(row: &Row) -> bool {
    let mut any = false;
    for cell in row.cells.iter().filter(|cell| super::is_filled(cell)) {
        any = true;
        if !text_of(cell).is_some_and(is_id) {
            return false;
        }
    }
    any
}

fn is_id(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// How many ids of a template a row holds.
fn count(row: &Row, template: &Template) -> usize {
    let ids = row.cells.iter().filter_map(text_of);
    ids.filter(|id| *id == SEQ_ID || template.slot_of_id(id).is_some())
        .count()
}

/// The header above a row of ids: above its column numbers, or else right above.
fn header_above(grid: &Grid, from: usize, ids: usize) -> Option<Range<usize>> {
    let least = ids.saturating_sub(BETWEEN).max(from);
    let number = (least..ids)
        .rev()
        .find(|index| grid.rows.get(*index).is_some_and(is_number_row));
    let last = number
        .unwrap_or(ids)
        .checked_sub(1)
        .filter(|last| *last >= from)?;
    let row = grid.rows.get(last)?.row;
    // Headings merged down into the last row say where the header begins.
    let top = grid
        .merges
        .iter()
        .filter(|merge| merge.first.row < row && merge.last.row == row)
        .map(|merge| merge.first.row)
        .min()
        .unwrap_or(row);
    let first =
        (from..=last).find(|index| grid.rows.get(*index).is_some_and(|row| row.row >= top))?;
    Some(first..last + 1)
}

/// The row of ids below a header that was found by its headings; `None` when the form is not ours.
pub(super) fn below(grid: &Grid, header_end: usize, template: &Template) -> Option<usize> {
    (header_end..(header_end + BETWEEN).min(grid.rows.len())).find(|index| {
        grid.rows
            .get(*index)
            .is_some_and(|row| may_hold_ids(row) && count(row, template) >= ENOUGH)
    })
}

/// What the ids say of the columns; a column whose id says nothing keeps what its heading says.
pub(super) fn apply(grid: &Grid, header: &mut Header, template: &Template) {
    let Some(row) = header.id_row.and_then(|index| grid.rows.get(index)) else {
        return;
    };
    for cell in &row.cells {
        let Some(meaning) = text_of(cell).and_then(|id| meaning(id, template)) else {
            continue;
        };
        let place = header
            .columns
            .partition_point(|column| column.col < cell.col);
        match header.columns.get_mut(place) {
            Some(column) if column.col == cell.col => {
                column.meaning = meaning;
                column.evidence = Evidence::Id;
            }
            _ => header.columns.insert(
                place,
                Column {
                    col: cell.col,
                    path: Vec::new(),
                    cell: CellRef::new(row.row, cell.col),
                    meaning,
                    scale: None,
                    evidence: Evidence::Id,
                },
            ),
        }
    }
}

fn meaning(id: &str, template: &Template) -> Option<Meaning> {
    if id == SEQ_ID {
        return Some(Meaning::Seq);
    }
    if id.starts_with(HELPER) {
        return Some(Meaning::Helper);
    }
    let (field, slot) = template.slot_of_id(id)?;
    Some(Meaning::Field { field, slot })
}

/// Whether a row is the one below the last that is filled in.
pub(super) fn is_end(row: &Row) -> bool {
    row.cells
        .iter()
        .filter_map(text_of)
        .any(|text| text == END_ID)
}

/// Index of that row, below the ids of a header; `None` where there is none before the next row of ids.
pub(super) fn end_of(grid: &Grid, header: &Header, template: &Template) -> Option<usize> {
    let first = header.id_row?.checked_add(1)?;
    for (index, row) in grid.rows.iter().enumerate().skip(first) {
        if is_end(row) {
            return Some(index);
        }
        if may_hold_ids(row) && count(row, template) >= ENOUGH {
            return None;
        }
    }
    None
}
