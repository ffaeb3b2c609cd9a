//! The commands as they are run, and what is written about them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may say so"
)]

#[path = "../support/mod.rs"]
mod support;

mod commands;
mod docs;
mod dropped;
mod house;
mod inspect;
mod outputs;
mod proposals;
mod readme;
mod shell;
mod template;
mod template_check;
mod terminal;
