//! S201 and S203: a row that adds up does not equal the sum of its records. Both figures are given.
//!
//! Amounts are added as they were read, unread ones as 0. Planned amounts may be in the declared figure or not: either
//! sum is right.

use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::layout::Scope;
use crate::place::CellRange;
use crate::record::{Table, Total, TotalKind};
use crate::round::Round;
use crate::rule::support::{Sum, SumIndex, money};
use crate::rule::{Rule, Said, Sink, docs};
use crate::template::Slot;

/// The rule on totals of all records.
pub static TOTAL: Rule = Rule {
    code: "S201",
    name: "TotalDiffers",
    severity: Severity::Error,
    docs: docs!("S201"),
    joins: false,
    check: |round, sink| check(round, sink, |total| {
        total.kind == TotalKind::Row && total.scope == Scope::All
    }),
    say,
};

/// The rule on totals of a section.
pub static SUBTOTAL: Rule = Rule {
    code: "S203",
    name: "SubtotalDiffers",
    severity: Severity::Error,
    docs: docs!("S203"),
    joins: false,
    check: |round, sink| check(round, sink, |total| match total.kind {
        TotalKind::Row => {
            matches!(total.scope, Scope::Section(_) | Scope::SinceLast | Scope::Page)
        }
        TotalKind::Section => true,
        TotalKind::Activity | TotalKind::Part { .. } => false,
    }),
    say,
};

fn check(round: &Round, sink: &mut Sink<'_>, fits: impl Fn(&Total) -> bool) {
    for (_, table) in round.tables() {
        let mut sums = SumIndex::new(table);
        for total in table.totals.iter().filter(|total| fits(total)) {
            check_total(table, total, &mut sums, sink);
        }
    }
}

/// Checks the figures of a row against the records that it covers.
fn check_total(table: &Table, total: &Total, sums: &mut SumIndex<'_>, sink: &mut Sink<'_>) {
    for (field, declared) in &total.amounts {
        let (Some(dong), Some(cell)) = (declared.dong(), declared.cell) else {
            continue;
        };
        let adds = total
            .covers
            .map_or(Sum::default(), |covers| sums.of(*field, covers));
        if adds.is(declared) {
            continue;
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

fn range(adds: &Sum) -> Option<CellRange> {
    adds.cells.map(|(first, last)| CellRange::new(first, last))
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
