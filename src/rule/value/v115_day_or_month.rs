//! V115: a column whose real dates may have day and month swapped.
//!
//! A machine set to month first turns the typed `04/9/2020` into 9 April, while `26/8/2020` stays text. So a column is
//! suspected when it holds real dates, all with a day up to 12, and text dates, none with a day up to 12: at least three
//! of each. The values stay as stored, and one finding covers the range.

use crate::finding::{Fact, Severity};
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "V115",
    name: "DayOrMonth",
    severity: Severity::Warning,
    docs: docs!("V115"),
    joins: false,
    check: |round, sink| {
        for (_, table) in round.tables() {
            for (range, count) in &table.swapped_dates {
                sink.add(table.place.at(*range), Fact::Count(*count)).count = *count;
            }
        }
    },
    say: |finding, lang| {
        let count = lang.count(finding.count, "ô ngày tháng", "date", "dates");
        Said::new(
            lang.pick(
                format!("{count} có thể bị đảo ngày và tháng: các ô kiểu ngày đều có ngày từ 1 đến 12, các ô kiểu chữ đều có ngày trên 12"),
                format!("{count} may have day and month swapped: all stored dates have a day up to 12, all dates typed as text a day past 12"),
            ),
            lang.pick(
                "Kiểm tra lại từng ô kiểu ngày trong cột; nếu bị đảo, gõ lại theo dạng ngày/tháng/năm.",
                "Check the stored dates of the column; where they are swapped, type them again as day/month/year.",
            ),
        )
    },
};
