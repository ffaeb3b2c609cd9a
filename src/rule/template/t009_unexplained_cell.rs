//! T009: a filled cell that nothing explains, such as a lone figure beside the table.

use crate::finding::{Fact, Severity};
use crate::rule::support::quoted;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T009",
    name: "UnexplainedCell",
    severity: Severity::Warning,
    docs: docs!("T009"),
    joins: true,
    check: |round, sink| {
        for sheet in round
            .submissions
            .iter()
            .flat_map(|submission| &submission.sheets)
        {
            for (cell, text) in &sheet.unexplained {
                sink.add(sheet.place.at(*cell), Fact::None).text = Some(text.clone());
            }
        }
    },
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let many = if finding.count > 1 {
            let count = lang.count(finding.count, "ô", "cell", "cells");
            lang.pick(
                format!("{count}, bắt đầu từ {text},"),
                format!("{count}, from {text} on,"),
            )
        } else {
            text
        };
        Said::new(
            lang.pick(
                format!("{many} không thuộc tiêu đề, dòng số liệu, dòng cộng, ghi chú hay chữ ký; không được đưa vào bảng"),
                format!("{many} belongs to no heading, record, total, note or signature; it was not taken into the table"),
            ),
            lang.pick(
                "Nếu là số liệu, đưa vào đúng cột của bảng; nếu là ghi chép riêng, xóa đi.",
                "If it is data, move it into its column; if it is a note of your own, delete it.",
            ),
        )
    },
};
