//! Headings never seen, matched by the keywords they hold.
//!
//! `Cơ quan, tổ chức hỗ trợ (phía TP.HCM)` names who (`cơ quan`) and what they do (`hỗ trợ`), and does not say `nhận`:
//! that is a provider. Words are compared without diacritics, as whole words.

use crate::fold;

/// The keywords of one wording.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeywordPattern {
    /// One of each group must be there.
    groups: Vec<Vec<String>>,
    /// None of these.
    never: Vec<String>,
}

impl KeywordPattern {
    /// Reads `đơn vị|cơ quan + hỗ trợ|tài trợ`.
    #[must_use]
    pub fn new(alike: &str, never: &[String]) -> Self {
        Self {
            groups: alike
                .split('+')
                .map(|group| group.split('|').map(padded).collect())
                .collect(),
            never: never.iter().map(|words| padded(words)).collect(),
        }
    }

    /// How many letters of a bare heading the keywords cover; `None` when a group of them is not named.
    ///
    /// Each group must be named by words of its own: `hoạt động` alone is not both who and what.
    #[must_use]
    pub fn covered(&self, bare: &str) -> Option<usize> {
        let mut text = format!(" {bare} ");
        if self.never.iter().any(|words| text.contains(words.as_str())) {
            return None;
        }
        let mut covered = 0;
        for group in &self.groups {
            let words = group
                .iter()
                .filter(|words| text.contains(words.as_str()))
                .max_by_key(|words| words.len())?;
            covered += words.len();
            text = text.replacen(words.as_str(), " ", 1);
        }
        Some(covered)
    }
}

fn padded(words: &str) -> String {
    format!(" {} ", fold::bare(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_must_be_named_and_none_denied() {
        let pattern = KeywordPattern::new("đơn vị|cơ quan + hỗ trợ|tài trợ", &["nhận".to_owned()]);
        for (heading, named) in [
            ("Cơ quan, tổ chức hỗ trợ", true),
            ("Đơn vị của TP.HCM tài trợ", true),
            ("Đơn vị nhận hỗ trợ", false),
            ("Đơn vị", false),
            ("Kinh phí hỗ trợ", false),
        ] {
            assert_eq!(
                pattern.covered(&fold::bare(heading)).is_some(),
                named,
                "{heading}"
            );
        }
    }
}
