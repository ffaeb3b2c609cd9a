//! Outputs, and what each of them holds. They appear whole or not at all (`outputs`).

pub mod consolidated;
pub mod export;
pub mod file_name;
pub mod folder;
pub mod font;
pub mod form;
pub mod interval;
pub mod letter;
pub mod line_ends;
pub mod lines;
pub mod outputs;
pub mod package;
pub mod project;
pub mod reminder;
pub mod returned;
pub mod table;

pub use outputs::{Outputs, Unwritten, abandon};

use std::io::{self, Write};
use std::path::Path;

/// Writes a file whole or not at all.
///
/// The old file, if there is one, is untouched until the new one is complete on the disk.
///
/// # Errors
/// When the folder cannot be written, the disk is full, or `fill` fails; nothing is left behind then.
pub fn file(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Unwritten> {
    let mut outputs = Outputs::default();
    outputs.add(path, fill)?;
    outputs.commit()
}
