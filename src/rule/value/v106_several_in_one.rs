//! V106: several amounts or activities in one cell, or one amount merged over several activities. They are never
//! added, nor multiplied, in silence.

use crate::finding::Severity;
use crate::rule::support::{note, quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V106",
    name: "SeveralInOne",
    severity: Severity::Warning,
    docs: docs!("V106"),
    joins: false,
    check: |round, sink| {
        remarks(round, sink, |_, note| {
            matches!(note, Note::Several(_) | Note::Listed(_) | Note::Shared(_))
        })
    },
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let read = match &finding.value {
            Some(value) => lang.pick(format!("đã lấy “{value}”"), format!("“{value}” was taken")),
            None => lang.pick(
                "ô tạm để trống".to_owned(),
                "the cell stays empty for now".to_owned(),
            ),
        };
        let message = match note(finding) {
            Some(Note::Listed(count)) => lang.pick(
                format!("{text}: một ô ghi {count} hoạt động; đã giữ nguyên văn trong một dòng"),
                format!("{text}: {count} activities in one cell; kept as typed, in one row"),
            ),
            Some(Note::Shared(count)) => lang.pick(
                format!("{text}: một số tiền gộp cho {count} hoạt động; đã ghi cho từng hoạt động"),
                format!("{text}: one amount merged over {count} activities; it was given to each"),
            ),
            Some(Note::Several(count)) => lang.pick(
                format!("{text}: một ô ghi {count} số; {read}"),
                format!("{text}: {count} figures in one cell; {read}"),
            ),
            _ => String::new(),
        };
        Said::new(
            message,
            lang.pick(
                "Tách mỗi hoạt động, mỗi khoản thành một dòng riêng.",
                "Give each activity and each amount a row of its own.",
            ),
        )
    },
};
