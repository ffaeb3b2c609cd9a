//! The formats of the form's cells: Times New Roman, as offices print; what is filled in is white, what is not is grey.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::columns::{Column, Shows};
use crate::template::{Kind, Slot};
use crate::write::font;

/// Figures: grouped. Decimals show by a rule of their own, or whole numbers would end in a comma.
pub const WHOLE: &str = "#,##0";
/// Figures with decimals.
pub const DECIMAL: &str = "#,##0.0#####";

const LINE: Color = Color::RGB(0x00A6_A6A6);
const GREY: Color = Color::RGB(0x0059_5959);
const SHADE: Color = Color::RGB(0x00EA_EEF3);

/// The formats of cells.
pub struct Styles {
    /// The letterhead, centred.
    pub letterhead: Format,
    /// The title.
    pub title: Format,
    /// Lines below the title.
    pub subtitle: Format,
    /// A label.
    pub label: Format,
    /// The office's name, locked.
    pub office: Format,
    /// The office's name, to be filled in.
    pub office_open: Format,
    /// The live status.
    pub status: Format,
    /// The unit of account, and the like on the right.
    pub aside: Format,
    /// What the first rows are.
    pub carried: Format,
    /// Headings.
    pub header: Format,
    /// Headings of what the form fills in by itself.
    pub header_own: Format,
    /// The column numbers.
    pub number: Format,
    /// The live totals.
    pub total: Format,
    /// Their figures.
    pub total_figure: Format,
    /// Their words.
    pub total_words: Format,
    /// The ids.
    pub id: Format,
    /// The thin row at the end.
    pub end: Format,
    /// The line below it.
    pub note: Format,
    /// The signature block's words.
    pub sign: Format,
    /// The same, bold.
    pub sign_bold: Format,
    /// What is filled in there.
    pub sign_open: Format,
    /// A row that nobody fills in.
    pub locked: Format,
    /// What lies outside the table: unlocked, so that a whole row can be deleted.
    pub outside: Format,
    /// Instructions: text.
    pub guide: Format,
    /// Instructions: what is told apart.
    pub guide_bold: Format,
    /// Instructions: headings of the table.
    pub guide_header: Format,
    /// Instructions: its cells.
    pub guide_cell: Format,
    /// Instructions: its examples.
    pub guide_example: Format,
    base: Format,
}

impl Styles {
    /// All formats.
    pub fn new() -> Self {
        let base = Format::new()
            .set_font_name(font::NAME)
            .set_font_size(font::SIZE);
        let centred = base
            .clone()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter);
        let left = base
            .clone()
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        let boxed = centred
            .clone()
            .set_border(FormatBorder::Thin)
            .set_border_color(LINE)
            .set_text_wrap();
        let header = boxed
            .clone()
            .set_bold()
            .set_font_size(11)
            .set_background_color(SHADE);
        let total = boxed
            .clone()
            .set_bold()
            .set_font_size(11)
            .set_align(FormatAlign::Left);
        let small = base.clone().set_font_size(11).set_text_wrap();
        let guide_cell = small
            .clone()
            .set_border(FormatBorder::Thin)
            .set_border_color(LINE)
            .set_align(FormatAlign::Top);
        Self {
            letterhead: centred.clone().set_bold().set_text_wrap(),
            title: centred.clone().set_bold().set_font_size(14).set_text_wrap(),
            subtitle: centred.clone().set_italic().set_text_wrap(),
            label: left.clone(),
            office: left.clone().set_bold(),
            office_open: left
                .clone()
                .set_bold()
                .set_unlocked()
                .set_num_format("@")
                .set_border_bottom(FormatBorder::Dotted),
            status: left
                .clone()
                .set_bold()
                .set_font_color(Color::RGB(0x001F_4E79)),
            aside: left.clone().set_italic().set_align(FormatAlign::Right),
            carried: left.clone().set_italic(),
            header_own: header.clone().set_italic().set_font_color(GREY),
            header,
            number: boxed.clone().set_italic().set_font_size(9),
            total_figure: total
                .clone()
                .set_align(FormatAlign::Right)
                .set_num_format(WHOLE),
            total_words: total
                .clone()
                .set_font_size(10)
                .set_italic()
                .set_font_color(Color::RGB(0x0059_5959)),
            total,
            id: centred
                .clone()
                .set_font_size(7)
                .set_font_color(Color::RGB(0x0099_9999))
                .set_background_color(Color::RGB(0x00F2_F2F2))
                .set_border(FormatBorder::Thin)
                .set_border_color(LINE),
            end: base
                .clone()
                .set_font_size(1)
                .set_font_color(SHADE)
                .set_background_color(SHADE),
            note: base
                .clone()
                .set_text_wrap()
                .set_font_size(10)
                .set_italic()
                .set_font_color(GREY),
            sign: centred.clone().set_italic().set_text_wrap(),
            sign_bold: centred.clone().set_bold().set_text_wrap(),
            sign_open: centred
                .clone()
                .set_italic()
                .set_unlocked()
                .set_num_format("@"),
            locked: base.clone(),
            outside: base.clone().set_unlocked(),
            guide: small.clone().set_font_size(12).set_align(FormatAlign::Top),
            guide_bold: base
                .clone()
                .set_bold()
                .set_align(FormatAlign::Top)
                .set_text_wrap(),
            guide_header: boxed
                .set_bold()
                .set_font_size(11)
                .set_background_color(SHADE),
            guide_example: guide_cell
                .clone()
                .set_italic()
                .set_font_color(Color::RGB(0x0040_4040)),
            guide_cell,
            base,
        }
    }

    /// The format of a column's cells. Text stays text whatever is typed: a date typed as `6/2020` is no day of June,
    /// and a line that begins with a dash is no formula. Lines are drawn around rows that are filled in: others print as
    /// white paper.
    pub fn cell(&self, column: &Column) -> Format {
        let cell = self
            .base
            .clone()
            .set_unlocked()
            .set_align(FormatAlign::Top)
            .set_text_wrap();
        match (column.shows, column.kind) {
            (Shows::Seq, _) => cell.set_align(FormatAlign::Center),
            (Shows::Size, _) => cell.set_font_size(10).set_italic().set_font_color(GREY),
            (
                Shows::Field {
                    slot: Slot::Value, ..
                },
                Some(Kind::Amount),
            ) => cell.set_num_format(WHOLE).set_align(FormatAlign::Right),
            (
                Shows::Field {
                    slot: Slot::Value, ..
                },
                Some(Kind::Quantity | Kind::Decimal | Kind::Integer),
            ) => cell.set_align(FormatAlign::Right),
            (
                Shows::Field {
                    slot: Slot::Start | Slot::End,
                    ..
                },
                _,
            ) => cell.set_num_format("dd/mm/yyyy"),
            (
                Shows::Field {
                    slot: Slot::Measure | Slot::Qualifier,
                    ..
                },
                _,
            ) => cell.set_num_format("@").set_align(FormatAlign::Center),
            (Shows::Field { .. }, _) => cell.set_num_format("@"),
        }
    }

    /// What a row looks like that is filled in. Where several rules fit a cell some programs take the format of the first
    /// alone, so that the others have these lines too.
    pub fn filled() -> Format {
        Format::new()
            .set_border(FormatBorder::Thin)
            .set_border_color(LINE)
    }

    /// What a figure with decimals looks like.
    pub fn decimals() -> Format {
        Self::filled().set_num_format(DECIMAL)
    }

    /// What a cell that is missing looks like.
    pub fn missing() -> Format {
        Self::filled().set_background_color(Color::RGB(0x00FF_E699))
    }

    /// What a cell that needs another look looks like.
    pub fn doubtful() -> Format {
        Self::filled()
            .set_background_color(Color::RGB(0x00F8_CBAD))
            .set_bold()
    }
}
