//! V111: a formula without a stored result: the file was written by a program that does not calculate.

use crate::finding::Severity;
use crate::rule::support::{left_empty, many, remarks, total_remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

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
                lang.pick(
                    "ô có công thức nhưng tệp không lưu kết quả".to_owned(),
                    "the cell holds a formula whose result the file does not store".to_owned(),
                ),
                finding,
                lang,
            ),
            format!(
                "{} {}",
                lang.pick(
                    "Mở tệp bằng Excel, bấm Lưu rồi gửi lại.",
                    "Open the file in Excel, save it and send it again.",
                ),
                left_empty(finding, lang)
            ),
        )
    },
};
