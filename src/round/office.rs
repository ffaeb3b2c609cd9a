//! The reporting office: stamped on a form of ours, written on the sheet, or told by the file's name.

mod told;

use jiff::civil::Date;

use super::{Setup, Submission};
use crate::fold;
use crate::layout::{self, SheetLayout};
use crate::place::Place;
use crate::register::{KnownAs, Unit, is_province};

pub(super) use told::tell;

/// The reporting office of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Office {
    /// On the register.
    Known {
        /// Its code.
        code: String,
        /// Its name as the register writes it.
        name: String,
        /// The office that the report itself names, where that one is not there on the day of the round.
        named: Option<Box<OutOfTime>>,
    },
    /// Named by the sheet, and on no register.
    Unlisted {
        /// The name as the sheet writes it.
        name: String,
        /// Where it stands.
        place: Place,
        /// The nearest office of the register: code and name. `None` without a register, or when none is near.
        nearest: Option<(String, String)>,
        /// What the register built in knows of it.
        known: Option<Box<KnownAs>>,
    },
    /// Not told from anything; the offices it may be, when several fit.
    Unknown {
        /// Names of the offices that fit equally well.
        candidates: Vec<String>,
    },
}

impl Office {
    /// The code; empty when it is on no register.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Known { code, .. } => code,
            Self::Unlisted { .. } | Self::Unknown { .. } => "",
        }
    }

    /// The name, as the register or else the sheet writes it; empty when it is not known.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Known { name, .. } | Self::Unlisted { name, .. } => name,
            Self::Unknown { .. } => "",
        }
    }

    /// The office that the report itself names, where it stands for another one, or is not there on the day of the round.
    #[must_use]
    pub fn named(&self) -> Option<&OutOfTime> {
        match self {
            Self::Known { named, .. } => named.as_deref(),
            Self::Unlisted { .. } | Self::Unknown { .. } => None,
        }
    }

    /// Equal for what is the same office under the same name.
    fn key(&self) -> String {
        match self {
            Self::Known { code, named, .. } => {
                let named = named.as_ref().map_or("", |named| &named.code);
                format!("1{code}|{named}")
            }
            Self::Unlisted { name, .. } => format!("3{}", fold::bare(name)),
            Self::Unknown { candidates } => format!("2{}", candidates.join("|")),
        }
    }
}

/// An office of the register that is not there on the day of the round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutOfTime {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its last day, or its first.
    pub when: When,
}

/// When an office is, against the day of the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Its last day was before.
    Until(Date),
    /// Its first day is later.
    From(Date),
}

/// An office that a form of ours names after its label though it was made for another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeMismatch {
    /// Its name on the register.
    pub name: String,
    /// Where it stands.
    pub place: Place,
}

/// The office whose report it is when a report names this one: its own, or that of the office in its place on the day of
/// the round.
fn known(unit: &Unit, setup: &Setup) -> Office {
    let own = in_place_of(unit, setup);
    Office::Known {
        code: own.code.clone(),
        name: own.name.clone(),
        named: out_of_time(unit, setup.day()).map(Box::new),
    }
}

/// The office in the place of another one on the day of the round, as far as the register tells; else that one.
fn in_place_of<'a>(unit: &'a Unit, setup: &'a Setup) -> &'a Unit {
    let standing = || setup.register.as_ref()?.standing_on(unit, setup.day()?);
    standing().unwrap_or(unit)
}

/// Whether the reports of two offices are of one office on the day of the round.
fn is_one(unit: &Unit, other: &Unit, setup: &Setup) -> bool {
    in_place_of(unit, setup).code == in_place_of(other, setup).code
}

fn out_of_time(unit: &Unit, day: Option<Date>) -> Option<OutOfTime> {
    let day = day?;
    let ended = unit.valid_to.filter(|last| *last < day).map(When::Until);
    let begins = || unit.valid_from.filter(|first| *first > day).map(When::From);
    Some(OutOfTime {
        when: ended.or_else(begins)?,
        code: unit.code.clone(),
        name: unit.name.clone(),
    })
}

/// The office that a form of ours was made for, which is surer than what stands on the sheet; and another office that
/// the sheet names after its label, when someone wrote over the form.
pub(super) fn stamped(
    layouts: &[SheetLayout],
    submission: &Submission,
    setup: &Setup,
) -> Option<(Office, Option<OfficeMismatch>)> {
    let code = submission.stamp.as_ref()?.unit.as_ref()?;
    let register = setup.register.as_ref()?;
    let unit = register.by_code(code)?;
    let labelled = layouts
        .iter()
        .zip(&submission.sheets)
        .flat_map(|(layout, sheet)| {
            let lines = layout.tables.iter().flat_map(|table| &table.frame.offices);
            lines
                .filter(|line| line.labelled)
                .map(move |line| (line, sheet))
        });
    let mut others = labelled.filter_map(|(line, sheet)| {
        let named = register.find(&line.name).one()?;
        (!is_one(named, unit, setup)).then(|| OfficeMismatch {
            name: named.name.clone(),
            place: sheet.place.at(line.cell),
        })
    });
    Some((known(unit, setup), others.next()))
}

/// The office that each sheet's own letterhead names, folded; `None` where it names none.
pub(super) fn of_sheets(layouts: &[SheetLayout]) -> Vec<Option<String>> {
    let office = |layout: &SheetLayout| {
        let lines = layout.tables.first()?.frame.offices.iter();
        let own = lines.filter(|line| line.labelled || !is_superior(&line.name));
        own.map(|line| fold::fold(&line.name)).next()
    };
    layouts.iter().map(office).collect()
}

/// Whether a line names a province itself, the superior of every office.
fn is_superior(name: &str) -> bool {
    layout::words::words().superior.begin(&fold::fold(name)) || is_province(name)
}
