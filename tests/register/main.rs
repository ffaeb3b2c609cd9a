//! Offices and sectors: lists, names, places, the register built in.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may say so"
)]

mod built_in;
mod files;
mod names;
mod places;
