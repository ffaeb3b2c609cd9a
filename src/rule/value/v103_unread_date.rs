//! V103: a date that was not understood, does not exist, or is said to be unknown.

use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::rule::support::{many, quoted, remarks, unread};
use crate::rule::{Rule, Said, docs};
use crate::template::Kind;
use crate::value::{Note, Unread};

/// The rule.
pub static RULE: Rule = Rule {
    code: "V103",
    name: "UnreadDate",
    severity: Severity::Error,
    docs: docs!("V103"),
    joins: true,
    check: |round, sink| {
        remarks(round, sink, |spec, note| {
            matches!(spec.kind, Kind::Interval | Kind::Day) && matches!(note, Note::Unread(_))
        });
    },
    say,
};

fn say(finding: &Finding, lang: Lang) -> Said {
    let text = quoted(finding, lang);
    let message = match unread(finding) {
        Unread::NoSuchDay { month, last } => lang.pick(
            format!("không có ngày {text}: tháng {month} chỉ có {last} ngày"),
            format!("there is no day {text}: month {month} has {last} days"),
        ),
        Unread::NoSuchMonth => lang.pick(
            format!("{text}: không có tháng hoặc quý này"),
            format!("{text}: there is no such month or quarter"),
        ),
        Unread::NoYear => lang.pick(format!("{text} thiếu năm"), format!("{text} has no year")),
        Unread::BlankDay => lang.pick(
            format!("{text} còn bỏ trống ngày, tháng"),
            format!("{text} leaves day and month blank"),
        ),
        Unread::BadYear => lang.pick(
            format!("{text}: năm ghi không đúng"),
            format!("{text}: there is no such year"),
        ),
        Unread::Lunar => lang.pick(
            format!("{text} là ngày âm lịch"),
            format!("{text} is a lunar date"),
        ),
        Unread::SaidUnknown => lang.pick(
            format!("ô ghi {text}, chưa rõ thời gian"),
            format!("{text} says that the time is not known"),
        ),
        Unread::NotADate => lang.pick(
            format!("{text} không phải là một thời gian cụ thể"),
            format!("{text} is no particular time"),
        ),
        Unread::NoDay => lang.pick(
            format!("{text} chưa có đủ ngày, tháng, năm"),
            format!("{text} is no single day"),
        ),
        Unread::Reversed => lang.pick(
            format!("{text}: năm sau nhỏ hơn năm trước"),
            format!("{text}: the years run backwards"),
        ),
        _ => lang.pick(
            format!("không hiểu thời gian {text}"),
            format!("the time {text} was not understood"),
        ),
    };
    Said::new(many(message, finding, lang), type_this(finding, lang))
}

/// What to type instead, made of what stands there where that is enough.
fn type_this(finding: &Finding, lang: Lang) -> String {
    let text = finding.text.as_deref().unwrap_or_default().trim();
    match unread(finding) {
        Unread::NoDay => {
            return lang.pick(
                "Cột này ghi đủ ngày, tháng, năm, ví dụ “20/3/2019”.".to_owned(),
                "This column wants day, month and year, such as “20/3/2019”.".to_owned(),
            );
        }
        Unread::NoYear if text.ends_with(|last: char| last.is_ascii_alphanumeric()) => {
            return lang.pick(
                format!("Ghi thêm năm, ví dụ “{text}/2020”."),
                format!("Add the year, such as “{text}/2020”."),
            );
        }
        Unread::Reversed if finding.count == 1 => {
            if let Some((later, earlier)) = text.split_once('-')
                && [later, earlier]
                    .iter()
                    .all(|year| year.trim().parse::<u16>().is_ok())
            {
                let years = format!("{}-{}", earlier.trim(), later.trim());
                return lang.pick(
                    format!("Ghi “{years}” nếu đúng là các năm này."),
                    format!("Type “{years}” if those are the years."),
                );
            }
        }
        Unread::Lunar => {
            return lang.pick(
                "Ghi ngày dương lịch, ví dụ “20/3/2019”, hoặc chỉ ghi tháng, ví dụ “tháng 6/2020”."
                    .to_owned(),
                "Type the solar date, such as “20/3/2019”, or only the month, such as “tháng 6/2020”."
                    .to_owned(),
            );
        }
        _ => {}
    }
    lang.pick(
            "Ghi ngày, tháng, quý hoặc năm, ví dụ “20/3/2019”, “tháng 6/2020”, “quý II/2020”, “2016-2020”.".to_owned(),
            "Type a day, month, quarter or year, such as “20/3/2019”, “tháng 6/2020”, “quý II/2020”, “2016-2020”.".to_owned(),
    )
}
