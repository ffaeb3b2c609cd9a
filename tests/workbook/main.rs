//! What is written for people: the consolidated workbook, forms, reports.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may say so"
)]

#[path = "../support/mod.rs"]
mod support;

mod consolidated_forms;
mod forms;
mod formulas;
mod merged;
mod paper;
mod reports;
mod samples;
mod several_forms;
mod templates;
