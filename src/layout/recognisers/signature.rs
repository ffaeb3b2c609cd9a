//! The signature block: where it begins, and what must not be lost in it.

use super::{Kind, Known, Reader, known};
use crate::book::grid::Cell;
use crate::fold;
use crate::layout::facts::RowFacts;
use crate::layout::frame::is_date_line;
use crate::layout::reason::Reason;
use crate::layout::words::{self, Numbering, words};
use crate::layout::{CellRole, text_of};
use crate::place::CellRef;
use crate::value::amount;
use crate::value::scale::parse_caption;

impl<'a> Reader<'a> {
    pub(super) fn below_signature(
        &mut self,
        index: usize,
        facts: &'a RowFacts<'a>,
    ) -> Option<Known> {
        if !self.signature {
            return None;
        }
        // A record below the signatures belongs to nothing that was announced.
        let counted = matches!(facts.number, Some(Numbering::Number(_)));
        let told = counted && facts.others + facts.amounts > 0;
        let paid = facts.amounts > 0 && (facts.figures || self.pays(index, facts));
        // So does money that is told in words.
        let worded = self.grid_row(index).is_some_and(|row| {
            let mut texts = row.cells.iter().filter_map(text_of);
            texts.any(|text| {
                let unit = || parse_caption(text).is_some();
                amount::tells_money(text) && !words::is_in_words(text) && !unit()
            })
        });
        if facts.name.is_some() && (told || paid) || worded {
            return known(Kind::Outside(CellRole::Unexplained), Reason::MoneyAside);
        }
        known(Kind::Outside(CellRole::Signature), Reason::Signature)
    }

    pub(super) fn signature(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        let counted = matches!(facts.number, Some(Numbering::Number(_)));
        if counted || !self.signs(index, facts) {
            return None;
        }
        self.signature = true;
        self.sign(index);
        known(Kind::Outside(CellRole::Signature), Reason::Signature)
    }

    /// A form is signed by a signature block below it; one of ours, whose block is printed, by what is filled in there.
    pub(super) fn sign(&mut self, index: usize) {
        let Some(row) = self.grid_row(index) else {
            return;
        };
        let printed = self.sheet.header.id_row.is_some();
        let signs = |cell: &&Cell| {
            text_of(cell).is_some_and(|text| {
                let folded = fold::fold(text);
                !printed || !words().signature.begin(&folded) && !is_date_line(&folded)
            })
        };
        if let Some(cell) = row.cells.iter().find(signs) {
            self.body
                .signed
                .get_or_insert(CellRef::new(row.row, cell.col));
        }
    }

    /// Whether a row opens the signature block.
    pub(super) fn signs(&self, index: usize, facts: &RowFacts<'a>) -> bool {
        if facts.figures || facts.amounts > 1 {
            return false;
        }
        // In the midst of the list only what is no record, and cannot go on with one, signs.
        let told = facts.name.is_some() && facts.needed > 0 && facts.amounts > 0;
        if index < self.sheet.pages.list_end && (told || self.continues(index, facts)) {
            return false;
        }
        let Some(row) = self.grid_row(index) else {
            return false;
        };
        let texts: Vec<&str> = row.cells.iter().filter_map(text_of).collect();
        if texts.is_empty() || texts.len() > 5 {
            return false;
        }
        let mut signing = 0;
        for text in &texts {
            let line = text.lines().next().unwrap_or(text);
            let folded = fold::fold(line);
            // `Lưu: VT` is of the signature block, `Lưu ý: …` is not.
            let sign = (words().signature.begin(&folded) || is_date_line(&folded))
                && !words::is_note(line);
            // A long text that merely begins with such a word is an activity.
            if sign && line.chars().count() <= 60 {
                signing += 1;
            } else if texts.len() > 1 && line.chars().count() > 60 {
                return false;
            }
        }
        // One such word in a full row is a value: the day in the column of time, `Lập biểu đồ` among activities.
        signing > 0 && signing * 2 >= texts.len() && !self.pays(index, facts)
    }

    /// Whether a named row has a figure, typed as text, where money stands.
    pub(super) fn pays(&self, index: usize, facts: &RowFacts<'a>) -> bool {
        facts.name.is_some() && facts.amounts > 0 && self.money_figure(index)
    }
}
