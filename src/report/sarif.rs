//! SARIF 2.1.0, the format in which code hosts and editors take findings.
//!
//! A workbook has no lines: the row stands in `startLine`, the column's number in `startColumn` (as everywhere in SARIF
//! the end column is the one behind), and the cell as a person names it, `'Biểu 1'!F9`, in the logical location and in
//! the message. A finding of the round as a whole has no location. The rules are all that can be raised, not only those
//! that were, so that their indexes mean the same in every report.

use std::collections::HashMap;
use std::io;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{capitalised, docs};
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::place::{CellRange, Place};
use crate::round::{Round, hex};
use crate::rule::{self, RULES};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn write(
    round: &Round,
    findings: &[Finding],
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let artifacts = Artifacts::of(round);
    let mut prints = Fingerprints::of(round);
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "tonghop",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    language: lang.name(),
                    rules: RULES.iter().map(|rule| descriptor(rule, lang)).collect(),
                },
            },
            language: lang.name(),
            automation_details: automation(round),
            invocations: [Invocation {
                execution_successful: true,
            }],
            results: findings
                .iter()
                .map(|finding| result(finding, &artifacts, &mut prints, lang))
                .collect(),
            artifacts: artifacts.list,
            column_kind: "unicodeCodePoints",
        }],
    };
    serde_json::to_writer(&mut *out, &log)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    automation_details: Option<Automation>,
    invocations: [Invocation; 1],
    results: Vec<Outcome<'a>>,
    artifacts: Vec<Artifact<'a>>,
    column_kind: &'a str,
}

#[derive(Serialize)]
struct Automation {
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'a str,
    semantic_version: &'a str,
    language: &'a str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    name: &'a str,
    short_description: Message,
    full_description: Message,
    default_configuration: Configuration,
    help: Message,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact<'a> {
    location: ArtifactLocation,
    hashes: Hashes<'a>,
    roles: [&'a str; 1],
}

#[derive(Serialize)]
struct Hashes<'a> {
    #[serde(rename = "sha-256")]
    sha256: &'a str,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Prints,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Prints {
    #[serde(rename = "tonghopFinding/v1")]
    finding: String,
}

#[derive(Serialize)]
struct Properties<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<String>,
    /// How many cells it speaks of.
    count: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

/// A rectangle of cells: 1-based rows and columns, the last row inclusive, the end column exclusive.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u64,
    start_column: u64,
    end_line: u64,
    end_column: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    name: String,
    fully_qualified_name: String,
    kind: &'static str,
}

/// The files of the round with their places in the list of artifacts.
struct Artifacts<'a> {
    list: Vec<Artifact<'a>>,
    index: HashMap<&'a str, usize>,
}

impl<'a> Artifacts<'a> {
    fn of(round: &'a Round) -> Self {
        let list = round.files().map(|submission| Artifact {
            location: ArtifactLocation {
                uri: uri(&submission.name),
                index: None,
            },
            hashes: Hashes {
                sha256: &submission.sha256,
            },
            roles: ["analysisTarget"],
        });
        let names = round.files().map(|submission| &*submission.name);
        Self {
            list: list.collect(),
            index: names.enumerate().map(|(at, name)| (name, at)).collect(),
        }
    }

    fn location(&self, place: &Place) -> Option<Location> {
        let file = place.file.as_deref()?;
        let name = cell_name(place);
        let sheet = place.sheet.as_deref().filter(|sheet| !sheet.is_empty());
        let logical = match (&name, place.cells, sheet) {
            (Some(name), Some(cells), _) => vec![LogicalLocation {
                name: cells.to_string(),
                fully_qualified_name: name.clone(),
                kind: if cells.first == cells.last {
                    "cell"
                } else {
                    "range"
                },
            }],
            (None, _, Some(sheet)) => vec![LogicalLocation {
                name: sheet.to_owned(),
                fully_qualified_name: quoted_sheet(sheet),
                kind: "sheet",
            }],
            _ => Vec::new(),
        };
        Some(Location {
            id: None,
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation {
                    uri: uri(file),
                    index: self.index.get(file).copied(),
                },
                region: place.cells.map(region),
            },
            logical_locations: logical,
        })
    }
}

fn region(cells: CellRange) -> Region {
    Region {
        start_line: u64::from(cells.first.row) + 1,
        start_column: u64::from(cells.first.col) + 1,
        end_line: u64::from(cells.last.row) + 1,
        end_column: u64::from(cells.last.col) + 2,
    }
}

/// `'Biểu 1'!F9`; `F9` in delimited text; `None` without a cell.
fn cell_name(place: &Place) -> Option<String> {
    let cells = place.cells?;
    let sheet = place.sheet.as_deref().filter(|sheet| !sheet.is_empty());
    Some(sheet.map_or_else(
        || cells.to_string(),
        |sheet| format!("{}!{cells}", quoted_sheet(sheet)),
    ))
}

fn quoted_sheet(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

/// What stays the same when the same thing is found again in a later report: rule, office (or file), sheet and cell.
struct Fingerprints<'a> {
    offices: HashMap<&'a str, &'a str>,
    seen: HashMap<String, usize>,
}

impl<'a> Fingerprints<'a> {
    fn of(round: &'a Round) -> Self {
        let offices = round
            .files()
            .map(|submission| (&*submission.name, submission.office.code()));
        Self {
            offices: offices.filter(|(_, code)| !code.is_empty()).collect(),
            seen: HashMap::new(),
        }
    }

    fn print(&mut self, finding: &Finding) -> Prints {
        let file = finding.place.file.as_deref().unwrap_or_default();
        // The same office sends the next version under another name.
        let sender = self.offices.get(file).copied().unwrap_or(file);
        let cells = finding.place.cells.map(|cells| cells.first.to_string());
        let value = finding.value.as_deref();
        let key = [
            finding.code,
            sender,
            finding.place.sheet.as_deref().unwrap_or_default(),
            // Without a cell it is the value that tells two of them apart, such as the office that sent nothing.
            cells.as_deref().or(value).unwrap_or_default(),
        ]
        .join("\n");
        let occurrence = self.seen.entry(key.clone()).or_insert(0);
        let digest = Sha256::digest(format!("{key}\n{occurrence}").as_bytes());
        *occurrence += 1;
        Prints {
            finding: hex(&digest, 16),
        }
    }
}

fn result<'a>(
    finding: &'a Finding,
    artifacts: &Artifacts<'_>,
    prints: &mut Fingerprints<'_>,
    lang: Lang,
) -> Outcome<'a> {
    let said = rule::say(finding, lang).officer;
    let related = finding.related.iter();
    let related = related.filter_map(|place| artifacts.location(place));
    Outcome {
        rule_id: finding.code,
        rule_index: RULES.iter().position(|rule| rule.code == finding.code),
        level: level(finding.severity),
        message: Message {
            text: sentence(&finding.place, &said.message, said.suggestion.as_deref()),
            markdown: None,
        },
        locations: artifacts.location(&finding.place).into_iter().collect(),
        related_locations: related
            .zip(1..)
            .map(|(location, id)| Location {
                id: Some(id),
                ..location
            })
            .collect(),
        partial_fingerprints: prints.print(finding),
        properties: Properties {
            text: finding.text.as_deref(),
            value: finding.value.as_deref(),
            suggestion: said.suggestion,
            count: finding.count,
        },
    }
}

/// Where, what is wrong, and what to type, as one text: some viewers show nothing else.
fn sentence(place: &Place, message: &str, suggestion: Option<&str>) -> String {
    let mut text =
        cell_name(place).map_or_else(|| capitalised(message), |cell| format!("{cell}: {message}"));
    text.push('.');
    if let Some(suggestion) = suggestion {
        text.push(' ');
        text.push_str(suggestion);
    }
    escaped(&text)
}

/// A text in which nothing is a placeholder (`{0}`) or a link (`[text](1)`).
fn escaped(text: &str) -> String {
    let text = text.replace('{', "{{").replace('}', "}}");
    if text.contains("](") {
        text.replace('\\', "\\\\")
            .replace('[', "\\[")
            .replace(']', "\\]")
    } else {
        text
    }
}

fn descriptor<'a>(rule: &rule::Rule, lang: Lang) -> Descriptor<'a> {
    let text = lang.pick(rule.docs.0, rule.docs.1).trim_end();
    let doc = docs::parse(text);
    let sections: Vec<String> = doc
        .sections
        .iter()
        .map(|section| format!("{}: {}", section.heading, docs::plain(section)))
        .collect();
    let message = |text: String, markdown: Option<String>| Message {
        text: escaped(&text),
        markdown,
    };
    Descriptor {
        id: rule.code,
        name: rule.name,
        short_description: message(format!("{}.", doc.title), None),
        full_description: message(
            doc.sections.first().map(docs::plain).unwrap_or_default(),
            None,
        ),
        default_configuration: Configuration {
            level: level(rule.severity),
        },
        help: message(sections.join("\n\n"), Some(text.to_owned())),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// Programme and period, so that the reports of two rounds are not taken for two of one.
fn automation(round: &Round) -> Option<Automation> {
    let project = round.setup.project.as_ref()?;
    Some(Automation {
        id: format!("tonghop/{}/{}/", project.programme.id, project.period.id),
    })
}

/// A path relative to the input as a relative URI reference. All but letters, digits, `-._~` and `/` is encoded, a colon
/// among it, which would make the first segment a scheme.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_relative_references() {
        assert_eq!(uri("huyen/can long.xlsx"), "huyen/can%20long.xlsx");
        assert_eq!(uri("a:b#c?.xls"), "a%3Ab%23c%3F.xls");
        assert_eq!(uri("Sở.xls"), "S%E1%BB%9F.xls");
    }

    #[test]
    fn texts_hold_no_placeholder_and_no_link() {
        assert_eq!(escaped("{0} [a]"), "{{0}} [a]");
        assert_eq!(escaped("[a](1)"), "\\[a\\](1)");
    }
}
