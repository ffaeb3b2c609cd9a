//! V114: text that a spreadsheet would run as a formula when it opens the CSV.

use crate::finding::Severity;
use crate::rule::support::{quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V114",
    name: "FormulaText",
    severity: Severity::Warning,
    docs: docs!("V114"),
    joins: false,
    check: |round, sink| remarks(round, sink, |_, note| *note == Note::FormulaText),
    say: |finding, lang| {
        let text = quoted(finding, lang);
        Said::new(
            lang.pick(
                format!("{text}: Excel sẽ hiểu đoạn chữ này là công thức khi mở tệp CSV"),
                format!("{text}: Excel would run this text as a formula when it opens the CSV"),
            ),
            lang.pick(
                "Bỏ dấu = + - @ ở đầu đoạn chữ. Muốn mở CSV bằng Excel thì xuất với --safe.",
                "Take the = + - @ off the beginning. To open the CSV in Excel, write it with --safe.",
            ),
        )
    },
};
