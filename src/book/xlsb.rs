//! Excel workbooks with binary parts (`.xlsb`), in one pass over each part.
//!
//! Read here and not through calamine: that one knows only the long form of cells, so of the files that
//! a later Excel saves it gives one cell a row and no word of it; it gives no merged regions; and
//! it panics on references that lead nowhere.
//!
//! ```text
//! type, 1 or 2 bytes | length, 1 to 4 bytes | data …     seven bits a byte, the lowest first
//! ```

use std::collections::HashMap;
use std::sync::Arc;

use ecow::EcoString;

use super::biff::{error_name, f64_at, packed_number, u16_at, u32_at};
use super::build::{Budget, Builder, LAST_COL, LAST_ROW, SHEETS, Twice, bound};
use super::format::{Format, Shown};
use super::grid::{Book, Content, Grid, Visibility};
use super::look::{book_of, relations, target_of};
use super::package::Package;
use super::seen::{Manner, Runs};
use super::text::clean;
use crate::intake::fact::{Bound, FileFact, Limit};
use crate::intake::limits::{Limits, mib};
use crate::place::{CellRange, CellRef};

/// The longest record that is borne with: text has at most 32,767 letters.
const LONGEST_MIB: u64 = 4;
/// The most cell formats; Excel itself stops at 65,490.
const STYLES: u64 = 1_000_000;

/// Reads a workbook of binary parts.
pub(crate) fn read(
    bytes: &[u8],
    limits: &Limits,
    budget: &mut Budget<'_>,
) -> Result<Book, FileFact> {
    let mut package = Package::open(bytes, limits)?;
    let mut book = book_of(&mut package)?;
    let workbook = package.names().iter().find(|name| {
        let name = name.to_lowercase();
        name == "workbook.bin" || name.ends_with("/workbook.bin")
    });
    let workbook = workbook.cloned();
    let workbook = workbook.ok_or_else(|| FileFact::Damaged("it holds no workbook".into()))?;
    let relations = relations(&mut package, &workbook)?;
    let mut list = SheetList::default();
    records(&mut package, &workbook, |kind, data| list.take(kind, data))?;
    let folder = workbook.rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = |name: &str| {
        format!("{folder}/{name}")
            .trim_start_matches('/')
            .to_owned()
    };
    let mut strings = Strings {
        limits,
        list: Vec::new(),
        runs: HashMap::new(),
    };
    if package.find(&beside("sharedStrings.bin")).is_some() {
        records(&mut package, &beside("sharedStrings.bin"), |kind, data| {
            strings.take(kind, data)
        })?;
    }
    let mut styles = Styles::default();
    if package.find(&beside("styles.bin")).is_some() {
        records(&mut package, &beside("styles.bin"), |kind, data| {
            styles.take(kind, data)
        })?;
    }
    if list.sheets.is_empty() {
        return Err(FileFact::Damaged("it has no sheets".into()));
    }
    for sheet in list.sheets {
        let target = relations.get(&sheet.relation);
        let path = target.map(|target| target_of(folder, target));
        // Charts and dialogues have no cells.
        let path = match path {
            Some(path) if path.to_lowercase().contains("chartsheets/") => continue,
            Some(path) if path.to_lowercase().contains("dialogsheets/") => continue,
            Some(path) if path.to_lowercase().contains("macrosheets/") => {
                book.macros = true;
                continue;
            }
            Some(path) => path,
            None => {
                return Err(FileFact::Damaged(format!(
                    "the sheet {} is missing",
                    sheet.name
                )));
            }
        };
        let mut reader = SheetReader {
            strings: &strings,
            styles: &styles,
            is_1904: list.is_1904,
            at: CellRef::new(0, 0),
            ended: false,
            builder: Builder::new(Grid {
                name: clean(&sheet.name).as_str().into(),
                visibility: sheet.visibility,
                ..Grid::default()
            }),
        };
        records(&mut package, &path, |kind, data| {
            budget.hold(data.len());
            reader.take(kind, data, budget)
        })?;
        if !reader.ended {
            return Err(FileFact::Damaged("a sheet ends too early".into()));
        }
        book.sheets
            .push(reader.builder.finish(Twice::Refuse, budget)?);
    }
    Ok(book)
}

/// Inflates a part and hands on its records.
fn records(
    package: &mut Package<'_>,
    name: &str,
    mut sink: impl FnMut(u16, &[u8]) -> Result<(), FileFact>,
) -> Result<(), FileFact> {
    let index = package.find(name);
    let index = index.ok_or_else(|| FileFact::Damaged(format!("the part {name} is missing")))?;
    let mut rest: Vec<u8> = Vec::new();
    package.inflate(index, |bite| {
        rest.extend_from_slice(bite);
        let mut used = 0_usize;
        while let Some((kind, data, length)) = record(rest.get(used..).unwrap_or_default()) {
            sink(kind, data)?;
            used = used.saturating_add(length);
        }
        rest.drain(..used);
        bound(mib(rest.len() as u64), LONGEST_MIB, Bound::PieceMib)
    })?;
    if rest.is_empty() {
        Ok(())
    } else {
        Err(FileFact::Damaged(format!(
            "the part {name} ends inside a record"
        )))
    }
}

/// The record that the bytes begin with: its type, its data, its whole length. `None` while
/// its end is not there.
fn record(bytes: &[u8]) -> Option<(u16, &[u8], usize)> {
    let (kind, head) = match bytes {
        [low @ 0x80..=0xff, high, ..] => (u16::from(low & 0x7f) | u16::from(high & 0x7f) << 7, 2),
        [low @ 0..=0x7f, ..] => (u16::from(*low), 1),
        _ => return None,
    };
    let mut length = 0_usize;
    let mut size = 0_usize;
    loop {
        let byte = *bytes.get(head..)?.get(size)?;
        length |= usize::from(byte & 0x7f) << (7 * size);
        size = size.saturating_add(1);
        if byte & 0x80 == 0 || size == 4 {
            break;
        }
    }
    let rest = bytes.get(head..)?.get(size..)?;
    let data = rest.get(..length)?;
    let whole = head.saturating_add(size).saturating_add(length);
    Some((kind, data, whole))
}

/// Text with a count of letters in front, and what follows it; `None` when it is cut short.
fn wide_text(data: &[u8]) -> Option<(String, &[u8])> {
    let count = u32_at(data, 0)?;
    // A text that is not there at all.
    let count = if count == u32::MAX {
        0
    } else {
        usize::try_from(count).ok()?
    };
    let (text, rest) = data.get(4..)?.split_at_checked(count.checked_mul(2)?)?;
    let pairs = text.as_chunks::<2>().0;
    let units: Vec<u16> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    Some((String::from_utf16_lossy(&units), rest))
}

/// The sheets that the workbook lists.
#[derive(Debug, Default)]
struct SheetList {
    sheets: Vec<SheetEntry>,
    is_1904: bool,
}

/// A sheet as the workbook lists it.
#[derive(Debug)]
struct SheetEntry {
    name: String,
    relation: String,
    visibility: Visibility,
}

impl SheetList {
    fn take(&mut self, kind: u16, data: &[u8]) -> Result<(), FileFact> {
        match kind {
            0x0099 => self.is_1904 = data.first().is_some_and(|flags| flags & 1 == 1),
            0x009c => {
                let cut = || FileFact::Damaged("the list of sheets ends too early".into());
                let texts = data.get(8..).and_then(wide_text);
                let (relation, rest) = texts.ok_or_else(cut)?;
                let (name, _) = wide_text(rest).ok_or_else(cut)?;
                let visibility = match u32_at(data, 0) {
                    Some(0) => Visibility::Visible,
                    Some(1) => Visibility::Hidden,
                    _ => Visibility::VeryHidden,
                };
                // A module of macros is listed without a part.
                if !relation.is_empty() {
                    self.sheets.push(SheetEntry {
                        name,
                        relation,
                        visibility,
                    });
                }
                bound(self.sheets.len() as u64, SHEETS, Bound::Sheets)?;
            }
            _ => {}
        }
        Ok(())
    }
}

/// The table of strings.
struct Strings<'a> {
    limits: &'a Limits,
    list: Vec<EcoString>,
    /// The strings that have several fonts, by number: as they stand, and from which letter on which font.
    runs: HashMap<usize, (String, Vec<(u16, u16)>)>,
}

impl Strings<'_> {
    fn take(&mut self, kind: u16, data: &[u8]) -> Result<(), FileFact> {
        if kind != 0x0013 {
            return Ok(());
        }
        let text = data.get(1..).and_then(wide_text);
        let (text, rest) = text.ok_or_else(|| FileFact::Damaged("a string is cut short".into()))?;
        self.list.push(clean(&text));
        if data.first().is_some_and(|flags| flags & 1 == 1) {
            let runs = rest.get(4..).unwrap_or_default().as_chunks::<4>().0.iter();
            let count = u32_at(rest, 0).and_then(|count| usize::try_from(count).ok());
            let runs = runs.take(count.unwrap_or(0));
            let runs = runs.filter_map(|run| Some((u16_at(run, 0)?, u16_at(run, 2)?)));
            let index = self.list.len().saturating_sub(1);
            self.runs.insert(index, (text, runs.collect()));
        }
        let count = self.list.len() as u64;
        if count > self.limits.cells {
            return Err(self.limits.reached(Limit::Cells, count));
        }
        Ok(())
    }
}

/// How each cell format shows numbers, and how it writes letters.
#[derive(Debug, Default)]
struct Styles {
    formats: HashMap<u16, Arc<Format>>,
    manners: Vec<Manner>,
    inside: bool,
    styles: Vec<Style>,
}

/// What a cell format says.
#[derive(Debug, Clone)]
struct Style {
    format: Arc<Format>,
    manner: Manner,
}

impl Styles {
    fn take(&mut self, kind: u16, data: &[u8]) -> Result<(), FileFact> {
        match kind {
            0x002c => {
                let text = data.get(2..).and_then(wide_text);
                if let (Some(id), Some((text, _))) = (u16_at(data, 0), text) {
                    self.formats.insert(id, Format::of_text(&text).into());
                }
            }
            0x002b => {
                let flags = u16_at(data, 2).unwrap_or(0);
                self.manners.push(match u16_at(data, 6) {
                    _ if flags & 0x08 != 0 => Manner::Struck,
                    Some(1 | 2) => Manner::Raised,
                    _ => Manner::Plain,
                });
                more_styles(self.manners.len())?;
            }
            // Of the cells, not of the named styles.
            0x0269 => self.inside = true,
            0x026a => self.inside = false,
            0x002f if self.inside => {
                let id = u16_at(data, 2).unwrap_or(0);
                let format = self.formats.entry(id);
                let format = format.or_insert_with(|| Format::of_id(u32::from(id)).into());
                let font = u16_at(data, 4).map(usize::from);
                let manner = font.and_then(|font| self.manners.get(font)).copied();
                self.styles.push(Style {
                    format: format.clone(),
                    manner: manner.unwrap_or_default(),
                });
                more_styles(self.styles.len())?;
            }
            _ => {}
        }
        Ok(())
    }
}

impl Styles {
    /// The letters of a string by the fonts of its runs.
    fn manners_of(&self, own: Manner, text: &str, runs: &[(u16, u16)]) -> Runs {
        let mut manner = own;
        let mut next = runs.iter().peekable();
        let mut at = 0_usize;
        let mut read = Runs::default();
        for letter in text.chars() {
            while let Some((_, font)) = next.next_if(|(start, _)| usize::from(*start) <= at) {
                let font = self.manners.get(usize::from(*font));
                manner = font.copied().unwrap_or_default();
            }
            read.push(manner, letter.encode_utf8(&mut [0; 4]));
            at = at.saturating_add(letter.len_utf16());
        }
        read
    }
}

fn more_styles(count: usize) -> Result<(), FileFact> {
    bound(count as u64, STYLES, Bound::Styles)
}

/// Reads one sheet.
struct SheetReader<'a> {
    strings: &'a Strings<'a>,
    styles: &'a Styles,
    is_1904: bool,
    /// The cell at hand; a short cell stands right of it.
    at: CellRef,
    /// Whether the end of the cells was seen.
    ended: bool,
    builder: Builder,
}

impl SheetReader<'_> {
    fn take(&mut self, kind: u16, data: &[u8], budget: &mut Budget<'_>) -> Result<(), FileFact> {
        match kind {
            0x0000 => return self.row(data),
            0x0092 => self.ended = true,
            0x003c => self.hidden_cols(data),
            0x00b0 => self.merge(data),
            1..=11 | 0x003e => {
                self.at.col = u32_at(data, 0).ok_or_else(cut)?;
                let value = data.get(8..).ok_or_else(cut)?;
                return self.cell(kind, u32_at(data, 4).ok_or_else(cut)?, value, budget);
            }
            12..=18 => {
                self.at.col = self.at.col.wrapping_add(1);
                let value = data.get(4..).ok_or_else(cut)?;
                return self.cell(kind - 11, u32_at(data, 0).ok_or_else(cut)?, value, budget);
            }
            _ => {}
        }
        Ok(())
    }

    fn row(&mut self, data: &[u8]) -> Result<(), FileFact> {
        let row = u32_at(data, 0).ok_or_else(cut)?;
        if row > LAST_ROW {
            let row = u64::from(row).saturating_add(1);
            return Err(FileFact::Damaged(format!("there can be no row {row}")));
        }
        // A short cell that begins a row stands in the first column.
        self.at = CellRef::new(row, u32::MAX);
        let flags = data.get(11).copied().unwrap_or(0);
        let no_height = u16_at(data, 8) == Some(0) && flags & 0x20 != 0;
        if flags & 0x10 != 0 || no_height {
            self.builder.grid_mut().hidden_rows.push(row);
        }
        Ok(())
    }

    fn cell(
        &mut self,
        kind: u16,
        style: u32,
        value: &[u8],
        budget: &mut Budget<'_>,
    ) -> Result<(), FileFact> {
        let style = usize::try_from(style & 0x00ff_ffff).unwrap_or(usize::MAX);
        let style = self.styles.styles.get(style);
        let mut seen = None;
        let mut number = |value: f64| match style {
            Some(style) => {
                let (content, noted) = style.format.apply(value, self.is_1904);
                seen = noted;
                content
            }
            None => Format::as_shown(Shown::Number).apply(value, false).0,
        };
        let mut runs = None;
        let text = |data: &[u8]| wide_text(data).map(|(text, _)| Content::Text(clean(&text)));
        let content = match kind {
            2 => u32_at(value, 0).map(|packed| number(packed_number(packed))),
            3 | 11 => value
                .first()
                .map(|code| Content::Error(error_name(*code).into())),
            4 | 10 => value.first().map(|value| Content::Bool(*value != 0)),
            5 | 9 => f64_at(value, 0).map(&mut number),
            6 | 8 => text(value),
            0x003e => value.get(1..).and_then(text),
            7 => {
                let index = u32_at(value, 0).and_then(|index| usize::try_from(index).ok());
                runs = index.and_then(|index| self.strings.runs.get(&index));
                let text = index.and_then(|index| self.strings.list.get(index));
                text.map(|text| Content::Text(text.clone()))
            }
            _ => return Ok(()),
        };
        let content = content
            .ok_or_else(|| FileFact::Damaged(format!("the cell {} is cut short", self.at)))?;
        if content == Content::Text("".into()) {
            return Ok(());
        }
        let manner = style.map_or(Manner::Plain, |style| style.manner);
        let mut content = content;
        if let Some((text, runs)) = runs {
            if let Some((left, known)) = self.styles.manners_of(manner, text, runs).read() {
                (content, seen) = (left, Some(known));
            }
        } else if manner == Manner::Struck {
            seen.get_or_insert_default().struck = true;
        }
        self.builder.note(self.at, seen);
        self.builder.push(self.at.row, self.at.col, content, budget)
    }

    fn hidden_cols(&mut self, data: &[u8]) {
        if let (Some(first), Some(last), Some(width), Some(flags)) = (
            u32_at(data, 0),
            u32_at(data, 4),
            u32_at(data, 8),
            u16_at(data, 16),
        ) && (flags & 1 == 1 || width == 0)
        {
            let hidden = &mut self.builder.grid_mut().hidden_cols;
            // Records that repeat what is known already would only fill the memory.
            if hidden.len() <= LAST_COL as usize {
                hidden.extend(first..=last.min(LAST_COL));
            }
        }
    }

    fn merge(&mut self, data: &[u8]) {
        let corner = |at| u32_at(data, at);
        if let (Some(top), Some(bottom), Some(left), Some(right)) =
            (corner(0), corner(4), corner(8), corner(12))
        {
            let last = CellRef::new(bottom.min(LAST_ROW), right.min(LAST_COL));
            let range = CellRange::new(CellRef::new(top.min(LAST_ROW), left.min(LAST_COL)), last);
            if range.first != range.last {
                self.builder.grid_mut().merges.push(range);
            }
        }
    }
}

fn cut() -> FileFact {
    FileFact::Damaged("a record of a sheet is cut short".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_told_apart() {
        assert_eq!(record(b"\x07\x02ab"), Some((7, &b"ab"[..], 4)));
        assert_eq!(record(b"\xe9\x04\x00x"), Some((0x269, &b""[..], 3)));
        assert_eq!(record(b"\x07\x82\x00ab"), Some((7, &b"ab"[..], 5)));
        assert_eq!(record(b"\x07\x03ab"), None);
        assert_eq!(record(b"\x07"), None);
        assert_eq!(record(b""), None);
        assert_eq!(record(b"\x07\xff\xff\xff\xffab"), None);
    }

    #[test]
    fn short_cells_stand_right_of_the_cell_before() {
        let limits = Limits::default();
        let mut budget = Budget::new(&limits, 1000);
        let strings = Strings {
            limits: &limits,
            list: vec!["STT".into(), "Nội dung".into()],
            runs: HashMap::new(),
        };
        let style = |shown| Style {
            format: Format::as_shown(shown).into(),
            manner: Manner::Plain,
        };
        let styles = Styles {
            styles: vec![style(Shown::Number), style(Shown::Date)],
            ..Styles::default()
        };
        let mut reader = SheetReader {
            strings: &strings,
            styles: &styles,
            is_1904: false,
            at: CellRef::new(0, 0),
            ended: false,
            builder: Builder::new(Grid::default()),
        };
        let number = |value: f64| value.to_le_bytes().to_vec();
        let words = |words: &[u32]| -> Vec<u8> {
            words.iter().flat_map(|word| word.to_le_bytes()).collect()
        };
        for (kind, data) in [
            (0, words(&[4, 0, 0x1000_0000])),
            (18, words(&[0, 0])),
            (7, words(&[3, 0, 1])),
            (12, words(&[0])),
            (16, [words(&[1]), number(43983.0)].concat()),
            (15, [words(&[0]), vec![1]].concat()),
            (14, [words(&[0]), vec![0x17]].concat()),
            (17, [words(&[0, 1]), b"a\0".to_vec()].concat()),
            (0xb0, words(&[4, 4, 0, 3])),
            (0x92, vec![]),
        ] {
            reader.take(kind, &data, &mut budget).unwrap();
        }
        assert!(reader.ended);
        let grid = reader.builder.finish(Twice::Refuse, &budget).unwrap();
        let cells: Vec<String> = grid.rows[0]
            .cells
            .iter()
            .map(|cell| format!("{} {:?}", CellRef::new(4, cell.col), cell.content))
            .collect();
        assert_eq!(
            cells,
            [
                "A5 Text(\"STT\")",
                "F5 Date(2020-06-01T00:00:00)",
                "G5 Bool(true)",
                "H5 Error(\"#REF!\")",
                "I5 Text(\"a\")",
            ]
        );
        assert_eq!(grid.merges[0].to_string(), "A5:D5");
        let covered: Vec<&Content> = grid.covered.iter().map(|cell| &cell.content).collect();
        assert_eq!(covered, [&Content::Text("Nội dung".into())]);
        assert_eq!(grid.hidden_rows, [4]);
    }
}
