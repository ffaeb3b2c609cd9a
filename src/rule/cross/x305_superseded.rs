//! X305: a submission gave way to another one of its office. Its records are in no table and no total.

use crate::finding::{Fact, Severity};
use crate::place::Place;
use crate::round::SetAsideWhy;
use crate::rule::support::money;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "X305",
    name: "Superseded",
    severity: Severity::Info,
    docs: docs!("X305"),
    joins: false,
    check: |round, sink| {
        for aside in &round.set_aside {
            if aside.is_undecided() {
                continue;
            }
            let by_project = sink.severity != RULE.severity;
            let fact = Fact::SetAside {
                why: aside.why,
                lost: aside.lost,
            };
            let finding = sink.add(Place::file(&aside.submission.name), fact);
            finding.value = Some(aside.other.to_string());
            finding.related = vec![Place::file(&aside.other)];
            // What only the earlier version tells is in no total: a person looks at it.
            if aside.lost.records > 0 && !by_project {
                finding.severity = Severity::Warning;
            }
        }
    },
    say: |finding, lang| {
        let Fact::SetAside { why, lost } = &finding.fact else {
            return Said::new("", "");
        };
        let other = lang.quote(finding.value.as_deref().unwrap_or_default());
        let what = match why {
            SetAsideWhy::SameBytes => lang.pick(
                format!("tệp giống hệt {other}; chỉ tính một lần"),
                format!("this file is the same as {other}; it is counted once"),
            ),
            SetAsideWhy::SameList => lang.pick(
                format!("danh mục giống hệt {other}; chỉ tính một lần"),
                format!("this list is the same as in {other}; it is counted once"),
            ),
            SetAsideWhy::Corrected => lang.pick(
                format!("đã được thay bằng {other}, là tệp đã trả lại để sửa và gửi lại"),
                format!("superseded by {other}, the file that was sent back and came again"),
            ),
            SetAsideWhy::Decided => lang.pick(
                format!("theo quyết định đã ghi, {other} được tính, tệp này không tính"),
                format!("by a decision {other} counts and this file does not"),
            ),
            SetAsideWhy::Later | SetAsideWhy::Undecided => lang.pick(
                format!("đã được thay bằng {other}, bản gửi sau của cùng đơn vị"),
                format!("superseded by {other}, which the office sent later"),
            ),
        };
        if lost.records == 0 {
            return Said::new(what, "");
        }
        let figure = money(lost.dong, lang);
        let records = lang.count(lost.records, "hoạt động", "record", "records");
        Said::new(
            lang.pick(
                format!("{what}; {records} ({figure}) của bản này không có trong bản đó"),
                format!("{what}; {records} ({figure}) of this version are not in that one"),
            ),
            lang.pick(
                "Nếu bản sau chỉ gồm phần bổ sung thì gửi một biểu đầy đủ.",
                "If the later one holds additions only, send one complete form.",
            ),
        )
        .officer_instead(lang.pick(
            "Hỏi đơn vị: nếu bản sau chỉ gồm phần bổ sung thì đề nghị gửi một biểu đầy đủ.",
            "Ask the office: if the later one holds additions only, ask for one complete form.",
        ))
    },
};
