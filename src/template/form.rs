//! What a blank form needs of a template: the columns a person sees, and the ids that name them for a program.
//!
//! ```text
//!   STT | Nội dung hỗ trợ | Kinh phí hỗ trợ           headings, for people
//!       |                 | Tổng số | Ngân sách
//!   seq | activity        | amount_vnd | budget_vnd   ids, one small grey row
//! ```
//!
//! A column that no field describes for the form is still there, under its label: a template of a project's own gives a
//! form without a word more than it needs for reading.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{FieldSpec, Kind, Slot, Template};

/// The id of the row number's column.
pub const SEQ_ID: &str = "seq";

/// What ids begin with that name no field: columns and rows that the form fills in by itself.
pub const HELPER: char = '_';

/// The id in the row number's column of the row below the last that is filled in.
pub const END_ID: &str = "_end";

/// A column of the blank form.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormColumn {
    /// Which slot of its field it is.
    #[serde(default = "value")]
    pub slot: Slot,
    /// Its headings, outermost first.
    #[serde(default)]
    pub heading: Vec<String>,
    /// Its width, in characters.
    #[serde(default)]
    pub width: Option<f64>,
    /// How it is filled in, in a sentence or two.
    #[serde(default)]
    pub help: String,
    /// What stands there in the example, a line each.
    #[serde(default)]
    pub example: Vec<String>,
    /// What the list of the cell offers; anything else may be typed all the same.
    #[serde(default)]
    pub suggest: Vec<String>,
}

const fn value() -> Slot {
    Slot::Value
}

impl FieldSpec {
    /// The id of a slot in the form's row of ids: the field's own for its value, else that of the table's column.
    #[must_use]
    pub fn slot_id(&self, slot: Slot) -> &str {
        match slot {
            Slot::Value => &self.id,
            _ => self.column(slot).map_or(&self.id, |column| &column.id),
        }
    }

    /// Whether a field of this kind may stand in a column of a slot.
    pub(super) fn has_slot(&self, slot: Slot) -> bool {
        self.slots().contains(&slot)
    }

    /// The slots that a field of this kind may have on a sheet.
    fn slots(&self) -> &'static [Slot] {
        match self.kind {
            Kind::Text | Kind::Code | Kind::Decimal | Kind::Integer | Kind::Day => &[Slot::Value],
            Kind::Quantity => &[Slot::Value, Slot::Measure],
            Kind::Interval => &[Slot::Value, Slot::Start, Slot::End],
            Kind::Amount if self.columns.len() > 1 => &[Slot::Value, Slot::Qualifier],
            Kind::Amount => &[Slot::Value],
        }
    }

    /// The columns it has on the form when its template does not say.
    fn plain_columns(&self, group: Option<&Self>) -> Vec<FormColumn> {
        let slots: &[Slot] = match self.kind {
            Kind::Interval => &[Slot::Value],
            _ => self.slots(),
        };
        slots
            .iter()
            .map(|slot| FormColumn {
                slot: *slot,
                heading: self.plain_heading(*slot, group),
                width: None,
                help: String::new(),
                example: Vec::new(),
                suggest: Vec::new(),
            })
            .collect()
    }

    /// Its label, below that of its group.
    fn plain_heading(&self, slot: Slot, group: Option<&Self>) -> Vec<String> {
        let label = |spec: &Self, slot| spec.label(slot).0;
        let own = label(self, slot);
        match group {
            Some(group) => vec![label(group, Slot::Value), own],
            None => vec![own],
        }
    }
}

impl Template {
    /// The columns of the blank form, in order, each with the index of its field.
    #[must_use]
    pub fn form_columns(&self) -> Vec<(usize, FormColumn)> {
        let mut all = Vec::new();
        for (index, spec) in self.fields.iter().enumerate() {
            let group = spec
                .group
                .as_ref()
                .and_then(|id| self.fields.iter().find(|other| other.id == *id));
            let mut columns = if spec.form.is_empty() {
                spec.plain_columns(group)
            } else {
                spec.form.clone()
            };
            for column in &mut columns {
                if column.heading.is_empty() {
                    column.heading = spec.plain_heading(column.slot, group);
                }
            }
            all.extend(columns.into_iter().map(|column| (index, column)));
        }
        all
    }

    /// The field and slot that an id of the form's row of ids names, ids of the version at hand included.
    #[must_use]
    pub fn slot_of_id(&self, id: &str) -> Option<(usize, Slot)> {
        let id = self.renamed.get(id).map_or(id, String::as_str);
        self.fields.iter().enumerate().find_map(|(index, spec)| {
            let mut slots = spec.slots().iter();
            let slot = slots.find(|slot| spec.slot_id(**slot) == id)?;
            Some((index, *slot))
        })
    }

    /// The template as a version's forms are read: its own for the version at hand and for later ones, which are not
    /// known; that of the next older version known for earlier ones.
    #[must_use]
    pub fn of_version(self: &std::sync::Arc<Self>, version: u32) -> std::sync::Arc<Self> {
        if version >= self.version {
            return self.clone();
        }
        self.earlier
            .iter()
            .find(|earlier| earlier.version == version)
            .cloned()
            .unwrap_or_else(|| self.clone())
    }

    /// What tells forms of one version from each other when a template was changed without a new version: the ids of its
    /// columns and what they hold. The headings do not count, for a project may add to them.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut text = format!("{}\n{}\n", self.id, self.version);
        for spec in &self.fields {
            for slot in spec.slots() {
                text.push_str(&format!(
                    "{} {:?} {}\n",
                    spec.slot_id(*slot),
                    spec.kind,
                    spec.required
                ));
            }
        }
        let digest = Sha256::digest(text.as_bytes());
        digest
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::template::defaults;

    #[test]
    fn ids_of_the_form_are_unique_and_lead_back() {
        for template in defaults() {
            let mut seen = Vec::new();
            for (index, column) in template.form_columns() {
                let spec = template.field(index).unwrap();
                let id = spec.slot_id(column.slot).to_owned();
                assert_eq!(template.slot_of_id(&id), Some((index, column.slot)), "{id}");
                assert!(!seen.contains(&id), "{id}");
                seen.push(id);
            }
        }
    }

    #[test]
    fn prompts_fit_into_a_cell_s_note() {
        for template in defaults() {
            for (_, column) in template.form_columns() {
                assert!(column.help.chars().count() <= 255, "{}", column.help);
                assert!(!column.help.is_empty(), "{:?}", column.heading);
            }
        }
    }
}
