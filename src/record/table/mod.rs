//! From a recognised table to records: every value typed, with its place, its raw text and what reading it left to say.
//!
//! A value is read with its column as context: the unit of account (cell, then heading, then caption, then default),
//! how the column writes decimals, what a ditto mark or a merged region takes from above.

mod cells;
mod columns;
mod figures;
mod rows;
mod stages;
mod times;
mod withdrawn;
mod words;

use std::collections::BTreeMap;

use super::model::{RowDoubt, StatedUnit, Table, TableColumn, TableSection};
use super::torn;
use crate::book::grid::{Content, Covered, Grid};
use crate::layout::{
    Body, BodyKind, Header, Meaning, MoneyColumn, TableLayout, TableScale, is_filled,
};
use crate::place::{CellRange, CellRef, Place};
use crate::register::{Entry, Lists, Sectors};
use crate::template::{Role, Template};
use crate::value::Dong;
use crate::value::number::NumberStyle;
use crate::value::shown;
use times::Dates;

/// What a table is read with.
pub struct Context<'a> {
    /// Its file and sheet.
    pub place: Place,
    /// Its number on the sheet, from 0.
    pub number: usize,
    /// The sectors of the project.
    pub sectors: Option<&'a Sectors>,
    /// The further lists of the project and of the templates.
    pub lists: Option<&'a Lists>,
}

/// Reads a table.
#[must_use]
pub fn read(grid: &Grid, layout: &TableLayout, context: &Context<'_>) -> Table {
    let template = &layout.template;
    let mut reader = Reader {
        grid,
        header: &layout.header,
        body: &layout.body,
        template,
        sectors: context.sectors,
        lists: context.lists,
        of_section: BTreeMap::new(),
        columns: Vec::new(),
        money: &layout.money,
        above: BTreeMap::new(),
        filled: Vec::new(),
        row_struck: false,
        table_scale_used: 0,
        rates: Vec::new(),
        plans: Vec::new(),
        dates: BTreeMap::new(),
    };
    reader.columns = reader.field_columns();
    reader.settle_order();
    let sections = sections(&layout.body);
    let (records, totals, nil) = reader.rows();
    let section_remarks = reader.section_remarks(&records);
    let missing = reader.missing(&records);
    let scale = match &layout.scale {
        TableScale::Default { dong, .. } => TableScale::Default {
            dong: *dong,
            used: reader.table_scale_used,
        },
        TableScale::Overlooked { dong, at, .. } => TableScale::Overlooked {
            dong: *dong,
            at: at.clone(),
            used: reader.table_scale_used,
        },
        stated => stated.clone(),
    };
    let mut filled_merges = reader.filled;
    filled_merges.sort_unstable();
    filled_merges.dedup();
    let mut table = Table {
        template: template.clone(),
        place: context.place.clone(),
        number: context.number,
        office: 0,
        header: layout.header.span,
        columns: layout
            .header
            .columns
            .iter()
            .map(|column| table_column(grid, column, template))
            .collect(),
        scale,
        unit_changes: unit_changes(grid, layout),
        other_units: layout.other_units.clone(),
        missing,
        doubled: layout.header.doubled.clone(),
        told: [&*layout.frame.told, &*layout.body.told].concat(),
        alike: layout.header.alike.clone(),
        sections,
        section_remarks,
        records,
        totals,
        doubts: doubts(grid, layout),
        plans: reader.plans,
        examples: examples(grid, &layout.body),
        filled_merges,
        covered: covered(grid, layout),
        swapped_dates: reader.dates.values().filter_map(Dates::swapped).collect(),
        month_first_dates: reader
            .dates
            .values()
            .filter_map(Dates::read_month_first)
            .collect(),
        nil,
        signed: layout.body.signed.is_some(),
        torn: Vec::new(),
    };
    torn::set_aside(grid, &mut table);
    table
}

fn table_column(grid: &Grid, column: &crate::layout::Column, template: &Template) -> TableColumn {
    let field = match column.meaning {
        Meaning::Field { field, slot } => {
            let id = template
                .field(field)
                .and_then(|spec| spec.column(slot))
                .map(|column| column.id.clone());
            id.map(|id| (field, id))
        }
        Meaning::Seq | Meaning::Extra | Meaning::Unit { .. } | Meaning::Helper => None,
    };
    TableColumn {
        col: column.col,
        cell: column.cell,
        heading: column.heading(),
        field,
        seq: column.meaning == Meaning::Seq,
        unit: matches!(column.meaning, Meaning::Unit { .. }),
        helper: column.meaning == Meaning::Helper,
        scale: column.scale.clone(),
        struck: column.is_struck(grid),
    }
}

/// The cells under merged regions among the rows of a table that hold something else than is seen.
fn covered(grid: &Grid, layout: &TableLayout) -> Vec<(CellRef, String, CellRange)> {
    let rows = layout.body.rows.iter();
    let rows = rows.filter_map(|row| Some(grid.rows.get(row.index)?.row));
    let (first, last) = (layout.header.span.1, rows.max());
    let below = grid.covered.iter().filter(|cell| cell.at.row > first);
    below
        .filter_map(|Covered { at, content, merge }| {
            let inside = merge.first.row > first && Some(merge.first.row) <= last;
            let shown = grid.get(merge.first).map(|cell| &cell.content);
            let text = shown::display(content);
            let other = shown != Some(content) && !text.is_empty();
            (inside && other).then_some((*at, text, *merge))
        })
        .collect()
}

fn sections(body: &Body) -> Vec<TableSection> {
    body.sections
        .iter()
        .enumerate()
        .map(|(index, section)| TableSection {
            path: body.path(Some(index)).join(" / "),
            parent: section.parent,
            row: section.cell.row,
            number: section.number.clone(),
            planned: section.planned,
            activity: section.activity,
        })
        .collect()
}

/// The units that rows state on the way, where they are not the table's.
fn unit_changes(grid: &Grid, layout: &TableLayout) -> Vec<StatedUnit> {
    let mut changes: Vec<_> = layout
        .money
        .iter()
        .flat_map(|column| column.changes.iter().map(move |change| (column, change)))
        .filter(|(column, change)| {
            // Beside the amounts a unit says all there is to say, unless the table says otherwise.
            let beside = column.units == Some(change.cell.col);
            change.told
                && ((column.by_default && !beside)
                    || (!column.by_default && column.scale != Some(change.dong)))
        })
        .map(|(column, change)| {
            let text = grid
                .get(change.cell)
                .map(|cell| shown::display(&cell.content));
            StatedUnit {
                cell: change.cell,
                text: text.unwrap_or_default(),
                dong: change.dong,
                table: column.scale.filter(|_| !column.by_default),
                row_only: change.rows == (change.cell.row, change.cell.row),
            }
        })
        .collect();
    changes.sort_by_key(|change| change.cell);
    changes.dedup_by_key(|change| change.cell);
    changes
}

/// The rows in doubt, each at its cell of the column that structure is told by.
fn doubts(grid: &Grid, layout: &TableLayout) -> Vec<RowDoubt> {
    let total = layout.template.role(Role::Total);
    let column = layout
        .money
        .iter()
        .find(|column| Some(column.field) == total)
        .or(layout.money.first());
    let rows = layout.body.doubts.iter().filter_map(|doubt| {
        let row = grid.rows.get(doubt.index)?.row;
        Some(RowDoubt {
            cell: CellRef::new(row, column?.col),
            taken: doubt.taken,
            other: doubt.other,
            sum: doubt.sum,
            other_sum: doubt.other_sum,
        })
    });
    rows.collect()
}

/// The rows that are examples of how to fill in the form: first and last filled cell, and the first text.
fn examples(grid: &Grid, body: &Body) -> Vec<(CellRange, String)> {
    let rows = body.rows.iter().filter(|row| row.kind == BodyKind::Example);
    rows.filter_map(|row| {
        let row = grid.rows.get(row.index)?;
        let filled = || row.cells.iter().filter(|cell| is_filled(cell));
        let (first, last) = (filled().next()?, filled().next_back()?);
        let cells = CellRange::new(
            CellRef::new(row.row, first.col),
            CellRef::new(row.row, last.col),
        );
        let texts = filled().filter(|cell| matches!(cell.content, Content::Text(_)));
        let longest = texts
            .map(|cell| shown::display(&cell.content))
            .max_by_key(String::len);
        Some((cells, longest.unwrap_or_default()))
    })
    .collect()
}

/// The columns of the sheet that feed a field, with what reading their cells needs.
#[derive(Default)]
struct FieldColumns {
    values: Vec<u32>,
    start: Option<u32>,
    end: Option<u32>,
    measure: Option<u32>,
    qualifier: Option<u32>,
    /// How its cells write numbers; of money, see [`MoneyColumn`].
    style: NumberStyle,
}

/// A cell as it counts: its own content, or what a ditto mark or a merged region takes from above.
struct Found<'a> {
    at: CellRef,
    /// The cell whose content it is.
    from: CellRef,
    content: &'a Content,
    ditto: Option<&'a str>,
}

struct Reader<'a> {
    grid: &'a Grid,
    header: &'a Header,
    body: &'a Body,
    template: &'a Template,
    sectors: Option<&'a Sectors>,
    lists: Option<&'a Lists>,
    /// For each field that sections fill: the section of the last record that was given its entry, and that entry.
    of_section: BTreeMap<String, (Option<usize>, Option<&'a Entry>)>,
    columns: Vec<FieldColumns>,
    money: &'a [MoneyColumn],
    /// The content that counts in each column of the record above.
    above: BTreeMap<u32, (CellRef, &'a Content)>,
    filled: Vec<CellRange>,
    /// Whether the row being read is struck out as a whole.
    row_struck: bool,
    /// How many amounts were read by a unit of account that is stated nowhere, or where it is easily overlooked.
    table_scale_used: usize,
    /// The rates among the amounts of the record being read.
    rates: Vec<(CellRef, Dong)>,
    /// Amounts planned that gave way to what was done.
    plans: Vec<(CellRef, Dong, Dong)>,
    /// The dates of each column, for V115.
    dates: BTreeMap<u32, Dates>,
}
