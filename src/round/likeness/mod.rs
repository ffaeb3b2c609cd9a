//! How alike records are: whether two of them tell of the same activity, in one report, in the reports of two offices, of
//! two versions or of two periods.
//!
//! What two records say of name, amount, time, who gives and where is weighed (`data/likeness.toml`) into how likely they
//! are one. Only records that share an amount and a rare word of their names, or two rare words, are compared, and of
//! those that share such a key no more than a few: the work grows as the records do.

mod compare;
mod profile;
mod weights;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

pub use compare::{Agreement, Likeness};
pub use weights::Before;

use super::{Office, RecordAt, Submission};
use crate::record::{Record, Table};
use crate::register::take_places;
use crate::template::Role;
use profile::{Profile, Vocabulary, Word};

/// Of the records before it that share a key, a record is held against so many.
const LOOKED: usize = 8;

/// Keys are made of so many of the rarest words that a name shares with another.
const RARE: usize = 3;

/// A record among those that are compared.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'r> {
    /// Its report.
    pub submission: &'r Submission,
    /// Its table.
    pub table: &'r Table,
    /// The record.
    pub record: &'r Record,
    /// The report's place among the reports, and the record's in it.
    pub at: (usize, RecordAt),
    /// Which of the lists that are compared it stands in.
    pub list: usize,
    /// Its place in the population.
    pub index: usize,
}

impl<'r> Entry<'r> {
    /// The records of reports, as those of one list.
    pub fn all(submissions: &'r [Submission], list: usize) -> impl Iterator<Item = Self> {
        submissions
            .iter()
            .enumerate()
            .flat_map(move |(index, submission)| {
                let sheets = submission.sheets.iter().enumerate();
                let tables = sheets.flat_map(|(sheet, of)| {
                    let tables = of.tables.iter().enumerate();
                    tables.map(move |(number, table)| (sheet, number, table))
                });
                tables.flat_map(move |(sheet, number, table)| {
                    let records = table.records.iter().enumerate();
                    records.map(move |(row, record)| Self {
                        submission,
                        table,
                        record,
                        at: (index, (sheet, number, row)),
                        list,
                        index: 0,
                    })
                })
            })
    }

    /// Whose report it stands in.
    #[must_use]
    pub fn office(&self) -> &'r Office {
        self.submission.office_of(self.table)
    }

    /// Its total amount, in đồng.
    #[must_use]
    pub fn dong(&self) -> Option<i64> {
        let total = profile::field(self.table, self.record, Role::Total)?;
        total.dong().map(|dong| dong.0)
    }
}

/// Two records that look like one activity, by their places in the population; the earlier first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alike {
    /// The earlier one.
    pub first: usize,
    /// The later one.
    pub second: usize,
    /// How alike they are.
    pub likeness: Likeness,
}

/// Records that are compared with each other.
#[derive(Debug)]
pub struct Population<'r> {
    entries: Vec<Entry<'r>>,
    profiles: Vec<Profile>,
    vocabulary: Vocabulary,
}

impl<'r> Population<'r> {
    /// Looks at records.
    #[must_use]
    pub fn of(mut entries: Vec<Entry<'r>>) -> Self {
        for (index, entry) in entries.iter_mut().enumerate() {
            entry.index = index;
        }
        let mut vocabulary = Vocabulary::default();
        let mut places = HashMap::new();
        let profiles: Vec<Profile> = entries
            .iter()
            .map(|entry| {
                let office = entry.office().name();
                let own = places.entry(office).or_insert_with(|| {
                    let (_, places) = take_places(&in_small_letters(office));
                    places.into_iter().next()
                });
                vocabulary.profile(entry, own.as_ref())
            })
            .collect();
        vocabulary.weigh();
        Self {
            entries,
            profiles,
            vocabulary,
        }
    }

    /// The record at a place.
    #[must_use]
    pub fn entry(&self, at: usize) -> Option<&Entry<'r>> {
        self.entries.get(at)
    }

    /// The pairs that are at least so alike, in percent: the most alike first. Only those are compared that may be one.
    pub fn alike(
        &self,
        least: u8,
        may_be_one: impl Fn(&Entry<'r>, &Entry<'r>) -> Option<Before>,
    ) -> Vec<Alike> {
        let mut blocks: HashMap<u64, Vec<usize>> = HashMap::new();
        let mut found = Vec::new();
        for (second, (entry, profile)) in self.entries.iter().zip(&self.profiles).enumerate() {
            let mut compared: Vec<usize> = Vec::new();
            for key in self.keys(entry, profile) {
                let block = blocks.entry(key).or_default();
                let mut looked = 0;
                for first in block.iter().rev().copied() {
                    if looked == LOOKED {
                        break;
                    }
                    let (Some(other), Some(other_profile)) =
                        (self.entries.get(first), self.profiles.get(first))
                    else {
                        continue;
                    };
                    let Some(before) = may_be_one(other, entry) else {
                        continue;
                    };
                    looked += 1;
                    // What was planned or withdrawn and what was done are not the same money.
                    let unsure = other_profile.unsure != profile.unsure;
                    if compared.contains(&first) || (unsure && before != Before::Versions) {
                        continue;
                    }
                    compared.push(first);
                    let likeness =
                        compare::compare(&self.vocabulary, other_profile, profile, before, least);
                    found.extend(likeness.map(|likeness| Alike {
                        first,
                        second,
                        likeness,
                    }));
                }
                block.push(second);
            }
        }
        found.sort_by_key(|alike| {
            let likeness = alike.likeness;
            (
                std::cmp::Reverse((likeness.percent, likeness.name)),
                alike.first,
                alike.second,
            )
        });
        found
    }

    /// The same, each record in one pair at most: the most alike are paired first.
    pub fn matched(
        &self,
        least: u8,
        may_be_one: impl Fn(&Entry<'r>, &Entry<'r>) -> Option<Before>,
    ) -> Vec<Alike> {
        let mut taken = vec![false; self.entries.len()];
        let mut pairs = self.alike(least, may_be_one);
        pairs.retain(|pair| {
            let free = |at: usize| taken.get(at) == Some(&false);
            let both = free(pair.first) && free(pair.second);
            if both {
                for at in [pair.first, pair.second] {
                    if let Some(taken) = taken.get_mut(at) {
                        *taken = true;
                    }
                }
            }
            both
        });
        pairs
    }

    /// What a record must share with another one to be compared with it.
    fn keys(&self, entry: &Entry<'r>, profile: &Profile) -> Vec<u64> {
        let form = &entry.table.template.id;
        // What stands in this name alone is shared with none.
        let words = profile.name.set.iter().copied();
        let mut rare: Vec<Word> = words
            .filter(|word| self.vocabulary.holding(*word) > 1)
            .collect();
        rare.sort_by_key(|word| (self.vocabulary.holding(*word), *word));
        rare.truncate(RARE);
        let mut keys = Vec::new();
        if let Some(amount) = profile.amount.filter(|amount| *amount != 0) {
            keys.push(key(&(form, &profile.name.set, amount)));
            keys.extend(rare.iter().map(|word| key(&(form, amount, word))));
            keys.push(key(&(form, amount, &profile.provider.set)));
        }
        let start = profile.time.and_then(|time| time.start);
        keys.push(key(&(
            form,
            &profile.name.set,
            start.map(|day| day.to_string()),
        )));
        keys.push(key(&(form, &profile.name.set, &profile.provider.set)));
        rare.sort_unstable();
        for (index, one) in rare.iter().enumerate() {
            let others = rare.iter().skip(index + 1);
            keys.extend(others.map(|other| key(&(form, one, other))));
        }
        if rare.len() == 1 {
            keys.push(key(&(form, &rare)));
        }
        keys
    }
}

/// A name in capitals as it is written in a text: where the name of its place ends is then plain.
fn in_small_letters(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut within = false;
    name.chars()
        .flat_map(|c| {
            let small = within;
            within = c.is_alphanumeric();
            let letters: Vec<char> = if small {
                c.to_lowercase().collect()
            } else {
                vec![c]
            };
            letters
        })
        .collect()
}

fn key(what: &impl Hash) -> u64 {
    // Its keys are fixed, so that every run is alike.
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
