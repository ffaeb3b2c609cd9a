//! Amounts of money: from a cell's text or number to whole đồng.
//!
//! `ước khoảng 6.049 tỷ đồng` is 6049000000000, approximate. What is no single amount (a range, a
//! rate, several amounts, foreign money) gives no value and says so, and so does any text that is
//! not understood to its last word: half a reading is worse than none. Ditto marks are the caller's
//! work ([`is_ditto`] knows them), and whether an amount fits its column is a rule's.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::money::find_unit;
use super::number::{Digits, Figure, NumberStyle, float_text, has_letter_digit, strip_sign};
use super::numeral::DigitGroups;
use super::placeholder::{NonValue, find_non_value};
use super::text::{fold, strip_closing};
use super::token::{Cursor, tokens};
use crate::value::{Dong, Note, Qualifier, Unread};

pub use super::placeholder::is_ditto;
pub(super) use qualifier::find_lead;
pub use qualifier::parse_qualifier;

mod aside;
mod product;
mod qualifier;
mod sentence;
mod term;

/// What the place of an amount tells about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AmountContext {
    /// đồng in one unit of account; `None` when it is not known.
    pub scale: Option<i64>,
    /// How the column writes numbers.
    pub style: NumberStyle,
}

/// An amount as read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AmountReading {
    /// The amount; `None` when the cell is empty, or holds no single amount.
    pub value: Option<(Dong, Qualifier)>,
    /// What there is to say about it.
    pub notes: Vec<Note>,
    /// Whether the unit stood in the cell itself.
    pub own_scale: bool,
    /// The value of the last written digit, in đồng.
    pub step: Option<Decimal>,
    /// The second reading of a number that can be read two ways, for the column's total to settle.
    pub alternative: Option<Dong>,
    /// The first reading of such a number.
    pub literal: Option<Dong>,
    /// The rate, where the amount is one, for the record's quantity to multiply.
    pub rate: Option<Dong>,
}

/// Reads an amount from text.
#[must_use]
pub fn parse_amount(text: &str, context: &AmountContext) -> AmountReading {
    let folded = fold(text);
    match find_non_value(&folded) {
        Some(NonValue::Nothing) => return AmountReading::default(),
        Some(NonValue::None) => return AmountReading::exact(Decimal::ZERO, Decimal::ONE),
        Some(NonValue::Unknown) => return AmountReading::unread(Unread::SaidUnknown),
        Some(NonValue::Error) => return AmountReading::noted(Note::CellError),
        None => {}
    }
    if let Some(digits) = plain_number(&folded, context.style) {
        let mut reading = of_digits(digits, context.scale, Qualifier::Exact, false);
        if reading.value.is_some() {
            reading.notes.insert(0, Note::TextNumber);
        }
        return reading;
    }
    let tokens = tokens(strip_closing(&folded));
    let cursor = Cursor::new(&tokens);
    sentence::read(cursor, context)
        .or_else(|| product::read(cursor, context))
        .or_else(|| product::read_sum(cursor, context))
        .or_else(|| product::read_several(cursor, context))
        .unwrap_or_else(|| {
            AmountReading::unread(if has_letter_digit(&folded) {
                Unread::LetterInNumber
            } else {
                Unread::NotUnderstood
            })
        })
}

/// Whether a text tells a figure of money anywhere: `ngoài ra còn hỗ trợ 500 triệu đồng cho 5 hộ`.
#[must_use]
pub fn tells_money(text: &str) -> bool {
    let folded = fold(text);
    let tokens = tokens(&folded);
    (0..tokens.len()).any(|start| {
        let cursor = Cursor::new(tokens.get(start..).unwrap_or_default());
        cursor
            .number()
            .is_some_and(|(_, rest)| find_unit(rest).is_some())
    })
}

/// The amounts, in đồng, that a text ends with from any of its figures or its last colon on: 1.500.000.000 in
/// `Tổng kinh phí: 1,5 tỷ đồng.` and in `Bằng chữ: Một tỷ năm trăm triệu đồng`.
#[must_use]
pub fn told_at_end(text: &str) -> Vec<Dong> {
    let text = text.trim_end_matches(['.', ';', ',', '/', ')', ']', ' ']);
    let starts = text.char_indices().scan(' ', |before, (at, c)| {
        let begins =
            c.is_ascii_digit() && !before.is_alphanumeric() && !matches!(*before, '.' | ',');
        *before = c;
        Some(begins.then_some(at))
    });
    let context = AmountContext {
        scale: None,
        style: NumberStyle::default(),
    };
    let read = |at: usize| parse_amount(text.get(at..)?, &context).value;
    let colon = text.rfind(':').map(|at| at + 1);
    starts
        .flatten()
        .chain(colon)
        .filter_map(read)
        .map(|(dong, _)| dong)
        .collect()
}

/// Reads an amount from a number cell: what stands there, times the unit of account.
#[must_use]
pub fn amount_from_number(number: f64, context: &AmountContext) -> AmountReading {
    let Some(value) = float_text(number) else {
        return AmountReading::unread(if number.is_finite() {
            Unread::TooLarge
        } else {
            Unread::NotUnderstood
        });
    };
    let step = Decimal::try_new(1, value.scale()).unwrap_or(Decimal::ONE);
    of_digits(
        Digits::Exact(Figure { value, step }),
        context.scale,
        Qualifier::Exact,
        false,
    )
}

/// The digits of a folded text that is a number and nothing else.
fn plain_number(folded: &str, style: NumberStyle) -> Option<Digits> {
    let (negative, bare) = strip_sign(strip_closing(folded));
    let (shape, rest) = DigitGroups::scan(bare)?;
    if !rest.is_empty() {
        return None;
    }
    let digits = shape.read(style, false);
    Some(if negative { digits.negated() } else { digits })
}

/// The reading of digits in a unit of so many đồng.
fn of_digits(
    digits: Digits,
    scale: Option<i64>,
    qualifier: Qualifier,
    own_scale: bool,
) -> AmountReading {
    let reading = match digits {
        Digits::Exact(figure) if figure.value.is_zero() => {
            // Nothing is nothing in any unit.
            let step = scale.and_then(|scale| times(figure.step, scale));
            AmountReading::of(Decimal::ZERO, step.unwrap_or(figure.step), qualifier)
        }
        Digits::Exact(figure) => match scale {
            None => AmountReading::unread(Unread::NoScale),
            Some(scale) => match (times(figure.value, scale), times(figure.step, scale)) {
                (Some(value), Some(step)) => AmountReading::of(value, step, qualifier),
                _ => AmountReading::unread(Unread::TooLarge),
            },
        },
        Digits::TwoWays { literal, other } => match scale {
            None => AmountReading::unread(Unread::NoScale),
            Some(scale) => {
                let mut reading = AmountReading::noted(Note::TwoWays(
                    literal.value.to_string(),
                    other.value.to_string(),
                ));
                reading.literal = times(literal.value, scale).and_then(whole_dong);
                reading.alternative = times(other.value, scale).and_then(whole_dong);
                reading.step = times(literal.step, scale);
                reading
            }
        },
        failed => AmountReading::unread(unread_digits(failed)),
    };
    AmountReading {
        own_scale,
        ..reading
    }
}

/// Why digits gave no number.
fn unread_digits(digits: Digits) -> Unread {
    match digits {
        Digits::BadGrouping => Unread::BadGrouping,
        Digits::LetterInNumber => Unread::LetterInNumber,
        Digits::TooLarge => Unread::TooLarge,
        Digits::Exact(_) | Digits::TwoWays { .. } | Digits::NotANumber => Unread::NotUnderstood,
    }
}

fn times(value: Decimal, factor: i64) -> Option<Decimal> {
    value.checked_mul(Decimal::from(factor))
}

/// Whole đồng, half a đồng rounded up.
fn whole_dong(value: Decimal) -> Option<Dong> {
    value
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
        .to_i64()
        .map(Dong)
}

impl AmountReading {
    fn noted(note: Note) -> Self {
        Self {
            notes: vec![note],
            ..Self::default()
        }
    }

    fn unread(why: Unread) -> Self {
        Self::noted(Note::Unread(why))
    }

    fn exact(value: Decimal, step: Decimal) -> Self {
        Self::of(value, step, Qualifier::Exact)
    }

    /// The reading of an amount in đồng.
    fn of(value: Decimal, step: Decimal, qualifier: Qualifier) -> Self {
        let Some(dong) = whole_dong(value) else {
            return Self::unread(Unread::TooLarge);
        };
        let mut notes = Vec::new();
        if qualifier != Qualifier::Exact {
            notes.push(Note::Inexact(qualifier));
        }
        if dong.0 < 0 {
            notes.push(Note::Negative);
        }
        if Decimal::from(dong.0) != value {
            notes.push(Note::Rounded);
        }
        Self {
            value: Some((dong, qualifier)),
            notes,
            step: Some(step),
            ..Self::default()
        }
    }

    /// Two figures in one cell that contradict each other, in đồng.
    fn contradiction(stated: Decimal, other: Decimal) -> Self {
        Self {
            notes: vec![Note::TwoWays(
                stated.normalize().to_string(),
                other.normalize().to_string(),
            )],
            own_scale: true,
            literal: whole_dong(stated),
            alternative: whole_dong(other),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests;
