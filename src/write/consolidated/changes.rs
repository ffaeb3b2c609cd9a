//! What was added, removed and changed since an earlier round. The sheet is there only when one was named.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Context, Scale, cell_text, list_page, sheet};
use crate::report::changes::{Change, Line, lines};
use crate::round::{Changes, Round};

const HEADINGS: [(&str, f64); 10] = [
    ("STT", 6.0),
    ("Thay đổi", 10.0),
    ("Đơn vị báo cáo", 30.0),
    ("Hoạt động", 40.0),
    ("Cột", 24.0),
    ("Đợt trước", 24.0),
    ("Đợt này", 24.0),
    ("Chênh lệch", 18.0),
    ("Đọc từ (đợt trước)", 36.0),
    ("Đọc từ (đợt này)", 36.0),
];

/// Where amounts stand: what it was, what it is, and the difference.
const OLD: u16 = 5;
const NEW: u16 = 6;
const BY: u16 = 7;

/// Writes the sheet.
pub fn write(context: &Context<'_>, old: &Round, out: &mut Worksheet) -> Result<(), XlsxError> {
    let changes = Changes::between(&old.submissions, &context.round.submissions, false);
    out.set_name(sheet::CHANGES)?;
    for (col, (heading, width)) in (0u16..).zip(HEADINGS) {
        out.write_string_with_format(0, col, heading, &context.styles.list_header)?;
        out.set_column_width(col, width)?;
    }
    let mut row = 0;
    for line in lines(old, context.round, &changes) {
        for number in 0..line.differences.len().max(1) {
            row += 1;
            one(context, out, row, &line, number)?;
        }
    }
    list_page(context.options.paper, out)
}

/// One row: the whole record, or one of the columns that changed in it.
fn one(
    context: &Context<'_>,
    out: &mut Worksheet,
    row: u32,
    line: &Line<'_>,
    number: usize,
) -> Result<(), XlsxError> {
    let styles = &context.styles;
    let place = |place: &Option<[String; 3]>| {
        let parts = place.iter().flatten().filter(|part| !part.is_empty());
        parts.cloned().collect::<Vec<_>>().join(" › ")
    };
    let change = match line.change {
        Change::Added => "thêm",
        Change::Removed => "bớt",
        Change::Changed => "sửa",
    };
    let texts = [
        (1, change.to_owned()),
        (2, line.office.1.to_owned()),
        (3, line.name.clone()),
        (8, place(&line.old)),
        (9, place(&line.new)),
    ];
    out.write_number_with_format(row, 0, row, &styles.grid_whole)?;
    for (col, text) in texts {
        out.write_string_with_format(row, col, cell_text(&text), &styles.grid)?;
    }
    let mut value = |col: u16, text: &str, number: Option<i128>| match number {
        Some(number) => out
            .write_number_with_format(
                row,
                col,
                Scale::default().number(number),
                &styles.grid_whole,
            )
            .map(drop),
        None => out
            .write_string_with_format(row, col, cell_text(text), &styles.grid)
            .map(drop),
    };
    let Some(difference) = line.differences.get(number) else {
        let (old, new) = line.amounts;
        value(4, "", None)?;
        value(OLD, "", old.map(i128::from))?;
        value(NEW, "", new.map(i128::from))?;
        let by = i128::from(new.unwrap_or(0)) - i128::from(old.unwrap_or(0));
        return value(BY, "", (by != 0).then_some(by));
    };
    let number = |text: &str| difference.by.and_then(|_| text.parse().ok());
    value(4, &difference.column.vi, None)?;
    value(OLD, &difference.old, number(&difference.old))?;
    value(NEW, &difference.new, number(&difference.new))?;
    value(BY, "", difference.by)
}
