//! Findings for a person at a terminal: errors first, then warnings, each grouped by file; offices that have sent nothing;
//! then a summary, which counts what was merely done (infos, listed on request only), and what to do next.
//!
//! ```text
//! so-y-te.xls  (Sở Y tế)  2 lỗi
//!   ✗ Danh mục › H15   lỗi V102: ô ghi “chưa có số liệu”, chưa có con số
//!       → Ghi một con số, có thể kèm đơn vị, ví dụ “1,2 tỷ đồng”. …
//! ```
//!
//! Colours are there on a terminal only and never alone: a sign and a word say the same.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io;

use unicode_width::UnicodeWidthStr;

use super::{Counts, Style, by_file, severity_sign, severity_word};
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::letters::printable;
use crate::round::Round;
use crate::rule::{self, Owing};

/// Lines are not broken on a narrower terminal than this.
const NARROWEST: usize = 40;
/// The code of an office that has sent nothing: what is there comes before what is not.
const MISSING: &str = "X303";

pub(super) fn write(
    round: &Round,
    findings: &[Finding],
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let names: Vec<(&str, String)> = round
        .files()
        .map(|submission| (&*submission.name, submission.office_names()))
        .collect();
    let offices: HashMap<&str, &str> = names
        .iter()
        .map(|(file, office)| (*file, &**office))
        .collect();
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    for severity in severities {
        let told = match severity {
            Severity::Error => true,
            Severity::Warning => !style.only_errors,
            Severity::Info => style.all && !style.only_errors,
        };
        if told {
            part(findings, &offices, |finding| {
                finding.severity == severity && finding.code != MISSING
            })
            .write(style, out)?;
        }
    }
    part(findings, &offices, |finding| {
        let told = finding.severity == Severity::Error || !style.only_errors;
        told && finding.code == MISSING
    })
    .write(style, out)?;
    if style.only_errors {
        return Ok(());
    }
    summary(round, findings, style, out)
}

/// The findings of one severity, by file.
struct Part<'f> {
    groups: Vec<(Option<&'f str>, &'f str, Vec<&'f Finding>)>,
}

/// Those that fit; the files with the most of them first.
fn part<'f>(
    findings: &'f [Finding],
    offices: &HashMap<&'f str, &'f str>,
    fits: impl Fn(&Finding) -> bool,
) -> Part<'f> {
    let mut groups: Vec<(Option<&str>, &str, Vec<&Finding>)> = by_file(findings)
        .map(|(file, group)| {
            let office = file.and_then(|file| offices.get(file).copied());
            let found = group.iter().filter(|finding| fits(finding)).collect();
            (file, office.unwrap_or_default(), found)
        })
        .filter(|(_, _, found): &(_, _, Vec<&Finding>)| !found.is_empty())
        .collect();
    groups.sort_by_key(|(file, _, found)| (Reverse(found.len()), file.is_none(), *file));
    Part { groups }
}

impl Part<'_> {
    fn write(&self, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        for (file, office, found) in &self.groups {
            let counts = Counts::of(found.iter().copied());
            heading(*file, office, counts, style, out)?;
            for finding in found {
                entry(finding, style, out)?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

fn heading(
    file: Option<&str>,
    office: &str,
    counts: Counts,
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let lang = style.lang;
    let name = file.unwrap_or_else(|| lang.pick("Cả đợt báo cáo", "The round as a whole"));
    let name = printable(name);
    let mut more = Vec::new();
    if !office.is_empty() {
        more.push(format!("({})", printable(office)));
    }
    let counts: Vec<String> = counts.each(lang).map(|(_, said)| said).collect();
    more.push(counts.join(", "));
    let more = more.join("  ");
    let bold = style.bold(&name);
    if style.width < NARROWEST || name.width() + 2 + more.width() <= style.width {
        return writeln!(out, "{bold}  {more}");
    }
    writeln!(out, "{bold}")?;
    for line in wrap(&more, style.width, 4, 4) {
        writeln!(out, "    {line}")?;
    }
    Ok(())
}

fn entry(finding: &Finding, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let said = rule::say(finding, style.lang).officer;
    let place = place(finding);
    let word = severity_word(finding.severity, style.lang);
    let sign = style.paint(finding.severity, severity_sign(finding.severity));
    let line = format!("{place}{word} {}: {}", finding.code, said.message);
    for (index, line) in wrap(&line, style.width, 4, 6).iter().enumerate() {
        // The word keeps its colour where it stands on the first line, after the place.
        let word_at = place.len()..place.len() + word.len();
        match (index, line.get(word_at.clone())) {
            (0, Some(found)) if found == word => {
                let rest = line.get(word_at.end..).unwrap_or_default();
                let word = style.paint(finding.severity, word);
                writeln!(out, "  {sign} {place}{word}{rest}")?;
            }
            (0, _) => writeln!(out, "  {sign} {line}")?,
            _ => writeln!(out, "      {line}")?,
        }
    }
    if let Some(suggestion) = said.suggestion {
        let lines = wrap(&suggestion, style.width, 8, 8);
        for (index, line) in lines.iter().enumerate() {
            let arrow = if index == 0 { "→" } else { " " };
            writeln!(out, "      {arrow} {line}")?;
        }
    }
    Ok(())
}

/// Sheet and cell, with the room after them; empty where there is neither.
fn place(finding: &Finding) -> String {
    let cells = finding.place.cells.map(|cells| cells.to_string());
    let sheet = finding.place.sheet.as_deref();
    let parts: Vec<&str> = [sheet.filter(|sheet| !sheet.is_empty()), cells.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    if parts.is_empty() {
        String::new()
    } else {
        printable(&format!("{}   ", parts.join(" › ")))
    }
}

fn summary(
    round: &Round,
    findings: &[Finding],
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let lang = style.lang;
    let counts = Counts::of(findings);
    let read = read(round, findings, lang);
    for line in wrap(&read, style.width, 0, 0) {
        writeln!(out, "{}", style.bold(&line))?;
    }
    if counts.infos > 0 && !style.all {
        let infos = lang.count(counts.infos, "thông tin", "note", "notes");
        let line = lang.pick(
            format!("{infos} không liệt kê; xem bằng --all."),
            format!("{infos} not listed; see them with --all."),
        );
        for line in wrap(&line, style.width, 0, 2) {
            writeln!(out, "{line}")?;
        }
    }
    if round.setup.project.is_none() {
        for line in wrap(without_project(lang), style.width, 0, 2) {
            writeln!(out, "{line}")?;
        }
    }
    let aside = round.set_aside.iter();
    let gave_way = aside.filter(|aside| !aside.is_undecided()).count();
    if gave_way > 0 {
        let line = lang.pick(
            format!("{gave_way} tệp đã có bản khác thay, không tính; xem bằng `tonghop status`."),
            format!(
                "{} to another one and not counted; see `tonghop status`.",
                lang.count(gave_way, "", "file gave way", "files gave way")
            ),
        );
        for line in wrap(&line, style.width, 0, 2) {
            writeln!(out, "{line}")?;
        }
    }
    if let Some(line) = sent(round, findings, lang) {
        for line in wrap(&line, style.width, 0, 2) {
            writeln!(out, "{line}")?;
        }
    }
    let in_files =
        |finding: &Finding| finding.severity == Severity::Error && finding.place.file.is_some();
    let next = match commonest_error(findings) {
        Some(_) if !findings.iter().any(in_files) => lang.pick(
            "Việc tiếp theo: nhắc các đơn vị chưa gửi báo cáo.".to_owned(),
            "Next: remind the offices that have sent nothing.".to_owned(),
        ),
        // An office corrects its own file; whoever holds a round sends the files back.
        Some(code) if round.submissions.len() > 1 => lang.pick(
            format!("Việc tiếp theo: trả lại từng đơn vị tệp đã đánh dấu các ô cần sửa, bằng `tonghop check … --return THƯ_MỤC`; `tonghop explain {code}` giải thích từng mã."),
            format!("Next: send each office its file with the cells marked, by `tonghop check … --return DIR`; `tonghop explain {code}` explains a code."),
        ),
        Some(code) => lang.pick(
            format!("Việc tiếp theo: sửa các ô có lỗi rồi chạy lại; `tonghop explain {code}` giải thích từng mã."),
            format!("Next: correct the cells with errors and run again; `tonghop explain {code}` explains a code."),
        ),
        // Beside a table that is being written there is nothing to do next.
        None if style.brief => return Ok(()),
        None => lang.pick(
            "Không có lỗi. Việc tiếp theo: `tonghop merge … -o tong-hop.xlsx`.".to_owned(),
            "No errors. Next: `tonghop merge … -o tong-hop.xlsx`.".to_owned(),
        ),
    };
    for line in wrap(&next, style.width, 0, 2) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// The round in a few lines: what was read, what was found, who has sent.
pub(super) fn glance(round: &Round, findings: &[Finding], lang: Lang) -> Vec<String> {
    let mut lines = vec![read(round, findings, lang)];
    if round.setup.project.is_none() {
        lines.push(without_project(lang).to_owned());
    }
    lines.extend(sent(round, findings, lang));
    lines
}

fn read(round: &Round, findings: &[Finding], lang: Lang) -> String {
    let files = lang.count(round.files().count(), "tệp", "file", "files");
    let records = round.counted(lang);
    let counts = Counts::of(findings).say(lang);
    lang.pick(
        format!("Đã đọc {files}, {records}: {counts}."),
        format!("Read {files}, {records}: {counts}."),
    )
}

fn without_project(lang: Lang) -> &'static str {
    lang.pick(
        "Không tìm thấy tonghop.toml: không đối chiếu được với danh sách đơn vị, danh sách lĩnh vực và kỳ báo cáo.",
        "No tonghop.toml was found: nothing was checked against a list of offices, a list of sectors or a reporting period.",
    )
}

/// How many offices have sent, and which have not; `None` where nobody knows who is to.
fn sent(round: &Round, findings: &[Finding], lang: Lang) -> Option<String> {
    let owing = Owing::of(round, findings);
    if owing.due == 0 {
        return None;
    }
    let (sent, due) = (owing.reported(), owing.due);
    let mut line = lang.pick(
        format!("{sent}/{due} đơn vị đã gửi báo cáo"),
        format!("{sent} of {due} offices have reported"),
    );
    for (units, words) in [
        (&owing.missing, ("chưa gửi", "missing")),
        (&owing.invalid, ("tệp không đọc được", "not readable")),
    ] {
        let names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
        if !names.is_empty() {
            let (word, names) = (lang.pick(words.0, words.1), names.join("; "));
            line.push_str(&format!("; {word}: {names}"));
        }
    }
    Some(line + ".")
}

/// The code of the error met most often, which is the one worth explaining.
fn commonest_error(findings: &[Finding]) -> Option<&'static str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for finding in findings {
        if finding.severity == Severity::Error {
            *counts.entry(finding.code).or_insert(0) += 1;
        }
    }
    rule::RULES
        .iter()
        .map(|rule| rule.code)
        .filter(|code| counts.contains_key(code))
        .max_by_key(|code| (counts.get(code), std::cmp::Reverse(*code)))
}

impl Style {
    pub(super) fn bold(&self, text: &str) -> String {
        if self.colour {
            format!("\u{1b}[1m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    fn paint(&self, severity: Severity, text: &str) -> String {
        let colour = match severity {
            Severity::Error => "31",
            Severity::Warning => "33",
            Severity::Info => "36",
        };
        if self.colour {
            format!("\u{1b}[{colour}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Breaks a text into lines of at most a width, less an indent for the first and for the others; never breaks a word.
pub(super) fn wrap(text: &str, width: usize, first: usize, others: usize) -> Vec<String> {
    let text = printable(text);
    if width < NARROWEST {
        return vec![text];
    }
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let room = width - if lines.is_empty() { first } else { others };
        if !line.is_empty() && line.width() + 1 + word.width() > room {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}
