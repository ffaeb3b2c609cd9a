//! How large the columns and rows of a sheet are, for the boxes of its notes.

use std::collections::BTreeMap;

/// How wide the columns are (in letters) and how high the rows (in points).
#[derive(Debug, Default)]
pub(super) struct Sizes {
    /// Of columns that state none.
    pub usual_width: Option<f64>,
    /// Of rows that state none.
    pub usual_height: Option<f64>,
    /// The columns that state a width.
    pub columns: Columns<f64>,
    /// The rows that state a height.
    pub rows: BTreeMap<u32, f64>,
}

/// What a sheet says of its columns, run by run.
#[derive(Debug, Default)]
pub(super) struct Columns<T> {
    /// First, last, what is said.
    runs: Vec<(u32, u32, T)>,
    /// Whether some run does not stand right of the one before it, as it ought to.
    in_disorder: bool,
}

impl<T> Columns<T> {
    /// Adds a run.
    pub fn push(&mut self, first: u32, last: u32, what: T) {
        let before = self.runs.last();
        self.in_disorder |= first > last || before.is_some_and(|(_, end, _)| *end >= first);
        self.runs.push((first, last, what));
    }

    /// What is said of a column; of several runs that hold it, by the first.
    pub fn at(&self, col: u32) -> Option<&T> {
        let holds = |run: &&(u32, u32, T)| (run.0..=run.1).contains(&col);
        let run = if self.in_disorder {
            self.runs.iter().find(holds)
        } else {
            let index = self.runs.partition_point(|(_, last, _)| *last < col);
            self.runs.get(index).filter(holds)
        };
        run.map(|(_, _, what)| what)
    }
}

impl Sizes {
    /// The column that ends at least so many pixels right of a column's left side, and how far into it that is.
    pub fn across(&self, from: u32, pixels: f64) -> (u32, u32) {
        let usual = self.usual_width.unwrap_or(8.43);
        reach(from, pixels, |col| {
            self.columns.at(col).copied().unwrap_or(usual) * 7.0 + 5.0
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
        let mut sizes = Sizes {
            rows: [(3, 30.0)].into(),
            ..Sizes::default()
        };
        sizes.columns.push(1, 1, 40.0);
        sizes.columns.push(2, 2, 0.0);
        assert_eq!(sizes.across(1, 285.0), (1, 285));
        assert_eq!(sizes.across(1, 300.0), (3, 10));
        assert_eq!(sizes.down(2, 50.0), (3, 30));
        assert_eq!(sizes.down(3, 1e9).1, 0);
    }

    #[test]
    fn of_runs_that_overlap_the_first_holds() {
        let mut columns = Columns::default();
        for (first, last, what) in [(0, 1, 'a'), (4, 9, 'b')] {
            columns.push(first, last, what);
        }
        let told = |columns: &Columns<char>| {
            (0..11)
                .map(|col| *columns.at(col).unwrap_or(&' '))
                .collect::<String>()
        };
        assert_eq!(told(&columns), "aa  bbbbbb ");
        columns.push(1, 4, 'c');
        assert_eq!(told(&columns), "aaccbbbbbb ");
    }
}
