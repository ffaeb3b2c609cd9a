//! One worksheet: where the cells to be marked stand, and the changes that mark them.
//!
//! Of a cell only the number of its style is changed. A cell that is not there (a value that is missing) is put in its
//! place among its neighbours, a row likewise; where a program leaves out the numbers of rows and cells, they are
//! counted as every reader counts them.

mod reference;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::sizes::{Columns, Sizes};
use super::styles::Styles;
use super::xml::{Edits, tags};
use crate::book::grid::Regions;
use crate::place::{CellRange, CellRef};
use reference::range_of;
use walk::Walk;

pub(super) use reference::reference;

/// The style of a cell, and where it is written.
#[derive(Debug, Clone)]
struct Spot {
    style: u32,
    /// The value of the attribute; `None` when the cell has none.
    value: Option<Range<usize>>,
    /// The byte behind the name of the element.
    behind_name: usize,
}

/// Where something that is missing is to be put.
#[derive(Debug, Clone, Default)]
struct Gap {
    /// The byte before which it goes.
    at: usize,
    /// The elements that go there.
    what: Vec<(CellRef, u32)>,
}

/// A row that holds cells to be marked.
#[derive(Debug, Clone)]
struct RowSpot {
    open: (usize, usize, bool),
    spans: Option<(Range<usize>, u32, u32)>,
    style: Option<u32>,
    close: usize,
    /// Where each column of a missing cell goes: before the first cell that stands further right.
    gaps: BTreeMap<u32, usize>,
}

/// What was found in a worksheet.
#[derive(Debug, Default)]
pub(super) struct SheetSpots {
    cells: BTreeMap<CellRef, Spot>,
    rows: BTreeMap<u32, RowSpot>,
    /// For rows that are not there: before which byte they go.
    row_gaps: BTreeMap<u32, usize>,
    data: Option<(usize, usize, bool)>,
    data_close: usize,
    prefix: String,
    dimension: Option<(Range<usize>, CellRange)>,
    /// Styles of columns.
    columns: Columns<u32>,
    /// How wide and high its columns and rows are.
    pub sizes: Sizes,
    /// Whether its cells are protected.
    pub protected: bool,
    /// The id of the drawing of its notes, and where the element stands.
    pub drawing: Option<(String, Range<usize>)>,
    /// Where that element goes when there is none.
    drawing_at: usize,
}

impl SheetSpots {
    /// Looks for the cells to be marked, and for those whose style an earlier run made.
    pub fn find(xml: &[u8], wanted: &BTreeSet<CellRef>, styles: &Styles) -> Self {
        let mut spots = Self::default();
        let mut rows: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for cell in wanted {
            rows.entry(cell.row).or_default().insert(cell.col);
        }
        let mut walk = Walk::new(&mut spots, styles, rows);
        for tag in tags(xml) {
            walk.take(&tag);
        }
        walk.finish();
        spots
    }

    /// Whether it is a worksheet with a place for cells and one for the link to its notes.
    pub fn is_sheet(&self) -> bool {
        self.data.is_some() && self.drawing_at > 0
    }

    /// The style of a cell as it stands, or would have if it stood there.
    pub fn style(&self, at: CellRef) -> u32 {
        if let Some(spot) = self.cells.get(&at) {
            return spot.style;
        }
        if let Some(style) = self.rows.get(&at.row).and_then(|row| row.style) {
            return style;
        }
        self.columns.at(at.col).copied().unwrap_or(0)
    }

    /// The changes that give cells their styles; cells of ours that are not among them get back what they had.
    pub fn restyle(
        &self,
        marked: &BTreeMap<CellRef, u32>,
        styles: &Styles,
        fill: &dyn Fn(CellRef) -> Option<String>,
        edits: &mut Edits,
    ) {
        for (at, spot) in &self.cells {
            let style = match marked.get(at) {
                Some(style) => *style,
                None if styles.is_ours(spot.style) => styles.before(spot.style, fill(*at).as_ref()),
                None => continue,
            };
            match &spot.value {
                Some(range) => edits.replace(range.clone(), style.to_string()),
                None => edits.insert(spot.behind_name, format!(" s=\"{style}\"")),
            }
        }
        let missing = marked
            .iter()
            .filter(|(at, _)| !self.cells.contains_key(at))
            .map(|(at, style)| (*at, *style));
        self.insert(missing, edits);
        self.widen(marked.keys().copied(), edits);
    }

    /// Puts in cells that are not there.
    fn insert(&self, missing: impl Iterator<Item = (CellRef, u32)>, edits: &mut Edits) {
        let mut in_rows: BTreeMap<(u32, usize), Gap> = BTreeMap::new();
        let mut new_rows: BTreeMap<usize, BTreeMap<u32, Vec<(CellRef, u32)>>> = BTreeMap::new();
        for (at, style) in missing {
            if let Some(row) = self.rows.get(&at.row) {
                let byte = row.gaps.get(&at.col).copied().unwrap_or(row.close);
                let gap = in_rows.entry((at.row, byte)).or_default();
                gap.at = byte;
                gap.what.push((at, style));
            } else {
                let byte = self.row_gaps.get(&at.row).copied();
                let rows = new_rows.entry(byte.unwrap_or(self.data_close)).or_default();
                rows.entry(at.row).or_default().push((at, style));
            }
        }
        for ((row, _), gap) in in_rows {
            let cells = self.cells_xml(&gap.what);
            match self.rows.get(&row) {
                // An empty row closes itself.
                Some(spot) if spot.open.2 => {
                    let end = spot.open.1;
                    let name = format!("{}row", self.prefix);
                    edits.replace(end.saturating_sub(2)..end, format!(">{cells}</{name}>"));
                }
                _ => edits.insert(gap.at, cells),
            }
        }
        let mut whole = String::new();
        for (byte, rows) in new_rows {
            let mut text = String::new();
            for (row, cells) in rows {
                let (prefix, number) = (&self.prefix, u64::from(row).saturating_add(1));
                let cells = self.cells_xml(&cells);
                text += &format!("<{prefix}row r=\"{number}\">{cells}</{prefix}row>");
            }
            match self.data {
                Some((_, _, true)) => whole += &text,
                _ => edits.insert(byte, text),
            }
        }
        if let (Some((_, end, true)), false) = (self.data, whole.is_empty()) {
            let name = format!("{}sheetData", self.prefix);
            edits.replace(end.saturating_sub(2)..end, format!(">{whole}</{name}>"));
        }
    }

    fn cells_xml(&self, cells: &[(CellRef, u32)]) -> String {
        let prefix = &self.prefix;
        let cells = cells.iter();
        cells
            .map(|(at, style)| format!("<{prefix}c r=\"{at}\" s=\"{style}\"/>"))
            .collect()
    }

    /// Widens what the sheet and its rows say of their extent.
    fn widen(&self, cells: impl Iterator<Item = CellRef>, edits: &mut Edits) {
        let mut whole = self.dimension.as_ref().map(|(_, range)| *range);
        let mut rows: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        for at in cells {
            if let Some(range) = &mut whole {
                range.first.row = range.first.row.min(at.row);
                range.first.col = range.first.col.min(at.col);
                range.last.row = range.last.row.max(at.row);
                range.last.col = range.last.col.max(at.col);
            }
            let row = rows.entry(at.row).or_insert((at.col, at.col));
            *row = (row.0.min(at.col), row.1.max(at.col));
        }
        if let (Some((range, before)), Some(after)) = (&self.dimension, whole)
            && *before != after
        {
            edits.replace(range.clone(), after.to_string());
        }
        for (row, (first, last)) in rows {
            let spans = self.rows.get(&row).and_then(|row| row.spans.clone());
            if let Some((range, from, to)) = spans {
                let (first, last) = (first.saturating_add(1), last.saturating_add(1));
                if first < from || last > to {
                    let spans = format!("{}:{}", first.min(from), last.max(to));
                    edits.replace(range, spans);
                }
            }
        }
    }

    /// Links the sheet to the drawing of its notes.
    pub fn link(&self, id: &str, strict: bool, edits: &mut Edits) {
        let space = super::relations_space(strict);
        let prefix = &self.prefix;
        edits.insert(
            self.drawing_at,
            format!("<{prefix}legacyDrawing xmlns:r=\"{space}\" r:id=\"{id}\"/>"),
        );
    }
}

/// The merged regions of a worksheet.
pub(super) fn merges(xml: &[u8]) -> Regions {
    // They stand behind all cells: no need to look at those.
    let Some(at) = memchr::memmem::find(xml, b"mergeCells") else {
        return Regions::default();
    };
    let inside = xml.get(at..).unwrap_or_default();
    let merges = tags(inside)
        .take_while(|tag| !tag.closes(b"mergeCells"))
        .filter(|tag| tag.opens(b"mergeCell"))
        .filter_map(|tag| range_of(tag.get(b"ref")?.as_bytes()));
    Regions::of(merges.collect())
}

#[cfg(test)]
mod tests {
    use super::super::styles::Earlier;
    use super::super::xml::text;
    use super::*;
    use crate::finding::Severity;

    fn marked(xml: &str, cells: &[&str]) -> String {
        let mut styles = Styles::read(None, &Earlier::default(), false);
        let wanted: BTreeSet<CellRef> = cells
            .iter()
            .map(|cell| reference(cell.as_bytes()).unwrap())
            .collect();
        let spots = SheetSpots::find(xml.as_bytes(), &wanted, &styles);
        let marked = wanted
            .iter()
            .map(|at| (*at, styles.marked(spots.style(*at), Severity::Error)))
            .collect();
        let mut edits = Edits::default();
        spots.restyle(&marked, &styles, &|_| None, &mut edits);
        spots.link("d", false, &mut edits);
        text(&edits.apply(xml.as_bytes())).into_owned()
    }

    const LINK: &str = "<legacyDrawing xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:id=\"d\"/>";

    #[test]
    fn only_the_style_of_a_marked_cell_changes() {
        let xml = "<worksheet><sheetData><row r=\"2\" ><c t='s' r=\"B2\"><v>1</v></c><c r=\"C2\" s='0'/></row></sheetData><pageMargins/><tableParts/></worksheet>";
        assert_eq!(
            marked(xml, &["B2", "C2"]),
            format!(
                "<worksheet><sheetData><row r=\"2\" ><c s=\"1\" t='s' r=\"B2\"><v>1</v></c><c r=\"C2\" s='1'/></row></sheetData><pageMargins/>{LINK}<tableParts/></worksheet>"
            )
        );
    }

    #[test]
    fn cells_and_rows_that_are_missing_are_put_in_their_place() {
        let xml = "<worksheet><dimension ref=\"A1:B3\"/><sheetData><row spans=\"1:2\"><c><v>1</v></c><c r=\"E1\"/></row><row r=\"3\"/></sheetData></worksheet>";
        assert_eq!(
            marked(xml, &["B1", "C1", "F1", "A2", "D3", "A5"]),
            format!(
                "<worksheet><dimension ref=\"A1:F5\"/><sheetData><row spans=\"1:6\"><c><v>1</v></c><c r=\"B1\" s=\"1\"/><c r=\"C1\" s=\"1\"/><c r=\"E1\"/><c r=\"F1\" s=\"1\"/></row><row r=\"2\"><c r=\"A2\" s=\"1\"/></row><row r=\"3\"><c r=\"D3\" s=\"1\"/></row><row r=\"5\"><c r=\"A5\" s=\"1\"/></row></sheetData>{LINK}</worksheet>"
            )
        );
        assert!(marked("<x:worksheet><x:sheetData/></x:worksheet>", &["A1"])
            .contains("<x:sheetData><x:row r=\"1\"><x:c r=\"A1\" s=\"1\"/></x:row></x:sheetData><x:legacyDrawing"));
    }

    #[test]
    fn a_cell_that_is_missing_takes_the_style_of_its_row_or_column() {
        let xml = "<worksheet><cols><col min=\"2\" max=\"3\" style=\"7\"/></cols><sheetData><row r=\"1\" s=\"5\" customFormat=\"1\"/></sheetData></worksheet>";
        let wanted = [CellRef::new(0, 1)].into_iter().collect();
        let spots = SheetSpots::find(
            xml.as_bytes(),
            &wanted,
            &Styles::read(None, &Earlier::default(), false),
        );
        assert_eq!(spots.style(CellRef::new(0, 1)), 5);
        assert_eq!(spots.style(CellRef::new(4, 2)), 7);
        assert_eq!(spots.style(CellRef::new(4, 3)), 0);
    }
}
