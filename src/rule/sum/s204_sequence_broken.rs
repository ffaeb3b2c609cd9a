//! S204: the row numbers (STT) repeat or leave a gap. A number that begins again at 1 below a section is right, and so
//! is a table that begins where another one of the workbook ends.

use std::collections::{HashMap, HashSet};

use crate::finding::{Fact, Severity};
use crate::place::CellRef;
use crate::record::{Record, Table, TotalKind};
use crate::round::Submission;
use crate::rule::support::quoted;
use crate::rule::{Rule, Said, Sink, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "S204",
    name: "SequenceBroken",
    severity: Severity::Warning,
    docs: docs!("S204"),
    joins: false,
    check: |round, sink| {
        for submission in &round.submissions {
            let ends = ends(submission);
            for sheet in &submission.sheets {
                // Where rows do not count their numbers are missing.
                let whole = |table: &&Table| !sheet.thinned.contains(&table.number);
                for table in sheet.tables.iter().filter(whole) {
                    check(table, &ends, sink);
                }
            }
        }
    },
    say: |finding, lang| {
        let Fact::Sequence { expected, earlier } = &finding.fact else {
            return Said::new("", "");
        };
        let text = quoted(finding, lang);
        let message = match earlier {
            Some(cell) => lang.pick(
                format!("STT {text} đã có ở ô {cell}"),
                format!("number {text} stands in {cell} already"),
            ),
            None => lang.pick(
                format!("STT {text} không liền với dòng trên (lẽ ra là {expected})"),
                format!("number {text} does not follow the row above ({expected} was due)"),
            ),
        };
        Said::new(
            message,
            lang.pick(
                "Đánh lại số thứ tự; nếu thiếu dòng thì bổ sung.",
                "Number the rows again; if a row is missing, add it.",
            ),
        )
    },
};

/// The numbers that tables of a submission end with: another table may go on from there.
fn ends(submission: &Submission) -> HashSet<i64> {
    let last = |table: &Table| table.records.iter().rev().find_map(number);
    submission
        .tables()
        .filter_map(last)
        .map(|(number, _)| number)
        .collect()
}

/// A row number of the list: a record's, or that of an activity whose parts are the records.
struct Numbered<'t> {
    row: u32,
    number: i64,
    section: Option<usize>,
    /// The record; `None` for an activity that heads others.
    record: Option<(&'t Record, CellRef)>,
}

/// The row numbers of a table, top to bottom.
fn numbers(table: &Table) -> Vec<Numbered<'_>> {
    let records = table.records.iter().filter_map(|record| {
        let (number, cell) = number(record)?;
        Some(Numbered {
            row: record.row,
            number,
            section: record.section,
            record: Some((record, cell)),
        })
    });
    let activities = table.sections.iter().filter_map(|section| {
        let number = section.number.parse().ok()?;
        Some(Numbered {
            row: section.row,
            number,
            section: section.parent,
            record: None,
        })
    });
    let mut numbers: Vec<Numbered<'_>> = records.collect();
    let own = numbers.len();
    numbers.extend(activities);
    if numbers.len() > own {
        numbers.sort_by_key(|numbered| numbered.row);
    }
    numbers
}

fn check(table: &Table, ends: &HashSet<i64>, sink: &mut Sink<'_>) {
    let mut before: Option<(i64, Option<usize>)> = None;
    // Where each number of the run stands first.
    let mut run: HashMap<i64, Option<CellRef>> = HashMap::new();
    let mut sums = table
        .totals
        .iter()
        .filter(|total| total.kind == TotalKind::Row)
        .map(|total| total.row)
        .peekable();
    for numbered in numbers(table) {
        let number = numbered.number;
        let mut below_sum = false;
        while sums.next_if(|row| *row < numbered.row).is_some() {
            below_sum = true;
        }
        let due = before.map_or(1, |(last, _)| last + 1);
        let goes_on =
            before.is_none() && number.checked_sub(1).is_some_and(|end| ends.contains(&end));
        let anew = below_sum || before.is_none_or(|(_, section)| section != numbered.section);
        before = Some((number, numbered.section));
        let cell = numbered.record.map(|(_, cell)| cell);
        if number == 1 && anew || goes_on {
            // Emptied, the map of a long run would be walked as a whole for each short one.
            run = HashMap::from([(number, cell)]);
            continue;
        }
        let earlier = run.get(&number).copied();
        run.entry(number).or_insert(cell);
        let Some((record, cell)) = numbered.record else {
            continue;
        };
        if number == due && earlier.is_none() {
            continue;
        }
        let finding = sink.add(
            table.place.at(cell),
            Fact::Sequence {
                expected: due,
                earlier: earlier.flatten(),
            },
        );
        finding.text = Some(record.seq.to_string());
    }
}

/// The number of a record, when it is a plain one (`1.2` and `a` are not counted).
fn number(record: &Record) -> Option<(i64, CellRef)> {
    let text = record.seq.trim().trim_end_matches(['.', ')']);
    Some((text.parse().ok()?, record.seq_cell?))
}
