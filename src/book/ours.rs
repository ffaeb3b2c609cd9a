//! What our own outputs carry, so that they are known again whatever they are called.
//!
//! A consolidated workbook carries the property `tonghop.output` and is no submission. A returned file carries
//! `tonghop.returned` instead: corrected and sent again it is a submission like any other, but for the sheet that we
//! added, whose cells are nobody's figures.

use super::grid::{Book, Content, Grid};
use crate::place::CellRef;

/// The custom document property of a file that was marked for correction.
pub const RETURNED: &str = "tonghop.returned";
/// The custom document property that says, in hex, the SHA-256 of the file that a returned one was made from, and those
/// of the files that one was made from, parted by blanks.
pub const RETURNED_FROM: &str = "tonghop.returned.from";
/// How the sheet of findings in a returned file is named; with a number behind it when the office has one of that name.
pub const LIST_SHEET: &str = "Góp ý";
/// What stands in the first cell of that sheet.
pub const LIST_TITLE: &str = "GÓP Ý VỀ TỆP BÁO CÁO";
/// How a covering text begins.
pub const LETTER_START: &str = "Kính gửi: ";
/// How a covering text ends.
pub const LETTER_END: &str = "(Thư do chương trình tonghop soạn khi kiểm tra tệp báo cáo.)";

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

/// Whether a text is the covering text of a returned file.
#[must_use]
pub fn is_letter(text: &str) -> bool {
    text.starts_with(LETTER_START) && text.trim_end().ends_with(LETTER_END)
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
