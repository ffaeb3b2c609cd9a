//! The commands: one file each, holding its arguments, its help and its run. The arguments that they share stand in `args`, the rest of what they share here.

pub mod args;
mod bar;
pub mod check;
pub mod convert;
pub mod decide;
pub mod diff;
pub mod dropped;
pub mod explain;
pub mod export;
pub mod init;
pub mod inspect;
mod letters;
pub mod merge;
mod output;
mod reminding;
mod returning;
pub mod status;
pub mod template;
pub mod terminal;
mod workbook;

use std::collections::HashSet;
use std::io::{BufRead as _, Write as _};
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use bar::Bar;
use output::{Inputs, Output};

use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::finding::{Finding, Severity};
use crate::fold;
use crate::intake::{self, limits::Limits};
use crate::lang::Lang;
use crate::letters::bounded;
use crate::project;
use crate::report::{self, Format, Style};
use crate::round::{self, Round, Setup};
use crate::rule;

/// How a round is read.
#[derive(Debug, Default)]
struct Reading<'a> {
    /// Whether the cells of its sheets are kept.
    keep_cells: bool,
    /// Whether a progress bar may show.
    shown: bool,
    /// The places of the outputs, which are looked at before anything is read.
    outputs: Vec<&'a Output>,
}

/// Reads the round that a command line names.
fn read_round(matches: &ArgMatches, how: Reading<'_>, lang: Lang) -> Result<Round, Failure> {
    let inputs: Vec<PathBuf> = matches
        .get_many::<PathBuf>("input")
        .map(|paths| paths.cloned().collect())
        .unwrap_or_default();
    read_inputs(matches, expand_list(inputs)?, how, lang)
}

/// Reads the round of one input, with the flags of a command line.
fn read_one(
    matches: &ArgMatches,
    input: &Path,
    how: Reading<'_>,
    lang: Lang,
) -> Result<Round, Failure> {
    let inputs = (vec![input.to_path_buf()], None);
    read_inputs(matches, inputs, how, lang)
}

fn read_inputs(
    matches: &ArgMatches,
    (inputs, list): (Vec<PathBuf>, Option<Vec<PathBuf>>),
    how: Reading<'_>,
    lang: Lang,
) -> Result<Round, Failure> {
    let first = inputs.iter().chain(list.iter().flatten()).next();
    let project_path = match matches.get_one::<PathBuf>("project") {
        Some(path) => Some(path.clone()),
        None => first.and_then(|first| project_of(first)),
    };
    let (mut setup, mut files) = setup(project_path.as_deref(), limits(matches), lang)?;
    setup.as_of = matches.get_one("as-of").copied();
    setup.rare_encodings = matches.get_flag("rare-encodings");
    setup.keep_cells = how.keep_cells;
    let previous = setup.project.as_ref();
    let previous = previous.and_then(|project| project.period.previous.as_deref());
    let before = previous
        .map(|previous| before(matches, previous, project_path.as_deref(), lang))
        .transpose()?;
    for source in before.iter().flat_map(|(intake, _)| &intake.sources) {
        if let Some(path) = source.path() {
            remember(&mut files, path);
        }
    }
    let intake = intake::gather(&inputs, list, &files, &setup.limits)
        .map_err(|error| Failure(error.say(lang)))?;
    let complete = intake.complete;
    if intake.sources.is_empty() {
        return Err(nothing_found(lang));
    }
    let taken = Inputs::found(&intake.sources, &files);
    for output in how.outputs {
        output.check(&taken, lang)?;
    }
    let threads = matches.get_one::<usize>("threads").copied().unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| Failure(error.to_string()))?;
    if let Some((before, with)) = before {
        let read = || round::read(&before.sources, Vec::new(), false, with);
        setup.previous = Some(Box::new(pool.install(read)));
    }
    let non_spreadsheets = intake
        .others
        .into_iter()
        .map(|other| (other.name, other.fact))
        .collect();
    let _bar = Bar::watch(
        &setup.progress,
        lang.pick("Đang đọc các tệp", "Reading files"),
        how.shown,
    );
    Ok(pool.install(|| round::read(&intake.sources, non_spreadsheets, complete, setup)))
}

/// The project file in the folder of an input or above it.
fn project_of(input: &Path) -> Option<PathBuf> {
    let folder = if input.is_dir() {
        Some(input)
    } else {
        input.parent()
    };
    // The folder of `a.csv` is the one that one stands in.
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    project::find(folder.unwrap_or(Path::new(".")))
}

/// The files of the period before, and what they are read with: a project of their own, or that of this period.
fn before(
    matches: &ArgMatches,
    folder: &Path,
    own: Option<&Path>,
    lang: Lang,
) -> Result<(intake::Intake, Setup), Failure> {
    let path = project_of(folder).or_else(|| own.map(Path::to_path_buf));
    let (mut setup, files) = setup(path.as_deref(), limits(matches), lang)?;
    setup.rare_encodings = matches.get_flag("rare-encodings");
    let inputs = [folder.to_path_buf()];
    let intake = intake::gather(&inputs, None, &files, &setup.limits).map_err(|error| {
        let error = error.say(lang);
        Failure(lang.pick(
            format!("kỳ trước (period.previous): {error}"),
            format!("the period before (period.previous): {error}"),
        ))
    })?;
    Ok((intake, setup))
}

fn nothing_found(lang: Lang) -> Failure {
    Failure(
        lang.pick(
            "không tìm thấy tệp báo cáo nào (.xlsx, .xls, .ods, .csv …) trong đầu vào đã cho",
            "no submission (.xlsx, .xls, .ods, .csv …) was found in what was given",
        )
        .to_owned(),
    )
}

/// `-` stands for a list of paths on standard input, the second value.
fn expand_list(inputs: Vec<PathBuf>) -> Result<(Vec<PathBuf>, Option<Vec<PathBuf>>), Failure> {
    let mut all = Vec::new();
    let mut list: Option<Vec<PathBuf>> = None;
    for input in inputs {
        if input.as_os_str() == "-" {
            let listed = list.get_or_insert_default();
            for line in std::io::stdin().lock().lines() {
                let line = line?;
                let line = line.trim_end_matches(['\r', '\n']);
                if !line.trim().is_empty() {
                    listed.push(PathBuf::from(line));
                }
            }
        } else {
            all.push(input);
        }
    }
    Ok((all, list))
}

fn limits(matches: &ArgMatches) -> Limits {
    let mut limits = Limits::default();
    for (flag, limit) in [
        ("max-part", &mut limits.part_mib),
        ("max-size", &mut limits.total_mib),
        ("max-parts", &mut limits.parts),
        ("max-ratio", &mut limits.ratio),
        ("max-cells", &mut limits.cells),
        ("max-area", &mut limits.area),
        ("max-file", &mut limits.file_mib),
        ("max-repeats", &mut limits.repeats),
        ("max-text", &mut limits.text_mib),
        ("max-time", &mut limits.seconds),
    ] {
        if let Ok(Some(value)) = matches.try_get_one::<u64>(flag) {
            *limit = *value;
        }
    }
    limits
}

/// Reads the project file, the lists and the templates; the second value holds their paths, which are no submissions.
/// All that is wrong is said at once.
fn setup(
    path: Option<&Path>,
    limits: Limits,
    lang: Lang,
) -> Result<(Setup, HashSet<PathBuf>), Failure> {
    let mut files = HashSet::new();
    let setup = match path {
        None => Setup::without_project(),
        Some(path) => {
            let mut read = |path: &Path| {
                let bytes = std::fs::read(path)?;
                remember(&mut files, path);
                Ok(bytes)
            };
            Setup::of_project(path, &mut read, &rule::codes(), lang)
                .map_err(|wrong| all_wrong(&wrong, lang))?
        }
    };
    Ok((Setup { limits, ..setup }, files))
}

/// All that is wrong with the project and its lists, as far as a person reads it at once.
fn all_wrong(wrong: &[String], lang: Lang) -> Failure {
    /// So many things are told; those behind come up when these are mended.
    const MOST: usize = 20;
    /// The most letters of one.
    const LONGEST: usize = 1000;
    let told = wrong.iter().take(MOST);
    let mut told: Vec<String> = told.map(|line| bounded(line, LONGEST)).collect();
    if wrong.len() > MOST {
        let more = lang.integer((wrong.len() - MOST) as i128);
        told.push(lang.pick(
            format!("và {more} lỗi khác; sửa các lỗi trên rồi chạy lại"),
            format!("and {more} more; mend these and run again"),
        ));
    }
    Failure(told.join("\n"))
}

fn remember(files: &mut HashSet<PathBuf>, path: &Path) {
    files.insert(intake::real(path).unwrap_or_else(|_| path.to_path_buf()));
}

/// A round that was read and checked.
struct Checked {
    round: Round,
    findings: Vec<Finding>,
}

/// Reads and checks the round of a command that writes a table; `None` when its errors hold the output back.
fn checked_round(
    matches: &ArgMatches,
    output: Option<&Output>,
    lang: Lang,
    terminal: &mut Terminal,
) -> Result<Option<Checked>, Failure> {
    let how = Reading {
        shown: terminal.err_is_terminal,
        outputs: output.into_iter().collect(),
        ..Reading::default()
    };
    let round = read_round(matches, how, lang)?;
    let findings = rule::check(&round);
    tell(&round, &findings, matches.get_flag("all"), lang, terminal)?;
    let held = held_back(matches, &findings, lang, terminal)?;
    Ok((!held).then_some(Checked { round, findings }))
}

/// Tells the findings of `convert` and `merge` on standard error.
fn tell(
    round: &Round,
    findings: &[Finding],
    all: bool,
    lang: Lang,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let only_errors = terminal.is_hushed();
    let style = Style {
        lang,
        colour: terminal.err_is_coloured(),
        width: if terminal.err_is_terminal {
            terminal.width
        } else {
            0
        },
        all,
        brief: true,
        only_errors,
        ..Style::default()
    };
    report::write(Format::Text, round, findings, &style, terminal.errors())?;
    Ok(())
}

/// The outcome of findings.
fn outcome(findings: &[Finding]) -> Outcome {
    if findings
        .iter()
        .any(|finding| finding.severity == Severity::Error)
    {
        Outcome::Errors
    } else {
        Outcome::Done
    }
}

/// With `--strict` and errors nothing is written; says so.
fn held_back(
    matches: &ArgMatches,
    findings: &[Finding],
    lang: Lang,
    terminal: &mut Terminal,
) -> Result<bool, Failure> {
    let held = matches.get_flag("strict") && outcome(findings) == Outcome::Errors;
    if held {
        writeln!(
            terminal.err,
            "{}",
            lang.pick(
                "Có lỗi và có --strict: không ghi tệp nào.",
                "There are errors, and --strict is set: nothing was written."
            )
        )?;
    }
    Ok(held)
}

/// Letters, digits, `-` and `.`, as every file system takes them.
fn ascii(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    let words: Vec<String> = fold::bare(text)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.join("-")
}
