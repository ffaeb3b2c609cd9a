//! Dates and times: from a cell's text, number or date to a closed interval of days.
//!
//! `tháng 6/2020` is the month's first to last day, `2016 đến nay` has no end, `20/3/2009` is day
//! first. What is vague (`đầu năm 2020`) keeps its interval and says so; what is no date, or lacks
//! its year, gives none. Start and end in two cells are put together by the caller, and so is the
//! judgement on columns whose days and months were swapped.

use jiff::civil::{Date, DateTime};
use jiff::{Span, civil};

use super::placeholder::{NonValue, find_non_value};
use super::text::{fold, strip_closing};
use crate::value::{Interval, Note, Precision, Unread};

mod figures;
mod label;
mod lex;
mod order;
mod point;
mod span;
mod surroundings;

use label::{is_lunar, is_no_date, skip_labels};
pub use order::Figures;

use lex::{Cursor, Piece, pieces};
use span::read_times;
use surroundings::{read_behind_prefix, strip_remark};

/// A time as read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DateReading {
    /// The interval; `None` when the cell is empty or gives none.
    pub interval: Option<Interval>,
    /// What there is to say about it.
    pub notes: Vec<Note>,
    /// Whether a day in figures could be read with the month first: both at most 12, and not equal.
    pub ambiguous_order: bool,
    /// For days in figures, whether one is past the 12th; `None` when no day stands in figures.
    pub had_day_over_12: Option<bool>,
}

/// Reads a time from text; days in figures are day first.
#[must_use]
pub fn parse_date(text: &str) -> DateReading {
    parse_in(text, Figures::DayFirst)
}

/// Reads a time from text of a column whose days in figures are month first: `4/3/2019` is 3 April.
#[must_use]
pub fn parse_date_month_first(text: &str) -> DateReading {
    parse_in(text, Figures::MonthFirst)
}

/// What the days in figures of a text say of the order of day and month; `None` when both orders fit them all, or when
/// they contradict each other.
#[must_use]
pub fn order_of_figures(text: &str) -> Option<Figures> {
    let folded = fold(text);
    let pieces = pieces(strip_closing(&folded));
    let mut orders = order::of(&pieces);
    let first = orders.next()?;
    orders.all(|other| other == first).then_some(first)
}

fn parse_in(text: &str, order: Figures) -> DateReading {
    let folded = fold(text);
    match find_non_value(&folded) {
        Some(NonValue::Nothing | NonValue::None) => return DateReading::default(),
        Some(NonValue::Unknown) => return DateReading::unread(Unread::SaidUnknown),
        Some(NonValue::Error) => return DateReading::noted(Note::CellError),
        None => {}
    }
    let mut pieces = pieces(strip_closing(&folded));
    if order == Figures::MonthFirst {
        order::put_day_first(&mut pieces);
    }
    if let [Piece::Number(value, 5)] = pieces.as_slice()
        && let Some(interval) = interval_from_number(f64::from(*value))
    {
        return DateReading::of(interval);
    }
    let cursor = Cursor::new(&pieces);
    if is_no_date(cursor) {
        return DateReading::unread(Unread::NotADate);
    }
    if is_lunar(&pieces) {
        return DateReading::unread(Unread::Lunar);
    }
    match read(cursor) {
        Ok(reading) => reading,
        Err(why) => read_behind_prefix(cursor).unwrap_or_else(|| DateReading::unread(why)),
    }
}

/// Reads a time from a number cell: 1990 to 2049 are years, 32874 to 55000 the days that
/// spreadsheets count from 1900. `None` for any other number.
#[must_use]
pub fn interval_from_number(number: f64) -> Option<Interval> {
    if number.fract() == 0.0 && (1990.0..=2049.0).contains(&number) {
        // In these bounds the cast is exact.
        let year = number as i16;
        return Some(Interval {
            start: Some(Date::new(year, 1, 1).ok()?),
            end: Some(Date::new(year, 12, 31).ok()?),
            precision: Precision::Year,
        });
    }
    if (32_874.0..55_001.0).contains(&number) {
        let span = Span::new().try_days(number.floor() as i64).ok()?;
        let day = civil::date(1899, 12, 30).checked_add(span).ok()?;
        return Some(one_day(day));
    }
    None
}

/// The year that was typed into a date cell and became a day: 2017 is shown as a day of July 1905. `None` for any other
/// day.
#[must_use]
pub fn year_typed_as_date(day: DateTime) -> Option<(i16, Interval)> {
    let serial = (day.date() - civil::date(1899, 12, 30)).get_days();
    let reading = interval_from_number(f64::from(serial))?;
    let year = i16::try_from(serial).ok().filter(|year| *year < 2050)?;
    Some((year, reading))
}

/// The interval of a date cell: that day. The time of day goes.
#[must_use]
pub fn interval_from_date(date: DateTime) -> Interval {
    one_day(date.date())
}

fn one_day(day: Date) -> Interval {
    Interval {
        start: Some(day),
        end: Some(day),
        precision: Precision::Day,
    }
}

/// Reads all pieces as one time.
fn read(cursor: Cursor<'_, '_>) -> Result<DateReading, Unread> {
    let (cursor, planned) = strip_remark(cursor);
    let mut reading = read_bounds(skip_labels(cursor))?;
    if planned && reading.notes.is_empty() {
        reading.notes.push(Note::Vague);
    }
    Ok(reading)
}

/// Reads a time with its `từ`, `đến`, `trước`, `sau`.
fn read_bounds(cursor: Cursor<'_, '_>) -> Result<DateReading, Unread> {
    // The start by reference is left open: only the programme's file knows it.
    let by_reference = cursor.phrase(&[
        "tu khi ky ket",
        "tu khi ky",
        "tu ngay ky ket",
        "tu ngay ky",
        "tu khi bat dau",
    ]);
    let rest = by_reference.unwrap_or(cursor);
    if let Some(rest) = rest.phrase(&["tinh den het", "tinh den", "cho den", "den het", "den"]) {
        let (mut reading, start, end) = read_closed(rest)?;
        reading.interval = Some(bound(None, Some(end)));
        if start > end {
            return Err(Unread::NotUnderstood);
        }
        return Ok(reading);
    }
    if by_reference.is_some() {
        return Err(Unread::NotUnderstood);
    }
    if let Some(rest) = cursor.phrase(&["truoc"]) {
        let (mut reading, start, _) = read_closed(rest)?;
        let last = start.yesterday().map_err(|_| Unread::NotUnderstood)?;
        reading.interval = Some(bound(None, Some(last)));
        return Ok(reading);
    }
    if let Some(rest) = cursor.phrase(&["sau"]) {
        let (mut reading, _, end) = read_closed(rest)?;
        let first = end.tomorrow().map_err(|_| Unread::NotUnderstood)?;
        reading.interval = Some(bound(Some(first), None));
        return Ok(reading);
    }
    let from = cursor.phrase(&["tu"]);
    let (times, rest) = read_times(skip_labels(from.unwrap_or(cursor)))?;
    let onward = from.and_then(|_| rest.phrase(&["tro di", "den nay"]));
    if !onward.unwrap_or(rest).at_end() {
        return Err(Unread::NotUnderstood);
    }
    let alone = times.is_single();
    let mut reading = times.resolve()?;
    if from.is_some() && alone {
        reading.interval = reading.interval.map(|interval| bound(interval.start, None));
    }
    Ok(reading)
}

/// Reads a single time and gives its first and last day.
fn read_closed(cursor: Cursor<'_, '_>) -> Result<(DateReading, Date, Date), Unread> {
    let (times, rest) = read_times(skip_labels(cursor))?;
    if !rest.at_end() || !times.is_single() {
        return Err(Unread::NotUnderstood);
    }
    let reading = times.resolve()?;
    let ends = reading
        .interval
        .and_then(|interval| interval.start.zip(interval.end));
    let (start, end) = ends.ok_or(Unread::NotUnderstood)?;
    Ok((reading, start, end))
}

fn bound(start: Option<Date>, end: Option<Date>) -> Interval {
    Interval {
        start,
        end,
        precision: Precision::Range,
    }
}

impl DateReading {
    fn noted(note: Note) -> Self {
        Self {
            notes: vec![note],
            ..Self::default()
        }
    }

    fn unread(why: Unread) -> Self {
        Self::noted(Note::Unread(why))
    }

    /// A reading that leaves nothing to say.
    #[must_use]
    pub fn of(interval: Interval) -> Self {
        Self {
            interval: Some(interval),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests;
