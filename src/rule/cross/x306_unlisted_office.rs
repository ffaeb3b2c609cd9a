//! X306: the reporting office is not on the register; the nearest entry is suggested.

use crate::finding::{Fact, Severity};
use crate::fold::fold;
use crate::lang::{self, Lang};
use crate::register::{Fate, KnownAs};
use crate::round::Office;
use crate::rule::{Rule, Said, docs};

/// So many offices are named where none is near.
const NAMED: usize = 3;

/// The rule.
pub static RULE: Rule = Rule {
    code: "X306",
    name: "UnlistedOffice",
    severity: Severity::Error,
    docs: docs!("X306"),
    joins: false,
    check: |round, sink| {
        let Some(register) = &round.setup.register else {
            return;
        };
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
                let names = if nearest.is_some() {
                    Vec::new()
                } else {
                    let likest = register.likest(name, NAMED);
                    likest.iter().map(|unit| unit.name.clone()).collect()
                };
                let fact = Fact::Unlisted {
                    nearest: nearest.clone(),
                    names,
                    known: known.clone(),
                };
                let finding = sink.add(place.clone(), fact);
                finding.text = Some(name.clone());
            }
        }
    },
    say: |finding, lang| {
        let name = finding.text.as_deref().unwrap_or_default();
        let Fact::Unlisted {
            nearest,
            names,
            known,
        } = &finding.fact
        else {
            return Said::new("", "");
        };
        let known = known
            .as_ref()
            .map_or_else(String::new, |known| known_as(name, known, lang));
        let message = lang.pick(
            format!("không có “{name}” trong danh sách đơn vị{known}"),
            format!("“{name}” is not on the register of offices{known}"),
        );
        let said = match nearest {
            Some((code, nearest)) => {
                let suggestion = lang.pick(
                    format!("Ghi “{nearest}” nếu đúng là đơn vị này."),
                    format!("Write “{nearest}” if that is the office."),
                );
                let hint = lang.pick("gần nhất", "the nearest is");
                let clerk = lang.pick(
                    format!("{message}; {hint}: “{nearest}”"),
                    format!("{message}; {hint} “{nearest}”"),
                );
                Said::new(format!("{clerk} ({code})"), suggestion).clerk_sees(clerk)
            }
            None => {
                let names: Vec<String> = names.iter().map(|name| lang.quote(name)).collect();
                let suggestion = if names.is_empty() {
                    lang.pick(
                        "Ghi tên đầy đủ của đơn vị.".to_owned(),
                        "Write the office's full name.".to_owned(),
                    )
                } else {
                    let names = lang.list(&names);
                    lang.pick(
                        format!("Ghi tên đầy đủ của đơn vị; những tên giống hơn cả trong danh sách là {names}."),
                        format!("Write the office's full name; most alike on the register are {names}."),
                    )
                };
                Said::new(message, suggestion)
            }
        };
        said.and_officer(lang.pick(
            "Nếu là tên gọi khác của một đơn vị, thêm vào cột aliases của danh sách đơn vị; nếu là đơn vị mới, thêm một dòng.",
            "If it is another name of an office, add it to the aliases of the register; if the office is new, add a line.",
        ))
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
