//! The columns of an unknown form, and the form they make up: what each holds is told by the cells below its heading.

use std::ops::Range;

use super::super::header::{self, Header, is_number_row};
use super::super::{Column, Evidence, Meaning, is_filled, seq_text, text_of, words};
use super::heading::{holds_figure, year};
use crate::book::grid::Grid;
use crate::place::CellRef;
use crate::template::{FieldSpec, Headings, Kind, Role, Slot, Template, common};

/// Reads the columns of a header and makes up the form that has them.
pub fn read(grid: &Grid, rows: Range<usize>, end: usize) -> (Template, Header) {
    let mut template = Template {
        id: String::new(),
        version: 0,
        vi: "biểu không theo mẫu đã biết".to_owned(),
        en: "a form that is not known".to_owned(),
        titles: Vec::new(),
        default_scale: 1,
        consolidated: crate::template::Consolidated::default(),
        lists: std::collections::BTreeMap::new(),
        fields: Vec::new(),
        headings: Headings::new(&[], &common().seq_headings, &[], &[]),
        renamed: std::collections::BTreeMap::new(),
        earlier: Vec::new(),
    };
    let number_row = Some(rows.end)
        .filter(|index| *index < end && grid.rows.get(*index).is_some_and(is_number_row));
    let body = number_row.map_or(rows.end, |row| row + 1)..end;
    let mut columns = header::columns(grid, rows.clone(), &template);
    add_years(grid, &rows, &mut columns);
    add_unheaded(grid, &rows, &body, &mut columns);
    give_meanings(grid, &body, &mut columns, &mut template);
    let row_of = |index: usize| grid.rows.get(index).map_or(0, |row| row.row);
    let header = Header {
        span: (row_of(rows.start), row_of(rows.end.saturating_sub(1))),
        rows,
        number_row,
        id_row: None,
        columns,
        missing: Vec::new(),
        doubled: Vec::new(),
        alike: Vec::new(),
    };
    (template, header)
}

/// Adds the years that stand as numbers among the headings.
fn add_years(grid: &Grid, rows: &Range<usize>, columns: &mut Vec<Column>) {
    for row in grid.rows.get(rows.clone()).unwrap_or_default() {
        for cell in &row.cells {
            let Some(year) = year(cell) else { continue };
            let at = CellRef::new(row.row, cell.col);
            let place = columns.partition_point(|column| column.col < cell.col);
            match columns.get_mut(place) {
                Some(column) if column.col == cell.col => {
                    if column.path.last() != Some(&year) {
                        column.path.push(year);
                    }
                }
                _ => columns.insert(place, bare_column(at, vec![year])),
            }
        }
    }
}

fn bare_column(cell: CellRef, path: Vec<String>) -> Column {
    Column {
        col: cell.col,
        path,
        cell,
        meaning: Meaning::Extra,
        scale: None,
        evidence: Evidence::Cells,
    }
}

/// Adds the columns that a merged heading reaches over, and those between headings that hold anything.
fn add_unheaded(grid: &Grid, rows: &Range<usize>, body: &Range<usize>, columns: &mut Vec<Column>) {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else {
        return;
    };
    let heading_rows = grid.rows.get(rows.clone()).unwrap_or_default();
    let merged = heading_rows
        .iter()
        .flat_map(|row| {
            row.cells
                .iter()
                .filter(|cell| text_of(cell).is_some())
                .filter_map(|cell| grid.merge_at(CellRef::new(row.row, cell.col)))
        })
        // A title merged over a whole sheet must not make a thousand columns.
        .map(|merge| merge.last.col.min(merge.first.col.saturating_add(64)));
    let right = merged.fold(last.col, u32::max);
    let left = unheaded_labels(grid, body, first.col, right).unwrap_or(first.col);
    let mut cols: Vec<u32> = grid
        .rows
        .get(body.clone())
        .unwrap_or_default()
        .iter()
        .flat_map(|row| row.cells.iter().filter(|cell| is_filled(cell)))
        .map(|cell| cell.col)
        .filter(|col| (left..=right).contains(col))
        .collect();
    cols.sort_unstable();
    cols.dedup();
    let at = heading_rows.last().map_or(0, |row| row.row);
    for col in cols {
        if columns
            .binary_search_by_key(&col, |column| column.col)
            .is_err()
        {
            let place = columns.partition_point(|column| column.col < col);
            columns.insert(place, bare_column(CellRef::new(at, col), Vec::new()));
        }
    }
}

/// The column of labels left of the first heading, which forms leave without a heading: it is filled in most rows that
/// hold figures.
fn unheaded_labels(grid: &Grid, body: &Range<usize>, first: u32, right: u32) -> Option<u32> {
    let left = first.checked_sub(1)?;
    let rows = grid.rows.get(body.clone()).unwrap_or_default().iter();
    let figures = rows.filter(|row| {
        let inside = row
            .cells
            .iter()
            .filter(|cell| (first..=right).contains(&cell.col));
        inside.clone().any(holds_figure)
    });
    let (mut told, mut labelled) = (0_usize, 0_usize);
    for row in figures {
        told += 1;
        labelled += usize::from(row.cell(left).is_some_and(is_filled));
    }
    (told >= 2 && labelled * 2 > told).then_some(left)
}

/// What a column's cells hold.
#[derive(Default)]
struct Holds {
    texts: usize,
    figures: usize,
    /// Cells that number their rows.
    numbers: usize,
}

fn holds(grid: &Grid, body: &Range<usize>, col: u32) -> Holds {
    let mut holds = Holds::default();
    for cell in grid
        .rows
        .get(body.clone())
        .unwrap_or_default()
        .iter()
        .filter_map(|row| row.cell(col))
        .filter(|cell| is_filled(cell))
    {
        if holds_figure(cell) {
            holds.figures += 1;
        } else {
            holds.texts += 1;
        }
        holds.numbers +=
            usize::from(seq_text(cell).is_some_and(|text| words::numbering(&text).is_some()));
    }
    holds
}

/// Gives every column its meaning: the row number, the label of the row, figures, texts.
fn give_meanings(
    grid: &Grid,
    body: &Range<usize>,
    columns: &mut [Column],
    template: &mut Template,
) {
    let held: Vec<Holds> = columns
        .iter()
        .map(|column| holds(grid, body, column.col))
        .collect();
    let headed = columns
        .iter()
        .position(|column| column.meaning == Meaning::Seq);
    // A first column that numbers the rows does so whatever it is called: `Mã số`.
    let seq = headed.or_else(|| {
        held.first()
            .filter(|held| held.numbers > 2 && held.numbers * 10 >= (held.texts + held.figures) * 7)
            .map(|_| 0)
    });
    let right_of = seq.map_or(0, |seq| seq + 1);
    let name = held
        .iter()
        .enumerate()
        .skip(right_of)
        .find(|(_, held)| held.texts > held.figures)
        .map(|(index, _)| index)
        .or_else(|| (right_of < columns.len()).then_some(right_of));
    for (index, (column, held)) in columns.iter_mut().zip(&held).enumerate() {
        if Some(index) == seq {
            column.meaning = Meaning::Seq;
            continue;
        }
        let field = template.fields.len();
        column.meaning = Meaning::Field {
            field,
            slot: Slot::Value,
        };
        let (kind, role) = if Some(index) == name {
            (Kind::Text, Some(Role::Name))
        } else if held.figures > held.texts {
            (Kind::Amount, None)
        } else {
            (Kind::Text, None)
        };
        template.fields.push(field_of(kind, role));
    }
}

/// A field without an id: its column is known by its heading alone.
fn field_of(kind: Kind, role: Option<Role>) -> FieldSpec {
    FieldSpec {
        id: String::new(),
        kind,
        role,
        required: false,
        list: None,
        unit: None,
        converted: std::collections::BTreeMap::new(),
        from_section: false,
        several: false,
        group: None,
        rule: Vec::new(),
        columns: Vec::new(),
        headings: Vec::new(),
        under: Vec::new(),
        start_headings: Vec::new(),
        start_under: Vec::new(),
        end_headings: Vec::new(),
        end_under: Vec::new(),
        measure_headings: Vec::new(),
        measure_under: Vec::new(),
        alike: Vec::new(),
        not_alike: Vec::new(),
        qualifier_headings: Vec::new(),
        form: Vec::new(),
    }
}
