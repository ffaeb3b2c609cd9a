//! Links from a figure to the cell it was read from, as `HYPERLINK` formulas with their stored results.
//!
//! A sheet holds at most 65,530 real links, and a round may have more records than that; formulas have no such limit.
//! A link is relative to the folder of the workbook, so that workbook and submissions can be moved together.

use std::path::{Component, Path, PathBuf};

use rust_xlsxwriter::Formula;

use super::figures::Entry;
use super::quoted;
use crate::intake::{self, Origin};
use crate::place::CellRef;
use crate::round::Submission;

/// Excel's limit of a text in a formula, and of the place a link leads to.
const MOST: usize = 255;

/// What links are made with.
pub struct Links {
    /// The folder that the workbook will stand in, absolute; `None` when there will be no file.
    folder: Option<PathBuf>,
}

impl Links {
    /// Links of a workbook that will stand in a folder.
    pub fn new(folder: Option<&Path>) -> Self {
        Self {
            folder: folder.and_then(real),
        }
    }

    /// Where a file is, as links name it; `None` when no link can lead to it.
    pub fn file(&self, submission: &Submission) -> Option<String> {
        let target = real(submission.source.path()?)?;
        let path = relative(self.folder.as_deref()?, &target)?;
        // Links take these for signs of their own.
        let plain = !path.contains(['#', '%', '"']);
        (plain && path.encode_utf16().count() <= MOST).then_some(path)
    }

    /// Where a cell is: its file, and the cell in it where a spreadsheet can open it there.
    pub fn cell(
        &self,
        submission: &Submission,
        sheet: Option<&str>,
        cell: CellRef,
    ) -> Option<String> {
        let file = self.file(submission)?;
        Some(at(&file, opens_at_cells(submission), sheet, cell))
    }
}

/// The links of a record after another of the same file: the path is found once.
pub struct Record<'l> {
    links: &'l Links,
    last: Option<(*const Submission, Option<String>)>,
}

impl<'l> Record<'l> {
    /// Nothing found yet.
    pub fn new(links: &'l Links) -> Self {
        Self { links, last: None }
    }

    /// Where the figure of a record stands.
    pub fn link(&mut self, entry: &Entry<'_>, cell: CellRef) -> Option<String> {
        let this = std::ptr::from_ref(entry.submission);
        if self.last.as_ref().is_none_or(|(last, _)| *last != this) {
            self.last = Some((this, self.links.file(entry.submission)));
        }
        let file = self.last.as_ref()?.1.as_deref()?;
        let sheet = entry.table.place.sheet.as_deref();
        Some(at(file, opens_at_cells(entry.submission), sheet, cell))
    }
}

/// Members of archives and delimited text are opened as a whole.
fn opens_at_cells(submission: &Submission) -> bool {
    matches!(submission.source.origin, Origin::Disk(_))
}

fn at(file: &str, opens_at_cells: bool, sheet: Option<&str>, cell: CellRef) -> String {
    if let (true, Some(sheet)) = (opens_at_cells, sheet) {
        let link = format!("{file}#{}!{cell}", quoted(sheet));
        if link.encode_utf16().count() <= MOST {
            return link;
        }
    }
    file.to_owned()
}

/// A path as the system writes it in full: both ends of a way must be written alike.
fn real(path: &Path) -> Option<PathBuf> {
    intake::real(path)
        .or_else(|_| std::path::absolute(path))
        .ok()
}

/// A path of Windows as people write it: without the sign that it is taken to the letter, which spreadsheets do not know.
fn plain(path: &str) -> String {
    match path.strip_prefix(r"\\?\UNC\") {
        Some(share) => format!(r"\\{share}"),
        None => path.strip_prefix(r"\\?\").unwrap_or(path).to_owned(),
    }
}

/// A path as seen from a folder, with `/`; the path itself where there is no way, as between two drives.
fn relative(folder: &Path, target: &Path) -> Option<String> {
    let mut from: Vec<Component<'_>> = folder.components().collect();
    let mut to: Vec<Component<'_>> = target.components().collect();
    if from.first() != to.first() {
        return target.to_str().map(plain);
    }
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    from.drain(..shared);
    to.drain(..shared);
    let up = from.iter().map(|_| Some(".."));
    let down = to.iter().map(|part| part.as_os_str().to_str());
    let parts: Option<Vec<&str>> = up.chain(down).collect();
    parts.map(|parts| parts.join("/"))
}

/// A formula that shows a text or number and leads somewhere.
pub fn formula(link: &str, shown: &Shown<'_>) -> Formula {
    match shown {
        Shown::Text(text) => Formula::new(format!(
            "=HYPERLINK(\"{}\",\"{}\")",
            doubled(link),
            doubled(text)
        ))
        .set_result(*text),
        Shown::Number(number) => {
            Formula::new(format!("=HYPERLINK(\"{}\",{number})", doubled(link)))
                .set_result(number.to_string())
        }
    }
}

/// What a link shows.
pub enum Shown<'a> {
    /// A text of at most 255 characters.
    Text(&'a str),
    /// A number, which stays a number.
    Number(i64),
}

fn doubled(text: &str) -> String {
    text.replace('"', "\"\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_other_drives_are_written_as_people_do() {
        assert_eq!(plain(r"\\?\D:\Đợt 1\a.xlsx"), r"D:\Đợt 1\a.xlsx");
        assert_eq!(plain(r"\\?\UNC\may\chung\a.xlsx"), r"\\may\chung\a.xlsx");
        assert_eq!(plain("/a/b.xlsx"), "/a/b.xlsx");
    }

    #[test]
    fn paths_are_seen_from_the_folder_of_the_workbook() {
        for (folder, target, path) in [
            ("/a/b", "/a/b/c.xlsx", "c.xlsx"),
            ("/a/b", "/a/b/so/c.xlsx", "so/c.xlsx"),
            ("/a/b", "/a/hop thu/c.xlsx", "../hop thu/c.xlsx"),
            ("/a", "/b/c.xlsx", "../b/c.xlsx"),
        ] {
            let found = relative(Path::new(folder), Path::new(target));
            assert_eq!(found.as_deref(), Some(path));
        }
    }

    #[test]
    fn a_link_names_sheet_and_cell_as_far_as_it_may_be_long() {
        let cell = CellRef::new(14, 7);
        let link = at("so-y-te.xls", true, Some("Danh mục 'A'"), cell);
        assert_eq!(link, "so-y-te.xls#'Danh mục ''A'''!H15");
        assert_eq!(at("a.zip", false, Some("Danh mục"), cell), "a.zip");
        let long = "x".repeat(250);
        assert_eq!(at(&long, true, Some("Danh mục"), cell), long);
    }
}
