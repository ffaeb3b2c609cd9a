//! F002: a file that needs a password.

use super::facts;
use crate::finding::{FileFact, Severity};
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "F002",
    name: "EncryptedFile",
    severity: Severity::Error,
    docs: docs!("F002"),
    joins: false,
    check: |round, sink| facts(round, sink, |fact| *fact == FileFact::Encrypted),
    say: |_, lang| {
        Said::new(
            lang.pick("tệp có mật khẩu nên không đọc được", "the file needs a password and was not read"),
            lang.pick(
                "Mở tệp, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ sổ làm việc › Mã hóa bằng mật khẩu, xóa trống) rồi lưu và gửi lại.",
                "Open the file, remove the password (File › Info › Protect Workbook › Encrypt with Password, leave it empty), save and send it again.",
            ),
        )
    },
};
