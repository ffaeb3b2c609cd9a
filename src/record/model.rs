//! Records and tables: typed values that have not lost where they came from.

use std::sync::Arc;

use ecow::EcoString;
use thin_vec::ThinVec;

use super::fields::Fields;
use super::torn::Torn;
use crate::layout::{OtherUnit, RowRole, Scope};

pub use crate::layout::TableScale;
use crate::place::{CellRange, CellRef, Place};
use crate::template::{Kind, Role, Template};
use crate::value::scale::CaptionScale;
use crate::value::{Dong, Precision, Qualifier, Remark, Value};

/// A value of a record with its cells, its raw text and what reading it left to say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Field {
    /// The cell it was read from; `None` when the sheet has no such column.
    pub cell: Option<CellRef>,
    /// The second cell of an interval (its end) or a quantity (its unit of measure).
    pub second: Option<CellRef>,
    /// The text as found.
    pub raw: EcoString,
    /// The typed value.
    pub value: Value,
    /// What reading it left to say.
    pub remarks: ThinVec<Remark>,
}

impl Field {
    /// The amount, in đồng; `None` when it is no amount or was not read.
    #[must_use]
    pub fn dong(&self) -> Option<Dong> {
        match self.value {
            Value::Amount { dong, .. } => Some(dong),
            _ => None,
        }
    }

    /// What it says the amount is, also where it counts with another record.
    #[must_use]
    pub fn said(&self) -> Option<Dong> {
        match self.value {
            Value::CountedElsewhere(dong) => Some(dong),
            _ => self.dong(),
        }
    }

    /// Whether the amount is planned only.
    #[must_use]
    pub fn planned(&self) -> bool {
        matches!(
            self.value,
            Value::Amount {
                qualifier: Qualifier::Planned,
                ..
            }
        )
    }

    /// Whether the amount is withdrawn.
    #[must_use]
    pub fn withdrawn(&self) -> bool {
        matches!(
            self.value,
            Value::Amount {
                qualifier: Qualifier::Withdrawn,
                ..
            }
        )
    }

    /// Whether something stands there that could not be read as an amount.
    #[must_use]
    pub fn unread(&self) -> bool {
        self.said().is_none() && !self.raw.is_empty()
    }
}

/// A record.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// 32 hex digits; the same input gives the same id on every run and machine.
    pub id: String,
    /// 0-based row of its first line.
    pub row: u32,
    /// The innermost section it stands under, an index into [`Table::sections`].
    pub section: Option<usize>,
    /// The row number as typed.
    pub seq: EcoString,
    /// The cell of the row number.
    pub seq_cell: Option<CellRef>,
    /// The values, parallel to the template's fields.
    pub fields: Fields,
    /// Heading and text of the columns that match no field.
    pub extra: Vec<(String, String)>,
}

/// A section of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSection {
    /// The labels, outermost first, joined with ` / `.
    pub path: String,
    /// The section it stands in.
    pub parent: Option<usize>,
    /// 0-based row of its label; a section of the table above keeps its row there.
    pub row: u32,
    /// Its numbering as typed, without the signs around it; empty when it has none.
    pub number: String,
    /// Whether what stands in it is planned or asked for.
    pub planned: bool,
    /// Whether it is a numbered activity of which the rows below are the parts that count.
    pub activity: bool,
}

/// A row with a figure whose role is in doubt (T013).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowDoubt {
    /// The cell of its amount.
    pub cell: CellRef,
    /// What it was taken for.
    pub taken: RowRole,
    /// What it may be too.
    pub other: RowRole,
    /// What the table adds up to as taken, in đồng.
    pub sum: i128,
    /// What it would add up to, in đồng.
    pub other_sum: i128,
}

/// On what kind of row a sum stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TotalKind {
    /// A row of its own.
    Row,
    /// The row of a section.
    Section,
    /// The row of a numbered activity of which the rows below are the parts that count.
    Activity,
    /// A part of the record, section or sum on this 0-based row of the sheet: it is counted there.
    Part {
        /// The row that it parts.
        of: u32,
        /// Who gives by its own words, where that is another than the row above tells.
        giver: Option<EcoString>,
    },
}

/// A row that adds up, with the figures it declares.
#[derive(Debug, Clone, PartialEq)]
pub struct Total {
    /// 0-based row.
    pub row: u32,
    /// Its label as typed.
    pub label: String,
    /// What it adds up.
    pub scope: Scope,
    /// On what kind of row it stands.
    pub kind: TotalKind,
    /// First and last row of the sheet whose records it adds up, 0-based; `None` where it adds up none.
    pub covers: Option<(u32, u32)>,
    /// The amount fields it gives a figure for: index of the field, and the figure.
    pub amounts: Vec<(usize, Field)>,
    /// The fields of other numbers that it gives a figure for, likewise.
    pub numbers: Vec<(usize, Field)>,
}

/// What a column of the sheet was understood as, for rules and `inspect`.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn {
    /// 0-based column.
    pub col: u32,
    /// The cell of its heading.
    pub cell: CellRef,
    /// Its headings in one line.
    pub heading: String,
    /// The field and the id of the table's column it feeds; `None` for the row number and for extra columns.
    pub field: Option<(usize, String)>,
    /// Whether it holds the row number.
    pub seq: bool,
    /// Whether it holds the units of account of the amounts beside it.
    pub unit: bool,
    /// Whether a form of ours fills it in by itself.
    pub helper: bool,
    /// The unit in its heading.
    pub scale: Option<CaptionScale>,
    /// Whether its heading is struck out.
    pub struck: bool,
}

/// A unit of account that a row states, against the table's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedUnit {
    /// Where it stands.
    pub cell: CellRef,
    /// What stands there.
    pub text: String,
    /// đồng in one unit.
    pub dong: i64,
    /// The table's; `None` where it states none.
    pub table: Option<i64>,
    /// Whether it holds for its own row alone.
    pub row_only: bool,
}

/// A normalized table of one sheet.
#[derive(Debug, Clone)]
pub struct Table {
    /// The form.
    pub template: Arc<Template>,
    /// Its file and sheet.
    pub place: Place,
    /// Its number on the sheet, from 0.
    pub number: usize,
    /// Which of the offices that its file reports for it is of, where there are several.
    pub office: usize,
    /// First and last row of the header, 0-based.
    pub header: (u32, u32),
    /// The columns, left to right.
    pub columns: Vec<TableColumn>,
    /// The unit of account.
    pub scale: TableScale,
    /// Units of account that rows state on the way, against the table's.
    pub unit_changes: Vec<StatedUnit>,
    /// Statements of the unit of account that were not taken.
    pub other_units: Vec<OtherUnit>,
    /// Required fields that no column gives.
    pub missing: Vec<usize>,
    /// Fields that several columns claim, with the cells of the headings that were not taken.
    pub doubled: Vec<(usize, Vec<CellRef>)>,
    /// Texts above the table, and rows below it in words, that tell a sum of money, top to bottom.
    pub told: Vec<(CellRef, String)>,
    /// Further forms that it may be of as well: nothing tells which.
    pub alike: Vec<Arc<Template>>,
    /// The sections, top to bottom.
    pub sections: Vec<TableSection>,
    /// Remarks on section labels.
    pub section_remarks: Vec<Remark>,
    /// The records, top to bottom.
    pub records: Vec<Record>,
    /// The rows that add up, section rows with figures among them, top to bottom.
    pub totals: Vec<Total>,
    /// Rows with a figure whose role is in doubt, top to bottom.
    pub doubts: Vec<RowDoubt>,
    /// Amounts planned that gave way to what was done: where they stand, what was planned, and what was done.
    pub plans: Vec<(CellRef, Dong, Dong)>,
    /// Rows that are examples of how to fill in the form, with a text of each.
    pub examples: Vec<(CellRange, String)>,
    /// The regions merged over records that were filled.
    pub filled_merges: Vec<CellRange>,
    /// Cells under merged regions among the records that hold something else than what is seen: what they hold, and the
    /// region (V126).
    pub covered: Vec<(CellRef, String, CellRange)>,
    /// Columns whose real dates may have day and month swapped: their range, and how many dates (V115).
    pub swapped_dates: Vec<(CellRange, usize)>,
    /// Columns whose texts were read month first: their range, how many dates, and one that can only be so (V115).
    pub month_first_dates: Vec<(CellRange, usize, String)>,
    /// The row that says that there is nothing to report.
    pub nil: Option<CellRef>,
    /// Whether a signature block stands below.
    pub signed: bool,
    /// The rows of delimited text that have more fields than the header, whose amounts were set aside (V128).
    pub torn: Vec<(CellRef, Torn)>,
}

impl Table {
    /// The field's index and the role's label in the first field of a role.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<usize> {
        self.template.role(role)
    }

    /// The labels of a record's sections joined with ` / `.
    #[must_use]
    pub fn section_path(&self, record: &Record) -> &str {
        record
            .section
            .and_then(|index| self.sections.get(index))
            .map_or("", |section| section.path.as_str())
    }

    /// Whether a record stands in a section or below it.
    #[must_use]
    pub fn within(&self, record: &Record, outer: usize) -> bool {
        let mut next = record.section;
        while let Some(index) = next {
            if index == outer {
                return true;
            }
            next = self.sections.get(index).and_then(|section| section.parent);
        }
        false
    }

    /// Whether a column of the sheet feeds a field.
    #[must_use]
    pub fn has_column(&self, field: usize) -> bool {
        self.columns.iter().any(|column| {
            column
                .field
                .as_ref()
                .is_some_and(|(other, _)| *other == field)
        })
    }
}

/// A value as it is written: empty, text, whole number, decimal, or day.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Decimal(rust_decimal::Decimal),
    /// A day.
    Day(jiff::civil::Date),
}

impl Written {
    /// As it stands in CSV: a point for decimals, ISO 8601 for days, no grouping.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Decimal(number) => number.normalize().to_string(),
            Self::Day(day) => day.to_string(),
        }
    }

    fn text(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }
}

/// The values of the columns that a field gives, in their order.
#[must_use]
pub fn written(kind: Kind, columns: usize, value: &Value) -> Vec<Written> {
    let mut cells = match (kind, value) {
        (_, Value::Empty | Value::CountedAbove | Value::CountedElsewhere(_)) => Vec::new(),
        (_, Value::Text(text)) => vec![Written::text(text)],
        (_, Value::Amount { dong, qualifier }) => {
            vec![Written::Integer(dong.0), Written::text(qualifier.name())]
        }
        (_, Value::Interval(interval)) => {
            let day = |day: Option<jiff::civil::Date>| day.map_or(Written::Empty, Written::Day);
            let precision = if interval.start.is_none() && interval.end.is_none() {
                Written::Empty
            } else {
                Written::text(Precision::name(interval.precision))
            };
            vec![day(interval.start), day(interval.end), precision]
        }
        (_, Value::Quantity { number, measure }) => {
            vec![
                number.map_or(Written::Empty, Written::Decimal),
                Written::text(measure),
            ]
        }
        (Kind::Integer, Value::Number(number)) => {
            vec![i64::try_from(number.trunc()).map_or(Written::Empty, Written::Integer)]
        }
        (_, Value::Number(number)) => vec![Written::Decimal(*number)],
        (_, Value::Day(day)) => vec![Written::Day(*day)],
        (_, Value::Code { code, name }) => vec![Written::text(code), Written::text(name)],
    };
    cells.resize(columns, Written::Empty);
    cells
}
