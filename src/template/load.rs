//! Reading template files: the built-in ones and a project's own.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use super::{ColumnLabel, Consolidated, FieldSpec, Headings, Kind, ListedEntry, Template};
use crate::lang::Lang;

/// What a template file holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    #[serde(default = "first_version")]
    version: u32,
    vi: String,
    en: String,
    #[serde(default)]
    titles: Vec<String>,
    default_scale: i64,
    #[serde(default)]
    not_ours: Vec<String>,
    #[serde(default)]
    not_by_likeness: Vec<String>,
    #[serde(default)]
    lists: BTreeMap<String, Vec<ListedEntry>>,
    #[serde(default)]
    consolidated: Consolidated,
    field: Vec<FieldSpec>,
    #[serde(default)]
    earlier: Vec<Earlier>,
}

/// What forms of an earlier version called otherwise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Earlier {
    version: u32,
    /// Its ids with the ids of today.
    #[serde(default)]
    renamed: BTreeMap<String, String>,
    /// Its headings, by field or column id of today.
    #[serde(default)]
    headings: BTreeMap<String, Vec<String>>,
}

const fn first_version() -> u32 {
    1
}

/// The columns every template has, and the headings of the row number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Common {
    /// Headings of the row number.
    pub seq_headings: Vec<String>,
    /// The words that make a heading of money a rate.
    pub rates: Rates,
    /// The columns before a template's own.
    pub before: Vec<ColumnLabel>,
    /// The columns after them.
    pub after: Vec<ColumnLabel>,
}

/// The words of headings that say for how many the money is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rates {
    /// Words for one of many, before a measure.
    pub one: Vec<String>,
    /// Words that say a rate by themselves.
    pub always: Vec<String>,
    /// What money is counted for, one each.
    pub measures: Vec<String>,
}

/// What is wrong with a template file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateError {
    /// Not TOML of the right shape; the reader's own words.
    Syntax(String),
    /// A field has the wrong number of columns for its kind.
    Columns {
        /// The field.
        field: String,
        /// How many columns its kind gives, at least and at most.
        wanted: (usize, usize),
    },
    /// A column id stands twice.
    Twice(String),
    /// A field's group is no field.
    NoGroup {
        /// The field.
        field: String,
        /// The group it names.
        group: String,
    },
    /// A rule's pattern is no regular expression.
    Pattern {
        /// The field.
        field: String,
        /// The pattern.
        pattern: String,
    },
    /// A rule names a field that is none.
    RuleField {
        /// The field that has the rule.
        field: String,
        /// The id it names.
        other: String,
        /// The nearest id that is one.
        nearest: Option<String>,
    },
    /// A field that is to be added up and holds no numbers.
    NotANumber(String),
    /// What is said of how the form is consolidated names a field that is none.
    NamedField {
        /// Where it is named.
        key: String,
        /// The id.
        id: String,
        /// The nearest id that is one.
        nearest: Option<String>,
    },
    /// A field that is to make groups and holds figures.
    NoGroups {
        /// Where it is named.
        key: String,
        /// The field.
        field: String,
    },
    /// Something counted that names neither or both of its keys.
    Counts,
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

impl TemplateError {
    /// What is wrong, in a sentence.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Syntax(words) => words.clone(),
            Self::Columns {
                field,
                wanted: (least, most),
            } => lang.pick(
                format!("trường “{field}” phải có từ {least} đến {most} cột (`columns`)"),
                format!("field “{field}” must have {least} to {most} columns (`columns`)"),
            ),
            Self::Twice(id) => lang.pick(
                format!("mã cột “{id}” được dùng hai lần; mỗi cột cần một mã riêng"),
                format!("column id “{id}” is used twice; each column needs an id of its own"),
            ),
            Self::NoGroup { field, group } => lang.pick(
                format!("trường “{field}” thuộc nhóm “{group}” nhưng mẫu không có trường này"),
                format!(
                    "field “{field}” names the group “{group}”, which is no field of the template"
                ),
            ),
            Self::Version(version) => lang.pick(
                format!("phiên bản {version} trong `[[earlier]]` phải nhỏ hơn `version` của mẫu và chỉ ghi một lần"),
                format!("version {version} in `[[earlier]]` must be below the form's `version` and stand once"),
            ),
            Self::NoField { version, id } => lang.pick(
                format!("phiên bản {version} trong `[[earlier]]` nhắc đến “{id}” nhưng mẫu không có trường hay cột này"),
                format!("version {version} in `[[earlier]]` names “{id}”, which is no field or column of the template"),
            ),
            Self::NotANumber(field) => lang.pick(
                format!("`consolidated.sums`: trường “{field}” không phải là số (`decimal`, `integer`) nên không cộng được"),
                format!("`consolidated.sums`: field “{field}” holds no numbers (`decimal`, `integer`) and cannot be added up"),
            ),
            Self::NamedField { key, id, nearest } => {
                let near = nearest_told(nearest.as_deref(), lang);
                lang.pick(
                    format!("`{key}` nhắc đến “{id}” nhưng mẫu không có trường này{near}"),
                    format!("`{key}` names “{id}”, which is no field of the template{near}"),
                )
            }
            Self::NoGroups { key, field } => lang.pick(
                format!("`{key}`: trường “{field}” là số liệu nên không chia nhóm hay đếm theo được"),
                format!("`{key}`: field “{field}” holds figures, by which nothing can be grouped or counted"),
            ),
            Self::Counts => lang.pick(
                "mỗi mục `[[consolidated.counts]]` phải có đúng một trong hai khóa `by`, `distinct`".to_owned(),
                "each `[[consolidated.counts]]` must have one of the keys `by` and `distinct`".to_owned(),
            ),
            Self::Pattern { field, pattern } => lang.pick(
                format!("quy tắc của trường “{field}”: “{pattern}” không phải là biểu thức chính quy đúng"),
                format!("a rule of field “{field}”: “{pattern}” is no regular expression"),
            ),
            Self::RuleField {
                field,
                other,
                nearest,
            } => {
                let near = nearest_told(nearest.as_deref(), lang);
                lang.pick(
                    format!("quy tắc của trường “{field}” nhắc đến “{other}” nhưng mẫu không có trường này{near}"),
                    format!("a rule of field “{field}” names “{other}”, which is no field of the template{near}"),
                )
            }
            Self::Scale => lang.pick(
                "`default_scale` phải là số nguyên dương (số đồng trong một đơn vị)".to_owned(),
                "`default_scale` must be a positive whole number (đồng in one unit)".to_owned(),
            ),
        }
    }
}

fn nearest_told(nearest: Option<&str>, lang: Lang) -> String {
    nearest.map_or_else(String::new, |nearest| {
        lang.pick(
            format!("; gần nhất là “{nearest}”"),
            format!("; the nearest is “{nearest}”"),
        )
    })
}

/// Reads a template; `aliases` are a project's further headings, by field or column id.
///
/// # Errors
/// When the text is no template, or contradicts itself.
pub fn parse(
    text: &str,
    aliases: &BTreeMap<String, Vec<String>>,
) -> Result<Template, TemplateError> {
    let mut file: File =
        toml::from_str(text).map_err(|error| TemplateError::Syntax(error.to_string()))?;
    check(&file)?;
    for (id, headings) in aliases {
        add_aliases(&mut file.field, id, headings);
    }
    let mut template = Template {
        headings: Headings::default(),
        renamed: BTreeMap::new(),
        earlier: Vec::new(),
        id: file.id,
        version: file.version,
        vi: file.vi,
        en: file.en,
        titles: file
            .titles
            .iter()
            .map(|title| crate::fold::fold(title))
            .collect(),
        default_scale: file.default_scale,
        consolidated: file.consolidated,
        lists: file.lists,
        fields: file.field,
    };
    let index = |fields: &[FieldSpec]| {
        Headings::new(
            fields,
            &common().seq_headings,
            &file.not_ours,
            &file.not_by_likeness,
        )
    };
    template.earlier = file
        .earlier
        .into_iter()
        .map(|earlier| {
            let mut old = template.clone();
            old.version = earlier.version;
            old.renamed = earlier.renamed;
            for (id, headings) in &earlier.headings {
                take_back(&mut old.fields, headings);
                add_aliases(&mut old.fields, id, headings);
            }
            old.headings = index(&old.fields);
            Arc::new(old)
        })
        .collect();
    template.headings = index(&template.fields);
    Ok(template)
}

/// Takes headings away from the fields that they name today: an earlier version meant another one.
fn take_back(fields: &mut [FieldSpec], headings: &[String]) {
    let folded: Vec<String> = headings
        .iter()
        .map(|heading| crate::fold::fold(heading))
        .collect();
    for field in fields {
        for list in [
            &mut field.headings,
            &mut field.start_headings,
            &mut field.end_headings,
            &mut field.measure_headings,
            &mut field.qualifier_headings,
        ] {
            list.retain(|heading| !folded.contains(&crate::fold::fold(heading)));
        }
    }
}

fn add_aliases(fields: &mut [FieldSpec], id: &str, headings: &[String]) {
    for field in fields {
        let column = field.columns.iter().position(|column| column.id == id);
        let target = match (field.kind, column) {
            _ if field.id == id => &mut field.headings,
            (Kind::Interval, Some(0)) => &mut field.start_headings,
            (Kind::Interval, Some(1)) => &mut field.end_headings,
            (Kind::Quantity, Some(1)) => &mut field.measure_headings,
            (Kind::Amount, Some(1)) => &mut field.qualifier_headings,
            (_, Some(_)) => &mut field.headings,
            (_, None) => continue,
        };
        target.extend(headings.iter().cloned());
        return;
    }
}

fn check(file: &File) -> Result<(), TemplateError> {
    if file.default_scale <= 0 {
        return Err(TemplateError::Scale);
    }
    let mut seen: Vec<&str> = common()
        .before
        .iter()
        .chain(&common().after)
        .map(|c| c.id.as_str())
        .collect();
    for field in &file.field {
        let wanted = match field.kind {
            Kind::Text | Kind::Decimal | Kind::Integer | Kind::Day => (1, 1),
            Kind::Code | Kind::Quantity => (2, 2),
            Kind::Amount => (1, 2),
            Kind::Interval => (3, 3),
        };
        if !(wanted.0..=wanted.1).contains(&field.columns.len()) {
            return Err(TemplateError::Columns {
                field: field.id.clone(),
                wanted,
            });
        }
        for column in &field.columns {
            if seen.contains(&column.id.as_str()) {
                return Err(TemplateError::Twice(column.id.clone()));
            }
            seen.push(&column.id);
        }
        let ids: Vec<&str> = file.field.iter().map(|field| field.id.as_str()).collect();
        for rule in &field.rule {
            rule.check(&field.id, &ids)?;
        }
        if let Some(group) = &field.group
            && !file.field.iter().any(|other| other.id == *group)
        {
            return Err(TemplateError::NoGroup {
                field: field.id.clone(),
                group: group.clone(),
            });
        }
    }
    file.consolidated.check(&file.field)?;
    check_earlier(file)
}

fn check_earlier(file: &File) -> Result<(), TemplateError> {
    let mut seen = Vec::new();
    for earlier in &file.earlier {
        if earlier.version >= file.version || seen.contains(&earlier.version) {
            return Err(TemplateError::Version(earlier.version));
        }
        seen.push(earlier.version);
        let known = |id: &String| {
            file.field
                .iter()
                .any(|field| field.id == *id || field.columns.iter().any(|column| column.id == *id))
        };
        let named = earlier.renamed.values().chain(earlier.headings.keys());
        if let Some(id) = named.into_iter().find(|id| !known(id)) {
            return Err(TemplateError::NoField {
                version: earlier.version,
                id: id.clone(),
            });
        }
    }
    Ok(())
}

/// The columns every template has.
///
/// # Panics
/// Never for a build that passed its tests: the file is part of the program.
#[must_use]
pub fn common() -> &'static Common {
    static COMMON: LazyLock<Common> = LazyLock::new(|| {
        let read = toml::from_str(include_str!("../data/templates/common.toml"));
        #[expect(
            clippy::expect_used,
            reason = "part of the program, read by every test"
        )]
        read.expect("the built-in common columns are well-formed")
    });
    &COMMON
}

/// The text of every built-in template, by id.
const BUILT_IN: &[(&str, &str)] = &[
    (
        "support-activities",
        include_str!("../data/templates/support-activities.toml"),
    ),
    (
        "investment-projects",
        include_str!("../data/templates/investment-projects.toml"),
    ),
    (
        "sector-results",
        include_str!("../data/templates/sector-results.toml"),
    ),
];

/// The built-in templates with their ids and texts, in the order they are tried.
#[must_use]
pub fn built_in() -> &'static [(&'static str, &'static str)] {
    BUILT_IN
}

/// The built-in templates without a project's aliases.
#[must_use]
pub fn defaults() -> Vec<Arc<Template>> {
    let none = BTreeMap::new();
    BUILT_IN
        .iter()
        .filter_map(|(_, text)| parse(text, &none).ok())
        .map(Arc::new)
        .collect()
}
