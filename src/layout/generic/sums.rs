//! Rows of an unknown form whose figures are, column by column, the sums of rows right above or below them.
//!
//! ```text
//!   Europe             | 90      the sum of the two rows below
//!     Northern Europe  | 60
//!     Southern Europe  | 30
//!   Africa             | 10
//!   Total              | 100     the sum of Europe and Africa, its own parts left aside
//! ```
//!
//! Words are of a language, arithmetic is not: such a row adds up whatever it is called. Sums of sums are found once the
//! rows that they are made of are set aside.

use rust_decimal::Decimal;

/// The figures of a row in the columns of figures; `None` where there is none.
pub type Figures = Vec<Option<Decimal>>;

/// How many rows a sum is looked for among, on either side.
const REACH: usize = 48;

/// How many times sums of sums are looked for.
const DEPTH: usize = 4;

/// Whether each row is the sum of others.
#[must_use]
pub fn find(rows: &[Figures]) -> Vec<bool> {
    let mut sums = vec![false; rows.len()];
    let steps = steps(rows);
    // Rows that are no part of a sum that was found.
    let mut open: Vec<usize> = (0..rows.len())
        .filter(|index| {
            rows.get(*index)
                .is_some_and(|row| row.iter().any(Option::is_some))
        })
        .collect();
    for _ in 0..DEPTH {
        let mut parts = vec![false; rows.len()];
        let mut found = false;
        for (place, index) in open.iter().enumerate() {
            let Some(own) = rows.get(*index) else {
                continue;
            };
            let below = open.get(place + 1..).unwrap_or_default().iter();
            let above = open.get(..place).unwrap_or_default().iter().rev();
            let below: Vec<usize> = below.take(REACH).copied().collect();
            let above: Vec<usize> = above.take(REACH).copied().collect();
            for side in [&below, &above] {
                let taken = |index: &&usize| parts.get(**index) == Some(&true);
                let side: Vec<usize> = side
                    .iter()
                    .take_while(|index| !taken(index))
                    .copied()
                    .collect();
                let Some(count) = adds_up(own, &side, rows, &steps) else {
                    continue;
                };
                found |= sums.get(*index) == Some(&false);
                if let Some(sum) = sums.get_mut(*index) {
                    *sum = true;
                }
                for part in side.iter().take(count) {
                    if let Some(part) = parts.get_mut(*part) {
                        *part = true;
                    }
                }
                break;
            }
        }
        open.retain(|index| parts.get(*index) != Some(&true));
        if !found {
            break;
        }
    }
    sums
}

/// How many of the rows, the first ones, a row is the sum of; `None` where it is the sum of none.
fn adds_up(own: &Figures, rows: &[usize], all: &[Figures], steps: &[Decimal]) -> Option<usize> {
    let figures = own.iter().flatten().filter(|figure| !figure.is_zero());
    let (columns, largest) = figures.fold((0_usize, Decimal::ZERO), |(count, largest), figure| {
        (count + 1, largest.max(figure.abs()))
    });
    // In one column small figures are sums by chance.
    if columns == 0 || columns == 1 && largest < Decimal::from(20) {
        return None;
    }
    let mut sums: Vec<Decimal> = vec![Decimal::ZERO; own.len()];
    for (count, index) in rows.iter().enumerate() {
        let row = all.get(*index)?;
        for (sum, figure) in sums.iter_mut().zip(row) {
            *sum = sum.checked_add(figure.unwrap_or_default())?;
        }
        let many = count + 1;
        if many < 2 {
            continue;
        }
        let (mut exact, mut near) = (0_usize, true);
        for ((own, sum), step) in own.iter().zip(&sums).zip(steps) {
            let Some(own) = own else { continue };
            let off = (own - *sum).abs();
            exact += usize::from(off.is_zero() && !own.is_zero());
            // Each figure may have been rounded by half a step.
            let slack = *step * Decimal::from(many.min(9)) / Decimal::from(2);
            near &= off.is_zero()
                || columns > 2 && off <= slack && slack * Decimal::from(8) <= own.abs();
        }
        if near && (exact > 0 || columns > 3) {
            return Some(many);
        }
    }
    None
}

/// The step in which the figures of each column are given: one of the last place, or five where all are multiples of it.
fn steps(rows: &[Figures]) -> Vec<Decimal> {
    let width = rows.first().map_or(0, Vec::len);
    let step = |column: usize| {
        let figures = || {
            rows.iter()
                .filter_map(|row| row.get(column).copied().flatten())
        };
        let places = figures().map(|figure| figure.scale()).max().unwrap_or(0);
        let last = Decimal::new(1, places);
        let five = last * Decimal::from(5);
        let coarse = figures().all(|figure| (figure % five).is_zero());
        if coarse { five } else { last }
    };
    (0..width).map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[i64]]) -> Vec<Figures> {
        let row = |row: &&[i64]| {
            row.iter()
                .map(|figure| Some(Decimal::from(*figure)))
                .collect()
        };
        rows.iter().map(row).collect()
    }

    #[test]
    fn sums_stand_above_below_and_upon_each_other() {
        let table = rows(&[&[90, 9], &[60, 6], &[30, 3], &[10, 4], &[100, 13]]);
        assert_eq!(find(&table), [true, false, false, false, true]);
    }

    #[test]
    fn a_sum_in_one_column_alone_is_none() {
        let table = rows(&[&[60, 6], &[30, 3], &[90, 8]]);
        assert_eq!(find(&table), [false, false, false]);
    }
}
