//! T002: a required column is missing. The message names what was read, for the column may be there under another name.

use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::place::{CellRange, CellRef};
use crate::rule::support::form_heading;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T002",
    name: "MissingColumn",
    severity: Severity::Error,
    docs: docs!("T002"),
    joins: false,
    check: |round, sink| {
        for (_, table) in round
            .tables()
            .filter(|(_, table)| !table.missing.is_empty())
        {
            let first = table.columns.first().map_or(0, |column| column.col);
            let last = table.columns.last().map_or(first, |column| column.col);
            let header = CellRange::new(
                CellRef::new(table.header.0, first),
                CellRef::new(table.header.1, last),
            );
            for field in &table.missing {
                let Some(spec) = table.template.field(*field) else {
                    continue;
                };
                let extra = table
                    .columns
                    .iter()
                    .filter(|column| column.field.is_none() && !column.seq);
                let known = extra.map(|column| column.heading.clone()).collect();
                let key = spec
                    .columns
                    .first()
                    .map(|column| column.id.clone())
                    .unwrap_or_default();
                let finding = sink.add(
                    table.place.at(header),
                    Fact::Columns {
                        about: vec![(form_heading(spec), key)],
                        known,
                    },
                );
                finding.value = Some(spec.id.clone());
            }
        }
    },
    say,
};

fn say(finding: &Finding, lang: Lang) -> Said {
    let Fact::Columns { about, known } = &finding.fact else {
        return Said::new("", "");
    };
    let (name, key) = about
        .first()
        .map_or(("", ""), |(name, key)| (name.as_str(), key.as_str()));
    let others: Vec<String> = known.iter().map(|heading| lang.quote(heading)).collect();
    let unknown = if others.is_empty() {
        String::new()
    } else {
        let others = lang.list(&others);
        lang.pick(
            format!("; các cột chưa nhận ra: {others}"),
            format!("; columns not recognised: {others}"),
        )
    };
    let message = lang.pick(
        format!("thiếu cột “{name}”{unknown}"),
        format!("the column “{name}” is missing{unknown}"),
    );
    match known.first() {
        Some(heading) => Said::new(
            message,
            lang.pick(
                format!("Nếu một trong các cột đó chính là cột này, sửa tiêu đề thành “{name}”."),
                format!("If one of those is this column, change its heading to “{name}”."),
            ),
        )
        .and_officer(lang.pick(
            format!("Có thể thêm tên đó (ví dụ “{heading}”) vào `aliases` của `{key}` trong tonghop.toml thay cho sửa tệp."),
            format!("Or add that name (such as “{heading}”) to `aliases` of `{key}` in tonghop.toml."),
        )),
        None => Said::new(
            message,
            lang.pick(
                format!("Thêm cột “{name}” và điền số liệu."),
                format!("Add the column “{name}” and fill it in."),
            ),
        ),
    }
}
