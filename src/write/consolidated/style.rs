//! The formats of cells.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Money in whole đồng: grouped, a dash for zero.
pub const MONEY: &str = "#,##0;-#,##0;\"-\"";

/// The formats of cells.
pub struct Styles {
    /// Plain text.
    pub text: Format,
    /// Bold text.
    pub bold: Format,
    /// The letterhead, centred.
    pub letterhead: Format,
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
    /// Money of a row.
    pub money: Format,
    /// Text of a group's row.
    pub group: Format,
    /// Money of a group's row.
    pub group_money: Format,
    /// Something that could not be read.
    pub unread: Format,
    /// A day.
    pub day: Format,
    /// A decimal number.
    pub decimal: Format,
    /// A whole number.
    pub whole: Format,
    /// Headings of a plain list.
    pub list_header: Format,
    /// Text of a plain list.
    pub list: Format,
    /// Money of a plain list.
    pub list_money: Format,
}

impl Styles {
    /// Times New Roman throughout, as printed documents of offices are.
    pub fn new() -> Self {
        let base = Format::new()
            .set_font_name("Times New Roman")
            .set_font_size(12);
        let bordered = base
            .clone()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::VerticalCenter)
            .set_font_size(11);
        let centred = base.clone().set_align(FormatAlign::Center);
        let group = bordered
            .clone()
            .set_bold()
            .set_background_color(Color::RGB(0x00F2_F2F2));
        let list = base.clone().set_font_size(11).set_align(FormatAlign::Top);
        Self {
            text: base.clone().set_text_wrap().set_align(FormatAlign::Top),
            bold: base.clone().set_bold(),
            letterhead: centred.clone().set_bold().set_text_wrap(),
            title: centred.clone().set_bold().set_font_size(14).set_text_wrap(),
            subtitle: centred.clone().set_italic().set_text_wrap(),
            caption: base.clone().set_italic().set_align(FormatAlign::Right),
            header: bordered
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center),
            number_row: bordered
                .clone()
                .set_italic()
                .set_align(FormatAlign::Center)
                .set_font_size(10),
            body: bordered.clone().set_text_wrap(),
            centre: bordered.clone().set_align(FormatAlign::Center),
            money: bordered.clone().set_num_format(MONEY),
            group: group.clone().set_text_wrap(),
            group_money: group.set_num_format(MONEY),
            unread: bordered
                .set_text_wrap()
                .set_italic()
                .set_background_color(Color::RGB(0x00FF_E0E0))
                .set_font_color(Color::RGB(0x009C_0006)),
            day: list.clone().set_num_format("dd/mm/yyyy"),
            decimal: list.clone().set_num_format("#,##0.##########"),
            whole: list.clone().set_num_format("0"),
            list_header: base
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_border(FormatBorder::Thin)
                .set_background_color(Color::RGB(0x00D9_E2F3)),
            list_money: list.clone().set_num_format(MONEY),
            list,
        }
    }
}
