//! What the rows that add up add up: told by their labels and by where they stand.
//!
//! ```text
//!   I | Y tế …
//!     | Cộng            the innermost section that is still open
//!     | Cộng A          the section of that number
//!     | Tổng cộng       all, when nothing is to follow
//! ```

use super::body::{Body, BodyKind, Scope};
use super::words::{Phrases, goes_on_with_time, total_number, without_remark, words};
use super::{CellRole, mark_row};
use crate::fold;

/// The scope that a label states by its words alone; `None` when its place decides.
pub(super) fn stated(label: &str) -> Option<Scope> {
    let folded = fold::fold(label.split(['(', ':']).next().unwrap_or(label));
    let are = |phrases: &Phrases| phrases.rests(&folded).any(goes_on_with_time);
    if are(&words().carried) {
        return Some(Scope::Other);
    }
    are(&words().page_total).then_some(Scope::Page)
}

/// Decides what each row that adds up adds up.
pub(super) fn settle(body: &mut Body, roles: &mut [Vec<CellRole>]) {
    let kinds: Vec<BodyKind> = body.rows.iter().map(|row| row.kind.clone()).collect();
    let mut open: Vec<usize> = Vec::new();
    let mut given = Given::default();
    for (position, kind) in kinds.iter().enumerate() {
        if let BodyKind::Section(index) = kind {
            open = chain(body, *index);
        }
        let BodyKind::Total { label, scope } = kind else {
            continue;
        };
        let scope = match scope {
            Scope::All => {
                let around = Around::of(&kinds, position);
                let scope = by_place(body, &mut open, label, &around, &given);
                given.add(body, scope, label);
                scope
            }
            other => *other,
        };
        let Some(row) = body.rows.get_mut(position) else {
            continue;
        };
        if scope != Scope::All {
            mark_row(roles, row.index, CellRole::Subtotal);
        }
        row.kind = BodyKind::Total {
            label: label.clone(),
            scope,
        };
    }
}

/// The sums given so far.
#[derive(Default)]
struct Given {
    /// Whether some add up what stands since the one before.
    runs: bool,
    /// The labels of those that add up sections, folded, and how deep these stand.
    labels: Vec<(String, usize)>,
}

impl Given {
    fn add(&mut self, body: &Body, scope: Scope, label: &str) {
        match scope {
            Scope::SinceLast => self.runs = true,
            Scope::Section(index) => {
                let depth = chain(body, index).len();
                self.labels.push((fold::fold(label), depth));
            }
            Scope::All | Scope::Page | Scope::Other => {}
        }
    }

    /// Whether sections this deep were added up under this very label.
    fn has(&self, label: &str, depth: usize) -> bool {
        self.labels.contains(&(fold::fold(label), depth))
    }
}

/// What stands before and after a row that adds up.
struct Around {
    listed_before: bool,
    listed_after: bool,
    total_after: bool,
}

impl Around {
    fn of(kinds: &[BodyKind], position: usize) -> Self {
        let listed =
            |kind: &BodyKind| matches!(kind, BodyKind::Record { .. } | BodyKind::Section(_));
        let before = kinds.get(..position).unwrap_or_default();
        let after = kinds.get(position + 1..).unwrap_or_default();
        Self {
            listed_before: before.iter().any(listed),
            listed_after: after.iter().any(listed),
            total_after: after.iter().any(|kind| {
                matches!(
                    kind,
                    BodyKind::Total {
                        scope: Scope::All,
                        ..
                    }
                )
            }),
        }
    }
}

fn by_place(
    body: &Body,
    open: &mut Vec<usize>,
    label: &str,
    around: &Around,
    given: &Given,
) -> Scope {
    if !around.listed_before {
        return Scope::All;
    }
    if let Some(position) = open.iter().position(|index| names(body, *index, label)) {
        // What lies within that section is closed with it.
        let section = open.get(position).copied();
        open.drain(..=position);
        return section.map_or(Scope::All, Scope::Section);
    }
    let more = around.listed_after || around.total_after;
    let depth = open
        .first()
        .map_or(0, |section| chain(body, *section).len());
    let numbered = total_number(label).is_some();
    let of_section = depth > 0 && (numbered || given.has(label, depth));
    let of_run = numbered && given.runs;
    if !(more || of_section || of_run) {
        return Scope::All;
    }
    if open.is_empty() {
        let run = around.listed_after || given.runs || numbered;
        return if run { Scope::SinceLast } else { Scope::All };
    }
    Scope::Section(open.remove(0))
}

/// A section and those it stands in, innermost first.
fn chain(body: &Body, innermost: usize) -> Vec<usize> {
    let mut chain = Vec::new();
    let mut next = Some(innermost);
    while let Some(index) = next {
        chain.push(index);
        next = body.sections.get(index).and_then(|section| section.parent);
    }
    chain
}

/// Whether a label names a section, by its wording or by its number: `Cộng lĩnh vực y tế`, `Cộng mục I`.
fn names(body: &Body, index: usize, label: &str) -> bool {
    let Some(section) = body.sections.get(index) else {
        return false;
    };
    let bare = fold::bare(label);
    let name = fold::bare(without_remark(&section.label));
    if name.len() > 3 && bare.contains(&name) {
        return true;
    }
    !section.number.is_empty() && total_number(label) == Some(section.number.as_str())
}

/// Whether a text is the label of a page's own row: `Cộng trang`, `Mang sang`.
pub(super) fn is_page_line(text: &str) -> bool {
    stated(text).is_some()
}
