//! What is said of a new project: its offices, lines that gave none, and what comes next.

use std::io::Write as _;
use std::path::Path;

use jiff::civil::Date;

use crate::cmd::terminal::{Failure, Terminal};
use crate::lang::{self, Lang};
use crate::project;
use crate::register::{LeftOut, Pasted, WhyLeftOut};

/// Says what the list of offices holds, what it does not, and what comes next.
pub(super) fn tell(
    pasted: &Pasted,
    list: Option<&Path>,
    folder: &Path,
    day: Date,
    lang: Lang,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let shown = list.map(|list| list.display().to_string());
    let shown = shown.unwrap_or_default();
    for left in &pasted.left_out {
        writeln!(terminal.err, "{}", left_out(left, &shown, lang))?;
    }
    let within = |list: &Path| {
        let (list, folder) = (list.canonicalize().ok()?, folder.canonicalize().ok()?);
        list.starts_with(folder).then_some(())
    };
    if list.and_then(within).is_some() {
        let shown = lang.quote(&shown);
        writeln!(
            terminal.err,
            "{}",
            lang.pick(
                format!("Chuyển {shown} ra khỏi thư mục này; để lại thì lần sau tệp này bị đọc như một báo cáo."),
                format!("Move {shown} out of that folder; left there it would be read as a submission."),
            )
        )?;
    }
    let due = pasted.units.iter().filter(|unit| unit.exists_on(day));
    let due = lang.count(due.count(), "đơn vị", "office", "offices");
    let day = lang::day(day);
    let project = folder.join(project::FILE_NAME);
    let project = project.display();
    writeln!(
        terminal.err,
        "{}",
        lang.pick(
            format!("Danh sách có {due} phải báo cáo (có hoạt động ngày {day}): xóa dòng của đơn vị không phải gửi, thêm đơn vị còn thiếu.\nTiếp theo: tonghop template --all-units -o bieu --project \"{project}\""),
            format!("The list has {due} that a report is due from (existing on {day}): delete the lines of those that send none, add those that are missing.\nNext: tonghop template --all-units -o forms --project \"{project}\""),
        )
    )?;
    Ok(())
}

fn left_out(left: &LeftOut, list: &str, lang: Lang) -> String {
    let (line, text) = (left.line, lang.quote(&left.text));
    let why = match left.why {
        WhyLeftOut::NoOffice => lang.pick(
            "không phải tên một đơn vị, đã bỏ qua",
            "is no office's name and was passed over",
        ),
        WhyLeftOut::Many => lang.pick(
            "chỉ nhiều đơn vị mà chương trình không biết tên; thêm từng đơn vị vào units.csv",
            "stands for many offices whose names are not known; add each of them to units.csv",
        ),
        WhyLeftOut::Twice => lang.pick("đã có ở dòng trên", "is on a line above already"),
    };
    lang.pick(
        format!("{list}, dòng {line}: {text} {why}."),
        format!("{list}, line {line}: {text} {why}."),
    )
}
