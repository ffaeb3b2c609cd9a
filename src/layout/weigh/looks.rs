//! What rows may look like where words, place and cells leave them open, and what each reading of a look costs by itself.

use crate::layout::body::Role;
use crate::layout::words::Numbering;

/// A look that rows may share: what their words, place and cells leave open is decided for all of them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::layout) enum Look {
    /// A row with a figure that is not numbered and tells neither who nor when.
    Bare {
        /// What its label says.
        label: Label,
        /// What stands below it.
        below: Below,
        /// Whether a sum of the list stands above it.
        after_total: bool,
        /// Whether it carries a number all the same.
        numbered: bool,
    },
    /// Rows below a row with a figure that may be parts of it.
    Family {
        /// By what they stand below it.
        mark: Mark,
        /// Whether they tell who or when.
        tell: bool,
        /// Whether the row above tells who or when, or anything else.
        parent_tells: bool,
        /// How they stand to its figure.
        fit: Fit,
        /// Whether they are named as it is: `Máy siêu âm`, `Máy thở`.
        alike: bool,
    },
    /// A section with a figure and no rows.
    Lump,
    /// A row worded as a part of the row above that tells who and when itself.
    OfWhich {
        /// Whether its figure is larger than that of the row above.
        exceeds: bool,
    },
}

/// What the label of a bare row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::layout) enum Label {
    /// It has none.
    None,
    /// It begins like a sum's, counts rows, or is an office's own name.
    Sum,
    /// It reads or looks like a section's.
    Section,
    /// It names money that is no activity's: a balance, a mean, a share.
    Balance,
    /// Below a sum it names what a tax or a rounding adds to it.
    Adjustment,
    /// Anything else.
    Plain,
}

/// What stands right below a bare row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::layout) enum Below {
    /// A record with a number of its own.
    Numbered,
    /// A record without a number, that tells who or when.
    Telling,
    /// Another bare row.
    Bare,
    /// A sum, a section, or nothing.
    End,
}

/// How rows stand to the figure of the row above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::layout) enum Fit {
    /// They add up to it.
    Agrees,
    /// They come to less, or not all was read.
    FallsShort,
    /// They come to more.
    Exceeds,
}

/// By what rows stand below another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::layout) enum Mark {
    /// Numbered below it: `1.1` below `1`.
    Number,
    /// Numbered as it is, with a letter behind: `2a` below `2`.
    Suffix,
    /// Lettered: `a`, `i`.
    Letter,
    /// A dash or a bullet.
    Bullet,
    /// Its number's cell reaches over them.
    Merged,
    /// It ends in `gồm:`.
    Listed,
    /// They repeat its who or when by ditto marks.
    Ditto,
    /// Nothing but their place.
    Plain,
}

/// What the rows of a look are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::layout) enum Choice {
    /// Bare rows and lumps.
    As(Role),
    /// The row above is the record, and they are its parts.
    Parts,
    /// The row above heads them, and they are the records.
    Head,
    /// All are records.
    Apart,
}

impl Choice {
    pub(super) fn role(self) -> Role {
        match self {
            Self::As(role) => role,
            Self::Parts => Role::Part,
            Self::Head | Self::Apart => Role::Record,
        }
    }
}

/// What each reading of a look costs by itself.
pub(in crate::layout) fn options(look: Look, numbered_table: bool) -> Vec<(Choice, i32)> {
    use Role::{Aside, Record, Section, Total};
    match look {
        // A number makes a record of what merely begins like a sum, unless its figure is one.
        Look::Bare { numbered: true, .. } => {
            vec![(Choice::As(Record), 1), (Choice::As(Total), 1)]
        }
        Look::Bare {
            label,
            below,
            after_total,
            ..
        } => {
            let followed = matches!(below, Below::Numbered | Below::Telling);
            let record = match (label, numbered_table) {
                (Label::None | Label::Adjustment, _) => 9,
                (Label::Balance, true) => 6,
                (Label::Balance, false) => 4,
                (Label::Section | Label::Sum, _) => 3,
                (Label::Plain, true) => 2 + i32::from(after_total) * 2,
                (Label::Plain, false) => 0,
            };
            let total = match label {
                Label::None => 4,
                Label::Sum => 1,
                Label::Balance => 5,
                Label::Adjustment => 9,
                Label::Section => 4,
                Label::Plain => 6,
            };
            let section = match label {
                _ if !followed => 9,
                Label::Section => 0,
                Label::None => 6,
                Label::Sum => 3,
                Label::Balance => 5,
                Label::Adjustment => 9,
                Label::Plain if below == Below::Numbered => 2,
                Label::Plain => 4,
            };
            let aside = match label {
                Label::None => 3,
                Label::Balance | Label::Adjustment => 0,
                _ if after_total => 3,
                _ => 4,
            };
            let mut all = vec![
                (Choice::As(Record), record),
                (Choice::As(Total), total),
                (Choice::As(Section), section),
                (Choice::As(Aside), aside),
            ];
            all.retain(|(_, cost)| *cost < 9);
            all
        }
        Look::Family {
            mark,
            tell,
            parent_tells,
            fit,
            alike,
        } => {
            let (parts, head, apart) = match (mark, tell) {
                (Mark::Number, true) => (2, 0, 5),
                (Mark::Number, false) if parent_tells => (0, 2, 4),
                (Mark::Number, false) => (1, 0, 4),
                // `2a` with who and when may have been put in later, as an activity of its own.
                (Mark::Suffix, true) => (2, 0, 0),
                (Mark::Suffix, false) if parent_tells => (0, 3, 3),
                (Mark::Suffix, false) => (1, 0, 3),
                (Mark::Letter, true) if parent_tells => (1, 0, 3),
                (Mark::Letter, true) => (2, 0, 4),
                (Mark::Letter, false) if parent_tells => (0, 3, 3),
                (Mark::Letter, false) => (1, 0, 4),
                (Mark::Bullet, true) if !parent_tells => (1, 0, 3),
                (Mark::Bullet, _) => (0, 3, 3),
                // What is named alike stands beside it, unless the sums say otherwise.
                (Mark::Merged, _) if alike && fit != Fit::Agrees => (9, 9, 0),
                (Mark::Merged, _) if fit == Fit::FallsShort => (1, 9, 1),
                (Mark::Merged, _) => (2, 9, 1),
                (Mark::Listed, _) => (0, 9, 3),
                (Mark::Ditto, _) => (2, 9, 1),
                (Mark::Plain, _) => (3, 9, 0),
            };
            // Parts that come to more than the whole are hardly parts, unless they are numbered so.
            let (parts, apart) = if fit == Fit::Exceeds && mark != Mark::Number {
                (parts + 2, 0)
            } else {
                (parts, apart)
            };
            let mut all = vec![
                (Choice::Parts, parts),
                (Choice::Head, head),
                (Choice::Apart, apart),
            ];
            all.retain(|(_, cost)| *cost < 9);
            all
        }
        Look::Lump => vec![(Choice::As(Record), 1), (Choice::As(Section), 0)],
        Look::OfWhich { exceeds: true } => vec![(Choice::Parts, 2), (Choice::As(Record), 3)],
        Look::OfWhich { exceeds: false } => vec![(Choice::Parts, 0), (Choice::As(Record), 5)],
    }
}

impl Mark {
    /// By what a row stands below one of this numbering; `None` where it does not by its number alone.
    pub(in crate::layout) fn of(
        parent: Option<Numbering>,
        child: Option<Numbering>,
    ) -> Option<Self> {
        match (parent?, child?) {
            (Numbering::Number(above), Numbering::Number(below)) => {
                (below > above).then_some(Self::Number)
            }
            (Numbering::Number(above), Numbering::Suffixed(below)) => {
                (below == above).then_some(Self::Suffix)
            }
            (Numbering::Lower, Numbering::Lettered) => Some(Self::Number),
            (Numbering::Number(_) | Numbering::Suffixed(_), Numbering::Lower)
            | (Numbering::Number(_), Numbering::Lettered) => Some(Self::Letter),
            (
                Numbering::Number(_)
                | Numbering::Suffixed(_)
                | Numbering::Lower
                | Numbering::Lettered,
                Numbering::Dash,
            ) => Some(Self::Bullet),
            _ => None,
        }
    }
}
