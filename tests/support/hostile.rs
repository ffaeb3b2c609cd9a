//! Files that ask for too much, lie, or are broken: each made small, and named after what it does.

use std::io::{Cursor, Read as _, Write as _};

use tonghop::finding::Limit;

use super::files::{XLSB, ods, xlsx, xlsx_of, zip};

type Case = (&'static str, Vec<u8>, &'static str);

/// Files that must be told as needing a password.
pub fn encrypted() -> Vec<Case> {
    let filepass = record(0x2f, &[0, 0, 1, 2, 3, 4]);
    let manifest = b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let mut package = zip(&[("xl/workbook.xml", b"<workbook/>")]);
    let at = memchr::memmem::find(&package, b"PK\x01\x02").unwrap();
    // The flag of an encrypted member.
    package[at + 8] |= 1;
    package[6] |= 1;
    vec![
        (
            "a package in a container",
            container("EncryptedPackage", b"xx"),
            "xlsx",
        ),
        (
            "xor in an old workbook",
            container("Workbook", &stream_with(&filepass)),
            "xls",
        ),
        (
            "a password in OpenDocument",
            zip(&[
                (
                    "mimetype",
                    b"application/vnd.oasis.opendocument.spreadsheet",
                ),
                ("META-INF/manifest.xml", manifest),
                ("content.xml", b"garbled"),
            ]),
            "ods",
        ),
        ("a member with a password", package, "xlsx"),
    ]
}

/// Files that must be told as damaged.
pub fn damaged() -> Vec<Case> {
    let strings: &[(&str, &[u8])] = &[(
        "xl/sharedStrings.xml",
        b"<sst uniqueCount=\"4294967295\"><si><t>a</t></si></sst>",
    )];
    let huge: &[(&str, &[u8])] = &[(
        "xl/sharedStrings.xml",
        b"<sst uniqueCount=\"99999999999999999999\"/>",
    )];
    let one: &[(&str, &[u8])] = &[("xl/sharedStrings.xml", b"<sst><si><t>a</t></si></sst>")];
    let entity = "<!DOCTYPE w [<!ENTITY a \"aaaa\">]><worksheet><sheetData/></worksheet>";
    let mut wrong_sum = xlsx("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", &[]);
    let at = memchr::memmem::rfind(&wrong_sum, b"PK\x01\x02").unwrap();
    wrong_sum[at + 16] ^= 0xff;
    let mut cases: Vec<Case> = [
        (
            "a row beyond the last",
            "<row r=\"16777217\"><c><v>1</v></c></row>",
        ),
        (
            "a row of 32 bits",
            "<row r=\"4294967295\"><c><v>1</v></c></row>",
        ),
        (
            "a row of 20 digits",
            "<row r=\"1\"><c r=\"A99999999999999999999\"><v>1</v></c></row>",
        ),
        (
            "a column beyond the last",
            "<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>",
        ),
        (
            "a cell written twice",
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>",
        ),
        (
            "a number that is none",
            "<row r=\"1\"><c r=\"A1\" t=\"n\"><v>x</v></c></row>",
        ),
    ]
    .map(|(name, rows)| (name, xlsx(rows, &[]), "xlsx"))
    .to_vec();
    cases.extend([
        ("a count of strings that lies", xlsx("", strings), "xlsx"),
        ("a count of strings of 20 digits", xlsx("", huge), "xlsx"),
        (
            "string -1",
            xlsx("<row><c t=\"s\"><v>-1</v></c></row>", one),
            "xlsx",
        ),
        (
            "string 7 of 1",
            xlsx("<row><c t=\"s\"><v>7</v></c></row>", one),
            "xlsx",
        ),
        ("an entity", xlsx_of(entity, &[]), "xlsx"),
        (
            "a sheet cut short",
            xlsx_of("<worksheet><sheetData><row r=\"1\">", &[]),
            "xlsx",
        ),
        (
            "two members of one name",
            xlsx("", &[("XL/workbook.xml", b"<workbook/>")]),
            "xlsx",
        ),
        (
            "a member above the package",
            xlsx("", &[("../x.xml", b"<x/>")]),
            "xlsx",
        ),
        ("a wrong checksum", wrong_sum, "xlsx"),
        (
            "no sheets",
            zip(&[("xl/workbook.xml", b"<workbook/>")]),
            "xlsx",
        ),
        (
            "a binary workbook without parts",
            zip(&[("xl/workbook.bin", b"\x9c\x01\x04aaaa")]),
            "xlsb",
        ),
        (
            "a binary workbook without relations",
            without_relations(),
            "xlsb",
        ),
        (
            "a sheet that is nowhere",
            container("Workbook", &stream_at(u32::MAX)),
            "xls",
        ),
        (
            "a sheet at the globals' end",
            container("Workbook", &stream_at(40)),
            "xls",
        ),
        (
            "a sheet that is the workbook",
            container("Workbook", &stream_at(0)),
            "xls",
        ),
        ("two sheets in one place", two_in_one_place(), "xls"),
        ("a sheet that is everywhere", looped(), "xls"),
        ("a directory that loops", looped_directory(), "xls"),
        (
            "an OpenDocument without content",
            ods_without_content(),
            "ods",
        ),
        ("a sheet of OpenDocument cut short", ods_cut_short(), "ods"),
        (
            "a part with two names",
            two_names(xlsx("", &[("xl/worksheets/sheet2.xml", b"<worksheet/>")])),
            "xlsx",
        ),
    ]);
    cases.extend(cut_cells());
    cases
}

/// Files that must be told as over a limit.
pub fn over_limits() -> Vec<(&'static str, Vec<u8>, &'static str, Limit)> {
    let blank = vec![b' '; 8 << 20];
    let parts: Vec<String> = (0..1200).map(|number| format!("xl/{number}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let row = |cell: &str, times: &str| {
        format!("<table:table-row table:number-rows-repeated=\"{times}\">{cell}</table:table-row>")
    };
    let text = |text: &str, times: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"{times}\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let long = "x".repeat(10_000);
    vec![
        (
            "a bomb",
            xlsx("", &[("xl/styles.xml", &blank)]),
            "xlsx",
            Limit::Ratio,
        ),
        (
            "a bomb of strings",
            xlsx("", &[("xl/sharedStrings.xml", &blank)]),
            "xlsx",
            Limit::Ratio,
        ),
        ("a bomb of rows", bomb_of_rows(), "xlsx", Limit::Ratio),
        ("too many parts", xlsx("", &parts), "xlsx", Limit::Parts),
        (
            "a long text a million times",
            ods(&row(&text(&long, "1"), "1000000")),
            "ods",
            Limit::TotalMib,
        ),
        (
            "a cell in every place",
            ods(&row(&text("a", "16384"), "1048576")),
            "ods",
            Limit::Cells,
        ),
        (
            "a merge over a sheet that is all corners",
            huge_merge(),
            "xlsx",
            Limit::Area,
        ),
        (
            "a long string in a million cells",
            long_string(),
            "xlsx",
            Limit::TotalMib,
        ),
    ]
}

fn two_in_one_place() -> Vec<u8> {
    let first = cell_record(0x203, 0, &[0; 8]);
    let length = i64::try_from(first.len() + begin_sheet().len() + 4).unwrap();
    sheets_of_records(&[(first.clone(), 0), (first, -length)])
}

/// The last member of a package under another name in front of itself.
pub fn two_names(mut package: Vec<u8>) -> Vec<u8> {
    let at = memchr::memmem::rfind(&package, b"PK\x03\x04").unwrap();
    package[at + 30] ^= 2;
    package
}

fn ods_cut_short() -> Vec<u8> {
    zip(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        (
            "content.xml",
            b"<office:spreadsheet><table:table table:name=\"S\"><table:table-row>",
        ),
    ])
}

fn ods_without_content() -> Vec<u8> {
    zip(&[(
        "mimetype",
        b"application/vnd.oasis.opendocument.spreadsheet",
    )])
}

fn bomb_of_rows() -> Vec<u8> {
    xlsx(&"<row/>".repeat(1 << 20), &[])
}

fn huge_merge() -> Vec<u8> {
    xlsx_of(
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
         <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>\
         <mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells></worksheet>",
        &[],
    )
}

fn long_string() -> Vec<u8> {
    // Not one letter over and over, which would be over the ratio.
    let text: String = (0..200_000_u32)
        .map(|n| char::from(b'a' + (n.wrapping_mul(n) >> 5) as u8 % 23))
        .collect();
    let strings = format!("<sst><si><t>{text}</t></si></sst>");
    let rows: String = (1..=4000)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"))
        .collect();
    xlsx(&rows, &[("xl/sharedStrings.xml", strings.as_bytes())])
}

fn without_relations() -> Vec<u8> {
    let mut archive = ::zip::ZipArchive::new(Cursor::new(XLSB)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if !name.ends_with("workbook.bin.rels") {
            parts.push((name, bytes));
        }
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    zip(&parts)
}

/// One record of an old workbook.
pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

/// The record that begins a workbook of Excel 97.
fn begin() -> Vec<u8> {
    record(0x809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
}

/// The record that begins a sheet of Excel 97.
fn begin_sheet() -> Vec<u8> {
    record(0x809, &[0, 6, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
}

/// A workbook of Excel 97 with sheets of these records. Each is said to begin where it does, moved by so many bytes.
pub fn sheets_of_records(sheets: &[(Vec<u8>, i64)]) -> Vec<u8> {
    let globals = |starts: &[u32]| {
        let mut globals = begin();
        for (start, number) in starts.iter().zip(b'1'..) {
            let sheet = [&start.to_le_bytes()[..], b"\0\0\x02\0S", &[number]].concat();
            globals.extend(record(0x85, &sheet));
        }
        globals.extend(record(0xa, &[]));
        globals
    };
    let mut at = globals(&vec![0; sheets.len()]).len();
    let mut starts = Vec::new();
    let mut bodies = Vec::new();
    for (records, moved) in sheets {
        starts.push(u32::try_from(i64::try_from(at).unwrap() + moved).unwrap());
        let body = [begin_sheet(), records.clone(), record(0xa, &[])].concat();
        at += body.len();
        bodies.extend(body);
    }
    container("Workbook", &[globals(&starts), bodies].concat())
}

/// A record with one cell in the first row: its column, and what stands behind place and style.
pub fn cell_record(kind: u16, col: u8, data: &[u8]) -> Vec<u8> {
    record(kind, &[&[0, 0, col, 0, 0, 0], data].concat())
}

/// Records of cells that end before their cell does.
fn cut_cells() -> Vec<Case> {
    let number = 1.0_f64.to_le_bytes();
    let text_to_come = [0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0];
    [
        ("a number cut short", cell_record(0x203, 0, &number[..7])),
        ("a packed number cut short", cell_record(0x27e, 0, &[1, 0])),
        ("a text cut short", cell_record(0x204, 0, b"\x03\0\0ab")),
        ("a text without its letters", cell_record(0x204, 0, b"")),
        ("a truth cut short", cell_record(0x205, 0, &[1])),
        ("a cell without a style", record(0x203, &[0; 5])),
        ("a formula cut short", cell_record(0x6, 0, &number[..7])),
        (
            "the text of a formula cut short",
            [
                cell_record(0x6, 0, &text_to_come),
                record(0x207, b"\x09\0\0ab"),
            ]
            .concat(),
        ),
        (
            "a row of numbers cut short",
            record(
                0xbd,
                &[0, 0, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 1, 0],
            ),
        ),
    ]
    .map(|(name, records)| (name, sheets_of_records(&[(records, 0)]), "xls"))
    .to_vec()
}

/// A workbook with one sheet, one record more among its globals.
fn stream_with(more: &[u8]) -> Vec<u8> {
    let globals = |start: u32| {
        let sheet = [&start.to_le_bytes()[..], b"\0\0\x01\0S"].concat();
        [
            begin(),
            more.to_vec(),
            record(0x85, &sheet),
            record(0xa, &[]),
        ]
        .concat()
    };
    let start = u32::try_from(globals(0).len()).unwrap();
    [globals(start), begin_sheet(), record(0xa, &[])].concat()
}

/// A workbook whose sheet is said to begin somewhere.
fn stream_at(start: u32) -> Vec<u8> {
    let sheet = [&start.to_le_bytes()[..], b"\0\0\x01\0S"].concat();
    [
        begin(),
        record(0x85, &sheet),
        record(0xa, &[]),
        begin_sheet(),
        record(0xa, &[]),
    ]
    .concat()
}

/// A workbook whose sheet begins and begins and never ends.
fn looped() -> Vec<u8> {
    let mut stream = stream_with(&[]);
    stream.truncate(stream.len() - 4);
    for _ in 0..2000 {
        stream.extend(begin());
    }
    container("Workbook", &stream)
}

/// A container with one stream.
pub fn container(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    let mut stream = file.create_stream(format!("/{name}")).unwrap();
    stream.write_all(bytes).unwrap();
    stream.flush().unwrap();
    drop(stream);
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A container whose directory goes on in itself.
fn looped_directory() -> Vec<u8> {
    let mut bytes = container("Workbook", &stream_with(&[]));
    let first = |at: usize, bytes: &[u8]| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    let sector = 1_usize << bytes[30];
    let (table, directory) = (first(76, &bytes), first(48, &bytes));
    let entry = (table as usize + 1) * sector + directory as usize * 4;
    bytes[entry..entry + 4].copy_from_slice(&directory.to_le_bytes());
    bytes
}

/// The stream of a workbook, out of its container.
pub fn workbook_stream(file: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::open(Cursor::new(file)).unwrap();
    let mut stream = Vec::new();
    file.open_stream("/Workbook")
        .unwrap()
        .read_to_end(&mut stream)
        .unwrap();
    stream
}

/// Records whose lengths and counts lie, each in an otherwise good workbook.
pub fn lying_records() -> Vec<(&'static str, Vec<u8>)> {
    let in_sheet = |more: &[u8]| {
        let mut stream = stream_with(&[]);
        stream.truncate(stream.len() - 4);
        stream.extend(more);
        stream.extend(record(0xa, &[]));
        container("Workbook", &stream)
    };
    let corner = [0xff_u8, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0];
    let dimensions = [&[0; 4][..], &[0xff; 8], &[0; 2]].concat();
    let formula = [&[0; 20][..], &[0xff, 0xff]].concat();
    let empty = [
        record(0xfc, &[1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0]),
        record(0x3c, &[]),
        record(0x3c, &[0, b'a']),
    ];
    vec![
        (
            "cells in opposite corners",
            in_sheet(&[record(0x203, &[0; 14]), record(0x203, &corner)].concat()),
        ),
        ("dimensions that lie", in_sheet(&record(0x200, &dimensions))),
        (
            "a formula longer than its record",
            in_sheet(&record(0x6, &formula)),
        ),
        (
            "a count of merges that lies",
            in_sheet(&record(0xe5, &[0xff, 0xff, 0, 0, 1, 0, 0, 0, 1, 0])),
        ),
        (
            "an empty piece of the strings",
            container("Workbook", &stream_with(&empty.concat())),
        ),
    ]
}
