//! V116: an amount in a foreign currency. It is not converted: no rate is invented.

use crate::finding::Severity;
use crate::rule::support::{note, quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

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
        let typed = finding.text.as_deref().unwrap_or_default().trim();
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
                format!("Ghi số tiền quy ra đồng, kèm số ngoại tệ trong ngoặc, theo mẫu “… triệu đồng ({typed})”."),
                format!("Type the amount in đồng with the foreign one in brackets, like “… triệu đồng ({typed})”."),
            ),
        )
    },
};
