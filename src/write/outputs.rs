//! The outputs of a run. They appear together, whole, or not at all.
//!
//! Each is written beside its place, to a temporary file in the same folder, until all are complete on the disk. Then they
//! are put in place one after the other; where one cannot be, those before it are taken back. A program that is
//! interrupted calls [`abandon`], so that nothing is left beside the places either.
//!
//! Only a regular file is ever replaced: a device or a pipe is not, and neither is a link, be it that its target is a file.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{Builder, TempPath};

/// What lies beside its place at this moment, in the whole process.
#[derive(Debug, Default)]
struct Beside {
    files: BTreeSet<PathBuf>,
    /// Whether the program is about to end: nothing may be begun any more.
    given_up: bool,
}

static BESIDE: Mutex<Beside> = Mutex::new(Beside {
    files: BTreeSet::new(),
    given_up: false,
});

fn beside() -> MutexGuard<'static, Beside> {
    BESIDE.lock().unwrap_or_else(PoisonError::into_inner)
}

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

/// Takes away what is not in its place yet. For a program that was interrupted and ends now: nothing can be written any
/// more. Outputs that are being put in place are finished first.
pub fn abandon() {
    let mut beside = beside();
    beside.given_up = true;
    for path in std::mem::take(&mut beside.files) {
        // What cannot be removed cannot be helped.
        let _ = fs::remove_file(path);
    }
}

/// Does something that an interruption must not cut in two: [`abandon`] waits for its end.
///
/// # Errors
/// What `work` gives, or that the program is about to end.
pub(super) fn uninterrupted<T>(work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let beside = beside();
    if beside.given_up {
        return Err(io::ErrorKind::Interrupted.into());
    }
    let done = work();
    drop(beside);
    done
}

/// Whether an output may stand there: nothing does yet, or a regular file.
///
/// # Errors
/// When it may not, and why.
pub fn place(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => Ok(()),
        Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(_) => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is a device, a pipe or a link",
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whether files can be made in a folder, or in the nearest one above it that is there.
///
/// # Errors
/// When they cannot, and why.
pub fn folder(folder: &Path) -> io::Result<()> {
    let there = folder.ancestors().find_map(|above| {
        let above = named(above);
        fs::metadata(above).ok().map(|found| (above, found))
    });
    match there {
        Some((_, found)) if !found.is_dir() => Err(io::ErrorKind::NotADirectory.into()),
        Some((above, _)) => Aside::begin(above).map(drop),
        None => Err(io::ErrorKind::NotFound.into()),
    }
}

/// The folder of a path without one is the current folder.
fn named(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

/// The folder that a file stands in.
fn folder_of(path: &Path) -> &Path {
    named(path.parent().unwrap_or(Path::new("")))
}

/// A temporary file, known to [`abandon`].
#[derive(Debug)]
struct Aside {
    /// `None` once it is in its place.
    path: Option<TempPath>,
}

impl Aside {
    fn begin(folder: &Path) -> io::Result<(Self, fs::File)> {
        let mut beside = beside();
        if beside.given_up {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let (file, path) = Builder::new()
            .prefix(".tonghop-")
            .suffix(".tmp")
            .tempfile_in(folder)?
            .into_parts();
        beside.files.insert(path.to_path_buf());
        Ok((Self { path: Some(path) }, file))
    }

    /// Puts it in its place; `beside` is held until all are.
    fn put(&mut self, place: &Path, beside: &mut Beside) -> io::Result<()> {
        let Some(path) = self.path.take() else {
            return Ok(());
        };
        beside.files.remove(&path.to_path_buf());
        path.persist(place).map_err(|error| error.error)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            let mut beside = beside();
            beside.files.remove(&path.to_path_buf());
            // Dropping the path removes the file.
            drop(path);
        }
    }
}

/// Why the outputs of a run did not appear, and which of them could not be written.
#[derive(Debug)]
pub struct Unwritten {
    /// The output.
    pub path: PathBuf,
    /// The system's own words.
    pub error: io::Error,
}

/// The outputs of a run, as far as they are made.
#[derive(Debug, Default)]
pub struct Outputs {
    ready: Vec<(Aside, PathBuf)>,
    /// The folders that were made for them, outermost first.
    folders: Vec<PathBuf>,
}

impl Outputs {
    /// Makes a folder for outputs, with those above it; what stays empty is taken away again.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(&mut self, folder: &Path) -> Result<(), Unwritten> {
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|above| !above.as_os_str().is_empty() && !above.is_dir())
            .collect();
        for path in missing.into_iter().rev() {
            fs::create_dir(path).map_err(|error| Unwritten {
                path: path.to_path_buf(),
                error,
            })?;
            self.folders.push(path.to_path_buf());
        }
        Ok(())
    }

    /// Writes a file beside its place, complete and on the disk.
    ///
    /// # Errors
    /// When the folder cannot be written, the disk is full, `fill` fails, or something other than a file stands there.
    pub fn add(
        &mut self,
        path: &Path,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Unwritten> {
        let aside = || {
            place(path)?;
            // The folder itself is made when the file is put there.
            let above = folder_of(path).ancestors().map(named);
            let above = above.into_iter().find(|above| above.is_dir());
            let (aside, mut file) = Aside::begin(above.unwrap_or(Path::new(".")))?;
            let mut buffered = io::BufWriter::new(&mut file);
            fill(&mut buffered)?;
            buffered.flush()?;
            drop(buffered);
            file.sync_all()?;
            keep_permissions(path, &file);
            Ok(aside)
        };
        let aside = aside().map_err(|error| Unwritten {
            path: path.to_path_buf(),
            error,
        })?;
        self.ready.push((aside, path.to_path_buf()));
        Ok(())
    }

    /// Puts all of them in their places.
    ///
    /// # Errors
    /// When one cannot be put there; then none is, and what stood there before stands there again.
    pub fn commit(mut self) -> Result<(), Unwritten> {
        let ready = std::mem::take(&mut self.ready);
        let several = ready.len() > 1;
        let mut done = Vec::new();
        let mut beside = beside();
        for (mut aside, path) in ready {
            if let Err(unwritten) = self.folder(folder_of(&path)) {
                take_back(done);
                drop(beside);
                return Err(unwritten);
            }
            // One alone replaces the old file in one step.
            let kept = place(&path).and_then(|()| if several { keep(&path) } else { Ok(None) });
            let put = kept.and_then(|old| aside.put(&path, &mut beside).map(|()| old));
            match put {
                Ok(old) => done.push((path, old)),
                Err(error) => {
                    take_back(done);
                    // What is left takes itself away, and wants to tell so.
                    drop(beside);
                    return Err(Unwritten { path, error });
                }
            }
        }
        let folders: BTreeSet<&Path> = done.iter().map(|(path, _)| folder_of(path)).collect();
        folders.into_iter().for_each(sync);
        self.folders.clear();
        Ok(())
    }
}

impl Drop for Outputs {
    fn drop(&mut self) {
        self.ready.clear();
        for folder in self.folders.drain(..).rev() {
            // One that holds something was not made in vain.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Keeps the file that an output will replace, under another name; `None` where there is none.
fn keep(path: &Path) -> io::Result<Option<TempPath>> {
    if !path.exists() {
        return Ok(None);
    }
    let mut name = Builder::new();
    let name = name.prefix(".tonghop-").suffix(".old");
    let folder = folder_of(path);
    let linked = name.make_in(folder, |kept| fs::hard_link(path, kept));
    // Some disks know no second name for a file.
    let kept = linked.or_else(|_| name.make_in(folder, |kept| fs::copy(path, kept).map(drop)))?;
    Ok(Some(kept.into_temp_path()))
}

/// Undoes what was put in place, the last first.
fn take_back(done: Vec<(PathBuf, Option<TempPath>)>) {
    for (path, old) in done.into_iter().rev() {
        let _ = match old {
            Some(old) => old.persist(&path).map_err(|error| error.error),
            None => fs::remove_file(&path),
        };
    }
}

/// Has the disk keep the names in a folder.
#[cfg(unix)]
fn sync(folder: &Path) {
    // The files are complete whatever becomes of this.
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
fn sync(_: &Path) {}

/// A temporary file is private; the output gets the permissions of the file it replaces, or the usual ones.
#[cfg(unix)]
fn keep_permissions(path: &Path, temporary: &fs::File) {
    use std::os::unix::fs::PermissionsExt as _;
    let permissions = fs::metadata(path)
        .map(|old| old.permissions())
        .unwrap_or_else(|_| fs::Permissions::from_mode(0o644));
    // A file system without permissions is no reason to fail.
    let _ = temporary.set_permissions(permissions);
}

#[cfg(not(unix))]
fn keep_permissions(_: &Path, _: &fs::File) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &'static str) -> impl FnOnce(&mut dyn Write) -> io::Result<()> {
        move |out| out.write_all(text.as_bytes())
    }

    /// The files of a folder and below, with what they hold.
    fn all(folder: &Path) -> Vec<String> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                found.push(format!("{name}/"));
                found.extend(all(&path));
            } else {
                found.push(format!("{name}={}", fs::read_to_string(&path).unwrap()));
            }
        }
        found.sort();
        found
    }

    #[test]
    fn several_files_are_all_or_none() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        fs::write(at("a"), "old").unwrap();
        let stage = || {
            let mut outputs = Outputs::default();
            outputs.folder(&at("new/inner")).unwrap();
            for name in ["a", "b", "new/inner/c", "d"] {
                outputs.add(&at(name), text("new")).unwrap();
            }
            outputs
        };
        let outputs = stage();
        fs::create_dir(at("d")).unwrap();
        let failed = outputs.commit().unwrap_err();
        assert_eq!(failed.path, at("d"));
        assert_eq!(failed.error.kind(), io::ErrorKind::IsADirectory);
        assert_eq!(all(home.path()), ["a=old", "d/"]);
        fs::remove_dir(at("d")).unwrap();
        stage().commit().unwrap();
        assert_eq!(
            all(home.path()),
            ["a=new", "b=new", "c=new", "d=new", "inner/", "new/"]
        );
        drop(stage());
        assert_eq!(all(home.path()).len(), 6);
    }

    #[cfg(unix)]
    #[test]
    fn only_a_file_is_replaced() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        fs::write(at("file"), "old").unwrap();
        std::os::unix::fs::symlink(at("file"), at("link")).unwrap();
        std::os::unix::fs::symlink(at("nowhere"), at("broken")).unwrap();
        for path in [at("link"), at("broken"), "/dev/null".into()] {
            let refused = Outputs::default().add(&path, text("new")).unwrap_err();
            assert_eq!(
                refused.error.kind(),
                io::ErrorKind::InvalidInput,
                "{path:?}"
            );
        }
        assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(at("file")).unwrap(), "old");
    }

    #[test]
    fn a_place_is_looked_at_before_anything_is_made() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("file"), "x").unwrap();
        assert!(folder(&home.path().join("not/yet/there")).is_ok());
        assert!(folder(&home.path().join("file/below")).is_err());
        assert_eq!(all(home.path()), ["file=x"]);
    }
}
