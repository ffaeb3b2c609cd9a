//! `tonghop decide`: writes or shows what was decided about a round.

use std::io::Write as _;

use clap::{Arg, ArgMatches, Command};
use jiff::Timestamp;
use jiff::civil::Date;

use super::args::{day, reading};
use super::output::{cannot_write, unwritten, written};
use super::{Reading, outcome, read_round};
use crate::book::{cell_named, in_vietnam};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::letters::printable;
use crate::place::CellRef;
use crate::project::decisions::{Accepted, Compared, Counts, Decisions, NamedRecord, Why};
use crate::round::{self, Round, Submission};
use crate::{rule, write};

/// Its arguments and help.
pub fn command(lang: Lang) -> Command {
    let what = lang.pick("Quyết định", "Decision");
    let flag = |name: &'static str, value: &'static str, vi: &'static str, en: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .help_heading(what)
            .help(lang.pick(vi, en))
    };
    reading(
        "decide",
        lang.pick(
            "Ghi hoặc xem các quyết định: tính tệp nào, hoạt động nào trùng, chấp nhận góp ý nào",
            "Write or show decisions: which file counts, which records are the same, which finding is accepted",
        ),
        lang,
    )
    .override_usage(lang.pick(
        "tonghop decide <ĐẦU_VÀO>... [TÙY CHỌN]",
        "tonghop decide <INPUT>... [OPTIONS]",
    ))
    .arg(flag("count", lang.pick("TỆP", "FILE"), "Trong các tệp của một đơn vị, tính tệp này", "Of several files of one office this one counts"))
    .arg(
        flag("same", lang.pick("Ô", "CELL"), "Hai dòng ở hai ô này là một hoạt động; chỉ tính tiền ở dòng thứ nhất", "The rows of these two cells are one activity; only the money of the first counts")
            .num_args(2),
    )
    .arg(
        flag("apart", lang.pick("Ô", "CELL"), "Hai dòng ở hai ô này là hai hoạt động khác nhau dù giống nhau; tính cả hai", "The rows of these two cells are two activities though they look alike; both count")
            .num_args(2),
    )
    .arg(flag("accept", lang.pick("MÃ", "CODE"), "Chấp nhận góp ý có mã này ở ô ghi sau --at", "Accept the finding of this code at the cell behind --at").requires("at"))
    .arg(flag("at", lang.pick("Ô", "CELL"), "Ô của góp ý: TỆP, TỆP!Ô hoặc TỆP!TRANG!Ô", "The cell of the finding: FILE, FILE!CELL or FILE!SHEET!CELL").requires("accept"))
    .arg(flag("reason", lang.pick("LỜI", "TEXT"), "Lý do", "The reason"))
    .arg(flag("by", lang.pick("TÊN", "NAME"), "Người quyết định", "Who decides"))
    .arg(
        flag("on", lang.pick("NGÀY", "DATE"), "Ngày quyết định (mặc định: hôm nay), ví dụ 2020-09-10", "The day (default: today), such as 2020-09-10")
            .value_parser(day),
    )
    .after_help(lang.pick(
        "Các quyết định nằm trong decisions.toml cạnh tonghop.toml, được đọc mỗi lần chạy; sửa tay được.\n\nVí dụ:\n  tonghop decide bao-cao/\n  tonghop decide bao-cao/ --count \"so-yt (2).xlsx\" --reason \"Sở xác nhận qua điện thoại\" --by \"Nguyễn Văn A\"\n  tonghop decide bao-cao/ --same \"so-yt.xlsx!B7\" \"h-cang-long.xlsx!B9\" --reason \"cùng lớp tập huấn\" --by \"Nguyễn Văn A\"\n  tonghop decide bao-cao/ --accept V110 --at \"so-gtvt.xlsx!Danh mục!G12\" --reason \"đã đối chiếu quyết định đầu tư\" --by \"Nguyễn Văn A\"",
        "Decisions stand in decisions.toml beside tonghop.toml and are read on every run; they may be edited by hand.\n\nExamples:\n  tonghop decide submissions/\n  tonghop decide submissions/ --count \"so-yt (2).xlsx\" --reason \"the office said so\" --by \"Nguyễn Văn A\"\n  tonghop decide submissions/ --same \"so-yt.xlsx!B7\" \"h-cang-long.xlsx!B9\" --reason \"one course\" --by \"Nguyễn Văn A\"\n  tonghop decide submissions/ --accept V110 --at \"so-gtvt.xlsx!List!G12\" --reason \"checked against the investment decision\" --by \"Nguyễn Văn A\"",
    ))
}

/// Runs it.
///
/// # Errors
/// When it could not be done.
pub fn run(matches: &ArgMatches, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let how = Reading {
        shown: terminal.err_is_terminal,
        ..Reading::default()
    };
    let round = read_round(matches, how, lang)?;
    let Some(project) = &round.setup.project else {
        return Err(Failure(
            lang.pick(
                "không có tonghop.toml nên không có chỗ ghi quyết định; lập tệp dự án, hoặc chỉ ra bằng --project",
                "there is no tonghop.toml and so no place for decisions; make a project file, or name one by --project",
            )
            .to_owned(),
        ));
    };
    let findings = rule::check(&round);
    let made = made(matches, &round, &findings, lang)?;
    if made.is_empty() {
        for line in shown(&round, &findings, lang) {
            writeln!(terminal.out, "{line}")?;
        }
        return Ok(outcome(&findings));
    }
    let path = project.decisions();
    let mut text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(cannot_write(&path, &error, lang)),
    };
    if !text.is_empty() {
        text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
    }
    text.push_str(&made.to_toml());
    write::file(&path, |out| out.write_all(text.as_bytes()))
        .map_err(|why| unwritten(&why, lang))?;
    written(&path, lang, terminal)?;
    Ok(Outcome::Done)
}

/// The decisions that the flags say; none without any.
fn made(
    matches: &ArgMatches,
    round: &Round,
    findings: &[Finding],
    lang: Lang,
) -> Result<Decisions, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let mut made = Decisions::default();
    let any = ["count", "same", "apart", "accept"];
    if !any.iter().any(|name| matches.contains_id(name)) {
        return Ok(made);
    }
    let given = |name: &str| text(name).map(str::trim).filter(|text| !text.is_empty());
    let (Some(reason), Some(by)) = (given("reason"), given("by")) else {
        return Err(Failure(
            lang.pick(
                "quyết định phải có lý do và người quyết định: thêm --reason và --by",
                "a decision needs a reason and who decides: add --reason and --by",
            )
            .to_owned(),
        ));
    };
    let today = || in_vietnam(Timestamp::now()).date();
    let why = Why {
        reason: reason.to_owned(),
        by: by.to_owned(),
        on: Some(matches.get_one::<Date>("on").copied().unwrap_or_else(today)),
    };
    if let Some(name) = text("count") {
        let submission = file(round, name, lang)?;
        made.counts.push(Counts {
            file: submission.name.to_string(),
            sha256: submission.sha256.clone(),
            why: why.clone(),
        });
    }
    for (name, list) in [("same", &mut made.same), ("apart", &mut made.apart)] {
        if let Some(cells) = matches.get_many::<String>(name) {
            let records: Result<Vec<NamedRecord>, Failure> =
                cells.map(|at| record(round, at, lang)).collect();
            list.push(Compared {
                records: records?,
                why: why.clone(),
            });
        }
    }
    if let (Some(code), Some(at)) = (text("accept"), text("at")) {
        let accepted = accepted(round, findings, code, at, lang)?;
        made.accepted.push(Accepted { why, ..accepted });
    }
    Ok(made)
}

/// The file of a name: the whole name, or its end where one file alone ends so.
fn file<'r>(round: &'r Round, name: &str, lang: Lang) -> Result<&'r Submission, Failure> {
    let exact = round.files().find(|submission| &*submission.name == name);
    let mut ending = round.files().filter(|submission| {
        let rest = submission.name.strip_suffix(name);
        rest.is_some_and(|rest| rest.ends_with('/'))
    });
    let one = match (ending.next(), ending.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    };
    exact.or(one).ok_or_else(|| {
        let name = lang.quote(&printable(name));
        Failure(lang.pick(
            format!("không có tệp {name} trong đầu vào; ghi đúng tên như trong `tonghop status`"),
            format!("no input is called {name}; write the name as `tonghop status` does"),
        ))
    })
}

/// A cell as it is named on the command line.
struct At<'t> {
    file: &'t str,
    sheet: Option<&'t str>,
    cell: Option<CellRef>,
}

/// Reads `FILE`, `FILE!CELL` or `FILE!SHEET!CELL`.
fn at(text: &str) -> At<'_> {
    let whole = At {
        file: text,
        sheet: None,
        cell: None,
    };
    let Some((rest, cell)) = text.rsplit_once('!') else {
        return whole;
    };
    let Some(cell) = cell_named(cell.trim().as_bytes()) else {
        return whole;
    };
    let (file, sheet) = match rest.split_once('!') {
        Some((file, sheet)) => (file, Some(sheet)),
        None => (rest, None),
    };
    At {
        file,
        sheet,
        cell: Some(cell),
    }
}

/// The record that a cell stands in.
fn record(round: &Round, text: &str, lang: Lang) -> Result<NamedRecord, Failure> {
    let at = at(text);
    let submission = file(round, at.file, lang)?;
    let mut found = Vec::new();
    for table in submission.tables() {
        let sheet = table.place.sheet.as_deref();
        if at.sheet.is_some() && at.sheet != sheet {
            continue;
        }
        for record in &table.records {
            if at.cell.is_some_and(|cell| cell.row == record.row) {
                found.push(round::named(submission, table, record));
            }
        }
    }
    match (found.pop(), found.pop()) {
        (Some(one), None) => Ok(one),
        (None, _) => {
            let text = lang.quote(&printable(text));
            Err(Failure(lang.pick(
                format!("{text} không nằm ở dòng của hoạt động nào; ghi TỆP!Ô hoặc TỆP!TRANG!Ô, ví dụ so-yt.xlsx!B7"),
                format!("{text} stands in the row of no record; write FILE!CELL or FILE!SHEET!CELL, such as so-yt.xlsx!B7"),
            )))
        }
        (Some(_), Some(_)) => {
            let text = lang.quote(&printable(text));
            Err(Failure(lang.pick(
                format!("{text} có ở nhiều trang tính; ghi thêm tên trang: TỆP!TRANG!Ô"),
                format!("{text} is on several sheets; add the sheet's name: FILE!SHEET!CELL"),
            )))
        }
    }
}

/// The finding of a code at a place, as a decision names it.
fn accepted(
    round: &Round,
    findings: &[Finding],
    code: &str,
    text: &str,
    lang: Lang,
) -> Result<Accepted, Failure> {
    let at = at(text);
    let name = &file(round, at.file, lang)?.name;
    let mut fitting = findings.iter().filter(|finding| {
        let place = &finding.place;
        finding.code.eq_ignore_ascii_case(code)
            && place.file.as_ref() == Some(name)
            && (at.sheet.is_none() || at.sheet == place.sheet.as_deref())
            && match (at.cell, place.cells) {
                (Some(cell), Some(cells)) => cells.contains(cell),
                (None, None) => true,
                _ => false,
            }
    });
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Ok(rule::accepted_as(round, one)),
        (found, _) => {
            let text = lang.quote(&printable(text));
            Err(Failure(if found.is_none() {
                lang.pick(
                    format!("không có góp ý {code} ở {text}; ghi ô đúng như trong `tonghop check`"),
                    format!("there is no finding {code} at {text}; write the cell as `tonghop check` does"),
                )
            } else {
                lang.pick(
                    format!("có nhiều góp ý {code} ở {text}; ghi thêm tên trang: TỆP!TRANG!Ô"),
                    format!("there are several findings {code} at {text}; add the sheet's name: FILE!SHEET!CELL"),
                )
            }))
        }
    }
}

/// What was decided, a line each, and what waits for a decision.
fn shown(round: &Round, findings: &[Finding], lang: Lang) -> Vec<String> {
    let decisions = &round.setup.decisions;
    let mut lines = decisions.say(lang);
    if lines.is_empty() {
        lines.push(
            lang.pick("Chưa có quyết định nào.", "Nothing has been decided.")
                .to_owned(),
        );
    }
    let open = findings
        .iter()
        .filter(|finding| OPEN.contains(&finding.code) && finding.severity > Severity::Info);
    let open: Vec<String> = open
        .map(|finding| {
            let parts = [
                finding.place.file.as_deref().unwrap_or_default().to_owned(),
                finding
                    .place
                    .sheet
                    .as_deref()
                    .unwrap_or_default()
                    .to_owned(),
                finding
                    .place
                    .cells
                    .map(|cells| cells.to_string())
                    .unwrap_or_default(),
            ];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            let place = parts.collect::<Vec<_>>().join(" › ");
            format!(
                "  {} {place}: {}",
                finding.code,
                rule::say(finding, lang).officer.message
            )
        })
        .collect();
    if !open.is_empty() {
        lines.push(
            lang.pick("Chờ quyết định:", "Waiting for a decision:")
                .to_owned(),
        );
        lines.extend(open);
    }
    lines.iter().map(|line| printable(line)).collect()
}

/// The codes that ask a person to decide.
const OPEN: [&str; 5] = ["X301", "X302", "X308", "X310", "X312"];
