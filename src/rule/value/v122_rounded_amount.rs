//! V122: an amount with a fraction of a đồng, rounded to whole đồng.

use crate::finding::Severity;
use crate::rule::support::{money, quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V122",
    name: "RoundedAmount",
    severity: Severity::Info,
    docs: docs!("V122"),
    joins: false,
    check: |round, sink| remarks(round, sink, |_, note| *note == Note::Rounded),
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let read = finding
            .value
            .as_deref()
            .and_then(|value| value.parse().ok())
            .map_or(String::new(), |dong| money(dong, lang));
        Said::new(
            lang.pick(
                format!("{text} có phần lẻ dưới một đồng; đã làm tròn thành {read}"),
                format!("{text} has a fraction of a đồng; it was rounded to {read}"),
            ),
            "",
        )
    },
};
