//! What the text of a number format makes of a number, beyond grouping and decimals.
//!
//! `#,##0,,` shows millions, `0%` hundredths, `"QĐ số "000` words and leading zeros, `;;;` nothing. Most formats do none
//! of this, and for them there is nothing to keep.

use std::sync::Arc;

use super::seen::Seen;

/// A number format that shows something else than the plain figure.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NumberFormat {
    sections: Vec<Section>,
}

/// What the format writes for some numbers.
#[derive(Debug, Clone, PartialEq, Default)]
struct Section {
    condition: Option<(Comparison, f64)>,
    pieces: Vec<Piece>,
    /// How often the number is divided by a thousand.
    thousands: u32,
    percent: bool,
    /// How many decimals are shown; `None` for `General`.
    places: Option<usize>,
    /// How many digits are written at least.
    least: usize,
    /// Whether it writes the figure in a way that is not followed here: `0.00E+00`, `# ?/?`.
    other: bool,
}

/// A comparison, as in `[>=1000000]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Less,
    LessOrEqual,
    Equal,
    Unequal,
    GreaterOrEqual,
    Greater,
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    /// A place for a digit before the point; whether it is always filled.
    Digit(bool),
    /// The point and what is behind it.
    Fraction,
    /// The whole figure as it stands.
    General,
    Words(String),
}

impl NumberFormat {
    /// Reads a format; `None` when it shows nothing but the figure.
    pub(crate) fn of_text(format: &str) -> Option<Self> {
        let sections: Vec<Section> = sections(format).into_iter().map(Section::read).collect();
        let ordinary = |(index, section): (usize, &Section)| {
            let shows = section.shows_figure() || section.other;
            // What is shown of zero matters little, and text has a section of its own.
            (shows || index >= 2 && sections.len() > 2)
                && section.thousands == 0
                && !section.percent
                && section.least < 2
                && section.words().is_none()
        };
        let any = !sections.iter().enumerate().all(ordinary);
        any.then_some(Self { sections })
    }

    /// The figure shown for a number, and what is to be known of it.
    pub(crate) fn show(&self, value: f64) -> (f64, Seen) {
        let Some((section, signed)) = self.section(value) else {
            return (value, Seen::default());
        };
        if !section.shows_figure() {
            let words = section.words();
            // A dash for nothing says no more than the nought.
            let seen = Seen {
                hidden: value != 0.0 && !section.other && words.is_none(),
                ..Seen::default()
            };
            return (value, seen);
        }
        if section.other {
            return (value, Seen::default());
        }
        let figure = value / 1000_f64.powi(i32::try_from(section.thousands).unwrap_or(0));
        let words = section.words();
        let written = words.is_some() || section.percent || section.least > 1;
        let seen = Seen {
            text: written.then(|| section.text(figure, signed).into()),
            behind: section.words_behind(),
            words,
            stored: (section.thousands > 0 && value != 0.0).then_some(value),
            percent: section.percent,
            ..Seen::default()
        };
        (figure, seen)
    }

    /// The section for a number, and whether the sign is its own to write.
    fn section(&self, value: f64) -> Option<(&Section, bool)> {
        let numbers = self.sections.get(..3).unwrap_or(&self.sections);
        if numbers.iter().any(|section| section.condition.is_some()) {
            let fits = |section: &&Section| match section.condition {
                Some((comparison, limit)) => comparison.holds(value, limit),
                None => true,
            };
            return numbers.iter().find(fits).map(|section| (section, true));
        }
        match numbers {
            [_, below, ..] if value < 0.0 => Some((below, false)),
            [_, _, zero] if value == 0.0 => Some((zero, true)),
            [first, ..] => Some((first, true)),
            [] => None,
        }
    }
}

impl Comparison {
    fn holds(self, value: f64, limit: f64) -> bool {
        match self {
            Self::Less => value < limit,
            Self::LessOrEqual => value <= limit,
            Self::Equal => value == limit,
            Self::Unequal => value != limit,
            Self::GreaterOrEqual => value >= limit,
            Self::Greater => value > limit,
        }
    }
}

/// The sections of a format; semicolons in words part nothing.
fn sections(format: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, letter) in format.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            ';' => {
                parts.push(format.get(start..at).unwrap_or_default());
                start = at.saturating_add(1);
            }
            _ => {}
        }
    }
    parts.push(format.get(start..).unwrap_or_default());
    parts
}

impl Section {
    fn read(text: &str) -> Self {
        let mut section = Self::default();
        let mut letters = text.chars().peekable();
        // Commas that no digit has followed yet.
        let mut commas = 0_u32;
        let mut fraction = false;
        while let Some(letter) = letters.next() {
            match letter {
                '"' => {
                    let words: String = letters.by_ref().take_while(|next| *next != '"').collect();
                    section.say(&words);
                }
                '\\' => section.say(&String::from_iter(letters.next())),
                '_' => {
                    letters.next();
                    section.say(" ");
                }
                '*' => {
                    letters.next();
                }
                '[' => {
                    let inside: String = letters.by_ref().take_while(|next| *next != ']').collect();
                    section.bracket(&inside);
                }
                '0' | '#' | '?' => {
                    commas = 0;
                    if fraction {
                        section.places = section.places.map(|places| places.saturating_add(1));
                    } else {
                        section.places = Some(0);
                        section.least = section.least.saturating_add(usize::from(letter == '0'));
                        section.pieces.push(Piece::Digit(letter == '0'));
                    }
                }
                '.' if !fraction && section.shows_figure() => {
                    section.thousands = section.thousands.saturating_add(commas);
                    (commas, fraction) = (0, true);
                    section.pieces.push(Piece::Fraction);
                }
                ',' if section.shows_figure() => commas = commas.saturating_add(1),
                '%' => {
                    section.percent = true;
                    section.say("%");
                }
                'E' | 'e' if matches!(letters.peek(), Some('+' | '-')) => section.other = true,
                '/' | '@' => section.other = true,
                'G' | 'g' if general(&mut letters) => section.pieces.push(Piece::General),
                letter => section.say(letter.encode_utf8(&mut [0; 4])),
            }
        }
        section.thousands = section.thousands.saturating_add(commas).min(4);
        section
    }

    fn say(&mut self, words: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Words(last)) => last.push_str(words),
            _ => self.pieces.push(Piece::Words(words.to_owned())),
        }
    }

    /// A currency `[$USD-409]`, a condition `[>=1000]`, a colour.
    fn bracket(&mut self, inside: &str) {
        if let Some(currency) = inside.strip_prefix('$') {
            let sign = currency.split('-').next().unwrap_or_default();
            self.say(sign);
            return;
        }
        for (sign, comparison) in [
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<>", Comparison::Unequal),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
            ("=", Comparison::Equal),
        ] {
            if let Some(limit) = inside.strip_prefix(sign) {
                let limit = limit.trim().parse().ok();
                self.condition = limit.map(|limit| (comparison, limit));
                return;
            }
        }
    }

    fn shows_figure(&self) -> bool {
        self.pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Digit(_) | Piece::General))
    }

    /// The words beside the figure, in small letters; `None` for blanks, signs and brackets of accounts.
    fn words(&self) -> Option<Arc<str>> {
        let mut words = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Words(letters) => words.push_str(letters),
                _ => words.push(' '),
            }
        }
        let words = words.to_lowercase().replace('%', " ");
        let words: Vec<&str> = words.split_whitespace().collect();
        let words = words.join(" ");
        let trivial =
            |letter: char| matches!(letter, '-' | '+' | '(' | ')' | ' ' | '.' | ',' | ':' | '\'');
        let words = words.trim_matches(trivial);
        (!words.is_empty()).then(|| words.into())
    }

    /// Whether the words stand behind the figure.
    fn words_behind(&self) -> bool {
        let said = |piece: &Piece| matches!(piece, Piece::Words(words) if !words.trim().is_empty());
        self.pieces.last().is_some_and(said) && !self.pieces.first().is_some_and(said)
    }

    /// The figure with its words, ungrouped.
    fn text(&self, figure: f64, signed: bool) -> String {
        let figure = if self.percent { figure * 100.0 } else { figure };
        let places = self.places.unwrap_or(9).min(9);
        let rounded = format!("{:.places$}", figure.abs());
        let (whole, fraction) = rounded.split_once('.').unwrap_or((&rounded, ""));
        let fraction = fraction.trim_end_matches('0');
        let zero = whole == "0" && fraction.is_empty();
        let whole = if whole == "0" && self.least == 0 && !fraction.is_empty() {
            ""
        } else {
            whole
        };
        let mut digits: Vec<char> = whole.chars().collect();
        let mut places_left = self
            .pieces
            .iter()
            .filter(|piece| matches!(piece, Piece::Digit(_)))
            .count();
        // From behind: each place takes a digit, the first one all that are left.
        let mut text: Vec<String> = Vec::new();
        let has_fraction = self.pieces.contains(&Piece::Fraction);
        for piece in self.pieces.iter().rev() {
            match piece {
                Piece::Words(words) => text.push(words.clone()),
                Piece::General => text.push(if fraction.is_empty() {
                    whole.to_owned()
                } else {
                    format!("{whole}.{fraction}")
                }),
                Piece::Fraction if fraction.is_empty() => {}
                Piece::Fraction => text.push(format!(".{fraction}")),
                Piece::Digit(always) => {
                    places_left = places_left.saturating_sub(1);
                    let taken: String = if places_left == 0 {
                        digits.drain(..).collect()
                    } else {
                        digits.pop().into_iter().collect()
                    };
                    text.push(if taken.is_empty() && *always {
                        "0".to_owned()
                    } else {
                        taken
                    });
                }
            }
        }
        // A fraction that the format has no place for was rounded away.
        debug_assert!(has_fraction || self.places != Some(0) || fraction.is_empty());
        text.reverse();
        let text = text.concat();
        let sign = if figure < 0.0 && signed && !zero {
            "-"
        } else {
            ""
        };
        format!("{sign}{}", text.trim())
    }
}

/// Whether `General` goes on here; its letters are taken.
fn general(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    let mut ahead = letters.clone();
    let rest: String = ahead.by_ref().take(6).collect();
    if rest.eq_ignore_ascii_case("eneral") {
        *letters = ahead;
        return true;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_formats_have_nothing_to_tell() {
        for format in [
            "General",
            "0",
            "0.00",
            "#,##0",
            "#,##0.0;-#,##0.0",
            "#,##0_);[Red](#,##0)",
            "_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"??_);_(@_)",
            "0.00E+00",
            "# ?/?",
            "@",
            "#,##0;-#,##0;",
            "#,##0;-#,##0;;@",
            "###.0",
        ] {
            assert_eq!(NumberFormat::of_text(format), None, "{format}");
        }
    }

    #[test]
    fn numbers_are_shown_as_their_format_says() {
        for (format, value, figure, text) in [
            ("#,##0,,", 100_000_000.0, 100.0, None),
            ("#,##0.0,,", 850_500_000.0, 850.5, None),
            ("#,##0.0,", 1500.0, 1.5, None),
            ("0%", 1.0, 1.0, Some("100%")),
            ("0.00 %", 0.89, 0.89, Some("89 %")),
            ("0.0%", -0.125, -0.125, Some("-12.5%")),
            ("\"QĐ số \"000", 7.0, 7.0, Some("QĐ số 007")),
            (
                "0000\\-000\\-000",
                903_123_456.0,
                903_123_456.0,
                Some("0903-123-456"),
            ),
            ("0 \"học viên\"", 120.0, 120.0, Some("120 học viên")),
            ("0.0\" km\"", 1.5, 1.5, Some("1.5 km")),
            ("General\" hộ\"", 12.0, 12.0, Some("12 hộ")),
            ("[$$-409]#,##0", 2000.0, 2000.0, Some("$2000")),
            (
                "_-* #,##0\\ [$₫-42A]_-;-* #,##0\\ [$₫-42A]_-",
                -5.0,
                -5.0,
                Some("-5 ₫"),
            ),
            (
                "[>=1000000]#,##0,,\" tr\";#,##0",
                2_000_000.0,
                2.0,
                Some("2 tr"),
            ),
            ("[>=1000000]#,##0,,\" tr\";#,##0", 500.0, 500.0, None),
            ("[Red]#,##0;;", -5.0, -5.0, None),
        ] {
            let format_read = NumberFormat::of_text(format).unwrap();
            let (shown, seen) = format_read.show(value);
            assert_eq!((shown, seen.text.as_deref()), (figure, text), "{format}");
        }
        let seen = |format, value| NumberFormat::of_text(format).unwrap().show(value).1;
        assert!(seen(";;;", 5.0).hidden);
        assert!(!seen(";;;", 0.0).hidden);
        assert!(seen("#,##0;;", -5.0).hidden);
        assert_eq!(seen("#,##0,,", 5e6).stored, Some(5e6));
        assert_eq!(seen("#,##0 \"Triệu\"", 5.0).words.as_deref(), Some("triệu"));
        assert_eq!(
            seen("#,##0.0\" triệu đồng\";-0", 5.0).words.as_deref(),
            Some("triệu đồng")
        );
        assert_eq!(seen("#,##0\\ \\t\\r", 5.0).words.as_deref(), Some("tr"));
        assert!(seen("0 \"km\"", 5.0).behind);
        assert!(!seen("\"số \"00", 5.0).behind);
    }
}
