//! X301: two records of one submission look like the same activity. Both are counted; a person decides.

use super::alike::{add, evidence, fact, figure, other};
use crate::finding::{Fact, Severity};
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
        let submissions = round.submissions.iter().enumerate();
        let pairs = submissions.flat_map(|(index, submission)| {
            let pairs = submission.alike.iter();
            pairs.map(move |(earlier, later)| ((index, *earlier), (index, *later)))
        });
        for (earlier, later) in pairs {
            let (Some(earlier), Some(later)) = (round.record_at(earlier), round.record_at(later))
            else {
                continue;
            };
            let (first, second) = (&earlier.table.place, &later.table.place);
            let fact = Fact::SameRecord {
                sheet: (first.sheet != second.sheet)
                    .then(|| first.sheet.as_deref().unwrap_or_default().to_owned()),
                cell: earlier.cell(Role::Name),
            };
            let finding = sink.add(later.place(Role::Name), fact);
            finding.text = later.field(Role::Name).map(|field| field.raw.to_string());
            finding.value = later.said().map(|dong| dong.to_string());
            finding.related = vec![earlier.place(Role::Name)];
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
