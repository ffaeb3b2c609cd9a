//! T003: two columns claim the same field. The first is taken, the other is kept among the extra columns.

use crate::finding::{Fact, Severity};
use crate::rule::support::form_heading;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T003",
    name: "DoubledColumn",
    severity: Severity::Error,
    docs: docs!("T003"),
    joins: false,
    check: |round, sink| {
        for (_, table) in round.tables() {
            for (field, cells) in &table.doubled {
                let Some(spec) = table.template.field(*field) else {
                    continue;
                };
                let heading = |cell| table.columns.iter().find(|column| column.cell == cell);
                let taken = table.columns.iter().find(|column| {
                    column
                        .field
                        .as_ref()
                        .is_some_and(|(other, _)| other == field)
                });
                for cell in cells {
                    let fact = Fact::Columns {
                        about: vec![(form_heading(spec), String::new())],
                        known: taken
                            .map(|column| column.heading.clone())
                            .into_iter()
                            .collect(),
                    };
                    let finding = sink.add(table.place.at(*cell), fact);
                    finding.text = heading(*cell).map(|column| column.heading.clone());
                    finding.related = taken
                        .map(|column| table.place.at(column.cell))
                        .into_iter()
                        .collect();
                }
            }
        }
    },
    say: |finding, lang| {
        let Fact::Columns { about, known } = &finding.fact else {
            return Said::new("", "");
        };
        let field = about.first().map_or("", |(name, _)| name.as_str());
        let text = finding.text.as_deref().unwrap_or_default();
        let taken = known.first().map_or("", String::as_str);
        Said::new(
            lang.pick(
                format!("cột “{text}” và cột “{taken}” đều là “{field}”; đã lấy cột “{taken}”, cột kia giữ ở phần cột ngoài mẫu"),
                format!("the columns “{text}” and “{taken}” both mean “{field}”; “{taken}” was taken, the other is kept among the extra columns"),
            ),
            lang.pick(
                "Đổi tiêu đề của cột không dùng, hoặc gộp hai cột thành một.",
                "Rename the heading of the column that is not meant, or make one column of the two.",
            ),
        )
    },
};
