//! The register built in: provinces since 2006 and the offices that a province usually has, each with the days on which it
//! exists.
//!
//! It knows names, and is what `init` writes a project's list from. It puts no office on a round: what is due, missing or
//! counted is told by the project's own list alone.

mod known;
mod offices;
mod provinces;

pub use known::{Fate, KnownAs};
pub use offices::{KnownOffice, offices_of, units_of};
pub use provinces::{KnownProvince, province_called, province_with_code, provinces};

pub(super) use known::{office_called, province_in};
pub(super) use provinces::REFORM;

use jiff::civil::Date;
use serde::de::DeserializeOwned;

/// The rows of a table that is part of the program: tabs between the cells, no quoting. A test reads every row.
fn rows<T: DeserializeOwned>(table: &str) -> Vec<T> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .quoting(false)
        .from_reader(table.as_bytes());
    reader.deserialize().filter_map(Result::ok).collect()
}

/// Whether a day lies between two, where they are given.
fn is_between(day: Date, from: Option<Date>, to: Option<Date>) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
}
