//! Findings that a person has accepted: told with the reason, and no error or warning any more.

use std::collections::HashMap;
use std::sync::Arc;

use crate::finding::{Fact, Finding, Severity, Subject};
use crate::place::Place;
use crate::project::decisions::Accepted;
use crate::round::Round;

/// A finding as a decision names it.
#[must_use]
pub fn named(round: &Round, finding: &Finding) -> Accepted {
    let file = finding.place.file.as_deref().unwrap_or_default();
    let mut files = round.files();
    let submission = files.find(|submission| &*submission.name == file);
    Accepted {
        code: finding.code.to_owned(),
        file: file.to_owned(),
        office: submission.map_or_else(String::new, |of| of.office.code().to_owned()),
        sheet: finding
            .place
            .sheet
            .as_deref()
            .unwrap_or_default()
            .to_owned(),
        cell: finding
            .place
            .cells
            .map(|cells| cells.to_string())
            .unwrap_or_default(),
        text: finding.text.clone().unwrap_or_default(),
        why: crate::project::decisions::Why::default(),
    }
}

/// Marks the findings that were accepted; gives what the decisions speak of that no finding fits.
pub(super) fn apply(round: &Round, found: &mut [Finding]) -> Vec<(Place, Fact)> {
    let decisions = &round.setup.decisions.accepted;
    if decisions.is_empty() {
        return Vec::new();
    }
    let offices: HashMap<&str, &str> = round
        .files()
        .map(|submission| (&*submission.name, submission.office.code()))
        .collect();
    let mut by_code: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, finding) in found.iter().enumerate() {
        by_code.entry(finding.code).or_default().push(index);
    }
    let mut stale = Vec::new();
    for decision in decisions {
        let of_code = by_code
            .get(decision.code.as_str())
            .map_or(&[][..], Vec::as_slice);
        let of_code = || {
            let all = of_code.iter().copied();
            all.filter_map(|index| Some((index, found.get(index)?)))
        };
        let text = |finding: &Finding| finding.text.as_deref().unwrap_or_default() == decision.text;
        let exact = of_code().find(|(_, finding)| text(finding) && is_at(decision, &finding.place));
        // The office's file may have come again, with other rows above.
        let moved = || {
            let of_office = |place: &Place| {
                let office = place.file.as_deref().and_then(|file| offices.get(file));
                !decision.office.is_empty()
                    && office.is_some_and(|office| *office == decision.office)
            };
            let mut fitting = of_code().filter(|(_, f)| text(f) && of_office(&f.place));
            let one = fitting.next()?;
            fitting.next().is_none().then_some(one)
        };
        let Some(index) = exact.or_else(moved).map(|(index, _)| index) else {
            let subject = Subject::Finding {
                code: decision.code.clone(),
                place: decision.place(),
            };
            stale.push((Place::default(), Fact::Decision { subject }));
            continue;
        };
        if let Some(finding) = found.get_mut(index) {
            finding.severity = Severity::Info;
            finding.accepted = Some(Arc::new(decision.why.clone()));
        }
    }
    stale
}

fn is_at(decision: &Accepted, place: &Place) -> bool {
    let cell = place.cells.map(|cells| cells.to_string());
    place.file.as_deref().unwrap_or_default() == decision.file
        && place.sheet.as_deref().unwrap_or_default() == decision.sheet
        && cell.unwrap_or_default() == decision.cell
}
