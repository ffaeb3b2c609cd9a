//! From times to intervals: `từ tháng 6 đến tháng 8/2010`, `Quý I, II/2020`, `20-22/3/2019`.
//!
//! What one end leaves out stands at its right: the month of `20-22/3/2019`, the year of
//! `tháng 6 đến tháng 8/2010`. Nothing is taken from the left, and nothing from outside the cell.

use jiff::civil::Date;

use super::DateReading;
use super::label::skip_labels;
use super::lex::Cursor;
use super::point::{Order, Part, Point, read_point};
use crate::value::{Interval, Note, Precision, Unread};

/// Times as a cell lists them.
pub(super) struct Times {
    points: Vec<Point>,
    /// Whether the ends of a range stand there, not members of a list.
    range: bool,
    /// Whether it goes on: `2016 đến nay`.
    open: bool,
}

/// Takes a time, a range of times or a list of them.
pub(super) fn read_times<'p, 'a>(
    cursor: Cursor<'p, 'a>,
) -> Result<(Times, Cursor<'p, 'a>), Unread> {
    let (first, mut rest) = read_point(cursor)?;
    let mut times = Times {
        points: vec![first],
        range: false,
        open: false,
    };
    while let Some((range, next)) = find_link(rest, times.points.last()) {
        if range && let Some(after) = next.phrase(&["nay", "hien nay", "hien tai"]) {
            times.open = true;
            rest = after;
            break;
        }
        let next = skip_labels(next.phrase(&["het"]).unwrap_or(next));
        let (point, after) = read_point(next)?;
        times.points.push(point);
        times.range |= range;
        rest = after;
    }
    Ok((times, rest))
}

/// What links two times, and whether it makes a range.
fn find_link<'p, 'a>(
    cursor: Cursor<'p, 'a>,
    last: Option<&Point>,
) -> Option<(bool, Cursor<'p, 'a>)> {
    if let Some((_, next)) = cursor.sign(&['-', '~', '→', '÷']) {
        let next = next.sign(&['>']).map_or(next, |(_, next)| next);
        return Some((true, next.phrase(&["den", "toi"]).unwrap_or(next)));
    }
    // `năm học 2015/2016`
    if last.is_some_and(|last| last.part == Part::Year)
        && let Some((_, next)) = cursor.sign(&['/'])
        && matches!(next.number(), Some((_, 4, _)))
    {
        return Some((true, next));
    }
    if let Some(next) = cursor.phrase(&["cho den", "den", "toi"]) {
        return Some((true, next));
    }
    if let Some((_, next)) = cursor.sign(&[',', ';', '&', '+', '\n']) {
        // `2018,\n2019` and `quý I, và quý II`
        let next = next.sign(&['\n']).map_or(next, |(_, next)| next);
        return Some((false, next.phrase(&["va"]).unwrap_or(next)));
    }
    cursor.phrase(&["va"]).map(|next| (false, next))
}

impl Times {
    /// Whether it is one closed time, no range and no list.
    pub fn is_single(&self) -> bool {
        self.points.len() == 1 && !self.open
    }

    /// Their interval, when each is complete or can be completed from its right.
    pub fn resolve(mut self) -> Result<DateReading, Unread> {
        let inferred = self.complete()?;
        let mut whole: Option<(Date, Date)> = None;
        let mut reading = DateReading::default();
        let mut backwards = false;
        for point in &self.points {
            let (start, end) = days(point)?;
            note_order(&mut reading, point);
            if point.vague && reading.notes.is_empty() {
                reading.notes.push(Note::Vague);
            }
            whole = Some(match whole {
                None => (start, end),
                Some((first, last)) if self.range => {
                    backwards |= start < first || end < last;
                    (first, end)
                }
                Some((first, last)) => (first.min(start), last.max(end)),
            });
        }
        let (start, end) = whole.ok_or(Unread::NotUnderstood)?;
        if backwards {
            if inferred {
                // `tháng 11 đến tháng 2/2020` leaves out that it began a year earlier.
                return Err(Unread::NoYear);
            }
            if self.points.iter().all(|point| point.part == Part::Year) {
                return Err(Unread::Reversed);
            }
            if end < start {
                reading.notes.push(Note::EndBeforeStart);
            }
        }
        reading.interval = Some(Interval {
            start: Some(start),
            end: (!self.open).then_some(end),
            precision: match self.points.as_slice() {
                [only] if !self.open => precision(only.part),
                _ if start == end && !self.open => Precision::Day,
                _ => Precision::Range,
            },
        });
        Ok(reading)
    }

    /// Completes each from its neighbours; whether a year was taken over.
    fn complete(&mut self) -> Result<bool, Unread> {
        self.name_bare();
        let mut inferred = false;
        let mut right: Option<Point> = None;
        for point in self.points.iter_mut().rev() {
            if let Some(right) = right {
                let month = match right.part {
                    Part::DayMonth { month, .. } => Some(month),
                    _ => None,
                };
                if let (Part::Bare(day, _) | Part::Day(day), Some(month)) = (point.part, month) {
                    point.part = Part::DayMonth {
                        day,
                        month,
                        order: Order::NonValue,
                    };
                }
                if point.year.is_none() {
                    point.year = right.year;
                    inferred = true;
                }
            }
            if point.year.is_none() {
                return Err(Unread::NoYear);
            }
            if matches!(point.part, Part::Bare(..) | Part::Day(_)) {
                return Err(Unread::NotUnderstood);
            }
            right = Some(*point);
        }
        Ok(inferred)
    }

    /// Tells from the left what a bare number is: `quý 2-3/2015`, `tháng 3, 4/2019`, `2016-20`.
    fn name_bare(&mut self) {
        let mut left: Option<Point> = None;
        for point in &mut self.points {
            if let Some(left) = left {
                point.part = match (left.part, point.part) {
                    (Part::Month(_, true), Part::Bare(month, _) | Part::Month(month, false)) => {
                        Part::Month(month, true)
                    }
                    (Part::Quarter(_), Part::Bare(quarter, 1)) => Part::Quarter(quarter),
                    (Part::Quarter(_), Part::Month(quarter, false)) if left.year.is_none() => {
                        Part::Quarter(quarter)
                    }
                    (_, part) => part,
                };
                if let (Part::Year, Part::Bare(year, 2), Some(century)) =
                    (left.part, point.part, left.year)
                    && point.year.is_none()
                {
                    let century = century.saturating_sub(century % 100);
                    point.part = Part::Year;
                    point.year = i16::try_from(year)
                        .ok()
                        .map(|year| century.saturating_add(year));
                }
            }
            left = Some(*point);
        }
    }
}

/// The first and last day of a complete time.
pub(super) fn days(point: &Point) -> Result<(Date, Date), Unread> {
    let year = point.year.ok_or(Unread::NoYear)?;
    let months = |first: u32, last: u32| {
        let start = month_start(year, first)?;
        Ok((start, month_start(year, last)?.last_of_month()))
    };
    match point.part {
        Part::DayMonth { day, month, .. } => {
            let first = month_start(year, month)?;
            let no_such_day = Unread::NoSuchDay {
                month: first.month(),
                last: first.days_in_month(),
            };
            let day = i8::try_from(day).map_err(|_| no_such_day.clone())?;
            let date =
                Date::new(first.year(), first.month(), day).map_err(|_| no_such_day.clone())?;
            Ok((date, date))
        }
        Part::Month(month, _) => months(month, month),
        Part::Quarter(quarter) => {
            let last = quarter.saturating_mul(3);
            months(last.saturating_sub(2), last)
        }
        Part::Months(first, last) => months(first, last),
        Part::Year => months(1, 12),
        Part::Bare(..) | Part::Day(_) => Err(Unread::NotUnderstood),
    }
}

fn month_start(year: i16, month: u32) -> Result<Date, Unread> {
    let month = i8::try_from(month).map_err(|_| Unread::NoSuchMonth)?;
    Date::new(year, month, 1).map_err(|_| Unread::NoSuchMonth)
}

fn precision(part: Part) -> Precision {
    match part {
        Part::DayMonth { .. } => Precision::Day,
        Part::Month(..) => Precision::Month,
        Part::Quarter(_) => Precision::Quarter,
        Part::Months(1, 6) | Part::Months(7, 12) => Precision::Half,
        Part::Year => Precision::Year,
        Part::Months(..) | Part::Bare(..) | Part::Day(_) => Precision::Range,
    }
}

/// Notes what a day in figures tells about the order of day and month.
fn note_order(reading: &mut DateReading, point: &Point) {
    let Part::DayMonth { day, month, order } = point.part else {
        return;
    };
    if order == Order::NonValue {
        return;
    }
    let over = day > 12;
    reading.had_day_over_12 = Some(reading.had_day_over_12.unwrap_or(false) || over);
    reading.ambiguous_order |= !over && day != month;
}
