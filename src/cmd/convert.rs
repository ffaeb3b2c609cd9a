//! `tonghop convert`: submissions in, one normalized table per template out, as CSV or JSON Lines.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::args::{all_arg, format_arg, output_arg, reading, replace_arg, safe_arg, strict_arg};
use super::output::{Inputs, Output, Shape, commit, unwritten, written};
use super::{Checked, checked_round, outcome};
use crate::book::ours::is_output;
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::lang::Lang;
use crate::letters::of_path;
use crate::round::Round;
use crate::rule::Standing;
use crate::template::Template;
use crate::write::table::{self, Dialect};
use crate::write::{Outputs, lines};

/// Its arguments and help.
pub fn command(lang: Lang) -> Command {
    let heading = lang.pick("Tùy chọn", "Options");
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help_heading(heading)
            .help(help)
    };
    reading(
        "convert",
        lang.pick(
            "Đọc các tệp báo cáo, ghi mỗi mẫu thành một bảng CSV chuẩn",
            "Read submissions and write one normalized CSV table per form",
        ),
        lang,
    )
    .override_usage(lang.pick("tonghop convert <ĐẦU_VÀO>... -o <THƯ_MỤC | TỆP.csv | TỆP.jsonl | ->", "tonghop convert <INPUT>... -o <DIR | FILE.csv | FILE.jsonl | ->"))
    .arg(
        output_arg(
            lang,
            lang.pick("ĐẦU_RA", "OUTPUT"),
            lang.pick(
                "Thư mục nhận các bảng; hoặc TỆP.csv, TỆP.jsonl khi chỉ có một mẫu; hoặc “-” để in ra đầu ra chuẩn",
                "Folder for the tables; or FILE.csv or FILE.jsonl when there is one form; or “-” for standard output",
            ),
        )
        .required(true),
    )
    .arg(format_arg(
        lang,
        &TableFormat::NAMES,
        (
            ", hoặc theo đuôi tệp của -o; jsonl là JSON Lines, mỗi dòng một bản ghi",
            ", or by how the name behind -o ends; jsonl is JSON Lines, a record a line",
        ),
    ))
    .arg(replace_arg(lang))
    .arg(strict_arg(lang))
    .arg(all_arg(lang))
    .arg(flag("bom", lang.pick("Ghi dấu BOM ở đầu tệp, để mở thẳng bằng Excel", "Begin with a byte-order mark, to open in Excel by a double click")))
    .arg(safe_arg(lang))
    .after_help(lang.pick(
        "Ví dụ:\n  tonghop convert bao-cao/ -o bang/\n  tonghop convert so-y-te.xls -o so-y-te.csv --bom\n  tonghop convert bao-cao/ -o - | duckdb -c \"select unit_name, sum(amount_vnd) from '/dev/stdin' group by 1\"\n  tonghop convert bao-cao/ -o - --format jsonl > ban-ghi.jsonl",
        "Examples:\n  tonghop convert submissions/ -o tables/\n  tonghop convert health.xls -o health.csv --bom\n  tonghop convert submissions/ -o - | duckdb -c \"select unit_name, sum(amount_vnd) from '/dev/stdin' group by 1\"\n  tonghop convert submissions/ -o - --format jsonl > records.jsonl",
    ))
}

/// A format of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TableFormat {
    Csv,
    JsonLines,
}

impl TableFormat {
    const NAMES: [&str; 2] = ["csv", "jsonl"];

    fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }

    /// How the names of its files may end, the usual ending first.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Csv => &["csv"],
            Self::JsonLines => &["jsonl", "ndjson"],
        }
    }

    /// The format of a file whose name ends so.
    fn of_ending(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "csv" => Some(Self::Csv),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }

    /// The format that a command line asks for, which the name of its output must suit.
    fn of(matches: &ArgMatches, lang: Lang) -> Result<Self, Failure> {
        let asked = match matches.get_one::<String>("format").map(String::as_str) {
            Some("jsonl") => Self::JsonLines,
            _ => Self::Csv,
        };
        let path = matches.get_one::<PathBuf>("output");
        let ending = path.and_then(|path| Self::of_ending(path).zip(Some(path)));
        let is_said = matches.value_source("format") == Some(ValueSource::CommandLine);
        let format = match ending {
            Some((of_name, path)) if is_said && of_name != asked => {
                let (path, asked) = (of_path(path), asked.name());
                return Err(Failure(lang.pick(
                    format!("tên “{path}” không hợp với --format {asked}; dùng đuôi .{asked}"),
                    format!(
                        "the name “{path}” does not suit --format {asked}; let it end in .{asked}"
                    ),
                )));
            }
            Some((of_name, _)) => of_name,
            None => asked,
        };
        let of_csv = ["bom", "safe"]
            .into_iter()
            .find(|flag| matches.get_flag(flag));
        match of_csv.filter(|_| format == Self::JsonLines) {
            Some(flag) => Err(Failure(lang.pick(
                format!("--{flag} chỉ dùng cho CSV, không dùng cho JSON Lines"),
                format!("--{flag} is for CSV and not for JSON Lines"),
            ))),
            None => Ok(format),
        }
    }
}

/// How the tables of a round are written.
struct Tables<'r> {
    round: &'r Round,
    standing: Standing<'r>,
    format: TableFormat,
    dialect: Dialect,
}

impl Tables<'_> {
    fn write(&self, template: &Template, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        match self.format {
            TableFormat::Csv => {
                table::write(self.round, template, &self.standing, self.dialect, out)
            }
            TableFormat::JsonLines => lines::write(self.round, template, &self.standing, out),
        }
    }
}

/// Runs it.
///
/// # Errors
/// When it could not be done.
pub fn run(matches: &ArgMatches, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let format = TableFormat::of(matches, lang)?;
    let path = matches.get_one::<PathBuf>("output");
    let is_one = path.is_some_and(|path| TableFormat::of_ending(path).is_some() && !path.is_dir());
    let shape = match is_one {
        true => Shape::File(format.endings()),
        false => Shape::Folder(format.name()),
    };
    let output = Output::of(matches, shape);
    let checked = checked_round(matches, output.as_ref(), lang, terminal)?;
    let Some(Checked { round, findings }) = checked else {
        return Ok(Outcome::Errors);
    };
    let templates = table::templates(&round);
    let tables = Tables {
        round: &round,
        standing: Standing::of(&round, &findings),
        format,
        dialect: Dialect {
            bom: matches.get_flag("bom"),
            safe: matches.get_flag("safe"),
            ..Dialect::default()
        },
    };
    let Some(output) = output else {
        let template = one_of(&templates, &round, lang, terminal)?;
        tables.write(template, &mut terminal.out).or_else(|error| {
            if error.kind() == std::io::ErrorKind::BrokenPipe {
                Ok(())
            } else {
                Err(error)
            }
        })?;
        return Ok(outcome(&findings));
    };
    let mut files = Vec::new();
    if is_one {
        let template = one_of(&templates, &round, lang, terminal)?;
        files.push((output.path.clone(), template));
    } else {
        let inputs = Inputs::of(&round);
        for template in &templates {
            let name = format!("{}.{}", template.id, format.name());
            let path = output.path.join(name);
            inputs.refuse(&path, lang)?;
            output.may_replace(&path, is_output, lang)?;
            files.push((path, &**template));
        }
    }
    let mut outputs = Outputs::default();
    let mut stage = || {
        if !is_one {
            outputs.folder(&output.path)?;
        }
        files
            .iter()
            .try_for_each(|(path, template)| outputs.add(path, |out| tables.write(template, out)))
    };
    stage().map_err(|why| unwritten(&why, lang))?;
    commit(outputs, lang)?;
    for (path, _) in &files {
        written(path, lang, terminal)?;
    }
    Ok(outcome(&findings))
}

/// The form of a single table. Where several were met and the project names which are in use, a table for each is
/// wanted; where nobody named any, the table is that of the form usually asked for, and the others are told.
fn one_of<'t>(
    templates: &'t [Arc<Template>],
    round: &Round,
    lang: Lang,
    terminal: &mut Terminal,
) -> Result<&'t Template, Failure> {
    if let [only] = templates {
        return Ok(only);
    }
    let setup = &round.setup;
    let unnamed = setup.asked().len() < setup.templates.len();
    let usual = templates.first().filter(|_| unnamed);
    if let Some(usual) = usual.filter(|usual| setup.asked().contains(usual)) {
        for other in templates.iter().skip(1) {
            let count = round
                .records()
                .filter(|(_, table, _)| table.template.id == other.id);
            let count = lang.count(count.count(), "dòng", "record", "records");
            let form = lang.quote(other.name(lang));
            writeln!(
                terminal.err,
                "{}",
                lang.pick(
                    format!("Chú ý: đầu vào còn có mẫu {form} ({count}), không ghi vào bảng này; ghi ra một thư mục để có cả hai: -o THƯ_MỤC"),
                    format!("Mind: the inputs also hold the form {form} ({count}), which is not in this table; write to a folder to have both: -o DIR"),
                )
            )?;
        }
        return Ok(usual);
    }
    let ids: Vec<&str> = templates
        .iter()
        .map(|template| template.id.as_str())
        .collect();
    let ids = lang.list(&ids);
    Err(Failure(lang.pick(
        format!("đầu vào có nhiều mẫu ({ids}); hãy ghi ra một thư mục: -o THƯ_MỤC"),
        format!("the inputs hold several forms ({ids}); write to a folder: -o DIR"),
    )))
}
