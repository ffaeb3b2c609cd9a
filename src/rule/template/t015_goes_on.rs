//! T015: rows go on without a heading on another sheet, or below one that leaves something open; they were read by the
//! columns and the unit of account of the table before.

use crate::finding::{Fact, Severity};
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T015",
    name: "ListGoesOn",
    severity: Severity::Warning,
    docs: docs!("T015"),
    joins: false,
    check: |round, sink| {
        for submission in &round.submissions {
            for sheet in &submission.sheets {
                let Some(goes_on) = sheet.goes_on else {
                    continue;
                };
                // A list that stands twice is told by X309.
                let read = sheet.tables.iter().any(|table| table.number == 0);
                let above = submission.sheets.get(goes_on.sheet).filter(|_| read);
                let Some(above) = above else { continue };
                let fact = Fact::GoesOn {
                    sheet: above.place.sheet.as_deref().unwrap_or_default().to_owned(),
                    headless: goes_on.headless,
                };
                sink.add(sheet.place.at(goes_on.rows), fact).related = vec![above.place.clone()];
            }
        }
    },
    say: |finding, lang| {
        let Fact::GoesOn { sheet, headless } = &finding.fact else {
            return Said::new("", "");
        };
        let sheet = lang.quote(sheet);
        let message = if *headless {
            lang.pick(
                format!("các dòng này không có dòng tiêu đề; đã đọc tiếp theo các cột và đơn vị tính của bảng ở trang {sheet}"),
                format!("these rows have no heading row; read on by the columns and the unit of account of the table on {sheet}"),
            )
        } else {
            lang.pick(
                format!("số thứ tự nối tiếp bảng ở trang {sheet}; phần tiêu đề còn thiếu ở đây (cột, đơn vị tính) đã đọc theo bảng đó"),
                format!("the numbers go on from the table on {sheet}; what the heading here leaves open (columns, unit of account) was read as there"),
            )
        };
        Said::new(
            message,
            lang.pick(
                "Xem lại các cột có thẳng nhau không; lần sau ghi lại dòng tiêu đề và đơn vị tính ở mỗi trang, hoặc để tất cả trong một bảng.",
                "Check that the columns match; next time repeat the heading row and the unit of account on every sheet, or keep all in one table.",
            ),
        )
    },
};
