//! A cell as it counts: its own content, or what a ditto mark or a merged region takes from above.

use std::sync::LazyLock;

use super::words::listed;
use super::{Found, Reader};
use crate::book::grid::{Content, Row};
use crate::book::seen::Seen;
use crate::fold;
use crate::layout::{Meaning, is_filled};
use crate::place::CellRef;
use crate::record::Field;
use crate::template::{FieldSpec, Kind, Role};
use crate::value::amount;
use crate::value::shown;
use crate::value::{Note, Precision, Remark, Unread, Value};

/// What a ditto mark below an empty cell repeats.
static NOTHING: LazyLock<Content> = LazyLock::new(|| Content::Text("".into()));

impl<'a> Reader<'a> {
    /// The cell that counts for a record in a column; `across` tells whether a region merged across columns fills it.
    ///
    /// Money and dates are never filled across, and what names a record is no value of its other columns.
    pub(super) fn found(&mut self, row: &'a Row, col: u32, across: bool) -> Option<Found<'a>> {
        let at = CellRef::new(row.row, col);
        let own = row.cell(col).filter(|cell| is_filled(cell));
        if let Some(cell) = own {
            if is_ditto(&cell.content)
                && let Content::Text(mark) = &cell.content
            {
                // Below an empty cell it repeats nothing.
                let (from, content) = self.above.get(&col).copied().unwrap_or((at, &NOTHING));
                return Some(Found {
                    at,
                    from,
                    content,
                    ditto: Some(mark),
                });
            }
            return Some(Found {
                at,
                from: at,
                content: &cell.content,
                ditto: None,
            });
        }
        let merge = self.grid.merge_at(at).copied().filter(|merge| {
            let down = merge.first.row < row.row && merge.first.col == col;
            let sideways = across && merge.first.col < col && !self.names_records(merge.first.col);
            merge.first.row > self.header.span.1 && (down || sideways)
        })?;
        let cell = self.grid.get(merge.first).filter(|cell| is_filled(cell))?;
        self.filled.push(merge);
        // A merged ditto mark says for each row what it says for its first.
        let (from, content) = match self.above.get(&col) {
            Some(above) if is_ditto(&cell.content) && merge.first.col == col => *above,
            _ => (merge.first, &cell.content),
        };
        Some(Found {
            at,
            from,
            content,
            ditto: None,
        })
    }

    /// What is to be known of a cell beyond its content.
    pub(super) fn seen(&self, found: &Found<'_>) -> Option<&'a Seen> {
        self.grid.seen.get(&found.from)
    }

    /// A cell as the text that a person sees in it; raised letters are left in, for they may belong to a word.
    pub(super) fn shown_at(&self, at: CellRef, content: &Content) -> String {
        match self.grid.seen.get(&at) {
            Some(Seen {
                text: Some(text), ..
            }) => text.to_string(),
            Some(Seen {
                whole: Some(whole),
                struck_letters: None,
                ..
            }) => fold::tidy(whole).into_owned(),
            _ => shown::display(content),
        }
    }

    /// Says that letters of a cell were not read; whether none of them was.
    pub(super) fn left_out(&self, found: &Found<'_>, field: &mut Field) -> bool {
        let Some(seen) = self.seen(found) else {
            return false;
        };
        let struck = seen.struck && !self.row_struck;
        let (left, clear) = match &seen.whole {
            _ if struck || seen.hidden => (String::new(), false),
            Some(_) => (shown::display(found.content), !seen.unclear),
            None => return false,
        };
        let text = match &seen.whole {
            Some(whole) => fold::tidy(whole).into_owned(),
            None => shown::display(found.content),
        };
        field.remarks.push(Remark {
            cell: found.at,
            text,
            note: Note::LeftOut { left, clear },
        });
        !clear
    }

    fn names_records(&self, col: u32) -> bool {
        let name = self.template.role(Role::Name);
        matches!(self.header.meaning(col), Some(Meaning::Field { field, .. }) if Some(field) == name)
    }

    /// What a cell leaves to say whatever its column holds; the content to read when there is any.
    pub(super) fn open<'c>(&self, found: &Found<'c>, field: &mut Field) -> Option<&'c Content> {
        let mut say = |text: &str, note| {
            field.remarks.push(Remark {
                cell: found.at,
                text: text.to_owned(),
                note,
            });
        };
        if let Some(mark) = found.ditto {
            say(mark, Note::Ditto);
        }
        match found.content {
            Content::Error(error) => {
                say(error, Note::CellError);
                None
            }
            Content::Text(error) if shown::is_cell_error(error) => {
                say(error.trim(), Note::CellError);
                None
            }
            Content::NoResult => {
                say("", Note::NoResult);
                None
            }
            content => Some(content),
        }
    }

    pub(super) fn field(
        &mut self,
        row: &'a Row,
        index: usize,
        spec: &FieldSpec,
        section: Option<usize>,
    ) -> Field {
        let (values, start, end, measure) =
            self.columns
                .get(index)
                .map_or((Vec::new(), None, None, None), |columns| {
                    (
                        columns.values.clone(),
                        columns.start,
                        columns.end,
                        columns.measure,
                    )
                });
        let first = values.first().copied();
        let mut field = Field {
            cell: first.or(start).map(|col| CellRef::new(row.row, col)),
            ..Field::default()
        };
        match spec.kind {
            Kind::Text => {
                self.text(row, &values, &mut field);
                if spec.role == Some(Role::Name) {
                    field.remarks.extend(listed(&field));
                }
            }
            Kind::Code => self.code(row, first, &mut field, spec, section),
            Kind::Amount => {
                let merged = self
                    .money_column(index)
                    .and_then(|column| column.merged_at(row.row))
                    .copied();
                let begins = merged.is_some_and(|merged| merged.merge.first.row == row.row);
                if let Some(merged) = merged.filter(|merged| merged.once && !begins) {
                    self.filled.push(merged.merge);
                    field.cell = None;
                    field.value = Value::CountedAbove;
                    return field;
                }
                if let Some(found) = first.and_then(|col| self.found(row, col, false)) {
                    self.amount(index, &found, &mut field);
                    let each = merged.filter(|merged| begins && !merged.once);
                    field.remarks.extend(each.map(|merged| Remark {
                        cell: found.at,
                        text: field.raw.to_string(),
                        note: Note::Shared(merged.count),
                    }));
                }
                self.qualified(row, index, &mut field);
                self.planned_by_section(section, &mut field);
            }
            Kind::Quantity => self.quantity(row, index, first, measure, &mut field),
            Kind::Decimal | Kind::Integer => {
                self.quantity(row, index, first, measure, &mut field);
                self.converted(first, spec, &mut field);
            }
            Kind::Day => {
                if let Some(found) = first.and_then(|col| self.found(row, col, false)) {
                    let interval = self.interval(&found, &mut field);
                    field.cell = Some(found.at);
                    let day = interval.filter(|interval| interval.precision == Precision::Day);
                    field.value = match day.and_then(|interval| interval.start) {
                        Some(day) => Value::Day(day),
                        None => Value::Empty,
                    };
                    // A month or a year is no day.
                    if field.value == Value::Empty && interval.is_some() {
                        field.remarks.push(Remark {
                            cell: found.at,
                            text: field.raw.to_string(),
                            note: Note::Unread(Unread::NoDay),
                        });
                    }
                }
            }
            Kind::Interval => match (first, start, end) {
                (_, Some(start), Some(end)) => self.interval_of_two(row, start, end, &mut field),
                (Some(col), _, _) | (None, Some(col), None) | (None, None, Some(col)) => {
                    if let Some(found) = self.found(row, col, false) {
                        let interval = self.interval(&found, &mut field);
                        field.cell = Some(found.at);
                        field.value = interval.map_or(Value::Empty, Value::Interval);
                    }
                }
                (None, None, None) => {}
            },
        }
        if spec.required
            && field.value == Value::Empty
            && !field.remarks.iter().any(|remark| explains(&remark.note))
            && let Some(cell) = field.cell
        {
            field.remarks.push(Remark {
                cell,
                text: String::new(),
                note: Note::Missing,
            });
        }
        field
    }
}

pub(super) fn is_ditto(content: &Content) -> bool {
    matches!(content, Content::Text(text) if amount::is_ditto(text))
}

/// Whether a remark says why there is no value, so that it need not be said again that it is missing.
pub(super) fn explains(note: &Note) -> bool {
    match note {
        Note::Missing
        | Note::Unread(_)
        | Note::CellError
        | Note::NoResult
        | Note::TwoWays(..)
        | Note::Range(..)
        | Note::Rate(_)
        | Note::Several(_)
        | Note::LeftOut { clear: false, .. }
        | Note::SignAgainstScale { taken: None, .. }
        | Note::Foreign(_) => true,
        Note::NotListed(_)
        | Note::Inexact(_)
        | Note::TextNumber
        | Note::Negative
        | Note::EndBeforeStart
        | Note::FormulaText
        | Note::DayOrMonth
        | Note::Ditto
        | Note::Listed(_)
        | Note::Shared(_)
        | Note::Vague
        | Note::ShownOther(_)
        | Note::LeftOut { clear: true, .. }
        | Note::Withdrawn { .. }
        | Note::YearAsDate(_)
        | Note::DayAsNumber(_)
        | Note::SignAgainstScale { taken: Some(_), .. }
        | Note::Rounded => false,
    }
}
