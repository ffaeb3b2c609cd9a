//! What is wrong or odd about a file, as facts: the rules on files make the sentences.

/// What is wrong or odd about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFact {
    /// Zero bytes.
    Empty,
    /// It ends too early or its parts do not fit together; the reader's own words.
    Damaged(String),
    /// Not a spreadsheet; what it is, if known (`PNG`, `PDF` …).
    NotASpreadsheet(Option<&'static str>),
    /// A spreadsheet format that is not read, by name.
    Unsupported(&'static str),
    /// The disk would not give it; the system's own words.
    Unreadable(String),
    /// The archive it lies in gives it two names, so that two people may see two files.
    TwoNames {
        /// The name in the directory of the archive.
        listed: String,
        /// The name in front of the file itself.
        own: String,
    },
    /// It needs a password.
    Encrypted,
    /// The content is not what the extension says.
    Mismatch {
        /// The extension.
        extension: String,
        /// What it is: `HTML`, `CSV`, `XLSX` …
        content: &'static str,
    },
    /// A limit was reached.
    Limit {
        /// Which limit.
        limit: Limit,
        /// What the file asks for.
        found: u64,
        /// What is allowed.
        allowed: u64,
    },
    /// It holds more of something than is ever read.
    TooLarge {
        /// Of what.
        bound: Bound,
        /// How much is read at most.
        allowed: u64,
    },
    /// It carries macros.
    Macros,
    /// It links to other files.
    Links,
}

/// The limits that reading is held to, each with the flag that raises it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// MiB of one part of a package after inflation (`--max-part`).
    PartMib,
    /// MiB of a whole file, inflated (`--max-size`).
    TotalMib,
    /// Parts in a package (`--max-parts`).
    Parts,
    /// Inflated size over packed size (`--max-ratio`).
    Ratio,
    /// Filled cells in one file (`--max-cells`).
    Cells,
    /// Cells in the merged regions of one sheet (`--max-area`).
    Area,
    /// MiB of a file as it lies on the disk or in an archive (`--max-file`).
    FileMib,
    /// Cells that a file does not write but repeats (`--max-repeats`).
    Repeats,
    /// The same in all files of a run.
    RoundRepeats,
    /// MiB of text that a file does not write but repeats (`--max-text`).
    TextMib,
    /// The same in all files of a run.
    RoundTextMib,
    /// Seconds that reading a file may take (`--max-time`).
    Seconds,
}

/// What no flag raises: no program that people use writes so much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// Formats of cells.
    Styles,
    /// Sheets.
    Sheets,
    /// Names and sheets.
    Names,
    /// Merged regions of a sheet.
    Merges,
    /// Links between the parts of a file.
    Relations,
    /// Columns of a line of text.
    Columns,
    /// MiB of one piece of text or one record.
    PieceMib,
    /// MiB of what a file says of itself.
    PropertiesMib,
}

impl Limit {
    /// The flag that raises it.
    #[must_use]
    pub fn flag(self) -> &'static str {
        match self {
            Self::PartMib => "--max-part",
            Self::TotalMib => "--max-size",
            Self::Parts => "--max-parts",
            Self::Ratio => "--max-ratio",
            Self::Cells => "--max-cells",
            Self::Area => "--max-area",
            Self::FileMib => "--max-file",
            Self::Repeats | Self::RoundRepeats => "--max-repeats",
            Self::TextMib | Self::RoundTextMib => "--max-text",
            Self::Seconds => "--max-time",
        }
    }
}
