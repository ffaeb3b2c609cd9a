//! The letters of ours that lie in a folder already, so that those which are no longer needed can go, and nothing of
//! anybody else is written over.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::book::ours::{LetterKind, LetterMark};

/// A letter in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// What it says of itself.
    pub mark: LetterMark,
}

/// No letter of ours is longer, but for what is enclosed, which comes last.
const LONGEST: u64 = 1 << 20;

/// The letters of a kind in a folder, in the order of their names; not those in folders below it, and none where there
/// is no folder.
///
/// # Errors
/// When the folder cannot be read.
pub fn found(folder: &Path, kind: LetterKind) -> io::Result<Vec<Found>> {
    let letter = |path: PathBuf| {
        let mark = mark_of(&path).filter(|mark| mark.kind == kind)?;
        Some(Found { path, mark })
    };
    Ok(files_in(folder)?.into_iter().filter_map(letter).collect())
}

/// The files in a folder, in the order of their names; links are none.
pub(in crate::write) fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

/// What a file says of itself when it is a letter of ours; `None` when it is anything else, or cannot be read.
#[must_use]
pub fn mark_of(path: &Path) -> Option<LetterMark> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    if !matches!(extension.as_str(), "txt" | "eml") {
        return None;
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).ok()?;
    file.take(LONGEST).read_to_end(&mut bytes).ok()?;
    if extension == "eml" {
        return LetterMark::of_mail(&bytes);
    }
    LetterMark::of_text(std::str::from_utf8(&bytes).ok()?)
}
