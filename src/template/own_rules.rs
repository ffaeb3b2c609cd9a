//! Rules that a template states of its fields (V131), and how they are said.

use std::collections::HashMap;
use std::sync::Mutex;

use regex_lite::Regex;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::{Slot, Template};
use crate::lang::Lang;
use crate::severity::Severity;

/// A rule of one field. Each key that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldRule {
    /// The least number; money in đồng.
    pub min: Option<Decimal>,
    /// The largest number; money in đồng.
    pub max: Option<Decimal>,
    /// A regular expression that the whole text must match.
    pub pattern: Option<String>,
    /// The only texts that may stand there, whatever their case and marks' placement.
    #[serde(default)]
    pub one_of: Vec<String>,
    /// Whether no two records of a round may say the same.
    #[serde(default)]
    pub unique: bool,
    /// When something must stand there.
    pub required_if: Option<Condition>,
    /// The field whose number or day this one may reach and not exceed.
    pub at_most: Option<String>,
    /// The field whose number or day this one must reach.
    pub at_least: Option<String>,
    /// How grave it is; an error unless it says otherwise.
    pub severity: Option<RuleSeverity>,
    /// What is said in Vietnamese instead of the rule's own words.
    pub vi: Option<String>,
    /// What is said in English.
    pub en: Option<String>,
}

/// A condition on another field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The field.
    pub field: String,
    /// The texts or codes of which it must say one; empty for any.
    #[serde(default)]
    pub is: Vec<String>,
}

/// A severity, as a template writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleSeverity {
    /// See [`Severity::Error`].
    Error,
    /// See [`Severity::Warning`].
    Warning,
    /// See [`Severity::Info`].
    Info,
}

impl From<RuleSeverity> for Severity {
    fn from(severity: RuleSeverity) -> Self {
        match severity {
            RuleSeverity::Error => Self::Error,
            RuleSeverity::Warning => Self::Warning,
            RuleSeverity::Info => Self::Info,
        }
    }
}

impl FieldRule {
    /// Whether a text matches the pattern as a whole; true without one.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        static KNOWN: Mutex<Option<HashMap<String, Option<Regex>>>> = Mutex::new(None);
        let Some(pattern) = &self.pattern else {
            return true;
        };
        let mut known = KNOWN
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let known = known.get_or_insert_default();
        if !known.contains_key(pattern) {
            known.insert(pattern.clone(), whole(pattern).ok());
        }
        let regex = known.get(pattern).and_then(Option::as_ref);
        regex.is_none_or(|regex| regex.is_match(text))
    }

    /// Whether its pattern is one.
    pub(super) fn has_pattern(&self) -> bool {
        self.pattern
            .as_ref()
            .is_some_and(|pattern| whole(pattern).is_ok())
    }

    /// The rule in words, with the labels of the fields that it names.
    #[must_use]
    pub fn say(&self, template: &Template, lang: Lang) -> String {
        let own = lang.pick(&self.vi, &self.en).as_ref();
        if let Some(own) = own.or(self.vi.as_ref()).or(self.en.as_ref()) {
            return own.clone();
        }
        let label = |id: &String| {
            let field = template.fields.iter().find(|field| field.id == *id);
            let label = field.map(|field| field.label(Slot::Value));
            lang.quote(&label.map_or_else(|| id.clone(), |(vi, en)| lang.pick(vi, en)))
        };
        // A person knows an entry of a list by its name.
        let named = |text: &String| {
            let mut entries = template.lists.values().flatten();
            let entry = entries.find(|entry| entry.code == *text);
            lang.quote(entry.map_or(text, |entry| &entry.name))
        };
        let number = |number: &Decimal| lang.decimal(&number.normalize().to_string());
        let mut parts = Vec::new();
        match (&self.min, &self.max) {
            (Some(min), Some(max)) => {
                let (min, max) = (number(min), number(max));
                parts.push(lang.pick(
                    format!("phải từ {min} đến {max}"),
                    format!("must be from {min} to {max}"),
                ));
            }
            (Some(min), None) => {
                let min = number(min);
                parts.push(lang.pick(
                    format!("không được nhỏ hơn {min}"),
                    format!("must not be less than {min}"),
                ));
            }
            (None, Some(max)) => {
                let max = number(max);
                parts.push(lang.pick(
                    format!("không được lớn hơn {max}"),
                    format!("must not be more than {max}"),
                ));
            }
            (None, None) => {}
        }
        if let Some(pattern) = &self.pattern {
            parts.push(lang.pick(
                format!("phải ghi theo dạng {pattern}"),
                format!("must be written as {pattern}"),
            ));
        }
        if !self.one_of.is_empty() {
            let quoted: Vec<String> = self.one_of.iter().map(named).collect();
            let texts = lang.either(&quoted);
            parts.push(lang.pick(format!("phải là {texts}"), format!("must be {texts}")));
        }
        if self.unique {
            parts.push(
                lang.pick("không được trùng với dòng khác", "must not stand twice")
                    .to_owned(),
            );
        }
        if let Some(condition) = &self.required_if {
            let field = label(&condition.field);
            let quoted: Vec<String> = condition.is.iter().map(named).collect();
            let texts = lang.either(&quoted);
            parts.push(if condition.is.is_empty() {
                lang.pick(
                    format!("phải ghi khi có {field}"),
                    format!("must be filled in where {field} is"),
                )
            } else {
                lang.pick(
                    format!("phải ghi khi {field} là {texts}"),
                    format!("must be filled in where {field} is {texts}"),
                )
            });
        }
        if let Some(other) = &self.at_most {
            let field = label(other);
            parts.push(lang.pick(
                format!("không được lớn hơn {field}"),
                format!("must not be more than {field}"),
            ));
        }
        if let Some(other) = &self.at_least {
            let field = label(other);
            parts.push(lang.pick(
                format!("không được nhỏ hơn {field}"),
                format!("must not be less than {field}"),
            ));
        }
        parts.join("; ")
    }
}

/// A rule as it is shown: the column that it is of, and what it asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedRule {
    /// The label of the field.
    pub label: String,
    /// The rule in words.
    pub text: String,
    /// Its severity, where it states one.
    pub severity: Option<RuleSeverity>,
}

impl Template {
    /// The rules that the template states, in the order of its fields.
    #[must_use]
    pub fn stated_rules(&self, lang: Lang) -> Vec<StatedRule> {
        let fields = self.fields.iter();
        let stated = fields.flat_map(|field| field.rule.iter().map(move |rule| (field, rule)));
        stated
            .map(|(field, rule)| {
                let (vi, en) = field.label(Slot::Value);
                StatedRule {
                    label: lang.pick(vi, en),
                    text: rule.say(self, lang),
                    severity: rule.severity,
                }
            })
            .filter(|rule| !rule.text.is_empty())
            .collect()
    }
}

fn whole(pattern: &str) -> Result<Regex, regex_lite::Error> {
    Regex::new(&format!("^(?:{pattern})$"))
}

pub(super) fn nearest(name: &str, known: &[&str]) -> Option<String> {
    let likes = known
        .iter()
        .map(|other| (strsim::jaro_winkler(name, other), *other));
    let near = likes.filter(|(likeness, _)| *likeness > 0.6);
    near.max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, other)| other.to_owned())
}
