//! S206: a summary on one sheet contradicts the details on another.
//!
//! A summary is no list of its own and is not counted; its figures are held against what the records add up to, by
//! sector, office, section or sheet, and as a whole. Figures are compared as exactly as they are written.

use crate::finding::{Fact, Severity};
use crate::layout::Scope;
use crate::place::{CellRef, Place};
use crate::record::{Field, Record, Table};
use crate::register::Sectors;
use crate::round::sums::{Group, Sums};
use crate::rule::support::money;
use crate::rule::{Rule, Said, Sink, docs};
use crate::template::{Kind, Role};

/// The rule.
pub static RULE: Rule = Rule {
    code: "S206",
    name: "SummaryContradicts",
    severity: Severity::Error,
    docs: docs!("S206"),
    joins: false,
    check: |round, sink| {
        let sectors = round.setup.sectors.as_ref();
        for submission in &round.submissions {
            let mut summaries = submission
                .sheets
                .iter()
                .flat_map(|sheet| &sheet.summaries)
                .peekable();
            if summaries.peek().is_none() {
                continue;
            }
            let sums = Sums::of(submission.tables(), sectors);
            for summary in summaries {
                compare(summary, &sums, sectors, sink);
            }
        }
    },
    say: |finding, lang| {
        let Fact::Summary {
            label,
            declared,
            computed,
            count,
            sheet,
        } = &finding.fact
        else {
            return Said::new("", "");
        };
        let (label, sheet) = (lang.quote(label), lang.quote(sheet));
        let (figure, adds) = (money(*declared, lang), money(*computed, lang));
        let difference = money((declared - computed).abs(), lang);
        let count = lang.count(*count, "hoạt động", "activity", "activities");
        Said::new(
            lang.pick(
                format!("dòng {label} của bảng tổng hợp ghi {figure}, nhưng {count} ở bảng chi tiết (trang {sheet}) cộng được {adds}, lệch {difference}; chỉ tính bảng chi tiết"),
                format!("the row {label} of the summary says {figure}, but {count} of the details (on {sheet}) add up to {adds}, a difference of {difference}; only the details count"),
            ),
            lang.pick(
                "Sửa bảng tổng hợp cho khớp với bảng chi tiết, hoặc bổ sung hoạt động còn thiếu vào bảng chi tiết.",
                "Correct the summary so that it agrees with the details, or add the activities that the details lack.",
            ),
        )
    },
};

fn compare(summary: &Table, sums: &Sums, sectors: Option<&Sectors>, sink: &mut Sink<'_>) {
    let Some(all) = &sums.all else { return };
    let Some(field) = summary.role(Role::Total) else {
        return;
    };
    let amount = |record: &Record| -> Option<(i128, CellRef)> {
        let field = record.fields.get(field)?;
        Some((i128::from(field.dong()?.0), field.cell?))
    };
    let rows: Vec<(String, i128, CellRef)> = summary
        .records
        .iter()
        .filter_map(|record| {
            let (figure, cell) = amount(record)?;
            Some((label(summary, record), figure, cell))
        })
        .collect();
    let total = summary
        .totals
        .iter()
        .find(|total| total.scope == Scope::All)
        .and_then(|total| {
            let (_, figure): &(usize, Field) =
                total.amounts.iter().find(|(index, _)| *index == field)?;
            Some((
                total.label.clone(),
                i128::from(figure.dong()?.0),
                figure.cell?,
            ))
        });
    let whole = total
        .as_ref()
        .map_or_else(|| rows.iter().map(|row| row.1).sum(), |total| total.1);
    let total_agrees = all.is(
        whole,
        rounding(whole) * i128::try_from(rows.len().max(1)).unwrap_or(1),
    );
    let mut told = false;
    for (label, figure, cell) in &rows {
        let groups = sums.named(label, sectors);
        let agrees = |group: &&Group| group.is(*figure, rounding(*figure));
        // Names of givers are written in many ways: where all agrees they prove nothing.
        let mut sure = groups.iter().filter(|group| group.sure || !total_agrees);
        if groups.iter().any(|group| agrees(&group)) {
            continue;
        }
        let Some(nearest) = sure.by_ref().min_by_key(|group| (group.sum - figure).abs()) else {
            continue;
        };
        add(summary, (label, *figure, *cell), nearest, sink);
        told = true;
    }
    if !total_agrees && !told {
        let row = total.or_else(|| {
            let (_, _, cell) = rows.last()?;
            Some((
                summary
                    .place
                    .sheet
                    .as_deref()
                    .unwrap_or_default()
                    .to_owned(),
                whole,
                *cell,
            ))
        });
        if let Some((label, figure, cell)) = row {
            add(summary, (&label, figure, cell), all, sink);
        }
    }
}

fn add(
    summary: &Table,
    (label, figure, cell): (&str, i128, CellRef),
    group: &Group,
    sink: &mut Sink<'_>,
) {
    let Place { sheet, .. } = &group.place;
    let fact = Fact::Summary {
        label: label.to_owned(),
        declared: figure,
        computed: group.sum,
        count: group.count,
        sheet: sheet.as_deref().unwrap_or_default().to_owned(),
    };
    let finding = sink.add(summary.place.at(cell), fact);
    finding.text = Some(label.to_owned());
    finding.value = Some(figure.to_string());
    finding.related = vec![group.place.clone()];
}

/// What names a row of a summary: the name of a record, else its sector, else its first text.
fn label(summary: &Table, record: &Record) -> String {
    let raw = |field: usize| record.fields.get(field).map(|field| field.raw.to_string());
    let by_role = [Role::Name, Role::Sector]
        .into_iter()
        .filter_map(|role| raw(summary.role(role)?));
    let texts = summary.template.fields.iter().enumerate();
    let texts = texts
        .filter(|(_, spec)| spec.kind == Kind::Text)
        .filter_map(|(field, _)| raw(field));
    let extra = record.extra.iter().map(|(_, text)| text.clone());
    by_role
        .chain(texts)
        .chain(extra)
        .find(|text| text.chars().any(char::is_alphanumeric))
        .unwrap_or_default()
}

/// How far a figure may be from a sum when it was rounded where it ends: 1,2 tỷ đồng stands for 1.150 to 1.250 triệu.
fn rounding(figure: i128) -> i128 {
    if figure == 0 {
        return 0;
    }
    let mut last = 1;
    // A figure in whole triệu or finer is exact to its last digit; coarser ones are rounded at most to the triệu.
    while last < 1_000_000 && figure % (last * 10) == 0 {
        last *= 10;
    }
    if last == 1 { 0 } else { last / 2 }
}
