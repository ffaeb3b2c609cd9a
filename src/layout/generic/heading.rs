//! Where the header of an unknown form stands, and how many rows it has.

use std::ops::Range;

use super::super::header::is_number_row;
use super::super::{text_of, words};
use super::lines;
use crate::book::grid::{Cell, Content, Grid, Row};
use crate::fold;
use crate::place::{CellRange, CellRef};
use crate::template::common;
use crate::value::scale;

/// The deepest header, in rows.
const DEEPEST: usize = 6;

/// The longest text that still is a heading.
const LONGEST: usize = 160;

/// What it takes to be a header. The order is that of strictness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// A heading of the row number, or several short texts above figures or above rows of the same width.
    Any,
    /// Without a heading of the row number, a title or a unit of account directly above.
    Announced,
    /// A heading of the row number.
    RowNumber,
}

/// The rows of the next header.
pub fn find(grid: &Grid, rows: Range<usize>, evidence: Evidence) -> Option<Range<usize>> {
    let numbered = rows
        .clone()
        .find(|index| row(grid, *index).is_some_and(|row| seq_cell(row).is_some()));
    let before = numbered.unwrap_or(rows.end);
    // Short texts just above the row number's heading are a letterhead, or the header's own upper rows.
    let needed = if numbered.is_some() {
        Below::Figures
    } else {
        Below::Anything
    };
    let plain =
        (rows.start..before).find(|index| plain_header(grid, *index, before, evidence, needed));
    let first = plain.or(numbered)?;
    let top = first_row(grid, first, rows.start);
    Some(top..last_row(grid, first, rows.end) + 1)
}

fn row(grid: &Grid, index: usize) -> Option<&Row> {
    grid.rows.get(index)
}

/// The cell of a row that heads the row numbers, where another heading stands in the same row.
fn seq_cell(row: &Row) -> Option<&Cell> {
    let seq = row
        .cells
        .iter()
        .take(6)
        .find(|cell| text_of(cell).is_some_and(is_seq_heading))?;
    let headings = row.cells.iter().filter_map(text_of).count();
    let figures = row.cells.iter().filter(|cell| is_figure(cell)).count();
    (headings >= 2 && figures <= headings).then_some(seq)
}

/// Whether a text heads the row numbers: `STT`, `Số TT`, `Thứ tự`.
pub fn is_seq_heading(text: &str) -> bool {
    let folded = fold::fold(text);
    !folded.is_empty()
        && common()
            .seq_headings
            .iter()
            .any(|heading| fold::fold(heading) == folded || fold::bare(heading) == folded)
}

/// Whether a cell holds a figure that is no year.
fn is_figure(cell: &Cell) -> bool {
    holds_figure(cell) && year(cell).is_none()
}

/// Whether a cell holds something else than words: a number, a date, or the text of a number as delimited text has it.
pub fn holds_figure(cell: &Cell) -> bool {
    let Content::Text(text) = &cell.content else {
        return true;
    };
    let text = text.trim();
    let sign = |c: char| matches!(c, '.' | ',' | '-' | '%' | ' ' | '\u{a0}');
    text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || sign(c))
}

/// The year that heads a column, as a number or as text.
pub fn year(cell: &Cell) -> Option<String> {
    match &cell.content {
        Content::Number(number) if (1900.0..=2100.0).contains(number) && number.fract() == 0.0 => {
            Some(format!("{number}"))
        }
        Content::Text(text) => {
            // `2019`, `1976-1989`, `2019 (ước)`, `1991%`; `2019,5` is a figure.
            let text = text.trim();
            let year = text.get(..4)?.parse::<u16>().ok()?;
            let rest = text.get(4..)?;
            let period = rest.is_empty()
                || rest.starts_with(['-', '–', '/', '%', '(', '*'])
                || rest.starts_with(char::is_alphabetic)
                || rest.starts_with([' ', '\u{a0}'])
                    && !rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
            ((1900..=2100).contains(&year) && period).then(|| text.to_owned())
        }
        _ => None,
    }
}

/// What must stand below short texts to make them a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Below {
    /// Rows with figures.
    Figures,
    /// Those, or rows of several cells.
    Anything,
}

/// Whether a row without a heading of the row number is a header: several short texts, and a table below them.
fn plain_header(grid: &Grid, index: usize, end: usize, evidence: Evidence, needed: Below) -> bool {
    let Some(row) = row(grid, index) else {
        return false;
    };
    let texts: Vec<&str> = row
        .cells
        .iter()
        .filter(|cell| year(cell).is_none())
        .filter_map(text_of)
        .collect();
    let years = row.cells.iter().filter_map(year).count();
    // Two headings are enough above many rows of figures, years alone beside a column of labels.
    let headings = texts.len() + years;
    let looks = headings >= 2
        && !row.cells.iter().any(is_figure)
        && texts.iter().all(|text| is_heading(text))
        && !is_number_row(row);
    if !looks || evidence == Evidence::RowNumber {
        return false;
    }
    let announced = || {
        index
            .checked_sub(1)
            .and_then(|above| grid.rows.get(above))
            .is_some_and(lines::announces)
    };
    if evidence == Evidence::Announced && !announced() {
        return false;
    }
    let cols: Vec<u32> = row.cells.iter().map(|cell| cell.col).collect();
    let below = grid.rows.get(index + 1..end).unwrap_or_default();
    let (mut figures, mut wide, mut looked_at) = (0, 0, 0);
    for row in below.iter().take(12) {
        let inside = row.cells.iter().filter(|cell| cols.contains(&cell.col));
        looked_at += 1;
        let filled = inside
            .clone()
            .filter(|cell| super::super::is_filled(cell))
            .count();
        wide += usize::from(filled >= 2);
        figures += usize::from(filled >= 2 && inside.clone().any(is_figure));
    }
    if texts.is_empty() || headings < 3 {
        return figures >= 3.min(looked_at) && figures >= 2;
    }
    figures >= 2 || needed == Below::Anything && (figures >= 1 && looked_at <= 3 || wide >= 3)
}

fn is_heading(text: &str) -> bool {
    let folded = fold::fold(text);
    let words = words::words();
    text.chars().count() <= LONGEST
        && !words.motto.begin(&folded)
        && !words.addressee.begin(&folded)
        && !words.signature.begin(&folded)
        && !super::super::frame::is_date_line(&folded)
        && !text.trim_end().ends_with(':')
        && (text.chars().count() <= 32 || !text.trim_end().ends_with('.'))
}

/// The first row of a header: group headings may stand above the row that holds the row number's heading.
fn first_row(grid: &Grid, anchor: usize, from: usize) -> usize {
    let mut first = anchor;
    while first > from && anchor + 2 > first {
        let (Some(row), Some(above)) = (row(grid, first), row(grid, first - 1)) else {
            break;
        };
        let left = row.cells.iter().find(|cell| text_of(cell).is_some());
        let left = left.map_or(0, |cell| cell.col);
        let right = row.cells.last().map_or(0, |cell| cell.col);
        let adjoins = above.row + 1 == row.row;
        let groups = above.cells.iter().all(|cell| {
            text_of(cell).is_none_or(|text| {
                let merge = merge_of(grid, above.row, cell.col);
                let wide = merge.is_some_and(|merge| merge.last.col > merge.first.col);
                let last = merge.map_or(cell.col, |merge| merge.last.col);
                let short = text.chars().count() <= if wide { 80 } else { 24 };
                // A year may stand above all headings where the labels have none.
                let inside = cell.col > left || cell.col == left && year(cell).is_some();
                inside && last <= right && short && is_group(text)
            })
        });
        let mut texts = above.cells.iter().filter(|cell| text_of(cell).is_some());
        let any = texts.next();
        // A line that spans the table alone is its title.
        let title = any.is_some_and(|cell| {
            let width = merge_of(grid, above.row, cell.col).map_or(0, |merge| {
                (merge.last.col - merge.first.col).saturating_add(1)
            });
            texts.next().is_none() && width.saturating_mul(4) >= (right - left + 1) * 3
        });
        if !(adjoins && any.is_some() && groups) || title || above.cells.iter().any(is_figure) {
            break;
        }
        first -= 1;
    }
    first
}

/// Whether a text above a row of headings heads a group of them, and is no line of the frame.
fn is_group(text: &str) -> bool {
    let folded = fold::fold(text);
    let words = words::words();
    is_heading(text)
        && scale::parse_caption(text).is_none()
        && !words.title.begin(&folded)
        && !words.caption.begin(&folded)
        && !words.office.begin(&folded)
        && !text.starts_with('(')
}

/// The last row of the header whose uppermost full row is given.
fn last_row(grid: &Grid, first: usize, end: usize) -> usize {
    let Some(top) = row(grid, first) else {
        return first;
    };
    let stub = stub(grid, first, top);
    let mut reach = reach_of(grid, top);
    let mut last = first;
    for index in first + 1..(first + DEEPEST).min(end) {
        let (Some(above), Some(row)) = (row(grid, last), row(grid, index)) else {
            break;
        };
        if is_number_row(row) {
            break;
        }
        let merged = row.row <= reach;
        let sub_headings = row.row == above.row + 1
            && row.cells.iter().any(|cell| text_of(cell).is_some())
            && row.cells.iter().all(|cell| {
                let heading = |text| is_heading(text) && words::split_numbering(text).0.is_none();
                !is_figure(cell) && cell.col > stub && text_of(cell).is_none_or(heading)
            });
        if !merged && !sub_headings {
            break;
        }
        if !merged {
            reach = reach.max(reach_of(grid, row));
        }
        last = index;
    }
    last
}

/// The last column that has no sub-headings: that of the row's label beside its number, else the first, or the one left
/// of it where labels stand without a heading.
fn stub(grid: &Grid, index: usize, top: &Row) -> u32 {
    if let Some(seq) = seq_cell(top) {
        return seq.col.saturating_add(1);
    }
    let first = top.cells.iter().find(|cell| text_of(cell).is_some());
    let col = first.map_or(0, |cell| cell.col);
    let Some(left) = col.checked_sub(1) else {
        return col;
    };
    let below = grid.rows.iter().skip(index + 1).take(8);
    let labelled = below.filter(|row| row.cell(left).is_some_and(|cell| text_of(cell).is_some()));
    if labelled.count() > 2 { left } else { col }
}

/// The last row that headings of a row, merged downwards, reach to.
fn reach_of(grid: &Grid, row: &Row) -> u32 {
    row.cells
        .iter()
        .filter(|cell| text_of(cell).is_some())
        .filter_map(|cell| merge_of(grid, row.row, cell.col))
        .map(|merge| merge.last.row)
        .max()
        .unwrap_or(row.row)
}

fn merge_of(grid: &Grid, row: u32, col: u32) -> Option<&CellRange> {
    grid.merge_at(CellRef::new(row, col))
}
