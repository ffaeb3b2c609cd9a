//! Tables that sum up others: `STT | Lĩnh vực | Số hoạt động | Kinh phí`.
//!
//! Such a table says how much, and neither what, by whom nor when. Beside a table of the list itself it is no list of
//! its own: reading it would count its money twice. Its figures are kept aside, for S206 to compare. Alone in its
//! workbook it is read, and what it lacks is told (T002).

use super::{CellRole, SheetLayout, TableLayout, mark_row};
use crate::template::{Role, Slot};
use crate::value::scale;

/// Sets the tables aside that sum up others of the same workbook; their cells are skipped.
pub fn set_summaries_aside(layouts: &mut [SheetLayout]) {
    let listed = layouts
        .iter()
        .flat_map(|layout| &layout.tables)
        .any(|table| !sums_up(table));
    if !listed {
        return;
    }
    for layout in layouts {
        let (summaries, lists): (Vec<TableLayout>, Vec<TableLayout>) =
            std::mem::take(&mut layout.tables)
                .into_iter()
                .partition(sums_up);
        layout.tables = lists;
        for index in summaries.iter().flat_map(|table| table.rows.clone()) {
            mark_row(&mut layout.roles, index, CellRole::Skipped);
        }
        layout.summaries = summaries;
        if layout.tables.is_empty() {
            for row in &mut layout.roles {
                row.fill(CellRole::Skipped);
            }
        }
    }
}

/// Whether a table tells neither who nor when, and has no column that surely names a record.
fn sums_up(table: &TableLayout) -> bool {
    let template = &table.template;
    let needed =
        template.fields.iter().enumerate().filter(|(_, spec)| {
            spec.required && !matches!(spec.role, Some(Role::Name | Role::Total))
        });
    let tells = needed
        .map(|(field, _)| field)
        .any(|field| !table.header.missing.contains(&field));
    let named = template.role(Role::Name).is_some_and(|field| {
        table.header.feeding(field, Slot::Value).any(|column| {
            let heading = column.path.last().map_or("", String::as_str);
            let heading = scale::heading_without_scale(heading);
            template.headings.known(&heading).is_some()
        })
    });
    !tells && !named
}
