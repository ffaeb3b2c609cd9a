//! The statistics package, and the tables as JSON Lines.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may say so"
)]

#[path = "../support/mod.rs"]
mod support;

mod append;
mod check;
mod json_lines;
mod package;
mod parquet;
mod sdmx;
