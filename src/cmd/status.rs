//! `tonghop status`: who has reported, who is late, who is missing.

use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use clap::{ArgMatches, Command};

use super::args::{format_arg, output_arg, reading};
use super::letters::until_arg;
use super::{cannot_write, not_an_input, outcome, read_round_shown, reminding, written};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::lang::Lang;
use crate::report::Style;
use crate::report::status::{self, StatusFormat};
use crate::write::lines::{CR_LF, Lines};
use crate::{rule, write};

/// Its arguments and help.
pub fn command(lang: Lang) -> Command {
    reading(
        "status",
        lang.pick(
            "Cho biết đơn vị nào đã gửi, gửi muộn, không phát sinh, chưa gửi",
            "Tell which offices have reported, late or in time, and which are missing",
        ),
        lang,
    )
    .override_usage(lang.pick(
        "tonghop status <ĐẦU_VÀO>... [TÙY CHỌN]",
        "tonghop status <INPUT>... [OPTIONS]",
    ))
    .arg(format_arg(lang, &StatusFormat::NAMES, ("", "")))
    .arg(output_arg(
        lang,
        lang.pick("TỆP", "FILE"),
        lang.pick("Ghi kết quả vào tệp này", "Write the result to this file"),
    ))
    .arg(reminding::arg(lang))
    .arg(until_arg("remind", lang))
    .after_help(lang.pick(
        "Trạng thái: chưa gửi (missing) · không đọc được (invalid) · gửi muộn (late) · không phát sinh (nil) · đã gửi (reported); tệp đã có bản khác thay là superseded.\n\nVí dụ:\n  tonghop status bao-cao/\n  tonghop status bao-cao/ --format csv -o tinh-hinh.csv\n  tonghop status bao-cao/ --format html -o tinh-hinh.html   một trang xem bằng trình duyệt\n  tonghop status bao-cao/ --remind nhac/ --until 2020-09-15  thư nhắc các đơn vị còn phải gửi",
        "States: missing · invalid (nothing could be read as a form) · late · nil · reported; a file that gave way to another one is superseded.\n\nExamples:\n  tonghop status submissions/\n  tonghop status submissions/ --format csv -o status.csv\n  tonghop status submissions/ --format html -o status.html   one page for a browser\n  tonghop status submissions/ --remind letters/ --until 2020-09-15   reminders to the offices that owe a report",
    ))
}

/// Runs it.
///
/// # Errors
/// When it could not be done.
pub fn run(matches: &ArgMatches, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let format = matches
        .get_one::<String>("format")
        .and_then(|name| StatusFormat::from_name(name))
        .unwrap_or(StatusFormat::Text);
    let round = read_round_shown(matches, false, terminal.err_is_terminal, lang)?;
    let findings = rule::check(&round);
    let states = rule::office_states(&round, &findings);
    let output = matches
        .get_one::<PathBuf>("output")
        .filter(|path| path.as_os_str() != "-");
    if let Some(path) = output {
        not_an_input(&round, path, lang)?;
        let style = Style {
            lang,
            ..Style::default()
        };
        write::file(path, |out| {
            let mut out = Lines::new(out, format == StatusFormat::Text && CR_LF);
            status::write(format, &round, &states, &style, &mut out)
        })
        .map_err(|error| cannot_write(path, &error, lang))?;
        written(path, lang, terminal)?;
    } else {
        let style = Style {
            lang,
            colour: terminal.out_is_coloured(),
            width: terminal.out_width(),
            ..Style::default()
        };
        let mut out = BufWriter::new(&mut terminal.out);
        status::write(format, &round, &states, &style, &mut out).and_then(|()| out.flush())?;
    }
    if let Some(folder) = matches.get_one::<PathBuf>("remind") {
        reminding::write(&round, &findings, &states, folder, matches, lang, terminal)?;
    }
    Ok(outcome(&findings))
}
