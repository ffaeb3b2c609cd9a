//! Row numbers and the numbers that labels begin with: `A`, `II`, `1.2`, `2a`, `b)`.

/// The kind of number that a row carries in its first column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Numbering {
    /// `A`, `B`
    Upper,
    /// `I`, `II`
    Roman,
    /// `1`, `2`; the depth counts the dots: `1.1` is 1, `1.1.2` is 2.
    Number(u8),
    /// `2a`, `1.1b`: a number with a letter behind, and the depth of the number.
    Suffixed(u8),
    /// `a`, `b`; `ii`, `iii`
    Lower,
    /// `a.1`, `b.2`: numbers below a letter.
    Lettered,
    /// `-`, `+`, `*`
    Dash,
}

/// The numbering of a row-number cell; `None` when it is no number of a row.
///
/// Trailing `.`, `)`, `/` and brackets around do not count. A single `C`, `D`, `L`, `M` is a letter, `I`, `V`, `X` Roman.
#[must_use]
pub fn numbering(text: &str) -> Option<Numbering> {
    let text = text
        .trim()
        .trim_start_matches('(')
        .trim_end_matches(['.', ')', '/', ':', ' ']);
    if matches!(text, "-" | "–" | "+" | "*" | "•" | "—") {
        return Some(Numbering::Dash);
    }
    let mut parts = text.split('.').map(str::trim);
    let first = parts.next()?;
    let dots = u8::try_from(text.matches('.').count()).ok()?;
    let digits = |part: &str| {
        !part.is_empty() && part.len() <= 5 && part.bytes().all(|b| b.is_ascii_digit())
    };
    if digits(first) && parts.clone().all(digits) {
        return Some(Numbering::Number(dots));
    }
    if let Some(number) = text.strip_suffix(|letter: char| letter.is_ascii_lowercase()) {
        let mut parts = number.split('.');
        if parts.all(digits) {
            return Some(Numbering::Suffixed(dots));
        }
    }
    if dots > 0 {
        // `I.1` and `A.2` count like `1.1`.
        let lower = first.chars().all(char::is_lowercase);
        let numbered = (is_roman(first) || is_letter(first)) && parts.all(digits);
        let kind = if lower {
            Numbering::Lettered
        } else {
            Numbering::Number(dots)
        };
        return numbered.then_some(kind);
    }
    if is_roman(first) {
        return Some(Numbering::Roman);
    }
    let small_roman = || {
        let small = first.len() > 1 && first.bytes().all(|letter| letter.is_ascii_lowercase());
        small && roman(&first.to_uppercase()).is_some()
    };
    if small_roman() {
        return Some(Numbering::Lower);
    }
    if is_letter(first) {
        let upper = first.chars().all(char::is_uppercase);
        return Some(if upper {
            Numbering::Upper
        } else {
            Numbering::Lower
        });
    }
    None
}

fn is_letter(text: &str) -> bool {
    let mut chars = text.chars();
    matches!((chars.next(), chars.next()), (Some(letter), None) if letter.is_alphabetic())
}

fn is_roman(text: &str) -> bool {
    matches!(text, "I" | "V" | "X") || (text.len() > 1 && roman(text).is_some())
}

const TENS: [&str; 9] = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX"];
const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];

/// The value of a Roman number up to 89, written in capitals.
#[must_use]
pub fn roman(text: &str) -> Option<u32> {
    // Nearly every text that is asked about is none: a look at its letters spares the rest.
    if text.len() > 8 || !text.bytes().all(|letter| b"IVXL".contains(&letter)) {
        return None;
    }
    (1..90).find(|number| {
        let (tens, ones) = (
            TENS.get((number / 10) as usize)
                .copied()
                .unwrap_or_default(),
            ONES.get((number % 10) as usize)
                .copied()
                .unwrap_or_default(),
        );
        text.strip_prefix(tens) == Some(ones)
    })
}

/// A number up to 89 in Roman figures; larger ones in Arabic.
#[must_use]
pub fn roman_text(number: u32) -> String {
    let (tens, ones) = (
        TENS.get((number / 10) as usize),
        ONES.get((number % 10) as usize),
    );
    match (tens, ones) {
        (Some(tens), Some(ones)) if number > 0 => format!("{tens}{ones}"),
        _ => number.to_string(),
    }
}

/// A number without the signs around it.
pub(in crate::layout) fn bare_number(seq: &str) -> String {
    seq.trim_matches(['(', ')', '.', '/', ':', ' ']).to_owned()
}

/// Where the number that a label begins with may end: `I.1` of `I.1/ Y tế`.
pub(in crate::layout) fn number_end(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let dotted = |next: Option<&(usize, char)>| next.is_some_and(|(_, c)| c.is_ascii_digit());
        match c {
            '.' if dotted(chars.peek()) => {}
            '.' | ')' | '/' | '-' | '–' | ':' | ' ' => return Some(at),
            _ => {}
        }
    }
    None
}

/// Splits `II. Lĩnh vực y tế` into numbering and label. A label without a number is given whole.
#[must_use]
pub fn split_numbering(text: &str) -> (Option<Numbering>, &str) {
    let text = text.trim();
    let Some(end) = number_end(text) else {
        return (None, text);
    };
    let (head, tail) = text.split_at(end);
    let kind = match numbering(head) {
        Some(
            kind @ (Numbering::Roman
            | Numbering::Upper
            | Numbering::Number(_)
            | Numbering::Suffixed(_)
            | Numbering::Lettered),
        ) => kind,
        // `a) Y tế`, `a. Y tế`; `m. dài` is no number of a row.
        Some(Numbering::Lower) if tail.starts_with([')', '/']) => Numbering::Lower,
        Some(Numbering::Lower)
            if tail
                .strip_prefix('.')
                .is_some_and(|label| label.trim_start().starts_with(char::is_uppercase)) =>
        {
            Numbering::Lower
        }
        _ => return (None, text),
    };
    let separated = tail.starts_with(['.', ')', '/', ':', '-', '–'])
        || tail.trim_start().starts_with(['-', '–']);
    // `A Lưới` is a name, `I Y tế` is Roman enough, and so is `I.1 Y tế`.
    let told =
        kind == Numbering::Roman || head.starts_with(char::is_alphabetic) && head.contains('.');
    if !separated && !told {
        return (None, text);
    }
    let label = tail.trim_start_matches(['.', ')', '/', ':', '-', '–', ' ', '\n']);
    if label.is_empty()
        || (matches!(kind, Numbering::Number(_)) && label.starts_with(|c: char| c.is_ascii_digit()))
    {
        return (None, text);
    }
    (Some(kind), label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numberings_are_told_apart() {
        for (text, kind) in [
            ("I", Some(Numbering::Roman)),
            ("XIV.", Some(Numbering::Roman)),
            ("A", Some(Numbering::Upper)),
            ("C", Some(Numbering::Upper)),
            ("b)", Some(Numbering::Lower)),
            ("12", Some(Numbering::Number(0))),
            ("1.2", Some(Numbering::Number(1))),
            ("II.3", Some(Numbering::Number(1))),
            ("(3)", Some(Numbering::Number(0))),
            ("-", Some(Numbering::Dash)),
            ("2a/", Some(Numbering::Suffixed(0))),
            ("1.1b)", Some(Numbering::Suffixed(1))),
            ("a.1", Some(Numbering::Lettered)),
            ("ii)", Some(Numbering::Lower)),
            ("i)", Some(Numbering::Lower)),
            ("2ab", None),
            ("nt", None),
            ("vv", None),
            ("Y tế", None),
            ("", None),
        ] {
            assert_eq!(numbering(text), kind, "{text}");
        }
    }

    #[test]
    fn a_label_loses_its_number() {
        for (text, label) in [
            ("I. Lĩnh vực y tế", "Lĩnh vực y tế"),
            ("II/ Giáo dục", "Giáo dục"),
            ("A - Nông nghiệp", "Nông nghiệp"),
            ("a) Nông nghiệp", "Nông nghiệp"),
            ("a. Nông nghiệp", "Nông nghiệp"),
            ("m. dài", "m. dài"),
            ("I.1/ Nông nghiệp", "Nông nghiệp"),
            ("A.2 Nông nghiệp", "Nông nghiệp"),
            ("1.1. Nông nghiệp", "Nông nghiệp"),
            ("Y tế", "Y tế"),
            ("A Lưới", "A Lưới"),
            ("1.200 học viên", "1.200 học viên"),
        ] {
            assert_eq!(split_numbering(text).1, label);
        }
    }
}
