//! Whether several columns of amounts tell the same: equal cells, one rounded or in a larger unit, or one that adds up
//! the rows which its merged cells cover.

use std::collections::HashMap;

use crate::book::grid::{Content, Grid};
use crate::layout::header::Header;

/// How much larger a column's unit may be than another's.
const UNITS: [f64; 4] = [1.0, 1e3, 1e6, 1e9];

/// The column of which all others tell the same, less finely; `None` when there is none.
pub(super) fn finest(grid: &Grid, header: &Header, columns: &[usize]) -> Option<usize> {
    let read: Vec<(usize, Cells)> = columns
        .iter()
        .filter_map(|index| Some((*index, cells(grid, header, header.columns.get(*index)?.col))))
        .collect();
    let (index, _) = read.iter().find(|(index, fine)| {
        let mut others = read.iter().filter(|(other, _)| other != index);
        others.all(|(_, coarse)| UNITS.iter().any(|unit| repeats(fine, coarse, *unit)))
    })?;
    Some(*index)
}

/// The figures of a column below its heading, by row; each with the last row that it is merged over.
type Cells<'g> = Vec<(u32, u32, &'g Content)>;

fn cells<'g>(grid: &'g Grid, header: &Header, col: u32) -> Cells<'g> {
    let merged: HashMap<u32, u32> = grid
        .merges
        .iter()
        .filter(|merge| merge.first.col == col && merge.last.col == col)
        .map(|merge| (merge.first.row, merge.last.row))
        .collect();
    let rows = grid.rows.get(header.body_begin()..).unwrap_or_default();
    // Where the heading stands again, another table begins.
    let top = header.columns.iter().find(|column| column.col == col);
    let heading = top
        .and_then(|column| grid.get(column.cell))
        .map(|cell| &cell.content);
    rows.iter()
        .take_while(|row| heading.is_none() || row.cell(col).map(|cell| &cell.content) != heading)
        .filter_map(|row| {
            let content = &row.cell(col)?.content;
            // Below the table stand words.
            let figure = match content {
                Content::Text(text) => text.trim_start().starts_with(|c: char| c.is_ascii_digit()),
                _ => true,
            };
            let last = merged.get(&row.row).copied().unwrap_or(row.row);
            figure.then_some((row.row, last, content))
        })
        .collect()
}

/// Whether a column only repeats another, in a unit so much larger.
fn repeats(fine: &Cells<'_>, coarse: &Cells<'_>, unit: f64) -> bool {
    let mut rest = fine.iter().peekable();
    for (first, last, told) in coarse {
        let mut covered = Vec::new();
        while let Some((row, _, content)) = rest.next_if(|(row, _, _)| row <= last) {
            if row < first {
                return false;
            }
            covered.push(*content);
        }
        if !is_sum(&covered, told, unit) {
            return false;
        }
    }
    rest.peek().is_none()
}

/// Whether a cell tells the sum of others, rounded as it is typed; a text must be the same text.
fn is_sum(cells: &[&Content], told: &Content, unit: f64) -> bool {
    if let [only] = cells
        && *only == told
    {
        return unit == 1.0 || matches!(told, Content::Text(_));
    }
    let Content::Number(told) = told else {
        return false;
    };
    let mut sum = 0.0;
    for cell in cells {
        let Content::Number(number) = cell else {
            return false;
        };
        sum += number;
    }
    let typed = format!("{told}");
    let places = typed.split_once('.').map_or(0, |(_, places)| places.len());
    let half = 0.5 / 10_f64.powi(i32::try_from(places).unwrap_or(0));
    !cells.is_empty() && (sum / unit - told).abs() <= half + f64::EPSILON * sum.abs()
}
