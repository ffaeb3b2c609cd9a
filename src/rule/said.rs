//! A finding in words. Two people read them: the clerk of the office that sent the file, who can change its cells, and the
//! officer who runs the program, who can also change lists, headings and decisions. A rule says both in one place; what a
//! letter or a returned workbook says is the clerk's, what a report says is the officer's.

use crate::lang::Lang;
use crate::letters::bounded;
use crate::project::decisions::Why;

/// A finding in words, for each who reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// For the officer who runs the program: all that is known, and all that can be done.
    pub officer: Told,
    /// For the clerk of the office whose file it is: nothing of the program's own files and commands, nor of files that
    /// other offices sent.
    pub clerk: Told,
}

/// What one reader is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What stands there and what is wrong.
    pub message: String,
    /// What to type or do instead.
    pub suggestion: Option<String>,
}

impl Said {
    /// The same with so many letters at most in each sentence.
    pub(super) fn bounded(self, most: usize) -> Self {
        let told = |told: Told| Told {
            message: bounded(&told.message, most),
            suggestion: told.suggestion.map(|text| bounded(&text, most)),
        };
        Self {
            officer: told(self.officer),
            clerk: told(self.clerk),
        }
    }
}

impl Told {
    fn new(message: String, suggestion: String) -> Self {
        let suggestion = Some(suggestion).filter(|text| !text.is_empty());
        Self {
            message,
            suggestion,
        }
    }
}

impl Said {
    /// The same for both.
    pub(super) fn new(message: impl Into<String>, suggestion: impl Into<String>) -> Self {
        let told = Told::new(message.into(), suggestion.into());
        Self {
            officer: told.clone(),
            clerk: told,
        }
    }

    /// What the officer can do besides, in sentences that come after the clerk's.
    pub(super) fn and_officer(mut self, more: impl AsRef<str>) -> Self {
        let more = more.as_ref();
        self.officer.suggestion = Some(match self.officer.suggestion {
            Some(suggestion) => format!("{suggestion} {more}"),
            None => more.to_owned(),
        });
        self
    }

    /// What the officer is to do instead of what the clerk is told.
    pub(super) fn officer_instead(mut self, suggestion: impl Into<String>) -> Self {
        self.officer = Told::new(self.officer.message, suggestion.into());
        self
    }

    /// What is wrong, as the clerk is told it.
    pub(super) fn clerk_sees(mut self, message: impl Into<String>) -> Self {
        self.clerk.message = message.into();
        self
    }

    /// The same of a finding that a person has accepted: why, and nothing to do. Why is between the officer and whoever
    /// decided it.
    pub(super) fn accepted(self, why: &Why, lang: Lang) -> Self {
        let (officer, clerk, why) = (self.officer.message, self.clerk.message, why.say());
        let told = |message| Told::new(message, String::new());
        Self {
            officer: told(lang.pick(
                format!("{officer}. Đã chấp nhận: {why}"),
                format!("{officer}. Accepted: {why}"),
            )),
            clerk: told(lang.pick(
                format!("{clerk}. Đã được chấp nhận, không phải sửa"),
                format!("{clerk}. Accepted, nothing needs to be done"),
            )),
        }
    }
}
