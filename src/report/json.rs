//! JSON Lines: a finding a line, the keys in the contract's order, absent ones `null`.

use std::io;

use serde::Serialize;

use crate::finding::Finding;
use crate::lang::Lang;
use crate::place::Place;
use crate::round::Round;
use crate::rule::{self, Standing};

#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: &'a str,
    file: Option<&'a str>,
    sheet: Option<&'a str>,
    cell: Option<String>,
    text: Option<&'a str>,
    value: Option<&'a str>,
    message: &'a str,
    suggestion: Option<&'a str>,
    related: Vec<Related<'a>>,
    record_id: Option<&'a str>,
}

#[derive(Serialize)]
struct Related<'a> {
    file: Option<&'a str>,
    sheet: Option<&'a str>,
    cell: Option<String>,
}

pub(super) fn write(
    round: &Round,
    findings: &[Finding],
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let standing = Standing::of(round, findings);
    for (index, finding) in findings.iter().enumerate() {
        let said = rule::say(finding, lang).officer;
        let line = Line {
            code: finding.code,
            severity: finding.severity.name(),
            file: finding.place.file.as_deref(),
            sheet: finding.place.sheet.as_deref(),
            cell: cell(&finding.place),
            text: finding.text.as_deref(),
            value: finding.value.as_deref(),
            message: &said.message,
            suggestion: said.suggestion.as_deref(),
            related: finding
                .related
                .iter()
                .map(|place| Related {
                    file: place.file.as_deref(),
                    sheet: place.sheet.as_deref(),
                    cell: cell(place),
                })
                .collect(),
            record_id: standing.record(index),
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn cell(place: &Place) -> Option<String> {
    place.cells.map(|cells| cells.to_string())
}
