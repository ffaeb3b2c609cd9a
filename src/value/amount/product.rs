//! Products (`10 căn x 60 triệu đồng = 600 triệu đồng`), sums, and several amounts in one cell.
//!
//! A stated result is the amount, if the figures before it come to it. Without one nothing is
//! multiplied or added in silence: the product is only suggested.

use rust_decimal::Decimal;

use super::super::money::find_unit;
use super::super::number::Digits;
use super::super::token::{Cursor, Piece};
use super::aside::skip_asides;
use super::qualifier::find_lead;
use super::sentence::{is_rate, noted, rate};
use super::term::{Money, find_money};
use super::{AmountContext, AmountReading};
use crate::value::{Note, Qualifier};

/// Reads a product to the end of the text.
pub(super) fn read(cursor: Cursor<'_, '_>, context: &AmountContext) -> Option<AmountReading> {
    let (qualifier, rest) = find_lead(cursor)?;
    let (product, rest) = find_product(rest, context)?;
    if let Some(stated) = rest.sign('=') {
        let (money, rest) = find_money(stated, context.style)?;
        let gloss = skip_asides(rest, &money, context)?;
        return stated_result(&money, Some(product.dong), gloss.other, qualifier, context);
    }
    let gloss = skip_asides(rest, &product.money, context)?;
    gloss
        .other
        .is_none()
        .then(|| noted(&product.money, context, rate(product.dong)))
}

/// The amount behind an equals sign, held against what stands before it and in brackets.
fn stated_result(
    money: &Money,
    computed: Option<Option<Decimal>>,
    other: Option<Decimal>,
    qualifier: Qualifier,
    context: &AmountContext,
) -> Option<AmountReading> {
    let stated = money.dong(context);
    let computed = computed.flatten();
    match (stated, computed, other) {
        (Some(stated), _, Some(other)) => Some(AmountReading::contradiction(stated, other)),
        (Some(stated), Some(computed), None) if stated != computed => {
            Some(AmountReading::contradiction(stated, computed))
        }
        _ => Some(money.reading(false, qualifier, context)),
    }
}

/// A product and the amount in it.
pub(super) struct Product {
    /// What it comes to, in đồng, where that can be told.
    pub dong: Option<Decimal>,
    money: Money,
}

/// Takes `10 căn x 60 triệu đồng/căn`, `10 suất, mỗi suất 2 triệu đồng`.
pub(super) fn find_product<'t, 'a>(
    cursor: Cursor<'t, 'a>,
    context: &AmountContext,
) -> Option<(Product, Cursor<'t, 'a>)> {
    let (first, mut rest) = find_factor(cursor, context)?;
    let mut factors = vec![first];
    while let Some(next) = rest.phrase("x").or_else(|| rest.sign('*')) {
        let (factor, next) = find_factor(next, context)?;
        factors.push(factor);
        rest = next;
    }
    if factors.len() == 1 {
        if first.unit.is_some() {
            return None;
        }
        let (money, next) = find_each(rest, context)?;
        factors.push(money);
        rest = next;
    }
    let mut with_unit = factors.iter().filter(|factor| factor.unit.is_some());
    let money = *with_unit.next().or(factors.first())?;
    if with_unit.next().is_some() {
        return None;
    }
    let mut dong = money.scale(context).map(Decimal::from);
    for factor in &factors {
        dong = match factor.digits {
            Digits::Exact(figure) => dong.and_then(|dong| dong.checked_mul(figure.value)),
            _ => None,
        };
    }
    if money.unit.is_some_and(|unit| unit.foreign().is_some()) {
        dong = None;
    }
    Some((Product { dong, money }, rest))
}

/// Takes a factor: an amount with its `/căn`, or a count with what is counted.
fn find_factor<'t, 'a>(
    cursor: Cursor<'t, 'a>,
    context: &AmountContext,
) -> Option<(Money, Cursor<'t, 'a>)> {
    let (money, rest) = find_money(cursor, context.style)?;
    let rest = if money.unit.is_none() {
        skip_words(rest)
    } else {
        rest
    };
    Some((money, skip_per(rest)))
}

/// Takes what one of the things counted costs: `, mỗi suất 2 triệu đồng`, `, 60 triệu đồng/căn`.
fn find_each<'t, 'a>(
    cursor: Cursor<'t, 'a>,
    context: &AmountContext,
) -> Option<(Money, Cursor<'t, 'a>)> {
    if let Some((inside, after)) = cursor.brackets() {
        let (money, rest) = find_each(inside, context)?;
        return rest.at_end().then_some((money, after));
    }
    let rest = cursor.any_sign(&[',', ';', ':']).unwrap_or(cursor);
    if let Some(each) = rest.phrase("moi") {
        let named = skip_words(each);
        let named = named.sign(':').unwrap_or(named);
        let (money, rest) = find_money(named, context.style)?;
        return money.unit.is_some().then_some((money, skip_per(rest)));
    }
    let (money, rest) = find_money(rest, context.style)?;
    is_rate(&money, rest).then(|| (money, skip_per(rest)))
}

/// Skips the words of what is counted.
fn skip_words<'t, 'a>(cursor: Cursor<'t, 'a>) -> Cursor<'t, 'a> {
    let mut rest = cursor;
    while let Some((word, next)) = rest.any_word() {
        if matches!(word, "x" | "moi") {
            break;
        }
        rest = next;
    }
    rest
}

/// Skips `/căn`, `/người/năm`.
fn skip_per<'t, 'a>(cursor: Cursor<'t, 'a>) -> Cursor<'t, 'a> {
    let mut rest = cursor;
    while let Some(next) = rest.sign('/') {
        let named = skip_words(next);
        if named.rest().len() == next.rest().len() {
            break;
        }
        rest = named;
    }
    rest
}

/// Reads `300 triệu + 200 triệu`: several amounts, unless the sum is stated.
pub(super) fn read_sum(cursor: Cursor<'_, '_>, context: &AmountContext) -> Option<AmountReading> {
    let (qualifier, rest) = find_lead(cursor)?;
    let (first, mut rest) = find_money(rest, context.style)?;
    let mut parts = vec![first];
    while let Some(next) = rest.sign('+') {
        let (money, next) = find_money(next, context.style)?;
        parts.push(money);
        rest = next;
    }
    if parts.len() < 2 {
        return None;
    }
    let last = *parts.last()?;
    if let Some(stated) = rest.sign('=') {
        let (money, rest) = find_money(stated, context.style)?;
        let gloss = skip_asides(rest, &money, context)?;
        // `300 + 200 = 500 triệu`: the last unit holds for all.
        let sum = parts.iter().try_fold(Decimal::ZERO, |sum, part| {
            let part = Money {
                unit: part.unit.or(money.unit),
                ..*part
            };
            sum.checked_add(part.dong(context)?)
        });
        return stated_result(&money, Some(sum), gloss.other, qualifier, context);
    }
    skip_asides(rest, &last, context)?;
    Some(noted(&last, context, Note::Several(parts.len())))
}

/// Several amounts: two or more with their units anywhere in the text, or one plain number a line.
pub(super) fn read_several(
    cursor: Cursor<'_, '_>,
    context: &AmountContext,
) -> Option<AmountReading> {
    let mut found: Option<Money> = None;
    let mut count: usize = 0;
    let mut rates: usize = 0;
    let mut rest = cursor;
    while !rest.at_end() {
        let money = find_money(rest, context.style).filter(|(money, _)| money.unit.is_some());
        rest = match money {
            Some((money, next)) => {
                if next.sign('/').is_some_and(|per| per.any_word().is_some()) {
                    rates = rates.saturating_add(1);
                }
                count = count.saturating_add(1);
                found = Some(money);
                next
            }
            None => rest.skip(),
        };
    }
    if let Some(money) = found {
        return match count {
            1 => (rates == 1).then(|| noted(&money, context, Note::Rate(None))),
            _ => Some(noted(&money, context, Note::Several(count))),
        };
    }
    let lines: Vec<_> = cursor
        .rest()
        .split(|token| matches!(token.piece, Piece::Break | Piece::Sign(';')))
        .collect();
    let plain = lines.iter().all(|line| {
        let line = Cursor::new(line);
        let line = line.sign('-').unwrap_or(line);
        line.number()
            .is_some_and(|(_, rest)| rest.at_end() && find_unit(rest).is_none())
    });
    (lines.len() > 1 && plain).then(|| AmountReading::noted(Note::Several(lines.len())))
}
