//! The id of a reporting period, made of its days.

use jiff::civil::Date;

/// The id: `2020-06` for what ends with June 2020, `2021-H1`, `2021-Q3`, `2021` for what is just that long.
pub(super) fn id(from: Option<Date>, to: Date) -> String {
    let (year, month) = (to.year(), to.month());
    if to != to.last_of_month() {
        return to.to_string();
    }
    let months = from
        .filter(|from| from.year() == year && *from == from.first_of_month())
        .map(|from| (from.month(), month));
    match months {
        Some((1, 12)) => format!("{year}"),
        Some((1, 6)) => format!("{year}-H1"),
        Some((7, 12)) => format!("{year}-H2"),
        Some((1, 3)) => format!("{year}-Q1"),
        Some((4, 6)) => format!("{year}-Q2"),
        Some((7, 9)) => format!("{year}-Q3"),
        Some((10, 12)) => format!("{year}-Q4"),
        _ => format!("{year}-{month:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_called_by_its_days() {
        for (from, to, id_of) in [
            ("2009-03-20", "2020-06-30", "2020-06"),
            ("2020-01-01", "2020-06-30", "2020-H1"),
            ("2020-07-01", "2020-12-31", "2020-H2"),
            ("2020-01-01", "2020-12-31", "2020"),
            ("2020-04-01", "2020-06-30", "2020-Q2"),
            ("2020-01-01", "2020-09-30", "2020-09"),
            ("", "2020-02-29", "2020-02"),
            ("", "2020-06-15", "2020-06-15"),
        ] {
            assert_eq!(id(from.parse().ok(), to.parse().unwrap()), id_of);
        }
    }
}
