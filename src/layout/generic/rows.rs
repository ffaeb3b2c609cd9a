//! A second look at the rows of an unknown form, once all of them are known.
//!
//! Without fields a row that heads others looks like a record: that its figures stand alone, that the row numbers begin
//! anew below it, that nothing but notes follows, is told from its neighbours.

use std::ops::Range;

use super::super::header::Header;
use super::super::words::{self, Numbering, is_total_label, numbering, split_numbering};
use super::super::{CellRole, Meaning, is_filled, mark_row, number_style, seq_text, text_of};
use super::heading::holds_figure;
use super::sums;
use crate::book::grid::{Content, Grid, Row};
use crate::fold;
use crate::template::{Role, Slot, Template};
use crate::value::number::NumberStyle;
use crate::value::quantity;

/// Settles the roles of a table's rows.
pub fn settle(
    grid: &Grid,
    rows: Range<usize>,
    header: &Header,
    template: &Template,
    roles: &mut [Vec<CellRole>],
) {
    let looks: Vec<Look> = rows
        .clone()
        .filter_map(|index| {
            let row = grid.rows.get(index)?;
            let roles = roles.get(index)?;
            let role = roles
                .iter()
                .find(|role| **role == CellRole::Record)
                .or(roles.first());
            let role = *role?;
            Some(Look::at(index, row, role, header, template))
        })
        .filter(|look| look.filled > 0)
        .collect();
    let table = Table::of(&looks);
    let mut record: Option<u32> = None;
    for (position, look) in looks.iter().enumerate() {
        let near = Near {
            below_record: record.is_some_and(|above| above + 1 == look.row),
            next: looks.get(position + 1),
        };
        let role = table.role(look, &near, position);
        record = Some(look.row).filter(|_| role == CellRole::Record);
        if role != look.role {
            mark_row(roles, look.index, role);
        }
    }
    mark_sums(grid, &looks, header, roles);
    settle_totals(&looks, roles);
    for look in &looks {
        if let (Some(row), Some(roles)) = (grid.rows.get(look.index), roles.get_mut(look.index)) {
            mark_outside(row, header, roles);
        }
    }
}

/// What a row holds, by its columns.
struct Look {
    index: usize,
    row: u32,
    /// The role that the row has so far.
    role: CellRole,
    number: Option<Numbering>,
    /// Whether the row number begins to count: `1`, `a`, `1.1`.
    starts: bool,
    /// Text in the row number's column that is no number.
    in_seq: bool,
    label: Option<String>,
    /// Text cells beside number and label.
    texts: usize,
    figures: usize,
    filled: usize,
    /// Cells outside all columns.
    outside: usize,
}

impl Look {
    fn at(index: usize, row: &Row, role: CellRole, header: &Header, template: &Template) -> Self {
        let mut look = Self {
            index,
            row: row.row,
            role,
            number: None,
            starts: false,
            in_seq: false,
            label: None,
            texts: 0,
            figures: 0,
            filled: 0,
            outside: 0,
        };
        for cell in row.cells.iter().filter(|cell| is_filled(cell)) {
            look.filled += 1;
            let is_text = !holds_figure(cell);
            match header.meaning(cell.col) {
                Some(Meaning::Seq) => {
                    let text = seq_text(cell).unwrap_or_default();
                    look.number = numbering(&text);
                    look.starts = begins_to_count(&text);
                    if look.number.is_none() && is_text {
                        look.in_seq = true;
                        look.label = Some(text);
                    }
                }
                Some(Meaning::Field {
                    field,
                    slot: Slot::Value,
                }) if is_text
                    && look.label.is_none()
                    && template
                        .field(field)
                        .is_some_and(|spec| spec.role == Some(Role::Name)) =>
                {
                    look.label = text_of(cell).map(str::to_owned);
                }
                Some(_) if is_text => look.texts += 1,
                Some(_) => look.figures += 1,
                None => look.outside += 1,
            }
        }
        look
    }

    /// Nothing but a label, perhaps with its number and its figures.
    fn heads(&self) -> bool {
        self.label.is_some() && self.texts == 0
    }

    fn label_alone(&self) -> bool {
        self.heads() && self.figures == 0
    }

    fn begins(&self, phrases: &words::Phrases) -> bool {
        self.label
            .as_deref()
            .is_some_and(|label| phrases.begin(&fold::fold(label)))
    }

    /// Whether the label is one that goes on from the line above.
    fn goes_on(&self) -> bool {
        self.label
            .as_deref()
            .and_then(|label| label.chars().next())
            .is_some_and(|first| first.is_lowercase() || first == '(')
    }

    /// A single figure, without number and label.
    fn stray(&self) -> bool {
        self.filled == 1 && self.figures == 1
    }

    fn is_total(&self) -> bool {
        let whole = |label: &str| {
            is_total_label(label) || words::words().total_of.begin(&fold::fold(label))
        };
        self.texts == 0 && self.label.as_deref().is_some_and(whole)
    }
}

impl Look {
    /// A list's mark before the label.
    fn bullet(&self) -> Option<char> {
        let first = self.label.as_deref()?.chars().next()?;
        matches!(first, '-' | '–' | '_' | '+' | '*' | '•').then_some(first)
    }

    /// Whether the label leaves something to follow: `Trong đó:`.
    fn ends_open(&self) -> bool {
        self.label
            .as_deref()
            .is_some_and(|label| label.trim_end().ends_with(':'))
    }

    /// Whether the number of the next row counts below this one's.
    fn numbers_others(&self, next: Option<&Self>) -> bool {
        let Some(next) = next else { return false };
        match (self.number, next.number) {
            (Some(Numbering::Number(own)), Some(Numbering::Number(below))) => {
                below > own || next.starts
            }
            (Some(_), Some(_)) => next.starts,
            (None, _) => self.worded(),
            (Some(_), None) => false,
        }
    }

    /// A note mark where labels stand, and its text beside it: `1) | Không kể số chuyển tiếp.`.
    fn is_footnote(&self) -> bool {
        let mark = |label: &str| {
            let label = label.trim();
            label.chars().count() <= 3
                && label.starts_with(|c: char| c.is_ascii_digit() || c == '*')
        };
        self.figures == 0
            && self.texts == 1
            && self.filled == 2
            && self.number.is_none()
            && self.label.as_deref().is_some_and(mark)
    }

    /// Whether the label reads like that of a section.
    fn worded(&self) -> bool {
        self.texts + self.figures == 0
            && !self.goes_on()
            && self.bullet().is_none()
            && self.label.as_deref().is_some_and(|label| {
                words::words().section.begin(&fold::fold(label)) || fold::is_upper(label)
            })
    }
}

fn begins_to_count(text: &str) -> bool {
    let last = text
        .trim()
        .trim_end_matches(['.', ')', '/', ' '])
        .rsplit('.')
        .next()
        .unwrap_or("");
    matches!(last.trim_start_matches(['(', '0']), "1" | "a")
}

/// The rows around a row.
struct Near<'a> {
    /// Whether a record stands directly above, without a blank row between.
    below_record: bool,
    next: Option<&'a Look>,
}

/// What all rows together tell.
struct Table {
    /// Position of the last row that holds a number or a figure.
    last: usize,
    /// Position of the first note below it.
    notes: usize,
    /// Whether rows hold figures as a rule: a label alone then is no record.
    filled_in: bool,
    /// Whether rows are numbered.
    counted: bool,
}

impl Table {
    fn of(looks: &[Look]) -> Self {
        // Numbers that no row with figures carries are those of footnotes.
        let figured = || looks.iter().filter(|look| look.figures > 0);
        let footnotes = figured().count() > 2 && figured().all(|look| look.number.is_none());
        let last = looks
            .iter()
            .rposition(|look| {
                let numbered = look.number.is_some() && !footnotes;
                look.role != CellRole::Signature
                    && (numbered || look.figures > 0 || look.texts > 0)
                    && !look.is_footnote()
                    && !look.begins(&words::words().note)
            })
            .unwrap_or(0);
        let labelled = looks.iter().filter(|look| look.label.is_some()).count();
        let figures = looks
            .iter()
            .filter(|look| look.label.is_some() && look.figures + look.texts > 0)
            .count();
        let filled_in = figures * 2 > labelled;
        // Below the last row that holds anything, where rows do as a rule, what is set apart or long is no row.
        let is_note = |position: usize, look: &Look| {
            let words =
                look.is_footnote() || look.figures == 0 && look.texts == 0 && look.filled <= 2;
            let above = position.checked_sub(1).and_then(|above| looks.get(above));
            let apart = above.is_none_or(|above| above.row + 1 < look.row);
            let worded = look.begins(&words::words().note)
                || look.role == CellRole::Note && look.filled <= 2;
            let footnote = footnotes && look.number.is_some() || look.is_footnote();
            worded
                || filled_in
                    && position > last
                    && words
                    && (apart || footnote || !look.goes_on_short())
        };
        let notes = looks
            .iter()
            .enumerate()
            .skip(last)
            .find(|(position, look)| is_note(*position, look))
            .map_or(usize::MAX, |(position, _)| position);
        Self {
            last,
            notes,
            filled_in,
            counted: looks.iter().any(|look| look.number.is_some()),
        }
    }

    fn role(&self, look: &Look, near: &Near<'_>, position: usize) -> CellRole {
        if matches!(
            look.role,
            CellRole::Header | CellRole::Number | CellRole::Signature
        ) {
            return look.role;
        }
        let below = position > self.last;
        let wordy = look.figures == 0 && look.filled <= 2;
        if wordy && (position >= self.notes || below && look.in_seq && !look.goes_on_short()) {
            return CellRole::Note;
        }
        if look.number.is_some() && look.label.is_none() {
            return CellRole::Record;
        }
        if look.is_total() {
            return CellRole::Total;
        }
        if look.begins(&words::words().of_which) {
            return if look.label_alone() && look.number.is_none() && look.ends_open() {
                CellRole::Section
            } else {
                CellRole::Record
            };
        }
        if self.heads_others(look, near.next) {
            return CellRole::Section;
        }
        self.otherwise(look, near, position)
    }

    fn heads_others(&self, look: &Look, next: Option<&Look>) -> bool {
        if !look.heads() {
            return false;
        }
        if matches!(look.number, Some(Numbering::Roman | Numbering::Upper)) {
            return true;
        }
        let Some(next) = next else { return false };
        if look.number.is_none() && !look.goes_on() && next.starts && next.label.is_some() {
            return true;
        }
        let numbered = look
            .label
            .as_deref()
            .is_some_and(|label| split_numbering(label).0.is_some());
        let carries = next.label.is_some() && next.figures + next.texts > 0;
        look.number.is_none()
            && look.label_alone()
            && !look.goes_on()
            && (look.bullet().is_none() || look.bullet() != next.bullet())
            && (carries && (look.worded() || self.filled_in && !self.counted)
                || numbered && next.label.is_some())
    }

    /// A row that is no head, no total and no note.
    fn otherwise(&self, look: &Look, near: &Near<'_>, position: usize) -> CellRole {
        match look.role {
            CellRole::Total | CellRole::Subtotal if !look.is_total() => CellRole::Record,
            CellRole::Section if look.in_seq => look.role,
            CellRole::Section if !look.numbers_others(near.next) => CellRole::Record,
            CellRole::Note | CellRole::Unexplained if position <= self.last => {
                // A figure alone far from any row belongs to no row.
                let belongs = look.figures > 0 && near.below_record;
                if look.label.is_some() || look.texts > 0 || look.number.is_some() || belongs {
                    CellRole::Record
                } else {
                    look.role
                }
            }
            CellRole::Note => CellRole::Note,
            CellRole::Record if look.stray() && !near.below_record => CellRole::Unexplained,
            CellRole::Unexplained if look.figures == 0 => CellRole::Note,
            role => role,
        }
    }
}

impl Look {
    /// A short label in the first column below a table: the blank form's last rows, no note.
    fn goes_on_short(&self) -> bool {
        self.label
            .as_deref()
            .is_some_and(|label| label.chars().count() < 30)
    }
}

/// Marks the rows whose figures are the sums of others.
fn mark_sums(grid: &Grid, looks: &[Look], header: &Header, roles: &mut [Vec<CellRole>]) {
    let rows = || looks.iter().filter_map(|look| grid.rows.get(look.index));
    let columns: Vec<(u32, NumberStyle)> = header
        .columns
        .iter()
        .filter(|column| column.meaning != Meaning::Seq)
        .map(|column| (column.col, number_style(column.col, rows())))
        .collect();
    // Where a column leaves open what a comma before three digits is, another one of the table tells; else it groups.
    let told = columns.iter().map(|(_, style)| *style);
    let told = told.filter(|style| *style != NumberStyle::Unsettled);
    let common = told
        .clone()
        .next()
        .filter(|first| told.clone().all(|other| other == *first));
    let columns: Vec<(u32, NumberStyle)> = columns
        .iter()
        .map(|(col, style)| match style {
            NumberStyle::Unsettled => (*col, common.unwrap_or(NumberStyle::English)),
            style => (*col, *style),
        })
        .collect();
    let figures: Vec<sums::Figures> = looks
        .iter()
        .map(|look| {
            let role = roles.get(look.index).and_then(|roles| roles.first());
            let counts = matches!(
                role,
                Some(CellRole::Record | CellRole::Section | CellRole::Total | CellRole::Subtotal)
            );
            let row = grid.rows.get(look.index).filter(|_| counts);
            let figure = |(col, style): &(u32, NumberStyle)| {
                let cell = row?.cell(*col).filter(|cell| holds_figure(cell))?;
                match &cell.content {
                    Content::Number(number) => {
                        quantity::quantity_from_number(*number, false).number
                    }
                    Content::Text(text) => quantity::parse_quantity(text, false, *style).number,
                    _ => None,
                }
            };
            columns.iter().map(figure).collect()
        })
        .collect();
    for (look, is_sum) in looks.iter().zip(sums::find(&figures)) {
        // A section keeps its place in the order of the table, whatever its figure is.
        let role = roles.get(look.index).and_then(|roles| roles.first());
        if is_sum && role != Some(&CellRole::Section) {
            mark_row(roles, look.index, CellRole::Total);
        }
    }
}

/// A total amid the records adds up a part of them.
fn settle_totals(looks: &[Look], roles: &mut [Vec<CellRole>]) {
    let role_of = |roles: &[Vec<CellRole>], index: usize| {
        roles.get(index).and_then(|roles| roles.first()).copied()
    };
    let records: Vec<usize> = looks
        .iter()
        .map(|look| look.index)
        .filter(|index| role_of(roles, *index) == Some(CellRole::Record))
        .collect();
    let (first, last) = (records.first().copied(), records.last().copied());
    for look in looks {
        let role = role_of(roles, look.index);
        if !matches!(role, Some(CellRole::Total | CellRole::Subtotal)) {
            continue;
        }
        let amid = first.is_some_and(|first| first < look.index)
            && last.is_some_and(|last| last > look.index);
        let role = if amid {
            CellRole::Subtotal
        } else {
            CellRole::Total
        };
        mark_row(roles, look.index, role);
    }
}

/// What stands beside the table is a remark when it is text, and else explained by nothing.
fn mark_outside(row: &Row, header: &Header, roles: &mut [CellRole]) {
    for (cell, role) in row.cells.iter().zip(roles) {
        let of_table = matches!(
            role,
            CellRole::Record
                | CellRole::Section
                | CellRole::Total
                | CellRole::Subtotal
                | CellRole::Unexplained
        );
        if of_table && header.column(cell.col).is_none() && is_filled(cell) {
            *role = if !holds_figure(cell) {
                CellRole::Note
            } else {
                CellRole::Unexplained
            };
        }
    }
}
