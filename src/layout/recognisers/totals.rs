//! Rows that add up by their labels, whatever stands in their other cells.

use super::families::Family;
use super::{Kind, Known, Reader, known};
use crate::fold;
use crate::layout::body::{BodyKind, Scope};
use crate::layout::facts::{self, RowFacts};
use crate::layout::outline::{is_page_line, stated};
use crate::layout::reason::Reason;
use crate::layout::words::{self, Numbering, is_total_label, split_numbering, words};
use crate::layout::{CellRole, text_of};

impl<'a> Reader<'a> {
    /// A row that adds up by its label, or breaks up one that does.
    pub(super) fn labelled_total(
        &mut self,
        index: usize,
        facts: &'a RowFacts<'a>,
    ) -> Option<Known> {
        let counted = matches!(facts.number, Some(Numbering::Number(_)));
        // Nobody calls an activity `Tổng cộng`, whatever number stands before it.
        if counted && !(facts.telling < 2 && facts.label().is_some_and(names_sum)) {
            return None;
        }
        // On a form of ours what tells who and when is a record, whatever its words say.
        if self.own && facts.needed > 1 {
            return None;
        }
        let label = facts.label()?;
        let first = facts.first_text.map_or(label, |(_, text)| text);
        let bare = |text| split_numbering(text).1;
        let bare_sum = [label, first].into_iter().any(names_sum) || self.sum_in_any_cell(facts);
        let is_total = bare_sum
            || [label, first]
                .into_iter()
                .map(bare)
                .any(|text| is_total_label(text) || self.names_section(text));
        let page_line = is_page_line(label);
        // A label with what it adds up (`Cộng xã Mỹ Cẩm`) is an activity's where who and when are told beside it.
        if (is_total || page_line) && (bare_sum || facts.telling <= 1) {
            let scope = match stated(label) {
                Some(scope) => scope,
                None if self.sums_plans(index, facts) => Scope::Other,
                None => Scope::All,
            };
            if scope == Scope::Carried && facts.says_money() && !self.listed {
                return known(Kind::Outside(CellRole::Unexplained), Reason::MoneyAside);
            }
            self.family_below_total(index, facts);
            if facts.amounts == 0 && scope != Scope::Other {
                self.tell(index);
            }
            return known(Kind::total(Some(label), scope), Reason::SumLabel);
        }
        if facts.telling > 0 && facts.amounts == 0 {
            return None;
        }
        let folded = fold::fold(bare(label));
        let announces = label.trim_end().ends_with(':') || words().of_which.are(&folded);
        let breaks_up = words().of_which.begin(&folded) && (facts.amounts > 0 || announces);
        if breaks_up
            && facts
                .seq
                .as_deref()
                .is_none_or(|_| facts.number == Some(Numbering::Dash))
        {
            return self.breaks_up(index, facts, label);
        }
        if facts.needed > 0 {
            return None;
        }
        // `- Ngân sách: 300` below a total, or below `Trong đó:`.
        let goes_on = self.body.rows.last().is_some_and(|last| {
            let dashed =
                facts.number == Some(Numbering::Dash) || label.starts_with(['-', '+', '–']);
            match &last.kind {
                BodyKind::Total {
                    scope: Scope::Other,
                    ..
                } => dashed || facts.amounts > 0 && !self.sheet.is_sector(label),
                BodyKind::Part { of, .. } => {
                    let of_total = self
                        .body
                        .rows
                        .get(*of)
                        .is_some_and(|row| matches!(row.kind, BodyKind::Total { .. }));
                    of_total && (dashed || facts.amounts > 0 && !self.sheet.is_sector(label))
                }
                BodyKind::Total { .. } => dashed,
                _ => false,
            }
        });
        let parts = goes_on
            && facts
                .seq
                .as_deref()
                .is_none_or(|_| facts.number == Some(Numbering::Dash));
        (parts && facts.amounts > 0).then(|| {
            (
                Kind::total(Some(label), Scope::Other),
                Some(Reason::PartLabel),
            )
        })
    }

    /// Whether a cell of a row without a name says that it adds up: `Cộng` in the column of time.
    pub(super) fn sum_in_any_cell(&self, facts: &RowFacts<'a>) -> bool {
        facts.name.is_none()
            && facts.amounts > 0
            && facts
                .row
                .and_then(|row| {
                    self.sheet
                        .grid
                        .rows
                        .binary_search_by_key(&row, |row| row.row)
                        .ok()
                })
                .and_then(|index| self.grid_row(index))
                .is_some_and(|row| row.cells.iter().filter_map(text_of).any(names_sum))
    }

    /// Whether a label adds up a section that it calls by its name: `Cộng y tế`; or a place or an office: `Cộng xã …`.
    pub(super) fn names_section(&self, label: &str) -> bool {
        words::total_scope(label).is_some_and(|scope| {
            let names =
                |name: &str| !scope.is_empty() && fold::fold(words::without_remark(name)) == scope;
            self.sheet.is_sector(&scope)
                || self
                    .stack
                    .iter()
                    .filter_map(|(_, section)| self.body.sections.get(*section))
                    .any(|section| names(&section.label))
        })
    }

    pub(super) fn below_total(&self) -> bool {
        self.body
            .rows
            .last()
            .is_some_and(|last| matches!(last.kind, BodyKind::Total { .. }))
    }

    /// Below a sum of all, rows that tell neither who nor when and add up to it tell it once more by other heads.
    pub(super) fn family_below_total(&mut self, index: usize, facts: &RowFacts<'a>) {
        let main = self.sheet.main;
        let Some(figure) = facts.amount(main) else {
            return;
        };
        let (mut sum, mut count, mut end, mut at) = (0_i128, 0_usize, index + 1, index);
        while let Some((next, below)) = self.below(at) {
            if below.telling > 0 || below.label().is_some_and(is_total_label) {
                break;
            }
            let amount = below.amount(main);
            if amount.is_none() && (below.amounts > 0 || !below.texts_only()) {
                break;
            }
            if amount.is_none() && self.signs(next, below) {
                break;
            }
            sum = sum.saturating_add(amount.unwrap_or(0));
            count += usize::from(amount.is_some());
            at = next;
            if amount.is_some() {
                end = next + 1;
            }
            if sum == figure && count > 1 {
                break;
            }
        }
        if sum == figure && count > 1 {
            self.family = Some(Family {
                of: self.body.rows.len(),
                rows: index + 1..end,
                whole: true,
                reason: Reason::PartOfAbove,
            });
        }
    }
}

/// Whether a label is that of a sum and nothing else.
pub(super) fn names_sum(label: &str) -> bool {
    // Every record is asked: what is longer than any such label is not folded.
    if label.len() > 60 {
        return false;
    }
    let bare = split_numbering(label).1;
    let folded = fold::fold(bare);
    words::is_bare_total_label(bare)
        || words::sums_by_letters(bare)
        || words().carried.are(&folded)
        || words().cumulative.begin(&folded) && stated(bare) == Some(Scope::Carried)
        || counts_behind_sum(bare)
}

/// Whether a label begins with the word of a sum.
pub(super) fn begins_sum(label: &str) -> bool {
    words().total.begin(&fold::fold(split_numbering(label).1))
}

/// `TỔNG SỐ: 3 hoạt động`, `Tổng cộng 3 hoạt động`: a sum's word, and a count of what it adds up.
pub(super) fn counts_behind_sum(label: &str) -> bool {
    let marked = label.split_once([':', '(']).is_some_and(|(sum, count)| {
        words::is_bare_total_label(sum) && facts::counts_something(count.trim_end_matches(')'))
    });
    marked || words::total_scope(label).is_some_and(|count| facts::counts_something(&count))
}
