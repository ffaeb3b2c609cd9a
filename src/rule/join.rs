//! One cause, one finding: a run of adjacent cells of a column that are noted for one reason is one range; and where the
//! reason is no matter of the column, such as a formula without a stored result, runs of the same rows side by side are one.

use crate::finding::{Fact, Finding};
use crate::place::CellRange;
use crate::value::Note;

/// How many findings back the one may stand that another continues.
const LOOK_BACK: usize = 64;

/// Joins runs. The findings must stand in their order.
pub fn adjacent(found: &mut Vec<Finding>) {
    let mut joined: Vec<Finding> = Vec::with_capacity(found.len());
    for finding in found.drain(..) {
        let joins = super::find(finding.code).is_some_and(|rule| rule.joins);
        let run = joins
            .then(|| {
                joined
                    .iter_mut()
                    .rev()
                    .take(LOOK_BACK)
                    .find(|earlier| continues(earlier, &finding))
            })
            .flatten();
        match (run, finding.place.cells) {
            (Some(earlier), Some(cells)) => {
                earlier.count += finding.count;
                let first = earlier.place.cells.map_or(cells.first, |range| range.first);
                earlier.place.cells = Some(CellRange::new(first, cells.last));
            }
            _ => joined.push(finding),
        }
    }
    *found = side_by_side(joined);
}

/// Joins the runs of neighbouring columns that have the same rows. Cells that are to be filled in or read stay apart by
/// column: each column asks for something else.
fn side_by_side(found: Vec<Finding>) -> Vec<Finding> {
    let mut joined: Vec<Finding> = Vec::with_capacity(found.len());
    for finding in found {
        let left = joined
            .iter_mut()
            .rev()
            .take(LOOK_BACK)
            .find(|left| is_beside(left, &finding));
        match (left, finding.place.cells) {
            (Some(left), Some(cells)) => {
                left.count += finding.count;
                let first = left.place.cells.map_or(cells.first, |range| range.first);
                left.place.cells = Some(CellRange::new(first, cells.last));
            }
            _ => joined.push(finding),
        }
    }
    joined
}

fn is_beside(left: &Finding, right: &Finding) -> bool {
    let (Some(one), Some(next)) = (left.place.cells, right.place.cells) else {
        return false;
    };
    left.code == right.code
        && left.place.file == right.place.file
        && left.place.sheet == right.place.sheet
        && one.first.row == next.first.row
        && one.last.row == next.last.row
        && one.last.col.checked_add(1) == Some(next.first.col)
        && same_cause(left, right)
}

/// Whether the reason is the same whichever column it stands in.
fn same_cause(left: &Finding, right: &Finding) -> bool {
    let (Fact::Value { note, .. }, Fact::Value { note: other, .. }) = (&left.fact, &right.fact)
    else {
        return false;
    };
    match note {
        Note::TextNumber | Note::NoResult => note == other,
        Note::CellError => note == other && left.text == right.text,
        _ => false,
    }
}

fn continues(earlier: &Finding, next: &Finding) -> bool {
    let (Some(above), Some(below)) = (earlier.place.cells, next.place.cells) else {
        return false;
    };
    earlier.code == next.code
        && earlier.place.file == next.place.file
        && earlier.place.sheet == next.place.sheet
        && above.first.col == below.first.col
        && above.last.col == below.last.col
        && above.last.row.checked_add(1) == Some(below.first.row)
        && same_reason(earlier, next)
}

/// Whether one sentence holds for both. `chưa có số liệu` and `12.34.567` are both unread, each for a reason of its own.
fn same_reason(earlier: &Finding, next_finding: &Finding) -> bool {
    match (&earlier.fact, &next_finding.fact) {
        (
            Fact::Value { label, note },
            Fact::Value {
                label: other,
                note: next,
            },
        ) => {
            let same_words = match note {
                Note::CellError => earlier.text == next_finding.text,
                Note::Ditto => {
                    earlier.text == next_finding.text && earlier.value == next_finding.value
                }
                _ => true,
            };
            // Each cell stores a figure of its own.
            let same_note =
                note == next || matches!((note, next), (Note::ShownOther(_), Note::ShownOther(_)));
            label == other && same_note && same_words
        }
        (earlier, next) => earlier == next,
    }
}
