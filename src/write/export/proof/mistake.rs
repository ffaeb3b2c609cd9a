//! What is wrong with a package, and how it is said.

use crate::lang::Lang;
use crate::letters::printable;

/// A mistake in a package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// The file, below the folder that was asked about.
    pub file: String,
    /// The row, the header being the first; none where the file is meant.
    pub row: Option<u64>,
    /// The column.
    pub column: Option<String>,
    /// What is wrong.
    pub what: What,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The file is described and not there, or cannot be read.
    Unreadable(String),
    /// The file is there and not described.
    Undescribed,
    /// The description itself is none; the reader's own words.
    Description(String),
    /// It has another number of bytes than is said: said, found.
    Bytes(u64, u64),
    /// Its bytes are others than those that were written.
    Changed,
    /// Its first row is not what is said.
    Header(String),
    /// A row has another number of cells: expected, found.
    Cells(usize, usize),
    /// A row that is no UTF-8.
    Encoding,
    /// It has another number of rows than is said: said, found.
    Rows(u64, u64),
    /// A value is missing.
    Missing,
    /// A value is not of its type.
    Type {
        /// The value.
        text: String,
        /// The type.
        kind: String,
    },
    /// A value does not look as it must.
    Pattern {
        /// The value.
        text: String,
        /// How it must.
        pattern: String,
    },
    /// A value is too small.
    Minimum {
        /// The value.
        text: String,
        /// The least there may be.
        least: i64,
    },
    /// A value is none of a closed list.
    Word {
        /// The value.
        text: String,
        /// The list.
        words: Vec<String>,
    },
    /// A value stands in an earlier row too.
    Twice {
        /// The value.
        text: String,
        /// The earlier row.
        row: u64,
    },
    /// A value does not stand where it refers to.
    Nowhere {
        /// The value.
        text: String,
        /// The table and column.
        table: String,
    },
    /// A sum is not what the rows add up to.
    Sum {
        /// As it is stated.
        stated: String,
        /// As the rows have it.
        found: String,
    },
    /// A sum that must be stated is not.
    NoSum(String),
    /// A package lies in the folder of another period than its own.
    Period {
        /// The folder.
        folder: String,
        /// The package's own period.
        own: String,
    },
}

impl Mistake {
    /// About a file.
    #[must_use]
    pub fn of_file(file: &str, what: What) -> Self {
        Self {
            file: file.to_owned(),
            row: None,
            column: None,
            what,
        }
    }

    /// In a sentence: where, what stands there, what is wrong.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let mut place = vec![printable(&self.file)];
        if let Some(row) = self.row {
            let row = lang.integer(i128::from(row));
            place.push(lang.pick(format!("dòng {row}"), format!("row {row}")));
        }
        place.extend(self.column.as_deref().map(printable));
        format!("{}: {}", place.join(" › "), self.what.say(lang))
    }
}

impl What {
    fn say(&self, lang: Lang) -> String {
        let quote = |text: &str| lang.quote(&printable(text));
        let count = |count: u64| lang.integer(i128::from(count));
        match self {
            Self::Unreadable(words) => {
                let words = lang.system(words);
                lang.pick(
                    format!("không đọc được tệp ({words})"),
                    format!("the file cannot be read ({words})"),
                )
            }
            Self::Undescribed => lang
                .pick("tệp không thuộc gói này", "the file is not of the package")
                .to_owned(),
            Self::Description(words) => {
                let words = printable(words);
                lang.pick(
                    format!("không phải phần mô tả của một gói số liệu ({words})"),
                    format!("it does not describe a package ({words})"),
                )
            }
            Self::Bytes(said, found) => {
                let (said, found) = (count(*said), count(*found));
                lang.pick(
                    format!("tệp có {found} byte, lúc ghi là {said} byte"),
                    format!("the file has {found} bytes and was written with {said}"),
                )
            }
            Self::Changed => lang
                .pick(
                    "nội dung tệp đã thay đổi sau khi ghi gói (mã SHA-256 khác)",
                    "the file was changed since the package was written (another SHA-256)",
                )
                .to_owned(),
            Self::Header(expected) => {
                let expected = quote(expected);
                lang.pick(
                    format!("dòng tiêu đề phải là {expected}"),
                    format!("the header must be {expected}"),
                )
            }
            Self::Cells(expected, found) => lang.pick(
                format!("dòng có {found} ô, phải có {expected} ô"),
                format!("the row has {found} cells and must have {expected}"),
            ),
            Self::Encoding => lang
                .pick("dòng không phải chữ UTF-8", "the row is no UTF-8")
                .to_owned(),
            Self::Rows(said, found) => {
                let (said, found) = (count(*said), count(*found));
                lang.pick(
                    format!("bảng có {found} dòng số liệu, lúc ghi là {said} dòng"),
                    format!("the table has {found} rows and was written with {said}"),
                )
            }
            Self::Missing => lang
                .pick(
                    "ô trống, phải có giá trị",
                    "the cell is empty and must not be",
                )
                .to_owned(),
            Self::Type { text, kind } => {
                let (text, kind) = (quote(text), kind_name(kind, lang));
                lang.pick(
                    format!("{text} không phải {kind}"),
                    format!("{text} is no {kind}"),
                )
            }
            Self::Pattern { text, pattern } => {
                let text = quote(text);
                lang.pick(
                    format!("{text} không đúng dạng {pattern}"),
                    format!("{text} does not look like {pattern}"),
                )
            }
            Self::Minimum { text, least } => {
                let (text, least) = (quote(text), lang.integer(i128::from(*least)));
                lang.pick(
                    format!("{text} nhỏ hơn {least}"),
                    format!("{text} is less than {least}"),
                )
            }
            Self::Word { text, words } => {
                let (text, words) = (quote(text), lang.either(words));
                lang.pick(
                    format!("{text} không có trong danh mục; chỉ nhận {words}"),
                    format!("{text} is not on the list; there is {words}"),
                )
            }
            Self::Twice { text, row } => {
                let (text, row) = (quote(text), count(*row));
                lang.pick(
                    format!("{text} đã có ở dòng {row}"),
                    format!("{text} stands in row {row} already"),
                )
            }
            Self::Nowhere { text, table } => {
                let text = quote(text);
                lang.pick(
                    format!("{text} không có trong {table}"),
                    format!("{text} is not in {table}"),
                )
            }
            Self::Sum { stated, found } => {
                let (stated, found) = (figure(stated, lang), figure(found, lang));
                lang.pick(
                    format!("ghi {stated}, cộng các dòng được {found}"),
                    format!("{stated} is stated, and the rows make {found}"),
                )
            }
            Self::NoSum(id) => {
                let id = quote(id);
                lang.pick(
                    format!("thiếu số cộng {id}"),
                    format!("the sum {id} is missing"),
                )
            }
            Self::Period { folder, own } => {
                let (folder, own) = (quote(folder), quote(own));
                lang.pick(
                    format!("gói là của kỳ {own}, không thuộc thư mục {folder}"),
                    format!("the package is of the period {own} and does not belong into {folder}"),
                )
            }
        }
    }
}

fn figure(text: &str, lang: Lang) -> String {
    lang.decimal(&printable(text))
}

/// A type of Table Schema in words.
fn kind_name(kind: &str, lang: Lang) -> &str {
    match kind {
        "integer" => lang.pick("số nguyên", "whole number"),
        "number" => lang.pick("số", "number"),
        "date" => lang.pick("ngày dạng 2020-06-30", "day such as 2020-06-30"),
        "object" => lang.pick("đối tượng JSON", "JSON object"),
        other => other,
    }
}
