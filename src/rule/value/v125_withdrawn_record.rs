//! V125: a record is struck out, or its own words withdraw it: `đã hủy`, `không thực hiện`, `chuyển sang năm sau`.

use crate::finding::Severity;
use crate::rule::support::{note, quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V125",
    name: "WithdrawnRecord",
    severity: Severity::Warning,
    docs: docs!("V125"),
    joins: false,
    check: |round, sink| {
        remarks(round, sink, |_, note| {
            matches!(note, Note::Withdrawn { .. })
        })
    },
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let struck = matches!(note(finding), Some(Note::Withdrawn { struck: true }));
        let message = if struck {
            lang.pick(
                format!("dòng {text} bị gạch ngang cả dòng: coi là đã hủy, không cộng vào tổng"),
                format!("the row {text} is struck out: taken for withdrawn, in no total"),
            )
        } else {
            lang.pick(
                format!("{text}: hoạt động đã hủy hoặc không thực hiện, không cộng vào tổng"),
                format!("{text}: the activity is withdrawn, and in no total"),
            )
        };
        Said::new(
            message,
            lang.pick(
                "Nếu đã hủy thì xóa hẳn dòng này; nếu vẫn thực hiện thì bỏ gạch ngang hoặc sửa lời ghi.",
                "Delete the row if it is withdrawn; if it is not, take the line or the words away.",
            ),
        )
    },
};
