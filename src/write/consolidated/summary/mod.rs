//! The sheet to be signed: groups with subtotals and a grand total, as an office prints and signs it.
//!
//! ```text
//! ỦY BAN NHÂN DÂN TỈNH …              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
//!   SỞ KẾ HOẠCH VÀ ĐẦU TƯ                 Độc lập - Tự do - Hạnh phúc
//!                        TỔNG HỢP DANH MỤC …
//! STT | Nội dung | … |      Kinh phí hỗ trợ      |
//!     |          |   | Tổng số |     Trong đó    |
//! (1) | (2)      |   |  (6)    |  (7)  |   (8)   |
//!  I  | Y tế     |   |  1.200  |   700 |     500 |  =SUM of its rows
//! ```
//!
//! What is in doubt stands in its cell as it is added, marked `(?)`; a note below the total says how much of it that is.
//! What could not be read stands in its cell as it was typed, marked; it is in no sum, and a note below the total says
//! how many such cells there are. Planned amounts are added on a line of their own. Beside the printed table, outside the
//! print area, stands where each figure was read, and whether the sums still hold every row.
//! Rows are written in order, and none is held: a round may have two hundred thousand.

mod body;
mod columns;
mod entry;
mod foot;
mod head;

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

pub use foot::rounding;

use super::figures::Figures;
use super::metrics::{POINTS_IN_PIXEL, pixels};
use super::pages::{self, Paper};
use super::{Context, cell_text, sheet};
use crate::value::Qualifier;

/// Totals by field of money: the cell, and the value in đồng.
pub type FieldTotals = Vec<(usize, String, i128)>;

/// Totals by field of numbers: the cell, and the value.
pub type NumberTotals = Vec<(usize, String, Decimal)>;

/// Where the totals stand, for the other sheets.
#[derive(Default)]
pub struct Totals {
    /// The sheet's name.
    pub sheet: String,
    /// The grand totals.
    pub done: FieldTotals,
    /// The grand totals of numbers.
    pub numbers_done: NumberTotals,
    /// The totals of planned and of withdrawn amounts, likewise, where there are any.
    pub apart: Vec<(Qualifier, FieldTotals)>,
    /// The cells of the row numbers: each record has one.
    pub numbers: String,
    /// How many cells show what was not read, marked.
    pub marked: usize,
}

/// Millimetres of a page that tables may fill: A4 landscape within the margins of printed documents
/// (30 mm on the left, 15 on the right, 20 at top and bottom).
const PAGE: (f64, f64) = (297.0 - 30.0 - 15.0, 210.0 - 20.0 - 20.0);
const POINTS_IN_MM: f64 = 72.0 / 25.4;
/// Rows beyond this one have no height of their own.
const MOST_HEIGHTS: u32 = 20_000;
/// Columns between the table and what stands beside it.
const GAP: u16 = 1;

/// The heading of money that counts in a total of its own.
pub fn apart_heading(figures: &Figures<'_>, why: Qualifier) -> String {
    let money = figures.money_word();
    match why {
        Qualifier::Withdrawn => {
            format!("{money} đã hủy, không thực hiện (không tính vào tổng cộng)")
        }
        _ => format!("{money} dự kiến (không tính vào tổng cộng)"),
    }
}

/// Writes the sheet of a form.
pub fn write(context: &Context<'_>, form: usize, out: &mut Worksheet) -> Result<Totals, XlsxError> {
    let Some(figures) = context.forms.get(form) else {
        return Ok(Totals::default());
    };
    let name = context.sheet_name(sheet::SUMMARY, form);
    out.set_name(&name)?;
    let columns = columns::columns(figures, &context.standing);
    let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
    for (col, column) in (0u16..).zip(&columns) {
        out.set_column_width(col, column.width)?;
    }
    out.set_column_width(last + 1, 3)?;
    out.set_column_width(last + 1 + GAP, 52)?;
    let mut sheet = Sheet {
        out,
        row: 0,
        last,
        rows: Vec::new(),
        widths: columns.iter().map(|column| column.width).collect(),
    };
    head::letterhead(context, figures, &mut sheet)?;
    let header_row = sheet.row;
    columns::headings(context, figures, &columns, &mut sheet)?;
    let first_row = sheet.row;
    let above: f64 = sheet.rows.iter().map(|row| row.height).sum();
    let repeated: f64 = sheet
        .rows
        .iter()
        .skip(usize::try_from(header_row).unwrap_or(0))
        .map(|row| row.height)
        .sum();
    sheet.rows.clear();
    let mut totals = body::write(context, figures, &columns, &mut sheet)?;
    foot::write(context, form, figures, &totals, &mut sheet)?;
    totals.sheet = name;
    let scale = sheet.scale();
    let paper = Paper {
        page: PAGE.1 * POINTS_IN_MM / scale,
        first: above,
        repeated,
    };
    let breaks = pages::breaks(&paper, first_row, &sheet.rows);
    page(sheet.out, header_row, first_row, sheet.row, last, &breaks)?;
    Ok(totals)
}

/// A4 landscape, one page wide, the headings on every page, the page number above all pages but the first.
fn page(
    out: &mut Worksheet,
    header_row: u32,
    first_row: u32,
    end: u32,
    last: u16,
    breaks: &[u32],
) -> Result<(), XlsxError> {
    super::printed(out);
    out.set_landscape();
    out.set_repeat_rows(header_row, first_row.saturating_sub(1))?;
    out.set_print_area(0, 0, end.saturating_sub(1), last)?;
    out.set_page_breaks(breaks)?;
    out.set_screen_gridlines(false);
    Ok(())
}

/// The sheet as far as it is written.
struct Sheet<'o> {
    out: &'o mut Worksheet,
    /// The next row.
    row: u32,
    /// The last column of the table.
    last: u16,
    /// The rows as pages see them.
    rows: Vec<pages::Row>,
    /// The widths of the columns.
    widths: Vec<f64>,
}

impl Sheet<'_> {
    /// Ends a row: its height, and whether the next one must stand on the same page.
    fn end_row(&mut self, height: f64, keep: bool) -> Result<(), XlsxError> {
        // The writer of workbooks holds every height that is set, and a sheet takes breaks for some thousand pages only:
        // the rows of a sheet that long are left to the spreadsheet.
        if self.row < MOST_HEIGHTS {
            self.out.set_row_height(self.row, height)?;
        }
        self.rows.push(pages::Row { height, keep });
        self.row += 1;
        Ok(())
    }

    /// Text over some columns of the row.
    fn span(
        &mut self,
        (first, last): (u16, u16),
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let text = cell_text(text);
        if first >= last {
            self.out
                .write_string_with_format(self.row, first, text, format)?;
        } else {
            self.out
                .merge_range(self.row, first, self.row, last, &text, format)?;
        }
        Ok(())
    }

    /// The width of some columns together.
    fn width(&self, (first, last): (u16, u16)) -> f64 {
        self.widths
            .iter()
            .take(usize::from(last) + 1)
            .skip(usize::from(first))
            .sum()
    }

    /// What the page is scaled to, so that all columns fit.
    fn scale(&self) -> f64 {
        let pixels: f64 = self.widths.iter().map(|width| pixels(*width)).sum();
        let wanted = PAGE.0 * POINTS_IN_MM / (pixels * POINTS_IN_PIXEL);
        // Programs scale by whole percents, downwards.
        (wanted.min(1.0) * 100.0).floor() / 100.0
    }

    /// The column beside the table.
    fn beside(&self) -> u16 {
        self.last + 1 + GAP
    }
}
