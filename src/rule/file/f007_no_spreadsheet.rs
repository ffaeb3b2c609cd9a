//! F007: a file that is no spreadsheet among the submissions: a letter in `.docx`, a scan in `.pdf`.

use crate::finding::{Fact, FileFact, Severity};
use crate::place::Place;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "F007",
    name: "NoSpreadsheet",
    severity: Severity::Warning,
    docs: docs!("F007"),
    joins: false,
    check: |round, sink| {
        for (name, fact) in &round.non_spreadsheets {
            sink.add(Place::file(name), Fact::File(fact.clone()));
        }
    },
    say: |finding, lang| {
        let kind = match &finding.fact {
            Fact::File(FileFact::NotASpreadsheet(Some(kind))) => format!(" ({kind})"),
            Fact::File(FileFact::Unsupported(kind)) => format!(" ({kind})"),
            _ => String::new(),
        };
        Said::new(
            lang.pick(
                format!("tệp không phải là bảng tính{kind} nên không được đọc"),
                format!("this is no spreadsheet{kind} and was not read"),
            ),
            lang.pick(
                "Nếu trong tệp có số liệu, gửi lại bằng biểu mẫu Excel.",
                "If it holds figures, send them on the Excel form.",
            ),
        )
        .officer_instead(lang.pick(
            "Nếu trong tệp có số liệu, đề nghị đơn vị gửi bằng biểu mẫu Excel; nếu không, chuyển tệp sang thư mục khác.",
            "If it holds figures, ask the office to send them on the Excel form; if not, move it to another folder.",
        ))
    },
};
