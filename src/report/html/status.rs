//! How the offices stand, as a page: the states counted, what to do next, a row for each office and form, and below it the
//! files of the office that gave way.

use std::io;

use jiff::civil::Date;

use super::page::Page;
use super::{STYLE, head, heading};
use crate::lang::{Lang, day};
use crate::report::capitalised;
use crate::report::status::{own_first, sign, state_word, totals, without_register};
use crate::round::Round;
use crate::rule::{OfficeState, State};

/// About how many bytes an office takes.
const BYTES: usize = 400;

pub(in crate::report) fn write(
    round: &Round,
    states: &[OfficeState],
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut page = Page::new(lang, STYLE.len() + 4096 + states.len() * BYTES);
    let title = lang.pick("Tình hình gửi báo cáo", "Who has reported");
    head(&mut page, title, None, round);
    page.raw("<body>\n<a class=a href=\"#main\">")
        .say("Đến bảng đơn vị", "To the offices")
        .raw("</a>\n<header>\n");
    heading(&mut page, title, round);
    page.raw("<ul class=y>\n");
    for (state, count) in totals(states) {
        page.raw("<li class=")
            .raw(class(state))
            .raw("><b>")
            .raw(sign(state))
            .raw(" ");
        page.number(count).raw("</b> ");
        page.raw(state_word(state, lang)).raw("\n");
    }
    page.raw("</ul>\n");
    let next = next(round, states, lang);
    page.raw("<p class=v>").text(&next).raw("</p>\n</header>\n");
    page.raw("<main id=main>\n<h2 id=h-o>")
        .say("Đơn vị", "Offices")
        .raw("</h2>\n");
    table(&mut page, states);
    page.raw("</main>\n</body>\n</html>\n");
    out.write_all(page.finish().as_bytes())
}

/// The class that gives a state its colour.
fn class(state: State) -> &'static str {
    match state {
        State::Missing | State::Invalid => "e",
        State::Late => "w",
        State::Nil | State::Reported => "g",
        State::Superseded => "q",
    }
}

/// What to do next, in a sentence.
fn next(round: &Round, states: &[OfficeState], lang: Lang) -> String {
    if round.setup.register.is_none() {
        return capitalised(without_register(lang)) + ".";
    }
    let in_state = |wanted: State| {
        let lines = states.iter().filter(|office| office.state == wanted);
        let mut codes: Vec<(&str, &str)> =
            lines.map(|office| (&*office.code, &*office.name)).collect();
        codes.dedup();
        codes.len()
    };
    let of = |count: usize| lang.count(count, "đơn vị", "office", "offices");
    let (missing, invalid) = (in_state(State::Missing), in_state(State::Invalid));
    let mut steps = Vec::new();
    if missing > 0 {
        let offices = of(missing);
        steps.push(lang.pick(
            format!("nhắc {offices} chưa gửi báo cáo"),
            format!("remind {offices} that sent nothing"),
        ));
    }
    if invalid > 0 {
        let offices = of(invalid);
        steps.push(lang.pick(
            format!("đề nghị {offices} gửi lại tệp đọc được"),
            format!("ask {offices} for a file that can be read"),
        ));
    }
    if steps.is_empty() {
        return lang
            .pick(
                "Không đơn vị nào còn phải gửi báo cáo.",
                "No office owes a report.",
            )
            .to_owned();
    }
    let steps = lang.list(&steps);
    lang.pick(
        format!("Việc tiếp theo: {steps}."),
        format!("Next: {steps}."),
    )
}

fn table(page: &mut Page, states: &[OfficeState]) {
    page.raw("<table class=\"o u\" aria-labelledby=h-o>\n<thead><tr><th scope=col>");
    page.say("Đơn vị và tệp", "Office and file");
    for (vi, en) in [
        ("Ngày gửi", "Sent"),
        ("Hạn gửi", "Due"),
        ("Hoạt động", "Records"),
        ("Lỗi", "Errors"),
        ("Cảnh báo", "Warnings"),
    ] {
        page.raw("<th scope=col>").say(vi, en);
    }
    page.raw("\n</thead>\n<tbody>\n");
    for office in own_first(states) {
        row(page, office);
    }
    page.raw("</tbody></table>\n");
}

fn row(page: &mut Page, office: &OfficeState) {
    page.raw("<tr><th scope=row><span");
    if office.name.is_empty() {
        page.raw(">").say("Chưa rõ đơn vị", "Office not known");
    } else {
        page.vietnamese().raw(">").text(&office.name);
    }
    page.raw("</span>");
    if !office.form.is_empty() {
        page.raw(" <code>").text(&office.form).raw("</code>");
    }
    let word = state_word(office.state, page.lang);
    page.raw(" <span class=\"s ")
        .raw(class(office.state))
        .raw("\">")
        .raw(sign(office.state))
        .raw(" ")
        .raw(word)
        .raw("</span>");
    for file in &office.files {
        page.raw("<br><span class=q>").text(file).raw("</span>");
    }
    date(page, office.sent, false);
    let missed = office.state == State::Late;
    date(page, office.deadline, missed);
    if office.state == State::Missing && office.files.is_empty() {
        page.raw("<td>–<td>–<td>–\n");
        return;
    }
    page.raw("<td>").number(office.records);
    for (count, class) in [(office.errors, "e"), (office.warnings, "w")] {
        if count == 0 {
            page.raw("<td>0");
        } else {
            page.raw("<td class=").raw(class).raw(">").number(count);
        }
    }
    page.raw("\n");
}

/// A cell with a day, `–` where there is none.
fn date(page: &mut Page, date: Option<Date>, missed: bool) {
    page.raw(if missed { "<td class=w>" } else { "<td>" });
    let Some(date) = date else {
        page.raw("–");
        return;
    };
    let (days, year) = (day(date), date.year());
    // On a telephone the year may stand below the day.
    let days = days.trim_end_matches(&year.to_string());
    page.raw("<time datetime=").show(date).raw(">");
    page.raw(days).raw("<wbr>").show(year).raw("</time>");
}
