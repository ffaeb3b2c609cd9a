//! What the register built in knows of an office that a project's list does not have.

use std::sync::OnceLock;

use jiff::civil::Date;

use super::{KnownOffice, KnownProvince, offices_of, province_called, provinces};
use crate::register::find::strip_label;
use crate::register::name::Name;
use crate::register::offices::Register;
use crate::register::province::Province;
use crate::register::unit::{Strength, UnitMatch};

/// An office as the register built in knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAs {
    /// Its full name, with its province where that is told.
    pub name: String,
    /// What became of it by the day asked about, where it is no more.
    pub fate: Option<Fate>,
}

/// What became of an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Its last day was this one; what took its place is not known.
    Ended(Date),
    /// In its place there is the office of this full name, since this day.
    Replaced(String, Date),
}

impl Register {
    /// What the register built in knows of the office that a text names: of the province that the text states, else the
    /// line above it, else this register. `None` when it knows none, or more than one.
    #[must_use]
    pub fn known_as(
        &self,
        text: &str,
        superior: Option<&str>,
        day: Option<Date>,
    ) -> Option<KnownAs> {
        let province = stated_in(text)
            .or_else(|| superior.and_then(stated_in))
            .or_else(|| self.home.clone())
            .and_then(|province| province_called(&province.words.join(" "), day));
        let office = office_called(text, province, day)?;
        let name = office.name_in(province);
        let fate = day.and_then(|day| fate(office, province, day));
        // A department goes on under its name when provinces that keep theirs are merged.
        let renamed = |fate: &Fate| !matches!(fate, Fate::Replaced(heir, _) if *heir == name);
        Some(KnownAs {
            fate: fate.filter(renamed),
            name: name.clone(),
        })
    }
}

/// The province that a text states.
fn stated_in(text: &str) -> Option<Province> {
    let name = Name::parse(strip_label(text));
    name.own_province().or(name.province)
}

/// The province that a text states, as the register built in knows it.
pub(in crate::register) fn province_in(
    text: &str,
    day: Option<Date>,
) -> Option<&'static KnownProvince> {
    province_called(&stated_in(text)?.words.join(" "), day)
}

/// The office of a province that a text names; without a province, one of the usual ones.
pub(in crate::register) fn office_called(
    text: &str,
    province: Option<&'static KnownProvince>,
    day: Option<Date>,
) -> Option<&'static KnownOffice> {
    let found = register_of(province).find(text);
    let found = match day {
        Some(day) => found.on(day),
        None => found,
    };
    match found {
        UnitMatch::One(unit, strength) if strength != Strength::Part => {
            let mut offices = offices_of(province).into_iter();
            offices.find(|office| office.code == unit.code)
        }
        _ => None,
    }
}

/// The register of what is known of a province, made once.
fn register_of(province: Option<&'static KnownProvince>) -> &'static Register {
    static USUAL: OnceLock<Register> = OnceLock::new();
    static OF: OnceLock<Vec<OnceLock<Register>>> = OnceLock::new();
    let of = OF.get_or_init(|| provinces().iter().map(|_| OnceLock::new()).collect());
    let own = province.and_then(|province| {
        let index = provinces().iter().position(|one| one == province)?;
        of.get(index)
    });
    own.unwrap_or(&USUAL).get_or_init(|| {
        let units = offices_of(province).into_iter();
        Register::new(units.map(|office| office.unit_in(province)).collect())
    })
}

/// What became of an office by a day: the department that took over, and the same department of the province that its own
/// became part of, whichever came first.
fn fate(
    office: &'static KnownOffice,
    province: Option<&'static KnownProvince>,
    day: Date,
) -> Option<Fate> {
    /// Nothing has been rearranged more often.
    const TIMES: usize = 16;
    let (mut office, mut province) = (office, province);
    let mut last = None;
    for _ in 0..TIMES {
        let passed = |last: Option<Date>| last.filter(|last| *last < day);
        let own = passed(office.valid_to);
        let around = passed(province.and_then(|province| province.valid_to));
        let code = match (own, around) {
            (None, None) => break,
            (Some(own), around) if around.is_none_or(|around| own < around) => {
                last = Some(own);
                office.successor.as_str()
            }
            _ => {
                last = around;
                province = province.and_then(KnownProvince::successor);
                // What ends with its province has no namesake in the next one.
                if own == around { "" } else { &office.code }
            }
        };
        let mut offices = offices_of(province).into_iter();
        match offices.find(|office| office.code == code) {
            Some(next) => office = next,
            None => return last.map(Fate::Ended),
        }
    }
    let since = last?.tomorrow().ok()?;
    Some(Fate::Replaced(office.name_in(province), since))
}
