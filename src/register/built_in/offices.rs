//! The offices that a province usually has, and those known of some provinces, with the days on which they exist.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::{KnownProvince, is_between, rows};
use crate::register::list::split_aliases;
use crate::register::unit::{Unit, parse_day};

/// What stands in a name for the province, with its rank.
const PROVINCE: &str = "{province}";

/// What stands for every province.
const ANY: &str = "*";

/// What stands for the name of an office that a province has not, though most have.
const NONE: &str = "-";

/// The kinds of offices that a new project's list has.
const LISTED: [&str; 2] = ["department", "district"];

/// An office of the register built in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownOffice {
    /// The code of its province, `*` for all.
    province: String,
    /// Its own code, unique within the province.
    pub code: String,
    /// Its name, with a mark where the province stands.
    name: String,
    /// Other names, likewise.
    aliases: Vec<String>,
    /// `department`, `district`, `organisation`.
    pub kind: String,
    /// The first day on which it exists, where that is known.
    pub valid_from: Option<Date>,
    /// The last day on which it exists, if any.
    pub valid_to: Option<Date>,
    /// The code of the office that took over, of the same province; may be empty.
    pub successor: String,
}

impl KnownOffice {
    /// Whether it exists on that day.
    #[must_use]
    pub fn exists_on(&self, day: Date) -> bool {
        is_between(day, self.valid_from, self.valid_to)
    }

    /// Its name in a province; without one, its name alone.
    #[must_use]
    pub fn name_in(&self, province: Option<&KnownProvince>) -> String {
        named(&self.name, province)
    }

    /// It as an office of a register, in a province.
    #[must_use]
    pub fn unit_in(&self, province: Option<&KnownProvince>) -> Unit {
        let aliases = self.aliases.iter();
        Unit {
            code: self.code.clone(),
            name: self.name_in(province),
            aliases: aliases.map(|alias| named(alias, province)).collect(),
            kind: self.kind.clone(),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            successor: self.successor.clone(),
            ..Unit::default()
        }
    }

    /// Whether it is known of this province, at some time of it: codes of provinces change their owner.
    fn is_of(&self, province: &KnownProvince) -> bool {
        let ends_before = |end: Option<Date>, start: Option<Date>| {
            end.zip(start).is_some_and(|(end, start)| end < start)
        };
        self.province == province.code
            && !ends_before(self.valid_to, province.valid_from)
            && !ends_before(province.valid_to, self.valid_from)
    }
}

fn named(text: &str, province: Option<&KnownProvince>) -> String {
    let province = province.map_or(String::new(), KnownProvince::full_name);
    text.replace(PROVINCE, &province).trim().to_owned()
}

fn all() -> &'static [KnownOffice] {
    static OFFICES: LazyLock<Vec<KnownOffice>> = LazyLock::new(|| {
        let rows: Vec<Row> = rows(include_str!("../../data/registers/offices.tsv"));
        rows.into_iter().map(Row::office).collect()
    });
    &OFFICES
}

/// The offices known of a province, of whatever time: the usual ones, as it has them, then its own. Without a province,
/// the usual ones.
#[must_use]
pub fn offices_of(province: Option<&KnownProvince>) -> Vec<&'static KnownOffice> {
    let is_own = |office: &KnownOffice| province.is_some_and(|province| office.is_of(province));
    let own: Vec<&KnownOffice> = all().iter().filter(|office| is_own(office)).collect();
    let usual = || all().iter().filter(|office| office.province == ANY);
    let as_it_has = |office: &'static KnownOffice| {
        let own = own.iter().find(|own| own.code == office.code);
        own.copied().unwrap_or(office)
    };
    let more = own.iter().copied();
    let more = more.filter(|own| !usual().any(|office| office.code == own.code));
    usual()
        .map(as_it_has)
        .chain(more)
        .filter(|office| office.name != NONE)
        .collect()
}

/// The departments of a province on a day, and its districts where they are known; and those that were merged into them,
/// whose names reports still bear.
#[must_use]
pub fn units_of(province: &KnownProvince, day: Date) -> Vec<Unit> {
    let there = |office: &&KnownOffice| {
        let ended = office.valid_to.is_some_and(|last| last < day);
        office.exists_on(day) || ended && !office.successor.is_empty()
    };
    offices_of(Some(province))
        .into_iter()
        .filter(|office| LISTED.contains(&office.kind.as_str()))
        .filter(there)
        .map(|office| office.unit_in(Some(province)))
        .collect()
}

#[derive(Deserialize)]
struct Row {
    province: String,
    code: String,
    name: String,
    aliases: String,
    kind: String,
    valid_from: String,
    valid_to: String,
    successor: String,
}

impl Row {
    fn office(self) -> KnownOffice {
        KnownOffice {
            province: self.province,
            code: self.code,
            name: self.name,
            aliases: split_aliases(&self.aliases),
            kind: self.kind,
            valid_from: parse_day(&self.valid_from),
            valid_to: parse_day(&self.valid_to),
            successor: self.successor,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_row_is_read_stands_once_and_leads_to_an_office() {
        let table = include_str!("../../data/registers/offices.tsv");
        assert_eq!(table.lines().count(), all().len() + 1);
        assert!(unicode_normalization::is_nfc(table));
        let mut seen = HashSet::new();
        for office in all() {
            assert!(seen.insert((&office.province, &office.code)), "{office:?}");
            let same = |other: &&KnownOffice| [ANY, &office.province].contains(&&*other.province);
            let mut others = all().iter().filter(same);
            assert!(
                office.successor.is_empty() || others.any(|one| one.code == office.successor),
                "{office:?}"
            );
            assert!(
                matches!(
                    office.kind.as_str(),
                    "department" | "district" | "organisation"
                ),
                "{office:?}"
            );
        }
    }
}
