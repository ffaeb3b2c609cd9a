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
        let first = finding.text.as_deref().unwrap_or_default().trim_start();
        let first: String = first.chars().take(1).collect();
        Said::new(
            lang.pick(
                format!("{text}: ô bắt đầu bằng “{first}” dễ bị hiểu là công thức"),
                format!("{text}: a cell that begins with “{first}” is easily taken for a formula"),
            ),
            lang.pick(
                format!("Bỏ dấu “{first}” ở đầu ô."),
                format!("Take the “{first}” off the beginning."),
            ),
        )
        .and_officer(lang.pick(
            "Muốn mở bảng CSV bằng Excel thì xuất bằng `tonghop convert … --safe`.",
            "To open the CSV table in Excel, write it with `tonghop convert … --safe`.",
        ))
    },
};
