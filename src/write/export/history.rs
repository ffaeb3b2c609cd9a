//! A history: a folder of packages, one for each period (`period=2020-06`), so that one more touches no other, and programs
//! that know such folders read all of them as one table.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::DESCRIPTOR;
use super::found::Found;
use super::partition;
use super::proof::{Described, describe};

/// The name of a period's folder.
#[must_use]
pub fn folder_name(period: &str) -> String {
    partition::folder_name(partition::PERIOD, period)
}

/// Whether a folder is called as that of a period is.
fn is_of_period(name: &str) -> bool {
    let rest = name.strip_prefix(partition::PERIOD);
    rest.is_some_and(|rest| rest.starts_with('='))
}

/// A period of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The folder of its package.
    pub folder: PathBuf,
    /// What its package says of itself; `None` when it is none of ours.
    pub described: Option<Described>,
}

/// The periods of a history, in the order of their folders' names; none where there is no folder.
///
/// # Errors
/// When the folder cannot be read.
pub fn periods(history: &Path) -> io::Result<Vec<Period>> {
    let entries = match fs::read_dir(history) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut periods = Vec::new();
    for entry in entries {
        let entry = entry?;
        let is_period = is_of_period(&entry.file_name().to_string_lossy());
        if is_period && entry.file_type()?.is_dir() {
            let folder = entry.path();
            let described = describe(&folder);
            periods.push(Period { folder, described });
        }
    }
    periods.sort_by(|a, b| a.folder.cmp(&b.folder));
    Ok(periods)
}

/// Whether a package that stands there is the one with this descriptor, to the byte.
///
/// # Errors
/// When it cannot be read.
pub fn is_same(folder: &Path, descriptor: &[u8]) -> io::Result<bool> {
    let found = Found::in_folder(folder)?;
    let whole = found.changed.is_empty() && found.others.is_empty();
    Ok(whole && fs::read(folder.join(DESCRIPTOR))? == descriptor)
}
