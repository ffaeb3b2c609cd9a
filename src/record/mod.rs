//! From the rows of a recognised table to records: typed values, each with its place and raw text.

pub mod fields;
mod model;
mod proof;
pub mod table;
mod torn;

pub use model::{
    Field, Record, Table, TableColumn, TableScale, TableSection, Total, Written, written,
};
pub use torn::Torn;
