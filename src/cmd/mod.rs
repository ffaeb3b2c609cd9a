//! The commands: one file each, holding its arguments, its help and its run. The arguments that they share stand in `args`, the rest of what they share here.

pub mod args;
mod bar;
pub mod check;
pub mod convert;
pub mod decide;
pub mod diff;
pub mod dropped;
pub mod explain;
pub mod init;
pub mod inspect;
mod letters;
pub mod merge;
mod reminding;
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

use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::finding::{Finding, Severity};
use crate::fold;
use crate::intake::{self, limits::Limits};
use crate::lang::Lang;
use crate::project::decisions::Decisions;
use crate::project::{self, Project};
use crate::register::{Register, Sectors};
use crate::report::{self, Format, Style};
use crate::round::{self, Round, Setup};
use crate::rule;
use crate::template as forms;

/// Reads the round that a command line names, with or without keeping the cells of its sheets.
fn read_round(matches: &ArgMatches, keep_cells: bool, lang: Lang) -> Result<Round, Failure> {
    read_round_shown(matches, keep_cells, false, lang)
}

/// The same with a progress bar, where standard error is a terminal.
fn read_round_shown(
    matches: &ArgMatches,
    keep_cells: bool,
    shown: bool,
    lang: Lang,
) -> Result<Round, Failure> {
    let inputs: Vec<PathBuf> = matches
        .get_many::<PathBuf>("input")
        .map(|paths| paths.cloned().collect())
        .unwrap_or_default();
    let (inputs, list) = expand_list(inputs)?;
    read_inputs(matches, (inputs, list), keep_cells, shown, lang)
}

/// Reads the round of one input, with the flags of a command line.
fn read_one(matches: &ArgMatches, input: &Path, shown: bool, lang: Lang) -> Result<Round, Failure> {
    let inputs = (vec![input.to_path_buf()], None);
    read_inputs(matches, inputs, false, shown, lang)
}

fn read_inputs(
    matches: &ArgMatches,
    (inputs, list): (Vec<PathBuf>, Option<Vec<PathBuf>>),
    keep_cells: bool,
    shown: bool,
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
    setup.keep_cells = keep_cells;
    let threads = matches.get_one::<usize>("threads").copied().unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| Failure(error.to_string()))?;
    let previous = setup
        .project
        .as_ref()
        .and_then(|project| project.period.previous.clone());
    if let Some(previous) = previous {
        let before = before(matches, &previous, project_path.as_deref(), lang)?;
        let read = || round::read(&before.0.sources, Vec::new(), false, before.1);
        for source in &before.0.sources {
            if let Some(path) = source.path() {
                remember(&mut files, path);
            }
        }
        setup.previous = Some(Box::new(pool.install(read)));
    }
    let intake = intake::gather(&inputs, list, &files, &setup.limits)
        .map_err(|error| Failure(error.say(lang)))?;
    let complete = intake.complete;
    if intake.sources.is_empty() {
        return Err(nothing_found(lang));
    }
    let non_spreadsheets = intake
        .others
        .into_iter()
        .map(|other| (other.name, other.fact))
        .collect();
    let _bar = Bar::watch(
        &setup.progress,
        lang.pick("Đang đọc các tệp", "Reading files"),
        shown,
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
    let shown = path.display().to_string();
    let project = project::read(path, &rule::codes()).map_err(|errors| {
        Failure(
            errors
                .iter()
                .map(|error| format!("{shown}: {}", error.say(lang)))
                .collect::<Vec<_>>()
                .join("\n"),
        )
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
        return Err(Failure(wrong.join("\n")));
    }
    setup.project = Some(project);
    Ok((setup, files))
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
            wrong.push(format!("{}: {}", path.display(), error.say(lang)));
            return;
        }
    };
    remember(files, &path);
    match Decisions::parse(&text, &rule::codes()) {
        Ok(decisions) => setup.decisions = decisions,
        Err(errors) => wrong.extend(
            errors
                .iter()
                .map(|error| format!("{}: {}", path.display(), error.say(lang))),
        ),
    }
}

fn name_of(path: Option<&Path>) -> String {
    path.map(|path| path.display().to_string())
        .unwrap_or_default()
}

fn remember(files: &mut HashSet<PathBuf>, path: &Path) {
    files.insert(intake::real(path).unwrap_or_else(|_| path.to_path_buf()));
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
                file: path.display().to_string(),
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
                Err(error) => wrong.push(format!("{name}: {}", error.say(lang))),
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
            Ok(Err(error)) => wrong.push(format!("{}: {}", path.display(), error.say(lang))),
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

/// A round that was read and checked, and where its output goes.
struct Checked {
    round: Round,
    findings: Vec<Finding>,
    output: PathBuf,
}

/// Reads and checks the round of a command that writes a table; `None` when its errors hold the output back.
fn checked_round(
    matches: &ArgMatches,
    lang: Lang,
    terminal: &mut Terminal,
) -> Result<Option<Checked>, Failure> {
    let round = read_round_shown(matches, false, terminal.err_is_terminal, lang)?;
    let output = matches
        .get_one::<PathBuf>("output")
        .cloned()
        .unwrap_or_default();
    not_an_input(&round, &output, lang)?;
    let findings = rule::check(&round);
    tell(&round, &findings, matches.get_flag("all"), lang, terminal)?;
    let held = held_back(matches, &findings, lang, terminal)?;
    Ok((!held).then_some(Checked {
        round,
        findings,
        output,
    }))
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

/// Says that an output could not be written, and what to do.
fn cannot_write(path: &Path, error: &std::io::Error, lang: Lang) -> Failure {
    if is_open_elsewhere(error.raw_os_error(), path.is_file(), cfg!(windows)) {
        let path = path.display();
        return Failure(lang.pick(
            format!("không ghi được “{path}”: tệp đang mở trong chương trình khác, có thể là Excel. Đóng tệp đó rồi chạy lại."),
            format!("cannot write “{path}”: it is open in another program, perhaps Excel. Close it and run again."),
        ));
    }
    let (path, error) = (path.display(), lang.system(&error.to_string()));
    Failure(lang.pick(
        format!("không ghi được “{path}” ({error}). Kiểm tra quyền ghi của thư mục; nếu tệp đang mở trong Excel thì đóng lại rồi chạy lại."),
        format!("cannot write “{path}” ({error}). Check that the folder may be written; if the file is open in Excel, close it and run again."),
    ))
}

/// The same of several files that are written together: names the one that is in the way.
fn cannot_write_among(
    outputs: &[(PathBuf, impl Sized)],
    folder: &Path,
    error: &std::io::Error,
    lang: Lang,
) -> Failure {
    let is_shut = |path: &&PathBuf| {
        let opened = std::fs::OpenOptions::new().write(true).open(path);
        path.is_file() && opened.is_err()
    };
    let shut = outputs.iter().map(|(path, _)| path).find(is_shut);
    cannot_write(shut.map_or(folder, PathBuf::as_path), error, lang)
}

/// Whether a file could not be written because some program holds it open. Windows says so outright (32, 33), or that the
/// file that is there may not be replaced (5).
fn is_open_elsewhere(code: Option<i32>, is_file: bool, windows: bool) -> bool {
    windows && (matches!(code, Some(32 | 33)) || (code == Some(5) && is_file))
}

/// Says what was written.
fn written(path: &Path, lang: Lang, terminal: &mut Terminal) -> Result<(), Failure> {
    let path = path.display();
    writeln!(
        terminal.err,
        "{}",
        lang.pick(format!("Đã ghi “{path}”."), format!("Wrote “{path}”."))
    )?;
    Ok(())
}

/// Refuses to write over a file that is read: a submission, the project file or a list.
fn not_an_input(round: &Round, output: &Path, lang: Lang) -> Result<(), Failure> {
    not_among(&inputs(round), output, lang)
}

/// The files that are read, by their real paths.
fn inputs(round: &Round) -> HashSet<PathBuf> {
    let submissions = round
        .files()
        .filter_map(|submission| submission.source.path().map(Path::to_path_buf));
    let all = submissions.chain(round.setup.project.iter().flat_map(Project::files));
    all.filter_map(|path| intake::real(&path).ok()).collect()
}

fn not_among(inputs: &HashSet<PathBuf>, output: &Path, lang: Lang) -> Result<(), Failure> {
    if intake::real(output).is_ok_and(|target| inputs.contains(&target)) {
        let output = output.display();
        return Err(Failure(lang.pick(
            format!("“{output}” là một tệp đầu vào; chọn tên khác cho tệp kết quả"),
            format!("“{output}” is one of the inputs; choose another name for the output"),
        )));
    }
    Ok(())
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
