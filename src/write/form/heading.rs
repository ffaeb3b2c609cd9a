//! The header of the form: headings merged over what they head, column numbers, ids.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::columns::{Column, Shows, depth};
use super::sheet::Parts;
use super::style::Styles;

/// Writes it.
pub fn write(parts: &Parts<'_>, out: &mut Worksheet) -> Result<(), XlsxError> {
    let (styles, rows, columns) = (parts.styles, parts.formulas.rows, parts.formulas.columns);
    let depth = depth(columns);
    let mut col = 0;
    while let Some(column) = columns.get(col) {
        column_heading(styles, columns, (col, column), (rows.header, depth), out)?;
        col += 1;
    }
    for level in 0..depth {
        let row = rows.header + u32::try_from(level).unwrap_or(0);
        out.set_row_height(row, height(columns, level, depth))?;
    }
    for (col, column) in (0_u16..).zip(columns) {
        out.write_string_with_format(rows.numbers, col, format!("({})", col + 1), &styles.number)?;
        out.write_string_with_format(rows.ids, col, &column.id, &styles.id)?;
    }
    out.set_row_height(rows.numbers, 14)?;
    out.set_row_height(rows.ids, 12)?;
    Ok(())
}

/// The headings of a column that none on its left has written: each reaches right over equal ones, the last one down.
fn column_heading(
    styles: &Styles,
    columns: &[Column],
    (col, column): (usize, &Column),
    (top, depth): (u32, usize),
    out: &mut Worksheet,
) -> Result<(), XlsxError> {
    for (level, text) in column.heading.iter().enumerate() {
        let leaf = level + 1 == column.heading.len();
        let path = column.heading.get(..=level);
        let same = |other: Option<&Column>| {
            !leaf
                && other.is_some_and(|other| {
                    other.heading.get(..=level) == path && other.heading.len() > level + 1
                })
        };
        if same(col.checked_sub(1).and_then(|left| columns.get(left))) {
            continue;
        }
        let width = columns
            .iter()
            .skip(col + 1)
            .take_while(|other| same(Some(other)))
            .count();
        let number = |number: usize| u32::try_from(number).unwrap_or(0);
        let first = top + number(level);
        let last = if leaf { top + number(depth) - 1 } else { first };
        let from = u16::try_from(col).unwrap_or(u16::MAX);
        let to = u16::try_from(col + width).unwrap_or(u16::MAX);
        let style = if column.kind.is_none() && column.shows == Shows::Size && leaf {
            &styles.header_own
        } else {
            &styles.header
        };
        if first < last || from < to {
            out.merge_range(first, from, last, to, text, style)?;
        } else {
            out.write_string_with_format(first, from, text, style)?;
        }
    }
    Ok(())
}

/// The height that the headings which end in a row need; those that reach down share it with the rows above.
fn height(columns: &[Column], level: usize, depth: usize) -> f64 {
    const LINE: f64 = 15.0;
    if level + 1 < depth {
        let taken = upper(columns, level).max().unwrap_or(1);
        return f64::from(taken) * LINE + 3.0;
    }
    let needed = |column: &Column| {
        let shared = depth.saturating_sub(column.heading.len());
        // Bold letters are wider than the plain ones that widths are counted in.
        let lines = lines(column.leaf(), column.width * 0.9);
        f64::from(lines) * LINE - f64::from(u32::try_from(shared).unwrap_or(0)) * LINE
    };
    columns.iter().map(needed).fold(LINE, f64::max) + 2.0
}

/// How many lines each of the headings takes that end in a row above the last.
fn upper(columns: &[Column], level: usize) -> impl Iterator<Item = u32> + '_ {
    let above = columns
        .iter()
        .filter(move |column| column.heading.len() > level + 1);
    above.filter_map(move |column| {
        let path = column.heading.get(..=level)?;
        let under = |other: &&Column| {
            other.heading.len() > level + 1 && other.heading.get(..=level) == Some(path)
        };
        let width: f64 = columns.iter().filter(under).map(|other| other.width).sum();
        Some(lines(path.last()?, width * 0.9))
    })
}

/// How many lines a text takes in a column, words kept whole.
pub fn lines(text: &str, width: f64) -> u32 {
    let mut lines = 1;
    let mut used = 0.0;
    for word in text.split_whitespace() {
        let length = f64::from(u32::try_from(word.chars().count()).unwrap_or(u32::MAX)) + 1.0;
        if used > 0.0 && used + length > width + 1.0 {
            lines += 1;
            used = 0.0;
        }
        used += length;
    }
    lines
}
