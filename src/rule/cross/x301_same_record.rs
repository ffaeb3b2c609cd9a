//! X301: two records of one submission look like the same activity. Both are counted; a person decides.

use super::alike::{add, evidence, fact, field, figure, name_cell, other};
use crate::finding::{Fact, Severity};
use crate::record::Field;
use crate::round::Between;
use crate::rule::support::quoted;
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
        add(round, sink, |pair| pair.between == Between::OneOffice);
        for submission in &round.submissions {
            for (earlier, later) in &submission.alike {
                let (Some(earlier), Some(later)) =
                    (submission.record(*earlier), submission.record(*later))
                else {
                    continue;
                };
                let (first, second) =
                    (name_cell(earlier.0, earlier.1), name_cell(later.0, later.1));
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
                let said = |role| field(later.0, later.1, role);
                finding.text = said(Role::Name).map(|field| field.raw.to_string());
                let dong = said(Role::Total).and_then(Field::dong);
                finding.value = dong.map(|dong| dong.0.to_string());
                finding.related = vec![first_at];
            }
        }
    },
    say: |finding, lang| {
        let name = quoted(finding, lang);
        let figure = figure(finding, lang);
        let suggestion = lang.pick(
            "Nếu là một hoạt động, xóa một dòng và sửa lại dòng tổng; nếu là hai, ghi thêm chi tiết để phân biệt, ví dụ “đợt 2”.",
            "If it is one activity, delete one row and correct the total; if these are two, add what tells them apart, for example “đợt 2”.",
        );
        let Fact::SameRecord { sheet, cell } = &finding.fact else {
            let Some(fact) = fact(finding) else {
                return Said::new("", "");
            };
            let (other, evidence) = (other(finding, lang), evidence(fact, lang));
            return Said::new(
                lang.pick(
                    format!("{name} ({figure}) có vẻ trùng với hoạt động ở {other}; cả hai vẫn được cộng ({evidence})"),
                    format!("{name} ({figure}) looks like the activity in {other}; both are counted ({evidence})"),
                ),
                suggestion,
            );
        };
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
            suggestion,
        )
    },
};
