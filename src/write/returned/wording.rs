//! The words of a returned file: Vietnamese whatever language the console speaks, for its reader is a clerk. Other letters
//! may be English.

use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::place::CellRange;
use crate::report::severity_sign;
use crate::rule;

/// What is said of a finding, for whoever can change the file.
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
        let said = rule::say(finding, lang).clerk;
        Self {
            severity: finding.severity,
            code: finding.code,
            message: sentence(&said.message),
            suggestion: said.suggestion,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_become_sentences() {
        assert_eq!(sentence("ô “A” còn trống"), "Ô “A” còn trống.");
        assert_eq!(sentence("“x” là số"), "“x” là số.");
        assert_eq!(sentence(""), "");
    }
}
