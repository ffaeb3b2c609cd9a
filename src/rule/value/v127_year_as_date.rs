//! V127: a year was typed into a date cell, which shows a day of 1905 for it.

use crate::finding::Severity;
use crate::rule::support::{many, note, quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V127",
    name: "YearAsDate",
    severity: Severity::Warning,
    docs: docs!("V127"),
    joins: true,
    check: |round, sink| remarks(round, sink, |_, note| matches!(note, Note::YearAsDate(_))),
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let year = match note(finding) {
            Some(Note::YearAsDate(year)) => *year,
            _ => 0,
        };
        Said::new(
            many(
                lang.pick(
                    format!("ô có định dạng ngày nên năm {year} thành ngày {text}; đã đọc là năm {year}"),
                    format!("the cell has a date format, so that the year {year} became {text}; read as the year {year}"),
                ),
                finding,
                lang,
            ),
            lang.pick(
                "Đổi định dạng ô sang General (Chung) rồi gõ lại năm, hoặc gõ cả ngày tháng năm.",
                "Set the cell's format to General and type the year again, or type a whole date.",
            ),
        )
    },
};
