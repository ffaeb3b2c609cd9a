//! Reading files of every format, whole, broken and hostile ones.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may say so"
)]

#[path = "../support/mod.rs"]
mod support;

mod books;
mod encoding;
mod formats;
mod intake;
mod limits;
mod one_reader;
mod polluted;
mod two_readers;
