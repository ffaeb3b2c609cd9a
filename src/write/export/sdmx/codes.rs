//! The lists of codes that come from a round: its offices, sectors, units of measure, indicators.

use std::collections::BTreeMap;

use super::aggregates::{Aggregates, Measure};
use super::{Code, WORDS, ids, indicator_id, measure_id};
use crate::round::Round;
use crate::template::Told;
use crate::write::export::sums::Counted;

/// The aggregates of all forms, each with the name of its table.
pub type All<'a> = [(&'a str, Aggregates<'a>)];

/// The offices of the project's list, and those that were met.
pub fn offices(round: &Round, all: &All<'_>) -> Vec<Code> {
    let register = round.setup.register.iter();
    let units = register.flat_map(|register| register.units());
    let listed = units.map(|unit| (ids::code(&unit.code), unit.name.clone()));
    let met = all.iter().map(|(_, aggregates)| &aggregates.offices);
    codes(listed, met)
}

/// The sectors of the project's list, and those that were met.
pub fn sectors(round: &Round, all: &All<'_>) -> Vec<Code> {
    let sectors = round.setup.sectors.iter();
    let entries = sectors.flat_map(|sectors| sectors.list().entries());
    let listed = entries.map(|entry| (ids::code(&entry.code), entry.name.clone()));
    let met = all.iter().map(|(_, aggregates)| &aggregates.sectors);
    codes(listed, met)
}

/// The units of measure that were met.
pub fn measures(all: &All<'_>) -> Vec<Code> {
    let indicators = all.iter().flat_map(|(_, all)| &all.indicators);
    let mut measures = BTreeMap::new();
    for indicator in indicators {
        let words = &WORDS.measures;
        let told = match indicator.measure {
            None => told(&words.number.vi, &words.number.en),
            Some(Measure::Money) => told(&words.vnd.vi, &words.vnd.en),
            Some(Measure::Stated(unit)) => told(unit, unit),
        };
        measures.insert(measure_id(indicator.measure), told);
    }
    let code = |(id, told): (String, Told)| Code {
        id,
        vi: told.vi,
        en: told.en,
    };
    measures.into_iter().map(code).collect()
}

/// What is added up of a form, each once for what counts, for what is planned only, and for what is withdrawn.
pub fn indicators(aggregates: &Aggregates<'_>) -> Vec<Code> {
    let words = &WORDS.indicators;
    let mut codes = Vec::new();
    for indicator in &aggregates.indicators {
        let (vi, en) = match indicator.column {
            None => (&words.records.vi, &words.records.en),
            Some(column) => (&column.vi, &column.en),
        };
        for counted in Counted::ALL {
            let apart = match counted {
                Counted::InTotals => None,
                Counted::Planned => Some(&words.planned),
                Counted::Withdrawn => Some(&words.withdrawn),
            };
            let name = |own: &str, apart: Option<&str>| match apart {
                None => own.to_owned(),
                Some(apart) => format!("{own} – {apart}"),
            };
            codes.push(Code {
                id: indicator_id(indicator, counted),
                vi: name(vi, apart.map(|apart| apart.vi.as_str())),
                en: name(en, apart.map(|apart| apart.en.as_str())),
            });
        }
    }
    codes
}

/// The codes of a list: those that it has, in its order, and those that were met beside them.
fn codes<'a>(
    listed: impl Iterator<Item = (String, String)>,
    met: impl Iterator<Item = &'a BTreeMap<String, String>>,
) -> Vec<Code> {
    let mut others: BTreeMap<&str, &str> = BTreeMap::new();
    for (id, name) in met.flatten() {
        others.entry(id).or_insert(name);
    }
    let mut codes = Vec::new();
    for (id, name) in listed {
        others.remove(id.as_str());
        codes.push(code(&id, &name));
    }
    codes.extend(others.into_iter().map(|(id, name)| code(id, name)));
    codes
}

fn code(id: &str, name: &str) -> Code {
    let (vi, en) = match (id, name) {
        (ids::UNKNOWN, _) => (WORDS.unknown.vi.as_str(), WORDS.unknown.en.as_str()),
        // A name is the office's own, in its own language.
        (id, "") => (id, id),
        (_, name) => (name, name),
    };
    Code {
        id: id.to_owned(),
        vi: vi.to_owned(),
        en: en.to_owned(),
    }
}

/// The same in both languages.
pub fn told(vi: &str, en: &str) -> Told {
    Told {
        vi: vi.to_owned(),
        en: en.to_owned(),
    }
}
