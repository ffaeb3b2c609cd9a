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
mod front;
mod head;
mod sums;

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

pub use foot::rounding;
pub use front::{Front, write as front};

use columns::Columns;
use sums::Summed;

use super::figures::Figures;
use super::metrics::{POINTS_IN_PIXEL, pixels};
use super::pages::{self, Room};
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
    /// The groups.
    pub groups: Vec<GroupRows>,
    /// The columns that are added up, money first.
    pub sums: Vec<Summed>,
    /// The row of the grand totals, from 1, where anything is added up.
    pub row: u32,
}

/// The rows of a group, from 1.
#[derive(Clone, Copy)]
pub struct GroupRows {
    /// The one with its name and its sums.
    pub heading: u32,
    /// Those of its records.
    pub records: (u32, u32),
}

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
    let (across, down) = context.options.paper.lying();
    let Columns {
        shown: columns,
        left_out,
    } = columns::columns(figures, &context.standing, across / POINTS_IN_PIXEL);
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
        own_share: 0.46,
    };
    let title = format!("TỔNG HỢP {}", figures.template.vi.to_uppercase());
    head::letterhead(context, figures, (&title, true), &mut sheet)?;
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
    foot::write(context, form, figures, (&totals, &left_out), &mut sheet)?;
    totals.sheet = name;
    let room = Room {
        page: down / sheet.scale(across),
        first: above,
        repeated,
    };
    let breaks = pages::breaks(&room, first_row, &sheet.rows);
    let end = sheet.row;
    // Lying, one page wide, the headings on every page, the page number above all pages but the first.
    super::printed(context, out);
    out.set_landscape();
    out.set_repeat_rows(header_row, first_row.saturating_sub(1))?;
    out.set_print_area(0, 0, end.saturating_sub(1), last)?;
    out.set_page_breaks(&breaks)?;
    out.set_screen_gridlines(false);
    Ok(totals)
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
    /// What of the width the letterhead's left half takes; the nation's name needs the other.
    own_share: f64,
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

    /// The columns of the left half, and those of the right one.
    fn halves(&self, left: f64) -> ((u16, u16), (u16, u16)) {
        let half = self.width((0, self.last)) * left;
        let off = |col: &u16| (self.width((0, *col)) - half).abs();
        let middle = (0..self.last)
            .min_by(|one, other| off(one).total_cmp(&off(other)))
            .unwrap_or(0);
        ((0, middle), (middle + 1, self.last.max(middle + 1)))
    }

    /// What the page is scaled to, so that all columns fit across it.
    fn scale(&self, across: f64) -> f64 {
        let pixels: f64 = self.widths.iter().map(|width| pixels(*width)).sum();
        let wanted = across / (pixels * POINTS_IN_PIXEL);
        // Programs scale by whole percents, downwards.
        (wanted.min(1.0) * 100.0).floor() / 100.0
    }

    /// The column beside the table.
    fn beside(&self) -> u16 {
        self.last + 1 + GAP
    }
}
