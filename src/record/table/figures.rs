//! Money and quantities.

use ecow::EcoString;
use rust_decimal::Decimal;

use super::stages::plan;
use super::words::append;
use super::{Found, Reader};
use crate::book::grid::{Content, Row};
use crate::book::seen::Seen;
use crate::fold;
use crate::place::CellRef;
use crate::record::Field;
use crate::template::{FieldSpec, Kind, Template};
use crate::value::amount;
use crate::value::number::NumberStyle;
use crate::value::{Dong, Note, Qualifier, Remark, Unread, Value};
use crate::value::{quantity, shown};

impl<'a> Reader<'a> {
    pub(super) fn amount(&mut self, index: usize, found: &Found<'_>, field: &mut Field) {
        let Some(column) = self.money_column(index) else {
            return;
        };
        let seen = self.seen(found);
        field.cell = Some(found.at);
        field.raw = raw(found.content, seen);
        let Some(content) = self.open(found, field) else {
            return;
        };
        let unclear = self.left_out(found, field);
        if unclear {
            return;
        }
        let mut reading = column.read(self.grid, found.at, content, seen);
        let by_table = (column.by_default || column.overlooked) && !column.changes_at(found.at.row);
        if let Some(stored) = seen.and_then(|seen| seen.stored) {
            let stored = shown::display(&Content::Number(stored));
            reading.notes.push(Note::ShownOther(stored));
        }
        let doubtful = field
            .remarks
            .iter()
            .any(|remark| matches!(remark.note, Note::LeftOut { .. }));
        if doubtful && reading.value.is_none() {
            unsure(field, &mut reading.notes);
        }
        if let Some((dong, qualifier)) = reading.value {
            field.value = Value::Amount { dong, qualifier };
            self.table_scale_used += usize::from(by_table && !reading.own_scale && dong != Dong(0));
        }
        self.rates.extend(reading.rate.map(|rate| (found.at, rate)));
        let raw = &field.raw;
        field
            .remarks
            .extend(reading.notes.into_iter().map(|note| Remark {
                cell: found.at,
                text: raw.to_string(),
                note,
            }));
    }

    /// What stands in a section of what is planned or asked for is planned only.
    pub(super) fn planned_by_section(&self, section: Option<usize>, field: &mut Field) {
        let planned = section
            .and_then(|index| self.body.sections.get(index))
            .is_some_and(|section| section.planned);
        if planned {
            plan(field);
        }
    }

    /// What a column of its own says of how exact an amount is.
    pub(super) fn qualified(&mut self, row: &'a Row, index: usize, field: &mut Field) {
        let col = self
            .columns
            .get(index)
            .and_then(|columns| columns.qualifier);
        let Some(found) = col.and_then(|col| self.found(row, col, false)) else {
            return;
        };
        let Some(content) = self.open(&found, field) else {
            return;
        };
        let shown = shown::display(content);
        if shown::is_blank_mark(&shown) {
            return;
        }
        let note = match (amount::parse_qualifier(&shown), &mut field.value) {
            (Some(stated), Value::Amount { qualifier, .. }) => {
                *qualifier = stated;
                field
                    .remarks
                    .retain(|remark| !matches!(remark.note, Note::Inexact(_)));
                (stated != Qualifier::Exact).then_some(Note::Inexact(stated))
            }
            (Some(_), _) => None,
            (None, _) => Some(Note::NotListed(None)),
        };
        field.remarks.extend(note.map(|note| Remark {
            cell: found.at,
            text: shown,
            note,
        }));
    }

    pub(super) fn quantity(
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
        if let Some(found) = number.and_then(|col| self.found(row, col, false)) {
            let seen = self.seen(&found);
            field.raw = raw(found.content, seen);
            let mut notes = Vec::new();
            match self.open(&found, field) {
                Some(_) if self.left_out(&found, field) => {}
                Some(Content::Number(figure)) => {
                    let percent = seen.is_some_and(|seen| seen.percent);
                    let figure = if percent { figure * 100.0 } else { *figure };
                    let reading = quantity::quantity_from_number(figure, false);
                    (value, notes) = (reading.number, reading.notes);
                    unit = seen.map_or_else(String::new, measure_beside);
                    if let Some(stored) = seen.and_then(|seen| seen.stored) {
                        let stored = shown::display(&Content::Number(stored));
                        notes.push(Note::ShownOther(stored));
                    }
                }
                Some(content) if !shown::is_blank_mark(&field.raw) => {
                    let shown = shown::display(content);
                    let reading = quantity::parse_quantity(&shown, false, style);
                    (value, unit, notes) = (reading.number, reading.measure, reading.notes);
                    if value.is_none() {
                        unsure(field, &mut notes);
                    }
                }
                _ => {}
            }
            let raw = &field.raw;
            field.remarks.extend(notes.into_iter().map(|note| Remark {
                cell: found.at,
                text: raw.to_string(),
                note,
            }));
        }
        if let Some(found) = measure.and_then(|col| self.found(row, col, false)) {
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
                measure: unit.into(),
            };
        }
    }
}

impl Reader<'_> {
    /// A quantity as a number in the unit of its field: the measure stands in the cell, beside it, or in the heading.
    pub(super) fn converted(&self, col: Option<u32>, spec: &FieldSpec, field: &mut Field) {
        let Value::Quantity { number, measure } = &field.value else {
            return;
        };
        let heading = || {
            let mut columns = self.header.columns.iter();
            let column = columns.find(|column| Some(column.col) == col)?;
            measure_in(&column.heading(), spec)
        };
        let factor = if measure.is_empty() {
            heading().map_or(Some(Decimal::ONE), |measure| spec.factor(&measure))
        } else {
            spec.factor(measure)
        };
        let value = number
            .zip(factor)
            .and_then(|(number, factor)| number.checked_mul(factor));
        let whole = |number: &Decimal| spec.kind != Kind::Integer || number.fract().is_zero();
        let unread = number.is_some() && value.filter(whole).is_none();
        let why = match factor {
            None => Unread::OtherMeasure,
            Some(_) => Unread::NotUnderstood,
        };
        field.value = value.filter(whole).map_or(Value::Empty, Value::Number);
        if let Some(cell) = field.cell.filter(|_| unread) {
            field.remarks.push(Remark {
                cell,
                text: field.raw.to_string(),
                note: Note::Unread(why),
            });
        }
    }
}

/// The measure of a field that a heading states in brackets: `Diện tích (m²)`.
fn measure_in(heading: &str, spec: &FieldSpec) -> Option<String> {
    let brackets = heading.split('(').skip(1);
    let mut stated = brackets.filter_map(|rest| Some(rest.split_once(')')?.0));
    let known = |text: &&str| {
        let text = fold::bare(text);
        spec.measures().any(|measure| fold::bare(measure) == text)
    };
    stated.find(known).map(str::to_owned)
}

/// The text of a cell of figures: what its format makes of it, or all of its letters, those left out included.
fn raw(content: &Content, seen: Option<&Seen>) -> EcoString {
    match seen {
        Some(Seen {
            text: Some(text), ..
        }) => (&**text).into(),
        Some(Seen {
            whole: Some(whole), ..
        }) => fold::tidy(whole).as_ref().into(),
        _ => shown::display(content).into(),
    }
}

/// The measure that a number's format writes behind it.
fn measure_beside(seen: &Seen) -> String {
    match &seen.words {
        _ if seen.percent => "%".to_owned(),
        Some(words) if seen.behind && words.contains(char::is_alphabetic) => words.to_string(),
        _ => String::new(),
    }
}

/// Where letters were left out and what is left was not understood, that is said, once.
fn unsure(field: &mut Field, notes: &mut Vec<Note>) {
    for remark in &mut field.remarks {
        if let Note::LeftOut { clear, .. } = &mut remark.note {
            *clear = false;
            notes.retain(|note| !matches!(note, Note::Unread(_)));
        }
    }
}

/// A rate times the record's quantity is suggested where both are known.
pub(super) fn rates_to_products(
    template: &Template,
    fields: &mut [Field],
    rates: &[(CellRef, Dong)],
) {
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
