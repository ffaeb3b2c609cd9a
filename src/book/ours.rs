//! What our own outputs carry, so that they are known again whatever they are called.
//!
//! A consolidated workbook carries the property `tonghop.output` and is no submission. A returned file carries
//! `tonghop.returned` instead: corrected and sent again it is a submission like any other, but for the sheet that we
//! added, whose cells are nobody's figures.

mod letter;

pub use letter::{LETTER_STARTS, LetterKind, LetterMark, in_reference, is_letter_as_written};

use super::grid::{Book, Content, Grid};
use super::look::book_of;
use super::package::Package;
use crate::intake::guard::guarded;
use crate::intake::is_program_report;
use crate::intake::limits::Limits;
use crate::place::CellRef;

/// The custom document property of a file that was marked for correction.
pub const RETURNED: &str = "tonghop.returned";
/// The custom document property that says what a returned file was made from ([`ReturnedFrom`]).
pub const RETURNED_FROM: &str = "tonghop.returned.from";
/// How the sheet of findings in a returned file is named; with a number behind it when the office has one of that name.
pub const LIST_SHEET: &str = "Góp ý";
/// What stands in the first cell of that sheet.
pub const LIST_TITLE: &str = "GÓP Ý VỀ TỆP BÁO CÁO";
/// The custom document property that says what the other parts of a returned file held when it was written.
pub const RETURNED_SEAL: &str = "tonghop.returned.seal";

/// Who writes the notes in a returned file.
pub const NOTE_AUTHOR: &str = "tonghop";
/// The line that parts our words from the office's on a cell that has a note already.
pub const NOTE_LINE: &str = "—— Góp ý ——";

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

/// How much of a note is the office's own words, in bytes: none of one of ours, known by its author or by the sign and
/// the code that it begins with, and of one that we wrote on what stands before our line.
pub(crate) fn own_words_end(author: &str, text: &str) -> usize {
    let is_code = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .is_some_and(|family| family.is_ascii_uppercase())
            && word.len() == 4
            && letters.all(|figure| figure.is_ascii_digit())
    };
    let signed = text
        .trim_start()
        .starts_with(|sign: char| !sign.is_alphanumeric());
    if author == NOTE_AUTHOR || signed && text.split_whitespace().take(4).any(is_code) {
        return 0;
    }
    text.find(NOTE_LINE).unwrap_or(text.len())
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

/// Whether a file is an output of ours: a consolidated workbook, a table, a report of a check or on the offices. A file
/// sent back and a blank form are none: what an office or an officer may have typed into them is nobody's to replace.
#[must_use]
pub fn is_output(bytes: &[u8]) -> bool {
    /// What tells stands at the beginning or the end.
    const MOST: usize = 1 << 16;
    if bytes.starts_with(b"PK") {
        let limits = Limits::default();
        return guarded(|| {
            let mut package = Package::open(bytes, &limits).ok()?;
            book_of(&mut package).ok()?.our_output
        })
        .is_ok_and(|output| output.is_some());
    }
    let head = bytes.get(..MOST).unwrap_or(bytes);
    let tail = bytes
        .get(bytes.len().saturating_sub(MOST)..)
        .unwrap_or(bytes);
    let text = |bytes| String::from_utf8_lossy(bytes);
    let head = text(head);
    let head = head.trim_start_matches('\u{feff}');
    let begins = |starts: &[&str]| starts.iter().any(|start| head.starts_with(start));
    begins(&TABLES)
        || is_program_report(head.as_bytes())
        || is_page(head)
        || is_report(&text(tail))
        || is_status(&text(tail))
        || is_changes(&text(tail))
}

/// How the header of each kind of table of ours begins.
const TABLES: [&str; 4] = [
    "record_id,programme,",
    "code,severity,file,sheet,cell,",
    "unit_code,unit_name,state,",
    "change,unit_code,unit_name,",
];

/// Whether it is the page that `check` writes, by what its head carries.
pub(crate) fn is_page(text: &str) -> bool {
    let head = text.as_bytes();
    let head = head.get(..2048).unwrap_or(head);
    memchr::memmem::find(head, b"<meta name=\"tonghop.output\"").is_some()
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

/// How the last two lines of what `diff` tells end and begin, in both languages.
const CHANGES_ENDS: [(&str, &str); 2] = [
    (" giữ nguyên.", "Tổng cộng: "),
    (" the same.", "Grand total: "),
];

/// Whether a text is what `diff` tells, by the lines that count the records and their money.
#[must_use]
pub fn is_changes(text: &str) -> bool {
    let mut last = text.trim_end().lines().rev();
    let (Some(money), Some(records)) = (last.next(), last.next()) else {
        return false;
    };
    let is_counted = records.starts_with(|c: char| c.is_ascii_digit());
    CHANGES_ENDS.iter().any(|(count, total)| {
        is_counted
            && records.trim_end().ends_with(count)
            && money.starts_with(total)
            && money.contains(" → ")
    })
}

/// The words for how offices stand, in both languages, as the last line of the table of them counts them.
const STATES: [&str; 12] = [
    "đã gửi",
    "gửi muộn",
    "không phát sinh",
    "không đọc được",
    "chưa gửi",
    "đã thay",
    "reported",
    "late",
    "nil",
    "invalid",
    "missing",
    "superseded",
];

/// Whether a text is the table of how offices stand, by the line below it that counts them.
#[must_use]
pub fn is_status(text: &str) -> bool {
    let text = text.trim_end().replace('\r', "");
    let last = text.rsplit_once("\n\n").map_or("", |(_, last)| last);
    let last: Vec<&str> = last.lines().map(str::trim).collect();
    let last = last.join(" ");
    let counts = last.split(';').next().unwrap_or_default();
    let mut counts = counts.trim_end_matches('.').split(", ");
    last.ends_with('.')
        && counts.all(|count| {
            let figures = count.trim_start_matches(|c: char| c.is_ascii_digit());
            let word = figures.strip_prefix(' ');
            figures.len() < count.len() && word.is_some_and(|word| STATES.contains(&word))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_known_by_what_they_hold() {
        for (text, known) in [
            ("\u{feff}record_id,programme,period\n", true),
            ("code,severity,file,sheet,cell,text\n", true),
            ("unit_code,unit_name,state,file\n", true),
            (
                "{\"unit_code\":\"a\",\"unit_name\":\"b\",\"state\":\"nil\"}\n",
                true,
            ),
            ("✓ đã gửi  Sở Y tế\n\n1 đã gửi, 12 chưa gửi.\n", true),
            (
                "✓ reported  A\n\n1 reported; without a register of offices\n  nothing tells.\n",
                true,
            ),
            ("Kính gửi\n\n1 đã gửi, và một số khác.\n", false),
            ("1 reported.\n", false),
            ("change,unit_code,unit_name,name\n", true),
            (
                "{\"change\":\"added\",\"unit_code\":\"a\",\"unit_name\":\"b\"}\n",
                true,
            ),
            (
                "1 records added, 0 removed, 0 changed, 2 the same.\nGrand total: 1 → 2 đồng (+1).\n",
                true,
            ),
            (
                "0 hoạt động thêm, 0 bớt, 0 sửa, 1 giữ nguyên.\r\nTổng cộng: 1 → 1 đồng (0).\r\n",
                true,
            ),
            ("Tổng cộng: 1 → 1 đồng (0).\n", false),
            ("STT,Nội dung\n", false),
            ("PK\u{3}\u{4}", false),
            ("", false),
        ] {
            assert_eq!(is_output(text.as_bytes()), known, "{text}");
        }
    }
}
