//! What stands behind an error of the CSV writer.

use std::io;

/// The disk's or the pipe's own error behind one of the CSV writer, which hides what kind it is.
pub fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
