//! V119: an amount that is a range. It is never summed in silence.

use crate::finding::Severity;
use crate::rule::support::{money, note, quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V119",
    name: "AmountRange",
    severity: Severity::Error,
    docs: docs!("V119"),
    joins: false,
    check: |round, sink| remarks(round, sink, |_, note| matches!(note, Note::Range(..))),
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let (low, high) = match note(finding) {
            Some(Note::Range(low, high)) => (
                money(i128::from(low.0), lang),
                money(i128::from(high.0), lang),
            ),
            _ => (String::new(), String::new()),
        };
        Said::new(
            lang.pick(
                format!("{text} là một khoảng, từ {low} đến {high}; không cộng được nên ô tạm để trống"),
                format!("{text} is a range, from {low} to {high}; it cannot be added, so the cell stays empty for now"),
            ),
            lang.pick(
                "Ghi một con số cụ thể; nếu chưa chốt được thì ghi số ước, ví dụ “khoảng 1,5 tỷ đồng” (vẫn được cộng vào tổng).",
                "Type one figure; if it is not settled yet, an approximate one, such as “khoảng 1,5 tỷ đồng” (it is added all the same).",
            ),
        )
    },
};
