//! Our own readers of `.xls`, `.ods` and `.xlsb` against calamine's: the same cells, where calamine is right.
//!
//! Not compared: the texts of workbooks whose code page calamine takes for another (it puts a NUL after every letter),
//! dates (each has its own idea of a number format), and errors that it does not know.

use std::collections::BTreeMap;
use std::io::Cursor;

use crate::support::{files, sheet::TextBook};
use calamine::{Data, Reader as _, Sheets, open_workbook_auto_from_rs};
use tonghop::book::grid::Content;
use tonghop::book::open_bytes;
use tonghop::intake::limits::Limits;
use tonghop::place::CellRef;
use unicode_normalization::UnicodeNormalization as _;

/// What a cell holds, as far as both readers can say it alike.
#[derive(Debug, Clone, PartialEq)]
enum Told {
    Text(String),
    Number(f64),
    Bool(bool),
    Error,
    Date,
}

type Cells = BTreeMap<(String, CellRef), Told>;

fn ours(bytes: &[u8], extension: &str) -> Cells {
    let opened = open_bytes(bytes, extension, &Limits::default());
    let book = opened
        .outcome
        .book
        .unwrap_or_else(|| panic!("{:?}", opened.outcome.facts));
    let mut cells = Cells::new();
    for sheet in &book.sheets {
        for row in &sheet.rows {
            for cell in &row.cells {
                let told = match &cell.content {
                    Content::Text(text) => Told::Text(plain(text)),
                    Content::Number(number) => Told::Number(*number),
                    Content::Bool(is) => Told::Bool(*is),
                    Content::Error(_) => Told::Error,
                    Content::Date(_) | Content::Duration(_) => Told::Date,
                    Content::NoResult => continue,
                };
                let at = CellRef::new(row.row, cell.col);
                cells.insert((sheet.name.to_string(), at), told);
            }
        }
    }
    cells.retain(|_, told| *told != Told::Text(String::new()));
    cells
}

fn theirs(bytes: &[u8]) -> Cells {
    let mut book: Sheets<_> = open_workbook_auto_from_rs(Cursor::new(bytes)).unwrap();
    let mut cells = Cells::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let (row0, col0) = range.start().unwrap_or_default();
        for (row, col, cell) in range.used_cells() {
            let told = match cell {
                Data::Empty => continue,
                Data::String(text) => Told::Text(plain(text)),
                Data::Float(number) => Told::Number(*number),
                Data::Int(number) => Told::Number(*number as f64),
                Data::Bool(is) => Told::Bool(*is),
                Data::Error(_) => Told::Error,
                Data::DateTime(_) | Data::DateTimeIso(_) | Data::DurationIso(_) => Told::Date,
            };
            let at = CellRef::new(row0 + row as u32, col0 + col as u32);
            cells.insert((name.clone(), at), told);
        }
    }
    cells.retain(|_, told| *told != Told::Text(String::new()));
    cells
}

/// A text as both give it: composed, and blanks alike.
fn plain(text: &str) -> String {
    let composed: String = text.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Compares cell by cell; gives how many there were.
fn compare(name: &str, bytes: &[u8], extension: &str) -> usize {
    let (ours, theirs) = (ours(bytes, extension), theirs(bytes));
    for (place, told) in &theirs {
        let own = ours.get(place);
        let same = match (own, told) {
            (Some(own), told) if own == told => true,
            // A number format is a matter of opinion.
            (Some(Told::Number(_)), Told::Date) | (Some(Told::Date), Told::Number(_)) => true,
            // Text that calamine takes for wide letters.
            (Some(Told::Text(_)), Told::Text(text)) => text.contains('\0'),
            _ => false,
        };
        assert!(same, "{name} {} {}: {own:?} and {told:?}", place.0, place.1);
    }
    // calamine passes over the short cells of `.xlsb`, which say no column: half the fixture.
    if extension != "xlsb" {
        let more = ours.keys().find(|place| !theirs.contains_key(place));
        assert_eq!(more, None, "{name}: only we see it");
    }
    ours.len()
}

#[test]
fn fixtures_are_read_alike() {
    for (name, bytes, extension, filled, _) in files::fixtures() {
        let cells = compare(name, bytes, extension);
        assert!(cells >= filled, "{name}: {cells}");
    }
}

#[test]
fn our_own_workbooks_are_read_alike() {
    assert!(compare("form", &files::form(), "xlsx") > 10);
    let text = "
        # Năm 2019
            | A   | B        | C   | D
         3  | STT | Nội dung | <   | Số tiền
         4  | 1   | Đào tạo  |     | 1200.5
        # Năm 2020
            | A
        900 | Cuối\n";
    let text: String = text
        .lines()
        .map(|line| format!("{}\n", line.trim()))
        .collect();
    let text = text
        .replace("| A   | B", " | A   | B")
        .replace("| A\n", " | A\n");
    assert_eq!(compare("text", &TextBook::parse(&text).xlsx(), "xlsx"), 7);
}

#[test]
fn generated_open_documents_are_read_alike() {
    let cell = |kind: &str, value: &str, text: &str| {
        format!(
            "<table:table-cell office:value-type=\"{kind}\" office:{value}><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let mut rows = String::new();
    for number in 0..40 {
        rows += "<table:table-row>";
        rows += &cell("float", &format!("value=\"{number}.5\""), "x");
        rows += &cell("string", "a=\"\"", &format!("Đào tạo lớp {number}"));
        rows += "<table:table-cell table:number-columns-repeated=\"3\"/>";
        rows += &cell("boolean", "boolean-value=\"true\"", "TRUE");
        rows += "</table:table-row>";
        if number % 7 == 0 {
            rows += "<table:table-row table:number-rows-repeated=\"5\"><table:table-cell/></table:table-row>";
        }
    }
    assert_eq!(compare("generated.ods", &files::ods(&rows), "ods"), 120);
}
