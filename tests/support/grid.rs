//! A text sheet as a grid: `|` parts columns, the number before the first is the row, `<` merges with the cell on the
//! left, `^` with the cell above. A cell that reads as a number is a number, unless it stands in quotes.

use std::sync::Arc;

use tonghop::book::grid::{Cell, Content, Grid, Row};
use tonghop::place::{CellRange, CellRef};

/// Builds a grid from a text sheet.
#[must_use]
pub fn grid(sheet: &str) -> Grid {
    let mut rows: Vec<Row> = Vec::new();
    let mut merges: Vec<CellRange> = Vec::new();
    for line in sheet.lines().filter(|line| !line.trim().is_empty()) {
        let (number, rest) = line.split_once('|').unwrap_or((line, ""));
        let row: u32 = number.trim().parse::<u32>().unwrap_or(0).saturating_sub(1);
        let mut cells = Vec::new();
        for (col, text) in (0_u32..).zip(rest.split('|')) {
            let at = CellRef { row, col };
            match text.trim() {
                "" => {}
                "<" => merge(&mut merges, CellRef { row, col: col - 1 }, at),
                "^" => merge(&mut merges, CellRef { row: row - 1, col }, at),
                text => cells.push(Cell {
                    col,
                    content: content(text),
                }),
            }
        }
        rows.push(Row { row, cells });
    }
    rows.retain(|row| !row.cells.is_empty());
    Grid {
        name: Arc::from("Sheet1"),
        rows,
        merges,
        ..Grid::default()
    }
}

fn content(text: &str) -> Content {
    if let Some(text) = text
        .strip_prefix('\'')
        .and_then(|text| text.strip_suffix('\''))
    {
        return Content::Text(text.replace("\\n", "\n").into());
    }
    text.parse().map_or_else(
        |_| Content::Text(text.replace("\\n", "\n").into()),
        Content::Number,
    )
}

/// Widens the region that a neighbour belongs to, or begins one.
fn merge(merges: &mut Vec<CellRange>, neighbour: CellRef, at: CellRef) {
    match merges.iter_mut().find(|merge| merge.contains(neighbour)) {
        Some(merge) => {
            merge.last = CellRef {
                row: merge.last.row.max(at.row),
                col: merge.last.col.max(at.col),
            };
        }
        None => merges.push(CellRange::new(neighbour, at)),
    }
}
