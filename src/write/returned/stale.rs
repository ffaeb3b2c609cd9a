//! What earlier runs wrote into the folder of returned files and no office needs any more.
//!
//! A letter goes when its office, or the file it is about, is in the round and gets no letter now. A workbook goes with
//! its letter, or when it stands without one where a file of the round would come back. Each goes only as we wrote it, a
//! workbook also when the round has the same file: what somebody has saved since may hold the corrections. Nothing else is
//! touched, and only folders are looked at that files of the round come back in.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::names::{place, stems};
use super::seal::is_as_written;
use crate::book::ours::{LetterKind, in_reference};
use crate::round::{Round, Submission, hex};
use crate::write::letter::{files_in, found, scope};

/// What is to go, and what stays though its letter goes.
#[derive(Debug, Default)]
pub struct Stale {
    /// Letters and workbooks.
    pub gone: Vec<PathBuf>,
    /// Those that somebody has changed since they were written.
    pub changed: Vec<PathBuf>,
}

/// Finds what is to go from a folder into which these files are written now (paths below it, with `/`).
///
/// # Errors
/// When the folder cannot be read.
pub fn stale(round: &Round, folder: &Path, written: &[(String, Vec<u8>)]) -> io::Result<Stale> {
    let known = Known::of(round);
    let written: HashSet<PathBuf> = written
        .iter()
        .map(|(name, _)| below(folder, name))
        .collect();
    let mut stale = Stale::default();
    for place in &known.places {
        let folder = below(folder, place);
        let (mut over, mut needed) = (HashSet::new(), HashSet::new());
        for letter in found(&folder, LetterKind::Returned)? {
            if written.contains(&letter.path) {
                continue;
            }
            let codes = letter.mark.offices(known.scope.0, known.scope.1);
            let is_over = codes.is_some_and(|codes| {
                known.is_file(place, &letter.path) || known.are_offices(&codes)
            });
            let stem = letter.path.with_extension("");
            if is_over {
                over.insert(stem);
                stale.letter(letter.path);
            } else {
                needed.insert(stem);
            }
        }
        for path in files_in(&folder)? {
            // `so-yt.txt` goes with `so-yt.xlsx`, and so does `so-yt.xlsx.txt`.
            let is_with = |letters: &HashSet<PathBuf>| {
                letters.contains(&path.with_extension("")) || letters.contains(&path)
            };
            let with_letter = is_with(&over);
            if written.contains(&path)
                || !is_workbook(&path)
                || is_with(&needed)
                || !(with_letter || known.is_file(place, &path))
            {
                continue;
            }
            let Ok(bytes) = fs::read(&path) else {
                continue;
            };
            if is_as_written(&bytes) || with_letter && known.is_read(&bytes) {
                stale.gone.push(path);
            } else if with_letter {
                stale.changed.push(path);
            }
        }
    }
    stale.gone.sort();
    stale.changed.sort();
    Ok(stale)
}

impl Stale {
    /// Adds a letter that no office needs any more; one that cannot be read stays where it is.
    pub fn letter(&mut self, path: PathBuf) {
        match fs::read(&path) {
            Ok(bytes) if is_as_written(&bytes) => self.gone.push(path),
            Ok(_) => self.changed.push(path),
            Err(_) => {}
        }
    }
}

fn below(folder: &Path, name: &str) -> PathBuf {
    let steps = name.split('/').filter(|step| !step.is_empty());
    steps.fold(folder.to_owned(), |path, step| path.join(step))
}

fn is_workbook(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let extension = extension.map(str::to_ascii_lowercase);
    matches!(
        extension.as_deref(),
        Some("xlsx" | "xlsm" | "xltx" | "xltm")
    )
}

/// What a round says of the letters and workbooks that lie in a folder.
struct Known<'r> {
    scope: (&'r str, &'r str),
    /// The folders that its files come back in.
    places: BTreeSet<String>,
    /// The paths of its files there, without extensions and in small letters.
    stems: HashSet<String>,
    /// The offices that have sent something, as references write them; none where the round is not whole.
    offices: HashSet<String>,
    /// The hashes of its files.
    files: HashSet<&'r str>,
}

impl<'r> Known<'r> {
    fn of(round: &'r Round) -> Self {
        let mut known = Self {
            scope: scope(round),
            places: BTreeSet::from([String::new()]),
            stems: HashSet::new(),
            offices: HashSet::new(),
            files: HashSet::new(),
        };
        for submission in round.files() {
            known.take(submission, round.complete);
        }
        known
    }

    fn take(&mut self, submission: &'r Submission, complete: bool) {
        let (place, file) = place(&submission.name);
        for name in stems(file) {
            self.stems.insert(format!("{place}{name}").to_lowercase());
        }
        self.places.insert(place);
        if complete {
            let codes = submission.reporters().map(|office| office.code());
            let codes = codes.filter(|code| !code.is_empty()).map(in_reference);
            self.offices.extend(codes);
        }
        self.files.insert(&submission.sha256);
    }

    /// Whether a path is that of a file of the round, whatever its extension: `so-yt`, `so-yt (2)`.
    fn is_file(&self, place: &str, path: &Path) -> bool {
        let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else {
            return false;
        };
        let stem = format!("{place}{stem}").to_lowercase();
        let bare = stem.rsplit_once(" (").and_then(|(bare, number)| {
            let number = number.strip_suffix(')')?;
            number
                .bytes()
                .all(|byte| byte.is_ascii_digit())
                .then_some(bare)
        });
        self.stems.contains(&stem) || bare.is_some_and(|bare| self.stems.contains(bare))
    }

    /// Whether all these offices, of which there is one, have sent something.
    fn are_offices(&self, codes: &[&str]) -> bool {
        !codes.is_empty() && codes.iter().all(|code| self.offices.contains(*code))
    }

    /// Whether a file of the round is the same to the byte.
    fn is_read(&self, bytes: &[u8]) -> bool {
        let hash = hex(&Sha256::digest(bytes), 32);
        self.files.contains(hash.as_str())
    }
}
