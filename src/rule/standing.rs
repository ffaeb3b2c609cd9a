//! Which findings stand on which records, found once for all records and findings.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::finding::{Finding, Severity};
use crate::place::{CellRange, CellRef};
use crate::record::{Field, Record};
use crate::round::Round;

/// The codes that leave an amount in doubt: it is read and added as it stands, and may be wrong by its size or by being
/// counted at all. Codes that no rule raises yet do no harm.
pub static DOUBTFUL: &[&str] = &["S205", "T013", "V110", "V118", "V130", "X309"];

/// The codes of what no office can correct in its file: what another one tells too, when it came, which of several files
/// counts, what a person decided, whose name it bears.
pub static NOT_TO_CORRECT: &[&str] = &["X302", "X304", "X305", "X308", "X312", "X313"];

/// The findings of a round by the records that they stand on.
#[derive(Debug, Default)]
pub struct Standing<'r> {
    /// The codes of errors and warnings by record, in the order of the findings.
    codes: HashMap<&'r str, Vec<&'static str>>,
    /// The one record of each finding, parallel to the findings.
    records: Vec<Option<&'r str>>,
    /// The records and fields whose cells are in doubt.
    doubtful: HashSet<(&'r str, usize)>,
}

/// The records of a sheet by each row that their cells stand in, in ascending order.
type Rows<'r> = Vec<(u32, &'r Record)>;

impl<'r> Standing<'r> {
    /// Finds the records of all findings.
    #[must_use]
    pub fn of(round: &'r Round, findings: &[Finding]) -> Self {
        let sheets = sheets(round, findings);
        let mut standing = Self::default();
        for finding in findings {
            let rows = key(finding).and_then(|key| sheets.get(&key));
            let one = match (rows, finding.place.cells) {
                (Some(rows), Some(cells)) => standing.add(finding, cells, rows),
                _ => None,
            };
            standing.records.push(one);
        }
        standing
    }

    /// Notes a finding at all records that have a cell in its range; gives the record when there is but one.
    fn add(&mut self, finding: &Finding, cells: CellRange, rows: &Rows<'r>) -> Option<&'r str> {
        let first = rows.partition_point(|(row, _)| *row < cells.first.row);
        let doubtful = DOUBTFUL.contains(&finding.code) && finding.accepted.is_none();
        let mut found: BTreeSet<&str> = BTreeSet::new();
        let within = rows.iter().skip(first);
        for (_, record) in within.take_while(|(row, _)| *row <= cells.last.row) {
            if !found.contains(record.id.as_str()) && touches(record, cells) {
                found.insert(&record.id);
                if finding.severity > Severity::Info {
                    let codes = self.codes.entry(&record.id).or_default();
                    if !codes.contains(&finding.code) {
                        codes.push(finding.code);
                    }
                }
                if doubtful {
                    self.doubt(record, cells);
                }
            }
        }
        match found.len() {
            1 => found.first().copied(),
            _ => None,
        }
    }

    fn doubt(&mut self, record: &'r Record, cells: CellRange) {
        for (index, field) in record.fields.iter().enumerate() {
            if field.cell.is_some_and(|cell| cells.contains(cell)) {
                self.doubtful.insert((&record.id, index));
            }
        }
    }

    /// The codes of the errors and warnings on a record's own cells, each once, in the order of the findings.
    #[must_use]
    pub fn codes(&self, record: &Record) -> &[&'static str] {
        self.codes
            .get(record.id.as_str())
            .map_or(&[], Vec::as_slice)
    }

    /// The same in one text, as tables give them.
    #[must_use]
    pub fn doubts(&self, record: &Record) -> String {
        self.codes(record).join(" ")
    }

    /// The id of the one record that a finding stands on, by the finding's place in the list; `None` when it stands on
    /// several, or on none.
    #[must_use]
    pub fn record(&self, finding: usize) -> Option<&'r str> {
        self.records.get(finding).copied().flatten()
    }

    /// Whether the amount in a field of a record is in doubt (see [`DOUBTFUL`]).
    #[must_use]
    pub fn is_doubtful(&self, record: &Record, field: usize) -> bool {
        self.doubtful.contains(&(record.id.as_str(), field))
    }

    /// Whether nothing is in doubt.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.doubtful.is_empty()
    }
}

/// A sheet's file and name.
type Key<'f> = (&'f str, &'f str);

fn key(finding: &Finding) -> Option<Key<'_>> {
    let sheet = finding.place.sheet.as_deref().unwrap_or_default();
    Some((finding.place.file.as_deref()?, sheet))
}

/// The rows of the sheets on which findings stand.
fn sheets<'r>(round: &'r Round, findings: &[Finding]) -> HashMap<Key<'r>, Rows<'r>> {
    let wanted: HashSet<Key<'_>> = findings
        .iter()
        .filter(|finding| finding.place.cells.is_some())
        .filter_map(key)
        .collect();
    let mut sheets: HashMap<Key<'r>, Rows<'r>> = HashMap::new();
    for (submission, table) in round.tables() {
        let sheet = table.place.sheet.as_deref().unwrap_or_default();
        let key = (&*submission.name, sheet);
        if !wanted.contains(&key) {
            continue;
        }
        let rows = sheets.entry(key).or_default();
        for record in &table.records {
            let of_record: BTreeSet<u32> = cells(record).map(|cell| cell.row).collect();
            rows.extend(of_record.into_iter().map(|row| (row, record)));
        }
    }
    for rows in sheets.values_mut() {
        rows.sort_by_key(|(row, _)| *row);
    }
    sheets
}

/// The cells of a record.
fn cells(record: &Record) -> impl Iterator<Item = CellRef> {
    let of_field = |field: &Field| [field.cell, field.second];
    let fields = record.fields.iter().flat_map(of_field);
    fields.chain([record.seq_cell]).flatten()
}

fn touches(record: &Record, range: CellRange) -> bool {
    cells(record).any(|cell| range.contains(cell))
}
