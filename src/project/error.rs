//! What can be wrong with a project file, in words that say what to write instead.

use crate::lang::Lang;
use crate::letters::{printable, word};

/// Something wrong with a project file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProjectError {
    /// It cannot be read from the disk.
    Unreadable(String),
    /// A line that is no TOML, or whose value is of the wrong kind.
    Line {
        /// Its number, from 1.
        line: usize,
        /// Its text.
        text: String,
        /// The reader's own words.
        words: String,
    },
    /// A day that is none.
    Day {
        /// The key.
        key: String,
        /// The value.
        value: String,
    },
    /// A key that is not known, and the nearest known one.
    UnknownKey {
        /// The key with the tables it stands in.
        key: String,
        /// The nearest known key in the same place.
        nearest: Option<String>,
    },
    /// A key that must be there.
    MissingKey(&'static str),
    /// A value that is not among those allowed.
    Value {
        /// The key.
        key: String,
        /// The value.
        value: String,
        /// Those allowed, or what is expected.
        allowed: String,
    },
    /// A file that the project names does not exist or cannot be read.
    List {
        /// The key.
        key: String,
        /// The file as named.
        file: String,
        /// The system's words.
        why: String,
    },
}

impl ProjectError {
    /// The same with words of the file that may stand in a sentence.
    fn told(&self) -> Self {
        match self {
            Self::Line { line, text, words } => Self::Line {
                line: *line,
                text: word(text),
                words: word(words),
            },
            Self::Day { key, value } => Self::Day {
                key: word(key),
                value: word(value),
            },
            Self::UnknownKey { key, nearest } => Self::UnknownKey {
                key: word(key),
                nearest: nearest.as_deref().map(word),
            },
            Self::Value {
                key,
                value,
                allowed,
            } => Self::Value {
                key: word(key),
                value: word(value),
                allowed: allowed.clone(),
            },
            Self::List { key, file, why } => Self::List {
                key: word(key),
                file: printable(file),
                why: why.clone(),
            },
            Self::Unreadable(_) | Self::MissingKey(_) => self.clone(),
        }
    }

    /// What is wrong and what to do, in a sentence.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self.told() {
            Self::Unreadable(why) => lang.pick(
                format!("không mở được tệp ({})", lang.system(&why)),
                format!("the file cannot be opened ({})", lang.system(&why)),
            ),
            Self::Line { line, text, words } => lang.pick(
                format!("dòng {line} không đọc được: {text}. Tên bảng đặt trong [ ], chữ đặt trong \" \", ngày ghi như 2020-06-30 không có dấu nháy."),
                format!("line {line} cannot be read: {text} ({words}). Names of tables stand in [ ], texts in \" \", days like 2020-06-30 without marks."),
            ),
            Self::Day { key, value } => lang.pick(
                format!("khóa “{key}” ghi “{value}”, không phải là một ngày. Ghi theo thứ tự năm-tháng-ngày, ví dụ 2020-06-30."),
                format!("the key “{key}” says “{value}”, which is no day. Write year-month-day, such as 2020-06-30."),
            ),
            Self::UnknownKey { key, nearest } => {
                let hint = nearest.as_ref().map_or(String::new(), |nearest| {
                    lang.pick(format!("; gần nhất: “{nearest}”"), format!("; the nearest known key is “{nearest}”"))
                });
                lang.pick(
                    format!("không có khóa “{key}”{hint}. Sửa lại tên khóa hoặc xóa dòng này."),
                    format!("there is no key “{key}”{hint}. Correct the key or delete the line."),
                )
            }
            Self::MissingKey(key) => lang.pick(
                format!("thiếu khóa bắt buộc “{key}”. Thêm khóa này vào tệp."),
                format!("the required key “{key}” is missing. Add it to the file."),
            ),
            Self::Value { key, value, allowed } => lang.pick(
                format!("khóa “{key}” ghi “{value}”; chỉ nhận: {allowed}"),
                format!("the key “{key}” says “{value}”; allowed: {allowed}"),
            ),
            Self::List { key, file, why } => lang.pick(
                format!("khóa “{key}”: không mở được tệp “{file}” ({}). Đường dẫn tính từ thư mục của tonghop.toml.", lang.system(&why)),
                format!("the key “{key}”: cannot open “{file}” ({}). Paths are relative to the project file.", lang.system(&why)),
            ),
        }
    }
}
