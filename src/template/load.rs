//! Reading template files: the built-in ones and a project's own.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use super::mistakes::{self, TemplateError};
use super::{ColumnLabel, Consolidated, FieldSpec, Headings, Kind, ListedEntry, Template};

/// What a template file holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) id: String,
    #[serde(default = "first_version")]
    pub(super) version: u32,
    pub(super) vi: String,
    #[serde(default)]
    pub(super) en: String,
    #[serde(default)]
    pub(super) titles: Vec<String>,
    pub(super) default_scale: i64,
    #[serde(default)]
    pub(super) not_ours: Vec<String>,
    #[serde(default)]
    pub(super) not_by_likeness: Vec<String>,
    #[serde(default)]
    pub(super) lists: BTreeMap<String, Vec<ListedEntry>>,
    #[serde(default)]
    pub(super) consolidated: Consolidated,
    pub(super) field: Vec<FieldSpec>,
    #[serde(default)]
    pub(super) earlier: Vec<Earlier>,
}

/// What forms of an earlier version called otherwise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Earlier {
    pub(super) version: u32,
    /// Its ids with the ids of today.
    #[serde(default)]
    pub(super) renamed: BTreeMap<String, String>,
    /// Its headings, by field or column id of today.
    #[serde(default)]
    pub(super) headings: BTreeMap<String, Vec<String>>,
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
    /// Words of time in headings.
    pub time: Vec<String>,
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

/// Reads a template; `aliases` are a project's further headings, by field or column id.
///
/// # Errors
/// All that keeps the text from being used as a template.
pub fn parse(
    text: &str,
    aliases: &BTreeMap<String, Vec<String>>,
) -> Result<Template, Vec<TemplateError>> {
    let text = unmarked(text);
    // Nearly every file is right: its lines are told only where it is not.
    let file = toml::from_str(text).ok().filter(mistakes::is_sound);
    match file.map_or_else(|| examine(text), |file| (Some(file), Vec::new())) {
        (Some(file), errors) if !errors.iter().any(TemplateError::is_severe) => {
            Ok(template(file, aliases))
        }
        (_, mut errors) => {
            errors.retain(TemplateError::is_severe);
            Err(errors)
        }
    }
}

/// A template file as it is, and all that is wrong with it, also what does not keep it from being used.
#[must_use]
pub fn explain(text: &str) -> (Option<Template>, Vec<TemplateError>) {
    let (file, errors) = examine(unmarked(text));
    let severe = errors.iter().any(TemplateError::is_severe);
    let file = file.filter(|_| !severe);
    (file.map(|file| template(file, &BTreeMap::new())), errors)
}

/// The text without the mark that Windows' editor puts before it.
fn unmarked(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn examine(text: &str) -> (Option<File>, Vec<TemplateError>) {
    mistakes::examine(text, mistakes::check)
}

fn template(mut file: File, aliases: &BTreeMap<String, Vec<String>>) -> Template {
    name_in_english(&mut file);
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
    template
}

/// Labels that no English is given for are Vietnamese in English too.
fn name_in_english(file: &mut File) {
    let labels = file.field.iter_mut().flat_map(|field| &mut field.columns);
    let labels = labels.map(|column| (&column.vi, &mut column.en));
    for (vi, en) in labels.chain(std::iter::once((&file.vi, &mut file.en))) {
        if en.is_empty() {
            en.clone_from(vi);
        }
    }
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
