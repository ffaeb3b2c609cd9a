//! X312: what a decision speaks of is not there any more, or is another than it was. The decision was not carried out.

use crate::finding::{Fact, Severity, Subject};
use crate::place::Place;
use crate::project::decisions::Compared;
use crate::round::Stale;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "X312",
    name: "StaleDecision",
    severity: Severity::Warning,
    docs: docs!("X312"),
    joins: false,
    check: |round, sink| {
        let decisions = &round.setup.decisions;
        for stale in &round.stale {
            let subject = match *stale {
                Stale::File(index) => decisions
                    .counts
                    .get(index)
                    .map(|counts| Subject::File(counts.file.clone())),
                Stale::Same(index, record) => subject(&decisions.same, index, record),
                Stale::Apart(index, record) => subject(&decisions.apart, index, record),
            };
            if let Some(subject) = subject {
                sink.add(Place::default(), Fact::Decision { subject });
            }
        }
    },
    say: |finding, lang| {
        let Fact::Decision { subject } = &finding.fact else {
            return Said::new("", "");
        };
        let what = match subject {
            Subject::File(file) => {
                let file = lang.quote(file);
                lang.pick(
                    format!("không còn tệp {file} đúng như khi quyết định tính tệp này"),
                    format!("the file {file}, which was to count, is not there as it was"),
                )
            }
            Subject::Record { office, name } => {
                let (office, name) = (lang.quote(office), lang.quote(name));
                lang.pick(
                    format!("không còn hoạt động {name} của {office} đúng như khi quyết định trùng hay không trùng"),
                    format!("the record {name} of {office}, which was compared with another, is not there as it was"),
                )
            }
            Subject::Finding { code, place } => {
                let place = lang.quote(place);
                lang.pick(
                    format!("không còn góp ý {code} ở {place} đúng như khi chấp nhận"),
                    format!(
                        "the finding {code} at {place}, which was accepted, is not there as it was"
                    ),
                )
            }
        };
        Said::new(
            lang.pick(
                format!("{what}; quyết định không được áp dụng"),
                format!("{what}; the decision was not carried out"),
            ),
            "",
        )
        .and_officer(lang.pick(
            "Xem lại số liệu mới, rồi sửa hoặc xóa quyết định này trong decisions.toml.",
            "Look at what is there now, then correct or delete the decision in decisions.toml.",
        ))
        // What a person decided names files of any office.
        .clerk_sees(lang.pick(
            "một quyết định của cơ quan tổng hợp không còn áp dụng cho tệp này",
            "a decision of the planning department does not hold for this file any more",
        ))
    },
};

fn subject(compared: &[Compared], index: usize, record: usize) -> Option<Subject> {
    let record = compared.get(index)?.records.get(record)?;
    Some(Subject::Record {
        office: record.office.clone(),
        name: record.name.clone(),
    })
}
