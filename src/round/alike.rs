//! Records of a round that look like one activity: of one office, of two, and of two offices that are paired.
//!
//! All stay, and a person decides; only where the two sides of a programme both report, an activity that an office and
//! its partner both tell is one, and its money counts once.

use std::collections::{HashMap, HashSet};

use super::decided::{At, take_money};
use super::likeness::{Agreement, Alike, Before, Entry, Likeness, Population};
use super::{RecordAt, Setup, Submission};
use crate::register::{Register, Unit};

/// In percent: from here on two records of different offices are told, of one office, of two that are paired; and the
/// money of what two sides tell counts once.
const ACROSS: u8 = 75;
const WITHIN: u8 = 97;
const PAIRED: u8 = 50;
const ONCE: u8 = 90;

/// Between whose records it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Between {
    /// Both are of one office (X301).
    OneOffice,
    /// They are of two offices (X302).
    Offices,
    /// They are of two offices that the register pairs; whether amounts or times differ (X310).
    Pair {
        /// Whether the two say different amounts, or times apart.
        differs: bool,
    },
}

/// Two records that look like one activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlikeRecords {
    /// The earlier one: its report's place among [`super::Round::submissions`], and its place in that.
    pub first: (usize, RecordAt),
    /// The later one.
    pub second: (usize, RecordAt),
    /// What the two say they cost, in đồng; kept here, for it may be taken from one of them.
    pub amounts: (Option<i64>, Option<i64>),
    /// How alike they are.
    pub likeness: Likeness,
    /// Whose they are.
    pub between: Between,
    /// The one whose money counts with the other, where it counts once.
    pub not_counted: Option<(usize, RecordAt)>,
}

/// Finds the pairs, the surest first, and lets what both sides tell count once.
/// `decided` are the records of which a person has said whether they are one: they are told no more.
pub(super) fn find(
    submissions: &mut [Submission],
    decided: &[Vec<At>],
    setup: &Setup,
) -> Vec<AlikeRecords> {
    let told = Told::of(submissions, decided);
    let mut found: Vec<AlikeRecords> = Vec::new();
    {
        // Of a form that adds nothing up nothing is counted twice, and all offices tell of the same contents.
        let adds_up = |entry: &Entry<'_>| entry.table.template.adds_up();
        let entries = Entry::all(submissions, 0).filter(adds_up);
        let population = Population::of(entries.collect());
        let is_new = |alike: &Alike| told.is_new(&population, alike);
        let pairs = setup.register.as_ref().and_then(Pairs::of);
        let mut paired: HashSet<usize> = HashSet::new();
        if let Some(pairs) = &pairs {
            let matched = population.matched(PAIRED, |one, other| {
                pairs.are_paired(one, other).then_some(Before::Paired)
            });
            for alike in matched.into_iter().filter(is_new) {
                paired.extend([alike.first, alike.second]);
                found.extend(of_pair(&population, pairs, &alike));
            }
        }
        let mut later: HashSet<usize> = HashSet::new();
        let alike = population.alike(ACROSS, |one, other| {
            (one.at.0 != other.at.0 || one.at.1 != other.at.1).then_some(Before::Apart)
        });
        for alike in alike.into_iter().filter(is_new) {
            let (Some(one), Some(other)) = (
                population.entry(alike.first),
                population.entry(alike.second),
            ) else {
                continue;
            };
            let within = one.office() == other.office();
            let sure = !within || alike.likeness.percent >= WITHIN;
            let both_paired = paired.contains(&alike.first) && paired.contains(&alike.second);
            if !sure || both_paired || !later.insert(alike.second) {
                continue;
            }
            found.push(AlikeRecords {
                first: one.at,
                second: other.at,
                amounts: (one.dong(), other.dong()),
                likeness: alike.likeness,
                between: if within {
                    Between::OneOffice
                } else {
                    Between::Offices
                },
                not_counted: None,
            });
        }
    }
    for (submission, at) in found.iter().filter_map(|alike| alike.not_counted) {
        if let Some(submission) = submissions.get_mut(submission) {
            take_money(submission, at);
        }
    }
    found
}

/// Two records of a pair of offices.
fn of_pair(population: &Population<'_>, pairs: &Pairs<'_>, alike: &Alike) -> Option<AlikeRecords> {
    let (one, other) = (
        population.entry(alike.first)?,
        population.entry(alike.second)?,
    );
    let likeness = alike.likeness;
    let differs = matches!(likeness.amount, Agreement::Other | Agreement::Partly)
        || likeness.time == Agreement::Other;
    // Years apart the same work may have been done twice.
    let one_work = likeness.time != Agreement::Other && likeness.percent >= ONCE;
    let not_counted = pairs.second_side(one, other).filter(|_| one_work);
    // Two offices of one side may each have done their part.
    (differs || not_counted.is_some()).then_some(AlikeRecords {
        first: one.at,
        second: other.at,
        amounts: (one.dong(), other.dong()),
        likeness,
        between: Between::Pair { differs },
        not_counted: not_counted.map(|entry| entry.at),
    })
}

/// The offices that the register pairs.
struct Pairs<'r> {
    units: HashMap<&'r str, (usize, &'r Unit)>,
}

impl<'r> Pairs<'r> {
    /// `None` where it pairs none.
    fn of(register: &'r Register) -> Option<Self> {
        let units = register.units();
        units
            .iter()
            .any(|unit| !unit.partners.is_empty())
            .then(|| Self {
                units: units
                    .iter()
                    .enumerate()
                    .map(|(index, unit)| (unit.code.as_str(), (index, unit)))
                    .collect(),
            })
    }

    fn both(&self, one: &Entry<'_>, other: &Entry<'_>) -> Option<[(usize, &'r Unit); 2]> {
        let unit = |entry: &Entry<'_>| self.units.get(entry.office().code()).copied();
        Some([unit(one)?, unit(other)?])
    }

    fn are_paired(&self, one: &Entry<'_>, other: &Entry<'_>) -> bool {
        self.both(one, other).is_some_and(|[(_, one), (_, other)]| {
            one.code != other.code
                && (one.partners.contains(&other.code) || other.partners.contains(&one.code))
        })
    }

    /// Of the records of two sides that of the office further down the register.
    fn second_side<'e, 'p>(
        &self,
        one: &'e Entry<'p>,
        other: &'e Entry<'p>,
    ) -> Option<&'e Entry<'p>> {
        let [(first, a), (second, b)] = self.both(one, other)?;
        let sides = !a.side.is_empty() && !b.side.is_empty() && a.side != b.side;
        sides.then_some(if first < second { other } else { one })
    }
}

/// The pairs that are told already: as alike within a report, or as one by a person.
struct Told {
    pairs: HashSet<[At; 2]>,
}

impl Told {
    fn of(submissions: &mut [Submission], decided: &[Vec<At>]) -> Self {
        let mut pairs = HashSet::new();
        for records in decided {
            for (index, one) in records.iter().enumerate() {
                for other in records.iter().skip(index + 1) {
                    pairs.insert([*one, *other]);
                    pairs.insert([*other, *one]);
                }
            }
        }
        for (index, submission) in submissions.iter_mut().enumerate() {
            let at = |(one, other): &(RecordAt, RecordAt)| [(index, *one), (index, *other)];
            submission.alike.retain(|pair| !pairs.contains(&at(pair)));
            pairs.extend(submission.alike.iter().map(at));
        }
        Self { pairs }
    }

    fn is_new(&self, population: &Population<'_>, alike: &Alike) -> bool {
        let both = population
            .entry(alike.first)
            .zip(population.entry(alike.second));
        both.is_some_and(|(one, other)| !self.pairs.contains(&[one.at, other.at]))
    }
}
