//! F001: a file that cannot be read. `so-y-te.xlsx` of zero bytes; a picture renamed `.xlsx`; half a download.

use super::facts;
use crate::finding::{Fact, FileFact, Finding, Severity};
use crate::lang::Lang;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "F001",
    name: "UnreadableFile",
    severity: Severity::Error,
    docs: docs!("F001"),
    joins: false,
    check: |round, sink| {
        facts(round, sink, |fact| {
            matches!(
                fact,
                FileFact::Empty
                    | FileFact::Damaged(_)
                    | FileFact::NotASpreadsheet(_)
                    | FileFact::Unsupported(_)
                    | FileFact::Unreadable(_)
                    | FileFact::TwoNames { .. }
            )
        });
    },
    say,
};

fn say(finding: &Finding, lang: Lang) -> Said {
    let Fact::File(fact) = &finding.fact else {
        return Said::new("", "");
    };
    match fact {
        FileFact::Empty => Said::new(
            lang.pick("tệp rỗng, không có nội dung", "the file is empty"),
            lang.pick("Gửi lại tệp.", "Send the file again."),
        )
        .officer_instead(lang.pick(
            "Đề nghị đơn vị gửi lại tệp.",
            "Ask the office to send the file again.",
        )),
        FileFact::NotASpreadsheet(kind) => {
            let what = kind.map_or(String::new(), |kind| {
                lang.pick(
                    format!(" (nội dung là {kind})"),
                    format!(" (its content is {kind})"),
                )
            });
            Said::new(
                lang.pick(
                    format!("tệp không phải là bảng tính{what}"),
                    format!("the file is no spreadsheet{what}"),
                ),
                lang.pick(
                    "Gửi bảng tính .xlsx, .xls, .ods hoặc .csv.",
                    "Send an .xlsx, .xls, .ods or .csv file.",
                ),
            )
            .officer_instead(lang.pick(
                "Đề nghị đơn vị gửi bảng tính .xlsx, .xls, .ods hoặc .csv.",
                "Ask the office for an .xlsx, .xls, .ods or .csv file.",
            ))
        }
        FileFact::Unsupported(kind) => Said::new(
            lang.pick(
                format!("chưa đọc được dạng tệp {kind}"),
                format!("files of the kind {kind} are not read"),
            ),
            lang.pick(
                "Mở tệp bằng Excel rồi lưu lại dạng .xlsx.",
                "Open the file in Excel and save it as .xlsx.",
            ),
        ),
        FileFact::Unreadable(why) => Said::new(
            lang.pick(
                format!("không mở được tệp ({})", lang.system(why)),
                format!("the file cannot be opened ({})", lang.system(why)),
            ),
            "",
        )
        .and_officer(lang.pick(
            "Kiểm tra quyền đọc tệp; nếu tệp đang mở trong Excel thì đóng lại rồi chạy lại.",
            "Check that the file may be read; if it is open in Excel, close it and run again.",
        )),
        FileFact::TwoNames { listed, own } => {
            let (listed, own) = (lang.quote(listed), lang.quote(own));
            Said::new(
                lang.pick(
                    format!("tệp nén ghi hai tên cho cùng một tệp bên trong: {listed} và {own}; tệp này không được đọc"),
                    format!("the archive gives two names to one file in it, {listed} and {own}; that file was not read"),
                ),
                lang.pick(
                    "Giải nén, xem đúng là tệp nào, rồi gửi riêng tệp đó.",
                    "Unpack the archive, see which file it is, and send that file alone.",
                ),
            )
        }
        // The reader's own words are a programmer's, of no use to whoever holds the file.
        FileFact::Damaged(_) => Said::new(
            lang.pick(
                "tệp bị hỏng hoặc bị cắt cụt",
                "the file is damaged or cut off",
            ),
            lang.pick(
                "Mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi lại; nếu Excel cũng không mở được thì gửi lại tệp gốc.",
                "Open the file in Excel, save it again as .xlsx and send it again; if Excel cannot open it either, send the original.",
            ),
        )
        .officer_instead(lang.pick(
            "Mở tệp bằng Excel rồi lưu lại dạng .xlsx; nếu Excel cũng không mở được thì đề nghị đơn vị gửi lại tệp gốc.",
            "Open the file in Excel and save it again as .xlsx; if Excel cannot open it either, ask the office for the original.",
        )),
        _ => Said::new("", ""),
    }
}
