//! A sheet as a sparse grid of filled cells.
//!
//! Only filled cells are kept, in reading order, so a sheet whose one stray cell stands in
//! `XFD1048576` costs one cell. Text is NFC; nothing else about it is changed here.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;
use jiff::civil::DateTime;

use super::comments::Comment;
use super::encoding::FontInfo;
use super::seen::Seen;
use super::stamp::Stamp;
use crate::place::{CellRange, CellRef};

/// What a filled cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Text as typed, NFC, untrimmed; cells that hold the same string of a table share it.
    Text(EcoString),
    /// A number from a number cell.
    Number(f64),
    /// A number that its cell shows as a date, or a date stored as one.
    Date(DateTime),
    /// A time of day or a span of time, as the text the cell would show.
    Duration(EcoString),
    /// TRUE or FALSE.
    Bool(bool),
    /// An Excel error such as `#REF!`.
    Error(EcoString),
    /// A formula without a stored result.
    NoResult,
}

/// A filled cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// 0-based column.
    pub col: u32,
    /// What it holds.
    pub content: Content,
}

/// A filled cell that nobody sees: it lies under a merged region, or the file writes another one over it.
#[derive(Debug, Clone, PartialEq)]
pub struct Covered {
    /// The cell.
    pub at: CellRef,
    /// What it holds.
    pub content: Content,
    /// The region; the cell itself where it was written over.
    pub merge: CellRange,
}

impl Covered {
    /// Whether another cell was written over it.
    #[must_use]
    pub fn is_overwritten(&self) -> bool {
        self.merge.first == self.merge.last
    }
}

/// A row with at least one filled cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// 0-based row.
    pub row: u32,
    /// The filled cells, by column.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell in a column, `None` when it is empty.
    #[must_use]
    pub fn cell(&self, col: u32) -> Option<&Cell> {
        let index = self
            .cells
            .binary_search_by_key(&col, |cell| cell.col)
            .ok()?;
        self.cells.get(index)
    }
}

/// Whether a sheet shows in the tab bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Visibility {
    /// Shown.
    #[default]
    Visible,
    /// Hidden; a person can show it again.
    Hidden,
    /// Hidden so that only a program can show it.
    VeryHidden,
}

/// One sheet, or one file of delimited text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// The sheet's name; empty for delimited text.
    pub name: Arc<str>,
    /// Whether the sheet is shown.
    pub visibility: Visibility,
    /// The rows that hold anything, top to bottom.
    pub rows: Vec<Row>,
    /// Merged regions, where the reader gives them.
    pub merges: Vec<CellRange>,
    /// Where to look among them, once [`Grid::index_merges`] has been asked for.
    pub reaches: Reaches,
    /// 0-based hidden rows, ascending, where the reader gives them.
    pub hidden_rows: Vec<u32>,
    /// 0-based hidden columns, ascending, where the reader gives them.
    pub hidden_cols: Vec<u32>,
    /// What a person sees of a cell where that is other than what it stores; few cells have any.
    pub seen: BTreeMap<CellRef, Seen>,
    /// The cells that nobody sees, in reading order; they are not among the rows.
    pub covered: Vec<Covered>,
    /// The comments on cells, short ones, in reading order; no format but those of workbooks has any.
    pub comments: Vec<Comment>,
    /// How many fields the rows of delimited text have, empty ones too: a row, and the number from it on. Empty for
    /// other formats.
    pub written: Vec<(u32, u32)>,
}

impl Grid {
    /// The cell at a place, `None` when it is empty.
    #[must_use]
    pub fn get(&self, at: CellRef) -> Option<&Cell> {
        self.row(at.row)?.cell(at.col)
    }

    /// A row by its 0-based number, `None` when nothing stands in it.
    #[must_use]
    pub fn row(&self, row: u32) -> Option<&Row> {
        let index = self.rows.binary_search_by_key(&row, |found| found.row);
        self.rows.get(index.ok()?)
    }

    /// How many fields a row of delimited text has, empty ones too; `None` for other formats.
    #[must_use]
    pub fn fields_written(&self, row: u32) -> Option<u32> {
        let after = self.written.partition_point(|(first, _)| *first <= row);
        let (_, fields) = self.written.get(after.checked_sub(1)?)?;
        Some(*fields)
    }

    /// How many cells are filled.
    #[must_use]
    pub fn filled(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).sum()
    }

    /// The merged region that begins at, or covers, a cell; of several that overlap, the first.
    #[must_use]
    pub fn merge_at(&self, at: CellRef) -> Option<&CellRange> {
        self.reaches.find(&self.merges, at)
    }

    /// Puts the merged regions in order, each once, so that one need not look at all of them for each cell.
    pub fn index_merges(&mut self) {
        self.merges.sort_unstable();
        self.merges.dedup();
        self.reaches = Reaches::of(&self.merges);
    }
}

/// How far down merged regions reach: a tree over the regions in their order, whose nodes are the middles of its parts.
///
/// Regions that are not those it was made of, to judge by their number, are looked at one by one.
#[derive(Debug, Clone, Default)]
pub struct Reaches(Vec<u32>);

/// It says nothing that the regions do not say.
impl PartialEq for Reaches {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Merged regions, in order, to be asked for the one that holds a cell.
#[derive(Debug, Clone, Default)]
pub struct Regions {
    all: Vec<CellRange>,
    reaches: Reaches,
}

impl Regions {
    /// These regions, whatever their order.
    #[must_use]
    pub fn of(mut all: Vec<CellRange>) -> Self {
        all.sort_unstable();
        let reaches = Reaches::of(&all);
        Self { all, reaches }
    }

    /// The region that begins at, or covers, a cell; of several that overlap, the first.
    #[must_use]
    pub fn at(&self, at: CellRef) -> Option<&CellRange> {
        self.reaches.find(&self.all, at)
    }
}

impl Reaches {
    /// The tree over regions in their order.
    fn of(merges: &[CellRange]) -> Self {
        let mut reaches = Self(merges.iter().map(|merge| merge.last.row).collect());
        reaches.fill(0, merges.len());
        reaches
    }

    /// Makes each node of a part hold the last row that any region of its part reaches; gives that of the part.
    fn fill(&mut self, begin: usize, end: usize) -> u32 {
        if begin >= end {
            return 0;
        }
        let middle = usize::midpoint(begin, end);
        let beside = self.fill(begin, middle).max(self.fill(middle + 1, end));
        match self.0.get_mut(middle) {
            Some(reach) => {
                *reach = beside.max(*reach);
                *reach
            }
            None => beside,
        }
    }

    fn find<'m>(&self, merges: &'m [CellRange], at: CellRef) -> Option<&'m CellRange> {
        if self.0.len() != merges.len() {
            return merges.iter().find(|merge| merge.contains(at));
        }
        // Regions that begin below the cell stand behind all others.
        let end = merges.partition_point(|merge| merge.first.row <= at.row);
        self.find_in(merges, at, (0, merges.len()), end)
    }

    /// The first region of a part that holds the cell, of those before `end`.
    fn find_in<'m>(
        &self,
        merges: &'m [CellRange],
        at: CellRef,
        (begin, stop): (usize, usize),
        end: usize,
    ) -> Option<&'m CellRange> {
        if begin >= stop.min(end) {
            return None;
        }
        let middle = usize::midpoint(begin, stop);
        if self.0.get(middle).is_none_or(|reach| *reach < at.row) {
            return None;
        }
        self.find_in(merges, at, (begin, middle), end)
            .or_else(|| {
                let own = merges.get(middle).filter(|_| middle < end);
                own.filter(|merge| merge.contains(at))
            })
            .or_else(|| self.find_in(merges, at, (middle + 1, stop), end))
    }
}

/// What a file does not hold but repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Repeated {
    /// Cells.
    pub cells: u64,
    /// Bytes of text.
    pub text: u64,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Book {
    /// The sheets in the order of their tabs.
    pub sheets: Vec<Grid>,
    /// When the document says it was last modified (`dcterms:modified` and the like), as clocks in Vietnam show it.
    pub modified: Option<DateTime>,
    /// The custom document property `tonghop.output`: one of our own outputs.
    pub our_output: Option<String>,
    /// The custom document property `tonghop.returned.from`: what a returned file was made from.
    pub returned_from: Option<String>,
    /// What a form of ours says of itself.
    pub stamp: Option<Stamp>,
    /// Whether it carries macros (F006).
    pub macros: bool,
    /// Whether it links to other files (F006).
    pub links: bool,
    /// The fonts of its text, as far as they tell a legacy encoding.
    pub fonts: FontInfo,
    /// What it repeats.
    pub repeated: Repeated,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every cell of a sheet finds the region that looking at all of them finds.
    fn agrees(merges: Vec<CellRange>) {
        let mut grid = Grid {
            merges,
            ..Grid::default()
        };
        grid.index_merges();
        assert_eq!(grid.reaches.0.len(), grid.merges.len());
        for row in 0..24 {
            for col in 0..12 {
                let at = CellRef::new(row, col);
                let one_by_one = grid.merges.iter().find(|merge| merge.contains(at));
                assert_eq!(grid.merge_at(at), one_by_one, "{at} of {:?}", grid.merges);
            }
        }
    }

    fn range(row: u32, col: u32, rows: u32, cols: u32) -> CellRange {
        CellRange::new(
            CellRef::new(row, col),
            CellRef::new(row + rows - 1, col + cols - 1),
        )
    }

    #[test]
    fn the_first_region_that_holds_a_cell_is_found() {
        agrees(Vec::new());
        agrees(vec![range(3, 2, 1, 4)]);
        // Amounts merged by two beside a name merged over the whole list, and a title.
        let mut merges: Vec<CellRange> = (1..10).map(|place| range(place * 2, 5, 2, 1)).collect();
        merges.extend([range(2, 1, 18, 1), range(0, 0, 1, 8), range(0, 0, 1, 8)]);
        agrees(merges);
        // Regions that overlap, as some programs write them.
        for seed in 0..200_u32 {
            let part = |number: u32, most: u32| seed.wrapping_mul(7919).rotate_left(number) % most;
            let merges = (0..seed % 19).map(|number| {
                let turn = number * 3;
                range(
                    part(turn, 20),
                    part(turn + 1, 9),
                    1 + part(turn + 2, 6),
                    1 + part(turn + 5, 3),
                )
            });
            agrees(merges.collect());
        }
    }

    #[test]
    fn a_region_that_came_later_is_found_too() {
        let mut grid = Grid::default();
        grid.index_merges();
        grid.merges.push(range(4, 0, 2, 2));
        assert!(grid.merge_at(CellRef::new(5, 1)).is_some());
        assert!(grid.merge_at(CellRef::new(6, 1)).is_none());
    }
}
