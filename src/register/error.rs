//! What can be wrong with a list, as facts, and the sentence that tells it.

use crate::lang::Lang;
use crate::letters::word;

/// Something wrong with a list that a project brings along. Lines are 1-based lines of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListError {
    /// Nothing stands in the file.
    Empty,
    /// The text is in an encoding that is not read; `line` is the first line it shows on.
    Encoding {
        /// The line.
        line: u64,
    },
    /// The first row lacks a column that must be there.
    MissingColumn {
        /// The missing column.
        column: &'static str,
        /// The columns found.
        found: Vec<String>,
    },
    /// A column that the list does not have.
    UnknownColumn {
        /// Its name, folded.
        column: String,
        /// The nearest one that it has.
        nearest: Option<String>,
    },
    /// A code that is on no line of the list.
    UnknownCode {
        /// The line.
        line: u64,
        /// The column.
        column: &'static str,
        /// The code.
        code: String,
        /// The nearest one that is.
        nearest: Option<String>,
    },
    /// A row without a code.
    EmptyCode {
        /// The line.
        line: u64,
    },
    /// A row without a name.
    EmptyName {
        /// The line.
        line: u64,
    },
    /// A code that stands on an earlier line already.
    Duplicate {
        /// The code.
        code: String,
        /// The line it stands on first.
        first: u64,
        /// The line it stands on again.
        line: u64,
    },
    /// A date that is none.
    BadDate {
        /// The line.
        line: u64,
        /// The column.
        column: &'static str,
        /// The text found.
        text: String,
    },
    /// A time of validity that ends before it begins.
    Reversed {
        /// The line.
        line: u64,
        /// The code of the row.
        code: String,
    },
    /// A row for all offices of a kind that does not say which.
    EmptyKind {
        /// The line.
        line: u64,
    },
    /// A kind that no office is of.
    UnknownKind {
        /// The line.
        line: u64,
        /// The kind.
        kind: String,
        /// The nearest one that there is.
        nearest: Option<String>,
    },
    /// A kind that another row stands for already.
    DuplicateKind {
        /// The kind.
        kind: String,
        /// The line it stands on first.
        first: u64,
        /// The line it stands on again.
        line: u64,
    },
    /// A row for all offices of a kind that says what only one office can have.
    NotForKind {
        /// The line.
        line: u64,
        /// The column.
        column: &'static str,
    },
    /// Offices whose successors lead back to the first of them.
    Circle {
        /// The line of the first.
        line: u64,
        /// Their codes, in order.
        codes: Vec<String>,
    },
}

impl ListError {
    /// The line it stands on: 1 for what concerns the file or its first row.
    #[must_use]
    pub fn line(&self) -> u64 {
        match self {
            Self::Empty | Self::MissingColumn { .. } | Self::UnknownColumn { .. } => 1,
            Self::Encoding { line }
            | Self::EmptyCode { line }
            | Self::EmptyName { line }
            | Self::Duplicate { line, .. }
            | Self::BadDate { line, .. }
            | Self::UnknownCode { line, .. }
            | Self::EmptyKind { line }
            | Self::UnknownKind { line, .. }
            | Self::DuplicateKind { line, .. }
            | Self::NotForKind { line, .. }
            | Self::Circle { line, .. }
            | Self::Reversed { line, .. } => *line,
        }
    }

    /// The sentence for the person who keeps the list: file, line, what is wrong, what to do.
    #[must_use]
    pub fn say(&self, file: &str, lang: Lang) -> String {
        let place = match self {
            Self::Empty => file.to_owned(),
            _ => format!("{file}, {} {}", lang.pick("dòng", "line"), self.line()),
        };
        format!("{place}: {}", self.what(lang))
    }

    fn what(&self, lang: Lang) -> String {
        let quote = |text: &str| lang.quote(&word(text));
        match self {
            Self::Empty => lang
                .pick(
                    "tệp trống. Dòng đầu cần các tên cột “code,name,aliases”, mỗi dòng sau là một mục.",
                    "the file is empty. Its first row needs the columns “code,name,aliases”, each further row is one entry.",
                )
                .to_owned(),
            Self::Encoding { .. } => lang
                .pick(
                    "có chữ không đọc được. Mở bằng Excel rồi lưu lại với kiểu “CSV UTF-8”.",
                    "some letters cannot be read. Open it in Excel and save it again as “CSV UTF-8”.",
                )
                .to_owned(),
            Self::MissingColumn { column, found } => {
                let column = quote(column);
                let found: Vec<String> = found.iter().map(|name| quote(name)).collect();
                let found = lang.list(&found);
                lang.pick(
                    format!("thiếu cột {column}; đã có {found}. Thêm tên cột này vào dòng đầu."),
                    format!("column {column} is missing; found {found}. Add its name to the first row."),
                )
            }
            Self::UnknownColumn { column, nearest } => {
                let column = quote(column);
                let nearest = nearest.as_deref().map(quote);
                let vi = nearest.as_ref().map_or_else(
                    || "Xóa cột này, hoặc đặt đúng tên".to_owned(),
                    |nearest| format!("Gần nhất: {nearest}"),
                );
                let en = nearest.as_ref().map_or_else(
                    || "Delete it, or give it its right name".to_owned(),
                    |nearest| format!("The nearest is {nearest}"),
                );
                lang.pick(
                    format!("danh sách đơn vị không có cột {column}. {vi}."),
                    format!("the register has no column {column}. {en}."),
                )
            }
            Self::UnknownCode { column, code, nearest, .. } => {
                let (column, code) = (quote(column), quote(code));
                let nearest = nearest.as_deref().map(quote);
                let vi = nearest.as_ref().map_or_else(String::new, |nearest| format!(", gần nhất là {nearest}"));
                let en = nearest.as_ref().map_or_else(String::new, |nearest| format!(", the nearest is {nearest}"));
                lang.pick(
                    format!("cột {column} ghi mã {code}, không dòng nào có mã này{vi}. Sửa lại mã, hoặc thêm một dòng cho đơn vị đó."),
                    format!("column {column} holds code {code}, which no row has{en}. Correct it, or add a row for that office."),
                )
            }
            Self::EmptyCode { .. } => lang
                .pick(
                    "thiếu mã. Điền một mã riêng vào cột “code”, hoặc xóa dòng này.",
                    "the code is missing. Put a code of its own in the column “code”, or delete the row.",
                )
                .to_owned(),
            Self::EmptyName { .. } => lang
                .pick(
                    "thiếu tên. Điền tên đầy đủ vào cột “name”, hoặc xóa dòng này.",
                    "the name is missing. Put the full name in the column “name”, or delete the row.",
                )
                .to_owned(),
            Self::Duplicate { code, first, .. } => {
                let code = quote(code);
                lang.pick(
                    format!("mã {code} đã có ở dòng {first}. Đổi một trong hai mã, hoặc xóa dòng thừa."),
                    format!("code {code} is already on line {first}. Change one of the two codes, or delete the row that is too many."),
                )
            }
            Self::BadDate { column, text, .. } => {
                let (column, text) = (quote(column), quote(text));
                lang.pick(
                    format!("cột {column} ghi {text}, không phải một ngày. Viết như “2025-03-01” hoặc “01/3/2025”, hoặc để trống."),
                    format!("column {column} holds {text}, which is no date. Write it as “2025-03-01” or “01/3/2025”, or leave it empty."),
                )
            }
            Self::Reversed { code, .. } => {
                let code = quote(code);
                lang.pick(
                    format!("đơn vị {code} có “valid_to” trước “valid_from”. Sửa một trong hai ngày."),
                    format!("unit {code} has “valid_to” before “valid_from”. Correct one of the two dates."),
                )
            }
            Self::EmptyKind { .. } => lang
                .pick(
                    "dòng “*” không ghi loại đơn vị. Điền cột “kind”, ví dụ “district”: hạn ở dòng này áp dụng cho mọi đơn vị loại đó.",
                    "the row “*” does not say for which kind. Fill in the column “kind”, such as “district”: it holds for all offices of that kind.",
                )
                .to_owned(),
            Self::UnknownKind { kind, nearest, .. } => {
                let kind = quote(kind);
                let near = nearest.as_deref().map(quote);
                let vi = near.as_ref().map_or_else(String::new, |near| format!(", gần nhất là {near}"));
                let en = near.as_ref().map_or_else(String::new, |near| format!(", the nearest is {near}"));
                lang.pick(
                    format!("không đơn vị nào thuộc loại {kind}{vi}. Sửa cột “kind” của dòng này hoặc của các đơn vị."),
                    format!("no office is of the kind {kind}{en}. Correct the column “kind” here or at the offices."),
                )
            }
            Self::DuplicateKind { kind, first, .. } => {
                let kind = quote(kind);
                lang.pick(
                    format!("loại {kind} đã có dòng “*” ở dòng {first}. Gộp hai dòng làm một."),
                    format!("kind {kind} has a row “*” on line {first} already. Make one row of the two."),
                )
            }
            Self::NotForKind { column, .. } => {
                let column = quote(column);
                lang.pick(
                    format!("dòng “*” chỉ dùng “kind”, “deadline” và “cutoff”; xóa ô ở cột {column}."),
                    format!("a row “*” has “kind”, “deadline” and “cutoff” only; empty the cell in column {column}."),
                )
            }
            Self::Circle { codes, .. } => {
                let around = codes.iter().chain(codes.first());
                let around: Vec<&str> = around.map(String::as_str).collect();
                let around = quote(&around.join(" → "));
                lang.pick(
                    format!("cột “successor” đi vòng tròn: {around}. Xóa mã ở đơn vị còn hoạt động."),
                    format!("column “successor” leads in a circle: {around}. Delete the code of the office that still exists."),
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(error: &ListError, vi: &str, en: &str) {
        assert_eq!(error.say("units.csv", Lang::Vi), vi);
        assert_eq!(error.say("units.csv", Lang::En), en);
    }

    #[test]
    fn a_list_error_names_file_line_and_remedy() {
        check(
            &ListError::Empty,
            "units.csv: tệp trống. Dòng đầu cần các tên cột “code,name,aliases”, mỗi dòng sau là một mục.",
            "units.csv: the file is empty. Its first row needs the columns “code,name,aliases”, each further row is one entry.",
        );
        check(
            &ListError::Encoding { line: 4 },
            "units.csv, dòng 4: có chữ không đọc được. Mở bằng Excel rồi lưu lại với kiểu “CSV UTF-8”.",
            "units.csv, line 4: some letters cannot be read. Open it in Excel and save it again as “CSV UTF-8”.",
        );
        check(
            &ListError::MissingColumn {
                column: "name",
                found: vec!["code".to_owned(), "ten".to_owned()],
            },
            "units.csv, dòng 1: thiếu cột “name”; đã có “code” và “ten”. Thêm tên cột này vào dòng đầu.",
            "units.csv, line 1: column “name” is missing; found “code” and “ten”. Add its name to the first row.",
        );
        check(
            &ListError::UnknownColumn {
                column: "dedline".to_owned(),
                nearest: Some("deadline".to_owned()),
            },
            "units.csv, dòng 1: danh sách đơn vị không có cột “dedline”. Gần nhất: “deadline”.",
            "units.csv, line 1: the register has no column “dedline”. The nearest is “deadline”.",
        );
        check(
            &ListError::UnknownCode {
                line: 7,
                column: "partner",
                code: "quan-11".to_owned(),
                nearest: None,
            },
            "units.csv, dòng 7: cột “partner” ghi mã “quan-11”, không dòng nào có mã này. Sửa lại mã, hoặc thêm một dòng cho đơn vị đó.",
            "units.csv, line 7: column “partner” holds code “quan-11”, which no row has. Correct it, or add a row for that office.",
        );
        check(
            &ListError::EmptyCode { line: 3 },
            "units.csv, dòng 3: thiếu mã. Điền một mã riêng vào cột “code”, hoặc xóa dòng này.",
            "units.csv, line 3: the code is missing. Put a code of its own in the column “code”, or delete the row.",
        );
        check(
            &ListError::EmptyName { line: 3 },
            "units.csv, dòng 3: thiếu tên. Điền tên đầy đủ vào cột “name”, hoặc xóa dòng này.",
            "units.csv, line 3: the name is missing. Put the full name in the column “name”, or delete the row.",
        );
        check(
            &ListError::Duplicate {
                code: "so-yt".to_owned(),
                first: 3,
                line: 9,
            },
            "units.csv, dòng 9: mã “so-yt” đã có ở dòng 3. Đổi một trong hai mã, hoặc xóa dòng thừa.",
            "units.csv, line 9: code “so-yt” is already on line 3. Change one of the two codes, or delete the row that is too many.",
        );
        check(
            &ListError::BadDate {
                line: 5,
                column: "valid_to",
                text: "31/02/2025".to_owned(),
            },
            "units.csv, dòng 5: cột “valid_to” ghi “31/02/2025”, không phải một ngày. Viết như “2025-03-01” hoặc “01/3/2025”, hoặc để trống.",
            "units.csv, line 5: column “valid_to” holds “31/02/2025”, which is no date. Write it as “2025-03-01” or “01/3/2025”, or leave it empty.",
        );
        check(
            &ListError::Reversed {
                line: 5,
                code: "so-tc".to_owned(),
            },
            "units.csv, dòng 5: đơn vị “so-tc” có “valid_to” trước “valid_from”. Sửa một trong hai ngày.",
            "units.csv, line 5: unit “so-tc” has “valid_to” before “valid_from”. Correct one of the two dates.",
        );
        check(
            &ListError::Circle {
                line: 2,
                codes: vec!["so-khdt".to_owned(), "so-tc".to_owned()],
            },
            "units.csv, dòng 2: cột “successor” đi vòng tròn: “so-khdt → so-tc → so-khdt”. Xóa mã ở đơn vị còn hoạt động.",
            "units.csv, line 2: column “successor” leads in a circle: “so-khdt → so-tc → so-khdt”. Delete the code of the office that still exists.",
        );
    }
}
