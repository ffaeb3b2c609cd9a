//! How the offices of a round stand: for a person at a terminal, as a table, as JSON Lines, as a page.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::html;
use super::text::wrap;
use super::{Style, field};
use crate::lang::{self, Lang};
use crate::letters::printable;
use crate::round::Round;
use crate::rule::{OfficeState, State};

/// The columns of the table, which are also the keys of the JSON.
const COLUMNS: [&str; 7] = [
    "unit_code",
    "unit_name",
    "state",
    "file",
    "records",
    "errors",
    "warnings",
];

/// A format of the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusFormat {
    /// For a person at a terminal.
    Text,
    /// JSON Lines, an office a line.
    Json,
    /// A table.
    Csv,
    /// A page for a browser.
    Html,
}

impl StatusFormat {
    /// The names of all formats.
    pub const NAMES: [&str; 4] = ["text", "json", "csv", "html"];

    /// Their names with the endings of their files, the usual one first; a text may end in anything.
    pub const ENDINGS: [(&str, &[&str]); 4] = [
        ("text", &[]),
        ("json", &["json", "jsonl", "ndjson"]),
        ("csv", &["csv"]),
        ("html", &["html", "htm"]),
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Html => "html",
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
            _ => None,
        }
    }
}

/// Writes how the offices of a round stand.
///
/// # Errors
/// When the output cannot be written.
pub fn write(
    format: StatusFormat,
    round: &Round,
    states: &[OfficeState],
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        StatusFormat::Text => text(round, states, style, out),
        StatusFormat::Json => json(states, out),
        StatusFormat::Csv => csv(states, style.safe, out),
        StatusFormat::Html => html::write_status(round, states, style.lang, out),
    }
}

fn files(office: &OfficeState) -> String {
    let files: Vec<&str> = office.files.iter().map(|file| &**file).collect();
    files.join("; ")
}

/// Whether the lines tell of several forms.
fn several_forms(states: &[OfficeState]) -> bool {
    states.iter().any(|office| !office.form.is_empty())
}

fn csv(states: &[OfficeState], safe: bool, out: &mut dyn io::Write) -> io::Result<()> {
    let forms = several_forms(states);
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(out);
    let more = forms.then_some("form");
    let header = COLUMNS.into_iter().chain(more);
    table
        .write_record(header)
        .map_err(crate::csv_error::io_error)?;
    for office in states {
        let (records, errors, warnings) = (
            office.records.to_string(),
            office.errors.to_string(),
            office.warnings.to_string(),
        );
        let files = files(office);
        let cells = [
            office.code.as_str(),
            &office.name,
            office.state.name(),
            &files,
            &records,
            &errors,
            &warnings,
        ];
        let more = forms.then_some(office.form.as_str());
        table
            .write_record(
                cells
                    .into_iter()
                    .chain(more)
                    .map(|text| field(text, safe))
                    .map(|text| text.as_bytes().to_vec()),
            )
            .map_err(crate::csv_error::io_error)?;
    }
    table.flush()
}

fn json(states: &[OfficeState], out: &mut dyn io::Write) -> io::Result<()> {
    for office in states {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        let files: Vec<&str> = office.files.iter().map(|file| &**file).collect();
        let line = serde_json::json!({
            "unit_code": office.code,
            "unit_name": office.name,
            "state": office.state.name(),
            "file": (!files.is_empty()).then(|| files.join("; ")),
            "records": office.records,
            "errors": office.errors,
            "warnings": office.warnings,
            "form": Some(&office.form).filter(|form| !form.is_empty()),
            "kind": Some(&office.kind).filter(|kind| !kind.is_empty()),
            "deadline": day(office.deadline),
            "sent": day(office.sent),
            "files": files,
            "named": office.named,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// The word for a state.
#[must_use]
pub fn state_word(state: State, lang: Lang) -> &'static str {
    match state {
        State::Missing => lang.pick("chưa gửi", "missing"),
        State::Invalid => lang.pick("không đọc được", "invalid"),
        State::Late => lang.pick("gửi muộn", "late"),
        State::Nil => lang.pick("không phát sinh", "nil"),
        State::Reported => lang.pick("đã gửi", "reported"),
        State::Superseded => lang.pick("đã thay", "superseded"),
    }
}

/// The sign before a state, which says the same without colour.
pub(super) fn sign(state: State) -> &'static str {
    match state {
        State::Missing | State::Invalid => "✗",
        State::Late => "!",
        State::Nil | State::Reported => "✓",
        State::Superseded => "·",
    }
}

/// The width that a table is made for where lines are not to be broken.
const WIDTH: usize = 80;

fn text(
    round: &Round,
    states: &[OfficeState],
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let lang = style.lang;
    let width = if style.width == 0 { WIDTH } else { style.width };
    let state_width = states
        .iter()
        .map(|office| state_word(office.state, lang).width())
        .max()
        .unwrap_or(0);
    let noun = round.noun();
    let figures = |office: &OfficeState| {
        let setup = &round.setup;
        let mut forms = setup.templates.iter();
        let form = forms.find(|template| template.id == office.form);
        let noun = form.map_or(&noun, |template| template.noun());
        let records = noun.count(office.records, lang);
        let mut parts = Vec::new();
        if !matches!(office.state, State::Missing | State::Nil) {
            parts.push(records);
        }
        if office.errors > 0 {
            parts.push(lang.count(office.errors, "lỗi", "error", "errors"));
        }
        if office.warnings > 0 {
            parts.push(lang.count(office.warnings, "cảnh báo", "warning", "warnings"));
        }
        if let (State::Late, Some(sent)) = (office.state, office.sent) {
            parts.push(lang.pick(
                format!("gửi ngày {}", lang::day(sent)),
                format!("sent on {}", lang::day(sent)),
            ));
        }
        if let (State::Late | State::Missing, Some(deadline)) = (office.state, office.deadline) {
            parts.push(lang.pick(
                format!("hạn {}", lang::day(deadline)),
                format!("due {}", lang::day(deadline)),
            ));
        }
        parts.join(" · ")
    };
    for office in own_first(states) {
        let word = state_word(office.state, lang);
        let room = " ".repeat(state_width.saturating_sub(word.width()));
        let name = if office.name.is_empty() {
            lang.pick("(chưa rõ đơn vị)", "(office not known)")
        } else {
            &office.name
        };
        let form = if office.form.is_empty() {
            String::new()
        } else {
            format!(" [{}]", office.form)
        };
        let name = printable(&format!("{name}{form}"));
        let indent = 2 + state_width + 2;
        for (index, line) in wrap(&name, width, indent, indent).iter().enumerate() {
            if index == 0 {
                writeln!(out, "{} {word}{room}  {line}", sign(office.state))?;
            } else {
                writeln!(out, "{}{line}", " ".repeat(indent))?;
            }
        }
        let files = printable(&files(office));
        let names: Vec<String> = office.named.iter().map(|name| lang.quote(name)).collect();
        let named = if names.is_empty() {
            String::new()
        } else {
            let names = printable(&lang.list(&names));
            lang.pick(
                format!("báo cáo mang tên {names}"),
                format!("reported under the name {names}"),
            )
        };
        for more in [files, named, figures(office)] {
            if !more.is_empty() {
                for line in wrap(&more, width, indent + 2, indent + 2) {
                    writeln!(out, "{}{line}", " ".repeat(indent + 2))?;
                }
            }
        }
    }
    summary(round, states, style, width, out)
}

/// The lines with what gave way below what counts in its place: the table has them the other way about.
pub(super) fn own_first(states: &[OfficeState]) -> impl Iterator<Item = &OfficeState> {
    let is_of_one = |a: &OfficeState, b: &OfficeState| a.code == b.code;
    states.chunk_by(is_of_one).flat_map(|lines| {
        let gave_way = |line: &&OfficeState| line.state == State::Superseded;
        let own = lines.iter().filter(move |line| !gave_way(line));
        own.chain(lines.iter().filter(gave_way))
    })
}

/// The last line: how many offices stand how.
fn summary(
    round: &Round,
    states: &[OfficeState],
    style: &Style,
    width: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let lang = style.lang;
    let counts =
        totals(states).map(|(state, count)| format!("{count} {}", state_word(state, lang)));
    let mut line = counts.collect::<Vec<String>>().join(", ");
    if round.setup.register.is_none() {
        line.push_str("; ");
        line.push_str(without_register(lang));
    }
    writeln!(out)?;
    for line in wrap(&format!("{line}."), width, 0, 2) {
        writeln!(out, "{}", style.bold(&line))?;
    }
    Ok(())
}

/// The states that there are, and how many stand so: what is well first, files that gave way last.
pub(super) fn totals(states: &[OfficeState]) -> impl Iterator<Item = (State, usize)> {
    let all = [
        State::Reported,
        State::Late,
        State::Nil,
        State::Invalid,
        State::Missing,
        State::Superseded,
    ];
    let counted = all.into_iter().map(|state| {
        let lines = states.iter().filter(|office| office.state == state);
        (state, lines.count())
    });
    counted.filter(|(_, count)| *count > 0)
}

/// Why nobody is missing where there is no list.
pub(super) fn without_register(lang: Lang) -> &'static str {
    lang.pick(
        "không có danh sách đơn vị nên không biết đơn vị nào chưa gửi",
        "without a register of offices nothing tells which are missing",
    )
}
