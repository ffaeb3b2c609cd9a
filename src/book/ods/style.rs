//! What the styles of an `OpenDocument` say of cells and of runs of letters: formats of numbers, struck out, raised.
//!
//! A format of numbers is a list of elements here; it is written out as the text that a workbook would have for it
//! (`#,##0,," tr"`), and read as such.

use std::collections::HashMap;
use std::sync::Arc;

use crate::book::build::bound;
use crate::book::format::Format;
use crate::book::markup::{Piece, attribute, digits, unescape};
use crate::book::seen::Manner;
use crate::intake::fact::{Bound, FileFact};

/// The most styles of a workbook.
const MOST: u64 = 200_000;
/// The longest text of a format.
const LONGEST: usize = 1000;

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    formats: HashMap<Box<[u8]>, Arc<Format>>,
    styles: HashMap<Box<[u8]>, Style>,
    /// The style at hand.
    name: Option<Box<[u8]>>,
    format: Option<OpenFormat>,
}

/// What a style of cells or letters says.
#[derive(Debug, Default)]
struct Style {
    parent: Option<Box<[u8]>>,
    format: Option<Box<[u8]>>,
    manner: Option<Manner>,
}

/// The format at hand.
#[derive(Debug, Default)]
struct OpenFormat {
    name: Box<[u8]>,
    text: String,
    percent: bool,
    in_words: bool,
}

impl Styles {
    /// Takes the next piece of the styles.
    pub(super) fn take(&mut self, piece: Piece<'_>) -> Result<(), FileFact> {
        match piece {
            Piece::Open {
                name,
                attributes,
                empty,
            } => {
                if let Some(format) = &mut self.format {
                    format.open(name, attributes, empty);
                    return Ok(());
                }
                self.open(name, attributes, empty)?;
            }
            Piece::Close { name } => self.close(name),
            Piece::Text(bytes) => {
                if let Some(format) = self.format.as_mut().filter(|format| format.in_words) {
                    format.say(&unescape(bytes));
                }
            }
            Piece::CData(_) => {}
        }
        Ok(())
    }

    fn open(&mut self, name: &[u8], attributes: &[u8], empty: bool) -> Result<(), FileFact> {
        let get = |name| attribute(attributes, name);
        let own = |name: &[u8]| attribute(attributes, name).map(Into::into);
        match name {
            b"number:number-style"
            | b"number:currency-style"
            | b"number:percentage-style"
            | b"number:date-style"
                if !empty =>
            {
                self.format = own(b"style:name").map(|own: Box<[u8]>| OpenFormat {
                    name: own,
                    percent: name == b"number:percentage-style",
                    ..OpenFormat::default()
                });
            }
            b"style:style" => {
                let family = get(b"style:family");
                self.name = None;
                if matches!(family, Some(b"table-cell" | b"text"))
                    && let Some(name) = own(b"style:name")
                {
                    let style = Style {
                        parent: own(b"style:parent-style-name"),
                        format: own(b"style:data-style-name"),
                        manner: None,
                    };
                    self.styles.insert(name.clone(), style);
                    self.name = Some(name).filter(|_| !empty);
                }
                bound(self.styles.len() as u64, MOST, Bound::Styles)?;
            }
            b"style:text-properties" => {
                let style = self
                    .name
                    .as_ref()
                    .and_then(|name| self.styles.get_mut(name));
                if let Some(style) = style {
                    style.manner = manner(attributes);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"style:style" => self.name = None,
            b"number:text" | b"number:currency-symbol" => {
                if let Some(format) = &mut self.format {
                    format.in_words = false;
                }
            }
            b"number:number-style"
            | b"number:currency-style"
            | b"number:percentage-style"
            | b"number:date-style" => {
                if let Some(format) = self.format.take()
                    && (self.formats.len() as u64) < MOST
                {
                    let read = Format::of_text(&format.text);
                    self.formats.insert(format.name, read.into());
                }
            }
            _ => {}
        }
    }

    /// How the cells of a style show numbers.
    pub(super) fn format(&self, name: &[u8]) -> Option<&Format> {
        let format = self.of_style(name, |style| style.format.as_ref())?;
        self.formats.get(format).map(AsRef::as_ref)
    }

    /// How letters of a style are written, `None` when it does not say.
    pub(super) fn manner(&self, name: &[u8]) -> Option<Manner> {
        self.of_style(name, |style| style.manner.as_ref()).copied()
    }

    /// What a style or one that it is made from says; chains of styles are short.
    fn of_style<'a, T>(
        &'a self,
        name: &'a [u8],
        get: impl Fn(&'a Style) -> Option<&'a T>,
    ) -> Option<&'a T> {
        let mut name = name;
        for _ in 0..8 {
            let style = self.styles.get(name)?;
            if let Some(found) = get(style) {
                return Some(found);
            }
            name = style.parent.as_deref()?;
        }
        None
    }
}

/// How the properties of letters write them, `None` when they do not say.
fn manner(attributes: &[u8]) -> Option<Manner> {
    let get = |name| attribute(attributes, name);
    if get(b"text:display") == Some(b"none") {
        return Some(Manner::Hidden);
    }
    let struck =
        get(b"style:text-line-through-style").or_else(|| get(b"style:text-line-through-type"));
    let position = get(b"style:text-position").map(<[u8]>::trim_ascii);
    let raised = position.map(|position| {
        let begins = |word: &[u8]| position.starts_with(word);
        let zero = position.split(|byte| *byte == b' ').next() == Some(b"0%");
        begins(b"super") || begins(b"sub") || !(zero || position.is_empty())
    });
    match (struck, raised) {
        (Some(style), _) if style != b"none" => Some(Manner::Struck),
        (_, Some(true)) => Some(Manner::Raised),
        (Some(_), _) | (_, Some(false)) => Some(Manner::Plain),
        (None, None) => None,
    }
}

impl OpenFormat {
    fn open(&mut self, name: &[u8], attributes: &[u8], empty: bool) {
        let count = |name| attribute(attributes, name).and_then(digits);
        match name {
            b"number:number" => {
                let (least, places) = (
                    count(b"number:min-integer-digits").unwrap_or(0).min(30),
                    count(b"number:decimal-places"),
                );
                let figure = match (least, places) {
                    (0 | 1, None) => "General".to_owned(),
                    (least, places) => {
                        let repeat = |count: u32| "0".repeat(usize::try_from(count).unwrap_or(0));
                        let whole = if least == 0 {
                            "#".to_owned()
                        } else {
                            repeat(least)
                        };
                        match places.unwrap_or(0).min(30) {
                            0 => whole,
                            places => format!("{whole}.{}", repeat(places)),
                        }
                    }
                };
                self.add(&figure);
                let factor = attribute(attributes, b"number:display-factor");
                let factor = factor.and_then(|factor| unescape(factor).trim().parse::<f64>().ok());
                for _ in 0..thousands(factor.unwrap_or(1.0)) {
                    self.add(",");
                }
            }
            b"number:scientific-number" => self.add("0E+0"),
            b"number:fraction" => self.add("# ?/?"),
            b"number:day" | b"number:day-of-week" => self.add("d"),
            b"number:month" => self.add("m"),
            b"number:year" => self.add("y"),
            b"number:hours" => self.add("h"),
            b"number:seconds" => self.add("s"),
            b"number:text" | b"number:currency-symbol" => self.in_words = !empty,
            _ => {}
        }
    }

    fn say(&mut self, words: &str) {
        for letter in words.chars() {
            match letter {
                '%' if self.percent => self.add("%"),
                letter => {
                    self.add("\\");
                    self.add(letter.encode_utf8(&mut [0; 4]));
                }
            }
        }
    }

    fn add(&mut self, text: &str) {
        if self.text.len() < LONGEST {
            self.text.push_str(text);
        }
    }
}

/// How often a thousand is in a factor.
fn thousands(factor: f64) -> u32 {
    let mut left = factor;
    let mut count = 0;
    while left >= 1000.0 && count < 4 {
        left /= 1000.0;
        count += 1;
    }
    count
}
