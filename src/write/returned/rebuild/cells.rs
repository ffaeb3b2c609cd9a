//! The cells of a rebuilt sheet: each of its own kind, so that it is read again as it was read before.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Worksheet, XlsxError};

use crate::book::grid::Content;
use crate::write::consolidated::cell_text;

/// Errors that a formula of their own name gives; others are written as text.
const ERRORS: [&str; 7] = [
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!",
];

/// The formats of a kind of row.
pub(super) struct Looks {
    pub text: Format,
    number: Format,
    day: Format,
    moment: Format,
    span: Format,
}

impl Looks {
    /// The formats of cells that do not show what they hold.
    pub fn hidden(base: &Format) -> Self {
        let hidden = || base.clone().set_num_format(";;;");
        Self {
            text: hidden(),
            number: hidden(),
            day: hidden(),
            moment: hidden(),
            span: hidden(),
        }
    }

    /// The formats with a common look.
    pub fn of(base: &Format) -> Self {
        let with = |format: &str| base.clone().set_num_format(format);
        Self {
            text: base.clone(),
            number: with("#,##0.##########"),
            day: with("dd/mm/yyyy"),
            moment: with("dd/mm/yyyy hh:mm:ss"),
            span: with("[h]:mm:ss"),
        }
    }
}

/// Writes a cell. In a file of text every number is text.
pub(super) fn write_cell(
    page: &mut Worksheet,
    row: u32,
    col: u16,
    content: &Content,
    looks: &Looks,
    is_text_file: bool,
) -> Result<(), XlsxError> {
    match content {
        Content::Text(text) => match whole_number(text).filter(|_| is_text_file) {
            // In a file of text every number is text; in a workbook a number that is text would be something to tell.
            Some(number) => page.write_number_with_format(row, col, number, &looks.text)?,
            None => page.write_string_with_format(row, col, cell_text(text), &looks.text)?,
        },
        Content::Number(number)
            if number.abs() < 1000.0
                || *number == number.trunc() && (1900.0..2100.0).contains(number) =>
        {
            page.write_number_with_format(row, col, *number, &looks.text)?
        }
        Content::Number(number) => {
            page.write_number_with_format(row, col, *number, &looks.number)?
        }
        Content::Date(moment) => {
            let has_time = moment.time() != jiff::civil::Time::midnight();
            let format = if has_time { &looks.moment } else { &looks.day };
            let text = moment.to_string();
            match ExcelDateTime::parse_from_str(&text) {
                Ok(day) => page.write_datetime_with_format(row, col, &day, format)?,
                Err(_) => page.write_string_with_format(row, col, text, &looks.text)?,
            }
        }
        Content::Duration(text) => match days(text) {
            Some(days) => page.write_number_with_format(row, col, days, &looks.span)?,
            None => page.write_string_with_format(row, col, &**text, &looks.text)?,
        },
        Content::Bool(value) => page.write_boolean_with_format(row, col, *value, &looks.text)?,
        Content::Error(error) if ERRORS.contains(&&**error) => {
            let formula = Formula::new(format!("={error}")).set_result(&**error);
            page.write_formula_with_format(row, col, formula, &looks.text)?
        }
        Content::Error(error) => page.write_string_with_format(row, col, &**error, &looks.text)?,
        // Its formula is not known, and it has no result: nothing to write but its frame.
        Content::NoResult => page.write_blank(row, col, &looks.text)?,
    };
    Ok(())
}

/// A text of figures only, as a number; not one that begins with 0 or is longer than a number holds.
fn whole_number(text: &str) -> Option<f64> {
    let is_plain = text.len() <= 15
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (!text.starts_with('0') || text == "0");
    is_plain.then(|| text.parse().ok()).flatten()
}

/// `26:30:00` as a number of days.
fn days(text: &str) -> Option<f64> {
    let parts: Vec<f64> = text
        .split(':')
        .map(|part| part.parse::<u32>().map(f64::from).ok())
        .collect::<Option<_>>()?;
    match parts.as_slice() {
        [hours, minutes, seconds] => Some((hours * 3600.0 + minutes * 60.0 + seconds) / 86_400.0),
        _ => None,
    }
}
