//! X301: two records of one submission look like the same activity. Both are counted; a person decides.

use crate::finding::{Fact, Severity};
use crate::place::CellRef;
use crate::record::{Record, Table};
use crate::rule::support::{money, quoted};
use crate::rule::{Rule, Said, docs};
use crate::template::Role;

/// The rule.
pub static RULE: Rule = Rule {
    code: "X301",
    name: "SameRecordTwice",
    severity: Severity::Warning,
    docs: docs!("X301"),
    joins: false,
    check: |round, sink| {
        for submission in &round.submissions {
            for (earlier, later) in &submission.alike {
                let (Some(earlier), Some(later)) =
                    (submission.record(*earlier), submission.record(*later))
                else {
                    continue;
                };
                let (first, second) = (name_cell(earlier), name_cell(later));
                let (first_at, second_at) = (earlier.0.place.at(first), later.0.place.at(second));
                let other = (earlier.0.place.sheet != later.0.place.sheet).then(|| {
                    earlier
                        .0
                        .place
                        .sheet
                        .as_deref()
                        .unwrap_or_default()
                        .to_owned()
                });
                let fact = Fact::SameRecord {
                    sheet: other,
                    cell: first,
                };
                let finding = sink.add(second_at, fact);
                finding.text = text(later, Role::Name);
                finding.value = amount(later).map(|dong| dong.to_string());
                finding.related = vec![first_at];
            }
        }
    },
    say: |finding, lang| {
        let Fact::SameRecord { sheet, cell } = &finding.fact else {
            return Said::new("", "");
        };
        let name = quoted(finding, lang);
        let dong = finding.value.as_deref().and_then(|dong| dong.parse().ok());
        let figure = money(dong.unwrap_or(0), lang);
        let at = sheet.as_ref().map_or_else(
            || lang.pick(format!("ô {cell}"), format!("{cell}")),
            |sheet| {
                let sheet = lang.quote(sheet);
                lang.pick(
                    format!("ô {cell} trang {sheet}"),
                    format!("{cell} on {sheet}"),
                )
            },
        );
        Said::new(
            lang.pick(
                format!("{name} ({figure}) có vẻ trùng với hoạt động ở {at}; cả hai vẫn được cộng"),
                format!("{name} ({figure}) looks like the activity in {at}; both are counted"),
            ),
            lang.pick(
                "Nếu là một hoạt động, xóa một dòng và sửa lại dòng tổng; nếu là hai, ghi thêm chi tiết để phân biệt, ví dụ “đợt 2”.",
                "If it is one activity, delete one row and correct the total; if these are two, add what tells them apart, for example “đợt 2”.",
            ),
        )
    },
};

fn name_cell((table, record): (&Table, &Record)) -> CellRef {
    let field = table
        .role(Role::Name)
        .and_then(|field| record.fields.get(field));
    field
        .and_then(|field| field.cell)
        .unwrap_or(CellRef::new(record.row, 0))
}

fn text((table, record): (&Table, &Record), role: Role) -> Option<String> {
    let field = table
        .role(role)
        .and_then(|field| record.fields.get(field))?;
    Some(field.raw.to_string())
}

fn amount((table, record): (&Table, &Record)) -> Option<i64> {
    let field = table
        .role(Role::Total)
        .and_then(|field| record.fields.get(field))?;
    field.dong().map(|dong| dong.0)
}
