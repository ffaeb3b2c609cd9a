//! An interval as offices write it, on paper and on forms; read again it gives the same days.

use crate::lang::day;
use crate::layout::words::roman_text;
use crate::value::{Interval, Precision};

/// `20/03/2009`, `tháng 6/2020`, `quý II/2020`, `6 tháng đầu năm 2020`, `2020`, `2016-2020`, `từ 20/03/2009 đến 30/06/2020`.
#[must_use]
pub fn text(interval: &Interval) -> String {
    let (start, end) = match (interval.start, interval.end) {
        (Some(start), Some(end)) => (start, end),
        (Some(start), None) => return format!("từ {}", day(start)),
        (None, Some(end)) => return format!("đến {}", day(end)),
        (None, None) => return String::new(),
    };
    let whole_years = (start.month(), start.day(), end.month(), end.day()) == (1, 1, 12, 31);
    match interval.precision {
        Precision::Day if start == end => day(start),
        Precision::Month => format!("tháng {}/{}", start.month(), start.year()),
        Precision::Quarter => {
            let quarter = u32::try_from((start.month() - 1) / 3 + 1).unwrap_or(1);
            format!("quý {}/{}", roman_text(quarter), start.year())
        }
        Precision::Half => {
            let half = if start.month() <= 6 {
                "đầu"
            } else {
                "cuối"
            };
            format!("6 tháng {half} năm {}", start.year())
        }
        Precision::Year => start.year().to_string(),
        Precision::Range if whole_years && start.year() < end.year() => {
            format!("{}-{}", start.year(), end.year())
        }
        Precision::Range if start == end => day(start),
        Precision::Day | Precision::Range => format!("từ {} đến {}", day(start), day(end)),
    }
}
