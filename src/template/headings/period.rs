//! Times in headings: `2018`, `Năm 2019`, `6T/2020`, `Quý I`. Below or beside money each is a part of it in time; at the end
//! of a heading it says of which period the form is. The words are data (`time` in `src/data/templates/common.toml`).

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::fold;
use crate::template::common;

/// Whether a folded word is one of time, with its diacritics or, in a heading without any, without.
fn is_time(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let words = common().time.iter();
        words
            .flat_map(|word| [fold::fold(word), fold::bare(word)])
            .collect()
    });
    WORDS.contains(word)
}

/// Whether a heading is a time and nothing else.
#[must_use]
pub fn is_period(heading: &str) -> bool {
    without_period(heading).is_some_and(|rest| rest.is_empty())
}

/// A heading, folded, without the time at its end: `Cộng năm 2019` is `cộng`. `None` when it ends in none.
#[must_use]
pub fn without_period(heading: &str) -> Option<String> {
    let folded = fold::fold(heading);
    let mut told = false;
    let mut of_time = |word: &str| {
        let digits = word.trim_matches('t');
        let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_year = number && digits.len() == 4 && matches!(digits.get(..2), Some("19" | "20"));
        let of_time = is_time(word);
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
