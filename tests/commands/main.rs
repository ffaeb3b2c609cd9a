//! The commands as they are run, and what is written about them.

#[path = "../support/mod.rs"]
mod support;

mod commands;
mod docs;
mod dropped;
mod house;
mod inspect;
mod outputs;
mod readme;
mod shell;
mod template;
mod terminal;
