//! Text and numbers to typed values: figures, units of account, amounts, dates, quantities, and words that stand in
//! their place.
//!
//! Nothing here knows a table: what its column or caption says is given, and what a cell holds becomes a value with
//! what there is to say of it. `layout` and `record` ask here, so that a cell means the same wherever it is read.

pub mod amount;
pub mod beside;
pub mod date;
mod money;
pub mod number;
mod number_words;
mod numeral;
mod placeholder;
pub mod quantity;
pub mod scale;
pub mod shown;
mod text;
mod token;
mod typed;
pub mod withdrawn;

pub use typed::{Dong, Interval, Note, Precision, Qualifier, Remark, Unread, Value};
