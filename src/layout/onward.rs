//! Lists that go on on another sheet: without a heading, or below one that says less than the first.
//!
//! ```text
//!   Sheet1   STT | Nội dung | Đơn vị hỗ trợ | Kinh phí        Sheet2   4 | Khám bệnh … | Bệnh viện … | 300
//!            3   | Học bổng | Hội …         | 75                       5 | Tặng máy …  | Sở Y tế …   | 600
//! ```
//!
//! A sheet without a heading is read by the columns of the table before it where its rows stand in those columns and
//! their numbers go on, or where every row tells who and when as well. One with a heading of its own takes from the
//! table before what it leaves open, where its numbers go on. Whatever is read so is told (T015).

use super::facts::RowFacts;
use super::header::{Header, is_number_row};
use super::sheets::names_example;
use super::words::is_total_label;
use super::{
    BodyKind, Carried, Column, GoesOn, Hints, Meaning, SheetLayout, TableLayout, frame, is_filled,
    read_table, seq_text, text_of,
};
use crate::book::grid::{Content, Grid, Row};
use crate::place::{CellRange, CellRef};
use crate::template::{Kind, Role, Slot, Template};

/// How many rows of titles may stand above a list that goes on.
const TITLES: usize = 8;

/// Reads what goes on, sheet after sheet.
pub fn read_on(grids: &[Grid], layouts: &mut [SheetLayout], hints: &Hints<'_>) {
    let mut before: Option<usize> = None;
    for (index, grid) in grids.iter().enumerate() {
        let (above, rest) = layouts.split_at_mut(index);
        let Some(layout) = rest.first_mut() else {
            break;
        };
        let source = before.and_then(|sheet| {
            let (source, grid) = (above.get(sheet)?, grids.get(sheet)?);
            Some((sheet, source, grid, source.tables.last()?))
        });
        if let Some((sheet, source, from, table)) = source
            && from.visibility == grid.visibility
            && table.header.id_row.is_none()
        {
            let above = Above {
                table,
                source,
                number: last_number(from, table),
            };
            let read = if layout.tables.is_empty() {
                above.without_heading(grid, layout, hints)
            } else {
                above.below_heading(grid, layout, hints)
            };
            layout.goes_on = read.map(|rows| GoesOn { sheet, ..rows });
        }
        if !layout.tables.is_empty() {
            before = Some(index);
        }
    }
}

/// The table that may go on.
struct Above<'a> {
    table: &'a TableLayout,
    /// The layout of its sheet.
    source: &'a SheetLayout,
    /// The number of its last record.
    number: Option<u32>,
}

impl Above<'_> {
    fn template(&self) -> &Template {
        &self.table.template
    }

    /// Reads a sheet without a heading.
    fn without_heading(
        &self,
        grid: &Grid,
        layout: &mut SheetLayout,
        hints: &Hints<'_>,
    ) -> Option<GoesOn> {
        if !layout.examples.is_empty() || names_example(&grid.name) {
            return None;
        }
        let first = self.begin(grid)?;
        let number_row = first
            .checked_sub(1)
            .filter(|index| grid.rows.get(*index).is_some_and(is_number_row));
        let titles = number_row.unwrap_or(first);
        let row = grid.rows.get(first)?.row;
        let header = Header {
            rows: titles..titles,
            span: (row, row),
            number_row,
            id_row: None,
            columns: self.table.header.columns.clone(),
            // Told where the heading stands.
            missing: Vec::new(),
            doubled: Vec::new(),
            alike: Vec::new(),
        };
        let template = self.table.template.clone();
        let mut carried = Carried {
            scale: self.scale(),
            open: self.source.open.clone(),
        };
        let (table, next) = read_table(
            grid,
            template,
            header,
            0,
            hints,
            &mut carried,
            &mut layout.roles,
        );
        if next < grid.rows.len() {
            frame::read(grid, next..grid.rows.len(), false, &mut layout.roles);
        }
        layout.carried_scale = self.scale();
        layout.open = carried.open;
        let rows = rows_of(grid, &table);
        layout.tables.push(table);
        rows.map(|rows| GoesOn {
            sheet: 0,
            rows,
            headless: true,
        })
    }

    /// The first row of a list that goes on without a heading.
    fn begin(&self, grid: &Grid) -> Option<usize> {
        let rows: Vec<Option<Seen>> = grid.rows.iter().map(|row| self.seen(row)).collect();
        let first = rows
            .iter()
            .position(|row| row.as_ref().is_some_and(|row| row.record))?;
        let above = rows.get(..first)?;
        // Titles may stand above, and a section's label; figures may not.
        let odd = |(index, row): (usize, &Option<Seen>)| {
            row.as_ref().is_some_and(|row| row.figures)
                && !grid.rows.get(index).is_some_and(is_number_row)
        };
        if first > TITLES || above.iter().enumerate().any(odd) {
            return None;
        }
        let (mut records, mut told, mut strange) = (0_usize, 0_usize, 0_usize);
        for row in rows.iter().flatten() {
            records += usize::from(row.record);
            told += usize::from(row.record && row.told);
            strange += usize::from(!row.record && row.figures && !row.total);
        }
        let number = rows.get(first)?.as_ref()?.number;
        let goes_on =
            number.is_some() && number == self.number.and_then(|last| last.checked_add(1));
        // Below a heading of its own only the numbers tell that it is the same list, not one of another form.
        let heading = |row: &Row| {
            row.cells
                .iter()
                .filter(|cell| text_of(cell).is_some())
                .count()
        };
        let headed =
            (0..first).any(|index| grid.rows.get(index).is_some_and(|row| heading(row) > 2));
        if headed && !goes_on {
            return None;
        }
        // A section's own row may hold figures, a row of another kind here and there; a table of another kind has more.
        let alike = strange * 2 <= records && told * 3 >= records * 2;
        (alike && (goes_on || told == records)).then_some(first)
    }

    /// A row, seen through the columns of the table.
    fn seen(&self, row: &Row) -> Option<Seen> {
        let facts = RowFacts::of(row, &self.table.header, self.template());
        if facts.filled == 0 {
            return None;
        }
        let total = facts.label().is_some_and(is_total_label);
        let money = row.cells.iter().any(|cell| {
            let amount = matches!(
                self.table.header.meaning(cell.col),
                Some(Meaning::Field { field, slot: Slot::Value })
                    if self.template().field(field).is_some_and(|spec| spec.kind == Kind::Amount)
            );
            amount && holds_figure(&cell.content)
        });
        let name = facts.name.and_then(text_of).is_some();
        let number = facts.seq.as_deref().and_then(plain_number);
        let outside = row
            .cells
            .iter()
            .any(|cell| is_filled(cell) && self.table.header.column(cell.col).is_none());
        let needed = self
            .template()
            .fields
            .iter()
            .enumerate()
            .filter(|(field, spec)| {
                spec.required
                    && !matches!(spec.role, Some(Role::Name | Role::Total))
                    && !self.table.header.missing.contains(field)
            });
        Some(Seen {
            record: name && money && !total && !outside && (number.is_some() || facts.needed > 0),
            told: facts.needed > 0 && facts.needed >= needed.count().min(2),
            total,
            number,
            figures: facts.figures || money,
        })
    }

    /// Reads a table below a heading of its own that leaves something open: what a heading means, the unit of account.
    fn below_heading(
        &self,
        grid: &Grid,
        layout: &mut SheetLayout,
        hints: &Hints<'_>,
    ) -> Option<GoesOn> {
        let table = layout.tables.first()?;
        let first = first_number(grid, table)?;
        let goes_on = first > 1 && self.number.and_then(|last| last.checked_add(1)) == Some(first);
        if !goes_on || table.template.id != self.table.template.id || table.header.id_row.is_some()
        {
            return None;
        }
        let amount = table.template.role(Role::Total);
        let states_scale = !table.frame.scales.is_empty()
            || amount.is_some_and(|field| {
                let mut columns = table.header.feeding(field, Slot::Value);
                columns.any(|column| column.scale.is_some())
            });
        let completed = self.completed(&table.header);
        if states_scale && completed.is_none() {
            return None;
        }
        let mut header = completed.unwrap_or_else(|| table.header.clone());
        if !states_scale {
            layout.carried_scale = self.scale();
            self.lend_scale(&mut header);
        }
        let (template, from) = (table.template.clone(), table.rows.start);
        let mut carried = Carried {
            scale: layout.carried_scale,
            open: self.source.open.clone(),
        };
        let (again, _) = read_table(
            grid,
            template,
            header,
            from,
            hints,
            &mut carried,
            &mut layout.roles,
        );
        if layout.tables.len() == 1 {
            layout.open = carried.open;
        }
        if let Some(table) = layout.tables.first_mut() {
            *table = again;
        }
        let rows = rows_of(grid, layout.tables.first()?)?;
        Some(GoesOn {
            sheet: 0,
            rows,
            headless: false,
        })
    }

    /// A header with the meanings that it leaves open and that the columns of the table above tell; `None` when there are
    /// none.
    fn completed(&self, header: &Header) -> Option<Header> {
        let mut completed = header.clone();
        let mut changed = false;
        for column in &mut completed.columns {
            let above = self.table.header.column(column.col);
            let Some(Meaning::Field { field, slot }) = above.map(|above| above.meaning) else {
                continue;
            };
            if column.meaning == Meaning::Extra && header.missing.contains(&field) {
                column.meaning = Meaning::Field { field, slot };
                completed.missing.retain(|other| *other != field);
                changed = true;
            }
        }
        changed.then_some(completed)
    }

    /// The unit of account that the sheet above states in a caption.
    fn scale(&self) -> Option<i64> {
        let stated = self.source.tables.iter().rev();
        stated
            .map(|table| table.frame.scales.as_slice())
            .find(|scales| !scales.is_empty())
            .map_or(self.source.carried_scale, |scales| match scales {
                [first, rest @ ..] if rest.iter().all(|other| other.dong == first.dong) => {
                    Some(first.dong)
                }
                _ => None,
            })
    }

    /// Gives the columns of a header the units that the headings above state.
    fn lend_scale(&self, header: &mut Header) {
        for column in &mut header.columns {
            let above = self.table.header.column(column.col);
            let alike = |above: &&Column| above.meaning == column.meaning;
            if column.scale.is_none()
                && let Some(above) = above.filter(alike)
            {
                column.scale.clone_from(&above.scale);
            }
        }
    }
}

struct Seen {
    /// Whether it reads as a record of the table.
    record: bool,
    /// Whether it tells who and when.
    told: bool,
    total: bool,
    number: Option<u32>,
    figures: bool,
}

/// Whether a cell holds a figure, typed as a number or as text.
fn holds_figure(content: &Content) -> bool {
    match content {
        Content::Number(_) => true,
        Content::Text(text) => text.trim_start().starts_with(|c: char| c.is_ascii_digit()),
        _ => false,
    }
}

/// The number of a record, where it is a plain one.
fn plain_number(text: &str) -> Option<u32> {
    text.trim().trim_end_matches(['.', ')']).parse().ok()
}

fn numbers<'a>(grid: &'a Grid, table: &'a TableLayout) -> impl DoubleEndedIterator<Item = u32> {
    let col = table.header.seq_col();
    let records = table
        .body
        .rows
        .iter()
        .filter(|row| matches!(row.kind, BodyKind::Record { .. }));
    records.filter_map(move |row| {
        let cell = grid.rows.get(row.index)?.cell(col?)?;
        plain_number(&seq_text(cell)?)
    })
}

fn last_number(grid: &Grid, table: &TableLayout) -> Option<u32> {
    numbers(grid, table).next_back()
}

fn first_number(grid: &Grid, table: &TableLayout) -> Option<u32> {
    numbers(grid, table).next()
}

/// The range of a table's rows.
fn rows_of(grid: &Grid, table: &TableLayout) -> Option<CellRange> {
    let row = |row: Option<&super::BodyRow>| Some(grid.rows.get(row?.index)?.row);
    let cols = || table.header.columns.iter().map(|column| column.col);
    Some(CellRange::new(
        CellRef::new(row(table.body.rows.first())?, cols().min()?),
        CellRef::new(row(table.body.rows.last())?, cols().max()?),
    ))
}
