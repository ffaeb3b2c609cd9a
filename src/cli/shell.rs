//! For the shell: `tonghop completions SHELL`, `tonghop man`, `tonghop help COMMAND`. They speak of the whole command line,
//! which only this room knows.

use std::io::{self, Write as _};

use clap::builder::EnumValueParser;
use clap::{Arg, ArgMatches, Command};
use clap_complete::Shell;

use super::{NAME, command, complain};
use crate::cmd::args::{lang_arg, localised};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::lang::Lang;

/// `completions`: its arguments and help.
pub(super) fn completions_command(lang: Lang) -> Command {
    localised(Command::new("completions"), lang)
        .about(lang.pick(
            "In tệp gợi ý lệnh khi bấm Tab, cho bash, zsh, fish, PowerShell hoặc elvish",
            "Print the completions of a shell: bash, zsh, fish, PowerShell or elvish",
        ))
        .override_usage("tonghop completions <SHELL>")
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(EnumValueParser::<Shell>::new())
                .hide_possible_values(true)
                .help_heading(lang.pick("Đầu vào", "Inputs"))
                .help("bash, elvish, fish, powershell, zsh"),
        )
        .arg(lang_arg(lang))
        .after_help(lang.pick(
            "Ví dụ:\n  tonghop completions bash > ~/.local/share/bash-completion/completions/tonghop",
            "Examples:\n  tonghop completions bash > ~/.local/share/bash-completion/completions/tonghop",
        ))
}

/// Runs `completions`.
pub(super) fn completions(
    matches: &ArgMatches,
    lang: Lang,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    if let Some(shell) = matches.get_one::<Shell>("shell") {
        // The generator gives up with a panic where its output is closed; memory is not.
        let mut script = Vec::new();
        clap_complete::generate(*shell, &mut command(lang), NAME, &mut script);
        terminal.out.write_all(&script)?;
    }
    Ok(Outcome::Done)
}

/// `man`: its arguments and help.
pub(super) fn man_command(lang: Lang) -> Command {
    localised(Command::new("man"), lang)
        .about(lang.pick(
            "In trang hướng dẫn cho lệnh man, của cả chương trình hoặc của một lệnh",
            "Print the page for man, of the program or of a command",
        ))
        .override_usage(lang.pick("tonghop man [LỆNH]", "tonghop man [COMMAND]"))
        .arg(name_arg(lang))
        .arg(lang_arg(lang))
        .after_help(lang.pick(
            "Ví dụ:\n  tonghop man > tonghop.1\n  tonghop man merge > tonghop-merge.1",
            "Examples:\n  tonghop man > tonghop.1\n  tonghop man merge > tonghop-merge.1",
        ))
}

/// Runs `man`.
pub(super) fn man(
    matches: &ArgMatches,
    lang: Lang,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let page = match named(matches, lang)? {
        None => page(command(lang), lang)?,
        Some(found) => {
            let name = format!("{NAME}-{}", found.get_name());
            let bin_name = format!("{NAME} {}", found.get_name());
            page(found.display_name(name).bin_name(bin_name), lang)?
        }
    };
    terminal.out.write_all(page.as_bytes())?;
    Ok(Outcome::Done)
}

/// A page, its headings in the language.
fn page(command: Command, lang: Lang) -> io::Result<String> {
    let mut page = Vec::new();
    // What a short help leaves out a page says.
    let command = command.mut_args(|arg| arg.hide_short_help(false));
    clap_mangen::Man::new(command)
        .section("1")
        .source(concat!("tonghop ", env!("CARGO_PKG_VERSION")))
        .render(&mut page)?;
    let page = String::from_utf8_lossy(&page);
    let heading = |line: &str| match (lang, line) {
        (Lang::Vi, ".SH NAME") => ".SH TÊN".to_owned(),
        (Lang::Vi, ".SH SYNOPSIS") => ".SH \"CÁCH DÙNG\"".to_owned(),
        (Lang::Vi, ".SH DESCRIPTION") => ".SH \"MÔ TẢ\"".to_owned(),
        (Lang::Vi, ".SH OPTIONS") => ".SH \"TÙY CHỌN\"".to_owned(),
        (Lang::Vi, ".SH SUBCOMMANDS") => ".SH \"CÁC LỆNH\"".to_owned(),
        (Lang::Vi, ".SH EXTRA") => ".SH \"GHI CHÚ\"".to_owned(),
        (Lang::En, ".SH EXTRA") => ".SH NOTES".to_owned(),
        (Lang::Vi, ".SH VERSION") => ".SH \"PHIÊN BẢN\"".to_owned(),
        (_, line) => line.to_owned(),
    };
    Ok(page.lines().map(|line| heading(line) + "\n").collect())
}

/// `help`: its arguments and help.
pub(super) fn help_command(lang: Lang) -> Command {
    localised(Command::new("help"), lang)
        .about(lang.pick("In hướng dẫn của một lệnh", "Print the help of a command"))
        .override_usage(lang.pick("tonghop help [LỆNH]", "tonghop help [COMMAND]"))
        .arg(name_arg(lang))
        .arg(lang_arg(lang))
}

/// Runs `help`: what `COMMAND --help` prints.
pub(super) fn help(
    matches: &ArgMatches,
    lang: Lang,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let name = named(matches, lang)?.map(|found| found.get_name().to_owned());
    let arguments = [NAME].into_iter().chain(name.as_deref()).chain(["--help"]);
    if let Err(help) = command(lang).try_get_matches_from(arguments) {
        write!(terminal.out, "{help}")?;
    }
    Ok(Outcome::Done)
}

fn name_arg(lang: Lang) -> Arg {
    Arg::new("command")
        .value_name(lang.pick("LỆNH", "COMMAND"))
        .help_heading(lang.pick("Đầu vào", "Inputs"))
        .help(lang.pick(
            "Tên lệnh; để trống: cả chương trình",
            "The command; without it the program",
        ))
}

/// The command that is named, if one is.
fn named(matches: &ArgMatches, lang: Lang) -> Result<Option<Command>, Failure> {
    let Some(name) = matches.get_one::<String>("command") else {
        return Ok(None);
    };
    let mut all = command(lang);
    all.build();
    match all.find_subcommand(name) {
        Some(found) => Ok(Some(found.clone())),
        None => {
            let names = all.get_subcommands().map(Command::get_name);
            Err(complain(name, names, lang))
        }
    }
}
