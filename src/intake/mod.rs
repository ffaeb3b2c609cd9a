//! From the paths on the command line to the files to be read, in an order that is always the same.
//!
//! `so-y-te.xlsx`, `inbox/` or a list of such become [`Source`]s named as `source_file` names
//! them. What is no submission is left out (owner files, the project file …) or, when it looks like
//! something somebody meant to send, kept as an [`Other`] (F007).
//!
//! What it does not do: read the cells. A file is opened here only when its extension is not
//! that of a spreadsheet, to see whether its content is; of an archive the directory is read.

pub mod archive;
pub mod fact;
mod given;
pub(crate) mod guard;
pub(crate) mod headers;
mod judge;
pub mod limits;
mod naming;
pub mod our_package;
pub mod sniff;
mod walk;
mod within;

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::intake::fact::FileFact;
use crate::lang::Lang;
use crate::letters::of_path;
use archive::Archive;
pub use given::given;
pub(crate) use judge::is_program_report;
use limits::{Limits, MIB};

/// The bytes that begin a compound file (`.xls`, `.doc`, `.msg`, encrypted packages).
pub(crate) const COMPOUND_FILE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// The header by which the draft of a mail is known as ours, with the colon and the blank behind it.
pub const MAIL_MARK: &str = "X-Tonghop-Letter: ";

/// A path as the system itself writes it, without links, so that one file has one path.
///
/// # Errors
/// When nothing is there. Drives of some kinds (of the network, in memory) tell no such path on Windows; the absolute one
/// does there.
pub fn real(path: &Path) -> std::io::Result<PathBuf> {
    fs::canonicalize(path).or_else(|error| match fs::metadata(path) {
        Ok(_) => std::path::absolute(path),
        Err(_) => Err(error),
    })
}

/// The file that tells of a folder of results what they are.
pub const RESULTS_FILE: &str = "ket-qua.txt";

/// How that file begins: nothing below such a folder is a submission.
pub const RESULTS_MARK: &str =
    "Kết quả của chương trình tonghop. Thư mục có tệp này không được đọc như báo cáo.";

/// What a mail says behind [`MAIL_MARK`], in its own headers: what it quotes or encloses does not count.
#[must_use]
pub fn mail_mark(mail: &[u8]) -> Option<&[u8]> {
    mail.split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii_end)
        .take_while(|line| !line.is_empty())
        .find_map(|line| line.strip_prefix(MAIL_MARK.as_bytes()))
}

/// Where the bytes of a source are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file on the disk.
    Disk(PathBuf),
    /// In memory: what a browser gave, what a test made up.
    Memory(Arc<[u8]>),
    /// A member of an archive, by its number in the directory; inflated when it is read.
    Member(Arc<Archive>, usize),
    /// Known beforehand not to give its bytes: a damaged archive, a member with a password. With its path, if it is on a
    /// disk.
    Refused(Option<PathBuf>, FileFact),
}

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name that tables and findings give it (`source_file`): unique in an [`Intake`].
    pub name: Arc<str>,
    /// Where its bytes are.
    pub origin: Origin,
    /// The extension in lower case, without the dot; empty when there is none.
    pub extension: String,
}

impl Source {
    /// A source whose bytes are in memory already.
    #[must_use]
    pub fn in_memory(name: &str, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self {
            name: name.into(),
            origin: Origin::Memory(bytes.into()),
            extension: extension_of(Path::new(name)),
        }
    }

    /// The path on the disk, that of the archive for its members; `None` for what is in memory.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.origin {
            Origin::Disk(path) => Some(path),
            Origin::Refused(path, _) => path.as_deref(),
            Origin::Member(archive, _) => archive.path(),
            Origin::Memory(_) => None,
        }
    }

    /// All its bytes.
    ///
    /// # Errors
    ///
    /// The file is over the size limit, or the disk does not give it.
    pub fn bytes(&self, limits: &Limits) -> Result<Cow<'_, [u8]>, FileFact> {
        let path = match &self.origin {
            Origin::Disk(path) => path,
            Origin::Memory(bytes) => {
                limits.hold(bytes.len() as u64)?;
                return Ok(Cow::Borrowed(bytes));
            }
            Origin::Member(archive, index) => {
                return archive.bytes(*index, None, limits).map(Cow::Owned);
            }
            Origin::Refused(_, fact) => return Err(fact.clone()),
        };
        let unreadable = |error: std::io::Error| FileFact::Unreadable(error.to_string());
        let file = fs::File::open(path).map_err(unreadable)?;
        let size = file.metadata().map_err(unreadable)?.len();
        limits.hold(size)?;
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        // The file may grow while it is read.
        file.take(size.saturating_add(MIB))
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        limits.hold(bytes.len() as u64)?;
        Ok(Cow::Owned(bytes))
    }
}

/// A file that lies among the submissions and is none (F007).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Named as a source would be.
    pub name: Arc<str>,
    /// What it is, or why that could not be told.
    pub fact: FileFact,
}

/// What the paths given hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Intake {
    /// The files to be read, by name.
    pub sources: Vec<Source>,
    /// The files that are no spreadsheets, by name.
    pub others: Vec<Other>,
    /// Whether all that was sent may be here: a folder, an archive or a list was given. Then offices
    /// that are missing can be named (X303).
    pub complete: bool,
}

/// Why there is nothing to take in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IntakeError {
    /// No path was given at all.
    NothingGiven,
    /// There is no such file or folder.
    NoSuchPath(PathBuf),
    /// A folder that was given cannot be listed; the system's own words.
    UnreadableFolder(PathBuf, String),
}

impl IntakeError {
    /// The sentence for the person at the keyboard.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::NothingGiven => lang
                .pick(
                    "chưa cho tệp hay thư mục nào; ghi tên tệp hoặc thư mục cần đọc",
                    "no file or folder given; name the files or the folder to read",
                )
                .to_owned(),
            Self::NoSuchPath(path) => {
                let path = lang.quote(&of_path(path));
                match lang {
                    Lang::Vi => format!("không có tệp hay thư mục {path}; xem lại đường dẫn"),
                    Lang::En => format!("there is no file or folder {path}; check the path"),
                }
            }
            Self::UnreadableFolder(path, words) => {
                let path = lang.quote(&of_path(path));
                match lang {
                    Lang::Vi => format!("không mở được thư mục {path}: {words}"),
                    Lang::En => format!("cannot open the folder {path}: {words}"),
                }
            }
        }
    }
}

/// Finds the files to be read.
///
/// `stdin_list` holds the paths that standard input named (`-`), `skip` the canonical paths that are
/// no submissions: the project file and the lists it names. Neither the order of the paths nor a
/// path given twice changes anything. The members of archives are files like any other.
///
/// # Errors
///
/// No path was given, one does not exist, or a folder given cannot be listed.
pub fn gather(
    inputs: &[PathBuf],
    stdin_list: Option<Vec<PathBuf>>,
    skip: &HashSet<PathBuf>,
    limits: &Limits,
) -> Result<Intake, IntakeError> {
    let listed = stdin_list.is_some();
    let mut paths = inputs.to_vec();
    paths.extend(stdin_list.unwrap_or_default());
    if paths.is_empty() && !listed {
        return Err(IntakeError::NothingGiven);
    }
    let mut intake = walk::take_in(&paths, skip, limits)?;
    intake.complete |= listed;
    Ok(intake)
}

/// The extension in lower case, without the dot; empty when there is none.
pub(crate) fn extension_of(path: &Path) -> String {
    path.extension()
        .map(|extension| extension.to_string_lossy().to_lowercase())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::fact::Limit;

    #[test]
    fn errors_are_said_in_both_languages() {
        for (error, vi, en) in [
            (
                IntakeError::NothingGiven,
                "chưa cho tệp hay thư mục nào; ghi tên tệp hoặc thư mục cần đọc",
                "no file or folder given; name the files or the folder to read",
            ),
            (
                IntakeError::NoSuchPath("hop-thu".into()),
                "không có tệp hay thư mục “hop-thu”; xem lại đường dẫn",
                "there is no file or folder “hop-thu”; check the path",
            ),
            (
                IntakeError::UnreadableFolder("hop-thu".into(), "permission denied".into()),
                "không mở được thư mục “hop-thu”: permission denied",
                "cannot open the folder “hop-thu”: permission denied",
            ),
        ] {
            assert_eq!(error.say(Lang::Vi), vi);
            assert_eq!(error.say(Lang::En), en);
        }
    }

    #[test]
    fn a_source_is_held_to_the_size_limit() {
        let source = Source::in_memory("a.csv", vec![b'x'; 2 * MIB as usize]);
        let limits = Limits::default().with(Limit::TotalMib, 1);
        assert_eq!(
            source.bytes(&limits),
            Err(limits.reached(Limit::TotalMib, 2))
        );
        let limits = Limits::default().with(Limit::FileMib, 1);
        assert_eq!(
            source.bytes(&limits),
            Err(limits.reached(Limit::FileMib, 2))
        );
        assert!(source.bytes(&Limits::default()).is_ok());
        let gone = Source {
            origin: Origin::Disk("no/such/file.csv".into()),
            ..source
        };
        assert!(matches!(gone.bytes(&limits), Err(FileFact::Unreadable(_))));
    }
}
