//! The rows of a breakdown: which records each holds, and the conditions by which formulas find the same ones.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::details::{begins_too_early, excel_day};
use super::super::figures::{Entry, Figures};
use super::super::grouping::{NO_OFFICE, NO_YEAR, code_ranks, none_of, office_ranks};
use super::super::ranges::Ranges;
use super::super::wording::shown;
use super::{Condition, Context, Kind};
use crate::lang;
use crate::report::Counts;
use crate::template::{self, Role};
use crate::value::{Qualifier, Value};
use crate::write::table::Common;

/// A row of a breakdown.
pub struct Line<'a> {
    /// The office's code.
    pub code: String,
    /// The sector, office or year.
    pub name: String,
    /// Its records, planned and withdrawn ones too.
    pub entries: Vec<Entry<'a>>,
    /// The findings of its files.
    pub counts: Counts,
    /// The conditions that its records meet, and no others.
    pub conditions: Vec<(String, Condition)>,
    /// Its year.
    pub year: Option<i16>,
}

impl<'a> Line<'a> {
    fn new(code: &str, name: &str) -> Self {
        Self {
            code: code.to_owned(),
            name: name.to_owned(),
            entries: Vec::new(),
            counts: Counts::default(),
            conditions: Vec::new(),
            year: None,
        }
    }

    /// The sum of a field over the records that are neither planned only nor withdrawn, in đồng.
    pub fn done(&self, total: Option<usize>, field: usize) -> i128 {
        let entries = self.entries.iter();
        let done = entries.filter(|entry| entry.apart(total).is_none());
        Figures::sum(done, field)
    }

    /// The sum of a field of numbers over the same records.
    pub fn number_done(&self, total: Option<usize>, field: usize) -> Decimal {
        let entries = self.entries.iter();
        let done = entries.filter(|entry| entry.apart(total).is_none());
        let numbers = done.filter_map(|entry| entry.number(field));
        numbers.fold(Decimal::ZERO, |sum, number| sum.saturating_add(number))
    }

    /// The sum of the amounts that are set apart for a reason, in đồng.
    pub fn apart(&self, figures: &Figures<'a>, why: Qualifier) -> i128 {
        let Some(field) = figures.total else {
            return 0;
        };
        let entries = self.entries.iter();
        let apart = entries.filter(|entry| entry.apart(figures.total) == Some(why));
        Figures::sum(apart, field)
    }

    /// The sum over the records that go on after their first year, in đồng.
    pub fn going_on(&self, figures: &Figures<'a>) -> i128 {
        let Some(field) = figures.total else {
            return 0;
        };
        let entries = self.entries.iter().filter(|entry| {
            entry.apart(figures.total).is_none()
                && entry.goes_on(figures.time)
                && self.year.is_some()
        });
        Figures::sum(entries, field)
    }

    /// The conditions that the records which go on after their first year meet; `None` where no year is known.
    pub fn goes_on(&self, ranges: &Ranges) -> Option<Vec<(String, Condition)>> {
        let (year, end) = (self.year?, ranges.role(Role::Time, 1)?);
        let start = ranges.role(Role::Time, 0)?;
        let mut conditions = year_conditions(&start, year);
        let last = format!("DATE({year},12,31)");
        conditions.push((end, Condition::Compare(">", last)));
        Some(conditions)
    }
}

/// The rows, in the order in which they are written.
pub fn lines<'a>(context: &Context<'a>, figures: &Figures<'a>, kind: Kind) -> Vec<Line<'a>> {
    let form = context
        .forms
        .iter()
        .position(|other| other.template.id == figures.template.id)
        .unwrap_or(0);
    let ranges = Ranges::new(context, form, figures);
    match kind {
        Kind::Sectors => match figures.template.role(Role::Sector) {
            Some(field) => of_field(context, figures, &ranges, field),
            None => Vec::new(),
        },
        Kind::Field(field) => of_field(context, figures, &ranges, field),
        Kind::Offices => offices(context, figures, &ranges),
        Kind::Years => years(figures, &ranges),
    }
}

/// By the values of a field, the largest first.
fn of_field<'a>(
    context: &Context<'a>,
    figures: &Figures<'a>,
    ranges: &Ranges,
    field: usize,
) -> Vec<Line<'a>> {
    let none = none_of(&figures.template, field);
    let lines = values(context, figures, ranges, field);
    largest_first(lines, figures, |line| line.name == none)
}

/// By the values of a field: those of a list in its order, then others, those without any last.
pub fn values<'a>(
    context: &Context<'a>,
    figures: &Figures<'a>,
    ranges: &Ranges,
    field: usize,
) -> Vec<Line<'a>> {
    let form = &figures.template;
    let ranks = code_ranks(context.round, form, field);
    let none = none_of(form, field);
    let coded = form
        .field(field)
        .is_some_and(|spec| spec.kind == template::Kind::Code);
    let codes = ranges.field(field, 0).filter(|_| coded);
    let names = ranges.field(field, usize::from(coded));
    let mut lines: BTreeMap<(usize, String), Line<'a>> = BTreeMap::new();
    for entry in &figures.entries {
        let (code, name, day) = match entry.field(Some(field)).map(|field| &field.value) {
            Some(Value::Code { code, name }) => (code.as_str(), name.to_string(), None),
            Some(Value::Day(day)) => ("", lang::day(*day), Some(*day)),
            Some(value) => ("", shown(value), None),
            None => ("", String::new(), None),
        };
        let rank = match (code, name.as_str()) {
            ("", "") => usize::MAX,
            ("", _) => ranks.len(),
            (code, _) => ranks.get(code).copied().unwrap_or(ranks.len()),
        };
        // A spreadsheet compares without regard to case, and so must the grouping.
        let key = (rank, key_of(code, &name));
        let line = lines.entry(key).or_insert_with(|| {
            let mut line = Line::new(code, if name.is_empty() { &none } else { &name });
            if let Some(names) = &names {
                line.conditions = match day {
                    Some(day) => vec![(names.clone(), day_condition(day))],
                    None => named(codes.as_deref(), code, names, &name),
                };
            }
            line
        });
        line.entries.push(*entry);
    }
    lines.into_values().collect()
}

/// That a cell holds a day; days before March 1900 are text to a spreadsheet.
fn day_condition(day: Date) -> Condition {
    match excel_day(day) {
        Some(_) => {
            let day = format!("DATE({},{},{})", day.year(), day.month(), day.day());
            Condition::Compare("=", day)
        }
        None => Condition::Is(day.to_string()),
    }
}

/// By office: those that have sent something.
fn offices<'a>(context: &Context<'a>, figures: &Figures<'a>, ranges: &Ranges) -> Vec<Line<'a>> {
    let ranks = office_ranks(context.round);
    let (codes, names) = (
        ranges.common(Common::UnitCode),
        ranges.common(Common::UnitName),
    );
    let key = |code: &str, name: &str| {
        (
            ranks.get(code).copied().unwrap_or(usize::MAX),
            key_of(code, name),
        )
    };
    let mut of_files: BTreeMap<&str, Counts> = BTreeMap::new();
    for finding in context.findings {
        if let Some(file) = finding.place.file.as_deref() {
            let counts = of_files.entry(file).or_default();
            let one = Counts::of([finding]);
            counts.errors += one.errors;
            counts.warnings += one.warnings;
        }
    }
    let mut lines: BTreeMap<(usize, String), Line<'a>> = BTreeMap::new();
    for submission in &context.round.submissions {
        let mut sent = submission
            .tables()
            .filter(|table| table.template.id == figures.template.id)
            .map(|table| submission.office_of(table))
            .peekable();
        let Some(first) = sent.peek().map(|office| key(office.code(), office.name())) else {
            continue;
        };
        for office in sent {
            let (code, name) = (office.code(), office.name());
            lines.entry(key(code, name)).or_insert_with(|| {
                let mut line = Line::new(code, if name.is_empty() { NO_OFFICE } else { name });
                line.conditions = named(Some(&codes), code, &names, name);
                line
            });
        }
        if let Some(counts) = of_files.get(&*submission.name)
            && let Some(line) = lines.get_mut(&first)
        {
            line.counts.errors += counts.errors;
            line.counts.warnings += counts.warnings;
        }
    }
    for entry in &figures.entries {
        let office = entry.submission.office_of(entry.table);
        if let Some(line) = lines.get_mut(&key(office.code(), office.name())) {
            line.entries.push(*entry);
        }
    }
    largest_first(lines.into_values().collect(), figures, |line| {
        line.name == NO_OFFICE
    })
}

/// By the year in which a record begins; nothing when the form has no time.
fn years<'a>(figures: &Figures<'a>, ranges: &Ranges) -> Vec<Line<'a>> {
    let Some(start) = ranges.role(Role::Time, 0) else {
        return Vec::new();
    };
    let mut lines: BTreeMap<i16, Line<'a>> = BTreeMap::new();
    let mut undated = Line::new("", NO_YEAR);
    undated.conditions = vec![(start.clone(), Condition::Empty)];
    for entry in &figures.entries {
        match entry.year(figures.time) {
            Some(year) => {
                let line = lines.entry(year).or_insert_with(|| {
                    let mut line = Line::new("", &year.to_string());
                    line.year = Some(year);
                    line.conditions = if begins_too_early(entry, figures.time) {
                        // Days before March 1900 are text to a spreadsheet.
                        vec![(start.clone(), Condition::Begins(format!("{year}-")))]
                    } else {
                        year_conditions(&start, year)
                    };
                    line
                });
                line.entries.push(*entry);
            }
            None => undated.entries.push(*entry),
        }
    }
    let mut lines: Vec<Line<'a>> = lines.into_values().collect();
    if !undated.entries.is_empty() {
        lines.push(undated);
    }
    lines
}

fn year_conditions(start: &str, year: i16) -> Vec<(String, Condition)> {
    [(">=", 1, 1), ("<=", 12, 31)]
        .map(|(sign, month, day)| {
            let day = format!("DATE({year},{month},{day})");
            (start.to_owned(), Condition::Compare(sign, day))
        })
        .into()
}

/// A code tells by itself; a name only where there is no code.
fn named(codes: Option<&str>, code: &str, names: &str, name: &str) -> Vec<(String, Condition)> {
    if let Some(codes) = codes.filter(|_| !code.is_empty()) {
        return vec![(codes.to_owned(), Condition::Is(code.to_owned()))];
    }
    let name = if name.is_empty() {
        Condition::Empty
    } else {
        Condition::Is(name.to_owned())
    };
    // The empty cell comes last: LibreOffice counts nothing when the column of the first condition begins with cells that
    // are looked for because they are empty.
    let mut conditions = vec![(names.to_owned(), name)];
    conditions.extend(codes.map(|codes| (codes.to_owned(), Condition::Empty)));
    conditions
}

fn key_of(code: &str, name: &str) -> String {
    if code.is_empty() {
        format!("\u{1}{}", name.to_lowercase())
    } else {
        code.to_lowercase()
    }
}

/// The largest amount first, or the greatest number of records; those of none last.
fn largest_first<'a>(
    mut lines: Vec<Line<'a>>,
    figures: &Figures<'a>,
    is_none: impl Fn(&Line<'a>) -> bool,
) -> Vec<Line<'a>> {
    lines.sort_by_cached_key(|line| {
        let sum = figures
            .total
            .map_or(0, |field| line.done(figures.total, field));
        (is_none(line), Reverse(sum), Reverse(line.entries.len()))
    });
    lines
}
