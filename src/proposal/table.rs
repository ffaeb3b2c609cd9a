//! The table of a workbook that a template is to describe, as its columns hold it.
//!
//! Where it stands, which rows are its header, its records and its sums is told by [`crate::layout`], as for any table of
//! an unknown form. Tables with the same headings on other sheets are the same form: their rows count as evidence too.

use rust_decimal::Decimal;

use super::says::{self, Says};
use crate::book::grid::{Book, Cell, Content, Grid, Row, Visibility};
use crate::fold;
use crate::layout::{self, CellRole, Hints, Meaning, TableLayout};
use crate::place::{CellRange, CellRef, col_name};
use crate::template::{Role, Slot};
use crate::value::number::NumberStyle;
use crate::value::scale::CaptionScale;

/// A column of the table.
#[derive(Debug, Clone)]
pub(super) struct Observed {
    /// The cell of its innermost heading.
    pub(super) at: CellRef,
    /// The headings above it, outermost first.
    pub(super) path: Vec<String>,
    /// The unit in its heading.
    pub(super) scale: Option<CaptionScale>,
    /// Whether it names the records.
    pub(super) names: bool,
    /// What its cells say, a record each.
    pub(super) cells: Vec<Says>,
    /// What rows that add up all records say in it, beside what the records of their table come to.
    pub(super) sums: Vec<(Decimal, Decimal)>,
}

impl Observed {
    /// The heading in one line; the letter of the column where it has none.
    pub(super) fn heading(&self) -> String {
        if self.path.is_empty() {
            col_name(self.at.col)
        } else {
            self.path.join(" / ").replace('\n', " ")
        }
    }
}

/// Where a table stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its sheet; empty for delimited text.
    pub sheet: String,
    /// From its header to its last row.
    pub cells: CellRange,
    /// How many records it holds.
    pub records: usize,
}

/// The table that was chosen.
#[derive(Debug)]
pub(super) struct Chosen {
    pub(super) found: Found,
    /// Further tables with the same headings.
    pub(super) same: Vec<Found>,
    /// Tables of other headings.
    pub(super) others: Vec<Found>,
    pub(super) title: Option<String>,
    /// đồng in one unit, where the lines above state it.
    pub(super) dong: Option<i64>,
    pub(super) columns: Vec<Observed>,
    /// Labels of its sections, top to bottom.
    pub(super) sections: Vec<String>,
    /// How many records its columns hold.
    pub(super) records: usize,
    /// How many rows add up.
    pub(super) totals: usize,
}

/// A table as the layout gives it.
struct Seen<'b> {
    grid: &'b Grid,
    layout: TableLayout,
    roles: Vec<Vec<CellRole>>,
    records: Vec<usize>,
    filled: usize,
}

/// Finds the table that holds most, on the sheet that is asked for, else on any that shows.
pub(super) fn choose(book: &Book, sheet: Option<&str>) -> Option<Chosen> {
    let wanted = |grid: &&Grid| match sheet {
        Some(name) => fold::fold(&grid.name) == fold::fold(name),
        None => grid.visibility == Visibility::Visible,
    };
    let tables: Vec<Seen<'_>> = book.sheets.iter().filter(wanted).flat_map(seen).collect();
    let best = tables.iter().map(|table| table.filled).max()?;
    let chosen = tables.iter().find(|table| table.filled == best)?;
    let heading = chosen.paths();
    let mut same: Vec<&Seen<'_>> = Vec::new();
    let mut others = Vec::new();
    for table in tables.iter().filter(|table| !std::ptr::eq(*table, chosen)) {
        if table.paths() == heading {
            same.push(table);
        } else if !table.records.is_empty() {
            others.push(table.found());
        }
    }
    let mut columns = chosen.columns();
    for table in &same {
        for (column, more) in columns.iter_mut().zip(table.columns()) {
            column.cells.extend(more.cells);
            column.sums.extend(more.sums);
        }
    }
    let all = || std::iter::once(chosen).chain(same.iter().copied());
    let mut sections: Vec<String> = Vec::new();
    for label in all().flat_map(Seen::sections) {
        if !sections.contains(&label) {
            sections.push(label);
        }
    }
    let frame = &chosen.layout.frame;
    Some(Chosen {
        found: chosen.found(),
        same: same.iter().map(|table| table.found()).collect(),
        others,
        title: frame.title.clone(),
        dong: frame.scales.first().map(|scale| scale.dong),
        sections,
        records: all().map(|table| table.records.len()).sum(),
        totals: all().map(|table| table.rows_of(&SUMS).count()).sum(),
        columns,
    })
}

/// The roles of rows that add up.
const SUMS: [CellRole; 2] = [CellRole::Total, CellRole::Subtotal];

/// The tables of a sheet that hold anything.
fn seen(grid: &Grid) -> Vec<Seen<'_>> {
    let hints = Hints {
        templates: &[],
        is_sector: &|_, _| false,
        cover: None,
    };
    let mut layout = layout::recognise(grid, &hints);
    let tables = layout::recognise_rest(grid, &hints, &mut layout);
    let of = |table: TableLayout| {
        let mut this = Seen {
            grid,
            layout: table,
            roles: layout.roles.clone(),
            records: Vec::new(),
            filled: 0,
        };
        this.records = this.rows_of(&[CellRole::Record]).collect();
        this.filled = this
            .records
            .iter()
            .filter_map(|index| grid.rows.get(*index))
            .map(|row| row.cells.len())
            .sum();
        this
    };
    tables
        .into_iter()
        .map(of)
        .filter(|table| table.filled > 0)
        .collect()
}

impl<'b> Seen<'b> {
    /// The indexes of the rows below the header whose cells have one of these roles.
    fn rows_of<'s>(&'s self, roles: &'s [CellRole]) -> impl Iterator<Item = usize> + 's {
        let first = self.layout.header.body_begin();
        (first..self.layout.rows.end).filter(move |index| {
            self.roles
                .get(*index)
                .is_some_and(|own| own.iter().any(|role| roles.contains(role)))
        })
    }

    fn paths(&self) -> Vec<String> {
        let columns = self.layout.header.columns.iter();
        columns
            .map(|column| fold::fold(&column.heading()))
            .collect()
    }

    fn found(&self) -> Found {
        let header = &self.layout.header;
        let cols = || header.columns.iter().map(|column| column.col);
        let last = self.records.last().and_then(|row| self.grid.rows.get(*row));
        Found {
            sheet: self.grid.name.to_string(),
            cells: CellRange::new(
                CellRef::new(header.span.0, cols().next().unwrap_or(0)),
                CellRef::new(
                    last.map_or(header.span.1, |row| row.row),
                    cols().next_back().unwrap_or(0),
                ),
            ),
            records: self.records.len(),
        }
    }

    /// The labels of the section rows: their first text that is more than a number.
    fn sections(&self) -> Vec<String> {
        let label = |index: usize| {
            let row = self.grid.rows.get(index)?;
            let texts = row.cells.iter().filter_map(|cell| match &cell.content {
                Content::Text(text) => Some(fold::tidy(text)),
                _ => None,
            });
            let words = texts.map(|text| layout::words::split_numbering(&text).1.to_owned());
            let mut words = words.filter(|text| layout::numbering(text).is_none());
            words.find(|text| text.contains(char::is_alphabetic))
        };
        self.rows_of(&[CellRole::Section])
            .filter_map(label)
            .collect()
    }

    /// Its columns but that of the row number.
    fn columns(&self) -> Vec<Observed> {
        let records: Vec<&Row> = self
            .records
            .iter()
            .filter_map(|index| self.grid.rows.get(*index))
            .collect();
        let columns = self.layout.header.columns.iter();
        columns
            .filter(|column| column.meaning != Meaning::Seq)
            .map(|column| {
                let style = layout::number_style(column.col, records.iter().copied());
                let cells: Vec<Says> = records
                    .iter()
                    .map(|row| self.says(row, column.col, style))
                    .collect();
                let names = matches!(column.meaning, Meaning::Field { field, slot: Slot::Value }
                    if self.layout.template.field(field).is_some_and(|spec| spec.role == Some(Role::Name)));
                Observed {
                    at: column.cell,
                    path: column.path.clone(),
                    scale: column.scale.clone(),
                    names,
                    sums: self.sums(column.col, style, &cells),
                    cells,
                }
            })
            .collect()
    }

    /// What a cell says; one that is covered by a region reaching down says what the region does.
    fn says(&self, row: &Row, col: u32, style: NumberStyle) -> Says {
        let at = CellRef::new(row.row, col);
        let above = self.grid.merge_at(at).map(|merge| merge.first);
        let cell: Option<&Cell> = row
            .cell(col)
            .or_else(|| above.and_then(|first| self.grid.get(first)));
        cell.map_or(Says::Nothing, |cell| {
            says::of(cell, self.grid.seen.get(&above.unwrap_or(at)), style)
        })
    }

    /// What rows that add up all records say in a column, and what its records come to.
    fn sums(&self, col: u32, style: NumberStyle, cells: &[Says]) -> Vec<(Decimal, Decimal)> {
        let mut figures = cells.iter().filter_map(Says::number);
        let Some(sum) = figures.try_fold(Decimal::ZERO, Decimal::checked_add) else {
            return Vec::new();
        };
        self.rows_of(&[CellRole::Total])
            .filter_map(|index| self.grid.rows.get(index))
            .filter_map(|row| self.says(row, col, style).number())
            .map(|own| (own, sum))
            .collect()
    }
}
