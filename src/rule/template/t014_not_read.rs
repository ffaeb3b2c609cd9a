//! T014: a sheet holds figures that were not read: no heading of a form in use stands above them.
//!
//! A summary whose figures are all sums of what was read says nothing new and is not told; nor is a file without any
//! known table, of which T001 speaks.

use rust_decimal::prelude::ToPrimitive;

use crate::finding::{Fact, Severity};
use crate::round::sums::Sums;
use crate::round::{Submission, Unread, UnreadWhy};
use crate::rule::{Rule, Said, docs};
use crate::value::number::float_text;

/// The rule.
pub static RULE: Rule = Rule {
    code: "T014",
    name: "FiguresNotRead",
    severity: Severity::Warning,
    docs: docs!("T014"),
    joins: false,
    check: |round, sink| {
        for submission in &round.submissions {
            if submission.tables().next().is_none() {
                continue;
            }
            let mut sums = None;
            for sheet in &submission.sheets {
                let unread = sheet.unread.iter();
                for unread in unread.filter(|unread| unread.why != UnreadWhy::Example) {
                    let sums = sums.get_or_insert_with(|| {
                        Sums::of(submission.tables(), round.setup.sectors.as_ref())
                    });
                    if says_again(unread, sums, submission) {
                        continue;
                    }
                    let fact = Fact::NotRead {
                        why: unread.why.clone(),
                        rows: unread.rows,
                        hidden: unread.hidden,
                    };
                    sink.add(sheet.place.at(unread.cells), fact).count = unread.rows;
                }
            }
        }
    },
    say: |finding, lang| {
        let Fact::NotRead { why, rows, hidden } = &finding.fact else {
            return Said::new("", "");
        };
        let count = lang.count(
            *rows,
            "dòng có số liệu",
            "row with figures was",
            "rows with figures were",
        );
        let sheet = if *hidden {
            lang.pick("; trang tính này đang ẩn", "; the sheet is hidden")
        } else {
            ""
        };
        let message = match why {
            UnreadWhy::OtherForm(headings) => {
                let headings: Vec<String> = headings.iter().map(|text| lang.quote(text)).collect();
                let headings = lang.list(&headings);
                lang.pick(
                    format!("{count} không được đọc: bảng có các cột {headings} không theo mẫu nào đang dùng{sheet}"),
                    format!("{count} not read: a table with the columns {headings} is of no form in use{sheet}"),
                )
            }
            UnreadWhy::NoHeading | UnreadWhy::Example => lang.pick(
                format!("{count} không được đọc: phía trên không có dòng tiêu đề của mẫu{sheet}"),
                format!("{count} not read: no heading row of the form stands above{sheet}"),
            ),
        };
        Said::new(
            message,
            lang.pick(
                "Nếu là số liệu báo cáo, chép vào bảng theo mẫu hoặc thêm dòng tiêu đề của mẫu; nếu không, xóa đi.",
                "If these are data of the report, copy them into the form's table or add the form's heading row; if not, delete them.",
            ),
        )
    },
};

/// The units that a figure may be told in, in đồng.
const UNITS: [i64; 4] = [1, 1_000, 1_000_000, 1_000_000_000];

/// Whether all figures are sums of what was read, or count its records.
fn says_again(unread: &Unread, sums: &Sums, submission: &Submission) -> bool {
    let records: usize = submission.tables().map(|table| table.records.len()).sum();
    let records = i128::try_from(records).unwrap_or(0);
    let mut money = false;
    for figure in &unread.figures {
        let is_sum = UNITS.iter().any(|unit| {
            let dong = whole(*figure, *unit);
            dong.is_some_and(|dong| dong != 0 && sums.makes(dong).is_some())
        });
        let counts = figure.fract() == 0.0
            && whole(*figure, 1).is_some_and(|count| (0..=records).contains(&count));
        if !is_sum && !counts {
            return false;
        }
        money |= is_sum;
    }
    money
}

/// A figure in đồng; `None` when it is no number, or larger than any.
fn whole(figure: f64, unit: i64) -> Option<i128> {
    let figure = float_text(figure)?.checked_mul(unit.into())?;
    figure.round().to_i128()
}
