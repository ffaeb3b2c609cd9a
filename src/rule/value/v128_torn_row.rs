//! V128: a row of delimited text that has more fields than its header: a mark inside a figure or a text tore it apart.

use crate::finding::{Fact, Severity};
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "V128",
    name: "TornRow",
    severity: Severity::Error,
    docs: docs!("V128"),
    joins: false,
    check: |round, sink| {
        for (_, table) in round.tables() {
            for (cell, torn) in &table.torn {
                let fact = Fact::Torn(torn.clone());
                let finding = sink.add(table.place.at(*cell), fact);
                finding.text = Some(torn.pieces.join(" | ")).filter(|text| !text.is_empty());
            }
        }
    },
    say: |finding, lang| {
        let Fact::Torn(torn) = &finding.fact else {
            return Said::new("", "");
        };
        let (fields, heading) = (torn.fields, torn.heading);
        let pieces: Vec<String> = torn.pieces.iter().map(|text| format!("“{text}”")).collect();
        let doubt = if pieces.is_empty() {
            lang.pick(
                "có thể một con số hoặc một đoạn chữ có dấu phân cách bên trong".to_owned(),
                "a figure or a text may have a separator inside".to_owned(),
            )
        } else {
            let pieces = lang.list(&pieces);
            lang.pick(
                format!("{pieces} có thể là một con số bị tách ra"),
                format!("{pieces} may be one figure, torn apart"),
            )
        };
        let groups = torn.pieces.iter().skip(1).all(|text| text.len() == 3);
        let whole = torn.pieces.concat();
        let mend = match (pieces.is_empty(), groups) {
            (true, _) => lang.pick(
                "Đặt nội dung có dấu phân cách giữa hai dấu ngoặc kép, rồi gửi lại; chắc nhất là gửi tệp Excel.".to_owned(),
                "Put what holds a separator between quotation marks and send it again; best of all, send an Excel file.".to_owned(),
            ),
            (false, true) => lang.pick(
                format!("Nếu là một con số, ghi liền “{whole}” rồi gửi lại; chắc nhất là gửi tệp Excel."),
                format!("If it is one figure, type “{whole}” and send it again; best of all, send an Excel file."),
            ),
            (false, false) => lang.pick(
                "Nếu là một con số, đặt con số giữa hai dấu ngoặc kép, rồi gửi lại; chắc nhất là gửi tệp Excel.".to_owned(),
                "If it is one figure, put it between quotation marks and send it again; best of all, send an Excel file.".to_owned(),
            ),
        };
        Said::new(
            lang.pick(
                format!("dòng này có {fields} ô trong khi tiêu đề có {heading} ô: {doubt}; số tiền của dòng không được đọc"),
                format!("this line has {fields} fields and its header {heading}: {doubt}; its amounts were not read"),
            ),
            mend,
        )
    },
};
