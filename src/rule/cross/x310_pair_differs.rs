//! X310: two offices that the register pairs tell different amounts or times for the same activity.

use super::alike::{add, evidence, fact, figure, other, other_office};
use crate::finding::Severity;
use crate::round::Between;
use crate::round::likeness::Agreement;
use crate::rule::support::{money, quoted};
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "X310",
    name: "PairDiffers",
    severity: Severity::Error,
    docs: docs!("X310"),
    joins: false,
    check: |round, sink| {
        add(round, sink, |pair| {
            pair.between == Between::Pair { differs: true }
        });
    },
    say: |finding, lang| {
        let Some(fact) = fact(finding) else {
            return Said::new("", "");
        };
        let name = quoted(finding, lang);
        let (other, evidence) = (other(finding, lang), evidence(fact, lang));
        let office = other_office(finding, lang);
        let mut differences = Vec::new();
        if matches!(fact.likeness.amount, Agreement::Other | Agreement::Partly) {
            let (here, there) = (
                figure(finding, lang),
                money(i128::from(fact.amount.unwrap_or_default()), lang),
            );
            differences.push(lang.pick(
                format!("đơn vị này ghi {here}, bên kia ghi {there}"),
                format!("{here} here, {there} there"),
            ));
        }
        if fact.likeness.time == Agreement::Other {
            let (here, there) = (lang.quote(&fact.times.0), lang.quote(&fact.times.1));
            differences.push(lang.pick(
                format!("thời gian ở đây {here}, bên kia {there}"),
                format!("the time is {here} here, {there} there"),
            ));
        }
        let differences = differences.join("; ");
        let counted = if fact.counted_there {
            lang.pick(
                "; tạm tính một lần, theo bên kia",
                "; counted once for now, as the other side has it",
            )
        } else {
            lang.pick("; cả hai đang được cộng", "; both are counted")
        };
        Said::new(
            lang.pick(
                format!("{name} và hoạt động ở {other} của đơn vị ghép cặp là một nhưng số liệu khác nhau: {differences}{counted} ({evidence})"),
                format!("{name} and the partner's activity in {other} are one, but differ: {differences}{counted} ({evidence})"),
            ),
            lang.pick(
                "Hai đơn vị đối chiếu hồ sơ rồi sửa lại cho thống nhất; nếu là hai hoạt động khác nhau, ghi thêm chi tiết để phân biệt.",
                "The two offices should compare their papers and agree; if these are two activities, add what tells them apart.",
            ),
        )
        .clerk_sees(lang.pick(
            format!("{name}: đơn vị ghép cặp {office} cũng báo cáo hoạt động này nhưng số liệu khác: {differences}{counted}"),
            format!("{name}: the partner {office} reports this activity too, but differs: {differences}{counted}"),
        ))
    },
};
