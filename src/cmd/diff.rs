//! `tonghop diff`: what changed between two submissions, or two rounds.

use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};

use super::args::{format_arg, output_arg, reading_of, replace_arg};
use super::output::{Output, unwritten, written};
use super::{Reading, read_one};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::lang::Lang;
use crate::report::Style;
use crate::report::changes::{self, ChangesFormat};
use crate::round::Changes;
use crate::write;
use crate::write::line_ends::{CR_LF, Lines};

/// Its arguments and help.
pub fn command(lang: Lang) -> Command {
    let input =
        |name: &'static str, vi: (&'static str, &'static str), en: (&'static str, &'static str)| {
            let (value, help) = lang.pick(vi, en);
            Arg::new(name)
                .value_name(value)
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help(help)
        };
    reading_of(
        "diff",
        lang.pick(
            "So hai tệp hoặc hai đợt báo cáo: thêm gì, bớt gì, sửa gì",
            "Compare two submissions, or two rounds: what was added, removed, changed",
        ),
        vec![
            input("old", ("CŨ", "Tệp hoặc thư mục trước"), ("OLD", "The file or folder before")),
            input("new", ("MỚI", "Tệp hoặc thư mục sau"), ("NEW", "The file or folder after")),
        ],
        lang,
    )
    .override_usage(lang.pick(
        "tonghop diff <CŨ> <MỚI> [TÙY CHỌN]",
        "tonghop diff <OLD> <NEW> [OPTIONS]",
    ))
    .arg(format_arg(lang, &ChangesFormat::NAMES, ("", "")))
    .arg(output_arg(
        lang,
        lang.pick("TỆP", "FILE"),
        lang.pick("Ghi kết quả vào tệp này", "Write the result to this file"),
    ))
    .arg(replace_arg(lang))
    .after_help(lang.pick(
        "Các hoạt động được ghép theo nội dung, không theo số dòng. Mỗi bên dùng tonghop.toml trong thư mục của mình.\n\nVí dụ:\n  tonghop diff so-yt-1.xlsx so-yt-2.xlsx\n  tonghop diff ../2019-12/ . --format csv -o thay-doi.csv",
        "Records are matched by what they say, not by their rows. Each side uses the tonghop.toml of its own folder.\n\nExamples:\n  tonghop diff so-yt-1.xlsx so-yt-2.xlsx\n  tonghop diff ../2019-12/ . --format csv -o changes.csv",
    ))
}

/// Runs it.
///
/// # Errors
/// When it could not be done.
pub fn run(matches: &ArgMatches, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let format = matches
        .get_one::<String>("format")
        .and_then(|name| ChangesFormat::from_name(name))
        .unwrap_or(ChangesFormat::Text);
    let input = |name: &str| {
        matches
            .get_one::<PathBuf>(name)
            .cloned()
            .unwrap_or_default()
    };
    let (old, new) = (input("old"), input("new"));
    let both_files = old.is_file() && new.is_file();
    let output = Output::of_format(matches, format.name(), &ChangesFormat::ENDINGS);
    let how = || Reading {
        shown: terminal.err_is_terminal,
        outputs: output.iter().collect(),
        ..Reading::default()
    };
    let old = read_one(matches, &old, how(), lang)?;
    let new = read_one(matches, &new, how(), lang)?;
    let changes = Changes::between(&old.submissions, &new.submissions, both_files);
    let style = Style {
        lang,
        ..Style::default()
    };
    if let Some(Output { path, .. }) = &output {
        write::file(path, |out| {
            let mut out = Lines::new(out, format == ChangesFormat::Text && CR_LF);
            changes::write(format, (&old, &new), &changes, &style, &mut out)
        })
        .map_err(|why| unwritten(&why, lang))?;
        written(path, lang, terminal)?;
    } else {
        let mut out = BufWriter::new(&mut terminal.out);
        changes::write(format, (&old, &new), &changes, &style, &mut out)
            .and_then(|()| out.flush())?;
    }
    Ok(Outcome::Done)
}
