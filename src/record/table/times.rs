//! Intervals of days, in one cell or two; dates whose day and month may be swapped.

use super::words::append;
use super::{Found, Reader};
use crate::book::grid::{Content, Row};
use crate::place::{CellRange, CellRef};
use crate::record::Field;
use crate::template::Kind;
use crate::value::{Interval, Note, Precision, Remark, Value};
use crate::value::{date, shown};

/// The dates of a column: those stored as dates, and those typed as text.
#[derive(Default)]
pub(super) struct Dates {
    stored: Vec<CellRef>,
    stored_over_12: bool,
    typed: Vec<CellRef>,
    typed_up_to_12: bool,
    /// A text that can only be month first, as those of the column are read then.
    pub(super) month_first: Option<String>,
}

impl Dates {
    /// The cells whose day and month may be swapped, and how many; `None` when nothing speaks for it.
    pub(super) fn swapped(&self) -> Option<(CellRange, usize)> {
        let suspected = self.stored.len() >= 3
            && self.typed.len() >= 3
            && !self.stored_over_12
            && !self.typed_up_to_12
            && self.month_first.is_none();
        let (first, last) = (self.stored.first()?, self.stored.last()?);
        suspected.then(|| (CellRange::new(*first, *last), self.stored.len()))
    }

    /// The texts that were read month first: their cells, how many, and one that shows it.
    pub(super) fn read_month_first(&self) -> Option<(CellRange, usize, String)> {
        let shown = self.month_first.clone()?;
        let (first, last) = (self.typed.first()?, self.typed.last()?);
        Some((CellRange::new(*first, *last), self.typed.len(), shown))
    }
}

impl<'a> Reader<'a> {
    /// The columns of times whose texts can only be month first. The two columns of an interval speak for each other.
    pub(super) fn settle_order(&mut self) {
        for index in 0..self.columns.len() {
            let kind = self.template.field(index).map(|spec| spec.kind);
            if !matches!(kind, Some(Kind::Interval | Kind::Day)) {
                continue;
            }
            let Some(columns) = self.columns.get(index) else {
                continue;
            };
            let first = columns.values.first().copied();
            let cols: Vec<u32> = [first, columns.start, columns.end]
                .into_iter()
                .flatten()
                .collect();
            if let Some(shown) = self.month_first_text(&cols) {
                for col in cols {
                    self.dates.entry(col).or_default().month_first = Some(shown.clone());
                }
            }
        }
    }

    /// The first text of these columns that is month first, where none is day first.
    fn month_first_text(&self, cols: &[u32]) -> Option<String> {
        let rows = self.body.rows.iter();
        let rows = rows.filter_map(|row| self.grid.rows.get(row.index));
        let mut found = None;
        for cell in rows.flat_map(|row| cols.iter().filter_map(|col| row.cell(*col))) {
            let Content::Text(text) = &cell.content else {
                continue;
            };
            match date::order_of_figures(text) {
                Some(date::Figures::DayFirst) => return None,
                Some(date::Figures::MonthFirst) if found.is_none() => {
                    found = Some(shown::display(&cell.content));
                }
                _ => {}
            }
        }
        found
    }

    pub(super) fn interval(&mut self, found: &Found<'_>, field: &mut Field) -> Option<Interval> {
        let seen = self.seen(found);
        let shown = match seen.and_then(|seen| seen.text.as_deref()) {
            Some(text) => text.to_owned(),
            None => shown::display(found.content),
        };
        append(&mut field.raw, &shown);
        let content = self.open(found, field)?;
        if self.left_out(found, field) {
            return None;
        }
        if let Content::Date(day) = content
            && let Some((year, interval)) = date::year_typed_as_date(*day)
        {
            field.remarks.push(Remark {
                cell: found.at,
                text: shown::display(content),
                note: Note::YearAsDate(year),
            });
            return Some(interval);
        }
        let dates = self.dates.entry(found.at.col).or_default();
        let parse = match dates.month_first {
            Some(_) => date::parse_date_month_first,
            None => date::parse_date,
        };
        let reading = match content {
            Content::Date(_) if seen.is_some_and(|seen| seen.part.is_some()) => {
                date::parse_date(&shown)
            }
            Content::Date(day) => {
                dates.stored.push(found.at);
                dates.stored_over_12 |= day.day() > 12;
                return Some(date::interval_from_date(*day));
            }
            Content::Number(figure) if seen.is_none_or(|seen| seen.text.is_none()) => {
                match date::interval_from_number(*figure) {
                    Some(interval) => date::DateReading::of(interval),
                    None => parse(&shown),
                }
            }
            _ => parse(&shown),
        };
        if let Some(Interval {
            start: Some(day),
            precision: Precision::Day,
            ..
        }) = reading.interval
            && shown.trim().parse::<f64>().is_ok()
        {
            field.remarks.push(Remark {
                cell: found.at,
                text: shown.clone(),
                note: Note::DayAsNumber(day),
            });
        }
        if let Some(over_12) = reading.had_day_over_12 {
            dates.typed.push(found.at);
            dates.typed_up_to_12 |= !over_12;
        }
        field
            .remarks
            .extend(reading.notes.into_iter().map(|note| Remark {
                cell: found.at,
                text: shown.clone(),
                note,
            }));
        reading.interval
    }

    pub(super) fn interval_of_two(
        &mut self,
        row: &'a Row,
        start: u32,
        end: u32,
        field: &mut Field,
    ) {
        let (start_at, end_at) = (CellRef::new(row.row, start), CellRef::new(row.row, end));
        field.cell = Some(start_at);
        field.second = Some(end_at);
        let (first, last) = (self.found(row, start, false), self.found(row, end, false));
        let same = match (&first, &last) {
            (Some(first), Some(last)) => first.content == last.content,
            _ => false,
        };
        let from = first.as_ref().and_then(|found| self.interval(found, field));
        let to = last.as_ref().and_then(|found| self.interval(found, field));
        if first.is_none() && last.is_none() {
            return;
        }
        for (at, found) in [(start_at, &first), (end_at, &last)] {
            if found.is_none() {
                field.remarks.push(Remark {
                    cell: at,
                    text: String::new(),
                    note: Note::Missing,
                });
            }
        }
        if from.is_none() && to.is_none() {
            return;
        }
        let precision = match (from, same) {
            (Some(from), true) => from.precision,
            _ => Precision::Range,
        };
        let interval = Interval {
            start: from.and_then(|from| from.start),
            end: to.and_then(|to| to.end),
            precision,
        };
        if let (Some(first_day), Some(last_day)) = (interval.start, interval.end)
            && last_day < first_day
        {
            let text = last
                .as_ref()
                .map_or(String::new(), |found| shown::display(found.content));
            field.remarks.push(Remark {
                cell: end_at,
                text,
                note: Note::EndBeforeStart,
            });
        }
        field.value = Value::Interval(interval);
    }
}
