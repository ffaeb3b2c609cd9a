//! What stands above and below the table: letterhead, title, office, live status; signature block.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

use super::columns::Column;
use super::heading::lines;
use super::sheet::Parts;
use super::{Blank, period_text};
use crate::lang;
use crate::place::col_name;
use crate::template::END_ID;

/// The blocks that lines above and below the table are merged over: 0-based first and last columns.
#[derive(Debug, Clone, Copy)]
pub struct Blocks {
    /// The office's name.
    name: (u16, u16),
    /// The nation.
    nation: (u16, u16),
    /// The live status.
    status: (u16, u16),
    /// The unit of account.
    unit: (u16, u16),
    /// Who has filled it in.
    signs: (u16, u16),
    /// Who signs.
    right: (u16, u16),
    /// All columns of the first page but the row number, which stands on every page.
    pub all: (u16, u16),
}

/// The widths in characters that the nation's name takes in bold, and the unit of account.
const NATION: f64 = 52.0;
const UNIT: f64 = 24.0;

impl Blocks {
    /// The blocks of a table whose first page ends with this column; a narrow one is narrower than what stands around it.
    pub fn of(columns: &[Column], last: u16) -> Self {
        let last = last.max(4);
        let width = |(from, to): (u16, u16)| (from..=to).map(|col| width_of(columns, col)).sum();
        // The last column before what needs so much room on the right.
        let before = |needed: f64| {
            let fits = |col: &u16| width((*col + 1, last)) >= needed;
            let found: Option<u16> = (2..last).rev().find(fits);
            found.unwrap_or(2)
        };
        let whole: f64 = width((1, last));
        let (nation, unit) = (before(NATION), before(UNIT));
        let middle = before(whole / 2.0);
        Self {
            name: (2, nation),
            nation: (nation + 1, last),
            status: (1, unit),
            unit: (unit + 1, last),
            signs: (1, middle),
            right: (middle + 1, last),
            all: (1, last),
        }
    }
}

/// The width of a column; those beyond the table have the usual one.
fn width_of(columns: &[Column], col: u16) -> f64 {
    const BEYOND: f64 = 8.43;
    columns
        .get(usize::from(col))
        .map_or(BEYOND, |column| column.width)
}

/// Lines with the heights that their rows need.
struct Lines<'a> {
    columns: &'a [Column],
    /// How many lines of text a row holds.
    rows: BTreeMap<u32, u32>,
}

impl Lines<'_> {
    /// Merges a line over columns; one column alone cannot be merged.
    fn add(
        &mut self,
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
        self.measure(row, (from, to), text);
        Ok(())
    }

    fn measure(&mut self, row: u32, (from, to): (u16, u16), text: &str) {
        let widths = (from..=to).map(|col| width_of(self.columns, col));
        // Bold letters are wider than the plain ones that widths are counted in.
        let width = widths.sum::<f64>() * 0.9;
        let taken = text.split('\n').map(|line| lines(line, width)).sum();
        let held = self.rows.entry(row).or_insert(1);
        *held = (*held).max(taken);
    }

    fn set_heights(&self, out: &mut Worksheet) -> Result<(), XlsxError> {
        for (row, held) in self.rows.iter().filter(|(_, held)| **held > 1) {
            out.set_row_height(*row, *held * 16)?;
        }
        Ok(())
    }
}

/// As long as the live status becomes.
fn long_status(noun: &str) -> String {
    format!(
        "Đã nhập 100 {noun}. Còn thiếu 100 ô bắt buộc (ô tô màu), từ dòng 100. Có 100 ô cần xem lại (màu cam)."
    )
}

/// Writes what stands above the table.
pub fn head(parts: &Parts<'_>, blocks: Blocks, out: &mut Worksheet) -> Result<(), XlsxError> {
    let (blank, styles, rows) = (parts.blank, parts.styles, parts.formulas.rows);
    let mut lines = Lines {
        columns: parts.formulas.columns,
        rows: BTreeMap::new(),
    };
    lines.add(out, rows.office, (1, 1), "Đơn vị báo cáo:", &styles.label)?;
    let (office, style) = match blank.unit {
        Some(unit) => (unit.name.as_str(), &styles.office),
        None => ("", &styles.office_open),
    };
    lines.add(out, rows.office, blocks.name, office, style)?;
    let nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc";
    lines.add(out, rows.office, blocks.nation, nation, &styles.letterhead)?;
    let title = blank.template.vi.to_uppercase();
    out.set_row_height(rows.title, 21)?;
    lines.add(out, rows.title, blocks.all, &title, &styles.title)?;
    let programme = blank
        .project
        .map_or("", |project| project.programme.name.as_str());
    let below = [programme.to_owned(), occasion(blank), deadline(blank)];
    let below: Vec<String> = below.into_iter().filter(|line| !line.is_empty()).collect();
    let below = below.join("\n");
    lines.add(out, rows.title + 1, blocks.all, &below, &styles.subtitle)?;
    if let Some(row) = rows.carried {
        lines.add(out, row, blocks.all, &carried(blank), &styles.carried)?;
    }
    lines.add(out, rows.status, blocks.status, "", &styles.status)?;
    let longest = long_status(&blank.template.noun().vi);
    lines.measure(rows.status, blocks.status, &longest);
    let status =
        Formula::new(parts.formulas.status()).set_result(parts.formulas.status_now(&blank.carried));
    out.write_formula_with_format(rows.status, blocks.status.0, status, &styles.status)?;
    let unit = match blank.has_money() {
        true => format!("Đơn vị tính: {}", parts.unit),
        false => String::new(),
    };
    lines.add(out, rows.status, blocks.unit, &unit, &styles.aside)?;
    lines.set_heights(out)
}

/// What the first rows are.
fn carried(blank: &Blank<'_>) -> String {
    let filled = blank.carried.len();
    let period = blank
        .carried_from
        .map_or_else(String::new, |period| format!(" ({period})"));
    let noun = &blank.template.noun().vi;
    format!(
        "{filled} dòng đầu là {noun} chưa xong của kỳ trước{period}: cập nhật lại từng dòng; dòng nào không còn thì xóa cả dòng."
    )
}

/// `(Kèm theo Công văn số …; kỳ báo cáo từ … đến …)`.
fn occasion(blank: &Blank<'_>) -> String {
    let Some(project) = blank.project else {
        return String::new();
    };
    let (issuer, period) = (&project.issuer, period_text(project, blank.unit));
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
    match (name.is_empty(), blank.deadline()) {
        (true, None) => String::new(),
        (false, None) => format!("Gửi về {name}"),
        (true, Some(day)) => format!("Gửi chậm nhất ngày {}", lang::day(day)),
        (false, Some(day)) => format!("Gửi về {name} chậm nhất ngày {}", lang::day(day)),
    }
}

/// Writes what stands below the table, whose last column is given.
pub fn foot(
    parts: &Parts<'_>,
    last: u16,
    blocks: Blocks,
    out: &mut Worksheet,
) -> Result<(), XlsxError> {
    let (styles, end) = (parts.styles, parts.formulas.rows.end);
    let mut lines = Lines {
        columns: parts.formulas.columns,
        rows: BTreeMap::new(),
    };
    out.set_row_height(end, 4)?;
    out.write_string_with_format(end, 0, END_ID, &styles.end)?;
    for col in 1..=last {
        out.write_blank(end, col, &styles.end)?;
    }
    let rows = parts.formulas.rows;
    let note = format!(
        "Lưu ý: cần thêm dòng thì kéo chuột chọn số dòng {} và {} ở mép trái, bấm chuột phải, chọn Unhide (Bỏ ẩn). Không ghi số liệu dưới vạch này.",
        rows.shown + 1,
        end + 1
    );
    lines.add(out, end + 1, blocks.all, &note, &styles.note)?;
    let project = parts.blank.project;
    let place = project.map_or("", |project| project.issuer.place.as_str());
    let place = if place.is_empty() {
        "……………"
    } else {
        place
    };
    let day = format!("{place}, ngày …… tháng …… năm ……");
    let (signs, right) = (blocks.signs, blocks.right);
    lines.add(out, end + 3, right, &day, &styles.sign_open)?;
    lines.add(out, end + 4, signs, "NGƯỜI LẬP BIỂU", &styles.sign_bold)?;
    lines.add(out, end + 4, right, "THỦ TRƯỞNG ĐƠN VỊ", &styles.sign_bold)?;
    lines.add(out, end + 5, signs, "(Ký, ghi rõ họ tên)", &styles.sign)?;
    lines.add(out, end + 5, right, "(Ký tên, đóng dấu)", &styles.sign)?;
    lines.add(out, end + 8, signs, "", &styles.sign_open)?;
    lines.add(out, end + 8, right, "", &styles.sign_open)?;
    lines.set_heights(out)
}

/// The cell of the office's name, for formulas.
pub fn office_cell(row: u32) -> String {
    format!("${}${}", col_name(2), row + 1)
}
