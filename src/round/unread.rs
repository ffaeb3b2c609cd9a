//! Rows with figures that no table took: sheets without a known heading, sheets of examples (T014, T016).
//!
//! Lists of codes, blank forms and instructions hold numbers too, but none that a report gives: row numbers, codes,
//! years, telephone numbers. A figure is a number beside a text, in a column that is none of these.

use std::collections::BTreeMap;

use super::{Setup, with_hints};
use crate::book::grid::{Cell, Content, Grid, Row, Visibility};
use crate::book::stamp::is_stamp_sheet;
use crate::fold;
use crate::layout::sheets::{names_example, sheet_words};
use crate::layout::{BodyKind, SheetLayout, recognise_rest};
use crate::place::{CellRange, CellRef};
use crate::value::amount;

/// Rows with figures that were not read.
#[derive(Debug, Clone, PartialEq)]
pub struct Unread {
    /// Where they stand.
    pub cells: CellRange,
    /// Why they were not read.
    pub why: UnreadWhy,
    /// The figures as they stand, for holding them against the sums of what was read.
    pub figures: Vec<f64>,
    /// How many rows hold figures.
    pub rows: usize,
    /// Whether the sheet is hidden.
    pub hidden: bool,
}

/// Why rows were not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnreadWhy {
    /// They show how the form is filled in.
    Example,
    /// They stand below a heading of no form in use: its columns.
    OtherForm(Vec<String>),
    /// No heading stands above them.
    NoHeading,
}

/// So many of a heading's columns are told.
const TOLD: usize = 6;

/// Finds the rows of a sheet that were not read.
pub(super) fn find(grid: &Grid, layout: &SheetLayout, setup: &Setup, stamped: bool) -> Vec<Unread> {
    // The instructions and the lists of a form of ours.
    if is_stamp_sheet(grid) || stamped && is_ours(grid) {
        return Vec::new();
    }
    if !layout.examples.is_empty() {
        return example(grid, layout).into_iter().collect();
    }
    let explained = !layout.tables.is_empty() || !layout.summaries.is_empty();
    if explained {
        return Vec::new();
    }
    let columns = columns(grid);
    let rows: Vec<&Row> = grid.rows.iter().collect();
    let Some(found) = figures(grid, &rows, &columns) else {
        return Vec::new();
    };
    let mut rest = layout.clone();
    let others = with_hints(setup, |hints| recognise_rest(grid, hints, &mut rest));
    let headings = others.iter().flat_map(|table| &table.header.columns);
    let headings: Vec<String> = headings.map(|column| column.heading()).take(TOLD).collect();
    let why = if headings.is_empty() {
        UnreadWhy::NoHeading
    } else {
        UnreadWhy::OtherForm(headings)
    };
    vec![Unread { why, ..found }]
}

/// Whether a sheet of a form of ours is one that nobody fills in.
fn is_ours(grid: &Grid) -> bool {
    grid.visibility == Visibility::VeryHidden || names_example(&grid.name)
}

/// The records of examples.
fn example(grid: &Grid, layout: &SheetLayout) -> Option<Unread> {
    let bodies = layout.examples.iter().flat_map(|table| &table.body.rows);
    let records = bodies.filter(|row| matches!(row.kind, BodyKind::Record { .. }));
    let rows: Vec<&Row> = records.filter_map(|row| grid.rows.get(row.index)).collect();
    let columns = columns(grid);
    figures(grid, &rows, &columns).map(|found| Unread {
        why: UnreadWhy::Example,
        ..found
    })
}

/// What the numbers of a column are.
#[derive(Default)]
struct Numbers {
    count: usize,
    /// How many are by one larger than the one above.
    steps: usize,
    /// How many may be years.
    years: usize,
    last: f64,
    /// Whether its heading names what is no figure.
    named: bool,
}

impl Numbers {
    fn are_figures(&self) -> bool {
        let counts_rows = self.count > 1 && self.steps + 1 >= self.count;
        self.count > 0 && !self.named && !counts_rows && self.years < self.count
    }
}

fn columns(grid: &Grid) -> BTreeMap<u32, Numbers> {
    let mut columns: BTreeMap<u32, Numbers> = BTreeMap::new();
    for cell in grid.rows.iter().flat_map(|row| &row.cells) {
        match &cell.content {
            Content::Number(number) => {
                let column = columns.entry(cell.col).or_default();
                column.steps +=
                    usize::from(column.count > 0 && (*number - column.last - 1.0).abs() < 1e-9);
                column.years +=
                    usize::from(number.fract() == 0.0 && (1945.0..=2100.0).contains(number));
                column.count += 1;
                column.last = *number;
            }
            Content::Text(text) => {
                let column = columns.entry(cell.col).or_default();
                let head = column.count == 0 && text.chars().count() < 30;
                column.named |= head && sheet_words().no_figure.begin(&fold::fold(text));
            }
            _ => {}
        }
    }
    columns
}

/// The rows among some that hold figures beside a text.
fn figures(grid: &Grid, rows: &[&Row], columns: &BTreeMap<u32, Numbers>) -> Option<Unread> {
    // Instructions name sums to show how they are written.
    let guide = names_example(&grid.name);
    let mut range: Option<CellRange> = None;
    let mut numbers = Vec::new();
    let mut count = 0;
    for row in rows {
        let named = row.cells.iter().any(is_word);
        let before = numbers.len();
        let mut told = false;
        for cell in &row.cells {
            match &cell.content {
                Content::Number(number)
                    if columns.get(&cell.col).is_some_and(Numbers::are_figures) =>
                {
                    numbers.push(*number);
                }
                Content::Text(text) => told |= !guide && amount::tells_money(text),
                _ => {}
            }
        }
        let holds = named && numbers.len() > before || told && row.cells.len() > 1;
        if !holds {
            numbers.truncate(before);
            continue;
        }
        if told && numbers.len() == before {
            // It is no plain number: nothing shows that it says again what was read.
            numbers.push(f64::NAN);
        }
        count += 1;
        if let (Some(first), Some(last)) = (row.cells.first(), row.cells.last()) {
            let (first, last) = (
                CellRef::new(row.row, first.col),
                CellRef::new(row.row, last.col),
            );
            range = Some(range.map_or(CellRange::new(first, last), |range| {
                CellRange::new(
                    CellRef::new(
                        range.first.row.min(first.row),
                        range.first.col.min(first.col),
                    ),
                    CellRef::new(range.last.row.max(last.row), range.last.col.max(last.col)),
                )
            }));
        }
    }
    Some(Unread {
        cells: range?,
        why: UnreadWhy::NoHeading,
        figures: numbers,
        rows: count,
        hidden: grid.visibility != Visibility::Visible,
    })
}

fn is_word(cell: &Cell) -> bool {
    matches!(&cell.content, Content::Text(text) if text.chars().any(char::is_alphabetic))
}
