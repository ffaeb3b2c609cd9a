//! The sheet that an office fills in.
//!
//! ```text
//!   Đơn vị báo cáo: Sở Y tế …          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
//!              DANH MỤC HOẠT ĐỘNG HỖ TRỢ
//!   (Kèm theo Công văn …)  Gửi về Sở … chậm nhất ngày …
//!   Đã nhập 3 hoạt động. Còn thiếu 2 ô …           Đơn vị tính: triệu đồng
//!   STT | Nội dung | … | Kinh phí hỗ trợ (triệu đồng)          headings
//!   (1) | (2)      | … | (10)                                   column numbers
//!       | Tổng số  | … | 1.200   | 1,2 tỷ đồng                  live totals
//!   seq | activity | … | amount_vnd | _size                     ids
//!    1  | …                                                     200 rows, 20 of them in sight
//!   ───── thin row: formulas reach down to here ─────
//!              NGƯỜI LẬP BIỂU           THỦ TRƯỞNG ĐƠN VỊ
//! ```

use rust_xlsxwriter::{Format, Formula, IgnoreError, ProtectionOptions, Worksheet, XlsxError};

use super::carried::{Carried, Typed};
use super::columns::{Column, Shows};
use super::finish::EMPTY;
use super::formulas::Formulas;
use super::heading::lines;
use super::lists::List;
use super::paper::{Pages, REPEATED, width_in_pixels};
use super::style::Styles;
use super::{Blank, checks, frame, heading};
use crate::template::Kind;

/// What all parts of the sheet share.
pub struct Parts<'a> {
    /// What the form is made of.
    pub blank: &'a Blank<'a>,
    /// Its formulas, with columns and rows.
    pub formulas: &'a Formulas<'a>,
    /// The lists of its cells.
    pub lists: &'a [List],
    /// The unit of account in words.
    pub unit: &'a str,
    /// The formats.
    pub styles: &'a Styles,
}

/// Writes the sheet.
pub fn write(parts: &Parts<'_>, out: &mut Worksheet) -> Result<(), XlsxError> {
    let rows = parts.formulas.rows;
    let columns = parts.formulas.columns;
    let last = last_col(columns);
    // What lies outside is unlocked: a protected sheet gives up a row only when no cell in it is locked.
    out.set_column_range_format(0, 16_383, &parts.styles.outside)?;
    for (col, column) in (0_u16..).zip(columns) {
        out.set_column_width_pixels(col, width_in_pixels(column.width))?;
    }
    for row in (0..rows.first).chain(rows.end..rows.end + 9) {
        out.set_row_format(row, &parts.styles.locked)?;
    }
    let pages = Pages::of(columns);
    let blocks = frame::Blocks::of(columns, pages.first_ends);
    frame::head(parts, blocks, out)?;
    heading::write(parts, out)?;
    totals(parts, out)?;
    body(parts, out)?;
    frame::foot(parts, last, blocks, out)?;
    checks::write(parts.blank, parts.formulas, parts.lists, parts.unit, out)?;
    checks::highlight(parts.formulas, out)?;
    page(parts, &pages, (last, blocks.all.1), out)?;
    protect(out);
    Ok(())
}

fn last_col(columns: &[Column]) -> u16 {
    u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX)
}

fn totals(parts: &Parts<'_>, out: &mut Worksheet) -> Result<(), XlsxError> {
    let (styles, formulas, row) = (parts.styles, parts.formulas, parts.formulas.rows.totals);
    let carried = &parts.blank.carried;
    for (col, column) in (0_u16..).zip(formulas.columns) {
        if column.is_money() {
            let total = formulas.total_now(col, carried);
            let formula = Formula::new(formulas.total(col)).set_result(total.to_string());
            out.write_formula_with_format(row, col, formula, &styles.total_figure)?;
        } else if let (Shows::Size, Some(words), Some(total)) =
            (column.shows, formulas.size(row), formulas.asked.total)
        {
            let now = formulas.in_words(formulas.total_now(total, carried));
            let formula = Formula::new(words).set_result(now);
            out.write_formula_with_format(row, col, formula, &styles.total_words)?;
        } else {
            let planned = formulas.asked.qualifier.is_some();
            let text = match (Some(col) == formulas.asked.name, planned) {
                (true, true) => "Tổng số (trừ dự kiến)",
                (true, false) => "Tổng số",
                _ => "",
            };
            out.write_string_with_format(row, col, text, &styles.total)?;
        }
    }
    // An amount in words may take two lines.
    let two = formulas.asked.size.is_some();
    out.set_row_height(row, if two { 28 } else { 18 })?;
    Ok(())
}

fn body(parts: &Parts<'_>, out: &mut Worksheet) -> Result<(), XlsxError> {
    let (formulas, rows) = (parts.formulas, parts.formulas.rows);
    let formats: Vec<Format> = formulas
        .columns
        .iter()
        .map(|column| parts.styles.cell(column))
        .collect();
    let mut records = parts.blank.carried.iter();
    for row in rows.first..=rows.last {
        let record = records.next();
        if row > rows.shown {
            out.set_row_hidden(row)?;
        }
        if let Some(record) = record {
            out.set_row_height(row, grown(formulas.columns, record))?;
        }
        for ((col, column), format) in (0_u16..).zip(formulas.columns).zip(&formats) {
            match column.shows {
                Shows::Size => {
                    if let Some(words) = formulas.size(row) {
                        let now = record.map_or_else(String::new, |record| {
                            formulas.size_now(record, &parts.blank.carried)
                        });
                        let now = if now.is_empty() { EMPTY } else { &now };
                        let formula = Formula::new(words).set_result(now);
                        out.write_formula_with_format(row, col, formula, format)?;
                    }
                }
                Shows::Seq if record.is_some() => {
                    let number = row - rows.first + 1;
                    out.write_number_with_format(row, col, number, format)?;
                }
                Shows::Seq | Shows::Field { .. } => cell(out, (row, col), record, column, format)?,
            }
        }
    }
    // Green corners on every cell would hide those that mean something.
    for (col, column) in (0_u16..).zip(formulas.columns) {
        let ignored = match column.shows {
            Shows::Size => IgnoreError::UnlockedCellsWithFormula,
            Shows::Seq | Shows::Field { .. } => IgnoreError::NumberStoredAsText,
        };
        out.ignore_error_range(rows.first, col, rows.last, col, ignored)?;
    }
    Ok(())
}

/// The height of a row that is filled in from the start.
fn grown(columns: &[Column], record: &Carried) -> f64 {
    let taken = columns.iter().map(|column| match record.get(&column.id) {
        Some(Typed::Text(text)) => text.split('\n').map(|line| lines(line, column.width)).sum(),
        _ => 1_u32,
    });
    // A row holds at most 409 points.
    f64::from(taken.max().unwrap_or(1).min(25)) * 16.0
}

fn cell(
    out: &mut Worksheet,
    (row, col): (u32, u16),
    record: Option<&Carried>,
    column: &Column,
    format: &Format,
) -> Result<(), XlsxError> {
    match record.and_then(|record| record.get(&column.id)) {
        Some(Typed::Text(text)) => {
            out.write_string_with_format(row, col, super::cell_text(text), format)?
        }
        Some(Typed::Number(number)) if column.kind == Some(Kind::Text) => {
            out.write_string_with_format(row, col, number.to_string(), format)?
        }
        Some(Typed::Number(number)) => out.write_number_with_format(row, col, *number, format)?,
        None => out.write_blank(row, col, format)?,
    };
    Ok(())
}

/// A4 landscape, the headings on every page; margins of the national rules for documents.
fn page(
    parts: &Parts<'_>,
    pages: &Pages,
    (last, printed): (u16, u16),
    out: &mut Worksheet,
) -> Result<(), XlsxError> {
    let rows = parts.formulas.rows;
    out.set_landscape();
    out.set_paper_size(9);
    if pages.breaks.is_empty() {
        out.set_print_fit_to_pages(1, 0);
    } else {
        out.set_print_scale(pages.scale);
        out.set_vertical_page_breaks(&pages.breaks)?;
        let repeated = u16::try_from(REPEATED - 1).unwrap_or(0);
        out.set_repeat_columns(0, repeated)?;
        // First what stands beside each other, then what stands below.
        out.set_page_order(false);
    }
    out.set_margins(1.18, 0.59, 0.79, 0.79, 0.4, 0.4);
    out.set_header("&C&\"Times New Roman\"&13&P");
    out.set_print_area(0, 0, rows.end + 8, printed.max(last))?;
    out.set_repeat_rows(rows.header, rows.numbers)?;
    out.set_freeze_panes(rows.scrolling(), 2)?;
    out.autofilter(rows.ids, 0, rows.last, last)?;
    out.set_zoom(90);
    out.set_selection(rows.first, 1, rows.first, 1)?;
    Ok(())
}

/// Locked without a password: rows come and go, cells are formatted and filtered; headings and formulas stay.
fn protect(out: &mut Worksheet) {
    out.protect_with_options(&ProtectionOptions {
        insert_rows: true,
        delete_rows: true,
        format_cells: true,
        format_columns: true,
        format_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    });
}
