//! A whole workbook: evidence first, then each cell with what is known around it.
//!
//! A clean workbook costs one scan of its text: only a cell with a character that Vietnamese in
//! Unicode has no use for is looked at closely, and only if such a cell (or a font) proves legacy
//! text are the rest weighed.

use std::collections::BTreeMap;

use super::context::{CellContext, Evidence, FontInfo};
use super::detect::{Detector, Verdict};
use super::syllable::is_accented;
use super::tables::is_latin1;
use super::{Encoding, Options};
use crate::book::grid::{Content, Grid};
use crate::place::CellRef;

/// A cell that reads well in two ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguous {
    /// The index of its sheet.
    pub sheet: usize,
    /// The cell.
    pub cell: CellRef,
    /// The reading taken, and its encoding (`None`: as it stands).
    pub taken: (Option<Encoding>, String),
    /// The other reading.
    pub other: (Option<Encoding>, String),
}

/// What was decoded in a workbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The encoding of each cell that was decoded, by sheet index and place.
    pub cells: BTreeMap<(usize, CellRef), Encoding>,
    /// The cells that read well in two ways, decoded or not.
    pub ambiguous: Vec<Ambiguous>,
}

impl Report {
    /// How many cells were decoded from each encoding.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<Encoding, usize> {
        let mut counts: BTreeMap<Encoding, usize> = BTreeMap::new();
        for &encoding in self.cells.values() {
            let count = counts.entry(encoding).or_default();
            *count = count.saturating_add(1);
        }
        counts
    }

    /// The encoding a cell was decoded from, `None` when it stands as typed.
    #[must_use]
    pub fn encoding(&self, sheet: usize, cell: CellRef) -> Option<Encoding> {
        self.cells.get(&(sheet, cell)).copied()
    }
}

/// Decodes the text cells of a workbook in place. Names of sheets stay.
pub fn decode_grids(grids: &mut [Grid], fonts: Option<&FontInfo>, options: &Options) -> Report {
    let detector = Detector::new(*options);
    let by_fonts = fonts.map(FontInfo::evidence).unwrap_or_default();
    if !by_fonts.any() && !any_legacy(grids, &detector) {
        return Report::default();
    }
    let evidence = Gathered::from(grids, &detector, by_fonts);
    let mut report = Report::default();
    for (sheet, grid) in grids.iter_mut().enumerate() {
        for row in &mut grid.rows {
            for cell in &mut row.cells {
                let at = CellRef::new(row.row, cell.col);
                let Content::Text(text) = &cell.content else {
                    continue;
                };
                if text.is_ascii() && !detector.looks_at_ascii() {
                    continue;
                }
                let context = evidence.around(sheet, at, fonts);
                let decoded = detector.decode(text, &context);
                if let Some(other) = decoded.ambiguous {
                    report.ambiguous.push(Ambiguous {
                        sheet,
                        cell: at,
                        taken: (decoded.encoding, decoded.text.to_string()),
                        other,
                    });
                }
                if let Some(encoding) = decoded.encoding {
                    report.cells.insert((sheet, at), encoding);
                    cell.content = Content::Text(decoded.text.into());
                }
            }
        }
        for (at, seen) in &mut grid.seen {
            if let Some(whole) = seen.whole.as_deref().filter(|whole| !whole.is_ascii()) {
                let decoded = detector.decode(whole, &evidence.around(sheet, *at, fonts));
                let whole = decoded.encoding.map(|_| decoded.text.into());
                seen.whole = whole.or_else(|| seen.whole.take());
            }
        }
        for cell in &mut grid.covered {
            if let Content::Text(text) = &cell.content
                && !text.is_ascii()
            {
                let decoded = detector.decode(text, &evidence.around(sheet, cell.at, fonts));
                if decoded.encoding.is_some() {
                    cell.content = Content::Text(decoded.text.into());
                }
            }
        }
    }
    report
}

/// The text cells of a workbook that are not plain ASCII.
fn texts<'a>(
    grids: &'a [Grid],
    detector: &'a Detector,
) -> impl Iterator<Item = (usize, CellRef, &'a str)> {
    let ascii_too = detector.looks_at_ascii();
    grids.iter().enumerate().flat_map(move |(sheet, grid)| {
        grid.rows.iter().flat_map(move |row| {
            row.cells
                .iter()
                .filter_map(move |cell| match &cell.content {
                    Content::Text(text) if ascii_too || !text.is_ascii() => {
                        Some((sheet, CellRef::new(row.row, cell.col), &**text))
                    }
                    _ => None,
                })
        })
    })
}

/// Whether any cell is legacy beyond doubt.
fn any_legacy(grids: &[Grid], detector: &Detector) -> bool {
    texts(grids, detector).any(|(_, _, text)| {
        (detector.looks_at_ascii() || is_suspicious(text))
            && matches!(detector.verdict(text), Verdict::Legacy(_))
    })
}

/// Whether a text has a character, or a capital in the middle of a word, that Vietnamese in
/// composed Unicode has no use for. Cheap; legacy text of more than a few words has one.
fn is_suspicious(text: &str) -> bool {
    let (mut earlier, mut before) = (' ', ' ');
    for c in text.chars() {
        let odd = match c {
            _ if c.is_ascii() => {
                c.is_ascii_lowercase()
                    && is_latin1(before)
                    && before.is_uppercase()
                    && earlier.is_alphabetic()
            }
            '\u{80}'..='\u{9F}' | '\u{300}'..='\u{36F}' => true,
            // Such a sign is part of a letter where UTF-8 was read as Latin-1: `Ã³`.
            '\u{A0}' | '°'..='´' | 'º' | '¿' => matches!(before, 'Â'..='Æ' | 'á' | 'â'),
            '\u{A1}'..='\u{FF}' => !is_accented(c) || (c.is_uppercase() && before.is_lowercase()),
            _ => false,
        };
        if odd {
            return true;
        }
        (earlier, before) = (before, c);
    }
    false
}

/// What the cells of a workbook tell by themselves.
struct Gathered {
    columns: BTreeMap<(usize, u32), Evidence>,
    sheets: BTreeMap<usize, Evidence>,
    workbook: Evidence,
}

impl Gathered {
    fn from(grids: &[Grid], detector: &Detector, by_fonts: Evidence) -> Self {
        let mut gathered = Self {
            columns: BTreeMap::new(),
            sheets: BTreeMap::new(),
            workbook: by_fonts,
        };
        for (sheet, at, text) in texts(grids, detector) {
            let encoding = match detector.verdict(text) {
                Verdict::Unicode => None,
                Verdict::Legacy(encoding) => Some(encoding),
                Verdict::Neutral | Verdict::Open => continue,
            };
            let column = gathered.columns.entry((sheet, at.col)).or_default();
            column.add(encoding, 1);
            gathered.sheets.entry(sheet).or_default().add(encoding, 1);
            gathered.workbook.add(encoding, 1);
        }
        gathered
    }

    fn around<'a>(
        &self,
        sheet: usize,
        at: CellRef,
        fonts: Option<&'a FontInfo>,
    ) -> CellContext<'a> {
        CellContext {
            font: fonts.and_then(|fonts| fonts.font(sheet, at)),
            column: self
                .columns
                .get(&(sheet, at.col))
                .copied()
                .unwrap_or_default(),
            sheet: self.sheets.get(&sheet).copied().unwrap_or_default(),
            workbook: self.workbook,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::grid::{Cell, Row};

    fn grid(rows: &[&[&str]]) -> Grid {
        let rows = rows.iter().zip(0..).map(|(texts, row)| Row {
            row,
            cells: texts
                .iter()
                .zip(0..)
                .map(|(&text, col)| Cell {
                    col,
                    content: Content::Text(text.into()),
                })
                .collect(),
        });
        Grid {
            rows: rows.collect(),
            ..Grid::default()
        }
    }

    fn text_at(grid: &Grid, row: u32, col: u32) -> &str {
        match &grid.get(CellRef::new(row, col)).unwrap().content {
            Content::Text(text) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn short_cells_follow_their_column() {
        let mut grids = [grid(&[
            &["S\u{E8} TT", "N\u{E9}i dung hç trî", "Quý III/2013"],
            &["1", "Tæng céng", "Kh\u{F4}ng"],
        ])];
        let report = decode_grids(&mut grids, None, &Options::default());
        let [grid] = &grids;
        assert_eq!(text_at(grid, 0, 0), "SỐ TT");
        assert_eq!(text_at(grid, 0, 1), "Nội dung hỗ trợ");
        assert_eq!(text_at(grid, 0, 2), "Quý III/2013");
        assert_eq!(text_at(grid, 1, 1), "Tổng cộng");
        assert_eq!(text_at(grid, 1, 2), "Không");
        assert_eq!(report.counts(), BTreeMap::from([(Encoding::Tcvn3, 3)]));
        assert_eq!(report.encoding(0, CellRef::new(1, 2)), None);
    }

    #[test]
    fn what_reads_well_both_ways_is_told() {
        let legacy: &[&str] = &["§¬n vÞ tÝnh"];
        let mut grids = [grid(&[legacy, legacy, legacy, legacy, &["Có"]])];
        let report = decode_grids(&mut grids, None, &Options::default());
        let [ambiguous] = report.ambiguous.as_slice() else {
            panic!("{:?}", report.ambiguous);
        };
        assert_eq!(ambiguous.cell, CellRef::new(4, 0));
        assert_eq!(ambiguous.taken, (None, "Có".to_owned()));
        assert_eq!(ambiguous.other, (Some(Encoding::Tcvn3), "Cú".to_owned()));
    }

    #[test]
    fn a_lone_sign_may_be_a_currency() {
        for (legacy, sign) in [("Gi¸ trÞ hç trî", "®"), ("Giaù trò hoã trôï", "ñ")] {
            let dong = format!("40.625.000 {sign}");
            let million = format!("427 tr.{sign}");
            let mut grids = [grid(&[&[legacy], &[&dong], &[&million]])];
            decode_grids(&mut grids, None, &Options::default());
            assert_eq!(text_at(&grids[0], 1, 0), "40.625.000 đ");
            assert_eq!(text_at(&grids[0], 2, 0), "427 tr.đ");
        }
    }

    #[test]
    fn fonts_tell_capitals() {
        let mut grids = [grid(&[&["s\u{EB} x\u{A9}y d\u{F9}ng"]])];
        let fonts = FontInfo {
            cells: BTreeMap::from([((0, CellRef::new(0, 0)), ".VnTimeH".into())]),
            ..FontInfo::default()
        };
        decode_grids(&mut grids, Some(&fonts), &Options::default());
        assert_eq!(text_at(&grids[0], 0, 0), "SỞ XÂY DỰNG");
    }

    #[test]
    fn clean_text_is_passed_by_the_scan() {
        for text in [
            "Sở Kế hoạch và Đầu tư tỉnh Trà Vinh",
            "CỘNG HOÀ XÃ HỘI",
            "120 m² – 37 °C",
            "Ông Ánh, Ân Thi",
        ] {
            assert!(!is_suspicious(text), "{text}");
        }
        for text in ["VÊp", "hÕt", "nh©n", "Ã³", "t\u{AD}", "e\u{302}"] {
            assert!(is_suspicious(text), "{text}");
        }
    }
}
