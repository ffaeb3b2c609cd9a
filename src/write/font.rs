//! The font of the workbooks that we write, in which they also count the widths of columns.
//!
//! Programs measure columns in digits of a workbook's default font. Times New Roman stands on every machine of an office,
//! and programs elsewhere have one of the same measures; the usual default is missing where Excel is.

/// Its name.
pub const NAME: &str = "Times New Roman";
/// Its size in points.
pub const SIZE: f64 = 12.0;
/// The pixels of a row of it.
pub const ROW: u32 = 21;
/// The pixels of a column whose width nobody has set.
pub const COLUMN: u32 = 72;
