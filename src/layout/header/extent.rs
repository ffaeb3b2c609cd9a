//! Which rows a header takes: sub-headings, headings that go on in the row below, translations.

use super::numbers::is_number_row;
use crate::book::grid::{Content, Grid, Row};
use crate::fold;
use crate::layout::decision::group_field;
use crate::layout::decision::period::year;
use crate::layout::{is_filled, text_of, words};
use crate::place::CellRange;
use crate::template::{Claim, Headings, Role, Template, is_period};
use crate::value::scale::{self, CaptionScale};

/// The deepest header that is looked for.
const DEEPEST: usize = 4;

/// The longest part of a heading, in bytes, that stands in a row of its own.
const LONGEST_PART: usize = 60;

/// How many blank rows may stand among its rows.
const BLANK: u32 = 2;

/// The first row of the header that was found at a row: that of the headings merged down into it (STT beside a heading
/// over the whole table).
pub(super) fn first_row(grid: &Grid, found: usize) -> usize {
    let Some(row) = grid.rows.get(found).map(|row| row.row) else {
        return found;
    };
    let heading = |merge: &&CellRange| {
        (merge.first.row..=merge.last.row).contains(&row)
            && merge.first.row < row
            && usize::try_from(row - merge.first.row).is_ok_and(|rows| rows < DEEPEST)
            && grid.get(merge.first).and_then(text_of).is_some()
    };
    let top = grid
        .merges
        .iter()
        .filter(heading)
        .map(|merge| merge.first.row)
        .min();
    top.and_then(|top| grid.rows.iter().position(|row| row.row == top))
        .unwrap_or(found)
}

/// The last row of the header that begins at a row.
pub(super) fn last_row(grid: &Grid, first: usize, template: &Template) -> usize {
    let Some(top) = grid.rows.get(first) else {
        return first;
    };
    // Headings merged downwards say how deep it is.
    let merged = grid
        .merges
        .iter()
        .filter(|merge| merge.first.row == top.row && merge.last.row > merge.first.row)
        .filter(|merge| top.cell(merge.first.col).is_some())
        .map(|merge| merge.last.row)
        .max()
        .unwrap_or(top.row);
    let mut last = first;
    for index in first + 1..(first + DEEPEST).min(grid.rows.len()) {
        let Some(row) = grid.rows.get(index) else {
            break;
        };
        let headings = row.row <= merged
            || is_sub_heading(row, top, template)
            || grid
                .rows
                .get(last)
                .is_some_and(|above| continues(row, above, template) || translates(row, above));
        if is_number_row(row) || !headings {
            break;
        }
        // A blank row may stand among the headings, where nobody merged them downwards.
        let above = grid.rows.get(last).map_or(0, |above| above.row);
        if row.row > merged && row.row > above + BLANK + 1 {
            break;
        }
        last = index;
    }
    last
}

/// Whether a row below the header's top holds sub-headings only: known ones, and nothing below headings that stand alone.
fn is_sub_heading(row: &Row, top: &Row, template: &Template) -> bool {
    let (mut known, mut years) = (0, 0);
    for cell in &row.cells {
        let above = top.cell(cell.col).and_then(text_of);
        let group = above.or_else(|| left_heading(top, cell.col));
        let total = group.and_then(|group| group_field(template, group));
        let of_money = total.is_some() && total == template.role(Role::Total);
        let Some(text) = text_of(cell) else {
            match &cell.content {
                Content::Text(_) => continue,
                // `2018 | 2019 | Tổng cộng` below the heading of the amount.
                _ if of_money && year(cell).is_some() => years += 1,
                _ => return false,
            }
            continue;
        };
        let heading = scale::heading_without_scale(text);
        if above.is_some_and(|above| {
            matches!(template.headings.claim(above), Some(Claim::Seq))
                || names_record(template, above)
        }) {
            return false;
        }
        let claim = group
            .and_then(|group| group_field(template, group))
            .and_then(|field| template.headings.claim_under(field, &heading))
            .or_else(|| template.headings.known(&heading));
        let folded = fold::fold(text);
        let of_which = words::words().of_which.are(&folded);
        let stage = of_money && (names_stage(&fold::fold(&heading)) || is_period(&heading));
        if claim.is_some() || of_which || stage || above.is_some() && is_unit(text) {
            known += 1;
        }
    }
    // One figure that could be a year is a figure.
    known > 0 || years > 1
}

/// Whether the headings of a row go on in the row below it: `Đơn vị` / `hỗ trợ`, `Ghi` / `chú`. All of what stands there
/// makes known headings with what stands above, or is a unit.
pub(super) fn continues(below: &Row, above: &Row, template: &Template) -> bool {
    let mut whole = 0;
    let all = below
        .cells
        .iter()
        .filter(|cell| is_filled(cell))
        .all(|cell| {
            let (Some(rest), Some(head)) = (text_of(cell), above.cell(cell.col).and_then(text_of))
            else {
                return false;
            };
            if rest.len() > LONGEST_PART {
                return false;
            }
            let heading = scale::heading_without_scale(&joined(head, rest));
            let known = template.headings.known(&heading).is_some();
            whole += usize::from(known && !is_unit(rest));
            known || is_unit(rest)
        });
    all && whole >= 2
}

/// Whether a row says the headings of the row above it in another language, each below its own.
pub(super) fn translates(below: &Row, above: &Row) -> bool {
    let (mut count, mut foreign) = (0, 0);
    let all = below
        .cells
        .iter()
        .filter(|cell| is_filled(cell))
        .all(|cell| {
            let text = text_of(cell).filter(|text| {
                text.is_ascii()
                    && text.len() <= LONGEST_PART
                    && text.contains(|letter: char| letter.is_ascii_alphabetic())
            });
            let Some(text) = text.filter(|_| above.cell(cell.col).and_then(text_of).is_some())
            else {
                return false;
            };
            count += 1;
            foreign += usize::from(Headings::is_foreign(text));
            true
        });
    // The row number's own heading is translated too, which no record has in words.
    let first = |row: &Row| {
        row.cells
            .iter()
            .find(|cell| is_filled(cell))
            .map(|cell| cell.col)
    };
    all && count > 2 && foreign * 2 > count && first(below) == first(above)
}

/// A heading and what goes on below it, with a hyphen at the break left out.
pub(super) fn joined(head: &str, rest: &str) -> String {
    format!("{} {rest}", head.trim_end_matches(['-', '–', ' ']))
}

/// Whether a folded heading names planned money or money spent: `KH năm 2019`.
fn names_stage(folded: &str) -> bool {
    let words = words::words();
    words::names_stage(&words.planned, folded) || words::names_stage(&words.realised, folded)
}

/// Whether a heading is a unit and nothing else: `(triệu đồng)` in a row of its own below `Kinh phí`.
pub(in crate::layout) fn is_unit(heading: &str) -> bool {
    let usual = match scale::parse_caption(heading) {
        Some(CaptionScale::Money { unusual, .. }) => !unusual,
        Some(CaptionScale::Foreign { .. } | CaptionScale::Measure(_)) => true,
        None => false,
    };
    usual && scale::heading_without_scale(heading) == heading.trim()
}

fn names_record(template: &Template, heading: &str) -> bool {
    matches!(
        template.headings.claim(&scale::heading_without_scale(heading)),
        Some(Claim::Field { field, .. }) if template.field(field).is_some_and(|spec| spec.role == Some(Role::Name))
    )
}

fn left_heading(row: &Row, col: u32) -> Option<&str> {
    row.cells
        .iter()
        .rev()
        .filter(|cell| cell.col < col)
        .find_map(text_of)
}
