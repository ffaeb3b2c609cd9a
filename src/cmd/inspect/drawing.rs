//! A small drawing of a sheet: a letter a cell, rows of the same look told once.
//!
//! ```text
//!             ABCDEF
//!          1  T·····
//!          4  HHHHHH
//!      5–111  rrrrrr
//!        112  Σ·ΣΣΣΣ
//! ```

use std::io;

use super::View;
use crate::layout::{CellRole, is_filled};

/// The widest drawing, in columns of the sheet.
const WIDEST: u32 = 60;

/// The longest drawing, in lines.
const LONGEST: usize = 60;

struct Line {
    look: Vec<Option<CellRole>>,
    first: u32,
    last: u32,
}

/// Draws a sheet.
pub(super) fn write(view: &View<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let columns = view
        .grid
        .rows
        .iter()
        .filter_map(|row| row.cells.iter().rev().find(|cell| is_filled(cell)))
        .map(|cell| cell.col)
        .max()
        .map_or(0, |last| last.saturating_add(1).min(WIDEST));
    let lines = lines(view, columns);
    let ruler: String = ('A'..='Z').cycle().take(columns as usize).collect();
    writeln!(out, "  {:>11}  {ruler}", "")?;
    for line in lines.iter().take(LONGEST) {
        let rows = if line.first == line.last {
            format!("{}", u64::from(line.first) + 1)
        } else {
            format!("{}–{}", u64::from(line.first) + 1, u64::from(line.last) + 1)
        };
        let look: String = line
            .look
            .iter()
            .map(|role| role.map_or('·', letter))
            .collect();
        writeln!(out, "  {rows:>11}  {look}")?;
    }
    if lines.len() > LONGEST {
        writeln!(out, "  {:>11}  …", "")?;
    }
    Ok(())
}

fn lines(view: &View<'_>, columns: u32) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (row, roles) in view.grid.rows.iter().zip(&view.layout.roles) {
        let mut look = vec![None; columns as usize];
        for (cell, role) in row
            .cells
            .iter()
            .zip(roles)
            .filter(|(cell, _)| is_filled(cell))
        {
            if let Some(place) = look.get_mut(cell.col as usize) {
                *place = Some(*role);
            }
        }
        if look.iter().all(Option::is_none) {
            continue;
        }
        match lines.last_mut() {
            Some(last) if last.last + 1 == row.row && alike(&last.look, &look) => {
                last.last = row.row;
                for (place, role) in last.look.iter_mut().zip(look) {
                    *place = place.or(role);
                }
            }
            _ => lines.push(Line {
                look,
                first: row.row,
                last: row.row,
            }),
        }
    }
    lines
}

/// Rows of records, or of a sheet that is not read, look alike whichever of their cells are filled.
fn alike(one: &[Option<CellRole>], other: &[Option<CellRole>]) -> bool {
    let of = |role: CellRole| {
        one.iter()
            .chain(other)
            .flatten()
            .all(|other| *other == role)
    };
    of(CellRole::Record) || of(CellRole::Skipped) || one == other
}

/// The letter of a role, as the legend of the counts gives it.
pub(super) fn letter(role: CellRole) -> char {
    match role {
        CellRole::Letterhead => 'l',
        CellRole::Title => 'T',
        CellRole::Caption => 'c',
        CellRole::Header => 'H',
        CellRole::Number => 'n',
        CellRole::Section => 'S',
        CellRole::Subtotal => '+',
        CellRole::Total => 'Σ',
        CellRole::Record => 'r',
        CellRole::Note => 'g',
        CellRole::Signature => 'k',
        CellRole::Skipped => '-',
        CellRole::Unexplained => '?',
    }
}
