//! The commands: one file each, holding its arguments, its help and its run. The arguments that they share stand in `args`, the rest of what they share here.

pub mod args;
mod bar;
pub mod check;
pub mod convert;
pub mod decide;
pub mod explain;
pub mod inspect;
pub mod merge;
mod output;
mod returning;
pub mod status;
pub mod template;
pub mod terminal;

use std::collections::{BTreeMap, HashSet};
use std::io::{BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;

use bar::Bar;
use output::{Inputs, Output};

use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::finding::{Finding, Severity};
use crate::intake::{self, limits::Limits};
use crate::lang::Lang;
use crate::letters::{bounded, of_path, word};
use crate::project::decisions::Decisions;
use crate::project::{self, Project};
use crate::register::{Register, Sectors};
use crate::report::{self, Format, Style};
use crate::round::{self, Round, Setup};
use crate::rule;
use crate::template as forms;

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
    let (inputs, list) = expand_list(inputs)?;
    let project_path = match matches.get_one::<PathBuf>("project") {
        Some(path) => Some(path.clone()),
        None => inputs
            .iter()
            .chain(list.iter().flatten())
            .next()
            .and_then(|first| {
                let folder = if first.is_dir() {
                    Some(first.as_path())
                } else {
                    first.parent()
                };
                project::find(folder.unwrap_or(Path::new(".")))
            }),
    };
    let (mut setup, files) = setup(project_path.as_deref(), limits(matches), lang)?;
    setup.rare_encodings = matches.get_flag("rare-encodings");
    setup.keep_cells = how.keep_cells;
    let intake = intake::gather(&inputs, list, &files, &setup.limits)
        .map_err(|error| Failure(error.say(lang)))?;
    let complete = intake.complete;
    if intake.sources.is_empty() {
        return Err(Failure(
            lang.pick(
                "không tìm thấy tệp báo cáo nào (.xlsx, .xls, .ods, .csv …) trong đầu vào đã cho"
                    .to_owned(),
                "no submission (.xlsx, .xls, .ods, .csv …) was found in what was given".to_owned(),
            ),
        ));
    }
    let taken = Inputs::found(&intake.sources, &files);
    for output in how.outputs {
        output.check(&taken, lang)?;
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
    let read = || round::read(&intake.sources, non_spreadsheets, complete, setup);
    let threads = matches.get_one::<usize>("threads").copied().unwrap_or(0);
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => Ok(pool.install(read)),
        Err(error) => Err(Failure(error.to_string())),
    }
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
    let mut wrong: Vec<String> = Vec::new();
    let mut setup = Setup {
        limits,
        ..Setup::default()
    };
    let Some(path) = path else {
        setup.templates = forms::defaults();
        return Ok((setup, files));
    };
    let shown = of_path(path);
    let project = project::read(path, &rule::codes()).map_err(|errors| {
        let errors = errors.iter();
        let errors = errors.map(|error| format!("{shown}: {}", error.say(lang)));
        all_wrong(&errors.collect::<Vec<_>>(), lang)
    })?;
    remember(&mut files, path);
    if let Some(bytes) = list(
        &project.units,
        "lists.units",
        &shown,
        lang,
        &mut files,
        &mut wrong,
    ) {
        match Register::read(&bytes) {
            Ok(register) => setup.register = Some(register),
            Err(errors) => wrong.extend(
                errors
                    .iter()
                    .map(|error| error.say(&name_of(project.units.as_deref()), lang)),
            ),
        }
    }
    if let Some(bytes) = list(
        &project.sectors,
        "lists.sectors",
        &shown,
        lang,
        &mut files,
        &mut wrong,
    ) {
        match Sectors::read(&bytes) {
            Ok(sectors) => setup.sectors = Some(sectors),
            Err(errors) => wrong.extend(
                errors
                    .iter()
                    .map(|error| error.say(&name_of(project.sectors.as_deref()), lang)),
            ),
        }
    }
    templates(&project, &shown, lang, &mut setup, &mut files, &mut wrong);
    decisions(&project, lang, &mut setup, &mut files, &mut wrong);
    if !wrong.is_empty() {
        return Err(all_wrong(&wrong, lang));
    }
    setup.project = Some(project);
    Ok((setup, files))
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

/// Reads what was decided, where there is anything.
fn decisions(
    project: &Project,
    lang: Lang,
    setup: &mut Setup,
    files: &mut HashSet<PathBuf>,
    wrong: &mut Vec<String>,
) {
    let path = project.decisions();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
        Err(error) => {
            let error = project::ProjectError::Unreadable(error.to_string());
            wrong.push(format!("{}: {}", of_path(&path), error.say(lang)));
            return;
        }
    };
    remember(files, &path);
    match Decisions::parse(&text, &rule::codes()) {
        Ok(decisions) => setup.decisions = decisions,
        Err(errors) => wrong.extend(
            errors
                .iter()
                .map(|error| format!("{}: {}", of_path(&path), error.say(lang))),
        ),
    }
}

fn name_of(path: Option<&Path>) -> String {
    path.map(of_path).unwrap_or_default()
}

fn remember(files: &mut HashSet<PathBuf>, path: &Path) {
    files.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf()));
}

fn list(
    path: &Option<PathBuf>,
    key: &str,
    project: &str,
    lang: Lang,
    files: &mut HashSet<PathBuf>,
    wrong: &mut Vec<String>,
) -> Option<Vec<u8>> {
    let path = path.as_ref()?;
    match std::fs::read(path) {
        Ok(bytes) => {
            remember(files, path);
            Some(bytes)
        }
        Err(error) => {
            let error = project::ProjectError::List {
                key: key.to_owned(),
                file: of_path(path),
                why: error.to_string(),
            };
            wrong.push(format!("{project}: {}", error.say(lang)));
            None
        }
    }
}

fn templates(
    project: &Project,
    shown: &str,
    lang: Lang,
    setup: &mut Setup,
    files: &mut HashSet<PathBuf>,
    wrong: &mut Vec<String>,
) {
    let none = BTreeMap::new();
    let built_in = forms::built_in();
    let all: Vec<String> = built_in.iter().map(|(id, _)| (*id).to_owned()).collect();
    let used = if project.templates.is_empty() {
        &all
    } else {
        &project.templates
    };
    for name in used {
        let aliases = project.aliases.get(name).unwrap_or(&none);
        if let Some((_, text)) = built_in.iter().find(|(id, _)| id == name) {
            match forms::parse(text, aliases) {
                Ok(template) => setup.templates.push(Arc::new(template)),
                Err(error) => wrong.push(format!("{}: {}", word(name), error.say(lang))),
            }
            continue;
        }
        let path = project.path.parent().unwrap_or(Path::new("")).join(name);
        let read = std::fs::read_to_string(&path).map_err(|_| ());
        match read.map(|text| forms::parse(&text, aliases)) {
            Ok(Ok(template)) => {
                remember(files, &path);
                setup.templates.push(Arc::new(template));
            }
            Ok(Err(error)) => wrong.push(format!("{}: {}", of_path(&path), error.say(lang))),
            Err(()) => {
                let error = project::ProjectError::Value {
                    key: "templates.use".to_owned(),
                    value: name.clone(),
                    allowed: all.join(", ")
                        + lang.pick(
                            ", hoặc đường dẫn tới tệp mẫu .toml",
                            ", or the path of a template file",
                        ),
                };
                wrong.push(format!("{shown}: {}", error.say(lang)));
            }
        }
    }
    for (id, columns) in &project.aliases {
        let Some(template) = setup.templates.iter().find(|template| template.id == *id) else {
            let error = project::ProjectError::UnknownKey {
                key: format!("templates.{id}"),
                nearest: setup.templates.first().map(|template| template.id.clone()),
            };
            wrong.push(format!("{shown}: {}", error.say(lang)));
            continue;
        };
        for column in columns.keys() {
            let ids = || {
                template.fields.iter().flat_map(|field| {
                    std::iter::once(&field.id).chain(field.columns.iter().map(|column| &column.id))
                })
            };
            if !ids().any(|id| id == column) {
                let nearest = ids()
                    .map(|id| (strsim::jaro_winkler(id, column), id))
                    .max_by(|a, b| a.0.total_cmp(&b.0))
                    .map(|(_, id)| id.clone());
                let error = project::ProjectError::UnknownKey {
                    key: format!("templates.{id}.columns.{column}"),
                    nearest,
                };
                wrong.push(format!("{shown}: {}", error.say(lang)));
            }
        }
    }
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
    let style = Style {
        lang,
        colour: terminal.err_is_terminal,
        width: if terminal.err_is_terminal {
            terminal.width
        } else {
            0
        },
        all,
        brief: true,
        ..Style::default()
    };
    report::write(Format::Text, round, findings, &style, &mut terminal.err)?;
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
