//! X303: an office on the register has sent nothing. Raised only when an input is a folder, an archive or a list, and a
//! register is given: a single file says nothing of the others.

use crate::finding::{Fact, Severity};
use crate::place::Place;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "X303",
    name: "NothingSent",
    severity: Severity::Error,
    docs: docs!("X303"),
    joins: false,
    check: |round, sink| {
        for unit in round.missing_offices() {
            let (code, name) = (unit.code.clone(), unit.name.clone());
            let finding = sink.add(Place::default(), Fact::None);
            finding.text = Some(name);
            finding.value = Some(code);
        }
    },
    say: |finding, lang| {
        let name = finding.text.as_deref().unwrap_or_default();
        Said::new(
            lang.pick(format!("“{name}” chưa gửi báo cáo"), format!("“{name}” has sent nothing")),
            lang.pick(
                "Gửi báo cáo; nếu không phát sinh thì gửi biểu mẫu ghi “Không phát sinh”.",
                "Send the report; if there is nothing to report, the form with “Không phát sinh” in it.",
            ),
        )
        .officer_instead(lang.pick(
            "Nhắc đơn vị; nếu đơn vị không phát sinh thì đề nghị gửi biểu mẫu ghi “Không phát sinh”.",
            "Remind the office; if it has nothing to report, ask for the form with “Không phát sinh” in it.",
        ))
    },
};
