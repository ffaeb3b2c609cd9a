//! F005: text was in a legacy Vietnamese encoding (TCVN3, VNI …) and was converted.

use crate::finding::{Fact, Severity};
use crate::place::Place;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "F005",
    name: "LegacyText",
    severity: Severity::Info,
    docs: docs!("F005"),
    joins: false,
    check: |round, sink| {
        for submission in &round.submissions {
            for (encoding, cells) in &submission.encodings {
                let fact = Fact::Encoding {
                    name: encoding.name().to_owned(),
                    cells: *cells,
                };
                sink.add(Place::file(&submission.name), fact).value =
                    Some(encoding.name().to_owned());
            }
        }
    },
    say: |finding, lang| {
        let Fact::Encoding { name, cells } = &finding.fact else {
            return Said::new("", "");
        };
        let count = lang.count(*cells, "ô", "cell", "cells");
        Said::new(
            lang.pick(
                format!("{count} gõ bằng bảng mã cũ {name}; đã chuyển sang Unicode"),
                format!("{count} in the old encoding {name}, converted to Unicode"),
            ),
            lang.pick(
                "Lần sau nên gõ bằng phông chữ Unicode (Times New Roman).",
                "Next time, type in a Unicode font (Times New Roman).",
            ),
        )
    },
};
