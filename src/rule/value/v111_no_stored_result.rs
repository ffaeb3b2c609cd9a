//! V111: a formula without a stored result: the file was written by a program that does not calculate.

use super::v102_unread_amount::many;
use crate::finding::Severity;
use crate::normalize::value::Note;
use crate::rule::support::{remarks, total_remarks};
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "V111",
    name: "NoStoredResult",
    severity: Severity::Error,
    docs: docs!("V111"),
    joins: true,
    check: |round, sink| {
        remarks(round, sink, |_, note| *note == Note::NoResult);
        total_remarks(round, sink, |note| *note == Note::NoResult);
    },
    say: |finding, lang| {
        Said::new(
            many(
                lang.pick("ô có công thức nhưng tệp không lưu kết quả".to_owned(), "the cell holds a formula whose result the file does not store".to_owned()),
                finding,
                lang,
            ),
            lang.pick(
                "Mở tệp bằng Excel, bấm Lưu rồi gửi lại. Ô này tạm để trống trong bảng tổng hợp.",
                "Open the file in Excel, save it and send it again. The cell stays empty in the table for now.",
            ),
        )
    },
};
