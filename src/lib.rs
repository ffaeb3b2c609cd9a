//! Consolidates the forms that Vietnamese offices send in: reads the workbooks as they are, normalizes their tables,
//! checks them cell by cell, and writes tables and a consolidated workbook.
//!
//! Data flows one way: [`intake`] → [`book`] → [`layout`] → [`mod@record`] → [`rule`] → [`mod@write`] and [`report`].
//! After the bytes are in, no stage fails: it gives what it could, plus findings.

pub mod book;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod cmd;
mod csv_error;
pub mod finding;
pub mod fold;
pub mod intake;
pub mod lang;
pub mod layout;
pub mod letters;
pub mod place;
pub mod progress;
pub mod project;
pub mod proposal;
pub mod record;
pub mod register;
pub mod report;
pub mod round;
pub mod rule;
pub mod severity;
mod side_by_side;
pub mod template;
pub mod value;
pub mod write;
