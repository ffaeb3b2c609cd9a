//! V121: a vague date such as `đầu năm 2020`; the interval read is given.

use crate::finding::Severity;
use crate::rule::support::{day, quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V121",
    name: "VagueDate",
    severity: Severity::Info,
    docs: docs!("V121"),
    joins: false,
    check: |round, sink| remarks(round, sink, |_, note| *note == Note::Vague),
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let (start, end) = finding
            .value
            .as_deref()
            .and_then(|value| value.split_once('/'))
            .unwrap_or_default();
        let (start, end) = (day(start), day(end));
        Said::new(
            lang.pick(
                format!("{text} không nêu rõ thời gian; tính từ {start} đến {end}"),
                format!("{text} is vague; taken as {start} to {end}"),
            ),
            "",
        )
    },
};
