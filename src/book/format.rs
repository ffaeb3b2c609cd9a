//! What a number format makes of a number: a number, a date, a time of day or a span of time.
//!
//! Under `dd/mm/yyyy` the number 43983 is the 1st of June 2020; under `#,##0 "đ"` it is money. Formats
//! that mix both, such as `#,##0 dong` typed without quotation marks, show digits: a number.

use std::sync::Arc;

use jiff::civil::{DateTime, date};
use jiff::{SignedDuration, ToSpan as _};

use super::grid::Content;

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

/// What the format with this text writes beside a number: `triệu` for `#,##0 "triệu"`; `None` for nothing, for single
/// letters, and for the signs of a currency that a button gives (`₫`, `[$VND]`). Only its first section is looked at.
pub(crate) fn words_beside(format: &str) -> Option<Arc<str>> {
    let mut letters = format.chars();
    let mut words = String::new();
    while let Some(letter) = letters.next() {
        match letter {
            ';' => break,
            '"' => words.extend(letters.by_ref().take_while(|letter| *letter != '"')),
            '\\' => words.extend(letters.next()),
            '_' | '*' => {
                letters.next();
            }
            '[' => {
                letters.find(|letter| *letter == ']');
            }
            _ => {}
        }
    }
    let words = words.trim().to_lowercase();
    let said = words
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .count()
        > 1;
    (said && !matches!(words.as_str(), "vnd" | "vnđ")).then(|| words.into())
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
fn span(days: f64) -> Option<Box<str>> {
    if !(0.0..=2_958_466.0).contains(&days) {
        return None;
    }
    let seconds = seconds_of(days)?;
    let (hours, rest) = (seconds / 3600, seconds % 3600);
    Some(format!("{hours:02}:{:02}:{:02}", rest / 60, rest % 60).into())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_a_number_are_found() {
        for (format, words) in [
            ("#,##0 \"Triệu\"", Some("triệu")),
            ("#,##0.0\" triệu đồng\";-0", Some("triệu đồng")),
            ("#,##0\\ \\t\\r", Some("tr")),
            ("#,##0 \"đ\"", None),
            ("_-* #,##0 [$VND]_-", None),
            ("#,##0 \"VNĐ\"", None),
            ("#,##0;\"không\"", None),
        ] {
            assert_eq!(words_beside(format).as_deref(), words, "{format}");
        }
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
