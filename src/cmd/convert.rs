//! `tonghop convert`: submissions in, one normalized CSV per template out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::args::{all_arg, output_arg, reading, strict_arg};
use super::{
    Checked, cannot_write, cannot_write_among, checked_round, not_an_input, outcome, written,
};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::lang::Lang;
use crate::round::Round;
use crate::rule::Standing;
use crate::template::Template;
use crate::write::{
    self,
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
    .override_usage(lang.pick("tonghop convert <ĐẦU_VÀO>... -o <THƯ_MỤC | TỆP.csv | ->", "tonghop convert <INPUT>... -o <DIR | FILE.csv | ->"))
    .arg(
        output_arg(
            lang,
            lang.pick("ĐẦU_RA", "OUTPUT"),
            lang.pick(
                "Thư mục nhận các bảng; hoặc TỆP.csv khi chỉ có một mẫu; hoặc “-” để in ra đầu ra chuẩn",
                "Folder for the tables; or FILE.csv when there is one form; or “-” for standard output",
            ),
        )
        .required(true),
    )
    .arg(strict_arg(lang))
    .arg(all_arg(lang))
    .arg(flag("bom", lang.pick("Ghi dấu BOM ở đầu tệp, để mở thẳng bằng Excel", "Begin with a byte-order mark, to open in Excel by a double click")))
    .arg(flag("safe", lang.pick("Thêm dấu ' trước đoạn chữ mà Excel sẽ hiểu là công thức", "Prefix ' to text that Excel would run as a formula")))
    .after_help(lang.pick(
        "Ví dụ:\n  tonghop convert bao-cao/ -o bang/\n  tonghop convert so-y-te.xls -o so-y-te.csv --bom\n  tonghop convert bao-cao/ -o - | duckdb -c \"select unit_name, sum(amount_vnd) from '/dev/stdin' group by 1\"",
        "Examples:\n  tonghop convert submissions/ -o tables/\n  tonghop convert health.xls -o health.csv --bom\n  tonghop convert submissions/ -o - | duckdb -c \"select unit_name, sum(amount_vnd) from '/dev/stdin' group by 1\"",
    ))
}

/// Runs it.
///
/// # Errors
/// When it could not be done.
pub fn run(matches: &ArgMatches, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
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
    };
    let templates = templates(&round);
    let standing = Standing::of(&round, &findings);
    if output.as_os_str() == "-" {
        let template = only(&templates, lang)?;
        table::write(&round, template, &standing, dialect, &mut terminal.out).or_else(|error| {
            if error.kind() == std::io::ErrorKind::BrokenPipe {
                Ok(())
            } else {
                Err(error)
            }
        })?;
    } else if output
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
    {
        let template = only(&templates, lang)?;
        write::file(&output, |out| {
            table::write(&round, template, &standing, dialect, out)
        })
        .map_err(|error| cannot_write(&output, &error, lang))?;
        written(&output, lang, terminal)?;
    } else {
        for path in folder(&round, &templates, &standing, dialect, &output, lang)? {
            written(&path, lang, terminal)?;
        }
    }
    Ok(outcome(&findings))
}

/// The templates that were met; all in use when none was, so that a round of unreadable files gives its header.
fn templates(round: &Round) -> Vec<Arc<Template>> {
    let met = |template: &&Arc<Template>| {
        round
            .tables()
            .any(|(_, table)| table.template.id == template.id)
    };
    let met: Vec<Arc<Template>> = round.setup.templates.iter().filter(met).cloned().collect();
    if met.is_empty() {
        round.setup.templates.clone()
    } else {
        met
    }
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
    round: &Round,
    templates: &[Arc<Template>],
    standing: &Standing<'_>,
    dialect: Dialect,
    folder: &Path,
    lang: Lang,
) -> Result<Vec<PathBuf>, Failure> {
    std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error, lang))?;
    let mut outputs = Vec::new();
    for template in templates {
        let path = folder.join(format!("{}.csv", template.id));
        not_an_input(round, &path, lang)?;
        let mut bytes = Vec::new();
        table::write(round, template, standing, dialect, &mut bytes)?;
        outputs.push((path, bytes));
    }
    write::files(&outputs).map_err(|error| cannot_write_among(&outputs, folder, &error, lang))?;
    Ok(outputs.into_iter().map(|(path, _)| path).collect())
}
