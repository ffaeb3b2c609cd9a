//! From the cells of a recognised table to typed values, each with its place and raw text.

pub mod amount;
pub mod date;
pub mod fields;
mod money;
pub mod number;
pub mod quantity;
pub mod record;
mod said;
pub mod scale;
mod settle;
mod shape;
pub mod shown;
pub mod table;
mod text;
mod token;
pub mod value;
mod words;
