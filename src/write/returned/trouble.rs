//! Why a file cannot be marked.

use crate::lang::Lang;

/// Why a file cannot be marked. The original stays as it is, whatever the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It carries a digital signature, which any change would break.
    Signed,
    /// Its parts do not fit together; what is wrong.
    Damaged(String),
    /// It is no longer the file that was checked.
    Changed,
    /// It could not be read at all: its findings say why.
    Unread,
    /// The rebuilt workbook could not be made; the writer's own words.
    Unwritable(String),
}

impl Trouble {
    /// The sentence: what is wrong and what to do.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Signed => lang.pick(
                "tệp có chữ ký số; đánh dấu vào tệp sẽ làm chữ ký mất hiệu lực nên tệp được giữ nguyên. Đề nghị đơn vị gửi bản chưa ký, hoặc sửa theo thư góp ý rồi ký lại.".to_owned(),
                "the file carries a digital signature, which marks would break; it was left as it is. Ask the office for an unsigned copy, or have it corrected by the covering text and signed again.".to_owned(),
            ),
            Self::Damaged(why) => lang.pick(
                format!("các phần trong tệp không khớp nhau ({why}) nên không đánh dấu được. Mở tệp bằng Excel, lưu lại rồi chạy lại."),
                format!("the parts of the file do not fit together ({why}), so it cannot be marked. Open it in Excel, save it and run again."),
            ),
            Self::Changed => lang.pick(
                "tệp đã bị thay đổi trong khi đang kiểm tra. Chạy lại.".to_owned(),
                "the file was changed while it was being checked. Run again.".to_owned(),
            ),
            Self::Unread => lang.pick(
                "tệp không đọc được nên không có gì để đánh dấu; chỉ có thư góp ý.".to_owned(),
                "the file could not be read, so there is nothing to mark; there is only the covering text.".to_owned(),
            ),
            Self::Unwritable(why) => lang.pick(
                format!("không dựng lại được tệp ({why}). Lưu tệp bằng Excel dưới dạng .xlsx rồi chạy lại."),
                format!("the file could not be rebuilt ({why}). Save it in Excel as .xlsx and run again."),
            ),
        }
    }
}
