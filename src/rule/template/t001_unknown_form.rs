//! T001: a file whose sheets hold no known form.

use crate::finding::{Fact, Severity};
use crate::lang::Lang;
use crate::place::Place;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T001",
    name: "UnknownForm",
    severity: Severity::Error,
    docs: docs!("T001"),
    joins: false,
    check: |round, sink| {
        let names: Vec<(String, String)> = round
            .setup
            .templates
            .iter()
            .map(|template| {
                (
                    template.name(Lang::Vi).to_owned(),
                    template.name(Lang::En).to_owned(),
                )
            })
            .collect();
        for submission in round
            .submissions
            .iter()
            .filter(|submission| submission.readable)
        {
            if submission.tables().next().is_none() {
                let known = submission
                    .sheets
                    .iter()
                    .filter_map(|sheet| sheet.place.sheet.as_deref());
                let known = known.map(str::to_owned).collect();
                sink.add(
                    Place::file(&submission.name),
                    Fact::Columns {
                        about: names.clone(),
                        known,
                    },
                );
            }
        }
    },
    say: |finding, lang| {
        let Fact::Columns { about, known } = &finding.fact else {
            return Said::new("", "");
        };
        let forms: Vec<String> = about
            .iter()
            .map(|(vi, en)| lang.quote(lang.pick(vi, en)))
            .collect();
        let sheets: Vec<String> = known.iter().map(|sheet| lang.quote(sheet)).collect();
        let (forms, sheets) = (lang.either(&forms), lang.list(&sheets));
        let looked = if sheets.is_empty() {
            String::new()
        } else {
            lang.pick(
                format!("; đã xem trang tính {sheets}"),
                format!("; looked at {sheets}"),
            )
        };
        Said::new(
            lang.pick(
                format!("không thấy bảng nào theo mẫu {forms}{looked}"),
                format!("no table of the form {forms} was found{looked}"),
            ),
            lang.pick(
                "Kiểm tra dòng tiêu đề của bảng (STT, nội dung, kinh phí …), hoặc chép số liệu vào biểu mẫu được gửi.",
                "Check the table's heading row (number, activity, amount …), or copy the figures into the form that was sent out.",
            ),
        )
        .and_officer(lang.pick(
            "Nếu đơn vị chỉ dùng tên cột khác, có thể thêm tên đó vào `aliases` trong tonghop.toml.",
            "If only its headings are other ones, they can be added to `aliases` in tonghop.toml.",
        ))
    },
};
