//! `tonghop template check FILE`: what is wrong with a template, all of it at once; when it is right, what it makes.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};

use super::super::args::{lang_arg, localised};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::lang::Lang;
use crate::letters::{Plain, of_path, word};
use crate::report;
use crate::template as forms;

/// Its arguments and help.
pub fn command(lang: Lang) -> Command {
    localised(Command::new("check"), lang)
        .about(lang.pick(
            "Kiểm tra tệp mẫu: chỗ sai, và mẫu đọc được gì",
            "Check a template: its mistakes, and what it makes",
        ))
        .override_usage(lang.pick(
            "tonghop template check <MẪU.toml>...",
            "tonghop template check <FILE.toml>...",
        ))
        .arg(
            Arg::new("file")
                .value_name(lang.pick("MẪU.toml", "FILE.toml"))
                .required(true)
                .num_args(1..)
                .value_parser(clap::value_parser!(PathBuf))
                .help_heading(lang.pick("Đầu vào", "Inputs"))
                .help(lang.pick("Tệp mẫu", "The template")),
        )
        .arg(lang_arg(lang))
        .after_help(lang.pick(
            "Mã thoát: 0 mẫu dùng được · 1 có chỗ sai · 2 không mở được tệp.\n\nVí dụ:\n  tonghop template check giai-ngan.toml",
            "Exit codes: 0 the template can be used · 1 it has mistakes · 2 the file cannot be opened.\n\nExamples:\n  tonghop template check disbursement.toml",
        ))
}

/// Runs it.
///
/// # Errors
/// When a file cannot be read.
pub fn run(matches: &ArgMatches, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let paths = matches.get_many::<PathBuf>("file").into_iter().flatten();
    let mut outcome = Outcome::Done;
    for (index, path) in paths.enumerate() {
        let name = of_path(path);
        let text = read(path, &name, lang)?;
        let (template, errors) = forms::explain(&text);
        // What a file holds must not move the cursor.
        let mut out = Plain::new(&mut terminal.out, false);
        if index > 0 {
            writeln!(out)?;
        }
        for error in &errors {
            let severity = match error.is_severe() {
                true => lang.pick("lỗi", "error"),
                false => lang.pick("nên xem lại", "to look at"),
            };
            let (line, said) = (error.line, error.what.say(lang));
            writeln!(out, "{name}:{line}: {severity}: {said}")?;
        }
        let Some(template) = template else {
            outcome = Outcome::Errors;
            let severe = errors.iter().filter(|error| error.is_severe()).count();
            writeln!(out, "{}", wrong(severe, lang))?;
            continue;
        };
        let (form, id) = (lang.quote(&word(template.name(lang))), word(&template.id));
        let right = lang.pick(
            format!("{name}: mẫu {form} ({id}) dùng được."),
            format!("{name}: the template {form} ({id}) can be used."),
        );
        writeln!(out, "{right}\n")?;
        report::form::write(&template, lang, &mut out)?;
        writeln!(out, "\n{}", next(&name, lang))?;
    }
    Ok(outcome)
}

fn read(path: &PathBuf, name: &str, lang: Lang) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(|error| {
        let why = lang.system(&error.to_string());
        Failure(lang.pick(
            format!("không mở được “{name}” ({why})"),
            format!("cannot open “{name}” ({why})"),
        ))
    })?;
    String::from_utf8(bytes).map_err(|_| {
        Failure(lang.pick(
            format!("“{name}” không phải là tệp chữ mã UTF-8. Tệp mẫu là tệp .toml; lưu lại bằng mã UTF-8."),
            format!("“{name}” is no text in UTF-8. A template is a .toml file; save it as UTF-8."),
        ))
    })
}

fn wrong(count: usize, lang: Lang) -> String {
    let count = lang.count(count, "lỗi", "error", "errors");
    lang.pick(
        format!("{count}: mẫu chưa dùng được. Sửa rồi chạy lại lệnh này."),
        format!("{count}: the template cannot be used. Correct it and run this again."),
    )
}

/// What is done with a template that is right.
fn next(name: &str, lang: Lang) -> String {
    lang.pick(
        format!("Để dùng, ghi vào tonghop.toml:\n  [templates]\n  use = [\"{name}\"]"),
        format!("To use it, write into tonghop.toml:\n  [templates]\n  use = [\"{name}\"]"),
    )
}
