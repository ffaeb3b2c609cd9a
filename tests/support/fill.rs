//! Filling in a form of ours as a program does that knows nothing of it: cells are written where the ids say.

#![allow(dead_code, reason = "each test file takes what it needs")]

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use tonghop::book;
use tonghop::book::grid::{Book, Content};
use tonghop::intake::limits::Limits;
use tonghop::intake::sniff::Kind;
use tonghop::place::{CellRef, col_name};
use tonghop::write::form::Typed;
use tonghop::write::package::{Changes, patched};

/// The part that holds the sheet that is filled in.
pub const SHEET: &str = "xl/worksheets/sheet1.xml";
/// The part that holds the lists and the stamp.
pub const LISTS: &str = "xl/worksheets/sheet3.xml";
/// The part that holds the document's own properties.
pub const PROPERTIES: &str = "docProps/custom.xml";

/// A form with what its row of ids says.
pub struct Form {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The 0-based columns of the ids.
    pub columns: BTreeMap<String, u32>,
    /// The 0-based first row to fill in.
    pub first: u32,
}

/// Reads a workbook.
pub fn book(bytes: &[u8]) -> Book {
    let read = book::read(bytes, Kind::Xlsx, &Limits::default());
    read.book.unwrap_or_else(|| panic!("{:?}", read.facts))
}

impl Form {
    /// Looks for the row of ids.
    pub fn new(bytes: Vec<u8>) -> Self {
        let book = book(&bytes);
        let is_seq = |content: &Content| matches!(content, Content::Text(text) if &**text == "seq");
        let row = book.sheets[0]
            .rows
            .iter()
            .find(|row| row.cells.first().is_some_and(|cell| is_seq(&cell.content)))
            .unwrap();
        let columns = row.cells.iter().map(|cell| match &cell.content {
            Content::Text(id) => (id.to_string(), cell.col),
            other => panic!("{other:?}"),
        });
        Self {
            columns: columns.collect(),
            first: row.row + 1,
            bytes,
        }
    }

    /// The place of a record's cell; records count from 0.
    pub fn at(&self, record: u32, id: &str) -> CellRef {
        CellRef::new(self.first + record, self.columns[id])
    }

    /// The form with records, by the ids of their cells.
    pub fn filled(&self, records: &[BTreeMap<String, Typed>]) -> Self {
        let cells = (0..).zip(records).flat_map(|(number, record)| {
            record
                .iter()
                .map(move |(id, typed)| (self.at(number, id), typed.clone()))
        });
        self.with_cells(cells.collect())
    }

    /// The form with these cells.
    pub fn with_cells(&self, cells: Vec<(CellRef, Typed)>) -> Self {
        let mut sheet = part(&self.bytes, SHEET);
        for (at, typed) in cells {
            put(&mut sheet, at, &typed);
        }
        self.with_part(SHEET, sheet)
    }

    /// The form with a part written anew.
    pub fn with_part(&self, name: &str, text: String) -> Self {
        let mut changes = Changes::default();
        changes.written.insert(name.to_owned(), text.into_bytes());
        Self {
            bytes: patched(&self.bytes, &changes).unwrap(),
            columns: self.columns.clone(),
            first: self.first,
        }
    }

    /// The form as a program writes it that does not calculate: no formula has a result.
    pub fn without_results(&self) -> Self {
        let sheet = part(&self.bytes, SHEET);
        let mut cells = sheet.split("</f><v>");
        let mut text = cells.next().unwrap().to_owned();
        for rest in cells {
            text.push_str("</f>");
            text.push_str(rest.split_once("</v>").unwrap().1);
        }
        self.with_part(SHEET, text)
    }

    /// The text of one of its parts.
    pub fn part(&self, name: &str) -> String {
        part(&self.bytes, name)
    }
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// Puts a value into an empty cell, whose format stays.
fn put(sheet: &mut String, at: CellRef, typed: &Typed) {
    let name = format!("{}{}", col_name(at.col), at.row + 1);
    let start = sheet
        .find(&format!("<c r=\"{name}\""))
        .unwrap_or_else(|| panic!("no cell {name}"));
    let head = sheet[start..].split_once('>').unwrap().0;
    assert!(head.ends_with('/'), "{name} is not empty");
    let style = head
        .split_once(" s=\"")
        .map_or("", |(_, rest)| rest.split_once('"').unwrap().0);
    let cell = match typed {
        Typed::Number(number) => format!("<c r=\"{name}\" s=\"{style}\"><v>{number}</v></c>"),
        Typed::Text(text) => {
            let text = text
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            format!(
                "<c r=\"{name}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
            )
        }
    };
    sheet.replace_range(start..=start + head.len(), &cell);
}
