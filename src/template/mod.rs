//! Forms as data: which fields a table has, what its headings are called, what its columns give.
//!
//! A template is a TOML file under `src/data/templates`, or one of a project's own. No field of any form is named in
//! code: rules and writers reach a field by its [`Role`], the layout by its headings.
//!
//! A **field** is what a person fills in (`time`); it gives one or more **columns** of the normalized table
//! (`start_date`, `end_date`, `date_precision`). A field may stand in two columns of a sheet, its **slots**:
//! an interval in start and end, a quantity in number and unit of measure.

mod consolidated;
mod form;
mod headings;
mod keyword_pattern;
mod load;
mod mistakes;
mod own_rules;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::fold;

pub use consolidated::{Consolidated, Counted, Noun, OFFICE, SignedColumn, capital};
pub use form::{END_ID, FormColumn, HELPER, SEQ_ID};
pub use headings::{Claim, Headings, Strength, Wording, is_period, without_period};
pub use load::{built_in, common, defaults, explain, parse};
pub use mistakes::{Mistake, TemplateError, Wanted};
pub use own_rules::{Condition, FieldRule, RuleSeverity, StatedRule};
pub use values::{Holds, Refers, Told, Values};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Text as typed.
    Text,
    /// An entry of a list: code and name.
    Code,
    /// Money, in whole đồng.
    Amount,
    /// A number and its unit of measure.
    Quantity,
    /// A closed interval of days.
    Interval,
    /// A number in the field's own unit of measure.
    Decimal,
    /// A whole number.
    Integer,
    /// A single day.
    Day,
}

/// What a field is to rules and writers, whatever it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// What the record is about; its text tells a record from an empty row.
    Name,
    /// The sector the tables are grouped by.
    Sector,
    /// Who gives.
    Provider,
    /// With whom, on the other side of the programme.
    Partner,
    /// When.
    Time,
    /// The amount that totals add up.
    Total,
    /// A part of that amount.
    Part,
    /// What came of it.
    Result,
}

/// Which of a field's columns on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Slot {
    /// The value itself.
    Value,
    /// The start of an interval.
    Start,
    /// The end of an interval.
    End,
    /// The unit of measure of a quantity.
    Measure,
    /// How exact an amount is.
    Qualifier,
}

/// A column of the normalized table, with its label.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnLabel {
    /// The column's id in the table.
    pub id: String,
    /// Its Vietnamese label, unique in the template.
    pub vi: String,
    /// Its English label; the Vietnamese one where a template gives none.
    #[serde(default)]
    pub en: String,
    /// What it means, for whoever reads the table without knowing the form.
    #[serde(default)]
    pub about: Option<Told>,
    /// What its values are, for a column that no field gives; those of a field are told by its kind.
    #[serde(default)]
    pub values: Values,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldSpec {
    /// The field's id; for a field of one column that column's id.
    pub id: String,
    /// What it holds.
    pub kind: Kind,
    /// What it is to rules and writers.
    #[serde(default)]
    pub role: Option<Role>,
    /// Whether an empty value is V101 and a missing column T002.
    #[serde(default)]
    pub required: bool,
    /// For [`Kind::Code`], the list: `sectors`.
    #[serde(default)]
    pub list: Option<String>,
    /// For [`Kind::Decimal`], the unit of measure that the table gives: `ha`.
    #[serde(default)]
    pub unit: Option<String>,
    /// The measures that are converted, and what one of them is in that unit: `"m²" = "0.0001"`.
    #[serde(default)]
    pub converted: BTreeMap<String, Decimal>,
    /// Whether the section a record stands under gives the value when the column does not.
    #[serde(default)]
    pub from_section: bool,
    /// Whether several columns may feed it, joined with a line break (else T003).
    #[serde(default)]
    pub several: bool,
    /// The field whose heading stands above the headings of `under`; the field itself when absent.
    #[serde(default)]
    pub group: Option<String>,
    /// What its values must keep to (V131).
    #[serde(default)]
    pub rule: Vec<FieldRule>,
    /// The columns it gives, in order.
    pub columns: Vec<ColumnLabel>,
    /// Headings that name it wherever they stand.
    #[serde(default)]
    pub headings: Vec<String>,
    /// Headings that name it below the group's heading only.
    #[serde(default)]
    pub under: Vec<String>,
    /// The keywords that a heading never seen must hold: `đơn vị|cơ quan + hỗ trợ|tài trợ`.
    #[serde(default)]
    pub alike: Vec<String>,
    /// Words that such a heading must not hold.
    #[serde(default)]
    pub not_alike: Vec<String>,
    /// Headings of an interval's start.
    #[serde(default)]
    pub start_headings: Vec<String>,
    /// Headings of an interval's start, below its own heading only.
    #[serde(default)]
    pub start_under: Vec<String>,
    /// Headings of an interval's end.
    #[serde(default)]
    pub end_headings: Vec<String>,
    /// Headings of an interval's end, below its own heading only.
    #[serde(default)]
    pub end_under: Vec<String>,
    /// Headings of a quantity's unit of measure.
    #[serde(default)]
    pub measure_headings: Vec<String>,
    /// Headings of a quantity's unit of measure, below its own heading only.
    #[serde(default)]
    pub measure_under: Vec<String>,
    /// Headings of how exact an amount is, in a column of its own.
    #[serde(default)]
    pub qualifier_headings: Vec<String>,
    /// Its columns on the blank form; those of its slots under their labels when none is given.
    #[serde(default)]
    pub form: Vec<FormColumn>,
}

impl FieldSpec {
    /// The label a person knows the field by: that of the column its value is read from first.
    #[must_use]
    pub fn label(&self, slot: Slot) -> (String, String) {
        self.column(slot).map_or_else(
            || (self.id.clone(), self.id.clone()),
            |column| (column.vi.clone(), column.en.clone()),
        )
    }

    /// What one of a measure is in the field's unit; nothing stated, and the unit itself, are 1. `None` where it is
    /// another one.
    #[must_use]
    pub fn factor(&self, measure: &str) -> Option<Decimal> {
        let measure = fold::measure(measure);
        let is = |name: &str| fold::measure(name) == measure;
        match &self.unit {
            _ if measure.is_empty() => Some(Decimal::ONE),
            // What is counted in whole things may be called anything.
            None => Some(Decimal::ONE),
            Some(unit) if is(unit) => Some(Decimal::ONE),
            Some(_) => {
                let mut converted = self.converted.iter();
                converted
                    .find(|(name, _)| is(name))
                    .map(|(_, factor)| *factor)
            }
        }
    }

    /// The measures that its values may be stated in.
    pub fn measures(&self) -> impl Iterator<Item = &str> {
        let own = self.unit.iter().map(String::as_str);
        own.chain(self.converted.keys().map(String::as_str))
    }

    /// The table's column that a slot's cell stands for.
    #[must_use]
    pub fn column(&self, slot: Slot) -> Option<&ColumnLabel> {
        let index = match (self.kind, slot) {
            (Kind::Code, _)
            | (Kind::Interval, Slot::End)
            | (Kind::Quantity, Slot::Measure)
            | (Kind::Amount, Slot::Qualifier) => 1,
            _ => 0,
        };
        self.columns.get(index)
    }
}

/// An entry of a list that a template brings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedEntry {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Other wordings.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A form.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// Its id, which names its table: `support-activities`.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its name in Vietnamese.
    pub vi: String,
    /// Its name in English.
    pub en: String,
    /// Titles that such a sheet carries.
    pub titles: Vec<String>,
    /// đồng in one unit when the sheet states no unit of account (T005).
    pub default_scale: i64,
    /// How it is consolidated.
    pub consolidated: Consolidated,
    /// The lists that it brings, by name; a project's list of the same name stands over it.
    pub lists: BTreeMap<String, Vec<ListedEntry>>,
    /// The fields, in the order of the table.
    pub fields: Vec<FieldSpec>,
    /// How headings are told.
    pub headings: Headings,
    /// Ids of the form's row of ids that this version calls otherwise, with the ids of today.
    pub renamed: BTreeMap<String, String>,
    /// How forms of earlier versions are read: the same fields, with the headings and ids of those versions.
    pub earlier: Vec<Arc<Template>>,
}

impl Template {
    /// The index of the first field of a role.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<usize> {
        self.fields
            .iter()
            .position(|field| field.role == Some(role))
    }

    /// The indexes of all fields of a role.
    pub fn roles(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        self.fields
            .iter()
            .enumerate()
            .filter(move |(_, field)| field.role == Some(role))
            .map(|(index, _)| index)
    }

    /// The field at an index that came from this template.
    #[must_use]
    pub fn field(&self, index: usize) -> Option<&FieldSpec> {
        self.fields.get(index)
    }

    /// Whether anything of its records is added up: money, or numbers that it names.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.role(Role::Total).is_some() || !self.consolidated.sums.is_empty()
    }

    /// All columns of the table: the common ones, the template's own, the common ones at the end.
    pub fn columns(&self) -> impl Iterator<Item = &ColumnLabel> {
        let common = common();
        common
            .before
            .iter()
            .chain(self.fields.iter().flat_map(|field| &field.columns))
            .chain(&common.after)
    }

    /// What a template whose rows have these fields is called in a language.
    #[must_use]
    pub fn name(&self, lang: crate::lang::Lang) -> &str {
        lang.pick(&self.vi, &self.en)
    }
}
