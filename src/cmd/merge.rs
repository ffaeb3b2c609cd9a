//! `tonghop merge`: submissions in, the consolidated workbook with totals out.

use clap::{ArgMatches, Command};

use super::args::{output_arg, reading, strict_arg};
use super::{Checked, cannot_write, checked_round, outcome, written};
use crate::cli::{Failure, Outcome, Terminal};
use crate::lang::Lang;
use crate::write;

/// Its arguments and help.
pub fn command(lang: Lang) -> Command {
    reading(
        "merge",
        lang.pick(
            "Lập bảng tổng hợp có dòng cộng từ các tệp báo cáo",
            "Write the consolidated workbook with totals",
        ),
        lang,
    )
    .override_usage(lang.pick(
        "tonghop merge <ĐẦU_VÀO>... -o <TỆP.xlsx>",
        "tonghop merge <INPUT>... -o <FILE.xlsx>",
    ))
    .arg(
        output_arg(
            lang,
            lang.pick("TỆP.xlsx", "FILE.xlsx"),
            lang.pick("Tệp tổng hợp", "The consolidated workbook"),
        )
        .required(true),
    )
    .arg(strict_arg(lang))
    .after_help(lang.pick(
        "Ví dụ:\n  tonghop merge bao-cao/ -o tong-hop.xlsx",
        "Examples:\n  tonghop merge submissions/ -o consolidated.xlsx",
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
    let bytes = write::consolidated::workbook(&round, &findings).map_err(|error| {
        Failure(lang.pick(
            format!("không lập được bảng tổng hợp: {error}"),
            format!("the workbook could not be made: {error}"),
        ))
    })?;
    if output.as_os_str() == "-" {
        terminal.out.write_all(&bytes)?;
    } else {
        write::file(&output, |out| out.write_all(&bytes))
            .map_err(|error| cannot_write(&output, &error, lang))?;
        written(&output, lang, terminal)?;
    }
    Ok(outcome(&findings))
}
