//! The project file `tonghop.toml`: programme, period, issuer, lists, templates, severities.
//!
//! An unknown key is an error that names it and the nearest known key. All that is wrong is reported at once.

pub mod decisions;
mod error;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;
use toml::value::Datetime;

use crate::severity::Severity;

pub use error::ProjectError;

/// The name under which a project file is looked for.
pub const FILE_NAME: &str = "tonghop.toml";

/// A project file, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// The programme.
    pub programme: Programme,
    /// The reporting period.
    pub period: Period,
    /// Who sends the form out and signs the consolidated table.
    pub issuer: Issuer,
    /// The file of offices.
    pub units: Option<PathBuf>,
    /// The file of sectors.
    pub sectors: Option<PathBuf>,
    /// The files of further lists, by the names that templates call them.
    pub lists: BTreeMap<String, PathBuf>,
    /// The templates in use: built-in ids or paths; empty for all built-in ones.
    pub templates: Vec<String>,
    /// Further headings, by template and by field or column id.
    pub aliases: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Severities set for this project; `None` is off.
    pub severities: BTreeMap<String, Option<Severity>>,
    /// Where the file stands.
    pub path: PathBuf,
}

/// The programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its first day.
    pub start: Option<Date>,
    /// Its last day.
    pub end: Option<Date>,
}

/// The reporting period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Its id.
    pub id: String,
    /// Its first day.
    pub start: Option<Date>,
    /// Its last day.
    pub end: Option<Date>,
    /// The last day on which a submission is in time.
    pub deadline: Option<Date>,
    /// Where the submissions of the period before stand.
    pub previous: Option<PathBuf>,
}

/// Who sends the form out and signs the consolidated table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Issuer {
    /// The office.
    #[serde(default)]
    pub name: String,
    /// Its superior.
    #[serde(default)]
    pub superior: String,
    /// The place of its letters.
    #[serde(default)]
    pub place: String,
    /// The letter that asked for the reports.
    #[serde(default)]
    pub letter: String,
    /// The lines above the signature.
    #[serde(default)]
    pub signer: String,
    /// Whom to ask and where to send the forms: a mail address, a telephone number.
    #[serde(default)]
    pub contact: String,
    /// The report that the consolidated table goes with: `Báo cáo số 215/BC-SKHĐT ngày 10/9/2020`.
    #[serde(default)]
    pub report: String,
    /// The day on which the consolidated table is made.
    #[serde(skip)]
    pub date: Option<Date>,
}

#[derive(Deserialize)]
struct RawFile {
    programme: Option<RawProgramme>,
    period: Option<RawPeriod>,
    #[serde(default)]
    issuer: Issuer,
    #[serde(default)]
    lists: RawLists,
    #[serde(default)]
    rules: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct RawProgramme {
    id: Option<String>,
    #[serde(default)]
    name: String,
    start: Option<RawDate>,
    end: Option<RawDate>,
}

#[derive(Deserialize)]
struct RawPeriod {
    id: Option<String>,
    start: Option<RawDate>,
    end: Option<RawDate>,
    deadline: Option<RawDate>,
    previous: Option<String>,
}

#[derive(Deserialize, Default)]
struct RawLists {
    units: Option<String>,
    sectors: Option<String>,
    #[serde(flatten)]
    further: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawDate {
    Toml(Datetime),
    Text(String),
    Other(toml::Value),
}

/// The known keys, by the table they stand in (`*` stands for any name).
const KEYS: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "programme",
            "period",
            "issuer",
            "lists",
            "templates",
            "rules",
        ],
    ),
    ("programme", &["id", "name", "start", "end"]),
    ("period", &["id", "start", "end", "deadline", "previous"]),
    (
        "issuer",
        &[
            "name", "superior", "place", "letter", "signer", "contact", "report", "date",
        ],
    ),
    ("templates.*", &["columns"]),
    ("templates.*.columns.*", &["aliases"]),
];

impl Project {
    /// Where its decisions stand, if any were made.
    #[must_use]
    pub fn decisions(&self) -> PathBuf {
        self.path.with_file_name(decisions::FILE_NAME)
    }

    /// The project file itself, its decisions, and the files it names: lists, templates of one's own.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let templates = self.templates.iter().map(|name| folder.join(name));
        let lists = [&self.units, &self.sectors].into_iter().flatten();
        let lists = lists.chain(self.lists.values()).cloned();
        [self.path.clone(), self.decisions()]
            .into_iter()
            .chain(lists)
            .chain(templates)
            .collect()
    }
}

/// Looks for a project file in a folder and the folders above it.
#[must_use]
pub fn find(from: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(from).ok()?;
    absolute
        .ancestors()
        .map(|folder| folder.join(FILE_NAME))
        .find(|path| path.is_file())
}

/// Reads a project file; `rule_codes` are the codes that `[rules]` may name.
///
/// # Errors
/// All that is wrong with it.
pub fn read(path: &Path, rule_codes: &[&str]) -> Result<Project, Vec<ProjectError>> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| vec![ProjectError::Unreadable(error.to_string())])?;
    parse(&text, path, rule_codes)
}

/// Reads the text of a project file that stands at a path.
///
/// # Errors
/// All that is wrong with it.
pub fn parse(text: &str, path: &Path, rule_codes: &[&str]) -> Result<Project, Vec<ProjectError>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let syntax = |error: toml::de::Error| vec![wrong_line(text, &error)];
    let tree: toml::Table = toml::from_str(text).map_err(syntax)?;
    let mut errors = Vec::new();
    unknown_keys(&tree, "", &mut errors);
    let templates = read_templates(&tree, &mut errors);
    let raw: RawFile = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) if errors.is_empty() => return Err(syntax(error)),
        Err(_) => return Err(errors),
    };
    let mut missing = |value: Option<String>, key| {
        value.filter(|value| !value.trim().is_empty()).or_else(|| {
            errors.push(ProjectError::MissingKey(key));
            None
        })
    };
    let programme_id = missing(
        raw.programme
            .as_ref()
            .and_then(|programme| programme.id.clone()),
        "programme.id",
    );
    let period_id = missing(
        raw.period.as_ref().and_then(|period| period.id.clone()),
        "period.id",
    );
    let mut date = |value: Option<&RawDate>, key: &str| read_date(value, key, &mut errors);
    let programme = raw.programme.as_ref();
    let period = raw.period.as_ref();
    let programme_dates = (
        date(programme.and_then(|p| p.start.as_ref()), "programme.start"),
        date(programme.and_then(|p| p.end.as_ref()), "programme.end"),
    );
    let period_dates = (
        date(period.and_then(|p| p.start.as_ref()), "period.start"),
        date(period.and_then(|p| p.end.as_ref()), "period.end"),
        date(period.and_then(|p| p.deadline.as_ref()), "period.deadline"),
    );
    let made: Option<RawDate> = tree
        .get("issuer")
        .and_then(|issuer| issuer.get("date"))
        .and_then(|value| value.clone().try_into().ok());
    let made = date(made.as_ref(), "issuer.date");
    let severities = read_severities(&raw.rules, rule_codes, &mut errors);
    let (Some(programme_id), Some(period_id), true) = (programme_id, period_id, errors.is_empty())
    else {
        return Err(errors);
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    Ok(Project {
        programme: Programme {
            id: programme_id,
            name: raw
                .programme
                .map(|programme| programme.name)
                .unwrap_or_default(),
            start: programme_dates.0,
            end: programme_dates.1,
        },
        period: Period {
            id: period_id,
            start: period_dates.0,
            end: period_dates.1,
            deadline: period_dates.2,
            previous: raw
                .period
                .and_then(|period| period.previous)
                .map(|previous| folder.join(previous)),
        },
        issuer: Issuer {
            date: made,
            ..raw.issuer
        },
        units: raw.lists.units.map(|file| folder.join(file)),
        sectors: raw.lists.sectors.map(|file| folder.join(file)),
        lists: raw
            .lists
            .further
            .into_iter()
            .map(|(name, file)| (name, folder.join(file)))
            .collect(),
        templates: templates.0,
        aliases: templates.1,
        severities,
        path: path.to_path_buf(),
    })
}

/// The line that an error of the reader speaks of.
fn wrong_line(text: &str, error: &toml::de::Error) -> ProjectError {
    let start = error.span().map_or(0, |span| span.start);
    let before = text.get(..start).unwrap_or_default();
    let number = before.matches('\n').count();
    ProjectError::Line {
        line: number + 1,
        text: text
            .lines()
            .nth(number)
            .unwrap_or_default()
            .trim()
            .to_owned(),
        words: error.message().replace('\n', ", "),
    }
}

fn unknown_keys(table: &toml::Table, place: &str, errors: &mut Vec<ProjectError>) {
    for (key, value) in table {
        let full = if place.is_empty() {
            key.clone()
        } else {
            format!("{place}.{key}")
        };
        if let Some(known) = known_keys(place)
            && !known.contains(&key.as_str())
        {
            errors.push(ProjectError::UnknownKey {
                nearest: nearest(key, known.iter().copied()),
                key: full,
            });
            continue;
        }
        let values = match value {
            toml::Value::Table(inner) => Some(inner),
            _ => None,
        };
        if let Some(inner) = values {
            unknown_keys(inner, &full, errors);
        }
    }
}

/// The keys known in a table; `None` where any name may stand.
fn known_keys(place: &str) -> Option<&'static [&'static str]> {
    let parts: Vec<&str> = place.split('.').collect();
    KEYS.iter().find_map(|(pattern, keys)| {
        let pattern: Vec<&str> = pattern.split('.').collect();
        let fits = pattern.len() == parts.len()
            && pattern
                .iter()
                .zip(&parts)
                .all(|(pattern, part)| *pattern == "*" || pattern == part);
        fits.then_some(*keys)
    })
}

/// The nearest of some names, when one is near at all.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    known
        .map(|other| {
            (
                strsim::jaro_winkler(&name.to_lowercase(), &other.to_lowercase()),
                other,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, other)| other.to_owned())
}

type Templates = (Vec<String>, BTreeMap<String, BTreeMap<String, Vec<String>>>);

fn read_templates(tree: &toml::Table, errors: &mut Vec<ProjectError>) -> Templates {
    let mut used = Vec::new();
    let mut aliases: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    let Some(toml::Value::Table(templates)) = tree.get("templates") else {
        return (used, aliases);
    };
    let texts = |value: &toml::Value, key: &str, errors: &mut Vec<ProjectError>| -> Vec<String> {
        let list: Option<Vec<String>> = value.as_array().and_then(|list| {
            list.iter()
                .map(|text| text.as_str().map(str::to_owned))
                .collect()
        });
        list.unwrap_or_else(|| {
            errors.push(ProjectError::Value {
                key: key.to_owned(),
                value: value.to_string(),
                allowed: "[\"…\", \"…\"]".to_owned(),
            });
            Vec::new()
        })
    };
    for (key, value) in templates {
        match value {
            value if key == "use" => used = texts(value, "templates.use", errors),
            toml::Value::Table(template) => {
                let Some(toml::Value::Table(columns)) = template.get("columns") else {
                    continue;
                };
                for (column, value) in columns {
                    if let Some(list) = value.get("aliases") {
                        let place = format!("templates.{key}.columns.{column}.aliases");
                        let list = texts(list, &place, errors);
                        aliases
                            .entry(key.clone())
                            .or_default()
                            .insert(column.clone(), list);
                    }
                }
            }
            other => errors.push(ProjectError::UnknownKey {
                key: format!("templates.{key} = {other}"),
                nearest: nearest(key, ["use"].into_iter()),
            }),
        }
    }
    (used, aliases)
}

fn read_date(value: Option<&RawDate>, key: &str, errors: &mut Vec<ProjectError>) -> Option<Date> {
    let text = match value? {
        RawDate::Toml(date) => date.to_string(),
        RawDate::Text(text) => text.clone(),
        RawDate::Other(value) => value.to_string(),
    };
    text.parse().ok().or_else(|| {
        errors.push(ProjectError::Day {
            key: key.to_owned(),
            value: text,
        });
        None
    })
}

fn read_severities(
    rules: &BTreeMap<String, String>,
    codes: &[&str],
    errors: &mut Vec<ProjectError>,
) -> BTreeMap<String, Option<Severity>> {
    let mut severities = BTreeMap::new();
    for (code, name) in rules {
        if !codes.contains(&code.as_str()) {
            let key = format!("rules.{code}");
            errors.push(ProjectError::UnknownKey {
                key,
                nearest: nearest(code, codes.iter().copied()),
            });
            continue;
        }
        let severity = match name.as_str() {
            "off" => None,
            "info" => Some(Severity::Info),
            "warning" => Some(Severity::Warning),
            "error" => Some(Severity::Error),
            _ => {
                errors.push(ProjectError::Value {
                    key: format!("rules.{code}"),
                    value: name.clone(),
                    allowed: "off, info, warning, error".to_owned(),
                });
                continue;
            }
        };
        severities.insert(code.clone(), severity);
    }
    severities
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    const MINIMAL: &str = "[programme]\nid = \"p\"\n[period]\nid = \"2020-06\"\n";

    fn errors(text: &str) -> Vec<ProjectError> {
        parse(text, Path::new("tonghop.toml"), &["V105", "V102"])
            .err()
            .unwrap_or_default()
    }

    #[test]
    fn only_programme_and_period_are_required() {
        let project = parse(MINIMAL, Path::new("a/tonghop.toml"), &[]).unwrap();
        assert_eq!(project.period.id, "2020-06");
        assert_eq!(
            errors("[period]\nid=\"x\"\n"),
            [ProjectError::MissingKey("programme.id")]
        );
    }

    #[test]
    fn an_unknown_key_names_the_nearest() {
        let found = errors(&format!(
            "{MINIMAL}deadlin = 2020-09-04\n[list]\nunits=\"u\"\n"
        ));
        let said: Vec<String> = found.iter().map(|error| error.say(Lang::En)).collect();
        assert_eq!(
            said,
            [
                "there is no key “period.deadlin”; the nearest known key is “deadline”. Correct the key or delete the line.",
                "there is no key “list”; the nearest known key is “lists”. Correct the key or delete the line.",
            ]
        );
    }

    #[test]
    fn severities_are_checked() {
        let found = errors(&format!("{MINIMAL}[rules]\nV105 = \"of\"\nV10 = \"off\"\n"));
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        let text = format!(
            "{MINIMAL}start = 2009-03-20\n[lists]\nunits = \"units.csv\"\n[templates.support-activities.columns.amount_vnd]\naliases=[\"Giá trị hỗ trợ\"]\n"
        );
        let project = parse(&text, Path::new("round/tonghop.toml"), &[]).unwrap();
        assert_eq!(project.units.as_deref(), Some(Path::new("round/units.csv")));
        assert_eq!(project.period.start, Some(jiff::civil::date(2009, 3, 20)));
        assert_eq!(
            project.aliases["support-activities"]["amount_vnd"],
            ["Giá trị hỗ trợ"]
        );
    }
}
