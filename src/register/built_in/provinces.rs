//! Provinces and cities of that level since 2006, with the days on which they exist.
//!
//! On 1 July 2025, 63 became 34, and seven codes changed their owner: `84` is Trà Vinh until the day before and nobody's
//! since, `24` was Bắc Giang and is Bắc Ninh, which had `27`. So a code means nothing without a day.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use serde::Deserialize;

use super::{is_between, rows};
use crate::fold::{bare, fold, plain_words};
use crate::register::unit::parse_day;
use crate::register::words::{Level, words};

/// The day on which most of the provinces were merged.
pub(in crate::register) const REFORM: Date = date(2025, 7, 1);

/// A province, or a city of that level, as it was at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownProvince {
    /// Its code in the list of administrative units, two digits.
    pub code: String,
    /// Its name, without its rank.
    pub name: String,
    /// `tỉnh` or `thành phố`.
    pub rank: String,
    /// The first day of its being so, `None` for before 2006.
    pub valid_from: Option<Date>,
    /// The last day of its being so, `None` while it lasts.
    pub valid_to: Option<Date>,
    /// The code of what it became part of on the day after; empty while it lasts.
    pub successor: String,
}

impl KnownProvince {
    /// Whether it exists on that day.
    #[must_use]
    pub fn exists_on(&self, day: Date) -> bool {
        is_between(day, self.valid_from, self.valid_to)
    }

    /// Whether it is a city.
    #[must_use]
    pub fn is_city(&self) -> bool {
        let city = words().rank(Level::City);
        city.is_some_and(|city| city.words.join(" ") == fold(&self.rank))
    }

    /// Its name with its rank: `tỉnh Trà Vinh`.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.rank, self.name)
    }

    /// What stands for it in a code: `hcm`, `ben-tre`.
    #[must_use]
    pub fn short_code(&self) -> String {
        let mut shorts = words().short.iter();
        let short = shorts.find(|(name, _)| *name == self.name);
        let name = short.map_or(&self.name, |(_, short)| short);
        plain_words(name).join("-")
    }

    /// What it became part of, or became, on the day after its last.
    #[must_use]
    pub fn successor(&self) -> Option<&'static Self> {
        let next = self.valid_to?.tomorrow().ok()?;
        province_with_code(&self.successor, next)
    }
}

/// All of them, by code and then by time.
#[must_use]
pub fn provinces() -> &'static [KnownProvince] {
    static PROVINCES: LazyLock<Vec<KnownProvince>> = LazyLock::new(|| {
        let rows: Vec<Row> = rows(include_str!("../../data/registers/provinces.tsv"));
        rows.into_iter().map(Row::province).collect()
    });
    &PROVINCES
}

/// The one that has a code on a day.
#[must_use]
pub fn province_with_code(code: &str, day: Date) -> Option<&'static KnownProvince> {
    let mut all = provinces().iter();
    all.find(|province| province.code == code && province.exists_on(day))
}

/// The one of a name, with its rank or without, also in short or without diacritics (`tinh Tra Vinh`, `TP. HCM`): as it is
/// on that day, else as it was last.
#[must_use]
pub fn province_called(name: &str, day: Option<Date>) -> Option<&'static KnownProvince> {
    let name = bare(name);
    let own = without_rank(&name);
    let is = |province: &&KnownProvince| {
        let mut shorts = words().short.iter();
        let short = |(of, short): &(String, String)| *of == province.name && bare(short) == own;
        bare(&province.name) == own || shorts.any(short)
    };
    let on_day = |province: &&KnownProvince| day.is_some_and(|day| province.exists_on(day));
    let called = || provinces().iter().filter(is);
    // Codes change, so the order of the table is not that of time.
    called()
        .find(on_day)
        .or_else(|| called().max_by_key(|province| province.valid_from))
}

/// A bare name without `tinh`, `thanh pho` or their short forms before it.
fn without_rank(name: &str) -> &str {
    let mut ranks = words()
        .ranks
        .iter()
        .filter(|rank| matches!(rank.level, Level::Province | Level::City));
    let behind = ranks.find_map(|rank| {
        let long = rank.bare.join(" ");
        let behind = name.strip_prefix(&long).or(name.strip_prefix(&rank.short));
        behind.and_then(|behind| behind.strip_prefix(' '))
    });
    behind.unwrap_or(name)
}

#[derive(Deserialize)]
struct Row {
    code: String,
    name: String,
    rank: String,
    valid_from: String,
    valid_to: String,
    successor: String,
}

impl Row {
    fn province(self) -> KnownProvince {
        KnownProvince {
            valid_from: parse_day(&self.valid_from),
            valid_to: parse_day(&self.valid_to),
            code: self.code,
            name: self.name,
            rank: self.rank,
            successor: self.successor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_is_in_order_and_leads_on() {
        let table = include_str!("../../data/registers/provinces.tsv");
        assert_eq!(table.lines().count(), provinces().len() + 1);
        let key = |one: &KnownProvince| (one.code.clone(), one.valid_from);
        assert!(provinces().is_sorted_by(|a, b| key(a) < key(b)));
        for one in provinces() {
            assert!(unicode_normalization::is_nfc(&one.full_name()), "{one:?}");
            assert!(
                matches!(fold(&one.rank).as_str(), "tỉnh" | "thành phố"),
                "{one:?}"
            );
            // What ends goes on in another one, which begins on the next day or was there.
            assert_eq!(one.valid_to.is_some(), one.successor().is_some(), "{one:?}");
        }
    }
}
