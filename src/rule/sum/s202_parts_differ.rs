//! S202: the parts of an amount (trong đó) exceed its total, or do not make it up.
//!
//! Parts that fall short are told only where at least two parts are given: with one part the rest may be of another
//! kind that the sheet does not ask for.

use std::collections::BTreeMap;

use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::record::{Record, Table};
use crate::round::Round;
use crate::rule::support::money;
use crate::rule::{Rule, Said, Sink, docs};
use crate::template::Role;

/// The rule.
pub static RULE: Rule = Rule {
    code: "S202",
    name: "PartsDiffer",
    severity: Severity::Error,
    docs: docs!("S202"),
    joins: false,
    check,
    say,
};

fn check(round: &Round, sink: &mut Sink<'_>) {
    for (_, table, record) in round.records() {
        check_record(table, record, sink);
    }
}

/// Each amount that has parts is held against its own: those that name it as their group, or the total where they name
/// none.
fn check_record(table: &Table, record: &Record, sink: &mut Sink<'_>) {
    let template = &table.template;
    let total = table.role(Role::Total);
    let whole_of = |part: usize| {
        let group = template.field(part)?.group.as_deref();
        match group {
            Some(id) => template.fields.iter().position(|spec| spec.id == id),
            None => total,
        }
    };
    let mut wholes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for part in template.roles(Role::Part) {
        if let Some(whole) = whole_of(part) {
            wholes.entry(whole).or_default().push(part);
        }
    }
    for (whole, parts) in wholes {
        check_whole(table, record, (whole, &parts), sink);
    }
}

fn check_whole(
    table: &Table,
    record: &Record,
    (whole, parts): (usize, &[usize]),
    sink: &mut Sink<'_>,
) {
    let Some(total) = record.fields.get(whole) else {
        return;
    };
    let (Some(dong), Some(cell)) = (total.said(), total.cell) else {
        return;
    };
    let columns = parts.iter().filter(|field| table.has_column(**field));
    let columns = columns.count();
    let parts: Vec<_> = parts
        .iter()
        .filter_map(|field| record.fields.get(*field))
        .filter_map(|part| Some((part.cell?, part)))
        .filter(|(_, part)| !part.raw.is_empty())
        .collect();
    if parts.is_empty() {
        return;
    }
    let sum: i128 = parts
        .iter()
        .filter_map(|(_, part)| part.said())
        .map(|dong| i128::from(dong.0))
        .sum();
    let unread = parts.iter().any(|(_, part)| part.unread());
    let whole = i128::from(dong.0);
    let exceeds = sum > whole && whole >= 0;
    let falls_short = sum < whole && columns >= 2 && !unread;
    if !exceeds && !falls_short {
        return;
    }
    let fact = Fact::Parts {
        total: dong,
        parts: sum,
        cells: parts.iter().map(|(cell, _)| *cell).collect(),
    };
    let finding = sink.add(table.place.at(cell), fact);
    finding.text = Some(total.raw.to_string());
    finding.value = Some(dong.to_string());
    finding.related = parts
        .iter()
        .map(|(cell, _)| table.place.at(*cell))
        .collect();
}

fn say(finding: &Finding, lang: Lang) -> Said {
    let Fact::Parts {
        total,
        parts,
        cells,
    } = &finding.fact
    else {
        return Said::new("", "");
    };
    let (whole, sum) = (money(i128::from(total.0), lang), money(*parts, lang));
    let difference = money((i128::from(total.0) - parts).abs(), lang);
    let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
    let cells = lang.list(&cells);
    Said::new(
        lang.pick(
            format!("tổng số ghi {whole}, các phần “trong đó” ({cells}) cộng lại được {sum}, lệch {difference}"),
            format!("the total says {whole}, its parts ({cells}) add up to {sum}, a difference of {difference}"),
        ),
        lang.pick("Xem lại tổng số hoặc các phần của dòng này.", "Check the total or its parts in this row."),
    )
}
