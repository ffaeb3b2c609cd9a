//! What the styles of cells say: how they show numbers, and in which font, struck out or not, they are written.

use std::collections::HashMap;
use std::sync::Arc;

use super::tag::digits;
use super::{Halt, pieces};
use crate::book::encoding::Encoding;
use crate::book::format::{Format, Shown};
use crate::book::markup::{Piece, attribute, local, unescape};
use crate::book::package::Package;

/// The most elements of the part; one of more is odd.
const ELEMENTS: u64 = 400_000;
/// The first number of a format that the workbook states itself.
const FIRST_OWN_FORMAT: u32 = 164;

/// The styles of cells, by their number.
#[derive(Debug, Default)]
pub(super) struct Styles {
    list: Vec<Style>,
    /// Whether any font is of a legacy encoding.
    pub(super) any_legacy: bool,
}

/// What a style says.
#[derive(Debug, Clone)]
pub(super) struct Style {
    /// How it shows numbers.
    pub(super) format: Arc<Format>,
    /// Whether it strikes out what it is of.
    pub(super) struck: bool,
    /// Its font.
    pub(super) font: Option<Arc<str>>,
}

impl Styles {
    /// A style by its number.
    pub(super) fn get(&self, number: u32) -> Option<&Style> {
        self.list.get(number as usize)
    }

    /// The fonts of legacy encodings, each once.
    pub(super) fn listed(&self) -> Vec<Arc<str>> {
        let fonts = self.list.iter().filter_map(|style| style.font.as_ref());
        let mut listed: Vec<Arc<str>> = fonts.filter(|font| is_legacy(font)).cloned().collect();
        listed.sort_unstable();
        listed.dedup();
        listed
    }
}

fn is_legacy(font: &Arc<str>) -> bool {
    Encoding::of_font(font).is_some()
}

/// Reads the part of the styles.
pub(super) fn read(package: &mut Package<'_>, index: usize) -> Result<Styles, Halt> {
    let mut reader = Reader::default();
    pieces::of_part(package, index, b"styleSheet", |piece| reader.take(piece))?;
    if !reader.ended {
        return Err(Halt::Odd);
    }
    let any_legacy = reader.list.iter().any(|style| {
        let font = style.font.as_ref();
        font.is_some_and(is_legacy)
    });
    Ok(Styles {
        list: reader.list,
        any_legacy,
    })
}

/// The state of the pass.
#[derive(Default)]
struct Reader {
    inside: Inside,
    ended: bool,
    elements: u64,
    codes: HashMap<Vec<u8>, String>,
    fonts: Vec<Font>,
    list: Vec<Style>,
    /// Formats read already, by the number that names them.
    formats: HashMap<Vec<u8>, Arc<Format>>,
}

/// The list that we are in.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Inside {
    #[default]
    Other,
    Formats,
    Fonts,
    /// In a font of the fonts.
    Font,
    /// Lists that nothing is asked of.
    Fills,
    Borders,
    CellStyles,
    /// In a style of the cells' styles.
    CellStyle,
}

#[derive(Debug, Default)]
struct Font {
    name: Option<Arc<str>>,
    struck: bool,
}

impl Reader {
    fn take(&mut self, piece: Piece<'_>) -> Result<(), Halt> {
        match piece {
            Piece::Open {
                name,
                attributes,
                empty,
            } if !self.ended => {
                self.elements = self.elements.saturating_add(1);
                if self.elements > ELEMENTS {
                    return Err(Halt::Odd);
                }
                self.open(local(name), attributes, empty)?;
            }
            Piece::Close { name } => self.close(local(name)),
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, name: &[u8], attributes: &[u8], empty: bool) -> Result<(), Halt> {
        let list = match (self.inside, name) {
            (Inside::Other, b"numFmts") => Some(Inside::Formats),
            (Inside::Other, b"fonts") => Some(Inside::Fonts),
            (Inside::Other, b"fills") => Some(Inside::Fills),
            (Inside::Other, b"borders") => Some(Inside::Borders),
            (Inside::Other, b"cellXfs") => Some(Inside::CellStyles),
            (Inside::Formats, b"numFmt") => {
                let id = attribute(attributes, b"numFmtId");
                let code = attribute(attributes, b"formatCode");
                if let (Some(id), Some(code)) = (id, code) {
                    self.codes
                        .insert(id.to_owned(), unescape(code).into_owned());
                    self.formats.clear();
                }
                None
            }
            (Inside::Fonts, b"font") => {
                self.fonts.push(Font::default());
                Some(Inside::Font)
            }
            (Inside::Font, b"name") => {
                let value = attribute(attributes, b"val");
                if let (Some(value), Some(font)) = (value, self.fonts.last_mut()) {
                    font.name = Some(unescape(value).into());
                }
                None
            }
            (Inside::Font, b"strike") => {
                let value = attribute(attributes, b"val");
                if let Some(font) = self.fonts.last_mut() {
                    font.struck = !matches!(value, Some(b"0" | b"false"));
                }
                None
            }
            (Inside::CellStyles, b"xf") => {
                self.style(attributes)?;
                Some(Inside::CellStyle)
            }
            // One list within another: where it ends is not told.
            (Inside::Font, b"font") | (Inside::CellStyle, b"xf") => return Err(Halt::Odd),
            (_, b"numFmts" | b"fonts" | b"fills" | b"borders" | b"cellXfs") => {
                return Err(Halt::Odd);
            }
            _ => None,
        };
        if let (Some(list), false) = (list, empty) {
            self.inside = list;
        }
        Ok(())
    }

    fn close(&mut self, name: &[u8]) {
        self.inside = match (self.inside, name) {
            (Inside::Formats, b"numFmts")
            | (Inside::Fonts, b"fonts")
            | (Inside::Fills, b"fills")
            | (Inside::Borders, b"borders")
            | (Inside::CellStyles, b"cellXfs") => Inside::Other,
            (Inside::Font, b"font") => Inside::Fonts,
            (Inside::CellStyle, b"xf") => Inside::CellStyles,
            (inside, _) => inside,
        };
        self.ended |= name == b"styleSheet" && self.inside == Inside::Other;
    }

    /// A style of cells.
    fn style(&mut self, attributes: &[u8]) -> Result<(), Halt> {
        let number = |name| match attribute(attributes, name) {
            Some(value) => digits(value).map(Some).ok_or(Halt::Odd),
            None => Ok(None),
        };
        let font = number(b"fontId")?;
        let font = font.and_then(|font| self.fonts.get(font as usize));
        let format = number(b"numFmtId")?;
        let id = attribute(attributes, b"numFmtId").unwrap_or_default();
        let format = match self.formats.get(id) {
            Some(format) => format.clone(),
            None => {
                let code = self.codes.get(id).map(String::as_str);
                let format = Arc::new(format_of(format, code));
                self.formats.insert(id.to_owned(), format.clone());
                format
            }
        };
        self.list.push(Style {
            format,
            struck: font.is_some_and(|font| font.struck),
            font: font.and_then(|font| font.name.clone()),
        });
        Ok(())
    }
}

/// How a style shows numbers, by the number of its format and what the workbook says of that.
fn format_of(id: Option<u32>, code: Option<&str>) -> Format {
    match (id, code) {
        (None, _) => Format::as_shown(Shown::Number),
        (Some(id), None) => Format::of_id(id),
        (Some(id), Some("General")) if id < FIRST_OWN_FORMAT => Format::of_id(id),
        // Formats of money that are built in state no currency, whatever a workbook says of them.
        (Some(5..=8 | 37..=44), Some(_)) => Format::as_shown(Shown::Number),
        (Some(_), Some(code)) => Format::of_text(code),
    }
}
