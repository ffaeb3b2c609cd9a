//! From a recognised table to records: every value typed, with its place, its raw text and what reading it left to say.
//!
//! A value is read with its column as context: the unit of account (cell, then heading, then caption, then default),
//! how the column writes decimals, what a ditto mark or a merged region takes from above.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::amount::{self, AmountContext};
use super::number::{self, NumberStyle};
use super::record::{Field, Record, Table, TableColumn, TableScale, TableSection, Total};
use super::scale::CaptionScale;
use super::settle::Shared;
use super::value::{Dong, Interval, Note, Precision, Remark, Unread, Value};
use super::{date, quantity, shown};
use crate::book::grid::{Cell, Content, Grid, Row};
use crate::fold;
use crate::layout::words::words;
use crate::layout::{Body, BodyKind, Header, Meaning, Scope, TableLayout, is_filled, seq_text};
use crate::place::{CellRange, CellRef, Place};
use crate::register::Sectors;
use crate::template::{FieldSpec, Kind, Role, Slot, Template};

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
        columns: Vec::new(),
        shared: Vec::new(),
        above: BTreeMap::new(),
        filled: Vec::new(),
        default_used: 0,
        rates: Vec::new(),
        dates: BTreeMap::new(),
    };
    reader.columns = reader.field_columns(&stated);
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
        Meaning::Seq | Meaning::Extra => None,
    };
    TableColumn {
        col: column.col,
        cell: column.cell,
        heading: column.heading(),
        field,
        seq: column.meaning == Meaning::Seq,
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

/// The dates of a column: those stored as dates, and those typed as text.
#[derive(Default)]
struct Dates {
    stored: Vec<CellRef>,
    stored_over_12: bool,
    typed: usize,
    typed_up_to_12: bool,
}

impl Dates {
    /// The cells whose day and month may be swapped, and how many; `None` when nothing speaks for it.
    fn swapped(&self) -> Option<(CellRange, usize)> {
        let suspected = self.stored.len() >= 3
            && self.typed >= 3
            && !self.stored_over_12
            && !self.typed_up_to_12;
        let (first, last) = (self.stored.first()?, self.stored.last()?);
        suspected.then(|| (CellRange::new(*first, *last), self.stored.len()))
    }
}

impl<'a> Reader<'a> {
    fn field_columns(&self, stated: &TableScale) -> Vec<FieldColumns> {
        (0..self.template.fields.len())
            .map(|field| {
                let mut columns = FieldColumns::default();
                for column in &self.header.columns {
                    match column.meaning {
                        Meaning::Field { field: other, slot } if other == field => match slot {
                            Slot::Value => columns.values.push(column.col),
                            Slot::Start => columns.start = Some(column.col),
                            Slot::End => columns.end = Some(column.col),
                            Slot::Measure => columns.measure = Some(column.col),
                        },
                        _ => {}
                    }
                }
                let heading = columns
                    .values
                    .first()
                    .and_then(|col| self.header.column(*col)?.scale.as_ref());
                (columns.scale, columns.by_default) = match (heading, stated) {
                    (Some(CaptionScale::Money { dong, .. }), _) => (Some(*dong), false),
                    (Some(CaptionScale::Foreign { currency, .. }), _) => {
                        columns.foreign = Some(currency);
                        (Some(1), false)
                    }
                    (_, TableScale::Stated { dong, .. }) => (Some(*dong), false),
                    (_, TableScale::Contradicted { .. }) => (None, false),
                    (_, TableScale::Default { dong, .. }) => (Some(*dong), true),
                };
                columns.style = self.style(&columns.values);
                columns
            })
            .collect()
    }

    fn style(&self, cols: &[u32]) -> NumberStyle {
        let texts = self
            .body
            .rows
            .iter()
            .filter_map(|row| self.grid.rows.get(row.index))
            .flat_map(|row| {
                cols.iter()
                    .filter_map(|col| match &row.cell(*col)?.content {
                        Content::Text(text) => Some(&**text),
                        _ => None,
                    })
            });
        number::settle(texts)
    }

    fn rows(&mut self) -> (Vec<Record>, Vec<Total>, Option<CellRef>) {
        let mut records: Vec<Record> = Vec::new();
        let mut totals = Vec::new();
        let mut nil = None;
        let body = self.body;
        for body_row in &body.rows {
            let Some(row) = self.grid.rows.get(body_row.index) else {
                continue;
            };
            match &body_row.kind {
                BodyKind::Record { section } => records.push(self.record(row, *section)),
                BodyKind::Continuation => {
                    if let Some(record) = records.last_mut() {
                        self.continue_record(row, record);
                    }
                }
                BodyKind::Section(index) => {
                    self.above.clear();
                    let label = body
                        .sections
                        .get(*index)
                        .map_or("", |section| section.label.as_str());
                    let total = self.total(row, label, Scope::Section(*index), true);
                    totals.extend((!total.amounts.is_empty()).then_some(total));
                }
                BodyKind::Total { label, scope } => {
                    totals.push(self.total(row, label, *scope, false))
                }
                BodyKind::Nil => {
                    nil = row
                        .cells
                        .first()
                        .map(|cell| CellRef::new(row.row, cell.col));
                }
            }
        }
        (records, totals, nil)
    }

    fn record(&mut self, row: &'a Row, section: Option<usize>) -> Record {
        let seq_cell = self.header.seq_col().map(|col| CellRef::new(row.row, col));
        let template = self.template;
        let mut fields: Vec<Field> = template
            .fields
            .iter()
            .enumerate()
            .map(|(index, spec)| self.field(row, index, spec, section))
            .collect();
        rates_to_products(template, &mut fields, &std::mem::take(&mut self.rates));
        let record = Record {
            id: String::new(),
            row: row.row,
            section,
            seq: self
                .header
                .seq_col()
                .and_then(|col| row.cell(col))
                .and_then(seq_text)
                .unwrap_or_default(),
            seq_cell,
            fields,
            extra: self.extra(row),
        };
        for cell in &row.cells {
            self.remember(cell);
        }
        record
    }

    fn remember(&mut self, cell: &'a Cell) {
        if is_filled(cell) && !is_ditto(&cell.content) {
            self.above.insert(cell.col, &cell.content);
        }
    }

    fn extra(&self, row: &Row) -> Vec<(String, String)> {
        let filled = row.cells.iter().filter(|cell| is_filled(cell));
        filled
            .filter_map(|cell| {
                let column = self.header.column(cell.col)?;
                (column.meaning == Meaning::Extra)
                    .then(|| (column.heading(), shown::display(&cell.content)))
            })
            .collect()
    }

    /// The cell that counts for a record in a column.
    fn found(&mut self, row: &'a Row, col: u32, fill: bool) -> Option<Found<'a>> {
        let at = CellRef::new(row.row, col);
        let own = row.cell(col).filter(|cell| is_filled(cell));
        if let Some(cell) = own {
            if is_ditto(&cell.content)
                && let (Some(content), Content::Text(mark)) = (self.above.get(&col), &cell.content)
            {
                return Some(Found {
                    at,
                    content,
                    ditto: Some(mark),
                });
            }
            return Some(Found {
                at,
                content: &cell.content,
                ditto: None,
            });
        }
        let merge = self.grid.merge_at(at).copied().filter(|merge| {
            fill && merge.first != at
                && merge.first.row > self.header.span.1
                && merge.first.row < row.row
        })?;
        let cell = self.grid.get(merge.first).filter(|cell| is_filled(cell))?;
        self.filled.push(merge);
        Some(Found {
            at,
            content: &cell.content,
            ditto: None,
        })
    }

    fn field(
        &mut self,
        row: &'a Row,
        index: usize,
        spec: &FieldSpec,
        section: Option<usize>,
    ) -> Field {
        let (values, start, end, measure) =
            self.columns
                .get(index)
                .map_or((Vec::new(), None, None, None), |columns| {
                    (
                        columns.values.clone(),
                        columns.start,
                        columns.end,
                        columns.measure,
                    )
                });
        let first = values.first().copied();
        let mut field = Field {
            cell: first.or(start).map(|col| CellRef::new(row.row, col)),
            ..Field::default()
        };
        match spec.kind {
            Kind::Text => {
                self.text(row, &values, &mut field);
                if spec.role == Some(Role::Name) {
                    field.remarks.extend(listed(&field));
                }
            }
            Kind::Code => self.code(row, first, &mut field, spec, section),
            Kind::Amount => {
                let at = first.map(|col| CellRef::new(row.row, col));
                let shared = at.and_then(|at| self.shared_at(at).copied());
                if let Some(shared) = shared.filter(|one| one.once && at != Some(one.merge.first)) {
                    // The first of its records has it already.
                    self.filled.push(shared.merge);
                    return field;
                }
                if let Some(found) = first.and_then(|col| self.found(row, col, true)) {
                    self.amount(index, &found, &mut field);
                    let said = self.shared_remark(found.at, &field.raw);
                    field.remarks.extend(said);
                }
            }
            Kind::Quantity => self.quantity(row, index, first, measure, &mut field),
            Kind::Interval => match (first, start, end) {
                (_, Some(start), Some(end)) => self.interval_of_two(row, start, end, &mut field),
                (Some(col), _, _) | (None, Some(col), None) | (None, None, Some(col)) => {
                    if let Some(found) = self.found(row, col, true) {
                        let interval = self.interval(&found, &mut field);
                        field.cell = Some(found.at);
                        field.value = interval.map_or(Value::Empty, Value::Interval);
                    }
                }
                (None, None, None) => {}
            },
        }
        if spec.required
            && field.value == Value::Empty
            && !field.remarks.iter().any(|remark| explains(&remark.note))
            && let Some(cell) = field.cell
        {
            field.remarks.push(Remark {
                cell,
                text: String::new(),
                note: Note::Missing,
            });
        }
        field
    }

    /// What a cell leaves to say whatever its column holds; the content to read when there is any.
    fn open<'c>(&self, found: &Found<'c>, field: &mut Field) -> Option<&'c Content> {
        let mut say = |text: &str, note| {
            field.remarks.push(Remark {
                cell: found.at,
                text: text.to_owned(),
                note,
            });
        };
        if let Some(mark) = found.ditto {
            say(mark, Note::Ditto);
        }
        match found.content {
            Content::Error(error) => {
                say(error, Note::CellError);
                None
            }
            Content::Text(error) if shown::is_cell_error(error) => {
                say(error.trim(), Note::CellError);
                None
            }
            Content::NoResult => {
                say("", Note::NoResult);
                None
            }
            content => Some(content),
        }
    }

    fn text(&mut self, row: &'a Row, cols: &[u32], field: &mut Field) {
        let mut parts: Vec<String> = Vec::new();
        for col in cols {
            let Some(found) = self.found(row, *col, true) else {
                continue;
            };
            let Some(content) = self.open(&found, field) else {
                append(&mut field.raw, &shown::display(found.content));
                continue;
            };
            let shown = shown::display(content);
            append(&mut field.raw, &shown);
            if shown::is_blank_mark(&shown) {
                continue;
            }
            if shown::runs_as_formula(&shown) {
                field.remarks.push(Remark {
                    cell: found.at,
                    text: shown.clone(),
                    note: Note::FormulaText,
                });
            }
            if parts.is_empty() {
                field.cell = Some(found.at);
            }
            parts.push(shown);
        }
        if !parts.is_empty() {
            field.value = Value::Text(parts.join("\n"));
        }
    }

    fn continue_record(&mut self, row: &'a Row, record: &mut Record) {
        for (index, spec) in self.template.fields.iter().enumerate() {
            let (Kind::Text, Some(columns), Some(field)) = (
                spec.kind,
                self.columns.get(index),
                record.fields.get_mut(index),
            ) else {
                continue;
            };
            for col in &columns.values {
                let Some(cell) = row.cell(*col).filter(|cell| is_filled(cell)) else {
                    continue;
                };
                let shown = shown::display(&cell.content);
                append(&mut field.raw, &shown);
                match &mut field.value {
                    Value::Text(value) => append(value, &shown),
                    value => *value = Value::Text(shown),
                }
                field.remarks.retain(|remark| remark.note != Note::Missing);
            }
        }
        record.extra.extend(self.extra(row));
    }

    fn code(
        &mut self,
        row: &'a Row,
        col: Option<u32>,
        field: &mut Field,
        spec: &FieldSpec,
        section: Option<usize>,
    ) {
        let found = col.and_then(|col| self.found(row, col, true));
        if let Some(found) = found
            && let Some(content) = self.open(&found, field)
        {
            field.raw = shown::display(content);
            if !shown::is_blank_mark(&field.raw) {
                let (value, note) = self.lookup(&field.raw);
                field.value = value;
                field.remarks.extend(note.map(|note| Remark {
                    cell: found.at,
                    text: field.raw.clone(),
                    note,
                }));
                return;
            }
        }
        if spec.from_section
            && field.raw.is_empty()
            && let Some(sectors) = self.sectors
        {
            let sector = self
                .body
                .path(section)
                .iter()
                .rev()
                .find_map(|label| sectors.find(label));
            if let Some(sector) = sector {
                field.value = Value::Code {
                    code: sector.code.clone(),
                    name: sector.name.clone(),
                };
            }
        }
    }

    fn lookup(&self, text: &str) -> (Value, Option<Note>) {
        let as_typed = Value::Code {
            code: String::new(),
            name: text.to_owned(),
        };
        let Some(sectors) = self.sectors else {
            return (as_typed, None);
        };
        match sectors.find(text) {
            Some(sector) => (
                Value::Code {
                    code: sector.code.clone(),
                    name: sector.name.clone(),
                },
                None,
            ),
            None => {
                let nearest = sectors
                    .nearest(text)
                    .map(|(sector, _)| (sector.code.clone(), sector.name.clone()));
                (as_typed, Some(Note::NotListed(nearest)))
            }
        }
    }

    /// Section labels that name a sector in words of their own and are on no list.
    fn section_remarks(&self) -> Vec<Remark> {
        let from_section = self
            .template
            .fields
            .iter()
            .zip(&self.columns)
            .any(|(spec, columns)| spec.from_section && columns.values.is_empty());
        let (Some(sectors), true) = (self.sectors, from_section) else {
            return Vec::new();
        };
        self.body
            .sections
            .iter()
            .filter(|section| {
                let folded = fold::fold(&section.label);
                words().sector_label.begin(&folded) && sectors.find(&section.label).is_none()
            })
            .map(|section| {
                let nearest = sectors
                    .nearest(&section.label)
                    .map(|(sector, _)| (sector.code.clone(), sector.name.clone()));
                Remark {
                    cell: section.cell,
                    text: section.label.clone(),
                    note: Note::NotListed(nearest),
                }
            })
            .collect()
    }

    fn amount(&mut self, index: usize, found: &Found<'_>, field: &mut Field) {
        let Some(columns) = self.columns.get(index) else {
            return;
        };
        let context = AmountContext {
            scale: columns.scale,
            style: columns.style,
        };
        let (by_default, foreign) = (columns.by_default, columns.foreign);
        field.cell = Some(found.at);
        field.raw = shown::display(found.content);
        let Some(content) = self.open(found, field) else {
            return;
        };
        let mut reading = read_amount(content, &context);
        if let (Some(currency), Some((dong, _)), false) =
            (foreign, reading.value, reading.own_scale)
            && dong != Dong(0)
        {
            reading.value = None;
            reading.notes = vec![Note::Foreign(currency)];
        }
        if let Some((dong, qualifier)) = reading.value {
            field.value = Value::Amount { dong, qualifier };
            self.default_used += usize::from(by_default && !reading.own_scale && dong != Dong(0));
        }
        self.rates.extend(reading.rate.map(|rate| (found.at, rate)));
        let raw = &field.raw;
        field
            .remarks
            .extend(reading.notes.into_iter().map(|note| Remark {
                cell: found.at,
                text: raw.clone(),
                note,
            }));
    }

    fn quantity(
        &mut self,
        row: &'a Row,
        index: usize,
        number: Option<u32>,
        measure: Option<u32>,
        field: &mut Field,
    ) {
        let style = self
            .columns
            .get(index)
            .map_or(NumberStyle::Unsettled, |columns| columns.style);
        let mut value: Option<Decimal> = None;
        let mut unit = String::new();
        if let Some(found) = number.and_then(|col| self.found(row, col, true)) {
            field.raw = shown::display(found.content);
            let mut notes = Vec::new();
            match self.open(&found, field) {
                Some(Content::Number(figure)) => {
                    let reading = quantity::quantity_from_number(*figure, false);
                    (value, unit, notes) = (reading.number, reading.measure, reading.notes);
                }
                Some(content) if !shown::is_blank_mark(&field.raw) => {
                    let shown = shown::display(content);
                    let reading = quantity::parse_quantity(&shown, false, style);
                    (value, unit, notes) = (reading.number, reading.measure, reading.notes);
                }
                _ => {}
            }
            let raw = &field.raw;
            field.remarks.extend(notes.into_iter().map(|note| Remark {
                cell: found.at,
                text: raw.clone(),
                note,
            }));
        }
        if let Some(found) = measure.and_then(|col| self.found(row, col, true)) {
            field.second = Some(found.at);
            if let Some(content) = self.open(&found, field) {
                let shown = shown::display(content);
                if !shown::is_blank_mark(&shown) {
                    append(&mut field.raw, &shown);
                    unit = shown.to_lowercase();
                }
            }
        }
        if value.is_some() || !unit.is_empty() {
            field.value = Value::Quantity {
                number: value,
                measure: unit,
            };
        }
    }

    fn interval(&mut self, found: &Found<'_>, field: &mut Field) -> Option<Interval> {
        let shown = shown::display(found.content);
        append(&mut field.raw, &shown);
        let content = self.open(found, field)?;
        let dates = self.dates.entry(found.at.col).or_default();
        let reading = match content {
            Content::Date(day) => {
                dates.stored.push(found.at);
                dates.stored_over_12 |= day.day() > 12;
                return Some(date::interval_from_date(*day));
            }
            Content::Number(figure) => match date::interval_from_number(*figure) {
                Some(interval) => return Some(interval),
                None => date::parse_date(&shown),
            },
            _ => date::parse_date(&shown),
        };
        if let Some(over_12) = reading.had_day_over_12 {
            dates.typed += 1;
            dates.typed_up_to_12 |= !over_12;
        }
        field
            .remarks
            .extend(reading.notes.into_iter().map(|note| Remark {
                cell: found.at,
                text: shown.clone(),
                note,
            }));
        reading.interval
    }

    fn interval_of_two(&mut self, row: &'a Row, start: u32, end: u32, field: &mut Field) {
        let (start_at, end_at) = (CellRef::new(row.row, start), CellRef::new(row.row, end));
        field.cell = Some(start_at);
        field.second = Some(end_at);
        let (first, last) = (self.found(row, start, true), self.found(row, end, true));
        let same = match (&first, &last) {
            (Some(first), Some(last)) => first.content == last.content,
            _ => false,
        };
        let from = first.as_ref().and_then(|found| self.interval(found, field));
        let to = last.as_ref().and_then(|found| self.interval(found, field));
        if first.is_none() && last.is_none() {
            return;
        }
        for (at, found) in [(start_at, &first), (end_at, &last)] {
            if found.is_none() {
                field.remarks.push(Remark {
                    cell: at,
                    text: String::new(),
                    note: Note::Missing,
                });
            }
        }
        if from.is_none() && to.is_none() {
            return;
        }
        let precision = match (from, same) {
            (Some(from), true) => from.precision,
            _ => Precision::Range,
        };
        let interval = Interval {
            start: from.and_then(|from| from.start),
            end: to.and_then(|to| to.end),
            precision,
        };
        if let (Some(first_day), Some(last_day)) = (interval.start, interval.end)
            && last_day < first_day
        {
            let text = last
                .as_ref()
                .map_or(String::new(), |found| shown::display(found.content));
            field.remarks.push(Remark {
                cell: end_at,
                text,
                note: Note::EndBeforeStart,
            });
        }
        field.value = Value::Interval(interval);
    }

    fn total(&mut self, row: &'a Row, label: &str, scope: Scope, on_section_row: bool) -> Total {
        let template = self.template;
        let amounts = template
            .fields
            .iter()
            .enumerate()
            .filter(|(_, spec)| spec.kind == Kind::Amount)
            .filter_map(|(index, _)| {
                let col = self.columns.get(index)?.values.first().copied()?;
                let cell = row.cell(col).filter(|cell| is_filled(cell))?;
                let found = Found {
                    at: CellRef::new(row.row, col),
                    content: &cell.content,
                    ditto: None,
                };
                let mut field = Field::default();
                self.amount(index, &found, &mut field);
                Some((index, field))
            })
            .collect();
        Total {
            row: row.row,
            label: label.to_owned(),
            scope,
            on_section_row,
            amounts,
        }
    }
}

pub(super) fn read_amount(content: &Content, context: &AmountContext) -> amount::AmountReading {
    match content {
        Content::Number(figure) => amount::amount_from_number(*figure, context),
        Content::Text(text) => amount::parse_amount(text, context),
        other => amount::parse_amount(&shown::display(other), context),
    }
}

/// A rate times the record's quantity is suggested where both are known.
fn rates_to_products(template: &Template, fields: &mut [Field], rates: &[(CellRef, Dong)]) {
    let quantity = template
        .fields
        .iter()
        .position(|spec| spec.kind == Kind::Quantity);
    let number = quantity
        .and_then(|index| fields.get(index))
        .and_then(|field| match &field.value {
            Value::Quantity { number, .. } => *number,
            _ => None,
        });
    let Some(number) = number else { return };
    for remark in fields.iter_mut().flat_map(|field| &mut field.remarks) {
        let rate = rates.iter().find(|(cell, _)| *cell == remark.cell);
        if let (Note::Rate(product @ None), Some((_, rate))) = (&mut remark.note, rate) {
            *product = number
                .checked_mul(Decimal::from(rate.0))
                .filter(|product| product.fract().is_zero())
                .and_then(|product| i64::try_from(product).ok())
                .map(Dong);
        }
    }
}

/// Says that a name lists several activities, a line each with a number or a dash before it.
fn listed(field: &Field) -> Option<Remark> {
    let marked = |line: &&str| {
        let line = line.trim_start();
        let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = digits.len() < line.len() && digits.starts_with(['.', ')', '/']);
        numbered || line.starts_with("- ") || line.starts_with("+ ")
    };
    let count = field.raw.lines().filter(marked).count();
    let cell = field.cell.filter(|_| count >= 2)?;
    Some(Remark {
        cell,
        text: field.raw.clone(),
        note: Note::Listed(count),
    })
}

fn is_ditto(content: &Content) -> bool {
    matches!(content, Content::Text(text) if amount::is_ditto(text))
}

/// Whether a remark says why there is no value, so that it need not be said again that it is missing.
fn explains(note: &Note) -> bool {
    match note {
        Note::Missing
        | Note::Unread(_)
        | Note::CellError
        | Note::NoResult
        | Note::TwoWays(..)
        | Note::Range(..)
        | Note::Rate(_)
        | Note::Several(_)
        | Note::Foreign(_) => true,
        Note::NotListed(_)
        | Note::Inexact(_)
        | Note::TextNumber
        | Note::Negative
        | Note::EndBeforeStart
        | Note::FormulaText
        | Note::DayOrMonth
        | Note::Ditto
        | Note::Listed(_)
        | Note::Shared(_)
        | Note::Vague
        | Note::Rounded => false,
    }
}

/// Appends a line.
fn append(text: &mut String, line: &str) {
    if !text.is_empty() && !line.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

/// Why an unread value was not read, for rules that tell kinds apart.
#[must_use]
pub fn unread(remark: &Remark) -> Option<&Unread> {
    match &remark.note {
        Note::Unread(why) => Some(why),
        _ => None,
    }
}
