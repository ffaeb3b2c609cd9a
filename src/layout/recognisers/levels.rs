//! Sections as they open and close: what tells their levels, and which stands in which.

use super::Reader;
use crate::fold;
use crate::layout::body::{BodyKind, BodyRow, Section};
use crate::layout::facts::RowFacts;
use crate::layout::text_of;
use crate::layout::words::{self, Numbering, split_numbering};
use crate::place::CellRef;

/// What the levels of sections are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::layout) enum Level {
    /// The kind of their numbers.
    Numbered(Numbering),
    /// What their labels are, where they have no number.
    Plain(Plain),
}

/// Kinds of labels without a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::layout) enum Plain {
    /// A span of time.
    Time,
    /// A sector.
    Sector,
    /// Anything else.
    Other,
}

/// A section row as found.
pub(super) struct Found {
    pub(super) label: String,
    pub(super) number: String,
    pub(super) col: u32,
    pub(super) level: Level,
    /// Whether it is a numbered activity of which the rows below are the parts that count.
    pub(super) activity: bool,
}

impl Found {
    /// What its level is told by.
    pub(super) fn level(&self) -> Level {
        self.level
    }
}

impl<'a> Reader<'a> {
    /// A row that is taken for a section by its number.
    pub(super) fn numbered_section(&self, facts: &RowFacts<'a>) -> Option<Found> {
        let (cell, text) = facts.name.and_then(|cell| Some((cell, text_of(cell)?)))?;
        let number = facts.number?;
        Some(Found {
            label: fold::tidy(split_numbering(text).1).into_owned(),
            number: words::bare_number(facts.seq.as_deref().unwrap_or_default()),
            col: cell.col,
            level: Level::Numbered(number),
            activity: false,
        })
    }

    /// A row that is taken for a section, though it has no number.
    pub(super) fn plain_section(&self, facts: &RowFacts<'a>) -> Option<Found> {
        let named = facts.name.and_then(|cell| Some((cell, text_of(cell)?)));
        let (cell, text) = named.or(facts.first_text)?;
        Some(Found {
            label: fold::tidy(text).into_owned(),
            number: String::new(),
            col: cell.col,
            level: Level::Plain(self.plain(text)),
            activity: false,
        })
    }

    pub(super) fn plain(&self, label: &str) -> Plain {
        if is_time(&fold::fold(label)) {
            Plain::Time
        } else if self.sheet.is_sector(label) {
            Plain::Sector
        } else {
            Plain::Other
        }
    }

    /// Opens a section at its level; what it does not stand in is closed.
    pub(super) fn open_section(&mut self, index: usize, found: Found) {
        self.close_to(&found);
        let parent = self.stack.last().map(|(_, section)| *section);
        let section = self.body.sections.len();
        let row = self.sheet.grid.rows.get(index).map_or(0, |row| row.row);
        let above = parent.and_then(|parent| self.body.sections.get(parent));
        let planned = above.is_some_and(|above| above.planned) || words::plans(&found.label);
        self.body.sections.push(Section {
            label: found.label,
            number: found.number,
            cell: CellRef::new(row, found.col),
            parent,
            planned,
            activity: found.activity,
        });
        self.stack.push((found.level, section));
        self.push(index, BodyKind::Section(section));
    }

    /// Closes what a section does not stand in.
    pub(super) fn close_to(&mut self, found: &Found) {
        let below_section = matches!(
            self.body.rows.last(),
            Some(BodyRow {
                kind: BodyKind::Section(_),
                ..
            })
        );
        let same = self
            .stack
            .iter()
            .position(|(level, _)| *level == found.level);
        let plain = |level: &Level| matches!(level, Level::Plain(_));
        let beside = same.or_else(|| {
            // Labels of other words are of the same rank, unless one stands right above the other.
            let other = self.stack.iter().rposition(|(level, _)| plain(level))?;
            (plain(&found.level) && !below_section).then_some(other)
        });
        if let Some(position) = beside {
            self.stack.truncate(position);
        }
        // A part of the whole stands in nothing.
        if words::words().part.begin(&fold::fold(&found.label)) {
            self.stack.clear();
        }
    }

    /// Closes a numbered section when its successor stands below its children as a record: `3`, `-`, `-`, `4`.
    pub(super) fn close_numbered(&mut self, seq: &str, depth: u8) {
        let level = Level::Numbered(Numbering::Number(depth));
        let Some(position) = self.stack.iter().position(|(other, _)| *other == level) else {
            return;
        };
        let last = |number: &str| {
            let tail = number.trim_end_matches(['.', ')', ' ']).rsplit('.').next();
            tail.and_then(|tail| tail.parse::<u32>().ok())
        };
        let own = self
            .stack
            .get(position)
            .and_then(|(_, section)| self.body.sections.get(*section))
            .and_then(|section| last(&section.number));
        let follows = own.and_then(|own| own.checked_add(1)) == last(seq) && own.is_some();
        let among = self.last_number == Some(Numbering::Number(depth));
        if follows && !among {
            self.stack.truncate(position);
        }
    }
}

/// `Năm 2019`, `Giai đoạn 2016-2020`: nothing but a span of time.
pub(super) fn is_time(folded: &str) -> bool {
    let rest = folded
        .strip_prefix("năm ")
        .or_else(|| folded.strip_prefix("giai đoạn "))
        .or_else(|| folded.strip_prefix("nam "))
        .or_else(|| folded.strip_prefix("giai doan "));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.len() <= 16)
}
