//! What the writer of workbooks has no word for, done on the written parts: results that are empty, rows that grow with
//! their text, no page number on the first page.

use std::io::{self, Cursor, Read as _};
use std::ops::Range;

use crate::write::package::{Changes, patched};

/// The part of the sheet that is filled in, and that of the instructions.
const FORM: &str = "xl/worksheets/sheet1.xml";
const GUIDE: &str = "xl/worksheets/sheet2.xml";

/// Stands for an empty result: the writer makes a 0 of one, and a 0 is a figure.
pub const EMPTY: &str = "\u{e000}";

/// The form with its parts as they should be; the rows of `growing` (1-based) keep their heights only until something is
/// typed into them, and `last` (its letters) is the last column that holds anything.
pub fn finish(package: &[u8], growing: Range<u32>, last: &str) -> io::Result<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(package))?;
    let mut changes = Changes::default();
    for name in [FORM, GUIDE] {
        let mut text = String::new();
        archive.by_name(name)?.read_to_string(&mut text)?;
        let mut text = text
            .replace(&format!("<v>{EMPTY}</v>"), "<v></v>")
            .replace(
                "<headerFooter><oddHeader>",
                "<headerFooter differentFirst=\"1\"><oddHeader>",
            )
            .replace(
                "</oddHeader></headerFooter>",
                "</oddHeader><firstHeader/></headerFooter>",
            );
        if name == FORM {
            // The format of the columns beyond makes a program walk through all of them that believes this.
            text = text.replacen(
                "<dimension ref=\"A1:XFD",
                &format!("<dimension ref=\"A1:{last}"),
                1,
            );
            for row in growing.clone() {
                grow(&mut text, row);
            }
        }
        changes.written.insert(name.to_owned(), text.into_bytes());
    }
    patched(package, &changes)
}

/// Takes the mark off a row's height that a person has set it.
fn grow(sheet: &mut String, row: u32) {
    const FIXED: &str = " customHeight=\"1\"";
    let Some(start) = sheet.find(&format!("<row r=\"{row}\" ")) else {
        return;
    };
    let head = sheet.get(start..).and_then(|rest| rest.split('>').next());
    if let Some(at) = head.and_then(|head| head.find(FIXED)) {
        sheet.replace_range(start + at..start + at + FIXED.len(), "");
    }
}
