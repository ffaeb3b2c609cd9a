//! Walks folders, tells submissions from what lies beside them, and gives every file its name.
//!
//! Names must not depend on how the paths were typed: everything is found by its canonical path,
//! and then named by the outermost folder that holds it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::sniff::{Kind, sniff};
use super::{COMPOUND_FILE, Intake, IntakeError, Origin, Other, Source, extension_of};
use crate::finding::FileFact;

/// A file that was found.
struct Found {
    /// Where it is.
    path: PathBuf,
    /// The parts of its name, innermost last.
    name: Vec<String>,
    /// Why it is no submission, if so.
    fact: Option<FileFact>,
}

/// Finds and names all files that the paths hold.
pub(super) fn take_in(paths: &[PathBuf], skip: &HashSet<PathBuf>) -> Result<Intake, IntakeError> {
    let mut folders = BTreeSet::new();
    let mut files = BTreeSet::new();
    for path in paths {
        let real = fs::canonicalize(path).map_err(|_| IntakeError::NoSuchPath(path.clone()))?;
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
        found: BTreeMap::new(),
        visited: HashSet::new(),
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
    for file in &files {
        let name = file.file_name().map(|name| name.to_string_lossy());
        let name = name.unwrap_or_default();
        if !is_left_out(&name) {
            walk.file(file, vec![nfc(&name)]);
        }
    }
    Ok(named(walk.found))
}

/// The state of a walk.
struct Walk<'a> {
    /// Canonical paths that are no submissions.
    skip: &'a HashSet<PathBuf>,
    /// What was found, by canonical path, so that nothing is found twice.
    found: BTreeMap<PathBuf, Found>,
    /// Canonical folders that were walked, so that a link to a folder above ends.
    visited: HashSet<PathBuf>,
}

impl Walk<'_> {
    /// Walks a folder, in the order of names.
    fn folder(&mut self, folder: &Path, name: &[String]) -> Result<(), String> {
        let real = fs::canonicalize(folder).map_err(|error| error.to_string())?;
        if !self.visited.insert(real) {
            return Ok(());
        }
        let entries = fs::read_dir(folder).map_err(|error| error.to_string())?;
        let mut paths = Vec::new();
        for entry in entries {
            paths.push(entry.map_err(|error| error.to_string())?.path());
        }
        paths.sort();
        for path in paths {
            let Some(last) = path.file_name().map(|name| name.to_string_lossy()) else {
                continue;
            };
            if is_hidden(&path, &last) || is_left_out(&last) {
                continue;
            }
            let mut name = name.to_vec();
            name.push(nfc(&last));
            if path.is_dir() {
                if let Err(words) = self.folder(&path, &name) {
                    self.keep(path, name, Some(FileFact::Unreadable(words)));
                }
            } else {
                self.file(&path, name);
            }
        }
        Ok(())
    }

    /// Takes a file in, unless it was or is to be skipped.
    fn file(&mut self, path: &Path, name: Vec<String>) {
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        if !self.skip.contains(&real) && !self.found.contains_key(&real) {
            let fact = why_not_read(&real);
            self.keep(real, name, fact);
        }
    }

    fn keep(&mut self, path: PathBuf, name: Vec<String>, fact: Option<FileFact>) {
        self.found
            .entry(path.clone())
            .or_insert(Found { path, name, fact });
    }
}

/// Whether a file is of those that nobody sends: owner files, locks, notes of the system.
fn is_left_out(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with("~$")
        || (name.starts_with(".~lock.") && name.ends_with('#'))
        || lower.starts_with("readme")
        || lower.ends_with(".md")
        || ["desktop.ini", "thumbs.db", ".ds_store", "tonghop.toml"].contains(&lower.as_str())
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
    if extension == "zip" {
        return Some(FileFact::Unsupported("ZIP"));
    }
    let kind = match look(path, &extension) {
        Ok(kind) => kind,
        Err(error) => return Some(FileFact::Unreadable(error.to_string())),
    };
    if kind.is_spreadsheet() && (kind != Kind::Encrypted || extension.starts_with("xl")) {
        return None;
    }
    Some(FileFact::NotASpreadsheet(name_of(kind, &extension)))
}

/// What a file is. Only packages and containers are read whole: the rest tells by its head.
fn look(path: &Path, extension: &str) -> std::io::Result<Kind> {
    /// No workbook that an office sends is larger; a film is.
    const WHOLE: u64 = 512 << 20;
    let mut file = fs::File::open(path)?;
    let mut head = Vec::new();
    file.by_ref().take(8192).read_to_end(&mut head)?;
    let whole = head.starts_with(b"PK\x03\x04") || head.starts_with(&COMPOUND_FILE);
    if whole && file.metadata()?.len() <= WHOLE {
        file.take(WHOLE).read_to_end(&mut head)?;
    }
    Ok(sniff(&head, extension))
}

/// What to call a file that is no spreadsheet: by its content, else by its extension.
fn name_of(kind: Kind, extension: &str) -> Option<&'static str> {
    match kind {
        Kind::Other(Some(name)) if !["OLE", "XML"].contains(&name) => Some(name),
        Kind::Html => Some("HTML"),
        _ => [
            "DOCX", "DOC", "PDF", "PPTX", "PPT", "PNG", "JPEG", "RTF", "ODT", "XML", "JSON", "MSG",
        ]
        .into_iter()
        .find(|name| name.eq_ignore_ascii_case(extension)),
    }
}

/// Gives every file its name; names that would be the same grow by the folders above.
fn named(found: BTreeMap<PathBuf, Found>) -> Intake {
    let mut found: Vec<Found> = found.into_values().collect();
    let mut depth = 0_usize;
    loop {
        let mut count: HashMap<String, usize> = HashMap::new();
        for file in &found {
            let count = count.entry(file.name.join("/")).or_default();
            *count = count.saturating_add(1);
        }
        let mut grown = false;
        for file in &mut found {
            if count
                .get(&file.name.join("/"))
                .is_some_and(|count| *count > 1)
            {
                grown |= grow(file);
            }
        }
        depth = depth.saturating_add(1);
        if !grown || depth > 64 {
            break;
        }
    }
    let mut taken = HashSet::new();
    let mut intake = Intake::default();
    // The order is that of canonical paths; so a number added below is always the same.
    for file in found {
        let name = distinct(&file.name.join("/"), &mut taken);
        match file.fact {
            Some(fact) => intake.others.push(Other { name, fact }),
            None => intake.sources.push(Source {
                name,
                extension: extension_of(&file.path),
                origin: Origin::Disk(file.path),
            }),
        }
    }
    intake.sources.sort_by(|a, b| a.name.cmp(&b.name));
    intake.others.sort_by(|a, b| a.name.cmp(&b.name));
    intake
}

/// Puts the next folder above before the name; `false` when there is none left.
fn grow(file: &mut Found) -> bool {
    let folders = file.path.components().rev().filter_map(|part| match part {
        Component::Normal(name) => Some(nfc(&name.to_string_lossy())),
        _ => None,
    });
    let next = folders.into_iter().nth(file.name.len());
    let grew = next.is_some();
    file.name.splice(0..0, next);
    grew
}

/// A name that no other has: two files may differ in nothing but how `é` is composed.
fn distinct(name: &str, taken: &mut HashSet<String>) -> Arc<str> {
    let mut candidate = name.to_owned();
    let mut number = 2_usize;
    while !taken.insert(candidate.clone()) {
        candidate = match name.rsplit_once('.') {
            Some((stem, extension)) => format!("{stem} ({number}).{extension}"),
            None => format!("{name} ({number})"),
        };
        number = number.saturating_add(1);
    }
    candidate.into()
}

/// Text in NFC.
fn nfc(text: &str) -> String {
    text.nfc().collect()
}
