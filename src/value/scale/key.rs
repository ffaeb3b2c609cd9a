//! What announces a unit (`ĐVT:`, `Đơn vị tính`, `Đơn vị:`), and the measures that are no money.

use super::super::token::{Cursor, Piece, Token};
use super::is_sign;

/// What announces a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// `ĐVT`, `Đơn vị tính`: any unit follows.
    UnitOfMeasure,
    /// `Đơn vị:`, which also announces an office.
    Unit,
}

/// Takes the words that announce a unit, and the marks behind them.
pub(super) fn find_key<'t, 'a>(cursor: Cursor<'t, 'a>) -> Option<(Key, Cursor<'t, 'a>)> {
    let (word, after) = cursor.any_word()?;
    let (key, rest) = match word {
        "dvt" | "đvt" => (Key::UnitOfMeasure, after),
        "dv" => match after.any_phrase(&["tinh", "tien"]) {
            Some(rest) => (Key::UnitOfMeasure, rest),
            None => (Key::Unit, after),
        },
        "d" => {
            // `Đ.v.t`, `Đ/v tính`.
            let rest = after.any_sign(&['.', '/'])?.phrase("v")?;
            let rest = rest.sign('.').unwrap_or(rest);
            (Key::UnitOfMeasure, rest.any_phrase(&["t", "tinh"])?)
        }
        "don" => {
            let rest = after.phrase("vi")?;
            match rest.any_phrase(&["tinh", "tien te", "tien"]) {
                Some(rest) => (Key::UnitOfMeasure, rest),
                None => (Key::Unit, rest),
            }
        }
        "tinh" => (Key::Unit, after.phrase("bang")?),
        _ => return None,
    };
    let marked = rest.any_sign(&[':', '-', '=']);
    let needed = key == Key::Unit && word != "tinh";
    match marked {
        Some(rest) => Some((key, rest)),
        None if needed => None,
        None => Some((key, rest)),
    }
}

/// Measures that a heading carries in brackets: `Diện tích (ha)`.
const MEASURES: [&str; 30] = [
    "ha",
    "m",
    "m2",
    "m3",
    "km",
    "km2",
    "tan",
    "kg",
    "ta",
    "lit",
    "nguoi",
    "ho",
    "luot nguoi",
    "luot",
    "lao dong",
    "du an",
    "cong",
    "mw",
    "kw",
    "kwh",
    "can",
    "cai",
    "chiec",
    "con",
    "cay",
    "nam",
    "thang",
    "ngay",
    "hoc sinh",
    "hoc vien",
];

/// Whether these tokens are a known measure, or a percent sign.
pub(super) fn is_measure(stated: &[Token<'_>]) -> bool {
    if let [only] = stated
        && is_sign(only, &['%'])
    {
        return true;
    }
    let mut written = String::new();
    for token in stated {
        if token.spaced && !written.is_empty() {
            written.push(' ');
        }
        match &token.piece {
            Piece::Word(word) => written.push_str(word),
            Piece::Number(shape) => written.push_str(shape.plain_digits().unwrap_or("?")),
            _ => return false,
        }
    }
    MEASURES.contains(&written.as_str())
}
