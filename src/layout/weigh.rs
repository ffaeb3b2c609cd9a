//! Readings of a whole table, weighed against each other.
//!
//! Most rows are decided by their words, their place and their other cells. Where these leave a row open, it is asked
//! with all rows of its look which reading makes the table's figures agree: every reading of the table is made as a
//! whole, and costs what its rows cost by themselves and what its sums miss. The cheapest is taken. Where the next one
//! is nearly as cheap and the table would add up to something else, the rows in question are in doubt (T013).

use super::body::{Body, BodyKind, Doubt, Role};
use super::outline::{Cover, Outline, Verdict};
use super::words::Numbering;

/// A look that rows may share: what their words, place and cells leave open is decided for all of them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Look {
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
        /// Whether there is but one.
        single: bool,
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
pub(super) enum Label {
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
pub(super) enum Below {
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
pub(super) enum Fit {
    /// They add up to it.
    Agrees,
    /// They come to less, or not all was read.
    FallsShort,
    /// They come to more.
    Exceeds,
}

/// By what rows stand below another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Mark {
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
pub(super) enum Choice {
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
    fn role(self) -> Role {
        match self {
            Self::As(role) => role,
            Self::Parts => Role::Part,
            Self::Head | Self::Apart => Role::Record,
        }
    }
}

/// What each reading of a look costs by itself.
pub(super) fn options(look: Look, numbered_table: bool) -> Vec<(Choice, i32)> {
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
            single,
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
                // One row alone breaks nothing down, unless it says of what it is a part.
                (Mark::Merged, _) if single && fit != Fit::Agrees => (9, 9, 0),
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

/// What the looks that are open are taken for.
#[derive(Debug, Clone, Default)]
pub(super) struct Hypothesis(Vec<(Look, Choice)>);

impl Hypothesis {
    pub(super) fn choice(&self, look: Look) -> Option<Choice> {
        self.0
            .iter()
            .find(|(other, _)| *other == look)
            .map(|(_, choice)| *choice)
    }

    fn with(&self, look: Look, choice: Choice) -> Self {
        let mut this = self.clone();
        this.0.retain(|(other, _)| *other != look);
        this.0.push((look, choice));
        this
    }
}

/// Rows of a look that was open, and what they were taken for.
#[derive(Debug, Clone)]
pub(super) struct Open {
    pub(super) look: Look,
    pub(super) taken: Choice,
    /// What that costs by itself.
    cost: i32,
    /// Indexes of the rows among the grid's.
    pub(super) rows: Vec<usize>,
}

/// The looks that a reading met open.
#[derive(Debug, Clone, Default)]
pub(super) struct Opens(pub(super) Vec<Open>);

impl Opens {
    /// What rows of a look are taken for under a hypothesis; the cheapest by itself where it says nothing of them.
    pub(super) fn choose(
        &mut self,
        look: Look,
        rows: impl Iterator<Item = usize>,
        hypothesis: &Hypothesis,
        numbered_table: bool,
    ) -> Choice {
        if let Some(open) = self.0.iter_mut().find(|open| open.look == look) {
            open.rows.extend(rows);
            return open.taken;
        }
        let options = options(look, numbered_table);
        let default = options.iter().min_by_key(|(_, cost)| *cost).copied();
        let (taken, cost) = hypothesis
            .choice(look)
            .and_then(|choice| options.iter().find(|(other, _)| *other == choice).copied())
            .or(default)
            .unwrap_or((Choice::As(Role::Record), 0));
        self.0.push(Open {
            look,
            taken,
            cost,
            rows: rows.collect(),
        });
        taken
    }
}

/// A table as read under a hypothesis.
pub(super) struct Reading {
    pub(super) body: Body,
    pub(super) outline: Outline,
    pub(super) opens: Opens,
    /// The role of each row of the table, parallel to the facts.
    pub(super) roles: Vec<super::recognisers::Decision>,
    pub(super) carried: super::recognisers::OpenSections,
}

/// How many looks are tried, and how many readings are made at the most.
const LOOKS: usize = 8;
const READINGS: usize = 48;

/// How much dearer another reading may be and still leave a doubt.
const MARGIN: i32 = 3;

/// The best reading of a table, with what is in doubt.
pub(super) fn best(read: impl Fn(&Hypothesis) -> Reading, numbered_table: bool) -> Reading {
    let mut hypothesis = Hypothesis::default();
    let mut best = read(&hypothesis);
    if best.opens.0.is_empty() {
        return best;
    }
    let mut cost = best.cost();
    let mut readings = 1;
    // What a look costs to be taken otherwise, by the last round.
    let mut others: Vec<(Look, Choice, i32, i128)> = Vec::new();
    loop {
        others.clear();
        let mut better: Option<(i32, Hypothesis, Reading)> = None;
        let looks: Vec<(Look, Choice)> = best
            .opens
            .0
            .iter()
            .take(LOOKS)
            .map(|open| (open.look, open.taken))
            .collect();
        for (look, taken) in looks {
            for (choice, _) in options(look, numbered_table) {
                if choice == taken || readings >= READINGS {
                    continue;
                }
                let trial = hypothesis.with(look, choice);
                let reading = read(&trial);
                readings += 1;
                let own = reading.cost();
                others.push((look, choice, own, reading.outline.sum));
                if own < better.as_ref().map_or(cost, |(best, ..)| *best) {
                    better = Some((own, trial, reading));
                }
            }
        }
        match better {
            Some((own, trial, reading)) => (cost, hypothesis, best) = (own, trial, reading),
            None => break,
        }
    }
    let sum = best.outline.sum;
    let mut doubts: Vec<Doubt> = Vec::new();
    for open in &best.opens.0 {
        let rival = others
            .iter()
            .filter(|(look, _, own, other)| {
                // Sums alone do not settle what the words deny.
                let denied = open.look == Look::OfWhich { exceeds: false }
                    && open.taken == Choice::As(Role::Record);
                *look == open.look && *other != sum && (denied || own - cost < MARGIN)
            })
            // Where a row and its parts do not agree S205 tells so, and one of the two is counted.
            .filter(|_| {
                let agree = matches!(
                    open.look,
                    Look::Family {
                        fit: Fit::Agrees,
                        ..
                    }
                );
                agree || !matches!(open.taken, Choice::Parts | Choice::Head)
            })
            .min_by_key(|(_, _, own, _)| *own);
        if let Some((_, choice, _, other_sum)) = rival {
            doubts.extend(open.rows.iter().map(|index| Doubt {
                index: *index,
                taken: open.taken.role(),
                other: choice.role(),
                sum,
                other_sum: *other_sum,
            }));
        }
    }
    doubts.sort_by_key(|doubt| doubt.index);
    best.body.doubts = doubts;
    best
}

impl Reading {
    /// What the reading costs: its rows by themselves, and what its sums miss.
    fn cost(&self) -> i32 {
        let rows: i32 = self
            .opens
            .0
            .iter()
            .map(|open| open.cost * if open.rows.len() > 1 { 2 } else { 1 })
            .sum();
        let covers = self.body.rows.iter().zip(&self.outline.covers);
        let sums = covers.filter_map(|(row, cover)| Some(weight(&row.kind, cover.as_ref()?)));
        rows.saturating_add(sums.fold(0, i32::saturating_add))
    }
}

/// What a sum that agrees or not tells of a reading.
fn weight(kind: &BodyKind, cover: &Cover) -> i32 {
    match (cover.verdict, kind) {
        // Parts of a sum that agree are no more than expected.
        (Verdict::Equal(0), _) => 0,
        (Verdict::Equal(1) | Verdict::Partly, _) => -1,
        (Verdict::Equal(_), _) => -4,
        (Verdict::Differs, BodyKind::Record { .. }) => 2,
        (Verdict::Differs | Verdict::Nothing, _) => 4,
        (Verdict::Open, _) => 1,
    }
}

impl Mark {
    /// By what a row stands below one of this numbering; `None` where it does not by its number alone.
    pub(super) fn of(parent: Option<Numbering>, child: Option<Numbering>) -> Option<Self> {
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
