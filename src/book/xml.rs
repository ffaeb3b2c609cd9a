//! Workbooks as one XML file, as Excel 2002 and 2003 could save them and much software still does.
//!
//! ```text
//! <Row ss:Index="9"><Cell ss:MergeAcross="2"><Data ss:Type="Number">1200.5</Data></Cell></Row>
//! ```
//!
//! A formula's `Data` is its stored result; without one the cell is empty of any. Document types are
//! refused by the scanner.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use encoding_rs::Encoding as Charset;

use super::build::{Budget, Builder, LAST_COL, LAST_ROW, SHEETS, Twice, bound};
use super::comments;
use super::encoding::Encoding;
use super::format::{Format, Shown, iso, number, saved};
use super::grid::{Book, Content, Grid, Visibility};
use super::html::decode_as;
use super::markup::{Attributes, Piece, Scanner, digits, local, unescape};
use super::seen::{Manner, Runs, Seen};
use super::sheet::is_zero;
use super::text::clean;
use crate::intake::fact::{Bound, FileFact};
use crate::place::{CellRange, CellRef};

/// The most merged regions of a sheet.
const MERGES: usize = 1_000_000;
/// The most styles of a workbook.
const STYLES: u64 = 100_000;

/// Reads a workbook.
pub(crate) fn read(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Book, FileFact> {
    let head = bytes.get(..200).unwrap_or(bytes);
    let text = decode_as(bytes, stated_encoding(head));
    let mut reader = Reader::new(budget);
    let mut scanner = Scanner::default();
    for bite in text.as_bytes().chunks(1 << 16) {
        scanner.feed(bite, |piece| reader.take(piece))?;
    }
    reader.finish()
}

/// The encoding that the first line states.
fn stated_encoding(head: &[u8]) -> Option<&'static Charset> {
    let at = memchr::memmem::find(head, b"encoding=")?.saturating_add(9);
    let (mark, rest) = head.get(at..)?.split_first()?;
    let end = rest.iter().position(|byte| byte == mark)?;
    Charset::for_label(rest.get(..end)?)
}

/// What a style says of a cell.
#[derive(Debug, Default, Clone)]
struct Style {
    format: Option<Arc<Format>>,
    font: Option<Arc<str>>,
    /// Whether letters are struck out or raised.
    manner: Option<Manner>,
    parent: String,
}

/// The cell at hand.
#[derive(Debug)]
struct OpenCell {
    at: CellRef,
    style: String,
    kind: String,
    formula: bool,
    data: bool,
    text: String,
    /// The text by the manners in which it is written, and those that are open, innermost last.
    runs: Runs,
    manners: Vec<Manner>,
}

/// The element whose text counts.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Inside {
    #[default]
    Other,
    Data,
    Comment,
    Visible,
    Saved,
    Date1904,
}

/// The state of the pass.
struct Reader<'a, 'b> {
    budget: &'a mut Budget<'b>,
    book: Book,
    style: String,
    styles: HashMap<String, Style>,
    listed: BTreeSet<Arc<str>>,
    sheet: Option<Builder>,
    visibility: Visibility,
    names: BTreeSet<String>,
    row: u32,
    next_row: u32,
    next_col: u32,
    next_column: u32,
    cell: Option<OpenCell>,
    inside: Inside,
    /// The comment that we are in, which has data too: its author, and its text.
    comment: Option<(String, String)>,
    is_1904: bool,
    ended: bool,
}

impl<'a, 'b> Reader<'a, 'b> {
    fn new(budget: &'a mut Budget<'b>) -> Self {
        Self {
            budget,
            book: Book::default(),
            style: String::new(),
            styles: HashMap::new(),
            listed: BTreeSet::new(),
            sheet: None,
            visibility: Visibility::Visible,
            names: BTreeSet::new(),
            row: 0,
            next_row: 0,
            next_col: 0,
            next_column: 0,
            cell: None,
            inside: Inside::Other,
            comment: None,
            is_1904: false,
            ended: false,
        }
    }

    fn take(&mut self, piece: Piece<'_>) -> Result<(), FileFact> {
        match piece {
            Piece::Open {
                name,
                attributes,
                empty,
            } => {
                self.open(local(name), attributes, empty)?;
                if empty {
                    self.close(local(name))?;
                }
            }
            Piece::Close { name } => self.close(local(name))?,
            Piece::Text(bytes) => self.text(&unescape(bytes))?,
            Piece::CData(bytes) => self.text(&String::from_utf8_lossy(bytes))?,
        }
        Ok(())
    }

    fn open(&mut self, name: &[u8], attributes: &[u8], empty: bool) -> Result<(), FileFact> {
        match name {
            b"Style" => self.open_style(attributes)?,
            b"NumberFormat" => {
                let format = text(attributes, b"Format").unwrap_or_default();
                if let Some(style) = self.styles.get_mut(&self.style) {
                    style.format = Some(format_by_name(&format).into());
                }
            }
            b"Font" if self.cell.is_none() => self.font(attributes),
            b"Worksheet" => self.open_sheet(attributes)?,
            b"Column" => self.column(attributes),
            b"Row" => self.open_row(attributes),
            b"Cell" => self.open_cell(attributes),
            b"Comment" => {
                let author = text(attributes, b"Author").unwrap_or_default();
                self.comment = Some((author, String::new()));
            }
            b"Data" if self.comment.is_some() => self.inside = Inside::Comment,
            b"Data" => {
                if let Some(cell) = &mut self.cell {
                    cell.data = true;
                    cell.kind = text(attributes, b"Type").unwrap_or_default();
                    self.inside = Inside::Data;
                }
            }
            // Letters of a manner of their own, in the words of HTML.
            b"S" | b"Sup" | b"Sub" if self.inside == Inside::Data && !empty => {
                let manner = if name == b"S" {
                    Manner::Struck
                } else {
                    Manner::Raised
                };
                if let Some(cell) = self.cell.as_mut().filter(|cell| cell.manners.len() < 64) {
                    cell.manners.push(manner);
                }
            }
            b"Visible" => self.inside = Inside::Visible,
            b"LastSaved" => self.inside = Inside::Saved,
            b"Date1904" => {
                self.inside = Inside::Date1904;
                self.is_1904 |= empty;
            }
            b"SupBook" => self.book.links = true,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &[u8]) -> Result<(), FileFact> {
        match name {
            b"Cell" => self.close_cell()?,
            b"Comment" => self.close_comment(),
            b"Worksheet" => self.close_sheet()?,
            b"Workbook" => self.ended = true,
            b"Date1904" if self.inside == Inside::Date1904 => {
                self.is_1904 = true;
                self.inside = Inside::Other;
            }
            b"S" | b"Sup" | b"Sub" => {
                if let Some(cell) = &mut self.cell {
                    cell.manners.pop();
                }
            }
            b"Data" | b"Visible" | b"LastSaved" => self.inside = Inside::Other,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), FileFact> {
        match self.inside {
            Inside::Data => {
                if let Some(cell) = &mut self.cell {
                    cell.text.push_str(text);
                    let manner = cell.manners.last().copied().unwrap_or_default();
                    cell.runs.push(manner, text);
                    self.budget.foresee(1, cell.text.len() as u64)?;
                }
            }
            Inside::Comment => {
                if let Some((_, said)) = &mut self.comment
                    && said.len() < comments::READ
                {
                    said.push_str(text);
                }
            }
            Inside::Visible => {
                self.visibility = match text.trim() {
                    "SheetHidden" => Visibility::Hidden,
                    "SheetVeryHidden" => Visibility::VeryHidden,
                    _ => Visibility::Visible,
                };
            }
            Inside::Saved => self.book.modified = saved(text),
            Inside::Date1904 if matches!(text.trim(), "0" | "False") => {
                self.inside = Inside::Other;
            }
            Inside::Date1904 | Inside::Other => {}
        }
        Ok(())
    }

    fn open_style(&mut self, attributes: &[u8]) -> Result<(), FileFact> {
        self.style = text(attributes, b"ID").unwrap_or_default();
        let parent = text(attributes, b"Parent").unwrap_or_default();
        let style = Style {
            parent,
            ..Style::default()
        };
        self.styles.insert(self.style.clone(), style);
        bound(self.styles.len() as u64, STYLES, Bound::Styles)
    }

    fn font(&mut self, attributes: &[u8]) {
        let manner = match text(attributes, b"VerticalAlign").as_deref() {
            _ if is_set(attributes, b"StrikeThrough") => Some(Manner::Struck),
            Some("Superscript" | "Subscript") => Some(Manner::Raised),
            _ => None,
        };
        if let (Some(style), true) = (self.styles.get_mut(&self.style), manner.is_some()) {
            style.manner = manner;
        }
        let Some(name) = text(attributes, b"FontName") else {
            return;
        };
        let name: Arc<str> = name.into();
        if Encoding::of_font(&name).is_some() {
            self.listed.insert(name.clone());
        }
        if let Some(style) = self.styles.get_mut(&self.style) {
            style.font = Some(name);
        }
    }

    /// What a style or one that it is made from says; chains of styles are short.
    fn of_style<T>(&self, id: &str, get: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut id = id;
        for _ in 0..8 {
            let style = self.styles.get(id)?;
            if let Some(found) = get(style) {
                return Some(found);
            }
            id = &style.parent;
        }
        None
    }

    fn open_sheet(&mut self, attributes: &[u8]) -> Result<(), FileFact> {
        self.close_sheet()?;
        bound(self.book.sheets.len() as u64, SHEETS, Bound::Sheets)?;
        let name = text(attributes, b"Name").unwrap_or_default();
        let name = clean(&name);
        if !self.names.insert(name.as_str().to_lowercase()) {
            return Err(FileFact::Damaged(format!("two sheets are named {name}")));
        }
        (self.next_row, self.next_col, self.next_column) = (0, 0, 0);
        self.visibility = Visibility::Visible;
        self.sheet = Some(Builder::new(Grid {
            name: name.as_str().into(),
            ..Grid::default()
        }));
        Ok(())
    }

    fn column(&mut self, attributes: &[u8]) {
        let first = index(attributes).unwrap_or(self.next_column);
        let span = count(attributes, b"Span");
        let last = first.saturating_add(span);
        self.next_column = last.saturating_add(1);
        if let Some(sheet) = &mut self.sheet
            && (is_set(attributes, b"Hidden") || has_none(attributes, b"Width"))
            && first <= LAST_COL
        {
            let hidden = &mut sheet.grid_mut().hidden_cols;
            // Columns that are listed again and again would only fill the memory.
            if hidden.len() <= 1 << 16 {
                hidden.extend(first..=last.min(LAST_COL));
            }
        }
    }

    fn open_row(&mut self, attributes: &[u8]) {
        self.row = index(attributes).unwrap_or(self.next_row);
        let last = self.row.saturating_add(count(attributes, b"Span"));
        self.next_row = last.saturating_add(1);
        self.next_col = 0;
        if let Some(sheet) = &mut self.sheet
            && (is_set(attributes, b"Hidden") || has_none(attributes, b"Height"))
            && self.row <= LAST_ROW
        {
            let hidden = &mut sheet.grid_mut().hidden_rows;
            if hidden.len() <= 1 << 21 {
                hidden.extend(self.row..=last.min(LAST_ROW));
            }
        }
    }

    fn open_cell(&mut self, attributes: &[u8]) {
        let (row, col) = (self.row, index(attributes).unwrap_or(self.next_col));
        let across = count(attributes, b"MergeAcross");
        let down = count(attributes, b"MergeDown");
        self.next_col = col.saturating_add(across).saturating_add(1);
        if let Some(sheet) = &mut self.sheet
            && (across > 0 || down > 0)
        {
            let merges = &mut sheet.grid_mut().merges;
            if merges.len() < MERGES {
                let last = CellRef::new(
                    row.saturating_add(down).min(LAST_ROW),
                    col.saturating_add(across).min(LAST_COL),
                );
                merges.push(CellRange::new(CellRef::new(row, col), last));
            }
        }
        self.cell = Some(OpenCell {
            at: CellRef::new(row, col),
            style: text(attributes, b"StyleID").unwrap_or_default(),
            formula: text(attributes, b"Formula").is_some(),
            kind: String::new(),
            data: false,
            text: String::new(),
            runs: Runs::default(),
            manners: Vec::new(),
        });
    }

    fn close_comment(&mut self) {
        let Some((author, said)) = self.comment.take() else {
            return;
        };
        if let (Some(cell), Some(sheet)) = (&self.cell, &mut self.sheet) {
            comments::add(&mut sheet.grid_mut().comments, cell.at, &author, &said);
        }
    }

    fn close_cell(&mut self) -> Result<(), FileFact> {
        self.inside = Inside::Other;
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        let Some((mut content, mut seen)) = self.content(&cell) else {
            return Ok(());
        };
        let at = cell.at;
        if !self.listed.is_empty()
            && matches!(&content, Content::Text(text) if !text.is_ascii())
            && let Some(font) = self.of_style(or_default(&cell.style), |style| style.font.clone())
        {
            let sheet = self.book.sheets.len();
            self.book.fonts.cells.insert((sheet, at), font);
        }
        let manner = self.of_style(or_default(&cell.style), |style| style.manner);
        if let (Content::Text(_), Some(read)) = (&content, cell.runs.read()) {
            (content, seen) = (read.0, Some(read.1));
        } else if manner == Some(Manner::Struck) {
            seen.get_or_insert_default().struck = true;
        }
        match &mut self.sheet {
            Some(sheet) => {
                sheet.note(at, seen);
                sheet.push(at.row, at.col, content, self.budget)
            }
            None => Ok(()),
        }
    }

    /// What a cell holds, `None` when it is empty, and what is to be known of it.
    fn content(&self, cell: &OpenCell) -> Option<(Content, Option<Seen>)> {
        if !cell.data {
            return cell.formula.then_some((Content::NoResult, None));
        }
        let text = || {
            let text = clean(&cell.text);
            (!text.is_empty()).then_some(Content::Text(text))
        };
        let format = || self.of_style(or_default(&cell.style), |style| style.format.clone());
        let trimmed = cell.text.trim();
        let content = match cell.kind.as_str() {
            "Number" => {
                let Ok(value) = trimmed.parse::<f64>() else {
                    return text().map(|text| (text, None));
                };
                return Some(match format() {
                    Some(format) => format.apply(value, self.is_1904),
                    None => (number(value, Shown::Number, self.is_1904), None),
                });
            }
            "DateTime" => match iso(trimmed) {
                // A time of day is written on the day before the first.
                Some(moment) if moment.year() < 1900 => {
                    Content::Duration(moment.time().to_string().into())
                }
                Some(moment) => {
                    let content = Content::Date(moment);
                    let seen = format().and_then(|format| format.seen_of_date(&content));
                    return Some((content, seen));
                }
                None => text()?,
            },
            "Boolean" => Content::Bool(matches!(trimmed, "1" | "true" | "True")),
            "Error" => Content::Error(clean(trimmed)),
            _ => text()?,
        };
        Some((content, None))
    }

    fn close_sheet(&mut self) -> Result<(), FileFact> {
        if let Some(mut sheet) = self.sheet.take() {
            sheet.grid_mut().visibility = self.visibility;
            let grid = sheet.finish(Twice::Refuse, self.budget)?;
            self.book.sheets.push(grid);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Book, FileFact> {
        if !self.ended {
            return Err(FileFact::Damaged("the workbook ends too early".into()));
        }
        if self.book.sheets.is_empty() {
            return Err(FileFact::Damaged("it has no sheets".into()));
        }
        self.book.fonts.listed = self.listed.into_iter().collect();
        Ok(self.book)
    }
}

/// The style of cells that name none.
fn or_default(style: &str) -> &str {
    if style.is_empty() { "Default" } else { style }
}

/// How a format shows numbers; some have names. That of money shows the currency of the reader's own country.
fn format_by_name(format: &str) -> Format {
    match format {
        "General Date" | "Long Date" | "Medium Date" | "Short Date" | "Long Time"
        | "Medium Time" | "Short Time" => Format::as_shown(Shown::Date),
        "General Number" | "Currency" | "Fixed" | "Standard" | "Scientific" | "Yes/No"
        | "True/False" | "On/Off" => Format::as_shown(Shown::Number),
        "Euro Currency" => Format::of_text("[$€-2] #,##0.00"),
        "Percent" => Format::of_text("0.00%"),
        _ => Format::of_text(format),
    }
}

/// The value of an attribute, whatever its prefix.
fn text(attributes: &[u8], wanted: &[u8]) -> Option<String> {
    Attributes(attributes)
        .find(|(name, _)| local(name) == wanted)
        .map(|(_, value)| unescape(value).into_owned())
}

/// A count, 0 when there is none.
fn count(attributes: &[u8], wanted: &[u8]) -> u32 {
    text(attributes, wanted)
        .and_then(|value| digits(value.as_bytes()))
        .unwrap_or(0)
}

/// The 0-based index of a row, a column or a cell that states one.
fn index(attributes: &[u8]) -> Option<u32> {
    count(attributes, b"Index").checked_sub(1)
}

/// Whether a row or a column states that it has no height or width.
fn has_none(attributes: &[u8], wanted: &[u8]) -> bool {
    text(attributes, wanted).is_some_and(|value| is_zero(value.as_bytes()))
}

fn is_set(attributes: &[u8], wanted: &[u8]) -> bool {
    text(attributes, wanted).is_some_and(|value| matches!(value.trim(), "1" | "true" | "True"))
}
