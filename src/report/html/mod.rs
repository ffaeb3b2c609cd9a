//! One page that needs nothing beside itself: the round at a glance, the offices, every finding beside a drawing of its
//! part of the sheet, and what the rules mean. How the offices stand is a page like it (`status`).
//!
//! The page is complete without its script, which only filters, opens and closes. It loads nothing (`policy`), all that
//! comes from files is made harmless (`page`), and it prints as it stands. Style and script are files under
//! `src/data/html`. End tags that HTML does not ask for are left out: ten thousand findings are a long page.

mod drawing;
mod groups;
mod offices;
mod page;
mod policy;
mod rules;
mod spots;
mod status;

use std::collections::HashMap;
use std::io;

use groups::Group;
use offices::Offices;
use page::Page;

pub(super) use status::write as write_status;

use super::{Counts, severity_words};
use crate::finding::{Finding, Severity};
use crate::lang::{Lang, day};
use crate::project::Project;
use crate::round::Round;
use crate::rule::Owing;

const STYLE: &str = include_str!("../../data/html/report.css");
const SCRIPT: &str = include_str!("../../data/html/report.js");

/// The name of what tells our own pages from submissions, in the head of the page.
pub(crate) const OUTPUT_MARK: &str = "<meta name=\"tonghop.output\" content=\"report\">";

/// About how many bytes a finding takes.
const BYTES: usize = 1200;

pub(super) fn write(
    round: &Round,
    findings: &[Finding],
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut page = Page::new(lang, 32_768 + findings.len() * BYTES);
    let offices = Offices::of(round, findings);
    let groups = groups::groups(findings);
    let codes = rules::found(findings);
    let title = title(lang);
    head(&mut page, title, Some(SCRIPT), round);
    page.raw("<body>\n<a class=a href=\"#main\">")
        .say("Đến các góp ý", "To the findings")
        .raw("</a>\n");
    glance(&mut page, round, findings, &offices);
    page.raw("<main id=main>\n");
    office_table(&mut page, &offices, &groups);
    page.raw("<section aria-labelledby=h-f>\n<h2 id=h-f>")
        .say("Góp ý", "Findings")
        .raw("</h2>\n");
    if findings.is_empty() {
        page.raw("<p>")
            .say("Không có góp ý nào.", "There are no findings.")
            .raw("</p>\n");
    } else {
        filters(&mut page, findings, &offices, &codes);
        groups::write(&mut page, round, &groups, &offices, groups::MOST_CELLS);
    }
    page.raw("</section>\n");
    if !codes.is_empty() {
        page.raw("<section aria-labelledby=h-r>\n<h2 id=h-r>")
            .say("Ý nghĩa các mã", "What the codes mean")
            .raw("</h2>\n");
        rules::write(&mut page, &codes);
        page.raw("</section>\n");
    }
    page.raw("</main>\n<script>")
        .raw(SCRIPT)
        .raw("</script>\n</body>\n</html>\n");
    out.write_all(page.finish().as_bytes())
}

fn title(lang: Lang) -> &'static str {
    lang.pick("Kết quả kiểm tra báo cáo", "Check of the reports")
}

/// The head of a page with this title, and its script if it has one.
fn head(page: &mut Page, title: &str, script: Option<&str>, round: &Round) {
    let lang = page.lang;
    page.raw("<!doctype html>\n<html lang=")
        .raw(lang.name())
        .raw(">\n<head>\n<meta charset=utf-8>\n");
    page.raw("<meta http-equiv=Content-Security-Policy content=\"")
        .raw(&policy::policy(STYLE, script))
        .raw("\">\n")
        .raw(OUTPUT_MARK)
        .raw("\n<meta name=viewport content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=color-scheme content=\"light dark\">\n<meta name=referrer content=no-referrer>\n")
        .raw("<link rel=icon href=\"data:,\">\n<title>")
        .text(title);
    if let Some(project) = &round.setup.project {
        page.raw(" – ").text(&project.period.id);
    }
    page.raw("</title>\n<style>")
        .raw(STYLE)
        .raw("</style>\n</head>\n");
}

/// The round at a glance: what it is, how many of what, and what to do next.
fn glance(page: &mut Page, round: &Round, findings: &[Finding], offices: &Offices<'_>) {
    page.raw("<header>\n");
    let title = title(page.lang);
    heading(page, title, round);
    let counts = Counts::of(findings);
    page.raw("<ul class=y>\n");
    for (severity, count) in [
        (Severity::Error, counts.errors),
        (Severity::Warning, counts.warnings),
        (Severity::Info, counts.infos),
    ] {
        let words = severity_words(severity, page.lang);
        let class = if count == 0 {
            "z"
        } else {
            drawing::class(severity)
        };
        page.raw("<li class=")
            .raw(class)
            .raw("><b>")
            .raw(drawing::sign(severity))
            .raw(" ");
        page.number(count).raw("</b> ").raw(words).raw("\n");
    }
    tile(page, round.files().count(), ("tệp đã đọc", "files read"));
    tile(page, round.records().count(), ("hoạt động", "records"));
    let owing = Owing::of(round, findings);
    if owing.due > 0 {
        page.raw("<li><b>")
            .number(owing.reported())
            .raw("/")
            .number(owing.due)
            .raw("</b> ");
        page.say("đơn vị đã gửi", "offices have reported").raw("\n");
    }
    page.raw("</ul>\n<p class=v>");
    let next = next(page.lang, offices, counts);
    page.text(&next).raw("</p>\n</header>\n");
}

/// The title, below whose round it is and above which period.
fn heading(page: &mut Page, title: &str, round: &Round) {
    let project = round.setup.project.as_ref();
    if let Some(project) = project {
        programme(page, project);
    }
    page.raw("<h1>").text(title).raw("</h1>\n");
    if let Some(project) = project {
        period(page, project);
    }
}

fn tile(page: &mut Page, number: usize, (vi, en): (&str, &str)) {
    page.raw("<li><b>")
        .number(number)
        .raw("</b> ")
        .say(vi, en)
        .raw("\n");
}

fn programme(page: &mut Page, project: &Project) {
    let lines = [&project.issuer.name, &project.programme.name];
    for line in lines.into_iter().filter(|line| !line.is_empty()) {
        page.raw("<p class=q")
            .vietnamese()
            .raw(">")
            .text(line)
            .raw("</p>\n");
    }
}

fn period(page: &mut Page, project: &Project) {
    let period = &project.period;
    page.raw("<p>")
        .say("Kỳ báo cáo ", "Reporting period ")
        .text(&period.id);
    if let (Some(start), Some(end)) = (period.start, period.end) {
        page.raw(" (")
            .raw(&day(start))
            .raw(" – ")
            .raw(&day(end))
            .raw(")");
    }
    if let Some(deadline) = period.deadline {
        page.say(", hạn gửi ", ", due ").raw(&day(deadline));
    }
    page.raw("</p>\n");
}

/// What to do next, in a sentence.
fn next(lang: Lang, offices: &Offices<'_>, counts: Counts) -> String {
    let (missing, correct, look) = offices.to_call();
    let of = |count: usize| lang.count(count, "đơn vị", "office", "offices");
    let mut steps = Vec::new();
    if missing > 0 {
        let offices = of(missing);
        steps.push(lang.pick(
            format!("nhắc {offices} chưa gửi báo cáo"),
            format!("remind {offices} that sent nothing"),
        ));
    }
    if correct > 0 {
        let offices = of(correct);
        steps.push(lang.pick(
            format!("đề nghị {offices} sửa các ô có lỗi rồi gửi lại"),
            format!("ask {offices} to correct the cells with errors and send again"),
        ));
    }
    if look > 0 {
        let offices = of(look);
        steps.push(lang.pick(
            format!("xem lại các cảnh báo của {offices}"),
            format!("look at the warnings of {offices}"),
        ));
    }
    let nameless = offices.nameless();
    if nameless > 0 {
        let files = lang.count(nameless, "tệp", "file", "files");
        steps.push(lang.pick(
            format!("xem {files} chưa rõ của đơn vị nào"),
            format!("look at {files} of no known office"),
        ));
    }
    if steps.is_empty() {
        return lang.pick(
            "Không còn gì phải sửa; có thể lập bảng tổng hợp.".to_owned(),
            "Nothing is left to correct; the consolidated table can be made.".to_owned(),
        );
    }
    let done = lang.pick(
        "Các số liệu chưa sửa vẫn được giữ nguyên hoặc để trống như từng góp ý dưới đây ghi rõ.",
        "Until then figures stay as typed, or empty, as each finding below says.",
    );
    let steps = steps.join("; ");
    let start = lang.pick("Việc tiếp theo: ", "Next: ");
    if counts.errors == 0 {
        format!("{start}{steps}.")
    } else {
        format!("{start}{steps}. {done}")
    }
}

fn office_table(page: &mut Page, offices: &Offices<'_>, groups: &[Group<'_>]) {
    let anchors: HashMap<&str, usize> = groups
        .iter()
        .enumerate()
        .filter_map(|(index, group)| Some((group.file?, index)))
        .collect();
    page.raw("<section aria-labelledby=h-o>\n<h2 id=h-o>")
        .say("Đơn vị", "Offices")
        .raw("</h2>\n");
    offices.write(page, |file| anchors.get(file).copied());
    page.raw("</section>\n");
}

/// The filters, which the script shows: without it they would do nothing.
fn filters(
    page: &mut Page,
    findings: &[Finding],
    offices: &Offices<'_>,
    codes: &std::collections::BTreeMap<&'static str, (usize, Severity)>,
) {
    page.raw("<form class=l hidden aria-label=\"")
        .say("Lọc các góp ý", "Filter the findings")
        .raw("\">\n<fieldset><legend>")
        .say("Mức độ", "Severity")
        .raw("</legend>");
    let counts = Counts::of(findings);
    for (severity, count) in [
        (Severity::Error, counts.errors),
        (Severity::Warning, counts.warnings),
        (Severity::Info, counts.infos),
    ] {
        page.raw("<label><input type=checkbox name=s checked value=")
            .raw(drawing::class(severity))
            .raw("> ");
        drawing::severities(page, severity);
        page.raw(" (").number(count).raw(")</label> ");
    }
    page.raw("</fieldset>\n<label>")
        .say("Đơn vị", "Office")
        .raw(" <select name=o><option value=\"\">");
    page.say("Tất cả", "All").raw("\n");
    offices.options(page);
    page.raw("</select></label>\n<label>")
        .say("Mã", "Code")
        .raw(" <select name=c><option value=\"\">");
    page.say("Tất cả", "All").raw("\n");
    rules::options(page, codes);
    page.raw("</select></label>\n<p><button type=reset>")
        .say("Bỏ lọc", "Show all")
        .raw("</button> <button type=button name=u>")
        .say("Mở hết", "Open all")
        .raw("</button> <button type=button name=z>")
        .say("Đóng hết", "Close all")
        .raw("</button></p>\n</form>\n<p id=n role=status data-t=\"")
        .say("Đang hiện {}/{} góp ý", "Showing {} of {} findings")
        .raw("\"></p>\n");
}
