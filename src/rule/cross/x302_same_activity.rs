//! X302: another office tells what looks like the same activity. Both are counted and a person decides, unless the two
//! sides of a programme tell it.

use super::alike::{add, evidence, fact, figure, other, other_office};
use crate::finding::{Fact, Severity};
use crate::round::Between;
use crate::rule::support::quoted;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "X302",
    name: "SameActivityElsewhere",
    severity: Severity::Warning,
    docs: docs!("X302"),
    joins: false,
    check: |round, sink| {
        let by_project = sink.severity != RULE.severity;
        let from = sink.found.len();
        add(round, sink, |pair| {
            pair.between == Between::Offices || pair.between == Between::Pair { differs: false }
        });
        // What both sides tell alike is right as it stands, and counts once.
        let found = sink.found.iter_mut().skip(from);
        for finding in found.filter(|_| !by_project) {
            if matches!(&finding.fact, Fact::AlikeRecord(fact) if fact.counted_there) {
                finding.severity = Severity::Info;
            }
        }
    },
    say: |finding, lang| {
        let Some(fact) = fact(finding) else {
            return Said::new("", "");
        };
        let name = quoted(finding, lang);
        let (figure, other) = (figure(finding, lang), other(finding, lang));
        let (evidence, office) = (evidence(fact, lang), other_office(finding, lang));
        if fact.counted_there {
            return Said::new(
                lang.pick(
                    format!("{name} ({figure}) hai bên cùng báo cáo, bên kia ghi ở {other}; kinh phí chỉ tính một lần, ở bên kia ({evidence})"),
                    format!("{name} ({figure}) is reported by both sides, the other one in {other}; the amount is counted once, there ({evidence})"),
                ),
                "",
            )
            .clerk_sees(lang.pick(
                format!("{name} ({figure}) hai bên cùng báo cáo, bên kia là {office}; kinh phí chỉ tính một lần, ở bên kia"),
                format!("{name} ({figure}) is reported by both sides, the other one is {office}; the amount is counted once, there"),
            ));
        }
        Said::new(
            lang.pick(
                format!("{name} ({figure}) có vẻ trùng với hoạt động ở {other}; cả hai vẫn được cộng ({evidence})"),
                format!("{name} ({figure}) looks like the activity in {other}; both are counted ({evidence})"),
            ),
            lang.pick(
                "Nếu là một hoạt động, hai đơn vị thống nhất để chỉ một bên báo cáo; nếu là hai, ghi thêm địa điểm hoặc đợt để phân biệt.",
                "If it is one activity, agree with the other office which of the two reports it; if these are two, add the place or the phase to tell them apart.",
            ),
        )
        .clerk_sees(lang.pick(
            format!("{name} ({figure}) có vẻ trùng với một hoạt động của {office}; cả hai vẫn được cộng"),
            format!("{name} ({figure}) looks like an activity of {office}; both are counted"),
        ))
        .officer_instead(lang.pick(
            "Hỏi hai đơn vị. Nếu là một hoạt động, ghi lại bằng `tonghop decide … --same Ô Ô` để kinh phí chỉ tính một lần; nếu là hai, ghi `--apart Ô Ô`.",
            "Ask both offices. If it is one activity, write it down with `tonghop decide … --same CELL CELL`, and the amount is counted once; if these are two, with `--apart CELL CELL`.",
        ))
    },
};
