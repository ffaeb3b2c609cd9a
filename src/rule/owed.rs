//! Who is to be reminded: the offices that owe a report, and what of it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::{OfficeState, State};
use crate::register::Unit;
use crate::round::Round;
use crate::template::Template;

/// A report that an office owes.
#[derive(Debug, Clone)]
pub struct Owed<'r> {
    /// The office.
    pub unit: &'r Unit,
    /// Others that it reports for and that have sent nothing themselves.
    pub with: Vec<&'r Unit>,
    /// The forms that are owed; empty where nobody has said which ones are due.
    pub forms: Vec<&'r Template>,
    /// What has come from it and could not be read as a form.
    pub files: Vec<Arc<str>>,
    /// The last day on which its report is in time.
    pub deadline: Option<Date>,
}

/// The reports that offices owe, in the order of the register: nothing came, or nothing that could be read as a form. A
/// late report is a report. Of a round that is not whole nothing is owed.
///
/// Where the project file names several forms each of them is due; where it names none, any form will do.
#[must_use]
pub fn owed<'r>(round: &'r Round, states: &[OfficeState]) -> Vec<Owed<'r>> {
    if !round.complete {
        return Vec::new();
    }
    let mut lines: HashMap<&str, Vec<&OfficeState>> = HashMap::new();
    for line in states.iter().filter(|line| line.state != State::Superseded) {
        lines.entry(&line.code).or_default().push(line);
    }
    let due = round.due_offices();
    let of_unit = |unit: &&'r Unit| one(round, unit, lines.get(unit.code.as_str())?);
    let all: Vec<Owed<'r>> = due.iter().filter_map(of_unit).collect();
    joined(all)
}

fn one<'r>(round: &'r Round, unit: &'r Unit, lines: &[&OfficeState]) -> Option<Owed<'r>> {
    let templates = &round.setup.templates;
    let named = round.setup.project.as_ref();
    let each_is_due = named.is_some_and(|project| project.templates.len() > 1);
    let is_owed = |line: &OfficeState| matches!(line.state, State::Missing | State::Invalid);
    let open: Vec<&OfficeState> = lines.iter().filter(|line| is_owed(line)).copied().collect();
    if open.is_empty() || (!each_is_due && open.len() < lines.len()) {
        return None;
    }
    let forms = templates.iter().map(|template| &**template);
    let forms: Vec<&Template> = if each_is_due {
        let is_open = |template: &&Template| open.iter().any(|line| line.form == template.id);
        forms.filter(is_open).collect()
    } else {
        let asked = round.setup.asked().iter().map(|template| &**template);
        asked.filter(|_| round.setup.asked().len() == 1).collect()
    };
    let mut files: Vec<Arc<str>> = Vec::new();
    for file in open.iter().flat_map(|line| &line.files) {
        if !files.contains(file) {
            files.push(file.clone());
        }
    }
    Some(Owed {
        unit,
        with: Vec::new(),
        forms,
        files,
        deadline: open.first().and_then(|line| line.deadline),
    })
}

/// One report for each office that sends one: who is reported for by another is told of to that one.
fn joined(all: Vec<Owed<'_>>) -> Vec<Owed<'_>> {
    let units: HashMap<&str, &Unit> = all
        .iter()
        .map(|owed| (owed.unit.code.as_str(), owed.unit))
        .collect();
    let (mut with, mut within): (HashMap<&str, Vec<&Unit>>, HashSet<&str>) = Default::default();
    for owed in &all {
        let code = owed.unit.code.as_str();
        if within.contains(code) {
            continue;
        }
        for other in &owed.unit.reports_for {
            let Some(unit) = units.get(other.as_str()) else {
                continue;
            };
            // Of two that report for each other the first does.
            if unit.code != code && !with.contains_key(other.as_str()) && within.insert(&unit.code)
            {
                with.entry(code).or_default().push(unit);
            }
        }
    }
    let mut left = all;
    left.retain(|owed| !within.contains(owed.unit.code.as_str()));
    for owed in &mut left {
        owed.with = with.remove(owed.unit.code.as_str()).unwrap_or_default();
    }
    left
}
