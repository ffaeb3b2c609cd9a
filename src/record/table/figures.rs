//! Money and quantities.

use rust_decimal::Decimal;

use super::words::append;
use super::{Found, Reader};
use crate::book::grid::{Content, Row};
use crate::place::CellRef;
use crate::record::Field;
use crate::template::{Kind, Template};
use crate::value::amount::{self, AmountContext, AmountReading};
use crate::value::number::NumberStyle;
use crate::value::scale::parse_beside;
use crate::value::{Dong, Note, Qualifier, Remark, Value};
use crate::value::{quantity, shown};

impl<'a> Reader<'a> {
    pub(super) fn amount(&mut self, index: usize, found: &Found<'_>, field: &mut Field) {
        let Some(columns) = self.columns.get(index) else {
            return;
        };
        // `500` shown as `500 triệu` states its own unit, as text would.
        let beside = self.beside(found).or_else(|| self.in_measure(index, found));
        let context = AmountContext {
            scale: beside.or(columns.scale),
            style: columns.style,
        };
        let (by_default, foreign, rate) = (columns.by_default, columns.foreign, columns.rate);
        field.cell = Some(found.at);
        field.raw = shown::display(found.content).into();
        let Some(content) = self.open(found, field) else {
            return;
        };
        let mut reading = read_amount(content, &context);
        reading.own_scale |= beside.is_some();
        // Under `Kinh phí/căn` every figure is a rate.
        if let (true, Some((dong, _))) = (rate, reading.value)
            && dong != Dong(0)
        {
            reading.value = None;
            reading.notes = vec![Note::Rate(None)];
            reading.rate = Some(dong);
        }
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
                text: raw.to_string(),
                note,
            }));
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

    /// The unit of account that a row gives in the column of measures, where the sheet states none.
    fn in_measure(&self, index: usize, found: &Found<'_>) -> Option<i64> {
        self.columns
            .get(index)
            .filter(|columns| columns.by_default)?;
        let col = self.columns.iter().find_map(|columns| columns.measure)?;
        match &self.grid.get(CellRef::new(found.at.row, col))?.content {
            Content::Text(words) => parse_beside(words),
            _ => None,
        }
    }

    /// The unit that a number's format writes beside it.
    fn beside(&self, found: &Found<'_>) -> Option<i64> {
        let own = self.grid.get(found.at);
        own.filter(|cell| std::ptr::eq(&raw const cell.content, found.content))?;
        parse_beside(self.grid.words_beside.get(&found.at)?)
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
            field.raw = shown::display(found.content).into();
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

pub(in crate::record) fn read_amount(content: &Content, context: &AmountContext) -> AmountReading {
    match content {
        Content::Number(figure) => amount::amount_from_number(*figure, context),
        Content::Text(text) => amount::parse_amount(text, context),
        other => amount::parse_amount(&shown::display(other), context),
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
