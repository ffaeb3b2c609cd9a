//! Any sheet, styles, notes and properties in a package that is sent back: marked, read again with the same cells, marked
//! again to the same bytes, and the marks taken away.

#![no_main]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use quick_xml::Reader;
use quick_xml::events::Event;
use tonghop::book::{open_bytes, ours};
use tonghop::finding::Severity;
use tonghop::place::CellRef;
use tonghop::write::returned::{List, Mark, Marks, Paragraph, Row, is_as_written, patch};
use tonghop_fuzz::limits;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A package of these parts.
fn package(sheet: &str, styles: &str, notes: &str, custom: &str) -> Vec<u8> {
    let relation = |id: u32, kind: &str, target: &str| {
        format!("<Relationship Id=\"r{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    let list =
        |relations: &[String]| format!("<Relationships>{}</Relationships>", relations.concat());
    let root = list(&[
        relation(1, "officeDocument", "xl/workbook.xml"),
        relation(2, "custom-properties", "docProps/custom.xml"),
    ]);
    let book = list(&[
        relation(1, "worksheet", "worksheets/sheet1.xml"),
        relation(2, "styles", "styles.xml"),
    ]);
    let own = list(&[relation(1, "comments", "../comments1.xml")]);
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &root),
        ("docProps/custom.xml", custom),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        ),
        ("xl/_rels/workbook.xml.rels", &book),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/worksheets/_rels/sheet1.xml.rels", &own),
        ("xl/styles.xml", styles),
        ("xl/comments1.xml", notes),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Whether XML is well-formed, with one root that holds at most one of each of its children, or not there; of what is not,
/// nobody can say where something stands in it.
fn is_whole(xml: &str) -> bool {
    let mut reader = Reader::from_str(xml);
    let (mut depth, mut roots) = (0_u32, 0_u32);
    let mut children = BTreeSet::new();
    loop {
        let (tag, opens) = match reader.read_event() {
            Ok(Event::Start(tag)) => (tag, true),
            Ok(Event::Empty(tag)) => (tag, false),
            Ok(Event::End(_)) => {
                depth = depth.saturating_sub(1);
                continue;
            }
            Ok(Event::Eof) => return depth == 0 && roots <= 1,
            Ok(Event::Text(text)) if depth == 0 => {
                if text.trim().is_empty() {
                    continue;
                }
                return false;
            }
            Ok(_) => continue,
            Err(_) => return false,
        };
        let attributes_hold = tag.attributes().all(|attribute| {
            attribute.is_ok_and(|one| is_name(one.key.as_ref()) && !one.value.contains('<'))
        });
        if !attributes_hold || !is_name(tag.name().as_ref()) {
            return false;
        }
        roots += u32::from(depth == 0);
        if depth == 1 && !children.insert(tag.name().as_ref().to_owned()) {
            return false;
        }
        depth += u32::from(opens);
    }
}

/// Whether a name is made of the letters that names of these parts are made of.
fn is_name(name: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || ":_-.".contains(letter);
    !name.is_empty() && name.chars().all(is_letter)
}

/// Whether every number of a style that a sheet gives is one of the list: of another nobody can say what it stands for once
/// there are more styles.
fn has_its_styles(sheet: &str, styles: &str) -> bool {
    let list = styles.split("<cellXfs").nth(1).unwrap_or_default();
    let list = list.split("</cellXfs").next().unwrap_or_default();
    let count = list.matches("<xf").count().max(1);
    let numbers = sheet.split(['"', '\'']).skip(1).step_by(2);
    let before = sheet.split(['"', '\'']).step_by(2);
    before
        .zip(numbers)
        .filter(|(name, _)| name.ends_with(" s=") || name.ends_with(" style="))
        .all(|(_, number)| number.parse().is_ok_and(|number: usize| number < count))
}

fn marks() -> Marks {
    let paragraph = Paragraph {
        severity: Severity::Error,
        code: "V102",
        message: "Không hiểu <số>.".into(),
        suggestion: Some("Ghi một con số.".into()),
    };
    let mut marks = Marks {
        list: Some(List::default()),
        ..Marks::default()
    };
    let mut cells = BTreeMap::new();
    for (row, col) in [(0, 0), (1, 3), (4, 1), (99, 16_383)] {
        let at = CellRef::new(row, col);
        let mark = Mark {
            severity: Severity::Error,
            paragraphs: vec![paragraph.clone()],
        };
        cells.insert(at, mark);
        if let Some(list) = &mut marks.list {
            list.rows.push(Row {
                sheet: Some("S".into()),
                cells: Some(at.into()),
                text: String::new(),
                paragraph: paragraph.clone(),
            });
        }
    }
    marks.sheets.insert("S".into(), cells);
    marks
}

fuzz_target!(|text: &str| {
    // The sheet, the styles, the notes and the properties, with lines of `%%%` between.
    let mut parts = text.split("\n%%%\n").chain(std::iter::repeat(""));
    let [sheet, styles, notes, custom] = std::array::from_fn(|_| parts.next().unwrap_or_default());
    let bytes = package(sheet, styles, notes, custom);
    let before = open_bytes(&bytes, "xlsx", &limits()).outcome.book;
    let Ok(marked) = patch::marked(&bytes, &marks(), &limits()) else {
        return;
    };
    assert!(is_as_written(&marked));
    // Only what could be read is sent back.
    let whole =
        [sheet, styles, notes, custom].into_iter().all(is_whole) && has_its_styles(sheet, styles);
    let Some(before) = before.filter(|_| whole) else {
        return;
    };
    let Some(mut after) = open_bytes(&marked, "xlsx", &limits()).outcome.book else {
        panic!("it is not read any more");
    };
    ours::drop_list(&mut after);
    assert_eq!(before.sheets.len(), after.sheets.len());
    for (one, other) in before.sheets.iter().zip(&after.sheets) {
        assert_eq!((&one.rows, &one.merges), (&other.rows, &other.merges));
    }
    let again = patch::marked(&marked, &marks(), &limits());
    assert_eq!(again.as_ref(), Ok(&marked));
    assert!(patch::marked(&marked, &Marks::default(), &limits()).is_ok());
});
