//! Headings that reach over several columns of the sheet: the one that is filled is meant, and units of money beside the
//! amounts are theirs.
//!
//! ```text
//!   Kinh phí  | <            Kinh phí | <
//!             | 100          100      | triệu
//!             | 850          1,2      | tỷ
//! ```

use super::super::header::begins;
use super::super::{Column, Meaning, is_filled, text_of};
use super::{Evidence, is_money};
use crate::book::grid::{Grid, Row};
use crate::template::Template;
use crate::value::scale;

/// Settles which columns below each such heading are meant. `first` is the index of the first row below the header.
pub(in crate::layout) fn settle(
    grid: &Grid,
    first: usize,
    columns: &mut Vec<Column>,
    template: &Template,
) {
    let mut units: Vec<Column> = Vec::new();
    for index in 0..columns.len() {
        let Some(column) = columns.get(index) else {
            break;
        };
        let Meaning::Field { field, .. } = column.meaning else {
            continue;
        };
        let next = columns.get(index + 1).map_or(u32::MAX, |next| next.col);
        let merge = grid
            .merge_at(column.cell)
            .filter(|merge| merge.first == column.cell);
        let reach = merge.map_or(column.col, |merge| merge.last.col);
        let money = is_money(template, field);
        // Beside money a unit may stand under no heading at all.
        let last = reach.max(column.col.saturating_add(u32::from(money)));
        let last = last.min(next.saturating_sub(1));
        if last <= column.col {
            continue;
        }
        let rows = below(grid, first, template);
        let filled = |col: u32| {
            rows.clone()
                .filter_map(move |row| row.cell(col))
                .filter(|cell| is_filled(cell))
        };
        let others = column.col.saturating_add(1)..=last;
        // As far down as another column holds anything, its own holds nothing: signatures may stand in it further down.
        let own = column.col;
        let instead = |col: u32| {
            let holds = |row: &&Row, col: u32| row.cell(col).is_some_and(is_filled);
            let count = rows.clone().filter(|row| holds(row, col)).count();
            let mut left = count;
            let down_to_last = rows.clone().take_while(|row| {
                let more = left > 0;
                left = left.saturating_sub(usize::from(holds(row, col)));
                more
            });
            count > 0 && !down_to_last.into_iter().any(|row| holds(&row, own))
        };
        let mut holding = others.clone().filter(|col| *col <= reach && instead(*col));
        if let (Some(col), None) = (holding.next(), holding.next()) {
            if let Some(column) = columns.get_mut(index) {
                column.col = col;
            }
            continue;
        }
        let is_unit = |col: u32| {
            let mut cells = filled(col).peekable();
            cells.peek().is_some()
                && cells
                    .all(|cell| text_of(cell).is_some_and(|text| scale::unit_alone(text).is_some()))
        };
        if money && let Some(col) = others.into_iter().find(|col| is_unit(*col)) {
            units.push(Column {
                col,
                path: column.path.clone(),
                cell: column.cell,
                meaning: Meaning::Unit { of: column.col },
                scale: None,
                evidence: Evidence::Cells,
            });
        }
    }
    columns.extend(units);
    columns.sort_by_key(|column| column.col);
}

/// The rows below a header, up to the next one.
fn below<'g>(
    grid: &'g Grid,
    first: usize,
    template: &'g Template,
) -> impl Iterator<Item = &'g Row> + Clone {
    let rows = grid.rows.get(first..).unwrap_or_default();
    rows.iter().take_while(move |row| !begins(row, [template]))
}
