//! V123: a number format shows another figure than the cell stores: `100` for 100000000 under `#,##0,,`.

use crate::finding::Severity;
use crate::rule::support::{note, quoted, remarks, total_remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V123",
    name: "ShownOtherwise",
    severity: Severity::Warning,
    docs: docs!("V123"),
    joins: true,
    check: |round, sink| {
        remarks(round, sink, |_, note| matches!(note, Note::ShownOther(_)));
        total_remarks(round, sink, |note| matches!(note, Note::ShownOther(_)));
    },
    say: |finding, lang| {
        let shown = quoted(finding, lang);
        let stored = match note(finding) {
            Some(Note::ShownOther(stored)) => stored.as_str(),
            _ => "",
        };
        let others = finding.count.saturating_sub(1);
        let others = match others {
            0 => String::new(),
            others => lang.pick(
                format!("; {others} ô liền dưới cũng vậy"),
                format!(
                    "; the same goes for {}",
                    lang.count(others, "", "cell below", "cells below")
                ),
            ),
        };
        Said::new(
            lang.pick(
                format!("ô hiện {shown} nhưng lưu số {stored} (định dạng số thu gọn); đã lấy số nhìn thấy{others}"),
                format!("the cell shows {shown} and stores {stored} (its number format shortens it); the figure seen was taken{others}"),
            ),
            lang.pick(
                "Gõ đúng con số muốn báo cáo theo đơn vị tính của bảng, và để định dạng số bình thường (#,##0).",
                "Type the figure as it is to be reported, in the table's unit of account, with a plain number format (#,##0).",
            ),
        )
    },
};
