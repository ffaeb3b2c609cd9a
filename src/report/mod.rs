//! Findings as people and programs read them. One file a format; a new format touches one file and the list here.

pub mod changes;
mod csv;
pub mod docs;
pub mod form;
pub(crate) mod html;
mod json;
mod sarif;
pub mod status;
mod text;

use std::borrow::Cow;
use std::io;

use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::round::Round;
use crate::value::shown::runs_as_formula;

/// A format of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a person at a terminal.
    Text,
    /// JSON Lines.
    Json,
    /// A table of findings.
    Csv,
    /// A page for a browser.
    Html,
    /// SARIF 2.1.0.
    Sarif,
}

impl Format {
    /// The names of all formats.
    pub const NAMES: [&str; 5] = ["text", "json", "csv", "html", "sarif"];

    /// Their names with the endings of their files, the usual one first; a text may end in anything.
    pub const ENDINGS: [(&str, &[&str]); 5] = [
        ("text", &[]),
        ("json", &["json", "jsonl", "ndjson"]),
        ("csv", &["csv"]),
        ("html", &["html", "htm"]),
        ("sarif", &["sarif", "json"]),
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Sarif => "sarif",
        }
    }

    /// The format of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "html" => Some(Self::Html),
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
    /// Whether what was merely done (infos) is listed too, and not only counted.
    pub all: bool,
    /// Whether `'` is put before text of a table that a spreadsheet would run as a formula.
    pub safe: bool,
    /// Whether the findings stand beside a table that is being written, so that there is nothing to do next.
    pub brief: bool,
    /// Whether nothing but errors is told, no summary either.
    pub only_errors: bool,
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
        Format::Json => json::write(round, findings, style.lang, out),
        Format::Csv => csv::write(round, findings, style, out),
        Format::Html => html::write(round, findings, style.lang, out),
        Format::Sarif => sarif::write(round, findings, style.lang, out),
    }
}

/// The round in a few lines: what was read, what was found, who has sent.
#[must_use]
pub fn glance(round: &Round, findings: &[Finding], lang: Lang) -> Vec<String> {
    text::glance(round, findings, lang)
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
            counts.add(finding.severity);
        }
        counts
    }

    /// Counts one more.
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.infos += 1,
        }
    }

    /// How many there are.
    #[must_use]
    pub fn all(self) -> usize {
        self.errors + self.warnings + self.infos
    }

    /// Each severity that there is, the gravest first, with its count in words.
    pub fn each(self, lang: Lang) -> impl Iterator<Item = (Severity, String)> {
        [
            (
                Severity::Error,
                self.errors,
                lang.count(self.errors, "lỗi", "error", "errors"),
            ),
            (
                Severity::Warning,
                self.warnings,
                lang.count(self.warnings, "cảnh báo", "warning", "warnings"),
            ),
            (
                Severity::Info,
                self.infos,
                lang.count(self.infos, "thông tin", "note", "notes"),
            ),
        ]
        .into_iter()
        .filter(|(_, count, _)| *count > 0)
        .map(|(severity, _, said)| (severity, said))
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

/// A severity in words, where more than one is meant.
#[must_use]
pub fn severity_words(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Error => lang.pick("lỗi", "errors"),
        Severity::Warning => lang.pick("cảnh báo", "warnings"),
        Severity::Info => lang.pick("thông tin", "notes"),
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

/// The findings of each file, those of no file last. They must stand in their order.
pub(crate) fn by_file(findings: &[Finding]) -> impl Iterator<Item = (Option<&str>, &[Finding])> {
    findings
        .chunk_by(|a, b| a.place.file == b.place.file)
        .filter_map(|chunk| Some((chunk.first()?.place.file.as_deref(), chunk)))
}

/// A field of a table: where the table is to be safe, with `'` before what a spreadsheet would run as a formula.
pub(crate) fn field(text: &str, safe: bool) -> Cow<'_, str> {
    if safe && runs_as_formula(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}
