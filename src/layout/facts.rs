//! A row seen through its columns: what stands in which kind of field, and the money it tells.

use super::header::Header;
use super::money::{Figure, MoneyColumn};
use super::words::{Numbering, numbering, words};
use super::{Meaning, seq_text, text_of};
use crate::book::grid::{Cell, Content, Grid, Row};
use crate::fold;
use crate::place::CellRef;
use crate::template::{Kind, Role, Slot, Template};

/// The cells of a row by what their columns were understood as.
#[derive(Default, Clone)]
pub(super) struct RowFacts<'a> {
    /// 0-based row of the sheet.
    pub(super) row: Option<u32>,
    /// The row number as typed.
    pub(super) seq: Option<String>,
    /// The kind of its row number.
    pub(super) number: Option<Numbering>,
    /// The cell that names a record.
    pub(super) name: Option<&'a Cell>,
    /// Filled cells of money columns.
    pub(super) amounts: usize,
    /// What they say, in đồng, by the columns of money.
    pub(super) money: Vec<Figure>,
    /// Filled cells of other fields and of extra columns.
    pub(super) others: usize,
    /// Of the cells of extra columns, those that hold a figure: they may be subtotals.
    pub(super) extra_figures: usize,
    /// Filled cells of text columns other than the name's.
    pub(super) texts: usize,
    /// Filled cells of required fields other than the name and the money: they tell a record from a label.
    pub(super) needed: usize,
    /// Of these, those of text fields.
    pub(super) needed_texts: usize,
    /// Cells beside name and money that only say that nothing is to be said there: `x`, `-`, `3 đơn vị`.
    pub(super) fillers: usize,
    /// Of the needed cells, those that are more than fillers.
    pub(super) telling: usize,
    /// Of the needed cells, those that repeat the cell above by a ditto mark.
    pub(super) dittos: usize,
    /// All filled cells but those that say "and so on".
    pub(super) filled: usize,
    /// Whether there are cells that say no more than `…`.
    pub(super) placeholders: bool,
    /// The first filled cell that holds text, the row number's column included.
    pub(super) first_text: Option<(&'a Cell, &'a str)>,
    /// The first text where no money stands.
    pub(super) first_label: Option<&'a str>,
    /// Whether any cell holds something else than text.
    pub(super) figures: bool,
    /// Whether the row number's cell is covered by a region that reaches down from the row above.
    pub(super) under_number: bool,
    /// Required fields other than the name and the money whose empty cells are covered by such regions: they tell of this
    /// row what they tell of the row above.
    pub(super) needed_above: usize,
}

impl<'a> RowFacts<'a> {
    /// Looks at a row.
    pub(super) fn of(row: &'a Row, header: &Header, template: &Template) -> Self {
        let mut facts = Self {
            row: Some(row.row),
            ..Self::default()
        };
        for cell in &row.cells {
            let text = text_of(cell);
            let typed = matches!(cell.content, Content::Text(_));
            if typed && text.is_none() {
                continue;
            }
            let meaning = header.meaning(cell.col);
            if matches!(meaning, Some(Meaning::Helper | Meaning::Unit { .. })) {
                continue;
            }
            if text.is_some_and(is_placeholder) {
                facts.placeholders = true;
                continue;
            }
            facts.filled += 1;
            if facts.first_text.is_none() {
                facts.first_text = text.map(|text| (cell, text));
            }
            let money = || {
                matches!(meaning, Some(Meaning::Field { field, .. })
                    if template.field(field).is_some_and(|spec| spec.kind == Kind::Amount))
            };
            if facts.first_label.is_none() && text.is_some() && !money() {
                facts.first_label = text;
            }
            facts.figures |= !typed;
            match meaning {
                Some(Meaning::Seq) => facts.seq = seq_text(cell),
                Some(Meaning::Field { field, slot }) => facts.add(cell, template, field, slot),
                Some(Meaning::Extra) => {
                    facts.others += 1;
                    facts.extra_figures += usize::from(is_figure(cell));
                    facts.fillers += usize::from(is_filler(cell));
                }
                Some(Meaning::Helper | Meaning::Unit { .. }) | None => facts.others += 1,
            }
        }
        facts.number = facts.seq.as_deref().and_then(numbering);
        facts
    }

    /// Adds the money that a row tells, and whether regions reach down into its number and into who and when.
    pub(super) fn look_at_money(
        &mut self,
        grid: &Grid,
        row: &Row,
        header: &Header,
        template: &Template,
        money: &[MoneyColumn],
    ) {
        if self.amounts > 0 {
            self.money = money
                .iter()
                .map(|column| column.figure(grid, row))
                .collect();
        }
        let above = |col: u32| {
            let merge = grid.merge_at(CellRef::new(row.row, col));
            merge.is_some_and(|merge| merge.first.row < row.row && merge.first.row > header.span.1)
        };
        if self.filled == 0 || grid.merges.is_empty() {
            return;
        }
        self.under_number = self.seq.is_none() && header.seq_col().is_some_and(above);
        let needed = header.columns.iter().filter(|column| {
            let Meaning::Field { field, .. } = column.meaning else {
                return false;
            };
            template.field(field).is_some_and(|spec| {
                spec.required && spec.role != Some(Role::Name) && spec.kind != Kind::Amount
            })
        });
        let empty = needed.filter(|column| row.cell(column.col).is_none());
        self.needed_above = empty.filter(|column| above(column.col)).count();
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
            // Figures stand in rows that add up as well as in records: they tell neither.
            (_, Kind::Amount | Kind::Decimal | Kind::Integer, _) => {
                self.amounts += 1;
                return;
            }
            (_, Kind::Text, Slot::Value) => self.texts += 1,
            _ => {}
        }
        self.others += 1;
        let filler = is_filler(cell);
        self.fillers += usize::from(filler);
        self.needed += usize::from(spec.required);
        self.telling += usize::from(spec.required && !filler);
        self.dittos +=
            usize::from(spec.required && text_of(cell).is_some_and(crate::value::amount::is_ditto));
        self.needed_texts += usize::from(spec.required && spec.kind == Kind::Text);
    }

    /// The text that names the row: that of the name's column, else its first text.
    pub(super) fn label(&self) -> Option<&'a str> {
        self.name.and_then(text_of).or(self.first_label)
    }

    /// Whether the row holds text only, and none where money stands.
    pub(super) fn texts_only(&self) -> bool {
        self.amounts == 0 && !self.figures
    }

    /// What it says in the column that structure is told by, in đồng; `None` where it says no figure.
    pub(super) fn amount(&self, main: usize) -> Option<i128> {
        self.money.get(main)?.dong
    }

    /// Whether it says money in any column.
    pub(super) fn says_money(&self) -> bool {
        self.money
            .iter()
            .any(|figure| figure.dong.is_some_and(|dong| dong != 0))
    }

    /// Whether its label begins with the mark of a list: `- Máy thở`, `• Máy thở`.
    pub(super) fn bulleted(&self) -> bool {
        self.label().is_some_and(|label| {
            let mut letters = label.chars();
            letters
                .next()
                .is_some_and(|first| "-–—+•*·".contains(first))
                && letters.next().is_some_and(|next| !next.is_ascii_digit())
        })
    }

    /// Cells beside name and money that tell something.
    pub(super) fn told(&self) -> usize {
        self.others.saturating_sub(self.fillers)
    }
}

/// Whether a cell of another field only says that nothing is to be said there: `x`, `-`, `///`, `Không`, `0`, `100%`, or
/// counts what stands elsewhere: `3 đơn vị`.
fn is_filler(cell: &Cell) -> bool {
    match &cell.content {
        Content::Number(number) => *number == 0.0,
        Content::Text(text) => {
            let text = text.trim();
            // Nearly every cell is longer, or begins with a letter of a word.
            if text.len() > 40 {
                return false;
            }
            if !text.contains(char::is_alphanumeric) || text.trim_end_matches([' ', '%']) == "0" {
                return true;
            }
            let percent = |text: &str| text.strip_suffix('%').is_some_and(is_count);
            percent(text) || words().filler.are(&fold::fold(text)) || counts_something(text)
        }
        _ => false,
    }
}

fn is_count(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || ".,".contains(c))
}

/// Whether a text is a count of things that rows stand for: `3 đơn vị`, `12 hoạt động`.
pub(super) fn counts_something(text: &str) -> bool {
    let Some((count, things)) = text.trim().split_once(' ') else {
        return false;
    };
    is_count(count) && words().counted.are(&fold::fold(things))
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
