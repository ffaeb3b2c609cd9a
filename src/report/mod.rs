//! Findings as people and programs read them. One file a format; a new format touches one file and the list here.

mod csv;
pub mod docs;
mod json;
mod sarif;
mod text;

use std::io;

use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::round::Round;

/// A format of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a person at a terminal.
    Text,
    /// JSON Lines.
    Json,
    /// A table of findings.
    Csv,
    /// SARIF 2.1.0.
    Sarif,
}

impl Format {
    /// The names of all formats.
    pub const NAMES: [&str; 4] = ["text", "json", "csv", "sarif"];

    /// The format of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "sarif" => Some(Self::Sarif),
            _ => None,
        }
    }
}

/// How a report is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// The language of sentences.
    pub lang: Lang,
    /// Whether to use colours.
    pub colour: bool,
    /// The width of the terminal in columns; 0 when lines are not to be broken.
    pub width: usize,
    /// Whether what was merely done (infos) is counted but not listed.
    pub brief: bool,
}

/// Writes the findings of a round.
///
/// # Errors
/// When the output cannot be written.
pub fn write(
    format: Format,
    round: &Round,
    findings: &[Finding],
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Text => text::write(round, findings, style, out),
        Format::Json => json::write(findings, style.lang, out),
        Format::Csv => csv::write(findings, style.lang, out),
        Format::Sarif => sarif::write(round, findings, style.lang, out),
    }
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Infos.
    pub infos: usize,
}

impl Counts {
    /// Counts findings.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            match finding.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Info => counts.infos += 1,
            }
        }
        counts
    }

    /// In words: `3 lỗi, 2 cảnh báo, 5 thông tin`.
    #[must_use]
    pub fn say(self, lang: Lang) -> String {
        [
            lang.count(self.errors, "lỗi", "error", "errors"),
            lang.count(self.warnings, "cảnh báo", "warning", "warnings"),
            lang.count(self.infos, "thông tin", "note", "notes"),
        ]
        .join(", ")
    }
}

/// A severity in words.
#[must_use]
pub fn severity_word(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Error => lang.pick("lỗi", "error"),
        Severity::Warning => lang.pick("cảnh báo", "warning"),
        Severity::Info => lang.pick("thông tin", "note"),
    }
}

/// A severity as a sign, so that colour is never alone in carrying it.
#[must_use]
pub fn severity_sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "✗",
        Severity::Warning => "!",
        Severity::Info => "·",
    }
}

/// A sentence of its own: with a capital letter.
#[must_use]
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
