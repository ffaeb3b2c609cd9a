//! A record with the table and the report that it stands in: what rules and reports ask of it.

use super::changes::At;
use super::{Office, Round, Submission};
use crate::fold;
use crate::place::{CellRef, Place};
use crate::record::{Field, Record, Table};
use crate::template::Role;
use crate::value::{Interval, Value};

/// A record, and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct RecordIn<'r> {
    /// Its report.
    pub submission: &'r Submission,
    /// Its table.
    pub table: &'r Table,
    /// The record.
    pub record: &'r Record,
}

impl Round {
    /// The record at a place.
    #[must_use]
    pub fn record_at(&self, (submission, at): At) -> Option<RecordIn<'_>> {
        let submission = self.submissions.get(submission)?;
        let (table, record) = submission.record(at)?;
        Some(RecordIn {
            submission,
            table,
            record,
        })
    }
}

impl<'r> RecordIn<'r> {
    /// Whose report it stands in.
    #[must_use]
    pub fn office(&self) -> &'r Office {
        self.submission.office_of(self.table)
    }

    /// Its value in the field of a role.
    #[must_use]
    pub fn field(&self, role: Role) -> Option<&'r Field> {
        self.record.fields.get(self.table.role(role)?)
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.field(Role::Name);
        name.map_or_else(String::new, |field| fold::tidy(&field.raw).into_owned())
    }

    /// What it says the amount is, in đồng, wherever that counts.
    #[must_use]
    pub fn said(&self) -> Option<i64> {
        self.field(Role::Total)?.said().map(|dong| dong.0)
    }

    /// The same of what is neither planned nor withdrawn.
    #[must_use]
    pub fn done(&self) -> Option<i64> {
        let total = self.field(Role::Total)?;
        let done = !total.planned() && !total.withdrawn();
        total.said().filter(|_| done).map(|dong| dong.0)
    }

    /// When.
    #[must_use]
    pub fn time(&self) -> Option<Interval> {
        match self.field(Role::Time)?.value {
            Value::Interval(interval) => Some(interval),
            _ => None,
        }
    }

    /// The cell of a role, else that of its name, else the first of its row.
    #[must_use]
    pub fn cell(&self, role: Role) -> CellRef {
        let cells = [role, Role::Name].into_iter();
        let mut cells = cells.filter_map(|role| self.field(role)?.cell);
        cells.next().unwrap_or(CellRef::new(self.record.row, 0))
    }

    /// The place of that cell.
    #[must_use]
    pub fn place(&self, role: Role) -> Place {
        self.table.place.at(self.cell(role))
    }
}
