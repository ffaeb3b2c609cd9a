//! The language that messages are written in: Vietnamese first, English beside it.
//!
//! A sentence is made in one place, in both languages, by the code that knows the facts:
//! `lang.pick("không mở được tệp", "cannot open the file")`. Numbers follow the language
//! (`1.200.000` and `1,2` / `1,200,000` and `1.2`). Reading never depends on the language.

use std::fmt::Write as _;

use crate::letters::bounded;

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Lang {
    /// Vietnamese, the default.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The language of this name, `None` when there is no such language.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The name used on the command line and in files: `vi` or `en`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.pick("vi", "en")
    }

    /// One of two ways to say the same thing.
    #[must_use]
    pub fn pick<T>(self, vi: T, en: T) -> T {
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }

    /// A whole number with its thousands grouped: `1.200.000` or `1,200,000`.
    #[must_use]
    pub fn integer(self, number: i128) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if number < 0 {
            text.push('-');
        }
        let first = digits.len() % 3;
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && index % 3 == first {
                text.push(self.pick('.', ','));
            }
            text.push(digit);
        }
        text
    }

    /// A decimal number given in plain form (`1234.5`), grouped and with the language's decimal mark.
    #[must_use]
    pub fn decimal(self, plain: &str) -> String {
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let Ok(number) = whole.parse::<i128>() else {
            return plain.to_owned();
        };
        let mut text = self.integer(number);
        if number == 0 && whole.starts_with('-') {
            text.insert(0, '-');
        }
        if !fraction.is_empty() {
            let _ = write!(text, "{}{fraction}", self.pick(',', '.'));
        }
        text
    }

    /// Text between the quotation marks that both languages use, `“…”`, as far as it tells anything.
    #[must_use]
    pub fn quote(self, text: &str) -> String {
        /// No name or heading that a person reads is longer.
        const MOST: usize = 300;
        format!("“{}”", bounded(text, MOST))
    }

    /// A list in a sentence: `a, b và c` or `a, b and c`.
    #[must_use]
    pub fn list<S: AsRef<str>>(self, items: &[S]) -> String {
        self.joined(items, self.pick("và", "and"))
    }

    /// A choice in a sentence: `a, b hoặc c` or `a, b or c`.
    #[must_use]
    pub fn either<S: AsRef<str>>(self, items: &[S]) -> String {
        self.joined(items, self.pick("hoặc", "or"))
    }

    fn joined<S: AsRef<str>>(self, items: &[S], word: &str) -> String {
        /// So many are named; nobody reads the names of a thousand sheets in a sentence.
        const MOST: usize = 20;
        if items.len() > MOST {
            let named = items
                .iter()
                .take(MOST - 1)
                .map(|item| item.as_ref().to_owned());
            let left = self.integer((items.len() - (MOST - 1)) as i128);
            let left = self.pick(format!("{left} mục khác"), format!("{left} more"));
            let named: Vec<String> = named.chain([left]).collect();
            return self.joined(&named, word);
        }
        match items {
            [] => String::new(),
            [only] => only.as_ref().to_owned(),
            [start @ .., last] => {
                let start: Vec<&str> = start.iter().map(AsRef::as_ref).collect();
                format!("{} {word} {}", start.join(", "), last.as_ref())
            }
        }
    }

    /// The system's own words on a file, as far as they can be said in the language: without the number that programmers
    /// look up, `permission denied` as `không có quyền truy cập`.
    #[must_use]
    pub fn system(self, words: &str) -> String {
        let (bare, number) =
            words
                .split_once(" (os error ")
                .map_or((words, None), |(bare, rest)| {
                    (
                        bare,
                        rest.split(')')
                            .next()
                            .and_then(|number| number.parse::<u16>().ok()),
                    )
                });
        let known = match (number, cfg!(windows)) {
            (Some(2), _) | (Some(3), true) => "không có tệp hoặc thư mục này",
            (Some(1 | 13), false) | (Some(5), true) => "không có quyền truy cập",
            (Some(32 | 33), true) => "tệp đang mở trong chương trình khác",
            (Some(17), false) | (Some(80 | 183), true) => "đã có tệp cùng tên",
            (Some(20), false) => "một phần của đường dẫn là tệp, không phải thư mục",
            (Some(21), false) => "đây là thư mục, không phải tệp",
            (None, _) if words == "is a directory" => "đây là thư mục, không phải tệp",
            (None, _) if words == "not a directory" => {
                "một phần của đường dẫn là tệp, không phải thư mục"
            }
            (Some(28), false) | (Some(112), true) => "ổ đĩa đã đầy",
            (Some(30), false) | (Some(19), true) => "ổ đĩa chỉ cho đọc",
            _ => return bare.to_owned(),
        };
        self.pick(known, bare).to_owned()
    }

    /// A count with its noun: Vietnamese has no plural, English takes the given one.
    #[must_use]
    pub fn count(self, number: usize, vi: &str, en_one: &str, en_many: &str) -> String {
        let noun = match self {
            Self::Vi => vi,
            Self::En if number == 1 => en_one,
            Self::En => en_many,
        };
        format!("{} {noun}", self.integer(number as i128))
    }
}

/// A day as it is written in both languages: `04/09/2020`.
#[must_use]
pub fn day(day: jiff::civil::Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

/// A decimal number in plain form without exactly three places, which could be taken for thousands: `44.258` as `44.2580`.
#[must_use]
pub fn unmistakable(plain: &str) -> String {
    match plain.split_once('.') {
        Some((_, places)) if places.len() == 3 => format!("{plain}0"),
        _ => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        for (number, vi, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1000, "1.000", "1,000"),
            (-1_234_567, "-1.234.567", "-1,234,567"),
        ] {
            assert_eq!(Lang::Vi.integer(number), vi);
            assert_eq!(Lang::En.integer(number), en);
        }
        assert_eq!(Lang::Vi.decimal("1234.50"), "1.234,50");
        assert_eq!(Lang::Vi.decimal("-0.5"), "-0,5");
        assert_eq!(Lang::En.decimal("1234.5"), "1,234.5");
    }

    #[test]
    fn words_of_the_system_are_said_in_the_language() {
        let words = std::io::Error::from_raw_os_error(2).to_string();
        assert_eq!(Lang::Vi.system(&words), "không có tệp hoặc thư mục này");
        assert!(!Lang::En.system(&words).contains("os error"));
        let longer = format!("{words} at path \"a/b\"");
        assert_eq!(Lang::Vi.system(&longer), Lang::Vi.system(&words));
        assert_eq!(Lang::Vi.system("lạ"), "lạ");
    }

    #[test]
    fn lists_end_with_and() {
        assert_eq!(Lang::Vi.list(&["a", "b", "c"]), "a, b và c");
        assert_eq!(Lang::En.list(&["a", "b"]), "a and b");
        assert_eq!(Lang::En.list(&["a"]), "a");
        assert_eq!(Lang::Vi.either(&["a", "b", "c"]), "a, b hoặc c");
        let many = ["x"; 1234];
        assert!(Lang::Vi.list(&many).ends_with(", x và 1.215 mục khác"));
        assert!(Lang::En.either(&many).ends_with(", x or 1,215 more"));
    }
}
