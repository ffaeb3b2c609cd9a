//! T009: a filled cell that nothing explains, such as a lone figure beside the table; and the figure of a row that says
//! what was told before (`Lũy kế từ đầu chương trình`) where it equals nothing of the table, and so is in no total.

use std::collections::HashSet;

use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::layout::Scope;
use crate::record::{Field, Table};
use crate::rule::support::{Sum, SumIndex, is_amount, quoted};
use crate::rule::{Rule, Said, Sink, docs};
use crate::value::{Dong, amount};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T009",
    name: "UnexplainedCell",
    severity: Severity::Warning,
    docs: docs!("T009"),
    joins: true,
    check: |round, sink| {
        for submission in &round.submissions {
            for sheet in &submission.sheets {
                for (cell, text) in &sheet.unexplained {
                    sink.add(sheet.place.at(*cell), Fact::None).text = Some(text.clone());
                }
                for table in &sheet.tables {
                    check_told(table, submission.tables(), sink);
                    check_carried(table, || submission.tables_before(sheet, table), sink);
                }
            }
        }
    },
    say,
};

/// Looks at the sums told above a table, or in words below it: one that the table does not give is in no total. What is told
/// in words may be rounded.
fn check_told<'t>(table: &Table, all: impl Iterator<Item = &'t Table>, sink: &mut Sink<'_>) {
    /// One part in so many may be rounded away.
    const ROUNDED: u64 = 200;
    if table.told.is_empty() {
        return;
    }
    let fields = table.template.fields.iter().enumerate();
    let money = fields.filter(|(_, spec)| is_amount(spec));
    let all: Vec<&Table> = all.collect();
    let same = |other: &&&Table| other.template.id == table.template.id;
    let others: Vec<&Table> = all.iter().filter(same).copied().collect();
    let known: Vec<i128> = money
        .flat_map(|(field, _)| {
            let own = over(&[table], field, Sum::default());
            let whole = over(&others, field, Sum::default());
            [own, whole].map(|sum| [sum.all, sum.all - sum.planned])
        })
        .flatten()
        .collect();
    let declared = table.totals.iter().flat_map(|total| &total.amounts);
    let declared = declared.filter_map(|(_, figure)| Some(i128::from(figure.dong()?.0)));
    let known: Vec<i128> = known.into_iter().chain(declared).collect();
    for (cell, text) in &table.told {
        let told = amount::told_at_end(text);
        let is_known = told.is_empty()
            || told.iter().any(|Dong(told)| {
                let told = i128::from(*told);
                let near =
                    |sum: &i128| sum.abs_diff(told) <= told.unsigned_abs() / u128::from(ROUNDED);
                told == 0 || known.iter().any(near)
            });
        if !is_known {
            sink.add(table.place.at(*cell), Fact::SumTold).text = Some(text.clone());
        }
    }
}

/// Looks at the rows of a table that say what was told before; `before` gives the tables whose list it goes on with.
fn check_carried<'t>(table: &'t Table, before: impl Fn() -> Vec<&'t Table>, sink: &mut Sink<'_>) {
    let carried = || {
        table
            .totals
            .iter()
            .filter(|total| total.scope == Scope::Carried)
    };
    if carried().next().is_none() {
        return;
    }
    let mut sums = SumIndex::new(table);
    let before = before();
    let others = table
        .totals
        .iter()
        .filter(|total| total.scope != Scope::Carried);
    let declared: HashSet<(usize, Dong)> = others
        .flat_map(|total| &total.amounts)
        .filter_map(|(field, figure)| Some((*field, figure.dong()?)))
        .collect();
    // What was told so far and stands in no total, by field: a later row may add the table's own to it.
    let mut earlier: HashSet<(usize, Dong)> = HashSet::new();
    for total in carried() {
        for (field, figure) in &total.amounts {
            let (Some(dong), Some(cell)) = (figure.dong(), figure.cell) else {
                continue;
            };
            let all = sums.of(*field, (0, u32::MAX));
            let covered = total.covers.map(|rows| sums.of(*field, rows));
            let known = covered.is_some_and(|sum| sum.is(figure))
                || all.is(figure)
                || over(&before, *field, all).is(figure)
                || declared.contains(&(*field, dong))
                || goes_on(&earlier, *field, dong, &all);
            if dong == Dong(0) || known {
                continue;
            }
            earlier.insert((*field, dong));
            let fact = Fact::CarriedFigure {
                row_label: total.label.clone(),
            };
            sink.add(table.place.at(cell), fact).text = Some(figure.raw.to_string());
        }
    }
}

/// A sum, and that of the tables before it.
fn over(before: &[&Table], field: usize, own: Sum) -> Sum {
    let mut all = own;
    let records = before.iter().flat_map(|table| &table.records);
    let values = records.filter_map(|record| record.fields.get(field));
    values.for_each(|value: &Field| all.add(value));
    all
}

/// Whether a figure is an earlier one with the table's own sum added: `Kỳ trước chuyển sang`, then `Lũy kế`.
fn goes_on(earlier: &HashSet<(usize, Dong)>, field: usize, figure: Dong, own: &Sum) -> bool {
    [own.all, own.all - own.planned].into_iter().any(|sum| {
        let rest = i128::from(figure.0) - sum;
        i64::try_from(rest).is_ok_and(|rest| earlier.contains(&(field, Dong(rest))))
    })
}

fn say(finding: &Finding, lang: Lang) -> Said {
    let text = quoted(finding, lang);
    if let Fact::CarriedFigure { row_label } = &finding.fact {
        return Said::new(
            lang.pick(
                format!("{text} ở dòng “{row_label}” không bằng tổng nào của bảng; không được tính vào tổng nào"),
                format!("{text} in the row “{row_label}” equals no sum of the table; it is in no total"),
            ),
            lang.pick(
                "Nếu gồm số của các kỳ trước thì để nguyên; nếu còn khoản nào của kỳ này, ghi thành từng hoạt động.",
                "If it holds figures of earlier periods, leave it; if money of this period is in it, list it by activity.",
            ),
        );
    }
    if let Fact::SumTold = finding.fact {
        return Said::new(
            lang.pick(
                format!("{text} không bằng tổng nào của bảng; không được tính vào tổng nào"),
                format!("{text} equals no sum of the table; it is in no total"),
            ),
            lang.pick(
                "Đối chiếu với các hoạt động trong bảng: nếu bảng còn thiếu thì ghi thêm từng hoạt động, nếu bảng đã đủ thì sửa số này.",
                "Compare it with the activities of the table: if some are missing, list them; if the table is complete, correct this figure.",
            ),
        );
    }
    let (many, belong) = if finding.count > 1 {
        let count = lang.count(finding.count, "ô", "cell", "cells");
        let many = lang.pick(
            format!("{count}, bắt đầu từ {text},"),
            format!("{count}, from {text} on,"),
        );
        (
            many,
            "belong to no heading, record, total, note or signature; they were",
        )
    } else {
        (
            text,
            "belongs to no heading, record, total, note or signature; it was",
        )
    };
    Said::new(
        lang.pick(
            format!("{many} không thuộc tiêu đề, dòng số liệu, dòng cộng, ghi chú hay chữ ký; không được đưa vào bảng"),
            format!("{many} {belong} not taken into the table"),
        ),
        lang.pick(
            "Nếu là số liệu, đưa vào đúng cột của bảng; nếu là ghi chép riêng, xóa đi.",
            "If it is data, move it into its column; if it is a note of your own, delete it.",
        ),
    )
}
