//! Letters to offices: what goes with a file that is sent back, and what asks for a report that has not come. Each is
//! written as a text, to be pasted, and as the draft of a mail.
//!
//! Here stands what letters share: who writes, by which letter the report was asked for, until when, whom to ask.

mod found;
pub mod mail;
mod recipients;

use jiff::civil::Date;

use super::line_ends;
use crate::book::ours::{LETTER_STARTS, LetterKind, LetterMark};
use crate::lang::{self, Lang};
use crate::project::{Issuer, Project};
use crate::round::Round;

pub(in crate::write) use found::files_in;
pub use found::{Found, found, mark_of};
pub use recipients::Recipients;

/// A letter, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it says of itself.
    pub mark: LetterMark,
    /// What it is about.
    pub subject: String,
    /// What it says, from the salutation to the last line, lines ending with `\n`.
    pub text: String,
}

impl Letter {
    /// A letter of these paragraphs, with the line that it is known by below them.
    pub(in crate::write) fn new(
        mark: LetterMark,
        subject: String,
        paragraphs: &[String],
        lang: Lang,
    ) -> Self {
        let above = paragraphs.join("\n\n");
        let text = format!("{above}\n\n{}\n", mark.line(&above, lang));
        Self {
            mark,
            subject,
            text,
        }
    }

    /// As a text file: with a byte-order mark and line ends of Windows, so that Notepad shows it right everywhere.
    #[must_use]
    pub fn file(&self) -> Vec<u8> {
        format!("\u{feff}{}", line_ends::cr_lf(&self.text)).into_bytes()
    }
}

/// The mark of a letter of a round.
#[must_use]
pub fn mark(round: &Round, kind: LetterKind, offices: &[&str]) -> LetterMark {
    let (programme, period) = scope(round);
    LetterMark::new(kind, programme, period, offices)
}

/// The ids of the programme and the period; empty where there is no project file.
#[must_use]
pub fn scope(round: &Round) -> (&str, &str) {
    let project = round.setup.project.as_ref();
    project.map_or(("", ""), |project| {
        (&project.programme.id, &project.period.id)
    })
}

/// The line above the letter.
pub(in crate::write) fn salutation(office: &str, lang: Lang) -> String {
    let [vi, en] = LETTER_STARTS;
    let start = lang.pick(vi, en);
    let everyone = lang.pick("Quý cơ quan, đơn vị", "the offices concerned");
    let to = if office.is_empty() { everyone } else { office };
    format!("{start}{to}")
}

/// Who writes; `None` where the project file does not say.
fn issuer(round: &Round) -> Option<&Issuer> {
    round.setup.project.as_ref().map(|project| &project.issuer)
}

/// Its name; empty where the project file does not say.
pub(in crate::write) fn issuer_name(round: &Round) -> &str {
    issuer(round).map_or("", |issuer| &issuer.name)
}

/// What the reports are about, with blanks before it: ` về chương trình hợp tác …`.
pub(in crate::write) fn about(project: &Project, lang: Lang) -> String {
    let name = &project.programme.name;
    if name.is_empty() {
        String::new()
    } else {
        lang.pick(format!(" về {}", lower(name)), format!(" on {name}"))
    }
}

/// Up to which day figures are asked for: `, số liệu đến ngày 30/6/2020`.
pub(in crate::write) fn cutoff(round: &Round, office: &str, lang: Lang) -> String {
    round.cutoff_of(office).map_or_else(String::new, |end| {
        let end = day(end, lang);
        lang.pick(
            format!(", số liệu đến ngày {end}"),
            format!(", with figures up to {end}"),
        )
    })
}

/// Whom to ask.
pub(in crate::write) fn contact(round: &Round, lang: Lang) -> Option<String> {
    let contact = issuer(round)?.contact.trim().trim_end_matches('.');
    (!contact.is_empty()).then(|| {
        lang.pick(
            format!("Cần trao đổi thêm, xin liên hệ: {contact}."),
            format!("For any question please contact: {contact}."),
        )
    })
}

/// The day up to which a new deadline gives an office time: never earlier than the one it has.
#[must_use]
pub fn extended(until: Option<Date>, deadline: Option<Date>) -> Option<Date> {
    until.filter(|until| deadline.is_none_or(|deadline| deadline < *until))
}

/// A day as offices write it in letters: in Vietnamese with a zero before a day of one figure, and before the months 1
/// and 2.
pub(in crate::write) fn day(day: Date, lang: Lang) -> String {
    let month = if day.month() < 3 {
        format!("{:02}", day.month())
    } else {
        day.month().to_string()
    };
    lang.pick(
        format!("{:02}/{month}/{}", day.day(), day.year()),
        lang::day(day),
    )
}

/// A sentence that goes on: its first letter small, unless the second is a capital too.
pub(in crate::write) fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    let is_acronym = letters.clone().next().is_some_and(char::is_uppercase);
    match first {
        Some(first) if !is_acronym => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}
