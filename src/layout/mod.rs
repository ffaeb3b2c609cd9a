//! What every filled cell of a sheet is: letterhead, title, caption, header, record, total, note, signature.
//!
//! ```text
//!   SỞ Y TẾ TỈNH TRÀ VINH          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM     letterhead
//!           DANH MỤC HOẠT ĐỘNG HỖ TRỢ …                                   title
//!                                    Đơn vị tính: triệu đồng              caption
//!   STT | Nội dung      | Kinh phí            | Ghi chú                   header
//!       |               | Tổng số | Ngân sách |                           header
//!   (1) | (2)           | (3)     | (4)       | (5)                       number
//!    I  | Y tế          | 1.200   |           |                           section (with its subtotal)
//!    1  | Đào tạo …     | 1.200   | 800       |                           record
//!       | Tổng cộng     | 1.200   |           |                           total
//!                    Ngày 24 tháng 8 năm 2020                             signature
//! ```
//!
//! Nothing here fails: a sheet without a known table has no tables, a cell that nothing explains is
//! [`CellRole::Unexplained`] (T009).

mod body;
mod decision;
mod examples;
mod facts;
mod frame;
mod generic;
mod header;
mod ids;
mod money;
mod onward;
mod outline;
mod pages;
mod reason;
mod recognisers;
mod rows;
pub mod sheets;
mod summary;
mod units;
mod weigh;
pub mod words;

use std::sync::Arc;

use crate::book::grid::{Cell, Content, Grid};
use crate::place::{CellRange, CellRef};
use crate::template::{Slot, Template};
use crate::value::scale::CaptionScale;

pub use body::{Body, BodyKind, BodyRow, Doubt, Role as RowRole, Scope, Section};
pub use decision::Evidence;
pub use examples::set_examples_aside;
pub use frame::{Frame, OfficeLine, ScaleStatement};
pub use generic::recognise_rest;
pub use header::Header;
pub use money::{MergedAmount, MoneyColumn, TableScale, UnitChange};
pub use onward::read_on;
pub use reason::Reason;
pub use recognisers::{Stage, stage_of};
pub use summary::set_summaries_aside;
pub use units::{CoverScale, NotTaken, OtherUnit, Overlooked, cover_scale};
pub use words::{Numbering, is_total_label, numbering};

/// What a filled cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CellRole {
    /// The issuing office, national title and motto, number and date.
    Letterhead,
    /// The title of the table.
    Title,
    /// A line that tells something of the table: unit of account, letter, as-of date.
    Caption,
    /// A heading.
    Header,
    /// A cell of the column-number row `(1) (2) (3)`.
    Number,
    /// A section row, its own figures included.
    Section,
    /// A row that adds up a part of the records.
    Subtotal,
    /// A row that adds up all of them.
    Total,
    /// A value of a record.
    Record,
    /// A note.
    Note,
    /// The signature block.
    Signature,
    /// On a sheet that holds no table, or what a form of ours fills in by itself.
    Skipped,
    /// Explained by nothing.
    Unexplained,
}

impl CellRole {
    /// All roles, in the order in which they are listed.
    pub const ALL: [Self; 13] = [
        Self::Letterhead,
        Self::Title,
        Self::Caption,
        Self::Header,
        Self::Number,
        Self::Section,
        Self::Subtotal,
        Self::Total,
        Self::Record,
        Self::Note,
        Self::Signature,
        Self::Skipped,
        Self::Unexplained,
    ];

    /// The word in `inspect --format json`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Letterhead => "letterhead",
            Self::Title => "title",
            Self::Caption => "caption",
            Self::Header => "header",
            Self::Number => "number",
            Self::Section => "section",
            Self::Subtotal => "subtotal",
            Self::Total => "total",
            Self::Record => "record",
            Self::Note => "note",
            Self::Signature => "signature",
            Self::Skipped => "skipped",
            Self::Unexplained => "unexplained",
        }
    }
}

/// What a column of a sheet's table was understood as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// The row number.
    Seq,
    /// A slot of a field.
    Field {
        /// The field's index in its template.
        field: usize,
        /// Which of its columns.
        slot: Slot,
    },
    /// No field: kept under its heading.
    Extra,
    /// The units of account of the amounts in another column.
    Unit {
        /// 0-based column of the amounts.
        of: u32,
    },
    /// Filled in by the form itself: it says nothing that other columns do not.
    Helper,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// 0-based column of the sheet.
    pub col: u32,
    /// The headings above it, outermost first, as typed but tidied.
    pub path: Vec<String>,
    /// The cell of its innermost heading.
    pub cell: CellRef,
    /// What it was understood as.
    pub meaning: Meaning,
    /// The unit in its heading.
    pub scale: Option<CaptionScale>,
    /// What that rests on.
    pub evidence: Evidence,
}

impl Column {
    /// Whether its heading is struck out.
    #[must_use]
    pub fn is_struck(&self, grid: &Grid) -> bool {
        units::is_struck(grid, self.cell)
    }

    /// Its headings in one line: `Kinh phí / Ngân sách`.
    #[must_use]
    pub fn heading(&self) -> String {
        if self.path.is_empty() {
            crate::place::col_name(self.col)
        } else {
            self.path.join(" / ").replace('\n', " ")
        }
    }
}

/// A table on a sheet.
#[derive(Debug, Clone)]
pub struct TableLayout {
    /// The form it is.
    pub template: Arc<Template>,
    /// What stands above it.
    pub frame: Frame,
    /// Its header.
    pub header: Header,
    /// How its unit of account was told.
    pub scale: TableScale,
    /// Statements of the unit of account that were not taken.
    pub other_units: Vec<OtherUnit>,
    /// Its columns of money.
    pub money: Vec<MoneyColumn>,
    /// Its rows.
    pub body: Body,
    /// The grid's rows that it takes, what stands above it included.
    pub rows: std::ops::Range<usize>,
}

/// A sheet with the role of each of its cells.
#[derive(Debug, Clone, Default)]
pub struct SheetLayout {
    /// The tables, top to bottom.
    pub tables: Vec<TableLayout>,
    /// The role of each filled cell, parallel to the grid's rows and cells.
    pub roles: Vec<Vec<CellRole>>,
    /// Tables that sum up those of the workbook and are no lists of their own; their cells are skipped.
    pub summaries: Vec<TableLayout>,
    /// Tables that show how the form is filled in; their cells are skipped.
    pub examples: Vec<TableLayout>,
    /// The list of an earlier sheet that the first table goes on with.
    pub goes_on: Option<GoesOn>,
    /// The unit of account that the earlier sheet states for it.
    pub carried_scale: Option<i64>,
    /// The sections that are open at its end.
    open: recognisers::OpenSections,
}

/// A table that goes on with the list of an earlier sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoesOn {
    /// The index of that sheet in the book.
    pub sheet: usize,
    /// The rows that go on.
    pub rows: CellRange,
    /// Whether they have no heading of their own.
    pub headless: bool,
}

impl SheetLayout {
    /// How many cells have each role, in the order of [`CellRole::ALL`].
    #[must_use]
    pub fn counts(&self) -> Vec<(CellRole, usize)> {
        CellRole::ALL
            .into_iter()
            .map(|role| {
                (
                    role,
                    self.roles
                        .iter()
                        .flatten()
                        .filter(|other| **other == role)
                        .count(),
                )
            })
            .collect()
    }
}

/// What the layout is told from outside.
pub struct Hints<'a> {
    /// The forms it may meet.
    pub templates: &'a [Arc<Template>],
    /// Whether a label is a sector of the project, or on a list that a form's codes come from.
    pub is_sector: &'a (dyn Fn(&Template, &str) -> bool + Sync),
    /// The unit of account that the workbook's cover states.
    pub cover: Option<&'a CoverScale>,
}

/// Recognises the tables of a sheet and gives every filled cell its role.
#[must_use]
pub fn recognise(grid: &Grid, hints: &Hints<'_>) -> SheetLayout {
    let mut layout = SheetLayout {
        roles: grid
            .rows
            .iter()
            .map(|row| vec![CellRole::Skipped; row.cells.len()])
            .collect(),
        ..SheetLayout::default()
    };
    let mut from = 0;
    let mut carried = Carried::default();
    // Looked for once: a sheet of many tables would be walked to its end for each of them.
    let mut by_ids = ids::find(grid, 0, hints.templates);
    while let Some((template, header)) = header::find(grid, from, hints.templates, by_ids.as_ref())
    {
        // Of a table of another form nothing goes on.
        let before = layout.tables.last();
        if before.is_some_and(|before| before.template.id != template.id) {
            carried = Carried::default();
        }
        let (table, next) = read_table(
            grid,
            template.clone(),
            header,
            from,
            hints,
            &mut carried,
            &mut layout.roles,
        );
        if let TableScale::Stated { dong, .. } = table.scale {
            carried.scale = Some(dong);
        }
        layout.tables.push(table);
        from = next.max(from + 1);
        if by_ids.as_ref().is_some_and(|found| found.ids < from) {
            by_ids = ids::find(grid, from, hints.templates);
        }
    }
    if !layout.tables.is_empty() && from < grid.rows.len() {
        frame::read(grid, from..grid.rows.len(), false, &mut layout.roles);
    }
    layout.open = carried.open;
    layout
}

/// How a column of the sheet writes numbers, by its texts in these rows.
pub(crate) fn number_style<'r>(
    col: u32,
    rows: impl Iterator<Item = &'r crate::book::grid::Row>,
) -> crate::value::number::NumberStyle {
    money::style(col, rows)
}

/// What a table of a sheet takes over from the one above.
#[derive(Debug, Default)]
struct Carried {
    /// The unit of account that it states, as đồng in one unit.
    scale: Option<i64>,
    /// The sections that are open where it ends.
    open: recognisers::OpenSections,
}

/// Reads the table below a header, what stands above it from a row on included. The second value is the index where the next table may begin.
fn read_table(
    grid: &Grid,
    template: Arc<Template>,
    header: Header,
    from: usize,
    hints: &Hints<'_>,
    carried: &mut Carried,
    roles: &mut [Vec<CellRole>],
) -> (TableLayout, usize) {
    let own = header.id_row.is_some();
    let frame = frame::read(grid, from..header.rows.start, own, roles);
    header::mark(grid, &header, roles);
    let mut scale = TableScale::of(&frame, &template, carried.scale);
    if let TableScale::Default { .. } = scale
        && !own
    {
        let first = grid.rows.get(from).map_or(0, |row| row.row);
        if let Some((cell, dong)) = units::by_comment(grid, (first, header.span.1)) {
            let at = Overlooked::Comment(cell);
            scale = TableScale::Overlooked { dong, at, used: 0 };
        }
    }
    let read = rows::read(
        grid,
        &header,
        &template,
        &scale,
        hints,
        &mut carried.open,
        roles,
    );
    let table = TableLayout {
        template,
        frame,
        other_units: units::not_taken(grid, from..read.next, &header, &read.money, &read.scale),
        header,
        scale: read.scale,
        money: read.money,
        body: read.body,
        rows: from..read.next,
    };
    (table, read.next)
}

/// Gives all cells of a row a role.
fn mark_row(roles: &mut [Vec<CellRole>], index: usize, role: CellRole) {
    if let Some(row) = roles.get_mut(index) {
        row.fill(role);
    }
}

/// The text of a cell that holds text, tidied; `None` for anything else, blank text included.
fn text_of(cell: &Cell) -> Option<&str> {
    match &cell.content {
        Content::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// Whether a cell counts as filled: blank text does not.
pub(crate) fn is_filled(cell: &Cell) -> bool {
    !matches!(&cell.content, Content::Text(text) if text.trim().is_empty())
}

/// The text of a row-number cell, whether typed as a number or as text.
pub(crate) fn seq_text(cell: &Cell) -> Option<String> {
    match &cell.content {
        Content::Text(text) => {
            let text = crate::fold::tidy(text);
            (!text.is_empty()).then(|| text.into_owned())
        }
        Content::Number(number) => crate::value::shown::plain_number(*number),
        _ => None,
    }
}
