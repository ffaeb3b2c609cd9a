//! Submissions sent back for correction: the office's own file, its wrong cells coloured, each with a note that says
//! what is wrong and what to type instead.
//!
//! ```text
//! so-y-te.xlsx › Danh mục
//!   H15  [pale red]  ✗ LỖI V102
//!                    “chưa có số liệu” cho biết chưa có số liệu.
//!                    Cách sửa: Ghi một con số, có thể kèm đơn vị, ví dụ “1,2 tỷ đồng”, “10 căn”. …
//! ```
//!
//! A workbook of Excel is patched ([`patch`]): what no mark touches stays to the byte. Any other format is rebuilt as
//! `.xlsx` ([`rebuild`]) and marked the same way. Beside each file goes a text for the mail ([`letter`]).
//!
//! A returned file is no output that is skipped: corrected and sent again it is a submission. Its marks are known by the
//! author of the notes, the styles that the property `tonghop.returned` lists, and the title of the sheet of findings;
//! a later run takes them away before it makes its own.

mod drawing;
pub mod letter;
mod list;
mod names;
mod notes;
mod parts;
pub mod patch;
pub mod plan;
mod property;
pub mod rebuild;
mod relations;
mod seal;
mod sheet;
mod sizes;
mod style_lists;
mod styles;
mod trouble;
mod wording;
mod workbook;
mod xml;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use names::Names;

use crate::finding::{Finding, Severity};
use crate::intake::sniff::{Kind, sniff};
use crate::place::CellRef;
use crate::report::Counts;
use crate::round::{Round, Submission, hex};

pub use list::{List, Row};
pub use seal::is_as_written;
pub use styles::colour;
pub use trouble::Trouble;
pub use wording::Paragraph;

/// What is said of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The gravest of what is said; it gives the cell its colour.
    pub severity: Severity,
    /// What is said, the gravest first.
    pub paragraphs: Vec<Paragraph>,
}

impl Mark {
    /// Adds what is said of another cell that is shown here.
    fn join(&mut self, other: &Self) {
        for paragraph in &other.paragraphs {
            self.add(paragraph.clone());
        }
    }

    /// Adds a paragraph, once.
    fn add(&mut self, paragraph: Paragraph) {
        self.severity = self.severity.max(paragraph.severity);
        if !self.paragraphs.contains(&paragraph) {
            self.paragraphs.push(paragraph);
            self.paragraphs
                .sort_by_key(|paragraph| std::cmp::Reverse(paragraph.severity));
        }
    }
}

/// All that is to be said in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// The cells to be marked, by the name of their sheet.
    pub sheets: BTreeMap<String, BTreeMap<CellRef, Mark>>,
    /// The sheet of findings; `None` when none is to be added.
    pub list: Option<List>,
    /// The SHA-256 of the file that goes back, in hex, and those of the files that it was made from; empty when the file
    /// that comes back is not to be known by them.
    pub from: String,
}

/// What became of a round's submissions.
#[derive(Debug, Default)]
pub struct Returned {
    /// The files to be written: path below the folder, with `/`, and bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// How many submissions come back marked.
    pub marked: usize,
    /// The findings in those.
    pub counts: Counts,
    /// Submissions of which only is told what was done: marked to be looked at, without a text for the mail.
    pub only_notes: usize,
    /// Submissions that could not be marked, and why; the covering text goes back alone.
    pub troubles: Vec<(Arc<str>, Trouble)>,
}

/// Whether something in a submission is to be mended or looked at: then it goes back with a text for the mail.
fn needs_correction(findings: &[&Finding]) -> bool {
    findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
}

/// Whether a submission is marked: it needs correction, or something is told of a cell of it.
fn is_marked(findings: &[&Finding]) -> bool {
    let told_of_cell = |finding: &&Finding| finding.place.cells.is_some();
    needs_correction(findings) || findings.iter().any(told_of_cell)
}

/// Makes the files that go back. The round must have kept its cells ([`crate::round::Setup::keep_cells`]).
#[must_use]
pub fn files(round: &Round, findings: &[Finding]) -> Returned {
    let mut by_file: HashMap<&str, Vec<&Finding>> = HashMap::new();
    for finding in findings {
        if let Some(file) = &finding.place.file {
            by_file.entry(file).or_default().push(finding);
        }
    }
    let none = Vec::new();
    let mut returned = Returned::default();
    let back: Vec<(&Submission, &Vec<&Finding>)> = round
        .submissions
        .iter()
        .map(|submission| {
            let of_file = by_file.get(&*submission.name).unwrap_or(&none);
            (submission, of_file)
        })
        .filter(|(_, of_file)| is_marked(of_file))
        .collect();
    let made: Vec<Result<(Vec<u8>, bool), Trouble>> = back
        .par_iter()
        .map(|(submission, of_file)| workbook(round, submission, of_file))
        .collect();
    let stems = stems(&back, &made);
    for (((submission, of_file), made), stem) in back.into_iter().zip(made).zip(stems) {
        if !needs_correction(of_file) {
            if let Ok((bytes, rebuilt)) = made {
                let extension = extension(submission, rebuilt);
                returned.files.push((format!("{stem}.{extension}"), bytes));
                returned.only_notes += 1;
            }
            continue;
        }
        let (rebuilt, trouble) = match &made {
            Ok((_, rebuilt)) => (*rebuilt, None),
            Err(trouble) => (false, Some(trouble.clone())),
        };
        // How to raise a limit is told to whoever runs the program.
        let is_limit = of_file.iter().any(|finding| finding.code == "F004");
        if !(trouble == Some(Trouble::Unread) && is_limit) {
            let extension = extension(submission, rebuilt);
            let workbook = format!("{stem}.{extension}");
            let file = made.is_ok().then_some(workbook.as_str());
            let text = letter::text(round, submission, of_file, file, trouble.as_ref());
            returned.files.push((format!("{stem}.txt"), text.into()));
            if let Ok((bytes, _)) = made {
                returned.files.push((workbook, bytes));
                returned.marked += 1;
                let counts = Counts::of(of_file.iter().copied());
                returned.counts.errors += counts.errors;
                returned.counts.warnings += counts.warnings;
                returned.counts.infos += counts.infos;
            }
        }
        if let Some(trouble) = trouble {
            returned.troubles.push((submission.name.clone(), trouble));
        }
    }
    returned
}

/// The paths of the files that go back, without extensions. A workbook that keeps its name comes before one that is
/// rebuilt and takes it.
fn stems(
    back: &[(&Submission, &Vec<&Finding>)],
    made: &[Result<(Vec<u8>, bool), Trouble>],
) -> Vec<String> {
    let mut names = Names::default();
    let mut stems = vec![String::new(); back.len()];
    for first in [true, false] {
        for (((submission, _), made), stem) in back.iter().zip(made).zip(&mut stems) {
            let keeps = matches!(made, Ok((_, false)));
            if keeps == first {
                *stem = names.stem(&submission.name);
            }
        }
    }
    stems
}

/// The marked workbook of a submission, and whether it had to be rebuilt.
fn workbook(
    round: &Round,
    submission: &Submission,
    findings: &[&Finding],
) -> Result<(Vec<u8>, bool), Trouble> {
    if !submission.readable {
        return Err(Trouble::Unread);
    }
    let limits = &round.setup.limits;
    let bytes = submission
        .source
        .bytes(limits)
        .map_err(|_| Trouble::Changed)?;
    if hex(&Sha256::digest(&bytes), 32) != submission.sha256 {
        return Err(Trouble::Changed);
    }
    if sniff(&bytes, &submission.source.extension) == Kind::Xlsx {
        let marks = plan::marks(round, submission, findings, None);
        return Ok((patch::marked(&bytes, &marks, limits)?, false));
    }
    let rebuilt = rebuild::workbook(submission)?;
    let marks = plan::marks(round, submission, findings, Some(&rebuilt.names));
    Ok((patch::marked(&rebuilt.bytes, &marks, limits)?, true))
}

/// The extension of the file that goes back: its own where that is right.
fn extension(submission: &Submission, rebuilt: bool) -> &str {
    match submission.source.extension.as_str() {
        own @ ("xlsx" | "xlsm" | "xltx" | "xltm") if !rebuilt => own,
        _ => "xlsx",
    }
}

/// The namespace of worksheets, as of 2006 and in the strict form of the standard.
fn main_space(strict: bool) -> &'static str {
    if strict {
        "http://purl.oclc.org/ooxml/spreadsheetml/main"
    } else {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    }
}

/// The namespace of the ids by which parts name their relations.
fn relations_space(strict: bool) -> &'static str {
    if strict {
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    } else {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    }
}
