//! What the rows of a table are: sections, records, rows that add up, rows that part others, rows that go on.
//!
//! ```text
//!   A   | Các hoạt động hỗ trợ |     |        section
//!   I   | Y tế                 |     | 1.200  section in A, with its subtotal
//!   1   | Thiết bị y tế        | BV… | 1.200  record
//!       | - Máy siêu âm        |     |   800  part of the record
//!       | - Máy thở            |     |   400
//!       | Cộng mục I           |     | 1.200  adds up the section
//!       | Tổng cộng            |     | 1.200  adds up all
//! ```
//!
//! The rows are told apart in `recognisers`, what each that adds up covers in `outline`; where a row can be read in more
//! than one way, `weigh` compares the readings of the whole table.

use std::ops::Range;

use super::reason::Reason;
use crate::place::CellRef;

/// What a row of a table is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyKind {
    /// A record, under a section (an index into [`Body::sections`]).
    Record {
        /// The innermost section above it.
        section: Option<usize>,
    },
    /// Goes on with the text of the record above.
    Continuation,
    /// A section row; an index into [`Body::sections`].
    Section(usize),
    /// A row that adds up.
    Total {
        /// Its label as typed.
        label: String,
        /// What it adds up.
        scope: Scope,
    },
    /// A row that parts the record, the section or the total above it: counted there, and not again.
    Part {
        /// Its label as typed.
        label: String,
        /// The row that it parts: a position in [`Body::rows`].
        of: usize,
    },
    /// A row of what was planned or done for a record above it.
    Stage {
        /// The record: a position in [`Body::rows`].
        of: usize,
        /// Whether it tells what was done: its amounts are the record's.
        realised: bool,
    },
    /// A row that says that there is nothing to report.
    Nil,
    /// A row that shows how to fill in the form.
    Example,
}

/// What a row that adds up adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All records of the table.
    All,
    /// The records of a section and the sections below it.
    Section(usize),
    /// The records since the row that adds up before it, or the table's begin.
    SinceLast,
    /// The records of a printed page, or those from the table's begin to the page's end.
    Page,
    /// What was told before, on an earlier page or in earlier periods (`Mang sang`, `Lũy kế`): it may equal what stands above
    /// or nothing of the table.
    Carried,
    /// Something else (`Trong đó: …`): it is checked against nothing.
    Other,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyRow {
    /// Its index among the grid's rows.
    pub index: usize,
    /// What it is.
    pub kind: BodyKind,
    /// The rows whose records (or, of a record, whose parts) its figure stands for: positions in [`Body::rows`].
    pub covers: Option<Range<usize>>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its label without its numbering.
    pub label: String,
    /// Its numbering as typed, without the signs around it; empty when it has none.
    pub number: String,
    /// The cell of its label.
    pub cell: CellRef,
    /// The section it stands in.
    pub parent: Option<usize>,
    /// Whether what stands in it is planned or asked for, not done.
    pub planned: bool,
    /// Whether it is a numbered activity of which the rows below are the parts that count: `1` above `1.1`.
    pub activity: bool,
}

/// A row whose role is in doubt: another reading of the table fits nearly as well and gives another total (T013).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Its index among the grid's rows.
    pub index: usize,
    /// What it was taken for.
    pub taken: Role,
    /// What it may be too.
    pub other: Role,
    /// What the table adds up to as taken, in đồng.
    pub sum: i128,
    /// What it would add up to, in đồng.
    pub other_sum: i128,
}

/// What a row with figures may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// An activity of its own.
    Record,
    /// A row that heads others, with their sum.
    Section,
    /// A row that adds others up.
    Total,
    /// A part of the row above.
    Part,
    /// None of these: it is in no total.
    Aside,
}

/// The rows of a table.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// The rows, top to bottom; notes and signatures are not among them.
    pub rows: Vec<BodyRow>,
    /// The sections, top to bottom.
    pub sections: Vec<Section>,
    /// Where a signature block stands.
    pub signed: Option<CellRef>,
    /// Rows that tell a sum in words, top to bottom: where, and their texts.
    pub told: Vec<(CellRef, String)>,
    /// Rows in doubt, top to bottom.
    pub doubts: Vec<Doubt>,
    /// Why each row of the grid is what it is, by its index, where that is worth telling.
    pub reasons: Vec<(usize, Reason)>,
}

impl Body {
    /// The labels of a section and those it stands in, outermost first.
    #[must_use]
    pub fn path(&self, section: Option<usize>) -> Vec<&str> {
        let mut labels = Vec::new();
        let mut next = section;
        while let Some(section) = next.and_then(|index| self.sections.get(index)) {
            labels.push(section.label.as_str());
            next = section.parent;
        }
        labels.reverse();
        labels
    }

    /// A section and those it stands in, innermost first.
    pub fn chain(&self, innermost: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(innermost, |index| {
            self.sections.get(*index).and_then(|section| section.parent)
        })
    }
}
