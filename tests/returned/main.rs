//! Files sent back.

#[path = "../support/mod.rs"]
mod support;

mod letters;
mod marks;
mod round;
