//! V115: a column whose real dates may have day and month swapped, or whose texts are month first.
//!
//! A machine set to month first turns the typed `04/9/2020` into 9 April, while `26/8/2020` stays text. So a column is
//! suspected when it holds real dates, all with a day up to 12, and text dates, none with a day up to 12: at least three
//! of each. The values stay as stored, and one finding covers the range.
//!
//! Texts are day first. Where `3/20/2019` can only be month first and no text of the column can only be day first, the
//! column is read month first, and one finding says so.

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
            for (range, count, shown) in &table.month_first_dates {
                let finding = sink.add(table.place.at(*range), Fact::Count(*count));
                finding.count = *count;
                finding.text = Some(shown.clone());
            }
        }
    },
    say: |finding, lang| {
        let count = lang.count(finding.count, "ô ngày tháng", "date", "dates");
        if let Some(shown) = &finding.text {
            let shown = lang.quote(shown);
            return Said::new(
                lang.pick(
                    format!("cột này ghi tháng trước, ngày sau ({shown} chỉ có thể hiểu như vậy); {count} ghi bằng chữ đã được đọc theo thứ tự tháng/ngày/năm"),
                    format!("this column writes the month first ({shown} can only be read so); {count} typed as text were read as month/day/year"),
                ),
                lang.pick(
                    "Kiểm tra các ngày đã đọc; gõ lại theo dạng ngày/tháng/năm, ví dụ “20/3/2019”.",
                    "Check the dates as read; type them again as day/month/year, such as “20/3/2019”.",
                ),
            );
        }
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
