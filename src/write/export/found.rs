//! What lies where a package is to go.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::DESCRIPTOR;
use super::seal::Seal;
use crate::intake::our_package;

/// What lies in a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The files of a package of ours that are there as it describes them, and the descriptor.
    pub ours: Vec<PathBuf>,
    /// Those that were changed since they were written.
    pub changed: Vec<PathBuf>,
    /// All else.
    pub others: Vec<PathBuf>,
}

impl Found {
    /// Looks at a folder; where there is none, nothing lies in it. What the system keeps in folders of its own accord is
    /// not looked at.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn in_folder(folder: &Path) -> io::Result<Self> {
        let described = our_package::files_in(folder);
        let descriptor = folder.join(DESCRIPTOR);
        let hashes = described.iter().flatten();
        let hashes: HashMap<PathBuf, &str> = hashes
            .map(|file| (folder.join(&file.path), file.hash.as_str()))
            .collect();
        let paths = files_below(folder, hashes.keys().map(PathBuf::as_path))?;
        let mut found = Self::default();
        for path in paths {
            let is_descriptor = path == descriptor && described.is_some();
            let is_as_written = |hash: &str| {
                let bytes = fs::read(&path);
                bytes.is_ok_and(|bytes| Seal::of(&bytes).hash() == hash)
            };
            match hashes.get(&path) {
                _ if is_descriptor => found.ours.push(path),
                Some(hash) if is_as_written(hash) => found.ours.push(path),
                Some(_) => found.changed.push(path),
                None => found.others.push(path),
            }
        }
        Ok(found)
    }
}

/// The files in a folder, and those in the folders below it that some of these files stand in, in the order of their
/// paths; of any other folder only itself. What the system keeps in folders of its own accord is left out.
///
/// # Errors
/// When a folder cannot be read.
pub fn files_below<'f>(
    folder: &Path,
    files: impl Iterator<Item = &'f Path>,
) -> io::Result<Vec<PathBuf>> {
    let known: HashSet<&Path> = files.flat_map(|path| path.ancestors().skip(1)).collect();
    let mut paths = Vec::new();
    below(folder, &known, &mut paths)?;
    paths.sort();
    Ok(paths)
}

/// The files in a folder, and those in folders below it that are known; of any other only the folder itself.
fn below(folder: &Path, known: &HashSet<&Path>, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy().to_lowercase();
        let of_the_system = ["desktop.ini", "thumbs.db", ".ds_store"].contains(&name.as_str());
        // What a run that was killed has left, or one that goes on is writing.
        let beside = name.starts_with(".tonghop-") && name.ends_with(".tmp");
        if of_the_system || beside {
            continue;
        }
        let path = entry.path();
        if entry.file_type()?.is_dir() && known.contains(path.as_path()) {
            below(&path, known, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}
