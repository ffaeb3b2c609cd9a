//! What is known around a cell: its font, and what its column, sheet and workbook hold.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Encoding;
use crate::place::CellRef;

/// How many cells decided for themselves, by encoding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Cells that can only be Unicode.
    pub unicode: u32,
    /// Cells that can only be legacy, by encoding, in the order of [`Encoding::ALL`].
    legacy: [u32; Encoding::ALL.len()],
}

impl Evidence {
    /// So many cells of one encoding and nothing else.
    #[must_use]
    pub fn of(encoding: Encoding, cells: u32) -> Self {
        let mut evidence = Self::default();
        evidence.add(Some(encoding), cells);
        evidence
    }

    /// Counts cells of an encoding; `None` is Unicode.
    pub fn add(&mut self, encoding: Option<Encoding>, cells: u32) {
        let slot = match encoding {
            Some(encoding) => self.legacy.get_mut(index(encoding)),
            None => Some(&mut self.unicode),
        };
        if let Some(slot) = slot {
            *slot = slot.saturating_add(cells);
        }
    }

    /// How many cells are of the encoding.
    #[must_use]
    pub fn count(&self, encoding: Encoding) -> u32 {
        self.legacy.get(index(encoding)).copied().unwrap_or(0)
    }

    /// Whether any cell is legacy.
    #[must_use]
    pub fn any(&self) -> bool {
        self.legacy.iter().any(|&count| count > 0)
    }
}

fn index(encoding: Encoding) -> usize {
    Encoding::ALL
        .iter()
        .position(|&known| known == encoding)
        .unwrap_or(usize::MAX)
}

/// What is known around a cell. The default, nothing, makes the cell decide by itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct CellContext<'a> {
    /// The name of the cell's font, where the reader gives it.
    pub font: Option<&'a str>,
    /// The other cells of its column in its sheet.
    pub column: Evidence,
    /// The cells of its sheet.
    pub sheet: Evidence,
    /// The cells of the workbook, and its list of fonts.
    pub workbook: Evidence,
}

impl CellContext<'_> {
    /// A workbook all of whose text is of one encoding.
    #[must_use]
    pub fn workbook_of(encoding: Encoding) -> Self {
        let evidence = Evidence::of(encoding, 100);
        Self {
            font: None,
            column: evidence,
            sheet: evidence,
            workbook: evidence,
        }
    }

    /// The encoding that the font is made for, and whether it draws capitals only.
    #[must_use]
    pub fn font_encoding(&self) -> Option<(Encoding, bool)> {
        Encoding::of_font(self.font?)
    }

    /// The log-odds of the encoding against Unicode for a cell that could be either; `None` when
    /// nothing speaks for the encoding.
    #[must_use]
    pub(super) fn odds(&self, encoding: Encoding) -> Option<f64> {
        /// What one self-deciding cell counts for, in the column, the sheet, the workbook.
        const WEIGHTS: [f64; 3] = [3.0, 1.0, 0.25];
        /// How far any number of cells can go.
        const LIMIT: f64 = 5.0;
        let (mut legacy, mut unicode) = (0.0, 1.0);
        for (weight, evidence) in WEIGHTS
            .into_iter()
            .zip([self.column, self.sheet, self.workbook])
        {
            legacy += weight * f64::from(evidence.count(encoding));
            unicode += weight * f64::from(evidence.unicode);
        }
        let odds = (legacy > 0.0).then(|| (legacy / unicode).ln().clamp(-LIMIT, LIMIT));
        match (self.font, self.font_encoding()) {
            // A font is evidence, not proof: cells in `.VnTime` do hold Unicode.
            (_, Some((of_font, _))) if of_font == encoding => Some(LIMIT),
            (Some(_), _) => odds.map(|odds| odds.min(0.0) - LIMIT),
            (None, _) => odds,
        }
    }
}

/// The fonts of a workbook, as far as the reader gives them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FontInfo {
    /// The names of the fonts that the workbook lists, whether or not a cell uses them
    /// (`.xls`: its FONT records).
    pub listed: Vec<Arc<str>>,
    /// The font of cells, by sheet index and place. Cells of plain ASCII may be left out.
    pub cells: BTreeMap<(usize, CellRef), Arc<str>>,
}

impl FontInfo {
    /// The font of a cell, `None` when it is not known.
    #[must_use]
    pub fn font(&self, sheet: usize, at: CellRef) -> Option<&str> {
        self.cells.get(&(sheet, at)).map(AsRef::as_ref)
    }

    /// What the fonts alone say about the workbook: each legacy font counts as one cell.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        let mut evidence = Evidence::default();
        let mut fonts: Vec<&str> = self.listed.iter().map(AsRef::as_ref).collect();
        fonts.extend(self.cells.values().map(AsRef::as_ref));
        fonts.sort_unstable();
        fonts.dedup();
        for (encoding, _) in fonts.into_iter().filter_map(Encoding::of_font) {
            evidence.add(Some(encoding), 1);
        }
        evidence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_outweighs_the_workbook() {
        let context = CellContext {
            column: Evidence {
                unicode: 20,
                ..Evidence::default()
            },
            workbook: Evidence::of(Encoding::Tcvn3, 100),
            ..CellContext::default()
        };
        assert!(context.odds(Encoding::Tcvn3).unwrap() < 0.0);
        assert_eq!(context.odds(Encoding::Vni), None);
    }

    #[test]
    fn the_font_outweighs_both() {
        let mut context = CellContext::workbook_of(Encoding::Tcvn3);
        assert!(context.odds(Encoding::Tcvn3).unwrap() > 3.0);
        context.font = Some("Arial");
        assert!(context.odds(Encoding::Tcvn3).unwrap() < 0.0);
        context.font = Some("VNI-Times");
        assert!(context.odds(Encoding::Vni).unwrap() > 3.0);
        assert!(context.odds(Encoding::Tcvn3).unwrap() < 0.0);
    }

    #[test]
    fn listed_fonts_are_evidence() {
        let fonts = FontInfo {
            listed: vec![".VnTime".into(), "Arial".into(), ".VnTime".into()],
            ..FontInfo::default()
        };
        assert_eq!(fonts.evidence(), Evidence::of(Encoding::Tcvn3, 1));
    }
}
