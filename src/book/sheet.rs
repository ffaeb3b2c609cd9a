//! What one worksheet's XML holds that the real reader does not give: merged regions, hidden rows and
//! columns, formulas without a stored result, error values that are newer than the reader, letters that are raised or
//! struck out.
//!
//! References beyond the last cell of a sheet are refused here; the reader would wrap them
//! around to another cell.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::build::{LAST_COL, LAST_ROW, bound};
use super::comments::Comment;
use super::grid::Content;
use super::markup::{Attributes, Piece, attribute, digits, keeps_blanks, local, unescape};
use super::rich::RunsLook;
use super::seen::Runs;
use crate::intake::fact::{Bound, FileFact};
use crate::place::{CellRange, CellRef};

/// The most merged regions of a sheet; no office has a tenth of it.
const MERGES: u64 = 1_000_000;

/// Errors that the reader knows and hands on by itself.
pub(super) const KNOWN_ERRORS: [&[u8]; 7] = [
    b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!",
];

/// What was seen of a worksheet.
#[derive(Debug, Default)]
pub(crate) struct SheetLook {
    /// Merged regions.
    pub(crate) merges: Vec<CellRange>,
    /// 0-based hidden rows, those of no height included.
    pub(crate) hidden_rows: Vec<u32>,
    /// First and last of runs of 0-based hidden columns; no more runs than there can be columns.
    hidden_runs: Vec<(u32, u32)>,
    /// Cells that the reader leaves out or gives up on.
    pub(crate) extra: Vec<(CellRef, Content)>,
    /// Formulas whose stored result is 0.
    pub(crate) zeros: Vec<CellRef>,
    /// Results of formulas that are text with blanks around it, which are not to be kept.
    pub(crate) padded: Vec<CellRef>,
    /// Cells whose string has raised or struck-out letters: its number in the table of strings.
    pub(crate) marked: Vec<(CellRef, u32)>,
    /// The comments on its cells, which another part holds.
    pub(crate) comments: Vec<Comment>,
    /// Cells with such a string of their own.
    pub(crate) inline: Vec<(CellRef, Runs)>,
    /// The table of strings.
    strings: Arc<StringsLook>,
    /// Whether it claims a size that is none.
    pub(crate) odd_dimension: bool,
    /// How many cells are filled, and how many bytes the strings of the table have that stand in cells.
    pub(crate) filled: u64,
    pub(crate) text: u64,
    /// 0-based row that a row without a number would be.
    next_row: u32,
    /// 0-based column that a cell without a reference would be.
    next_col: u32,
    cell: CellLook,
    inside: Inside,
}

/// What was seen of the table of strings.
#[derive(Debug, Default)]
pub(crate) struct StringsLook {
    /// The strings that have raised or struck-out letters.
    pub(crate) marked: BTreeSet<u32>,
    /// How many bytes each of them has.
    pub(crate) lengths: Vec<u32>,
}

/// What was seen of the cell at hand.
#[derive(Debug, Default)]
struct CellLook {
    at: Option<CellRef>,
    is_error: bool,
    is_text: bool,
    is_shared: bool,
    formula: bool,
    value: bool,
    /// Whether the value is 0.
    zero: bool,
    /// Whether the blanks around the value are to be kept, and whether there may be any.
    kept: bool,
    padded: bool,
    error: Vec<u8>,
    /// The string of its own that is being read.
    inline: Option<Box<RunsLook>>,
}

/// The element whose text counts.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Inside {
    #[default]
    Other,
    Value,
}

impl SheetLook {
    /// Nothing seen yet but the table of strings.
    pub(crate) fn new(strings: Arc<StringsLook>) -> Self {
        Self {
            strings,
            ..Self::default()
        }
    }

    /// Takes the next piece of the sheet's XML.
    pub(crate) fn take(&mut self, piece: Piece<'_>) -> Result<(), FileFact> {
        if let Some(inline) = &mut self.cell.inline {
            inline.take(piece);
        }
        match piece {
            Piece::Open {
                name,
                attributes,
                empty,
            } => match local(name) {
                b"c" => self.open_cell(attributes, empty)?,
                b"v" => {
                    // A text result may be the empty text.
                    self.cell.value |= self.cell.is_text;
                    self.cell.kept = self.cell.is_text && keeps_blanks(attributes);
                    self.inside = if empty { Inside::Other } else { Inside::Value };
                }
                b"f" => self.cell.formula = true,
                b"is" => {
                    self.cell.value = true;
                    self.cell.inline = (!empty).then(Box::default);
                }
                b"row" => self.open_row(attributes, empty)?,
                b"col" => self.column(attributes),
                b"mergeCell" => self.merge(attributes)?,
                b"dimension" => self.odd_dimension |= !is_dimension(attributes),
                _ => {}
            },
            Piece::Close { name } => match local(name) {
                b"c" => self.close_cell(),
                b"v" => self.inside = Inside::Other,
                b"row" => self.next_row = self.next_row.saturating_add(1),
                _ => {}
            },
            Piece::Text(text) | Piece::CData(text) if self.inside == Inside::Value => {
                self.cell.value = true;
                if self.cell.is_text && !self.cell.kept {
                    let is_blank = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
                    self.cell.padded |= is_blank(text.first())
                        || is_blank(text.last())
                        || memchr::memmem::find(text, b"&#").is_some();
                }
                if self.cell.is_error && self.cell.error.len() < 64 {
                    self.cell.error.extend_from_slice(text);
                }
                self.cell.zero = self.cell.formula && text == b"0";
                if self.cell.is_shared
                    && let Some(string) = digits(text.trim_ascii())
                {
                    let length = self.strings.lengths.get(string as usize);
                    self.text = self
                        .text
                        .saturating_add(length.map_or(0, |length| u64::from(*length)));
                    if !self.strings.marked.is_empty() && self.strings.marked.contains(&string) {
                        self.marked.extend(self.cell.at.zip(Some(string)));
                    }
                }
                // The reader takes what is no number for the first string of the table.
                if self.cell.is_shared && !text.trim_ascii().iter().all(u8::is_ascii_digit) {
                    return Err(no_such("string", text));
                }
            }
            Piece::Text(_) | Piece::CData(_) => {}
        }
        Ok(())
    }

    fn open_row(&mut self, attributes: &[u8], empty: bool) -> Result<(), FileFact> {
        let mut hidden = false;
        for (name, value) in Attributes(attributes) {
            match name {
                b"r" => {
                    let row = digits(value).and_then(|row| row.checked_sub(1));
                    self.next_row = match row {
                        Some(row) if row <= LAST_ROW => row,
                        _ => return Err(no_such("row", value)),
                    };
                }
                b"hidden" => hidden |= is_true(value),
                b"ht" => hidden |= is_zero(value),
                _ => {}
            }
        }
        self.next_col = 0;
        if hidden {
            self.hidden_rows.push(self.next_row);
        }
        if empty {
            self.next_row = self.next_row.saturating_add(1);
        }
        Ok(())
    }

    fn open_cell(&mut self, attributes: &[u8], empty: bool) -> Result<(), FileFact> {
        let mut at = CellRef::new(self.next_row, self.next_col);
        let mut kind: &[u8] = b"";
        for (name, value) in Attributes(attributes) {
            match name {
                b"r" => at = reference(value).ok_or_else(|| no_such("cell", value))?,
                b"t" => kind = value,
                _ => {}
            }
        }
        self.next_col = at.col.saturating_add(1);
        self.cell = CellLook {
            at: (!empty).then_some(at),
            is_error: kind == b"e",
            is_text: kind == b"str",
            is_shared: kind == b"s",
            ..CellLook::default()
        };
        self.inside = Inside::Other;
        Ok(())
    }

    fn close_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        let Some(at) = cell.at else {
            return;
        };
        if let Some(runs) = cell.inline.and_then(|inline| inline.finish()) {
            self.inline.push((at, runs));
        }
        self.filled = self
            .filled
            .saturating_add(u64::from(cell.value || cell.formula));
        if cell.padded {
            self.padded.push(at);
        }
        if cell.zero && !cell.is_text && !cell.is_error {
            self.zeros.push(at);
        }
        if cell.formula && !cell.value {
            self.extra.push((at, Content::NoResult));
        } else if cell.is_error && cell.value && !KNOWN_ERRORS.contains(&cell.error.as_slice()) {
            let error = Content::Error(unescape(&cell.error).into());
            self.extra.push((at, error));
        }
    }

    fn column(&mut self, attributes: &[u8]) {
        let hidden = attribute(attributes, b"hidden").is_some_and(is_true)
            || attribute(attributes, b"width").is_some_and(is_zero);
        let number = |name| attribute(attributes, name).and_then(digits)?.checked_sub(1);
        if let (true, Some(first), Some(last)) = (hidden, number(b"min"), number(b"max"))
            && self.hidden_runs.len() <= LAST_COL as usize
        {
            self.hidden_runs.push((first, last.min(LAST_COL)));
        }
    }

    /// 0-based hidden columns, ascending.
    pub(crate) fn hidden_cols(&self) -> Vec<u32> {
        let mut runs = self.hidden_runs.clone();
        runs.sort_unstable();
        let mut cols = Vec::new();
        let mut next = 0;
        for (first, last) in runs {
            cols.extend(first.max(next)..=last);
            next = next.max(last.saturating_add(1));
        }
        cols
    }

    fn merge(&mut self, attributes: &[u8]) -> Result<(), FileFact> {
        let Some(text) = attribute(attributes, b"ref") else {
            return Ok(());
        };
        let range = range(text).ok_or_else(|| no_such("region", text))?;
        if range.first != range.last {
            self.merges.push(range);
        }
        bound(self.merges.len() as u64, MERGES, Bound::Merges)
    }
}

/// Whether a claim of size is one that the reader of cells understands: a cell, or a region from its first cell to its last.
fn is_dimension(attributes: &[u8]) -> bool {
    let text = attribute(attributes, b"ref").unwrap_or_default();
    if text.iter().any(u8::is_ascii_whitespace) {
        return false;
    }
    let mut corners = text.split(|byte| *byte == b':').map(reference);
    match (corners.next(), corners.next(), corners.next()) {
        (Some(Some(_)), None, None) => true,
        (Some(Some(first)), Some(Some(last)), None) => {
            first.row <= last.row && first.col <= last.col
        }
        _ => false,
    }
}

fn no_such(what: &str, text: &[u8]) -> FileFact {
    let text = String::from_utf8_lossy(text.get(..40).unwrap_or(text));
    FileFact::Damaged(format!("there can be no {what} {text}"))
}

/// Whether an attribute says yes.
pub(super) fn is_true(value: &[u8]) -> bool {
    matches!(value, b"1" | b"true")
}

/// Whether a height or a width is nothing, whatever its unit: `0`, `0.0`, `0cm`. What has none is hidden.
pub(crate) fn is_zero(size: &[u8]) -> bool {
    let figure = size.trim_ascii_end();
    let figure = figure
        .iter()
        .rposition(|byte| !byte.is_ascii_alphabetic())
        .map_or(&[][..], |last| figure.get(..=last).unwrap_or_default());
    figure.contains(&b'0') && figure.iter().all(|byte| matches!(byte, b'0' | b'.'))
}

/// A cell by its name (`AB12`), `None` when there can be none of that name.
pub(crate) fn reference(text: &[u8]) -> Option<CellRef> {
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic());
    let length = letters.count();
    let (letters, number) = text.split_at_checked(length)?;
    if letters.is_empty() || length > 3 {
        return None;
    }
    let col = letters.iter().fold(0_u32, |col, letter| {
        let letter = u32::from(letter.to_ascii_uppercase().saturating_sub(b'A'));
        col.saturating_mul(26)
            .saturating_add(letter)
            .saturating_add(1)
    });
    let row = digits(number)?.checked_sub(1)?;
    let col = col.checked_sub(1)?;
    (row <= LAST_ROW && col <= LAST_COL).then_some(CellRef::new(row, col))
}

/// A region by its name (`A1:B2`, or one cell).
pub(crate) fn range(text: &[u8]) -> Option<CellRange> {
    match memchr::memchr(b':', text) {
        None => reference(text).map(CellRange::from),
        Some(at) => {
            let (first, last) = text.split_at_checked(at)?;
            Some(CellRange::new(
                reference(first)?,
                reference(last.get(1..)?)?,
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::markup::Scanner;

    fn look(xml: &str) -> Result<SheetLook, FileFact> {
        let mut sheet = SheetLook::default();
        Scanner::default().feed(xml.as_bytes(), |piece| sheet.take(piece))?;
        Ok(sheet)
    }

    #[test]
    fn formulas_without_a_result_are_noticed() {
        let sheet = look(
            "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData>\
             <row r=\"2\"><c r=\"A2\"><f>1+1</f></c><c r=\"B2\"><f>1+1</f><v></v></c>\
             <c r=\"C2\"><f>1+1</f><v/></c><c r=\"D2\"><f>1+1</f><v>2</v></c>\
             <c r=\"E2\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"F2\" t=\"str\"><f>A</f></c>\
             <c r=\"G2\" t=\"e\"><f>A</f><v>#REF!</v></c><c r=\"H2\" t=\"e\"><v>#SPILL!</v></c>\
             <c r=\"I2\" s=\"4\"/><c r=\"J2\"><v>7</v></c></row>\
             <row hidden=\"true\"><c><f>1</f></c><c/><c><f>2</f></c></row>\
             </sheetData><mergeCells><mergeCell ref=\"B1:A4\"/></mergeCells>",
        )
        .unwrap();
        let extra: Vec<String> = sheet
            .extra
            .iter()
            .map(|(at, content)| format!("{at} {content:?}"))
            .collect();
        assert_eq!(
            extra,
            [
                "A2 NoResult",
                "B2 NoResult",
                "C2 NoResult",
                "F2 NoResult",
                "H2 Error(\"#SPILL!\")",
                "A3 NoResult",
                "C3 NoResult",
            ]
        );
        assert_eq!(sheet.hidden_rows, [2]);
        assert_eq!(sheet.hidden_cols(), [1, 2]);
        assert_eq!(sheet.merges[0].to_string(), "A1:B4");
    }

    #[test]
    fn what_has_no_height_or_width_is_hidden() {
        let sheet = look(
            "<cols><col min=\"1\" max=\"1\" width=\"0.5\"/><col min=\"3\" max=\"4\" width=\"0\" customWidth=\"1\"/></cols>\
             <sheetData><row r=\"1\" ht=\"15.75\"><c><v>1</v></c></row><row r=\"2\" ht=\"0.0\" customHeight=\"1\"><c><v>2</v></c></row>\
             <row r=\"3\" customHeight=\"1\"><c><v>3</v></c></row></sheetData>",
        )
        .unwrap();
        assert_eq!(sheet.hidden_rows, [1]);
        assert_eq!(sheet.hidden_cols(), [2, 3]);
    }

    #[test]
    fn references_beyond_the_sheet_are_refused() {
        for xml in [
            "<c r=\"A1\" t=\"s\"><v>-1</v>",
            "<row r=\"1048577\">",
            "<row r=\"4294967295\">",
            "<row r=\"0\">",
            "<row r=\"99999999999999999999\">",
            "<c r=\"XFE1\">",
            "<c r=\"A1048577\">",
            "<c r=\"AAAA1\">",
            "<c r=\"1\">",
            "<mergeCell ref=\"A1:A0\"/>",
        ] {
            assert!(matches!(look(xml), Err(FileFact::Damaged(_))), "{xml}");
        }
        assert!(look("<row r=\"1048576\"><c r=\"XFD1048576\">").is_ok());
    }
}
