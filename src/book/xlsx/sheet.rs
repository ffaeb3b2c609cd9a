//! One worksheet: what stands before its cells, its cells (`cells`), and what stands behind them.

use super::cells::{Cells, Tally};
use super::pieces::{Open, strict};
use super::strings::{MARK, is_blank};
use super::{Halt, package::Shared};
use crate::book::build::{Budget, Twice};
use crate::book::grid::Grid;
use crate::book::markup::{Piece, local, piece, step};
use crate::book::package::Package;
use crate::book::sheet::SheetLook;
use crate::intake::limits::Limits;

/// Where we are in a worksheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Before,
    Within,
    Behind,
}

/// The state of the pass.
struct Reader<'s> {
    place: Place,
    open: Open,
    /// What stands before the cells and behind them: columns, merged regions.
    look: SheetLook,
    cells: Cells<'s>,
}

/// Reads a worksheet into a grid that holds what is known of the sheet already.
pub(super) fn read(
    package: &mut Package<'_>,
    index: usize,
    grid: Grid,
    shared: &Shared,
    tally: &mut Tally<'_, '_>,
    limits: &Limits,
) -> Result<Grid, Halt> {
    let mut reader = Reader {
        place: Place::Before,
        open: Open::default(),
        look: SheetLook::default(),
        cells: Cells::new(grid, shared),
    };
    let mut held = 0_usize;
    package.windows(index, |window, last| {
        tally.budget.hold(window.len().saturating_sub(held));
        let mut used = 0_usize;
        loop {
            let rest = window.get(used..).unwrap_or_default();
            match reader.take(rest, tally) {
                Ok(length) => used = used.saturating_add(length),
                Err(Halt::More) => break,
                Err(halt) => return Err(halt),
            }
        }
        if tally.filled > limits.cells || last && reader.place != Place::Behind {
            return Err(Halt::Odd);
        }
        held = window.len().saturating_sub(used);
        Ok(used)
    })?;
    reader.finish(tally.budget)
}

impl Reader<'_> {
    /// Takes the next tag or cell; gives how many bytes it has.
    fn take(&mut self, rest: &[u8], tally: &mut Tally<'_, '_>) -> Result<usize, Halt> {
        match self.place {
            Place::Within => {
                let behind = self.cells.take(rest, tally)?;
                if self.cells.ended {
                    self.place = Place::Behind;
                }
                Ok(rest.len().saturating_sub(behind.len()))
            }
            Place::Before => self.head(rest),
            Place::Behind => self.tail(rest),
        }
    }

    /// Takes a tag before the cells.
    fn head(&mut self, rest: &[u8]) -> Result<usize, Halt> {
        let step = step(rest).ok_or(Halt::More)?;
        if !is_blank(step.text.strip_prefix(MARK).unwrap_or(step.text)) {
            return Err(Halt::Odd);
        }
        if let Some(piece) = strict(step.tag)? {
            let depth = self.open.depth();
            self.open.note(&piece)?;
            match piece {
                Piece::Open {
                    name: b"worksheet",
                    empty: false,
                    ..
                } if depth == 0 => {}
                Piece::Open {
                    name: b"sheetData",
                    attributes,
                    empty,
                } if depth == 1 && attributes.trim_ascii().is_empty() => {
                    self.place = if empty { Place::Behind } else { Place::Within };
                }
                Piece::Open { name, .. } if depth > 0 && !is_of_cells(local(name)) => {
                    self.look.take(piece)?;
                }
                Piece::Close { .. } if depth > 1 => self.look.take(piece)?,
                _ => return Err(Halt::Odd),
            }
        }
        Ok(step.length())
    }

    /// Takes a tag behind the cells.
    fn tail(&mut self, rest: &[u8]) -> Result<usize, Halt> {
        let step = step(rest).ok_or(Halt::More)?;
        if !step.text.is_empty() {
            self.look.take(Piece::Text(step.text))?;
        }
        if let Some(piece) = piece(step.tag)? {
            self.look.take(piece)?;
        }
        Ok(step.length())
    }

    fn finish(self, budget: &Budget<'_>) -> Result<Grid, Halt> {
        // What looks like cells there is none that a program shows.
        if self.look.filled > 0 || !self.look.extra.is_empty() || !self.look.hidden_rows.is_empty()
        {
            return Err(Halt::Odd);
        }
        let mut builder = self.cells.builder;
        let grid = builder.grid_mut();
        grid.hidden_cols = self.look.hidden_cols();
        grid.merges = self.look.merges;
        Ok(builder.finish(Twice::Refuse, budget)?)
    }
}

/// Whether a tag is one of those that cells are made of.
fn is_of_cells(name: &[u8]) -> bool {
    matches!(
        name,
        b"sheetData" | b"row" | b"c" | b"v" | b"f" | b"is" | b"t"
    )
}
