//! The statistics package, and the tables as JSON Lines.

#[path = "../support/mod.rs"]
mod support;

mod append;
mod check;
mod json_lines;
mod package;
