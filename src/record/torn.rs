//! Rows of delimited text that a mark inside a figure or a text tore apart: they have more fields than their header.
//!
//! `2,Xây cầu,2019,1,200,` under `STT,Nội dung,Thời gian,Kinh phí,Ghi chú`: from the torn cell on, every value stands one
//! column too far right, and which cell was torn is a guess. The amounts of such a row are set aside. A separator too
//! many at the end of a row whose cells all stand where they belong tears nothing.

use std::collections::BTreeMap;

use super::model::{Field, Table};
use crate::book::grid::{Cell, Content, Grid, Row};
use crate::place::CellRef;
use crate::template::Kind;
use crate::value::{Note, Value};

/// A row that has more fields than its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Torn {
    /// How many fields the row has, up to its last filled one.
    pub fields: u32,
    /// How many the header has.
    pub heading: u32,
    /// Neighbouring cells that would be one figure, `1` and `200`; empty when there are none.
    pub pieces: Vec<String>,
}

/// The header of a table, as far as rows are held against it.
struct Header {
    /// Its fields, empty ones too.
    written: u32,
    /// Its fields up to the last filled one.
    filled: u32,
    /// The columns of amounts and those of texts.
    amounts: Vec<u32>,
    texts: Vec<u32>,
    /// How many records have so many fields more than the header.
    longer: BTreeMap<u32, usize>,
    records: usize,
}

/// Finds the torn rows of a table and empties their amounts, as records and as totals.
pub(super) fn set_aside(grid: &Grid, table: &mut Table) {
    if grid.written.is_empty() {
        return;
    }
    let Some(header) = Header::of(grid, table) else {
        return;
    };
    let kinds: Vec<Kind> = table.template.fields.iter().map(|spec| spec.kind).collect();
    let mut found = Vec::new();
    for record in &mut table.records {
        let is_unread = |field: &Field| {
            let unread = |note: &Note| matches!(note, Note::Unread(_));
            field.remarks.iter().any(|remark| unread(&remark.note))
        };
        let misfit = record.fields.iter().any(is_unread);
        let Some(torn) = header.torn(grid, record.row, misfit) else {
            continue;
        };
        found.push(torn);
        for (index, kind) in kinds.iter().enumerate() {
            let Some(field) = record.fields.get(index) else {
                continue;
            };
            if *kind == Kind::Amount {
                if field.raw.is_empty() && field.remarks.is_empty() {
                    continue;
                }
                if let Some(field) = record.fields.get_mut(index) {
                    field.value = Value::Empty;
                    field.remarks.clear();
                }
            } else if !field.remarks.is_empty()
                && let Some(field) = record.fields.get_mut(index)
            {
                // What stands in the wrong column is one mistake, told once.
                let told = |note: &Note| {
                    matches!(note, Note::Unread(_) | Note::Missing | Note::NotListed(_))
                };
                field.remarks.retain(|remark| !told(&remark.note));
            }
        }
    }
    for total in &mut table.totals {
        let misfit = total.amounts.iter().any(|(_, field)| field.unread());
        if let Some(torn) = header.torn(grid, total.row, misfit) {
            found.push(torn);
            total.amounts.clear();
        }
    }
    found.sort_by_key(|(cell, _)| *cell);
    table.torn = found;
}

impl Header {
    fn of(grid: &Grid, table: &Table) -> Option<Self> {
        let (first, last) = table.header;
        let from = grid.rows.partition_point(|row| row.row < first);
        let rows = grid.rows.iter().skip(from);
        let rows = || rows.clone().take_while(|row| row.row <= last);
        let written = rows()
            .filter_map(|row| grid.fields_written(row.row))
            .max()?;
        let of_kind = |fits: &dyn Fn(Option<Kind>) -> bool| -> Vec<u32> {
            let kind = |field: Option<&(usize, String)>| {
                let (index, _) = field?;
                table.template.field(*index).map(|spec| spec.kind)
            };
            let columns = table.columns.iter();
            columns
                .filter(|column| !column.seq && fits(kind(column.field.as_ref())))
                .map(|column| column.col)
                .collect()
        };
        let mut longer = BTreeMap::new();
        for record in &table.records {
            if let Some(fields) = grid.fields_written(record.row).filter(|n| *n > written) {
                *longer.entry(fields).or_insert(0_usize) += 1;
            }
        }
        Some(Self {
            written,
            filled: rows().map(filled).max()?,
            amounts: of_kind(&|kind| kind == Some(Kind::Amount)),
            texts: of_kind(&|kind| matches!(kind, None | Some(Kind::Text | Kind::Code))),
            longer,
            records: table.records.len(),
        })
    }

    /// The first cell of a row and what is wrong with the row, when it is torn; `misfit` says that something stands in
    /// it where it cannot be read.
    fn torn(&self, grid: &Grid, row: u32, misfit: bool) -> Option<(CellRef, Torn)> {
        let written = grid.fields_written(row)?;
        if written <= self.written {
            return None;
        }
        let index = grid.rows.binary_search_by_key(&row, |row| row.row).ok()?;
        let row = grid.rows.get(index)?;
        let pairs = row.cells.windows(2).enumerate();
        let mut pairs = pairs.filter_map(|(index, pair)| match pair {
            [one, two] => Some((index, self.figure(one, two)?)),
            _ => None,
        });
        let pair = pairs.next();
        let filled = filled(row);
        let usual = self.longer.get(&written).copied().unwrap_or(0);
        let usual = self.records > 2 && usual.saturating_mul(2) > self.records;
        let shifted = match &pair {
            Some((_, second)) => !usual || self.texts.binary_search(second).is_ok(),
            None => !usual && (misfit || begins_with_blank(row)),
        };
        if filled <= self.filled && !shifted {
            return None;
        }
        let first = row.cells.first()?;
        let more = filled > self.filled;
        let torn = Torn {
            fields: if more { filled } else { written },
            heading: if more { self.filled } else { self.written },
            pieces: pair.map_or_else(Vec::new, |(index, _)| pieces(row, index)),
        };
        Some((CellRef::new(row.row, first.col), torn))
    }

    /// The second column of two neighbouring cells that would be one figure, the first of them an amount.
    fn figure(&self, one: &Cell, two: &Cell) -> Option<u32> {
        let beside = one.col.checked_add(1) == Some(two.col);
        let past = self.amounts.last().is_some_and(|last| one.col > *last);
        let amount = self.amounts.binary_search(&one.col).is_ok() || past;
        let (one, other) = (text(one)?.trim(), text(two)?.trim());
        let thousands = matches!(one.len(), 1..=3) && is_group(other);
        let decimals = matches!(other.len(), 1..=2) && is_digits(other);
        let joins = beside && amount && is_digits(one) && (thousands || decimals);
        joins.then_some(two.col)
    }
}

/// The pieces of a figure that begins with a cell: the next one, and groups of three digits behind it.
fn pieces(row: &Row, index: usize) -> Vec<String> {
    let cells = row.cells.get(index..).unwrap_or_default();
    let Some(first) = cells.first().map(|cell| cell.col) else {
        return Vec::new();
    };
    let texts = (first..).zip(cells).enumerate();
    let texts = texts.map_while(|(index, (col, cell))| {
        let text = text(cell)?.trim();
        (cell.col == col && (index < 2 || is_group(text))).then(|| text.to_owned())
    });
    texts.collect()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|letter| letter.is_ascii_digit())
}

/// Whether a text is three digits, decimals behind them or not.
fn is_group(text: &str) -> bool {
    let (head, tail) = text.split_at_checked(3).unwrap_or_default();
    is_digits(head) && (tail.is_empty() || tail.starts_with(['.', ',', ' ']))
}

fn text(cell: &Cell) -> Option<&str> {
    match &cell.content {
        Content::Text(text) => Some(text),
        _ => None,
    }
}

/// How many columns a row takes up to its last filled cell.
fn filled(row: &Row) -> u32 {
    let filled = |cell: &&Cell| text(cell).is_none_or(|text| !text.trim().is_empty());
    let last = row.cells.iter().rev().find(filled);
    last.map_or(0, |cell| cell.col.saturating_add(1))
}

/// Whether a cell begins with the blank that stands behind a comma in a text.
fn begins_with_blank(row: &Row) -> bool {
    let mut cells = row.cells.iter().skip(1).filter_map(text);
    cells.any(|text| {
        let rest = text.strip_prefix(' ');
        rest.is_some_and(|rest| rest.starts_with(char::is_alphabetic))
    })
}
