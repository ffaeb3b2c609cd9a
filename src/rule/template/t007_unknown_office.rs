//! T007: the reporting office could not be told.

use crate::finding::{Fact, Severity};
use crate::place::Place;
use crate::round::Office;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T007",
    name: "UnknownOffice",
    severity: Severity::Error,
    docs: docs!("T007"),
    joins: false,
    check: |round, sink| {
        for submission in &round.submissions {
            if let Office::Unknown { candidates } = &submission.office
                && submission.tables().next().is_some()
            {
                let fact = Fact::Columns {
                    about: Vec::new(),
                    known: candidates.clone(),
                };
                sink.add(Place::file(&submission.name), fact);
            }
        }
    },
    say: |finding, lang| {
        let Fact::Columns { known, .. } = &finding.fact else {
            return Said::new("", "");
        };
        let names: Vec<String> = known.iter().map(|name| lang.quote(name)).collect();
        let message = if names.is_empty() {
            lang.pick(
                "không rõ báo cáo của đơn vị nào: trên bảng và tên tệp đều không ghi".to_owned(),
                "it is not clear whose report this is: neither the sheet nor the file name says"
                    .to_owned(),
            )
        } else {
            let names = lang.either(&names);
            lang.pick(
                format!("không rõ báo cáo của đơn vị nào: có thể là {names}"),
                format!("it is not clear whose report this is: it may be {names}"),
            )
        };
        Said::new(
            message,
            lang.pick(
                "Ghi “Đơn vị báo cáo: …” với tên đầy đủ ở dòng đầu của bảng.",
                "Write “Đơn vị báo cáo: …” with the full name in the first row of the sheet.",
            ),
        )
    },
};
