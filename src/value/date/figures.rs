//! Times in figures: `20/3/2009`, `6/2020`, `2020-08-26`, `20/3`, `2016`.

use super::lex::Cursor;
use super::point::{
    Found, Order, Part, find_year, point, read_day_of_month, read_months, with_year, year_of,
};
use crate::value::Unread;

/// What begins with a figure.
pub(super) fn read_numeric<'p, 'a>(cursor: Cursor<'p, 'a>) -> Found<'p, 'a> {
    let (first, digits, rest) = cursor.number().ok_or(Unread::NotUnderstood)?;
    if let Some(named) = read_day_of_month(first, rest) {
        return named;
    }
    if let Some(named) = rest.phrase(&["thang", "t"]) {
        return read_months(first, named);
    }
    if let Some((sign, second, second_digits, next)) = separated(rest) {
        if let Some((third, third_digits, after)) = next
            .sign(&[sign])
            .and_then(|(_, next)| next.number())
            .filter(|_| second_digits <= 2)
        {
            if digits == 4 && third_digits <= 2 {
                let part = Part::DayMonth {
                    day: third,
                    month: second,
                    order: Order::NonValue,
                };
                return Ok((point(part, Some(year_of(first, digits)?)), after));
            }
            if digits <= 2 {
                let year = match third_digits {
                    2 => two_digit_year(third),
                    _ => year_of(third, third_digits)?,
                };
                return Ok((point(day_first(first, second), Some(year)), after));
            }
        }
        if let Some(found) = read_pair(first, digits, sign, second, second_digits, next) {
            return found;
        }
    }
    match digits {
        4 => Ok((point(Part::Year, Some(year_of(first, digits)?)), rest)),
        1 | 2 => match rest.phrase(&["nam"]) {
            Some(next) if next.number().is_some() => with_year(Part::Bare(first, digits), next),
            _ => Ok((point(Part::Bare(first, digits), None), rest)),
        },
        _ => Err(Unread::NotUnderstood),
    }
}

/// Two figures and what parts them: `6/2020`, `20/3`, `2020-06`; `None` when a dash makes a range.
fn read_pair<'p, 'a>(
    first: u32,
    digits: usize,
    sign: char,
    second: u32,
    second_digits: usize,
    next: Cursor<'p, 'a>,
) -> Option<Found<'p, 'a>> {
    let month_of = |month, year, year_digits| {
        year_of(year, year_digits).map(|year| (point(Part::Month(month, false), Some(year)), next))
    };
    match (digits, second_digits) {
        (1 | 2, 4) => Some(month_of(first, second, 4)),
        (1 | 2, 1 | 2) if sign != '-' => Some(find_year(day_first(first, second), next)),
        (1 | 2, _) if sign == '/' => Some(Err(Unread::BadYear)),
        (4, 1 | 2) if sign == '/' => Some(month_of(second, first, 4)),
        (4, 1) if next.sign(&['/', '-', '.']).is_none() => Some(month_of(second, first, 4)),
        // `2016-20` are years, `2020-06` is a month, `2009-12` may be either.
        (4, 2) if second <= 12 && next.sign(&['/', '-', '.']).is_none() => {
            let backwards = second.saturating_add(2000) <= first;
            Some(if backwards {
                month_of(second, first, 4)
            } else {
                Err(Unread::NotUnderstood)
            })
        }
        _ => None,
    }
}

/// A sign that parts the figures of a date, and the figure behind it.
pub(super) fn separated<'p, 'a>(
    cursor: Cursor<'p, 'a>,
) -> Option<(char, u32, usize, Cursor<'p, 'a>)> {
    let (sign, next) = cursor.sign(&['/', '-', '.'])?;
    let (value, digits, rest) = next.number()?;
    Some((sign, value, digits, rest))
}

/// Two figures that are a day and a month, the day first unless it cannot be.
fn day_first(first: u32, second: u32) -> Part {
    if second > 12 && first <= 12 && second <= 31 {
        Part::DayMonth {
            day: second,
            month: first,
            order: Order::MonthFirst,
        }
    } else {
        Part::DayMonth {
            day: first,
            month: second,
            order: Order::DayFirst,
        }
    }
}

/// `09` is 2009, `75` is 1975.
fn two_digit_year(value: u32) -> i16 {
    let century = if value < 50 { 2000 } else { 1900 };
    i16::try_from(value.saturating_add(century)).unwrap_or(i16::MAX)
}
