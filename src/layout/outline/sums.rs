//! Sums over runs of rows, by prefix sums: one column of money each.

use std::ops::Range;

use super::Verdict;
use crate::layout::body::{Body, BodyKind};
use crate::layout::facts::RowFacts;
use crate::layout::money::MoneyColumn;

/// The sums of the rows before a row.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Running {
    /// Every merged amount once.
    pub(super) once: i128,
    /// A merged amount for each of the rows that it reaches over.
    each: i128,
    /// Of these, what is planned only.
    planned_once: i128,
    planned_each: i128,
    /// How many figures.
    pub(super) count: usize,
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

    pub(super) fn done(self) -> i128 {
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
pub(super) struct Prefix(Vec<Running>);

impl Prefix {
    pub(super) fn total(&self, rows: Range<usize>) -> Running {
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
pub(super) struct Sums {
    pub(super) main: Column,
    pub(super) others: Vec<Column>,
}

impl Sums {
    /// How the figures of a row stand to the records in a range.
    pub(super) fn records(&self, position: usize, rows: &Range<usize>) -> Verdict {
        self.judge(position, rows, |column| &column.records)
    }

    /// How they stand to the parts in a range.
    pub(super) fn parts(&self, position: usize, rows: &Range<usize>) -> Verdict {
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
pub(super) struct Column {
    pub(super) records: Prefix,
    pub(super) parts: Prefix,
    /// The figure of each row, and whether it was rounded; `None` where there is none.
    pub(super) own: Vec<Option<(i128, bool)>>,
}

impl Column {
    pub(super) fn of(
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
