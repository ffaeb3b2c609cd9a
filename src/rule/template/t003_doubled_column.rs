//! T003: two columns claim the same field. The first is taken, the other is kept among the extra columns; of two amounts
//! that differ neither is taken.

use crate::finding::{Fact, Severity};
use crate::record::TableColumn;
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
                // Where none was taken, the first is told beside each of the others.
                let (beside, others) = match (taken, cells.as_slice()) {
                    (Some(taken), all) => (Some(taken), all),
                    (None, [first, others @ ..]) => (heading(*first), others),
                    (None, []) => (None, [].as_slice()),
                };
                for cell in others {
                    let heads =
                        |column: Option<&TableColumn>| column.map(|one| one.heading.clone());
                    let fact = Fact::Columns {
                        about: std::iter::once(form_heading(spec))
                            .chain(heads(beside.filter(|_| taken.is_none())))
                            .map(|name| (name, String::new()))
                            .collect(),
                        known: heads(taken).into_iter().collect(),
                    };
                    let finding = sink.add(table.place.at(*cell), fact);
                    finding.text = heads(heading(*cell));
                    finding.related = beside
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
        if let Some((other, _)) = about.get(1) {
            return Said::new(
                lang.pick(
                    format!("cột “{text}” và cột “{other}” đều là “{field}” nhưng số liệu khác nhau; không lấy cột nào, cả hai giữ ở phần cột ngoài mẫu"),
                    format!("the columns “{text}” and “{other}” both mean “{field}” but their figures differ; neither was taken, both are kept among the extra columns"),
                ),
                lang.pick(
                    format!("Giữ tiêu đề “{field}” cho cột đúng và đổi tiêu đề của cột kia."),
                    format!("Keep the heading “{field}” for the column that is meant and rename the other."),
                ),
            );
        }
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
