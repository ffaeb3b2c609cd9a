//! Walks folders on the disk.
//!
//! Names must not depend on how the paths were typed: everything is found by its canonical path,
//! and then named by the outermost folder that holds it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::archive::Place;
use super::judge::{HEAD, is_container, is_left_out, is_ours, judge};
use super::limits::Limits;
use super::naming::{Found, named, nfc};
use super::sniff::Kind;
use super::{
    Intake, IntakeError, Origin, RESULTS_FILE, RESULTS_MARK, extension_of, our_package, real,
    within,
};
use crate::intake::fact::FileFact;

/// Finds and names all files that the paths hold.
pub(super) fn take_in(
    paths: &[PathBuf],
    skip: &HashSet<PathBuf>,
    limits: &Limits,
) -> Result<Intake, IntakeError> {
    let mut folders = BTreeSet::new();
    let mut files = BTreeSet::new();
    for path in paths {
        let real = real(path).map_err(|_| IntakeError::NoSuchPath(path.clone()))?;
        if real.is_dir() {
            folders.insert(real);
        } else {
            files.insert(real);
        }
    }
    // A folder inside another one given is found with that.
    let outer: Vec<&PathBuf> = folders
        .iter()
        .filter(|folder| {
            folder
                .ancestors()
                .skip(1)
                .all(|above| !folders.contains(above))
        })
        .collect();
    let mut walk = Walk {
        skip,
        limits,
        found: BTreeMap::new(),
        ours: HashSet::new(),
        visited: HashSet::new(),
        any_archive: false,
    };
    for folder in &outer {
        let prefix = if outer.len() > 1 {
            folder
                .file_name()
                .map(|name| vec![nfc(&name.to_string_lossy())])
        } else {
            None
        };
        walk.folder(folder, &prefix.unwrap_or_default())
            .map_err(|words| IntakeError::UnreadableFolder(folder.to_path_buf(), words))?;
    }
    let mut complete = !folders.is_empty();
    walk.any_archive = false;
    for file in &files {
        let name = file.file_name().map(|name| name.to_string_lossy());
        let name = name.unwrap_or_default();
        if !is_left_out(&name) {
            walk.file(file, vec![nfc(&name)]);
        }
    }
    complete |= walk.any_archive;
    Ok(Intake {
        complete,
        ..named(walk.found)
    })
}

/// The state of a walk.
struct Walk<'a> {
    /// Canonical paths that are no submissions.
    skip: &'a HashSet<PathBuf>,
    /// What archives are held to.
    limits: &'a Limits,
    /// What was found, by canonical path (and number, in an archive), so that nothing is found twice.
    found: BTreeMap<(PathBuf, usize), Found>,
    /// Whether an archive was among the files.
    any_archive: bool,
    /// The files of packages of ours.
    ours: HashSet<PathBuf>,
    /// Canonical folders that were walked, so that a link to a folder above ends.
    visited: HashSet<PathBuf>,
}

impl Walk<'_> {
    /// Walks a folder, in the order of names.
    fn folder(&mut self, folder: &Path, name: &[String]) -> Result<(), String> {
        let real = real(folder).map_err(|error| error.to_string())?;
        if !self.visited.insert(real) || is_our_results(folder) {
            return Ok(());
        }
        let entries = fs::read_dir(folder).map_err(|error| error.to_string())?;
        let mut paths = Vec::new();
        for entry in entries {
            paths.push(entry.map_err(|error| error.to_string())?.path());
        }
        paths.sort();
        if let Some(files) = our_package::files_in(folder) {
            self.ours.extend(files_within(folder, &files));
        }
        for path in paths {
            let Some(last) = path.file_name().map(|name| name.to_string_lossy()) else {
                continue;
            };
            if is_hidden(&path, &last) || is_left_out(&last) {
                continue;
            }
            if self.ours.contains(&path) {
                continue;
            }
            let mut name = name.to_vec();
            name.push(nfc(&last));
            if path.is_dir() {
                if let Err(words) = self.folder(&path, &name) {
                    // What lies in it may be submissions.
                    let origin = Origin::Refused(Some(path.clone()), FileFact::Unreadable(words));
                    self.keep(path, 0, name, Ok(origin));
                }
            } else {
                self.file(&path, name);
            }
        }
        Ok(())
    }

    /// Takes a file in, unless it was or is to be skipped.
    fn file(&mut self, path: &Path, name: Vec<String>) {
        let real = real(path).unwrap_or_else(|_| path.to_path_buf());
        if self.skip.contains(&real) || self.found.contains_key(&(real.clone(), 0)) {
            return;
        }
        if extension_of(&real) == "zip" && real.is_file() {
            self.any_archive = true;
            for (number, found) in within::found(Place::Disk(real), &name, self.skip, self.limits) {
                let at = (found.path.clone(), number);
                self.found.entry(at).or_insert(found);
            }
            return;
        }
        let what = match why_not_read(&real) {
            Some(_) if is_ours_at(&real) => return,
            Some(fact) => Err(fact),
            None => Ok(Origin::Disk(real.clone())),
        };
        self.keep(real, 0, name, what);
    }

    fn keep(
        &mut self,
        path: PathBuf,
        number: usize,
        name: Vec<String>,
        what: Result<Origin, FileFact>,
    ) {
        self.found
            .entry((path.clone(), number))
            .or_insert(Found { path, name, what });
    }
}

/// The paths of the files of a package of ours, and of what describes them.
fn files_within<'f>(
    folder: &'f Path,
    files: &'f [our_package::Described],
) -> impl Iterator<Item = PathBuf> + 'f {
    let paths = files.iter().map(|file| file.path.as_str());
    let all = paths.chain([our_package::DESCRIPTOR]);
    all.map(|path| folder.join(path))
}

/// Whether the system hides a file.
fn is_hidden(path: &Path, name: &str) -> bool {
    name.starts_with('.') || has_hidden_attribute(path)
}

#[cfg(windows)]
fn has_hidden_attribute(path: &Path) -> bool {
    use std::os::windows::fs::MetadataExt as _;
    const HIDDEN: u32 = 2;
    fs::metadata(path).is_ok_and(|data| data.file_attributes() & HIDDEN != 0)
}

#[cfg(not(windows))]
fn has_hidden_attribute(_: &Path) -> bool {
    false
}

/// Whether a folder holds results of ours, by the file that says so.
fn is_our_results(folder: &Path) -> bool {
    let mut head = Vec::new();
    let file = fs::File::open(folder.join(RESULTS_FILE));
    let most = RESULTS_MARK.len() as u64 + 3;
    let read = file.and_then(|file| file.take(most).read_to_end(&mut head));
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    read.is_ok() && head.starts_with(RESULTS_MARK.as_bytes())
}

/// Whether a file is a report or the draft of a mail that we wrote.
fn is_ours_at(path: &Path) -> bool {
    let extension = extension_of(path);
    let may_be = ["json", "jsonl", "sarif", "eml"].contains(&extension.as_str());
    if !may_be || !path.is_file() {
        return false;
    }
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(4096).read_to_end(&mut head));
    read.is_ok() && is_ours(&head, &extension)
}

/// Why a file is no submission, `None` when it is to be read.
///
/// The extension of a spreadsheet is enough: what is wrong inside is told when it is read.
/// Any other file is looked into, for offices do rename.
fn why_not_read(path: &Path) -> Option<FileFact> {
    let extension = extension_of(path);
    if !path.is_file() {
        // A link to nothing, a pipe, a device: opening those may never end.
        let broken_link = fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink());
        return match Kind::of_extension(&extension) {
            Some(_) if broken_link => None,
            _ => Some(FileFact::NotASpreadsheet(None)),
        };
    }
    if Kind::of_extension(&extension).is_some() {
        return None;
    }
    match look(path) {
        Ok(head) => judge(&head, &extension),
        Err(error) => Some(FileFact::Unreadable(error.to_string())),
    }
}

/// What a file begins with. Only packages and containers are read whole.
fn look(path: &Path) -> std::io::Result<Vec<u8>> {
    /// No workbook that an office sends under another name is larger; a film is.
    const WHOLE: u64 = 64 << 20;
    let mut file = fs::File::open(path)?;
    let mut head = Vec::new();
    file.by_ref().take(HEAD).read_to_end(&mut head)?;
    if is_container(&head) && file.metadata()?.len() <= WHOLE {
        file.take(WHOLE).read_to_end(&mut head)?;
    }
    Ok(head)
}
