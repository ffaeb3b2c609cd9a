//! T008: merged cells in the data were filled down.

use crate::finding::{Fact, Severity};
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T008",
    name: "MergedData",
    severity: Severity::Info,
    docs: docs!("T008"),
    joins: false,
    check: |round, sink| {
        for (_, table) in round.tables() {
            for range in &table.filled_merges {
                sink.add(table.place.at(*range), Fact::None);
            }
        }
    },
    say: |_, lang| {
        Said::new(
            lang.pick(
                "ô gộp trong phần số liệu; giá trị được ghi cho từng dòng của vùng gộp",
                "merged cells among the data; their value was given to each row of the region",
            ),
            "",
        )
    },
};
