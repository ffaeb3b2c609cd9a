//! The letterhead, the title, what the table goes with, and its unit of account.

use rust_xlsxwriter::{Format, XlsxError};

use super::super::Context;
use super::super::figures::Figures;
use super::super::metrics::{height, lines};
use super::super::style::BODY;
use super::Sheet;
use crate::lang::day;

/// Quốc hiệu and motto, as the national rules for documents have them.
const NATION: (&str, &str) = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
);

/// Writes the rows above the headings, with or without the letter that asked for the reports.
pub fn letterhead(
    context: &Context<'_>,
    figures: &Figures<'_>,
    (title, with_letter): (&str, bool),
    sheet: &mut Sheet<'_>,
) -> Result<(), XlsxError> {
    let styles = &context.styles;
    let project = context.round.setup.project.as_ref();
    let issuer = project.map(|project| project.issuer.clone());
    let issuer = issuer.unwrap_or_default();
    let (superior, name) = (issuer.superior.to_uppercase(), issuer.name.to_uppercase());
    let (rule, number) = if name.is_empty() && superior.is_empty() {
        ("", "")
    } else {
        ("—————————", "Số:            /…………")
    };
    two(
        sheet,
        (&superior, &styles.superior),
        (NATION.0, &styles.letterhead),
        BODY,
    )?;
    two(
        sheet,
        (&name, &styles.letterhead),
        (NATION.1, &styles.letterhead),
        BODY,
    )?;
    two(
        sheet,
        (rule, &styles.rule),
        ("———————————————", &styles.rule),
        7.0,
    )?;
    let place = place_and_day(context, &issuer.place);
    two(
        sheet,
        (number, &styles.letter),
        (&place, &styles.place),
        BODY,
    )?;
    sheet.end_row(6.0, true)?;
    one(sheet, title, &styles.title, 14.0, true)?;
    let programme = project.map_or("", |project| project.programme.name.as_str());
    for line in [
        programme.to_owned(),
        period(context, with_letter),
        goes_with(context),
    ] {
        if !line.is_empty() {
            one(sheet, &line, &styles.subtitle, BODY, false)?;
        }
    }
    let unit = if figures.money.is_empty() {
        String::new()
    } else {
        format!("Đơn vị tính: {}", figures.shown.scale.words())
    };
    one(sheet, &unit, &styles.caption, BODY, false)
}

/// A row of two halves: the office on the left, the nation on the right.
fn two(
    sheet: &mut Sheet<'_>,
    (left, left_style): (&str, &Format),
    (right, right_style): (&str, &Format),
    size: f64,
) -> Result<(), XlsxError> {
    let (own, nation) = sheet.halves(sheet.own_share);
    let taken = lines(left, sheet.width(own), size, true);
    let taken = taken.max(lines(right, sheet.width(nation), size, true));
    sheet.span(own, left, left_style)?;
    sheet.span(nation, right, right_style)?;
    sheet.end_row(height(taken, size), true)
}

/// A row over the whole table.
fn one(
    sheet: &mut Sheet<'_>,
    text: &str,
    style: &Format,
    size: f64,
    bold: bool,
) -> Result<(), XlsxError> {
    let whole = (0, sheet.last);
    let taken = lines(text, sheet.width(whole), size, bold);
    sheet.span(whole, text, style)?;
    sheet.end_row(height(taken, size), true)
}

/// `Trà Vinh, ngày 04 tháng 9 năm 2020`; what is not known is left to be filled in by hand.
fn place_and_day(context: &Context<'_>, place: &str) -> String {
    let place = if place.is_empty() {
        "……………"
    } else {
        place
    };
    match context.options.made {
        // A day below 10 and the first two months take a zero, so that nothing can be written before them.
        Some(day) => {
            let month = if day.month() < 3 {
                format!("{:02}", day.month())
            } else {
                day.month().to_string()
            };
            format!(
                "{place}, ngày {:02} tháng {month} năm {}",
                day.day(),
                day.year()
            )
        }
        None => format!("{place}, ngày ….. tháng ….. năm ………"),
    }
}

fn period(context: &Context<'_>, with_letter: bool) -> String {
    let Some(project) = &context.round.setup.project else {
        return String::new();
    };
    let mut line = match (project.period.start, project.period.end) {
        (Some(start), Some(end)) => {
            format!("Kỳ báo cáo: từ {} đến {}", day(start), day(end))
        }
        (None, Some(end)) => format!("Kỳ báo cáo: đến {}", day(end)),
        _ => format!("Kỳ báo cáo: {}", project.period.id),
    };
    if with_letter && !project.issuer.letter.is_empty() {
        line.push_str(&format!(" (theo Công văn số {})", project.issuer.letter));
    }
    line
}

/// `(Kèm theo Báo cáo số … của …)`: the number is known only when the report is signed.
fn goes_with(context: &Context<'_>) -> String {
    let Some(project) = &context.round.setup.project else {
        return String::new();
    };
    let issuer = &project.issuer;
    let report = if issuer.report.is_empty() {
        "Báo cáo số ………/BC-……… ngày ….. tháng ….. năm ………"
    } else {
        &issuer.report
    };
    if issuer.name.is_empty() {
        format!("(Kèm theo {report})")
    } else {
        format!("(Kèm theo {report} của {})", issuer.name)
    }
}
