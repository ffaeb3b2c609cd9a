//! X306: the reporting office is not on the register; the nearest entry is suggested.

use crate::finding::{Fact, Severity};
use crate::round::Office;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "X306",
    name: "UnlistedOffice",
    severity: Severity::Error,
    docs: docs!("X306"),
    joins: false,
    check: |round, sink| {
        if round.setup.register.is_none() {
            return;
        }
        for submission in round
            .submissions
            .iter()
            .filter(|submission| submission.tables().next().is_some())
        {
            for office in submission.reporters() {
                let Office::Unlisted {
                    name,
                    place,
                    nearest,
                } = office
                else {
                    continue;
                };
                let nearest = nearest.clone();
                let finding = sink.add(place.clone(), Fact::Nearest { nearest });
                finding.text = Some(name.clone());
            }
        }
    },
    say: |finding, lang| {
        let name = finding.text.as_deref().unwrap_or_default();
        let hint = match &finding.fact {
            Fact::Nearest {
                nearest: Some((code, nearest)),
            } => lang.pick(
                format!("; gần nhất: “{nearest}” ({code})"),
                format!("; the nearest is “{nearest}” ({code})"),
            ),
            _ => String::new(),
        };
        let others = lang.pick(
            "nếu là tên gọi khác, thêm vào cột aliases của units.csv; nếu là đơn vị mới, thêm một dòng vào units.csv",
            "if it is another name, add it to the aliases in units.csv; if the office is new, add a line there",
        );
        let suggestion = match &finding.fact {
            Fact::Nearest {
                nearest: Some((_, nearest)),
            } => lang.pick(
                format!("Ghi “{nearest}” nếu đúng là đơn vị này; {others}."),
                format!("Write “{nearest}” if that is the office; {others}."),
            ),
            _ => lang.pick(
                format!("Ghi đúng tên đơn vị như trong danh sách; {others}."),
                format!("Write the office's name as registered; {others}."),
            ),
        };
        Said::new(
            lang.pick(
                format!("không có “{name}” trong danh sách đơn vị{hint}"),
                format!("“{name}” is not on the register of offices{hint}"),
            ),
            suggestion,
        )
    },
};
