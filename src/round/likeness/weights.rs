//! What each agreement weighs, from `data/likeness.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::fold;

/// Where two records stand, which tells how likely they are the same before they are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// In the reports of any two offices, or in one.
    Apart,
    /// In the reports of two offices that are paired.
    Paired,
    /// In two versions of one report, or in the reports of two periods.
    Versions,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Weights {
    before: BeforeWeights,
    pub(super) name: Name,
    pub(super) amount: Amount,
    pub(super) time: Time,
    pub(super) provider: Steps,
    pub(super) others: Steps,
    pub(super) place: Place,
    words: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BeforeWeights {
    apart: f64,
    paired: f64,
    versions: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Name {
    /// Weights from a share of words upwards, the largest share first.
    pub(super) steps: Vec<(f64, f64)>,
    pub(super) other_numbers: f64,
    pub(super) more_numbers: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Amount {
    pub(super) same: f64,
    pub(super) common: f64,
    pub(super) near: f64,
    pub(super) other: f64,
    pub(super) many: usize,
    pub(super) within: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Time {
    pub(super) same: f64,
    pub(super) overlapping: f64,
    pub(super) apart: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Steps {
    /// Weights from a share of words upwards, the largest share first.
    pub(super) steps: Vec<(f64, f64)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) shared: f64,
    pub(super) other: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    empty: Vec<String>,
}

impl Weights {
    pub(super) fn before(&self, before: Before) -> f64 {
        match before {
            Before::Apart => self.before.apart,
            Before::Paired => self.before.paired,
            Before::Versions => self.before.versions,
        }
    }
}

/// The weight of a share.
pub(super) fn step(steps: &[(f64, f64)], share: f64) -> f64 {
    let reached = steps.iter().find(|(from, _)| share >= *from);
    reached.or(steps.last()).map_or(0.0, |(_, weight)| *weight)
}

/// The weights.
pub(super) fn weights() -> &'static Weights {
    static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
        let read = toml::from_str(include_str!("../../data/likeness.toml"));
        #[expect(
            clippy::expect_used,
            reason = "part of the program, read by every test"
        )]
        read.expect("the weights of likeness are well-formed")
    });
    &WEIGHTS
}

/// The empty words: by the first of each, what may follow it; all without diacritics.
pub(super) fn empty_words() -> &'static HashMap<String, Vec<Vec<String>>> {
    static EMPTY: LazyLock<HashMap<String, Vec<Vec<String>>>> = LazyLock::new(|| {
        let mut empty: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        for phrase in &weights().words.empty {
            let mut words = fold::words(&fold::bare(phrase)).into_iter();
            if let Some(first) = words.next() {
                empty.entry(first).or_default().push(words.collect());
            }
        }
        for rests in empty.values_mut() {
            rests.sort_by_key(|rest| std::cmp::Reverse(rest.len()));
        }
        empty
    });
    &EMPTY
}
