//! X306: the reporting office is not on the register; the nearest entry is suggested.

use crate::finding::{Fact, Severity};
use crate::fold::fold;
use crate::lang::{self, Lang};
use crate::register::{Fate, KnownAs};
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
                    known,
                } = office
                else {
                    continue;
                };
                let fact = Fact::Unlisted {
                    nearest: nearest.clone(),
                    known: known.clone(),
                };
                let finding = sink.add(place.clone(), fact);
                finding.text = Some(name.clone());
            }
        }
    },
    say: |finding, lang| {
        let name = finding.text.as_deref().unwrap_or_default();
        let hint = match &finding.fact {
            Fact::Unlisted {
                nearest: Some((code, nearest)),
                ..
            } => lang.pick(
                format!("; gần nhất: “{nearest}” ({code})"),
                format!("; the nearest is “{nearest}” ({code})"),
            ),
            _ => String::new(),
        };
        let known = match &finding.fact {
            Fact::Unlisted {
                known: Some(known), ..
            } => known_as(name, known, lang),
            _ => String::new(),
        };
        let others = lang.pick(
            "nếu là tên gọi khác, thêm vào cột aliases của units.csv; nếu là đơn vị mới, thêm một dòng vào units.csv",
            "if it is another name, add it to the aliases in units.csv; if the office is new, add a line there",
        );
        let suggestion = match &finding.fact {
            Fact::Unlisted {
                nearest: Some((_, nearest)),
                ..
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
                format!("không có “{name}” trong danh sách đơn vị{known}{hint}"),
                format!("“{name}” is not on the register of offices{known}{hint}"),
            ),
            suggestion,
        )
    },
};

/// What is known of an office that is on no register, where that says more than its name.
fn known_as(name: &str, known: &KnownAs, lang: Lang) -> String {
    let fate = match &known.fate {
        None if fold(name) == fold(&known.name) => return String::new(),
        None => String::new(),
        Some(Fate::Replaced(heir, since)) => {
            let since = lang::day(*since);
            lang.pick(
                format!(", từ {since} là {heir}"),
                format!(", since {since} {heir}"),
            )
        }
        Some(Fate::Ended(last)) => {
            let last = lang::day(*last);
            lang.pick(
                format!(", hoạt động đến {last}"),
                format!(", which ended on {last}"),
            )
        }
    };
    lang.pick(
        format!("; đây là {}{fate}", known.name),
        format!("; it is {}{fate}", known.name),
    )
}
