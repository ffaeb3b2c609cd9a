//! Which office stands in the place of another one that is no more.

use std::collections::HashMap;

use jiff::civil::Date;

use super::error::ListError;
use super::offices::Register;
use super::unit::Unit;

impl Register {
    /// The office in whose name an office's report stands on a day: its own while it exists; once it is no more that of
    /// the first of its successors, one after the other, that exists. `None` when it is no more, or not yet, and none does.
    #[must_use]
    pub fn standing_on<'r>(&'r self, unit: &'r Unit, day: Date) -> Option<&'r Unit> {
        /// No office has been rearranged more often; a circle ends here too.
        const TIMES: usize = 64;
        let mut office = unit;
        for _ in 0..TIMES {
            if office.exists_on(day) {
                return Some(office);
            }
            office.valid_to.filter(|last| *last < day)?;
            office = self.by_code(&office.successor)?;
        }
        None
    }
}

/// An office that names its successor and no last day ends on the day before the successor begins.
pub(super) fn end_before_successors(units: &mut [Unit]) {
    let begins: HashMap<String, Date> = units
        .iter()
        .filter_map(|unit| Some((unit.code.clone(), unit.valid_from?)))
        .collect();
    for unit in units.iter_mut().filter(|unit| unit.valid_to.is_none()) {
        let begins = begins.get(&unit.successor).copied();
        let last = begins.and_then(|begins| begins.yesterday().ok());
        // One that begins later itself was named the wrong way about, or stands beside it.
        unit.valid_to = last.filter(|last| unit.valid_from.is_none_or(|from| from <= *last));
    }
}

/// Offices whose successors lead back to themselves, each such circle once, at its first line.
pub(super) fn circles(units: &[Unit], lines: &[u64]) -> Vec<ListError> {
    let index: HashMap<&str, usize> = units
        .iter()
        .enumerate()
        .map(|(index, unit)| (unit.code.as_str(), index))
        .collect();
    let next = |at: usize| {
        let successor = units.get(at)?.successor.as_str();
        index.get(successor).copied()
    };
    let mut errors = Vec::new();
    // The walk that first came by.
    let mut walked: Vec<Option<usize>> = vec![None; units.len()];
    for start in 0..units.len() {
        let mut at = Some(start);
        while let Some(place) = at
            && let Some(walk) = walked.get_mut(place)
            && walk.is_none()
        {
            *walk = Some(start);
            at = next(place);
        }
        // A walk that comes upon itself has met a circle that none met before.
        let Some(met) = at.filter(|at| walked.get(*at) == Some(&Some(start))) else {
            continue;
        };
        let mut circle = vec![met];
        let mut at = next(met);
        while let Some(place) = at.filter(|place| *place != met) {
            circle.push(place);
            at = next(place);
        }
        let first = circle.iter().min().copied();
        let first = circle.iter().position(|place| Some(*place) == first);
        circle.rotate_left(first.unwrap_or(0));
        let codes = circle.iter().filter_map(|at| units.get(*at));
        errors.push(ListError::Circle {
            line: circle
                .first()
                .and_then(|first| lines.get(*first))
                .map_or(1, |line| *line),
            codes: codes.map(|unit| unit.code.clone()).collect(),
        });
    }
    errors
}
