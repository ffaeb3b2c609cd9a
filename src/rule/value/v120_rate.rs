//! V120: an amount that is a rate, not a total; the product with the quantity is suggested.

use crate::finding::Severity;
use crate::rule::support::{note, quoted, remarks, typed_money};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V120",
    name: "RateForAmount",
    severity: Severity::Error,
    docs: docs!("V120"),
    joins: false,
    check: |round, sink| remarks(round, sink, |_, note| matches!(note, Note::Rate(_))),
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let product = match note(finding) {
            Some(Note::Rate(Some(product))) => Some(typed_money(i128::from(product.0))),
            _ => None,
        };
        let suggestion = product.map_or_else(
            || {
                lang.pick(
                    "Ghi tổng số tiền (đơn giá nhân với số lượng).".to_owned(),
                    "Type the total (the rate times the quantity).".to_owned(),
                )
            },
            |product| {
                lang.pick(
                    format!("Ghi tổng số tiền: “{product}” nếu đúng là đơn giá nhân với số lượng."),
                    format!("Type the total: “{product}” if it is the rate times the quantity."),
                )
            },
        );
        Said::new(
            lang.pick(
                format!(
                    "{text} là đơn giá hoặc phép nhân, không phải tổng số tiền; ô tạm để trống"
                ),
                format!("{text} is a rate or a product, not a total; the cell stays empty for now"),
            ),
            suggestion,
        )
    },
};
