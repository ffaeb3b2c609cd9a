//! What stands above and below the table: letterhead, title, office, live status; signature block.

use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

use super::sheet::Parts;
use super::{Blank, date_text, period_text};
use crate::place::col_name;
use crate::template::END_ID;

/// Writes what stands above the table.
pub fn head(parts: &Parts<'_>, last: u16, out: &mut Worksheet) -> Result<(), XlsxError> {
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

/// Writes what stands below the table.
pub fn foot(parts: &Parts<'_>, last: u16, out: &mut Worksheet) -> Result<(), XlsxError> {
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

/// The cell of the office's name, for formulas.
pub fn office_cell(row: u32) -> String {
    format!("${}${}", col_name(2), row + 1)
}
