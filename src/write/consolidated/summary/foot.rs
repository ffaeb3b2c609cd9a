//! Below the table: the total in words, what the totals do not hold, how figures are rounded, and who signs.

use std::collections::HashSet;

use rust_xlsxwriter::{Formula, XlsxError};

use super::super::doubtful::{Doubtful, MARK};
use super::super::duplicates::CODES as TOLD_TWICE;
use super::super::figures::{Absent, Figures};
use super::super::metrics::{height, lines};
use super::super::spoken::in_words;
use super::super::style::BODY;
use super::super::wording::ELSEWHERE;
use super::super::{Context, sheet as names};
use super::{Sheet, Totals};
use crate::finding::{Fact, Severity};
use crate::lang::Lang;
use crate::value::Qualifier;

/// Writes the rows below the totals.
pub fn write(
    context: &Context<'_>,
    form: usize,
    figures: &Figures<'_>,
    totals: &Totals,
    sheet: &mut Sheet<'_>,
) -> Result<(), XlsxError> {
    words(context, figures, totals, sheet)?;
    let doubtful = context.doubtful(form);
    let doubts = doubts(&doubtful).into_iter().map(|line| (line, true));
    let notes = notes(context, figures, totals.marked);
    for (line, grave) in doubts.chain(notes.into_iter().map(|line| (line, false))) {
        let whole = (0, sheet.last);
        let taken = lines(&line, sheet.width(whole), 11.0, grave);
        let style = if grave {
            &context.styles.footnote_bold
        } else {
            &context.styles.footnote
        };
        sheet.span(whole, &line, style)?;
        sheet.end_row(height(taken, 11.0), true)?;
    }
    signatures(context, sheet)
}

/// The grand total in words. Words do not follow a formula, so beside them stands whether they still fit.
fn words(
    context: &Context<'_>,
    figures: &Figures<'_>,
    totals: &Totals,
    sheet: &mut Sheet<'_>,
) -> Result<(), XlsxError> {
    let Some((_, cell, dong)) = totals.done.first() else {
        return Ok(());
    };
    let text = format!("Bằng chữ (tổng cộng): {}.", in_words(*dong));
    let whole = (0, sheet.last);
    let taken = lines(&text, sheet.width(whole), BODY, false);
    sheet.span(whole, &text, &context.styles.words)?;
    let check = format!(
        "=IF(ROUND({cell}*{},0)={dong},\"{FITS}\",\"{STALE}\")",
        figures.shown.scale.dong()
    );
    let beside = sheet.beside();
    sheet.out.write_formula_with_format(
        sheet.row,
        beside,
        Formula::new(check).set_result(FITS),
        &context.styles.beside,
    )?;
    sheet.end_row(height(taken, BODY) + 4.0, true)
}

const FITS: &str = "Kiểm tra: dòng bằng chữ khớp với tổng cộng";
const STALE: &str = "LỆCH: tổng cộng đã đổi, sửa lại dòng bằng chữ";

/// What of the total is in doubt.
fn doubts(doubtful: &Doubtful) -> Vec<String> {
    let mut notes = Vec::new();
    if doubtful.cells > 0 {
        let mut said = match doubtful.say(Lang::Vi) {
            Some(said) => format!("{MARK} {said}. "),
            None => format!(
                "{MARK} Số liệu còn nghi ngờ ({} ô), không có trong tổng cộng của cột tổng số. ",
                Lang::Vi.integer(doubtful.cells as i128)
            ),
        };
        said.push_str(&format!("Xem trang “{}”.", names::REMARKS));
        notes.push(said);
    }
    if let Some(few) = doubtful.say_few(Lang::Vi) {
        notes.push(format!("{few}."));
    }
    notes
}

/// That some activities may be counted twice, until somebody has decided.
fn told_twice(context: &Context<'_>, figures: &Figures<'_>) -> Option<String> {
    let several = context.forms.len() > 1;
    let own: HashSet<&str> = match several {
        true => figures
            .entries
            .iter()
            .map(|entry| &*entry.record.id)
            .collect(),
        false => HashSet::new(),
    };
    let open = context
        .findings
        .iter()
        .enumerate()
        .filter(|(index, finding)| {
            let counted_once =
                matches!(&finding.fact, Fact::AlikeRecord(fact) if fact.counted_there);
            let of_form = || {
                let record = context.standing.record(*index);
                !several || record.is_some_and(|record| own.contains(record))
            };
            TOLD_TWICE.contains(&finding.code)
                && finding.severity > Severity::Info
                && !counted_once
                && of_form()
        });
    let open = open.map(|(_, finding)| finding);
    let amounts: Vec<i128> = open
        .map(|finding| {
            finding
                .value
                .as_deref()
                .and_then(|value| value.parse().ok())
        })
        .map(Option::unwrap_or_default)
        .collect();
    if amounts.is_empty() {
        return None;
    }
    let noun = &figures.template.noun().vi;
    let count = Lang::Vi.integer(amounts.len() as i128);
    let sum = Lang::Vi.integer(amounts.iter().sum());
    Some(format!(
        "{count} {noun} ({sum} đồng) có vẻ trùng với {noun} khác và vẫn được cộng; xem trang “{}”.",
        names::DUPLICATES
    ))
}

/// What has to be said of the figures.
fn notes(context: &Context<'_>, figures: &Figures<'_>, marked: usize) -> Vec<String> {
    let mut notes = Vec::new();
    let noun = &figures.template.noun().vi;
    let word = figures.template.money_word(Lang::Vi);
    let count = |number: usize| Lang::Vi.integer(number as i128);
    let unread = figures.total.map_or(0, |_| figures.unread().count());
    if marked > 0 {
        let money = if unread > 0 {
            format!(
                " {} {noun} chưa đọc được {word}, không có trong các dòng cộng.",
                count(unread)
            )
        } else {
            String::new()
        };
        notes.push(format!(
            "(*) Chưa đọc được, ghi nguyên như trong báo cáo ({} ô), xem trang “{}”.{money}",
            count(marked),
            names::REMARKS
        ));
    }
    let counted = figures.absent(Absent::Counted).count();
    if counted > 0 {
        notes.push(format!(
            "(**) {} {noun} có {word} ghi gộp chung một ô với {noun} khác; số tiền tính một lần, ở {noun} đó.",
            count(counted)
        ));
    }
    let elsewhere = figures.absent(Absent::Elsewhere).count();
    if elsewhere > 0 {
        notes.push(format!(
            "{ELSEWHERE} {} {noun} cũng được đơn vị khác báo cáo; số tiền tính một lần, ở {noun} kia.",
            count(elsewhere)
        ));
    }
    notes.extend(told_twice(context, figures));
    notes.extend(inexact(figures));
    notes.extend(rounding(figures));
    let owing = context.owing.missing.len() + context.owing.invalid.len();
    if owing > 0 {
        notes.push(format!(
            "{} đơn vị chưa có báo cáo; xem trang “{}”.",
            count(owing),
            names::MISSING
        ));
    }
    notes
}

/// What the signs before figures mean, where there are any.
fn inexact(figures: &Figures<'_>) -> Option<String> {
    let mut found = [
        (Qualifier::Approx, "≈: khoảng, ước", false),
        (Qualifier::AtLeast, "≥: từ mức này trở lên", false),
        (Qualifier::AtMost, "≤: không quá mức này", false),
    ];
    let mut count = 0;
    for entry in &figures.entries {
        for field in &figures.money {
            let qualifier = entry.qualifier(*field);
            for (other, _, seen) in &mut found {
                if *other == qualifier {
                    *seen = true;
                    count += 1;
                }
            }
        }
    }
    let said: Vec<&str> = found
        .iter()
        .filter(|(_, _, seen)| *seen)
        .map(|(_, words, _)| *words)
        .collect();
    (count > 0).then(|| {
        format!(
            "{}; {} số liệu như vậy được cộng đúng theo con số ghi trong báo cáo.",
            said.join("; "),
            Lang::Vi.integer(count)
        )
    })
}

/// How figures are rounded, and by how much the rounded ones miss the total.
pub fn rounding(figures: &Figures<'_>) -> Option<String> {
    let (shown, total) = (figures.shown, figures.total?);
    if shown.scale.power() == 0 {
        return None;
    }
    let unit = shown.scale.words();
    if !shown.rounds {
        return Some(format!(
            "Số liệu tính bằng {unit}, ghi đủ đến từng đồng, không làm tròn."
        ));
    }
    let done = figures.done(total);
    let rows: i128 = figures
        .groups
        .iter()
        .flat_map(|group| &group.entries)
        .filter_map(|entry| entry.dong(total))
        .map(|dong| shown.rounded(dong))
        .sum();
    let places = |dong: i128| Lang::Vi.decimal(&shown.scale.exact(dong));
    let off = rows - shown.rounded(done);
    let misses = if off == 0 {
        "bằng đúng dòng tổng cộng".to_owned()
    } else {
        format!(
            "được {} {unit}, lệch {} {unit} so với dòng tổng cộng",
            places(rows),
            places(off)
        )
    };
    Some(format!(
        "Số liệu in ra được làm tròn đến {} {unit}; các dòng cộng tính từ số chính xác đến từng đồng (tổng cộng {} đồng). Cộng các số đã làm tròn của từng {} {misses}.",
        places(shown.step()),
        Lang::Vi.integer(done),
        figures.template.noun().vi,
    ))
}

/// Who made the table and who signs it, kept together, with room for the signatures.
fn signatures(context: &Context<'_>, sheet: &mut Sheet<'_>) -> Result<(), XlsxError> {
    let styles = &context.styles;
    let project = context.round.setup.project.as_ref();
    let signer = project.map_or("", |project| project.issuer.signer.as_str());
    let signer = if signer.is_empty() {
        "THỦ TRƯỞNG ĐƠN VỊ"
    } else {
        signer
    };
    let half = sheet.width((0, sheet.last)) * 0.46;
    let middle = (0..sheet.last)
        .find(|col| sheet.width((0, *col)) >= half)
        .unwrap_or(0);
    let (left, right) = ((0, middle), (middle + 1, sheet.last.max(middle + 1)));
    sheet.end_row(14.0, true)?;
    sheet.span(left, "NGƯỜI LẬP BIỂU", &styles.signer)?;
    sheet.span(right, signer, &styles.signer)?;
    let taken = lines(signer, sheet.width(right), 13.0, true);
    sheet.end_row(height(taken, 13.0), true)?;
    sheet.span(left, "(Ký, ghi rõ họ tên)", &styles.signer_note)?;
    sheet.span(right, "(Ký, đóng dấu, ghi rõ họ tên)", &styles.signer_note)?;
    sheet.end_row(height(1, BODY), true)?;
    // An empty cell keeps the room for signatures inside the printed area.
    sheet.out.write_blank(sheet.row, 0, &styles.line)?;
    sheet.end_row(78.0, false)
}
