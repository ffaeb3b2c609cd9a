//! Units of account that stand where they are easily overlooked: in a note below the list, in a comment on a cell, on a
//! sheet that covers the others; and statements that were not taken, because they are struck out or because a comment
//! says otherwise than the sheet.

use std::ops::Range;
use std::sync::Arc;

use super::stated;
use crate::book::grid::{Content, Grid, Visibility};
use crate::fold;
use crate::layout::header::Header;
use crate::layout::money::{MoneyColumn, TableScale};
use crate::layout::text_of;
use crate::place::CellRef;
use crate::value::scale::{self, CaptionScale};

/// A sheet with more filled cells than this covers nothing.
const COVER_CELLS: usize = 200;

/// Where a unit of account stands that is easily overlooked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlooked {
    /// In a note below the list.
    Note(CellRef),
    /// In a comment on a cell.
    Comment(CellRef),
    /// On another sheet, which holds no table.
    Sheet(Arc<str>, CellRef),
    /// In a sum alone, which is right in this unit only.
    Sum(CellRef),
}

/// A statement of the unit of account that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherUnit {
    /// Where it stands.
    pub cell: CellRef,
    /// What it says.
    pub text: String,
    /// đồng in one unit that it states.
    pub stated: i64,
    /// đồng in one unit that was taken.
    pub taken: i64,
    /// Why it was not taken.
    pub why: NotTaken,
}

/// Why a statement of the unit of account was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// It is struck out.
    Struck,
    /// It is a comment, and the sheet says otherwise.
    Comment,
}

/// The unit of account that a workbook's cover states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverScale {
    /// đồng in one unit.
    pub dong: i64,
    /// The name of the sheet.
    pub sheet: Arc<str>,
    /// Where on it.
    pub cell: CellRef,
}

/// The one unit of account that the sheets without figures of a workbook state, years set aside; `None` where they state
/// none, or several.
#[must_use]
pub fn cover_scale(sheets: &[Grid]) -> Option<CoverScale> {
    let covers = sheets.iter().filter(|grid| {
        let holds_figures = || {
            let mut cells = grid.rows.iter().flat_map(|row| &row.cells);
            cells.any(|cell| match cell.content {
                Content::Text(_) | Content::Date(_) => false,
                Content::Number(figure) => !(1990.0..2050.0).contains(&figure),
                _ => true,
            })
        };
        grid.visibility == Visibility::Visible
            && sheets.len() > 1
            && grid.filled() <= COVER_CELLS
            && !holds_figures()
    });
    let mut found: Option<CoverScale> = None;
    for grid in covers {
        for row in &grid.rows {
            let texts = row
                .cells
                .iter()
                .filter_map(|cell| Some((cell.col, text_of(cell)?)));
            for (col, text) in texts {
                let at = CellRef::new(row.row, col);
                let Some(dong) = stated(text).filter(|_| !is_struck(grid, at)) else {
                    continue;
                };
                match &found {
                    Some(other) if other.dong != dong => return None,
                    Some(_) => {}
                    None => {
                        found = Some(CoverScale {
                            dong,
                            sheet: grid.name.clone(),
                            cell: at,
                        });
                    }
                }
            }
        }
    }
    found
}

/// The unit of account that comments on these rows of the sheet state, the first that does; `None` where they state
/// several.
pub(in crate::layout) fn by_comment(grid: &Grid, rows: (u32, u32)) -> Option<(CellRef, i64)> {
    let mut found: Option<(CellRef, i64)> = None;
    for comment in &grid.comments {
        if comment.at.row < rows.0 || comment.at.row > rows.1 {
            continue;
        }
        match (comment_scale(&comment.text), found) {
            (Some(dong), Some((_, other))) if dong != other => return None,
            (Some(dong), None) => found = Some((comment.at, dong)),
            _ => {}
        }
    }
    found
}

/// The statements of a table's unit of account that were not taken, in reading order.
pub(in crate::layout) fn not_taken(
    grid: &Grid,
    rows: Range<usize>,
    header: &Header,
    money: &[MoneyColumn],
    scale: &TableScale,
) -> Vec<OtherUnit> {
    let table = match scale {
        TableScale::Stated { dong, .. }
        | TableScale::Overlooked { dong, .. }
        | TableScale::Default { dong, .. } => Some(*dong),
        TableScale::Foreign { .. } | TableScale::Contradicted { .. } => None,
    };
    let taken = |at: CellRef| {
        let column = money.iter().find(|column| column.col == at.col);
        match column.filter(|_| at.row >= header.span.0) {
            Some(column) => column.context(at.row).scale,
            None => table,
        }
    };
    let mut found = Vec::new();
    let mut add = |cell: CellRef, text: &str, stated: i64, why| {
        if let Some(taken) = taken(cell).filter(|taken| *taken != stated) {
            let text = fold::tidy(text).into_owned();
            found.push(OtherUnit {
                cell,
                text,
                stated,
                taken,
                why,
            });
        }
    };
    let above = grid.rows.get(rows.start..header.body_begin());
    for row in above.unwrap_or_default() {
        for cell in &row.cells {
            let at = CellRef::new(row.row, cell.col);
            let Some(seen) = grid.seen.get(&at) else {
                continue;
            };
            let struck = match (&seen.struck_letters, seen.struck, text_of(cell)) {
                (Some(letters), _, _) => Some(&**letters),
                (None, true, text) => text,
                _ => None,
            };
            let whole = seen.whole.as_deref().or(text_of(cell));
            if let (Some(dong), Some(whole)) = (struck.and_then(unit_of), whole) {
                add(at, whole, dong, NotTaken::Struck);
            }
        }
    }
    let sheet_rows = grid.rows.get(rows).unwrap_or_default();
    let (Some(first), Some(last)) = (sheet_rows.first(), sheet_rows.last()) else {
        return found;
    };
    for comment in &grid.comments {
        let at = comment.at;
        let in_table = (first.row..=last.row).contains(&at.row);
        // Among the rows it is said of the cell that it is on.
        let of_money = money.iter().any(|column| column.col == at.col);
        if in_table
            && (of_money || at.row <= header.span.1)
            && let Some(dong) = comment_scale(&comment.text)
        {
            add(at, &comment.text, dong, NotTaken::Comment);
        }
    }
    found.sort_by_key(|other| other.cell);
    found
}

/// Whether a cell is struck out as a whole, or hidden.
pub(in crate::layout) fn is_struck(grid: &Grid, at: CellRef) -> bool {
    grid.seen
        .get(&at)
        .is_some_and(|seen| seen.struck || seen.hidden)
}

/// The unit that a comment states in one of its lines, behind its author's name.
fn comment_scale(text: &str) -> Option<i64> {
    text.lines().find_map(|line| unit_of(line).or(stated(line)))
}

/// The unit that a text states, or is.
fn unit_of(text: &str) -> Option<i64> {
    match scale::parse_caption(text.trim_matches(['(', ')', ' ']))? {
        CaptionScale::Money { dong, .. } => Some(dong),
        CaptionScale::Foreign { .. } | CaptionScale::Measure(_) => None,
    }
}
