//! Headings that are times: `2018`, `Năm 2019`, `6T/2020`, `Quý I`. Below or beside money each is a part of it in time.

use std::borrow::Cow;

use super::super::{text_of, words};
use crate::book::grid::{Cell, Content};
use crate::fold;

/// The heading that a cell of a header holds: its text, or a year typed as a number.
pub(in crate::layout) fn heading_of(cell: &Cell) -> Option<Cow<'_, str>> {
    text_of(cell)
        .map(Cow::Borrowed)
        .or_else(|| year(cell).map(|year| Cow::Owned(year.to_string())))
}

/// The year that a number cell may be.
pub(in crate::layout) fn year(cell: &Cell) -> Option<u32> {
    match cell.content {
        Content::Number(number) if number.fract() == 0.0 && (1990.0..2100.0).contains(&number) => {
            format!("{number}").parse().ok()
        }
        _ => None,
    }
}

/// Whether a heading is a time and nothing else.
pub(in crate::layout) fn is_period(heading: &str) -> bool {
    without_period(heading).is_some_and(|rest| rest.is_empty())
}

/// A heading, folded, without the time at its end: `Cộng năm 2019` is `cộng`. `None` when it ends in none.
pub(in crate::layout) fn without_period(heading: &str) -> Option<String> {
    let folded = fold::fold(heading);
    let mut told = false;
    let mut of_time = |word: &str| {
        let digits = word.trim_matches('t');
        let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_year = number && digits.len() == 4 && matches!(digits.get(..2), Some("19" | "20"));
        let of_time = words::words().time.are(word);
        told |= is_year || of_time;
        number || of_time || matches!(word, "i" | "ii" | "iii" | "iv")
    };
    let words: Vec<&str> = folded.split(' ').collect();
    let time = words.iter().rev().take_while(|word| of_time(word)).count();
    let kept = words.len().saturating_sub(time);
    told.then(|| words.get(..kept).unwrap_or_default().join(" "))
}

#[cfg(test)]
mod tests {
    use super::is_period;

    #[test]
    fn a_time_and_nothing_else() {
        for (heading, time) in [
            ("2018", true),
            ("Năm 2019", true),
            ("6T/2020", true),
            ("T6/2020", true),
            ("6 tháng đầu năm 2020", true),
            ("Quý I", true),
            ("2016-2020", true),
            ("Kinh phí 2018", false),
            ("Tổng cộng", false),
            ("100", false),
            ("II", false),
        ] {
            assert_eq!(is_period(heading), time, "{heading}");
        }
    }
}
