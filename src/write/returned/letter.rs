//! The letter that goes with a returned file. Vietnamese whatever language the console speaks: its reader is a clerk.

use jiff::civil::Date;

use super::trouble::Trouble;
use super::wording::Paragraph;
use crate::book::ours::LetterKind;
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::report::Counts;
use crate::round::{Office, Round, Submission};
use crate::write::letter::{
    Letter, about, contact, cutoff, day, extended, issuer_name, lower, mark, salutation,
};

/// How many findings a text tells; the file lists all.
const MOST: usize = 7;

/// What the letter is written with.
#[derive(Debug, Clone, Copy)]
pub struct Covering<'r, 'f> {
    /// The round.
    pub round: &'r Round,
    /// The file that came.
    pub submission: &'r Submission,
    /// What the office is to mend or to look at.
    pub findings: &'f [&'f Finding],
    /// A new deadline, if there is one.
    pub until: Option<Date>,
}

impl Covering<'_, '_> {
    /// The letter. `file` is the name of the marked workbook that goes with it; with a `trouble` there is none.
    #[must_use]
    pub fn write(&self, file: &str, trouble: Option<&Trouble>) -> Letter {
        let Self {
            round,
            submission,
            findings,
            until,
        } = *self;
        let codes = submission.reporters().map(Office::code);
        let codes: Vec<&str> = codes.filter(|code| !code.is_empty()).collect();
        let mark = mark(round, LetterKind::Returned, &codes);
        let mut paragraphs = vec![salutation(&submission.office_names(), Lang::Vi)];
        paragraphs.push(opening(round, submission));
        match trouble {
            None => paragraphs.push(format!("Qua kiểm tra, {}, cụ thể:", graver(findings))),
            Some(trouble) => paragraphs.push(why_alone(trouble).to_owned()),
        }
        paragraphs.push(told(findings, trouble.is_none()));
        match trouble {
            None => paragraphs.push(enclosed(file, submission, findings)),
            Some(Trouble::Unread) => {}
            Some(_) => paragraphs
                .push("Đề nghị đơn vị sửa theo các góp ý trên rồi gửi lại tệp.".to_owned()),
        }
        paragraphs.extend(deadline(round, submission, until));
        paragraphs.extend(contact(round, Lang::Vi));
        paragraphs.push("Trân trọng./.".to_owned());
        let issuer = issuer_name(round);
        if !issuer.is_empty() {
            paragraphs.push(issuer.to_owned());
        }
        Letter::new(mark, subject(round, submission), &paragraphs, Lang::Vi)
    }
}

/// What it is about.
fn subject(round: &Round, submission: &Submission) -> String {
    let project = round.setup.project.as_ref();
    let about = project.map_or_else(String::new, |project| about(project, Lang::Vi));
    let cutoff = cutoff(round, submission.office.code(), Lang::Vi);
    format!("V/v hoàn thiện báo cáo{about}{cutoff}")
}

/// The file that goes with the text, and what to do with it.
fn enclosed(name: &str, submission: &Submission, findings: &[&Finding]) -> String {
    let own = file_name(submission);
    let ending = |name: &str| {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        ending.to_lowercase()
    };
    let rebuilt = if name == own {
        String::new()
    } else if ending(name) == ending(own) {
        // A name that no disk takes, or that another file has too.
        format!(" (là tệp “{own}”)")
    } else {
        format!(" (dựng lại từ tệp “{own}”, mọi ô ở nguyên chỗ cũ)")
    };
    let has_marks = findings.iter().any(|finding| finding.place.cells.is_some());
    let (marks, left) = if has_marks {
        (
            "các ô cần sửa đã được tô màu và có ghi chú; trang tính “Góp ý” ở cuối tệp liệt kê đầy đủ",
            "màu, ghi chú hay ",
        )
    } else {
        ("trang tính “Góp ý” ở cuối tệp ghi lại các góp ý trên", "")
    };
    format!(
        "Kèm theo là tệp “{name}”{rebuilt}: {marks}. Đề nghị đơn vị sửa ngay trên tệp này, lưu lại và gửi lại; không cần xóa {left}trang “Góp ý”."
    )
}

/// The letter that asked for the report, and the file that came.
fn opening(round: &Round, submission: &Submission) -> String {
    let sent = format!("đã gửi tệp báo cáo “{}”", file_name(submission));
    let Some(project) = &round.setup.project else {
        return format!("Đơn vị {sent}.");
    };
    let issuer = &project.issuer;
    let mut opening = match (issuer.letter.as_str(), issuer.name.as_str()) {
        ("", _) => format!("Đơn vị {sent}"),
        (letter, "") => format!("Theo Công văn số {letter}, đơn vị {sent}"),
        (letter, name) => format!("Theo Công văn số {letter} của {name}, đơn vị {sent}"),
    };
    opening += &about(project, Lang::Vi);
    opening += &cutoff(round, submission.office.code(), Lang::Vi);
    opening + "."
}

/// The name of the office's file; in which folder it was put here is nothing to the office.
pub(super) fn file_name(submission: &Submission) -> &str {
    let name = &*submission.name;
    name.rsplit('/').next().unwrap_or(name)
}

/// Why there is no marked file.
fn why_alone(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Signed => {
            "Tệp có chữ ký số nên chúng tôi không đánh dấu vào tệp, vì sẽ làm chữ ký mất hiệu lực. Các góp ý:"
        }
        Trouble::Unread => "Tệp chưa đọc được:",
        _ => "Tệp đọc được nhưng chưa đánh dấu trực tiếp vào các ô được. Các góp ý:",
    }
}

/// The findings, the gravest first.
fn told(findings: &[&Finding], has_file: bool) -> String {
    let mut order: Vec<&&Finding> = findings.iter().collect();
    order.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let graver = order
        .iter()
        .filter(|finding| finding.severity > Severity::Info)
        .count();
    if graver > 0 {
        order.truncate(graver);
    }
    let most = if has_file { MOST } else { usize::MAX };
    let mut lines: Vec<String> = order
        .iter()
        .take(most)
        .enumerate()
        .map(|(index, finding)| format!("{}. {}", index + 1, line(finding)))
        .collect();
    let rest = order.len().saturating_sub(most);
    if rest > 0 {
        let rest = Lang::Vi.count(rest, "góp ý khác", "", "");
        lines.push(format!("và {rest}, xem trang tính “Góp ý” trong tệp."));
    }
    lines.join("\n")
}

/// A finding in a line: where, what is wrong, what to type instead.
fn line(finding: &Finding) -> String {
    let Paragraph {
        message,
        suggestion,
        ..
    } = Paragraph::of(finding);
    let sheet = finding
        .place
        .sheet
        .as_deref()
        .filter(|sheet| !sheet.is_empty());
    let sheet = sheet.map(|sheet| format!("Trang tính “{sheet}”"));
    let cells = finding.place.cells.map(|cells| {
        let word = if sheet.is_some() { "ô" } else { "Ô" };
        format!("{word} {cells}")
    });
    let place: Vec<String> = sheet.into_iter().chain(cells).collect();
    let place = if place.is_empty() {
        String::new()
    } else {
        format!("{}: ", place.join(", "))
    };
    // Behind “ô E4:” a message that begins with “Ô ghi …” would name the cell twice.
    let message = match (finding.place.cells, message.strip_prefix("Ô ")) {
        (Some(_), Some(rest)) => rest.to_owned(),
        _ if place.is_empty() => message,
        _ => lower(&message),
    };
    let suggestion = suggestion.map_or(String::new(), |suggestion| format!(" {suggestion}"));
    format!("{place}{message}{suggestion}")
}

/// What is to be corrected, in words; what is only to be known when there is nothing else.
fn graver(findings: &[&Finding]) -> String {
    let counts = Counts::of(findings.iter().copied());
    let infos = if counts.errors + counts.warnings > 0 {
        0
    } else {
        counts.infos
    };
    lower(&found(Counts { infos, ..counts }))
}

/// What was found, in words: `Tệp có 3 lỗi phải sửa và 1 cảnh báo cần xem lại`.
#[must_use]
pub fn found(counts: Counts) -> String {
    let count =
        |number: usize, noun: &str| (number > 0).then(|| Lang::Vi.count(number, noun, "", ""));
    let found: Vec<String> = [
        count(counts.errors, "lỗi phải sửa"),
        count(counts.warnings, "cảnh báo cần xem lại"),
        count(counts.infos, "thông tin để biết"),
    ]
    .into_iter()
    .flatten()
    .collect();
    format!("Tệp có {}", Lang::Vi.list(&found))
}

/// The last day on which a submission is in time: the office's own, or the new one where it gives more time.
#[must_use]
pub fn deadline(round: &Round, submission: &Submission, until: Option<Date>) -> Option<String> {
    let own = round.deadline_for(submission);
    if let Some(until) = extended(until, own) {
        let until = day(until, Lang::Vi);
        return Some(format!(
            "Đề nghị gửi lại tệp đã sửa chậm nhất ngày {until}."
        ));
    }
    let own = day(own?, Lang::Vi);
    Some(format!("Hạn gửi báo cáo của kỳ này: ngày {own}."))
}
