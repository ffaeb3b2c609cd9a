//! V116: an amount in a foreign currency. It is not converted: no rate is invented.

use crate::finding::Severity;
use crate::normalize::value::Note;
use crate::rule::support::{note, quoted, remarks};
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "V116",
    name: "ForeignCurrency",
    severity: Severity::Warning,
    docs: docs!("V116"),
    joins: false,
    check: |round, sink| remarks(round, sink, |_, note| matches!(note, Note::Foreign(_))),
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let currency = match note(finding) {
            Some(Note::Foreign(currency)) => currency,
            _ => "",
        };
        Said::new(
            lang.pick(
                format!("{text} là ngoại tệ ({currency}), không quy đổi; ô tạm để trống trong bảng tổng hợp"),
                format!("{text} is in foreign currency ({currency}) and not converted; the cell stays empty in the table"),
            ),
            lang.pick(
                "Ghi số tiền quy ra đồng, ví dụ “466 triệu đồng (20.000 USD)”.",
                "Type the amount in đồng, such as “466 triệu đồng (20.000 USD)”.",
            ),
        )
    },
};
