//! Whole files, good and hostile, through `book::open_bytes`.

use std::io::{Cursor, Read as _};
use std::time::{Duration, Instant};

use crate::support::{files, hostile};
use proptest::prelude::*;
use tonghop::book::grid::{Book, Content, Visibility};
use tonghop::book::{Opened, open_bytes};
use tonghop::finding::{FileFact, Limit};
use tonghop::intake::limits::Limits;
use tonghop::intake::sniff::Kind;
use tonghop::place::CellRef;

fn open(bytes: &[u8], extension: &str) -> Opened {
    let start = Instant::now();
    let opened = open_bytes(bytes, extension, &Limits::default());
    // Debug builds on a busy machine; a bomb that is inflated takes minutes.
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "it took too long"
    );
    opened
}

fn book(bytes: &[u8], extension: &str) -> Book {
    let opened = open(bytes, extension);
    opened
        .outcome
        .book
        .unwrap_or_else(|| panic!("{:?}", opened.outcome.facts))
}

/// The facts of a file that must not be read.
fn refused(bytes: &[u8], extension: &str) -> Vec<FileFact> {
    let opened = open(bytes, extension);
    assert!(opened.outcome.book.is_none(), "it was read");
    assert!(!opened.outcome.facts.is_empty(), "nobody says why");
    opened.outcome.facts
}

/// The cells of a sheet as `A1 content`.
fn cells(book: &Book, sheet: usize) -> Vec<String> {
    let rows = book.sheets[sheet].rows.iter();
    rows.flat_map(|row| row.cells.iter().map(move |cell| (row.row, cell)))
        .map(|(row, cell)| format!("{} {:?}", CellRef::new(row, cell.col), cell.content))
        .collect()
}

#[test]
fn a_workbook_of_excel_is_read_cell_by_cell() {
    let book = book(&files::form(), "xlsx");
    assert_eq!(
        cells(&book, 0),
        [
            "A1 Text(\"DANH MỤC HỖ TRỢ\")",
            "A3 Text(\"STT\")",
            "B3 Text(\"Nội dung\\nhỗ trợ\")",
            "A4 Number(1.0)",
            "B4 Text(\"Hỗ trợ xe cứu thương\")",
            "C4 Date(2020-06-01T00:00:00)",
            "D4 Number(1200.5)",
            "E4 Duration(\"26:30:00\")",
            "F4 Bool(true)",
            "G4 Number(3.0)",
            "H4 Number(43983.0)",
            "A5 Error(\"#REF!\")",
            "C5 Number(-5.0)",
        ]
    );
    let sheet = &book.sheets[0];
    assert_eq!(&*sheet.name, "Danh mục");
    assert_eq!(sheet.merges[0].to_string(), "A1:H1");
    assert_eq!(sheet.hidden_rows, [4]);
    assert_eq!(sheet.hidden_cols, [1]);
    assert_eq!(book.sheets[1].visibility, Visibility::Hidden);
    assert_eq!(book.our_output.as_deref(), Some("merge"));
    assert_eq!(book.modified.unwrap().to_string(), "2020-08-25T03:19:22");
    assert!(!book.macros && !book.links);
}

#[test]
fn one_hash_for_the_same_bytes() {
    let bytes = b"STT,T\xc3\xaan\n1,a\n";
    let opened = open(bytes, "csv");
    let hex: String = opened
        .sha256
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(hex.len(), 64);
    assert_eq!(opened.sha256, open(bytes, "txt").sha256);
    assert_eq!(opened.kind, Some(Kind::Text));
}

#[test]
fn formats_of_before_are_read() {
    for (name, bytes, extension, filled, merges) in files::fixtures() {
        let book = book(bytes, extension);
        assert_eq!(book.sheets[0].filled(), filled, "{name}");
        assert_eq!(book.sheets[0].merges.len(), merges, "{name}");
    }
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_one_cell() {
    let sheet = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
                 <row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>";
    let book = book(&files::xlsx(sheet, &[]), "xlsx");
    assert_eq!(
        cells(&book, 0),
        ["A1 Number(1.0)", "XFD1048576 Number(2.0)"]
    );
}

#[test]
fn what_the_reader_leaves_out_is_there() {
    let sheet = "<row r=\"1\"><c r=\"A1\"><f>B1</f></c><c r=\"B1\"><f>C1</f><v></v></c>\
                 <c r=\"C1\" t=\"e\"><v>#SPILL!</v></c><c r=\"D1\"><v>1e999</v></c>\
                 <c r=\"E1\"><v>4</v></c></row><row><c><v>5</v></c></row>";
    let book = book(&files::xlsx(sheet, &[]), "xlsx");
    assert_eq!(
        cells(&book, 0),
        [
            "A1 NoResult",
            "B1 NoResult",
            "C1 Error(\"#SPILL!\")",
            "D1 Text(\"inf\")",
            "E1 Number(4.0)",
            "A2 Number(5.0)",
        ]
    );
}

#[test]
fn a_struck_figure_is_told_by_its_own_cell() {
    // The same text stands plainly in another cell, and once within the cell itself.
    let run = "<r><rPr><strike/></rPr><t>75</t></r><r><rPr><b/></rPr><t>80</t></r>";
    let strings = format!("<sst count=\"3\"><si>{run}</si><si><t>7580</t></si></sst>");
    let relations = "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
        <Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
    let workbook = "<workbook><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets><calcPr fullCalcOnLoad=\"1\"/></workbook>";
    let root = "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    let sheet = format!(
        "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>\
         <c t=\"inlineStr\"><is>{run}</is></c><c><f>A1*2</f><v>0</v></c><c><f>A1*2</f><v>5</v></c><c><v>0</v></c></row></sheetData></worksheet>"
    );
    let parts: [(&str, &[u8]); 6] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ];
    let book = book(&files::zip(&parts), "xlsx");
    assert_eq!(
        cells(&book, 0),
        [
            "A1 Text(\"80\")",
            "B1 Text(\"7580\")",
            "C1 Text(\"80\")",
            "D1 NoResult",
            "E1 Number(5.0)",
            "F1 Number(0.0)",
        ]
    );
    let seen: Vec<String> = book.sheets[0].seen.keys().map(CellRef::to_string).collect();
    assert_eq!(seen, ["A1", "C1"]);
}

#[test]
fn macros_and_links_are_told() {
    let parts: [(&str, &[u8]); 2] = [
        ("xl/vbaProject.bin", b"x"),
        ("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
    ];
    let opened = open(&files::xlsx("", &parts), "xlsm");
    assert!(opened.outcome.book.is_some());
    assert_eq!(opened.outcome.facts, [FileFact::Macros, FileFact::Links]);
}

#[test]
fn a_wrong_extension_is_told_and_the_file_read() {
    let opened = open(&files::form(), "xls");
    assert!(opened.outcome.book.is_some());
    assert_eq!(
        opened.outcome.facts,
        [FileFact::Mismatch {
            extension: "xls".into(),
            content: "XLSX"
        }]
    );
    let opened = open(b"STT;a\n1;2\n", "xls");
    assert_eq!(cells(&opened.outcome.book.unwrap(), 0).len(), 4);
    assert_eq!(
        opened.outcome.facts,
        [FileFact::Mismatch {
            extension: "xls".into(),
            content: "CSV"
        }]
    );
    assert_eq!(
        refused(b"<html><body><p>1</p>", "xls"),
        [FileFact::NotASpreadsheet(Some("HTML"))]
    );
}

#[test]
fn what_is_no_spreadsheet_is_named() {
    assert_eq!(refused(b"", "xlsx"), [FileFact::Empty]);
    assert_eq!(
        refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "xlsx"),
        [FileFact::NotASpreadsheet(Some("PNG"))]
    );
    assert_eq!(
        refused(&files::zip(&[("word/document.xml", b"<w/>")]), "xlsx"),
        [FileFact::NotASpreadsheet(Some("DOCX"))]
    );
    assert_eq!(
        refused(&[0, 1, 2, 3, 250, 251, 0, 9], "xls"),
        [FileFact::NotASpreadsheet(None)]
    );
}

#[test]
fn passwords_are_told() {
    for (name, bytes, extension) in hostile::encrypted() {
        assert_eq!(refused(&bytes, extension), [FileFact::Encrypted], "{name}");
    }
}

#[test]
fn hostile_files_are_refused_quickly() {
    for (name, bytes, extension) in hostile::damaged() {
        let facts = refused(&bytes, extension);
        assert!(
            matches!(facts.as_slice(), [FileFact::Damaged(words)] if !words.is_empty()),
            "{name}: {facts:?}"
        );
    }
    for (name, bytes, extension, limit) in hostile::over_limits() {
        let facts = refused(&bytes, extension);
        assert!(
            matches!(facts.as_slice(), [FileFact::Limit { limit: reached, .. }] if *reached == limit),
            "{name}: {facts:?}"
        );
    }
}

#[test]
fn records_that_lie_are_read_for_what_they_hold() {
    for (name, bytes) in hostile::lying_records() {
        let book = book(&bytes, "xls");
        assert!(book.sheets[0].filled() <= 2, "{name}");
    }
}

#[test]
fn a_cell_that_is_written_twice_shows_the_later_and_tells_the_other() {
    let number = |value: f64| hostile::cell_record(0x203, 0, &value.to_le_bytes());
    let beside = hostile::cell_record(0x203, 1, &7.0_f64.to_le_bytes());
    let twice = [number(10.0), beside.clone(), number(9999.0)].concat();
    let same = [number(10.0), beside, number(10.0)].concat();
    let book = book(&hostile::sheets_of_records(&[(twice, 0), (same, 0)]), "xls");
    assert_eq!(cells(&book, 0), ["A1 Number(9999.0)", "B1 Number(7.0)"]);
    assert_eq!(cells(&book, 1), ["A1 Number(10.0)", "B1 Number(7.0)"]);
    let covered = |sheet: usize| -> Vec<String> {
        let cells = book.sheets[sheet].covered.iter();
        cells
            .map(|cell| format!("{} {:?} {}", cell.at, cell.content, cell.is_overwritten()))
            .collect()
    };
    assert_eq!(covered(0), ["A1 Number(10.0) true"]);
    assert!(covered(1).is_empty());
}

#[test]
fn a_text_result_that_never_came_is_no_result() {
    let text_to_come = [0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0];
    let formula = |col| hostile::cell_record(0x6, col, &text_to_come);
    let text = hostile::record(0x207, b"\x02\0\0ab");
    let records = [formula(0), text, formula(1), formula(2)].concat();
    let book = book(&hostile::sheets_of_records(&[(records, 0)]), "xls");
    assert_eq!(
        cells(&book, 0),
        ["A1 Text(\"ab\")", "B1 NoResult", "C1 NoResult"]
    );
}

#[test]
fn two_sheets_of_one_name_are_told_apart() {
    let sheet = |name: &str, value: u32| {
        format!(
            "<table:table table:name=\"{name}\"><table:table-row><table:table-cell office:value-type=\"float\" \
             office:value=\"{value}\"/></table:table-row></table:table>"
        )
    };
    let sheets = [
        sheet("Biểu", 1),
        sheet("BIỂU", 2),
        sheet("Biểu_2", 3),
        sheet("Biểu", 4),
    ]
    .concat();
    let content = format!(
        "<office:document xmlns:a=\"opendocument\"><office:spreadsheet>{sheets}</office:spreadsheet></office:document>"
    );
    let book = book(content.as_bytes(), "fods");
    let names: Vec<&str> = book.sheets.iter().map(|sheet| &*sheet.name).collect();
    assert_eq!(names, ["Biểu", "BIỂU_3", "Biểu_2", "Biểu_4"]);
    let values: Vec<Vec<String>> = (0..4).map(|sheet| cells(&book, sheet)).collect();
    assert_eq!(values.concat().len(), 4);
}

#[test]
fn blanks_that_no_tag_keeps_are_dropped_as_excel_drops_them() {
    let run = |letters: &str| format!("<r><rPr><b/></rPr>{letters}</r>");
    let struck = "<r><rPr><strike/></rPr><t>9 </t></r>";
    let cell = |inner: &str| format!("<c t=\"inlineStr\"><is>{inner}</is></c>");
    let row = [
        cell("<t> a\n</t>"),
        cell("<t xml:space=\"preserve\"> a </t>"),
        cell("<t> \t</t>"),
        cell(&[run("<t>Hỗ trợ </t>"), run("<t>xe</t>")].concat()),
        cell(
            &[
                run("<t xml:space=\"preserve\">Hỗ trợ </t>"),
                run("<t>xe</t>"),
            ]
            .concat(),
        ),
        cell(&[struck.to_owned(), run("<t>1 </t>"), run("<t> 200</t>")].concat()),
        "<c t=\"str\"><f>A1</f><v> b&#10;</v></c>".to_owned(),
        "<c t=\"str\"><f>A1</f><v xml:space=\"preserve\"> b </v></c>".to_owned(),
        "<c t=\"str\"><f>A1</f><v>  </v></c>".to_owned(),
    ];
    let book = book(
        &files::xlsx(&format!("<row>{}</row>", row.concat()), &[]),
        "xlsx",
    );
    assert_eq!(
        cells(&book, 0),
        [
            "A1 Text(\"a\")",
            "B1 Text(\" a \")",
            "D1 Text(\"Hỗ trợxe\")",
            "E1 Text(\"Hỗ trợ xe\")",
            "F1 Text(\"1200\")",
            "G1 Text(\"b\")",
            "H1 Text(\" b \")",
        ]
    );
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook whose list of sheets, and whose relations, say so; with the parts `sheet1.xml` and so on.
fn workbook(list: &str, relations: &[(&str, &str, &str)], sheets: &[&str]) -> Vec<u8> {
    let relations: String = relations
        .iter()
        .map(|(id, kind, target)| {
            format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
        })
        .collect();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let root = format!(
        "<Relationships><Relationship Id=\"r\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let book = format!("<workbook><sheets>{list}</sheets></workbook>");
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()),
        ("_rels/.rels".to_owned(), root),
        ("xl/workbook.xml".to_owned(), book),
        ("xl/_rels/workbook.xml.rels".to_owned(), relations),
    ];
    for (number, sheet) in (1..).zip(sheets) {
        let name = format!("xl/worksheets/Sheet{number}.xml");
        parts.push((name, format!("<worksheet>{sheet}</worksheet>")));
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, xml)| (name.as_str(), xml.as_bytes()))
        .collect();
    files::zip(&parts)
}

/// A sheet with one figure.
fn figure(value: u32) -> String {
    format!("<sheetData><row><c><v>{value}</v></c></row></sheetData>")
}

#[test]
fn sheets_without_cells_do_not_cost_the_others() {
    let kind = format!("{OFFICE}/worksheet");
    let macros = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet";
    let (one, two) = (figure(1), figure(2));
    let sheet = |name: &str, more: &str| format!("<sheet name=\"{name}\" sheetId=\"1\" {more}/>");
    let a = ("a", kind.as_str(), "worksheets/Sheet1.xml");
    let b = ("b", kind.as_str(), "worksheets/Sheet2.xml");
    let m = ("m", macros, "macrosheets/sheet1.xml");
    let names = |book: &Book| -> Vec<String> {
        let sheets = book.sheets.iter();
        sheets.map(|sheet| sheet.name.to_string()).collect()
    };
    for (list, relations, sheets, read) in [
        // A sheet of macros first, so that what was seen must not slip to the sheet before.
        (
            sheet("M", "r:id=\"m\"") + &sheet("A", "r:id=\"a\"") + &sheet("B", "r:id=\"b\""),
            vec![m, a, b],
            vec![one.as_str(), two.as_str()],
            vec![("A", 1), ("B", 2)],
        ),
        // A module of macros, listed without a part.
        (
            sheet("M", "r:id=\"\"") + &sheet("B", "r:id=\"b\"") + &sheet("N", ""),
            vec![b],
            vec![r"<sheetData/>", two.as_str()],
            vec![("B", 2)],
        ),
        // The only sheet has lost its relation, and there is one part.
        (
            sheet("A", "r:id=\"x\""),
            vec![],
            vec![one.as_str()],
            vec![("A", 1)],
        ),
        (
            sheet("B", "r:id=\"b\"") + &sheet("A", "r:id=\"\""),
            vec![b],
            vec![one.as_str(), two.as_str()],
            vec![("B", 2), ("A", 1)],
        ),
        (
            sheet("A", "state=\"Hidden\" r:id=\"a\"") + &sheet("B", "state='' r:id=\"b\""),
            vec![a, b],
            vec![one.as_str(), two.as_str()],
            vec![("A", 1), ("B", 2)],
        ),
    ] {
        let bytes = workbook(&list, &relations, &sheets);
        let opened = open(&bytes, "xlsx");
        let facts = &opened.outcome.facts;
        let has_macros = list.contains("r:id=\"m\"");
        assert_eq!(facts.contains(&FileFact::Macros), has_macros, "{list}");
        let book = opened.outcome.book.unwrap_or_else(|| panic!("{list}"));
        assert_eq!(
            names(&book),
            read.iter().map(|(name, _)| *name).collect::<Vec<_>>()
        );
        for (index, (_, value)) in read.iter().enumerate() {
            assert_eq!(
                cells(&book, index),
                [format!("A1 Number({value}.0)")],
                "{list}"
            );
        }
    }
    // Which figures are whose nobody can tell.
    let list = sheet("A", "r:id=\"\"") + &sheet("B", "r:id=\"\"");
    let facts = refused(&workbook(&list, &[], &[&one, &two]), "xlsx");
    assert!(matches!(facts[..], [FileFact::Damaged(_)]), "{facts:?}");
}

#[test]
fn a_claim_of_size_costs_nothing() {
    for claim in [
        "<dimension ref=\"1:9\"/>",
        "<dimension ref=\"A:I\"/>",
        "<dimension ref=\"\"/>",
        "<dimension/>",
        "<dimension ref=\"C5:A1\"></dimension>",
        "<dimension ref=\"A1:B2:C3\"/>",
        "<dimension ref=\"$A$1:$B$2\"/>",
        "<dimension ref=\"A0\"/>",
        "<dimension ref=\"A1:XFE1\"/>",
        "<dimension ref=\"A1:B2\"/>",
    ] {
        let sheet = format!("<worksheet>{claim}{}</worksheet>", figure(7));
        let book = book(&files::xlsx_of(&sheet, &[]), "xlsx");
        assert_eq!(cells(&book, 0), ["A1 Number(7.0)"], "{claim}");
    }
}

#[test]
fn parts_in_utf16_are_read() {
    let kind = format!("{OFFICE}/worksheet");
    let sheet = "<sheetData><row><c t=\"inlineStr\"><is><t>Hỗ trợ 😀</t></is></c><c><v>2</v></c></row></sheetData>\
        <mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells>";
    let plain = workbook(
        "<sheet name=\"Biểu\" sheetId=\"1\" r:id=\"a\"/>",
        &[("a", &kind, "worksheets/Sheet1.xml")],
        &[sheet],
    );
    let expected = book(&plain, "xlsx");
    assert_eq!(&*expected.sheets[0].name, "Biểu");
    for (big, mark) in [(false, true), (true, true), (false, false), (true, false)] {
        let mut archive = ::zip::ZipArchive::new(Cursor::new(&plain)).unwrap();
        let mut parts = Vec::new();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            let text = format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n{text}");
            let units = mark
                .then_some(0xfeff)
                .into_iter()
                .chain(text.encode_utf16());
            let bytes: Vec<u8> = units
                .flat_map(|unit| {
                    if big {
                        unit.to_be_bytes()
                    } else {
                        unit.to_le_bytes()
                    }
                })
                .collect();
            parts.push((part.name().unwrap().into_owned(), bytes));
        }
        let parts: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        let read = book(&files::zip(&parts), "xlsx");
        assert_eq!(read.sheets, expected.sheets, "{big} {mark}");
    }
}

#[test]
fn a_limit_can_be_raised() {
    let sheet: String = (1..=30)
        .map(|row| format!("<row r=\"{row}\"><c><v>1</v></c></row>"))
        .collect();
    let bytes = files::xlsx(&sheet, &[]);
    let low = Limits::default().with(Limit::Cells, 20);
    let facts = open_bytes(&bytes, "xlsx", &low).outcome.facts;
    assert_eq!(
        facts,
        [FileFact::Limit {
            limit: Limit::Cells,
            found: 21,
            allowed: 20
        }]
    );
    let opened = open_bytes(&bytes, "xlsx", &low.with(Limit::Cells, 30));
    assert!(opened.outcome.book.is_some());
}

#[test]
fn a_file_cut_short_is_never_taken_for_a_whole_one() {
    let form = files::form();
    let fixtures = files::fixtures();
    let all = fixtures
        .iter()
        .map(|(name, bytes, extension, ..)| (*name, *bytes, *extension))
        .chain([("form.xlsx", form.as_slice(), "xlsx")]);
    for (name, bytes, extension) in all {
        for part in 1..40 {
            let cut = &bytes[..bytes.len() * part / 40];
            let facts = refused(cut, extension);
            assert!(
                matches!(
                    facts.as_slice(),
                    [FileFact::Damaged(_) | FileFact::NotASpreadsheet(_)]
                ),
                "{name} {part}/40: {facts:?}"
            );
        }
    }
}

#[test]
fn text_in_every_encoding_becomes_the_same_cells() {
    let text = "STT;Nội dung\n1;Hỗ trợ\n";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let expected = [
        "A1 Text(\"STT\")",
        "B1 Text(\"Nội dung\")",
        "A2 Text(\"1\")",
        "B2 Text(\"Hỗ trợ\")",
    ];
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        [&b"\xff\xfe"[..], &utf16].concat(),
        utf16,
        // windows-1258: the tone stands behind its letter.
        b"STT;N\xf4\xf2i dung\n1;H\xf4\xde tr\xf5\xf2\n".to_vec(),
    ] {
        assert_eq!(cells(&book(&bytes, "csv"), 0), expected);
    }
}

#[test]
fn the_same_file_gives_the_same_cells() {
    let (first, second) = (book(&files::form(), "xlsx"), book(&files::form(), "xlsx"));
    assert_eq!(first, second);
    let date = first.sheets[0].get(CellRef::new(3, 2)).unwrap();
    assert!(matches!(date.content, Content::Date(_)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(
        head in 0_usize..7,
        bytes in proptest::collection::vec(any::<u8>(), 0..2000),
        extension in "(xlsx|xls|ods|csv|xlsb|)",
    ) {
        let heads: [&[u8]; 7] = [
            b"", b"PK\x03\x04", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
            b"\x09\x08\x10\0\0\x06\x05\0", b"<?xml version=\"1.0\"?>", b"\xff\xfe", b"STT,",
        ];
        open(&[heads[head], &bytes].concat(), &extension);
    }

    #[test]
    fn mutated_files_never_panic(
        file in 0_usize..5,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let form = files::form();
        let fixtures = files::fixtures();
        let (bytes, extension) = match fixtures.get(file) {
            Some((_, bytes, extension, ..)) => (*bytes, *extension),
            None => (form.as_slice(), "xlsx"),
        };
        let mut bytes = bytes.to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let opened = open(&bytes, extension);
        prop_assert!(opened.outcome.book.is_some() || !opened.outcome.facts.is_empty());
    }

    #[test]
    fn mutated_records_never_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        // Without its container, so that every change reaches the records.
        let mut bytes = hostile::workbook_stream(files::BIFF8);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        open(&bytes, "xls");
    }
}
