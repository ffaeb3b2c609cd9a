//! The formats of cells: Times New Roman throughout, black on white, as printed documents of offices are.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use super::doubtful::MARK;
use super::scale::Shown;
use crate::write::font;

/// The size of text in the signed table.
pub const BODY: f64 = font::SIZE;
/// Money in whole đồng: grouped, a dash for zero.
const DONG: &str = "#,##0;-#,##0;\"-\"";

/// The formats of cells.
pub struct Styles {
    /// Plain text.
    pub text: Format,
    /// Plain text that is not wrapped.
    pub line: Format,
    /// Bold text.
    pub bold: Format,
    /// A part's heading on the cover and the notes.
    pub part: Format,
    /// The issuing office's superior.
    pub superior: Format,
    /// The letterhead, centred and bold.
    pub letterhead: Format,
    /// The rule below the letterhead.
    pub rule: Format,
    /// The number of the letter.
    pub letter: Format,
    /// The line of place and day.
    pub place: Format,
    /// The title.
    pub title: Format,
    /// Lines below the title.
    pub subtitle: Format,
    /// The line that states the unit of account.
    pub caption: Format,
    /// Headings.
    pub header: Format,
    /// The column-number row.
    pub number_row: Format,
    /// Text of a row.
    pub body: Format,
    /// Centred text of a row.
    pub centre: Format,
    /// Text of a group's row.
    pub group: Format,
    /// Centred text of a group's row.
    pub group_centre: Format,
    /// Something that could not be read.
    pub unread: Format,
    /// What was not read of an amount.
    pub unread_money: Format,
    /// A footnote.
    pub footnote: Format,
    /// A footnote that whoever signs must see.
    pub footnote_bold: Format,
    /// The total in words.
    pub words: Format,
    /// The names of those who sign.
    pub signer: Format,
    /// Below who signs.
    pub signer_note: Format,
    /// A control beside the printed table.
    pub beside: Format,
    /// A link beside the printed table.
    pub beside_link: Format,
    /// A day.
    pub day: Format,
    /// A decimal number.
    pub decimal: Format,
    /// A whole number.
    pub whole: Format,
    /// Headings of a plain list.
    pub list_header: Format,
    /// Money in the header row of a plain list.
    pub list_header_money: Format,
    /// Text of a plain list.
    pub list: Format,
    /// Text of a plain list in a single line.
    pub list_line: Format,
    /// Money of a plain list.
    pub list_money: Format,
    /// An amount of a plain list that was not read.
    pub list_unread: Format,
    /// A link of a plain list.
    pub list_link: Format,
    /// Text in a grid of lines.
    pub grid: Format,
    /// A whole number in a grid of lines.
    pub grid_whole: Format,
    /// Whole đồng in a grid of lines.
    pub grid_dong: Format,
    /// A share in a grid of lines.
    pub grid_share: Format,
    /// Bold text in a grid of lines.
    pub grid_bold: Format,
    /// A bold whole number in a grid of lines.
    pub grid_bold_whole: Format,
    /// Bold whole đồng in a grid of lines.
    pub grid_bold_dong: Format,
    /// A bold share in a grid of lines.
    pub grid_bold_share: Format,
    /// A link in a grid of lines.
    pub grid_link: Format,
    base: Format,
}

/// The formats of money as one form shows it.
pub struct Money {
    /// Money of a row.
    pub body: Format,
    /// khoảng, ước
    pub approx: Format,
    /// trên, tối thiểu
    pub at_least: Format,
    /// dưới, tối đa
    pub at_most: Format,
    /// Money of a row that is in doubt, exact and with each of the signs before.
    pub doubtful: [Format; 4],
    /// Money of a group's row.
    pub group: Format,
    /// Money in a grid of lines.
    pub grid: Format,
    /// Bold money in a grid of lines.
    pub grid_bold: Format,
}

/// The default font, with the height of a row and the width of a column in pixels that belong to it: its digits are eight
/// pixels wide, in which the widths of columns are counted.
pub fn default_format() -> (Format, u32, u32) {
    let font = Format::new()
        .set_font_name(font::NAME)
        .set_font_size(font::SIZE);
    (font, font::ROW, font::COLUMN)
}

impl Styles {
    /// The formats.
    pub fn new() -> Self {
        let base = Format::new().set_font_name(font::NAME).set_font_size(BODY);
        let centred = base
            .clone()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter);
        let bordered = base
            .clone()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::VerticalCenter);
        let group = bordered.clone().set_bold();
        let list = base.clone().set_font_size(11).set_align(FormatAlign::Top);
        let wrapped = list.clone().set_text_wrap();
        let grid = bordered.clone().set_text_wrap();
        let grid_bold = grid.clone().set_bold();
        let share = "0.0%";
        let list_header = base
            .clone()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_background_color(Color::RGB(0x00E7_E6E6));
        let red = Color::RGB(0x00FF_E0E0);
        let unread = bordered.clone().set_text_wrap().set_italic();
        let small = base.clone().set_font_size(10).set_italic();
        Self {
            text: base.clone().set_text_wrap().set_align(FormatAlign::Top),
            line: base.clone().set_align(FormatAlign::VerticalCenter),
            bold: base
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            part: base.clone().set_bold().set_font_size(13),
            superior: centred.clone().set_text_wrap(),
            letterhead: centred.clone().set_bold().set_text_wrap(),
            rule: centred
                .clone()
                .set_font_size(8)
                .set_bold()
                .set_align(FormatAlign::Top),
            letter: centred.clone(),
            place: centred.clone().set_italic(),
            title: centred.clone().set_bold().set_font_size(14).set_text_wrap(),
            subtitle: centred.clone().set_italic().set_text_wrap(),
            caption: base
                .clone()
                .set_italic()
                .set_align(FormatAlign::Right)
                .set_align(FormatAlign::VerticalCenter),
            header: bordered
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center),
            number_row: bordered.clone().set_italic().set_align(FormatAlign::Center),
            body: bordered.clone().set_text_wrap(),
            centre: bordered
                .clone()
                .set_text_wrap()
                .set_align(FormatAlign::Center),
            group: group.clone().set_text_wrap(),
            group_centre: group.set_align(FormatAlign::Center),
            unread_money: unread.clone().set_align(FormatAlign::Right),
            unread,
            footnote_bold: base
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            footnote: base
                .clone()
                .set_italic()
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            words: base
                .clone()
                .set_italic()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter),
            signer: centred.clone().set_bold().set_text_wrap().set_font_size(13),
            signer_note: centred.set_italic().set_font_size(12),
            beside: small.clone().set_align(FormatAlign::VerticalCenter),
            beside_link: small
                .set_align(FormatAlign::VerticalCenter)
                .set_font_color(Color::RGB(0x0005_63C1))
                .set_underline(FormatUnderline::Single),
            day: list.clone().set_num_format("dd/mm/yyyy"),
            decimal: list.clone().set_num_format("#,##0.##########"),
            whole: list.clone().set_num_format("0"),
            list_header_money: list_header.clone().set_num_format(DONG),
            list_header,
            list_unread: list
                .clone()
                .set_background_color(red)
                .set_border(FormatBorder::Thin),
            list_line: list.clone(),
            list_money: list.set_num_format(DONG),
            list_link: wrapped
                .clone()
                .set_font_color(Color::RGB(0x0005_63C1))
                .set_underline(FormatUnderline::Single),
            list: wrapped,
            grid_whole: grid.clone().set_num_format("#,##0"),
            grid_dong: grid.clone().set_num_format(DONG),
            grid_share: grid.clone().set_num_format(share),
            grid_bold_whole: grid_bold.clone().set_num_format("#,##0"),
            grid_bold_dong: grid_bold.clone().set_num_format(DONG),
            grid_bold_share: grid_bold.clone().set_num_format(share),
            grid_link: grid
                .clone()
                .set_font_color(Color::RGB(0x0005_63C1))
                .set_underline(FormatUnderline::Single),
            grid,
            grid_bold,
            base,
        }
    }

    /// The formats of numbers with so many places behind the comma: in a record, in a sum. Three places look like
    /// thousands, so that there are four instead.
    pub fn numbers(&self, places: u32) -> (Format, Format) {
        let places = if places == 3 { 4 } else { places.min(8) };
        let format = match usize::try_from(places).unwrap_or(0) {
            0 => "#,##0".to_owned(),
            places => format!("#,##0.{}", "0".repeat(places)),
        };
        let bordered = self
            .base
            .clone()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::VerticalCenter)
            .set_num_format(format);
        (bordered.clone(), bordered.set_bold())
    }

    /// The formats of money as a form shows it.
    pub fn money(&self, shown: Shown) -> Money {
        let bordered = self
            .base
            .clone()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::VerticalCenter);
        let of = |sign: &str| bordered.clone().set_num_format(shown.format_after(sign));
        let doubtful = |sign: &str| {
            let format = shown.format_between(sign, MARK);
            let marked = bordered.clone().set_num_format(format).set_italic();
            marked.set_background_color(Color::RGB(0x00FF_F2CC))
        };
        Money {
            doubtful: ["", "≈", "≥", "≤"].map(doubtful),
            body: of(""),
            approx: of("≈"),
            at_least: of("≥"),
            at_most: of("≤"),
            group: of("").set_bold(),
            grid: of(""),
            grid_bold: of("").set_bold(),
        }
    }
}
