//! The parts of a `.xlsx` as text: where the scanning reader knows its shape, it gives what calamine gives.

#![no_main]

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use tonghop::book::{XlsxReader, read_xlsx_with};
use tonghop_fuzz::limits;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The parts that a drawing may have, in its order; what it leaves out is not there.
const NAMES: [&str; 7] = [
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/_rels/sheet1.xml.rels",
    "xl/comments1.xml",
];
const ROOT: &[u8] = b"<Relationships><Relationship Id=\"r\" Type=\"o/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
const WORKBOOK: &[u8] = b"<workbook><sheets><sheet name=\"S\" r:id=\"r1\"/></sheets></workbook>";
const RELATIONS: &[u8] = b"<Relationships><Relationship Id=\"r1\" Type=\"o/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";

fuzz_target!(|drawing: &[u8]| {
    let mut parts: Vec<&[u8]> = Vec::new();
    let mut rest = drawing;
    while let Some(at) = rest.windows(4).position(|window| window == b"%%%\n") {
        parts.push(&rest[..at]);
        rest = &rest[at + 4..];
    }
    parts.push(rest);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut part = |name: &str, text: &[u8]| {
        writer.start_file(name, options).unwrap();
        writer.write_all(text).unwrap();
    };
    part("_rels/.rels", ROOT);
    for (index, name) in NAMES.into_iter().enumerate() {
        match (parts.get(index), index) {
            (Some(text), _) if !text.is_empty() => part(name, text),
            (_, 3) => part(name, WORKBOOK),
            (_, 4) => part(name, RELATIONS),
            _ => {}
        }
    }
    let bytes = writer.finish().unwrap().into_inner();
    if let Some(scanned) = read_xlsx_with(XlsxReader::Scanning, &bytes, &limits()) {
        let other = read_xlsx_with(XlsxReader::Calamine, &bytes, &limits());
        assert_eq!(Some(scanned), other);
    }
});
