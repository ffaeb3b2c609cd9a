//! The rows of the tables that every package has: offices, sectors, periods, files received, findings, codes.

use jiff::civil::Date;

use crate::finding::Finding;
use crate::lang::Lang;
use crate::project::Project;
use crate::record::Written;
use crate::register::{CodeList, Register, Sectors};
use crate::report::docs;
use crate::round::{Round, Sent, Submission};
use crate::rule::{self, FileStanding, FileState, RULES, Standing};

/// A row of a table.
pub type Row = Vec<Written>;
/// The rows of a table, made as they are asked for.
pub type Rows<'a> = Box<dyn Iterator<Item = Row> + 'a>;

/// The rows of a table that every package has, by its name; none for another name.
#[must_use]
pub fn rows<'a>(
    table: &str,
    round: &'a Round,
    findings: &'a [Finding],
    standing: &'a Standing<'_>,
) -> Option<Rows<'a>> {
    let setup = &round.setup;
    Some(match table {
        "units" => Box::new(units(setup.register.as_ref())),
        "sectors" => Box::new(codes(setup.sectors.as_ref().map(Sectors::list))),
        "periods" => Box::new(setup.project.iter().map(period)),
        "submissions" => {
            let states = rule::file_states(round, findings).into_iter();
            Box::new(states.map(|state| submission(&state)))
        }
        "findings" => Box::new(found(findings, standing)),
        "rules" => Box::new(RULES.iter().map(|rule| code(rule))),
        _ => return None,
    })
}

fn text(text: &str) -> Written {
    if text.is_empty() {
        Written::Empty
    } else {
        Written::Text(text.to_owned())
    }
}

fn day(day: Option<Date>) -> Written {
    day.map_or(Written::Empty, Written::Day)
}

fn count(count: usize) -> Written {
    Written::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Several codes or names in one cell, as the project's own lists part them.
fn several(names: &[String]) -> Written {
    text(&names.join("|"))
}

fn units(register: Option<&Register>) -> impl Iterator<Item = Row> + '_ {
    let units = register.into_iter().flat_map(Register::units);
    let row = |unit: &crate::register::Unit| {
        vec![
            text(&unit.code),
            text(&unit.name),
            several(&unit.aliases),
            text(&unit.kind),
            day(unit.valid_from),
            day(unit.valid_to),
            text(&unit.successor),
            day(unit.deadline),
            day(unit.cutoff),
            text(&unit.side),
            several(&unit.partners),
            several(&unit.reports_for),
        ]
    };
    units.map(row)
}

fn codes(list: Option<&CodeList>) -> impl Iterator<Item = Row> + '_ {
    let entries = list.into_iter().flat_map(CodeList::entries);
    let row = |entry: &crate::register::Entry| {
        vec![
            text(&entry.code),
            text(&entry.name),
            several(&entry.aliases),
        ]
    };
    entries.map(row)
}

fn period(project: &Project) -> Row {
    vec![
        text(&project.period.id),
        day(project.period.start),
        day(project.period.end),
        day(project.period.deadline),
        text(&project.programme.id),
        text(&project.programme.name),
    ]
}

fn submission(standing: &FileStanding<'_>) -> Row {
    let file = standing.submission;
    let office = |file: &Submission| match file.offices.as_slice() {
        [] | [_] => file
            .reporters()
            .next()
            .map_or(Written::Empty, |office| text(office.code())),
        _ => Written::Empty,
    };
    let mut forms: Vec<(&str, u32)> = Vec::new();
    for table in file.tables() {
        let form = (table.template.id.as_str(), table.template.version);
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    let ids: Vec<&str> = forms.iter().map(|(id, _)| *id).collect();
    let versions: Vec<String> = forms
        .iter()
        .map(|(_, version)| version.to_string())
        .collect();
    let counts = matches!(standing.state, FileState::Counts(_));
    let records = if counts { file.record_count() } else { 0 };
    // A file that could not be opened has no hash.
    let hash = file.sha256.as_str();
    let hash = if hash.bytes().all(|digit| digit == b'0') {
        ""
    } else {
        hash
    };
    vec![
        text(&file.name),
        text(hash),
        office(file),
        text(&file.office_names()),
        text(&ids.join(" ")),
        text(&versions.join(" ")),
        day(file.sent.as_ref().map(Sent::day)),
        count(records),
        count(standing.errors),
        count(standing.warnings),
        text(standing.state.name()),
    ]
}

fn found<'a>(
    findings: &'a [Finding],
    standing: &'a Standing<'_>,
) -> impl Iterator<Item = Row> + 'a {
    let row = move |(index, finding): (usize, &Finding)| {
        let [vi, en] = [Lang::Vi, Lang::En].map(|lang| rule::say(finding, lang).officer);
        let place = &finding.place;
        let cells = place.cells.map(|cells| cells.to_string());
        vec![
            text(finding.code),
            text(finding.severity.name()),
            text(place.file.as_deref().unwrap_or_default()),
            text(place.sheet.as_deref().unwrap_or_default()),
            text(&cells.unwrap_or_default()),
            text(finding.text.as_deref().unwrap_or_default()),
            text(finding.value.as_deref().unwrap_or_default()),
            text(&vi.message),
            text(vi.suggestion.as_deref().unwrap_or_default()),
            text(&en.message),
            text(en.suggestion.as_deref().unwrap_or_default()),
            text(standing.record(index).unwrap_or_default()),
        ]
    };
    findings.iter().enumerate().map(row)
}

fn code(rule: &rule::Rule) -> Row {
    vec![
        text(rule.code),
        text(rule.severity.name()),
        text(docs::title(rule.docs.0)),
        text(docs::title(rule.docs.1)),
    ]
}
