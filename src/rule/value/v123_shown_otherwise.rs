//! V123: a number format shows another figure than the cell stores: `100` for 100000000 under `#,##0,,`.
//!
//! Where a total with a plain format shows that the figure seen is the right one it is told as information.

use crate::finding::Severity;
use crate::rule::support::{note, proven_amounts, quoted, remarks, total_remarks};
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
        let first = sink.found.len();
        let shown_otherwise = |note: &Note| matches!(note, Note::ShownOther(_));
        remarks(round, sink, |_, note| shown_otherwise(note));
        total_remarks(round, sink, shown_otherwise);
        let proven = proven_amounts(round, shown_otherwise);
        // A project that sets the severity itself sets it for all.
        for finding in sink.found.iter_mut().skip(first) {
            if finding.severity == Severity::Warning && proven.contains(&finding.place) {
                finding.severity = Severity::Info;
            }
        }
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
