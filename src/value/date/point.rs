//! One time in a text: a day, a month, a quarter, part of a year, a year; its year may be missing.
//!
//! `20/3/2009` is day first. Only where the second number cannot be a month is it month first.

use super::figures::{read_numeric, separated};
use super::lex::{Cursor, Piece};
use crate::value::Unread;

/// Which stretch of a year it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A number whose part the neighbours tell: `20` in `20-22/3/2019`. Value and digits.
    Bare(u32, usize),
    /// A day without its month.
    Day(u32),
    /// A day; `order` tells what two bare numbers say about day and month.
    DayMonth { day: u32, month: u32, order: Order },
    /// A month; whether `tháng` is said.
    Month(u32, bool),
    /// A quarter.
    Quarter(u32),
    /// The first to the second month: six months, nine months.
    Months(u32, u32),
    /// The whole year.
    Year,
}

/// How day and month were told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// In words, or year first.
    NonValue,
    /// As the first of two numbers.
    DayFirst,
    /// As the second, because it is no month.
    MonthFirst,
}

/// One time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    /// The stretch of the year.
    pub part: Part,
    /// The year, if it stands with it.
    pub year: Option<i16>,
    /// Whether it is vague: `đầu năm 2020`.
    pub vague: bool,
}

/// A reading, nothing, or why what stands here is no time.
pub(super) type Found<'p, 'a> = Result<(Point, Cursor<'p, 'a>), Unread>;

const VAGUE: [&str; 16] = [
    "dau",
    "giua",
    "cuoi",
    "khoang",
    "du kien",
    "uoc",
    "dip tet nguyen dan",
    "tet nguyen dan",
    "dip tet",
    "tet",
    "dip he",
    "mua he",
    "he",
    "mua mua",
    "mua kho",
    "dip",
];

/// Takes one time.
pub(super) fn read_point<'p, 'a>(cursor: Cursor<'p, 'a>) -> Found<'p, 'a> {
    let mut rest = cursor;
    let mut vague = false;
    while let Some(next) = rest.phrase(&VAGUE) {
        vague = true;
        rest = next;
    }
    let (mut point, rest) = read_exact(rest)?;
    point.vague = vague;
    Ok((point, rest))
}

fn read_exact<'p, 'a>(cursor: Cursor<'p, 'a>) -> Found<'p, 'a> {
    if let Some(rest) = cursor.phrase(&["ngay"]) {
        return read_day(rest);
    }
    if let Some(rest) = cursor.phrase(&["thang", "t", "th"]) {
        let rest = rest.sign(&['.']).map_or(rest, |(_, next)| next);
        return read_month(rest);
    }
    if let Some(rest) = cursor.phrase(&["nua dau nam"]) {
        return with_year(Part::Months(1, 6), rest);
    }
    if let Some(rest) = cursor.phrase(&["nua cuoi nam"]) {
        return with_year(Part::Months(7, 12), rest);
    }
    if let Some(rest) = cursor.phrase(&["nam", "trong nam", "ca nam"]) {
        let rest = rest.sign(&[':']).map_or(rest, |(_, next)| next);
        let (year, rest) = read_year(rest)?;
        return Ok((point(Part::Year, Some(year)), rest));
    }
    if let Some((word, rest)) = cursor.word() {
        return read_quarter(word, rest);
    }
    if is_blank_figures(cursor) {
        return Err(Unread::BlankDay);
    }
    read_numeric(cursor)
}

/// `…/…/2020`
fn is_blank_figures(cursor: Cursor<'_, '_>) -> bool {
    let mut rest = cursor;
    let mut slash = false;
    while let Some((sign, next)) = rest.sign(&['.', '…', '_', '-', '/']) {
        slash |= sign == '/';
        rest = next;
    }
    slash && (rest.at_end() || matches!(rest.number(), Some((_, 4, after)) if after.at_end()))
}

/// After `ngày`: `20/3/2009`, `26 tháng 8 năm 2020`, `20`, or blanks to be filled in.
fn read_day<'p, 'a>(cursor: Cursor<'p, 'a>) -> Found<'p, 'a> {
    let Some((day, digits, rest)) = cursor.number() else {
        return Err(if is_blank_day(cursor) {
            Unread::BlankDay
        } else {
            Unread::NotUnderstood
        });
    };
    if let Some(named) = read_day_of_month(day, rest) {
        return named;
    }
    let (found, after) = read_numeric(cursor)?;
    match found.part {
        Part::DayMonth { .. } => Ok((found, after)),
        // `ngày 20 đến ngày 22/3/2019`
        _ if digits <= 2 => Ok((point(Part::Day(day), None), rest)),
        _ => Err(Unread::NotUnderstood),
    }
}

/// `ngày   tháng   năm 2020`, `ngày ... tháng ... năm 2020`.
fn is_blank_day(cursor: Cursor<'_, '_>) -> bool {
    let mut rest = cursor;
    while let Some((_, next)) = rest.sign(&['.', '…', '_', '-', '/']) {
        rest = next;
    }
    rest.phrase(&["thang"]).is_some() || (rest.at_end() && cursor.rest().len() > 1)
}

/// `26 tháng 8 năm 2020`, from behind the day.
pub(super) fn read_day_of_month<'p, 'a>(day: u32, rest: Cursor<'p, 'a>) -> Option<Found<'p, 'a>> {
    let named = rest.phrase(&["thang"])?;
    let (month, digits, rest) = named.number()?;
    if digits > 2 {
        return None;
    }
    let part = Part::DayMonth {
        day,
        month,
        order: Order::NonValue,
    };
    Some(find_year(part, rest))
}

/// After `tháng`: its number or name, then the year if it is said.
fn read_month<'p, 'a>(cursor: Cursor<'p, 'a>) -> Found<'p, 'a> {
    if let Some((month, digits, rest)) = cursor.number() {
        return if digits <= 2 {
            find_year(Part::Month(month, true), rest)
        } else {
            Err(Unread::NotUnderstood)
        };
    }
    const NAMES: [(&str, u32); 14] = [
        ("gieng", 1),
        ("mot", 1),
        ("hai", 2),
        ("ba", 3),
        ("tu", 4),
        ("bon", 4),
        ("nam", 5),
        ("sau", 6),
        ("bay", 7),
        ("tam", 8),
        ("chin", 9),
        ("muoi hai", 12),
        ("muoi mot", 11),
        ("muoi", 10),
    ];
    if cursor.phrase(&["chap"]).is_some() {
        return Err(Unread::Lunar);
    }
    for (name, month) in NAMES {
        if let Some(rest) = cursor.phrase(&[name]) {
            return find_year(Part::Month(month, true), rest);
        }
    }
    Err(
        if is_blank_day(cursor) || cursor.phrase(&["nam"]).is_some() {
            Unread::BlankDay
        } else {
            Unread::NotUnderstood
        },
    )
}

/// `Quý II/2020`, `QII/2020`, `Q.II/2020`, and the `III` of `Quý II - III/2020`.
fn read_quarter<'p, 'a>(word: &str, rest: Cursor<'p, 'a>) -> Found<'p, 'a> {
    let (quarter, rest) = match word {
        "quy" | "qui" | "q" => {
            let rest = rest.sign(&['.']).map_or(rest, |(_, next)| next);
            match rest.number() {
                Some((quarter, 1, next)) => (quarter, next),
                Some(_) => return Err(Unread::NoSuchMonth),
                None => {
                    let (numeral, next) = rest.word().ok_or(Unread::NotUnderstood)?;
                    (roman(numeral).ok_or(Unread::NotUnderstood)?, next)
                }
            }
        }
        _ => {
            let numeral = word.strip_prefix('q').unwrap_or(word);
            (roman(numeral).ok_or(Unread::NotUnderstood)?, rest)
        }
    };
    if !(1..=4).contains(&quarter) {
        return Err(Unread::NoSuchMonth);
    }
    find_year(Part::Quarter(quarter), rest)
}

fn roman(numeral: &str) -> Option<u32> {
    Some(match numeral {
        "i" => 1,
        "ii" => 2,
        "iii" => 3,
        "iv" => 4,
        "v" => 5,
        "vi" => 6,
        _ => return None,
    })
}

/// `6 tháng đầu năm 2020`, `6T/2020`, from behind `tháng`.
pub(super) fn read_months<'p, 'a>(count: u32, cursor: Cursor<'p, 'a>) -> Found<'p, 'a> {
    let cuoi = cursor.phrase(&["cuoi"]);
    let rest = cuoi.or_else(|| cursor.phrase(&["dau"])).unwrap_or(cursor);
    if !(1..=12).contains(&count) {
        return Err(Unread::NotADate);
    }
    let part = if cuoi.is_some() {
        Part::Months(13_u32.saturating_sub(count), 12)
    } else {
        Part::Months(1, count)
    };
    let named = rest.phrase(&["nam"]);
    // `6 tháng đầu 2019`
    let half = cuoi.is_some() || cursor.phrase(&["dau"]).is_some();
    let bare = (half && matches!(rest.number(), Some((_, 4, _)))).then_some(rest);
    let rest = named
        .or(bare)
        .or_else(|| rest.sign(&['/', '-']).map(|(_, next)| next))
        // `36 tháng` and `06 tháng/lần` say how long or how often, not when.
        .ok_or(Unread::NotADate)?;
    if rest.word().is_some() {
        return Err(Unread::NotADate);
    }
    with_year(part, rest)
}

/// Takes the year behind a part, if one stands there: `/2020`, `năm 2020`, `, năm 2020`.
pub(super) fn find_year<'p, 'a>(part: Part, cursor: Cursor<'p, 'a>) -> Found<'p, 'a> {
    let after_comma = cursor.sign(&[',']).map_or(cursor, |(_, next)| next);
    if let Some(rest) = after_comma.phrase(&["nam"])
        && rest.number().is_some()
    {
        return with_year(part, rest);
    }
    if let Some((sign, value, digits, rest)) = separated(cursor) {
        match digits {
            4 => return Ok((point(part, Some(year_of(value, digits)?)), rest)),
            3 | 5.. if sign == '/' => return Err(Unread::BadYear),
            _ => {}
        }
    }
    // `tháng 6 2020`
    if let Some((value, 4, rest)) = cursor.number()
        && !matches!(part, Part::Bare(..))
    {
        return Ok((point(part, Some(year_of(value, 4)?)), rest));
    }
    Ok((point(part, None), cursor))
}

/// Takes the year that must stand here.
pub(super) fn with_year<'p, 'a>(part: Part, cursor: Cursor<'p, 'a>) -> Found<'p, 'a> {
    let (year, rest) = read_year(cursor)?;
    Ok((point(part, Some(year)), rest))
}

fn read_year<'p, 'a>(cursor: Cursor<'p, 'a>) -> Result<(i16, Cursor<'p, 'a>), Unread> {
    let blank = matches!(cursor.rest().first(), Some(Piece::Sign('.' | '…' | '_')));
    let Some((value, digits, rest)) = cursor.number() else {
        return Err(if cursor.at_end() || blank {
            Unread::NoYear
        } else {
            Unread::NotUnderstood
        });
    };
    Ok((year_of(value, digits)?, rest))
}

pub(super) fn year_of(value: u32, digits: usize) -> Result<i16, Unread> {
    if digits == 4 && (1900..=2100).contains(&value) {
        i16::try_from(value).map_err(|_| Unread::BadYear)
    } else {
        Err(Unread::BadYear)
    }
}

pub(super) fn point(part: Part, year: Option<i16>) -> Point {
    Point {
        part,
        year,
        vague: false,
    }
}
