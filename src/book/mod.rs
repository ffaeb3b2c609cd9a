//! Workbooks as grids of cells, whatever program and format they came from.

pub mod encoding;
pub mod grid;
