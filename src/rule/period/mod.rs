//! Rules about what became of the records of the period before: sums that shrink, what was finished and is not any more,
//! what is gone, what is new and old at once.

pub mod p401_shrunk;
pub mod p402_unfinished_again;
pub mod p403_gone;
pub mod p404_begun_before;

use jiff::civil::Date;

use crate::round::{RecordIn, Round};

/// The round before, and the records that stand in both: the old and the new one.
fn kept(round: &Round) -> impl Iterator<Item = (RecordIn<'_>, RecordIn<'_>)> {
    let both = round
        .setup
        .previous
        .as_deref()
        .zip(round.since_previous.as_ref());
    both.into_iter().flat_map(move |(previous, changes)| {
        let kept = changes.kept.iter();
        kept.filter_map(move |(old, new)| Some((previous.record_at(*old)?, round.record_at(*new)?)))
    })
}

/// The last day of the period before, where it is told.
fn end_before(round: &Round) -> Option<Date> {
    let previous = round.setup.previous.as_deref()?;
    previous.setup.project.as_ref()?.period.end
}

/// Whether amounts are told from the same day on in both periods, so that they can only grow.
fn is_cumulative(round: &Round) -> bool {
    let start = |round: &Round| {
        let project = round.setup.project.as_ref()?;
        project.period.start.or(project.programme.start)
    };
    let Some(previous) = round.setup.previous.as_deref() else {
        return false;
    };
    match (start(previous), start(round)) {
        (Some(old), Some(new)) => new <= old,
        _ => true,
    }
}
