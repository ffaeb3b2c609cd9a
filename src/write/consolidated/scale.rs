//! The unit of account that figures are shown in, and the places behind the comma that they need.
//!
//! A cell always stores the exact figure in the unit that its sheet states: `120,5` under triệu đồng is the number 120.5.
//! Only what is shown may be rounded, and then the sheet says so.

use std::fmt::Write as _;

use crate::fold;
use crate::lang::{Lang, unmistakable};

/// A unit of account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// đồng
    #[default]
    Dong,
    /// nghìn đồng
    Thousand,
    /// triệu đồng
    Million,
    /// tỷ đồng
    Billion,
}

impl Scale {
    /// The names on the command line, each with other spellings of it.
    pub const NAMES: [(&'static str, &'static [&'static str]); 4] = [
        ("dong", &["đồng"]),
        ("nghin", &["nghìn", "ngàn", "ngan"]),
        ("trieu", &["triệu"]),
        ("ty", &["tỷ", "tỉ", "ti"]),
    ];

    /// The unit of a name, with or without its marks: `trieu`, `triệu`, `triệu đồng`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let bare = fold::bare(name);
        let bare = bare.trim();
        let bare = bare.strip_suffix(" dong").unwrap_or(bare);
        match bare {
            "dong" => Some(Self::Dong),
            "nghin" | "ngan" => Some(Self::Thousand),
            "trieu" => Some(Self::Million),
            "ty" | "ti" => Some(Self::Billion),
            _ => None,
        }
    }

    /// What it is called on paper.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Dong => "đồng",
            Self::Thousand => "nghìn đồng",
            Self::Million => "triệu đồng",
            Self::Billion => "tỷ đồng",
        }
    }

    /// The power of ten of its đồng.
    #[must_use]
    pub fn power(self) -> usize {
        match self {
            Self::Dong => 0,
            Self::Thousand => 3,
            Self::Million => 6,
            Self::Billion => 9,
        }
    }

    /// How many đồng it has.
    #[must_use]
    pub fn dong(self) -> i128 {
        match self {
            Self::Dong => 1,
            Self::Thousand => 1_000,
            Self::Million => 1_000_000,
            Self::Billion => 1_000_000_000,
        }
    }

    /// An amount in this unit, exactly and in plain form: `120.5`.
    #[must_use]
    pub fn exact(self, dong: i128) -> String {
        let (whole, rest) = (
            dong.unsigned_abs() / self.dong().unsigned_abs(),
            dong.unsigned_abs() % self.dong().unsigned_abs(),
        );
        let mut text = String::new();
        if dong < 0 {
            text.push('-');
        }
        let _ = write!(text, "{whole}");
        if rest > 0 {
            let rest = format!("{rest:0width$}", width = self.power());
            let _ = write!(text, ".{}", rest.trim_end_matches('0'));
        }
        text
    }

    /// The same as people read it: grouped, with a comma, and never with exactly three places behind it.
    #[must_use]
    pub fn told(self, dong: i128) -> String {
        Lang::Vi.decimal(&unmistakable(&self.exact(dong)))
    }

    /// An amount in this unit as a cell stores it: the double next to the exact figure.
    #[must_use]
    pub fn number(self, dong: i128) -> f64 {
        self.exact(dong).parse().unwrap_or(0.0)
    }
}

/// How money is shown: the unit, and the places behind the comma.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shown {
    /// The unit of account.
    pub scale: Scale,
    /// Places behind the comma.
    pub places: usize,
    /// Whether some figure needs more places than are shown.
    pub rounds: bool,
}

impl Shown {
    /// A person takes in no more places behind the comma.
    const MOST_PLACES: usize = 4;

    /// As many places as the figures need, as far as a person can take them in; never three, for `44,258` is read as
    /// forty-four thousand as well.
    pub fn new(scale: Scale, figures: impl Iterator<Item = i128>) -> Self {
        let needed = figures
            .map(|dong| {
                let exact = scale.exact(dong);
                exact.split_once('.').map_or(0, |(_, places)| places.len())
            })
            .max()
            .unwrap_or(0);
        let places = match needed {
            3 => 4,
            needed => needed.min(Self::MOST_PLACES),
        };
        Self {
            scale,
            places,
            rounds: needed > Self::MOST_PLACES,
        }
    }

    /// The đồng of one unit in the last place shown.
    pub fn step(self) -> i128 {
        (0..self.places).fold(self.scale.dong(), |step, _| step / 10)
    }

    /// An amount as it is shown, in đồng: rounded half away from zero, as spreadsheets do.
    pub fn rounded(self, dong: i128) -> i128 {
        let step = self.step().max(1);
        let half = step / 2;
        let down = (dong.abs() + half) / step * step;
        if dong < 0 { -down } else { down }
    }

    /// The format of a cell: thousands grouped, a dash for zero, a sign before the figure and a mark behind it if there are
    /// to be any.
    pub fn format_between(self, sign: &str, mark: &str) -> String {
        let mut number = "#,##0".to_owned();
        if self.places > 0 {
            number.push('.');
            number.push_str(&"0".repeat(self.places));
        }
        let sign = if sign.is_empty() {
            String::new()
        } else {
            format!("\"{sign} \"")
        };
        let mark = if mark.is_empty() {
            String::new()
        } else {
            format!("\" {mark}\"")
        };
        format!("{sign}{number}{mark};{sign}-{number}{mark};\"-\"{mark}")
    }

    /// The same without a mark.
    pub fn format_after(self, sign: &str) -> String {
        self.format_between(sign, "")
    }

    /// How many characters a figure takes when it is shown.
    pub fn length(self, dong: i128) -> usize {
        let whole = (dong.unsigned_abs() / self.scale.dong().unsigned_abs())
            .to_string()
            .len();
        let fraction = if self.places > 0 { self.places + 1 } else { 0 };
        whole + (whole.saturating_sub(1)) / 3 + fraction + usize::from(dong < 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_with_and_without_marks() {
        for (name, scale) in [
            ("dong", Scale::Dong),
            ("đồng", Scale::Dong),
            ("nghin", Scale::Thousand),
            ("Nghìn đồng", Scale::Thousand),
            ("ngàn", Scale::Thousand),
            ("triệu", Scale::Million),
            ("TRIEU", Scale::Million),
            ("tỷ", Scale::Billion),
            ("tỉ đồng", Scale::Billion),
        ] {
            assert_eq!(Scale::from_name(name), Some(scale), "{name}");
        }
        assert_eq!(Scale::from_name("usd"), None);
    }

    #[test]
    fn figures_are_exact_in_every_unit() {
        assert_eq!(Scale::Million.exact(120_500_000), "120.5");
        assert_eq!(Scale::Million.exact(-1), "-0.000001");
        assert_eq!(Scale::Billion.exact(48_000_000_260), "48.00000026");
        assert_eq!(
            Scale::Dong.exact(i128::from(i64::MIN)),
            i64::MIN.to_string()
        );
        assert_eq!(Scale::Thousand.exact(2_000), "2");
    }

    #[test]
    fn figures_never_have_exactly_three_places() {
        let shown = Shown::new(Scale::Million, [44_258_000].into_iter());
        assert_eq!((shown.places, shown.rounds), (4, false));
        assert_eq!(Scale::Million.told(44_258_000), "44,2580");
        assert_eq!(Scale::Million.told(1_044_250_000), "1.044,25");
        assert_eq!(Scale::Billion.told(-44_258_123_000), "-44,258123");
    }

    #[test]
    fn what_needs_more_places_than_four_is_rounded_when_shown() {
        let shown = Shown::new(Scale::Million, [120_500_000, 2_000_000].into_iter());
        assert_eq!((shown.places, shown.rounds), (1, false));
        assert_eq!(shown.format_after(""), "#,##0.0;-#,##0.0;\"-\"");
        let shown = Shown::new(Scale::Billion, [48_000_000_260].into_iter());
        assert_eq!(
            (shown.places, shown.rounds, shown.step()),
            (4, true, 100_000)
        );
        assert_eq!(shown.rounded(1_550_000), 1_600_000);
        assert_eq!(shown.rounded(-1_550_000), -1_600_000);
        assert_eq!(shown.rounded(1_549_999), 1_500_000);
        assert_eq!(shown.length(1_234_567_000_000), "1.234,5670".len());
    }
}
