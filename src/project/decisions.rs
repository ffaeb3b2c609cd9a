//! `decisions.toml`: what a person has decided about a round, and why. It is read on every run.
//!
//! A decision names its subject by what a person sees (file, sheet, cell, office, name, amount), so that it can be
//! written by hand, and by hash or id, so that it is known again when a file was renamed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use toml::value::Datetime;

use crate::lang::{self, Lang};

use super::{ProjectError, nearest, wrong_line};

/// The name of the file, beside the project file.
pub const FILE_NAME: &str = "decisions.toml";

/// Why something was decided, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Why {
    /// The reason, in the words of whoever decided.
    pub reason: String,
    /// Who decided.
    pub by: String,
    /// The day.
    pub on: Option<Date>,
}

impl Why {
    /// The reason, with person and day.
    #[must_use]
    pub fn say(&self) -> String {
        let on = self
            .on
            .map_or_else(String::new, |on| format!(", {}", lang::day(on)));
        format!("{} ({}{on})", self.reason, self.by)
    }
}

/// Which of several files of one office counts (X305, X308).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// The name of the file, for people.
    pub file: String,
    /// Its SHA-256 in hex, by which it is known.
    pub sha256: String,
    /// Why.
    pub why: Why,
}

/// A record, as a decision names it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
pub struct NamedRecord {
    /// Its `record_id`.
    pub id: String,
    /// The code or name of its office.
    pub office: String,
    /// What it is called.
    pub name: String,
    /// Its amount in đồng.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dong: Option<i64>,
}

/// Records that were compared, and found to be one activity or different ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The records, two or more.
    pub records: Vec<NamedRecord>,
    /// Why.
    pub why: Why,
}

/// A finding that is accepted: it is told, and counts no more as an error or a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The code.
    pub code: String,
    /// The file; empty for the round.
    pub file: String,
    /// The code of the file's office, by which the finding is known when the file comes again under another name.
    pub office: String,
    /// The sheet; empty where the finding has none.
    pub sheet: String,
    /// The cell or range in A1 style; empty where the finding has none.
    pub cell: String,
    /// The text that stood there.
    pub text: String,
    /// Why.
    pub why: Why,
}

impl Accepted {
    /// Where the finding stands, in words: file, sheet, cell.
    #[must_use]
    pub fn place(&self) -> String {
        let parts = [&self.file, &self.sheet, &self.cell];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.map(String::as_str).collect::<Vec<_>>().join(" › ")
    }
}

/// All that was decided about a round.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decisions {
    /// Which files count.
    pub counts: Vec<Counts>,
    /// Which records are one activity: the money of the first counts, that of the others does not.
    pub same: Vec<Compared>,
    /// Which records are different activities though they look like one: the money of each counts.
    pub apart: Vec<Compared>,
    /// Which findings are accepted.
    pub accepted: Vec<Accepted>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
struct Raw {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    counts: Vec<RawDecision>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    same: Vec<RawDecision>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    apart: Vec<RawDecision>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    accepted: Vec<RawDecision>,
}

/// A decision of any kind as it is written; each kind has some of the keys.
#[derive(Debug, Default, Deserialize, Serialize)]
struct RawDecision {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    code: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    file: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    sha256: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    office: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    sheet: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    cell: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    text: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on: Option<Datetime>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    records: Vec<NamedRecord>,
}

/// The keys of each kind of decision, and those that must be there.
const KEYS: [(&str, &[&str], &[&str]); 4] = [
    (
        "counts",
        &["file", "sha256", "reason", "by", "on"],
        &["sha256", "reason", "by"],
    ),
    (
        "same",
        &["records", "reason", "by", "on"],
        &["records", "reason", "by"],
    ),
    (
        "apart",
        &["records", "reason", "by", "on"],
        &["records", "reason", "by"],
    ),
    (
        "accepted",
        &[
            "code", "file", "office", "sheet", "cell", "text", "reason", "by", "on",
        ],
        &["code", "reason", "by"],
    ),
];

impl Decisions {
    /// Whether nothing was decided.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
            && self.same.is_empty()
            && self.apart.is_empty()
            && self.accepted.is_empty()
    }

    /// What was decided, a line each, with reason, person and day.
    #[must_use]
    pub fn say(&self, lang: Lang) -> Vec<String> {
        let counts = self.counts.iter().map(|counts| {
            let file = lang.quote(&counts.file);
            let what = lang.pick(
                format!("tính tệp {file}"),
                format!("the file {file} counts"),
            );
            (what, &counts.why)
        });
        let names = |compared: &Compared, sign: &str| {
            let records = compared.records.iter();
            let names =
                records.map(|record| format!("{} ({})", lang.quote(&record.name), record.office));
            names.collect::<Vec<_>>().join(sign)
        };
        let apart = self.apart.iter().map(|apart| {
            let names = names(apart, " ≠ ");
            let what = lang.pick(
                format!("các hoạt động khác nhau, tính cả: {names}"),
                format!("different activities, all counted: {names}"),
            );
            (what, &apart.why)
        });
        let same = self.same.iter().map(|same| {
            let names = names(same, " = ");
            let what = lang.pick(
                format!("một hoạt động, tính một lần: {names}"),
                format!("one activity, counted once: {names}"),
            );
            (what, &same.why)
        });
        let accepted = self.accepted.iter().map(|accepted| {
            let Accepted { code, .. } = accepted;
            let place = accepted.place();
            let what = lang.pick(
                format!("chấp nhận {code} ở {place}"),
                format!("{code} at {place} is accepted"),
            );
            (what, &accepted.why)
        });
        let all = counts.chain(same).chain(apart).chain(accepted);
        all.map(|(what, why)| format!("{what}: {}", why.say()))
            .collect()
    }

    /// Reads the text of the file; `rule_codes` are the codes that may be accepted.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn parse(text: &str, rule_codes: &[&str]) -> Result<Self, Vec<ProjectError>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let syntax = |error: toml::de::Error| vec![wrong_line(text, &error)];
        let tree: toml::Table = toml::from_str(text).map_err(syntax)?;
        let mut errors = wrong_keys(&tree);
        let raw: Raw = match toml::from_str(text) {
            Ok(raw) => raw,
            Err(error) if errors.is_empty() => return Err(syntax(error)),
            Err(_) => return Err(errors),
        };
        for accepted in &raw.accepted {
            if !rule_codes.contains(&accepted.code.as_str()) {
                errors.push(ProjectError::UnknownKey {
                    key: format!("accepted.code = {}", accepted.code),
                    nearest: nearest(&accepted.code, rule_codes.iter().copied()),
                });
            }
        }
        for (key, compared) in [("same", &raw.same), ("apart", &raw.apart)] {
            for few in compared.iter().filter(|one| one.records.len() < 2) {
                errors.push(ProjectError::Value {
                    key: format!("{key}.records"),
                    value: few.records.len().to_string(),
                    allowed: "[{ … }, { … }]".to_owned(),
                });
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            counts: raw.counts.into_iter().map(RawDecision::counts).collect(),
            same: raw.same.into_iter().map(RawDecision::compared).collect(),
            apart: raw.apart.into_iter().map(RawDecision::compared).collect(),
            accepted: raw
                .accepted
                .into_iter()
                .map(RawDecision::accepted)
                .collect(),
        })
    }

    /// The decisions as the file says them.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let raw = Raw {
            counts: self.counts.iter().map(RawDecision::from).collect(),
            same: self.same.iter().map(RawDecision::from).collect(),
            apart: self.apart.iter().map(RawDecision::from).collect(),
            accepted: self.accepted.iter().map(RawDecision::from).collect(),
        };
        // Tables of texts, days and numbers can always be written.
        toml::to_string(&raw).unwrap_or_default()
    }
}

/// Keys that no decision has, and keys that are missing.
fn wrong_keys(tree: &toml::Table) -> Vec<ProjectError> {
    let mut errors = Vec::new();
    let kinds = || KEYS.iter().map(|(kind, ..)| *kind);
    for (kind, value) in tree {
        let Some((_, known, required)) = KEYS.iter().find(|(name, ..)| name == kind) else {
            errors.push(ProjectError::UnknownKey {
                key: kind.clone(),
                nearest: nearest(kind, kinds()),
            });
            continue;
        };
        let list = value.as_array().into_iter().flatten();
        for decision in list.filter_map(toml::Value::as_table) {
            for key in decision.keys().filter(|key| !known.contains(&key.as_str())) {
                errors.push(ProjectError::UnknownKey {
                    key: format!("{kind}.{key}"),
                    nearest: nearest(key, known.iter().copied()),
                });
            }
            for key in required.iter().filter(|key| {
                let value = decision.get(**key);
                value.is_none_or(|value| value.as_str().is_some_and(|text| text.trim().is_empty()))
            }) {
                errors.push(ProjectError::MissingKey(key));
            }
        }
    }
    errors
}

impl RawDecision {
    fn why(&self) -> Why {
        Why {
            reason: self.reason.clone(),
            by: self.by.clone(),
            on: self.on.and_then(|on| on.to_string().parse().ok()),
        }
    }

    fn of(why: &Why) -> Self {
        Self {
            reason: why.reason.clone(),
            by: why.by.clone(),
            on: why.on.and_then(|on| on.to_string().parse().ok()),
            ..Self::default()
        }
    }

    fn counts(self) -> Counts {
        Counts {
            why: self.why(),
            file: self.file,
            sha256: self.sha256,
        }
    }

    fn compared(self) -> Compared {
        Compared {
            why: self.why(),
            records: self.records,
        }
    }

    fn accepted(self) -> Accepted {
        Accepted {
            why: self.why(),
            code: self.code,
            file: self.file,
            office: self.office,
            sheet: self.sheet,
            cell: self.cell,
            text: self.text,
        }
    }
}

impl From<&Counts> for RawDecision {
    fn from(counts: &Counts) -> Self {
        Self {
            file: counts.file.clone(),
            sha256: counts.sha256.clone(),
            ..Self::of(&counts.why)
        }
    }
}

impl From<&Compared> for RawDecision {
    fn from(compared: &Compared) -> Self {
        Self {
            records: compared.records.clone(),
            ..Self::of(&compared.why)
        }
    }
}

impl From<&Accepted> for RawDecision {
    fn from(accepted: &Accepted) -> Self {
        Self {
            code: accepted.code.clone(),
            file: accepted.file.clone(),
            office: accepted.office.clone(),
            sheet: accepted.sheet.clone(),
            cell: accepted.cell.clone(),
            text: accepted.text.clone(),
            ..Self::of(&accepted.why)
        }
    }
}
