//! X313: a report names an office that is not there on the day of the round. It is its successor's, where one is.

use crate::finding::{Fact, Severity};
use crate::lang;
use crate::place::Place;
use crate::round::When;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "X313",
    name: "OfficeOutOfTime",
    severity: Severity::Info,
    docs: docs!("X313"),
    joins: false,
    check: |round, sink| {
        let Some(day) = round.setup.day() else {
            return;
        };
        for submission in &round.submissions {
            for office in submission.reporters() {
                let Some(named) = office.named() else {
                    continue;
                };
                let counted = (named.code != office.code())
                    .then(|| (office.code().to_owned(), office.name().to_owned()));
                let fact = Fact::OutOfTime {
                    when: named.when,
                    day,
                    counted,
                };
                let finding = sink.add(Place::file(&submission.name), fact);
                finding.text = Some(named.name.clone());
                finding.value = Some(office.code().to_owned());
            }
        }
    },
    say: |finding, lang| {
        let Fact::OutOfTime { when, day, counted } = &finding.fact else {
            return Said::new("", "");
        };
        let name = lang.quote(finding.text.as_deref().unwrap_or_default());
        let day = lang::day(*day);
        let (message, suggestion) = match (when, counted) {
            (When::Until(last), Some((code, heir))) => {
                let (last, heir) = (lang::day(*last), lang.quote(heir));
                (
                    lang.pick(
                        format!("báo cáo mang tên {name}, hoạt động đến {last}; được tính cho đơn vị kế thừa {heir} ({code})"),
                        format!("the report is in the name of {name}, which ended on {last}; it is counted as that of its successor {heir} ({code})"),
                    ),
                    lang.pick(
                        "Nếu không đúng, sửa cột successor hoặc valid_to của đơn vị này trong danh sách đơn vị.",
                        "If that is wrong, correct successor or valid_to of that office on the register.",
                    ),
                )
            }
            (When::Until(last), None) => {
                let last = lang::day(*last);
                (
                    lang.pick(
                        format!("báo cáo mang tên {name}, hoạt động đến {last}; danh sách không ghi đơn vị kế thừa nào còn hoạt động ngày {day}, nên vẫn tính cho đơn vị này"),
                        format!("the report is in the name of {name}, which ended on {last}; the register names no successor that exists on {day}, so it is counted as its own"),
                    ),
                    lang.pick(
                        "Ghi mã đơn vị kế thừa vào cột successor của đơn vị này trong danh sách đơn vị, hoặc sửa valid_to.",
                        "Put the code of its successor into successor of that office on the register, or correct valid_to.",
                    ),
                )
            }
            (When::From(first), _) => {
                let first = lang::day(*first);
                (
                    lang.pick(
                        format!("báo cáo mang tên {name}, hoạt động từ {first}, sau ngày xét của kỳ này ({day}); vẫn tính cho đơn vị này"),
                        format!("the report is in the name of {name}, which exists from {first}, after the day of this round ({day}); it is counted as its own"),
                    ),
                    lang.pick(
                        "Nếu kỳ này xét theo các đơn vị hiện nay thì chạy với --as-of và ngày ấy; nếu không, sửa valid_from trong danh sách đơn vị.",
                        "If the round is to be of the offices of today, run it with --as-of and that day; else correct valid_from on the register.",
                    ),
                )
            }
        };
        // The office has nothing to correct: whose report it is the list tells.
        Said::new(message, "").and_officer(suggestion)
    },
};
