//! The reporting office: stamped on a form of ours, written on the sheet, or told by the file's name.

use super::{Setup, Submission};
use crate::fold;
use crate::layout::{self, SheetLayout};
use crate::place::Place;
use crate::register::UnitMatch;

/// The reporting office of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Office {
    /// On the register.
    Known {
        /// Its code.
        code: String,
        /// Its name as the register writes it.
        name: String,
    },
    /// Named by the sheet, and on no register.
    Unlisted {
        /// The name as the sheet writes it.
        name: String,
        /// Where it stands.
        place: Place,
        /// The nearest office of the register: code and name. `None` without a register, or when none is near.
        nearest: Option<(String, String)>,
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
}

/// An office that a form of ours names after its label though it was made for another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retyped {
    /// Its name on the register.
    pub name: String,
    /// Where it stands.
    pub place: Place,
}

/// The reporting office: from the letterhead, a label such as `Đơn vị báo cáo:`, else the file's name.
pub(super) fn told(layouts: &[SheetLayout], submission: &Submission, setup: &Setup) -> Office {
    let lines: Vec<(&layout::OfficeLine, &Place)> = layouts
        .iter()
        .zip(&submission.sheets)
        .flat_map(|(layout, sheet)| {
            let frames = layout.tables.iter().map(|table| &table.frame);
            frames
                .flat_map(|frame| &frame.offices)
                .map(move |line| (line, &sheet.place))
        })
        .collect();
    let unlisted = |nearest: &dyn Fn(&str) -> Option<(String, String)>| {
        let own = lines
            .iter()
            .find(|(line, _)| line.labelled || !is_superior(&line.name))
            .or(lines.first())?;
        Some(Office::Unlisted {
            name: own.0.name.clone(),
            place: own.1.at(own.0.cell),
            nearest: nearest(&own.0.name),
        })
    };
    let Some(register) = &setup.register else {
        return unlisted(&|_| None).unwrap_or(Office::Unknown {
            candidates: Vec::new(),
        });
    };
    let known = |unit: &crate::register::Unit| Office::Known {
        code: unit.code.clone(),
        name: unit.name.clone(),
    };
    let mut several: Vec<&crate::register::Unit> = Vec::new();
    for (line, _) in &lines {
        match register.find(&line.name) {
            UnitMatch::One(unit, _) => return known(unit),
            UnitMatch::Several(units) if several.is_empty() => several = units,
            UnitMatch::Several(_) | UnitMatch::None => {}
        }
    }
    match register.find_in(file_stem(&submission.name)) {
        UnitMatch::One(unit, _)
            if several.is_empty() || several.iter().any(|other| other.code == unit.code) =>
        {
            return known(unit);
        }
        UnitMatch::Several(units) if several.is_empty() => several = units,
        _ => {}
    }
    if !several.is_empty() {
        return Office::Unknown {
            candidates: several.iter().map(|unit| unit.name.clone()).collect(),
        };
    }
    let nearest = |name: &str| {
        register
            .nearest(name)
            .map(|(unit, _)| (unit.code.clone(), unit.name.clone()))
    };
    unlisted(&nearest).unwrap_or(Office::Unknown {
        candidates: Vec::new(),
    })
}

/// The office that a form of ours was made for, which is surer than what stands on the sheet; and another office that
/// the sheet names after its label, when someone wrote over the form.
pub(super) fn stamped(
    layouts: &[SheetLayout],
    submission: &Submission,
    setup: &Setup,
) -> Option<(Office, Option<Retyped>)> {
    let code = submission.stamp.as_ref()?.unit.as_ref()?;
    let register = setup.register.as_ref()?;
    let unit = register.units().iter().find(|unit| unit.code == *code)?;
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
        (named.code != unit.code).then(|| Retyped {
            name: named.name.clone(),
            place: sheet.place.at(line.cell),
        })
    });
    let office = Office::Known {
        code: unit.code.clone(),
        name: unit.name.clone(),
    };
    Some((office, others.next()))
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

/// Whether a line names the province itself, the superior of every office.
fn is_superior(name: &str) -> bool {
    layout::words::words().superior.begin(&fold::fold(name))
}

fn file_stem(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}
