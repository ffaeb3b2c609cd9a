//! Records, rows that go on with them, and what stands in a record's place: examples, nil returns.

use super::{Kind, Known, Reader, known, stages};
use crate::fold;
use crate::layout::body::BodyKind;
use crate::layout::facts::RowFacts;
use crate::layout::reason::Reason;
use crate::layout::words::{Numbering, words};
use crate::layout::{CellRole, text_of};
use crate::place::CellRef;
use crate::template::{Role, Slot};
use crate::value::amount;

impl<'a> Reader<'a> {
    /// A row between the ids and the last row of a form of ours: what is filled in there is a record, unless it clearly
    /// heads a section.
    pub(super) fn own_row(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if !self.own {
            return None;
        }
        // The row number alone is a line that nobody filled in.
        if facts.seq.is_some() && facts.filled == 1 {
            return Some((Kind::Outside(CellRole::Note), None));
        }
        let heads = matches!(facts.number, Some(Numbering::Roman | Numbering::Upper));
        if heads && let Some(section) = self.section_of(index, facts) {
            return known(Kind::Section(section), Reason::SectionNumber);
        }
        Some((Kind::Record, None))
    }

    pub(super) fn record(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        self.is_record(index, facts).then_some((Kind::Record, None))
    }

    pub(super) fn continuation(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if !self.continues(index, facts) {
            return None;
        }
        // `(Chưa tính phần quà 20 triệu đồng)` says of money that is in no cell.
        let aside = facts.label().is_some_and(|label| {
            (label.starts_with('(') || words().beside.begin(&fold::fold(label)))
                && amount::tells_money(label)
        });
        if aside {
            return known(Kind::Outside(CellRole::Unexplained), Reason::MoneyAside);
        }
        known(Kind::Continuation, Reason::GoesOn)
    }

    pub(super) fn nil(&mut self, _: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        let alone = facts.filled == 1
            && !self.listed
            && facts.amount(self.sheet.main) == Some(0)
            && self.body.rows.is_empty();
        (is_nil(facts) || alone && !self.own).then_some((Kind::Nil, Some(Reason::Nil)))
    }

    /// `VD | Đào tạo bác sĩ (ví dụ) | …`: how to fill in the form.
    pub(super) fn example(&mut self, _: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if self.own {
            return None;
        }
        let numbered = facts.number.is_none()
            && facts
                .seq
                .as_deref()
                .is_some_and(|seq| words().example.are(&fold::fold(seq)));
        let named = facts.name.and_then(text_of).is_some_and(is_example);
        (numbered || named).then_some((Kind::Example, Some(Reason::Example)))
    }

    /// Whether a row without a number goes on with the texts of the record directly above.
    pub(super) fn continues(&self, index: usize, facts: &RowFacts<'a>) -> bool {
        // Below the list a blank row parts what is said of it from what goes on with it.
        if index >= self.sheet.pages.list_end && (self.noted || self.blank_above(index)) {
            return false;
        }
        let directly_below = self.body.rows.last().is_some_and(|last| {
            stages::goes_on(last) || matches!(last.kind, BodyKind::Record { .. })
        });
        let unnumbered =
            facts.seq.is_none() || matches!(facts.number, Some(Numbering::Dash | Numbering::Lower));
        let texts_only = facts.texts_only() && facts.others == facts.texts;
        let some = usize::from(facts.name.is_some()) + facts.texts > 0;
        directly_below && unnumbered && texts_only && some && !self.stands_alone(facts)
    }

    /// Whether texts are enough for a record of their own: it is named, and has a text that each record must have.
    pub(super) fn stands_alone(&self, facts: &RowFacts<'a>) -> bool {
        facts.name.is_some() && (facts.needed_texts > 0 || facts.texts > 2)
    }

    pub(super) fn is_record(&self, index: usize, facts: &RowFacts<'a>) -> bool {
        let counted = matches!(facts.number, Some(Numbering::Number(_)));
        let inside = facts.name.is_some() || facts.amounts + facts.others >= 1;
        // Money alone says nothing of what it is for.
        let nameless = facts.name.is_none() && facts.others == 0 && facts.seq.is_none();
        if nameless {
            return index < self.sheet.pages.list_end && self.merged_name(facts);
        }
        let weight = usize::from(facts.name.is_some()) * 2 + facts.amounts + facts.others;
        (counted && (inside || facts.filled > 1))
            || (inside && (weight >= 2 || self.merged_name(facts)))
    }

    /// Whether the name of the record above reaches down to a row.
    pub(super) fn merged_name(&self, facts: &RowFacts<'a>) -> bool {
        let sheet = self.sheet;
        let name = sheet
            .template
            .role(Role::Name)
            .and_then(|field| sheet.header.feeding(field, Slot::Value).next());
        let at = name
            .zip(facts.row)
            .map(|(column, row)| CellRef::new(row, column.col));
        at.and_then(|at| Some((at, sheet.grid.merge_at(at)?)))
            .is_some_and(|(at, merge)| {
                merge.first.row < at.row && merge.first.row > sheet.header.span.1
            })
    }
}

/// Whether a name says that it is an example: `Ví dụ: Xây 10 căn nhà`, `Đào tạo bác sĩ (ví dụ)`.
pub(super) fn is_example(name: &str) -> bool {
    let head = name.split_once([':', '.']).map(|(head, _)| head);
    let tail = name
        .trim_end()
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once('('))
        .map(|(_, tail)| tail);
    [head, tail]
        .into_iter()
        .flatten()
        .filter(|text| text.len() <= 24)
        .any(|text| words().example.are(&fold::fold(text)))
}

/// Whether a row says that there is nothing to report.
pub(super) fn is_nil(facts: &RowFacts<'_>) -> bool {
    let Some(text) = facts
        .label()
        .filter(|_| facts.amounts == 0 && facts.extra_figures == 0 && facts.filled <= 2)
    else {
        return false;
    };
    let folded = fold::fold(text);
    let says = words().nil_phrase.within(&folded);
    words().nil_return.are(&folded)
        || (says && facts.others == 0 && facts.seq.is_none())
        || (says && facts.name.is_none())
}
