//! What `datapackage.json` says of a package, as far as a proof needs it.

use serde::Deserialize;

/// A package.
#[derive(Debug, Deserialize)]
pub struct Package {
    /// Its tables.
    #[serde(default)]
    pub resources: Vec<Resource>,
    /// What it says of itself as one of ours.
    pub tonghop: Ours,
}

/// The round that a package is of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Described {
    /// The programme.
    #[serde(default)]
    pub programme: Option<String>,
    /// The period.
    #[serde(default)]
    pub period: Option<String>,
}

/// The key by which a package is ours.
#[derive(Debug, Default, Deserialize)]
pub struct Ours {
    /// The files that are no tables.
    #[serde(default)]
    pub files: Vec<File>,
    /// The programme and period of the round.
    #[serde(flatten)]
    pub described: Described,
}

/// A file and what it is known by.
#[derive(Debug, Default, Deserialize)]
pub struct File {
    /// Its path below the package's folder.
    #[serde(default)]
    pub path: String,
    /// How many bytes it has.
    #[serde(default)]
    pub bytes: Option<u64>,
    /// Their hash.
    #[serde(default)]
    pub hash: String,
}

/// A table.
#[derive(Debug, Deserialize)]
pub struct Resource {
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Its file.
    #[serde(flatten)]
    pub file: File,
    /// How many rows it has.
    #[serde(default)]
    pub rows: Option<u64>,
    /// How it is written.
    #[serde(default)]
    pub dialect: Dialect,
    /// What its columns are.
    #[serde(default)]
    pub schema: Schema,
}

/// How a table is written.
#[derive(Debug, Default, Deserialize)]
pub struct Dialect {
    /// What stands between two fields; a comma where nothing is said.
    #[serde(default)]
    pub delimiter: Option<char>,
}

/// What the columns of a table are.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Schema {
    /// The columns, in order.
    pub fields: Vec<Field>,
    /// Those that tell a row from all others.
    pub primary_key: Vec<String>,
    /// Those whose values stand in other tables.
    pub foreign_keys: Vec<ForeignKey>,
}

/// A column.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Field {
    /// Its name in the header.
    pub name: String,
    /// What its values are.
    #[serde(rename = "type")]
    pub kind: String,
    /// The decimal mark of its numbers; a point where nothing is said.
    pub decimal_char: Option<char>,
    /// `VND` for money.
    pub unit: Option<String>,
    /// The column that tells how an amount counts.
    pub qualified_by: Option<String>,
    /// What its values must be.
    pub constraints: Constraints,
}

/// What the values of a column must be.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Constraints {
    /// There in every row.
    pub required: bool,
    /// Different in every row.
    pub unique: bool,
    /// What each looks like.
    pub pattern: Option<String>,
    /// The least there may be.
    pub minimum: Option<i64>,
    /// All there may be.
    #[serde(rename = "enum")]
    pub words: Option<Vec<String>>,
}

/// Columns whose values stand in another table.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ForeignKey {
    /// The columns.
    pub fields: Vec<String>,
    /// Where their values stand.
    pub reference: Reference,
}

/// Where values stand.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// The table.
    pub resource: String,
    /// Its columns.
    pub fields: Vec<String>,
}

impl Schema {
    /// The place of a column.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }
}

impl Field {
    /// Whether it holds money.
    #[must_use]
    pub fn is_money(&self) -> bool {
        self.unit.as_deref() == Some("VND")
    }
}
