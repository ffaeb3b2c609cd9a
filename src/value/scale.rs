//! Units of account: `Đơn vị tính: Triệu đồng`, `(ĐVT: 1.000 đồng)`, `Kinh phí (tỷ đ)`.
//!
//! Reads the line above a table and the unit in a column heading, and gives the heading without
//! it. A figure in a unit is a multiplier (`1.000 đồng`). `Đơn vị tính: Người` is a measure and no
//! money; `Đơn vị báo cáo: …` and a bare `ĐVT` are neither.

use std::ops::Range;

use super::money::{Currency, Unit, find_unit};
use super::number::{Digits, NumberStyle};
use super::numeral::DigitGroups;
use super::text::{Folded, lower};
use super::token::{Cursor, Piece, Token, tokens};

mod key;

use key::{Key, find_key, is_measure};

/// What a caption or a heading says about the unit of its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaptionScale {
    /// Money: đồng in one unit; `unusual` when no office counts in such a unit (10.000 đồng).
    Money {
        /// đồng in one unit.
        dong: i64,
        /// Whether it is none of đồng, nghìn, triệu, tỷ, nghìn tỷ.
        unusual: bool,
    },
    /// Money of another currency, by its ISO 4217 code, and its units in one.
    Foreign {
        /// The currency's code.
        currency: &'static str,
        /// Units of the currency in one.
        factor: i64,
    },
    /// A measure that is no money, in lower case: `người`, `ha`, `%`.
    Measure(String),
}

/// Longer texts are prose, not captions or headings.
const LONGEST: usize = 400;

/// Reads the unit that a caption or a column heading states; `None` when it states none.
#[must_use]
pub fn parse_caption(text: &str) -> Option<CaptionScale> {
    find_statement(text).map(|(scale, _)| scale)
}

/// Whether a text announces a unit and does not say which: `Đơn vị tính:`, `ĐVT`.
#[must_use]
pub fn is_unit_label(text: &str) -> bool {
    let bare = crate::fold::bare(text);
    let bare = bare.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(
        bare,
        "don vi tinh" | "dvt" | "don vi tien" | "don vi" | "don vi tien te" | "unit"
    )
}

/// The currency of a text that is nothing but the sign of one that is not đồng: `USD`, `(EUR)`.
#[must_use]
pub fn currency_alone(text: &str) -> Option<&'static str> {
    let sign = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '.'));
    if sign.len() != 3 || !sign.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    match parse_caption(&format!("ĐVT: {sign}"))? {
        CaptionScale::Foreign { currency, .. } => Some(currency),
        CaptionScale::Money { .. } | CaptionScale::Measure(_) => None,
    }
}

/// Whether a measure is several units of money, of which none can be taken.
#[must_use]
pub(crate) fn states_several(measure: &str) -> bool {
    contradicting_units(&format!("({measure})")).is_some()
}

/// Whether a measure is one of money after all, though no unit of account: `đồng/năm`.
#[must_use]
pub(crate) fn is_of_money(measure: &str) -> bool {
    let folded = Folded::new(measure);
    let tokens = tokens(&folded.text);
    let rest = |start| Cursor::new(tokens.get(start..).unwrap_or_default());
    // Brackets and a multiplier may stand before it.
    (0..tokens.len().min(3)).any(|start| find_unit(rest(start)).is_some())
}

/// đồng in one unit of the words that a number's format writes beside it (`triệu`); `None` when they state none.
#[must_use]
pub fn parse_beside(words: &str) -> Option<i64> {
    match parse_caption(&format!("ĐVT: {words}"))? {
        CaptionScale::Money { dong, .. } => Some(dong),
        CaptionScale::Foreign { .. } | CaptionScale::Measure(_) => None,
    }
}

/// đồng in one unit of a text that is a unit of account and nothing else: `nghìn đồng`, `(1.000 đồng)`; `None` for an
/// amount (`500 triệu đồng`, `1 triệu`) and anything else.
#[must_use]
pub fn unit_alone(text: &str) -> Option<i64> {
    let text = text.trim_matches(['(', ')', '[', ']', '.', ' ']);
    let figure = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    let noughts = text.len().saturating_sub(figure.len());
    let thousand = matches!(text.get(..noughts), Some("" | "1000" | "1.000"));
    let short =
        text.len() <= 40 && thousand && !figure.contains(|letter: char| letter.is_ascii_digit());
    parse_beside(text).filter(|_| short)
}

/// The heading without its unit: `Kinh phí (triệu đồng)` gives `Kinh phí`.
///
/// Headings that state none, or nothing but a unit, come back as they are.
#[must_use]
pub fn heading_without_scale(text: &str) -> String {
    let Some((_, place)) = find_statement(text) else {
        return text.trim().to_owned();
    };
    let marks: &[char] = &[',', ';', ':', '-', '–', '(', '['];
    let before = text.get(..place.start).unwrap_or_default();
    let after = text.get(place.end..).unwrap_or_default();
    let before =
        before.trim_end_matches(|letter: char| letter.is_whitespace() || marks.contains(&letter));
    let after = after
        .trim_start_matches(|letter: char| {
            letter.is_whitespace() || matches!(letter, ')' | ']' | '.' | ';' | ':' | ',')
        })
        .trim_end();
    match (before.trim_start(), after) {
        ("", "") => text.trim().to_owned(),
        (before, "") => before.to_owned(),
        ("", after) => after.to_owned(),
        (before, after) => format!("{before} {after}"),
    }
}

/// The unit a text states and the stretch of the text that states it.
fn find_statement(text: &str) -> Option<(CaptionScale, Range<usize>)> {
    if text.len() > LONGEST {
        return None;
    }
    let folded = Folded::new(text);
    let tokens = unbroken(tokens(&folded.text));
    let heading = Heading {
        folded: &folded,
        tokens: &tokens,
    };
    heading
        .of_several()
        .or_else(|| heading.keyed())
        .or_else(|| heading.bracketed())
        .or_else(|| heading.trailing())
}

/// The two units, in đồng, that a caption or heading states where it may state one: `đồng/nghìn đồng`,
/// `nghìn đồng (riêng hiện vật: triệu đồng)`.
#[must_use]
pub fn contradicting_units(text: &str) -> Option<(i64, i64)> {
    if text.len() > LONGEST {
        return None;
    }
    let folded = Folded::new(text);
    let tokens = unbroken(tokens(&folded.text));
    let heading = Heading {
        folded: &folded,
        tokens: &tokens,
    };
    heading.two_units().map(|(units, _, _)| units)
}

/// Tokens without the line breaks of narrow cells: those inside a unit (`triệu⏎đồng`) or the words that announce one,
/// and those beside a bracket or behind a colon.
fn unbroken(tokens: Vec<Token<'_>>) -> Vec<Token<'_>> {
    let word = |index: Option<usize>| match tokens.get(index?)?.piece {
        Piece::Word(word) => Some(word),
        _ => None,
    };
    let whole = |index: usize| {
        let before = index.checked_sub(1);
        let after = index.saturating_add(1);
        if let (Some(before), Some(next)) = (
            before.and_then(|before| tokens.get(before)),
            tokens.get(after),
        ) {
            if is_sign(before, &['(', '[', ':']) || is_sign(next, &[')', ']']) {
                return true;
            }
            if matches!(before.piece, Piece::Number(_)) {
                return find_unit(Cursor::new(std::slice::from_ref(next))).is_some();
            }
            let pair = [before.clone(), next.clone()];
            if let Some((unit, rest)) = find_unit(Cursor::new(&pair)) {
                return rest.at_end() && unit.multiplied;
            }
        }
        matches!(
            (word(before), word(Some(after))),
            (Some("don"), Some("vi")) | (Some("vi" | "dv"), Some("tinh"))
        )
    };
    let inside: Vec<bool> = (0..tokens.len())
        .map(|index| {
            tokens
                .get(index)
                .is_some_and(|token| matches!(token.piece, Piece::Break))
                && whole(index)
        })
        .collect();
    tokens
        .into_iter()
        .zip(inside)
        .filter(|(_, inside)| !inside)
        .map(|(token, _)| token)
        .collect()
}

/// A heading or caption, folded and in pieces.
struct Heading<'f> {
    folded: &'f Folded<'f>,
    tokens: &'f [Token<'f>],
}

type Statement = (CaptionScale, Range<usize>);

impl<'f> Heading<'f> {
    /// Several units of money, of which none can be taken: they are no unit of account.
    fn of_several(&self) -> Option<Statement> {
        let (_, first, end) = self.two_units()?;
        let said = lower(self.folded.source(first, end));
        Some((CaptionScale::Measure(said), self.place(first, end)))
    }

    /// The first two different units of money behind the words that announce one, or in the last brackets.
    fn two_units(&self) -> Option<((i64, i64), usize, usize)> {
        let keyed = (0..self.tokens.len()).find_map(|start| {
            let (_, rest) = find_key(Cursor::new(self.tokens.get(start..)?))?;
            Some((start, rest.rest()))
        });
        let (start, stated) = match keyed {
            Some(keyed) => keyed,
            None => {
                let open = self
                    .tokens
                    .iter()
                    .rposition(|token| is_sign(token, &['(', '[']))?;
                let (inside, _) = Cursor::new(self.tokens.get(open..)?).brackets()?;
                (open, inside.rest())
            }
        };
        let stated = stated
            .split(|token| matches!(token.piece, Piece::Break))
            .next()?;
        let mut units: Vec<i64> = Vec::new();
        let mut rest = Cursor::new(stated);
        // Behind another word `đồng` is a part of it: `Hội đồng`.
        let mut behind_word = false;
        while let Some(token) = rest.token() {
            let (multiplier, after) = match rest.number() {
                Some((shape, after)) => (multiplier(shape).unwrap_or(1), after),
                None => (1, rest),
            };
            let unit = find_unit(after)
                .filter(|(unit, end)| self.says_money(*unit, after, *end))
                .filter(|(unit, _)| unit.multiplied || !behind_word);
            behind_word =
                matches!(token.piece, Piece::Word(word) if !matches!(word, "hoac" | "va" | "la"));
            match unit {
                Some((unit, end)) => {
                    let dong = unit.factor.checked_mul(multiplier)?;
                    if !units.contains(&dong) {
                        units.push(dong);
                    }
                    rest = end;
                }
                None => rest = rest.skip(),
            }
        }
        let [first, second, ..] = units.as_slice() else {
            return None;
        };
        let (start, end) = (self.tokens.get(start)?.start, stated.last()?.end);
        Some(((*first, *second), start, end))
    }

    /// Whether a unit among other words is one of đồng: `hoạt động`, `công ty` are not.
    fn says_money(&self, unit: Unit, from: Cursor<'_, '_>, to: Cursor<'_, '_>) -> bool {
        let Some(first) = from.token().filter(|_| unit.foreign().is_none()) else {
            return false;
        };
        let said = lower(self.folded.source(first.start, first.end));
        let alone = from.rest().len().saturating_sub(to.rest().len()) == 1;
        match (unit.multiplied, unit.currency) {
            (true, Some(_)) => true,
            (true, None) => matches!(said.as_str(), "triệu" | "nghìn" | "ngàn" | "tỷ" | "tỉ"),
            (false, _) => !alone || matches!(said.as_str(), "đồng" | "vnđ" | "vnd" | "đ" | "₫"),
        }
    }

    /// A unit behind `ĐVT`, `Đơn vị tính`, `Đơn vị:`.
    fn keyed(&self) -> Option<Statement> {
        let (start, key, rest) = (0..self.tokens.len()).find_map(|start| {
            let cursor = Cursor::new(self.tokens.get(start..)?);
            find_key(cursor).map(|(key, rest)| (start, key, rest))
        })?;
        let mut stated = rest.rest();
        let bracketed = start
            .checked_sub(1)
            .and_then(|before| self.tokens.get(before))
            .is_some_and(|token| is_sign(token, &['(', '[']));
        let end = stated
            .iter()
            .position(|token| {
                matches!(token.piece, Piece::Break) || (bracketed && is_sign(token, &[')', ']']))
            })
            .unwrap_or(stated.len());
        stated = stated.get(..end)?;
        while let Some((last, head)) = stated.split_last()
            && is_sign(last, &['.', ')', ']', ';', ','])
        {
            stated = head;
        }
        let (first, last) = (stated.first()?, stated.last()?);
        let place = self.place(self.tokens.get(start)?.start, last.end);
        if let Some(money) = self.money(stated, true) {
            return Some((money, place));
        }
        if let Some(money) = self.one_money_of_several(stated, true) {
            return Some((money, place));
        }
        let measure = lower(self.folded.source(first.start, last.end));
        // `Đơn vị: Sở Y tế` is an office.
        let known = key == Key::UnitOfMeasure || is_measure(stated);
        // `1000.000 đồng` and `triệu đồng/người` are money, but which cannot be told.
        let money = !is_measure(stated)
            && (matches!(first.piece, Piece::Number(_))
                || find_unit(Cursor::new(stated)).is_some());
        let short = stated.len() <= 6 && !money;
        (known && short).then_some((CaptionScale::Measure(measure), place))
    }

    /// A unit in brackets, the last first.
    fn bracketed(&self) -> Option<Statement> {
        let opened = |index: &usize| {
            self.tokens
                .get(*index)
                .is_some_and(|token| is_sign(token, &['(', '[']))
        };
        (0..self.tokens.len())
            .rev()
            .filter(opened)
            .find_map(|open| {
                let (inside, _) = Cursor::new(self.tokens.get(open..)?).brackets()?;
                let inside = inside.rest();
                let close = self
                    .tokens
                    .get(open.checked_add(inside.len())?.checked_add(1)?)?;
                let place = self.place(self.tokens.get(open)?.start, close.end);
                // `(đơn vị 1.000 đồng)`, `(tính bằng triệu đồng)`.
                let announced = Cursor::new(inside)
                    .any_phrase(&["don vi tinh", "don vi", "dv", "tinh bang", "tinh theo"])
                    .map_or(inside, Cursor::rest);
                let money = self
                    .money(announced, false)
                    .or_else(|| self.one_money_of_several(announced, false));
                if let Some(money) = money {
                    return Some((money, place));
                }
                let (first, last) = (inside.first()?, inside.last()?);
                (is_measure(inside) || is_rate(inside)).then(|| {
                    let measure = lower(self.folded.source(first.start, last.end));
                    (CaptionScale::Measure(measure), place)
                })
            })
    }

    /// A unit at the end: behind a comma, a dash or a line break, or as the last words.
    fn trailing(&self) -> Option<Statement> {
        let count = self.tokens.len();
        let end = self.tokens.last()?.end;
        // The longest ending that is a unit: `nghìn tỷ đồng` before `tỷ đồng`.
        (count.saturating_sub(5)..count).find_map(|start| {
            let stated = self.tokens.get(start..)?;
            let money = self.money(stated, false)?;
            let before = start
                .checked_sub(1)
                .and_then(|before| self.tokens.get(before));
            let fits = match before {
                None => self.is_unit_alone(stated),
                Some(token) => match token.piece {
                    // Behind a colon a figure is an amount: `Cộng: 1.000.000 đồng`.
                    Piece::Sign(':') => !has_number(stated),
                    // `Kinh phí/nghìn đồng`; behind another unit it is the second of two.
                    Piece::Sign('/') => {
                        start > 1
                            && !has_number(stated)
                            && !self.unit_before(start.saturating_sub(1))
                    }
                    Piece::Sign(sign) => matches!(sign, ',' | ';' | '-'),
                    Piece::Break => true,
                    // `Hội đồng` ends in đồng too: without a mark two words must say the unit.
                    Piece::Word("hang" | "nhieu" | "vai" | "may" | "chuc" | "tram") => false,
                    Piece::Word(_) => stated.len() > 1 && !has_number(self.tokens) && count <= 12,
                    Piece::Number(_) => false,
                },
            };
            let first = stated.first()?;
            fits.then(|| (money, self.place(first.start, end)))
        })
    }

    /// Whether a unit of money stands before a token.
    fn unit_before(&self, end: usize) -> bool {
        let least = end.saturating_sub(3);
        (least..end).any(|start| {
            self.tokens
                .get(start..end)
                .and_then(|tokens| find_unit(Cursor::new(tokens)))
                .is_some_and(|(_, rest)| rest.at_end())
        })
    }

    /// A text that is a unit and nothing else; `đông` and `động` are not `đồng`.
    fn is_unit_alone(&self, stated: &[Token<'_>]) -> bool {
        match stated {
            [only] => matches!(
                lower(self.folded.source(only.start, only.end)).as_str(),
                "đồng" | "dong" | "vnđ" | "vnd"
            ),
            _ => true,
        }
    }

    /// The money unit that these tokens are to their end.
    ///
    /// Behind a key any figure multiplies; elsewhere only 1.000, 1.000.000 and the like
    /// do, or `(600 triệu đồng)` would be a unit.
    fn money(&self, stated: &[Token<'_>], keyed: bool) -> Option<CaptionScale> {
        let cursor = Cursor::new(stated);
        let (multiplier, rest) = find_multiplier(cursor)?;
        let (unit, rest) = find_unit(rest)?;
        let plain = multiplier == 1
            || (!unit.multiplied && matches!(multiplier, 1_000 | 1_000_000 | 1_000_000_000));
        if multiplier < 1 || !(keyed || plain) {
            return None;
        }
        let rest = rest.sign('.').unwrap_or(rest);
        if !rest.at_end() || self.is_doubtful(stated) {
            return None;
        }
        let factor = unit.factor.checked_mul(multiplier)?;
        Some(match unit.currency {
            Some(Currency::Foreign(currency)) => CaptionScale::Foreign { currency, factor },
            _ => CaptionScale::Money {
                dong: factor,
                unusual: !matches!(
                    factor,
                    1 | 1_000 | 1_000_000 | 1_000_000_000 | 1_000_000_000_000
                ),
            },
        })
    }

    /// A lone letter is a unit only where it is `đ`: `(d)` and `(k)` number columns.
    fn is_doubtful(&self, stated: &[Token<'_>]) -> bool {
        match stated {
            [only] if only.end.saturating_sub(only.start) == 1 => !matches!(
                lower(self.folded.source(only.start, only.end)).as_str(),
                "đ" | "₫" | "ð" | "$" | "€"
            ),
            _ => false,
        }
    }

    /// The one money unit in a list: `người, triệu đồng`.
    fn one_money_of_several(&self, stated: &[Token<'_>], keyed: bool) -> Option<CaptionScale> {
        let parts = stated.split(|token| is_sign(token, &[',', ';', '-']));
        let mut money = parts.filter_map(|part| self.money(part, keyed));
        let first = money.next()?;
        money.next().is_none().then_some(first)
    }

    fn place(&self, start: usize, end: usize) -> Range<usize> {
        self.folded.place(start)..self.folded.place(end)
    }
}

/// Takes the figure before a unit, with a sign of its own (`'000`, `x 1.000`) or as a power of ten (`10^6`); `1` where
/// there is none, `None` where it is no multiplier.
fn find_multiplier<'t, 'a>(cursor: Cursor<'t, 'a>) -> Option<(i64, Cursor<'t, 'a>)> {
    let marked = cursor
        .any_sign(&['\'', '’', '‘', '`', '×', '*'])
        .or_else(|| cursor.phrase("x"));
    let figure = marked
        .filter(|rest| rest.number().is_some())
        .unwrap_or(cursor);
    let Some((shape, rest)) = figure.number() else {
        return Some((1, cursor));
    };
    if shape.plain_digits() == Some("10") {
        let raised = |letter| match letter {
            '³' => Some(3),
            '⁶' => Some(6),
            '⁹' => Some(9),
            _ => None,
        };
        let power = match rest.peek()? {
            Piece::Sign('^') => {
                let (shape, rest) = rest.skip().number()?;
                Some((shape.plain_digits()?.parse().ok()?, rest))
            }
            Piece::Sign(sign) => raised(*sign).map(|power| (power, rest.skip())),
            _ => None,
        };
        if let Some((power @ (3 | 6 | 9), rest)) = power {
            return Some((10_i64.checked_pow(power)?, rest));
        }
    }
    Some((multiplier(shape)?, rest))
}

/// What a figure before a unit multiplies it by: `1.000`, or its noughts alone (`'000`).
fn multiplier(shape: &DigitGroups<'_>) -> Option<i64> {
    match shape.noughts() {
        Some(noughts @ (3 | 6 | 9)) => 10_i64.checked_pow(noughts),
        Some(_) => None,
        None => match shape.read(NumberStyle::Unsettled, true) {
            Digits::Exact(figure) if figure.value.fract().is_zero() => {
                i64::try_from(figure.value.mantissa()).ok()
            }
            _ => None,
        },
    }
}

/// Whether these tokens are money for each of something: `triệu đồng/căn`, `đồng/năm`.
fn is_rate(stated: &[Token<'_>]) -> bool {
    let money = find_multiplier(Cursor::new(stated)).and_then(|(_, rest)| find_unit(rest));
    money.is_some_and(|(_, rest)| {
        rest.sign('/')
            .is_some_and(|per| matches!(per.peek(), Some(Piece::Word(_) | Piece::Number(_))))
    })
}

fn is_sign(token: &Token<'_>, signs: &[char]) -> bool {
    matches!(token.piece, Piece::Sign(sign) if signs.contains(&sign))
}

fn has_number(tokens: &[Token<'_>]) -> bool {
    tokens
        .iter()
        .any(|token| matches!(token.piece, Piece::Number(_)))
}

#[cfg(test)]
mod tests;
