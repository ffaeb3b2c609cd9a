//! How large the columns and rows of a sheet are, for the boxes of its notes.

use std::collections::BTreeMap;

/// How wide the columns are (in letters) and how high the rows (in points).
#[derive(Debug, Default)]
pub(super) struct Sizes {
    /// Of columns that state none.
    pub usual_width: Option<f64>,
    /// Of rows that state none.
    pub usual_height: Option<f64>,
    /// First, last, width.
    pub columns: Vec<(u32, u32, f64)>,
    /// The rows that state a height.
    pub rows: BTreeMap<u32, f64>,
}

impl Sizes {
    /// The column that ends at least so many pixels right of a column's left side, and how far into it that is.
    pub fn across(&self, from: u32, pixels: f64) -> (u32, u32) {
        let usual = self.usual_width.unwrap_or(8.43);
        reach(from, pixels, |col| {
            let known = self
                .columns
                .iter()
                .find(|(first, last, _)| (*first..=*last).contains(&col));
            known.map_or(usual, |(_, _, width)| *width) * 7.0 + 5.0
        })
    }

    /// The row that ends at least so many pixels below a row's upper side, and how far into it that is.
    pub fn down(&self, from: u32, pixels: f64) -> (u32, u32) {
        let usual = self.usual_height.unwrap_or(15.0);
        reach(from, pixels, |row| {
            self.rows.get(&row).copied().unwrap_or(usual) * 4.0 / 3.0
        })
    }
}

/// Steps over columns or rows until so many pixels are reached.
fn reach(from: u32, pixels: f64, size: impl Fn(u32) -> f64) -> (u32, u32) {
    const MOST_STEPS: u32 = 200;
    let mut left = pixels;
    for step in 0..MOST_STEPS {
        let at = from.saturating_add(step);
        let size = size(at).clamp(0.0, 4000.0);
        if left <= size {
            // At most 4000 and not negative.
            return (at, left.max(0.0) as u32);
        }
        left -= size;
    }
    (from.saturating_add(MOST_STEPS), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_are_told_in_columns_and_rows() {
        let sizes = Sizes {
            columns: vec![(1, 1, 40.0), (2, 2, 0.0)],
            rows: [(3, 30.0)].into(),
            ..Sizes::default()
        };
        assert_eq!(sizes.across(1, 285.0), (1, 285));
        assert_eq!(sizes.across(1, 300.0), (3, 10));
        assert_eq!(sizes.down(2, 50.0), (3, 30));
        assert_eq!(sizes.down(3, 1e9).1, 0);
    }
}
