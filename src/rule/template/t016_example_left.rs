//! T016: an example that shows how the form is filled in was left in the file; it was left out.

use crate::finding::{Fact, Severity};
use crate::round::UnreadWhy;
use crate::rule::support::quoted;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T016",
    name: "ExampleLeft",
    severity: Severity::Warning,
    docs: docs!("T016"),
    joins: false,
    check: |round, sink| {
        let sheets = round
            .submissions
            .iter()
            .flat_map(|submission| &submission.sheets);
        for sheet in sheets {
            for (cells, text) in sheet.tables.iter().flat_map(|table| &table.examples) {
                let finding = sink.add(sheet.place.at(*cells), Fact::None);
                finding.text = Some(text.clone()).filter(|text| !text.is_empty());
            }
            let examples = sheet.unread.iter();
            for example in examples.filter(|unread| unread.why == UnreadWhy::Example) {
                let fact = Fact::NotRead {
                    why: UnreadWhy::Example,
                    rows: example.rows,
                    hidden: example.hidden,
                };
                sink.add(sheet.place.at(example.cells), fact).count = example.rows;
            }
        }
    },
    say: |finding, lang| {
        let Fact::NotRead { rows, .. } = &finding.fact else {
            let text = quoted(finding, lang);
            return Said::new(
                lang.pick(
                    format!("dòng {text} là ví dụ cách ghi biểu; không đưa vào bảng tổng hợp"),
                    format!("the row {text} shows how the form is filled in; left out of the tables"),
                ),
                lang.pick(
                    "Nếu là ví dụ, xóa dòng này trước khi gửi; nếu là số liệu thật, bỏ chữ “ví dụ” và đánh số như các dòng khác.",
                    "If it is an example, delete the row before sending; if these are real data, take the word “ví dụ” out and number it as the other rows.",
                ),
            );
        };
        let count = lang.count(
            *rows,
            "dòng",
            "row on this sheet shows",
            "rows on this sheet show",
        );
        Said::new(
            lang.pick(
                format!("{count} trên trang này là ví dụ cách ghi biểu; không đưa vào bảng tổng hợp"),
                format!("{count} how the form is filled in; left out of the tables"),
            ),
            lang.pick(
                "Nếu là ví dụ, xóa trang này trước khi gửi; nếu là số liệu thật, đổi tên trang và tiêu đề, hoặc chép vào bảng của đơn vị.",
                "If it is an example, delete the sheet before sending; if these are real data, rename the sheet and its title, or copy them into your own table.",
            ),
        )
    },
};
