//! The shape of a written number: its groups of digits and the marks between them.
//!
//! `1.049,062` is the groups `1`, `049`, `062` after nothing, a point and a comma. What the marks
//! mean is told from the shape and from the style of the column, never from the size of the number.

use rust_decimal::Decimal;

use super::number::{Digits, Figure, NumberStyle};

/// Groups of digits with the mark before each (a blank before the first).
#[derive(Debug, Clone)]
pub(crate) struct DigitGroups<'a> {
    groups: Vec<(char, &'a str)>,
    /// Marks stand where none can: `1..200`, `1. 200`.
    malformed: bool,
}

/// What a number's shape proves about its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StyleEvidence {
    Vietnamese,
    EnglishDecimals,
    EnglishGroups,
    /// No proof, but a doubt about commas that group.
    PointBeforeThree,
}

/// More digits than this fit in no decimal.
const MOST_DIGITS: usize = 28;

impl<'a> DigitGroups<'a> {
    /// Takes the number that a folded text begins with; `None` when it begins with no digit.
    pub fn scan(text: &'a str) -> Option<(Self, &'a str)> {
        let (first, mut rest) = take_digits(text);
        if first.is_empty() {
            return None;
        }
        let mut shape = Self {
            groups: vec![(' ', first)],
            malformed: false,
        };
        while let Some(next) = shape.scan_group(rest) {
            rest = next;
        }
        Some((shape, rest))
    }

    /// Takes one more group, `None` when the number ends here.
    fn scan_group(&mut self, rest: &'a str) -> Option<&'a str> {
        let mark = rest.chars().next()?;
        let after = rest.get(mark.len_utf8()..)?;
        match mark {
            '.' | ',' | '\'' => {
                let (group, next) = take_digits(after);
                if !group.is_empty() {
                    self.groups.push((mark, group));
                    return Some(next);
                }
                let (group, next) = take_digits(after.trim_start_matches(['.', ',', '\'']));
                if !group.is_empty() && after.starts_with(['.', ',', '\'']) {
                    self.malformed = true;
                    self.groups.push((mark, group));
                    return Some(next);
                }
                let (group, next) = take_digits(after.strip_prefix(' ')?);
                if mark != '.' || group.len() != 3 {
                    return None;
                }
                // `6. 049` can only be 6.049, but `1. 200` may be item 1 of a list.
                self.malformed |= self.groups.len() == 1 && !group.starts_with('0');
                self.groups.push((mark, group));
                Some(next)
            }
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => {
                let (group, next) = take_digits(after);
                let fits = group.len() == 3
                    && self.marks().all(|other| other == ' ')
                    && self.first_can_group();
                fits.then(|| {
                    self.groups.push((' ', group));
                    next
                })
            }
            _ => None,
        }
    }

    /// What the digits say in a column of this style; `whole` when only a whole number can stand.
    pub fn read(&self, style: NumberStyle, whole: bool) -> Digits {
        if self.malformed {
            return Digits::BadGrouping;
        }
        let Some((tail, head)) = self.groups.split_last() else {
            return Digits::NotANumber;
        };
        let (mark, last) = *tail;
        if head.is_empty() {
            return self.joined();
        }
        if head.len() == 1 && matches!(mark, '.' | ',') {
            return self.read_single(mark, last, style, whole);
        }
        let same = head.iter().skip(1).all(|(other, _)| *other == mark);
        if same {
            return if self.groups_fit(self.groups.len()) {
                self.joined()
            } else {
                Digits::BadGrouping
            };
        }
        self.read_mixed(mark, last, style)
    }

    /// One mark: `1.250`, `2,5`.
    fn read_single(&self, mark: char, last: &str, style: NumberStyle, whole: bool) -> Digits {
        let first = self.groups.first().map_or("", |(_, group)| *group);
        if last.len() != 3 || first == "0" {
            return self.decimal();
        }
        let decimal_style = if mark == ',' {
            NumberStyle::Vietnamese
        } else {
            NumberStyle::English
        };
        if self.first_can_group() {
            if whole {
                self.joined()
            } else if style == decimal_style {
                self.decimal()
            } else if style == NumberStyle::Contradicting {
                two_ways(self.decimal(), self.joined())
            } else if mark == '.' || style == NumberStyle::English {
                self.joined()
            } else {
                two_ways(self.decimal(), self.joined())
            }
        } else if first.starts_with('0') || whole {
            Digits::BadGrouping
        } else if style == decimal_style {
            // `1234,567`: the mark cannot group, but one may have been left out before it.
            self.decimal()
        } else if unsettled(style) {
            two_ways(self.decimal(), self.joined())
        } else {
            Digits::BadGrouping
        }
    }

    /// Two kinds of marks: `1.234,5`, `1,234.567`, `1 200,5`.
    fn read_mixed(&self, mark: char, last: &str, style: NumberStyle) -> Digits {
        let Some(grouping) = self.groups.get(1).map(|(grouping, _)| *grouping) else {
            return Digits::NotANumber;
        };
        let head = self.groups.len().saturating_sub(1);
        let alike = self
            .marks()
            .take(head.saturating_sub(1))
            .all(|other| other == grouping);
        if !alike || !matches!(mark, '.' | ',') || !self.groups_fit(head) {
            return Digits::BadGrouping;
        }
        let own_style = match grouping {
            '.' => NumberStyle::Vietnamese,
            ',' => NumberStyle::English,
            _ if mark == ',' => NumberStyle::Vietnamese,
            _ => NumberStyle::English,
        };
        // Two groups before it prove what the last mark is.
        if last.len() != 3 || head > 2 || style == own_style {
            return self.decimal();
        }
        if unsettled(style) {
            two_ways(self.decimal(), self.joined())
        } else {
            Digits::BadGrouping
        }
    }

    /// What the shape proves about its column.
    pub fn proof(&self) -> Option<StyleEvidence> {
        if self.malformed {
            return None;
        }
        let (&(mark, last), head) = self.groups.split_last()?;
        let first = self.groups.first().map_or("", |(_, group)| *group);
        let grouping = self.groups.get(1).map(|(grouping, _)| *grouping)?;
        if head.len() == 1 {
            return match mark {
                ',' if last.len() != 3 || first == "0" => Some(StyleEvidence::Vietnamese),
                '.' if last.len() == 3 && self.first_can_group() => {
                    Some(StyleEvidence::PointBeforeThree)
                }
                _ => None,
            };
        }
        if head.iter().skip(1).all(|(other, _)| *other == mark) {
            return match mark {
                '.' if self.groups_fit(self.groups.len()) => Some(StyleEvidence::Vietnamese),
                ',' if self.groups_fit(self.groups.len()) => Some(StyleEvidence::EnglishGroups),
                _ => None,
            };
        }
        let decided = matches!(
            self.read_mixed(mark, last, NumberStyle::Unsettled),
            Digits::Exact(_)
        );
        match (grouping, mark) {
            ('.', ',') | (' ' | '\'', ',') if decided => Some(StyleEvidence::Vietnamese),
            (',', '.') if decided => Some(StyleEvidence::EnglishDecimals),
            _ => None,
        }
    }

    /// How many noughts it is made of; `None` when it holds another digit.
    pub fn noughts(&self) -> Option<u32> {
        let digits = || self.groups.iter().flat_map(|(_, group)| group.bytes());
        let all = !self.malformed && digits().all(|digit| digit == b'0');
        all.then(|| u32::try_from(digits().count()).ok()).flatten()
    }

    /// Its digits, when no marks part them.
    pub fn plain_digits(&self) -> Option<&'a str> {
        match self.groups.as_slice() {
            [(_, digits)] if !self.malformed => Some(digits),
            _ => None,
        }
    }

    fn marks(&self) -> impl Iterator<Item = char> + '_ {
        self.groups.iter().skip(1).map(|(mark, _)| *mark)
    }

    /// Whether the first group can stand before a group of three.
    fn first_can_group(&self) -> bool {
        self.groups
            .first()
            .is_some_and(|(_, group)| group.len() <= 3 && !group.starts_with('0'))
    }

    /// Whether the first so many groups are grouped by three.
    fn groups_fit(&self, count: usize) -> bool {
        self.first_can_group()
            && self
                .groups
                .iter()
                .take(count)
                .skip(1)
                .all(|(_, group)| group.len() == 3)
    }

    /// All groups as one whole number.
    fn joined(&self) -> Digits {
        self.value(0)
    }

    /// The last group behind the decimal mark.
    fn decimal(&self) -> Digits {
        self.value(self.groups.last().map_or(0, |(_, group)| group.len()))
    }

    fn value(&self, decimals: usize) -> Digits {
        let mut mantissa: i128 = 0;
        let mut digits: usize = 0;
        for byte in self.groups.iter().flat_map(|(_, group)| group.bytes()) {
            if digits > 0 || byte != b'0' {
                digits = digits.saturating_add(1);
            }
            if digits > MOST_DIGITS {
                return Digits::TooLarge;
            }
            mantissa = mantissa
                .saturating_mul(10)
                .saturating_add(i128::from(byte.saturating_sub(b'0')));
        }
        let scale = u32::try_from(decimals).unwrap_or(u32::MAX);
        let (Ok(value), Ok(step)) = (
            Decimal::try_from_i128_with_scale(mantissa, scale),
            Decimal::try_from_i128_with_scale(1, scale),
        ) else {
            return Digits::TooLarge;
        };
        Digits::Exact(Figure { value, step })
    }
}

/// Whether a column does not tell how it is written.
fn unsettled(style: NumberStyle) -> bool {
    matches!(style, NumberStyle::Unsettled | NumberStyle::Contradicting)
}

fn two_ways(literal: Digits, other: Digits) -> Digits {
    match (literal, other) {
        (Digits::Exact(literal), Digits::Exact(other)) => Digits::TwoWays { literal, other },
        (Digits::Exact(_), failed) | (failed, _) => failed,
    }
}

fn take_digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}
