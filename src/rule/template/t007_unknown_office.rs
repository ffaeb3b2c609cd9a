//! T007: the reporting office could not be told, or a form made for one office names another.

use std::collections::HashSet;

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
            let mut told = HashSet::new();
            // A form that nobody has filled in is no report, whoever has it.
            let tables = submission.tables().filter(|_| !submission.is_untouched());
            for table in tables {
                if let Office::Unknown { candidates } = submission.office_of(table)
                    && told.insert(table.office)
                {
                    let fact = Fact::Columns {
                        about: Vec::new(),
                        known: candidates.clone(),
                    };
                    // Where the sheets are of several offices, the first that is of none known.
                    let place = if submission.offices.is_empty() {
                        Place::file(&submission.name)
                    } else {
                        table.place.clone()
                    };
                    sink.add(place, fact);
                }
            }
            if let Some(mismatch) = &submission.office_mismatch {
                let fact = Fact::Offices {
                    made_for: submission.office.name().to_owned(),
                    named: mismatch.name.clone(),
                };
                let finding = sink.add(mismatch.place.clone(), fact);
                finding.text = Some(mismatch.name.clone());
                finding.value = Some(submission.office.code().to_owned());
            }
        }
    },
    say: |finding, lang| {
        if let Fact::Offices { made_for, named } = &finding.fact {
            return Said::new(
                lang.pick(
                    format!("biểu này phát cho “{made_for}” nhưng trên biểu ghi “{named}”; tạm tính cho “{made_for}”"),
                    format!("this form was made for “{made_for}” but names “{named}”; it is counted for “{made_for}” for now"),
                ),
                lang.pick(
                    "Mỗi đơn vị dùng đúng biểu được gửi cho mình: chép số liệu sang biểu của đơn vị ghi trên biểu rồi gửi lại.",
                    "Each office fills in the form that was sent to it: copy the records into the form of the office that is named, and send that.",
                ),
            );
        }
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
