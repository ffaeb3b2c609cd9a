//! V124: raised, struck-out or hidden letters stand in the cell and were not read: `850¹`, `300 500` with 300 struck out.
//!
//! Where what is left is no clear figure it is an error, and there is no value; where a total shows that it is the right
//! one it is told as information.

use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::rule::support::{left_empty, note, proven_amounts, quoted, remarks, total_remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V124",
    name: "LettersLeftOut",
    severity: Severity::Warning,
    docs: docs!("V124"),
    joins: false,
    check: |round, sink| {
        let first = sink.found.len();
        remarks(round, sink, |_, note| matches!(note, Note::LeftOut { .. }));
        total_remarks(round, sink, |note| matches!(note, Note::LeftOut { .. }));
        for (_, table) in round.tables() {
            for column in table.columns.iter().filter(|column| column.struck) {
                let Some((_, id)) = &column.field else {
                    continue;
                };
                let label = (column.heading.clone(), id.clone());
                let left = column.heading.clone();
                let note = Note::LeftOut { left, clear: true };
                let finding = sink.add(table.place.at(column.cell), Fact::Value { label, note });
                finding.text = Some(column.heading.clone());
            }
        }
        let left_out = |note: &Note| matches!(note, Note::LeftOut { .. });
        let proven = proven_amounts(round, left_out);
        // A project that sets the severity itself sets it for all.
        for finding in sink.found.iter_mut().skip(first) {
            let unclear = matches!(note(finding), Some(Note::LeftOut { clear: false, .. }));
            if finding.severity != Severity::Warning {
                continue;
            }
            if unclear {
                finding.severity = Severity::Error;
            } else if proven.contains(&finding.place) {
                finding.severity = Severity::Info;
            }
        }
    },
    say,
};

fn say(finding: &Finding, lang: Lang) -> Said {
    let text = quoted(finding, lang);
    let (left, clear) = match note(finding) {
        Some(Note::LeftOut { left, clear }) => (left.as_str(), *clear),
        _ => ("", true),
    };
    let whole = left.is_empty();
    let all = finding.text.as_deref() == Some(left);
    let left = lang.quote(left);
    let message = match (clear, whole) {
        (true, _) if all => lang.pick(
            format!("{text} bị gạch ngang; vẫn giữ nguyên trong bảng"),
            format!("{text} is struck out; it was kept in the table"),
        ),
        (true, _) => lang.pick(
            format!("{text} có phần gạch ngang, nâng nhỏ (số chú thích) hoặc ẩn; đã đọc là {left}"),
            format!("{text} has letters that are struck out, raised (a note mark) or hidden; read as {left}"),
        ),
        (false, true) => lang.pick(
            format!("{text} bị gạch ngang hoặc bị ẩn, không lấy làm số liệu"),
            format!("{text} is struck out or hidden and was not taken for a figure"),
        ),
        (false, false) => lang.pick(
            format!("{text} có phần gạch ngang, nâng nhỏ hoặc ẩn; phần còn lại {left} không rõ là số nào"),
            format!("{text} has letters that are struck out, raised or hidden; what is left, {left}, is no clear figure"),
        ),
    };
    let suggestion = if clear {
        lang.pick(
            "Chỉ để lại nội dung đúng trong ô; xóa hẳn phần gạch bỏ, ghi chú thích sang cột Ghi chú.".to_owned(),
            "Leave only what is right in the cell; delete what is struck out, put note marks into the column of notes.".to_owned(),
        )
    } else {
        let empty = left_empty(finding, lang);
        lang.pick(
            format!("Gõ lại con số đúng vào ô, không gạch ngang, không ẩn. {empty}"),
            format!("Type the right figure anew, neither struck out nor hidden. {empty}"),
        )
    };
    Said::new(message, suggestion)
}
