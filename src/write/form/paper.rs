//! The form on paper: A4, lying, over as many pages side by side as its columns need to be read.
//!
//! ```text
//! page 1: STT | Tên hoạt động | Lĩnh vực | … | Thời gian      page 2: STT | Kinh phí … | Ghi chú
//! ```
//!
//! The row numbers stand on every page. A heading over several columns is not torn apart. Letterhead, title and
//! signatures keep to the first page.

use super::columns::Column;

/// Pixels that text may fill across a page: 297 mm less 30 on the left and 15 on the right.
const ACROSS: f64 = (297.0 - 30.0 - 15.0) / 25.4 * 96.0;
/// Programs differ a little in what they make of a width.
const SAFE: f64 = 0.97;
/// Text is 12 points: at this scale it is 10 on paper.
const LEAST_SCALE: f64 = 10.0 / 12.0;
/// Nobody lays more pages beside each other.
const MOST_PAGES: usize = 4;
/// The columns that stand on every page: the row number, above and below which nothing stands.
pub const REPEATED: usize = 1;

/// How the columns are laid on pages.
#[derive(Debug, PartialEq)]
pub struct Pages {
    /// The first column of each page but the first.
    pub breaks: Vec<u32>,
    /// The scale in percent.
    pub scale: u16,
    /// The last column of the first page.
    pub first_ends: u16,
}

impl Pages {
    /// As few pages as can be read.
    pub fn of(columns: &[Column]) -> Self {
        let parts = parts(columns);
        let mut pages = side_by_side(&parts, 1, columns.len());
        for count in 2..=MOST_PAGES {
            if f64::from(pages.scale) >= LEAST_SCALE * 100.0 {
                break;
            }
            pages = side_by_side(&parts, count, columns.len());
        }
        pages
    }
}

/// Neighbours under one heading: the column that they begin with, and their pixels.
type Part = (usize, f64);

fn parts(columns: &[Column]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (col, column) in columns.iter().enumerate() {
        let left = col.checked_sub(1).and_then(|left| columns.get(left));
        let joined = left.is_some_and(|left| {
            column.heading.len() > 1 && left.heading.first() == column.heading.first()
        });
        match parts.last_mut() {
            Some((_, width)) if joined || col < REPEATED => *width += pixels(column),
            _ => parts.push((col, pixels(column))),
        }
    }
    parts
}

fn pixels(column: &Column) -> f64 {
    f64::from(width_in_pixels(column.width))
}

/// The pixels of a width in letters, seven each.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between nought and the width of a screen"
)]
pub fn width_in_pixels(letters: f64) -> u32 {
    (letters.clamp(0.0, 255.0) * 7.0 + 5.0) as u32
}

/// The parts on at most so many pages, the widest as narrow as can be.
fn side_by_side(parts: &[Part], count: usize, columns: usize) -> Pages {
    let repeated = parts.first().map_or(0.0, |(_, width)| *width);
    // The widest page is some run of parts: the least of these widths that is enough is right.
    let mut widths: Vec<f64> = Vec::new();
    for (place, _) in parts.iter().enumerate() {
        let mut width = if place == 0 { 0.0 } else { repeated };
        for (_, own) in parts.iter().skip(place) {
            width += own;
            widths.push(width);
        }
    }
    widths.sort_by(f64::total_cmp);
    let laid = widths
        .iter()
        .map(|width| (*width, breaks(parts, repeated, *width)));
    let found = laid
        .filter_map(|(width, breaks)| Some((width, breaks?)))
        .find(|(_, breaks)| breaks.len() < count);
    let (widest, breaks) = found.unwrap_or((ACROSS, Vec::new()));
    let first_ends = breaks.first().copied().unwrap_or(columns);
    let number = |col: usize| u32::try_from(col).unwrap_or(0);
    Pages {
        scale: percent(ACROSS * SAFE / widest.max(1.0)),
        first_ends: u16::try_from(first_ends.saturating_sub(1)).unwrap_or(u16::MAX),
        breaks: breaks.into_iter().map(number).collect(),
    }
}

/// The first column of each further page when none is wider; nothing where a part alone is.
fn breaks(parts: &[Part], repeated: f64, widest: f64) -> Option<Vec<usize>> {
    let mut breaks = Vec::new();
    let mut width = 0.0;
    for (col, own) in parts {
        if width > 0.0 && width + own > widest {
            breaks.push(*col);
            width = repeated;
        }
        width += own;
        if width > widest {
            return None;
        }
    }
    Some(breaks)
}

/// Whole percents, as programs scale.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between ten and a hundred"
)]
fn percent(scale: f64) -> u16 {
    (scale.clamp(0.1, 1.0) * 100.0).floor() as u16
}
