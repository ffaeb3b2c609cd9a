//! How sheets are laid out: headings, sections, rows that add up.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may say so"
)]

#[path = "../support/mod.rs"]
mod support;

mod headings;
mod look_alike;
mod parts;
mod rows;
mod sums;
