//! Folders whose names say of which rows the tables in them are (`period=2020-06`), as DuckDB, Polars, Spark, Trino and Hive
//! know them.

use crate::book::ours::in_reference;

/// The key of the programme.
pub const PROGRAMME: &str = "programme";
/// The key of the period.
pub const PERIOD: &str = "period";

/// What stands for a value that is missing.
const MISSING: &str = "__HIVE_DEFAULT_PARTITION__";

/// The name of a folder. Letters beyond ASCII, blanks and `/` are written as numbers, as programs that know such folders
/// have it.
#[must_use]
pub fn folder_name(key: &str, value: &str) -> String {
    match value {
        "" => format!("{key}={MISSING}"),
        value => format!("{key}={}", in_reference(value)),
    }
}
