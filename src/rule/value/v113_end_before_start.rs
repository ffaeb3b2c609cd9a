//! V113: the end lies before the start. The interval is kept as read.

use crate::finding::Severity;
use crate::normalize::value::Note;
use crate::rule::support::{quoted, remarks};
use crate::rule::{Rule, Said, docs};

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
        Said::new(
            lang.pick(
                format!("thời gian kết thúc {text} trước thời gian bắt đầu"),
                format!("the end {text} lies before the start"),
            ),
            lang.pick(
                "Xem lại hai ô thời gian của dòng này.",
                "Check both dates of this row.",
            ),
        )
    },
};
