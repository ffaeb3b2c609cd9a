//! What was found, as facts: code, severity, place, text, value. No sentences.
//!
//! The sentence is made when a report is written, by the rule the finding's code names
//! (see [`crate::rule`]), in the language asked for.

use crate::place::{CellRange, CellRef, Place};
use crate::record::Torn;
use crate::value::{Dong, Note};

pub use crate::intake::fact::{FileFact, Limit};
pub use crate::severity::Severity;

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's code, such as `V102`.
    pub code: &'static str,
    /// The severity in force: the rule's own, or the project's.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// The text found there.
    pub text: Option<String>,
    /// What it was read as.
    pub value: Option<String>,
    /// The facts that the rule's sentence is made of.
    pub fact: Fact,
    /// Other places that belong to it.
    pub related: Vec<Place>,
    /// How many cells it speaks of (more than one when a run of cells is one finding).
    pub count: usize,
}

/// The facts behind a finding, by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// Nothing beyond place, text and value.
    None,
    /// A remark that reading a value left; `label` is the column's Vietnamese and English label.
    Value {
        /// The column's label, Vietnamese and English.
        label: (String, String),
        /// What was noticed.
        note: Note,
    },
    /// Why a file was not read, or what was odd about it.
    File(FileFact),
    /// Names of columns or headings, such as those read and those missing.
    Columns {
        /// What the finding is about: the forms looked for, Vietnamese and English; a field's heading on the form with its
        /// key in the project file.
        about: Vec<(String, String)>,
        /// What was read or stands beside it.
        known: Vec<String>,
    },
    /// A unit of account, as đồng in one unit.
    Scale {
        /// đồng in one unit, as taken.
        taken: i64,
        /// The other, contradicting statement's text.
        other: Option<String>,
    },
    /// A declared total against the sum of what it should add up.
    Sum {
        /// The label of the total row, as typed.
        row_label: String,
        /// The column's label, Vietnamese and English.
        label: (String, String),
        /// The figure the sheet declares, in đồng.
        declared: Dong,
        /// The sum of the amounts read, in đồng.
        computed: i128,
        /// The cells added, first to last.
        cells: Option<CellRange>,
        /// How many cells were added.
        count: usize,
        /// How many of them could not be read and count as 0.
        unread: usize,
    },
    /// A total amount against its parts.
    Parts {
        /// The total, in đồng.
        total: Dong,
        /// The sum of its parts, in đồng.
        parts: i128,
        /// The cells of the parts.
        cells: Vec<CellRef>,
    },
    /// A row number that repeats or leaves a gap.
    Sequence {
        /// The number that was expected.
        expected: i64,
        /// Where the same number stands already.
        earlier: Option<CellRef>,
    },
    /// An entry of a list near to what was typed.
    Nearest {
        /// Its code and name, when one is near.
        nearest: Option<(String, String)>,
    },
    /// An amount out of scale with its column.
    OutOfScale {
        /// The amount as read, in đồng.
        amount: Dong,
        /// The usual amount of the column (its median), in đồng.
        usual: Dong,
        /// The factor it is likely off by (a power of ten), above 1 when too large.
        factor: f64,
    },
    /// A time outside the programme or the reporting period.
    Time {
        /// The interval read: ISO start and end.
        read: (String, String),
        /// The bounds it should meet: ISO start and end.
        bounds: (String, String),
        /// Whether it begins after the reporting period's end (else it misses the programme).
        after_period: bool,
    },
    /// Something hidden that holds data.
    Hidden {
        /// `rows`, `columns` or `sheet`.
        what: HiddenWhat,
        /// Whether its data were read.
        read: bool,
    },
    /// The version of a form of ours against that of its template.
    Version {
        /// That of the form.
        form: Option<u32>,
        /// That of the template.
        current: u32,
        /// Whether the template knows the headings of the form's version.
        known: bool,
    },
    /// Two offices: the one that a form was made for, and the one that it names.
    Offices {
        /// The one that it was made for, which was taken.
        made_for: String,
        /// The one that it names.
        named: String,
    },
    /// A count with nothing else to say.
    Count(usize),
    /// A row of delimited text with more fields than its header.
    Torn(Torn),
    /// A text that is good Vietnamese in two encodings.
    Readings {
        /// The reading taken, and the name of its encoding (`None`: Unicode, as it stands).
        taken: (String, Option<&'static str>),
        /// The other one.
        other: (String, Option<&'static str>),
    },
    /// An encoding and how many cells were converted.
    Encoding {
        /// Its name: `TCVN3`, `VNI` …
        name: String,
        /// How many cells.
        cells: usize,
    },
}

/// What is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HiddenWhat {
    /// Rows.
    Rows,
    /// Columns.
    Columns,
    /// A whole sheet.
    Sheet,
}
