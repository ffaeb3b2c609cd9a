//! F004: a file that asks for more than reading is allowed: says which limit and how to raise it.

use super::facts;
use crate::finding::{Fact, FileFact, Limit, Severity};
use crate::lang::Lang;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "F004",
    name: "LimitReached",
    severity: Severity::Error,
    docs: docs!("F004"),
    joins: false,
    check: |round, sink| facts(round, sink, |fact| matches!(fact, FileFact::Limit { .. })),
    say: |finding, lang| {
        let Fact::File(FileFact::Limit {
            limit,
            found,
            allowed,
        }) = &finding.fact
        else {
            return Said::new("", "");
        };
        let what = what(*limit, lang);
        let (found, allowed) = (
            lang.integer(i128::from(*found)),
            lang.integer(i128::from(*allowed)),
        );
        let flag = limit.flag();
        Said::new(
            lang.pick(
                format!("{what} là {found}, vượt giới hạn {allowed}; tệp không được đọc"),
                format!("{what}: {found}, over the limit of {allowed}; the file was not read"),
            ),
            lang.pick(
                "Xóa các dòng, cột trống ở cuối, lưu lại tệp bằng Excel rồi gửi lại.",
                "Delete the empty rows and columns at the end, save the file again in Excel and send it again.",
            ),
        )
        .officer_instead(lang.pick(
            format!("Nếu tệp đúng là lớn như vậy, chạy lại với {flag} lớn hơn; nếu không, lưu lại tệp bằng Excel (xóa các dòng, cột trống ở cuối)."),
            format!("If the file really is that large, run again with a higher {flag}; else save it again in Excel (delete the empty rows and columns at the end)."),
        ))
    },
};

fn what(limit: Limit, lang: Lang) -> &'static str {
    match limit {
        Limit::PartMib => lang.pick(
            "dung lượng một phần sau khi giải nén (MiB)",
            "MiB of one part, uncompressed",
        ),
        Limit::TotalMib => lang.pick("dung lượng sau khi giải nén (MiB)", "MiB, uncompressed"),
        Limit::Parts => lang.pick("số phần trong tệp", "parts in the file"),
        Limit::Ratio => lang.pick("tỷ lệ nén", "compression ratio"),
        Limit::Cells => lang.pick("số ô có dữ liệu", "filled cells"),
        Limit::Area => lang.pick(
            "số ô trong các vùng gộp của một trang tính",
            "cells in the merged regions of one sheet",
        ),
    }
}
