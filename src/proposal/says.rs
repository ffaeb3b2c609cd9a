//! What a cell of a column says, whatever the column is: a figure, a day, a span of time, an answer in words.

use rust_decimal::Decimal;

use crate::book::grid::{Cell, Content};
use crate::book::seen::Seen;
use crate::fold;
use crate::value::number::NumberStyle;
use crate::value::{Note, Precision, amount, date, quantity, scale, shown};

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Says {
    /// Nothing, or a mark that stands for nothing.
    Nothing,
    /// A number.
    Number(Decimal),
    /// A number and what it counts.
    Counted(Decimal, String),
    /// A share, in hundredths.
    Share(Decimal),
    /// Money with its unit of account.
    Money(Decimal),
    /// A day.
    Day,
    /// A month, a year or another span of time.
    Span,
    /// Words.
    Words(String),
}

impl Says {
    /// Its figure.
    pub(super) fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number)
            | Self::Counted(number, _)
            | Self::Share(number)
            | Self::Money(number) => Some(*number),
            Self::Nothing | Self::Day | Self::Span | Self::Words(_) => None,
        }
    }

    /// Whether it is a whole number that may be a year.
    pub(super) fn is_year(&self) -> bool {
        let Self::Number(number) = self else {
            return false;
        };
        number.fract().is_zero() && *number >= Decimal::from(1900) && *number <= Decimal::from(2100)
    }
}

/// What a cell says in a column that writes numbers in a style.
pub(super) fn of(cell: &Cell, seen: Option<&Seen>, style: NumberStyle) -> Says {
    match &cell.content {
        Content::Number(number) => of_number(*number, seen),
        Content::Date(_) if seen.is_some_and(|seen| seen.part.is_some()) => Says::Span,
        Content::Date(_) => Says::Day,
        Content::Text(text) => of_text(&fold::tidy(text), style),
        Content::NoResult | Content::Error(_) => Says::Nothing,
        other => Says::Words(shown::display(other)),
    }
}

fn of_number(number: f64, seen: Option<&Seen>) -> Says {
    let percent = seen.is_some_and(|seen| seen.percent);
    let figure = if percent { number * 100.0 } else { number };
    let Some(read) = quantity::quantity_from_number(figure, false).number else {
        return Says::Nothing;
    };
    if percent {
        return Says::Share(read);
    }
    match seen.and_then(|seen| seen.words.as_deref()) {
        Some(words) if scale::parse_beside(words).is_some() => Says::Money(read),
        Some(words) if words.contains(char::is_alphabetic) => {
            Says::Counted(read, words.trim().to_owned())
        }
        _ => Says::Number(read),
    }
}

fn of_text(text: &str, style: NumberStyle) -> Says {
    if text.is_empty() || shown::is_blank_mark(text) || shown::is_cell_error(text) {
        return Says::Nothing;
    }
    let words = || Says::Words(text.to_owned());
    if !text.contains(|letter: char| letter.is_ascii_digit()) || amount::is_ditto(text) {
        return words();
    }
    // `007` and `0123` number things, they count nothing.
    let digits = text.chars().all(|letter| letter.is_ascii_digit());
    if digits && text.len() > 1 && text.starts_with('0') {
        return words();
    }
    let dated = text.contains(['/', '-', '–'])
        || text.contains(char::is_alphabetic)
        || text.matches('.').count() == 2;
    if dated && let Some(time) = of_time(text) {
        return time;
    }
    let reading = quantity::parse_quantity(text, false, style);
    let plain = |note: &Note| matches!(note, Note::TextNumber | Note::Inexact(_));
    let Some(number) = reading.number.filter(|_| reading.notes.iter().all(plain)) else {
        return if amount::tells_money(text) && is_short(text) {
            Says::Money(Decimal::ZERO)
        } else {
            words()
        };
    };
    match reading.measure.as_str() {
        "" => Says::Number(number),
        "%" => Says::Share(number),
        measure if scale::parse_beside(measure).is_some() => Says::Money(number),
        // `3 lớp` counts, `12 Nguyễn Huệ, phường 1` does not.
        measure if measure.split(' ').count() <= 3 => Says::Counted(number, measure.to_owned()),
        _ => words(),
    }
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= 40
}

/// What a text says as a time, and nothing else.
fn of_time(text: &str) -> Option<Says> {
    let reading = date::parse_date(text);
    let interval = reading.interval.filter(|_| is_short(text))?;
    let plain = reading
        .notes
        .iter()
        .all(|note| matches!(note, Note::Inexact(_) | Note::TextNumber));
    let says = match interval.precision {
        Precision::Day => Says::Day,
        _ => Says::Span,
    };
    plain.then_some(says)
}
