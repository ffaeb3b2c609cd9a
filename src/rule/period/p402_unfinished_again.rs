//! P402: what was finished when the period before ended is told as going on after it.

use super::{end_before, kept};
use crate::finding::{Fact, Severity};
use crate::rule::support::day;
use crate::rule::{Rule, Said, docs};
use crate::template::Role;

/// The rule.
pub static RULE: Rule = Rule {
    code: "P402",
    name: "UnfinishedAgain",
    severity: Severity::Warning,
    docs: docs!("P402"),
    joins: false,
    check: |round, sink| {
        let Some(ended) = end_before(round) else {
            return;
        };
        for (old, new) in kept(round) {
            let (Some(was), Some(is)) = (old.time(), new.time()) else {
                continue;
            };
            let was_finished = was.end.is_some_and(|end| end <= ended);
            let goes_on = is.start.is_some() && is.end.is_none_or(|end| end > ended);
            if !was_finished || !goes_on {
                continue;
            }
            let fact = Fact::Ended {
                was: was.end.map(|end| end.to_string()).unwrap_or_default(),
                is: is.end.map(|end| end.to_string()).unwrap_or_default(),
            };
            let finding = sink.add(new.place(Role::Time), fact);
            finding.text = Some(new.name());
            finding.value = is.end.map(|end| end.to_string());
            finding.related = vec![old.place(Role::Time)];
        }
    },
    say: |finding, lang| {
        let Fact::Ended { was, is } = &finding.fact else {
            return Said::new("", "");
        };
        let name = lang.quote(finding.text.as_deref().unwrap_or_default());
        let was = day(was);
        let until = if is.is_empty() {
            lang.pick("kỳ này chưa có ngày kết thúc", "has no end now")
                .to_owned()
        } else {
            let is = day(is);
            lang.pick(
                format!("kỳ này ghi đến {is}"),
                format!("goes on until {is} now"),
            )
        };
        Said::new(
            lang.pick(
                format!("{name} kỳ trước đã xong ngày {was}, {until}"),
                format!("{name} was finished on {was} in the period before and {until}"),
            ),
            lang.pick(
                "Kiểm tra thời gian; nếu là đợt tiếp theo thì ghi thành một dòng riêng.",
                "Check the time; what is a further phase belongs on a row of its own.",
            ),
        )
    },
};
