//! Rows of the register that stand for all offices of a kind: one deadline for all districts.
//!
//! ```text
//! code,name,kind,deadline
//! *,,district,2020-09-30
//! ```

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::error::ListError;
use super::list::nearest;
use super::unit::Unit;
use crate::fold::fold;

/// What holds for all offices of a kind that say nothing else.
#[derive(Debug, Default)]
pub(super) struct Kinds {
    /// By the folded name of the kind.
    kinds: HashMap<String, KindRow>,
}

/// Such a row.
#[derive(Debug)]
struct KindRow {
    line: u64,
    /// As it is written.
    kind: String,
    deadline: Option<Date>,
    cutoff: Option<Date>,
}

impl Kinds {
    /// Takes a row that stands for a kind, read as if it were an office.
    pub(super) fn add(&mut self, row: &Unit, line: u64) -> Result<(), ListError> {
        if let Some(column) = beyond(row) {
            return Err(ListError::NotForKind { line, column });
        }
        if row.kind.is_empty() {
            return Err(ListError::EmptyKind { line });
        }
        let new = KindRow {
            line,
            kind: row.kind.clone(),
            deadline: row.deadline,
            cutoff: row.cutoff,
        };
        match self.kinds.get(&fold(&row.kind)) {
            Some(first) => Err(ListError::DuplicateKind {
                kind: row.kind.clone(),
                first: first.line,
                line,
            }),
            None => {
                self.kinds.insert(fold(&row.kind), new);
                Ok(())
            }
        }
    }

    /// Kinds that no office is of, with the nearest that there is.
    pub(super) fn without_offices(&self, units: &[Unit]) -> Vec<ListError> {
        if self.kinds.is_empty() {
            return Vec::new();
        }
        let there: BTreeMap<String, &str> = units
            .iter()
            .map(|unit| (fold(&unit.kind), unit.kind.as_str()))
            .collect();
        let unknown = self.kinds.iter();
        unknown
            .filter(|(kind, _)| !there.contains_key(*kind))
            .map(|(_, row)| ListError::UnknownKind {
                line: row.line,
                kind: row.kind.clone(),
                nearest: nearest(&row.kind, there.values().copied()),
            })
            .collect()
    }

    /// Gives offices what holds for their kind where they say nothing themselves.
    pub(super) fn fill(&self, units: &mut [Unit]) {
        if self.kinds.is_empty() {
            return;
        }
        for unit in units {
            if let Some(row) = self.kinds.get(&fold(&unit.kind)) {
                unit.deadline = unit.deadline.or(row.deadline);
                unit.cutoff = unit.cutoff.or(row.cutoff);
            }
        }
    }
}

/// The first column filled that says something of a single office.
fn beyond(row: &Unit) -> Option<&'static str> {
    [
        ("aliases", !row.aliases.is_empty()),
        ("valid_from", row.valid_from.is_some()),
        ("valid_to", row.valid_to.is_some()),
        ("successor", !row.successor.is_empty()),
        ("side", !row.side.is_empty()),
        ("partner", !row.partners.is_empty()),
        ("reports_for", !row.reports_for.is_empty()),
        ("email", !row.email.is_empty()),
    ]
    .into_iter()
    .find_map(|(column, filled)| filled.then_some(column))
}
