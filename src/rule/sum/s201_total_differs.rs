//! S201 and S203: a row that adds up does not equal the sum of its records. Both figures are given.
//!
//! Amounts are added as they were read, unread ones as 0. Planned amounts may be in the declared figure or not: either
//! sum is right.

use super::numbers::{self, NumberSums};
use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::layout::Scope;
use crate::place::CellRange;
use crate::record::{Record, Table, Total, TotalKind};
use crate::round::Round;
use crate::rule::support::{Sum, SumIndex, money};
use crate::rule::{Rule, Said, Sink, docs};
use crate::template::Slot;
use rust_decimal::Decimal;

/// The rule on totals of all records.
pub static TOTAL: Rule = Rule {
    code: "S201",
    name: "TotalDiffers",
    severity: Severity::Error,
    docs: docs!("S201"),
    joins: false,
    check: |round, sink| {
        check(round, sink, |total| {
            total.kind == TotalKind::Row && total.scope == Scope::All
        })
    },
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
        check(round, sink, |total| match total.kind {
            TotalKind::Row => {
                matches!(
                    total.scope,
                    Scope::Section(_) | Scope::SinceLast | Scope::Page
                )
            }
            TotalKind::Section => true,
            TotalKind::Activity | TotalKind::Part { .. } => false,
        })
    },
    say,
};

fn check(round: &Round, sink: &mut Sink<'_>, fits: impl Fn(&Total) -> bool) {
    let all = round.submissions.iter().flat_map(|submission| {
        let sheets = submission.sheets.iter();
        sheets.flat_map(move |sheet| {
            let tables = sheet.tables.iter();
            tables.map(move |table| (submission.tables_before(sheet, table), table))
        })
    });
    for (tables_before, table) in all {
        let mut sums = SumIndex::new(table);
        let mut number_sums = NumberSums::new(table);
        for total in table.totals.iter().filter(|total| fits(total)) {
            check_total(table, total, &mut sums, &tables_before, sink);
            numbers::check(table, total, &mut number_sums, &tables_before, sink);
        }
    }
}

/// Checks the figures of a row against the records that it covers; `tables_before` are those whose list the table goes on
/// with, on other sheets.
fn check_total(
    table: &Table,
    total: &Total,
    sums: &mut SumIndex<'_>,
    tables_before: &[&Table],
    sink: &mut Sink<'_>,
) {
    for (field, declared) in &total.amounts {
        let (Some(dong), Some(cell)) = (declared.dong(), declared.cell) else {
            continue;
        };
        let mut adds = total
            .covers
            .map_or(Sum::default(), |covers| sums.of(*field, covers));
        if adds.is(declared) {
            continue;
        }
        let over_all = over_all(table, total, *field, tables_before);
        if over_all.iter().any(|adds| adds.is(declared)) {
            continue;
        }
        // What it most likely adds up is what it misses by least.
        let misses = |adds: &Sum| i128::from(dong.0).abs_diff(adds.all);
        if let Some(wider) = over_all.into_iter().min_by_key(misses)
            && misses(&wider) < misses(&adds)
        {
            adds = wider;
        }
        let Some(spec) = table.template.field(*field) else {
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
        Scope::Page | Scope::Carried | Scope::Other => return Vec::new(),
    };
    let over = |section: Option<usize>| {
        let path = section.and_then(|section| table.sections.get(section));
        let path = path.map_or("", |section| section.path.as_str());
        let mut adds = Sum::default();
        for value in of_section(table, path).filter_map(|record| record.fields.get(field)) {
            adds.add(value);
        }
        let cells = adds.cells;
        let others = before.iter().flat_map(|table| of_section(table, path));
        for value in others.filter_map(|record| record.fields.get(field)) {
            adds.add(value);
        }
        Sum { cells, ..adds }
    };
    sections.into_iter().map(over).collect()
}

/// The records of a table in a section of this path or below it; all for the empty path.
fn of_section<'t>(table: &'t Table, path: &str) -> impl Iterator<Item = &'t Record> {
    table.records.iter().filter(move |record| {
        let rest = table.section_path(record).strip_prefix(path);
        rest.is_some_and(|rest| path.is_empty() || rest.is_empty() || rest.starts_with(" / "))
    })
}

fn range(adds: &Sum) -> Option<CellRange> {
    adds.cells.map(|(first, last)| CellRange::new(first, last))
}

/// The figures of a finding in words.
struct Figures {
    declared: String,
    added: String,
    difference: String,
}

fn say(finding: &Finding, lang: Lang) -> Said {
    let (row_label, figures, cells, count, unread) = match &finding.fact {
        Fact::Sum {
            row_label,
            declared,
            computed,
            cells,
            count,
            unread,
            ..
        } => {
            let figures = Figures {
                declared: money(i128::from(declared.0), lang),
                added: money(*computed, lang),
                difference: money((i128::from(declared.0) - computed).abs(), lang),
            };
            (row_label, figures, cells, count, unread)
        }
        Fact::NumberSum {
            row_label,
            label,
            declared,
            computed,
            cells,
            count,
            unread,
        } => {
            let number = |number: &Decimal| lang.decimal(&number.normalize().to_string());
            let label = lang.quote(lang.pick(&label.0, &label.1));
            let of = number(declared);
            let figures = Figures {
                declared: lang.pick(format!("{of} ở cột {label}"), format!("{of} under {label}")),
                added: number(computed),
                difference: number(&declared.saturating_sub(*computed).abs()),
            };
            (row_label, figures, cells, count, unread)
        }
        _ => return Said::new("", ""),
    };
    let row = lang.quote(row_label);
    let Figures {
        declared: figure,
        added,
        difference,
    } = figures;
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
    let suggestion = if cells.is_some_and(|cells| cells.first == cells.last) {
        lang.pick(
            format!("Xem lại ô tổng hoặc ô {range}."),
            format!("Check the total, or the cell {range}."),
        )
    } else {
        lang.pick(
            format!("Xem lại ô tổng hoặc một trong các ô {range}."),
            format!("Check the total, or one of the cells {range}."),
        )
    };
    Said::new(message, suggestion)
}
