//! `tonghop status`: who has reported, who is late, who is missing.

use std::io::{BufWriter, Write as _};

use clap::{ArgMatches, Command};

use super::args::{format_arg, output_arg, reading, replace_arg, safe_arg};
use super::letters::until_arg;
use super::output::{Output, commit, unwritten, written};
use super::reminding::{self, Reminders};
use super::{Reading, outcome, read_round};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::lang::Lang;
use crate::report::Style;
use crate::report::status::{self, StatusFormat};
use crate::rule;
use crate::write::Outputs;
use crate::write::line_ends::{CR_LF, Lines};

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
    .arg(replace_arg(lang))
    .arg(safe_arg(lang))
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
    let output = Output::of_format(matches, format.name(), &StatusFormat::ENDINGS);
    let folder = reminding::folder(matches);
    let how = Reading {
        shown: terminal.err_is_terminal,
        outputs: output.iter().chain(&folder).collect(),
        ..Reading::default()
    };
    let round = read_round(matches, how, lang)?;
    let findings = rule::check(&round);
    let safe = matches.get_flag("safe");
    let states = rule::office_states(&round, &findings);
    // The table and the letters are written together or not at all.
    let mut outputs = Outputs::default();
    let reminders = match &folder {
        Some(folder) => {
            let made = Reminders::of(&round, &findings, &states, folder, matches, lang)?;
            made.stage(&mut outputs, lang)?;
            Some(made)
        }
        None => None,
    };
    if let Some(Output { path, .. }) = &output {
        let style = Style {
            lang,
            safe,
            ..Style::default()
        };
        outputs
            .add(path, |out| {
                let mut out = Lines::new(out, format == StatusFormat::Text && CR_LF);
                status::write(format, &round, &states, &style, &mut out)
            })
            .map_err(|why| unwritten(&why, lang))?;
    } else {
        let style = Style {
            lang,
            colour: terminal.out_is_coloured(),
            width: terminal.out_width(),
            safe,
            ..Style::default()
        };
        let mut out = BufWriter::new(&mut terminal.out);
        status::write(format, &round, &states, &style, &mut out).and_then(|()| out.flush())?;
    }
    commit(outputs, lang)?;
    if let Some(Output { path, .. }) = &output {
        written(path, lang, terminal)?;
    }
    if let Some(reminders) = reminders {
        for line in reminders.finish(lang)? {
            writeln!(terminal.err, "{line}")?;
        }
    }
    Ok(outcome(&findings))
}
