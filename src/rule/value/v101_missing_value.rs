//! V101: a required value is empty.

use crate::finding::Severity;
use crate::rule::support::{label, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V101",
    name: "MissingValue",
    severity: Severity::Error,
    docs: docs!("V101"),
    joins: true,
    check: |round, sink| remarks(round, sink, |_, note| *note == Note::Missing),
    say: |finding, lang| {
        let label = label(finding, lang);
        let message = if finding.count > 1 {
            let count = lang.count(
                finding.count,
                "ô liền nhau còn trống",
                "adjacent cells are empty",
                "adjacent cells are empty",
            );
            lang.pick(
                format!("cột “{label}”: {count}"),
                format!("the column “{label}”: {count}"),
            )
        } else {
            lang.pick(
                format!("ô “{label}” còn trống"),
                format!("“{label}” is empty"),
            )
        };
        let each = if finding.count > 1 {
            "từng hoạt động"
        } else {
            "hoạt động này"
        };
        Said::new(
            message,
            lang.pick(
                format!("Điền “{label}” cho {each}; nếu chưa có thông tin, ghi rõ ở cột ghi chú và báo lại cơ quan tổng hợp."),
                format!("Fill in “{label}”; if it is not known yet, say so in the notes and tell the planning department."),
            ),
        )
    },
};
