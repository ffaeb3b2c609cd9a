//! X304: a submission was sent after its office's deadline. Unknown times are never late.

use crate::finding::{Fact, Severity};
use crate::place::Place;
use crate::rule::support::day;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "X304",
    name: "AfterDeadline",
    severity: Severity::Warning,
    docs: docs!("X304"),
    joins: false,
    check: |round, sink| {
        for submission in &round.submissions {
            let (Some(sent), Some(deadline)) =
                (&submission.sent, round.missed_deadline(submission))
            else {
                continue;
            };
            if !submission.reports() {
                continue;
            }
            let place = sent.line.clone();
            let place = place.unwrap_or_else(|| Place::file(&submission.name));
            let finding = sink.add(place, Fact::Deadline { deadline });
            finding.value = Some(sent.day().to_string());
        }
    },
    say: |finding, lang| {
        let Fact::Deadline { deadline } = &finding.fact else {
            return Said::new("", "");
        };
        let sent = day(finding.value.as_deref().unwrap_or_default());
        let deadline = day(&deadline.to_string());
        let by_line = finding.place.cells.is_some();
        Said::new(
            if by_line {
                lang.pick(
                    format!("báo cáo ghi ngày {sent}, sau hạn {deadline}"),
                    format!("the report is dated {sent}, after the deadline {deadline}"),
                )
            } else {
                lang.pick(
                    format!("báo cáo được sửa lần cuối ngày {sent}, sau hạn {deadline}"),
                    format!("the report was last changed on {sent}, after the deadline {deadline}"),
                )
            },
            lang.pick(
                "Số liệu vẫn được tổng hợp; không phải sửa biểu.",
                "Its figures are counted all the same; nothing needs to be done.",
            ),
        )
    },
};
