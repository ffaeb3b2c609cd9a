//! The row that numbers the columns: `(1) (2) (3)`.

use crate::book::grid::{Content, Row};
use crate::layout::is_filled;

/// Whether a row is the column-number row: `(1) (2) (3)`, `1 2 3`, `A B 1 2`, `(3)=(1)+(2)`.
///
/// Of every six cells one may be out of order: a number left out or given twice, `7=4+6` after `7`, a last `2…`.
pub fn is_number_row(row: &Row) -> bool {
    let mut before: Option<(u32, u32)> = None;
    let (mut count, mut odd) = (0, 0);
    for cell in row.cells.iter().filter(|cell| is_filled(cell)) {
        count += 1;
        let Some(number) = column_number(&cell.content) else {
            odd += 1;
            continue;
        };
        if let Some(number) = number {
            // A spacer column may have been counted or not.
            let follows = before.is_none_or(|(last, col)| {
                let step = number.checked_sub(last);
                step == Some(1) || step == cell.col.checked_sub(col)
            });
            odd += usize::from(!follows);
            before = Some((number, cell.col));
        }
    }
    count >= 3 && odd <= count / 6
}

/// The number of a column; `Some(None)` for a letter such as `A`; `None` when the cell is no column number.
fn column_number(content: &Content) -> Option<Option<u32>> {
    match content {
        Content::Number(number) if number.fract() == 0.0 && (1.0..=200.0).contains(number) => {
            Some(format!("{number}").parse().ok())
        }
        Content::Text(text) => {
            let head = text.split('=').next().unwrap_or(text);
            let head = head
                .trim()
                .trim_start_matches(['(', '['])
                .trim_end_matches([')', ']'])
                .trim();
            if let Ok(number) = head.parse::<u32>() {
                return (number <= 200).then_some(Some(number));
            }
            let mut chars = head.chars();
            match (chars.next(), chars.next()) {
                (Some('A'..='H'), None) => Some(None),
                _ => None,
            }
        }
        _ => None,
    }
}
