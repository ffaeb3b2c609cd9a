//! X308: two submissions of one office, and nothing that tells which is the later. Neither is in the totals.

use crate::finding::{Fact, Severity};
use crate::place::Place;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "X308",
    name: "UndecidedVersion",
    severity: Severity::Error,
    docs: docs!("X308"),
    joins: false,
    check: |round, sink| {
        for aside in &round.set_aside {
            // It stands at the later file, the other one in `related`; of three, at two.
            if !aside.is_undecided() || aside.submission.name < aside.other {
                continue;
            }
            let finding = sink.add(Place::file(&aside.submission.name), Fact::None);
            let name = aside.submission.office_names();
            finding.text = Some(name).filter(|name| !name.is_empty());
            finding.value = Some(aside.other.to_string());
            finding.related = vec![Place::file(&aside.other)];
        }
    },
    say: |finding, lang| {
        let other = lang.quote(finding.value.as_deref().unwrap_or_default());
        let office = finding.text.as_deref().map_or_else(
            || lang.pick("cùng đơn vị", "the same office").to_owned(),
            |name| lang.quote(name),
        );
        Said::new(
            lang.pick(
                format!("tệp này và {other} đều của {office}, không rõ bản nào gửi sau; chưa bản nào vào tổng"),
                format!("this file and {other} are both of {office}, and nothing tells which is later; neither is in the totals"),
            ),
            lang.pick(
                "Cho biết bản nào được dùng, hoặc ghi ngày tháng trên chữ ký ở bản đó rồi gửi lại.",
                "Tell which of the two counts, or date that one above the signature and send it again.",
            ),
        )
        .officer_instead(lang.pick(
            "Hỏi đơn vị bản nào dùng, rồi ghi lại bằng `tonghop decide … --count TỆP`, hoặc chuyển bản kia ra khỏi thư mục.",
            "Ask the office which one counts, then write it down with `tonghop decide … --count FILE`, or move the other out of the folder.",
        ))
    },
};
