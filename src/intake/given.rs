//! Files whose bytes are given with their names, as a browser gives them: the same rules as on a disk.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::archive::Place;
use super::judge::{is_left_out, is_ours, judge};
use super::limits::Limits;
use super::naming::{Found, distinct, named, nfc};
use super::sniff::Kind;
use super::{Intake, Origin, extension_of, within};

/// Finds the files to be read among those given. The members of archives are files like any other, and the order in which
/// files are given changes nothing; two files of one name are told apart by a number.
#[must_use]
pub fn given(files: impl IntoIterator<Item = (String, Arc<[u8]>)>, limits: &Limits) -> Intake {
    let mut files: Vec<(String, Arc<[u8]>)> = files
        .into_iter()
        .map(|(name, bytes)| (nfc(&name), bytes))
        .filter(|(name, _)| !is_left_out(name))
        .collect();
    files.sort();
    files.dedup();
    let (mut taken, mut found) = (HashSet::new(), BTreeMap::new());
    let mut complete = false;
    for (name, bytes) in files {
        let name = distinct(&name, &mut taken);
        complete |= extension_of(Path::new(&*name)) == "zip";
        for (number, one) in of_file(&name, bytes, limits) {
            found.insert((one.path.clone(), number), one);
        }
    }
    Intake {
        complete,
        ..named(found)
    }
}

/// What a file gives: itself, what it holds, or nothing where it is ours.
fn of_file(name: &str, bytes: Arc<[u8]>, limits: &Limits) -> Vec<(usize, Found)> {
    let path = PathBuf::from(name);
    let extension = extension_of(&path);
    let parts = vec![name.to_owned()];
    if extension == "zip" {
        let place = Place::Memory(path, bytes);
        return within::found(place, &parts, &HashSet::new(), limits);
    }
    let why_not = match Kind::of_extension(&extension) {
        Some(_) => None,
        None => judge(&bytes, &extension),
    };
    let what = match why_not {
        Some(_) if is_ours(&bytes, &extension) => return Vec::new(),
        Some(fact) => Err(fact),
        None => Ok(Origin::Memory(bytes)),
    };
    let found = Found {
        path,
        name: parts,
        what,
    };
    vec![(0, found)]
}
