//! What is wrong with a template file, all of it at once: with the line, the nearest known word, and what to write instead.
//!
//! `tree` finds what is wrong with its shape, `sound` what its fields say of each other, `whole` what they say together. What is *severe* keeps the template
//! from being used; the rest is only told by `template check`.

mod say;
mod sound;
mod tree;
mod whole;

use serde::de::DeserializeOwned;

use super::load::File;
use crate::lang::Lang;

pub(super) use sound::check;
pub use tree::Wanted;

/// Something wrong with a template file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// Its line, from 1.
    pub line: usize,
    /// What it is.
    pub what: Mistake,
}

impl TemplateError {
    /// Where and what, in a sentence.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let (line, said) = (self.line, self.what.say(lang));
        lang.pick(
            format!("dòng {line}: {said}"),
            format!("line {line}: {said}"),
        )
    }

    /// Whether the template cannot be used.
    #[must_use]
    pub fn is_severe(&self) -> bool {
        self.what.is_severe()
    }
}

/// What may be wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// No TOML.
    NoToml {
        /// The line as typed.
        typed: String,
        /// The reader's own words.
        words: String,
    },
    /// A key stands twice.
    KeyTwice(String),
    /// A key that is not known.
    UnknownKey {
        /// The key.
        key: String,
        /// The nearest one that is known.
        nearest: Option<String>,
        /// All that are known there.
        known: Vec<String>,
    },
    /// A word that its key does not take.
    UnknownWord {
        /// The key.
        key: String,
        /// The word.
        word: String,
        /// The nearest one that it takes.
        nearest: Option<String>,
        /// All that it takes.
        known: Vec<String>,
    },
    /// A key that must be there is not.
    MissingKey(String),
    /// A value of another kind than the key takes.
    WrongValue {
        /// The key.
        key: String,
        /// The value as typed.
        typed: String,
        /// What it takes.
        wanted: Wanted,
    },
    /// A field has the wrong number of columns for its kind.
    Columns {
        /// The field.
        field: String,
        /// How many columns its kind gives, at least and at most.
        wanted: (usize, usize),
    },
    /// An id that no table's column can have.
    BadId(String),
    /// A field or column id stands twice.
    Twice(String),
    /// A label stands twice.
    LabelTwice(String),
    /// A field's group is no field.
    NoGroup {
        /// The field.
        field: String,
        /// The group it names.
        group: String,
        /// The nearest field.
        nearest: Option<String>,
    },
    /// A rule's pattern is no regular expression.
    Pattern {
        /// The field.
        field: String,
        /// The pattern.
        pattern: String,
    },
    /// A rule, or what is said of how the form is consolidated, names a field that is none.
    NoSuchField {
        /// What names it: a field, or a key of the file.
        of: String,
        /// The id it names.
        other: String,
        /// The nearest id that is one.
        nearest: Option<String>,
    },
    /// A rule that can never hold for a field of this kind, or always does.
    RuleOfOtherKind {
        /// The field.
        field: String,
        /// The key of the rule.
        key: &'static str,
    },
    /// A word of a rule is on no list of its field.
    NotListed {
        /// The word.
        word: String,
        /// The list.
        list: String,
        /// The nearest entry.
        nearest: Option<String>,
    },
    /// A code without a list, or a list on what is no code.
    List {
        /// The field.
        field: String,
        /// Whether the field is a code.
        code: bool,
    },
    /// A list that the template does not bring; the project must.
    ListOfProject {
        /// The list.
        list: String,
        /// The nearest that the template brings.
        nearest: Option<String>,
    },
    /// A key that says nothing for a field of this kind.
    KeyOfOtherKind {
        /// The field.
        field: String,
        /// The key.
        key: &'static str,
    },
    /// A heading that names two fields.
    HeadingTwice {
        /// The heading.
        heading: String,
        /// The first field that has it.
        first: String,
        /// The other one.
        second: String,
    },
    /// A field that no heading names.
    NoHeading(String),
    /// No field names the records.
    NoName,
    /// Two fields of a role of which there is one.
    RoleTwice {
        /// The role.
        role: &'static str,
        /// The second field.
        field: String,
    },
    /// A field that is to be added up and holds no numbers.
    NotANumber(String),
    /// A field that is to make groups and holds figures.
    NoGroups {
        /// The key that names it.
        key: String,
        /// The field.
        field: String,
    },
    /// Something counted that has neither or both of its keys.
    Counts,
    /// A column of the form that its field does not have.
    Slot(String),
    /// The default unit of account is not positive.
    Scale,
    /// An earlier version is not earlier, or stands twice.
    Version(u32),
    /// An earlier version names a field that is none.
    NoField {
        /// The version.
        version: u32,
        /// The id it names.
        id: String,
    },
}

impl Mistake {
    /// Whether the template cannot be used with it.
    #[must_use]
    pub fn is_severe(&self) -> bool {
        !matches!(
            self,
            Self::RuleOfOtherKind { .. }
                | Self::NotListed { .. }
                | Self::ListOfProject { .. }
                | Self::List { code: false, .. }
                | Self::KeyOfOtherKind { .. }
                | Self::HeadingTwice { .. }
                | Self::NoHeading(_)
                | Self::NoName
                | Self::RoleTwice { .. }
                | Self::LabelTwice(_)
                | Self::BadId(_)
        )
    }
}

/// Whether nothing severe is wrong with what a file says.
pub(super) fn is_sound(file: &File) -> bool {
    let mut sink = sound::Sink::default();
    check(file, &mut sink);
    !sink.0.iter().any(|(_, what)| what.is_severe())
}

/// What a file says, if anything, and all that is wrong with it, top to bottom.
pub(super) fn examine<T: DeserializeOwned>(
    text: &str,
    check: impl Fn(&T, &mut sound::Sink),
) -> (Option<T>, Vec<TemplateError>) {
    let (mut tree, torn) = tree::Tree::read(text);
    let is_torn = !torn.is_empty();
    let (file, shape) = tree.take::<T>();
    // What is torn leaves keys out that stand in the file.
    let shape = shape.into_iter().filter(|_| !is_torn);
    let mut errors: Vec<TemplateError> = torn
        .into_iter()
        .chain(shape)
        .map(|(line, what)| TemplateError { line, what })
        .collect();
    if let Some(file) = file.as_ref().filter(|_| !is_torn) {
        let mut sink = sound::Sink::default();
        check(file, &mut sink);
        let placed = sink.0.into_iter().filter_map(|(path, what)| {
            let line = tree.line(&path)?;
            Some(TemplateError { line, what })
        });
        errors.extend(placed);
    }
    errors.sort_by_key(|error| error.line);
    (file.filter(|_| !is_torn), errors)
}
