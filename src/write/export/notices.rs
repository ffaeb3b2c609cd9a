//! What whoever writes a package is to be told of it: where it holds other words or figures than the tables do.

/// All of it.
#[derive(Debug, Default)]
pub struct Notices {
    /// Texts that were prefixed.
    pub neutralised: Vec<Neutralised>,
    /// Numbers that were rounded in Parquet.
    pub rounded: Vec<Rounded>,
}

/// A text of a package that was prefixed with `'`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neutralised {
    /// The file.
    pub file: String,
    /// The row, the header being the first.
    pub row: u64,
    /// The column.
    pub column: String,
}

/// A number that has more places behind the point than a format keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounded {
    /// The file.
    pub file: String,
    /// The row of the table, the header of the CSV being the first.
    pub row: u64,
    /// The column.
    pub column: String,
}
