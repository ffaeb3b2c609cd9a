//! Every record, one header row, one row each, all columns of the table under their Vietnamese labels.
//!
//! The sheet is written row by row from an iterator and holds no more than one row at a time. It is for analysis: nothing
//! is merged, and nothing stands below or between the records. The number of the source row leads to the cell that the
//! record's amount was read from. The sums of what a filter shows stand in the header row, right of the table: there
//! they stay in sight, no filter hides them, and a program that reads the table does not take them for a record.

use rust_decimal::Decimal;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Worksheet, XlsxError};

use super::figures::{Absent, Entry, Figures};
use super::links;
use super::metrics::{height, lines};
use super::style::Styles;
use super::{Context, cell_text, sheet};
use crate::place::col_name;
use crate::record::Written;
use crate::template::{Kind, Template, common};
use crate::value::Qualifier;
use crate::write::table::{self, Common};

/// A row of the sheet.
pub struct Row {
    /// The values, parallel to the template's columns.
    pub values: Vec<Written>,
    /// Where the number of the source row leads: a path from the workbook's folder, `#` and a cell.
    pub link: Option<String>,
    /// Whether the total amount was not read: its cell is marked.
    pub unread: bool,
}

/// The column of a field's first value, from 0.
pub fn col_of(template: &Template, field: usize) -> Option<usize> {
    template.field(field)?;
    let before: usize = template
        .fields
        .iter()
        .take(field)
        .map(|spec| spec.columns.len())
        .sum();
    Some(common().before.len() + before)
}

/// Writes the sheet of a form.
pub fn write(context: &Context<'_>, form: usize, out: &mut Worksheet) -> Result<(), XlsxError> {
    let Some(figures) = context.forms.get(form) else {
        return Ok(());
    };
    out.set_name(context.sheet_name(sheet::DETAILS, form))?;
    let has = |why| figures.apart.iter().any(|(other, _)| *other == why);
    let (planned, withdrawn) = (has(Qualifier::Planned), has(Qualifier::Withdrawn));
    let sums: Vec<(usize, i128)> = figures
        .money
        .iter()
        .filter_map(|field| {
            let sum = Figures::sum(&figures.entries, *field);
            Some((col_of(&figures.template, *field)?, sum))
        })
        .collect();
    let mut links = links::Record::new(&context.links);
    let rows = figures.entries.iter().map(|entry| {
        context.options.progress.step(1);
        Row {
            values: table::row(
                context.round,
                entry.submission,
                entry.table,
                entry.record,
                &context.standing,
            ),
            link: links.link(entry, entry.source(&figures.template)),
            unread: entry.absent(figures.total) == Some(Absent::Unread),
        }
    });
    let numbers: Vec<(usize, Decimal, u32)> = figures
        .numbers
        .iter()
        .filter_map(|field| {
            let sum = Figures::number_sum(&figures.entries, *field);
            let col = col_of(&figures.template, *field)?;
            Some((col, sum, figures.places(*field)))
        })
        .collect();
    let sums = Sums {
        columns: &sums,
        numbers: &numbers,
        last_row: figures.entries.len(),
        planned,
        withdrawn,
    };
    fill(&figures.template, &context.styles, &sums, rows, out)?;
    out.set_paper_size(context.options.paper.code());
    Ok(())
}

/// The sums of what a filter shows.
pub struct Sums<'a> {
    /// Columns of money with the sums over all rows, in đồng.
    pub columns: &'a [(usize, i128)],
    /// Columns of numbers that are added up, with their sums, and how many places these have.
    pub numbers: &'a [(usize, Decimal, u32)],
    /// How many records there are.
    pub last_row: usize,
    /// Whether some of the amounts are planned only: a sum over all rows holds them too, and says so.
    pub planned: bool,
    /// Whether some of them are withdrawn, likewise.
    pub withdrawn: bool,
}

/// How a column is written.
struct Column {
    style: Format,
    /// The format of an amount that was not read; `None` in other columns.
    unread: Option<Format>,
    width: f64,
}

/// Writes header and rows.
pub fn fill(
    template: &Template,
    styles: &Styles,
    sums: &Sums<'_>,
    rows: impl Iterator<Item = Row>,
    out: &mut Worksheet,
) -> Result<(), XlsxError> {
    let columns = columns(template, styles);
    let wrapped = sums.last_row <= WRAPPED;
    let text = if wrapped {
        &styles.list
    } else {
        &styles.list_line
    };
    out.set_row_height(0, 48)?;
    for (col, (label, column)) in (0u16..).zip(template.columns().zip(&columns)) {
        out.write_string_with_format(0, col, &label.vi, &styles.list_header)?;
        out.set_column_width(col, column.width)?;
    }
    let count = u16::try_from(columns.len()).unwrap_or(u16::MAX);
    visible_sums(template, sums, count, styles, out)?;
    let link_col = Common::SourceRow.place(template);
    let mut last_row = 0;
    for (row, record) in (1u32..).zip(rows) {
        for (index, (column, value)) in columns.iter().zip(&record.values).enumerate() {
            let col = u16::try_from(index).unwrap_or(u16::MAX);
            match (value, &record.link) {
                (Written::Integer(number), Some(link)) if index == link_col => {
                    let formula = links::formula(link, &links::Shown::Number(*number));
                    out.write_formula_with_format(row, col, formula, &styles.list_link)?;
                }
                (Written::Text(value), _) => {
                    out.write_string_with_format(row, col, cell_text(value), text)?;
                }
                (Written::Empty, _) => {
                    if let (true, Some(mark)) = (record.unread, &column.unread) {
                        out.write_blank(row, col, mark)?;
                    }
                }
                (value, _) => write_figure(out, (row, col), value, &column.style, styles)?,
            }
        }
        if wrapped {
            out.set_row_height(row, row_height(&record.values, &columns))?;
        }
        last_row = row;
    }
    out.autofilter(0, 0, last_row, count.saturating_sub(1))?;
    page(out)
}

/// More rows than this are read through a filter, not by eye: each takes a single line.
const WRAPPED: usize = 5000;

/// As high as the longest text of a row needs.
fn row_height(values: &[Written], columns: &[Column]) -> f64 {
    let taken = values
        .iter()
        .zip(columns)
        .map(|(value, column)| match value {
            Written::Text(text) => lines(text, column.width, 11.0, false),
            _ => 1,
        });
    height(taken.max().unwrap_or(1), 11.0)
}

fn write_figure(
    out: &mut Worksheet,
    (row, col): (u32, u16),
    value: &Written,
    whole: &Format,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match value {
        Written::Empty | Written::Text(_) => {}
        Written::Integer(number) => {
            let number = super::excel_number(i128::from(*number));
            out.write_number_with_format(row, col, number, whole)?;
        }
        Written::Decimal(number) => {
            let plain: f64 = number.to_string().parse().unwrap_or(0.0);
            out.write_number_with_format(row, col, plain, &styles.decimal)?;
        }
        Written::Day(day) => match excel_day(*day) {
            Some(serial) => {
                out.write_datetime_with_format(row, col, serial, &styles.day)?;
            }
            None => {
                out.write_string_with_format(row, col, day.to_string(), &styles.list)?;
            }
        },
    }
    Ok(())
}

fn columns(template: &Template, styles: &Styles) -> Vec<Column> {
    let narrow = |label: &str| if label.chars().count() < 8 { 8.0 } else { 13.0 };
    let plain = |vi: &str, width: f64| Column {
        style: styles.whole.clone(),
        unread: None,
        width: width.max(narrow(vi)),
    };
    let of_common = |id: &str| match id {
        id if id == Common::Id.id() => 36.0,
        id if id == Common::UnitName.id() => 26.0,
        _ => 13.0,
    };
    let total = template.role(crate::template::Role::Total);
    let mut columns: Vec<Column> = common()
        .before
        .iter()
        .map(|column| plain(&column.vi, of_common(&column.id)))
        .collect();
    for (index, spec) in template.fields.iter().enumerate() {
        for (place, label) in spec.columns.iter().enumerate() {
            columns.push(match (spec.kind, place) {
                (Kind::Amount, 0) => Column {
                    style: styles.list_money.clone(),
                    unread: (Some(index) == total).then(|| styles.list_unread.clone()),
                    width: 19.0,
                },
                (Kind::Text, _) | (Kind::Code, 1) => plain(&label.vi, 30.0),
                _ => plain(&label.vi, 13.0),
            });
        }
    }
    columns.extend(common().after.iter().map(|column| plain(&column.vi, 20.0)));
    columns
}

/// The sums of the rows that a filter shows, right of the table, an empty column between.
fn visible_sums(
    template: &Template,
    sums: &Sums<'_>,
    count: u16,
    styles: &Styles,
    out: &mut Worksheet,
) -> Result<(), XlsxError> {
    if sums.columns.len() + sums.numbers.len() == 0 || sums.last_row == 0 {
        return Ok(());
    }
    let label = match (sums.planned, sums.withdrawn) {
        (true, true) => "Cộng các dòng đang hiện, kể cả dự kiến và đã hủy (đồng):",
        (true, false) => "Cộng các dòng đang hiện, kể cả dự kiến (đồng):",
        (false, true) => "Cộng các dòng đang hiện, kể cả đã hủy (đồng):",
        (false, false) if sums.columns.is_empty() => "Cộng các dòng đang hiện:",
        (false, false) => "Cộng các dòng đang hiện (đồng):",
    };
    let first = count + 1;
    out.set_column_width(first, 24)?;
    out.write_string_with_format(0, first, label, &styles.list_header)?;
    for (offset, (money, sum)) in (1u16..).zip(sums.columns) {
        let letters = col_name(u32::try_from(*money).unwrap_or(0));
        let formula = format!("=SUBTOTAL(109,{letters}2:{letters}{})", sums.last_row + 1);
        let formula = Formula::new(formula).set_result(sum.to_string());
        out.set_column_width(first + offset, 20)?;
        out.write_formula_with_format(0, first + offset, formula, &styles.list_header_money)?;
    }
    let mut at = first.saturating_add(u16::try_from(sums.columns.len()).unwrap_or(0));
    for (col, sum, places) in sums.numbers {
        let label = template.columns().nth(*col).map_or("", |column| &column.vi);
        out.set_column_width(at + 1, 18)?;
        out.write_string_with_format(0, at + 1, format!("{label}:"), &styles.list_header)?;
        let letters = col_name(u32::try_from(*col).unwrap_or(0));
        let formula = format!("=SUBTOTAL(109,{letters}2:{letters}{})", sums.last_row + 1);
        let formula = Formula::new(formula).set_result(sum.normalize().to_string());
        let (plain, _) = styles.numbers(*places);
        let format = styles.list_header.clone().merge(&plain);
        out.write_formula_with_format(0, at + 2, formula, &format)?;
        at += 2;
    }
    Ok(())
}

/// A sheet for the screen; on paper a third of the columns is one page wide.
fn page(out: &mut Worksheet) -> Result<(), XlsxError> {
    super::list_page(super::Paper::default(), out)?;
    out.set_print_fit_to_pages(3, 0);
    out.set_print_gridlines(true);
    Ok(())
}

/// A day as a spreadsheet stores it; `None` before 1900-03-01, where its calendar goes wrong.
pub fn excel_day(day: jiff::civil::Date) -> Option<ExcelDateTime> {
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

/// Whether a record's first day is no day for a spreadsheet.
pub fn begins_too_early(entry: &Entry<'_>, time: Option<usize>) -> bool {
    use crate::value::Value;
    match entry.field(time).map(|field| &field.value) {
        Some(Value::Interval(interval)) => {
            interval.start.is_some_and(|day| excel_day(day).is_none())
        }
        _ => false,
    }
}
