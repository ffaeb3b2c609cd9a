//! V102: an amount, number or quantity that was not understood: `chưa có số liệu`, `x`, `12.34.567`.

use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::normalize::value::{Note, Unread};
use crate::rule::support::{quoted, remarks, unread};
use crate::rule::{Rule, Said, docs};
use crate::template::Kind;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V102",
    name: "UnreadAmount",
    severity: Severity::Error,
    docs: docs!("V102"),
    joins: true,
    check: |round, sink| {
        remarks(round, sink, |spec, note| {
            // Without a unit of account the cause is T010, said once.
            matches!(spec.kind, Kind::Amount | Kind::Quantity)
                && matches!(note, Note::Unread(why) if *why != Unread::NoScale)
        });
    },
    say,
};

fn say(finding: &Finding, lang: Lang) -> Said {
    let text = quoted(finding, lang);
    let message = match unread(finding) {
        Unread::SaidUnknown => lang.pick(
            format!("{text} cho biết chưa có số liệu"),
            format!("{text} says that the figure is not known"),
        ),
        Unread::BadGrouping => lang.pick(
            format!("{text}: dấu chấm, dấu phẩy đặt sai chỗ nên không rõ là số nào"),
            format!("{text}: points and commas are misplaced, the figure is not clear"),
        ),
        Unread::LetterInNumber => lang.pick(
            format!("{text}: có chữ cái lẫn trong số (chữ l, chữ O gõ thay số 1, số 0)"),
            format!("{text}: a letter stands among the digits (l or O typed for 1 or 0)"),
        ),
        Unread::TooLarge => lang.pick(
            format!("{text}: số quá lớn, không thể là kinh phí"),
            format!("{text}: too large to be an amount"),
        ),
        _ => lang.pick(
            format!("không hiểu số {text}"),
            format!("the figure {text} was not understood"),
        ),
    };
    Said::new(
        many(message, finding, lang),
        lang.pick(
            "Ghi một con số, có thể kèm đơn vị, ví dụ “1,2 tỷ đồng”, “10 căn”. Ô này tạm để trống trong bảng tổng hợp.",
            "Type a figure, with its unit if you like, such as “1,2 tỷ đồng” or “10 căn”. The cell stays empty in the table for now.",
        ),
    )
}

/// Says that a run of cells below is meant too.
pub fn many(message: String, finding: &Finding, lang: Lang) -> String {
    if finding.count < 2 {
        return message;
    }
    let below = lang.count(
        finding.count - 1,
        "ô liền dưới",
        "cell below",
        "cells below",
    );
    lang.pick(
        format!("{message}; {below} cũng vậy"),
        format!("{message}; the same goes for {below}"),
    )
}
