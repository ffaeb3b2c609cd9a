//! What a number format makes of a number: a number, a date, a time of day or a span of time.
//!
//! Under `dd/mm/yyyy` the number 43983 is the 1st of June 2020; under `#,##0 "đ"` it is money. Formats
//! that mix both, such as `#,##0 dong` typed without quotation marks, show digits: a number.

use ecow::{EcoString, eco_format};
use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::grid::Content;
use super::number_format::NumberFormat;
use super::seen::{DatePart, Seen};

/// How a cell shows its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// As a number.
    Number,
    /// As a date, a time of day, or both.
    Date,
    /// As a span of time that may pass 24 hours.
    Span,
}

/// How a cell's number is shown: as a number or a date, and what is more than the plain figure.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Format {
    shown: Shown,
    numbers: Option<NumberFormat>,
    part: Option<DatePart>,
}

impl Format {
    /// A format by its text.
    pub(crate) fn of_text(format: &str) -> Self {
        let shown = shown_by_text(format);
        Self {
            shown,
            numbers: match shown {
                Shown::Number => NumberFormat::of_text(format),
                Shown::Date | Shown::Span => None,
            },
            part: match shown {
                Shown::Date => part_by_text(format),
                Shown::Number | Shown::Span => None,
            },
        }
    }

    /// The format built in under this number. Those of money show the currency of the reader's own country, so they
    /// state none.
    pub(crate) fn of_id(id: u32) -> Self {
        match id {
            9 => Self::of_text("0%"),
            10 => Self::of_text("0.00%"),
            17 => Self::of_text("mmm-yy"),
            _ => Self::as_shown(shown_by_id(id)),
        }
    }

    /// A format of which no more is known.
    pub(crate) const fn as_shown(shown: Shown) -> Self {
        Self {
            shown,
            numbers: None,
            part: None,
        }
    }

    /// A number that its cell shows as it is; `None` where the format makes anything else of it.
    #[inline]
    pub(crate) fn plain(&self, value: f64) -> Option<Content> {
        let plain = self.shown == Shown::Number && self.numbers.is_none() && value.is_finite();
        plain.then_some(Content::Number(value))
    }

    /// A number as its cell shows it, and what is to be known of it.
    pub(crate) fn apply(&self, value: f64, is_1904: bool) -> (Content, Option<Seen>) {
        if let Some(numbers) = &self.numbers
            && value.is_finite()
        {
            let (figure, seen) = numbers.show(value);
            return (Content::Number(figure), Some(seen).filter(Seen::any));
        }
        let content = number(value, self.shown, is_1904);
        let seen = self.seen_of_date(&content);
        (content, seen)
    }

    /// What is to be known of a date that is stored as one.
    pub(crate) fn seen_of_date(&self, content: &Content) -> Option<Seen> {
        let (Some(part), Content::Date(moment)) = (self.part, content) else {
            return None;
        };
        let text = match part {
            DatePart::Month => format!("{:02}/{}", moment.month(), moment.year()),
            DatePart::Year => moment.year().to_string(),
        };
        Some(Seen {
            text: Some(text.into()),
            part: Some(part),
            ..Seen::default()
        })
    }
}

/// Which part of a date the format with this text shows, `None` for a day or a time.
fn part_by_text(format: &str) -> Option<DatePart> {
    let mut letters = format.chars();
    let (mut months, mut years) = (false, false);
    while let Some(letter) = letters.next() {
        match letter.to_ascii_lowercase() {
            ';' => break,
            '"' => {
                letters.find(|letter| *letter == '"');
            }
            '\\' | '_' | '*' => {
                letters.next();
            }
            '[' => {
                letters.find(|letter| *letter == ']');
            }
            'd' | 'h' | 's' => return None,
            'm' => months = true,
            'y' => years = true,
            _ => {}
        }
    }
    match (years, months) {
        (true, true) => Some(DatePart::Month),
        (true, false) => Some(DatePart::Year),
        (false, _) => None,
    }
}

/// How the format with this text shows a number. Only its first section is looked at.
pub(crate) fn shown_by_text(format: &str) -> Shown {
    let mut letters = format.chars().peekable();
    let (mut date, mut digits) = (false, false);
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        match letter {
            ';' => break,
            '"' => {
                letters.find(|letter| *letter == '"');
            }
            '\\' | '_' | '*' => {
                letters.next();
            }
            '[' => {
                let inside: String = letters
                    .by_ref()
                    .take_while(|letter| *letter != ']')
                    .collect();
                if is_span(&inside) {
                    return Shown::Span;
                }
            }
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => {
                date = true;
                before = letter;
            }
            '#' | '?' => digits = true,
            // Tenths of seconds are written ss.00 or ss,00.
            '0' if !matches!(before, 's' | 'S') => digits = true,
            'G' | 'g' if matches_rest(&letters, "eneral") => return Shown::Number,
            _ => {}
        }
    }
    if date && !digits {
        Shown::Date
    } else {
        Shown::Number
    }
}

/// Whether `[hh]` and the like stand for hours, minutes or seconds beyond their usual end.
fn is_span(inside: &str) -> bool {
    let mut letters = inside.chars().map(|letter| letter.to_ascii_lowercase());
    match letters.next() {
        Some(first @ ('h' | 'm' | 's')) => letters.all(|letter| letter == first),
        _ => false,
    }
}

fn matches_rest(letters: &std::iter::Peekable<std::str::Chars<'_>>, rest: &str) -> bool {
    let ahead: String = letters.clone().take(rest.len()).collect();
    ahead.eq_ignore_ascii_case(rest)
}

/// How the format built in under this number shows a number.
pub(crate) fn shown_by_id(id: u32) -> Shown {
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Shown::Date,
        46 => Shown::Span,
        _ => Shown::Number,
    }
}

/// A number as its cell shows it.
///
/// What no calendar holds (serials before 1900, the 29th of February 1900, after 9999) stays a number; infinity
/// and the like, which some program wrote as a number, become the text they are.
pub(crate) fn number(value: f64, shown: Shown, is_1904: bool) -> Content {
    if !value.is_finite() {
        return Content::Text(value.to_string().into());
    }
    match shown {
        Shown::Number => Content::Number(value),
        Shown::Span => span(value).map_or(Content::Number(value), Content::Duration),
        Shown::Date if (0.0..1.0).contains(&value) && value > 0.0 && !is_1904 => {
            span(value).map_or(Content::Number(value), Content::Duration)
        }
        Shown::Date => day(value, is_1904).map_or(Content::Number(value), Content::Date),
    }
}

/// A span in days as `26:30:00`.
fn span(days: f64) -> Option<EcoString> {
    if !(0.0..=2_958_466.0).contains(&days) {
        return None;
    }
    let seconds = seconds_of(days)?;
    let (hours, rest) = (seconds / 3600, seconds % 3600);
    Some(eco_format!("{hours:02}:{:02}:{:02}", rest / 60, rest % 60))
}

/// Whole seconds of a number of days; floats hold `12:00:00` as `11:59:59.9999`.
fn seconds_of(days: f64) -> Option<i64> {
    let seconds = (days * 86_400.0).round();
    // In range by the callers' checks; 1e12 is far beyond the year 9999.
    (0.0..1e12).contains(&seconds).then_some(seconds as i64)
}

/// The day and time of a serial number.
fn day(serial: f64, is_1904: bool) -> Option<DateTime> {
    let (first, epoch) = if is_1904 {
        (0.0, date(1904, 1, 1))
    } else if serial < 60.0 {
        (1.0, date(1899, 12, 31))
    } else {
        // Excel has a 29th of February 1900, which never was.
        (61.0, date(1899, 12, 30))
    };
    if !(first..2_958_466.0).contains(&serial) {
        return None;
    }
    let seconds = seconds_of(serial)?;
    epoch
        .at(0, 0, 0, 0)
        .checked_add((seconds / 86_400).days())
        .and_then(|day| day.checked_add(SignedDuration::from_secs(seconds % 86_400)))
        .ok()
}

/// A date as ISO 8601 text has it (`2020-06-30`, `2020-06-30T08:00:00Z`); the zone is left out.
pub(crate) fn iso(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let seconds = text.get(..19).unwrap_or(text);
    if let Ok(moment) = seconds.parse::<DateTime>() {
        return Some(moment);
    }
    let day = text.get(..10)?.parse::<jiff::civil::Date>().ok()?;
    Some(day.at(0, 0, 0, 0))
}

/// The moment at which a document says it was saved, as clocks in Vietnam show it: a moment in UTC, or at another
/// offset, is brought to theirs; one without a zone is theirs.
pub(crate) fn saved(text: &str) -> Option<DateTime> {
    let text = text.trim();
    match text.parse::<Timestamp>() {
        Ok(moment) => Some(in_vietnam(moment)),
        Err(_) => iso(text),
    }
}

/// A moment as clocks in Vietnam show it: seven hours ahead of UTC all the year.
pub(crate) fn in_vietnam(moment: Timestamp) -> DateTime {
    TimeZone::fixed(jiff::tz::offset(7)).to_datetime(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_months_or_years() {
        for (format, part) in [
            ("mm/yyyy", Some(DatePart::Month)),
            ("mmm-yy", Some(DatePart::Month)),
            ("[$-42A]\"Tháng\" mm/yyyy;@", Some(DatePart::Month)),
            ("yyyy", Some(DatePart::Year)),
            ("dd/mm/yyyy", None),
            ("d-mmm", None),
            ("mm:ss", None),
            ("h:mm", None),
        ] {
            assert_eq!(Format::of_text(format).part, part, "{format}");
        }
        let (content, seen) = Format::of_id(17).apply(43617.0, false);
        assert!(matches!(content, Content::Date(_)));
        assert_eq!(seen.unwrap().text.as_deref(), Some("06/2019"));
    }

    #[test]
    fn formats_tell_dates_from_money() {
        for (format, shown) in [
            ("General", Shown::Number),
            ("general", Shown::Number),
            ("0.00", Shown::Number),
            ("#,##0", Shown::Number),
            ("#,##0 \"đồng\"", Shown::Number),
            ("#,##0\\ \"dong\"", Shown::Number),
            ("#,##0 dong", Shown::Number),
            (
                "_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"??_);_(@_)",
                Shown::Number,
            ),
            ("_-* #,##0 [$VND]_-", Shown::Number),
            ("[Red]#,##0;dd/mm", Shown::Number),
            ("0.00E+00", Shown::Number),
            ("@", Shown::Number),
            ("dd/mm/yyyy", Shown::Date),
            ("[$-42A]dd mmmm yyyy;@", Shown::Date),
            ("m/d/yy h:mm", Shown::Date),
            ("\"Ngày \"dd\" tháng \"mm", Shown::Date),
            ("mm:ss.0", Shown::Date),
            ("h:mm AM/PM", Shown::Date),
            ("[h]:mm:ss", Shown::Span),
            ("[ss]", Shown::Span),
        ] {
            assert_eq!(shown_by_text(format), shown, "{format}");
        }
    }

    #[test]
    fn serials_become_days() {
        let at = |value, is_1904| match number(value, Shown::Date, is_1904) {
            Content::Date(day) => day.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(at(1.0, false), "1900-01-01T00:00:00");
        assert_eq!(at(59.0, false), "1900-02-28T00:00:00");
        assert_eq!(at(60.0, false), "Number(60.0)");
        assert_eq!(at(61.0, false), "1900-03-01T00:00:00");
        assert_eq!(at(43983.0, false), "2020-06-01T00:00:00");
        assert_eq!(at(43983.5, false), "2020-06-01T12:00:00");
        assert_eq!(at(42521.0, true), "2020-06-01T00:00:00");
        assert_eq!(at(2_958_465.0, false), "9999-12-31T00:00:00");
        assert_eq!(at(2_958_466.0, false), "Number(2958466.0)");
        assert_eq!(at(-1.0, false), "Number(-1.0)");
        assert_eq!(at(0.0, false), "Number(0.0)");
        assert_eq!(at(0.5, false), "Duration(\"12:00:00\")");
        assert_eq!(at(f64::INFINITY, false), "Text(\"inf\")");
        assert_eq!(
            number(1.104_166_666_7, Shown::Span, false),
            Content::Duration("26:30:00".into())
        );
    }

    #[test]
    fn iso_dates_lose_their_zone() {
        let text = |text| iso(text).map(|moment| moment.to_string());
        assert_eq!(text("2020-08-24T20:19:22Z").unwrap(), "2020-08-24T20:19:22");
        assert_eq!(
            text("2020-08-24T20:19:22.123+07:00").unwrap(),
            "2020-08-24T20:19:22"
        );
        assert_eq!(text("2020-06-30").unwrap(), "2020-06-30T00:00:00");
        assert_eq!(text("2020-06-30T08:00").unwrap(), "2020-06-30T08:00:00");
        assert_eq!(text("30/6/2020"), None);
    }
}
