//! Outputs. They appear whole or not at all: written to a temporary file in the same folder, then renamed.

pub mod consolidated;
pub mod form;
pub mod interval;
pub mod letter;
pub mod lines;
pub mod package;
pub mod project;
pub mod reminder;
pub mod returned;
pub mod table;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Writes a file whole or not at all.
///
/// The old file, if there is one, is untouched until the new one is complete on the disk.
///
/// # Errors
/// When the folder cannot be written, the disk is full, or `fill` fails; nothing is left behind then.
pub fn file(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let ready = aside(path, fill)?;
    ready.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Several files that appear together: all are written aside first, then renamed one after the other.
///
/// # Errors
/// When one cannot be written; none of them appears then.
pub fn files<B: AsRef<[u8]>>(outputs: &[(PathBuf, B)]) -> io::Result<()> {
    let mut ready = Vec::new();
    for (path, bytes) in outputs {
        ready.push((aside(path, |out| out.write_all(bytes.as_ref()))?, path));
    }
    for (temporary, path) in ready {
        temporary.persist(path).map_err(|error| error.error)?;
    }
    Ok(())
}

/// Writes a file beside its place, complete and on the disk.
fn aside(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<NamedTempFile> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut temporary = tempfile::Builder::new()
        .prefix(".tonghop-")
        .suffix(".tmp")
        .tempfile_in(folder)?;
    let mut buffered = io::BufWriter::new(temporary.as_file_mut());
    fill(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    temporary.as_file().sync_all()?;
    keep_permissions(path, temporary.as_file());
    Ok(temporary)
}

/// A temporary file is private; the output gets the permissions of the file it replaces, or the usual ones.
#[cfg(unix)]
fn keep_permissions(path: &Path, temporary: &std::fs::File) {
    use std::os::unix::fs::PermissionsExt as _;
    let permissions = std::fs::metadata(path)
        .map(|old| old.permissions())
        .unwrap_or_else(|_| std::fs::Permissions::from_mode(0o644));
    // A file system without permissions is no reason to fail.
    let _ = temporary.set_permissions(permissions);
}

#[cfg(not(unix))]
fn keep_permissions(_: &Path, _: &std::fs::File) {}
