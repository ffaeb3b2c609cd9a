//! `tonghop merge`: submissions in, the consolidated workbook with totals out.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
use clap::{Arg, ArgMatches, Command};
use jiff::civil::Date;

use super::args::{all_arg, output_arg, reading, replace_arg, strict_arg};
use super::bar::Bar;
use super::output::{Output, Shape, unwritten, written};
use super::{Checked, Reading, checked_round, outcome, read_one};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::finding::Finding;
use crate::intake::guard::guarded;
use crate::lang::Lang;
use crate::round::Round;
use crate::write;
use crate::write::consolidated::{By, Doubtful, Options, Paper, Scale};

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
    .arg(scale_arg(lang))
    .arg(by_arg(lang))
    .arg(paper_arg(lang))
    .arg(since_arg(lang))
    .arg(replace_arg(lang))
    .arg(strict_arg(lang))
    .arg(all_arg(lang))
    .after_help(lang.pick(
        "Ngày lập ghi trong bảng lấy từ khóa date của [issuer] trong tonghop.toml, nếu không có thì từ biến môi trường SOURCE_DATE_EPOCH; không có cả hai thì để trống cho người ký ghi tay.\n\nVí dụ:\n  tonghop merge bao-cao/ -o tong-hop.xlsx\n  tonghop merge bao-cao/ -o tong-hop.xlsx --in trieu             kinh phí tính bằng triệu đồng\n  tonghop merge bao-cao/ -o tong-hop.xlsx --in tỷ --by unit      tỷ đồng, mỗi đơn vị một nhóm",
        "The date comes from `date` under [issuer] in tonghop.toml, else from SOURCE_DATE_EPOCH; with neither it is left to be filled in by hand.\n\nExamples:\n  tonghop merge submissions/ -o consolidated.xlsx\n  tonghop merge submissions/ -o consolidated.xlsx --in trieu           figures in million đồng\n  tonghop merge submissions/ -o consolidated.xlsx --in ty --by unit    in billion đồng, a group for each office",
    ))
}

/// The unit of account, with or without the marks of its letters.
fn scale_arg(lang: Lang) -> Arg {
    Arg::new("in")
        .long("in")
        .value_name(Scale::NAMES.map(|(name, _)| name).join("|"))
        .value_parser(
            PossibleValuesParser::new(Scale::NAMES.map(|(name, aliases)| {
                PossibleValue::new(name).aliases(aliases.iter().copied())
            }))
            .map(|name| Scale::from_name(&name).unwrap_or_default()),
        )
        .ignore_case(true)
        .hide_possible_values(true)
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick(
            "Đơn vị tính của các trang tổng hợp: đồng (mặc định), nghìn, triệu hoặc tỷ đồng; gõ có dấu cũng được. Trang Chi tiết luôn ghi bằng đồng",
            "Unit of account of the sheets with totals: đồng (default), thousand, million or billion đồng; the accented words work too. The details are always in đồng",
        ))
}

/// What the groups of the signed sheet are.
fn by_arg(lang: Lang) -> Arg {
    Arg::new("by")
        .long("by")
        .value_name(By::NAMES.join("|"))
        .value_parser(By::NAMES)
        .hide_possible_values(true)
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick(
            "Chia nhóm ở trang Tổng hợp theo lĩnh vực (mặc định), đơn vị báo cáo, hoặc năm bắt đầu",
            "Groups of the sheet Tổng hợp: by sector (default), reporting office, or the year in which activities begin",
        ))
}

/// What the workbook is printed on.
fn paper_arg(lang: Lang) -> Arg {
    Arg::new("paper")
        .long("paper")
        .value_name(Paper::NAMES.join("|"))
        .value_parser(Paper::NAMES)
        .ignore_case(true)
        .hide_possible_values(true)
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick(
            "Khổ giấy: a4 (mặc định) hoặc a3, có chỗ cho mọi cột số tiền",
            "Paper: a4 (default) or a3, which has room for every column of money",
        ))
}

/// The round that this one is held against.
fn since_arg(lang: Lang) -> Arg {
    Arg::new("since")
        .long("since")
        .value_name(lang.pick("CŨ", "OLD"))
        .value_parser(clap::value_parser!(PathBuf))
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick(
            "Tệp hoặc thư mục của đợt trước: thêm trang Thay đổi, ghi những gì thêm, bớt, sửa so với đợt đó",
            "The file or folder of an earlier round: adds the sheet Thay đổi with what was added, removed and changed since",
        ))
}

/// Runs it.
///
/// # Errors
/// When it could not be done.
pub fn run(matches: &ArgMatches, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let output = Output::of(matches, Shape::File(&["xlsx"]));
    let checked = checked_round(matches, output.as_ref(), lang, terminal)?;
    let Some(Checked { round, findings }) = checked else {
        return Ok(Outcome::Errors);
    };
    let since = match matches.get_one::<PathBuf>("since") {
        Some(since) => {
            let how = Reading {
                shown: terminal.err_is_terminal,
                outputs: output.iter().collect(),
                ..Reading::default()
            };
            Some(Arc::new(read_one(matches, since, how, lang)?))
        }
        None => None,
    };
    let output = output.map(|output| output.path);
    let options = Options {
        since,
        ..options(matches, &round, output.as_deref())
    };
    let bar = bar(&options, terminal.err_is_terminal, lang);
    let checked = (&round, &*findings);
    let doubts = match &output {
        Some(path) => {
            let mut doubts = Vec::new();
            write::file(path, |out| {
                doubts = workbook(checked, &options, out)?;
                Ok(())
            })
            .map_err(|why| unwritten(&why, lang))?;
            doubts
        }
        None => workbook(checked, &options, &mut terminal.out)?,
    };
    drop(bar);
    if let Some(path) = &output {
        written(path, lang, terminal)?;
    }
    for line in doubts_told(&doubts, lang) {
        writeln!(terminal.err, "{line}")?;
    }
    Ok(outcome(&findings))
}

/// Writes the workbook of a round; gives what of its totals is in doubt. The writer of workbooks gives up with a panic when
/// its temporary folder is full.
pub(super) fn workbook(
    (round, findings): (&Round, &[Finding]),
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<Vec<Doubtful>> {
    guarded(|| write::consolidated::write(round, findings, options, out))
        .unwrap_or_else(|words| Err(io::Error::other(words)))
}

/// Shows how far the workbook is.
pub(super) fn bar(options: &Options, shown: bool, lang: Lang) -> Bar {
    let words = lang.pick("Đang lập bảng tổng hợp", "Writing the workbook");
    Bar::watch(&options.progress, words, shown)
}

/// The last words: what of each total is in doubt, and whether few amounts make up most of it.
pub(super) fn doubts_told(doubts: &[Doubtful], lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for doubtful in doubts {
        let total = lang.integer(doubtful.total);
        for said in [doubtful.say(lang), doubtful.say_few(lang)]
            .into_iter()
            .flatten()
        {
            lines.push(lang.pick(
                format!("Chú ý: tổng cộng {total} đồng có {said}."),
                format!("Mind: the total of {total} đồng holds {said}."),
            ));
        }
    }
    lines
}

/// What the command line, the project and the environment say of the workbook.
fn options(matches: &ArgMatches, round: &Round, output: Option<&Path>) -> Options {
    let by = matches.get_one::<String>("by");
    let paper = matches.get_one::<String>("paper");
    Options {
        scale: matches.get_one("in").copied().unwrap_or_default(),
        by: by.and_then(|name| By::from_name(name)).unwrap_or_default(),
        paper: paper
            .and_then(|name| Paper::from_name(name))
            .unwrap_or_default(),
        ..options_of(round, output)
    }
}

/// What the project and the environment say of it.
pub(super) fn options_of(round: &Round, output: Option<&Path>) -> Options {
    let project = round.setup.project.as_ref();
    let folder = output.map(|output| {
        let folder = output.parent().unwrap_or(Path::new(""));
        if folder.as_os_str().is_empty() {
            Path::new(".").to_path_buf()
        } else {
            folder.to_path_buf()
        }
    });
    Options {
        made: project
            .and_then(|project| project.issuer.date)
            .or_else(source_date),
        folder,
        ..Options::default()
    }
}

/// The day of `SOURCE_DATE_EPOCH`, seconds since 1970, as packagers of reproducible files set it.
fn source_date() -> Option<Date> {
    let seconds: i64 = std::env::var("SOURCE_DATE_EPOCH")
        .ok()?
        .trim()
        .parse()
        .ok()?;
    let days = i32::try_from(seconds.div_euclid(86_400)).ok()?;
    jiff::civil::date(1970, 1, 1)
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}
