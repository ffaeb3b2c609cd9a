//! V117: a ditto mark, filled from the cell above.

use crate::finding::Severity;
use crate::lang::Lang;
use crate::rule::support::{day, money, quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V117",
    name: "DittoMark",
    severity: Severity::Info,
    docs: docs!("V117"),
    joins: true,
    check: |round, sink| remarks(round, sink, |_, note| *note == Note::Ditto),
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let value = plain(finding.value.as_deref().unwrap_or_default(), lang);
        let cells = if finding.count > 1 {
            lang.count(finding.count, "ô", "cells", "cells")
        } else {
            lang.pick("ô", "the cell").to_owned()
        };
        let say = lang.pick("", if finding.count > 1 { "say" } else { "says" });
        Said::new(
            lang.pick(
                format!("{cells} ghi {text}; đã lấy giá trị của ô phía trên: “{value}”"),
                format!("{cells} {say} {text}; the value above was taken: “{value}”"),
            ),
            "",
        )
    },
};

/// A value in the words of a person: `01/01/2019 – 31/12/2019`, `120.000.000 đồng`.
fn plain(value: &str, lang: Lang) -> String {
    if let Some((start, end)) = value.split_once('/')
        && [start, end]
            .iter()
            .all(|day| day.is_empty() || day.parse::<jiff::civil::Date>().is_ok())
    {
        return if start == end {
            day(start)
        } else {
            format!("{} – {}", day(start), day(end))
        };
    }
    match value.parse::<i128>() {
        // Shorter figures are years and numbers of houses, not money in đồng.
        Ok(dong) if value.len() > 4 => money(dong, lang),
        _ => value.to_owned(),
    }
}
