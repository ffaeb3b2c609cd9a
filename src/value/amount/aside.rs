//! What may stand behind an amount without changing it: `(trong đó TP.HCM hỗ trợ 400 triệu đồng)`,
//! `(Một tỷ hai trăm triệu đồng)`, `(đợt 1)`.
//!
//! Words and products in brackets must come to the same amount. A bracket that holds anything else
//! with a figure or a warning in it makes the whole cell not understood.

use rust_decimal::Decimal;

use super::super::token::{Cursor, Piece};
use super::AmountContext;
use super::product::find_product;
use super::qualifier::{find_lead, stronger};
use super::sentence::is_rate;
use super::term::{Money, find_money};
use crate::value::Qualifier;

/// What the glosses behind an amount say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Aside {
    /// A qualifier in brackets.
    pub qualifier: Qualifier,
    /// Another figure for the same amount, in đồng, when it contradicts.
    pub other: Option<Decimal>,
}

/// What may follow with figures of its own.
const PARTS: [&str; 10] = [
    "trong do",
    "tuong duong",
    "tuong ung",
    "bao gom",
    "gom",
    "quy doi",
    "ty gia",
    "tuc khoang",
    "hay khoang",
    "bang chu",
];

/// Takes everything up to the end of the text; `None` when something there is not understood.
pub(super) fn skip_asides(
    cursor: Cursor<'_, '_>,
    money: &Money,
    context: &AmountContext,
) -> Option<Aside> {
    let mut gloss = Aside::default();
    let mut rest = cursor;
    while !rest.at_end() {
        if let Some((inside, after)) = rest.brackets() {
            let found = read_gloss(inside, money, context)?;
            gloss.qualifier = stronger(gloss.qualifier, found.qualifier)?;
            gloss.other = gloss.other.or(found.other);
            rest = after;
            continue;
        }
        let next = rest.any_sign(&['.', ',', ';', ':']).unwrap_or(rest);
        let next = match next.peek() {
            Some(Piece::Break) => next.skip(),
            _ => next,
        };
        if next.any_phrase(&PARTS).is_some() {
            return read_gloss(next, money, context).and_then(|found| {
                Some(Aside {
                    qualifier: stronger(gloss.qualifier, found.qualifier)?,
                    other: gloss.other.or(found.other),
                })
            });
        }
        let ended = rest.any_sign(&['.', ';']).is_some_and(Cursor::at_end);
        if ended {
            break;
        }
        // A bracket on the next line is a gloss all the same.
        match rest.peek() {
            Some(Piece::Break) if rest.skip().brackets().is_some() => rest = rest.skip(),
            _ => return None,
        }
    }
    Some(gloss)
}

/// Reads the inside of one gloss; `None` when it may change the amount.
fn read_gloss(cursor: Cursor<'_, '_>, money: &Money, context: &AmountContext) -> Option<Aside> {
    let main = money.dong(context);
    if let Some(words) = cursor.any_phrase(&["bang chu", "viet bang chu"]) {
        let words = words.sign(':').unwrap_or(words);
        let spoken = find_money(words, context.style).filter(|(_, rest)| ends(*rest));
        return Some(compared(
            main,
            spoken.and_then(|(said, _)| said.dong(context)),
        ));
    }
    if cursor.any_phrase(&PARTS).is_some() {
        return Some(Aside::default());
    }
    let (qualifier, rest) = find_lead(cursor)?;
    if rest.at_end() {
        return Some(Aside {
            qualifier,
            other: None,
        });
    }
    if let Some((said, after)) = find_money(rest, context.style) {
        if said.unit.is_some_and(|unit| unit.foreign().is_some()) && ends(after) {
            return Some(Aside::default());
        }
        if said.unit.is_some() && is_rate(&said, after) {
            return Some(Aside::default());
        }
        if ends(after) && said.unit.is_some() {
            return Some(compared(main, said.dong(context)));
        }
    }
    if let Some((product, after)) = find_product(rest, context)
        && ends(after)
    {
        return Some(compared(main, product.dong));
    }
    is_remark(cursor).then(Aside::default)
}

fn ends(cursor: Cursor<'_, '_>) -> bool {
    cursor.at_end() || cursor.sign('.').is_some_and(Cursor::at_end)
}

/// A second figure counts only where it contradicts the first.
fn compared(main: Option<Decimal>, said: Option<Decimal>) -> Aside {
    Aside {
        qualifier: Qualifier::Exact,
        other: said.filter(|said| main.is_some_and(|main| main != *said)),
    }
}

/// Words in a remark that may turn the amount into something else.
const WARNINGS: [&str; 35] = [
    "chua", "khong", "ko", "huy", "thu", "hoan", "moi", "don", "binh", "con", "no", "tang", "giam",
    "am", "thieu", "ngoai", "tru", "du", "ke", "cam", "uoc", "khoang", "tren", "duoi", "gan",
    "hon", "se", "dang", "cho", "toi", "tu", "den", "lan", "nhan", "x",
];

/// Words that a number may follow in a remark: `đợt 1`, `năm 2019`.
const NUMBERED: [&str; 8] = ["dot", "nam", "quy", "thang", "ky", "khoa", "doan", "so"];

/// Whether it only names something: no amount, no figure but `đợt 1`, no warning.
fn is_remark(cursor: Cursor<'_, '_>) -> bool {
    let mut rest = cursor;
    let mut last = "";
    let mut counted = false;
    while let Some(piece) = rest.peek() {
        match piece {
            Piece::Word(word) if WARNINGS.contains(word) => return false,
            Piece::Word("trieu" | "nghin" | "usd") => return false,
            // `ngân sách` is no thousand.
            Piece::Word("ngan") if rest.any_phrase(&["ngan sach", "ngan hang"]).is_none() => {
                return false;
            }
            Piece::Word("ty" | "ti") if last != "cong" => return false,
            Piece::Word(word) => {
                last = word;
                counted = NUMBERED.contains(word);
            }
            // `giai đoạn 2016-2020`, but not `đợt 1 50`.
            Piece::Number(shape) => {
                if !counted || shape.plain_digits().is_none() {
                    return false;
                }
                counted = matches!(rest.skip().peek(), Some(Piece::Sign(',' | '-')));
            }
            Piece::Sign(',' | '.' | '-' | '&' | ':') => {}
            Piece::Sign(_) | Piece::Break => return false,
        }
        rest = rest.skip();
    }
    true
}
