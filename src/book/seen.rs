//! What a person sees of a cell where that is other than what it stores.
//!
//! `100000000` under `#,##0,,` is seen as `100`; `850¹` is 850 with a note mark; of `300 500` whose 300 is struck out
//! only 500 is meant. The content of such a cell is what is seen; what it stores is kept beside it. Most cells have
//! nothing of the kind and cost nothing.

use std::sync::Arc;

use super::grid::Content;
use super::text::clean;

/// What is to be known of a cell beyond its content.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// What the number format makes of the number where it is more than the figure: `100%`, `QĐ số 007`, `06/2019`.
    pub text: Option<Box<str>>,
    /// The words and signs that the format writes beside the figure, in small letters: `triệu`, `$`.
    pub words: Option<Arc<str>>,
    /// Whether the cell itself, and not its format alone, is money of that currency.
    pub stated: bool,
    /// Whether those words stand behind the figure.
    pub behind: bool,
    /// The number as stored, where commas in the format show a smaller one.
    pub stored: Option<f64>,
    /// Whether the number is shown as a percentage.
    pub percent: bool,
    /// What a date is shown as, where that is no day.
    pub part: Option<DatePart>,
    /// The whole text, where raised, struck-out or hidden letters were left out of the content.
    pub whole: Option<Box<str>>,
    /// Of the letters left out, those that are struck out.
    pub struck_letters: Option<Box<str>>,
    /// Whether digits were taken out from between digits, so that what is left is no clear figure.
    pub unclear: bool,
    /// Whether all of the cell is struck out.
    pub struck: bool,
    /// Whether the format shows nothing of the number, as `;;;` does.
    pub hidden: bool,
}

impl Seen {
    /// Whether there is anything to be known.
    pub(crate) fn any(&self) -> bool {
        *self != Self::default()
    }
}

/// What a date is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatePart {
    /// A month, `mm/yyyy`.
    Month,
    /// A year, `yyyy`.
    Year,
}

/// How a run of letters is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Manner {
    /// As ever.
    #[default]
    Plain,
    /// Above or below the line.
    Raised,
    /// Struck out.
    Struck,
    /// Not shown.
    Hidden,
}

/// A text with runs that are written in another manner.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Runs(Vec<(Manner, String)>);

impl Runs {
    /// Adds letters.
    pub(crate) fn push(&mut self, manner: Manner, text: &str) {
        match self.0.last_mut() {
            Some((last, letters)) if *last == manner => letters.push_str(text),
            _ if text.is_empty() => {}
            _ => self.0.push((manner, text.to_owned())),
        }
    }

    /// All letters, however they are written.
    pub(crate) fn text(&self) -> String {
        self.0.iter().map(|(_, text)| text.as_str()).collect()
    }

    /// Whether any letters are not plain.
    pub(crate) fn any(&self) -> bool {
        self.0.iter().any(|(manner, _)| *manner != Manner::Plain)
    }

    /// The letters that are struck out.
    fn struck_letters(&self) -> Option<Box<str>> {
        let struck = self
            .0
            .iter()
            .filter(|(manner, _)| *manner == Manner::Struck);
        let letters: String = struck.map(|(_, text)| text.as_str()).collect();
        (!letters.is_empty()).then(|| clean(&letters).as_str().into())
    }

    /// The content that is meant, and what is to be known of it; nothing when all of it is meant.
    pub(crate) fn read(&self) -> Option<(Content, Seen)> {
        if !self.any() {
            return None;
        }
        let mut left = Left::default();
        for (manner, text) in &self.0 {
            match manner {
                Manner::Plain => left.keep(text),
                Manner::Raised if is_mark(text) && !left.ends_in_metres() => left.drop(text),
                Manner::Raised => left.keep(text),
                Manner::Struck | Manner::Hidden if text.trim().is_empty() => left.keep(text),
                Manner::Struck | Manner::Hidden => left.drop(text),
            }
        }
        if !left.dropped {
            return None;
        }
        let whole = self.text();
        if left.text.trim().is_empty() {
            let of = |wanted| self.0.iter().any(|(manner, _)| *manner == wanted);
            let seen = Seen {
                struck: of(Manner::Struck),
                hidden: !of(Manner::Struck) && of(Manner::Hidden),
                ..Seen::default()
            };
            return seen.any().then(|| (Content::Text(clean(&whole)), seen));
        }
        let seen = Seen {
            whole: Some(clean(&whole).as_str().into()),
            unclear: left.unclear,
            struck_letters: self.struck_letters(),
            ..Seen::default()
        };
        Some((Content::Text(clean(&left.text)), seen))
    }
}

/// What is left of a text.
#[derive(Default)]
struct Left {
    text: String,
    dropped: bool,
    /// Whether the letters before were left out, and whether digits were among them.
    gap: bool,
    unclear: bool,
}

impl Left {
    fn keep(&mut self, text: &str) {
        if self.gap
            && let (Some(before), Some(after)) = (self.text.chars().last(), text.chars().next())
            && before.is_alphanumeric()
            && after.is_alphanumeric()
        {
            self.unclear |= before.is_ascii_digit() && after.is_ascii_digit();
            self.text.push(' ');
        }
        self.gap &= text.is_empty();
        self.text.push_str(text);
    }

    fn drop(&mut self, text: &str) {
        self.dropped = true;
        self.gap |= !text.is_empty();
    }

    /// Whether a raised figure behind belongs to a measure: `m²`, `km²`, `m³`.
    fn ends_in_metres(&self) -> bool {
        let word = self
            .text
            .rsplit(|letter: char| !letter.is_alphabetic())
            .next();
        matches!(
            word.unwrap_or_default().to_lowercase().as_str(),
            "m" | "km" | "cm" | "dm" | "mm" | "hm" | "dam"
        )
    }
}

/// Whether raised letters are a note mark: `1`, `(2)`, `*`, `a`; not `đ`, which is money.
fn is_mark(text: &str) -> bool {
    let text = text.trim();
    let bare = text.trim_matches(['(', ')', '[', ']', ' ']);
    let letters = bare.chars().filter(|letter| letter.is_alphabetic()).count();
    !text.is_empty()
        && text.is_ascii()
        && bare
            .chars()
            .all(|letter| letter.is_alphanumeric() || matches!(letter, '*' | ',' | '.' | '+' | ' '))
        && (letters == 0 || (letters == 1 && bare.len() == 1 && bare != "d"))
}

#[cfg(test)]
mod tests {
    use super::Manner::{Hidden, Plain, Raised, Struck};
    use super::*;

    fn read(runs: &[(Manner, &str)]) -> String {
        let mut all = Runs::default();
        for (manner, text) in runs {
            all.push(*manner, text);
        }
        match all.read() {
            None => "all".to_owned(),
            Some((Content::Text(text), seen)) => {
                let words = [
                    (seen.struck, " struck"),
                    (seen.hidden, " hidden"),
                    (seen.unclear, " unclear"),
                ];
                let words = words.iter().filter(|(is_so, _)| *is_so);
                let words: String = words.map(|(_, word)| *word).collect();
                format!("{text}{words}")
            }
            Some(other) => format!("{other:?}"),
        }
    }

    #[test]
    fn marks_and_struck_figures_are_left_out() {
        for (runs, left) in [
            (&[(Plain, "850"), (Raised, "1")][..], "850"),
            (&[(Plain, "250"), (Raised, "(2)")], "250"),
            (&[(Plain, "100 m"), (Raised, "2")], "all"),
            (&[(Plain, "500.000"), (Raised, "đ")], "all"),
            (&[(Struck, "300 "), (Plain, "500")], "500"),
            (&[(Struck, "75"), (Plain, "80")], "80"),
            (&[(Plain, "1"), (Struck, "2"), (Plain, "3")], "1 3 unclear"),
            (&[(Struck, "500")], "500 struck"),
            (&[(Hidden, "500")], "500 hidden"),
            (&[(Plain, "500"), (Hidden, "0")], "500"),
            (&[(Plain, "500")], "all"),
            (&[(Plain, "Xây cầu"), (Struck, " ")], "all"),
        ] {
            assert_eq!(read(runs), left, "{runs:?}");
        }
    }
}
