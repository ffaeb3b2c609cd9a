//! What a `.xls` says once for all its sheets: fonts, formats, shared strings, the list of sheets.

use std::collections::HashMap;
use std::sync::Arc;

use ecow::EcoString;

use crate::book::biff::{Coding, Pieces, Record, Records, Run, u16_at, u32_at};
use crate::book::build::{SHEETS, bound};
use crate::book::encoding::Encoding;
use crate::book::format::Format;
use crate::book::grid::Visibility;
use crate::book::seen::{Manner, Runs};
use crate::book::text::{clean, without_padding};
use crate::intake::fact::{Bound, FileFact};

/// What holds for all sheets.
#[derive(Debug)]
pub(super) struct Globals {
    pub(super) coding: Coding,
    pub(super) is_1904: bool,
    pub(super) links: bool,
    /// Whether there are sheets of macros, as Excel had them before modules.
    pub(super) macro_sheets: bool,
    /// How each cell format shows numbers.
    pub(super) formats: Vec<Arc<Format>>,
    /// How each font writes its letters, by the index of the font.
    pub(super) manners: Vec<Manner>,
    /// The fonts, and which of them each cell format has.
    pub(super) fonts: Vec<Arc<str>>,
    pub(super) style_fonts: Vec<u16>,
    /// Whether any font is of a legacy encoding. If none is, nobody asks for the fonts of cells.
    pub(super) any_legacy: bool,
    pub(super) strings: Vec<EcoString>,
    /// The strings that have several fonts, by index: as they stand, and their fonts.
    pub(super) runs: RichTexts,
    pub(super) sheets: Vec<SheetEntry>,
}

/// Texts as they stand with the fonts within them, by their index.
type RichTexts = HashMap<usize, (String, Vec<Run>)>;

/// A sheet as the workbook lists it.
#[derive(Debug)]
pub(super) struct SheetEntry {
    pub(super) name: String,
    pub(super) visibility: Visibility,
    pub(super) start: u32,
}

impl Globals {
    pub(super) fn read(stream: &[u8]) -> Result<Self, FileFact> {
        let mut records = Records::new(stream);
        let mut globals = Self {
            coding: version(records.next())?,
            is_1904: false,
            links: false,
            macro_sheets: false,
            formats: Vec::new(),
            manners: Vec::new(),
            fonts: Vec::new(),
            style_fonts: Vec::new(),
            any_legacy: false,
            strings: Vec::new(),
            runs: HashMap::new(),
            sheets: Vec::new(),
        };
        let mut formats: HashMap<u16, Arc<Format>> = HashMap::new();
        let mut styles = Vec::new();
        let mut ended = false;
        for record in records.by_ref() {
            match record.kind {
                0x000a => {
                    ended = true;
                    break;
                }
                // Behind this record everything is garbled, whichever method garbled it.
                0x002f => return Err(FileFact::Encrypted),
                0x0042 => globals.code_page(record.data),
                0x0022 => globals.is_1904 = u16_at(record.data, 0) == Some(1),
                0x041e => {
                    let wide = globals.coding == Coding::Unicode;
                    let id = u16_at(record.data, 0);
                    let text = record
                        .data
                        .get(2..)
                        .and_then(|data| globals.coding.text(data, wide));
                    if let (Some(id), Some((text, _))) = (id, text) {
                        formats.insert(id, Format::of_text(&text).into());
                    }
                }
                0x00e0 => {
                    globals
                        .style_fonts
                        .push(u16_at(record.data, 0).unwrap_or(0));
                    styles.push(u16_at(record.data, 2).unwrap_or(0));
                }
                0x0031 => globals.font(record.data),
                0x0085 => globals.sheet(record.data)?,
                0x00fc => (globals.strings, globals.runs) = strings(&record),
                // A list of names in another workbook; the two numbers are this one and add-ins.
                0x01ae => {
                    let kind = u16_at(record.data, 2);
                    globals.links |= kind.is_some_and(|kind| kind != 0x0401 && kind != 0x3a01);
                }
                _ => {}
            }
        }
        if !ended {
            return Err(FileFact::Damaged("the workbook ends too early".into()));
        }
        if globals.sheets.is_empty() {
            return Err(FileFact::Damaged("it has no sheets".into()));
        }
        for id in &styles {
            let format = formats.entry(*id);
            let format = format.or_insert_with(|| Format::of_id(u32::from(*id)).into());
            globals.formats.push(format.clone());
        }
        Ok(globals)
    }

    fn font(&mut self, data: &[u8]) {
        let name = data
            .get(14..)
            .and_then(|data| self.coding.text(data, false));
        let name = name.map_or_else(String::new, |(name, _)| name);
        self.any_legacy |= Encoding::of_font(&name).is_some();
        self.fonts.push(name.into());
        let flags = u16_at(data, 2).unwrap_or(0);
        self.manners.push(match u16_at(data, 8) {
            _ if flags & 0x08 != 0 => Manner::Struck,
            Some(1 | 2) => Manner::Raised,
            _ => Manner::Plain,
        });
    }

    /// How a font writes its letters.
    fn manner(&self, font: u16) -> Manner {
        let index = usize::from(font);
        let index = if index > 4 { index - 1 } else { index };
        self.manners.get(index).copied().unwrap_or_default()
    }

    /// Whether a cell format strikes out what it is of.
    pub(super) fn is_struck(&self, style: u16) -> bool {
        let font = self.style_fonts.get(usize::from(style));
        font.is_some_and(|font| self.manner(*font) == Manner::Struck)
    }

    /// The letters of a string by the fonts of its runs.
    pub(super) fn manners_of(&self, style: u16, text: &str, runs: &[Run]) -> Runs {
        let own = self.style_fonts.get(usize::from(style)).copied();
        let mut manner = own.map_or(Manner::Plain, |font| self.manner(font));
        let mut next = runs.iter().peekable();
        let mut at = 0_usize;
        let mut read = Runs::default();
        for letter in text.chars() {
            while let Some(run) = next.next_if(|run| usize::from(run.start) <= at) {
                manner = self.manner(run.font);
            }
            read.push(manner, letter.encode_utf8(&mut [0; 4]));
            at = at.saturating_add(letter.len_utf16());
        }
        read
    }

    /// A font by its index; for reasons of old no font has the index 4.
    pub(super) fn font_at(&self, index: u16) -> Option<&Arc<str>> {
        let index = usize::from(index);
        self.fonts.get(if index > 4 { index - 1 } else { index })
    }

    /// The legacy fonts, for what they tell of the workbook.
    pub(super) fn listed(&self) -> Vec<Arc<str>> {
        let is_legacy = |font: &&Arc<str>| Encoding::of_font(font).is_some();
        self.fonts.iter().filter(is_legacy).cloned().collect()
    }

    /// The font of a text; `None` where its letters are of several encodings.
    pub(super) fn font_of(&self, style: u16, runs: &[Run]) -> Option<&Arc<str>> {
        let own = self.style_fonts.get(usize::from(style));
        let own = own.and_then(|font| self.font_at(*font));
        let Some(first) = runs.first() else {
            return own;
        };
        let mut fonts = runs.iter().filter_map(|run| self.font_at(run.font));
        let leading = if first.start == 0 { fonts.next() } else { own }?;
        let encoding = |font: &str| Encoding::of_font(font).map(|(encoding, _)| encoding);
        fonts
            .all(|font| encoding(font) == encoding(leading))
            .then_some(leading)
    }

    fn code_page(&mut self, data: &[u8]) {
        // Since Excel 97 text is Unicode, whatever page some program writes here.
        if let (Coding::CodePage(page), Some(stated)) = (&mut self.coding, u16_at(data, 0)) {
            *page = stated;
        }
    }

    fn sheet(&mut self, data: &[u8]) -> Result<(), FileFact> {
        let cut = || FileFact::Damaged("the list of sheets ends too early".into());
        let start = u32_at(data, 0).ok_or_else(cut)?;
        let (state, kind) = (data.get(4).ok_or_else(cut)?, data.get(5).ok_or_else(cut)?);
        let name = data.get(6..).and_then(|data| self.coding.text(data, false));
        let (name, _) = name.ok_or_else(cut)?;
        self.macro_sheets |= *kind == 1;
        bound(self.sheets.len() as u64, SHEETS, Bound::Sheets)?;
        // Charts and modules have no cells, and those of macros no figures.
        if *kind == 0 {
            self.sheets.push(SheetEntry {
                name: clean(&without_padding(&name)).into(),
                visibility: match state & 3 {
                    0 => Visibility::Visible,
                    1 => Visibility::Hidden,
                    _ => Visibility::VeryHidden,
                },
                start,
            });
        }
        Ok(())
    }
}

/// How text is stored, by the record that begins a workbook.
fn version(first: Option<Record<'_>>) -> Result<Coding, FileFact> {
    let Some(record) = first else {
        return Err(FileFact::Damaged("the workbook is empty".into()));
    };
    match (record.kind, u16_at(record.data, 0)) {
        (0x0809, Some(0x0500)) => Ok(Coding::CodePage(1252)),
        (0x0809, Some(_)) => Ok(Coding::Unicode),
        (0x0009 | 0x0209 | 0x0409, _) => Err(FileFact::Unsupported("Excel 2–4")),
        _ => Err(FileFact::Damaged(
            "the workbook does not begin as one".into(),
        )),
    }
}

/// The table of strings, and the fonts within those that have several.
fn strings(record: &Record<'_>) -> (Vec<EcoString>, RichTexts) {
    let mut pieces = Pieces::new(record.data.get(8..).unwrap_or_default(), &record.more);
    let mut strings = Vec::new();
    let mut runs = HashMap::new();
    while !pieces.is_empty() {
        let Some((text, own_runs)) = pieces.rich_text() else {
            break;
        };
        strings.push(clean(&without_padding(&text)));
        if !own_runs.is_empty() {
            runs.insert(strings.len().saturating_sub(1), (text, own_runs));
        }
    }
    (strings, runs)
}
