//! The sample sheets, held to what was written down when they were made (`sample-sheets/make.py`, `tests/samples/`).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

/// Quirks that are not read right yet. Who mends one takes it off this list and sets its state in `making/quirks.py`.
const OPEN: [&str; 1] = ["nil-return.xlsx"];

type Row = BTreeMap<String, String>;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn tonghop(arguments: &[&str], input: &Path) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
        .args(arguments)
        .arg(input)
        .env("TONGHOP_LANG", "en")
        .output()
        .unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// The lines of a table with a header.
fn table(text: &str, delimiter: u8) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(delimiter == b',')
        .from_reader(text.as_bytes());
    let head = reader.headers().unwrap().clone();
    let pairs = |line: csv::StringRecord| {
        let pairs = head.iter().zip(&line);
        pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    };
    reader.records().map(|line| pairs(line.unwrap())).collect()
}

fn truth(name: &str) -> Vec<Row> {
    let text = fs::read_to_string(root("tests/samples").join(name)).unwrap();
    let delimiter = if name.ends_with(".tsv") { b'\t' } else { b',' };
    table(&text, delimiter)
}

/// What `convert` gives, less the ids.
fn converted(input: &Path) -> Vec<Row> {
    let (code, out, err) = tonghop(&["convert", "-o", "-"], input);
    assert!(code < 2, "{}: {err}", input.display());
    let mut rows = table(&out, b',');
    for row in &mut rows {
        let id = row.remove("record_id").unwrap();
        assert_eq!(id.len(), 32);
    }
    rows
}

fn findings(input: &Path) -> (i32, Vec<Value>) {
    let (code, out, _) = tonghop(&["check", "--format", "json"], input);
    let lines = out.lines();
    (
        code,
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

fn place(row: &Row) -> (&str, &str, u32) {
    (
        &row["source_file"],
        &row["source_sheet"],
        row["source_row"].parse().unwrap(),
    )
}

/// All that differs between two tables, a line each.
fn differences(expected: &[Row], found: &[Row]) -> Vec<String> {
    let by_place = |rows: &[Row]| -> BTreeSet<(String, String, u32)> {
        let places = rows.iter().map(place);
        places
            .map(|(file, sheet, row)| (file.to_owned(), sheet.to_owned(), row))
            .collect()
    };
    let (wanted, had) = (by_place(expected), by_place(found));
    let mut lines: Vec<String> = Vec::new();
    lines.extend(
        wanted
            .difference(&had)
            .map(|place| format!("no record at {place:?}")),
    );
    lines.extend(
        had.difference(&wanted)
            .map(|place| format!("no such record: {place:?}")),
    );
    for row in expected {
        let Some(other) = found.iter().find(|other| place(other) == place(row)) else {
            continue;
        };
        lines.extend(row.iter().filter_map(|(column, value)| {
            let there = &other[column];
            // A capital font draws small letters as capitals: which of them is read is left open.
            let same = there == value
                || column == "unit_name" && there.to_lowercase() == value.to_lowercase();
            (!same).then(|| {
                format!(
                    "{:?} {column}: expected {value:?}, found {there:?}",
                    place(row)
                )
            })
        }));
    }
    lines
}

/// Row and column of `D14`, counted from 1.
fn cell(text: &str) -> (u32, u32) {
    let digits = text.find(|c: char| c.is_ascii_digit()).unwrap();
    let col = text[..digits]
        .bytes()
        .fold(0, |col, letter| col * 26 + u32::from(letter - b'A') + 1);
    (text[digits..].parse().unwrap(), col)
}

/// Whether a finding stands at a cell: its own, or one of its range.
fn stands_at(finding: &Value, wanted: &str) -> bool {
    let Some(range) = finding["cell"].as_str() else {
        return wanted.is_empty();
    };
    if wanted.is_empty() || range == wanted {
        return true;
    }
    if wanted.contains(':') {
        return false;
    }
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    let (first, last, (row, col)) = (cell(first), cell(last), cell(wanted));
    (first.0..=last.0).contains(&row) && (first.1..=last.1).contains(&col)
}

fn total(rows: &[Row]) -> i64 {
    let amounts = rows.iter().map(|row| row["amount_vnd"].as_str());
    amounts
        .filter(|amount| !amount.is_empty())
        .map(|amount| amount.parse::<i64>().unwrap())
        .sum()
}

#[test]
fn the_round_gives_the_table_that_was_put_into_it() {
    let expected = truth("round-2020-06.csv");
    let found = converted(&root("sample-sheets/round-2020-06"));
    let differences = differences(&expected, &found);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert_eq!(found.len(), expected.len());
    assert_eq!(total(&found), total(&expected));
}

#[test]
fn every_office_of_the_round_has_sent_and_nothing_is_an_error() {
    let round = root("sample-sheets/round-2020-06");
    let (code, findings) = findings(&round);
    let errors = findings.iter().filter(|one| one["severity"] == "error");
    assert_eq!(errors.collect::<Vec<_>>(), Vec::<&Value>::new());
    assert_eq!(code, 0);
    let codes: BTreeSet<&str> = findings
        .iter()
        .filter_map(|one| one["code"].as_str())
        .collect();
    for code in [
        "F003", "F005", "S204", "T004", "T006", "T008", "V105", "V107", "V110", "V112", "V114",
        "V116", "V117", "V121",
    ] {
        assert!(codes.contains(code), "{code} is among the quirks");
    }
    let sent: BTreeSet<String> = truth("round-2020-06.csv")
        .into_iter()
        .map(|mut row| row.remove("unit_code").unwrap())
        .collect();
    // One more has sent a nil return.
    assert_eq!(sent.len(), 21);
}

#[test]
fn the_round_is_merged() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("tong-hop.xlsx");
    let target_text = target.to_str().unwrap();
    let (code, _, err) = tonghop(
        &["merge", "-o", target_text],
        &root("sample-sheets/round-2020-06"),
    );
    assert_eq!(code, 0, "{err}");
    assert!(fs::read(&target).unwrap().starts_with(b"PK"));
}

#[test]
fn each_mistake_is_found_at_its_cell() {
    let (code, findings) = findings(&root("sample-sheets/round-with-mistakes"));
    assert_eq!(code, 1);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut missed = Vec::new();
    for row in truth("mistakes.tsv") {
        let hit = findings.iter().any(|one| {
            one["code"] == row["code"]
                && text(&one["file"]) == row["file"]
                && (text(&one["sheet"]) == row["sheet"] || row["sheet"].is_empty())
                && stands_at(one, &row["cell"])
        });
        if !hit {
            missed.push(row);
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn the_blank_form_is_known_and_holds_nothing() {
    let form = root("sample-sheets/mau-danh-muc.xlsx");
    assert_eq!(converted(&form), Vec::<Row>::new());
    let (_, findings) = findings(&form);
    let refused = findings
        .iter()
        .filter(|one| one["code"] == "T001" || one["code"] == "T002" || one["code"] == "T009");
    assert_eq!(refused.count(), 0, "{findings:?}");
}

#[test]
fn each_quirk_gives_what_its_line_promises() {
    let records = truth("quirks.csv");
    let mut wrong = Vec::new();
    for quirk in truth("quirks.tsv")
        .iter()
        .filter(|quirk| quirk["state"] == "holds")
    {
        let file = root("sample-sheets/quirks").join(&quirk["file"]);
        let expected: Vec<Row> = records
            .iter()
            .filter(|row| {
                // In an archive a file stands below the archive's name.
                let file = row["source_file"].split('/').next();
                file == Some(quirk["file"].as_str())
            })
            .cloned()
            .collect();
        let found = converted(&file);
        let mut lines = differences(&expected, &found);
        if found.len().to_string() != quirk["records"]
            || total(&found).to_string() != quirk["amount_vnd"]
        {
            lines.push(format!("{} records, {} đồng", found.len(), total(&found)));
        }
        let (_, findings) = findings(&file);
        let listed = |column: &str| -> Vec<(String, String)> {
            let codes = quirk[column].split(',').filter(|code| !code.is_empty());
            codes
                .map(|code| code.split_once('@').unwrap_or((code, "")))
                .map(|(code, cell)| (code.to_owned(), cell.to_owned()))
                .collect()
        };
        let raised = |code: &str, cell: &str| {
            let mut same = findings.iter().filter(|one| one["code"] == code);
            same.any(|one| cell.is_empty() || stands_at(one, cell))
        };
        lines.extend(
            listed("codes")
                .iter()
                .filter(|(code, cell)| !raised(code, cell))
                .map(|(code, cell)| format!("no {code} at {cell}")),
        );
        lines.extend(
            listed("never")
                .iter()
                .filter(|(code, _)| raised(code, ""))
                .map(|(code, _)| format!("{code} is raised")),
        );
        wrong.extend(
            lines
                .into_iter()
                .map(|line| format!("{}: {line}", quirk["file"])),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_quirk_is_written_down_and_the_open_ones_are_known() {
    let quirks = truth("quirks.tsv");
    let listed: BTreeSet<&str> = quirks.iter().map(|quirk| quirk["file"].as_str()).collect();
    let there: BTreeSet<String> = fs::read_dir(root("sample-sheets/quirks"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    assert_eq!(
        listed,
        there.iter().map(String::as_str).collect::<BTreeSet<_>>()
    );
    let states = |state: &str| -> BTreeSet<&str> {
        let those = quirks.iter().filter(|quirk| quirk["state"] == state);
        those.map(|quirk| quirk["file"].as_str()).collect()
    };
    assert_eq!(states("open"), BTreeSet::from(OPEN));
    assert_eq!(states("open").len() + states("holds").len(), quirks.len());
}
