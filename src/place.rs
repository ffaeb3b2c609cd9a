//! Where something stands: file, sheet, cell or range.
//!
//! Rows and columns are 0-based everywhere inside; the 1-based number and the letters exist
//! only in the `Display` of [`CellRef`] and [`CellRange`] (`H15`, `H9:H20`).

use std::fmt;
use std::sync::Arc;

/// One cell: 0-based row and column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// 0-based row.
    pub row: u32,
    /// 0-based column.
    pub col: u32,
}

impl CellRef {
    /// The cell at this 0-based row and column.
    #[must_use]
    pub const fn new(row: u32, col: u32) -> Self {
        Self { row, col }
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", col_name(self.col), u64::from(self.row) + 1)
    }
}

/// The letters of a 0-based column: `A`, `Z`, `AA`.
#[must_use]
pub fn col_name(col: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(col) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A rectangle of cells, both corners inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRange {
    /// The upper left corner.
    pub first: CellRef,
    /// The lower right corner, inclusive.
    pub last: CellRef,
}

impl CellRange {
    /// The rectangle between two opposite corners, in whatever order they are given.
    #[must_use]
    pub fn new(a: CellRef, b: CellRef) -> Self {
        Self {
            first: CellRef::new(a.row.min(b.row), a.col.min(b.col)),
            last: CellRef::new(a.row.max(b.row), a.col.max(b.col)),
        }
    }

    /// Whether the cell lies inside.
    #[must_use]
    pub fn contains(&self, cell: CellRef) -> bool {
        (self.first.row..=self.last.row).contains(&cell.row)
            && (self.first.col..=self.last.col).contains(&cell.col)
    }

    /// How many cells it covers.
    #[must_use]
    pub fn area(&self) -> u64 {
        (u64::from(self.last.row - self.first.row) + 1)
            * (u64::from(self.last.col - self.first.col) + 1)
    }
}

impl From<CellRef> for CellRange {
    fn from(cell: CellRef) -> Self {
        Self {
            first: cell,
            last: cell,
        }
    }
}

impl fmt::Display for CellRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            self.first.fmt(f)
        } else {
            write!(f, "{}:{}", self.first, self.last)
        }
    }
}

/// Where a finding or a value stands. Whatever is unknown or does not apply is `None`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The file as the table names it (path below the input, `/`, NFC).
    pub file: Option<Arc<str>>,
    /// The sheet's name; `None` for the file as a whole and for delimited text.
    pub sheet: Option<Arc<str>>,
    /// The cell or range.
    pub cells: Option<CellRange>,
}

impl Place {
    /// A file as a whole.
    #[must_use]
    pub fn file(file: &Arc<str>) -> Self {
        Self {
            file: Some(file.clone()),
            ..Self::default()
        }
    }

    /// The same place, narrowed to these cells.
    #[must_use]
    pub fn at(&self, cells: impl Into<CellRange>) -> Self {
        Self {
            cells: Some(cells.into()),
            ..self.clone()
        }
    }
}

impl fmt::Display for Place {
    /// `so-y-te.xls › Danh mục › H21`, leaving out what is not known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells = self.cells.map(|cells| cells.to_string());
        let parts = [
            self.file.as_deref(),
            self.sheet.as_deref(),
            cells.as_deref(),
        ];
        let parts: Vec<&str> = parts
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
        f.write_str(&parts.join(" › "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_do() {
        for (row, col, name) in [
            (0, 0, "A1"),
            (14, 7, "H15"),
            (0, 25, "Z1"),
            (9, 26, "AA10"),
            (1_048_575, 16_383, "XFD1048576"),
        ] {
            assert_eq!(CellRef::new(row, col).to_string(), name);
        }
        assert_eq!(CellRef::new(u32::MAX, 0).to_string(), "A4294967296");
    }

    #[test]
    fn a_range_of_one_cell_is_that_cell() {
        let cell = CellRef::new(8, 7);
        assert_eq!(CellRange::from(cell).to_string(), "H9");
        assert_eq!(
            CellRange::new(CellRef::new(19, 7), cell).to_string(),
            "H9:H20"
        );
    }
}
