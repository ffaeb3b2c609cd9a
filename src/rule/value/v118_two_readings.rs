//! V118: a number that can be read two ways, and its column does not settle it.

use crate::finding::Severity;
use crate::lang::Lang;
use crate::rule::support::{note, quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V118",
    name: "TwoReadings",
    severity: Severity::Error,
    docs: docs!("V118"),
    joins: false,
    check: |round, sink| remarks(round, sink, |_, note| matches!(note, Note::TwoWays(..))),
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let (one, other, small, large) = match note(finding) {
            Some(Note::TwoWays(one, other)) => (
                lang.decimal(one),
                lang.decimal(other),
                Lang::Vi.decimal(one),
                Lang::Vi.decimal(other),
            ),
            _ => Default::default(),
        };
        Said::new(
            lang.pick(
                format!("{text} có thể hiểu là {one} hoặc {other}; cột không cho biết cách nào đúng nên ô tạm để trống"),
                format!("{text} can be read as {one} or as {other}; its column does not settle it, so the cell stays empty for now"),
            ),
            // One more digit leaves no doubt, and settles the other cells of the column too.
            lang.pick(
                format!("Ghi “{small}0” nếu là {one} (có phần lẻ), ghi “{large},0” nếu là {other} (hàng nghìn), hoặc gõ lại vào ô kiểu số."),
                format!("Type “{small}0” if it is {one}, “{large},0” if it is {other}, or type it as a number cell."),
            ),
        )
    },
};
