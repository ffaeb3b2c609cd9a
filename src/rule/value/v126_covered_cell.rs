//! V126: a cell under a merged region, or written over by another, which nobody sees, holds something else. It is not used.

use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
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
                if merge.first != merge.last {
                    finding.related = vec![table.place.at(*merge)];
                }
            }
        }
    },
    say,
};

fn say(finding: &Finding, lang: Lang) -> Said {
    let text = quoted(finding, lang);
    let merge = finding.related.first().and_then(|place| place.cells);
    let Some(merge) = merge.map(|cells| cells.to_string()) else {
        return Said::new(
            lang.pick(
                format!("ô này được ghi hai lần trong tệp; đã lấy lần ghi sau, không lấy {text} của lần trước"),
                format!("the file holds this cell twice; the later one was taken, {text} of the earlier one was not used"),
            ),
            lang.pick(
                "Mở tệp bằng Excel, xem ô này có đúng không rồi lưu lại.",
                "Open the file in Excel, see whether the cell is right, and save it again.",
            ),
        );
    };
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
}
