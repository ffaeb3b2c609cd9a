//! What our own outputs carry, so that they are known again whatever they are called.
//!
//! A consolidated workbook carries the property `tonghop.output` and is no submission. A returned file carries
//! `tonghop.returned` instead: corrected and sent again it is a submission like any other, but for the sheet that we
//! added, whose cells are nobody's figures.

mod letter;

pub use letter::{LETTER_STARTS, LetterKind, LetterMark, in_reference};

use super::grid::{Book, Content, Grid};
use crate::place::CellRef;

/// The custom document property of a file that was marked for correction.
pub const RETURNED: &str = "tonghop.returned";
/// The custom document property that says what a returned file was made from ([`ReturnedFrom`]).
pub const RETURNED_FROM: &str = "tonghop.returned.from";
/// How the sheet of findings in a returned file is named; with a number behind it when the office has one of that name.
pub const LIST_SHEET: &str = "Góp ý";
/// What stands in the first cell of that sheet.
pub const LIST_TITLE: &str = "GÓP Ý VỀ TỆP BÁO CÁO";

/// So many lines at its end tell the report of a check.
const REPORT_END_LINES: usize = 40;
/// How the report of a check ends, in both languages: the line that counts, and below it what to do next.
const REPORT_ENDS: [(&str, &[&str]); 2] = [
    (
        "Đã đọc ",
        &["Việc tiếp theo: ", "Không có lỗi. Việc tiếp theo: "],
    ),
    ("Read ", &["Next: ", "No errors. Next: "]),
];

/// So many files at most does a returned one remember that it was made from.
const MADE_FROM: usize = 12;

/// What a returned file was made from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReturnedFrom {
    /// A fingerprint of what it told when it was sent back: nobody has corrected it while it tells the same.
    pub list: String,
    /// The SHA-256 in hex of the file it was made from, then of the one that one was made from, and on.
    pub files: Vec<String>,
}

impl ReturnedFrom {
    /// Reads the property's text: the fingerprint and the files, parted by blanks.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut words = text.split_whitespace().map(str::to_owned);
        Self {
            list: words.next().unwrap_or_default(),
            files: words.take(MADE_FROM).collect(),
        }
    }

    /// What is written into a file that goes back, which has the hash `file` and tells `list`. A file that was sent back
    /// before and not corrected since stays as it is.
    #[must_use]
    pub fn next(earlier: Option<&Self>, list: String, file: &str) -> Self {
        let earlier = match earlier {
            Some(earlier) if earlier.list == list => return earlier.clone(),
            Some(earlier) => earlier.files.as_slice(),
            None => &[],
        };
        let files = std::iter::once(file).chain(earlier.iter().map(String::as_str));
        Self {
            list,
            files: files.take(MADE_FROM).map(str::to_owned).collect(),
        }
    }
}

impl std::fmt::Display for ReturnedFrom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.list)?;
        self.files.iter().try_for_each(|file| write!(f, " {file}"))
    }
}

/// Whether a sheet is the list of findings that we added to a returned file.
#[must_use]
pub fn is_list(grid: &Grid) -> bool {
    let first = grid.get(CellRef::new(0, 0)).map(|cell| &cell.content);
    grid.name.starts_with(LIST_SHEET)
        && matches!(first, Some(Content::Text(text)) if &**text == LIST_TITLE)
}

/// Takes the list that we added to a returned file out of a book: it holds our words, no office's figures.
pub fn drop_list(book: &mut Book) {
    while let Some(index) = book.sheets.iter().position(is_list) {
        book.sheets.remove(index);
        // The fonts of cells are told by the place of their sheet.
        let cells = std::mem::take(&mut book.fonts.cells);
        book.fonts.cells = cells
            .into_iter()
            .filter(|((sheet, _), _)| *sheet != index)
            .map(|((sheet, at), font)| ((sheet - usize::from(sheet > index), at), font))
            .collect();
    }
}

/// How the header of each kind of table of ours begins.
const HEADERS: [(&str, &[&str]); 6] = [
    ("table", &["record_id", "programme"]),
    ("findings", &["code", "severity", "file", "sheet", "cell"]),
    ("submissions", &["file", "sha256", "unit_code"]),
    ("periods", &["period", "start_date", "end_date", "deadline"]),
    ("rules", &["code", "severity", "title", "title_en"]),
    ("sums", &["id", "table", "column", "kind"]),
];

/// What the table of ours with this header is; `None` when it is none. The lists of a package look as those of any project
/// do, and are known by what lies beside them.
#[must_use]
pub fn table_called<S: AsRef<str>>(header: &[S]) -> Option<&'static str> {
    let begins = |start: &[&str]| {
        let own = header.iter().map(AsRef::as_ref).take(start.len());
        own.eq(start.iter().copied())
    };
    let table = HEADERS.iter().find(|(_, start)| begins(start))?;
    Some(table.0)
}

/// Whether a text is a letter of ours to an office.
#[must_use]
pub fn is_letter(text: &str) -> bool {
    LetterMark::of_text(text).is_some()
}

/// Whether a text is the report of a check, saved as text.
#[must_use]
pub fn is_report(text: &str) -> bool {
    // The line that counts, that of the offices and what to do next, each broken over a few at most.
    let last: Vec<&str> = text
        .lines()
        .rev()
        .filter(|line| !line.trim().is_empty())
        .take(REPORT_END_LINES)
        .collect();
    REPORT_ENDS.iter().any(|(read, next)| {
        let counts = |line: &&str| {
            line.strip_prefix(read)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        let says = |line: &&str| next.iter().any(|next| line.starts_with(next));
        let at = last.iter().position(says);
        at.is_some_and(|at| last.iter().skip(at.saturating_add(1)).any(counts))
    })
}
