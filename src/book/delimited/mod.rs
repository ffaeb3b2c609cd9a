//! Delimited text (`.csv`, `.tsv`, `.txt`) as a grid of text cells.
//!
//! A row is one record of the file: empty lines count, line breaks inside quotation marks do not.
//! That is why the records are told apart here and not by the `csv` crate, which skips empty
//! lines without saying where. A quotation mark that is never closed (`"` for “as above”,
//! typed by hand) is an ordinary letter and does not swallow the rest of the file.

mod aligned;
mod dialect;
mod records;
mod scan;

use super::build::{Budget, Builder, Twice};
use super::charset;
use super::grid::{Book, Content, Grid};
use super::ours;
use super::text::clean;
use crate::intake::fact::{Bound, FileFact};
use dialect::Manner;
use records::{Records, WIDEST};

/// Reads delimited text of whatever encoding.
pub(crate) fn read(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Book, FileFact> {
    let text = charset::decode(bytes);
    let manner = Manner::of(&text);
    let blanks = manner.dialect.separator.is_none() && text.contains("  ");
    let mut aligned = match blanks {
        true => aligned::read(&text).map(Vec::into_iter),
        false => None,
    };
    let mut records = Records::new(&text, &manner);
    let mut builder = Builder::new(Grid::default());
    let mut row = 0_u32;
    let mut fields = Vec::new();
    let mut our_output = match &*text {
        text if ours::is_letter(text) => Some("letter".to_owned()),
        text if ours::is_report(text) => Some("report".to_owned()),
        text if ours::is_status(text) => Some("status".to_owned()),
        text if ours::is_changes(text) => Some("changes".to_owned()),
        _ => None,
    };
    let mut written: Vec<(u32, u32)> = Vec::new();
    loop {
        let more = match &mut aligned {
            Some(rows) => rows.next().map(|row| fields = row).is_some(),
            None => records.next_into(&mut fields),
        };
        if !more {
            break;
        }
        if records.too_wide {
            return Err(FileFact::TooLarge {
                bound: Bound::Columns,
                allowed: WIDEST as u64,
            });
        }
        if row == 0
            && let Some(table) = ours::table_called(&fields)
        {
            our_output = Some(table.to_owned());
        }
        let offices = ["unit_code", "unit_name", "state", "file"];
        if row == 0 && fields.iter().take(offices.len()).eq(offices) {
            our_output = Some("status".to_owned());
        }
        let changes = ["change", "unit_code", "unit_name", "name"];
        if row == 0 && fields.iter().take(changes.len()).eq(changes) {
            our_output = Some("changes".to_owned());
        }
        let count = u32::try_from(fields.len()).unwrap_or(u32::MAX);
        if written.last().is_none_or(|(_, last)| *last != count) {
            written.push((row, count));
        }
        for (col, field) in fields.iter().enumerate() {
            if row >= manner.start && !field.is_empty() {
                let content = Content::Text(clean(field));
                let col = u32::try_from(col).unwrap_or(u32::MAX);
                if content != Content::Text("".into()) {
                    builder.push(row, col, content, budget)?;
                }
            }
        }
        row = row.saturating_add(1);
    }
    builder.grid_mut().written = written;
    Ok(Book {
        sheets: vec![builder.finish(Twice::KeepLast, budget)?],
        our_output,
        ..Book::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::limits::Limits;

    /// The cells as `A1=text` in reading order.
    fn cells(bytes: &[u8]) -> Vec<String> {
        let limits = Limits::default();
        let book = read(bytes, &mut Budget::new(&limits, bytes.len())).unwrap();
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
        let book = read(ours, &mut Budget::new(&limits, ours.len())).unwrap();
        assert!(book.our_output.is_some());
        let ours = b"\xef\xbb\xbfrecord_id,programme,period\n";
        let book = read(ours, &mut Budget::new(&limits, ours.len())).unwrap();
        assert!(book.our_output.is_some());
    }
}
