//! A file of another format as a workbook of Excel: the same sheets with the same cells in the same places.
//!
//! Values keep their kinds, dates their formats of a date; regions stay merged, rows and columns hidden. Looks, formulas
//! and drawings are lost, and the sheet of findings says so. The marks are put in by [`super::patch`], as into any
//! workbook.

mod cells;
mod page;

use std::collections::{HashMap, HashSet};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::trouble::Trouble;
use crate::book::grid::Visibility;
use crate::round::Submission;
use crate::write::package::same_everywhere;

/// A rebuilt workbook.
#[derive(Debug)]
pub struct Rebuilt {
    /// The package.
    pub bytes: Vec<u8>,
    /// The names of its sheets, in the order of the submission's.
    pub names: Vec<String>,
}

/// Rebuilds a submission.
///
/// # Errors
/// When its cells were not kept, or do not fit on a sheet.
pub fn workbook(submission: &Submission) -> Result<Rebuilt, Trouble> {
    let words = |error: XlsxError| Trouble::Unwritable(error.to_string());
    let mut workbook = Workbook::new();
    let mut names: Vec<String> = Vec::new();
    let mut taken = Taken::default();
    let moment = ExcelDateTime::from_ymd(2000, 1, 1).map_err(words)?;
    let properties = DocProperties::new().set_creation_datetime(&moment);
    workbook.set_properties(&properties);
    for sheet in &submission.sheets {
        let Some(grid) = &sheet.grid else {
            return Err(Trouble::Unwritable("no cells were kept".into()));
        };
        let name = taken.name_for(&grid.name, submission);
        let mut page = Worksheet::new();
        page.set_name(&name).map_err(words)?;
        page::write(sheet, grid, &mut page).map_err(words)?;
        match grid.visibility {
            Visibility::Visible => {}
            // A workbook needs one sheet in sight, and the first is the one in front.
            _ if names.is_empty() => {}
            Visibility::Hidden => {
                page.set_hidden(true);
            }
            Visibility::VeryHidden => {
                page.set_very_hidden(true);
            }
        }
        workbook.push_worksheet(page);
        names.push(name);
    }
    let bytes = workbook.save_to_buffer().map_err(words)?;
    let bytes = same_everywhere(bytes);
    Ok(Rebuilt { bytes, names })
}

/// The names that sheets have.
#[derive(Default)]
struct Taken {
    /// In small letters.
    names: HashSet<String>,
    /// The next number to be tried behind a name, in small letters; those before are taken.
    numbers: HashMap<String, u32>,
}

impl Taken {
    /// A name that Excel takes: of at most 31 characters, none of them special, and no other sheet's.
    fn name_for(&mut self, own: &str, submission: &Submission) -> String {
        let file = submission.name.rsplit('/').next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let name = plain(if own.is_empty() { stem } else { own }, 31);
        let name = if name.is_empty() {
            "Sheet1".to_owned()
        } else {
            name
        };
        if self.names.insert(name.to_lowercase()) {
            return name;
        }
        let short = plain(&name, 25);
        let next = self.numbers.entry(short.to_lowercase()).or_insert(2);
        loop {
            let numbered = format!("{short} ({next})");
            *next = next.saturating_add(1);
            if self.names.insert(numbered.to_lowercase()) || *next == u32::MAX {
                return numbered;
            }
        }
    }
}

/// A text without the characters that no name of a sheet may have, or no XML, cut to at most so many.
fn plain(text: &str, most: usize) -> String {
    let text = text.replace(['[', ']', ':', '*', '?', '/', '\\'], "-");
    let is_none = |letter: char| letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}');
    let text = text.replace(is_none, " ");
    let mut units = 0;
    let cut: String = text
        .chars()
        .take_while(|letter| {
            units += letter.len_utf16();
            units <= most
        })
        .collect();
    cut.trim().trim_matches('\'').to_owned()
}
