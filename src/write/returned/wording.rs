//! The words of a returned file: Vietnamese whatever language the console speaks, for its reader is a clerk. Other letters
//! may be English.

use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::place::CellRange;
use crate::report::severity_sign;
use crate::rule;

/// What is said of one thing that is to be mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// How grave it is.
    pub severity: Severity,
    /// The rule's code.
    pub code: &'static str,
    /// What stands there and what is wrong.
    pub message: String,
    /// What to type instead.
    pub suggestion: Option<String>,
}

impl Paragraph {
    /// What is said of a finding.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        Self::told(finding, Lang::Vi)
    }

    /// The same in a language.
    #[must_use]
    pub fn told(finding: &Finding, lang: Lang) -> Self {
        let said = rule::say(finding, lang);
        Self {
            severity: finding.severity,
            code: finding.code,
            message: sentence(&said.message),
            suggestion: said.suggestion.as_deref().and_then(for_clerk),
        }
    }

    /// What is said in the other cells of a region that one note speaks of.
    #[must_use]
    pub fn pointer(&self, cells: CellRange) -> Self {
        Self {
            message: format!("Xem ghi chú ở ô {}, chung cho vùng {cells}.", cells.first),
            suggestion: None,
            ..self.clone()
        }
    }

    /// Sign, word and code, so that colour is never alone in telling how grave it is.
    #[must_use]
    pub fn head(&self) -> String {
        format!("{} {}", head(self.severity), self.code)
    }

    /// What is wrong, and what to type instead.
    #[must_use]
    pub fn body(&self) -> String {
        match &self.suggestion {
            Some(suggestion) => format!("{}\nCách sửa: {suggestion}", self.message),
            None => self.message.clone(),
        }
    }
}

/// How what is said begins: `✗ LỖI`.
pub(super) fn head(severity: Severity) -> String {
    let word = severity_word(severity).to_uppercase();
    format!("{} {word}", severity_sign(severity))
}

/// The lines of a paragraph.
pub(super) fn lines(paragraph: &Paragraph) -> Vec<String> {
    let body = paragraph.body();
    let mut lines = vec![paragraph.head()];
    lines.extend(body.lines().map(str::to_owned));
    lines
}

/// A severity in a word.
#[must_use]
pub fn severity_word(severity: Severity) -> &'static str {
    crate::report::severity_word(severity, Lang::Vi)
}

/// A message as a sentence of its own.
#[must_use]
pub fn sentence(message: &str) -> String {
    let mut letters = message.trim().chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    let mut sentence = first + letters.as_str();
    if !sentence.is_empty() && !sentence.ends_with(['.', '!', '?', '…', ':']) {
        sentence.push('.');
    }
    sentence
}

/// What to do, without what only the person can do who runs the program: keys of the project file, lists, flags.
#[must_use]
pub fn for_clerk(suggestion: &str) -> Option<String> {
    let mut kept = Vec::new();
    for part in suggestion.split_inclusive(". ") {
        if let Some(kept_part) = without_officer(part) {
            kept.push(kept_part);
        }
    }
    let text = kept.concat().trim().to_owned();
    (!text.is_empty()).then(|| sentence(&text))
}

/// A sentence without its clauses for the officer.
fn without_officer(sentence: &str) -> Option<String> {
    let is_officers = |text: &str| {
        let words = [
            "tonghop.toml",
            "`",
            " --",
            "aliases",
            "units.csv",
            "tệp danh mục",
            "the office",
        ];
        words.iter().any(|word| text.contains(word))
    };
    if !is_officers(sentence) {
        return Some(sentence.to_owned());
    }
    ["; ", ", hoặc ", " hoặc ", ", or ", " or "]
        .iter()
        .find_map(|joint| {
            let (before, _) = sentence.split_once(joint)?;
            (!is_officers(before)).then(|| format!("{before}. "))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clerk_is_not_told_of_the_project_file() {
        for (said, kept) in [
            ("Ghi một con số.", Some("Ghi một con số.")),
            (
                "Nếu một trong các cột đó chính là cột này, sửa tiêu đề thành “Kinh phí hỗ trợ”, hoặc thêm tên đó (ví dụ “Ngân lượng”) vào `aliases` của `amount_vnd` trong tonghop.toml.",
                Some(
                    "Nếu một trong các cột đó chính là cột này, sửa tiêu đề thành “Kinh phí hỗ trợ”.",
                ),
            ),
            (
                "Nếu đây là một cột của mẫu, sửa tiêu đề cho đúng mẫu hoặc thêm tên này vào `aliases` trong tonghop.toml.",
                Some("Nếu đây là một cột của mẫu, sửa tiêu đề cho đúng mẫu."),
            ),
            (
                "Kiểm tra dòng tiêu đề của bảng (STT, nội dung, kinh phí …); nếu đơn vị dùng tên cột khác, thêm tên đó vào `aliases` trong tonghop.toml.",
                Some("Kiểm tra dòng tiêu đề của bảng (STT, nội dung, kinh phí …)."),
            ),
            (
                "Ghi đúng tên đơn vị; nếu là tên gọi khác, thêm vào cột aliases của units.csv; nếu là đơn vị mới, thêm một dòng vào units.csv.",
                Some("Ghi đúng tên đơn vị."),
            ),
            (
                "Chọn một mục có trong danh mục; nếu mục này là mới, thêm vào tệp danh mục.",
                Some("Chọn một mục có trong danh mục."),
            ),
            ("Thêm vào `aliases` trong tonghop.toml.", None),
            (
                "Save it again and send it; if Excel cannot open it either, ask the office for the original.",
                Some("Save it again and send it."),
            ),
        ] {
            assert_eq!(for_clerk(said).as_deref(), kept);
        }
    }

    #[test]
    fn messages_become_sentences() {
        assert_eq!(sentence("ô “A” còn trống"), "Ô “A” còn trống.");
        assert_eq!(sentence("“x” là số"), "“x” là số.");
        assert_eq!(sentence(""), "");
    }
}
