//! `tonghop check`: validates submissions and prints the findings.

use std::io::{BufWriter, Write as _};

use clap::{ArgMatches, Command};

use super::args::{all_arg, format_arg, output_arg, reading, replace_arg, safe_arg, strict_arg};
use super::letters::until_arg;
use super::output::{Output, commit, unwritten};
use super::returning::{self, Back};
use super::{Reading, outcome, read_round};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::lang::Lang;
use crate::report::{self, Format, Style};
use crate::rule;
use crate::write::Outputs;
use crate::write::line_ends::{CR_LF, Lines};

/// Its arguments and help.
pub fn command(lang: Lang) -> Command {
    reading(
        "check",
        lang.pick("Kiểm tra từng ô của các tệp báo cáo, in các góp ý", "Check submissions cell by cell and print what is to be corrected"),
        lang,
    )
    .override_usage(lang.pick("tonghop check <ĐẦU_VÀO>... [TÙY CHỌN]", "tonghop check <INPUT>... [OPTIONS]"))
    .arg(format_arg(lang, &Format::NAMES, ("", "")))
    .arg(output_arg(lang, lang.pick("TỆP", "FILE"), lang.pick("Ghi kết quả vào tệp này", "Write the result to this file")))
    .arg(
        // Nothing but the report is written here, so there is nothing to hold back; scripts may pass it all the same.
        strict_arg(lang),
    )
    .arg(all_arg(lang))
    .arg(safe_arg(lang))
    .arg(returning::arg(lang))
    .arg(until_arg("return", lang))
    .arg(replace_arg(lang))
    .after_help(lang.pick(
        "Ví dụ:\n  tonghop check bao-cao/\n  tonghop check so-y-te.xls\n  tonghop check bao-cao/ --format html -o gop-y.html   một trang xem bằng trình duyệt\n  tonghop check bao-cao/ --return tra-lai/             trả từng tệp về cho đơn vị sửa",
        "Examples:\n  tonghop check submissions/\n  tonghop check health.xls\n  tonghop check submissions/ --format html -o findings.html   one page for a browser\n  tonghop check submissions/ --return returned/               send each file back, marked",
    ))
}

/// Runs it.
///
/// # Errors
/// When it could not be done.
pub fn run(matches: &ArgMatches, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let back = returning::folder(matches, lang)?;
    let format = matches
        .get_one::<String>("format")
        .and_then(|name| Format::from_name(name))
        .unwrap_or(Format::Text);
    let output = Output::of_format(matches, format.name(), &Format::ENDINGS);
    let (all, safe) = (matches.get_flag("all"), matches.get_flag("safe"));
    let how = Reading {
        // Only the page shows the cells beside what is said of them, and only what is sent back writes them again.
        keep_cells: format == Format::Html || back.is_some(),
        outputs: output.iter().chain(&back).collect(),
        ..Reading::default()
    };
    let round = read_round(matches, how, lang)?;
    let findings = rule::check(&round);
    let any = output.is_some() || back.is_some();
    let held = any && super::held_back(matches, &findings, lang, terminal)?;
    // The report and what is sent back are written together or not at all.
    let mut outputs = Outputs::default();
    let back = match back.as_ref().filter(|_| !held) {
        Some(folder) => Some(Back::of(&round, &findings, folder, matches, lang)?),
        None => None,
    };
    if let Some(back) = &back {
        back.stage(&mut outputs, lang)?;
    }
    match &output {
        Some(_) if held => {}
        Some(Output { path, .. }) => {
            let style = Style {
                lang,
                all,
                safe,
                ..Style::default()
            };
            outputs
                .add(path, |out| {
                    let mut out = Lines::new(out, format == Format::Text && CR_LF);
                    report::write(format, &round, &findings, &style, &mut out)
                })
                .map_err(|why| unwritten(&why, lang))?;
        }
        None => {
            let style = Style {
                lang,
                colour: terminal.out_is_coloured(),
                width: terminal.out_width(),
                all,
                safe,
                ..Style::default()
            };
            // A finding is written in many pieces, and a terminal takes each line as it comes.
            let mut out = BufWriter::new(&mut terminal.out);
            report::write(format, &round, &findings, &style, &mut out)
                .and_then(|()| out.flush())
                .or_else(|error| {
                    if error.kind() == std::io::ErrorKind::BrokenPipe {
                        Ok(())
                    } else {
                        Err(error)
                    }
                })?;
        }
    }
    commit(outputs, lang)?;
    if let Some(back) = back {
        for line in back.finish(lang)? {
            writeln!(terminal.err, "{line}")?;
        }
    }
    Ok(outcome(&findings))
}
