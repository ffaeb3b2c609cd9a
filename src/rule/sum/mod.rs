//! Rules about sums: declared totals, parts, row numbers, summaries.

mod numbers;
pub mod s201_total_differs;
pub mod s202_parts_differ;
pub mod s204_sequence_broken;
pub mod s205_parts_of_row_differ;
pub mod s206_summary_contradicts;
