//! Excel workbooks of today (`.xlsx`, `.xlsm`) through calamine, cell by cell.
//!
//! calamine's dense ranges are never asked for: a stray cell in `XFD1048576` would cost
//! hundreds of gigabytes. Number formats are read anew from their text, for calamine takes some
//! money formats for dates.

use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;
use std::sync::Arc;

use calamine::{
    CellErrorType, DataRef, Reader as _, Sheet, SheetType, SheetVisible, Style, Xlsx, XlsxError,
};

use super::build::{Budget, Builder, Twice};
use super::encoding::Encoding;
use super::format::{Shown, iso, number, shown_by_id, shown_by_text, words_beside};
use super::grid::{Book, Content, Grid, Visibility};
use super::look::{PackageLook, look};
use super::rich::RichStrings;
use super::sheet::SheetLook;
use super::text::clean;
use crate::intake::fact::FileFact;
use crate::intake::limits::Limits;
use crate::place::CellRef;

/// What calamine reads from.
type Bytes<'a> = Cursor<&'a [u8]>;

/// Reads a workbook.
pub(crate) fn read_xlsx(
    bytes: &[u8],
    limits: &Limits,
    budget: &mut Budget<'_>,
) -> Result<Book, FileFact> {
    let PackageLook {
        mut book,
        sheets: mut seen,
        rich,
        stored,
    } = look(bytes, limits)?;
    // What the look has inflated is not inflated again.
    let bytes = stored.as_deref().unwrap_or(bytes);
    let mut xlsx: Xlsx<Bytes<'_>> = Xlsx::new(Cursor::new(bytes)).map_err(xlsx_words)?;
    let is_1904 = xlsx.has_1904_epoch();
    let sheets = xlsx.sheets_metadata().to_vec();
    check_names(&sheets)?;
    // Another order or number than ours would put what was seen on the wrong sheet.
    seen.resize_with(sheets.len(), || None);
    let mut styles: Option<Styles> = None;
    for (sheet, seen) in sheets.iter().zip(seen) {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let seen = seen.unwrap_or_default();
        let mut builder = Builder::new(grid_of(sheet, &seen));
        let mut reader = match xlsx.worksheet_cells_reader(&sheet.name) {
            Ok(reader) => reader,
            // A chart or a dialogue that the workbook lists among its sheets.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(xlsx_words(error)),
        };
        let styles = styles.get_or_insert_with(|| Styles::of(reader.styles(), &rich));
        let index = book.sheets.len();
        loop {
            match reader.next_cell_with_style_id() {
                Ok(Some((cell, style))) => {
                    let shown = styles.shown.get(style).copied().unwrap_or(Shown::Number);
                    let (row, col) = cell.get_position();
                    if let Some(content) = content_of(cell.get_value(), shown, is_1904) {
                        if styles.any_legacy
                            && let Some(font) = styles.font_of(style, &content, &rich)
                        {
                            let at = CellRef::new(row, col);
                            book.fonts.cells.insert((index, at), font);
                        }
                        if let Content::Number(_) = content
                            && let Some(words) = styles.beside(style)
                        {
                            let at = CellRef::new(row, col);
                            builder.grid_mut().words_beside.insert(at, words);
                        }
                        builder.push(row, col, content, budget)?;
                    }
                }
                Ok(None) => break,
                // An error value newer than calamine: the look has it already.
                Err(XlsxError::CellError(_)) => {}
                Err(error) => return Err(xlsx_words(error)),
            }
        }
        for (at, content) in seen.extra {
            builder.push(at.row, at.col, content, budget)?;
        }
        book.sheets.push(builder.finish(Twice::Refuse, budget)?);
    }
    book.fonts.listed = styles.map(Styles::listed).unwrap_or_default();
    Ok(book)
}

/// What the styles of cells say.
struct Styles {
    shown: Vec<Shown>,
    /// What they write beside a number, by style; few write anything.
    beside: BTreeMap<usize, Arc<str>>,
    /// The fonts, in a workbook that has any legacy one; else nobody asks for them.
    fonts: Vec<Option<Arc<str>>>,
    any_legacy: bool,
}

impl Styles {
    fn of(styles: &[Style], rich: &RichStrings) -> Self {
        let name = |style: &Style| style.font.as_ref()?.name.clone();
        let is_legacy =
            |style: &Style| name(style).is_some_and(|name| Encoding::of_font(&name).is_some());
        let any_legacy = rich.any_legacy || styles.iter().any(is_legacy);
        let fonts = styles.iter().filter(|_| any_legacy);
        Self {
            shown: styles.iter().map(shown_by).collect(),
            beside: styles.iter().enumerate().filter_map(beside).collect(),
            fonts: fonts.map(|style| name(style).map(Into::into)).collect(),
            any_legacy,
        }
    }

    /// What a style writes beside a number.
    fn beside(&self, style: usize) -> Option<Arc<str>> {
        self.beside.get(&style).cloned()
    }

    /// The font of a text that may be of a legacy encoding.
    fn font_of(&self, style: usize, content: &Content, rich: &RichStrings) -> Option<Arc<str>> {
        let Content::Text(text) = content else {
            return None;
        };
        if text.is_ascii() {
            return None;
        }
        let of_cell = self.fonts.get(style).and_then(Option::as_ref);
        match rich.font(text, of_cell.map(AsRef::as_ref)) {
            Some(font) if of_cell.is_some_and(|own| **own == *font) => of_cell.cloned(),
            font => font.map(Into::into),
        }
    }

    fn listed(self) -> Vec<Arc<str>> {
        let is_legacy = |font: &Arc<str>| Encoding::of_font(font).is_some();
        let mut listed: Vec<Arc<str>> =
            self.fonts.into_iter().flatten().filter(is_legacy).collect();
        listed.sort_unstable();
        listed.dedup();
        listed
    }
}

/// Lookups are by name; of two sheets with one name both would give the first.
fn check_names(sheets: &[Sheet]) -> Result<(), FileFact> {
    if sheets.is_empty() {
        return Err(FileFact::Damaged("it has no sheets".into()));
    }
    let mut names = HashSet::new();
    match sheets
        .iter()
        .find(|sheet| !names.insert(sheet.name.to_lowercase()))
    {
        Some(sheet) => Err(FileFact::Damaged(format!(
            "two sheets are named {}",
            sheet.name
        ))),
        None => Ok(()),
    }
}

fn grid_of(sheet: &Sheet, seen: &SheetLook) -> Grid {
    Grid {
        name: clean(&sheet.name).into(),
        visibility: match sheet.visible {
            SheetVisible::Visible => Visibility::Visible,
            SheetVisible::Hidden => Visibility::Hidden,
            SheetVisible::VeryHidden => Visibility::VeryHidden,
        },
        merges: seen.merges.clone(),
        hidden_rows: seen.hidden_rows.clone(),
        hidden_cols: seen.hidden_cols(),
        ..Grid::default()
    }
}

/// How a style shows numbers.
fn shown_by(style: &Style) -> Shown {
    match &style.number_format {
        Some(format) if format.format_code == "General" => {
            format.format_id.map_or(Shown::Number, shown_by_id)
        }
        Some(format) => shown_by_text(&format.format_code),
        None => Shown::Number,
    }
}

/// What a style writes beside a number, with the style's index.
fn beside((index, style): (usize, &Style)) -> Option<(usize, Arc<str>)> {
    let format = style.number_format.as_ref()?;
    Some((index, words_beside(&format.format_code)?))
}

/// What a cell holds, `None` when it is empty.
fn content_of(value: &DataRef<'_>, shown: Shown, is_1904: bool) -> Option<Content> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) => return text_of(text),
        DataRef::SharedString(text) => return text_of(text),
        DataRef::Float(value) => number(*value, shown, is_1904),
        DataRef::Int(value) => number(*value as f64, shown, is_1904),
        DataRef::DateTime(moment) => number(moment.as_f64(), shown, is_1904),
        DataRef::DateTimeIso(text) => match iso(text) {
            Some(moment) => Content::Date(moment),
            None => return text_of(text),
        },
        DataRef::DurationIso(text) => Content::Duration(clean(text)),
        DataRef::Bool(value) => Content::Bool(*value),
        DataRef::Error(CellErrorType::GettingData) => Content::Error("#GETTING_DATA".into()),
        DataRef::Error(error) => Content::Error(error.to_string().into()),
    })
}

/// Text, `None` when nothing is left of it.
fn text_of(text: &str) -> Option<Content> {
    let text = clean(text);
    (!text.is_empty()).then_some(Content::Text(text))
}

/// The reader's own words, a password apart.
fn xlsx_words(error: XlsxError) -> FileFact {
    match error {
        XlsxError::Password => FileFact::Encrypted,
        error => FileFact::Damaged(error.to_string()),
    }
}
