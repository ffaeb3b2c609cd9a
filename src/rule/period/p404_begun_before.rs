//! P404: a record is new, but what it tells of began before the period before ended.

use super::end_before;
use crate::finding::{Fact, Severity};
use crate::rule::support::day;
use crate::rule::{Rule, Said, docs};
use crate::template::Role;

/// The rule.
pub static RULE: Rule = Rule {
    code: "P404",
    name: "BegunBefore",
    severity: Severity::Info,
    docs: docs!("P404"),
    joins: false,
    check: |round, sink| {
        let (Some(changes), Some(ended)) = (&round.since_previous, end_before(round)) else {
            return;
        };
        for new in changes.added.iter().filter_map(|at| round.record_at(*at)) {
            let Some(start) = new.time().and_then(|time| time.start) else {
                continue;
            };
            if start > ended {
                continue;
            }
            let fact = Fact::Ended {
                was: ended.to_string(),
                is: start.to_string(),
            };
            let finding = sink.add(new.place(Role::Time), fact);
            finding.text = Some(new.name());
            finding.value = Some(start.to_string());
        }
    },
    say: |finding, lang| {
        let Fact::Ended { was, is } = &finding.fact else {
            return Said::new("", "");
        };
        let name = lang.quote(finding.text.as_deref().unwrap_or_default());
        let (ended, start) = (day(was), day(is));
        Said::new(
            lang.pick(
                format!("{name} bắt đầu ngày {start}, trước khi kỳ trước kết thúc ({ended}), nhưng báo cáo kỳ trước không có"),
                format!("{name} began on {start}, before the period before ended ({ended}), and was not in its report"),
            ),
            "",
        )
    },
};
