//! Quantities: a number and what it counts, `2.420 lượt người`, `12,5 ha`, `04 căn nhà`.
//!
//! The measure stays as written but for case. What is counted in whole things cannot have a
//! fraction, so `27,199 lao động` is 27199. Of several quantities in one cell (`05 lớp/150 học
//! viên`) the first is given, and it is said that there are more. Measures are never converted.

use rust_decimal::Decimal;

use super::amount::find_lead;
use super::money::find_unit;
use super::number::{Digits, NumberStyle, float_text, has_letter_digit};
use super::placeholder::{NonValue, find_non_value};
use super::text::{Folded, lower};
use super::token::{Cursor, Piece, tokens};
use crate::value::{Note, Qualifier, Unread};

/// A quantity as read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QuantityReading {
    /// The number; `None` when the cell is empty or was not understood.
    pub number: Option<Decimal>,
    /// What it counts, in lower case; empty when the cell does not say.
    pub measure: String,
    /// What there is to say about it.
    pub notes: Vec<Note>,
}

/// Reads a quantity from text; `whole` when only a whole number can stand there.
#[must_use]
pub fn parse_quantity(text: &str, whole: bool, style: NumberStyle) -> QuantityReading {
    let folded = Folded::new(text);
    match find_non_value(&folded.text) {
        Some(NonValue::Nothing | NonValue::None) => return QuantityReading::default(),
        Some(NonValue::Unknown) => return QuantityReading::unread(Unread::SaidUnknown),
        Some(NonValue::Error) => return QuantityReading::noted(Note::CellError),
        None => {}
    }
    let tokens = tokens(&folded.text);
    let reading = read(Cursor::new(&tokens), &folded, whole, style);
    reading.unwrap_or_else(|| {
        QuantityReading::unread(if has_letter_digit(&folded.text) {
            Unread::LetterInNumber
        } else {
            Unread::NotUnderstood
        })
    })
}

/// Reads a quantity from a number cell; `whole` when only a whole number can stand there.
#[must_use]
pub fn quantity_from_number(number: f64, whole: bool) -> QuantityReading {
    match float_text(number) {
        Some(value) => QuantityReading::of(value, whole),
        None => QuantityReading::unread(Unread::NotUnderstood),
    }
}

fn read(
    cursor: Cursor<'_, '_>,
    folded: &Folded<'_>,
    whole: bool,
    style: NumberStyle,
) -> Option<QuantityReading> {
    // The apostrophe that marks text in some exports.
    let cursor = cursor.sign('\'').unwrap_or(cursor);
    let (qualifier, rest) = find_lead(cursor)?;
    let (falls, rest) = match rest.phrase("giam") {
        Some(next) => (true, next),
        None => (
            rest.sign('-')
                .is_some_and(|next| next.token().is_some_and(|token| !token.spaced)),
            rest.sign('-')
                .or_else(|| rest.phrase("tang"))
                .unwrap_or(rest),
        ),
    };
    if rest.token().is_some_and(|token| token.spaced) && cursor.sign('-').is_some() {
        return None;
    }
    let (shape, rest) = rest.number()?;
    let rest = skip_spelled(rest);
    let (factor, rest) = find_multiplier(rest, folded);
    let (measure, several) = find_measure(rest, folded)?;
    let counted = is_counted(rest);
    let plain = measure.is_empty() && cursor.any_word().is_none() && qualifier == Qualifier::Exact;
    // `1,2 triệu lượt` may have a fraction.
    let mut reading = match shape.read(style, (whole || counted) && factor == 1) {
        Digits::Exact(figure) => {
            let value = if falls { -figure.value } else { figure.value };
            match value.checked_mul(Decimal::from(factor)) {
                Some(value) if factor == 1 => QuantityReading::of(value, whole),
                Some(value) => QuantityReading::of(value.normalize(), whole),
                None => QuantityReading::unread(Unread::TooLarge),
            }
        }
        Digits::TwoWays { literal, other } => QuantityReading::noted(Note::TwoWays(
            literal.value.to_string(),
            other.value.to_string(),
        )),
        Digits::BadGrouping => QuantityReading::unread(Unread::BadGrouping),
        Digits::TooLarge => QuantityReading::unread(Unread::TooLarge),
        Digits::LetterInNumber | Digits::NotANumber => {
            QuantityReading::unread(Unread::NotUnderstood)
        }
    };
    reading.measure = measure;
    if reading.number.is_some() {
        if plain {
            reading.notes.insert(0, Note::TextNumber);
        }
        if qualifier != Qualifier::Exact {
            reading.notes.push(Note::Inexact(qualifier));
        }
    }
    if several > 1 {
        reading.notes.push(Note::Several(several));
    }
    Some(reading)
}

/// Skips the number in words behind its figure: `01 (một) lớp`.
fn skip_spelled<'t, 'a>(cursor: Cursor<'t, 'a>) -> Cursor<'t, 'a> {
    match cursor.brackets() {
        Some((inside, after)) if after.any_word().is_some() => {
            let words = inside.rest().iter();
            let spelled = words
                .map(|token| &token.piece)
                .all(|piece| matches!(piece, Piece::Word(_)));
            if spelled { after } else { cursor }
        }
        _ => cursor,
    }
}

/// Takes `nghìn`, `triệu` before what is counted, `27 nghìn lượt người`; not before money.
///
/// Their marks count: `3 ngân hàng` are three banks.
fn find_multiplier<'t, 'a>(cursor: Cursor<'t, 'a>, folded: &Folded<'_>) -> (i64, Cursor<'t, 'a>) {
    let Some((token, next)) = cursor.token().zip(Some(cursor.skip())) else {
        return (1, cursor);
    };
    let factor = match lower(folded.source(token.start, token.end)).as_str() {
        "nghìn" | "ngàn" | "nghin" => 1_000,
        "triệu" | "trieu" => 1_000_000,
        _ => return (1, cursor),
    };
    let counts = next.any_word().is_some() && find_unit(next).is_none();
    if counts { (factor, next) } else { (1, cursor) }
}

/// The measure behind a number and how many quantities the cell holds.
///
/// `None` for what is no quantity: ratios (`2/4 học kỳ`), ranges, frequencies (`06 tháng/lần`).
fn find_measure(cursor: Cursor<'_, '_>, folded: &Folded<'_>) -> Option<(String, usize)> {
    let Some(first) = cursor.token() else {
        return Some((String::new(), 1));
    };
    match &first.piece {
        Piece::Word(letters)
            if !first.spaced
                && (*letters != "l" || goes_on_in_digits(cursor.skip()))
                && letters
                    .chars()
                    .all(|letter| matches!(letter, 'o' | 'l' | 'i')) =>
        {
            return None;
        }
        Piece::Word(_) | Piece::Sign('%' | '(') => {}
        Piece::Sign('.') if cursor.skip().at_end() => return Some((String::new(), 1)),
        _ => return None,
    }
    let mut end = first.start;
    let mut several: usize = 1;
    let mut rest = cursor;
    let mut in_measure = true;
    let mut separated = false;
    while let Some(token) = rest.token() {
        let next = rest.skip();
        match &token.piece {
            // `3m x 4m`, `20 suất x 2 triệu`
            Piece::Word("x") if next.number().is_some() => return None,
            Piece::Number(_) if separated => {
                several = several.saturating_add(1);
            }
            Piece::Sign('/') if next.phrase("lan").is_some() && in_measure => return None,
            Piece::Sign('/' | ',' | ';' | '(' | '[' | '+' | '-') | Piece::Word("va") => {
                in_measure &= next.number().is_none();
            }
            Piece::Break => in_measure = false,
            // Without a mark before it a number belongs to the words: `1 xe cứu thương 16 chỗ`.
            Piece::Number(_) | Piece::Word(_) | Piece::Sign(_) => {}
        }
        separated = matches!(
            token.piece,
            Piece::Sign('/' | ',' | ';' | '(' | '[' | '+' | '-') | Piece::Word("va") | Piece::Break
        );
        if in_measure {
            end = token.end;
        }
        rest = next;
    }
    let measure = lower(folded.source(first.start, end));
    let measure = measure.trim_end_matches(['.', ',', ';', ' ', '(']);
    Some((measure.to_owned(), several))
}

/// Whether digits follow without a blank: `3l9` is no three litres.
fn goes_on_in_digits(cursor: Cursor<'_, '_>) -> bool {
    cursor
        .token()
        .is_some_and(|token| !token.spaced && matches!(token.piece, Piece::Number(_)))
}

/// Things that are counted in whole ones, by the first words of the measure.
const COUNTED: [&str; 62] = [
    "nguoi",
    "lao dong",
    "luot",
    "hoc vien",
    "hoc sinh",
    "sinh vien",
    "can bo",
    "cong chuc",
    "bac si",
    "benh nhan",
    "em",
    "tre",
    "chau",
    "ho",
    "gia dinh",
    "doanh nghiep",
    "don vi",
    "co so",
    "du an",
    "cong trinh",
    "lop",
    "khoa",
    "buoi",
    "dot",
    "lan",
    "cuoc",
    "hoi nghi",
    "hoi thao",
    "hop dong",
    "ban ghi nho",
    "doan",
    "tour",
    "can",
    "ngoi nha",
    "nha",
    "phong",
    "truong",
    "cau",
    "cay cau",
    "gian hang",
    "suat",
    "phan",
    "con",
    "cai",
    "chiec",
    "bo",
    "xe",
    "may",
    "mo hinh",
    "de tai",
    "ky thuat",
    "mau xet nghiem",
    "mau phan tich",
    "diem",
    "ca",
    "to",
    "xa",
    "ap",
    "quyen",
    "cuon",
    "tin",
    "bai",
];

/// Whether the measure counts whole things.
fn is_counted(cursor: Cursor<'_, '_>) -> bool {
    cursor.any_phrase(&COUNTED).is_some()
}

impl QuantityReading {
    fn noted(note: Note) -> Self {
        Self {
            notes: vec![note],
            ..Self::default()
        }
    }

    fn unread(why: Unread) -> Self {
        Self::noted(Note::Unread(why))
    }

    fn of(number: Decimal, whole: bool) -> Self {
        if whole && !number.fract().is_zero() {
            return Self::unread(Unread::NotUnderstood);
        }
        let notes = if number.is_sign_negative() && !number.is_zero() {
            vec![Note::Negative]
        } else {
            Vec::new()
        };
        Self {
            number: Some(number),
            measure: String::new(),
            notes,
        }
    }
}

#[cfg(test)]
mod tests;
