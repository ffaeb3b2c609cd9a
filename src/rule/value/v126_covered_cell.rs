//! V126: a cell under a merged region, which nobody sees, holds something else. It is not used.

use crate::finding::{Fact, Severity};
use crate::rule::support::quoted;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "V126",
    name: "CoveredCell",
    severity: Severity::Warning,
    docs: docs!("V126"),
    joins: false,
    check: |round, sink| {
        for (_, table) in round.tables() {
            for (cell, text, merge) in &table.covered {
                let finding = sink.add(table.place.at(*cell), Fact::None);
                finding.text = Some(text.clone());
                finding.related = vec![table.place.at(*merge)];
            }
        }
    },
    say: |finding, lang| {
        let text = quoted(finding, lang);
        let merge = finding.related.first().and_then(|place| place.cells);
        let merge = merge.map_or_else(String::new, |cells| cells.to_string());
        Said::new(
            lang.pick(
                format!("ô nằm dưới vùng gộp {merge} nên không nhìn thấy, nhưng chứa {text}; không lấy giá trị này"),
                format!("the cell lies unseen under the merged region {merge} and holds {text}, which was not used"),
            ),
            lang.pick(
                format!("Bỏ gộp ô {merge} rồi ghi đúng giá trị của từng dòng, hoặc xóa giá trị bị che."),
                format!("Unmerge {merge} and type each row's own value, or delete the one that is covered."),
            ),
        )
    },
};
