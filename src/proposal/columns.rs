//! Columns with what they were taken for, and which of them belong together.

use super::kinds::{self, Told};
use super::names::timeless;
use super::table::Observed;
use super::words::words;
use crate::fold;
use crate::layout::words as labels;
use crate::template::Kind;
use crate::value::scale;

/// A column with what it was taken for.
pub(super) struct Column {
    pub(super) seen: Observed,
    pub(super) told: Told,
    /// Its headings without units and times, outermost first, words such as `Trong đó` left out.
    pub(super) path: Vec<String>,
    /// Its headings as the form has them.
    pub(super) shown: Vec<String>,
    /// The column that is the whole of it.
    pub(super) whole: Option<usize>,
}

impl Column {
    pub(super) fn of(seen: Observed, dong: Option<i64>) -> Self {
        let told = kinds::told(&seen, dong);
        let shown: Vec<String> = seen
            .path
            .iter()
            .map(|heading| timeless(&scale::heading_without_scale(heading)).0)
            .collect();
        let path = shown
            .iter()
            .map(|heading| bare_part(heading).to_owned())
            .filter(|heading| !heading.is_empty())
            .collect();
        Self {
            seen,
            told,
            path,
            shown,
            whole: None,
        }
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self.told.kind, Kind::Amount | Kind::Decimal | Kind::Integer)
    }

    pub(super) fn leaf(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// The heading over it, where it shares one with others.
    pub(super) fn top(&self) -> Option<&str> {
        match self.path.as_slice() {
            [top, _, ..] => Some(top),
            _ => None,
        }
    }

    pub(super) fn is_whole(&self) -> bool {
        words().whole.are(&fold::fold(self.leaf()))
    }

    /// Whether its heading says that it is a part of what stands left of it.
    pub(super) fn says_part(&self) -> bool {
        self.seen
            .path
            .iter()
            .any(|heading| words().part.begin(&fold::fold(heading)))
    }

    /// Its headings in one line, without words that every group has.
    pub(super) fn label(&self) -> String {
        let unique = self
            .path
            .iter()
            .enumerate()
            .filter(|(index, heading)| *index == 0 || !words().whole.are(&fold::fold(heading)));
        let parts: Vec<String> = unique.map(|(_, heading)| one_line(heading)).collect();
        parts.join(": ")
    }
}

pub(super) fn one_line(text: &str) -> String {
    fold::tidy(&text.replace('\n', " ")).into_owned()
}

/// A heading behind `Trong đó:`.
pub(super) fn bare_part(heading: &str) -> &str {
    let folded = fold::fold(heading);
    let Some(rest) = words().part.rest(&folded) else {
        return heading;
    };
    // As many words of the heading as the fold has left.
    let count = rest.split(' ').filter(|word| !word.is_empty()).count();
    let mut starts: Vec<usize> = Vec::new();
    let mut inside = false;
    for (at, letter) in heading.char_indices() {
        let word = letter.is_alphanumeric();
        if word && !inside {
            starts.push(at);
        }
        inside = word;
    }
    let at = starts
        .len()
        .checked_sub(count)
        .and_then(|at| starts.get(at));
    at.and_then(|at| heading.get(*at..)).unwrap_or_default()
}

/// Finds for each column the one that is the whole of it: the first figure below their common heading, or the figure left
/// of what says `Trong đó`.
pub(super) fn find_wholes(columns: &mut [Column]) {
    let mut start = 0;
    while start < columns.len() {
        let top = columns.get(start).and_then(Column::top).map(fold::fold);
        let mut end = start + 1;
        if let Some(top) = &top {
            while columns
                .get(end)
                .and_then(Column::top)
                .is_some_and(|other| fold::fold(other) == *top)
            {
                end += 1;
            }
        }
        let group = columns.get(start..end).unwrap_or_default();
        let numbers = || group.iter().enumerate().filter(|(_, one)| one.is_number());
        let whole = numbers()
            .find(|(_, one)| one.is_whole())
            .or_else(|| numbers().next())
            .map(|(at, _)| start + at);
        if let (Some(whole), true) = (whole, end - start > 1) {
            for (at, column) in columns.iter_mut().enumerate().take(end).skip(start) {
                column.whole = Some(whole).filter(|whole| *whole != at && column.is_number());
            }
        }
        start = end;
    }
    for index in 1..columns.len() {
        let part = columns
            .get(index)
            .is_some_and(|one| one.whole.is_none() && one.is_number() && one.says_part());
        if !part {
            continue;
        }
        let before = columns.get(..index).unwrap_or_default();
        let whole = before
            .iter()
            .rposition(|one| one.is_number() && one.whole.is_none() && !one.says_part());
        if let Some(column) = columns.get_mut(index) {
            column.whole = whole;
        }
    }
}

/// Two columns of days side by side, the first of the beginning, the second of the end.
pub(super) fn is_span(start: &Column, end: &Column) -> bool {
    let time = |column: &Column| matches!(column.told.kind, Kind::Day | Kind::Interval);
    let heads = |phrases: &labels::Phrases, column: &Column| {
        let leaf = fold::fold(column.leaf());
        phrases.are(&leaf) || phrases.begin(&leaf)
    };
    time(start) && time(end) && heads(&words().begins, start) && heads(&words().ends, end)
}

/// A column of measures: `ĐVT`.
pub(super) fn is_measure(column: &Column) -> bool {
    let texts = matches!(column.told.kind, Kind::Text | Kind::Code);
    texts && words().measure.are(&fold::fold(column.leaf()))
}

/// A column of figures that measures may be of.
pub(super) fn is_measured(column: &Column) -> bool {
    let plain = column.told.unit.is_none() && column.whole.is_none();
    plain && matches!(column.told.kind, Kind::Integer | Kind::Decimal)
}
