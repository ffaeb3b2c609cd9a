//! Workbooks of Excel 5 to 2003 (`.xls`), record by record.
//!
//! Read here and not through calamine: that one allots a dense range for every sheet, parses every
//! formula, panics or aborts on a dozen kinds of broken file (see `biff`: lengths are believed), and
//! gives neither hidden rows nor what a password hides. A file of two cells in opposite corners costs two cells.
//!
//! Versions before Excel 5 are told and not read. Text in a legacy font arrives as Latin-1 letters.

mod globals;

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};
use std::sync::Arc;

use globals::Globals;

use super::biff::{
    Coding, Pieces, Record, Records, Run, error_name, f64_at, packed_number, u16_at, u32_at,
};
use super::build::{Budget, Builder, Twice};
use super::comments;
use super::format::{Shown, number};
use super::grid::{Book, Content, Grid};
use super::summary::last_saved;
use super::text::{clean, without_padding};
use crate::intake::fact::FileFact;
use crate::place::{CellRange, CellRef};

/// The record that begins the workbook and each of its parts.
const BEGIN: u16 = 0x0809;
/// What that record says of a part with cells.
const WORKSHEET: u16 = 0x0010;

/// Reads a workbook in its container.
pub(crate) fn read(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Book, FileFact> {
    let damaged = |error: std::io::Error| FileFact::Damaged(error.to_string());
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    let root: Vec<String> = file
        .read_root_storage()
        .map(|entry| entry.name().to_owned())
        .collect();
    let find = |wanted: &str| root.iter().find(|name| name.eq_ignore_ascii_case(wanted));
    let name = find("Workbook").or_else(|| find("Book"));
    let name = name.ok_or_else(|| FileFact::Damaged("it holds no workbook".into()))?;
    let mut stream = Vec::new();
    let workbook = file.open_stream(format!("/{name}")).map_err(damaged)?;
    // No stream is longer than the file that it is in, whatever it claims.
    workbook
        .take(bytes.len() as u64)
        .read_to_end(&mut stream)
        .map_err(damaged)?;
    let mut book = read_stream(&stream, budget)?;
    book.macros |= find("_VBA_PROJECT_CUR").is_some() || find("_VBA_PROJECT").is_some();
    book.modified = find("\u{5}SummaryInformation").and_then(|name| {
        let mut set = Vec::new();
        let stream = file.open_stream(format!("/{name}")).ok()?;
        stream.take(1 << 20).read_to_end(&mut set).ok()?;
        last_saved(&set)
    });
    Ok(book)
}

/// Reads the stream of a workbook.
pub(crate) fn read_stream(stream: &[u8], budget: &mut Budget<'_>) -> Result<Book, FileFact> {
    let globals = Globals::read(stream)?;
    let mut book = Book {
        links: globals.links,
        macros: globals.macro_sheets,
        ..Book::default()
    };
    let mut starts = HashSet::new();
    for sheet in &globals.sheets {
        let start = usize::try_from(sheet.start).unwrap_or(usize::MAX);
        // What begins there must be a sheet, and no other sheet's: else one of them would be lost in silence.
        let records = stream.get(start..).filter(|records| {
            u16_at(records, 0) == Some(BEGIN)
                && u16_at(records, 6) == Some(WORKSHEET)
                && starts.insert(start)
        });
        let records = records.ok_or_else(|| {
            FileFact::Damaged(format!(
                "the sheet {} is not where it should be",
                sheet.name
            ))
        })?;
        let reader = SheetReader {
            globals: &globals,
            builder: Builder::new(Grid {
                name: sheet.name.clone().into(),
                visibility: sheet.visibility,
                ..Grid::default()
            }),
            formula: None,
            fonts: Vec::new(),
            drawn: None,
            notes: HashMap::new(),
        };
        let (grid, fonts) = reader.read(records, budget)?;
        let index = book.sheets.len();
        let fonts = fonts.into_iter().map(|(at, font)| ((index, at), font));
        book.fonts.cells.extend(fonts);
        book.sheets.push(grid);
    }
    book.fonts.listed = globals.listed();
    Ok(book)
}

/// Whether a formula can give nothing but a number: it ends in a sum or in one of `+ - * / ^`. Its length stands in front.
fn gives_number(formula: &[u8]) -> bool {
    let length = u16_at(formula, 0).map_or(0, usize::from);
    let end = length.saturating_add(2);
    match formula.get(2..end) {
        // A number of one or two bytes, a text or a reference may end so; operators stand behind at least two of them.
        Some([.., 0x19, 0x10, _, _]) => true,
        Some([.., 0x22 | 0x42 | 0x62, _, 4, 0]) => true,
        Some([.., 0x03..=0x07]) => length >= 7,
        _ => false,
    }
}

/// How many comments of a sheet are kept at the most.
const NOTES: usize = 10_000;

/// The number of a drawn object, where it is a comment.
fn note_id(object: &[u8]) -> Option<u16> {
    const COMMON: u16 = 0x15;
    const COMMENT: u16 = 0x19;
    let is_comment = u16_at(object, 0) == Some(COMMON) && u16_at(object, 4) == Some(COMMENT);
    u16_at(object, 6).filter(|_| is_comment)
}

/// Whether a record holds one cell.
fn is_cell(kind: u16) -> bool {
    matches!(
        kind,
        0x0203 | 0x027e | 0x00fd | 0x0204 | 0x00d6 | 0x0205 | 0x0006 | 0x0206 | 0x0406
    )
}

/// Reads one sheet.
struct SheetReader<'a> {
    globals: &'a Globals,
    builder: Builder,
    /// The cell of a formula whose text result is in a record to come, and its format.
    formula: Option<(CellRef, u16)>,
    /// The fonts of cells, in a workbook that has legacy ones.
    fonts: Vec<(CellRef, Arc<str>)>,
    /// The number of the drawn object at hand, where it is a comment.
    drawn: Option<u16>,
    /// The texts of comments by the numbers of their objects.
    notes: HashMap<u16, String>,
}

/// A sheet and the fonts of its cells.
type SheetRead = (Grid, Vec<(CellRef, Arc<str>)>);

impl SheetReader<'_> {
    fn read(mut self, records: &[u8], budget: &mut Budget<'_>) -> Result<SheetRead, FileFact> {
        let mut depth = 0_usize;
        let mut records = Records::new(records);
        for record in records.by_ref() {
            match record.kind {
                // A chart on the sheet has cells of its own.
                BEGIN => depth = depth.saturating_add(1),
                0x000a if depth <= 1 => {
                    self.settle_formula(budget)?;
                    let grid = self.builder.finish(Twice::KeepLast, budget)?;
                    return Ok((grid, self.fonts));
                }
                0x000a => depth = depth.saturating_sub(1),
                _ if depth != 1 => {}
                _ => self.record(&record, budget)?,
            }
        }
        Err(FileFact::Damaged("a sheet ends too early".into()))
    }

    fn record(&mut self, record: &Record<'_>, budget: &mut Budget<'_>) -> Result<(), FileFact> {
        let data = record.data;
        match record.kind {
            0x0208 => self.hidden_row(data),
            0x007d => self.hidden_cols(data),
            0x00e5 => self.merges(data),
            0x005d => self.drawn = note_id(data),
            0x01b6 => self.note_text(record),
            0x001c => self.note(record),
            0x0207 => return self.formula_text(record, budget),
            0x00bd => return self.packed_numbers(data, budget),
            _ => {}
        }
        if !is_cell(record.kind) {
            return Ok(());
        }
        self.settle_formula(budget)?;
        let cut = || FileFact::Damaged("the record of a cell is cut short".into());
        let place = |at| u16_at(data, at).ok_or_else(cut);
        let (row, col, style) = (place(0)?, place(2)?, place(4)?);
        let at = CellRef::new(u32::from(row), u32::from(col));
        // What was known of a cell that is written once more.
        self.builder.grid_mut().seen.remove(&at);
        let content = match record.kind {
            0x0203 => {
                let value = f64_at(data, 6).ok_or_else(cut)?;
                Some(self.number(at, value, style))
            }
            0x027e => {
                let packed = u32_at(data, 6).ok_or_else(cut)?;
                Some(self.number(at, packed_number(packed), style))
            }
            0x00fd => return self.shared_text(data, at, style, budget),
            0x0204 | 0x00d6 => {
                let content = self.label(record).ok_or_else(cut)?;
                self.note_font(at, style, &[], Some(&content));
                Some(content)
            }
            0x0205 => match (data.get(6), data.get(7)) {
                (Some(value), Some(0)) => Some(Content::Bool(*value != 0)),
                (Some(code), Some(_)) => Some(Content::Error(error_name(*code).into())),
                _ => return Err(cut()),
            },
            _ => {
                let result = data.get(6..14).ok_or_else(cut)?;
                self.result(result, data, at, style)
            }
        };
        match content {
            Some(content) => self.push(at, content, style, budget),
            None => Ok(()),
        }
    }

    fn push(
        &mut self,
        at: CellRef,
        content: Content,
        style: u16,
        budget: &mut Budget<'_>,
    ) -> Result<(), FileFact> {
        if content == Content::Text("".into()) {
            return Ok(());
        }
        if self.globals.is_struck(style) {
            let seen = &mut self.builder.grid_mut().seen;
            seen.entry(at).or_default().struck = true;
        }
        self.builder.push(at.row, at.col, content, budget)
    }

    fn number(&mut self, at: CellRef, value: f64, style: u16) -> Content {
        let Some(format) = self.globals.formats.get(usize::from(style)) else {
            return number(value, Shown::Number, self.globals.is_1904);
        };
        let (content, seen) = format.apply(value, self.globals.is_1904);
        self.builder.note(at, seen);
        content
    }

    /// The text of a cell that holds it itself, `None` when it is cut short.
    fn label(&self, record: &Record<'_>) -> Option<Content> {
        let data = record.data.get(6..)?;
        let text = match self.globals.coding {
            Coding::Unicode => Pieces::new(data, &record.more).text()?,
            Coding::CodePage(_) => self.text_of_page(data)?,
        };
        Some(Content::Text(clean(&without_padding(&text))))
    }

    /// Text of a code page with a count of letters in front, `None` when there are fewer.
    fn text_of_page(&self, data: &[u8]) -> Option<String> {
        let count = usize::from(u16_at(data, 0)?);
        let whole = data.get(2..)?.len() >= count;
        let (text, _) = self.globals.coding.text(data, true)?;
        whole.then_some(text)
    }

    fn shared_text(
        &mut self,
        data: &[u8],
        at: CellRef,
        style: u16,
        budget: &mut Budget<'_>,
    ) -> Result<(), FileFact> {
        let index = u32_at(data, 6).and_then(|index| usize::try_from(index).ok());
        let text = index.and_then(|index| self.globals.strings.get(index));
        let Some(text) = text else {
            return Err(FileFact::Damaged(format!("the text of {at} is missing")));
        };
        let content = Content::Text(text.clone());
        let Some((text, runs)) = index.and_then(|index| self.globals.runs.get(&index)) else {
            self.note_font(at, style, &[], Some(&content));
            return self.push(at, content, style, budget);
        };
        self.note_font(at, style, runs, Some(&content));
        match self.globals.manners_of(style, text, runs).read() {
            Some((content, seen)) => {
                self.builder.note(at, Some(seen));
                self.builder.push(at.row, at.col, content, budget)
            }
            // Letters that stand in fonts of their own need not be struck out where the cell is.
            None if content == Content::Text("".into()) => Ok(()),
            None => self.builder.push(at.row, at.col, content, budget),
        }
    }

    /// Remembers the font of a text that may be of a legacy encoding.
    fn note_font(&mut self, at: CellRef, style: u16, runs: &[Run], content: Option<&Content>) {
        if self.globals.any_legacy
            && matches!(content, Some(Content::Text(text)) if !text.is_ascii())
            && let Some(font) = self.globals.font_of(style, runs)
        {
            self.fonts.push((at, font.clone()));
        }
    }

    /// Several packed numbers in a row.
    fn packed_numbers(&mut self, data: &[u8], budget: &mut Budget<'_>) -> Result<(), FileFact> {
        self.settle_formula(budget)?;
        let cut = || FileFact::Damaged("a row of numbers is cut short".into());
        let (numbers, last) = data.split_last_chunk::<2>().ok_or_else(cut)?;
        let (Some(row), Some(first)) = (u16_at(numbers, 0), u16_at(numbers, 2)) else {
            return Err(cut());
        };
        let (numbers, rest) = numbers.get(4..).unwrap_or_default().as_chunks::<6>();
        let claimed = usize::from(
            u16::from_le_bytes(*last)
                .saturating_add(1)
                .saturating_sub(first),
        );
        if !rest.is_empty() || numbers.len() < claimed {
            return Err(cut());
        }
        for (col, packed) in (u32::from(first)..).zip(numbers) {
            if let (Some(style), Some(packed)) = (u16_at(packed, 0), u32_at(packed, 2)) {
                let at = CellRef::new(u32::from(row), col);
                let content = self.number(at, packed_number(packed), style);
                self.push(at, content, style, budget)?;
            }
        }
        Ok(())
    }

    /// The stored result of a formula; a text is in a record to come.
    fn result(&mut self, result: &[u8], data: &[u8], at: CellRef, style: u16) -> Option<Content> {
        if result.get(6..8)? != [0xff, 0xff] {
            return f64_at(data, 6).map(|value| self.number(at, value, style));
        }
        let value = *result.get(2)?;
        match result.first()? {
            0 => {
                self.formula = Some((at, style));
                None
            }
            1 => Some(Content::Bool(value != 0)),
            2 => Some(Content::Error(error_name(value).into())),
            // The empty text; of a formula that can only give a number it is no result, but what a program writes that
            // calculates nothing.
            _ => gives_number(data.get(20..)?).then_some(Content::NoResult),
        }
    }

    /// A formula whose text result never came has none.
    fn settle_formula(&mut self, budget: &mut Budget<'_>) -> Result<(), FileFact> {
        match self.formula.take() {
            Some((at, style)) => self.push(at, Content::NoResult, style, budget),
            None => Ok(()),
        }
    }

    /// The text result of the formula before.
    fn formula_text(
        &mut self,
        record: &Record<'_>,
        budget: &mut Budget<'_>,
    ) -> Result<(), FileFact> {
        let Some((at, style)) = self.formula.take() else {
            return Ok(());
        };
        let text = match self.globals.coding {
            Coding::Unicode => Pieces::new(record.data, &record.more).text(),
            Coding::CodePage(_) => self.text_of_page(record.data),
        };
        let text =
            text.ok_or_else(|| FileFact::Damaged(format!("the text of {at} is cut short")))?;
        let content = Content::Text(clean(&without_padding(&text)));
        self.note_font(at, style, &[], Some(&content));
        self.push(at, content, style, budget)
    }

    fn hidden_row(&mut self, data: &[u8]) {
        const HIDDEN: u16 = 0x20;
        const OWN_HEIGHT: u16 = 0x40;
        if let (Some(row), Some(height), Some(flags)) =
            (u16_at(data, 0), u16_at(data, 6), u16_at(data, 12))
            && (flags & HIDDEN != 0 || height == 0 && flags & OWN_HEIGHT != 0)
        {
            self.builder.grid_mut().hidden_rows.push(u32::from(row));
        }
    }

    fn hidden_cols(&mut self, data: &[u8]) {
        if let (Some(first), Some(last), Some(width), Some(flags)) = (
            u16_at(data, 0),
            u16_at(data, 2),
            u16_at(data, 4),
            u16_at(data, 8),
        ) && (flags & 1 != 0 || width == 0)
        {
            let hidden = &mut self.builder.grid_mut().hidden_cols;
            // Records that repeat what is known already would only fill the memory.
            if hidden.len() < 4096 {
                hidden.extend(u32::from(first)..=u32::from(last.min(255)));
            }
        }
    }

    /// The text of the drawn object before, where that is a comment.
    fn note_text(&mut self, record: &Record<'_>) {
        let Some(id) = self.drawn.take() else { return };
        let count = u16_at(record.data, 10).map_or(0, usize::from);
        let text = record
            .more
            .split_first()
            .filter(|_| count > 0 && self.notes.len() < NOTES)
            .and_then(|(first, more)| Pieces::new(first, more).text_of(count));
        self.notes.extend(text.map(|text| (id, text)));
    }

    /// A comment: its cell, and the drawn object that holds its text; before Excel 97 the text itself.
    fn note(&mut self, record: &Record<'_>) {
        let data = record.data;
        let (Some(row), Some(col), Some(id)) = (u16_at(data, 0), u16_at(data, 2), u16_at(data, 6))
        else {
            return;
        };
        let at = CellRef::new(u32::from(row), u32::from(col));
        let comments = &mut self.builder.grid_mut().comments;
        match self.globals.coding {
            Coding::Unicode => {
                let author = data
                    .get(8..)
                    .and_then(|data| self.globals.coding.text(data, true));
                let author = author.map_or(String::new(), |(author, _)| author);
                if let Some(text) = self.notes.get(&id) {
                    comments::add(comments, at, &author, text);
                }
            }
            // What is longer than a record goes on in records that name no row.
            Coding::CodePage(_) if row != u16::MAX => {
                let text = data
                    .get(4..)
                    .and_then(|data| self.globals.coding.text(data, true));
                let text = text.map_or(String::new(), |(text, _)| text);
                comments::add(comments, at, "", &text);
            }
            Coding::CodePage(_) => {}
        }
    }

    /// Merged regions; the count in front is a claim.
    fn merges(&mut self, data: &[u8]) {
        let regions = data.get(2..).unwrap_or_default().as_chunks::<8>().0;
        let count = usize::from(u16_at(data, 0).unwrap_or(0));
        for region in regions.iter().take(count) {
            let corner = |at| u16_at(region, at).map_or(0, u32::from);
            let range = CellRange::new(
                CellRef::new(corner(0), corner(4)),
                CellRef::new(corner(2), corner(6)),
            );
            if range.first != range.last {
                self.builder.grid_mut().merges.push(range);
            }
        }
    }
}
