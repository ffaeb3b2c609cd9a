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
        let (many, belong) = if finding.count > 1 {
            let count = lang.count(finding.count, "ô", "cell", "cells");
            let many = lang.pick(
                format!("{count}, bắt đầu từ {text},"),
                format!("{count}, from {text} on,"),
            );
            (
                many,
                "belong to no heading, record, total, note or signature; they were",
            )
        } else {
            (
                text,
                "belongs to no heading, record, total, note or signature; it was",
            )
        };
        Said::new(
            lang.pick(
                format!("{many} không thuộc tiêu đề, dòng số liệu, dòng cộng, ghi chú hay chữ ký; không được đưa vào bảng"),
                format!("{many} {belong} not taken into the table"),
            ),
            lang.pick(
                "Nếu là số liệu, đưa vào đúng cột của bảng; nếu là ghi chép riêng, xóa đi.",
                "If it is data, move it into its column; if it is a note of your own, delete it.",
            ),
        )
    },
};
