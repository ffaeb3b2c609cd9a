//! From a recognised table to records: every value typed, with its place, its raw text and what reading it left to say.
//!
//! A value is read with its column as context: the unit of account (cell, then heading, then caption, then default),
//! how the column writes decimals, what a ditto mark or a merged region takes from above.

mod cells;
mod columns;
mod figures;
mod rows;
mod times;
mod words;

use std::collections::BTreeMap;

use super::model::{Table, TableColumn, TableScale, TableSection};
use super::proof::Shared;
use crate::book::grid::{Content, Grid};
use crate::layout::{Body, Header, Meaning, TableLayout};
use crate::place::{CellRange, CellRef, Place};
use crate::register::{Entry, Sectors};
use crate::template::Template;
use crate::value::Dong;
use crate::value::number::NumberStyle;
use times::Dates;

pub(super) use figures::read_amount;

/// What a table is read with.
pub struct Context<'a> {
    /// Its file and sheet.
    pub place: Place,
    /// Its number on the sheet, from 0.
    pub number: usize,
    /// The sectors of the project.
    pub sectors: Option<&'a Sectors>,
    /// The unit of account that an earlier table of the sheet stated.
    pub carried_scale: Option<i64>,
}

/// Reads a table.
#[must_use]
pub fn read(grid: &Grid, layout: &TableLayout, context: &Context<'_>) -> Table {
    let template = &layout.template;
    let stated = stated_scale(layout, context);
    let mut reader = Reader {
        grid,
        header: &layout.header,
        body: &layout.body,
        template,
        sectors: context.sectors,
        sector: None,
        columns: Vec::new(),
        shared: Vec::new(),
        above: BTreeMap::new(),
        filled: Vec::new(),
        default_used: 0,
        rates: Vec::new(),
        dates: BTreeMap::new(),
    };
    reader.columns = reader.field_columns(&stated);
    reader.settle_order();
    reader.settle_by_totals();
    reader.settle_merges();
    let sections = sections(&layout.body);
    let section_remarks = reader.section_remarks();
    let (records, totals, nil) = reader.rows();
    let scale = match stated {
        TableScale::Default { dong, .. } => TableScale::Default {
            dong,
            used: reader.default_used,
        },
        stated => stated,
    };
    let mut filled_merges = reader.filled;
    filled_merges.sort_unstable();
    filled_merges.dedup();
    Table {
        template: template.clone(),
        place: context.place.clone(),
        number: context.number,
        office: 0,
        header: layout.header.span,
        columns: layout
            .header
            .columns
            .iter()
            .map(|column| table_column(column, template))
            .collect(),
        scale,
        missing: layout.header.missing.clone(),
        doubled: layout.header.doubled.clone(),
        sections,
        section_remarks,
        records,
        totals,
        filled_merges,
        swapped_dates: reader.dates.values().filter_map(Dates::swapped).collect(),
        month_first_dates: reader
            .dates
            .values()
            .filter_map(Dates::read_month_first)
            .collect(),
        nil,
        signed: layout.body.signed.is_some(),
    }
}

fn table_column(column: &crate::layout::Column, template: &Template) -> TableColumn {
    let field = match column.meaning {
        Meaning::Field { field, slot } => {
            let id = template
                .field(field)
                .and_then(|spec| spec.column(slot))
                .map(|column| column.id.clone());
            id.map(|id| (field, id))
        }
        Meaning::Seq | Meaning::Extra | Meaning::Helper => None,
    };
    TableColumn {
        col: column.col,
        cell: column.cell,
        heading: column.heading(),
        field,
        seq: column.meaning == Meaning::Seq,
        helper: column.meaning == Meaning::Helper,
        scale: column.scale.clone(),
    }
}

fn stated_scale(layout: &TableLayout, context: &Context<'_>) -> TableScale {
    let statements = &layout.frame.scales;
    match statements.as_slice() {
        [] => context.carried_scale.map_or(
            TableScale::Default {
                dong: layout.template.default_scale,
                used: 0,
            },
            |dong| TableScale::Stated { dong, cell: None },
        ),
        [first, rest @ ..] if rest.iter().all(|other| other.dong == first.dong) => {
            TableScale::Stated {
                dong: first.dong,
                cell: Some(first.cell),
            }
        }
        all => TableScale::Contradicted {
            statements: all
                .iter()
                .map(|one| (one.cell, one.text.clone(), one.dong))
                .collect(),
        },
    }
}

fn sections(body: &Body) -> Vec<TableSection> {
    body.sections
        .iter()
        .enumerate()
        .map(|(index, section)| TableSection {
            path: body.path(Some(index)).join(" / "),
            parent: section.parent,
        })
        .collect()
}

/// The columns of the sheet that feed a field, with what reading their cells needs.
#[derive(Default)]
pub(super) struct FieldColumns {
    pub(super) values: Vec<u32>,
    start: Option<u32>,
    end: Option<u32>,
    measure: Option<u32>,
    qualifier: Option<u32>,
    pub(super) style: NumberStyle,
    pub(super) scale: Option<i64>,
    /// Whether the scale is the template's default (T005).
    by_default: bool,
    /// The currency that the heading states, when it is not đồng.
    foreign: Option<&'static str>,
}

/// A cell as it counts: its own content, or what a ditto mark or a merged region takes from above.
struct Found<'a> {
    at: CellRef,
    content: &'a Content,
    ditto: Option<&'a str>,
}

pub(super) struct Reader<'a> {
    pub(super) grid: &'a Grid,
    pub(super) header: &'a Header,
    pub(super) body: &'a Body,
    pub(super) template: &'a Template,
    sectors: Option<&'a Sectors>,
    /// The section of the last record that was given its sector, and that sector.
    sector: Option<(Option<usize>, Option<&'a Entry>)>,
    pub(super) columns: Vec<FieldColumns>,
    /// The money cells merged over several records.
    pub(super) shared: Vec<Shared>,
    /// The content that counts in each column of the record above.
    above: BTreeMap<u32, &'a Content>,
    filled: Vec<CellRange>,
    default_used: usize,
    /// The rates among the amounts of the record being read.
    rates: Vec<(CellRef, Dong)>,
    /// The dates of each column, for V115.
    dates: BTreeMap<u32, Dates>,
}
