//! The page of a rebuilt sheet: headings, frames, widths and heights, so that a clerk can read it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::cells::{Looks, write_cell};
use crate::book::grid::{Content, Grid};
use crate::book::seen::Seen;
use crate::place::{CellRange, CellRef};
use crate::round::Sheet;
use crate::value::shown;

/// The widest that a column is made, in letters.
const WIDEST: usize = 36;

/// Where a table stands: its header, its last row, its columns.
struct Frame {
    header: (u32, u32),
    last: u32,
    columns: (u32, u32),
}

impl Frame {
    fn all(sheet: &Sheet) -> Vec<Self> {
        let tables = sheet.tables.iter();
        tables
            .map(|table| {
                let records = table.records.last().map(|record| record.row);
                let totals = table.totals.last().map(|total| total.row);
                let columns = table.columns.iter().map(|column| column.col);
                let last = table.columns.last().map_or(0, |column| column.col);
                Self {
                    header: table.header,
                    last: records.max(totals).unwrap_or(table.header.1),
                    columns: (columns.min().unwrap_or(last), last),
                }
            })
            .collect()
    }

    fn is_head(&self, row: u32) -> bool {
        (self.header.0..=self.header.1).contains(&row)
    }

    fn holds(&self, row: u32) -> bool {
        (self.header.0..=self.last).contains(&row)
    }
}

/// Writes a sheet.
pub(super) fn write(sheet: &Sheet, grid: &Grid, page: &mut Worksheet) -> Result<(), XlsxError> {
    let base = Format::new()
        .set_font_name("Times New Roman")
        .set_font_size(12)
        .set_align(FormatAlign::VerticalCenter);
    let framed = base.clone().set_border(FormatBorder::Thin).set_text_wrap();
    let plain = Looks::of(&base);
    let wide = Looks::of(&base.clone().set_text_wrap());
    let body = Looks::of(&framed);
    let head = Looks::of(&framed.set_bold().set_align(FormatAlign::Center));
    let frames = Frame::all(sheet);
    let frame_at = |row: u32| frames.iter().find(|frame| frame.holds(row));
    let looks = |row: u32, is_merged: bool| match frame_at(row) {
        Some(frame) if frame.is_head(row) => &head,
        Some(_) => &body,
        None if is_merged => &wide,
        None => &plain,
    };
    empty_cells(&frames, grid, &body, page)?;
    let mut merged: BTreeSet<(u32, u32)> = BTreeSet::new();
    let end = last_cell(grid);
    for merge in &grid.merges {
        let (first, last) = (merge.first, within(*merge, end));
        let (Ok(from), Ok(to)) = (u16::try_from(first.col), u16::try_from(last.col)) else {
            continue;
        };
        let format = &looks(first.row, true).text;
        // Regions that overlap are some program's mistake; their cells are all there.
        if page
            .merge_range(first.row, from, last.row, to, "", format)
            .is_ok()
        {
            merged.insert((first.row, first.col));
        }
    }
    for row in &grid.rows {
        for cell in &row.cells {
            let Ok(col) = u16::try_from(cell.col) else {
                continue;
            };
            let looks = looks(row.row, merged.contains(&(row.row, cell.col)));
            let is_text_file = sheet.place.sheet.is_none();
            match grid.seen.get(&CellRef::new(row.row, cell.col)) {
                None => write_cell(page, row.row, col, &cell.content, looks, is_text_file)?,
                Some(seen) => {
                    let (content, looks) = as_seen(&cell.content, seen, looks);
                    write_cell(page, row.row, col, &content, &looks, is_text_file)?;
                }
            }
        }
    }
    sizes(grid, &frames, page)?;
    for row in &grid.hidden_rows {
        page.set_row_hidden(*row)?;
    }
    for col in &grid.hidden_cols {
        if let Ok(col) = u16::try_from(*col) {
            page.set_column_hidden(col)?;
        }
    }
    page.set_landscape();
    page.set_paper_size(9);
    page.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// A cell of which a person sees something else than it stores: written so that it is read again as it was.
fn as_seen<'c>(content: &'c Content, seen: &Seen, looks: &Looks) -> (Cow<'c, Content>, Looks) {
    let content = match (&seen.text, &seen.whole) {
        (Some(text), _) => Cow::Owned(Content::Text(text.as_ref().into())),
        // What is no clear figure must not become one.
        (None, Some(whole)) if seen.unclear => {
            Cow::Owned(Content::Text(format!("{whole} (?)").into()))
        }
        _ => Cow::Borrowed(content),
    };
    let mut base = looks.text.clone();
    if seen.struck {
        base = base.set_font_strikethrough();
    }
    let looks = match seen.hidden {
        true => Looks::hidden(&base),
        false => Looks::of(&base),
    };
    (content, looks)
}

/// The frame of a table goes around its empty cells too.
fn empty_cells(
    frames: &[Frame],
    grid: &Grid,
    body: &Looks,
    page: &mut Worksheet,
) -> Result<(), XlsxError> {
    let filled: BTreeSet<u32> = grid.rows.iter().map(|row| row.row).collect();
    for frame in frames {
        for row in filled.range(frame.header.0..=frame.last) {
            for col in frame.columns.0..=frame.columns.1 {
                if let Ok(col) = u16::try_from(col) {
                    page.write_blank(*row, col, &body.text)?;
                }
            }
        }
    }
    Ok(())
}

fn last_cell(grid: &Grid) -> CellRef {
    let cols = grid.rows.iter().filter_map(|row| row.cells.last());
    CellRef::new(
        grid.rows.last().map_or(0, |row| row.row),
        cols.map(|cell| cell.col).max().unwrap_or(0),
    )
}

/// The end of a merged region, each of whose cells is written; one that is huge ends with the last filled cell.
fn within(merge: CellRange, end: CellRef) -> CellRef {
    const HUGE: u64 = 20_000;
    if merge.area() <= HUGE {
        return merge.last;
    }
    let (first, last) = (merge.first, merge.last);
    CellRef::new(
        last.row.min(end.row.max(first.row)),
        last.col.min(end.col.max(first.col)),
    )
}

/// Widths by the longest words and texts of a table (lines above and below it say nothing of its columns), heights by
/// the lines that its texts then take.
fn sizes(grid: &Grid, frames: &[Frame], page: &mut Worksheet) -> Result<(), XlsxError> {
    let in_table = |row: u32| frames.iter().any(|frame| frame.holds(row));
    let is_head = |row: u32| frames.iter().any(|frame| frame.is_head(row));
    let is_merged = |at: CellRef| grid.merge_at(at).is_some();
    let mut widths: BTreeMap<u32, usize> = BTreeMap::new();
    let rows = || {
        let rows = grid.rows.iter();
        rows.filter(|row| frames.is_empty() || in_table(row.row))
    };
    for row in rows() {
        for cell in &row.cells {
            let text = shown::display(&cell.content);
            let words = text.split_whitespace().map(|word| word.chars().count());
            let word = words.max().unwrap_or(0);
            let wanted = match is_head(row.row) {
                true => word,
                false => word.max(text.chars().count().min(WIDEST)),
            };
            let width = widths.entry(cell.col).or_insert(6);
            *width = (*width).max(wanted.min(WIDEST));
        }
    }
    for (col, width) in &widths {
        if let (Ok(col), Ok(width)) = (u16::try_from(*col), u32::try_from(*width)) {
            page.set_column_width(col, f64::from(width) + 3.0)?;
        }
    }
    for row in rows().filter(|row| in_table(row.row)) {
        let lines = row.cells.iter().map(|cell| {
            if is_merged(CellRef::new(row.row, cell.col)) {
                return 1;
            }
            let width = widths.get(&cell.col).copied().unwrap_or(WIDEST).max(1);
            let text = shown::display(&cell.content);
            let lines = text
                .lines()
                .map(|line| line.chars().count().div_ceil(width).max(1));
            lines.sum::<usize>().max(1)
        });
        let lines = lines.max().unwrap_or(1).min(24);
        if lines > 1 {
            let height = u32::try_from(lines * 16 + 4).unwrap_or(20);
            page.set_row_height(row.row, f64::from(height))?;
        }
    }
    Ok(())
}
