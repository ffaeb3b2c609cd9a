//! V105: an approximate amount or a bound: `khoảng 350 triệu đồng`, `trên 500 triệu`. It is summed all the same.

use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::rule::support::{money, note, quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::{Note, Qualifier};

/// The rule.
pub static RULE: Rule = Rule {
    code: "V105",
    name: "InexactAmount",
    severity: Severity::Info,
    docs: docs!("V105"),
    joins: false,
    check: |round, sink| remarks(round, sink, |_, note| matches!(note, Note::Inexact(_))),
    say,
};

fn say(finding: &Finding, lang: Lang) -> Said {
    let text = quoted(finding, lang);
    let read = finding
        .value
        .as_deref()
        .and_then(|value| value.parse().ok())
        .map_or_else(
            || finding.value.clone().unwrap_or_default(),
            |dong| money(dong, lang),
        );
    let message = match note(finding) {
        Some(Note::Inexact(Qualifier::AtLeast)) => lang.pick(
            format!("{text} là mức tối thiểu; tính là {read}"),
            format!("{text} is a lower bound; counted as {read}"),
        ),
        Some(Note::Inexact(Qualifier::AtMost)) => lang.pick(
            format!("{text} là mức tối đa; tính là {read}"),
            format!("{text} is an upper bound; counted as {read}"),
        ),
        Some(Note::Inexact(Qualifier::Planned)) => lang.pick(
            format!("{text} là số dự kiến ({read}); cộng riêng, không tính vào tổng đã thực hiện"),
            format!(
                "{text} is planned only ({read}); summed on a line of its own, not in the totals"
            ),
        ),
        _ => lang.pick(
            format!("{text} là số ước chừng; tính là {read}"),
            format!("{text} is approximate; counted as {read}"),
        ),
    };
    Said::new(
        message,
        lang.pick(
            "Nếu đã có số chính thức, thay bằng số đó.",
            "If the exact figure is known, type that.",
        ),
    )
}
