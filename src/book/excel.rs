//! Excel workbooks of today (`.xlsx`, `.xlsm`) of any shape through calamine, cell by cell.
//!
//! Those of the common shape never come here: `xlsx` reads them in one pass.
//!
//! calamine's dense ranges are never asked for: a stray cell in `XFD1048576` would cost
//! hundreds of gigabytes. Number formats are read anew from their text, for calamine takes some
//! money formats for dates.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;
use std::sync::Arc;

use calamine::{
    CellErrorType, DataRef, Reader as _, Sheet, SheetType, SheetVisible, Style, Xlsx, XlsxError,
};

use super::build::{Budget, Builder, Twice};
use super::encoding::Encoding;
use super::format::{Format, Shown, iso};
use super::grid::{Book, Content, Grid, Visibility};
use super::look::{PackageLook, look};
use super::markup::BLANKS;
use super::rich::RichStrings;
use super::seen::{Runs, Seen};
use super::sheet::SheetLook;
use super::text::clean;
use crate::intake::fact::FileFact;
use crate::intake::limits::Limits;
use crate::place::CellRef;

/// What calamine reads from.
type Bytes<'a> = Cursor<&'a [u8]>;

/// The first number of a format that the workbook states itself.
const FIRST_OWN_FORMAT: u32 = 164;

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
        uncalculated,
        inflated,
        mended,
    } = look(bytes, limits)?;
    budget.hold(usize::try_from(inflated).unwrap_or(usize::MAX));
    // One string may stand in a million cells: what they come to is known before any of them is read.
    let text = seen.iter().flatten().map(|sheet| sheet.text);
    budget.foresee(0, text.fold(0, u64::saturating_add))?;
    let bytes = mended.as_deref().unwrap_or(bytes);
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
        let zeros: HashSet<CellRef> = match uncalculated {
            true => seen.zeros.iter().copied().collect(),
            false => HashSet::new(),
        };
        let padded: HashSet<CellRef> = seen.padded.iter().copied().collect();
        let marks = marks(&seen, &rich);
        loop {
            match reader.next_cell_with_style_id() {
                Ok(Some((cell, style))) => {
                    let (row, col) = cell.get_position();
                    let at = CellRef::new(row, col);
                    let shown = content_of(cell.get_value(), styles.format(style), is_1904);
                    let Some((mut content, mut noted)) = shown else {
                        continue;
                    };
                    if padded.contains(&at)
                        && let Content::Text(text) = &content
                    {
                        match text_of(text.trim_matches(BLANKS)) {
                            Some(text) => content = text,
                            None => continue,
                        }
                    }
                    if styles.any_legacy
                        && let Some(font) = styles.font_of(style, &content, &rich)
                    {
                        book.fonts.cells.insert((index, at), font);
                    }
                    if !zeros.is_empty() && zeros.contains(&at) {
                        content = Content::NoResult;
                    }
                    let read = marks.get(&at).and_then(|runs| runs.read());
                    if let Some((left, known)) = read {
                        (content, noted) = (left, Some(known));
                    } else if styles.struck.contains(&style) {
                        noted.get_or_insert_default().struck = true;
                    }
                    builder.note(at, noted);
                    builder.push(row, col, content, budget)?;
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
    formats: Vec<Format>,
    /// Those that strike out what they are of.
    struck: HashSet<usize>,
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
            formats: styles.iter().map(format_of).collect(),
            struck: (0..)
                .zip(styles)
                .filter(|(_, style)| style.font.as_ref().is_some_and(|font| font.strikethrough))
                .map(|(index, _)| index)
                .collect(),
            fonts: fonts.map(|style| name(style).map(Into::into)).collect(),
            any_legacy,
        }
    }

    /// How a style shows numbers.
    fn format(&self, style: usize) -> &Format {
        static PLAIN: Format = Format::as_shown(Shown::Number);
        self.formats.get(style).unwrap_or(&PLAIN)
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
        name: clean(&sheet.name).as_str().into(),
        visibility: match sheet.visible {
            SheetVisible::Visible => Visibility::Visible,
            SheetVisible::Hidden => Visibility::Hidden,
            SheetVisible::VeryHidden => Visibility::VeryHidden,
        },
        merges: seen.merges.clone(),
        hidden_rows: seen.hidden_rows.clone(),
        hidden_cols: seen.hidden_cols(),
        comments: seen.comments.clone(),
        ..Grid::default()
    }
}

/// The raised and struck-out letters of a sheet's cells.
fn marks<'a>(seen: &'a SheetLook, rich: &'a RichStrings) -> HashMap<CellRef, &'a Runs> {
    let shared = seen
        .marked
        .iter()
        .filter_map(|(at, string)| Some((*at, rich.marked.get(string)?)));
    let inline = seen.inline.iter().map(|(at, runs)| (*at, runs));
    shared.chain(inline).collect()
}

/// How a style shows numbers.
fn format_of(style: &Style) -> Format {
    match &style.number_format {
        // The codes of the formats that are built in are the reader's own words for them.
        Some(format) if format.format_id.is_some_and(|id| id < FIRST_OWN_FORMAT) => {
            match format.format_id {
                Some(id) if format.format_code == "General" => Format::of_id(id),
                Some(5..=8 | 37..=44) => Format::as_shown(Shown::Number),
                _ => Format::of_text(&format.format_code),
            }
        }
        Some(format) => Format::of_text(&format.format_code),
        None => Format::as_shown(Shown::Number),
    }
}

/// What a cell holds, `None` when it is empty, and what is to be known of it.
fn content_of(
    value: &DataRef<'_>,
    format: &Format,
    is_1904: bool,
) -> Option<(Content, Option<Seen>)> {
    let content = match value {
        DataRef::Empty => return None,
        DataRef::String(text) => text_of(text)?,
        DataRef::SharedString(text) => text_of(text)?,
        DataRef::Float(value) => return Some(format.apply(*value, is_1904)),
        DataRef::Int(value) => return Some(format.apply(*value as f64, is_1904)),
        DataRef::DateTime(moment) => return Some(format.apply(moment.as_f64(), is_1904)),
        DataRef::DateTimeIso(text) => match iso(text) {
            Some(moment) => Content::Date(moment),
            None => text_of(text)?,
        },
        DataRef::DurationIso(text) => Content::Duration(clean(text)),
        DataRef::Bool(value) => Content::Bool(*value),
        DataRef::Error(CellErrorType::GettingData) => Content::Error("#GETTING_DATA".into()),
        DataRef::Error(error) => Content::Error(error.to_string().into()),
    };
    let seen = format.seen_of_date(&content);
    Some((content, seen))
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
