//! From the cells of a recognised table to typed values, each with its place and raw text.

pub mod number;
mod shape;
mod text;
pub mod value;
