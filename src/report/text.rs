//! Findings for a person at a terminal: grouped by file, the files with the most to mend last, then a summary and what
//! to do next.
//!
//! ```text
//! so-y-te.xls  (Sở Y tế)                                   2 lỗi, 1 cảnh báo, 0 thông tin
//!   ✗ Danh mục › H15   lỗi V102: “chưa có số liệu” cho biết chưa có số liệu
//!       Ghi một con số, có thể kèm đơn vị, ví dụ “1,2 tỷ đồng”. …
//! ```

use std::io;

use unicode_width::UnicodeWidthStr;

use super::{Counts, Style, severity_sign, severity_word};
use crate::finding::{Finding, Severity};
use crate::round::Round;
use crate::rule;

pub(super) fn write(
    round: &Round,
    findings: &[Finding],
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut groups: Vec<(Option<&str>, Vec<&Finding>)> = Vec::new();
    for finding in findings {
        let file = finding.place.file.as_deref();
        match groups.iter_mut().find(|(other, _)| *other == file) {
            Some((_, group)) => group.push(finding),
            None => groups.push((file, vec![finding])),
        }
    }
    groups.sort_by_key(|(file, group)| {
        let counts = Counts::of(group.iter().copied());
        (
            counts.errors,
            counts.warnings,
            counts.infos,
            file.is_none(),
            *file,
        )
    });
    let listed = |finding: &Finding| !style.brief || finding.severity > Severity::Info;
    for (file, group) in &groups {
        if !group.iter().any(|finding| listed(finding)) {
            continue;
        }
        heading(round, *file, group, style, out)?;
        for finding in group.iter().filter(|finding| listed(finding)) {
            entry(finding, style, out)?;
        }
        writeln!(out)?;
    }
    summary(round, findings, style, out)
}

fn heading(
    round: &Round,
    file: Option<&str>,
    group: &[&Finding],
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let lang = style.lang;
    let name = file.unwrap_or_else(|| lang.pick("Cả đợt báo cáo", "The round as a whole"));
    let submission = round
        .submissions
        .iter()
        .find(|submission| Some(&*submission.name) == file);
    let office = submission
        .map(|submission| submission.office.name())
        .filter(|name| !name.is_empty());
    let office = office.map_or(String::new(), |office| format!("  ({office})"));
    let counts = Counts::of(group.iter().copied()).say(lang);
    writeln!(out, "{}{office}  {counts}", style.bold(name))
}

fn entry(finding: &Finding, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let lang = style.lang;
    let said = rule::say(finding, lang);
    let cells = finding.place.cells.map(|cells| cells.to_string());
    let parts = [
        finding
            .place
            .sheet
            .as_deref()
            .filter(|sheet| !sheet.is_empty()),
        cells.as_deref(),
    ];
    let place: Vec<&str> = parts.into_iter().flatten().collect();
    let place = if place.is_empty() {
        String::new()
    } else {
        format!("{}   ", place.join(" › "))
    };
    let sign = style.paint(finding.severity, severity_sign(finding.severity));
    let word = style.paint(finding.severity, severity_word(finding.severity, lang));
    let plain = format!(
        "{place}{} {}: {}",
        severity_word(finding.severity, lang),
        finding.code,
        said.message
    );
    let lines = wrap(&plain, style.width, 4, 6);
    let mut first = true;
    for line in lines {
        if first {
            let coloured = line.replacen(
                severity_word(finding.severity, lang),
                &word,
                usize::from(style.colour),
            );
            writeln!(out, "  {sign} {coloured}")?;
        } else {
            writeln!(out, "      {line}")?;
        }
        first = false;
    }
    if let Some(suggestion) = said.suggestion {
        for line in wrap(&suggestion, style.width, 6, 6) {
            writeln!(out, "      {}", style.dim(&line))?;
        }
    }
    Ok(())
}

fn summary(
    round: &Round,
    findings: &[Finding],
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let lang = style.lang;
    let counts = Counts::of(findings);
    let files = lang.count(round.submissions.len(), "tệp", "file", "files");
    let records = lang.count(round.records().count(), "hoạt động", "record", "records");
    writeln!(
        out,
        "{}",
        style.bold(&lang.pick(
            format!("Đã đọc {files}, {records}: {}.", counts.say(lang)),
            format!("Read {files}, {records}: {}.", counts.say(lang)),
        ))
    )?;
    let due = round.due_offices().len();
    if round.complete && due > 0 {
        let missing = round.missing_offices();
        let sent = due.saturating_sub(missing.len());
        let names: Vec<&str> = missing.iter().map(|unit| unit.name.as_str()).collect();
        let mut line = lang.pick(
            format!("{sent}/{due} đơn vị đã gửi báo cáo"),
            format!("{sent} of {due} offices have reported"),
        );
        if !names.is_empty() {
            line.push_str(&lang.pick(
                format!("; chưa gửi: {}", names.join("; ")),
                format!("; missing: {}", names.join("; ")),
            ));
        }
        for line in wrap(&format!("{line}."), style.width, 0, 2) {
            writeln!(out, "{line}")?;
        }
    }
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    // The cause met most often is the one worth explaining.
    let first_error = errors.clone().max_by_key(|finding| {
        (
            errors
                .clone()
                .filter(|other| other.code == finding.code)
                .count(),
            std::cmp::Reverse(finding.code),
        )
    });
    let next = match first_error {
        Some(finding) => lang.pick(
            format!("Việc tiếp theo: sửa các ô có lỗi rồi chạy lại; `tonghop explain {}` giải thích từng mã.", finding.code),
            format!("Next: mend the cells with errors and run again; `tonghop explain {}` explains a code.", finding.code),
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

impl Style {
    fn bold(&self, text: &str) -> String {
        if self.colour {
            format!("\u{1b}[1m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    fn dim(&self, text: &str) -> String {
        if self.colour {
            format!("\u{1b}[2m{text}\u{1b}[0m")
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
fn wrap(text: &str, width: usize, first: usize, others: usize) -> Vec<String> {
    let text = printable(text);
    if width < 40 {
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

/// Text of a file as it may go to a terminal: no control characters.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
