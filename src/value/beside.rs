//! The words that a number format writes beside a figure: a unit of account, the sign of đồng, another currency.

use super::money::find_unit;
use super::scale::parse_beside;
use super::text::fold;
use super::token::{Cursor, tokens};

/// What words beside a figure say of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// So many đồng in one: `triệu`, `đồng`.
    Scale(i64),
    /// The sign of đồng that a button gives, `₫`: put there in passing, whatever the unit of account.
    DongSign,
    /// A foreign currency.
    Foreign(&'static str),
}

/// Reads the words; `None` when they say nothing of money.
#[must_use]
pub fn parse(words: &str) -> Option<Beside> {
    if matches!(words.trim(), "₫" | "đ" | "vnd" | "vnđ") {
        return Some(Beside::DongSign);
    }
    let folded = fold(words);
    let tokens = tokens(&folded);
    if let Some((unit, rest)) = find_unit(Cursor::new(&tokens))
        && let Some(currency) = unit.foreign()
        && rest.at_end()
    {
        return Some(Beside::Foreign(currency));
    }
    parse_beside(words).map(Beside::Scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_a_figure_are_money_or_not() {
        for (words, beside) in [
            ("triệu", Some(Beside::Scale(1_000_000))),
            ("triệu đồng", Some(Beside::Scale(1_000_000))),
            ("đồng", Some(Beside::Scale(1))),
            ("₫", Some(Beside::DongSign)),
            ("vnd", Some(Beside::DongSign)),
            ("$", Some(Beside::Foreign("USD"))),
            ("usd", Some(Beside::Foreign("USD"))),
            ("triệu usd", Some(Beside::Foreign("USD"))),
            ("€", Some(Beside::Foreign("EUR"))),
            ("học viên", None),
            ("qđ số", None),
        ] {
            assert_eq!(parse(words), beside, "{words}");
        }
    }
}
