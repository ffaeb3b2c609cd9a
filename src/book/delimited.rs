//! Delimited text (`.csv`, `.tsv`, `.txt`) as a grid of text cells.
//!
//! A row is one record of the file: empty lines count, line breaks inside quotation marks do not.
//! That is why the records are told apart here and not by the `csv` crate, which skips empty
//! lines without saying where. A quotation mark that is never closed (`"` for “as above”,
//! typed by hand) is an ordinary letter and does not swallow the rest of the file.

use std::collections::BTreeMap;

use super::build::{Budget, Builder, Twice};
use super::charset;
use super::grid::{Book, Content, Grid};
use super::ours;
use super::text::clean;
use crate::intake::fact::FileFact;

/// Separators in the order in which they win a draw.
const SEPARATORS: [u8; 4] = [b'\t', b';', b',', b'|'];

/// Reads delimited text of whatever encoding.
pub(crate) fn read(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Book, FileFact> {
    let text = charset::decode(bytes);
    let (separator, start) = match stated_separator(&text) {
        Some((separator, start)) => (Some(separator), start),
        None => (find_separator(&text), 0),
    };
    let mut records = Records::new(&text, separator);
    let mut builder = Builder::new(Grid::default());
    let mut row = 0_u32;
    let mut fields = Vec::new();
    let mut our_output = match &*text {
        text if ours::is_letter(text) => Some("letter".to_owned()),
        text if ours::is_report(text) => Some("report".to_owned()),
        _ => None,
    };
    while records.next_into(&mut fields) {
        if row == 0
            && matches!(fields.as_slice(), [a, b, ..] if a == "record_id" && b == "programme")
        {
            our_output = Some("table".to_owned());
        }
        let findings = ["code", "severity", "file", "sheet", "cell"];
        if row == 0 && fields.iter().take(findings.len()).eq(findings) {
            our_output = Some("findings".to_owned());
        }
        for (col, field) in fields.iter().enumerate() {
            if row >= start && !field.is_empty() {
                let content = Content::Text(clean(field));
                let col = u32::try_from(col).unwrap_or(u32::MAX);
                if content != Content::Text("".into()) {
                    builder.push(row, col, content, budget)?;
                }
            }
        }
        row = row.saturating_add(1);
    }
    Ok(Book {
        sheets: vec![builder.finish(Twice::KeepLast, budget)?],
        our_output,
        ..Book::default()
    })
}

/// The separator that a first line such as `sep=;` states for Excel, and the row after it.
fn stated_separator(text: &str) -> Option<(u8, u32)> {
    match text.as_bytes().get(..5)?.to_ascii_lowercase().as_slice() {
        [b's', b'e', b'p', b'=', separator] if SEPARATORS.contains(separator) => {
            Some((*separator, 1))
        }
        _ => None,
    }
}

/// The separator that splits most records into the same number of fields; `None` when the text
/// is no table.
fn find_separator(text: &str) -> Option<u8> {
    let mut best: Option<(u64, u8)> = None;
    for separator in SEPARATORS {
        if memchr::memchr(separator, text.as_bytes()).is_none() {
            continue;
        }
        let score = evenness(text, separator);
        if score > best.map_or(0, |(score, _)| score) {
            best = Some((score, separator));
        }
    }
    best.map(|(_, separator)| separator)
}

/// How evenly a separator splits the first records: how many have the commonest number of fields,
/// times the separators in each. 0 when that says nothing.
fn evenness(text: &str, separator: u8) -> u64 {
    let mut records = Records::new(text, Some(separator));
    let mut counts: BTreeMap<usize, u64> = BTreeMap::new();
    let mut all = 0_u64;
    let mut fields = Vec::new();
    while all < 300 && records.next_into(&mut fields) {
        if fields.iter().all(|field| field.is_empty()) {
            continue;
        }
        all = all.saturating_add(1);
        if fields.len() > 1 {
            let count = counts.entry(fields.len()).or_default();
            *count = count.saturating_add(1);
        }
    }
    let score = |(length, count): (&usize, &u64)| (*length as u64 - 1).saturating_mul(*count);
    let commonest = counts.iter().max_by_key(|entry| score(*entry));
    match commonest {
        // A letter has commas too, in every other line.
        Some((2, count)) if count.saturating_mul(2) < all => 0,
        Some(entry) => score(entry),
        None => 0,
    }
}

/// The records of a text, one after the other.
struct Records<'a> {
    rest: &'a str,
    separator: Option<u8>,
    /// Whether quotation marks still mean anything: not after one that is never closed.
    quoting: bool,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, separator: Option<u8>) -> Self {
        Self {
            rest: text,
            separator,
            quoting: true,
        }
    }

    /// Reads the next record's fields; `false` at the end of the text.
    fn next_into(&mut self, fields: &mut Vec<String>) -> bool {
        fields.clear();
        if self.rest.is_empty() {
            return false;
        }
        loop {
            let mut field = String::new();
            if self.quoting && self.rest.starts_with('"') && !self.is_ditto_mark() {
                self.quoted(&mut field);
            }
            // Letters behind the closing mark belong to the field too.
            let end = self.end_of_field();
            let (plain, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
            field.push_str(plain);
            fields.push(field);
            let first = rest.as_bytes().first().copied();
            let length = if rest.starts_with("\r\n") { 2 } else { 1 };
            self.rest = rest.get(length..).unwrap_or_default();
            if first.is_none() || first != self.separator {
                return true;
            }
        }
    }

    /// Where the field ends that begins here: at a separator or the end of a line.
    fn end_of_field(&self) -> usize {
        let bytes = self.rest.as_bytes();
        let end = match self.separator {
            Some(separator) => memchr::memchr3(separator, b'\n', b'\r', bytes),
            None => memchr::memchr2(b'\n', b'\r', bytes),
        };
        end.unwrap_or(bytes.len())
    }

    /// Whether the mark at hand is a cell of its own, `"` for the same as above, and opens nothing.
    ///
    /// What it would quote begins with the end of a cell and ends with the begin of one: the cells up to the next mark.
    fn is_ditto_mark(&self) -> bool {
        let ends_cell =
            |letter: u8| Some(letter) == self.separator || matches!(letter, b'\n' | b'\r');
        let inside = self.rest.get(1..).unwrap_or_default();
        let quoted = inside.split('"').next().unwrap_or_default().as_bytes();
        let (first, last) = (quoted.first(), quoted.last());
        first.is_some_and(|letter| ends_cell(*letter))
            && last.is_some_and(|letter| ends_cell(*letter))
    }

    /// Takes the quoted part of a field, if its mark is ever closed.
    fn quoted(&mut self, field: &mut String) {
        let mut inside = self.rest.get(1..).unwrap_or_default();
        let mut text = String::new();
        while let Some((before, after)) = inside.split_once('"') {
            text.push_str(before);
            match after.strip_prefix('"') {
                Some(rest) => {
                    text.push('"');
                    inside = rest;
                }
                None => {
                    field.push_str(&text);
                    self.rest = after;
                    return;
                }
            }
        }
        self.quoting = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::limits::Limits;

    /// The cells as `A1=text` in reading order.
    fn cells(bytes: &[u8]) -> Vec<String> {
        let limits = Limits::default();
        let book = read(bytes, &mut Budget::new(&limits)).unwrap();
        let sheet = &book.sheets[0];
        sheet
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().map(move |cell| (row.row, cell)))
            .map(|(row, cell)| {
                let at = crate::place::CellRef::new(row, cell.col);
                match &cell.content {
                    Content::Text(text) => format!("{at}={text}"),
                    other => panic!("{other:?}"),
                }
            })
            .collect()
    }

    #[test]
    fn a_row_is_a_record_and_empty_lines_count() {
        assert_eq!(
            cells(b"STT,T\xc3\xaan\r\n\r\n1,\"a\r\nb\"\r\n\n2,\"say \"\"x\"\"\"\n"),
            [
                "A1=STT",
                "B1=Tên",
                "A3=1",
                "B3=a\nb",
                "A5=2",
                "B5=say \"x\""
            ]
        );
        assert_eq!(cells(b"\n\na,b\rc,d"), ["A3=a", "B3=b", "A4=c", "B4=d"]);
        assert_eq!(cells(b"a,b\n,\n\"\",x\n"), ["A1=a", "B1=b", "B3=x"]);
    }

    #[test]
    fn the_separator_is_told_from_the_records() {
        for (text, second) in [
            ("a;b;c\n1,5;2,5;3\n1,5;2;3\n", "B1=b"),
            ("a\tb\tc\n1,5\t2\t3\n", "B1=b"),
            ("a|b|c\n1|2|3\n", "B1=b"),
            ("a,b,c\nx;y,2,3\n", "B1=b"),
            ("sep=;\na;b,c\n", "B2=b,c"),
        ] {
            assert_eq!(cells(text.as_bytes())[1], second, "{text:?}");
        }
        let letter = "Kính gửi: Sở Y tế\nTheo công văn số 5, ngày 6\nNơi nhận:\n- Như trên;\n";
        assert_eq!(cells(letter.as_bytes()).len(), 4);
    }

    #[test]
    fn an_open_quotation_mark_is_a_letter() {
        assert_eq!(
            cells(b"1,a,b\n2,\",c\n3,d,e\n"),
            [
                "A1=1", "B1=a", "C1=b", "A2=2", "B2=\"", "C2=c", "A3=3", "B3=d", "C3=e"
            ]
        );
        assert_eq!(cells(b"1,\"a\"b,c\n"), ["A1=1", "B1=ab", "C1=c"]);
    }

    #[test]
    fn a_lone_quotation_mark_is_a_ditto_mark() {
        assert_eq!(
            cells(b"1\tx\tb\n2\t\"\tc\n3\t\"\td\n4\t\"y\tz\"\te\n"),
            [
                "A1=1", "B1=x", "C1=b", "A2=2", "B2=\"", "C2=c", "A3=3", "B3=\"", "C3=d", "A4=4",
                "B4=y\tz", "C4=e"
            ]
        );
        assert_eq!(cells(b"1,\"\"\n\"\",2\n"), ["A1=1", "B2=2"]);
        assert_eq!(
            cells(b"1,\"a\nb\"\n2,\"c,\"\n"),
            ["A1=1", "B1=a\nb", "A2=2", "B2=c,"]
        );
    }

    #[test]
    fn our_own_table_is_known() {
        let limits = Limits::default();
        let ours = b"record_id,programme,period\n1,2,3\n";
        let book = read(ours, &mut Budget::new(&limits)).unwrap();
        assert!(book.our_output.is_some());
        let ours = b"\xef\xbb\xbfrecord_id,programme,period\n";
        let book = read(ours, &mut Budget::new(&limits)).unwrap();
        assert!(book.our_output.is_some());
    }
}
