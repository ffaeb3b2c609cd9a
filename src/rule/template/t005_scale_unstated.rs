//! T005: the unit of account is stated nowhere, so the form's default was taken.

use super::scale_name;
use crate::finding::{Fact, Severity};
use crate::lang::Lang;
use crate::record::TableScale;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T005",
    name: "ScaleUnstated",
    severity: Severity::Error,
    docs: docs!("T005"),
    joins: false,
    check: |round, sink| {
        for (_, table) in round.tables() {
            if let TableScale::Default { dong, used } = table.scale
                && used > 0
            {
                let finding = sink.add(
                    table.place.clone(),
                    Fact::Scale {
                        taken: dong,
                        other: None,
                    },
                );
                finding.value = Some(dong.to_string());
                finding.count = used;
            }
        }
    },
    say: |finding, lang| {
        let Fact::Scale { taken, .. } = &finding.fact else {
            return Said::new("", "");
        };
        let (scale, typed) = (scale_name(*taken, lang), scale_name(*taken, Lang::Vi));
        let count = lang.count(finding.count, "ô kinh phí", "amount", "amounts");
        Said::new(
            lang.pick(
                format!("không thấy ghi đơn vị tính; tạm đọc {count} theo đơn vị {scale}"),
                format!("no unit of account is stated; {count} read in {scale} for now"),
            ),
            lang.pick(
                format!("Ghi “Đơn vị tính: {typed}” (hoặc đơn vị đúng) phía trên bảng, hoặc trong tiêu đề cột kinh phí."),
                format!("Write “Đơn vị tính: {typed}” (or the right unit) above the table, or in the heading of the amount column."),
            ),
        )
    },
};
