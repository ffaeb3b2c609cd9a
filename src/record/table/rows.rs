//! The rows of a table: records, rows that go on, rows that add up.

use super::cells::is_ditto;
use super::figures::rates_to_products;
use super::withdrawn::withdraw;
use super::words::append;
use super::{Found, Reader};
use std::collections::BTreeMap;

use ecow::EcoString;

use crate::book::grid::Row;
use crate::fold;
use crate::layout::{BodyKind, BodyRow, Meaning, Scope, is_filled, seq_text};
use crate::place::CellRef;
use crate::record::{Field, Record, Total, TotalKind};
use crate::template::{Kind, Role};
use crate::value::{Interval, Note, Precision, Value};

impl<'a> Reader<'a> {
    pub(super) fn rows(&mut self) -> (Vec<Record>, Vec<Total>, Option<CellRef>) {
        let mut records: Vec<Record> = Vec::new();
        let mut totals = Vec::new();
        let mut nil = None;
        let mut told_by_parts: BTreeMap<u32, Vec<Vec<(usize, Field)>>> = BTreeMap::new();
        let body = self.body;
        for body_row in &body.rows {
            let Some(row) = self.grid.rows.get(body_row.index) else {
                continue;
            };
            match &body_row.kind {
                BodyKind::Record { section } => {
                    let mut record = self.record(row, *section);
                    // Rows repeat names and results: they share their texts.
                    if let Some(last) = records.last() {
                        record.fields.share(&last.fields);
                    }
                    records.push(record);
                }
                BodyKind::Continuation => {
                    if let Some(record) = records.last_mut() {
                        self.continue_record(row, record);
                    }
                }
                BodyKind::Stage { realised, .. } => {
                    if let Some(record) = records.last_mut() {
                        self.stage(row, *realised, record);
                    }
                }
                BodyKind::Section(index) => {
                    self.above.clear();
                    let section = body.sections.get(*index);
                    let label = section.map_or("", |section| section.label.as_str());
                    let total = self.total(row, label, Scope::Section(*index));
                    let kind = if section.is_some_and(|section| section.activity) {
                        TotalKind::Activity
                    } else {
                        TotalKind::Section
                    };
                    let total = Total {
                        kind,
                        covers: self.covered(body_row),
                        ..total
                    };
                    totals.extend((!total.amounts.is_empty()).then_some(total));
                }
                BodyKind::Total { label, scope } => {
                    let total = self.total(row, label, *scope);
                    totals.push(Total {
                        covers: self.covered(body_row),
                        ..total
                    });
                }
                BodyKind::Part { label, of } => {
                    let whole = body
                        .rows
                        .get(*of)
                        .and_then(|row| self.grid.rows.get(row.index));
                    let parted = records
                        .last()
                        .filter(|record| whole.is_some_and(|whole| whole.row == record.row));
                    if let Some(record) = parted {
                        let told = self.told_by_part(row, record);
                        told_by_parts.entry(record.row).or_default().push(told);
                    }
                    let total = self.total(row, label, Scope::Other);
                    let kind = whole.map_or(TotalKind::Row, |whole| TotalKind::Part {
                        of: whole.row,
                        giver: self.other_giver(row, whole),
                    });
                    totals.push(Total { kind, ..total });
                }
                BodyKind::Example => {}
                BodyKind::Nil => {
                    nil = row
                        .cells
                        .first()
                        .map(|cell| CellRef::new(row.row, cell.col));
                }
            }
        }
        for (row, told) in told_by_parts {
            let at = records.binary_search_by_key(&row, |record: &Record| record.row);
            let record = at.ok().and_then(|at| records.get_mut(at));
            if let Some(record) = record {
                tell_by_parts(record, told);
            }
        }
        records.shrink_to_fit();
        (records, totals, nil)
    }

    /// What a part says where its record says nothing: by the field's index.
    fn told_by_part(&mut self, part: &'a Row, record: &Record) -> Vec<(usize, Field)> {
        let template = self.template;
        let missing = |field: &Field| {
            let mut remarks = field.remarks.iter();
            field.value == Value::Empty && remarks.any(|remark| remark.note == Note::Missing)
        };
        let mut told = Vec::new();
        for (index, spec) in template.fields.iter().enumerate() {
            let of_kind =
                matches!(spec.kind, Kind::Text | Kind::Interval) && spec.role != Some(Role::Name);
            if of_kind && record.fields.get(index).is_some_and(missing) {
                told.push((index, self.field(part, index, spec, record.section)));
            }
        }
        told
    }

    pub(super) fn record(&mut self, row: &'a Row, section: Option<usize>) -> Record {
        let seq_cell = self.header.seq_col().map(|col| CellRef::new(row.row, col));
        let template = self.template;
        self.row_struck = self.is_struck(row);
        let mut fields: Vec<Field> = template
            .fields
            .iter()
            .enumerate()
            .map(|(index, spec)| self.field(row, index, spec, section))
            .collect();
        rates_to_products(template, &mut fields, &std::mem::take(&mut self.rates));
        let extra = self.extra(row);
        if let Some(remark) = self.withdrawal(row, &fields, &extra) {
            withdraw(template, &mut fields, remark);
        }
        self.row_struck = false;
        let record = Record {
            id: String::new(),
            row: row.row,
            section,
            seq: self
                .header
                .seq_col()
                .and_then(|col| row.cell(col))
                .and_then(seq_text)
                .unwrap_or_default()
                .into(),
            seq_cell,
            fields: fields.into(),
            extra,
        };
        self.remember(row);
        record
    }

    /// Remembers what a ditto mark in the next row repeats.
    pub(super) fn remember(&mut self, row: &'a Row) {
        for column in &self.header.columns {
            let at = CellRef::new(row.row, column.col);
            match row.cell(column.col).filter(|cell| is_filled(cell)) {
                Some(cell) if is_ditto(&cell.content) => {}
                Some(cell) => {
                    self.above.insert(column.col, (at, &cell.content));
                }
                // A cell merged down still shows its value.
                None if self.grid.merge_at(at).is_some() => {}
                None => {
                    self.above.remove(&column.col);
                }
            }
        }
    }

    pub(super) fn extra(&self, row: &Row) -> Vec<(String, String)> {
        let filled = row.cells.iter().filter(|cell| is_filled(cell));
        filled
            .filter_map(|cell| {
                let column = self.header.column(cell.col)?;
                (column.meaning == Meaning::Extra).then(|| {
                    let at = CellRef::new(row.row, cell.col);
                    (column.heading(), self.shown_at(at, &cell.content))
                })
            })
            .collect()
    }

    pub(super) fn continue_record(&mut self, row: &'a Row, record: &mut Record) {
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
                let shown = self.shown_at(CellRef::new(row.row, *col), &cell.content);
                append(&mut field.raw, &shown);
                match &mut field.value {
                    Value::Text(value) => append(value, &shown),
                    value => *value = Value::Text(shown.into()),
                }
                field.remarks.retain(|remark| remark.note != Note::Missing);
            }
        }
        record.extra.extend(self.extra(row));
    }

    /// Who gives by a row's own words, where another row tells somebody else.
    fn other_giver(&self, row: &Row, than: &Row) -> Option<EcoString> {
        let field = self.template.role(Role::Provider)?;
        let col = self.columns.get(field)?.values.first().copied()?;
        let giver = |row: &Row| {
            let cell = row.cell(col).filter(|cell| is_filled(cell))?;
            let text = self.shown_at(CellRef::new(row.row, col), &cell.content);
            (!is_ditto(&cell.content) && text.contains(char::is_alphabetic)).then_some(text)
        };
        let (own, other) = (giver(row)?, giver(than)?);
        (fold::fold(&own) != fold::fold(&other)).then(|| own.into())
    }

    /// The rows of the sheet that a row of the body covers, first and last.
    fn covered(&self, row: &BodyRow) -> Option<(u32, u32)> {
        let covers = row.covers.clone()?;
        let row_of = |position: usize| {
            let row = self.body.rows.get(position)?;
            Some(self.grid.rows.get(row.index)?.row)
        };
        let last = covers
            .end
            .checked_sub(1)
            .filter(|last| *last >= covers.start)?;
        Some((row_of(covers.start)?, row_of(last)?))
    }

    fn total(&mut self, row: &'a Row, label: &str, scope: Scope) -> Total {
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
                    from: CellRef::new(row.row, col),
                    content: &cell.content,
                    ditto: None,
                };
                let mut field = Field::default();
                self.amount(index, &found, &mut field);
                Some((index, field))
            })
            .collect();
        let numbers = template
            .fields
            .iter()
            .enumerate()
            .filter(|(_, spec)| matches!(spec.kind, Kind::Decimal | Kind::Integer))
            .filter_map(|(index, spec)| {
                let columns = self.columns.get(index)?;
                let (col, measure) = (columns.values.first().copied()?, columns.measure);
                row.cell(col).filter(|cell| is_filled(cell))?;
                let mut field = Field {
                    cell: Some(CellRef::new(row.row, col)),
                    ..Field::default()
                };
                self.quantity(row, index, Some(col), measure, &mut field);
                self.converted(Some(col), spec, &mut field);
                Some((index, field))
            })
            .collect();
        Total {
            row: row.row,
            label: label.to_owned(),
            scope,
            kind: TotalKind::Row,
            covers: None,
            amounts,
            numbers,
        }
    }
}

/// Gives a record what all of its parts say where it says nothing itself.
fn tell_by_parts(record: &mut Record, parts: Vec<Vec<(usize, Field)>>) {
    let mut told: BTreeMap<usize, Vec<Field>> = BTreeMap::new();
    for (index, field) in parts.into_iter().flatten() {
        told.entry(index).or_default().push(field);
    }
    for (index, fields) in told {
        if let (Some(field), Some(all)) = (record.fields.get_mut(index), all_of(fields)) {
            *field = all;
        }
    }
}

/// What several rows say of one field, where each says something: their texts, or the time from the first day to the last.
fn all_of(fields: Vec<Field>) -> Option<Field> {
    let mut fields = fields.into_iter();
    let mut all = fields.next().filter(|field| field.value != Value::Empty)?;
    for other in fields {
        match (&mut all.value, &other.value) {
            (Value::Text(text), Value::Text(more)) => {
                if !text.split('\n').any(|line| line == more.as_str()) {
                    append(text, more);
                    append(&mut all.raw, &other.raw);
                }
            }
            (Value::Interval(time), Value::Interval(more)) => {
                if time != more {
                    *time = Interval {
                        start: time
                            .start
                            .zip(more.start)
                            .map(|(one, other)| one.min(other)),
                        end: time.end.zip(more.end).map(|(one, other)| one.max(other)),
                        precision: Precision::Range,
                    };
                    append(&mut all.raw, &other.raw);
                }
            }
            _ => return None,
        }
        all.remarks.extend(other.remarks);
    }
    Some(all)
}
