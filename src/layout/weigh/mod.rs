//! Readings of a whole table, weighed against each other.
//!
//! Most rows are decided by their words, their place and their other cells. Where these leave a row open, it is asked
//! with all rows of its look which reading makes the table's figures agree: every reading of the table is made as a
//! whole, and costs what its rows cost by themselves and what its sums miss. The cheapest is taken. Where the next one
//! is nearly as cheap and the table would add up to something else, the rows in question are in doubt (T013).

mod looks;

use super::body::{Body, BodyKind, Doubt, Role};
use super::outline::{Cover, Outline, Verdict};
use looks::options;

pub(super) use looks::{Below, Choice, Fit, Label, Look, Mark};

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
