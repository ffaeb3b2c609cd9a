//! V117: a ditto mark, filled from the cell above.

use crate::finding::Severity;
use crate::normalize::value::Note;
use crate::rule::support::{quoted, remarks};
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "V117",
    name: "DittoMark",
    severity: Severity::Info,
    docs: docs!("V117"),
    joins: true,
    check: |round, sink| remarks(round, sink, |_, note| *note == Note::Ditto),
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let value = finding.value.as_deref().unwrap_or_default();
        Said::new(
            lang.pick(
                format!("{text} nghĩa là như trên; đã lấy giá trị của ô phía trên: “{value}”"),
                format!("{text} means the same as above; the value above was taken: “{value}”"),
            ),
            "",
        )
    },
};
