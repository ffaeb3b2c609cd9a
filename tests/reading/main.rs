//! Reading files of every format, whole, broken and hostile ones.

#[path = "../support/mod.rs"]
mod support;

mod books;
mod encoding;
mod formats;
mod intake;
mod limits;
mod polluted;
mod two_readers;
