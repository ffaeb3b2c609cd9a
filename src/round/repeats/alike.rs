//! Whether two records tell of the same activity, by what they say.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::RecordAt;
use crate::fold;
use crate::record::{Field, Record, Table};
use crate::template::{FieldSpec, Kind, Role, Template};
use crate::value::{Interval, Value};

/// What a record says, as far as it tells one activity from another.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) at: RecordAt,
    name: String,
    provider: String,
    time: Option<Interval>,
    /// The amount in đồng.
    pub(super) amount: Option<i128>,
    /// Whether it is planned only: what was planned and what was done are not the same money.
    planned: bool,
    /// Further fields that tell activities apart (who receives it, where, how much of what), by their index.
    others: Vec<(usize, String)>,
}

impl Item {
    /// Looks at a record; `None` when it has no name to be known by.
    pub(super) fn of(table: &Table, record: &Record, at: RecordAt) -> Option<Self> {
        let template = &table.template;
        let text = |role| {
            let field = template
                .role(role)
                .and_then(|field| record.fields.get(field));
            field.map(|field| plain(&field.raw)).unwrap_or_default()
        };
        let name = text(Role::Name);
        if name.is_empty() {
            return None;
        }
        let time = template
            .role(Role::Time)
            .and_then(|field| record.fields.get(field));
        let time = match time.map(|field| &field.value) {
            Some(Value::Interval(interval)) if interval.start.is_some() => Some(*interval),
            _ => None,
        };
        Some(Self {
            at,
            name,
            provider: text(Role::Provider),
            time,
            amount: amount(table, record),
            planned: total(table, record).is_some_and(Field::planned),
            others: telling(template)
                .filter_map(|field| {
                    let text = plain(&record.fields.get(field)?.raw);
                    (!text.is_empty()).then_some((field, text))
                })
                .collect(),
        })
    }

    /// What two records share that are the same to the đồng.
    pub(super) fn exact_key(&self) -> u64 {
        hash(&(&self.name, self.amount))
    }

    /// What two versions of a record share whose amounts differ.
    pub(super) fn loose_key(&self) -> u64 {
        if self.provider.is_empty() {
            let start = self.time.as_ref().and_then(|time| time.start);
            hash(&(&self.name, start.map(|day| day.to_string())))
        } else {
            hash(&(&self.name, &self.provider))
        }
    }

    /// Whether nothing tells two records of the same name apart: what both tell agrees.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let holds =
            |a: &str, b: &str| a.is_empty() || b.is_empty() || a.contains(b) || b.contains(a);
        self.name == other.name
            && self.planned == other.planned
            && holds(&self.provider, &other.provider)
            && !self.apart_in_time(other)
            && self.others.iter().all(|(field, text)| {
                let like = other.others.iter().find(|(other, _)| other == field);
                like.is_none_or(|(_, like)| holds(text, like))
            })
    }

    fn apart_in_time(&self, other: &Self) -> bool {
        let (Some(one), Some(two)) = (&self.time, &other.time) else {
            return false;
        };
        let before = |a: &Interval, b: &Interval| matches!((a.end, b.start), (Some(end), Some(start)) if end < start);
        before(one, two) || before(two, one)
    }

    /// Whether it tells who or when: a name alone may come again.
    pub(super) fn tells(&self) -> bool {
        !self.provider.is_empty() || self.time.is_some()
    }

    /// Whether it tells when.
    pub(super) fn is_dated(&self) -> bool {
        self.time.is_some()
    }

    /// Its name, folded.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Who gives, folded.
    pub(super) fn provider(&self) -> &str {
        &self.provider
    }
}

/// The total amount of a record, in đồng.
pub(super) fn amount(table: &Table, record: &Record) -> Option<i128> {
    total(table, record)?.dong().map(|dong| i128::from(dong.0))
}

fn total<'r>(table: &Table, record: &'r Record) -> Option<&'r Field> {
    record.fields.get(table.template.role(Role::Total)?)
}

/// The fields that tell activities apart besides name, who, when and money: those that stand before the money. What
/// comes behind it (results, remarks) is written anew for every report. Of a form without money the results are what it
/// is about.
fn telling(template: &Template) -> impl Iterator<Item = usize> + '_ {
    let total = template.role(Role::Total);
    let fields = template.fields.iter().enumerate();
    let told = move |spec: &FieldSpec| match spec.role {
        None => matches!(spec.kind, Kind::Text | Kind::Quantity),
        Some(Role::Partner | Role::Result) => total.is_none(),
        Some(_) => false,
    };
    fields
        .take(total.unwrap_or(usize::MAX))
        .filter(move |(_, spec)| told(spec))
        .map(|(index, _)| index)
}

/// A text, folded, without the signs at its ends.
fn plain(text: &str) -> String {
    let folded = fold::fold(text);
    folded
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_owned()
}

fn hash(what: &impl Hash) -> u64 {
    // Its keys are fixed, so that every run is alike.
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
