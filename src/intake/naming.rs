//! The names of the files that were found.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Component, PathBuf};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::{Intake, Origin, Other, Source, extension_of};
use crate::intake::fact::FileFact;

/// A file that was found.
pub(super) struct Found {
    /// Where it is; for a member of an archive as if that were a folder.
    pub(super) path: PathBuf,
    /// The parts of its name, innermost last.
    pub(super) name: Vec<String>,
    /// Where its bytes are, or why it is no submission.
    pub(super) what: Result<Origin, FileFact>,
}

/// Gives every file its name; names that would be the same grow by the folders above.
pub(super) fn named(found: BTreeMap<(PathBuf, usize), Found>) -> Intake {
    let mut found: Vec<Found> = found.into_values().collect();
    let mut depth = 0_usize;
    loop {
        // The path of the first file of a name, and whether a file at another path has the name too.
        let mut paths: HashMap<String, (String, bool)> = HashMap::new();
        for file in &found {
            let path = nfc(&file.path.to_string_lossy());
            match paths.entry(file.name.join("/")) {
                Entry::Occupied(mut first) => {
                    let (first, several) = first.get_mut();
                    *several |= *first != path;
                }
                Entry::Vacant(none) => {
                    none.insert((path, false));
                }
            }
        }
        let mut grown = false;
        for file in &mut found {
            // Folders above tell two members of one archive with one name as little as two spellings of a name.
            if paths
                .get(&file.name.join("/"))
                .is_some_and(|(_, several)| *several)
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
        match file.what {
            Err(fact) => intake.others.push(Other { name, fact }),
            Ok(origin) => intake.sources.push(Source {
                name,
                extension: extension_of(&file.path),
                origin,
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
pub(super) fn distinct(name: &str, taken: &mut HashSet<String>) -> Arc<str> {
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
pub(super) fn nfc(text: &str) -> String {
    text.nfc().collect()
}
