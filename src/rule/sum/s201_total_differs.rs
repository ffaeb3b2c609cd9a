//! S201 and S203: a row that adds up does not equal the sum of its records. Both figures are given.
//!
//! Amounts are added as they were read, unread ones as 0. Planned amounts may be in the declared figure or not: either
//! sum is right.

use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::layout::Scope;
use crate::layout::words::is_bare_total_label;
use crate::place::{CellRange, CellRef};
use crate::record::{Record, Table, Total};
use crate::round::Round;
use crate::rule::support::{Sum, money, sum};
use crate::rule::{Rule, Said, Sink, docs};
use crate::template::Slot;

/// The rule on totals of all records.
pub static TOTAL: Rule = Rule {
    code: "S201",
    name: "TotalDiffers",
    severity: Severity::Error,
    docs: docs!("S201"),
    joins: false,
    check: |round, sink| check(round, sink, |scope| scope == Scope::All),
    say,
};

/// The rule on totals of a section.
pub static SUBTOTAL: Rule = Rule {
    code: "S203",
    name: "SubtotalDiffers",
    severity: Severity::Error,
    docs: docs!("S203"),
    joins: false,
    check: |round, sink| {
        check(round, sink, |scope| {
            matches!(scope, Scope::Section(_) | Scope::SinceLast | Scope::Page)
        })
    },
    say,
};

fn check(round: &Round, sink: &mut Sink<'_>, fits: impl Fn(Scope) -> bool) {
    let all = round.submissions.iter().flat_map(|submission| {
        let sheets = submission.sheets.iter();
        sheets.flat_map(move |sheet| {
            let tables = sheet.tables.iter();
            tables.map(move |table| (submission.tables_before(sheet, table), table))
        })
    });
    for (tables_before, table) in all {
        let (mut last_run, mut last_page, mut last_row) = (0, 0, 0);
        for total in &table.totals {
            let since = match total.scope {
                Scope::Page => std::mem::replace(&mut last_page, total.row),
                Scope::All | Scope::SinceLast => std::mem::replace(&mut last_run, total.row),
                Scope::Section(_) => 0,
                Scope::Other => continue,
            };
            let above = last_row;
            if !total.on_section_row {
                last_row = total.row;
            }
            if fits(total.scope) {
                check_total(table, total, (since, above), &tables_before, sink);
            }
        }
    }
}

/// Checks the figures of a row against what it adds up: `since` is the row before it of its own kind, `above` the row
/// before it that adds up anything.
/// `tables_before` are those whose list the table goes on with, on other sheets.
fn check_total(
    table: &Table,
    total: &Total,
    (since, above): (u32, u32),
    tables_before: &[&Table],
    sink: &mut Sink<'_>,
) {
    for (field, declared) in &total.amounts {
        let (Some(dong), Some(cell)) = (declared.dong(), declared.cell) else {
            continue;
        };
        let figure = i128::from(dong.0);
        let mut readings = readings(table, total, *field, since, above);
        let right = |adds: &Sum| figure == adds.all || figure == adds.all - adds.planned;
        if readings.iter().any(right) {
            continue;
        }
        let over_all = over_all(table, total, *field, tables_before);
        if over_all.iter().any(right) {
            continue;
        }
        readings.extend(over_all);
        // What it most likely adds up is what it misses by least.
        let nearest = readings
            .into_iter()
            .min_by_key(|adds| figure.abs_diff(adds.all));
        let (Some(adds), Some(spec)) = (nearest, table.template.field(*field)) else {
            continue;
        };
        let fact = Fact::Sum {
            row_label: total.label.clone(),
            label: spec.label(Slot::Value),
            declared: dong,
            computed: adds.all,
            cells: range(&adds),
            count: adds.count,
            unread: adds.unread,
        };
        let finding = sink.add(table.place.at(cell), fact);
        finding.text = Some(declared.raw.to_string());
        finding.value = Some(dong.to_string());
        finding.related = range(&adds)
            .map(|cells| table.place.at(cells))
            .into_iter()
            .collect();
    }
}

/// The sums that a row may mean, its own first.
///
/// A label that names nothing (`Cộng`) may add up its section, the run of records above it, or all of them so far: no
/// other evidence tells, so it is right when one of them is.
fn readings(table: &Table, total: &Total, field: usize, since: u32, above: u32) -> Vec<Sum> {
    let mut readings = vec![sum(records(table, total, since), field)];
    let mut add = |since: u32| {
        let adds = sum(between(table, since, total.row), field);
        if adds.count > 0 {
            readings.push(adds);
        }
    };
    let bare = is_bare_total_label(&total.label) && !total.on_section_row;
    match total.scope {
        _ if bare => [since, above, 0].into_iter().for_each(&mut add),
        // A page's row may give the running total, and the last of several runs its own.
        Scope::Page => add(0),
        Scope::All if since > 0 => add(since),
        _ => {}
    }
    readings
}

/// What a row may add up over all tables of a list that goes on from sheet to sheet: all of it, or the section that goes
/// on. The cells are those of the row's own sheet.
fn over_all(table: &Table, total: &Total, field: usize, before: &[&Table]) -> Vec<Sum> {
    let above = || {
        let mut records = table.records.iter();
        let last = records.rfind(|record| record.row < total.row)?;
        last.section
    };
    let sections = match total.scope {
        _ if before.is_empty() => return Vec::new(),
        Scope::Section(section) => vec![Some(section)],
        Scope::All | Scope::SinceLast if above().is_some() => vec![None, above()],
        Scope::All | Scope::SinceLast => vec![None],
        Scope::Page | Scope::Other => return Vec::new(),
    };
    let over = |section: Option<usize>| {
        let path = section.and_then(|section| table.sections.get(section));
        let path = path.map_or("", |section| section.path.as_str());
        let all = std::iter::once(&table).chain(before);
        all.map(|table| sum(of_section(table, path), field))
            .reduce(|own, more| Sum {
                all: own.all + more.all,
                planned: own.planned + more.planned,
                count: own.count + more.count,
                unread: own.unread + more.unread,
                cells: own.cells,
            })
    };
    sections.into_iter().filter_map(over).collect()
}

/// The records of a table in a section of this path or below it; all for the empty path.
fn of_section<'t>(table: &'t Table, path: &str) -> impl Iterator<Item = &'t Record> {
    table.records.iter().filter(move |record| {
        let rest = table.section_path(record).strip_prefix(path);
        rest.is_some_and(|rest| path.is_empty() || rest.is_empty() || rest.starts_with(" / "))
    })
}

fn range(adds: &Sum) -> Option<CellRange> {
    adds.cells
        .map(|(first, last): (CellRef, CellRef)| CellRange::new(first, last))
}

/// The records that a row adds up.
fn records<'t>(table: &'t Table, total: &'t Total, since: u32) -> impl Iterator<Item = &'t Record> {
    table
        .records
        .iter()
        .filter(move |record| match total.scope {
            Scope::All => true,
            Scope::Section(section) => table.within(record, section),
            Scope::SinceLast | Scope::Page => record.row > since && record.row < total.row,
            Scope::Other => false,
        })
}

fn between(table: &Table, since: u32, until: u32) -> impl Iterator<Item = &Record> {
    table
        .records
        .iter()
        .filter(move |record| record.row > since && record.row < until)
}

fn say(finding: &Finding, lang: Lang) -> Said {
    let Fact::Sum {
        row_label,
        declared,
        computed,
        cells,
        count,
        unread,
        ..
    } = &finding.fact
    else {
        return Said::new("", "");
    };
    let row = lang.quote(row_label);
    let (figure, added) = (money(i128::from(declared.0), lang), money(*computed, lang));
    let difference = money((i128::from(declared.0) - computed).abs(), lang);
    let rows = lang.count(*count, "ô", "cell", "cells");
    let Some(range) = cells.map(|cells| cells.to_string()) else {
        return Said::new(
            lang.pick(
                format!("dòng {row} ghi {figure} nhưng không có ô nào để cộng"),
                format!("the row {row} says {figure} but there is no cell to add up"),
            ),
            lang.pick(
                "Điền kinh phí cho từng hoạt động, hoặc xem lại ô tổng.",
                "Fill in the amounts of the activities, or check the total.",
            ),
        );
    };
    let mut message = lang.pick(
        format!("dòng {row} ghi {figure}, cộng {rows} trong {range} được {added}, lệch {difference}"),
        format!("the row {row} says {figure}, {rows} in {range} add up to {added}, a difference of {difference}"),
    );
    if *unread > 0 {
        let unread = lang.count(
            *unread,
            "ô chưa đọc được",
            "cell not read",
            "cells not read",
        );
        message.push_str(&lang.pick(
            format!("; trong đó có {unread}, có thể là nguyên nhân"),
            format!("; {unread} among them may explain it"),
        ));
    }
    Said::new(
        message,
        lang.pick(
            format!("Xem lại ô tổng hoặc một trong các ô {range}."),
            format!("Check the total, or one of the cells {range}."),
        ),
    )
}
