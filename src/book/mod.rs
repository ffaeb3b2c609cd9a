//! Workbooks as grids of cells, whatever program and format they came from.
//!
//! [`open`] takes a file, tells what it is by its content and reads it; [`read`] does the last
//! step alone. Neither fails and neither panics: what is wrong with a file comes out as facts (F001–F004, F006).

mod biff;
pub(crate) mod build;
pub(crate) mod charset;
pub mod comments;
mod delimited;
pub mod encoding;
mod excel;
mod format;
pub mod grid;
mod html;
mod look;
pub(crate) mod markup;
mod mend;
mod number_format;
mod ods;
pub mod ours;
mod package;
mod rich;
pub mod seen;
mod sheet;
pub mod stamp;
mod summary;
pub(crate) mod text;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

#[cfg(feature = "cli")]
pub(crate) use format::in_vietnam;
#[cfg(feature = "cli")]
pub(crate) use sheet::reference as cell_named;

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use crate::intake::Source;
use crate::intake::fact::FileFact;
use crate::intake::guard::guarded;
use crate::intake::limits::Limits;
use crate::intake::sniff::{Kind, sniff};
use build::Budget;
use grid::{Book, Grid};
use stamp::Stamp;

/// What reading gives: a book, or facts that say why there is none; both when it was read and is odd.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadOutcome {
    /// The workbook, `None` when it could not be read as a whole.
    pub book: Option<Book>,
    /// What is wrong or odd about the file.
    pub facts: Vec<FileFact>,
}

/// A file that was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// SHA-256 of its bytes; all zero when the disk did not give them.
    pub sha256: [u8; 32],
    /// What it is; `None` when the disk did not give it.
    pub kind: Option<Kind>,
    /// What was read.
    pub outcome: ReadOutcome,
}

/// Opens a file: its bytes are read once, hashed, and read as what they are.
#[must_use]
pub fn open(source: &Source, limits: &Limits) -> Opened {
    match source.bytes(limits) {
        Ok(bytes) => open_bytes(&bytes, &source.extension, limits),
        Err(fact) => Opened {
            sha256: [0; 32],
            kind: None,
            outcome: ReadOutcome {
                book: None,
                facts: vec![fact],
            },
        },
    }
}

/// Opens a file whose bytes are at hand; the extension is in lower case, without the dot.
#[must_use]
pub fn open_bytes(bytes: &[u8], extension: &str, limits: &Limits) -> Opened {
    let kind = sniff(bytes, extension);
    let mut outcome = read(bytes, kind, limits);
    // What was not read is not also called by a wrong name: one cause, one message.
    if kind.contradicts(extension) && outcome.book.is_some() {
        let fact = FileFact::Mismatch {
            extension: extension.to_owned(),
            content: kind.name(),
        };
        outcome.facts.insert(0, fact);
    }
    Opened {
        sha256: Sha256::digest(bytes).into(),
        kind: Some(kind),
        outcome,
    }
}

/// Reads bytes as a kind of file. A panic of a reader is damage to that file alone.
#[must_use]
pub fn read(bytes: &[u8], kind: Kind, limits: &Limits) -> ReadOutcome {
    let read = guarded(|| read_as(bytes, kind, limits));
    outcome(read.unwrap_or_else(|words| Err(FileFact::Damaged(words))))
}

/// Which of the two readers of `.xlsx` is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XlsxReader {
    /// The one that goes over the bytes once, and knows the common shape alone.
    Scanning,
    /// calamine, behind a look at the package.
    Calamine,
}

/// Reads a `.xlsx` with one of its two readers; `None` when it is not of the shape that the reader knows. [`read`] asks the
/// second where the first does not know the shape: this is here so that one can be held to the other.
#[must_use]
pub fn read_xlsx_with(reader: XlsxReader, bytes: &[u8], limits: &Limits) -> Option<ReadOutcome> {
    let read = guarded(|| {
        let mut budget = Budget::new(limits, bytes.len());
        let book = match reader {
            XlsxReader::Scanning => xlsx::read(bytes, limits, &mut budget)?,
            XlsxReader::Calamine => Some(excel::read_xlsx(bytes, limits, &mut budget)?),
        };
        Ok(book.map(|mut book| {
            book.repeated = budget.repeated();
            book
        }))
    });
    let read = read.unwrap_or_else(|words| Err(FileFact::Damaged(words)));
    Some(outcome(read.transpose()?))
}

/// What reading gives: the last touch on a book, and what is odd about it.
fn outcome(read: Result<Book, FileFact>) -> ReadOutcome {
    match read {
        Ok(mut book) => {
            tell_apart(&mut book.sheets);
            let sheet = book.sheets.iter().find_map(Stamp::of_sheet);
            book.stamp = Stamp::together(book.stamp.take(), sheet);
            let odd = [
                (book.macros, FileFact::Macros),
                (book.links, FileFact::Links),
            ];
            let facts = odd.into_iter().filter(|(is_so, _)| *is_so);
            ReadOutcome {
                facts: facts.map(|(_, fact)| fact).collect(),
                book: Some(book),
            }
        }
        Err(fact) => ReadOutcome {
            book: None,
            facts: vec![fact],
        },
    }
}

/// Gives sheets names of their own, for places are told by the sheet's name: of two sheets called `S` the second becomes
/// `S_2`. A number in brackets would call it a copy.
fn tell_apart(sheets: &mut [Grid]) {
    let fold = |name: &str| name.to_lowercase();
    let mut taken: HashSet<String> = HashSet::new();
    let doubled: Vec<bool> = sheets
        .iter()
        .map(|sheet| !taken.insert(fold(&sheet.name)))
        .collect();
    let mut next: HashMap<String, u32> = HashMap::new();
    for (sheet, doubled) in sheets.iter_mut().zip(doubled) {
        if !doubled {
            continue;
        }
        let number = next.entry(fold(&sheet.name)).or_insert(1);
        let name = loop {
            *number = number.saturating_add(1);
            let name = format!("{}_{number}", sheet.name);
            if taken.insert(fold(&name)) {
                break name;
            }
        };
        sheet.name = name.into();
    }
}

fn read_as(bytes: &[u8], kind: Kind, limits: &Limits) -> Result<Book, FileFact> {
    let mut budget = Budget::new(limits, bytes.len());
    let mut book = match kind {
        Kind::Empty => Err(FileFact::Empty),
        Kind::Xlsx => match xlsx::read(bytes, limits, &mut budget)? {
            Some(book) => Ok(book),
            None => excel::read_xlsx(bytes, limits, &mut budget),
        },
        Kind::Xlsb => xlsb::read(bytes, limits, &mut budget),
        Kind::Xls => xls::read(bytes, &mut budget),
        Kind::Biff => xls::read_stream(bytes, &mut budget),
        Kind::Ods => ods::read(bytes, limits, &mut budget),
        Kind::FlatOds => ods::read_flat(bytes, &mut budget),
        Kind::Encrypted => Err(FileFact::Encrypted),
        Kind::Html => html::read(bytes, &mut budget),
        Kind::XmlSpreadsheet => xml::read(bytes, &mut budget),
        Kind::Text => delimited::read(bytes, &mut budget),
        Kind::Other(name) => Err(FileFact::NotASpreadsheet(name)),
    }?;
    book.repeated = budget.repeated();
    Ok(book)
}
