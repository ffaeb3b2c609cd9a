//! What our own outputs carry, so that they are known again whatever they are called.
//!
//! A consolidated workbook carries the property `tonghop.output` and is no submission. A returned file carries
//! `tonghop.returned` instead: corrected and sent again it is a submission like any other, but for the sheet that we
//! added, whose cells are nobody's figures.

use sha2::{Digest as _, Sha256};

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
/// How a covering text begins.
pub const LETTER_START: &str = "Kính gửi: ";
/// The custom document property that says what the other parts of a returned file held when it was written.
pub const RETURNED_SEAL: &str = "tonghop.returned.seal";
/// How the last line of a covering text begins; then comes its code.
const LETTER_END: &str = "(Thư do chương trình tonghop soạn khi kiểm tra tệp báo cáo";

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

/// The last line of a covering text: who wrote it, and a code by which it is known whether somebody has changed it since.
#[must_use]
pub fn letter_end(above: &str) -> String {
    format!("{LETTER_END}; mã {}.)", letter_code(above))
}

/// A code of what a covering text says, whatever its line ends.
fn letter_code(text: &str) -> String {
    let plain = text.trim_start_matches('\u{feff}').replace('\r', "");
    let hash = Sha256::digest(plain.trim_end());
    let hash = hash.iter().take(4);
    hash.map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a text is the covering text of a returned file.
#[must_use]
pub fn is_letter(text: &str) -> bool {
    let last = text.trim_end().lines().next_back().unwrap_or_default();
    text.starts_with(LETTER_START) && last.starts_with(LETTER_END) && last.ends_with(".)")
}

/// Whether a text is a covering text as it was written: nobody has changed a word of it.
#[must_use]
pub fn is_letter_as_written(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_end();
    let above = text
        .rfind(LETTER_END)
        .and_then(|at| text.split_at_checked(at));
    is_letter(text) && above.is_some_and(|(above, end)| end == letter_end(above))
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
}

/// How the header of each kind of table of ours begins.
const TABLES: [&str; 3] = [
    "record_id,programme,",
    "code,severity,file,sheet,cell,",
    "unit_code,unit_name,state,",
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
    fn a_text_that_somebody_has_changed_is_told_from_ours() {
        let above = "\u{feff}Kính gửi: Sở Y tế\r\n\r\nÔ H15: ghi rõ số tiền.\r\n\r\n";
        let text = format!("{above}{}\r\n", letter_end(above));
        let bare = text.trim_start_matches('\u{feff}');
        assert!(is_letter(bare) && is_letter_as_written(&text));
        // Saved anew by some editor.
        assert!(is_letter_as_written(&bare.replace('\r', "")));
        for (from, to) in [("H15", "H16"), ("Sở", "sở"), ("mã ", "mã 0")] {
            let changed = text.replace(from, to);
            assert!(!is_letter_as_written(&changed), "{changed}");
        }
        assert!(!is_letter_as_written(&format!("{text}Xin cảm ơn.")));
        assert!(!is_letter_as_written("") && !is_letter_as_written(LETTER_START));
    }

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
            ("STT,Nội dung\n", false),
            ("PK\u{3}\u{4}", false),
            ("", false),
        ] {
            assert_eq!(is_output(text.as_bytes()), known, "{text}");
        }
    }
}
