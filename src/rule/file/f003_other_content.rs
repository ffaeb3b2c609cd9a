//! F003: the content is not what the extension says, such as a page of HTML saved as `.xls`.

use super::facts;
use crate::finding::{Fact, FileFact, Severity};
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "F003",
    name: "OtherContent",
    severity: Severity::Warning,
    docs: docs!("F003"),
    joins: false,
    check: |round, sink| {
        facts(round, sink, |fact| {
            matches!(fact, FileFact::Mismatch { .. })
        })
    },
    say: |finding, lang| {
        let Fact::File(FileFact::Mismatch { extension, content }) = &finding.fact else {
            return Said::new("", "");
        };
        Said::new(
            lang.pick(
                format!("tên tệp có đuôi .{extension} nhưng nội dung là {content}; đã đọc theo nội dung"),
                format!("the file is named .{extension} but its content is {content}; it was read as what it is"),
            ),
            lang.pick("Mở tệp bằng Excel, lưu lại dạng .xlsx.", "Open the file in Excel and save it as .xlsx."),
        )
    },
};
