//! Findings as a table, a finding a row.

use std::io;

use super::{Style, field};
use crate::csv_error::io_error;
use crate::finding::Finding;
use crate::round::Round;
use crate::rule::{self, Standing};

const HEADER: [&str; 10] = [
    "code",
    "severity",
    "file",
    "sheet",
    "cell",
    "text",
    "value",
    "message",
    "suggestion",
    "record_id",
];

pub(super) fn write(
    round: &Round,
    findings: &[Finding],
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let standing = Standing::of(round, findings);
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(out);
    table.write_record(HEADER).map_err(io_error)?;
    for (index, finding) in findings.iter().enumerate() {
        let said = rule::say(finding, style.lang).officer;
        let cell = finding
            .place
            .cells
            .map(|cells| cells.to_string())
            .unwrap_or_default();
        let fields = [
            finding.code,
            finding.severity.name(),
            finding.place.file.as_deref().unwrap_or_default(),
            finding.place.sheet.as_deref().unwrap_or_default(),
            &cell,
            finding.text.as_deref().unwrap_or_default(),
            finding.value.as_deref().unwrap_or_default(),
            &said.message,
            said.suggestion.as_deref().unwrap_or_default(),
            standing.record(index).unwrap_or_default(),
        ];
        table
            .write_record(
                fields
                    .map(|text| field(text, style.safe))
                    .each_ref()
                    .map(|field| field.as_bytes()),
            )
            .map_err(io_error)?;
    }
    table.flush()
}
