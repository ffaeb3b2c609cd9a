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
                "Ghi số tiền quy ra đồng theo tỷ giá của chứng từ, ví dụ “464 triệu đồng”; số ngoại tệ và tỷ giá ghi ở cột ghi chú.",
                "Type the amount in đồng at the rate of the voucher, such as “464 triệu đồng”; the foreign amount and the rate belong in the notes.",
            ),
        )
    },
};
