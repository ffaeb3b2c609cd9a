//! Reading digits and separators: `1.234,5`, `1,234.5`, `1 200 000`, `(1.250)`.
//!
//! A point before exactly three digits groups thousands, a comma before exactly three digits can
//! be read two ways unless the column settles it, and in a column with English decimals both roles
//! swap. The size of a number never decides how it is read. Units of account stand in
//! [`super::scale`], words around the figure in [`super::amount`].

use rust_decimal::Decimal;

use super::numeral::{DigitGroups, StyleEvidence};
use super::text::fold;

/// Which mark groups thousands and which parts decimals, as a column's text shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum NumberStyle {
    /// The column shows nothing.
    #[default]
    Unsettled,
    /// The column shows both styles: no mark before three digits says what it is.
    Contradicting,
    /// `1.234,5`
    Vietnamese,
    /// `1,234.5`
    English,
}

/// A number and the value of its last written digit: `1.250,50` has the step `0.01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The exact value.
    pub value: Decimal,
    /// What one more in the last written digit would add.
    pub step: Decimal,
}

/// What digits and separators say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digits {
    /// One reading only.
    Exact(Figure),
    /// Two readings and nothing to choose by.
    TwoWays {
        /// The last mark read as a decimal mark, as Vietnamese reads a comma.
        literal: Figure,
        /// The last mark read as grouping thousands.
        other: Figure,
    },
    /// The groups are not of three digits: `12.34.567`.
    BadGrouping,
    /// A letter stands where a digit should: `1O0.000`.
    LetterInNumber,
    /// More digits than any amount has.
    TooLarge,
    /// No number, or a number and something else.
    NotANumber,
}

/// Tells which style the texts of a column prove.
///
/// `1.234,5`, `2,5` and `1.234.567` prove the Vietnamese one, `1,234.5` and `1,234,567` the English one. A lone `2.5`
/// proves nothing, and decimals in both styles contradict each other. Commas that group prove nothing beside Vietnamese
/// figures, nor beside a point before three digits (`1,234,567` and `1.234`): no English decimals are shown there, and
/// reading that point as one would be a guess.
#[must_use]
pub fn settle<'a>(texts: impl Iterator<Item = &'a str>) -> NumberStyle {
    let mut vietnamese = false;
    let mut decimals = false;
    let mut groups = false;
    let mut point_before_three = false;
    for text in texts {
        if !text.bytes().any(|byte| matches!(byte, b'.' | b',')) {
            continue;
        }
        find_proofs(text, |proof| match proof {
            StyleEvidence::Vietnamese => vietnamese = true,
            StyleEvidence::EnglishDecimals => decimals = true,
            StyleEvidence::EnglishGroups => groups = true,
            StyleEvidence::PointBeforeThree => point_before_three = true,
        });
    }
    match (vietnamese, decimals || (groups && !point_before_three)) {
        (true, _) if decimals => NumberStyle::Contradicting,
        (true, _) if groups => NumberStyle::Unsettled,
        (true, _) => NumberStyle::Vietnamese,
        (false, true) => NumberStyle::English,
        (false, false) => NumberStyle::Unsettled,
    }
}

/// Gives the proof of every number in a text that stands free, unlike the parts of `15/3.2020`.
fn find_proofs(text: &str, mut give: impl FnMut(StyleEvidence)) {
    let mut rest = text;
    let mut before = ' ';
    while let Some(letter) = rest.chars().next() {
        if letter.is_ascii_digit()
            && let Some((shape, after)) = DigitGroups::scan(rest)
        {
            let follows = after.chars().next();
            if !before.is_alphabetic()
                && before != '/'
                && follows != Some('/')
                && let Some(proof) = shape.proof()
            {
                give(proof);
            }
            before = '0';
            rest = after;
        } else {
            before = letter;
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
        }
    }
}

/// Reads a text that is a number and nothing else.
///
/// Takes blanks around it, a leading apostrophe, any dash as minus sign, brackets as in
/// bookkeeping (`(1.250)` is -1250), blanks and apostrophes between groups, full-width digits.
/// With `whole` a comma before three digits can only group.
#[must_use]
pub fn parse_digits(text: &str, style: NumberStyle, whole: bool) -> Digits {
    let folded = fold(text);
    let (negative, bare) = strip_sign(&folded);
    let Some((shape, rest)) = DigitGroups::scan(bare) else {
        return if has_letter_digit(bare) {
            Digits::LetterInNumber
        } else {
            Digits::NotANumber
        };
    };
    if !rest.trim_end().is_empty() {
        return if has_letter_digit(bare) {
            Digits::LetterInNumber
        } else {
            Digits::NotANumber
        };
    }
    let digits = shape.read(style, whole);
    if negative { digits.negated() } else { digits }
}

/// Takes the minus sign, the brackets or the apostrophe off a folded number.
pub(crate) fn strip_sign(folded: &str) -> (bool, &str) {
    let text = folded.trim_matches(' ');
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        return (true, inner.trim_matches(' '));
    }
    if let Some(positive) = text.strip_prefix('-') {
        return (true, positive);
    }
    let text = text.strip_prefix('\'').unwrap_or(text);
    (false, text.strip_prefix('+').unwrap_or(text))
}

/// Whether the first word of a folded text is a number but for letters in the place of digits:
/// `l.200.000`, `1o0 triệu`.
pub(crate) fn has_letter_digit(folded: &str) -> bool {
    let mut digits = false;
    let mut letters = false;
    for letter in folded.split(' ').next().unwrap_or_default().chars() {
        match letter {
            '0'..='9' => digits = true,
            'o' | 'l' | 'i' => letters = true,
            '.' | ',' | '-' => {}
            _ => return false,
        }
    }
    digits && letters
}

impl Digits {
    /// The same with the sign turned.
    #[must_use]
    pub fn negated(self) -> Self {
        let turn = |figure: Figure| Figure {
            value: -figure.value,
            ..figure
        };
        match self {
            Self::Exact(figure) => Self::Exact(turn(figure)),
            Self::TwoWays { literal, other } => Self::TwoWays {
                literal: turn(literal),
                other: turn(other),
            },
            other => other,
        }
    }
}

/// Reads a number cell as spreadsheets show it: its decimal text at 15 significant digits.
///
/// A cell computed as 0.1 + 0.2 is stored as 0.30000000000000004 and is 0.3. `None` for what is no
/// number or too large for any amount.
#[must_use]
pub fn float_text(number: f64) -> Option<Decimal> {
    if !number.is_finite() {
        return None;
    }
    if let Some(value) = short_decimal(number) {
        return Some(value);
    }
    let text = format!("{number:.14e}");
    let (mantissa, exponent) = text.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let mantissa: Decimal = mantissa.parse().ok()?;
    let value = if exponent >= 0 {
        let factor = 10_i128.checked_pow(u32::try_from(exponent).ok()?)?;
        mantissa
            .normalize()
            .checked_mul(Decimal::try_from_i128_with_scale(factor, 0).ok()?)?
    } else {
        let digits = mantissa.normalize();
        let scale = digits.scale().checked_add(exponent.unsigned_abs())?;
        // Smaller than any decimal can hold is nothing at all.
        Decimal::try_from_i128_with_scale(digits.mantissa(), scale).unwrap_or_default()
    };
    Some(value.normalize())
}

/// A number of few decimals, without the way through its text: nearly every amount of a sheet is one.
///
/// Where a number times a power of ten is whole and has at most 15 digits, the number is that decimal to 15 digits.
fn short_decimal(number: f64) -> Option<Decimal> {
    const MOST: f64 = 1e15;
    let mut scaled = number;
    for scale in 0..=4 {
        if scaled.abs() >= MOST {
            return None;
        }
        if scaled.fract() == 0.0 {
            return Some(Decimal::new(scaled as i64, scale).normalize());
        }
        scaled = number * [10.0, 100.0, 1e3, 1e4].get(scale as usize)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_short_decimal_is_what_its_text_says(digits in -99_999_999_999_999_i64..99_999_999_999_999, scale in 0_i32..6) {
            let number = digits as f64 / 10_f64.powi(scale);
            let text = format!("{number:.14e}");
            let (mantissa, exponent) = text.split_once('e').unwrap();
            let value = Decimal::from_scientific(&format!("{mantissa}e{exponent}")).unwrap();
            prop_assert_eq!(float_text(number).unwrap(), value.normalize());
        }
    }

    fn shown(digits: Digits) -> String {
        match digits {
            Digits::Exact(figure) => figure.value.to_string(),
            Digits::TwoWays { literal, other } => format!("{} or {}", literal.value, other.value),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn digits_and_separators() {
        use NumberStyle::{English, Unsettled, Vietnamese};
        for (text, style, value) in [
            ("1.241", Unsettled, "1241"),
            ("1.241", Vietnamese, "1241"),
            ("1.241", English, "1.241"),
            ("1,241", Unsettled, "1.241 or 1241"),
            ("1,241", Vietnamese, "1.241"),
            ("1,241", English, "1241"),
            ("1.234,5", Unsettled, "1234.5"),
            ("1,234.5", Unsettled, "1234.5"),
            ("1.234.567", English, "1234567"),
            ("1.234.567,891", Unsettled, "1234567.891"),
            ("1.049,062", Unsettled, "1049.062 or 1049062"),
            ("1.049,062", Vietnamese, "1049.062"),
            ("1.049,062", English, "BadGrouping"),
            ("0,125", Unsettled, "0.125"),
            ("0.125", Unsettled, "0.125"),
            ("1234,567", Unsettled, "1234.567 or 1234567"),
            ("1234.567", English, "1234.567"),
            ("1234.567", Vietnamese, "BadGrouping"),
            ("02.500", Unsettled, "BadGrouping"),
            ("02,5", Unsettled, "2.5"),
            ("1 200 000", Unsettled, "1200000"),
            ("1\u{202f}200,5", Unsettled, "1200.5"),
            ("1’200’000", Unsettled, "1200000"),
            ("12 5", Unsettled, "NotANumber"),
            ("05 150", Unsettled, "NotANumber"),
            ("6. 049", Unsettled, "6049"),
            ("1. 200", Unsettled, "BadGrouping"),
            ("'500000", Unsettled, "500000"),
            ("(1.250)", Unsettled, "-1250"),
            ("− 1", Unsettled, "NotANumber"),
            ("１２", Unsettled, "12"),
            ("1O0.000", Unsettled, "LetterInNumber"),
            ("l.200", Unsettled, "LetterInNumber"),
            ("1..200", Unsettled, "BadGrouping"),
            ("99999999999999999999999999999999", Unsettled, "TooLarge"),
            ("", Unsettled, "NotANumber"),
            ("500¹", Unsettled, "NotANumber"),
        ] {
            assert_eq!(shown(parse_digits(text, style, false)), value, "{text:?}");
        }
        for (text, value) in [
            ("1.241", "1.241 or 1241"),
            ("1,241", "1.241 or 1241"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("2.5", "2.5"),
            ("1.234.567", "1234567"),
        ] {
            let read = parse_digits(text, NumberStyle::Contradicting, false);
            assert_eq!(shown(read), value, "{text:?}");
        }
        assert_eq!(shown(parse_digits("1,250", Vietnamese, true)), "1250");
        assert_eq!(shown(parse_digits("1.250", English, true)), "1250");
    }

    #[test]
    fn a_column_settles_its_style() {
        for (texts, style) in [
            (&["1.241", "2,5"][..], NumberStyle::Vietnamese),
            (&["1,241", "1.234.567 đồng"], NumberStyle::Vietnamese),
            (&["1,241", "1,234.5"], NumberStyle::English),
            (&["1,241", "1,234,567"], NumberStyle::English),
            (&["1.241", "1,234,567"], NumberStyle::Unsettled),
            (&["2.5", "1,241"], NumberStyle::Unsettled),
            (&["2,5", "1,234.5"], NumberStyle::Contradicting),
            (&["2,5", "1,234,567"], NumberStyle::Unsettled),
            (&["1.241", "1,234.5", "1.234,5"], NumberStyle::Contradicting),
            (&["20.3.2009", "1,2,3"], NumberStyle::Unsettled),
            (&["1.200,000"], NumberStyle::Unsettled),
            (&[], NumberStyle::Unsettled),
        ] {
            assert_eq!(settle(texts.iter().copied()), style, "{texts:?}");
        }
    }

    #[test]
    fn a_number_cell_is_what_a_spreadsheet_shows() {
        for (number, text) in [
            (0.1 + 0.2, Some("0.3")),
            (1_200_000.0, Some("1200000")),
            (1049.062, Some("1049.062")),
            (-2.5, Some("-2.5")),
            (1e21, Some("1000000000000000000000")),
            (1e-9, Some("0.000000001")),
            (1e-200, Some("0")),
            (1e200, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
        ] {
            assert_eq!(
                float_text(number).map(|value| value.to_string()).as_deref(),
                text,
                "{number}"
            );
        }
    }
}
