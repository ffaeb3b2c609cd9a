//! Every record, one header row, one row each, all columns of the table under their Vietnamese labels.

use rust_xlsxwriter::{ExcelDateTime, Worksheet, XlsxError};

use super::summary::excel_number;
use super::{Context, cell_text, list_page, sheet};
use crate::normalize::record::Written;
use crate::template::Kind;
use crate::write::table;

/// Writes the sheet of a form.
pub fn write(context: &Context<'_>, form: usize, out: &mut Worksheet) -> Result<(), XlsxError> {
    let Some(figures) = context.forms.get(form) else {
        return Ok(());
    };
    let styles = &context.styles;
    out.set_name(context.sheet_name(sheet::DETAILS, form))?;
    let money: Vec<&str> = figures
        .template
        .fields
        .iter()
        .filter(|spec| spec.kind == Kind::Amount)
        .filter_map(|spec| spec.columns.first())
        .map(|column| column.id.as_str())
        .collect();
    let labels: Vec<_> = table::labels(&figures.template).collect();
    for (col, label) in (0u16..).zip(&labels) {
        out.write_string_with_format(0, col, &label.vi, &styles.list_header)?;
        out.set_column_width(col, width(&label.id, &money))?;
    }
    out.set_row_height(0, 48)?;
    for (row, entry) in (1u32..).zip(&figures.entries) {
        let values = table::row(context.round, entry.submission, entry.table, entry.record);
        let unread = entry
            .field(figures.total)
            .filter(|field| field.dong().is_none());
        for ((col, label), value) in (0u16..).zip(&labels).zip(values) {
            match value {
                Written::Empty => {
                    let is_total = figures
                        .total
                        .and_then(|field| figures.template.field(field)?.columns.first())
                        .is_some_and(|column| column.id == label.id);
                    if is_total && unread.is_some() {
                        out.write_blank(row, col, &styles.unread)?;
                    }
                }
                Written::Text(text) => {
                    out.write_string_with_format(row, col, cell_text(&text), &styles.list)?;
                }
                Written::Integer(number) => {
                    let style = if money.contains(&label.id.as_str()) {
                        &styles.list_money
                    } else {
                        &styles.whole
                    };
                    out.write_number_with_format(
                        row,
                        col,
                        excel_number(i128::from(number)),
                        style,
                    )?;
                }
                Written::Decimal(number) => {
                    let plain: f64 = number.to_string().parse().unwrap_or(0.0);
                    out.write_number_with_format(row, col, plain, &styles.decimal)?;
                }
                Written::Day(day) => match excel_day(day) {
                    Some(serial) => {
                        out.write_datetime_with_format(row, col, serial, &styles.day)?;
                    }
                    None => {
                        out.write_string_with_format(row, col, day.to_string(), &styles.list)?;
                    }
                },
            }
        }
    }
    let last_col = u16::try_from(labels.len().saturating_sub(1)).unwrap_or(0);
    let last_row = u32::try_from(figures.entries.len()).unwrap_or(0);
    out.autofilter(0, 0, last_row, last_col)?;
    list_page(out)?;
    Ok(())
}

/// A day as a spreadsheet stores it; `None` before 1900-03-01, where its calendar goes wrong.
fn excel_day(day: jiff::civil::Date) -> Option<ExcelDateTime> {
    if day < jiff::civil::date(1900, 3, 1) {
        return None;
    }
    ExcelDateTime::from_ymd(
        u16::try_from(day.year()).ok()?,
        u8::try_from(day.month()).ok()?,
        u8::try_from(day.day()).ok()?,
    )
    .ok()
}

fn width(id: &str, money: &[&str]) -> f64 {
    match id {
        _ if money.contains(&id) => 18.0,
        "seq" | "source_row" => 7.0,
        _ if id.ends_with("_date") || id.ends_with("_code") => 12.0,
        _ => 24.0,
    }
}
