//! What changed between two rounds, or between two submissions: records are matched by what they say, never by their row.

use std::collections::HashSet;

use super::likeness::{Before, Entry, Population};
use super::{RecordAt, Submission};
use crate::fold;
use crate::record::{Field, Record, Table, written};
use crate::template::{ColumnLabel, FieldSpec};

/// In percent: from here on two records of one office are versions of one, and two of different offices.
const VERSIONS: u8 = 50;
const MOVED: u8 = 95;

/// The place of a record: its submission's among those of its round, and its own in that.
pub type At = (usize, RecordAt);

/// Which records of two rounds are one, and which stand in one of them only; in the order of the new ones, the removed in
/// their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The old and the new place of each record that stands in both.
    pub kept: Vec<(At, At)>,
    /// Those of the new round only.
    pub added: Vec<At>,
    /// Those of the old round only.
    pub removed: Vec<At>,
}

/// What a column said and says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The column.
    pub column: ColumnLabel,
    /// What it said, as it stands in CSV; where that is nothing, the text that could not be read.
    pub old: String,
    /// What it says.
    pub new: String,
    /// By how much the number grew, where both are numbers.
    pub by: Option<i128>,
}

impl Changes {
    /// Matches the records of two rounds: first within each office, then the rest across offices where nearly all agrees.
    /// `one_office` is for two files, which are versions of one report whatever their letterheads say.
    #[must_use]
    pub fn between(old: &[Submission], new: &[Submission], one_office: bool) -> Self {
        let entries: Vec<Entry<'_>> = Entry::all(old, 0).chain(Entry::all(new, 1)).collect();
        let count = entries.len();
        let population = Population::of(entries);
        let mut matched = vec![None; count];
        let mut taken: HashSet<usize> = HashSet::new();
        let offices: Vec<String> = (0..count)
            .filter_map(|at| population.entry(at))
            .map(office)
            .collect();
        let same_office =
            |one: usize, other: usize| one_office || offices.get(one) == offices.get(other);
        for within in [true, false] {
            let least = if within { VERSIONS } else { MOVED };
            let pairs = population.matched(least, |first, second| {
                let (one, other) = (first.index, second.index);
                let free = !taken.contains(&one) && !taken.contains(&other);
                let fits = first.list != second.list && same_office(one, other) == within;
                (free && fits).then_some(Before::Versions)
            });
            for pair in pairs {
                taken.extend([pair.first, pair.second]);
                if let Some(of) = matched.get_mut(pair.second) {
                    *of = Some(pair.first);
                }
            }
        }
        let mut changes = Self::default();
        for (index, of) in matched.into_iter().enumerate() {
            let Some(entry) = population.entry(index) else {
                continue;
            };
            match of.and_then(|of: usize| population.entry(of)) {
                Some(old) => changes.kept.push((old.at, entry.at)),
                None if taken.contains(&index) => {}
                None if entry.list == 0 => changes.removed.push(entry.at),
                None => changes.added.push(entry.at),
            }
        }
        changes
    }
}

/// What tells an office from others.
fn office(entry: &Entry<'_>) -> String {
    let office = entry.office();
    match office.code() {
        "" => fold::bare(office.name()),
        code => format!("={code}"),
    }
}

/// What two versions of a record say differently, column by column.
#[must_use]
pub fn differences(
    (old_table, old): (&Table, &Record),
    (new_table, new): (&Table, &Record),
) -> Vec<Difference> {
    let mut found = Vec::new();
    for (index, spec) in new_table.template.fields.iter().enumerate() {
        let Some(field) = new.fields.get(index) else {
            continue;
        };
        let old_fields = &old_table.template.fields;
        let before = old_fields.iter().position(|other| other.id == spec.id);
        let before = before.and_then(|index| old.fields.get(index));
        let empty = Field::default();
        let before = before.unwrap_or(&empty);
        let (was, is) = (texts(spec, before), texts(spec, field));
        for ((column, was), is) in spec.columns.iter().zip(was).zip(is) {
            if was != is {
                found.push(Difference {
                    column: column.clone(),
                    by: difference(&was, &is),
                    old: was,
                    new: is,
                });
            }
        }
    }
    found
}

/// The columns of a value as text; what could not be read, and what counts elsewhere, as it was typed.
fn texts(spec: &FieldSpec, field: &Field) -> Vec<String> {
    let cells = written(spec.kind, spec.columns.len(), &field.value);
    let mut texts: Vec<String> = cells.iter().map(|cell| cell.plain()).collect();
    if texts.iter().all(String::is_empty)
        && let Some(first) = texts.first_mut()
    {
        *first = match field.said() {
            Some(dong) => dong.0.to_string(),
            None => fold::tidy(&field.raw).into_owned(),
        };
    }
    texts
}

fn difference(was: &str, is: &str) -> Option<i128> {
    let number = |text: &str| text.parse::<i128>().ok();
    Some(number(is)? - number(was)?)
}
