//! From the rows of a recognised table to records: typed values, each with its place and raw text.

pub mod fields;
mod model;
pub mod table;
mod torn;

pub use model::{
    Field, Record, RowDoubt, Table, TableColumn, TableScale, TableSection, Total, TotalKind,
    Written, written,
};
pub use torn::Torn;
