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
use super::{FieldTotals, Sheet, Totals};
use crate::finding::{Fact, Severity};
use crate::lang::Lang;
use crate::value::Qualifier;

/// Writes the rows below the totals.
pub fn write(
    context: &Context<'_>,
    form: usize,
    figures: &Figures<'_>,
    (totals, left_out): (&Totals, &[String]),
    sheet: &mut Sheet<'_>,
) -> Result<(), XlsxError> {
    words(context, figures, &totals.done, sheet)?;
    let mut told = doubts_told(context, form);
    let notes = notes(context, figures, totals.marked);
    told.extend(notes.into_iter().map(|line| (line, false)));
    tell(context, &told, sheet)?;
    if !left_out.is_empty() {
        let parts = lower_list(left_out);
        let details = context.sheet_name(names::DETAILS, form);
        let line = format!("Trong đó ({parts}): xem trang “{details}”.");
        let (row, beside) = (sheet.row, sheet.beside());
        let style = &context.styles.beside;
        sheet
            .out
            .write_string_with_format(row, beside, IN_FULL, style)?;
        tell(context, &[(line, false)], sheet)?;
    }
    signatures(context, sheet)
}

/// Beside the print area: how the parts would have room.
const IN_FULL: &str =
    "Khổ A3 (merge --paper a3) hoặc đơn vị tính lớn hơn thì đủ chỗ cho các cột này";

/// What whoever signs must see of the total.
pub(super) fn doubts_told(context: &Context<'_>, form: usize) -> Vec<(String, bool)> {
    let doubtful = context.doubtful(form);
    let doubts = doubts(&doubtful).into_iter();
    doubts.map(|line| (line, true)).collect()
}

/// Writes lines over the whole width, grave ones in bold.
pub(super) fn tell(
    context: &Context<'_>,
    told: &[(String, bool)],
    sheet: &mut Sheet<'_>,
) -> Result<(), XlsxError> {
    for (line, grave) in told {
        let style = if *grave {
            &context.styles.footnote_bold
        } else {
            &context.styles.footnote
        };
        sheet.span((0, sheet.last), line, style)?;
        sheet.end_row(told_height(line, *grave, sheet), true)?;
    }
    Ok(())
}

/// The points that such a line takes.
pub(super) fn told_height(line: &str, grave: bool, sheet: &Sheet<'_>) -> f64 {
    height(lines(line, sheet.width((0, sheet.last)), BODY, grave), BODY)
}

/// Labels in a sentence: `ngân sách; hiện vật quy đổi`.
fn lower_list(labels: &[String]) -> String {
    let lower = |label: &String| {
        let mut letters = label.chars();
        letters.next().map_or(String::new(), |first| {
            first.to_lowercase().chain(letters).collect()
        })
    };
    let labels: Vec<String> = labels.iter().map(lower).collect();
    labels.join("; ")
}

/// The grand total in words. Words do not follow a formula, so beside them stands whether they still fit.
pub(super) fn words(
    context: &Context<'_>,
    figures: &Figures<'_>,
    done: &FieldTotals,
    sheet: &mut Sheet<'_>,
) -> Result<(), XlsxError> {
    let Some((_, cell, dong)) = done.first() else {
        return Ok(());
    };
    let text = spoken(*dong);
    let height = words_height(&text, sheet);
    sheet.span((0, sheet.last), &text, &context.styles.words)?;
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
    sheet.end_row(height, true)
}

/// The grand total in words.
pub(super) fn spoken(dong: i128) -> String {
    format!("Bằng chữ (tổng cộng): {}.", in_words(dong))
}

/// The points that it takes.
pub(super) fn words_height(text: &str, sheet: &Sheet<'_>) -> f64 {
    told_height(text, false, sheet) + 4.0
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
        notes.extend(numbers_missing(figures));
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
    notes.extend(owing(context));
    notes
}

/// What the total lacks: amounts that were not read, offices that have not reported.
pub(super) fn missing(context: &Context<'_>, figures: &Figures<'_>) -> Option<String> {
    let unread = figures.total.map_or(0, |_| figures.unread().count());
    let unread = (unread > 0).then(|| {
        format!(
            "{} {} chưa đọc được {}, không có trong tổng cộng.",
            Lang::Vi.integer(unread as i128),
            figures.template.noun().vi,
            figures.template.money_word(Lang::Vi)
        )
    });
    let unread = unread.into_iter().chain(numbers_missing(figures));
    let told: Vec<String> = unread.chain(owing(context)).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// That sums of numbers lack what was not read.
fn numbers_missing(figures: &Figures<'_>) -> Option<String> {
    let unread = figures.numbers.iter().flat_map(|field| {
        let entries = figures.groups.iter().flat_map(|group| &group.entries);
        entries.filter(move |entry| {
            let said = entry.field(Some(*field));
            said.is_some_and(|said| !said.raw.is_empty()) && entry.number(*field).is_none()
        })
    });
    let count = unread.count();
    (count > 0).then(|| {
        format!(
            "{} số liệu chưa đọc được, không có trong tổng cộng.",
            Lang::Vi.integer(count as i128)
        )
    })
}

fn owing(context: &Context<'_>) -> Option<String> {
    let owing = context.owing.missing.len() + context.owing.invalid.len();
    (owing > 0).then(|| {
        format!(
            "{} đơn vị chưa có báo cáo; xem trang “{}”.",
            Lang::Vi.integer(owing as i128),
            names::MISSING
        )
    })
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
    let places = |dong: i128| shown.scale.told(dong);
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
pub(super) fn signatures(context: &Context<'_>, sheet: &mut Sheet<'_>) -> Result<(), XlsxError> {
    let styles = &context.styles;
    let signer = signer(context);
    let (left, right) = sheet.halves(HALF);
    sheet.end_row(ABOVE_NAMES, true)?;
    sheet.span(left, "NGƯỜI LẬP BIỂU", &styles.signer)?;
    sheet.span(right, signer, &styles.signer)?;
    let taken = lines(signer, sheet.width(right), 13.0, true);
    sheet.end_row(height(taken, 13.0), true)?;
    sheet.span(left, "(Ký, ghi rõ họ tên)", &styles.signer_note)?;
    sheet.span(right, "(Ký, đóng dấu, ghi rõ họ tên)", &styles.signer_note)?;
    sheet.end_row(height(1, BODY), true)?;
    // An empty cell keeps the room for signatures inside the printed area.
    sheet.out.write_blank(sheet.row, 0, &styles.line)?;
    sheet.end_row(ROOM_TO_SIGN, false)
}

/// The points that the signatures take.
pub(super) fn signatures_height(context: &Context<'_>, sheet: &Sheet<'_>) -> f64 {
    let (_, right) = sheet.halves(HALF);
    let taken = lines(signer(context), sheet.width(right), 13.0, true);
    ABOVE_NAMES + height(taken, 13.0) + height(1, BODY) + ROOM_TO_SIGN
}

fn signer<'c>(context: &'c Context<'_>) -> &'c str {
    let project = context.round.setup.project.as_ref();
    match project.map_or("", |project| project.issuer.signer.as_str()) {
        "" => "THỦ TRƯỞNG ĐƠN VỊ",
        signer => signer,
    }
}

/// Who made the table stands on the left of this share of the width.
const HALF: f64 = 0.46;
const ABOVE_NAMES: f64 = 8.0;
const ROOM_TO_SIGN: f64 = 60.0;
