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
//! `.xlsx` ([`rebuild`]) and marked the same way. Beside each file goes a letter ([`letter`]), as a text and as
//! the draft of a mail.
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
mod stale;
mod style_lists;
mod styles;
mod tabs;
mod trouble;
mod wording;
mod workbook;
mod xml;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::finding::{Finding, Severity};
use crate::intake::sniff::{Kind, sniff};
use crate::place::CellRef;
use crate::report::Counts;
use crate::round::{Round, Submission, hex};
use crate::rule;
use crate::side_by_side;
use crate::write::letter::Recipients;
use crate::write::letter::mail::Draft;
use names::Names;

pub use list::{List, Row};
pub use seal::is_as_written;
pub use stale::{Stale, stale};
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
pub struct Returned<'r> {
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
    /// Whom the letters go to, and where nobody knows.
    pub recipients: Recipients<'r>,
}

/// What an office is asked to mend or to look at: errors and warnings, but for what it cannot correct in its file.
fn to_correct<'f>(findings: &[&'f Finding]) -> Vec<&'f Finding> {
    let is_theirs = |finding: &&Finding| !rule::NOT_TO_CORRECT.contains(&finding.code);
    findings.iter().copied().filter(is_theirs).collect()
}

/// Whether something in a submission is to be mended or looked at: then it goes back with a letter.
fn needs_correction(findings: &[&Finding]) -> bool {
    findings.iter().any(|finding| {
        finding.severity > Severity::Info && !rule::NOT_TO_CORRECT.contains(&finding.code)
    })
}

/// Whether a submission is marked: it needs correction, or something is told of a cell of it.
fn is_marked(findings: &[&Finding]) -> bool {
    let told_of_cell = |finding: &&Finding| finding.place.cells.is_some();
    needs_correction(findings) || findings.iter().any(told_of_cell)
}

/// Makes the files that go back, with the new deadline in their letters if there is one. The round must have kept its
/// cells ([`crate::round::Setup::keep_cells`]).
#[must_use]
pub fn files<'r>(round: &'r Round, findings: &[Finding], until: Option<Date>) -> Returned<'r> {
    let mut by_file: HashMap<&str, Vec<&Finding>> = HashMap::new();
    for finding in findings {
        // No mark on a cell of which nothing is asked of the office.
        let is_theirs =
            finding.place.cells.is_none() || !rule::NOT_TO_CORRECT.contains(&finding.code);
        if let Some(file) = finding.place.file.as_ref().filter(|_| is_theirs) {
            by_file.entry(file).or_default().push(finding);
        }
    }
    let none = Vec::new();
    let mut returned = Returned {
        recipients: Recipients::of(round),
        ..Returned::default()
    };
    let back: Vec<(&Submission, &Vec<&Finding>)> = round
        .submissions
        .iter()
        .map(|submission| {
            let of_file = by_file.get(&*submission.name).unwrap_or(&none);
            (submission, of_file)
        })
        .filter(|(_, of_file)| is_marked(of_file))
        .collect();
    let made = side_by_side::map(&back, |_, (submission, of_file)| {
        workbook(round, submission, of_file, until)
    });
    let paths = paths(round, &back, &made);
    for (((submission, of_file), made), paths) in back.into_iter().zip(made).zip(paths) {
        if needs_correction(of_file) {
            let letter = letter::Covering {
                round,
                submission,
                findings: &to_correct(of_file),
                until,
            };
            returned.add(&letter, of_file, made, paths);
        } else if let (Ok((bytes, _)), Some(path)) = (made, paths.workbook) {
            returned.files.push((path, bytes));
            returned.only_notes += 1;
        }
    }
    returned
}

impl<'r> Returned<'r> {
    /// Adds a submission that needs correction: its letter, and the workbook if it could be made.
    fn add(
        &mut self,
        letter: &letter::Covering<'r, '_>,
        findings: &[&Finding],
        made: Result<(Vec<u8>, bool), Trouble>,
        paths: Paths,
    ) {
        let submission = letter.submission;
        let trouble = made.as_ref().err();
        let workbook = paths.workbook.unwrap_or_default();
        // How to raise a limit is told to whoever runs the program.
        let is_limit = findings.iter().any(|finding| finding.code == "F004");
        if trouble != Some(&Trouble::Unread) || !is_limit {
            let name = workbook.rsplit('/').next().unwrap_or(&workbook);
            let said = letter.write(name, trouble);
            let to = self.recipients.of_submission(submission);
            let draft = Draft {
                mark: &said.mark,
                to: &to,
                subject: &said.subject,
                text: &said.text,
                enclosed: made.as_ref().ok().map(|(bytes, _)| (name, &**bytes)),
            };
            let letters = paths.letters;
            self.files.push((format!("{letters}.eml"), draft.bytes()));
            self.files.push((format!("{letters}.txt"), said.file()));
        }
        match made {
            Ok((bytes, _)) => {
                self.files.push((workbook, bytes));
                self.marked += 1;
                let counts = Counts::of(findings.iter().copied());
                self.counts.errors += counts.errors;
                self.counts.warnings += counts.warnings;
                self.counts.infos += counts.infos;
            }
            Err(trouble) => self.troubles.push((submission.name.clone(), trouble)),
        }
    }
}

/// Where the files of a submission go.
#[derive(Debug, Clone, Default)]
struct Paths {
    /// The workbook, if it could be made.
    workbook: Option<String>,
    /// The letters, without their extensions; empty where none is written.
    letters: String,
}

/// Where all files go. A workbook that keeps its name comes before one that is rebuilt and takes it.
fn paths(
    round: &Round,
    back: &[(&Submission, &Vec<&Finding>)],
    made: &[Result<(Vec<u8>, bool), Trouble>],
) -> Vec<Paths> {
    let mut names = Names::of(round);
    let mut paths = vec![Paths::default(); back.len()];
    for first in [true, false] {
        for (((submission, findings), made), paths) in back.iter().zip(made).zip(&mut paths) {
            let keeps = matches!(made, Ok((_, false)));
            if keeps != first {
                continue;
            }
            if let Ok((_, rebuilt)) = made {
                let extension = extension(submission, *rebuilt);
                let workbook = names.workbook(&submission.name, extension, *rebuilt);
                paths.workbook = Some(workbook);
            }
            if needs_correction(findings) {
                paths.letters = names.letters(&submission.name, paths.workbook.as_deref());
            }
        }
    }
    paths
}

/// The marked workbook of a submission, and whether it had to be rebuilt.
fn workbook(
    round: &Round,
    submission: &Submission,
    findings: &[&Finding],
    until: Option<Date>,
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
        let marks = plan::marks(round, submission, findings, None, until);
        return Ok((patch::marked(&bytes, &marks, limits)?, false));
    }
    let rebuilt = rebuild::workbook(submission)?;
    let marks = plan::marks(round, submission, findings, Some(&rebuilt.names), until);
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
