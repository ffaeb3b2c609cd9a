//! Packages and their parts, as tests of returned files look at them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use tonghop::book::grid::Grid;
use tonghop::book::{self, ours};
use tonghop::finding::Severity;
use tonghop::intake::limits::Limits;
use tonghop::place::CellRef;
use tonghop::write::returned::{List, Mark, Marks, Paragraph, Row};
use zip::ZipArchive;

/// The parts of a package, inflated.
pub fn parts(package: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// The parts of a package as they are packed.
pub fn packed(package: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index_raw(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// A part as text.
pub fn part(package: &[u8], name: &str) -> String {
    let bytes = parts(package).remove(name);
    String::from_utf8(bytes.unwrap_or_else(|| panic!("there is no {name}"))).unwrap()
}

/// The text of all parts whose name holds a word.
pub fn text_of(package: &[u8], word: &str) -> String {
    parts(package)
        .into_iter()
        .filter(|(name, _)| name.contains(word))
        .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
        .collect()
}

/// The sheets of a file as our readers give them, but for the one that we add.
pub fn grids(package: &[u8]) -> Vec<Grid> {
    let opened = book::open_bytes(package, "xlsx", &Limits::default());
    let facts = opened.outcome.facts;
    let book = opened.outcome.book.unwrap_or_else(|| panic!("{facts:?}"));
    let sheets = book.sheets.into_iter();
    sheets.filter(|grid| !ours::is_list(grid)).collect()
}

/// Marks of some cells of a sheet, with a list.
pub fn marks(sheet: &str, cells: &[(&str, Severity)]) -> Marks {
    let mut marks = Marks::default();
    let mut list = List::default();
    for (cell, severity) in cells {
        let paragraph = Paragraph {
            severity: *severity,
            code: "V102",
            message: format!("Không hiểu <số> ở {cell}."),
            suggestion: Some("Ghi một con số.".into()),
        };
        let mark = Mark {
            severity: *severity,
            paragraphs: vec![paragraph.clone()],
        };
        let at = at(cell);
        marks
            .sheets
            .entry(sheet.to_owned())
            .or_default()
            .insert(at, mark);
        list.rows.push(Row {
            sheet: Some(sheet.to_owned()),
            cells: Some(at.into()),
            text: String::new(),
            paragraph,
        });
    }
    marks.list = Some(list);
    marks
}

/// The cell of a name such as `H15`.
pub fn at(cell: &str) -> CellRef {
    let letters = cell.trim_end_matches(|c: char| c.is_ascii_digit());
    let col = letters
        .bytes()
        .fold(0, |col, letter| col * 26 + u32::from(letter - b'A') + 1);
    let row: u32 = cell[letters.len()..].parse().unwrap();
    CellRef::new(row - 1, col - 1)
}

/// Whether every part of XML is well-formed, drawings of notes apart.
pub fn well_formed(package: &[u8]) {
    for (name, bytes) in parts(package) {
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let mut reader = quick_xml::Reader::from_reader(bytes.as_slice());
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{name}: {error}\n{}", String::from_utf8_lossy(&bytes)),
            }
        }
    }
}
