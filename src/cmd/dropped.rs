//! Files or a folder dropped on the program, or a double click: paths and no command. What a person gets who knows no
//! commands: the page of findings, the consolidated workbook and the files to send back, in a new folder beside what was
//! dropped. Nothing that is there already is written over.
//!
//! ```text
//! D:\Đợt 2020\bao-cao\          dropped
//! D:\Đợt 2020\ket-qua-tonghop\  gop-y.html  tong-hop.xlsx  tra-lai\  ket-qua.txt
//! ```

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::output::{Output, Shape, cannot_write, commit, unwritten};
use super::returning::Back;
use super::{Reading, check, merge, outcome, read_round};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::intake::{RESULTS_FILE, RESULTS_MARK};
use crate::lang::Lang;
use crate::project;
use crate::report::{self, Format, Style};
use crate::round::Round;
use crate::rule;
use crate::write::Outputs;
use crate::write::line_ends::cr_lf;

/// The folder of the results.
const FOLDER: &str = "ket-qua-tonghop";
/// The page of findings.
const PAGE: &str = "gop-y.html";
/// The consolidated workbook.
const WORKBOOK: &str = "tong-hop.xlsx";
/// The folder of the files to send back.
const RETURNED: &str = "tra-lai";
/// So many folders of results stand beside each other at most.
const MOST: usize = 999;

/// The paths, where a command line is nothing but paths that are there. Windows gives what is dropped with its drive, so
/// that no word is taken for a path.
#[must_use]
pub fn paths(args: &[OsString]) -> Option<Vec<PathBuf>> {
    let paths: Vec<PathBuf> = args.iter().skip(1).map(PathBuf::from).collect();
    let there = |path: &PathBuf| path.is_absolute() && path.exists();
    (!paths.is_empty() && paths.iter().all(there)).then_some(paths)
}

/// Asks for the paths: a double click gives none. `None` when nobody answers.
///
/// # Errors
/// When the terminal cannot be read or written.
pub fn ask(lang: Lang, terminal: &mut Terminal) -> Result<Option<Vec<PathBuf>>, Failure> {
    let question = lang.pick(
        "Chương trình tổng hợp báo cáo.\nKéo thư mục báo cáo (hoặc một tệp) vào cửa sổ này rồi bấm Enter; chỉ bấm Enter để thôi.",
        "The program that consolidates reports.\nDrag the folder of reports (or a file) into this window and press Enter; press Enter alone to leave it.",
    );
    writeln!(terminal.err, "{question}")?;
    loop {
        let Some(answer) = line(terminal)? else {
            return Ok(None);
        };
        // A console writes what is dragged into it between quotation marks when it holds a blank.
        let answer = answer.trim().trim_matches('"');
        if answer.is_empty() {
            return Ok(None);
        }
        let path = std::path::absolute(answer).unwrap_or_else(|_| PathBuf::from(answer));
        if path.exists() {
            return Ok(Some(vec![path]));
        }
        writeln!(
            terminal.err,
            "{}",
            lang.pick(
                format!("Không có tệp hay thư mục “{answer}”. Kéo lại, hoặc chỉ bấm Enter để thôi."),
                format!("There is no file or folder “{answer}”. Drag it again, or press Enter alone to leave it."),
            )
        )?;
    }
}

/// Keeps the window open until the person has read it.
pub fn wait(lang: Lang, terminal: &mut Terminal) {
    if terminal.window {
        let said = lang.pick(
            "Bấm Enter để đóng cửa sổ này.",
            "Press Enter to close this window.",
        );
        let _ = writeln!(terminal.err, "\n{said}");
        let _ = line(terminal);
    }
}

/// A line that the person types; `None` when nobody does.
fn line(terminal: &mut Terminal) -> io::Result<Option<String>> {
    terminal.err.flush()?;
    let Some(input) = &mut terminal.input else {
        return Ok(None);
    };
    let mut line = String::new();
    let read = input.read_line(&mut line)?;
    Ok((read > 0).then_some(line))
}

/// Reads what was dropped, writes the results and opens their folder.
///
/// # Errors
/// When it could not be done; no folder of results is left behind then.
pub fn run(paths: &[PathBuf], lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let arguments = [OsString::from("check")].into_iter();
    // Who drops the project file means its folder.
    let project = |path: &Path| {
        path.file_name()
            .is_some_and(|name| name == project::FILE_NAME)
    };
    let paths: Vec<PathBuf> = paths
        .iter()
        .map(|path| path.parent().filter(|_| project(path)).unwrap_or(path))
        .map(Path::to_path_buf)
        .collect();
    let arguments = arguments.chain(paths.iter().map(OsString::from));
    let matches = check::command(lang)
        .try_get_matches_from(arguments)
        .map_err(|error| Failure(error.to_string()))?;
    writeln!(
        terminal.err,
        "{}",
        lang.pick("Đang đọc báo cáo …", "Reading the reports …")
    )?;
    let how = Reading {
        keep_cells: true,
        shown: terminal.err_is_terminal,
        ..Reading::default()
    };
    let round = read_round(&matches, how, lang)?;
    let findings = rule::check(&round);
    let folder = new_folder(&paths).map_err(|(path, error)| cannot_write(&path, &error, lang))?;
    let written = Results {
        round: &round,
        findings: &findings,
        folder: &folder,
        lang,
    }
    .write(&matches, terminal);
    let lines = match written {
        Ok(lines) => lines,
        Err(failure) => {
            // It was made a moment ago and holds nothing of anybody else.
            let _ = fs::remove_dir_all(&folder);
            return Err(failure);
        }
    };
    for line in lines {
        writeln!(terminal.err, "{line}")?;
    }
    (terminal.show)(&folder);
    Ok(outcome(&findings))
}

/// A new folder beside the first of the paths: `ket-qua-tonghop`, `ket-qua-tonghop-2` …
fn new_folder(paths: &[PathBuf]) -> Result<PathBuf, (PathBuf, io::Error)> {
    let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
    // A drive has nothing beside it.
    let beside = first.parent().unwrap_or(first);
    for number in 1..=MOST {
        let folder = beside.join(match number {
            1 => FOLDER.to_owned(),
            number => format!("{FOLDER}-{number}"),
        });
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err((folder, error)),
        }
    }
    let error = io::Error::from(io::ErrorKind::AlreadyExists);
    Err((beside.join(FOLDER), error))
}

/// What is written for a round.
struct Results<'r> {
    round: &'r Round,
    findings: &'r [crate::finding::Finding],
    folder: &'r Path,
    lang: Lang,
}

impl Results<'_> {
    /// Writes all of it; gives what is to be told.
    fn write(
        &self,
        matches: &clap::ArgMatches,
        terminal: &Terminal,
    ) -> Result<Vec<String>, Failure> {
        let Self {
            round,
            findings,
            folder,
            lang,
        } = *self;
        let style = Style {
            lang,
            ..Style::default()
        };
        let not_written = |why| unwritten(&why, lang);
        let mut outputs = Outputs::default();
        outputs
            .add(&folder.join(PAGE), |out| {
                report::write(Format::Html, round, findings, &style, out)
            })
            .map_err(not_written)?;
        let workbook = folder.join(WORKBOOK);
        let options = merge::options_of(round, Some(&workbook));
        let bar = merge::bar(&options, terminal.err_is_terminal, lang);
        let mut doubts = Vec::new();
        outputs
            .add(&workbook, |out| {
                doubts = merge::workbook((round, findings), &options, out)?;
                Ok(())
            })
            .map_err(not_written)?;
        drop(bar);
        let returned = folder.join(RETURNED);
        let place = Output::new(&returned, "--return", Shape::Folder("xlsx"), matches);
        let back = Back::of(round, findings, &place, matches, lang)?;
        back.stage(&mut outputs, lang)?;
        let mut lines = report::glance(round, findings, lang);
        lines.push(String::new());
        lines.push(lang.pick(
            format!("Kết quả nằm trong thư mục “{}”:", folder.display()),
            format!("The results are in the folder “{}”:", folder.display()),
        ));
        for (name, vi, en) in [
            (
                PAGE,
                "các góp ý, mở bằng trình duyệt",
                "the findings, for a browser",
            ),
            (WORKBOOK, "bảng tổng hợp", "the consolidated workbook"),
        ] {
            lines.push(format!("- {name}: {}", lang.pick(vi, en)));
        }
        if back.is_any() {
            lines.push(format!(
                "- {RETURNED}: {}",
                lang.pick(
                    "tệp đã đánh dấu và thư để gửi lại các đơn vị",
                    "marked files and letters to send back to the offices",
                )
            ));
        }
        lines.push(String::new());
        lines.extend(back.finish(lang)?);
        lines.extend(merge::doubts_told(&doubts, lang));
        let told = format!("{RESULTS_MARK}\n\n{}\n", lines.join("\n"));
        let told = format!("\u{feff}{}", cr_lf(&told));
        outputs
            .add(&folder.join(RESULTS_FILE), |out| {
                out.write_all(told.as_bytes())
            })
            .map_err(not_written)?;
        commit(outputs, lang)?;
        Ok(lines)
    }
}

/// Opens a folder on the desktop, where the system can.
pub fn show(folder: &Path) {
    let program = if cfg!(windows) { "explorer" } else { "open" };
    let _ = Command::new(program)
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}
