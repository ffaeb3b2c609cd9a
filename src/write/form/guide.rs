//! The sheet of instructions: for whom, until when, how each column is filled in, with two examples.
//!
//! The columns stand one below the other, not beside each other: so no example can be taken for a record.

use rust_xlsxwriter::{Format, ProtectionOptions, Worksheet, XlsxError};

use super::columns::{Column, Shows};
use super::formulas::NIL;
use super::heading::lines;
use super::paper::width_in_pixels;
use super::period_text;
use super::sheet::Parts;
use crate::lang;
use crate::place::col_name;

/// Its name.
pub const SHEET: &str = "Hướng dẫn";

/// The widths of its columns.
const WIDTHS: [f64; 5] = [7.0, 32.0, 62.0, 28.0, 28.0];

/// Writes the sheet.
pub fn write(parts: &Parts<'_>, out: &mut Worksheet) -> Result<(), XlsxError> {
    let styles = parts.styles;
    out.set_name(SHEET)?;
    for (col, width) in (0_u16..).zip(WIDTHS) {
        out.set_column_width_pixels(col, width_in_pixels(width))?;
    }
    let mut row = 0;
    let title = format!(
        "HƯỚNG DẪN GHI BIỂU “{}”",
        parts.blank.template.vi.to_uppercase()
    );
    out.merge_range(row, 0, row, 4, &title, &styles.title)?;
    out.set_row_height(row, 24)?;
    row += 2;
    for (label, text) in facts(parts) {
        out.merge_range(row, 0, row, 1, label, &styles.guide_bold)?;
        wrapped(out, row, 2, &text, &styles.guide)?;
        row += 1;
    }
    row += 1;
    for (number, step) in (1..).zip(steps(parts)) {
        out.write_string_with_format(row, 0, format!("{number}."), &styles.guide_bold)?;
        wrapped(out, row, 1, &step, &styles.guide)?;
        row += 1;
    }
    row += 1;
    table(parts, row, out)?;
    out.set_landscape();
    out.set_paper_size(9);
    out.set_print_fit_to_pages(1, 0);
    out.set_margins(1.18, 0.59, 0.79, 0.79, 0.4, 0.4);
    out.set_screen_gridlines(false);
    out.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

/// A text over the columns from one to the last, in a row as high as it needs.
fn wrapped(
    out: &mut Worksheet,
    row: u32,
    from: u16,
    text: &str,
    style: &Format,
) -> Result<(), XlsxError> {
    out.merge_range(row, from, row, 4, text, style)?;
    let width: f64 = WIDTHS.iter().skip(usize::from(from)).sum();
    let height = text.split('\n').map(|line| lines(line, width)).sum::<u32>() * 16;
    out.set_row_height(row, height.max(17))?;
    Ok(())
}

/// For whom, for when, where to, whom to ask.
fn facts(parts: &Parts<'_>) -> Vec<(&'static str, String)> {
    let blank = parts.blank;
    let mut facts = Vec::new();
    if let Some(unit) = blank.unit {
        facts.push(("Đơn vị ghi biểu", unit.name.clone()));
    }
    if let Some(project) = blank.project {
        facts.push(("Kỳ báo cáo", period_text(project, blank.unit)));
        if let Some(day) = blank.deadline() {
            facts.push(("Hạn gửi", format!("chậm nhất ngày {}", lang::day(day))));
        }
        let issuer = &project.issuer;
        if !issuer.name.is_empty() {
            facts.push(("Nơi gửi", issuer.name.clone()));
        }
        if !issuer.contact.is_empty() {
            facts.push(("Liên hệ", issuer.contact.clone()));
        }
    }
    if blank.has_money() {
        facts.push(("Số tiền", format!("ghi theo {}", parts.unit)));
    }
    facts
}

fn steps(parts: &Parts<'_>) -> Vec<String> {
    let rows = parts.formulas.rows;
    let mut steps = Vec::new();
    let noun = &parts.blank.template.noun().vi;
    let sheet = super::sheet_name(parts.blank.template);
    let column = |col: Option<u16>| col.map_or_else(String::new, |col| col_name(u32::from(col)));
    steps.push(format!("Ghi số liệu ở trang “{sheet}”, mỗi {noun} một dòng, từ dòng {}. Không đổi tên, thêm, xóa hay đổi vị trí các cột; không sửa dòng mã màu xám dưới tiêu đề: chương trình dựa vào đó để đọc đúng từng cột.", rows.first + 1));
    if !parts.blank.carried.is_empty() {
        steps.push(format!("{} dòng đầu đã ghi sẵn là các {noun} chưa xong của kỳ trước: cập nhật kết quả, thời gian, kinh phí; dòng nào không còn thì xóa cả dòng.", parts.blank.carried.len()));
    }
    if parts.blank.has_money() {
        steps.push(format!("Số tiền ghi theo {}, chỉ ghi con số. Cột “Tức là” tự đọc lại số tiền: thấy khác với số trên giấy tờ thì xem lại đã ghi đúng đơn vị tính chưa.", parts.unit));
    }
    steps.push("Dòng trên cùng của bảng cho biết còn thiếu mấy ô bắt buộc. Ô tô vàng là ô bắt buộc còn trống, ô tô cam là ô cần xem lại.".to_owned());
    steps.push(format!(
        "Trong kỳ không có {noun} nào thì ghi “{NIL}” vào ô {}{} rồi gửi lại biểu.",
        column(parts.formulas.asked.name),
        rows.first + 1
    ));
    steps.push(format!(
        "Biểu hiện sẵn {} dòng, còn {} dòng đang ẩn: cần thêm thì kéo chuột chọn số dòng {} và {} ở mép trái, bấm chuột phải, chọn Unhide (Bỏ ẩn). Dòng trống không kẻ khung khi in; muốn chữ ký nằm ngay dưới bảng thì lọc bỏ dòng trống bằng mũi tên ở dòng mã trước khi in.",
        rows.shown + 1 - rows.first,
        rows.last - rows.shown,
        rows.shown + 1,
        rows.end + 1
    ));
    steps.push(
        "Lưu tệp ở dạng .xlsx, giữ nguyên tên tệp, gửi kèm bản có chữ ký nếu được yêu cầu."
            .to_owned(),
    );
    let issuer = parts
        .blank
        .project
        .map_or("", |project| project.issuer.name.as_str());
    let issuer = if issuer.is_empty() {
        "Cơ quan tổng hợp"
    } else {
        issuer
    };
    steps.push(format!("{issuer} kiểm tra từng ô. Ô nào cần sửa sẽ được đánh dấu kèm cách ghi lại, và tệp được gửi trả: sửa ngay trên tệp đó rồi gửi lại."));
    steps
}

fn table(parts: &Parts<'_>, top: u32, out: &mut Worksheet) -> Result<(), XlsxError> {
    let styles = parts.styles;
    for (col, heading) in (0_u16..).zip(["Cột", "Tiêu đề", "Cách ghi", "Ví dụ 1", "Ví dụ 2"])
    {
        out.write_string_with_format(top, col, heading, &styles.guide_header)?;
    }
    let shown = (0_u16..)
        .zip(parts.formulas.columns)
        .filter(|(_, column)| column.shows != Shows::Seq);
    for (row, (col, column)) in (top + 1..).zip(shown) {
        let required = if column.required {
            " (bắt buộc)"
        } else {
            ""
        };
        let cells = [
            col_name(u32::from(col)),
            format!("{}{required}", column.title()),
            help(column),
            example(parts, column, 0),
            example(parts, column, 1),
        ];
        let mut height = 1;
        for ((col, text), width) in (0_u16..).zip(&cells).zip(WIDTHS) {
            let style = if col > 2 {
                &styles.guide_example
            } else {
                &styles.guide_cell
            };
            out.write_string_with_format(row, col, text, style)?;
            height = height.max(lines(text, width));
        }
        out.set_row_height(row, height * 15 + 2)?;
    }
    Ok(())
}

fn help(column: &Column) -> String {
    match column.shows {
        Shows::Size => "Tự tính, không cần ghi.".to_owned(),
        _ => column.help.clone(),
    }
}

/// An example's cell; what the form fills in by itself is worked out.
fn example(parts: &Parts<'_>, column: &Column, number: usize) -> String {
    let text = |column: &Column| column.example.get(number).cloned().unwrap_or_default();
    if column.shows != Shows::Size {
        return text(column);
    }
    let total = parts.formulas.asked.total;
    let total = total.and_then(|col| parts.formulas.columns.get(usize::from(col)));
    let figure = total.and_then(|column| text(column).parse::<f64>().ok());
    figure.map_or_else(String::new, |figure| parts.formulas.in_words(figure))
}
