//! `tonghop explain`: a rule: what it means, an example, how to mend it.

use std::io::Write as _;

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use crate::cmd::args::{lang_arg, localised};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::finding::Severity;
use crate::lang::Lang;
use crate::letters::word;
use crate::report::{docs, severity_sign, severity_word};
use crate::rule::{self, RULES};

/// Its arguments and help.
pub fn command(lang: Lang) -> Command {
    localised(Command::new("explain"), lang)
        .about(lang.pick(
            "Giải thích một mã: ý nghĩa, ví dụ, cách sửa",
            "Explain a code: what it means, an example, how to fix it",
        ))
        .override_usage(lang.pick(
            "tonghop explain [MÃ] [TÙY CHỌN]",
            "tonghop explain [CODE] [OPTIONS]",
        ))
        .arg(
            Arg::new("code")
                .value_name(lang.pick("MÃ", "CODE"))
                .help_heading(lang.pick("Đầu vào", "Inputs"))
                .help(lang.pick(
                    "Mã cần giải thích, ví dụ V102; bỏ trống để xem danh sách",
                    "The code, such as V102; none for the list",
                )),
        )
        .arg(super::args::format_arg(lang, &["text", "json"], ("", "")))
        .arg(lang_arg(lang))
        .after_help(lang.pick(
            "Ví dụ:\n  tonghop explain V102\n  tonghop explain",
            "Examples:\n  tonghop explain V102\n  tonghop explain",
        ))
}

struct Entry {
    code: &'static str,
    severity: Severity,
    name: &'static str,
    docs: (&'static str, &'static str),
}

impl Entry {
    fn text(&self, lang: Lang) -> &'static str {
        lang.pick(self.docs.0, self.docs.1).trim_end()
    }
}

fn entries() -> Vec<Entry> {
    let rules = RULES.iter().map(|rule| Entry {
        code: rule.code,
        severity: rule.severity,
        name: rule.name,
        docs: rule.docs,
    });
    rules.collect()
}

#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    name: &'a str,
    severity: &'a str,
    title: &'a str,
    text: &'a str,
}

/// Runs it.
///
/// # Errors
/// When there is no such code.
pub fn run(matches: &ArgMatches, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let entries = entries();
    let chosen: Vec<&Entry> = match matches.get_one::<String>("code") {
        Some(code) => {
            let found = entries
                .iter()
                .find(|entry| entry.code.eq_ignore_ascii_case(code.trim()));
            vec![found.ok_or_else(|| unknown(code, lang))?]
        }
        None => entries.iter().collect(),
    };
    let listed = matches.get_one::<String>("code").is_none();
    let json = matches
        .get_one::<String>("format")
        .is_some_and(|format| format == "json");
    if json {
        return lines(&chosen, lang, terminal);
    }
    match chosen.as_slice() {
        [entry] if !listed => one(entry, lang, terminal),
        entries => list(entries, lang, terminal),
    }
}

fn lines(entries: &[&Entry], lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    for entry in entries {
        let text = entry.text(lang);
        let line = Line {
            code: entry.code,
            name: entry.name,
            severity: entry.severity.name(),
            title: docs::title(text),
            text,
        };
        serde_json::to_writer(&mut terminal.out, &line).map_err(std::io::Error::from)?;
        writeln!(terminal.out)?;
    }
    Ok(Outcome::Done)
}

fn one(entry: &Entry, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let severity = severity_word(entry.severity, lang);
    let text = entry.text(lang);
    let label = lang.pick("Mức độ", "Severity");
    writeln!(terminal.out, "{text}\n\n{label}: {severity}")?;
    Ok(Outcome::Done)
}

/// A line a code; beside it, what to ask next.
fn list(entries: &[&Entry], lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    for entry in entries {
        let (sign, word) = (
            severity_sign(entry.severity),
            severity_word(entry.severity, lang),
        );
        let title = docs::title(entry.text(lang));
        writeln!(terminal.out, "{}  {sign} {word:<9}  {title}", entry.code)?;
    }
    let next = lang.pick(
        "Xem cách sửa: `tonghop explain MÃ`. Đổi mức độ: mục [rules] trong tonghop.toml.",
        "How to fix: `tonghop explain CODE`. To change a severity: [rules] in tonghop.toml.",
    );
    writeln!(terminal.err, "\n{next}")?;
    Ok(Outcome::Done)
}

fn unknown(code: &str, lang: Lang) -> Failure {
    let codes = rule::codes();
    let near = codes
        .iter()
        .map(|other| (strsim::jaro(&code.to_uppercase(), other), *other))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(likeness, _)| *likeness > 0.5)
        .map_or(String::new(), |(_, other)| {
            lang.pick(
                format!("; gần nhất: {other}"),
                format!("; the nearest is {other}"),
            )
        });
    let code = word(code);
    Failure(lang.pick(
        format!("không có mã “{code}”{near}. Danh sách: tonghop explain"),
        format!("there is no code “{code}”{near}. For the list: tonghop explain"),
    ))
}
