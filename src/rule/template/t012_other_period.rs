//! T012: a form of ours that was made for another programme or period than the one at hand.

use crate::finding::{Fact, Severity};
use crate::place::Place;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T012",
    name: "OtherPeriod",
    severity: Severity::Warning,
    docs: docs!("T012"),
    joins: false,
    check: |round, sink| {
        let Some(project) = &round.setup.project else {
            return;
        };
        for submission in &round.submissions {
            let Some(stamp) = &submission.stamp else {
                continue;
            };
            if submission.tables().next().is_none() {
                continue;
            }
            let stated = [
                (&stamp.programme, &project.programme.id),
                (&stamp.period, &project.period.id),
            ];
            let other = stated
                .into_iter()
                .find_map(|(form, round)| Some((form.as_ref()?, round)).filter(|(a, b)| a != b));
            if let Some((form, round)) = other {
                let finding = sink.add(Place::file(&submission.name), Fact::None);
                finding.text = Some(form.clone());
                finding.value = Some(round.clone());
            }
        }
    },
    say: |finding, lang| {
        let form = finding.text.as_deref().unwrap_or_default();
        let round = finding.value.as_deref().unwrap_or_default();
        Said::new(
            lang.pick(
                format!("biểu được phát cho kỳ báo cáo (hoặc chương trình) “{form}”, không phải “{round}”; vẫn đọc vào đợt này"),
                format!("the form was made for the period (or programme) “{form}”, not for “{round}”; it was read into this round all the same"),
            ),
            lang.pick(
                "Nếu gửi nhầm tệp của kỳ trước thì gửi tệp đúng; nếu dùng lại biểu cũ để báo cáo kỳ này thì không phải sửa.",
                "If a file of the last period was sent by mistake, send the right one; if the old form was used again for this period, nothing needs to be done.",
            ),
        )
        .officer_instead(lang.pick(
            "Hỏi lại đơn vị: nếu gửi nhầm tệp của kỳ trước thì gửi tệp đúng; nếu dùng lại biểu cũ để báo cáo kỳ này thì số liệu vẫn dùng được.",
            "Ask the office: if a file of the last period was sent by mistake, it sends the right one; if the old form was used again for this period, the figures stand.",
        ))
    },
};
