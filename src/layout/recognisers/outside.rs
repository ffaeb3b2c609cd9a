//! Rows that are no part of the list: blank ones, the last row of a form of ours, units of account, notes, sums in words.

use super::{Kind, Known, Reader, known, stages};
use crate::fold;
use crate::layout::body::BodyKind;
use crate::layout::facts::RowFacts;
use crate::layout::frame::is_date_line;
use crate::layout::reason::Reason;
use crate::layout::words::{self, Numbering};
use crate::layout::{CellRole, ids, text_of};
use crate::place::CellRef;
use crate::value::amount;

impl<'a> Reader<'a> {
    pub(super) fn own_end(&mut self, index: usize, _: &RowFacts<'a>) -> Option<Known> {
        if !(self.own && self.grid_row(index).is_some_and(ids::is_end)) {
            return None;
        }
        (self.own, self.signature) = (false, true);
        known(Kind::Outside(CellRole::Note), Reason::Note)
    }

    pub(super) fn blank(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if self.signature {
            self.sign(index);
        }
        (facts.filled == 0).then(|| {
            let role = if self.signature {
                CellRole::Signature
            } else if facts.placeholders {
                CellRole::Note
            } else {
                CellRole::Record
            };
            (Kind::Outside(role), None)
        })
    }

    /// Whether a row says in words what the total above it says in figures.
    pub(super) fn in_words(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if matches!(facts.number, Some(Numbering::Number(_))) {
            return None;
        }
        let says = facts
            .first_text
            .is_some_and(|(_, text)| words::is_in_words(text));
        let tells = says
            && !facts.figures
            && (facts.needed == 0 || facts.filled <= 2)
            && !self.money_figure(index);
        let row = self.grid_row(index).filter(|_| tells)?;
        let texts: Vec<&str> = row.cells.iter().filter_map(text_of).collect();
        let first = row.cells.first()?;
        let told = (
            CellRef::new(row.row, first.col),
            fold::tidy(&texts.join(" ")).into_owned(),
        );
        self.body.told.push(told);
        known(Kind::Outside(CellRole::Note), Reason::InWords)
    }

    /// A row that states a unit of account and nothing else.
    pub(super) fn unit(&mut self, _: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        let row = facts.row?;
        let stated = facts.amounts == 0 && self.sheet.unit_rows.binary_search(&row).is_ok();
        stated.then_some((Kind::Outside(CellRole::Caption), Some(Reason::Unit)))
    }

    pub(super) fn note(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if !self.is_note(index, facts) {
            return None;
        }
        // Money told in passing is in no column: whoever reads it must decide.
        let money = self.grid_row(index).is_some_and(|row| {
            row.cells
                .iter()
                .filter_map(text_of)
                .any(amount::tells_money)
        });
        if money {
            return known(Kind::Outside(CellRole::Unexplained), Reason::MoneyAside);
        }
        known(Kind::Outside(CellRole::Note), Reason::Note)
    }

    /// A note tells no record, whatever figure stands beside it.
    pub(super) fn figure_beside_note(
        &mut self,
        _: usize,
        facts: &'a RowFacts<'a>,
    ) -> Option<Known> {
        let note = facts
            .first_text
            .is_some_and(|(_, text)| words::is_labelled_note(text));
        let counted = matches!(facts.number, Some(Numbering::Number(_)));
        (note && !counted && facts.needed == 0 && facts.amounts > 0).then_some((
            Kind::Outside(CellRole::Unexplained),
            Some(Reason::MoneyAside),
        ))
    }

    /// Whether a row is a note: by its words, or by standing below the list with nothing to add to it.
    pub(super) fn is_note(&self, index: usize, facts: &RowFacts<'a>) -> bool {
        let Some((_, first)) = facts
            .first_text
            .filter(|_| !facts.figures || facts.seq.is_some())
        else {
            return false;
        };
        let below_list = index >= self.sheet.pages.list_end;
        let worded = || words::is_note(first) || first.starts_with("(*");
        if facts.texts_only()
            && facts.filled <= 2
            && (first.starts_with('*') || worded())
            && (below_list || !self.continues(index, facts))
        {
            return true;
        }
        let after_list = self.noted
            || self.blank_above(index)
            || !self.body.rows.last().is_some_and(|last| {
                stages::goes_on(last) || matches!(last.kind, BodyKind::Record { .. })
            });
        // `1 | Các hoạt động ghi theo thực tế` below the total.
        let bare = facts.amounts == 0 && facts.others == 0 && facts.filled <= 2;
        let seq_only = facts.name.is_none() && facts.seq.is_some() && facts.texts_only();
        below_list && !self.body.rows.is_empty() && bare && (after_list || seq_only)
    }

    pub(super) fn blank_above(&self, index: usize) -> bool {
        let at = |index: usize| self.sheet.grid.rows.get(index).map(|row| row.row);
        match (index.checked_sub(1).and_then(at), at(index)) {
            (Some(above), Some(row)) => row > above + 1,
            _ => false,
        }
    }

    /// Whether a figure, typed as text, stands where money does.
    pub(super) fn money_figure(&self, index: usize) -> bool {
        let Some(row) = self.grid_row(index) else {
            return false;
        };
        let figure = |text: &str| {
            text.contains(|c: char| c.is_ascii_digit()) && !is_date_line(&fold::fold(text))
        };
        self.sheet
            .money
            .iter()
            .filter_map(|column| row.cell(column.col))
            .any(|cell| text_of(cell).is_some_and(figure))
    }
}
