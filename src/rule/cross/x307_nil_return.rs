//! X307: a nil return: the office has reported that there is nothing.

use crate::finding::{Fact, Severity};
use crate::place::Place;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "X307",
    name: "NilReturn",
    severity: Severity::Info,
    docs: docs!("X307"),
    joins: false,
    check: |round, sink| {
        for submission in round.submissions.iter().filter(|one| one.is_nil()) {
            let said = submission.tables().find_map(|table| {
                let cell = table.nil?;
                Some(table.place.at(cell))
            });
            let place = said.unwrap_or_else(|| Place::file(&submission.name));
            sink.add(place, Fact::None);
        }
    },
    say: |finding, lang| {
        Said::new(
            if finding.place.cells.is_some() {
                lang.pick(
                    "báo cáo ghi không phát sinh; đơn vị được tính là đã báo cáo",
                    "the report says that there is nothing; the office has reported",
                )
            } else {
                lang.pick(
                    "biểu để trống và có ký tên: không phát sinh; đơn vị được tính là đã báo cáo",
                    "the form is empty and signed: there is nothing; the office has reported",
                )
            },
            "",
        )
    },
};
