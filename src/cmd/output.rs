//! Where the outputs of a command may go. The place is looked at before the work begins.
//!
//! Never written over are inputs, and what is no regular file; without `--replace` neither is a file that is no output of
//! ours: a letter among the submissions, a returned file that somebody has worked on.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use sha2::{Digest as _, Sha256};

use crate::book::ours;
use crate::cmd::terminal::{Failure, Terminal};
use crate::intake::{self, Source};
use crate::lang::Lang;
use crate::letters::of_path;
use crate::project::Project;
use crate::round::{Round, hex};
use crate::write::outputs;
use crate::write::returned::is_as_written;
use crate::write::{Outputs, Unwritten};

/// What stands at the end of the name of a file, for those that people give names to.
const KNOWN: [&str; 22] = [
    "xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "txt", "json", "jsonl", "ndjson", "html",
    "htm", "sarif", "docx", "doc", "pdf", "zip", "xml", "parquet", "toml", "md",
];

/// What an output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A file; how its name may end, the usual ending first.
    File(&'static [&'static str]),
    /// A text, whose name may end in anything that does not stand for something else.
    Text,
    /// A folder for files whose names are made by the command; the endings of those.
    Folder(&'static str),
}

/// An output that a command line names.
#[derive(Debug)]
pub(super) struct Output {
    /// The file or folder.
    pub(super) path: PathBuf,
    /// The flag that it stands behind.
    flag: &'static str,
    shape: Shape,
    replace: bool,
    /// What to add where the name tells that another format is meant: ` --format html`.
    formats: &'static [(&'static str, &'static [&'static str])],
}

impl Output {
    /// A path of the command line, behind a flag.
    pub(super) fn new(path: &Path, flag: &'static str, shape: Shape, matches: &ArgMatches) -> Self {
        Self {
            path: path.to_path_buf(),
            flag,
            shape,
            replace: matches.get_flag("replace"),
            formats: &[],
        }
    }

    /// The file behind `-o`; `None` without it, and for `-`, which is standard output.
    pub(super) fn of(matches: &ArgMatches, shape: Shape) -> Option<Self> {
        let path = matches.get_one::<PathBuf>("output")?;
        (path.as_os_str() != "-").then(|| Self::new(path, "-o", shape, matches))
    }

    /// The file behind `-o`, whose name must suit the format: each has a name and the endings of its files.
    pub(super) fn of_format(
        matches: &ArgMatches,
        format: &str,
        formats: &'static [(&'static str, &'static [&'static str])],
    ) -> Option<Self> {
        let endings = formats.iter().find(|(name, _)| *name == format);
        let shape = match endings {
            Some((_, endings)) if !endings.is_empty() => Shape::File(endings),
            _ => Shape::Text,
        };
        let output = Self::of(matches, shape)?;
        Some(Self { formats, ..output })
    }

    /// Looks at the place, before anything is read or written.
    ///
    /// # Errors
    /// When the output may not go there.
    pub(super) fn check(&self, inputs: &Inputs, lang: Lang) -> Result<(), Failure> {
        let refused = |error: io::Error| refused(&self.path, &error, lang);
        match self.shape {
            Shape::Folder(_) => {
                self.check_ending(lang)?;
                outputs::folder(&self.path).map_err(refused)
            }
            Shape::File(_) | Shape::Text => {
                outputs::place(&self.path).map_err(refused)?;
                // An output of ours that lies among the submissions is none.
                let is_ours = fs::read(&self.path).is_ok_and(|bytes| ours::is_output(&bytes));
                if !is_ours {
                    inputs.refuse(&self.path, lang)?;
                }
                self.check_ending(lang)?;
                let above = self.path.parent().unwrap_or(Path::new(""));
                let is_there = above.as_os_str().is_empty() || above.exists();
                let writable = match is_there {
                    true => outputs::folder(above),
                    // In the system's own words.
                    false => fs::metadata(above).map(drop),
                };
                writable.map_err(refused)?;
                self.may_replace(&self.path, |_| is_ours, lang)
            }
        }
    }

    /// Whether a file may be replaced: there is none, it holds nothing, it is ours, or it is to be.
    pub(super) fn may_replace(
        &self,
        path: &Path,
        is_ours: impl FnOnce(&[u8]) -> bool,
        lang: Lang,
    ) -> Result<(), Failure> {
        outputs::place(path).map_err(|error| refused(path, &error, lang))?;
        if self.replace || !path.exists() {
            return Ok(());
        }
        let bytes = fs::read(path).map_err(|error| refused(path, &error, lang))?;
        if bytes.is_empty() || is_ours(&bytes) {
            return Ok(());
        }
        let path = of_path(path);
        Err(Failure(lang.pick(
            format!("đã có tệp “{path}”, không phải tệp kết quả của tonghop; chọn tên khác, hoặc thêm --replace để ghi đè"),
            format!("“{path}” is there already and is no output of tonghop; choose another name, or add --replace to write over it"),
        )))
    }

    /// Whether a file of a folder of letters may be replaced by another: it is the same, or as we wrote it, or the round has
    /// it too. `is_read` tells that of its SHA-256.
    pub(super) fn may_deliver(
        &self,
        path: &Path,
        new: &[u8],
        is_read: impl FnOnce(&str) -> bool,
        lang: Lang,
    ) -> Result<(), Failure> {
        let untouched = |old: &[u8]| {
            old == new || is_as_written(old) || is_read(&hex(&Sha256::digest(old), 32))
        };
        self.may_replace(path, untouched, lang).map_err(|failure| {
            if outputs::place(path).is_err() {
                return failure;
            }
            let (path, flag) = (of_path(path), self.flag);
            Failure(lang.pick(
                format!("đã có tệp “{path}” và tệp không còn như tonghop đã ghi, có thể có người đã sửa; chọn thư mục khác cho {flag}, hoặc thêm --replace để ghi đè"),
                format!("“{path}” is there already and is not as tonghop wrote it, somebody may have worked on it; choose another folder for {flag}, or add --replace to write over it"),
            ))
        })
    }

    /// Refuses a name that promises something other than what is written.
    fn check_ending(&self, lang: Lang) -> Result<(), Failure> {
        let ending = self.path.extension().and_then(|ending| ending.to_str());
        let ending = ending.map(str::to_lowercase).unwrap_or_default();
        let known = KNOWN.contains(&ending.as_str());
        let (fits, usual) = match self.shape {
            Shape::File(own) => (own.contains(&ending.as_str()), own.first().copied()),
            Shape::Text => (
                !known || matches!(ending.as_str(), "txt" | "md"),
                Some("txt"),
            ),
            Shape::Folder(_) => (!known || self.path.is_dir() || is_slashed(&self.path), None),
        };
        if fits {
            return Ok(());
        }
        let bare = match known {
            true => self.path.with_extension(""),
            false => self.path.clone(),
        };
        let proposed = match usual {
            Some(usual) => format!("{}.{usual}", of_path(&bare)),
            None => of_path(&bare),
        };
        let what = match self.shape {
            Shape::Folder(inner) => lang.pick(
                format!("một thư mục chứa các tệp .{inner}"),
                format!("a folder of .{inner} files"),
            ),
            _ => lang.pick(
                format!("một tệp .{}", usual.unwrap_or_default()),
                format!("a .{} file", usual.unwrap_or_default()),
            ),
        };
        let other = self
            .formats
            .iter()
            .find(|(_, endings)| endings.contains(&ending.as_str()));
        let other = other.map_or_else(String::new, |(name, _)| {
            lang.pick(
                format!(", hoặc thêm --format {name}"),
                format!(", or add --format {name}"),
            )
        });
        let path = of_path(&self.path);
        Err(Failure(lang.pick(
            format!("tên “{path}” không hợp với kết quả ({what}); dùng “{proposed}”{other}"),
            format!("the name “{path}” does not suit the output ({what}); use “{proposed}”{other}"),
        )))
    }
}

/// Whether a path ends in a slash, and so means a folder.
fn is_slashed(path: &Path) -> bool {
    path.to_string_lossy().ends_with(std::path::is_separator)
}

/// The files that are read: submissions, the project file, lists.
#[derive(Debug, Default)]
pub(super) struct Inputs(HashSet<PathBuf>);

impl Inputs {
    /// Those that were found on the command line, and the canonical paths of files beside them.
    pub(super) fn found(sources: &[Source], files: &HashSet<PathBuf>) -> Self {
        let paths = sources.iter().filter_map(Source::path);
        let paths: HashSet<&Path> = paths.collect();
        let mut all = files.clone();
        all.extend(paths.into_iter().filter_map(|path| intake::real(path).ok()));
        Self(all)
    }

    /// Those of a round, and of the round before that it is held against.
    pub(super) fn of(round: &Round) -> Self {
        let previous = round.setup.previous.as_deref();
        let rounds = std::iter::once(round).chain(previous);
        let submissions = rounds
            .clone()
            .flat_map(Round::files)
            .filter_map(|submission| submission.source.path());
        let files = rounds.flat_map(|round| round.setup.project.iter().flat_map(Project::files));
        let paths: HashSet<PathBuf> = submissions.map(Path::to_path_buf).chain(files).collect();
        Self(
            paths
                .iter()
                .filter_map(|path| intake::real(path).ok())
                .collect(),
        )
    }

    /// Whether a path is that of one of them.
    pub(super) fn has(&self, path: &Path) -> bool {
        intake::real(path).is_ok_and(|target| self.0.contains(&target))
    }

    /// Refuses to write over one of them.
    pub(super) fn refuse(&self, output: &Path, lang: Lang) -> Result<(), Failure> {
        if !self.has(output) {
            return Ok(());
        }
        let output = of_path(output);
        Err(Failure(lang.pick(
            format!("“{output}” là một tệp đầu vào; chọn tên khác cho tệp kết quả"),
            format!("“{output}” is one of the inputs; choose another name for the output"),
        )))
    }
}

/// Says why nothing may stand in a place.
fn refused(path: &Path, error: &io::Error, lang: Lang) -> Failure {
    let is_other =
        fs::symlink_metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir());
    if !is_other {
        return cannot_write(path, error, lang);
    }
    let path = of_path(path);
    Failure(lang.pick(
        format!("“{path}” không phải là tệp thường mà là thiết bị, ống dẫn hoặc liên kết, nên không ghi đè; ghi tên của chính tệp cần ghi, hoặc “-o -” để in ra đầu ra chuẩn"),
        format!("“{path}” is no regular file but a device, a pipe or a link, and is not written over; name the file itself, or use “-o -” for standard output"),
    ))
}

/// Says that an output could not be written, and what to do.
pub(super) fn cannot_write(path: &Path, error: &io::Error, lang: Lang) -> Failure {
    if is_open_elsewhere(error.raw_os_error(), path.is_file(), cfg!(windows)) {
        let path = of_path(path);
        return Failure(lang.pick(
            format!("không ghi được “{path}”: tệp đang mở trong chương trình khác, có thể là Excel. Đóng tệp đó rồi chạy lại."),
            format!("cannot write “{path}”: it is open in another program, perhaps Excel. Close it and run again."),
        ));
    }
    let (path, error) = (of_path(path), lang.system(&error.to_string()));
    Failure(lang.pick(
        format!("không ghi được “{path}” ({error}). Kiểm tra quyền ghi của thư mục; nếu tệp đang mở trong Excel thì đóng lại rồi chạy lại."),
        format!("cannot write “{path}” ({error}). Check that the folder may be written; if the file is open in Excel, close it and run again."),
    ))
}

/// Whether a file could not be written because some program holds it open. Windows says so outright (32, 33), or that the
/// file that is there may not be replaced (5).
fn is_open_elsewhere(code: Option<i32>, is_file: bool, windows: bool) -> bool {
    windows && (matches!(code, Some(32 | 33)) || (code == Some(5) && is_file))
}

/// The same of an output that was being written.
pub(super) fn unwritten(why: &Unwritten, lang: Lang) -> Failure {
    refused(&why.path, &why.error, lang)
}

/// Puts the outputs of a command in their places.
pub(super) fn commit(outputs: Outputs, lang: Lang) -> Result<(), Failure> {
    outputs.commit().map_err(|why| unwritten(&why, lang))
}

/// Says what was written.
pub(super) fn written(path: &Path, lang: Lang, terminal: &mut Terminal) -> Result<(), Failure> {
    let path = of_path(path);
    writeln!(
        terminal.err,
        "{}",
        lang.pick(format!("Đã ghi “{path}”."), format!("Wrote “{path}”."))
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_excel_holds_is_told_from_others() {
        for (code, is_file, windows, expected) in [
            (Some(32), true, true, true),
            (Some(33), false, true, true),
            (Some(5), true, true, true),
            // A folder that may not be written.
            (Some(5), false, true, false),
            (Some(112), true, true, false),
            // Elsewhere the numbers mean other things.
            (Some(32), true, false, false),
            (None, true, true, false),
        ] {
            assert_eq!(
                is_open_elsewhere(code, is_file, windows),
                expected,
                "{code:?}"
            );
        }
    }
}
