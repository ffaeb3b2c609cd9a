//! Provinces: the one that a register is of, and the others, whose offices are not on it.
//!
//! `data/offices/provinces.tsv` holds provinces and cities of that level as they were named from 2006 on.

use std::sync::LazyLock;

use super::query::{Query, key};
use super::words::{Level, words};
use crate::fold::{bare_of, fold};

/// A province of the list.
struct Known {
    /// Its letters.
    letters: Vec<char>,
    /// Whether it is a city: `thành phố` rather than `tỉnh`.
    city: bool,
}

/// Every province, those with a short form once more under it.
static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let city = words().rank(Level::City);
    let rows = include_str!("../data/offices/provinces.tsv")
        .lines()
        .skip(1);
    let mut known = Vec::new();
    for row in rows {
        let (name, rank) = row.split_once('\t').unwrap_or((row, ""));
        let is_city = city.is_some_and(|city| city.words.join(" ") == fold(rank));
        let short = words().short.iter().filter(|(of, _)| of == name);
        let names = std::iter::once(name).chain(short.map(|(_, short)| short.as_str()));
        known.extend(names.map(|name| Known {
            letters: key(name),
            city: is_city,
        }));
    }
    known
});

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
        let letters = key(&words.join(" "));
        KNOWN.iter().any(|known| known.letters == letters)
    }

    /// Whether the words are the name of a city of that level.
    pub(super) fn is_known_city(words: &[&str]) -> bool {
        let letters = key(&words.join(" "));
        KNOWN
            .iter()
            .any(|known| known.city && known.letters == letters)
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
        let names = KNOWN.iter().map(|known| &known.letters);
        Self {
            names: names
                .filter(|name| !own.contains(name) && !shortened.contains(name))
                .cloned()
                .collect(),
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
                KNOWN.iter().any(|known| known.letters == name)
            })
        })
}

#[cfg(test)]
mod tests {
    #[test]
    fn provinces_are_sorted_and_each_stands_once() {
        let rows: Vec<&str> = include_str!("../data/offices/provinces.tsv")
            .lines()
            .skip(1)
            .collect();
        assert!(rows.is_sorted_by(|a, b| a < b));
        assert_eq!(rows.len(), 65);
        for row in rows {
            assert!(unicode_normalization::is_nfc(row), "{row}");
            let (name, rank) = row.split_once('\t').unwrap();
            assert!(matches!(rank, "tỉnh" | "thành phố"), "{name}");
        }
    }
}
