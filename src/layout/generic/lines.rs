//! What stands above a table of an unknown form: where it begins, and which of its lines are the title.
//!
//! Capitals are no evidence here, for not every title of a capital font comes back in capitals: a line that is nothing else
//! and stands in the middle, or spans the table, is the title.

use std::ops::Range;

use super::super::frame::{Frame, is_date_line};
use super::super::header::Header;
use super::super::{CellRole, is_filled, text_of, words};
use crate::book::grid::{Grid, Row};
use crate::fold;
use crate::place::CellRef;
use crate::value::scale;

/// Whether a row tells something of the table below it: its title, a caption, the unit of account.
pub fn announces(row: &Row) -> bool {
    let texts: Vec<&str> = row.cells.iter().filter_map(text_of).collect();
    let words = words::words();
    !texts.is_empty()
        && texts.len() <= 3
        && texts.len() == filled(row)
        && texts.iter().any(|text| {
            let folded = fold::fold(text);
            scale::parse_caption(text).is_some()
                || words.title.begin(&folded)
                || words.caption.begin(&folded)
                || words.motto.begin(&folded)
                || text.starts_with('(')
        })
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| is_filled(cell)).count()
}

/// The index of the first row that belongs to the header at `header` rather than to what ends above it.
pub fn frame_begin(grid: &Grid, from: usize, header: usize) -> usize {
    let mut begin = header;
    while begin > from {
        let (Some(row), Some(below)) = (grid.rows.get(begin - 1), grid.rows.get(begin)) else {
            break;
        };
        let texts: Vec<&str> = row.cells.iter().filter_map(text_of).collect();
        let plain = texts.len() == filled(row) && texts.len() <= 3;
        let ends_table = texts.iter().any(|text| {
            let folded = fold::fold(text);
            let words = words::words();
            words.signature.begin(&folded)
                || words.note.begin(&folded)
                || words::is_total_label(text)
        });
        let numbered = texts
            .first()
            .is_some_and(|text| words::numbering(text).is_some());
        let far = below.row > row.row + 3;
        if !plain || ends_table || numbered || far {
            break;
        }
        begin -= 1;
    }
    begin
}

/// Finds the title among the lines above a table: the last lines together that are nothing else, or those around a line
/// that begins like a title.
pub fn settle_titles(
    grid: &Grid,
    rows: Range<usize>,
    header: &Header,
    frame: &mut Frame,
    roles: &mut [Vec<CellRole>],
) {
    settle_captions(grid, rows.clone(), roles);
    let mut groups: Vec<Vec<Line>> = Vec::new();
    for line in lines(grid, rows, header, roles) {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| last.row + 1 >= line.row) => {
                group.push(line);
            }
            _ => groups.push(vec![line]),
        }
    }
    let worded = |group: &&Vec<Line>| group.iter().any(|line| line.is_title && !line.is_number);
    let Some(title) = groups.iter().find(worded).or(groups.last()) else {
        return;
    };
    for line in groups.iter().flatten().filter(|line| line.had_role) {
        set(roles, line, CellRole::Caption);
    }
    for line in title.iter().filter(|line| !line.is_number) {
        set(roles, line, CellRole::Title);
    }
    frame.title = title
        .iter()
        .find(|line| !line.is_number)
        .map(|line| line.text.clone());
}

/// What stands in brackets is no letterhead, though it begins like an office (`(Ban hành kèm theo …`) or ends with a date.
fn settle_captions(grid: &Grid, rows: Range<usize>, roles: &mut [Vec<CellRole>]) {
    for index in rows {
        let (Some(row), Some(roles)) = (grid.rows.get(index), roles.get_mut(index)) else {
            continue;
        };
        for (cell, role) in row.cells.iter().zip(roles) {
            let bracketed = text_of(cell).is_some_and(|text| {
                text.starts_with('(') || text.ends_with(')') && !text.contains('(')
            });
            if bracketed && *role == CellRole::Letterhead {
                *role = CellRole::Caption;
            }
        }
    }
}

/// A line that may be one of the title.
struct Line {
    index: usize,
    position: usize,
    row: u32,
    text: String,
    /// It begins like one.
    is_title: bool,
    /// It was taken for one.
    had_role: bool,
    /// It is the number of the form: `Mẫu số 2a`.
    is_number: bool,
}

fn lines(grid: &Grid, rows: Range<usize>, header: &Header, roles: &[Vec<CellRole>]) -> Vec<Line> {
    let mut lines = Vec::new();
    for index in rows {
        let (Some(row), Some(roles)) = (grid.rows.get(index), roles.get(index)) else {
            continue;
        };
        for (position, (cell, role)) in row.cells.iter().zip(roles).enumerate() {
            let Some(text) = text_of(cell) else { continue };
            // Capitals are no evidence: below any title, letters of a capital font pass for one.
            let had_role = *role == CellRole::Title;
            let is_title = had_role && words::words().title.begin(&fold::fold(text));
            let alone = filled(row) == 1;
            let free = is_free(*role, text) && (alone || spans(grid, header, row.row, cell.col));
            let number =
                text.chars().count() <= 24 && { words::words().caption.begin(&fold::fold(text)) };
            if *role == CellRole::Letterhead
                && words::words().office.begin(&fold::fold(text))
                && alone
            {
                // What stands above the office is no title.
                lines.clear();
            } else if had_role || free {
                lines.push(Line {
                    index,
                    position,
                    row: row.row,
                    text: fold::tidy(text).into_owned(),
                    is_title,
                    had_role,
                    is_number: is_title && number,
                });
            }
        }
    }
    lines
}

fn set(roles: &mut [Vec<CellRole>], line: &Line, role: CellRole) {
    let cell = roles
        .get_mut(line.index)
        .and_then(|roles| roles.get_mut(line.position));
    if let Some(cell) = cell {
        *cell = role;
    }
}

/// Whether a line was told by its capitals alone, or by nothing.
fn is_free(role: CellRole, text: &str) -> bool {
    let folded = fold::fold(text);
    let words = words::words();
    matches!(role, CellRole::Letterhead | CellRole::Caption)
        && scale::parse_caption(text).is_none()
        && !words.motto.begin(&folded)
        && !words.addressee.begin(&folded)
        && !words.office.begin(&folded)
        && !words.caption.begin(&folded)
        && !(folded.starts_with("số ") && text.contains(['/', ':', '…']))
        && !is_date_line(&folded)
        && !text.starts_with('(')
        && !text.ends_with(')')
        && !text.contains(':')
        && text.chars().count() <= 300
}

/// Whether a cell is merged over the better part of the table's columns.
fn spans(grid: &Grid, header: &Header, row: u32, col: u32) -> bool {
    let width = grid.merge_at(CellRef::new(row, col)).map_or(1, |merge| {
        (merge.last.col - merge.first.col).saturating_add(1)
    });
    let (first, last) = (
        header.columns.first().map_or(0, |column| column.col),
        header.columns.last().map_or(0, |column| column.col),
    );
    width > 1 && width.saturating_mul(2) > last.saturating_sub(first)
}
