//! How sheets are laid out: headings, sections, rows that add up.

#[path = "../support/mod.rs"]
mod support;

mod headings;
mod look_alike;
mod parts;
mod rows;
mod sums;
