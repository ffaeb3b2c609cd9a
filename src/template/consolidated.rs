//! How a form is consolidated: what its records are called, how the sheet to be signed looks, what is added up and counted.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::values::Told;
use super::{FieldSpec, Kind, Role, Template};
use crate::lang::Lang;

/// How a form is consolidated.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consolidated {
    /// What a record is called: in both languages, or the Vietnamese word alone; a row where nothing is said.
    #[serde(default, deserialize_with = "noun")]
    pub record: Noun,
    /// What its money is called in a sentence: `kinh phí`, `vốn`.
    #[serde(default)]
    pub money: Option<Told>,
    /// The fields by which the sheet to be signed is grouped, the outermost first; [`OFFICE`] for the reporting office.
    /// Without any it is the sector, else the office.
    #[serde(default)]
    pub group: Vec<String>,
    /// The columns of the sheet to be signed, behind the row number; without any the usual ones.
    #[serde(default)]
    pub columns: Vec<SignedColumn>,
    /// The fields of numbers that are added up; money is without being named.
    #[serde(default)]
    pub sums: Vec<String>,
    /// What is counted on the cover besides the records.
    #[serde(default)]
    pub counts: Vec<Counted>,
    /// The fields that have a sheet of totals with a chart each; without any the sector, the office and the time.
    #[serde(default)]
    pub charts: Option<Vec<String>>,
}

/// What a record is called, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noun {
    /// In Vietnamese, which has no plural.
    pub vi: String,
    /// In English.
    pub en: String,
    /// Several of them in English.
    pub en_plural: String,
}

impl Default for Noun {
    fn default() -> Self {
        Self {
            vi: "dòng số liệu".to_owned(),
            en: "record".to_owned(),
            en_plural: "records".to_owned(),
        }
    }
}

impl Noun {
    /// So many of them: `19 dự án`.
    #[must_use]
    pub fn count(&self, count: usize, lang: Lang) -> String {
        lang.count(count, &self.vi, &self.en, &self.en_plural)
    }

    /// With a capital, as a label begins.
    #[must_use]
    pub fn capital(&self) -> String {
        capital(&self.vi)
    }
}

/// A noun as a table of its words, or as the Vietnamese one alone.
fn noun<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Noun, D::Error> {
    struct Words;
    impl<'de> Visitor<'de> for Words {
        type Value = Noun;

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("a string or a table")
        }

        fn visit_str<E: Error>(self, vi: &str) -> Result<Noun, E> {
            let vi = vi.to_owned();
            Ok(Noun {
                vi,
                ..Noun::default()
            })
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Noun, A::Error> {
            Noun::deserialize(MapAccessDeserializer::new(map))
        }
    }
    deserializer.deserialize_any(Words)
}

/// A column of the sheet to be signed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedColumn {
    /// The field; [`OFFICE`] for the reporting office.
    pub field: String,
    /// Its heading, where that is not its label.
    pub heading: Option<String>,
    /// Its width in characters.
    pub width: Option<f64>,
    /// Whether it is left out where no record says anything.
    #[serde(default)]
    pub unless_empty: bool,
}

/// What is counted on the cover besides the records. One of its keys is given.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// The field by whose entries the records are counted: 19 = 7 + 1 + 11.
    pub by: Option<String>,
    /// The field whose different values are counted: 17 enterprises.
    pub distinct: Option<String>,
    /// What these values are called, in Vietnamese; the label of the field when nothing is said.
    pub vi: Option<String>,
    /// The same in English.
    pub en: Option<String>,
}

/// The name by which a signed column and a group ask for the reporting office, as the tables call it.
pub const OFFICE: &str = "unit_name";

/// What the money of a form is called that says nothing of it.
const MONEY: (&str, &str) = ("kinh phí", "amount");

impl Template {
    /// What its records are called.
    #[must_use]
    pub fn noun(&self) -> &Noun {
        &self.consolidated.record
    }

    /// What its money is called in a sentence.
    #[must_use]
    pub fn money_word(&self, lang: Lang) -> &str {
        match &self.consolidated.money {
            Some(told) => lang.pick(&told.vi, &told.en),
            None => lang.pick(MONEY.0, MONEY.1),
        }
    }

    /// The fields of money: the total, its parts, then others, in the order of the form.
    #[must_use]
    pub fn money_fields(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.roles(Role::Total).collect();
        all.extend(self.roles(Role::Part));
        let others = self.fields.iter().enumerate();
        let others = others.filter(|(_, spec)| spec.kind == Kind::Amount);
        for (index, _) in others {
            if !all.contains(&index) {
                all.push(index);
            }
        }
        all
    }

    /// The fields of numbers that are added up, in the order of the form.
    #[must_use]
    pub fn number_fields(&self) -> Vec<usize> {
        let added = |spec: &FieldSpec| self.consolidated.sums.contains(&spec.id);
        let fields = self.fields.iter().enumerate();
        fields
            .filter(|(_, spec)| added(spec))
            .map(|(index, _)| index)
            .collect()
    }

    /// The index of the field of an id.
    #[must_use]
    pub fn field_called(&self, id: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.id == id)
    }
}

/// A text with a capital.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
