//! One cell of an `OpenDocument` sheet: what its attributes and its text come to.

use super::repeats;
use crate::book::format::iso;
use crate::book::grid::Content;
use crate::book::markup::{attribute, unescape};
use crate::book::text::clean;

/// The cell at hand.
pub(super) struct CellState {
    /// How often it is repeated to the right.
    pub(super) repeats: u32,
    kind: Kind,
    value: Option<String>,
    is_error: bool,
    formula: bool,
    pub(super) text: String,
    pub(super) paragraphs: usize,
    /// Whether we are inside a paragraph.
    pub(super) in_text: bool,
}

/// What `office:value-type` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    None,
    Number,
    Date,
    Time,
    Bool,
    Text,
}

impl CellState {
    /// The cell that a tag with these attributes begins.
    pub(super) fn new(attributes: &[u8]) -> Self {
        let get = |name| attribute(attributes, name);
        let kind = match get(b"office:value-type") {
            Some(b"float" | b"percentage" | b"currency") => Kind::Number,
            Some(b"date") => Kind::Date,
            Some(b"time") => Kind::Time,
            Some(b"boolean") => Kind::Bool,
            Some(_) => Kind::Text,
            None => Kind::None,
        };
        let value = match kind {
            Kind::Number => get(b"office:value"),
            Kind::Date => get(b"office:date-value"),
            Kind::Time => get(b"office:time-value"),
            Kind::Bool => get(b"office:boolean-value"),
            Kind::Text => get(b"office:string-value"),
            Kind::None => None,
        };
        Self {
            repeats: repeats(attributes, b"table:number-columns-repeated"),
            kind,
            value: value.map(|value| unescape(value).into_owned()),
            is_error: get(b"calcext:value-type") == Some(b"error"),
            formula: get(b"table:formula").is_some(),
            text: String::new(),
            paragraphs: 0,
            in_text: false,
        }
    }

    /// Adds text. A line break of the XML, with the indent behind it, is one blank; other runs of
    /// blanks stay, for `LibreOffice` writes them so, whatever the standard says.
    pub(super) fn push(&mut self, text: &str) {
        let mut indent = false;
        for letter in text.chars() {
            match letter {
                '\n' | '\r' => {
                    if !indent && !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                        self.text.push(' ');
                    }
                    indent = true;
                }
                ' ' | '\t' if indent => {}
                letter => {
                    indent = false;
                    self.text.push(letter);
                }
            }
        }
    }

    /// What the cell holds, `None` when it is empty.
    pub(super) fn content(self) -> Option<Content> {
        let as_text = |text: &str| {
            let text = clean(text);
            (!text.is_empty()).then_some(Content::Text(text))
        };
        if self.is_error || (self.formula && is_error_name(&self.text)) {
            return Some(Content::Error(clean(&self.text)));
        }
        let value = self.value.as_deref().unwrap_or(&self.text);
        match self.kind {
            Kind::None if self.formula && self.text.is_empty() => Some(Content::NoResult),
            Kind::None => as_text(&self.text),
            Kind::Number => match value.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => Some(Content::Number(number)),
                _ => as_text(value),
            },
            Kind::Date => iso(value).map(Content::Date).or_else(|| as_text(value)),
            // What the cell shows; the value itself is written `PT12H30M`.
            Kind::Time => {
                let shown = clean(&self.text);
                let shown = if shown.is_empty() {
                    clean(value)
                } else {
                    shown
                };
                Some(Content::Duration(shown))
            }
            Kind::Bool => Some(Content::Bool(value == "true")),
            Kind::Text => as_text(value),
        }
    }
}

/// Whether a formula shows an error.
fn is_error_name(text: &str) -> bool {
    text.starts_with("Err:")
        || (text.starts_with('#') && (text.ends_with(['!', '?']) || text == "#N/A"))
}
