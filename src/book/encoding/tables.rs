//! The tables of the legacy font encodings, as fast lookups.
//!
//! The rows stand in `src/data/encodings/*.tsv`: the legacy characters in hexadecimal, the letter
//! they draw, who says so. A code is one character or two (`a` + `ø` draws `à` in VNI); two go
//! before one. Nothing here judges whether the outcome is Vietnamese.

use std::sync::LazyLock;

/// The codes of one encoding.
pub(super) struct Table {
    /// The letters of U+0000..=U+00FF; NUL where the character is no code.
    single: [char; 256],
    /// Codes beyond U+00FF: bytes 80..9F seen through windows-1252. Sorted.
    beyond: Vec<(char, char)>,
    /// Codes of two characters. Sorted.
    pairs: Vec<((char, char), char)>,
}

/// A text read through a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// The text with every code replaced.
    pub(super) text: String,
    /// Whether any code was replaced by another letter.
    pub(super) changed: bool,
    /// Whether a Latin-1 letter or sign was left that the encoding does not have.
    pub(super) stray: bool,
    /// Whether a code of two characters was met.
    pub(super) paired: bool,
}

pub(super) static TCVN3: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../data/encodings/tcvn3.tsv"), false));
pub(super) static VNI: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../data/encodings/vni.tsv"), true));
pub(super) static VISCII: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../data/encodings/viscii.tsv"), false));
pub(super) static VPS: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../data/encodings/vps.tsv"), false));

impl Table {
    /// Reads the rows. With `either_case`, the second character of a pair may be of either case
    /// and the letter's case is that of the first (`Uûy` and `UÛy` are both typed for `Ủy`).
    fn parse(rows: &str, either_case: bool) -> Self {
        let mut table = Self {
            single: ['\0'; 256],
            beyond: Vec::new(),
            pairs: Vec::new(),
        };
        for row in rows.lines().skip(1) {
            let mut fields = row.split('\t');
            let codes = fields.next().unwrap_or_default();
            let Some(letter) = fields.nth(1).and_then(|target| target.chars().next()) else {
                continue;
            };
            let codes: Vec<char> = codes
                .split(' ')
                .filter_map(|code| u32::from_str_radix(code, 16).ok())
                .filter_map(char::from_u32)
                .collect();
            match *codes.as_slice() {
                [code] => table.add_single(code, letter),
                [base, mark] => {
                    table.pairs.push(((base, mark), letter));
                    if either_case {
                        table.pairs.push(((base, other_case(mark)), letter));
                    }
                }
                _ => {}
            }
        }
        table.pairs.sort_unstable();
        table.pairs.dedup();
        table.beyond.sort_unstable();
        table
    }

    fn add_single(&mut self, code: char, letter: char) {
        match usize::try_from(u32::from(code))
            .ok()
            .and_then(|index| self.single.get_mut(index))
        {
            Some(slot) => *slot = letter,
            None => self.beyond.push((code, letter)),
        }
    }

    /// The letter of a one-character code.
    pub(super) fn letter(&self, code: char) -> Option<char> {
        let index = usize::try_from(u32::from(code)).ok()?;
        if let Some(&letter) = self.single.get(index) {
            return (letter != '\0').then_some(letter);
        }
        let index = self
            .beyond
            .binary_search_by_key(&code, |&(code, _)| code)
            .ok()?;
        self.beyond.get(index).map(|&(_, letter)| letter)
    }

    fn pair(&self, base: char, mark: char) -> Option<char> {
        if mark.is_ascii() || self.pairs.is_empty() {
            return None;
        }
        let index = self
            .pairs
            .binary_search_by_key(&(base, mark), |&(codes, _)| codes)
            .ok()?;
        self.pairs.get(index).map(|&(_, letter)| letter)
    }

    /// Reads a text, left to right, two characters before one.
    pub(super) fn read(&self, text: &str) -> Reading {
        let mut reading = Reading {
            text: String::with_capacity(text.len()),
            ..Reading::default()
        };
        let mut chars = text.chars().peekable();
        let mut after_blank = true;
        while let Some(code) = chars.next() {
            // A dash or bullet among blanks is itself, not a letter of VISCII or VPS.
            let alone = after_blank && chars.peek().is_none_or(|next| next.is_whitespace());
            after_blank = code == ' ';
            if alone && u32::from(code) > 0xFF {
                reading.text.push(code);
            } else if let Some(letter) = chars.peek().and_then(|&mark| self.pair(code, mark)) {
                chars.next();
                reading.changed = true;
                reading.paired = true;
                reading.text.push(letter);
            } else if let Some(letter) = self.letter(code) {
                reading.changed |= letter != code;
                reading.text.push(letter);
            } else {
                reading.stray |= is_latin1(code);
                reading.text.push(code);
            }
        }
        reading
    }
}

/// Whether the character is of the upper half of Latin-1, C1 controls and the no-break space aside.
pub(super) fn is_latin1(code: char) -> bool {
    ('\u{A1}'..='\u{FF}').contains(&code)
}

/// The letter in the other case, if that is one letter.
fn other_case(letter: char) -> char {
    let (mut upper, mut lower) = (letter.to_uppercase(), letter.to_lowercase());
    match (upper.next(), lower.next()) {
        (Some(upper), _) if upper != letter => upper,
        (_, Some(lower)) => lower,
        _ => letter,
    }
}

/// The byte that a character stands for when bytes were read as Latin-1 or as windows-1252;
/// C1 controls and the letters of windows-1252 in 80..9F are both taken.
pub(super) fn byte_of(code: char) -> Option<u8> {
    // The 27 characters of windows-1252 in 80..9F, by byte.
    const HIGH: &[(char, u8)] = &[
        ('€', 0x80),
        ('‚', 0x82),
        ('ƒ', 0x83),
        ('„', 0x84),
        ('…', 0x85),
        ('†', 0x86),
        ('‡', 0x87),
        ('ˆ', 0x88),
        ('‰', 0x89),
        ('Š', 0x8A),
        ('‹', 0x8B),
        ('Œ', 0x8C),
        ('Ž', 0x8E),
        ('‘', 0x91),
        ('’', 0x92),
        ('“', 0x93),
        ('”', 0x94),
        ('•', 0x95),
        ('–', 0x96),
        ('—', 0x97),
        ('˜', 0x98),
        ('™', 0x99),
        ('š', 0x9A),
        ('›', 0x9B),
        ('œ', 0x9C),
        ('ž', 0x9E),
        ('Ÿ', 0x9F),
    ];
    u8::try_from(u32::from(code)).ok().or_else(|| {
        HIGH.iter()
            .find(|&&(special, _)| special == code)
            .map(|&(_, byte)| byte)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_letters() {
        for (table, legacy, text) in [
            (
                &TCVN3,
                "S\u{EB} K\u{D5} ho\u{B9}ch v\u{B5} \u{A7}\u{C7}u t\u{AD}",
                "Sở Kế hoạch và Đầu tư",
            ),
            (&VNI, "Sôû Keá hoaïch vaø Ñaàu tö", "Sở Kế hoạch và Đầu tư"),
            (&VNI, "Uûy ban", "Ủy ban"),
            (&VISCII, "\u{D0}\u{A5}u t\u{DF}", "Đầu tư"),
            (&VPS, "T\u{2021}ng – t\u{2030}", "Tỗng – tế"),
        ] {
            let reading = table.read(legacy);
            assert_eq!(reading.text, text);
            assert!(reading.changed && !reading.stray, "{legacy}");
        }
    }

    #[test]
    fn what_is_no_code_stays() {
        let reading = TCVN3.read("à 1.000 m²");
        assert_eq!(reading.text, "à 1.000 m²");
        assert!(!reading.changed && reading.stray);
        assert!(VNI.read("für").stray);
    }

    #[test]
    fn every_letter_has_a_code() {
        // 12 vowels in 6 tones and đ, less the 12 ASCII letters among them.
        let letters = |table: &Table, capital: bool| {
            let mut found: Vec<char> = (0..=0xFF_u8)
                .filter_map(|byte| table.letter(char::from(byte)))
                .chain(table.pairs.iter().map(|&(_, letter)| letter))
                .filter(|letter| letter.is_uppercase() == capital)
                .collect();
            found.sort_unstable();
            found.dedup();
            found.len()
        };
        for table in [&TCVN3, &VNI, &VISCII, &VPS] {
            assert_eq!((letters(table, false), letters(table, true)), (67, 67));
        }
    }
}
