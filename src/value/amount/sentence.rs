//! A cell that says one amount, one range or one rate: `từ 500 triệu đến 1 tỷ đồng`, `60 triệu đồng/căn`.

use rust_decimal::Decimal;

use super::super::money::{Unit, find_unit};
use super::super::token::{Cursor, Piece};
use super::aside::{Aside, skip_asides};
use super::qualifier::{find_lead, find_trailing, stronger};
use super::term::{Money, find_money};
use super::{AmountContext, AmountReading, whole_dong};
use crate::value::{Note, Unread};

/// Reads a text that is one amount, range or rate to its end.
pub(super) fn read(cursor: Cursor<'_, '_>, context: &AmountContext) -> Option<AmountReading> {
    let (mut qualifier, rest) = find_lead(cursor)?;
    if let Some(reading) = read_range(rest, context) {
        return Some(reading);
    }
    if let Some(each) = rest.phrase("moi") {
        return read_each(each, context);
    }
    let from = rest.phrase("tu");
    let rest = from.unwrap_or(rest);
    let (negative, rest) = match find_minus(rest) {
        Some(positive) => (true, positive),
        None => (false, rest),
    };
    let (money, rest) = find_money(rest, context.style)?;
    let rest = match find_trailing(rest) {
        Some((found, next)) => {
            qualifier = stronger(qualifier, found)?;
            next
        }
        // `từ 2 tỷ` alone may be the source as well as a bound.
        None if from.is_some() => return None,
        None => rest,
    };
    if is_rate(&money, rest) {
        return Some(noted(&money, context, Note::Rate(None)));
    }
    let Aside {
        qualifier: said,
        other,
    } = skip_asides(rest, &money, context)?;
    qualifier = stronger(qualifier, said)?;
    match other {
        Some(other) => Some(AmountReading::contradiction(money.dong(context)?, other)),
        None => Some(money.reading(negative, qualifier, context)),
    }
}

/// A minus sign that clings to its number; `- 600 triệu` may be an item of a list.
fn find_minus<'t, 'a>(cursor: Cursor<'t, 'a>) -> Option<Cursor<'t, 'a>> {
    cursor.sign('-').filter(|rest| {
        rest.token()
            .is_some_and(|token| !token.spaced && matches!(token.piece, Piece::Number(_)))
    })
}

/// `1-2 tỷ`, `từ 500 triệu đến 1 tỷ`.
fn read_range(cursor: Cursor<'_, '_>, context: &AmountContext) -> Option<AmountReading> {
    let rest = cursor.phrase("tu").unwrap_or(cursor);
    let (_, rest) = find_lead(rest)?;
    let (low, rest) = find_money(rest, context.style)?;
    let rest = rest
        .any_sign(&['-', '~', '÷', '→'])
        .or_else(|| rest.any_phrase(&["cho den", "den", "toi"]))?;
    let (_, rest) = find_lead(rest)?;
    let (high, rest) = find_money(rest, context.style)?;
    if is_rate(&high, rest) {
        return Some(noted(&high, context, Note::Rate(None)));
    }
    skip_asides(rest, &high, context).filter(|gloss| gloss.other.is_none())?;
    if let Some(code) = high.unit.and_then(Unit::foreign) {
        return Some(noted(&high, context, Note::Foreign(code)));
    }
    if low.unit.is_some_and(|unit| unit.foreign().is_some()) {
        return None;
    }
    // The unit behind the second figure holds for the first: `1-2 tỷ`.
    let low = Money {
        unit: low.unit.or(high.unit),
        ..low
    };
    let fault = low.fault(context).or_else(|| high.fault(context));
    if let Some(fault) = fault {
        return Some(AmountReading::unread(fault));
    }
    let ends = low.dong(context).zip(high.dong(context));
    let Some((low_dong, high_dong)) = ends else {
        return Some(AmountReading::unread(Unread::NotUnderstood));
    };
    // `500 - 1 tỷ` leaves out a unit: the ends cannot be told.
    if low_dong >= high_dong {
        return Some(AmountReading::unread(Unread::NotUnderstood));
    }
    let Some((low_dong, high_dong)) = whole_dong(low_dong).zip(whole_dong(high_dong)) else {
        return Some(AmountReading::unread(Unread::TooLarge));
    };
    Some(noted(&high, context, Note::Range(low_dong, high_dong)))
}

/// `mỗi suất 2 triệu đồng`.
fn read_each(cursor: Cursor<'_, '_>, context: &AmountContext) -> Option<AmountReading> {
    let mut rest = cursor;
    while let Some((_, next)) = rest.any_word() {
        rest = next;
    }
    let rest = rest.sign(':').unwrap_or(rest);
    let (money, rest) = find_money(rest, context.style)?;
    let done = rest.at_end() || rest.sign('.').is_some_and(Cursor::at_end);
    (done || is_rate(&money, rest)).then(|| noted(&money, context, Note::Rate(None)))
}

/// Things that an amount without a unit of its own may be counted by.
const COUNTED: [&str; 27] = [
    "can", "suat", "nguoi", "nam", "thang", "ho", "em", "hoc", "lop", "phan", "cai", "chiec",
    "nha", "ngay", "dot", "quy", "lan", "ha", "con", "cay", "xa", "truong", "doanh", "don", "bo",
    "tre", "m",
];

/// Whether `/căn`, `/ người/ năm`, `mỗi năm` follows an amount and nothing else.
pub(super) fn is_rate(money: &Money, cursor: Cursor<'_, '_>) -> bool {
    let Some(counted) = cursor.sign('/').or_else(|| cursor.phrase("moi")) else {
        return false;
    };
    let known = match counted.peek() {
        Some(Piece::Word(word)) => money.unit.is_some() || COUNTED.contains(word),
        Some(Piece::Number(_)) => {
            money.unit.is_some() && matches!(counted.skip().peek(), Some(Piece::Word(_)))
        }
        _ => false,
    };
    known && is_counted(counted)
}

/// Whether all that is left is what something is counted by, without a further amount.
fn is_counted(cursor: Cursor<'_, '_>) -> bool {
    let mut rest = cursor;
    while let Some(piece) = rest.peek() {
        match piece {
            Piece::Word("x") | Piece::Break => return false,
            Piece::Word(_) | Piece::Sign('/' | '.' | '-') => {}
            Piece::Number(_) if find_unit(rest.skip()).is_none() => {}
            Piece::Number(_) | Piece::Sign(_) => return false,
        }
        rest = rest.skip();
    }
    true
}

/// A reading without a value that says only this.
pub(super) fn noted(money: &Money, context: &AmountContext, note: Note) -> AmountReading {
    let is_rate = matches!(note, Note::Rate(_));
    AmountReading {
        own_scale: money.unit.is_some(),
        rate: money.dong(context).filter(|_| is_rate).and_then(whole_dong),
        ..AmountReading::noted(note)
    }
}

/// What a product comes to, for the note on a rate.
pub(super) fn rate(product: Option<Decimal>) -> Note {
    Note::Rate(product.and_then(whole_dong))
}
