//! What the values of a table's columns are, for whoever describes the table: its schema, its dictionary.

use std::borrow::Cow;

use serde::Deserialize;

use super::{ColumnLabel, FieldSpec, Kind, Role, Template, common};

/// The same in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

/// What a value of a column is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holds {
    /// Text.
    #[default]
    Text,
    /// A whole number.
    Integer,
    /// Money, in whole đồng.
    Amount,
    /// Money added up, in whole đồng: it may be larger than any amount.
    Sum,
    /// A decimal number.
    Decimal,
    /// A day.
    Day,
    /// A JSON object.
    Object,
}

/// The column of another table that has every value of a column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refers {
    /// The table.
    pub table: String,
    /// Its column.
    pub column: String,
}

/// The values of a column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Values {
    /// What each is.
    pub holds: Holds,
    /// Whether every row has one.
    pub required: bool,
    /// Whether no two rows have the same.
    pub unique: bool,
    /// What each looks like, as a regular expression over the whole of it.
    pub pattern: Option<String>,
    /// The least there may be.
    pub minimum: Option<i64>,
    /// The closed list of words they are from.
    pub words: Option<String>,
    /// The column of another table that has them all.
    pub refers: Option<Refers>,
    /// Whether the same few stand in many rows, as codes and names of offices do.
    pub repeats: bool,
    /// For an amount, the column that tells whether it is planned only or withdrawn, and so in no total.
    pub qualified_by: Option<String>,
}

/// How exact an amount is, as a list of words.
const QUALIFIERS: &str = "qualifiers";
/// How exact an interval is, as a list of words.
const PRECISIONS: &str = "precisions";

impl Template {
    /// All columns of the table with what their values are, parallel to [`Template::columns`].
    pub fn described(&self) -> impl Iterator<Item = (&ColumnLabel, Cow<'_, Values>)> {
        let as_told = |column: &'static ColumnLabel| (column, Cow::Borrowed(&column.values));
        let own = self.fields.iter().flat_map(|field| {
            let columns = field.columns.iter().enumerate();
            columns.map(|(index, column)| (column, Cow::Owned(self.values(field, index))))
        });
        let common = common();
        let before = common.before.iter().map(as_told);
        before.chain(own).chain(common.after.iter().map(as_told))
    }

    /// The values of a column of a field, by its place among the field's columns.
    fn values(&self, field: &FieldSpec, index: usize) -> Values {
        let holds = |holds| Values {
            holds,
            ..Values::default()
        };
        let repeating = || Values {
            repeats: true,
            ..Values::default()
        };
        let words = |list: &str| Values {
            words: Some(list.to_owned()),
            ..repeating()
        };
        match (field.kind, index) {
            (Kind::Amount, 0) => Values {
                qualified_by: self.qualifier_of(field),
                ..holds(Holds::Amount)
            },
            (Kind::Amount, 1) => words(QUALIFIERS),
            (Kind::Quantity | Kind::Decimal, 0) => holds(Holds::Decimal),
            (Kind::Integer, 0) => holds(Holds::Integer),
            (Kind::Interval, 0 | 1) | (Kind::Day, 0) => holds(Holds::Day),
            (Kind::Interval, 2) => words(PRECISIONS),
            (Kind::Code, 0) => Values {
                refers: field.list.clone().map(|table| Refers {
                    table,
                    column: "code".to_owned(),
                }),
                ..repeating()
            },
            // The name of a code, the measure of a quantity.
            (Kind::Code | Kind::Quantity, 1) => repeating(),
            _ => Values::default(),
        }
    }

    /// The column that tells how exact an amount is: its own, else that of the amount it is a part of, else the total's.
    fn qualifier_of(&self, field: &FieldSpec) -> Option<String> {
        let own = |field: &FieldSpec| field.columns.get(1).map(|column| column.id.clone());
        let named = |id: &String| self.fields.iter().find(|field| field.id == *id);
        let whole = field.group.as_ref().and_then(named);
        let total = self.role(Role::Total).and_then(|index| self.field(index));
        let wholes = [Some(field), whole, total].into_iter().flatten();
        wholes
            .filter(|whole| whole.kind == Kind::Amount)
            .find_map(own)
    }
}
