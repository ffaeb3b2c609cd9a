//! A row seen through its columns: what stands in which kind of field.

use super::header::Header;
use super::{Meaning, seq_text, text_of};
use crate::book::grid::{Cell, Content, Row};
use crate::template::{Kind, Role, Slot, Template};

/// The cells of a row by what their columns were understood as.
#[derive(Default)]
pub(super) struct View<'a> {
    /// The row number as typed.
    pub(super) seq: Option<String>,
    /// The cell that names a record.
    pub(super) name: Option<&'a Cell>,
    /// Filled cells of money columns.
    pub(super) amounts: usize,
    /// Filled cells of other fields and of extra columns.
    pub(super) others: usize,
    /// Of the cells of extra columns, those that hold a figure: they may be subtotals.
    pub(super) extra_figures: usize,
    /// Filled cells of text columns other than the name's.
    pub(super) texts: usize,
    /// Filled cells of required fields other than the name and the money: they tell a record from a label.
    pub(super) needed: usize,
    /// Filled cells of required text fields other than the name.
    pub(super) needed_texts: usize,
    /// All filled cells but those that say "and so on".
    pub(super) filled: usize,
    /// Whether there are cells that say no more than `…`.
    pub(super) placeholders: bool,
    /// The first filled cell that holds text, the row number's column included.
    pub(super) first_text: Option<(&'a Cell, &'a str)>,
    /// Whether any cell holds something else than text.
    pub(super) figures: bool,
}

impl<'a> View<'a> {
    /// Looks at a row.
    pub(super) fn of(row: &'a Row, header: &Header, template: &Template) -> Self {
        let mut view = Self::default();
        for cell in &row.cells {
            let text = text_of(cell);
            let typed = matches!(cell.content, Content::Text(_));
            if typed && text.is_none() {
                continue;
            }
            let meaning = header.meaning(cell.col);
            if meaning == Some(Meaning::Helper) {
                continue;
            }
            if text.is_some_and(is_placeholder) {
                view.placeholders = true;
                continue;
            }
            view.filled += 1;
            if view.first_text.is_none() {
                view.first_text = text.map(|text| (cell, text));
            }
            view.figures |= !typed;
            match meaning {
                Some(Meaning::Seq) => view.seq = seq_text(cell),
                Some(Meaning::Field { field, slot }) => view.add(cell, template, field, slot),
                Some(Meaning::Extra) => {
                    view.others += 1;
                    view.extra_figures += usize::from(is_figure(cell));
                }
                Some(Meaning::Helper) | None => view.others += 1,
            }
        }
        view
    }

    fn add(&mut self, cell: &'a Cell, template: &Template, field: usize, slot: Slot) {
        let Some(spec) = template.field(field) else {
            return;
        };
        match (spec.role, spec.kind, slot) {
            (Some(Role::Name), _, _) => {
                self.name = Some(cell);
                return;
            }
            (_, Kind::Amount, _) => {
                self.amounts += 1;
                return;
            }
            (_, Kind::Text, Slot::Value) => self.texts += 1,
            _ => {}
        }
        self.others += 1;
        self.needed += usize::from(spec.required);
        self.needed_texts += usize::from(spec.required && spec.kind == Kind::Text);
    }

    /// The text that names the row: that of the name's column, else its first text.
    pub(super) fn label(&self) -> Option<&'a str> {
        self.name
            .and_then(text_of)
            .or(self.first_text.map(|(_, text)| text))
    }

    /// Whether the row holds text only, and none where money stands.
    pub(super) fn texts_only(&self) -> bool {
        self.amounts == 0 && !self.figures
    }
}

/// Whether a cell holds a number, be it typed as text.
fn is_figure(cell: &Cell) -> bool {
    match &cell.content {
        Content::Number(_) => true,
        Content::Text(text) => {
            let text = text.trim();
            text.starts_with(|c: char| c.is_ascii_digit())
                && text
                    .chars()
                    .all(|c| c.is_ascii_digit() || ". ,".contains(c))
        }
        _ => false,
    }
}

/// Whether a text says no more than `…`, as forms have it below their last row.
fn is_placeholder(text: &str) -> bool {
    let dots = |text: &str| -> usize { text.chars().map(|c| if c == '…' { 3 } else { 1 }).sum() };
    text.chars().all(|c| matches!(c, '.' | '…' | '_' | ' ')) && dots(text) >= 2
}
