//! What the rows of a table are: sections, records, rows that add up, rows that go on.
//!
//! ```text
//!   A   | Các hoạt động hỗ trợ |     |        section
//!   I   | Y tế                 |     | 1.200  section in A, with its subtotal
//!   1   | Đào tạo bác sĩ       | BV… | 1.200  record
//!       | tuyến huyện          |     |        goes on with the record
//!       | Cộng mục I           |     | 1.200  adds up the section
//!       | Tổng cộng            |     | 1.200  adds up all
//! ```
//!
//! The rows are told apart in `rows`, what the rows that add up add up in `totals`, parents from their children in
//! `family`.

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
    /// A row that says that there is nothing to report.
    Nil,
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

    /// Whether a section is another or stands in it.
    #[must_use]
    pub fn within(&self, section: Option<usize>, outer: usize) -> bool {
        let mut next = section;
        while let Some(index) = next {
            if index == outer {
                return true;
            }
            next = self.sections.get(index).and_then(|section| section.parent);
        }
        false
    }
}
