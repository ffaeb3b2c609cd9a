//! Sheets that show how the form is filled in: `Ví dụ`, `Mẫu điền`, a table titled `VÍ DỤ CÁCH GHI BIỂU`.
//!
//! Their figures are invented, and counting them would add what nobody gave. Only whole sheets are told here; a row of
//! examples within a table is the table's.

use super::sheets::{names_example, sheet_words};
use super::{CellRole, SheetLayout, TableLayout, text_of};
use crate::book::grid::Grid;
use crate::fold;

/// Sets the tables of examples aside; their cells are skipped.
pub fn set_examples_aside(grids: &[Grid], layouts: &mut [SheetLayout]) {
    let kinds: Vec<Kind> = grids
        .iter()
        .zip(&*layouts)
        .map(|(grid, layout)| Kind::of(grid, layout))
        .collect();
    // Whoever filled in the sheet of instructions, and that alone, has reported on it.
    let listed = kinds.contains(&Kind::List);
    for (layout, kind) in layouts.iter_mut().zip(kinds) {
        if kind == Kind::Example || kind == Kind::Guide && listed {
            layout.examples = std::mem::take(&mut layout.tables);
            for row in &mut layout.roles {
                row.fill(CellRole::Skipped);
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Tables like any others.
    List,
    /// Its title says that it shows an example.
    Example,
    /// Its name says so, or its title speaks of instructions.
    Guide,
    /// No table.
    None,
}

impl Kind {
    fn of(grid: &Grid, layout: &SheetLayout) -> Self {
        let Some(first) = layout.tables.first() else {
            return Self::None;
        };
        // A form of ours has its ids, whatever somebody called its sheet.
        if layout
            .tables
            .iter()
            .any(|table| table.header.id_row.is_some())
        {
            return Self::List;
        }
        let (example, guide) = titles(grid, first);
        if example {
            Self::Example
        } else if guide || names_example(&grid.name) {
            Self::Guide
        } else {
            Self::List
        }
    }
}

/// Whether a line in capitals above a table calls it an example, and whether one calls it instructions.
fn titles(grid: &Grid, table: &TableLayout) -> (bool, bool) {
    let words = sheet_words();
    let above = grid.rows.get(..table.header.rows.start).unwrap_or_default();
    let lines = above
        .iter()
        .flat_map(|row| row.cells.iter().filter_map(text_of))
        .flat_map(str::lines)
        .map(|line| line.trim_start_matches(['(', '[', ' ']))
        .filter(|line| fold::is_upper(line));
    let (mut example, mut guide) = (false, false);
    for line in lines {
        let folded = fold::fold(line);
        example |= words.example_title.begin(&folded);
        guide |= words.guide_title.begin(&folded);
    }
    (example, guide)
}
