//! Spots: the findings of a sheet that one drawing shows.
//!
//! Findings that stand near each other share a drawing; a drawing holds few rows and few columns, so that it fits on a
//! telephone and ten thousand findings make a page that a browser still opens.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::place::{CellRange, CellRef};
use crate::record::Table;
use crate::round::Sheet;
use crate::template::Role;

/// How many rows of records a drawing has before the next finding gets another one.
const MOST_ROWS: usize = 8;
/// How many columns a drawing has, those for orientation among them.
const MOST_COLS: usize = 8;
/// Up to how many columns those beside a marked one are added.
const MOST_BESIDE: usize = 6;
/// A finding so few rows below the last one is drawn together with it.
const NEAR: u32 = 3;
/// How many rows may tell how wide a sheet without a table is.
const LETTERHEAD: usize = 50;

/// Findings that stand together, with the rows and columns that show them.
pub(super) struct Spot<'f> {
    /// The findings, in their order.
    pub findings: Vec<&'f Finding>,
    /// The rows to draw, headings not among them.
    pub rows: BTreeSet<u32>,
    /// The columns to draw.
    pub cols: BTreeSet<u32>,
    /// The rows of the headings above; empty when it stands above all tables.
    pub header: Vec<u32>,
}

/// Puts the findings of a sheet together, those without a cell left out.
pub(super) fn spots<'f>(findings: &[&'f Finding], sheet: &Sheet) -> Vec<Spot<'f>> {
    let mut spots: Vec<(Spot<'f>, Option<usize>)> = Vec::new();
    for finding in findings {
        let Some(cells) = finding.place.cells else {
            continue;
        };
        let table = table_of(sheet, cells.first);
        let rows = sampled(cells.first.row, cells.last.row, 3, 1);
        let cols = sampled(cells.first.col, cells.last.col, MOST_COLS - 2, 1);
        match spots.last_mut() {
            Some((spot, last)) if *last == table && fits(spot, &rows, &cols) => {
                spot.findings.push(finding);
                spot.rows.extend(rows);
                spot.cols.extend(cols);
            }
            _ => spots.push((
                Spot {
                    findings: vec![finding],
                    rows: rows.into_iter().collect(),
                    cols: cols.into_iter().collect(),
                    header: Vec::new(),
                },
                table,
            )),
        }
    }
    spots
        .into_iter()
        .map(|(spot, table)| around(spot, table.and_then(|index| sheet.tables.get(index)), sheet))
        .collect()
}

fn fits(spot: &Spot<'_>, rows: &[u32], cols: &[u32]) -> bool {
    let (Some(last), Some(next)) = (spot.rows.last(), rows.first()) else {
        return false;
    };
    let more_rows = rows.iter().filter(|row| !spot.rows.contains(row)).count();
    let more_cols = cols.iter().filter(|col| !spot.cols.contains(col)).count();
    *next <= last.saturating_add(NEAR)
        && spot.rows.len() + more_rows <= MOST_ROWS
        && spot.cols.len() + more_cols < MOST_COLS
}

/// The table that a cell belongs to: the last one whose header does not begin below it.
fn table_of(sheet: &Sheet, cell: CellRef) -> Option<usize> {
    sheet
        .tables
        .iter()
        .rposition(|table| table.header.0 <= cell.row)
}

/// All of a span when it is short, else its first ones and its last ones.
fn sampled(first: u32, last: u32, heads: usize, tails: usize) -> Vec<u32> {
    let most = u32::try_from(heads + tails + 1).unwrap_or(u32::MAX);
    if last.saturating_sub(first) < most {
        return (first..=last).collect();
    }
    let head = (first..=last).take(heads);
    let tail = (first..=last).rev().take(tails);
    let chosen: BTreeSet<u32> = head.chain(tail).collect();
    chosen.into_iter().collect()
}

/// Adds what a person needs to find her way: a row above and below, the headings, the row number, the name, and the
/// columns beside.
fn around<'f>(mut spot: Spot<'f>, table: Option<&Table>, sheet: &Sheet) -> Spot<'f> {
    let marked = spot.cols.clone();
    let reach = reach(sheet, table);
    let mut wanted = Vec::new();
    let mut first_row = reach.first.row;
    if let Some(table) = table {
        let (first, last) = table.header;
        spot.header = sampled(first, last, 4, 1);
        first_row = last.saturating_add(1);
        wanted.extend(
            table
                .columns
                .iter()
                .find(|column| column.seq)
                .map(|column| column.col),
        );
        let name = table.role(Role::Name);
        let names = table.columns.iter().filter(|column| {
            column.field.as_ref().map(|(field, _)| *field) == name && name.is_some()
        });
        wanted.extend(names.map(|column| column.col).take(1));
    }
    let beside = marked.iter().filter_map(|col| col.checked_sub(1));
    let beside = beside.chain(marked.iter().map(|col| col.saturating_add(1)));
    let wanted = wanted.into_iter().map(|col| (col, MOST_COLS));
    for (col, most) in wanted.chain(beside.map(|col| (col, MOST_BESIDE))) {
        if spot.cols.len() < most && (reach.first.col..=reach.last.col).contains(&col) {
            spot.cols.insert(col);
        }
    }
    let (first, last) = (spot.rows.first().copied(), spot.rows.last().copied());
    let above = first.and_then(|row| row.checked_sub(1));
    let below = last.map(|row| row.saturating_add(1));
    spot.rows
        .extend(above.filter(|row| (first_row..=reach.last.row).contains(row)));
    spot.rows
        .extend(below.filter(|row| (first_row..=reach.last.row).contains(row)));
    fill_small_gaps(&mut spot.rows);
    spot.rows.retain(|row| !spot.header.contains(row));
    spot
}

/// A gap of a row or two is drawn: to say that rows are left out would take as much room.
fn fill_small_gaps(rows: &mut BTreeSet<u32>) {
    let mut between = Vec::new();
    for (above, below) in rows.iter().zip(rows.iter().skip(1)) {
        if below - above <= 3 {
            between.extend(above.saturating_add(1)..*below);
        }
    }
    rows.extend(between);
}

/// The cells that are worth drawing: down to the last filled one, across the table's columns.
fn reach(sheet: &Sheet, table: Option<&Table>) -> CellRange {
    let rows = sheet.grid.as_ref().map_or(&[][..], |grid| &grid.rows);
    let last_row = rows.last().map_or(0, |row| row.row);
    let cols = |table: &Table| {
        let cols = table.columns.iter().map(|column| column.col);
        Some((cols.clone().min()?, cols.max()?))
    };
    // Above all tables it is the letterhead, which is short.
    let letterhead = || {
        let last = rows
            .iter()
            .take(LETTERHEAD)
            .filter_map(|row| row.cells.last());
        (0, last.map(|cell| cell.col).max().unwrap_or(0))
    };
    let (first_col, last_col) = table.and_then(cols).unwrap_or_else(letterhead);
    CellRange::new(CellRef::new(0, first_col), CellRef::new(last_row, last_col))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_span_is_sampled() {
        assert_eq!(sampled(4, 8, 3, 1), [4, 5, 6, 7, 8]);
        assert_eq!(sampled(4, 9, 3, 1), [4, 5, 6, 9]);
        assert_eq!(sampled(0, u32::MAX, 3, 1), [0, 1, 2, u32::MAX]);
    }

    #[test]
    fn small_gaps_are_filled() {
        let mut rows = BTreeSet::from([1, 2, 5, 9]);
        fill_small_gaps(&mut rows);
        assert_eq!(rows.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4, 5, 9]);
    }
}
