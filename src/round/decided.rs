//! What a person decided about files and records, carried out; and decisions whose subject is not there any more.

use std::collections::HashMap;

use super::{RecordAt, Submission};
use crate::fold;
use crate::project::decisions::{Compared, Decisions, NamedRecord};
use crate::record::{Record, Table};
use crate::template::{Kind, Role};
use crate::value::Value;

/// A decision whose subject is not there any more, or is another than it was: it was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stale {
    /// The file that was to count; by its place in [`Decisions::counts`].
    File(usize),
    /// A record that was compared with another; by the decision's place in [`Decisions::same`], and its own in that.
    Same(usize, usize),
    /// The same; by the decision's place in [`Decisions::apart`].
    Apart(usize, usize),
}

/// A record's submission and its place in it.
pub(super) type At = (usize, RecordAt);

/// The records that decisions name.
struct Named {
    by_id: HashMap<String, At>,
    by_content: HashMap<(String, String, Option<i64>), Vec<At>>,
}

/// Lets the money of records that are one activity count once: that of the first. Gives the records of each decision that
/// holds, those that are different activities too.
pub(super) fn count_once(
    submissions: &mut [Submission],
    decisions: &Decisions,
    stale: &mut Vec<Stale>,
) -> Vec<Vec<At>> {
    if decisions.same.is_empty() && decisions.apart.is_empty() {
        return Vec::new();
    }
    let named = Named::of(submissions);
    let mut find = |compared: &[Compared], of: fn(usize, usize) -> Stale| -> Vec<Vec<At>> {
        let mut all = Vec::new();
        for (index, one) in compared.iter().enumerate() {
            let found: Vec<Option<At>> = one
                .records
                .iter()
                .map(|record| named.find(record, submissions))
                .collect();
            let missing = (0..).zip(&found).filter(|(_, at)| at.is_none());
            let missing: Vec<Stale> = missing.map(|(at, _)| of(index, at)).collect();
            if missing.is_empty() {
                all.push(found.into_iter().flatten().collect());
            }
            stale.extend(missing);
        }
        all
    };
    let same = find(&decisions.same, Stale::Same);
    let apart = find(&decisions.apart, Stale::Apart);
    for (submission, at) in same.iter().flat_map(|records| records.iter().skip(1)) {
        if let Some(submission) = submissions.get_mut(*submission) {
            take_money(submission, *at);
        }
    }
    same.into_iter().chain(apart).collect()
}

impl Named {
    fn of(submissions: &[Submission]) -> Self {
        let mut named = Self {
            by_id: HashMap::new(),
            by_content: HashMap::new(),
        };
        for (index, submission) in submissions.iter().enumerate() {
            for (sheet, of_sheet) in submission.sheets.iter().enumerate() {
                for (place, table) in of_sheet.tables.iter().enumerate() {
                    for (row, record) in table.records.iter().enumerate() {
                        let at = (index, (sheet, place, row));
                        named.by_id.insert(record.id.clone(), at);
                        let key = content(submission, table, record);
                        named.by_content.entry(key).or_default().push(at);
                    }
                }
            }
        }
        named
    }

    /// The record of an id, where it still tells what it told; else the only one of its office that tells it.
    fn find(&self, record: &NamedRecord, submissions: &[Submission]) -> Option<At> {
        let wanted = (
            fold::bare(&record.office),
            fold::bare(&record.name),
            record.dong,
        );
        if let Some((index, at)) = self.by_id.get(&record.id) {
            let submission = submissions.get(*index)?;
            let (table, found) = submission.record(*at)?;
            if content(submission, table, found) == wanted {
                return Some((*index, *at));
            }
        }
        match self.by_content.get(&wanted)?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}

/// What tells a record when its file has changed: its office, its name and its amount.
fn content(
    submission: &Submission,
    table: &Table,
    record: &Record,
) -> (String, String, Option<i64>) {
    let named = named(submission, table, record);
    (
        fold::bare(&named.office),
        fold::bare(&named.name),
        named.dong,
    )
}

/// A record as a decision names it.
#[must_use]
pub fn named(submission: &Submission, table: &Table, record: &Record) -> NamedRecord {
    let field = |role| table.role(role).and_then(|field| record.fields.get(field));
    let office = submission.office_of(table);
    NamedRecord {
        id: record.id.clone(),
        office: match office.code() {
            "" => office.name().to_owned(),
            code => code.to_owned(),
        },
        name: field(Role::Name).map_or_else(String::new, |field| field.raw.to_string()),
        dong: field(Role::Total).and_then(|field| Some(field.said()?.0)),
    }
}

/// Lets the money of a record count elsewhere.
pub(super) fn take_money(submission: &mut Submission, (sheet, table, row): RecordAt) {
    let sheet = submission.sheets.get_mut(sheet);
    let Some(table) = sheet.and_then(|sheet| sheet.tables.get_mut(table)) else {
        return;
    };
    let Some(record) = table.records.get_mut(row) else {
        return;
    };
    for (index, field) in table.template.fields.iter().enumerate() {
        if field.kind == Kind::Amount
            && let Some(field) = record.fields.get_mut(index)
            && let Some(dong) = field.dong()
        {
            field.value = Value::CountedElsewhere(dong);
        }
    }
}
