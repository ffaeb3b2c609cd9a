//! Excel workbooks of today (`.xlsx`, `.xlsm`) in the shape that nearly all programs write, in one pass over their bytes.
//!
//! Each part is inflated once, through a window of some KiB, and read where it lies: cells with their formats and strings,
//! merged regions, hidden rows and columns, formulas without a result, fonts and manners of writing. Nothing is guessed: what
//! is not of the common shape, however little, is left to calamine as a whole (`excel`), and so is every complaint about a
//! file but that it is too large. A test holds the two to the same cells.

mod cells;
mod figure;
mod letters;
mod package;
mod pieces;
mod sheet;
mod strings;
mod styles;
mod tag;
mod workbook;

use super::build::Budget;
use super::grid::Book;
use crate::intake::fact::{FileFact, Limit};
use crate::intake::limits::Limits;

/// Why reading does not go on.
#[derive(Debug)]
enum Halt {
    /// The window ends here, and what it ends with is not whole.
    More,
    /// It is not of the common shape.
    Odd,
    /// A limit that no reader passes.
    Limit(Box<FileFact>),
}

impl From<FileFact> for Halt {
    fn from(fact: FileFact) -> Self {
        match &fact {
            FileFact::Limit {
                limit: Limit::PartMib | Limit::TotalMib | Limit::Ratio | Limit::Seconds,
                ..
            } => Self::Limit(Box::new(fact)),
            _ => Self::Odd,
        }
    }
}

/// Reads a workbook; `None` when it is not of the common shape, and another reader is to be asked.
pub(super) fn read(
    bytes: &[u8],
    limits: &Limits,
    budget: &mut Budget<'_>,
) -> Result<Option<Book>, FileFact> {
    let mut spent = budget.clone();
    match package::read(bytes, limits, &mut spent) {
        Ok(book) => {
            *budget = spent;
            Ok(Some(book))
        }
        Err(Halt::Limit(fact)) => Err(*fact),
        Err(Halt::Odd | Halt::More) => Ok(None),
    }
}
