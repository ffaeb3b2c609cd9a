//! One cell of an `OpenDocument` sheet: what its attributes and its text come to.

use super::repeats;
use crate::book::format::{Format, iso};
use crate::book::grid::Content;
use crate::book::markup::{attribute, unescape};
use crate::book::number_format::NumberFormat;
use crate::book::seen::{Manner, Runs, Seen};
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
    pub(super) style: Box<[u8]>,
    /// How the cell's own letters are written, and those of the spans that are open.
    manners: Vec<Manner>,
    /// From which byte of the text on letters are written in another manner.
    changes: Vec<(usize, Manner)>,
    /// The currency that the cell states.
    currency: Option<String>,
    percent: bool,
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
    pub(super) fn new(attributes: &[u8], style: Box<[u8]>, manner: Manner) -> Self {
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
            style,
            manners: vec![manner],
            changes: vec![(0, manner)],
            currency: get(b"office:currency").map(|code| unescape(code).into_owned()),
            percent: get(b"office:value-type") == Some(b"percentage"),
        }
    }

    /// Begins letters of a style of their own.
    pub(super) fn open_span(&mut self, manner: Option<Manner>) {
        let around = self.manners.last().copied().unwrap_or_default();
        let manner = manner.unwrap_or(around);
        self.manners.push(manner);
        self.change(manner);
    }

    /// Ends them.
    pub(super) fn close_span(&mut self) {
        if self.manners.len() > 1 {
            self.manners.pop();
        }
        let around = self.manners.last().copied().unwrap_or_default();
        self.change(around);
    }

    fn change(&mut self, manner: Manner) {
        if self.changes.last().is_none_or(|(_, last)| *last != manner) {
            self.changes.push((self.text.len(), manner));
        }
    }

    /// The text by the manners in which it is written.
    fn runs(&self) -> Runs {
        let mut runs = Runs::default();
        let ends = self.changes.iter().skip(1).map(|(start, _)| *start);
        let ends = ends.chain([self.text.len()]);
        for ((start, manner), end) in self.changes.iter().zip(ends) {
            runs.push(*manner, self.text.get(*start..end).unwrap_or_default());
        }
        runs
    }

    /// What the cell holds, `None` when it is empty, and what is to be known of it.
    pub(super) fn read(self, format: Option<&Format>) -> Option<(Content, Option<Seen>)> {
        let plain = self.changes.len() == 1 && self.manners.first() == Some(&Manner::Plain);
        let is_struck = self.manners.first() == Some(&Manner::Struck);
        let runs = (!plain).then(|| self.runs());
        let (currency, percent) = (self.currency.clone(), self.percent);
        let by_text = self.value.is_none();
        let content = self.content()?;
        let mut seen = match (&content, format) {
            (Content::Number(value), format) => {
                let (figure, mut seen) = match format.map(|format| format.apply(*value, false)) {
                    Some((Content::Number(figure), seen)) => (figure, seen.unwrap_or_default()),
                    _ => (*value, Seen::default()),
                };
                // What the cell says itself, where its format does not.
                if let Some(currency) = currency {
                    seen.stated = true;
                    if seen.words.is_none() {
                        seen.text = Some(format!("{figure} {currency}").into());
                        (seen.words, seen.behind) = (Some(currency.to_lowercase().into()), true);
                    }
                }
                if percent && !seen.percent {
                    seen.percent = true;
                    let shown = NumberFormat::of_text("0.########%");
                    seen.text = shown.and_then(|shown| shown.show(figure).1.text);
                }
                seen.struck = is_struck;
                return Some((Content::Number(figure), Some(seen).filter(Seen::any)));
            }
            (content, Some(format)) => format.seen_of_date(content),
            (_, None) => None,
        };
        if let (Content::Text(_), Some(runs), true) = (&content, &runs, by_text) {
            return match runs.read() {
                Some((content, seen)) => Some((content, Some(seen))),
                None => Some((content, seen)),
            };
        }
        if is_struck {
            seen.get_or_insert_default().struck = true;
        }
        Some((content, seen))
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
    fn content(self) -> Option<Content> {
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
