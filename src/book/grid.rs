//! A sheet as a sparse grid of filled cells.
//!
//! Only filled cells are kept, in reading order, so a sheet whose one stray cell stands in
//! `XFD1048576` costs one cell. Text is NFC; nothing else about it is changed here.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::DateTime;

use super::encoding::FontInfo;
use super::stamp::Stamp;
use crate::place::{CellRange, CellRef};

/// What a filled cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Text as typed, NFC, untrimmed.
    Text(Box<str>),
    /// A number from a number cell.
    Number(f64),
    /// A number that its cell shows as a date, or a date stored as one.
    Date(DateTime),
    /// A time of day or a span of time, as the text the cell would show.
    Duration(Box<str>),
    /// TRUE or FALSE.
    Bool(bool),
    /// An Excel error such as `#REF!`.
    Error(Box<str>),
    /// A formula without a stored result.
    NoResult,
}

/// A filled cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// 0-based column.
    pub col: u32,
    /// What it holds.
    pub content: Content,
}

/// A row with at least one filled cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// 0-based row.
    pub row: u32,
    /// The filled cells, by column.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell in a column, `None` when it is empty.
    #[must_use]
    pub fn cell(&self, col: u32) -> Option<&Cell> {
        let index = self
            .cells
            .binary_search_by_key(&col, |cell| cell.col)
            .ok()?;
        self.cells.get(index)
    }
}

/// Whether a sheet shows in the tab bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Visibility {
    /// Shown.
    #[default]
    Visible,
    /// Hidden; a person can show it again.
    Hidden,
    /// Hidden so that only a program can show it.
    VeryHidden,
}

/// One sheet, or one file of delimited text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// The sheet's name; empty for delimited text.
    pub name: Arc<str>,
    /// Whether the sheet is shown.
    pub visibility: Visibility,
    /// The rows that hold anything, top to bottom.
    pub rows: Vec<Row>,
    /// Merged regions, where the reader gives them.
    pub merges: Vec<CellRange>,
    /// 0-based hidden rows, ascending, where the reader gives them.
    pub hidden_rows: Vec<u32>,
    /// 0-based hidden columns, ascending, where the reader gives them.
    pub hidden_cols: Vec<u32>,
    /// What the formats of number cells write beside the figure, where they write words: `triệu` of `#,##0 "triệu"`.
    pub words_beside: BTreeMap<CellRef, Arc<str>>,
    /// How many fields the rows of delimited text have, empty ones too: a row, and the number from it on. Empty for
    /// other formats.
    pub written: Vec<(u32, u32)>,
}

impl Grid {
    /// The cell at a place, `None` when it is empty.
    #[must_use]
    pub fn get(&self, at: CellRef) -> Option<&Cell> {
        let index = self
            .rows
            .binary_search_by_key(&at.row, |row| row.row)
            .ok()?;
        self.rows.get(index)?.cell(at.col)
    }

    /// How many fields a row of delimited text has, empty ones too; `None` for other formats.
    #[must_use]
    pub fn fields_written(&self, row: u32) -> Option<u32> {
        let after = self.written.partition_point(|(first, _)| *first <= row);
        let (_, fields) = self.written.get(after.checked_sub(1)?)?;
        Some(*fields)
    }

    /// How many cells are filled.
    #[must_use]
    pub fn filled(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).sum()
    }

    /// The merged region that begins at, or covers, a cell.
    #[must_use]
    pub fn merge_at(&self, at: CellRef) -> Option<&CellRange> {
        self.merges.iter().find(|merge| merge.contains(at))
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Book {
    /// The sheets in the order of their tabs.
    pub sheets: Vec<Grid>,
    /// When the document says it was last modified (`dcterms:modified` and the like).
    pub modified: Option<DateTime>,
    /// The custom document property `tonghop.output`: one of our own outputs.
    pub our_output: Option<String>,
    /// What a form of ours says of itself.
    pub stamp: Option<Stamp>,
    /// Whether it carries macros (F006).
    pub macros: bool,
    /// Whether it links to other files (F006).
    pub links: bool,
    /// The fonts of its text, as far as they tell a legacy encoding.
    pub fonts: FontInfo,
}
