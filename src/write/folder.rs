//! A folder that appears whole, in one step, or not at all; one that stands there is exchanged for it in one step.
//!
//! It is made beside its place, under a name that tells whose place it is (`.tonghop-period=2020-06.tmp`). An interrupted
//! program finishes first (`outputs::uninterrupted`). Its files are written before, without names, so that it stands there
//! no longer than it takes to name them ([`Unnamed`]); a run that is killed in between leaves it beside the place: nobody
//! takes it for the folder itself, and the next run that puts anything there takes it away ([`sweep`]). Who makes one
//! holds a lock on it, so that two runs never take away each other's.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, Write};
use std::path::{Path, PathBuf};

use super::outputs::uninterrupted;

const PREFIX: &str = ".tonghop-";
const SUFFIX: &str = ".tmp";
/// How the name of a folder goes on that was taken out of its place and is to go; only where two folders cannot be
/// exchanged in one step.
const OLD: &str = ".old";

/// Puts a folder in its place; `fill` writes its files into an empty folder beside it, whose path it is given.
///
/// # Errors
/// When it cannot be written; what stood there before stands there then.
pub fn put(place: &Path, fill: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    let (above, name) = parts(place)?;
    uninterrupted(|| {
        fs::create_dir_all(&above)?;
        sweep(&above)?;
        let beside = Beside::begin(above.join(format!("{PREFIX}{name}{SUFFIX}")))?;
        fill(&beside.path)?;
        keep_permissions(place, &beside.path);
        match fs::symlink_metadata(place) {
            Ok(_) => exchange(&beside.path, place)?,
            Err(_) => fs::rename(&beside.path, place)?,
        }
        // What was in the place before lies beside it now, and goes at once.
        drop(beside);
        sync(place);
        sync(&above);
        Ok(())
    })
}

/// A file without a name, complete on the disk: nothing is left of it with the process, whatever ends that, unless it was
/// put somewhere.
#[derive(Debug)]
pub struct Unnamed(File);

impl Unnamed {
    /// Writes one on the disk of a folder.
    ///
    /// # Errors
    /// When it cannot be written, or `fill` fails.
    pub fn write(
        folder: &Path,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<Self> {
        let file = unnamed(folder).or_else(|_| tempfile::tempfile_in(folder))?;
        let mut file = io::BufWriter::new(file);
        fill(&mut file)?;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(Self(file))
    }

    /// Its bytes.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut file = &self.0;
        file.rewind()?;
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Gives it a name: the file itself where the system can, else a copy.
    ///
    /// # Errors
    /// When it cannot be put there.
    pub fn put(&self, path: &Path) -> io::Result<()> {
        if name(&self.0, path).is_ok() {
            return Ok(());
        }
        let mut from = &self.0;
        from.rewind()?;
        let mut to = File::create_new(path)?;
        io::copy(&mut from, &mut to)?;
        to.sync_all()
    }
}

#[cfg(target_os = "linux")]
fn unnamed(folder: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags, open};
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    Ok(open(folder, flags, Mode::from_raw_mode(0o666))?.into())
}

#[cfg(not(target_os = "linux"))]
fn unnamed(_: &Path) -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(target_os = "linux")]
fn name(file: &File, path: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    use std::os::fd::AsRawFd as _;
    let own = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(linkat(CWD, own, CWD, path, AtFlags::SYMLINK_FOLLOW)?)
}

#[cfg(not(target_os = "linux"))]
fn name(_: &File, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Takes away what a run that was killed has left in a folder. What another run is making stays.
///
/// # Errors
/// When the folder cannot be read.
pub fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(bare) = name.to_str().and_then(|name| name.strip_prefix(PREFIX)) else {
            continue;
        };
        let Some(bare) = bare.strip_suffix(SUFFIX).filter(|_| entry.path().is_dir()) else {
            continue;
        };
        let Some(_lock) = lock(&entry.path()) else {
            continue;
        };
        // A folder that was taken out of its place goes back where nothing took the place.
        let back = bare.strip_suffix(OLD).map(|name| folder.join(name));
        match back.filter(|place| !place.exists()) {
            Some(place) => fs::rename(entry.path(), place)?,
            None => fs::remove_dir_all(entry.path())?,
        }
    }
    Ok(())
}

/// The folder that a place is in, and its name there.
fn parts(place: &Path) -> io::Result<(PathBuf, String)> {
    let place = std::path::absolute(place)?;
    let name = place.file_name().and_then(|name| name.to_str());
    match (place.parent(), name) {
        (Some(above), Some(name)) => Ok((above.to_path_buf(), name.to_owned())),
        _ => Err(io::ErrorKind::InvalidInput.into()),
    }
}

/// A folder beside its place; it is taken away with all it holds unless it was put there.
struct Beside {
    path: PathBuf,
    _lock: Option<File>,
}

impl Beside {
    fn begin(path: PathBuf) -> io::Result<Self> {
        fs::create_dir(&path).map_err(|error| match error.kind() {
            // It is locked, or `sweep` had taken it away.
            io::ErrorKind::AlreadyExists => {
                let words = format!("{} is being written by another run", path.display());
                io::Error::new(io::ErrorKind::AlreadyExists, words)
            }
            _ => error,
        })?;
        let lock = lock(&path);
        Ok(Self { path, _lock: lock })
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // After a rename there is nothing of the name; after an exchange it is what stood in the place before.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// A lock on a folder, which ends with the process; `None` where another process has it.
#[cfg(unix)]
fn lock(folder: &Path) -> Option<File> {
    let file = File::open(folder).ok()?;
    match file.try_lock() {
        Err(fs::TryLockError::WouldBlock) => None,
        // Some disks know no locks: there the folder is taken for one that was left.
        Ok(()) | Err(fs::TryLockError::Error(_)) => Some(file),
    }
}

/// Folders cannot be locked here: what lies beside a place is left to people.
#[cfg(not(unix))]
fn lock(_: &Path) -> Option<File> {
    None
}

/// Puts one folder where the other is and the other where the one was, in one step where the system can.
fn exchange(beside: &Path, place: &Path) -> io::Result<()> {
    if at_once(beside, place).is_ok() {
        return Ok(());
    }
    // In two steps; a run that is killed between them has taken the old one away, which `sweep` puts back.
    let (above, name) = parts(place)?;
    let old = above.join(format!("{PREFIX}{name}{OLD}{SUFFIX}"));
    fs::rename(place, &old)?;
    if let Err(error) = fs::rename(beside, place) {
        fs::rename(&old, place)?;
        return Err(error);
    }
    fs::remove_dir_all(&old)
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn at_once(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn at_once(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Has the disk keep the names in a folder.
#[cfg(unix)]
fn sync(folder: &Path) {
    // The files are complete whatever becomes of this.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
fn sync(_: &Path) {}

/// A folder that takes the place of another may be read by whoever could read that.
fn keep_permissions(old: &Path, new: &Path) {
    if let Ok(old) = fs::metadata(old) {
        // A disk without permissions is no reason to fail.
        let _ = fs::set_permissions(new, old.permissions());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                match path.is_dir() {
                    true => format!("{name}: {}", text(&path).join(" ")),
                    false => format!("{name}={}", fs::read_to_string(&path).unwrap()),
                }
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_is_exchanged_whole_or_stays() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("new/inner");
        let fill = |text: &'static str| move |folder: &Path| fs::write(folder.join("a"), text);
        put(&place, fill("1")).unwrap();
        assert_eq!(text(&home.path().join("new")), ["inner: a=1"]);
        put(&place, fill("2")).unwrap();
        assert_eq!(text(&home.path().join("new")), ["inner: a=2"]);
        let failed = put(&place, |folder| {
            fs::write(folder.join("a"), "3")?;
            Err(io::Error::other("full"))
        });
        assert!(failed.is_err());
        assert_eq!(text(&home.path().join("new")), ["inner: a=2"]);
    }

    #[test]
    fn a_file_without_a_name_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let write = |out: &mut dyn Write| out.write_all(b"a");
        let file = Unnamed::write(home.path(), write).unwrap();
        assert!(text(home.path()).is_empty());
        assert_eq!(file.bytes().unwrap(), b"a");
        file.put(&home.path().join("a")).unwrap();
        drop(file);
        drop(Unnamed::write(home.path(), write).unwrap());
        assert_eq!(text(home.path()), ["a=a"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_killed_run_left_goes_and_what_another_one_makes_stays() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        for name in [
            ".tonghop-a.tmp",
            ".tonghop-b.tmp",
            ".tonghop-c.old.tmp",
            "d.tmp",
        ] {
            fs::create_dir(at(name)).unwrap();
            fs::write(at(name).join("x"), "").unwrap();
        }
        fs::write(at(".tonghop-file.tmp"), "").unwrap();
        let held = lock(&at(".tonghop-b.tmp")).unwrap();
        sweep(home.path()).unwrap();
        let left = [
            ".tonghop-b.tmp: x=",
            ".tonghop-file.tmp=",
            "c: x=",
            "d.tmp: x=",
        ];
        assert_eq!(text(home.path()), left);
        let failed = put(&at("b"), |_| Ok(())).unwrap_err();
        assert_eq!(failed.kind(), io::ErrorKind::AlreadyExists);
        drop(held);
        put(&at("b"), |_| Ok(())).unwrap();
        assert_eq!(
            text(home.path()),
            [".tonghop-file.tmp=", "b: ", "c: x=", "d.tmp: x="]
        );
    }
}
