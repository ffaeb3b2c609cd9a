//! A round: who has sent, versions, the same activity twice, letters, a new project.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may say so"
)]

#[path = "../support/mod.rs"]
mod support;

mod chasing;
mod init;
mod offices;
mod twice;
mod versions;
mod whole;
