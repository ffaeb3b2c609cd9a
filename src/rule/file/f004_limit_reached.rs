//! F004: a file that asks for more than reading is allowed: says which limit and how to raise it.

use super::facts;
use crate::finding::{Bound, Fact, FileFact, Limit, Severity};
use crate::lang::Lang;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "F004",
    name: "LimitReached",
    severity: Severity::Error,
    docs: docs!("F004"),
    joins: false,
    check: |round, sink| {
        facts(round, sink, |fact| {
            matches!(fact, FileFact::Limit { .. } | FileFact::TooLarge { .. })
        });
    },
    say: |finding, lang| {
        let (limit, found, allowed) = match &finding.fact {
            Fact::File(FileFact::Limit {
                limit,
                found,
                allowed,
            }) => (limit, found, allowed),
            Fact::File(FileFact::TooLarge { bound, allowed }) => {
                return beyond(*bound, *allowed, lang);
            }
            _ => return Said::new("", ""),
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

/// Says that no flag helps.
fn beyond(bound: Bound, allowed: u64, lang: Lang) -> Said {
    let what = match bound {
        Bound::Styles => lang.pick("kiểu định dạng ô", "formats of cells"),
        Bound::Sheets => lang.pick("trang tính", "sheets"),
        Bound::Names => lang.pick("tên và trang tính", "names and sheets"),
        Bound::Merges => lang.pick(
            "vùng gộp trong một trang tính",
            "merged regions on one sheet",
        ),
        Bound::Relations => lang.pick(
            "liên kết giữa các phần của tệp",
            "links between the parts of the file",
        ),
        Bound::Columns => lang.pick("cột trong một dòng", "columns in one line"),
        Bound::PieceMib => lang.pick("MiB trong một đoạn chữ", "MiB in one piece of text"),
        Bound::PropertiesMib => lang.pick(
            "MiB thông tin về tệp",
            "MiB of what the file says of itself",
        ),
    };
    let allowed = lang.integer(i128::from(allowed));
    Said::new(
        lang.pick(
            format!("tệp quá lớn: có hơn {allowed} {what}; tệp không được đọc"),
            format!("too large: there are more than {allowed} {what}; the file was not read"),
        ),
        lang.pick(
            "Mở tệp bằng Excel, chép riêng bảng số liệu sang một tệp mới rồi gửi lại.",
            "Open the file in Excel, copy the table into a new file and send that.",
        ),
    )
}

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
        Limit::FileMib => lang.pick("dung lượng tệp (MiB)", "MiB of the file"),
        Limit::Repeats => lang.pick("số ô lặp lại", "repeated cells"),
        Limit::RoundRepeats => lang.pick(
            "số ô lặp lại trong các tệp của cả đợt",
            "repeated cells in all files together",
        ),
        Limit::TextMib => lang.pick("dung lượng chữ lặp lại (MiB)", "MiB of repeated text"),
        Limit::RoundTextMib => lang.pick(
            "dung lượng chữ lặp lại trong các tệp của cả đợt (MiB)",
            "MiB of repeated text in all files together",
        ),
        Limit::Seconds => lang.pick("thời gian đọc tệp (giây)", "seconds of reading"),
    }
}
