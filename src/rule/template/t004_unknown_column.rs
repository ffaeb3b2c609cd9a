//! T004: a column that matches no field; its texts are kept in `extra`.

use crate::finding::{Fact, Severity};
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T004",
    name: "UnknownColumn",
    severity: Severity::Warning,
    docs: docs!("T004"),
    joins: false,
    check: |round, sink| {
        let sheets = round
            .submissions
            .iter()
            .flat_map(|submission| &submission.sheets);
        let headed = sheets.flat_map(|sheet| {
            // What goes on without a heading has its columns told where the heading stands.
            let headless = sheet.goes_on.is_some_and(|goes_on| goes_on.headless);
            sheet
                .tables
                .iter()
                .filter(move |table| !headless || table.number > 0)
        });
        for table in headed {
            let doubled = |cell| table.doubled.iter().any(|(_, cells)| cells.contains(&cell));
            for column in &table.columns {
                let known = column.field.is_some() || column.seq || column.unit || column.helper;
                if !known && !doubled(column.cell) {
                    sink.add(table.place.at(column.cell), Fact::None).text =
                        Some(column.heading.clone());
                }
            }
        }
    },
    say: |finding, lang| {
        let text = finding.text.as_deref().unwrap_or_default();
        Said::new(
            lang.pick(
                format!("cột “{text}” không có trong mẫu; nội dung được giữ ở phần cột ngoài mẫu"),
                format!("the column “{text}” is not in the form; its content is kept among the extra columns"),
            ),
            lang.pick(
                "Cột riêng của đơn vị: không phải sửa. Nếu là một cột của mẫu, sửa tiêu đề cho đúng mẫu.",
                "A column of the office's own needs no change. If it is one of the form's columns, use the form's heading.",
            ),
        )
        .and_officer(lang.pick(
            "Tên hay gặp của một cột của mẫu có thể thêm vào `aliases` trong tonghop.toml.",
            "A name that a column of the form often has can be added to `aliases` in tonghop.toml.",
        ))
    },
};
