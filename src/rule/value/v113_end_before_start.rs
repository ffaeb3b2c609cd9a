//! V113: the end lies before the start. The interval is kept as read.

use crate::finding::Severity;
use crate::rule::support::{day, quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V113",
    name: "EndBeforeStart",
    severity: Severity::Error,
    docs: docs!("V113"),
    joins: false,
    check: |round, sink| remarks(round, sink, |_, note| *note == Note::EndBeforeStart),
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let read = finding.value.as_deref().unwrap_or_default();
        let (start, end) = read.split_once('/').unwrap_or(("", ""));
        let (start, end) = (day(start), day(end));
        Said::new(
            lang.pick(
                format!("{text}: kết thúc ({end}) sớm hơn bắt đầu ({start})"),
                format!("{text}: the end ({end}) lies before the start ({start})"),
            ),
            lang.pick(
                "Xem lại thời gian bắt đầu và thời gian kết thúc của dòng này.",
                "Check the start and the end in this row.",
            ),
        )
    },
};
