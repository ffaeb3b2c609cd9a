//! F006: macros or links to other files, which are never run or followed.

use super::facts;
use crate::finding::{Fact, FileFact, Severity};
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "F006",
    name: "MacrosOrLinks",
    severity: Severity::Info,
    docs: docs!("F006"),
    joins: false,
    check: |round, sink| {
        facts(round, sink, |fact| {
            matches!(fact, FileFact::Macros | FileFact::Links)
        })
    },
    say: |finding, lang| {
        let macros = matches!(finding.fact, Fact::File(FileFact::Macros));
        let message = if macros {
            lang.pick(
                "tệp có macro; macro không được chạy",
                "the file carries macros; they were not run",
            )
        } else {
            lang.pick(
                "tệp có liên kết đến tệp khác; liên kết không được mở, số liệu lấy theo lần lưu cuối",
                "the file links to other files; they were not opened, the values are those stored last",
            )
        };
        Said::new(message, "")
    },
};
