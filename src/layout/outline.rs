//! The outline of a table: which rows the figure of each section, record with parts and total stands for.
//!
//! ```text
//!   I | Y tế …           the records and sections in it, down to the next of its rank
//!   2 | Thiết bị, gồm:   the parts right below
//!     | Cộng             the innermost section that is still open, the run above, or all so far
//!     | Cộng A           the section of that number
//!     | Tổng cộng        all, when nothing is to follow
//! ```
//!
//! Words and place say what a row most likely adds up; where they leave it open the figures decide among what is
//! possible. Whoever asks what a row adds up asks here.

use std::collections::HashSet;
use std::ops::Range;

use super::body::{Body, BodyKind, Scope};
use super::facts::RowFacts;
use super::money::MoneyColumn;
use super::words::{
    self, Phrases, goes_on_with_time, is_bare_total_label, total_number, without_remark, words,
};
use crate::fold;

/// How a figure stands to what it adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It equals the sum of so many figures.
    Equal(usize),
    /// It does, but not in another column of money.
    Partly,
    /// It does not.
    Differs,
    /// Some of what it adds up was not read, or its own figure was not.
    Open,
    /// It adds up nothing.
    Nothing,
}

/// What a row's figure stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cover {
    /// Positions among the rows of the body.
    pub(super) rows: Range<usize>,
    pub(super) scope: Scope,
    pub(super) verdict: Verdict,
}

/// The outline of a table, by one of its columns of money.
pub(super) struct Outline {
    /// Parallel to the rows of the body.
    pub(super) covers: Vec<Option<Cover>>,
    /// What all records come to, those planned only left out.
    pub(super) sum: i128,
}

impl Outline {
    /// Finds what each row covers. `facts` are those of the grid's rows from `first` on.
    pub(super) fn of(
        body: &Body,
        facts: &[RowFacts<'_>],
        first: usize,
        column: usize,
        money: &[MoneyColumn],
    ) -> Self {
        let others = (0..money.len()).filter(|other| *other != column);
        let sums = Sums {
            main: Column::of(body, facts, first, column, money.get(column)),
            others: others
                .map(|other| Column::of(body, facts, first, other, money.get(other)))
                .collect(),
        };
        let mut tracker = Tracker::new(body);
        let mut covers = Vec::with_capacity(body.rows.len());
        for position in 0..body.rows.len() {
            covers.push(tracker.cover(position, &sums));
        }
        Self {
            covers,
            sum: sums.main.records.total(0..body.rows.len()).done(),
        }
    }
}

/// The sums of the rows before a row.
#[derive(Debug, Clone, Copy, Default)]
struct Running {
    /// Every merged amount once.
    once: i128,
    /// A merged amount for each of the rows that it reaches over.
    each: i128,
    /// Of these, what is planned only.
    planned_once: i128,
    planned_each: i128,
    /// How many figures.
    count: usize,
    unread: usize,
    rounded: usize,
}

impl Running {
    fn minus(self, other: Self) -> Self {
        Self {
            once: self.once.saturating_sub(other.once),
            each: self.each.saturating_sub(other.each),
            planned_once: self.planned_once.saturating_sub(other.planned_once),
            planned_each: self.planned_each.saturating_sub(other.planned_each),
            count: self.count.saturating_sub(other.count),
            unread: self.unread.saturating_sub(other.unread),
            rounded: self.rounded.saturating_sub(other.rounded),
        }
    }

    fn done(self) -> i128 {
        self.once.saturating_sub(self.planned_once)
    }

    /// The sums that a figure may mean: planned amounts may be in it or not, or be all that it means.
    fn readings(self) -> [i128; 4] {
        [
            self.once,
            self.once.saturating_sub(self.planned_once),
            self.each,
            self.each.saturating_sub(self.planned_each),
        ]
    }

    fn verdict(self, figure: i128, own_rounded: bool) -> Verdict {
        // Each rounded figure is off by half a đồng at most.
        let slack = if self.rounded > 0 || own_rounded {
            (self.rounded + 1).div_ceil(2)
        } else {
            0
        };
        let slack = i128::try_from(slack).unwrap_or(0);
        let equal = self
            .readings()
            .into_iter()
            .any(|sum| sum.saturating_sub(figure).saturating_abs() <= slack);
        if self.count == 0 && figure != 0 {
            if self.unread > 0 {
                Verdict::Open
            } else {
                Verdict::Nothing
            }
        } else if equal {
            Verdict::Equal(self.count)
        } else if self.unread > 0 {
            Verdict::Open
        } else {
            Verdict::Differs
        }
    }
}

/// Prefix sums by position, one longer than the rows.
struct Prefix(Vec<Running>);

impl Prefix {
    fn total(&self, rows: Range<usize>) -> Running {
        let at = |index: usize| {
            self.0
                .get(index)
                .or(self.0.last())
                .copied()
                .unwrap_or_default()
        };
        at(rows.end).minus(at(rows.start.min(rows.end)))
    }
}

/// The columns of money, the one that structure is told by first.
struct Sums {
    main: Column,
    others: Vec<Column>,
}

impl Sums {
    /// How the figures of a row stand to the records in a range.
    fn records(&self, position: usize, rows: &Range<usize>) -> Verdict {
        self.judge(position, rows, |column| &column.records)
    }

    /// How they stand to the parts in a range.
    fn parts(&self, position: usize, rows: &Range<usize>) -> Verdict {
        self.judge(position, rows, |column| &column.parts)
    }

    fn judge(
        &self,
        position: usize,
        rows: &Range<usize>,
        of: impl Fn(&Column) -> &Prefix,
    ) -> Verdict {
        let verdict = |column: &Column| {
            let (figure, rounded) = column.own.get(position).copied().flatten()?;
            Some(of(column).total(rows.clone()).verdict(figure, rounded))
        };
        match verdict(&self.main) {
            Some(equal @ Verdict::Equal(_)) => {
                let differs = |column| verdict(column) == Some(Verdict::Differs);
                if self.others.iter().any(differs) {
                    Verdict::Partly
                } else {
                    equal
                }
            }
            Some(verdict) => verdict,
            None => Verdict::Open,
        }
    }
}

/// The sums of one column.
struct Column {
    records: Prefix,
    parts: Prefix,
    /// The figure of each row, and whether it was rounded; `None` where there is none.
    own: Vec<Option<(i128, bool)>>,
}

impl Column {
    fn of(
        body: &Body,
        facts: &[RowFacts<'_>],
        first: usize,
        column: usize,
        money: Option<&MoneyColumn>,
    ) -> Self {
        let mut this = Self {
            records: Prefix(vec![Running::default()]),
            parts: Prefix(vec![Running::default()]),
            own: Vec::with_capacity(body.rows.len()),
        };
        let (mut records, mut parts) = (Running::default(), Running::default());
        let mut merged_dong = None;
        // What the last record counts with, so far.
        let mut counted = 0_i128;
        for row in &body.rows {
            let facts = row
                .index
                .checked_sub(first)
                .and_then(|index| facts.get(index));
            let figure = facts
                .and_then(|facts| facts.money.get(column))
                .copied()
                .unwrap_or_default();
            this.own
                .push(figure.dong.map(|dong| (dong, figure.rounded)));
            let planned = |section: &Option<usize>| {
                figure.planned
                    || section
                        .and_then(|index| body.sections.get(index))
                        .is_some_and(|section| section.planned)
            };
            match &row.kind {
                BodyKind::Stage { realised: true, .. } => {
                    if let Some(dong) = figure.dong {
                        records.replace(counted, dong);
                        counted = dong;
                    }
                }
                BodyKind::Record { section } => {
                    counted = figure.dong.unwrap_or(0);
                    let merged = facts
                        .and_then(|facts| facts.row)
                        .and_then(|row| Some((row, money?.merged_at(row)?)));
                    if let Some((row, merged)) = merged
                        && merged.merge.first.row == row
                    {
                        merged_dong = figure.dong;
                    }
                    let again = merged
                        .filter(|(row, merged)| {
                            merged.merge.first.row < *row && figure.dong.is_none()
                        })
                        .and(merged_dong);
                    records.add(
                        figure.dong,
                        again,
                        planned(section),
                        figure.rounded,
                        figure.unread,
                    );
                }
                BodyKind::Part { .. } => {
                    parts.add(figure.dong, None, false, figure.rounded, figure.unread);
                }
                _ => {}
            }
            this.records.0.push(records);
            this.parts.0.push(parts);
        }
        this
    }
}

impl Running {
    /// Puts a figure in the place of another one.
    fn replace(&mut self, before: i128, dong: i128) {
        let more = dong.saturating_sub(before);
        self.once = self.once.saturating_add(more);
        self.each = self.each.saturating_add(more);
        self.count = (self.count + usize::from(dong != 0)).saturating_sub(usize::from(before != 0));
    }

    fn add(
        &mut self,
        dong: Option<i128>,
        again: Option<i128>,
        planned: bool,
        rounded: bool,
        unread: bool,
    ) {
        let (once, each) = (dong.unwrap_or(0), dong.or(again).unwrap_or(0));
        self.once = self.once.saturating_add(once);
        self.each = self.each.saturating_add(each);
        if planned {
            self.planned_once = self.planned_once.saturating_add(once);
            self.planned_each = self.planned_each.saturating_add(each);
        }
        self.count += usize::from(dong.is_some_and(|dong| dong != 0));
        self.rounded += usize::from(rounded);
        self.unread += usize::from(unread);
    }
}

/// Walks down the rows and keeps what is open.
struct Tracker<'b> {
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
    fn new(body: &'b Body) -> Self {
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

    fn cover(&mut self, position: usize, sums: &Sums) -> Option<Cover> {
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

/// The scope that a label states by its words alone; `None` when its place decides.
pub(super) fn stated(label: &str) -> Option<Scope> {
    let folded = fold::fold(label.split(['(', ':']).next().unwrap_or(label));
    let are = |phrases: &Phrases| phrases.rests(&folded).any(goes_on_with_time);
    if are(&words().carried) {
        return Some(Scope::Carried);
    }
    are(&words().page_total).then_some(Scope::Page)
}

/// Whether a text is the label of a page's own row: `Cộng trang`, `Mang sang`.
pub(super) fn is_page_line(text: &str) -> bool {
    stated(text).is_some()
}
