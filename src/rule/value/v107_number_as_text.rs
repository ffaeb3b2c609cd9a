//! V107: a number typed as text, read as a number.

use crate::finding::Severity;
use crate::rule::support::{quoted, remarks_of};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V107",
    name: "NumberAsText",
    severity: Severity::Info,
    docs: docs!("V107"),
    joins: true,
    check: |round, sink| {
        // In a file of text every number is text: nothing to tell.
        remarks_of(
            round,
            sink,
            |table| table.place.sheet.is_some(),
            |_, note| *note == Note::TextNumber,
        );
    },
    say: |finding, lang| {
        let message = if finding.count > 1 {
            let count = lang.count(
                finding.count,
                "ô ghi số dưới dạng chữ",
                "cell holds a number typed as text",
                "cells hold numbers typed as text",
            );
            lang.pick(
                format!("{count}; đã đọc là số"),
                format!("{count}; read as numbers"),
            )
        } else {
            let text = quoted(finding, lang);
            lang.pick(
                format!("{text} là số gõ dưới dạng chữ; đã đọc là số"),
                format!("{text} is a number typed as text; read as a number"),
            )
        };
        Said::new(message, "")
    },
};
