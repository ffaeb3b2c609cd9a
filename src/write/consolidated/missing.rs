//! The offices that have sent nothing, or nothing that could be read. The sheet is always there, and says so when nobody is missing.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Context, cell_text, list_page, sheet};

const MISSING: &str = "chưa gửi";
const INVALID: &str = "tệp không đọc được";

/// Writes the sheet.
pub fn write(context: &Context<'_>, out: &mut Worksheet) -> Result<(), XlsxError> {
    let styles = &context.styles;
    out.set_name(sheet::MISSING)?;
    for (col, (heading, width)) in (0u16..).zip([
        ("STT", 6.0),
        ("Mã đơn vị", 16.0),
        ("Đơn vị", 60.0),
        ("Hạn gửi", 14.0),
        ("Tình hình", 24.0),
    ]) {
        out.write_string_with_format(0, col, heading, &styles.list_header)?;
        out.set_column_width(col, width)?;
    }
    out.set_row_height(0, 24)?;
    let round = context.round;
    let missing = context.owing.missing.iter().map(|unit| (unit, MISSING));
    let invalid = context.owing.invalid.iter().map(|unit| (unit, INVALID));
    let mut row = 0;
    for (unit, how) in missing.chain(invalid) {
        row += 1;
        let deadline = round.deadline_of(&unit.code);
        let deadline = deadline.map_or(String::new(), crate::lang::day);
        out.write_number_with_format(row, 0, row, &styles.grid_whole)?;
        out.write_string_with_format(row, 1, &unit.code, &styles.grid)?;
        out.write_string_with_format(row, 2, cell_text(&unit.name), &styles.grid)?;
        out.write_string_with_format(row, 3, &deadline, &styles.grid)?;
        out.write_string_with_format(row, 4, how, &styles.grid)?;
    }
    if row == 0 {
        let why = if round.setup.register.is_none() {
            "Không có danh sách đơn vị (units trong tonghop.toml) nên không biết đơn vị nào chưa gửi."
        } else if round.complete {
            "Tất cả các đơn vị trong danh sách đã gửi báo cáo."
        } else {
            "Chỉ đọc một số tệp lẻ, không phải cả thư mục, nên không xét đơn vị chưa gửi."
        };
        out.write_string_with_format(1, 2, why, &styles.text)?;
    }
    list_page(context.options.paper, out)
}
