//! One amount of money in a sentence: `1 tỷ 200 triệu đồng`, `1 tỷ rưỡi`, `USD 20.000`, `500 (triệu đồng)`.

use rust_decimal::Decimal;

use super::super::money::{Currency, Unit, find_currency, find_unit};
use super::super::number::{Digits, Figure, NumberStyle};
use super::super::number_words::find_spoken;
use super::super::token::{Cursor, Piece};
use super::{AmountContext, AmountReading, of_digits, times, unread_digits};
use crate::value::Note;
use crate::value::{Qualifier, Unread};

/// One amount of money as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Money {
    /// Its figure, in its unit; that of compound amounts is the sum, in the last unit's currency.
    pub digits: Digits,
    /// Its own unit, if it has one.
    pub unit: Option<Unit>,
}

impl Money {
    /// The scale in force: its own, else the context's.
    pub fn scale(&self, context: &AmountContext) -> Option<i64> {
        self.unit.map_or(context.scale, |unit| Some(unit.factor))
    }

    /// Its value in đồng, when it has exactly one.
    pub fn dong(&self, context: &AmountContext) -> Option<Decimal> {
        if self.unit.is_some_and(|unit| unit.foreign().is_some()) {
            return None;
        }
        match self.digits {
            Digits::Exact(figure) => times(figure.value, self.scale(context)?),
            _ => None,
        }
    }

    /// It as the reading of a cell.
    pub fn reading(
        &self,
        negative: bool,
        qualifier: Qualifier,
        context: &AmountContext,
    ) -> AmountReading {
        if let Some(code) = self.unit.and_then(Unit::foreign) {
            let mut reading = match self.digits {
                Digits::Exact(_) | Digits::TwoWays { .. } => {
                    AmountReading::noted(Note::Foreign(code))
                }
                failed => AmountReading::unread(unread_digits(failed)),
            };
            reading.own_scale = true;
            return reading;
        }
        let digits = if negative {
            self.digits.negated()
        } else {
            self.digits
        };
        of_digits(digits, self.scale(context), qualifier, self.unit.is_some())
    }

    /// Why it has no value, for ranges and products that need one.
    pub fn fault(&self, context: &AmountContext) -> Option<Unread> {
        match self.digits {
            Digits::Exact(_) | Digits::TwoWays { .. } => {
                self.scale(context).is_none().then_some(Unread::NoScale)
            }
            failed => Some(unread_digits(failed)),
        }
    }
}

/// Takes one amount, in figures or in words.
pub(super) fn find_money<'t, 'a>(
    cursor: Cursor<'t, 'a>,
    style: NumberStyle,
) -> Option<(Money, Cursor<'t, 'a>)> {
    if let Some((spoken, rest)) = find_spoken(cursor) {
        return Some((
            Money {
                digits: Digits::Exact(Figure {
                    value: Decimal::from(spoken.value),
                    step: Decimal::from(spoken.step),
                }),
                unit: Some(dong_unit()),
            },
            rest,
        ));
    }
    let (currency, start) = match find_currency(cursor) {
        Some((currency, rest)) => (Some(currency), rest),
        None => (None, cursor),
    };
    let (shape, rest) = start.number()?;
    let digits = shape.read(style, false);
    let rest = skip_stub(rest);
    let (unit, rest) = match find_unit(rest).or_else(|| bracketed_unit(rest)) {
        Some((unit, rest)) => (Some(unit), rest),
        None => (None, rest),
    };
    let unit = match (unit, currency) {
        (unit, None) => unit,
        (None, Some(currency)) => Some(Unit {
            currency: Some(currency),
            ..dong_unit()
        }),
        (Some(unit), Some(currency)) if unit.currency.is_none() => Some(Unit {
            currency: Some(currency),
            ..unit
        }),
        _ => return None,
    };
    let money = Money { digits, unit };
    let rest = rest.phrase("chan").unwrap_or(rest);
    Some(compound(money, rest, style).unwrap_or((money, rest)))
}

fn dong_unit() -> Unit {
    Unit {
        factor: 1,
        multiplied: false,
        currency: Some(Currency::Dong),
    }
}

/// Skips what may part a figure from its unit: a line break, what vouchers put for decimals (`1.200.000,-đ`) and a stray point before the unit.
fn skip_stub<'t, 'a>(cursor: Cursor<'t, 'a>) -> Cursor<'t, 'a> {
    let wrapped = cursor.skip_break();
    if find_unit(wrapped).is_some() {
        return wrapped;
    }
    let dashed = cursor
        .any_sign(&[',', '.'])
        .and_then(|rest| rest.sign('-'))
        .filter(|rest| rest.at_end() || find_unit(*rest).is_some());
    let pointed = || {
        cursor
            .sign('.')
            .filter(|rest| rest.token().is_some_and(|token| !token.spaced))
            .filter(|rest| find_unit(*rest).is_some())
    };
    dashed.or_else(pointed).unwrap_or(cursor)
}

/// A unit in brackets behind the figure: `500 (triệu đồng)`.
fn bracketed_unit<'t, 'a>(cursor: Cursor<'t, 'a>) -> Option<(Unit, Cursor<'t, 'a>)> {
    let (inside, after) = cursor.brackets()?;
    let (unit, rest) = find_unit(inside)?;
    rest.at_end().then_some((unit, after))
}

/// What may follow `1 tỷ`: smaller units (`200 triệu`), a half (`rưỡi`), tenths (`1 tỷ 2`).
fn compound<'t, 'a>(
    money: Money,
    rest: Cursor<'t, 'a>,
    style: NumberStyle,
) -> Option<(Money, Cursor<'t, 'a>)> {
    let unit = money
        .unit
        .filter(|unit| unit.multiplied && unit.currency.is_none())?;
    let Digits::Exact(figure) = money.digits else {
        return None;
    };
    if !figure.value.fract().is_zero() {
        return None;
    }
    let value = times(figure.value, unit.factor)?;
    if let Some(next) = rest.phrase("ruoi") {
        let step = Decimal::from(unit.factor / 2);
        let total = value.checked_add(step)?;
        return Some(in_currency(total, step, next));
    }
    let (shape, next) = rest.number()?;
    let Some((smaller, next)) = find_unit(next) else {
        return tenths(value, unit, shape.plain_digits()?, next);
    };
    let Digits::Exact(part) = shape.read(style, false) else {
        return None;
    };
    let added = times(part.value, smaller.factor)?;
    if smaller.factor >= unit.factor || added >= Decimal::from(unit.factor) {
        return None;
    }
    if smaller.multiplied
        && smaller.currency.is_none()
        && let Some((lower, next)) = compound(
            Money {
                digits: Digits::Exact(part),
                unit: Some(smaller),
            },
            next,
            style,
        )
        && let Digits::Exact(below) = lower.digits
    {
        let total = Money {
            digits: Digits::Exact(Figure {
                value: value.checked_add(below.value)?,
                step: below.step,
            }),
            unit: lower.unit,
        };
        return Some((total, next));
    }
    let total = Money {
        digits: Digits::Exact(Figure {
            value: value.checked_add(added)?,
            step: times(part.step, smaller.factor)?,
        }),
        unit: Some(Unit {
            factor: 1,
            currency: smaller.currency.or(Some(Currency::Dong)),
            ..smaller
        }),
    };
    Some((total, next))
}

/// `1 tỷ 2` is spoken for 1,2 tỷ, `1 tỷ 200` for 1 tỷ 200 triệu. Two digits could be either.
fn tenths<'t, 'a>(
    value: Decimal,
    unit: Unit,
    digits: &str,
    rest: Cursor<'t, 'a>,
) -> Option<(Money, Cursor<'t, 'a>)> {
    let parts: i64 = match digits.len() {
        1 => 10,
        3 => 1000,
        _ => return None,
    };
    if !rest.at_end() && !matches!(rest.peek(), Some(Piece::Break | Piece::Sign(_))) {
        return None;
    }
    // `1 tỷ 2/3 …` is no number.
    if rest.any_sign(&['/', '-', ':', '%']).is_some() {
        return None;
    }
    let count: Decimal = digits.parse().ok()?;
    let step = Decimal::from(unit.factor).checked_div(Decimal::from(parts))?;
    let total = value.checked_add(count.checked_mul(step)?)?;
    Some(in_currency(total, step, rest))
}

fn in_currency<'t, 'a>(
    value: Decimal,
    step: Decimal,
    rest: Cursor<'t, 'a>,
) -> (Money, Cursor<'t, 'a>) {
    let (currency, rest) = match find_currency(rest) {
        Some((currency, rest)) => (currency, rest),
        None => (Currency::Dong, rest),
    };
    let money = Money {
        digits: Digits::Exact(Figure { value, step }),
        unit: Some(Unit {
            factor: 1,
            multiplied: true,
            currency: Some(currency),
        }),
    };
    (money, rest)
}
