//! Provinces: the one that a register is of, and the others, whose offices are not on it.
//!
//! Which there are, and when, `built_in` knows.

use std::sync::LazyLock;

use super::built_in::{KnownProvince, REFORM, provinces};
use super::query::{Query, key};
use super::words::words;
use crate::fold::bare_of;

/// The letters of every name that a province has had, also of its short form.
static KNOWN: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| names_of(|_| true));

/// Those of cities of that level on the day of the reform.
static CITIES: LazyLock<Vec<Vec<char>>> =
    LazyLock::new(|| names_of(|one| one.is_city() && one.exists_on(REFORM)));

/// The names of some provinces, sorted.
fn names_of(fits: fn(&KnownProvince) -> bool) -> Vec<Vec<char>> {
    let some = provinces().iter().filter(|one| fits(one));
    let mut found: Vec<Vec<char>> = some.flat_map(|one| names(&one.name)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The letters of a province's name, and of its short form.
fn names(name: &str) -> impl Iterator<Item = Vec<char>> {
    let short = words().short.iter().filter(move |(of, _)| of == name);
    std::iter::once(key(name)).chain(short.map(|(_, short)| key(short)))
}

/// A province or a city of that level.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Province {
    /// Whether it is a city: `thành phố` rather than `tỉnh`.
    pub(super) city: bool,
    /// The words of its name, folded.
    pub(super) words: Vec<String>,
}

impl Province {
    /// Whether the words are the name of a province.
    pub(super) fn is_known(words: &[&str]) -> bool {
        KNOWN.binary_search(&key(&words.join(" "))).is_ok()
    }

    /// Whether the words are the name of a city of that level, as they were on the day of the reform: a name has no day,
    /// and `thành phố Bắc Ninh` was a city within the province long before the province became one.
    pub(super) fn is_known_city(words: &[&str]) -> bool {
        CITIES.binary_search(&key(&words.join(" "))).is_ok()
    }

    /// Whether these are the letters of its name.
    pub(super) fn is_spelled(&self, letters: &[char]) -> bool {
        key(&self.words.join(" ")) == letters
    }

    /// Whether a text writes its name so, perhaps without diacritics.
    pub(super) fn is_written(&self, words: &[String]) -> bool {
        same_words(&self.words, words)
    }
}

/// Whether two names are the same words; those of one may lack all diacritics.
pub(super) fn same_words(name: &[String], other: &[String]) -> bool {
    let bared = |words: &[String]| words.iter().all(|word| word.is_ascii());
    let loose = bared(name) || bared(other);
    name.len() == other.len()
        && name
            .iter()
            .zip(other)
            .all(|(a, b)| a == b || loose && bare_of(a.clone()) == bare_of(b.clone()))
}

/// Tells the other provinces in a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Others {
    names: Vec<Vec<char>>,
}

impl Others {
    /// All provinces but those of the register.
    pub(super) fn than(homes: &[&Province]) -> Self {
        let own: Vec<Vec<char>> = homes
            .iter()
            .map(|home| key(&home.words.join(" ")))
            .collect();
        let short = words().short.iter();
        let shortened: Vec<Vec<char>> = short
            .filter(|(name, _)| own.contains(&key(name)))
            .map(|(_, short)| key(short))
            .collect();
        let others = KNOWN
            .iter()
            .filter(|name| !own.contains(name) && !shortened.contains(name));
        Self {
            names: others.cloned().collect(),
        }
    }

    /// The provinces that names state.
    pub(super) fn these(provinces: &[&Province]) -> Self {
        let mut names: Vec<Vec<char>> = provinces
            .iter()
            .map(|province| key(&province.words.join(" ")))
            .collect();
        names.sort_unstable();
        names.dedup();
        Self { names }
    }

    /// Whether another province stands at this place of the text, with or without its rank.
    pub(super) fn stand_at(&self, query: &Query, position: usize) -> bool {
        self.at(query, position).is_some()
    }

    /// The letters of the one of these provinces that stands at this place of the text, with or without its rank.
    pub(super) fn at(&self, query: &Query, position: usize) -> Option<&[char]> {
        let rest = query.letters.get(position..).unwrap_or_default();
        let ranks = ["", "tinh", "t", "tp", "thanhpho"].map(key);
        ranks
            .iter()
            .filter(|rank| rest.starts_with(rank))
            .find_map(|rank| {
                let behind = rest.get(rank.len()..).unwrap_or_default();
                self.names.iter().find(|name| {
                    let end = position + rank.len() + name.len();
                    // `Duyên Hải, Phòng Y tế` does not name Hải Phòng.
                    behind.starts_with(name)
                        && query.is_edge(end)
                        && !query.is_parted_within(position + rank.len(), end)
                })
            })
            .map(Vec::as_slice)
    }

    /// Whether another province stands anywhere in the text.
    pub(super) fn stand_in(&self, query: &Query) -> bool {
        query
            .tokens
            .iter()
            .any(|token| self.stand_at(query, token.start))
    }
}

/// Where a text ends in `tỉnh X`, `X` a province: the position of `tỉnh`.
///
/// A register that names no province takes such an ending for its own.
pub(super) fn ending(query: &Query) -> Option<usize> {
    query
        .tokens
        .iter()
        .skip(1)
        .map(|token| token.start)
        .find(|start| {
            let rest: String = query
                .letters
                .get(*start..)
                .unwrap_or_default()
                .iter()
                .collect();
            rest.strip_prefix("tinh").is_some_and(|name| {
                let name: Vec<char> = name.chars().collect();
                KNOWN.binary_search(&name).is_ok()
            })
        })
}
