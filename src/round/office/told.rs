//! The office of each table as the lines above it tell, one table held against the others and against the file's name.

use std::collections::{HashMap, HashSet};

use super::{Office, is_one, is_superior, known};
use crate::fold;
use crate::layout::{OfficeLine, SheetLayout};
use crate::place::Place;
use crate::register::{Fate, Register, Strength, Unit, UnitMatch, is_province};
use crate::round::{Setup, Submission};

/// What the lines above one table say of its office.
#[derive(Debug, Clone)]
enum Told<'a> {
    /// This one.
    Known(&'a Unit),
    /// One of these, perhaps.
    Several(Vec<&'a Unit>),
    /// One that is on no register.
    Unlisted(Line<'a>),
    /// None, or the superior of all offices.
    Nothing,
}

/// A line above a table that may name its office.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    line: &'a OfficeLine,
    place: &'a Place,
    /// The line above the same table that names a province.
    superior: Option<&'a str>,
}

/// Tells the reporting office: from the letterhead, a label such as `Đơn vị báo cáo:`, else the file's name. Where the
/// letterheads of its tables differ, each table is of its own office.
pub(in crate::round) fn tell(layouts: &[SheetLayout], submission: &mut Submission, setup: &Setup) {
    let offices = tell_apart(layouts, submission, setup);
    let mut distinct: Vec<Office> = Vec::new();
    let mut index_of: HashMap<String, usize> = HashMap::new();
    let mut indices = Vec::new();
    for office in offices {
        let next = distinct.len();
        let index = *index_of.entry(office.key()).or_insert(next);
        if index == next {
            distinct.push(office);
        }
        indices.push(index);
    }
    let tables = submission
        .sheets
        .iter_mut()
        .flat_map(|sheet| &mut sheet.tables);
    for (table, index) in tables.zip(indices) {
        table.office = index;
    }
    if let Some(first) = distinct.first() {
        submission.office = first.clone();
    }
    submission.offices = if distinct.len() > 1 {
        distinct
    } else {
        Vec::new()
    };
    submission.body = body(layouts, setup);
}

/// The body within an office that the first letterhead names, folded; `None` where it names the office itself.
fn body(layouts: &[SheetLayout], setup: &Setup) -> Option<String> {
    let register = setup.register.as_ref()?;
    let lines = layouts.iter().flat_map(|layout| &layout.tables);
    let mut lines = lines.flat_map(|table| &table.frame.offices);
    let own = lines.find(|line| line.labelled || !is_superior(&line.name))?;
    match register.find(&own.name) {
        UnitMatch::One(_, strength) if strength != Strength::Part => None,
        UnitMatch::Several(_) => None,
        UnitMatch::One(..) | UnitMatch::None => Some(fold::bare(&own.name)),
    }
}

/// The office of each table, in the order of the tables; of a file without any, its own.
fn tell_apart(layouts: &[SheetLayout], submission: &Submission, setup: &Setup) -> Vec<Office> {
    let mut told: Vec<Told<'_>> = Vec::new();
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (layout, sheet) in layouts.iter().zip(&submission.sheets) {
        let mut carried = Told::Nothing;
        for table in &layout.tables {
            let mut names = table.frame.offices.iter().filter(|line| !line.labelled);
            let superior = names.find(|line| is_province(&line.name));
            let superior = superior.map(|line| line.name.as_str());
            let own = table.frame.offices.iter().map(|line| Line {
                line,
                place: &sheet.place,
                superior,
            });
            let own: Vec<Line<'_>> = own.collect();
            // What stands above the first table of a sheet holds until another one says otherwise.
            let own_told = tell_one(&own, setup);
            if !matches!(own_told, Told::Nothing) {
                carried = own_told;
            }
            told.push(carried.clone());
            lines.extend(own);
        }
    }
    let count = told.len();
    leave_out_idle(&mut told, submission);
    settle_by_each_other(&mut told);
    let mut named = told.iter().filter(|told| !matches!(told, Told::Nothing));
    let first = named.next().cloned().unwrap_or(Told::Nothing);
    let key = first.key();
    if named.all(|other| other.key() == key) {
        let office = with_file_name(first, &lines, submission, setup);
        return vec![office; count.max(1)];
    }
    told.into_iter().map(|told| told.office(setup)).collect()
}

/// Which office the lines above a table name, the best evidence first.
fn tell_one<'a>(lines: &[Line<'a>], setup: &'a Setup) -> Told<'a> {
    let own = lines
        .iter()
        .find(|line| line.line.labelled || !is_superior(&line.line.name));
    let unlisted = own.map_or(Told::Nothing, |own| Told::Unlisted(*own));
    let Some(register) = &setup.register else {
        return unlisted;
    };
    let day = setup.day();
    for (at, line) in lines.iter().enumerate() {
        let above: Vec<&str> = lines
            .iter()
            .skip(at + 1)
            .filter(|other| !other.line.labelled)
            .map(|other| other.line.name.as_str())
            .collect();
        let found = register.find_below(&line.line.name, &above);
        let found = match day {
            Some(day) => found.on(day),
            None => found,
        };
        match found {
            UnitMatch::One(unit, _) => {
                return match own {
                    Some(own) if is_other(register, own, line, unit) => unlisted,
                    _ => Told::Known(unit),
                };
            }
            UnitMatch::Several(units) => return Told::Several(units),
            UnitMatch::None => {}
        }
    }
    unlisted
}

/// Whether the office of a line further up cannot stand for that of the own line, which is on no register: a body
/// within an office reports for it, but neither a department for the province nor one district for another.
fn is_other(register: &Register, own: &Line<'_>, line: &Line<'_>, unit: &Unit) -> bool {
    if std::ptr::eq(own.line, line.line) {
        return false;
    }
    is_superior(&line.line.name)
        || register.is_like(&own.line.name, unit)
        || register.lists_offices_of(unit)
}

/// A table without a record beside others that have some tells nothing: a blank sheet, an example of another office.
fn leave_out_idle(told: &mut [Told<'_>], submission: &Submission) {
    let idle: Vec<bool> = submission
        .tables()
        .map(|table| table.records.is_empty() && table.nil.is_none())
        .collect();
    let busy = told
        .iter()
        .zip(&idle)
        .find_map(|(told, idle)| (!idle).then(|| told.clone()));
    let Some(busy) = busy else {
        return;
    };
    for (told, _) in told.iter_mut().zip(&idle).filter(|(_, idle)| **idle) {
        *told = busy.clone();
    }
}

/// Of several offices that a sheet may be of, the one that another sheet of the file is of.
fn settle_by_each_other(told: &mut [Told<'_>]) {
    let known: Vec<&Unit> = told
        .iter()
        .filter_map(|told| match told {
            Told::Known(unit) => Some(*unit),
            _ => None,
        })
        .collect();
    let codes: HashSet<&str> = known.iter().map(|unit| unit.code.as_str()).collect();
    for one in told {
        if let Told::Several(units) = one {
            let mut both = units.iter().filter(|unit| codes.contains(&*unit.code));
            if let (Some(only), None) = (both.next(), both.next()) {
                *one = Told::Known(only);
            }
        }
    }
}

/// The office of a file whose letterheads agree, held against the file's name.
fn with_file_name(
    told: Told<'_>,
    lines: &[Line<'_>],
    submission: &Submission,
    setup: &Setup,
) -> Office {
    let superior = || lines.first().map(|line| Told::Unlisted(*line));
    let Some(register) = &setup.register else {
        let told = match told {
            Told::Nothing => superior().unwrap_or(Told::Nothing),
            told => told,
        };
        return told.office(setup);
    };
    let named = register.find_in(file_stem(&submission.name));
    let named = match setup.day() {
        Some(day) => named.on(day),
        None => named,
    };
    match (told, named) {
        (Told::Known(unit), UnitMatch::One(named, strength)) => {
            // What is shortened may be part of another word, and the office above has its own name in the letterhead.
            let plain = matches!(strength, Strength::Exact | Strength::Words);
            let above = |line: &Line<'_>| {
                let found = register.find(&line.line.name);
                found.one().is_some_and(|found| found.code == named.code)
            };
            let other = !is_one(unit, named, setup)
                && plain
                && (register.is_like(&named.name, unit) || !register.is_place(named))
                && !lines.iter().any(above);
            if other {
                Told::Several(vec![unit, named]).office(setup)
            } else {
                known(unit, setup)
            }
        }
        (Told::Several(units), UnitMatch::One(named, _))
            if units.iter().any(|unit| unit.code == named.code) =>
        {
            known(named, setup)
        }
        (Told::Unlisted(line), UnitMatch::One(named, _))
            if !line.line.labelled && !register.is_like(&line.line.name, named) =>
        {
            known(named, setup)
        }
        (Told::Nothing, UnitMatch::One(named, _)) => known(named, setup),
        (Told::Nothing, UnitMatch::Several(units)) => Told::Several(units).office(setup),
        (Told::Nothing, UnitMatch::None) => superior().unwrap_or(Told::Nothing).office(setup),
        (told, _) => told.office(setup),
    }
}

impl Told<'_> {
    /// Equal for what is the same office.
    fn key(&self) -> String {
        match self {
            Self::Known(unit) => format!("1{}", unit.code),
            Self::Several(units) => {
                let codes: Vec<&str> = units.iter().map(|unit| unit.code.as_str()).collect();
                format!("2{}", codes.join("|"))
            }
            Self::Unlisted(line) => format!("3{}", fold::bare(&line.line.name)),
            Self::Nothing => String::new(),
        }
    }

    fn office(&self, setup: &Setup) -> Office {
        match self {
            Self::Known(unit) => known(unit, setup),
            Self::Several(units) => Office::Unknown {
                candidates: units.iter().map(|unit| unit.name.clone()).collect(),
            },
            Self::Unlisted(line) => {
                let name = line.line.name.clone();
                let register = setup.register.as_ref();
                let day = setup.day();
                let known = register.and_then(|own| own.known_as(&name, line.superior, day));
                // Who writes the name that an office had means the one in its place.
                let heir = match known.as_ref().and_then(|known| known.fate.as_ref()) {
                    Some(Fate::Replaced(heir, _)) => register.and_then(|own| own.find(heir).one()),
                    _ => None,
                };
                let nearest = || register.and_then(|own| Some(own.nearest(&name)?.0));
                let nearest = heir.or_else(nearest);
                Office::Unlisted {
                    place: line.place.at(line.line.cell),
                    nearest: nearest.map(|unit| (unit.code.clone(), unit.name.clone())),
                    name,
                    known: known.map(Box::new),
                }
            }
            Self::Nothing => Office::Unknown {
                candidates: Vec::new(),
            },
        }
    }
}

fn file_stem(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}
