//! Puts cells into a grid as they come, and holds the whole file to its limits.

use super::grid::{Cell, Content, Covered, Grid, Repeated, Row};
use super::seen::Seen;
use crate::intake::fact::{Bound, FileFact, Limit};
use crate::intake::limits::{Limits, MIB, Stopwatch, mib};
use crate::place::{CellRange, CellRef};

/// The last row that a workbook can have, 0-based.
pub(crate) const LAST_ROW: u32 = 1_048_575;
/// The last column that a workbook can have, 0-based.
pub(crate) const LAST_COL: u32 = 16_383;

/// The most sheets of a file, which no flag raises.
pub(crate) const SHEETS: u64 = 10_000;
/// The most MiB of a cell's text; Excel holds 32,767 letters in one.
const CELL_MIB: u64 = 1;

/// Refuses a file that holds more of something than is ever read.
pub(crate) fn bound(found: u64, allowed: u64, bound: Bound) -> Result<(), FileFact> {
    if found > allowed {
        return Err(FileFact::TooLarge { bound, allowed });
    }
    Ok(())
}

/// What a file has used up of its limits.
#[derive(Debug, Clone)]
pub(crate) struct Budget<'a> {
    limits: &'a Limits,
    watch: Stopwatch,
    cells: u64,
    text: u64,
    /// The bytes that the file holds, inflated as far as it was read.
    held: u64,
    /// Cells that were not written but repeated.
    repeated: u64,
}

impl<'a> Budget<'a> {
    /// Nothing used yet of what a file of so many bytes may use.
    pub(crate) fn new(limits: &'a Limits, bytes: usize) -> Self {
        Self {
            limits,
            watch: Stopwatch::start(),
            cells: 0,
            text: 0,
            held: bytes as u64,
            repeated: 0,
        }
    }

    /// Counts bytes that were inflated.
    pub(crate) fn hold(&mut self, bytes: usize) {
        self.held = self.held.saturating_add(bytes as u64);
    }

    /// Counts a cell and its text, which one stored string may repeat a million times.
    fn spend(&mut self, content: &Content) -> Result<(), FileFact> {
        let text = text_length(content);
        self.foresee(1, text)?;
        bound(mib(text), CELL_MIB, Bound::PieceMib)?;
        self.watch.look(self.limits)?;
        self.cells = self.cells.saturating_add(1);
        self.text = self.text.saturating_add(text);
        Ok(())
    }

    /// Counts cells that are about to be made out of others, before any of them is.
    pub(crate) fn repeat(&mut self, cells: u64) -> Result<(), FileFact> {
        self.repeated = self.repeated.saturating_add(cells);
        if self.repeated > self.limits.repeats {
            return Err(self.limits.reached(Limit::Repeats, self.repeated));
        }
        Ok(())
    }

    /// Refuses what would be over a limit, before any of it is made.
    pub(crate) fn foresee(&self, cells: u64, text: u64) -> Result<(), FileFact> {
        let cells = self.cells.saturating_add(cells);
        if cells > self.limits.cells {
            return Err(self.limits.reached(Limit::Cells, cells));
        }
        let text = self.text.saturating_add(text);
        if text > self.limits.total_mib.saturating_mul(MIB) {
            return Err(self.limits.reached(Limit::TotalMib, mib(text)));
        }
        let repeated = self.repeated_text(text);
        if repeated > self.limits.text_mib.saturating_mul(MIB) {
            return Err(self.limits.reached(Limit::TextMib, mib(repeated)));
        }
        Ok(())
    }

    /// What of so much text the file cannot hold itself: a letter of two bytes may become one of three, and no text of a
    /// file is longer than twice the file.
    fn repeated_text(&self, text: u64) -> u64 {
        text.saturating_sub(self.held.saturating_mul(2))
    }

    /// What the file repeats, all in all.
    pub(crate) fn repeated(&self) -> Repeated {
        Repeated {
            cells: self.repeated,
            text: self.repeated_text(self.text),
        }
    }
}

/// The bytes of a cell's text.
pub(crate) fn text_length(content: &Content) -> u64 {
    match content {
        Content::Text(text) => text.len() as u64,
        _ => 0,
    }
}

/// What to do about a cell that is written twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Twice {
    /// Two people may see two tables: the file is refused.
    Refuse,
    /// The later one holds, as every program has it; the other is kept among those that nobody sees.
    KeepLast,
}

/// A grid in the making.
#[derive(Debug)]
pub(crate) struct Builder {
    grid: Grid,
    /// Whether the cells came in reading order so far.
    in_order: bool,
}

impl Builder {
    /// A grid with its name and visibility and no cells.
    pub(crate) fn new(grid: Grid) -> Self {
        Self {
            grid,
            in_order: true,
        }
    }

    /// The grid as it stands, for its merges and hidden rows.
    pub(crate) fn grid_mut(&mut self) -> &mut Grid {
        &mut self.grid
    }

    /// Adds a cell.
    pub(crate) fn push(
        &mut self,
        row: u32,
        col: u32,
        content: Content,
        budget: &mut Budget<'_>,
    ) -> Result<(), FileFact> {
        if row > LAST_ROW || col > LAST_COL {
            let at = CellRef::new(row, col);
            return Err(FileFact::Damaged(format!("there can be no cell {at}")));
        }
        budget.spend(&content)?;
        let cell = Cell { col, content };
        match self.grid.rows.last_mut() {
            Some(last) if last.row == row => {
                self.in_order &= last.cells.last().is_none_or(|cell| cell.col < col);
                last.cells.push(cell);
            }
            last => {
                self.in_order &= last.as_ref().is_none_or(|last| last.row < row);
                // Rows of a table have about as many cells as the one above.
                let room = last.map_or(8, |last| last.cells.len());
                let mut cells = Vec::with_capacity(room.min(64));
                cells.push(cell);
                self.grid.rows.push(Row { row, cells });
            }
        }
        Ok(())
    }

    /// Notes what is to be known of a cell beyond its content.
    pub(crate) fn note(&mut self, at: CellRef, seen: Option<Seen>) {
        if let Some(seen) = seen {
            self.grid.seen.insert(at, seen);
        }
    }

    /// The grid, its rows and cells in order.
    pub(crate) fn finish(mut self, twice: Twice, budget: &Budget<'_>) -> Result<Grid, FileFact> {
        if !self.in_order {
            self.grid.covered = sort(&mut self.grid.rows, twice)?;
        }
        let last_row = self.grid.rows.last().map_or(0, |row| row.row);
        let last_col = self.grid.rows.iter().filter_map(|row| row.cells.last());
        let last_col = last_col.map(|cell| cell.col).max().unwrap_or(0);
        // What is hidden or merged beyond the last cell is of no use and may be a million rows.
        tidy(&mut self.grid.hidden_rows, last_row);
        tidy(&mut self.grid.hidden_cols, last_col);
        self.grid.index_merges();
        let end = CellRef::new(last_row, last_col);
        let area = self.grid.merges.iter().map(|merge| area_within(merge, end));
        let area = area.fold(0_u64, u64::saturating_add);
        if area > budget.limits.area {
            return Err(budget.limits.reached(Limit::Area, area));
        }
        uncover(&mut self.grid);
        self.grid.comments.sort_by_key(|comment| comment.at);
        Ok(self.grid)
    }
}

/// Takes the cells that a merged region covers out of the rows.
fn uncover(grid: &mut Grid) {
    let Grid {
        rows,
        merges,
        covered,
        seen,
        ..
    } = grid;
    for merge in merges.iter() {
        let first = rows.partition_point(|row| row.row < merge.first.row);
        let below = rows.get_mut(first..).unwrap_or_default().iter_mut();
        for row in below.take_while(|row| row.row <= merge.last.row) {
            let from = row.cells.partition_point(|cell| cell.col < merge.first.col);
            let to = row.cells.partition_point(|cell| cell.col <= merge.last.col);
            let is_shown = |cell: &Cell| row.row == merge.first.row && cell.col == merge.first.col;
            let from = match row.cells.get(from) {
                Some(cell) if is_shown(cell) => from.saturating_add(1),
                _ => from,
            };
            if from >= to {
                continue;
            }
            let at = row.row;
            let taken = row.cells.drain(from..to);
            covered.extend(taken.map(|cell| Covered {
                at: CellRef::new(at, cell.col),
                content: cell.content,
                merge: *merge,
            }));
        }
    }
    if !covered.is_empty() {
        covered.sort_by_key(|cell| cell.at);
        for cell in covered.iter().filter(|cell| !cell.is_overwritten()) {
            seen.remove(&cell.at);
        }
        rows.retain(|row| !row.cells.is_empty());
    }
}

/// The cells of a merged region up to a corner.
fn area_within(merge: &CellRange, end: CellRef) -> u64 {
    let length = |first: u32, last: u32, end: u32| {
        u64::from(last.min(end).saturating_add(1).saturating_sub(first))
    };
    length(merge.first.row, merge.last.row, end.row).saturating_mul(length(
        merge.first.col,
        merge.last.col,
        end.col,
    ))
}

/// Ascending, each once, none beyond the last.
fn tidy(indexes: &mut Vec<u32>, last: u32) {
    indexes.retain(|index| *index <= last);
    indexes.sort_unstable();
    indexes.dedup();
}

/// Brings rows and cells into reading order; gives what was written over with something else.
fn sort(rows: &mut Vec<Row>, twice: Twice) -> Result<Vec<Covered>, FileFact> {
    let mut over = Vec::new();
    rows.sort_by_key(|row| row.row);
    let mut sorted: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows.drain(..) {
        match sorted.last_mut() {
            Some(last) if last.row == row.row => last.cells.extend(row.cells),
            _ => sorted.push(row),
        }
    }
    for row in &mut sorted {
        row.cells.sort_by_key(|cell| cell.col);
        let doubled = row.cells.windows(2).find_map(|pair| match pair {
            [a, b] if a.col == b.col => Some(CellRef::new(row.row, a.col)),
            _ => None,
        });
        match (doubled, twice) {
            (Some(at), Twice::Refuse) => {
                return Err(FileFact::Damaged(format!("the cell {at} is written twice")));
            }
            (Some(_), Twice::KeepLast) => keep_last(row, &mut over),
            (None, _) => {}
        }
    }
    *rows = sorted;
    Ok(over)
}

/// Keeps the last of the cells that stand in one place, and what the others held where that was something else.
fn keep_last(row: &mut Row, over: &mut Vec<Covered>) {
    let mut kept: Vec<Cell> = Vec::with_capacity(row.cells.len());
    for cell in row.cells.drain(..) {
        if let Some(before) = kept.pop_if(|before| before.col == cell.col)
            && before.content != cell.content
        {
            let at = CellRef::new(row.row, cell.col);
            over.push(Covered {
                at,
                content: before.content,
                merge: at.into(),
            });
        }
        kept.push(cell);
    }
    row.cells = kept;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(cells: &[(u32, u32, &str)], twice: Twice) -> Result<Grid, FileFact> {
        let limits = Limits::default();
        let mut budget = Budget::new(&limits, 1000);
        let mut builder = Builder::new(Grid::default());
        for (row, col, text) in cells {
            builder.push(*row, *col, Content::Text((*text).into()), &mut budget)?;
        }
        builder.finish(twice, &budget)
    }

    #[test]
    fn cells_come_out_in_reading_order() {
        let grid = build(
            &[(2, 1, "d"), (0, 1, "b"), (2, 0, "c"), (0, 0, "a")],
            Twice::Refuse,
        );
        let grid = grid.unwrap();
        let text: Vec<String> = grid
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| format!("{:?}", cell.content))
            .collect();
        assert_eq!(
            text,
            ["a", "b", "c", "d"].map(|text| format!("Text({text:?})"))
        );
    }

    #[test]
    fn a_cell_written_twice_is_refused_or_the_last_holds() {
        let cells = [(0, 0, "a"), (0, 1, "x"), (0, 0, "b")];
        assert_eq!(
            build(&cells, Twice::Refuse),
            Err(FileFact::Damaged("the cell A1 is written twice".into()))
        );
        let grid = build(&cells, Twice::KeepLast).unwrap();
        assert_eq!(grid.filled(), 2);
        let first = grid.get(CellRef::new(0, 0)).unwrap();
        assert_eq!(first.content, Content::Text("b".into()));
        let over: Vec<String> = grid
            .covered
            .iter()
            .map(|cell| format!("{} {:?} {}", cell.at, cell.content, cell.is_overwritten()))
            .collect();
        assert_eq!(over, ["A1 Text(\"a\") true"]);
        let same = build(&[(0, 0, "a"), (0, 0, "a")], Twice::KeepLast).unwrap();
        assert!(same.covered.is_empty() && same.filled() == 1);
    }

    #[test]
    fn a_huge_merge_over_a_huge_sheet_is_refused() {
        let limits = Limits::default();
        let mut budget = Budget::new(&limits, 1000);
        let mut builder = Builder::new(Grid::default());
        builder
            .push(0, 0, Content::Bool(true), &mut budget)
            .unwrap();
        let whole = CellRange::new(CellRef::new(0, 0), CellRef::new(LAST_ROW, LAST_COL));
        builder.grid_mut().merges.push(whole);
        builder.grid_mut().hidden_rows = vec![0, 7];
        builder
            .push(LAST_ROW, LAST_COL, Content::Bool(true), &mut budget)
            .unwrap();
        assert!(matches!(
            builder.finish(Twice::Refuse, &budget),
            Err(FileFact::Limit {
                limit: Limit::Area,
                ..
            })
        ));
    }
}
