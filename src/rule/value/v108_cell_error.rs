//! V108: the cell is an Excel error.

use crate::finding::Severity;
use crate::rule::support::{left_empty, many, quoted, remarks, total_remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V108",
    name: "CellError",
    severity: Severity::Error,
    docs: docs!("V108"),
    joins: true,
    check: |round, sink| {
        remarks(round, sink, |_, note| *note == Note::CellError);
        total_remarks(round, sink, |note| *note == Note::CellError);
    },
    say: |finding, lang| {
        let text = quoted(finding, lang);
        Said::new(
            many(
                lang.pick(
                    format!("ô báo lỗi công thức {text}"),
                    format!("the cell shows the formula error {text}"),
                ),
                finding,
                lang,
            ),
            format!(
                "{} {}",
                lang.pick(
                    "Sửa công thức, hoặc gõ thẳng con số vào ô.",
                    "Fix the formula, or type the figure.",
                ),
                left_empty(finding, lang)
            ),
        )
    },
};
