//! V118: a number that can be read two ways, and its column does not settle it.

use crate::finding::Severity;
use crate::normalize::value::Note;
use crate::rule::support::{note, quoted, remarks};
use crate::rule::{Rule, Said, docs};

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
        let (one, other) = match note(finding) {
            Some(Note::TwoWays(one, other)) => (lang.decimal(one), lang.decimal(other)),
            _ => (String::new(), String::new()),
        };
        Said::new(
            lang.pick(
                format!("{text} có thể hiểu là {one} hoặc {other}; cột không cho biết cách nào đúng nên ô tạm để trống"),
                format!("{text} can be read as {one} or as {other}; its column does not settle it, so the cell stays empty for now"),
            ),
            lang.pick(
                format!("Ghi lại theo cách viết Việt Nam: dấu chấm ngăn hàng nghìn, dấu phẩy trước phần lẻ: “{}” hoặc “{}”.", lang.pick(&one, &one), other),
                "Type it the Vietnamese way: points between thousands, a comma before decimals, or as a number cell.".to_owned(),
            ),
        )
    },
};
