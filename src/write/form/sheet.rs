//! The sheet that an office fills in.
//!
//! ```text
//!   SỞ Y TẾ TỈNH TRÀ VINH              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
//!              DANH MỤC HOẠT ĐỘNG HỖ TRỢ
//!   Đơn vị báo cáo: Sở Y tế …                  Gửi về Sở … trước ngày …
//!   Đã nhập 3 hoạt động. Còn thiếu 2 ô …           Đơn vị tính: triệu đồng
//!   STT | Nội dung | … | Kinh phí hỗ trợ (triệu đồng)          headings
//!   (1) | (2)      | … | (10)                                   column numbers
//!       | Tổng số  | … | 1.200   | 1,2 tỷ đồng                  live totals
//!   seq | activity | … | amount_vnd | _size                     ids
//!    1  | …                                                     200 rows
//!   ───── thin row: formulas reach down to here ─────
//!              NGƯỜI LẬP BIỂU           THỦ TRƯỞNG ĐƠN VỊ
//! ```

use rust_xlsxwriter::{Format, Formula, IgnoreError, ProtectionOptions, Worksheet, XlsxError};

use super::carried::{Carried, Typed};
use super::columns::{Column, Shows, depth};
use super::finish::EMPTY;
use super::formulas::Formulas;
use super::lists::List;
use super::style::Styles;
use super::{Blank, checks, date_text, period_text};
use crate::place::col_name;
use crate::template::{END_ID, Kind};

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
        out.set_column_width(col, column.width)?;
    }
    for row in (0..rows.first).chain(rows.end..rows.end + 9) {
        out.set_row_format(row, &parts.styles.locked)?;
    }
    frame(parts, last, out)?;
    headings(parts, out)?;
    totals(parts, out)?;
    body(parts, out)?;
    foot(parts, last, out)?;
    checks::write(parts.blank, parts.formulas, parts.lists, parts.unit, out)?;
    checks::highlight(parts.formulas, out)?;
    page(parts, last, out)?;
    protect(out);
    Ok(())
}

fn last_col(columns: &[Column]) -> u16 {
    u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX)
}

/// Merges a line over columns; one column alone cannot be merged.
fn line(
    out: &mut Worksheet,
    row: u32,
    (from, to): (u16, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if from < to {
        out.merge_range(row, from, row, to, text, format)?;
    } else {
        out.write_string_with_format(row, from, text, format)?;
    }
    Ok(())
}

fn frame(parts: &Parts<'_>, last: u16, out: &mut Worksheet) -> Result<(), XlsxError> {
    let (blank, styles, rows) = (parts.blank, parts.styles, parts.formulas.rows);
    let half = (last / 2).max(1);
    let left = (0, 3.min(half));
    let right = (half + 1, last.max(half + 1));
    let own = blank
        .unit
        .map_or_else(String::new, |unit| unit.name.to_uppercase());
    line(out, 0, left, &own, &styles.letterhead)?;
    line(
        out,
        0,
        right,
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        &styles.letterhead,
    )?;
    line(
        out,
        1,
        right,
        "Độc lập - Tự do - Hạnh phúc",
        &styles.letterhead,
    )?;
    line(
        out,
        2,
        (0, last),
        &blank.template.vi.to_uppercase(),
        &styles.title,
    )?;
    out.set_row_height(2, 21)?;
    let programme = blank
        .project
        .map_or("", |project| project.programme.name.as_str());
    line(out, 3, (0, last), programme, &styles.subtitle)?;
    line(out, 4, (0, last), &occasion(blank), &styles.subtitle)?;
    line(out, rows.office, (0, 1), "Đơn vị báo cáo:", &styles.label)?;
    let (office, style) = match blank.unit {
        Some(unit) => (unit.name.as_str(), &styles.office),
        None => ("", &styles.office_open),
    };
    line(out, rows.office, (2, half.max(3)), office, style)?;
    line(out, rows.office, right, &deadline(blank), &styles.aside)?;
    let filled = blank.carried.len();
    if let Some(row) = rows.carried {
        let text = format!(
            "{filled} dòng đầu là hoạt động chưa xong của kỳ trước{}: cập nhật lại từng dòng; dòng nào không còn thì xóa cả dòng.",
            blank
                .carried_from
                .map_or_else(String::new, |period| format!(" ({period})"))
        );
        line(out, row, (0, last), &text, &styles.carried)?;
    }
    line(out, rows.status, (0, half), "", &styles.status)?;
    let status =
        Formula::new(parts.formulas.status()).set_result(parts.formulas.status_now(&blank.carried));
    out.write_formula_with_format(rows.status, 0, status, &styles.status)?;
    let unit = format!("Đơn vị tính: {}", parts.unit);
    line(out, rows.status, right, &unit, &styles.aside)?;
    Ok(())
}

/// `(Kèm theo Công văn số …; kỳ báo cáo từ … đến …)`.
fn occasion(blank: &Blank<'_>) -> String {
    let Some(project) = blank.project else {
        return String::new();
    };
    let (issuer, period) = (&project.issuer, period_text(project));
    if issuer.letter.is_empty() {
        return format!("(Kỳ báo cáo {period})");
    }
    let name = if issuer.name.is_empty() {
        String::new()
    } else {
        format!(" của {}", issuer.name)
    };
    format!(
        "(Kèm theo Công văn số {}{name}; kỳ báo cáo {period})",
        issuer.letter
    )
}

/// Where to and until when.
fn deadline(blank: &Blank<'_>) -> String {
    let Some(project) = blank.project else {
        return String::new();
    };
    let name = &project.issuer.name;
    match (name.is_empty(), project.period.deadline) {
        (true, None) => String::new(),
        (false, None) => format!("Gửi về {name}"),
        (true, Some(day)) => format!("Gửi chậm nhất ngày {}", date_text(day)),
        (false, Some(day)) => format!("Gửi về {name} chậm nhất ngày {}", date_text(day)),
    }
}

fn headings(parts: &Parts<'_>, out: &mut Worksheet) -> Result<(), XlsxError> {
    let (styles, rows, columns) = (parts.styles, parts.formulas.rows, parts.formulas.columns);
    let depth = depth(columns);
    let mut col = 0;
    while let Some(column) = columns.get(col) {
        column_heading(styles, columns, (col, column), (rows.header, depth), out)?;
        col += 1;
    }
    for level in 0..depth {
        let row = rows.header + u32::try_from(level).unwrap_or(0);
        out.set_row_height(row, height(columns, level, depth))?;
    }
    for (col, column) in (0_u16..).zip(columns) {
        out.write_string_with_format(rows.numbers, col, format!("({})", col + 1), &styles.number)?;
        out.write_string_with_format(rows.ids, col, &column.id, &styles.id)?;
    }
    out.set_row_height(rows.numbers, 14)?;
    out.set_row_height(rows.ids, 12)?;
    Ok(())
}

/// The headings of a column that none on its left has written: each reaches right over equal ones, the last one down.
fn column_heading(
    styles: &Styles,
    columns: &[Column],
    (col, column): (usize, &Column),
    (top, depth): (u32, usize),
    out: &mut Worksheet,
) -> Result<(), XlsxError> {
    for (level, text) in column.heading.iter().enumerate() {
        let leaf = level + 1 == column.heading.len();
        let path = column.heading.get(..=level);
        let same = |other: Option<&Column>| {
            !leaf
                && other.is_some_and(|other| {
                    other.heading.get(..=level) == path && other.heading.len() > level + 1
                })
        };
        if same(col.checked_sub(1).and_then(|left| columns.get(left))) {
            continue;
        }
        let width = columns
            .iter()
            .skip(col + 1)
            .take_while(|other| same(Some(other)))
            .count();
        let number = |number: usize| u32::try_from(number).unwrap_or(0);
        let first = top + number(level);
        let last = if leaf { top + number(depth) - 1 } else { first };
        let from = u16::try_from(col).unwrap_or(u16::MAX);
        let to = u16::try_from(col + width).unwrap_or(u16::MAX);
        let style = if column.kind.is_none() && column.shows == Shows::Size && leaf {
            &styles.header_own
        } else {
            &styles.header
        };
        if first < last || from < to {
            out.merge_range(first, from, last, to, text, style)?;
        } else {
            out.write_string_with_format(first, from, text, style)?;
        }
    }
    Ok(())
}

/// The height that the headings which end in a row need; those that reach down share it with the rows above.
fn height(columns: &[Column], level: usize, depth: usize) -> f64 {
    const LINE: f64 = 15.0;
    if level + 1 < depth {
        return LINE + 3.0;
    }
    let needed = |column: &Column| {
        let shared = depth.saturating_sub(column.heading.len());
        // Bold letters are wider than the plain ones that widths are counted in.
        let lines = lines(column.leaf(), column.width * 0.9);
        f64::from(lines) * LINE - f64::from(u32::try_from(shared).unwrap_or(0)) * LINE
    };
    columns.iter().map(needed).fold(LINE, f64::max) + 2.0
}

/// How many lines a text takes in a column, words kept whole.
pub fn lines(text: &str, width: f64) -> u32 {
    let mut lines = 1;
    let mut used = 0.0;
    for word in text.split_whitespace() {
        let length = f64::from(u32::try_from(word.chars().count()).unwrap_or(u32::MAX)) + 1.0;
        if used > 0.0 && used + length > width + 1.0 {
            lines += 1;
            used = 0.0;
        }
        used += length;
    }
    lines
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
    out.set_row_height(row, 18)?;
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
        if let Some(record) = record {
            out.set_row_height(row, grown(formulas.columns, record))?;
        }
        for ((col, column), format) in (0_u16..).zip(formulas.columns).zip(&formats) {
            match column.shows {
                Shows::Size => {
                    if let Some(words) = formulas.size(row) {
                        let now =
                            record.map_or_else(String::new, |record| formulas.size_now(record));
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

fn foot(parts: &Parts<'_>, last: u16, out: &mut Worksheet) -> Result<(), XlsxError> {
    let (styles, end) = (parts.styles, parts.formulas.rows.end);
    out.set_row_height(end, 4)?;
    out.write_string_with_format(end, 0, END_ID, &styles.end)?;
    for col in 1..=last {
        out.write_blank(end, col, &styles.end)?;
    }
    line(
        out,
        end + 1,
        (0, last),
        "Lưu ý: cần thêm dòng thì chèn ở phía trên vạch này; không ghi số liệu bên dưới.",
        &styles.note,
    )?;
    let half = (last / 2).max(1);
    let left = (1, half);
    let right = (half + 1, last.max(half + 1));
    let place = parts
        .blank
        .project
        .map_or("", |project| project.issuer.place.as_str());
    let place = if place.is_empty() {
        "……………"
    } else {
        place
    };
    line(
        out,
        end + 3,
        right,
        &format!("{place}, ngày …… tháng …… năm ……"),
        &styles.sign_open,
    )?;
    line(out, end + 4, left, "NGƯỜI LẬP BIỂU", &styles.sign_bold)?;
    line(out, end + 4, right, "THỦ TRƯỞNG ĐƠN VỊ", &styles.sign_bold)?;
    line(out, end + 5, left, "(Ký, ghi rõ họ tên)", &styles.sign)?;
    line(out, end + 5, right, "(Ký tên, đóng dấu)", &styles.sign)?;
    line(out, end + 8, left, "", &styles.sign_open)?;
    line(out, end + 8, right, "", &styles.sign_open)?;
    Ok(())
}

/// A4 landscape, one page wide, the headings on every page; margins of the national rules for documents.
fn page(parts: &Parts<'_>, last: u16, out: &mut Worksheet) -> Result<(), XlsxError> {
    let rows = parts.formulas.rows;
    out.set_landscape();
    out.set_paper_size(9);
    out.set_print_fit_to_pages(1, 0);
    out.set_margins(1.18, 0.59, 0.79, 0.79, 0.4, 0.4);
    out.set_header("&C&\"Times New Roman\"&13&P");
    out.set_print_area(0, 0, rows.end + 8, last)?;
    out.set_repeat_rows(rows.header, rows.numbers)?;
    out.set_freeze_panes(rows.first, 2)?;
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

/// The cell of the office's name, for formulas.
pub fn office_cell(row: u32) -> String {
    format!("${}${}", col_name(2), row + 1)
}
