//! Rules about files.

use crate::finding::{Fact, FileFact};
use crate::place::Place;
use crate::round::Round;

use super::Sink;

pub mod f001_unreadable;
pub mod f002_encrypted;
pub mod f003_other_content;
pub mod f004_limit_reached;
pub mod f005_legacy_text;
pub mod f006_macros_or_links;
pub mod f007_no_spreadsheet;

/// Adds a finding for every fact about a submission that fits.
fn facts(round: &Round, sink: &mut Sink<'_>, fits: impl Fn(&FileFact) -> bool) {
    for submission in &round.submissions {
        for fact in submission.facts.iter().filter(|fact| fits(fact)) {
            sink.add(Place::file(&submission.name), Fact::File(fact.clone()));
        }
    }
}
