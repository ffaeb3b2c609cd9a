//! Walking down the rows: what is open where a row stands, and so what its figure may stand for.

use std::collections::HashSet;
use std::ops::Range;

use super::sums::Sums;
use super::{Cover, Verdict};
use crate::fold;
use crate::layout::body::{Body, BodyKind, Scope};
use crate::layout::words::{self, is_bare_total_label, total_number, without_remark, words};

/// Walks down the rows and keeps what is open.
pub(super) struct Tracker<'b> {
    body: &'b Body,
    /// Positions of each section's own row, and behind the last row in it.
    spans: Vec<Range<usize>>,
    /// The first and the last position of a record or a section.
    listed: Option<(usize, usize)>,
    /// Positions of rows that add up, and whose words do not say a page or a sum carried on.
    sums: Vec<usize>,
    /// Sections that no row has added up yet, innermost first.
    open: Vec<usize>,
    given: Given,
    /// Behind the last row that adds up a run or all; the last page's; the last of any kind.
    last_run: usize,
    last_page: usize,
    last_any: usize,
}

/// The sums given so far.
#[derive(Default)]
struct Given {
    /// Whether some add up what stands since the one before.
    runs: bool,
    /// The labels of those that add up sections, folded, and how deep these stand.
    labels: HashSet<(String, usize)>,
}

impl<'b> Tracker<'b> {
    pub(super) fn new(body: &'b Body) -> Self {
        let mut spans: Vec<Range<usize>> = vec![0..0; body.sections.len()];
        let mut listed = None;
        let mut sums = Vec::new();
        for (position, row) in body.rows.iter().enumerate() {
            let section = match &row.kind {
                BodyKind::Section(index) => {
                    if let Some(span) = spans.get_mut(*index) {
                        *span = position..position + 1;
                    }
                    Some(*index)
                }
                BodyKind::Record { section } => *section,
                BodyKind::Total { scope, .. } => {
                    if *scope == Scope::All {
                        sums.push(position);
                    }
                    continue;
                }
                _ => continue,
            };
            let (first, _) = listed.unwrap_or((position, position));
            listed = Some((first, position));
            for index in body.chain(section) {
                if let Some(span) = spans.get_mut(index) {
                    span.end = position + 1;
                }
            }
        }
        Self {
            body,
            spans,
            listed,
            sums,
            open: Vec::new(),
            given: Given::default(),
            last_run: 0,
            last_page: 0,
            last_any: 0,
        }
    }

    pub(super) fn cover(&mut self, position: usize, sums: &Sums) -> Option<Cover> {
        let row = self.body.rows.get(position)?;
        let own = sums.main.own.get(position).copied().flatten();
        match &row.kind {
            BodyKind::Section(index) => {
                self.open = self.body.chain(Some(*index)).collect();
                let rows = self.spans.get(*index).cloned()?;
                own?;
                let parts = self.parts(position);
                // A bare section may be parted, as a record is.
                let verdict = sums.records(position, &rows);
                Some(match (verdict, parts.is_empty()) {
                    (Verdict::Nothing, false) => Cover {
                        verdict: sums.parts(position, &parts),
                        rows: parts,
                        scope: Scope::Other,
                    },
                    _ => Cover {
                        rows,
                        scope: Scope::Section(*index),
                        verdict,
                    },
                })
            }
            BodyKind::Record { section } => {
                if self.open.is_empty() || self.open.first() != section.as_ref() {
                    let chain: Vec<usize> = self.body.chain(*section).collect();
                    self.open.retain(|index| chain.contains(index));
                }
                let parts = self.parts(position);
                own.filter(|_| !parts.is_empty())?;
                let verdict = sums.parts(position, &parts);
                Some(Cover {
                    rows: parts,
                    scope: Scope::Other,
                    verdict,
                })
            }
            BodyKind::Total { label, scope } => {
                let cover = self.total(position, label, *scope, own, sums);
                self.last_any = position + 1;
                match cover.scope {
                    Scope::All | Scope::SinceLast => self.last_run = position + 1,
                    Scope::Page => self.last_page = position + 1,
                    Scope::Section(_) | Scope::Carried | Scope::Other => {}
                }
                Some(cover)
            }
            _ => None,
        }
    }

    /// The rows right below that part a row.
    fn parts(&self, position: usize) -> Range<usize> {
        let below = self.body.rows.iter().skip(position + 1);
        let count = below
            .take_while(|row| match row.kind {
                BodyKind::Part { of, .. } => of == position,
                BodyKind::Continuation => true,
                _ => false,
            })
            .count();
        position + 1..position + 1 + count
    }

    fn total(
        &mut self,
        position: usize,
        label: &str,
        scope: Scope,
        own: Option<(i128, bool)>,
        sums: &Sums,
    ) -> Cover {
        let named = self
            .open
            .iter()
            .position(|index| names(self.body, *index, label));
        let preferred = match scope {
            Scope::All => {
                let scope = self.by_place(position, label, named);
                self.give(scope, label);
                scope
            }
            other => other,
        };
        let mut ranges = vec![(preferred, self.range(preferred, position))];
        let bare = is_bare_total_label(label) || words::total_scope(label).is_none();
        let mut add = |scope: Scope, rows: Range<usize>| {
            if sums.main.records.total(rows.clone()).count > 0 {
                ranges.push((scope, rows));
            }
        };
        match preferred {
            // What stands above the list and adds it up may add up the part of it down to the next such row.
            Scope::All if self.listed.is_none_or(|(first, _)| first > position) => {
                let next = self.sums.partition_point(|other| *other <= position);
                let end = self.sums.get(next).copied().unwrap_or(self.body.rows.len());
                add(Scope::SinceLast, position + 1..end);
            }
            Scope::Page => add(Scope::Page, 0..position),
            Scope::Carried | Scope::Other => {
                add(preferred, 0..position);
                add(preferred, self.last_any..position);
                ranges.remove(0);
            }
            _ if named.is_some() => {}
            _ if bare => {
                // The only sum of all is none of a part.
                if !is_grand(label) || self.sums.len() > 1 {
                    add(Scope::SinceLast, self.last_run..position);
                    add(Scope::SinceLast, self.last_any..position);
                    for index in &self.open {
                        let rows = self.spans.get(*index).cloned().unwrap_or(0..0);
                        add(Scope::Section(*index), rows.start..rows.end.min(position));
                    }
                }
                if !is_grand(label) || self.sums.len() > 1 || !self.open.is_empty() {
                    add(Scope::All, 0..position);
                }
                let next = self.sums.partition_point(|other| *other <= position);
                let end = self.sums.get(next).copied().unwrap_or(self.body.rows.len());
                // Its rows may stand below it.
                if end > position + 1 {
                    add(Scope::SinceLast, position + 1..end);
                }
            }
            _ => {
                add(Scope::SinceLast, self.last_run..position);
                add(Scope::SinceLast, self.last_any..position);
                add(Scope::All, 0..position);
            }
        }
        let judge = |(scope, rows): &(Scope, Range<usize>)| Cover {
            rows: rows.clone(),
            scope: *scope,
            verdict: sums.records(position, rows),
        };
        let judged = || ranges.iter().map(judge);
        let equal = judged()
            .find(|cover| matches!(cover.verdict, Verdict::Equal(_)))
            .or_else(|| judged().find(|cover| cover.verdict == Verdict::Partly));
        let nearest = || {
            let figure = own.map_or(0, |(figure, _)| figure);
            ranges
                .iter()
                .min_by_key(|(_, rows)| sums.main.records.total(rows.clone()).once.abs_diff(figure))
        };
        let cover = equal.or_else(|| {
            // What it most likely adds up is what it misses by least.
            let taken = if bare && own.is_some() {
                nearest()
            } else {
                ranges.first()
            };
            taken.map(judge)
        });
        let cover = cover.unwrap_or(Cover {
            rows: position..position,
            scope: if scope == Scope::Carried {
                scope
            } else {
                Scope::Other
            },
            verdict: if own.is_some_and(|(figure, _)| figure != 0) {
                Verdict::Nothing
            } else {
                Verdict::Open
            },
        });
        if let Scope::Section(index) = cover.scope {
            // What lies within that section is closed with it.
            if let Some(at) = self.open.iter().position(|other| *other == index) {
                self.open.drain(..=at);
            }
        }
        cover
    }

    fn range(&self, scope: Scope, position: usize) -> Range<usize> {
        match scope {
            Scope::All => 0..self.body.rows.len(),
            Scope::Section(index) => self.spans.get(index).cloned().unwrap_or(0..0),
            Scope::SinceLast => self.last_run..position,
            Scope::Page => self.last_page..position,
            Scope::Carried | Scope::Other => 0..0,
        }
    }

    /// What a row adds up by its words and its place.
    fn by_place(&self, position: usize, label: &str, named: Option<usize>) -> Scope {
        let before = self.listed.is_some_and(|(first, _)| first < position);
        if !before {
            return Scope::All;
        }
        if let Some(section) = named.and_then(|at| self.open.get(at)) {
            return Scope::Section(*section);
        }
        let listed_after = self.listed.is_some_and(|(_, last)| last > position);
        let total_after = self.sums.last().is_some_and(|last| *last > position);
        let depth = self.open.first().map_or(0, |section| self.depth(*section));
        let numbered = total_number(label).is_some();
        let again = depth > 0 && self.given.labels.contains(&(fold::fold(label), depth));
        let of_section = depth > 0 && (numbered || again);
        // A sum of something by its words, where others before it add up runs, adds up one.
        let scoped = numbered || !is_bare_total_label(label) && words::total_scope(label).is_some();
        let of_run = scoped && self.given.runs;
        if !(listed_after || total_after || of_section || of_run) {
            return Scope::All;
        }
        // Records below the only sum of all are not in it.
        if is_grand(label) && self.sums.len() == 1 && self.open.is_empty() {
            return Scope::All;
        }
        if self.open.is_empty() {
            let run = listed_after || self.given.runs || numbered;
            return if run { Scope::SinceLast } else { Scope::All };
        }
        self.open
            .first()
            .map_or(Scope::All, |section| Scope::Section(*section))
    }

    fn depth(&self, section: usize) -> usize {
        self.body.chain(Some(section)).count()
    }

    fn give(&mut self, scope: Scope, label: &str) {
        match scope {
            Scope::SinceLast => self.given.runs = true,
            Scope::Section(index) => {
                let depth = self.depth(index);
                self.given.labels.insert((fold::fold(label), depth));
            }
            Scope::All | Scope::Page | Scope::Carried | Scope::Other => {}
        }
    }
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

/// Whether a label is that of a sum of all: `Tổng cộng`, not `Cộng`.
fn is_grand(label: &str) -> bool {
    is_bare_total_label(label) && !words().partial_total.are(&fold::fold(label))
}
