//! Rows with a figure and little else: they may add others up, head them, be activities, or stand aside.

use super::totals::begins_sum;
use super::{Kind, Known, Reader, known};
use crate::fold;
use crate::layout::CellRole;
use crate::layout::body::{Role, Scope};
use crate::layout::facts::{self, RowFacts};
use crate::layout::reason::Reason;
use crate::layout::weigh::{Below, Choice, Label, Look};
use crate::layout::words::{self, Numbering, is_total_label, split_numbering, words};

impl<'a> Reader<'a> {
    /// A row with a figure that carries no number and tells neither who nor when: it may add others up, head them, be
    /// an activity of which the rest is missing, or stand aside.
    pub(super) fn bare(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if facts.amounts == 0 || self.merged_name(facts) {
            return None;
        }
        // A text alone in a column of another kind may be a group's label: `Quận 5 (2 hoạt động)` where who gives stands.
        let label_aside = self.is_label_aside(index, facts);
        if facts.telling > 0 && !label_aside {
            return None;
        }
        // A number makes a record of it, unless its label begins like a sum's.
        let numbered = facts.number.is_some() && facts.number != Some(Numbering::Dash);
        if numbered && !facts.label().is_some_and(begins_sum) {
            return None;
        }
        // Number, who and when that are told for several rows at once are told of this one too; whether it parts the first
        // of them was asked there.
        if facts.needed_above > 0 && facts.under_number && !facts.label().is_some_and(begins_sum) {
            return None;
        }
        // Other cells may remark on a sum, not describe it.
        if facts.told() > facts.extra_figures + 2 {
            return None;
        }
        if !facts.says_money() {
            return None;
        }
        let labelled = facts.name.is_some() || facts.seq.is_some() || label_aside;
        if !labelled && facts.others > facts.fillers {
            return None;
        }
        let look = Look::Bare {
            label: self.label_of(index, facts),
            below: self.what_is_below(index),
            after_total: self.below_total(),
            numbered,
        };
        let choice = self.opens.choose(
            look,
            std::iter::once(index),
            self.hypothesis,
            !self.numberless(),
        );
        match choice {
            Choice::As(Role::Total) => {
                known(Kind::total(facts.label(), Scope::All), Reason::SumFigure)
            }
            Choice::As(Role::Section) => {
                known(Kind::Section(self.plain_section(facts)?), Reason::HeadsRows)
            }
            Choice::As(Role::Aside) => {
                known(Kind::Outside(CellRole::Unexplained), Reason::MoneyAside)
            }
            _ => known(Kind::Record, Reason::BareRecord),
        }
    }

    /// What the label of a bare row says.
    pub(super) fn label_of(&self, index: usize, facts: &RowFacts<'a>) -> Label {
        let Some(text) = facts.label() else {
            return Label::None;
        };
        let bare = split_numbering(text).1;
        let folded = fold::fold(bare);
        if words().balance.begin(&folded) {
            return Label::Balance;
        }
        if self.below_total() && words().adjustment.begin(&folded) {
            return Label::Adjustment;
        }
        let sum = words().total.begin(&folded)
            || facts::counts_something(bare)
            || words::sums_by_letters(bare);
        if sum {
            return Label::Sum;
        }
        let col = facts.name.map_or(0, |cell| cell.col);
        let group = words().group.begin(&folded) || self.looks_like_section(index, col, text);
        // An office or a place is told as a group's name, and below the list as whose the sum is.
        if group {
            return Label::Section;
        }
        if words().office.begin(&folded) {
            return if matches!(self.what_is_below(index), Below::End) {
                Label::Sum
            } else {
                Label::Section
            };
        }
        Label::Plain
    }

    pub(super) fn what_is_below(&self, index: usize) -> Below {
        let Some((_, below)) = self.below(index) else {
            return Below::End;
        };
        if below
            .label()
            .is_some_and(|label| is_total_label(split_numbering(label).1))
        {
            return Below::End;
        }
        match below.number {
            Some(Numbering::Number(_)) => Below::Numbered,
            _ if below.telling > 0 => Below::Telling,
            None if below.amounts > 0 => Below::Bare,
            _ => Below::End,
        }
    }
}
