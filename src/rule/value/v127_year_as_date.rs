//! V127: a cell of time shows something else than was meant: a year typed into a date cell, which shows a day of 1905 for
//! it; or a day as the number that spreadsheets store for it.

use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::rule::support::{day, many, note, quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V127",
    name: "YearAsDate",
    severity: Severity::Warning,
    docs: docs!("V127"),
    joins: true,
    check: |round, sink| {
        remarks(round, sink, |_, note| {
            matches!(note, Note::YearAsDate(_) | Note::DayAsNumber(_))
        })
    },
    say,
};

fn say(finding: &Finding, lang: Lang) -> Said {
    let text = quoted(finding, lang);
    let (message, suggestion) = match note(finding) {
        Some(Note::DayAsNumber(read)) => {
            let read = day(&read.to_string());
            (
                lang.pick(
                    format!("ô hiện {text}, là ngày {read} lưu ở dạng số; đã đọc là ngày đó"),
                    format!("the cell shows {text}, the number that stands for the day {read}; read as that day"),
                ),
                lang.pick(
                    "Định dạng ô là ngày (dd/mm/yyyy) rồi xem lại; nếu không phải ngày đó, gõ lại thời gian.",
                    "Give the cell a date format (dd/mm/yyyy) and look again; if that is not the day, type the time anew.",
                ),
            )
        }
        other => {
            let year = match other {
                Some(Note::YearAsDate(year)) => *year,
                _ => 0,
            };
            (
                lang.pick(
                    format!("ô có định dạng ngày nên năm {year} thành ngày {text}; đã đọc là năm {year}"),
                    format!("the cell has a date format, so that the year {year} became {text}; read as the year {year}"),
                ),
                lang.pick(
                    "Đổi định dạng ô sang General (Chung) rồi gõ lại năm, hoặc gõ cả ngày tháng năm.",
                    "Set the cell's format to General and type the year again, or type a whole date.",
                ),
            )
        }
    };
    Said::new(many(message, finding, lang), suggestion)
}
