//! The columns below a header, with the paths of their headings.

use std::borrow::Cow;
use std::ops::Range;

use super::extent::{continues, joined, translates};
use crate::book::grid::{Grid, Row};
use crate::fold;
use crate::layout::decision::period::heading_of;
use crate::layout::decision::{decide, group_field};
use crate::layout::{Column, Evidence, Meaning, text_of};
use crate::place::CellRef;
use crate::template::{Claim, Kind, Slot, Template};
use crate::value::scale::{self, CaptionScale};

/// The columns with their paths and what each claims to be.
pub(in crate::layout) fn columns(
    grid: &Grid,
    rows: Range<usize>,
    template: &Template,
) -> Vec<Column> {
    let header_rows: Vec<&Row> = grid.rows.get(rows).unwrap_or_default().iter().collect();
    let mut cols: Vec<u32> = header_rows
        .iter()
        .flat_map(|row| {
            row.cells
                .iter()
                .filter(|cell| heading_of(cell).is_some())
                .map(|cell| cell.col)
        })
        .collect();
    cols.sort_unstable();
    cols.dedup();
    let beside_above = header_rows.windows(2).map(|rows| match rows {
        [above, below] if continues(below, above, template) => Part::GoesOn,
        [above, below] if translates(below, above) => Part::Translation,
        _ => Part::Own,
    });
    let parts: Vec<Part> = std::iter::once(Part::Own).chain(beside_above).collect();
    cols.iter()
        .map(|col| column(grid, &header_rows, &parts, *col, template))
        .collect()
}

/// What a row of headings is to the row above it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Headings of its own.
    Own,
    /// The headings above go on in it.
    GoesOn,
    /// It says the headings above in another language.
    Translation,
}

fn column(grid: &Grid, rows: &[&Row], parts: &[Part], col: u32, template: &Template) -> Column {
    let mut path: Vec<String> = Vec::new();
    let mut at = CellRef::new(rows.first().map_or(0, |row| row.row), col);
    for (depth, row) in rows.iter().enumerate() {
        let own = row.cell(col).and_then(heading_of);
        match parts.get(depth) {
            Some(Part::GoesOn) => {
                if let (Some(rest), Some(head)) = (own, path.last_mut()) {
                    *head = joined(head, &fold::tidy(&rest));
                }
                continue;
            }
            Some(Part::Translation) => continue,
            Some(Part::Own) | None => {}
        }
        if own.is_some() {
            at = CellRef::new(row.row, col);
        }
        let below = rows.get(depth + 1..).unwrap_or_default();
        let text = own.or_else(|| spread(grid, row, below, col, template).map(Cow::Borrowed));
        if let Some(text) = text {
            let text = fold::tidy(&text).into_owned();
            if path.last() != Some(&text) {
                path.push(text);
            }
        }
    }
    let scale = path
        .iter()
        .rev()
        .find_map(|heading| scale::parse_caption(heading));
    let (mut meaning, mut evidence) = decide(&path, template);
    // `Kinh phí (%)` is no money, whatever it is a share of, and `Kinh phí (đồng/năm)` is a rate.
    if let Some(CaptionScale::Measure(measure)) = &scale
        && is_amount(meaning, template)
        && !scale::states_several(measure)
    {
        let rate = scale::is_of_money(measure);
        meaning = Meaning::Extra;
        evidence = if rate {
            Evidence::Rate
        } else {
            Evidence::Other
        };
    }
    Column {
        col,
        path,
        cell: at,
        meaning,
        scale,
        evidence,
    }
}

/// Whether a column holds amounts.
fn is_amount(meaning: Meaning, template: &Template) -> bool {
    matches!(meaning, Meaning::Field { field, slot: Slot::Value }
        if template.field(field).is_some_and(|spec| spec.kind == Kind::Amount))
}

/// The heading of a group that reaches over a column: merged across it, or the nearest on its left
/// when that one has sub-headings of its own.
fn spread<'g>(
    grid: &'g Grid,
    row: &'g Row,
    below: &[&Row],
    col: u32,
    template: &Template,
) -> Option<&'g str> {
    let leaf = below
        .iter()
        .rev()
        .find_map(|row| row.cell(col).and_then(heading_of))?;
    let at = CellRef::new(row.row, col);
    if let Some(merge) = grid.merge_at(at) {
        return grid.get(merge.first).and_then(text_of);
    }
    let group = row
        .cells
        .iter()
        .rev()
        .find(|cell| cell.col < col && text_of(cell).is_some())?;
    let merged_alone = grid.merge_at(CellRef::new(row.row, group.col)).is_some();
    let has_sub_heading = below
        .iter()
        .any(|row| row.cell(group.col).and_then(heading_of).is_some());
    // Its own sub-heading may be left blank for the total, with the parts named beside it.
    let has_part = || {
        let total = text_of(group).and_then(|group| group_field(template, group));
        total.is_some_and(|total| is_part(template, total, &leaf))
    };
    (!merged_alone && (has_sub_heading || has_part()))
        .then(|| text_of(group))
        .flatten()
}

/// Whether a heading names a part of a total.
fn is_part(template: &Template, total: usize, heading: &str) -> bool {
    let heading = scale::heading_without_scale(heading);
    let claim = template.headings.claim_under(total, &heading);
    let Some(Claim::Field { field, .. }) = claim.or_else(|| template.headings.known(&heading))
    else {
        return false;
    };
    let group = template.field(field).and_then(|spec| spec.group.as_deref());
    group.is_some() && group == template.field(total).map(|spec| spec.id.as_str())
}
