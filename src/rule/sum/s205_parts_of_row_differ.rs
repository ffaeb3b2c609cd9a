//! S205: a row and the rows that make it up (`1` and `1.1`, `1.2`; `gồm:`; `trong đó`) do not agree. One of the two is
//! counted, never both. A part that names another giver than its row is a warning,
//! and so are rows of what was planned beside what was done.

use std::collections::BTreeMap;

use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::layout::Scope;
use crate::layout::words::words;
use crate::place::CellRange;
use crate::record::{Field, Table, Total, TotalKind};
use crate::round::Round;
use crate::rule::support::{Sum, SumIndex, money};
use crate::rule::{Rule, Said, Sink, docs};
use crate::value::Dong;
use crate::{fold, template::Slot};

/// The rule.
pub static RULE: Rule = Rule {
    code: "S205",
    name: "PartsOfRowDiffer",
    severity: Severity::Error,
    docs: docs!("S205"),
    joins: false,
    check,
    say,
};

fn check(round: &Round, sink: &mut Sink<'_>) {
    for (_, table) in round.tables() {
        heads(table, sink);
        wholes(table, sink);
        plans(table, sink);
        parted_totals(table, sink);
    }
}

/// Rows right below a total that break it up: they may leave something out, and be told by source and again by sector, but
/// not add up to more.
fn parted_totals(table: &Table, sink: &mut Sink<'_>) {
    let is_row =
        |total: &&Total, scope: Scope| total.kind == TotalKind::Row && total.scope == scope;
    for (index, total) in table.totals.iter().enumerate() {
        if !is_row(&total, Scope::All) {
            continue;
        }
        let below = table.totals.get(index + 1..).unwrap_or_default();
        let parts: Vec<&Total> = below
            .iter()
            .take_while(|part| is_row(part, Scope::Other))
            .collect();
        for (field, declared) in &total.amounts {
            let mut adds = Sum::default();
            let own = parts.iter().flat_map(|part| &part.amounts);
            own.filter(|(other, _)| other == field)
                .for_each(|(_, value)| adds.add(value));
            let (Some(Dong(dong)), Some(cell), Some((first, last))) =
                (declared.dong(), declared.cell, adds.cells)
            else {
                continue;
            };
            let whole = i128::from(dong);
            let told_again = whole != 0 && adds.all % whole == 0;
            if adds.count < 2 || adds.all <= whole || told_again || adds.is(declared) {
                continue;
            }
            let cells = CellRange::new(first, last);
            let fact = Fact::PartsOfTotal {
                row_label: total.label.clone(),
                declared: Dong(dong),
                parts: adds.all,
                cells,
            };
            let finding = sink.add(table.place.at(cell), fact);
            finding.text = Some(declared.raw.to_string());
            finding.value = Some(dong.to_string());
            finding.related = vec![table.place.at(cells)];
        }
    }
}

/// Numbered activities of which the rows below are counted.
fn heads(table: &Table, sink: &mut Sink<'_>) {
    let mut sums = SumIndex::new(table);
    let activities = table
        .totals
        .iter()
        .filter(|total| total.kind == TotalKind::Activity);
    for total in activities {
        for (field, declared) in &total.amounts {
            let adds = total
                .covers
                .map_or(Sum::default(), |covers| sums.of(*field, covers));
            if declared.dong().is_some() && adds.count > 0 && !adds.is(declared) {
                add(table, &total.label, *field, declared, &adds, false, sink);
            }
        }
    }
}

/// Rows that are counted, with parts below them.
fn wholes(table: &Table, sink: &mut Sink<'_>) {
    let mut parted: BTreeMap<u32, Vec<&Total>> = BTreeMap::new();
    for total in &table.totals {
        if let TotalKind::Part { of, .. } = &total.kind {
            parted.entry(*of).or_default().push(total);
        }
    }
    for (row, parts) in parted {
        let record = table
            .records
            .binary_search_by_key(&row, |record| record.row);
        let Some(record) = record.ok().and_then(|index| table.records.get(index)) else {
            continue;
        };
        // `Trong đó: …` may tell of a part of the whole alone.
        let some = parts
            .first()
            .is_some_and(|part| words().of_which.begin(&fold::fold(&part.label)));
        for (field, spec) in table.template.fields.iter().enumerate() {
            let Some(whole) = record.fields.get(field) else {
                continue;
            };
            let mut adds = Sum::default();
            let own = parts.iter().flat_map(|part| &part.amounts);
            own.filter(|(other, _)| *other == field)
                .for_each(|(_, value)| adds.add(value));
            let Some(dong) = whole.dong().filter(|_| adds.count > 0) else {
                continue;
            };
            let short = adds.all < i128::from(dong.0);
            if adds.is(whole) {
                continue;
            }
            let name = table.template.role(crate::template::Role::Name);
            let label = name
                .and_then(|name| record.fields.get(name))
                .map_or("", |name| name.raw.as_str());
            let label = if label.is_empty() {
                spec.label(Slot::Value).0
            } else {
                label.to_owned()
            };
            if some && short && parts.len() < 2 {
                by_others(table, &label, field, &parts, sink);
            } else {
                add(table, &label, field, whole, &adds, true, sink);
            }
        }
    }
}

/// Rows of what was planned beside what was done: one of the two is counted.
fn plans(table: &Table, sink: &mut Sink<'_>) {
    let Some((cell, planned, done)) = table.plans.first() else {
        return;
    };
    let fact = Fact::PlansAside {
        planned: *planned,
        done: *done,
        count: table.plans.len(),
    };
    let by_project = sink.severity != RULE.severity;
    let finding = sink.add(table.place.at(*cell), fact);
    finding.value = Some(done.to_string());
    let others = table.plans.iter().skip(1);
    finding.related = others.map(|(cell, ..)| table.place.at(*cell)).collect();
    if !by_project {
        finding.severity = Severity::Warning;
    }
}

/// A part that names another giver than its row is told: it is counted with what the row tells of the one it names.
fn by_others(table: &Table, row_label: &str, field: usize, parts: &[&Total], sink: &mut Sink<'_>) {
    for part in parts {
        let TotalKind::Part {
            giver: Some(giver), ..
        } = &part.kind
        else {
            continue;
        };
        let own = part.amounts.iter().find(|(other, _)| *other == field);
        let Some((amount, cell)) = own.and_then(|(_, amount)| Some((amount, amount.cell?))) else {
            continue;
        };
        let fact = Fact::PartByOther {
            part_label: part.label.clone(),
            giver: giver.to_string(),
            row_label: row_label.to_owned(),
        };
        let by_project = sink.severity != RULE.severity;
        let finding = sink.add(table.place.at(cell), fact);
        finding.text = Some(amount.raw.to_string());
        finding.value = amount.dong().map(|dong| dong.to_string());
        if !by_project {
            finding.severity = Severity::Warning;
        }
    }
}

fn add(
    table: &Table,
    row_label: &str,
    field: usize,
    declared: &Field,
    adds: &Sum,
    whole_counts: bool,
    sink: &mut Sink<'_>,
) {
    let (Some(dong), Some(cell), Some(spec)) =
        (declared.dong(), declared.cell, table.template.field(field))
    else {
        return;
    };
    let cells = adds.cells.map(|(first, last)| CellRange::new(first, last));
    let fact = Fact::PartedRow {
        row_label: row_label.to_owned(),
        label: spec.label(Slot::Value),
        declared: dong,
        parts: adds.all,
        cells,
        unread: adds.unread,
        whole_counts,
    };
    let finding = sink.add(table.place.at(cell), fact);
    finding.text = Some(declared.raw.to_string());
    finding.value = Some(dong.to_string());
    finding.related = cells
        .map(|cells| table.place.at(cells))
        .into_iter()
        .collect();
}

fn say(finding: &Finding, lang: Lang) -> Said {
    if let Fact::PlansAside {
        planned,
        done,
        count,
    } = &finding.fact
    {
        let (planned, done) = (
            money(i128::from(planned.0), lang),
            money(i128::from(done.0), lang),
        );
        let rows = lang.count(*count, "số kế hoạch", "planned amount", "planned amounts");
        let are = if *count == 1 { "is" } else { "are" };
        return Said::new(
            lang.pick(
                format!("dòng kế hoạch ghi {planned}, dòng thực hiện ghi {done}: đã tính số thực hiện; cả bảng có {rows} không tính như vậy"),
                format!("the row of what was planned says {planned}, that of what was done {done}: what was done is counted; {rows} of the table {are} not counted"),
            ),
            lang.pick(
                "Nếu đúng thì để nguyên; tốt nhất mỗi hoạt động ghi một dòng, số kế hoạch ghi ở cột Ghi chú.",
                "Leave it if that is right; best of all give each activity one row, and what was planned in the column of notes.",
            ),
        );
    }
    if let Fact::PartsOfTotal {
        row_label,
        declared,
        parts,
        cells,
    } = &finding.fact
    {
        let row = lang.quote(&row_label.replace('\n', " "));
        let whole = i128::from(declared.0);
        let (more, whole, sum) = (
            money(parts - whole, lang),
            money(whole, lang),
            money(*parts, lang),
        );
        return Said::new(
            lang.pick(
                format!("dòng {row} ghi {whole}, các dòng chi tiết {cells} bên dưới cộng lại được {sum}, nhiều hơn {more}; các dòng này không được tính vào tổng nào"),
                format!("the row {row} says {whole}, the rows {cells} below that break it up add up to {sum}, {more} more; they are in no total"),
            ),
            lang.pick(
                "Xem lại các dòng chi tiết; nếu có khoản nằm ngoài tổng thì ghi thành hoạt động ở trên dòng tổng.",
                "Look at the rows again; if they hold money that is not in the total, list it as activities above it.",
            ),
        );
    }
    if let Fact::PartByOther {
        part_label,
        giver,
        row_label,
    } = &finding.fact
    {
        let (part, giver) = (lang.quote(part_label), lang.quote(giver));
        let row = lang.quote(&row_label.replace('\n', " "));
        return Said::new(
            lang.pick(
                format!("dòng {part} ghi đơn vị hỗ trợ riêng là {giver}; số tiền này đã tính trong dòng {row}, không tính thêm"),
                format!("the row {part} names a giver of its own, {giver}; its money is counted in the row {row}, and not again"),
            ),
            lang.pick(
                format!("Nếu đó là khoản riêng của {giver}, tách thành một hoạt động có STT và trừ khỏi dòng {row}; nếu đúng là một phần thì để nguyên."),
                format!("If that is money of {giver} alone, make it an activity with a number and take it out of the row {row}; if it is a part, leave it."),
            ),
        );
    }
    let Fact::PartedRow {
        row_label,
        declared,
        parts,
        cells,
        unread,
        whole_counts,
        ..
    } = &finding.fact
    else {
        return Said::new("", "");
    };
    let row = lang.quote(&row_label.replace('\n', " "));
    let figure = i128::from(declared.0);
    let (whole, sum) = (money(figure, lang), money(*parts, lang));
    let difference = money((figure - parts).abs(), lang);
    let range = cells.map(|cells| cells.to_string()).unwrap_or_default();
    let counted = if *whole_counts {
        lang.pick(
            "bảng tổng hợp tính số của dòng này",
            "the figure of this row is counted",
        )
    } else {
        lang.pick(
            "bảng tổng hợp tính các dòng chi tiết",
            "the rows below are counted",
        )
    };
    let mut message = lang.pick(
        format!("dòng {row} ghi {whole}, các dòng chi tiết {range} cộng lại được {sum}, lệch {difference}; {counted}"),
        format!("the row {row} says {whole}, its parts in {range} add up to {sum}, a difference of {difference}; {counted}"),
    );
    if *unread > 0 {
        let unread = lang.count(
            *unread,
            "ô chi tiết chưa đọc được",
            "part not read",
            "parts not read",
        );
        message.push_str(&lang.pick(format!("; có {unread}"), format!("; {unread} among them")));
    }
    let suggestion = if cells.is_some_and(|cells| cells.first == cells.last) {
        lang.pick(
            format!("Sửa số của dòng này hoặc của ô {range} cho khớp nhau."),
            format!("Correct the figure of this row or that in {range} so that they agree."),
        )
    } else {
        lang.pick(
            format!("Sửa số của dòng này hoặc của các ô {range} cho khớp nhau."),
            format!("Correct the figure of this row or those in {range} so that they agree."),
        )
    };
    Said::new(message, suggestion)
}
