//! Units of money as written: `tỷ đồng`, `tr.đ`, `nghìn tỷ`, `VNĐ`, `triệu USD`.
//!
//! Reads the unit behind a figure in a cell as well as the one in a caption. What it multiplies is
//! told in đồng; foreign money keeps its currency and is never converted.

use super::token::{Cursor, Piece};

/// A unit of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Units of the currency in one of it: a million for `triệu`.
    pub factor: i64,
    /// Whether a word such as `triệu` stands there.
    pub multiplied: bool,
    /// The currency, if it is said.
    pub currency: Option<Currency>,
}

/// A currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Currency {
    /// đồng.
    Dong,
    /// Any other, by its ISO 4217 code.
    Foreign(&'static str),
}

impl Unit {
    /// The foreign currency, if it is one.
    pub fn foreign(self) -> Option<&'static str> {
        match self.currency {
            Some(Currency::Foreign(code)) => Some(code),
            _ => None,
        }
    }
}

/// Takes a unit of money; `None` when none stands here.
pub(crate) fn find_unit<'t, 'a>(cursor: Cursor<'t, 'a>) -> Option<(Unit, Cursor<'t, 'a>)> {
    let mut unit = Unit {
        factor: 1,
        multiplied: false,
        currency: None,
    };
    let mut rest = cursor;
    if let Some((word, next)) = rest.any_word()
        && let Some((factor, dong)) = multiplier(word, next)
    {
        unit.factor = factor;
        unit.multiplied = true;
        rest = next;
        if word == "tram" || word == "nghin" || word == "ngan" {
            // Hundreds and thousands of a larger unit: `nghìn tỷ`, `trăm triệu`.
            if let Some((larger, next)) = rest.any_word()
                && let Some((more, dong)) = multiplier(larger, next)
                && more > factor
                && let Some(product) = factor.checked_mul(more)
            {
                unit.factor = product;
                unit.currency = dong.then_some(Currency::Dong);
                rest = next;
            }
        }
        if dong {
            unit.currency = Some(Currency::Dong);
        }
    }
    if unit.currency.is_none() {
        let after_point = rest.sign('.').filter(|_| unit.multiplied).unwrap_or(rest);
        if let Some((currency, next)) = find_currency(after_point) {
            unit.currency = Some(currency);
            rest = next;
        }
    }
    (unit.multiplied || unit.currency.is_some()).then_some((unit, rest))
}

/// What a word multiplies by, and whether it also says đồng.
fn multiplier(word: &str, next: Cursor<'_, '_>) -> Option<(i64, bool)> {
    const NGHIN: i64 = 1_000;
    const TRIEU: i64 = 1_000_000;
    const TY: i64 = 1_000_000_000;
    Some(match word {
        // A hundred of nothing is no unit of money.
        "tram" => match next.any_word() {
            Some(("trieu" | "ty" | "ti" | "nghin" | "ngan", _)) => (100, false),
            _ => return None,
        },
        "nghin" | "ngan" | "k" | "ngh" | "thousand" => (NGHIN, false),
        "nghindong" | "ngandong" | "ngd" | "nghd" | "kd" => (NGHIN, true),
        "ng" => match next.sign('.').unwrap_or(next).any_word() {
            Some(("d" | "dong", _)) => (NGHIN, false),
            _ => return None,
        },
        "trieu" | "tr" | "million" => (TRIEU, false),
        "trieudong" | "trieud" | "trdong" | "trd" | "trvnd" => (TRIEU, true),
        "ty" | "ti" | "billion" => (TY, false),
        "tydong" | "tidong" | "tyd" | "tid" => (TY, true),
        _ => return None,
    })
}

/// Takes a currency.
pub(crate) fn find_currency<'t, 'a>(cursor: Cursor<'t, 'a>) -> Option<(Currency, Cursor<'t, 'a>)> {
    if let Some(Piece::Sign(sign)) = cursor.peek() {
        let code = match sign {
            '$' => "USD",
            '€' => "EUR",
            '¥' => "JPY",
            '£' => "GBP",
            '₩' => "KRW",
            _ => return None,
        };
        return Some((Currency::Foreign(code), cursor.skip()));
    }
    let (word, next) = cursor.any_word()?;
    let code = match word {
        "dong" | "vnd" | "vietnamdong" => {
            let rest = next
                .any_phrase(&["viet nam", "vietnam", "vn"])
                .unwrap_or(next);
            return Some((Currency::Dong, rest));
        }
        "d" => {
            let rest = next
                .any_phrase(&["viet nam", "vietnam", "vn"])
                .unwrap_or(next);
            return Some((Currency::Dong, rest));
        }
        "dvn" => return Some((Currency::Dong, next)),
        "vn" | "viet" => {
            let rest = next.phrase("nam").unwrap_or(next);
            return Some((Currency::Dong, rest.any_phrase(&["dong", "d"])?));
        }
        "us" => return next.sign('$').map(|rest| (Currency::Foreign("USD"), rest)),
        "do" => {
            let rest = next.sign('-').unwrap_or(next).phrase("la")?;
            let (code, rest) = dollar(rest);
            return Some((Currency::Foreign(code), rest));
        }
        "dola" | "dollar" | "dollars" => {
            let (code, rest) = dollar(next);
            return Some((Currency::Foreign(code), rest));
        }
        "my" => {
            return next
                .phrase("kim")
                .map(|rest| (Currency::Foreign("USD"), rest));
        }
        "nhan" => {
            return next
                .phrase("dan te")
                .map(|rest| (Currency::Foreign("CNY"), rest));
        }
        "bang" => {
            return next
                .phrase("anh")
                .map(|rest| (Currency::Foreign("GBP"), rest));
        }
        "yen" => {
            let rest = next.any_phrase(&["nhat", "nhat ban"]).unwrap_or(next);
            return Some((Currency::Foreign("JPY"), rest));
        }
        "usd" => "USD",
        "eur" | "euro" => "EUR",
        "jpy" => "JPY",
        "krw" | "won" => "KRW",
        "cny" | "rmb" | "ndt" => "CNY",
        "gbp" => "GBP",
        "aud" => "AUD",
        "cad" => "CAD",
        "sgd" => "SGD",
        "hkd" => "HKD",
        "chf" => "CHF",
        "thb" | "baht" => "THB",
        "lak" | "kip" => "LAK",
        "khr" | "riel" => "KHR",
        "twd" => "TWD",
        _ => return None,
    };
    Some((Currency::Foreign(code), next))
}

/// Whose dollar it is; the American one unless another is named.
fn dollar<'t, 'a>(cursor: Cursor<'t, 'a>) -> (&'static str, Cursor<'t, 'a>) {
    for (phrase, code) in [
        ("my", "USD"),
        ("uc", "AUD"),
        ("canada", "CAD"),
        ("singapore", "SGD"),
        ("hong kong", "HKD"),
        ("dai loan", "TWD"),
    ] {
        if let Some(rest) = cursor.phrase(phrase) {
            return (code, rest);
        }
    }
    ("USD", cursor)
}
