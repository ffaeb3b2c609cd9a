//! `tonghop convert`: submissions in, one normalized table per template out, as CSV or JSON Lines.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::args::{all_arg, format_arg, output_arg, reading, strict_arg};
use super::{Checked, cannot_write, checked_round, not_an_input, outcome, written};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::lang::Lang;
use crate::round::Round;
use crate::rule::Standing;
use crate::template::Template;
use crate::write::{
    self, lines,
    table::{self, Dialect},
};

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
    .arg(strict_arg(lang))
    .arg(all_arg(lang))
    .arg(flag("bom", lang.pick("Ghi dấu BOM ở đầu tệp, để mở thẳng bằng Excel", "Begin with a byte-order mark, to open in Excel by a double click")))
    .arg(flag("safe", lang.pick("Thêm dấu ' trước đoạn chữ mà Excel sẽ hiểu là công thức", "Prefix ' to text that Excel would run as a formula")))
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
                let (path, asked) = (path.display(), asked.name());
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
    let Some(Checked {
        round,
        findings,
        output,
    }) = checked_round(matches, lang, terminal)?
    else {
        return Ok(Outcome::Errors);
    };
    let dialect = Dialect {
        bom: matches.get_flag("bom"),
        safe: matches.get_flag("safe"),
        ..Dialect::default()
    };
    let templates = table::templates(&round);
    let tables = Tables {
        round: &round,
        standing: Standing::of(&round, &findings),
        format,
        dialect,
    };
    if output.as_os_str() == "-" {
        let template = only(&templates, lang)?;
        tables.write(template, &mut terminal.out).or_else(|error| {
            if error.kind() == std::io::ErrorKind::BrokenPipe {
                Ok(())
            } else {
                Err(error)
            }
        })?;
    } else if TableFormat::of_ending(&output).is_some() {
        let template = only(&templates, lang)?;
        write::file(&output, |out| tables.write(template, out))
            .map_err(|error| cannot_write(&output, &error, lang))?;
        written(&output, lang, terminal)?;
    } else {
        for path in folder(&tables, &templates, &output, lang)? {
            written(&path, lang, terminal)?;
        }
    }
    Ok(outcome(&findings))
}

fn only(templates: &[Arc<Template>], lang: Lang) -> Result<&Template, Failure> {
    match templates {
        [only] => Ok(only),
        several => {
            let ids: Vec<&str> = several
                .iter()
                .map(|template| template.id.as_str())
                .collect();
            let ids = lang.list(&ids);
            Err(Failure(lang.pick(
                format!("đầu vào có nhiều mẫu ({ids}); hãy ghi ra một thư mục: -o THƯ_MỤC"),
                format!("the inputs hold several forms ({ids}); write to a folder: -o DIR"),
            )))
        }
    }
}

fn folder(
    tables: &Tables<'_>,
    templates: &[Arc<Template>],
    folder: &Path,
    lang: Lang,
) -> Result<Vec<PathBuf>, Failure> {
    std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error, lang))?;
    let mut outputs = Vec::new();
    for template in templates {
        let path = folder.join(format!("{}.{}", template.id, tables.format.name()));
        not_an_input(tables.round, &path, lang)?;
        let mut bytes = Vec::new();
        tables.write(template, &mut bytes)?;
        outputs.push((path, bytes));
    }
    write::files(&outputs).map_err(|error| cannot_write(folder, &error, lang))?;
    Ok(outputs.into_iter().map(|(path, _)| path).collect())
}
