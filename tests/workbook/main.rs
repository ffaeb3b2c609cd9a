//! What is written for people: the consolidated workbook, forms, reports.

#[path = "../support/mod.rs"]
mod support;

mod forms;
mod formulas;
mod merged;
mod reports;
mod samples;
mod templates;
