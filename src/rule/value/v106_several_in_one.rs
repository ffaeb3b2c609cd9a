//! V106: several amounts or activities in one cell. They are never added in silence.

use crate::finding::Severity;
use crate::normalize::value::Note;
use crate::rule::support::{note, quoted, remarks};
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "V106",
    name: "SeveralInOne",
    severity: Severity::Warning,
    docs: docs!("V106"),
    joins: false,
    check: |round, sink| remarks(round, sink, |_, note| matches!(note, Note::Several(_))),
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let count = match note(finding) {
            Some(Note::Several(count)) => *count,
            _ => 2,
        };
        let read = match &finding.value {
            Some(value) => lang.pick(format!("đã lấy “{value}”"), format!("“{value}” was taken")),
            None => lang.pick(
                "ô tạm để trống".to_owned(),
                "the cell stays empty for now".to_owned(),
            ),
        };
        Said::new(
            lang.pick(
                format!("{text}: một ô ghi {count} số; {read}"),
                format!("{text}: {count} figures in one cell; {read}"),
            ),
            lang.pick(
                "Tách mỗi hoạt động, mỗi khoản thành một dòng riêng.",
                "Give each activity and each amount a row of its own.",
            ),
        )
    },
};
