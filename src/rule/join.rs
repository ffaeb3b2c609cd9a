//! One cause, one finding: a run of adjacent cells of a column that are noted for one reason is one range.

use crate::finding::{Fact, Finding};
use crate::normalize::value::Note;
use crate::place::CellRange;

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
                    .take(64)
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
    *found = joined;
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
            label == other && note == next && same_words
        }
        (earlier, next) => earlier == next,
    }
}
