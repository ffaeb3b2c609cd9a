//! Values as the printed table shows them.

use crate::layout::words::roman_text;
use crate::normalize::value::{Interval, Precision, Value};

/// A figure that was not read, as typed, with the mark that the note below the table explains.
pub fn marked(raw: &str) -> String {
    if raw.is_empty() {
        "(*)".to_owned()
    } else {
        format!("{} (*)", raw.replace('\n', " "))
    }
}

/// What stands for an amount that is merged over several records and counts in another one.
pub const COUNTED: &str = "(**)";

/// A value as the printed table shows it.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => text.to_string(),
        Value::Code { name, .. } => name.to_string(),
        Value::Amount { dong, .. } => dong.to_string(),
        Value::Quantity { number, measure } => {
            let number = number
                .map(|number| number.normalize().to_string().replace('.', ","))
                .unwrap_or_default();
            format!("{number} {measure}").trim().to_owned()
        }
        Value::Interval(interval) => interval_text(interval),
    }
}

/// An interval as an office writes it: `tháng 6/2020`, `Quý II/2020`, `2016 - 2020`, `20/3/2009 - 30/6/2020`.
fn interval_text(interval: &Interval) -> String {
    let day =
        |day: jiff::civil::Date| format!("{:02}/{:02}/{}", day.day(), day.month(), day.year());
    let (start, end) = match (interval.start, interval.end) {
        (Some(start), Some(end)) => (start, end),
        (Some(start), None) => return format!("từ {}", day(start)),
        (None, Some(end)) => return format!("đến {}", day(end)),
        (None, None) => return String::new(),
    };
    let whole_years =
        start.month() == 1 && start.day() == 1 && end.month() == 12 && end.day() == 31;
    match interval.precision {
        Precision::Day => day(start),
        Precision::Month => format!("{:02}/{}", start.month(), start.year()),
        Precision::Quarter => {
            let quarter = u32::try_from((start.month() - 1) / 3 + 1).unwrap_or(1);
            format!("Quý {}/{}", roman_text(quarter), start.year())
        }
        Precision::Half => {
            let half = if start.month() <= 6 {
                "đầu"
            } else {
                "cuối"
            };
            format!("6 tháng {half} năm {}", start.year())
        }
        Precision::Year => format!("{}", start.year()),
        Precision::Range if whole_years && start.year() != end.year() => {
            format!("{} - {}", start.year(), end.year())
        }
        Precision::Range if start == end => day(start),
        Precision::Range => format!("{} - {}", day(start), day(end)),
    }
}
