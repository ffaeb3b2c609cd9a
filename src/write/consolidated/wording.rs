//! Values as the printed table shows them.

use crate::lang::{self, Lang};
use crate::value::Value;
use crate::write::interval;

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

/// What stands for an amount that counts with another record of the same activity.
pub const ELSEWHERE: &str = "(***)";

/// A value as the printed table shows it.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Empty | Value::CountedAbove | Value::CountedElsewhere(_) => String::new(),
        Value::Text(text) => text.to_string(),
        Value::Code { name, .. } => name.to_string(),
        Value::Amount { dong, .. } => dong.to_string(),
        Value::Quantity { number, measure } => {
            let number = number
                .map(|number| number.normalize().to_string().replace('.', ","))
                .unwrap_or_default();
            format!("{number} {measure}").trim().to_owned()
        }
        Value::Number(number) => Lang::Vi.decimal(&number.normalize().to_string()),
        Value::Day(day) => lang::day(*day),
        Value::Interval(interval) => interval::text(interval),
    }
}
