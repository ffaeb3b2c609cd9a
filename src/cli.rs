//! The command line: language, commands, errors in both languages, exit codes.
//!
//! Exit codes: 0 done, no finding of severity error · 1 done, some are errors · 2 not done. Never anything else.

mod shell;

use std::ffi::OsString;
use std::io::{self, Write};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::cmd::args::{COLOUR, QUIET, lang_arg, localised};
use crate::cmd::terminal::Failure;
use crate::cmd::{self, dropped};
use crate::lang::Lang;
use crate::letters::printable;

pub use crate::cmd::dropped::show;
pub use crate::cmd::terminal::{Colour, Outcome, Terminal};

/// What the program is called.
const NAME: &str = "tonghop";

/// Runs the program; gives the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>, terminal: &mut Terminal) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    if let Some(code) = without_command(&args, terminal) {
        return code;
    }
    let lang = language(&args);
    let matches = match command(lang).try_get_matches_from(&args) {
        Ok(matches) => matches,
        Err(error) => return usage(&error, lang, terminal),
    };
    obey(&matches, terminal);
    let Some((name, matches)) = matches.subcommand() else {
        let _ = write!(terminal.err, "{}", command(lang).render_help());
        return 2;
    };
    obey(matches, terminal);
    if let Some((_, within)) = matches.subcommand() {
        obey(within, terminal);
    }
    terminal.shield();
    let Some(entry) = COMMANDS.iter().find(|entry| entry.name == name) else {
        return 2;
    };
    let outcome = (entry.run)(matches, lang, terminal);
    ended(outcome, lang, terminal)
}

/// What was dropped on the program, or a double click. Whoever does so has set no language: the program speaks
/// Vietnamese, whatever the system does, unless `TONGHOP_LANG` says otherwise.
fn without_command(args: &[OsString], terminal: &mut Terminal) -> Option<u8> {
    let lang = spoken().unwrap_or_default();
    let dropped = dropped::paths(args);
    if dropped.is_none() && (args.len() > 1 || !terminal.window) {
        return None;
    }
    terminal.shield();
    let paths = match dropped {
        Some(paths) => Ok(Some(paths)),
        None => dropped::ask(lang, terminal),
    };
    let outcome = match paths {
        Ok(Some(paths)) => Some(dropped::run(&paths, lang, terminal)),
        Ok(None) => None,
        Err(failure) => Some(Err(failure)),
    };
    let code = match outcome {
        Some(outcome) => ended(outcome, lang, terminal),
        None => {
            let _ = write!(terminal.err, "{}", command(lang).render_help());
            2
        }
    };
    dropped::wait(lang, terminal);
    Some(code)
}

/// The exit code of how a command ended; says why it was not done.
fn ended(outcome: Result<Outcome, Failure>, lang: Lang, terminal: &mut Terminal) -> u8 {
    let flushed = terminal.out.flush();
    match (outcome, flushed) {
        (Ok(Outcome::Done), Ok(())) => 0,
        (Ok(Outcome::Errors), Ok(())) => 1,
        // Whoever read the results has read enough.
        (Ok(outcome), Err(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            u8::from(outcome == Outcome::Errors)
        }
        (Ok(_), Err(error)) => fail(&Failure::from(error), lang, terminal),
        (Err(failure), _) => fail(&failure, lang, terminal),
    }
}

/// Does as the flags say that stand before the command as well as behind it.
fn obey(matches: &ArgMatches, terminal: &mut Terminal) {
    if let Some(colour) = matches.get_one::<String>(COLOUR) {
        terminal.colour = Colour::from_name(colour);
    }
    if matches.get_flag(QUIET) {
        terminal.hush();
    }
}

fn fail(failure: &Failure, lang: Lang, terminal: &mut Terminal) -> u8 {
    let word = lang.pick("lỗi", "error");
    let _ = writeln!(terminal.errors(), "{word}: {}", failure.0);
    2
}

/// Says that there is no command of this name, with the nearest.
fn complain<'n>(name: &str, names: impl Iterator<Item = &'n str>, lang: Lang) -> Failure {
    const NEAR: f64 = 0.7;
    let near = names
        .map(|other| (strsim::jaro_winkler(name, other), other))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(likeness, _)| *likeness >= NEAR);
    let near = near.map_or_else(String::new, |(_, near)| {
        lang.pick(
            format!("; gần nhất: {near}"),
            format!("; the nearest is {near}"),
        )
    });
    Failure(lang.pick(
        format!("không có lệnh “{name}”{near}"),
        format!("there is no command “{name}”{near}"),
    ))
}

struct Entry {
    name: &'static str,
    command: fn(Lang) -> Command,
    run: fn(&ArgMatches, Lang, &mut Terminal) -> Result<Outcome, Failure>,
}

/// The commands, in the order of the help.
const COMMANDS: &[Entry] = &[
    Entry {
        name: "init",
        command: cmd::init::command,
        run: cmd::init::run,
    },
    Entry {
        name: "convert",
        command: cmd::convert::command,
        run: cmd::convert::run,
    },
    Entry {
        name: "check",
        command: cmd::check::command,
        run: cmd::check::run,
    },
    Entry {
        name: "merge",
        command: cmd::merge::command,
        run: cmd::merge::run,
    },
    Entry {
        name: "export",
        command: cmd::export::command,
        run: cmd::export::run,
    },
    Entry {
        name: "status",
        command: cmd::status::command,
        run: cmd::status::run,
    },
    Entry {
        name: "diff",
        command: cmd::diff::command,
        run: cmd::diff::run,
    },
    Entry {
        name: "decide",
        command: cmd::decide::command,
        run: cmd::decide::run,
    },
    Entry {
        name: "template",
        command: cmd::template::command,
        run: cmd::template::run,
    },
    Entry {
        name: "inspect",
        command: cmd::inspect::command,
        run: cmd::inspect::run,
    },
    Entry {
        name: "explain",
        command: cmd::explain::command,
        run: cmd::explain::run,
    },
    Entry {
        name: "completions",
        command: shell::completions_command,
        run: shell::completions,
    },
    Entry {
        name: "man",
        command: shell::man_command,
        run: shell::man,
    },
    Entry {
        name: "help",
        command: shell::help_command,
        run: shell::help,
    },
];

/// The language: `--lang`, else `TONGHOP_LANG`, else the system's (one that begins with `en` gives English), else Vietnamese.
fn language(args: &[OsString]) -> Lang {
    let mut flag = None;
    let mut args = args.iter().filter_map(|arg| arg.to_str()).peekable();
    while let Some(arg) = args.next() {
        if arg == "--" {
            break;
        }
        if let Some(value) = arg.strip_prefix("--lang=") {
            flag = Lang::from_name(value);
        } else if arg == "--lang" {
            flag = args.peek().and_then(|value| Lang::from_name(value));
        }
    }
    let system = || {
        let locale = sys_locale::get_locale()?;
        locale
            .to_ascii_lowercase()
            .starts_with("en")
            .then_some(Lang::En)
    };
    flag.or_else(spoken).or_else(system).unwrap_or_default()
}

/// The language that `TONGHOP_LANG` names.
fn spoken() -> Option<Lang> {
    let name = std::env::var("TONGHOP_LANG").ok()?;
    Lang::from_name(&name)
}

/// The whole command line in a language.
fn command(lang: Lang) -> Command {
    let version = concat!(env!("CARGO_PKG_VERSION"), " (schema 1)");
    let mut command = localised(Command::new(NAME), lang)
        .version(version)
        .disable_version_flag(true)
        .about(lang.pick(
            "Tổng hợp biểu mẫu Excel của các đơn vị: chuyển thành bảng CSV chuẩn, kiểm tra từng ô, lập bảng tổng hợp.",
            "Consolidates the Excel forms of offices: normalized CSV tables, every cell checked, a consolidated workbook.",
        ))
        .override_usage(lang.pick("tonghop <LỆNH> [TÙY CHỌN]", "tonghop <COMMAND> [OPTIONS]"))
        .subcommand_help_heading(lang.pick("Các lệnh", "Commands"))
        .disable_help_subcommand(true)
        .after_help(lang.pick(
            "Ví dụ:\n  tonghop check bao-cao/                        kiểm tra các tệp đã nhận\n  tonghop merge bao-cao/ -o tong-hop.xlsx       lập bảng tổng hợp\n  tonghop convert bao-cao/ -o bang/             xuất bảng CSV chuẩn\n\nMã thoát: 0 xong, không có lỗi · 1 xong, có ô cần sửa · 2 không thực hiện được.",
            "Examples:\n  tonghop check submissions/                       check what was received\n  tonghop merge submissions/ -o consolidated.xlsx  write the consolidated workbook\n  tonghop convert submissions/ -o tables/          write normalized CSV tables\n\nExit codes: 0 done, no errors · 1 done, some cells are to be corrected · 2 not done.",
        ))
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help_heading(lang.pick("Tùy chọn", "Options"))
                .help(lang.pick("In phiên bản của chương trình và của cấu trúc bảng", "Print the version of the program and of its tables")),
        )
        .arg(lang_arg(lang));
    for entry in COMMANDS {
        command = command.subcommand((entry.command)(lang));
    }
    command
}

/// Tells a person what is wrong with a command line.
fn usage(error: &clap::Error, lang: Lang, terminal: &mut Terminal) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = write!(terminal.out, "{error}");
            let _ = terminal.out.flush();
            return 0;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = write!(terminal.err, "{error}");
            return 2;
        }
        _ => {}
    }
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => printable(text),
        Some(ContextValue::Strings(texts)) => printable(&texts.join(", ")),
        Some(other) => printable(&other.to_string()),
        None => String::new(),
    };
    let (arg, value) = (
        text(ContextKind::InvalidArg),
        text(ContextKind::InvalidValue),
    );
    let mut message = match error.kind() {
        ErrorKind::MissingRequiredArgument => {
            lang.pick(format!("thiếu {arg}"), format!("missing {arg}"))
        }
        ErrorKind::UnknownArgument => lang.pick(
            format!("không có tùy chọn {arg}"),
            format!("there is no option {arg}"),
        ),
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand);
            lang.pick(
                format!("không có lệnh “{name}”"),
                format!("there is no command “{name}”"),
            )
        }
        ErrorKind::InvalidValue if value.is_empty() => lang.pick(
            format!("{arg} cần một giá trị"),
            format!("{arg} needs a value"),
        ),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => lang.pick(
            format!("{arg} không nhận “{value}”"),
            format!("{arg} does not take “{value}”"),
        ),
        ErrorKind::ArgumentConflict => lang.pick(
            format!("{arg} được ghi hai lần hoặc không dùng chung được"),
            format!("{arg} stands twice or does not go with the others"),
        ),
        ErrorKind::MissingSubcommand => lang.pick(
            "thiếu tên lệnh".to_owned(),
            "a command is missing".to_owned(),
        ),
        _ => error
            .to_string()
            .trim_start_matches("error: ")
            .trim_end()
            .to_owned(),
    };
    let valid = text(ContextKind::ValidValue);
    if !valid.is_empty() {
        message.push_str(&lang.pick(
            format!("; chỉ nhận: {valid}"),
            format!("; it takes: {valid}"),
        ));
    }
    for kind in [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ] {
        let near = text(kind);
        if !near.is_empty() {
            message.push_str(&lang.pick(
                format!("; gần nhất: {near}"),
                format!("; the nearest is {near}"),
            ));
        }
    }
    let _ = writeln!(terminal.err, "{}: {message}", lang.pick("lỗi", "error"));
    let _ = writeln!(
        terminal.err,
        "{}",
        lang.pick(
            "Xem hướng dẫn: tonghop --help, hoặc tonghop <LỆNH> --help",
            "For help: tonghop --help, or tonghop <COMMAND> --help"
        )
    );
    2
}
