//! V109: a negative amount or quantity.

use crate::finding::Severity;
use crate::rule::support::{quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V109",
    name: "Negative",
    severity: Severity::Warning,
    docs: docs!("V109"),
    joins: false,
    check: |round, sink| remarks(round, sink, |_, note| *note == Note::Negative),
    say: |finding, lang| {
        let text = quoted(finding, lang);
        Said::new(
            lang.pick(format!("{text} là số âm; vẫn được cộng như số âm"), format!("{text} is negative; it is added as such")),
            lang.pick(
                "Nếu là khoản giảm trừ, ghi rõ ở cột ghi chú; nếu gõ nhầm, bỏ dấu trừ.",
                "If it is a deduction, say so in the notes; if it is a slip, delete the minus sign.",
            ),
        )
    },
};
