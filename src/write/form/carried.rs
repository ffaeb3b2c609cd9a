//! Records of the last period that are not finished: they stand on the new form from the start, to be brought up to date.
//!
//! A record is unfinished when nothing stands under its result, when it ends after that period, when its amount is
//! planned only, or when its amount could not be read.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::lang::day;
use crate::record::{Field, Record};
use crate::round::Round;
use crate::template::{FieldSpec, Kind, Role, Slot, Template};
use crate::value::shown::plain_number;
use crate::value::{Dong, Interval, Qualifier, Value};
use crate::write::interval;

/// What is typed into a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
}

/// A record by the ids of the form's columns.
pub type Carried = BTreeMap<String, Typed>;

/// The unfinished records of a round by the code of their office, in the order of the round; `scale` is đồng in one unit
/// of the form. The second value counts those whose office is on no register.
#[must_use]
pub fn unfinished(
    round: &Round,
    template: &Template,
    scale: i64,
) -> (BTreeMap<String, Vec<Carried>>, usize) {
    let mut by_office: BTreeMap<String, Vec<Carried>> = BTreeMap::new();
    let mut homeless = 0;
    for (submission, table, record) in round.records() {
        let office = submission.office_of(table).code();
        let end = round.cutoff_of(office);
        if table.template.id != template.id || !is_unfinished(&table.template, record, end) {
            continue;
        }
        match office {
            "" => homeless += 1,
            code => {
                let record = typed(&table.template, record, template, scale);
                by_office.entry(code.to_owned()).or_default().push(record);
            }
        }
    }
    (by_office, homeless)
}

fn is_unfinished(template: &Template, record: &Record, end: Option<Date>) -> bool {
    let field = |role| {
        template
            .role(role)
            .and_then(|index| record.fields.get(index))
    };
    let no_result = field(Role::Result).is_some_and(|field| field.value == Value::Empty);
    let goes_on = field(Role::Time).is_some_and(|field| match (&field.value, end) {
        (
            Value::Interval(Interval {
                end: Some(last), ..
            }),
            Some(end),
        ) => *last > end,
        (Value::Interval(Interval { end: None, .. }), _) => true,
        _ => false,
    });
    if field(Role::Total).is_some_and(Field::withdrawn) {
        return false;
    }
    let open_amount = field(Role::Total).is_some_and(|field| field.planned() || field.unread());
    no_result || goes_on || open_amount
}

/// A record as it is typed into a form of a template, which may be a later version of its own.
fn typed(own: &Template, record: &Record, template: &Template, scale: i64) -> Carried {
    let mut carried = Carried::new();
    for (index, column) in template.form_columns() {
        let Some(spec) = template.field(index) else {
            continue;
        };
        let position = own.fields.iter().position(|other| other.id == spec.id);
        let field = position.and_then(|position| record.fields.get(position));
        if let Some(typed) = field.and_then(|field| slot(spec, column.slot, field, scale)) {
            carried.insert(spec.slot_id(column.slot).to_owned(), typed);
        }
    }
    carried
}

/// What is typed into a slot's cell; `None` for an empty one.
fn slot(spec: &FieldSpec, slot: Slot, field: &Field, scale: i64) -> Option<Typed> {
    let typed = match (&field.value, slot) {
        (Value::Empty, Slot::Value) => Typed::Text(field.raw.to_string()),
        (Value::Text(text) | Value::Code { name: text, .. }, Slot::Value) => {
            Typed::Text(text.to_string())
        }
        (Value::Amount { dong, .. }, Slot::Value) => money(*dong, scale),
        (Value::Amount { qualifier, .. }, Slot::Qualifier) => {
            Typed::Text(Qualifier::word(*qualifier).to_owned())
        }
        (Value::Quantity { number, .. }, Slot::Value) => (*number).and_then(number_of)?,
        (Value::Quantity { measure, .. }, Slot::Measure) => Typed::Text(measure.to_string()),
        (Value::Number(number), Slot::Value) => number_of(*number)?,
        (Value::Day(day), Slot::Value) => Typed::Text(crate::lang::day(*day)),
        (Value::Interval(interval), Slot::Value) => Typed::Text(interval::text(interval)),
        (Value::Interval(interval), Slot::Start) => Typed::Text(interval.start.map(day)?),
        (Value::Interval(interval), Slot::End) => Typed::Text(interval.end.map(day)?),
        _ => return None,
    };
    debug_assert!(spec.kind != Kind::Text || matches!(typed, Typed::Text(_)));
    match &typed {
        Typed::Text(text) if text.is_empty() => None,
        _ => Some(typed),
    }
}

/// An amount in the form's unit of account: a number, or in words where a cell's number would lose a digit.
#[must_use]
pub fn money(dong: Dong, scale: i64) -> Typed {
    Decimal::from(dong.0)
        .checked_div(Decimal::from(scale))
        .and_then(number_of)
        .unwrap_or_else(|| Typed::Text(format!("{} đồng", dong.0)))
}

/// A decimal as a cell's number; `None` when it has more digits than a cell keeps.
fn number_of(number: Decimal) -> Option<Typed> {
    let float = number.to_f64()?;
    let same = plain_number(float)? == number.normalize().to_string();
    same.then_some(Typed::Number(float))
}
