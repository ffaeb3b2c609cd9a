//! A cell cut into words, and what each word is as it stands and as legacy text.
//!
//! Of `Ủy ban nh©n d©n quËn 9` the word `Ủy` can only be Unicode and `nh©n` only legacy; `ban` is
//! neither. Blanks, digits and ASCII punctuation divide words; signs of Latin-1 do not, for they
//! may be letters (`£` is `Ê` in TCVN3).

use super::syllable::{is_accented, is_loan, is_syllable, is_usual, is_well_spelt};
use super::{Encoding, lexicon, read, tables};

/// A word as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Native {
    /// ASCII letters; `foreign` when they are 4 or more and no syllable.
    Ascii { foreign: bool },
    /// Holds a Vietnamese letter that no legacy text has.
    Unicode,
    /// A syllable written with letters of Latin-1: Unicode, or legacy by chance.
    Good,
    /// A lone sign, a unit of measure: says nothing.
    Neutral,
    /// One ASCII letter beside a sign (`«A»`, `x·`), a sign that may be a word (`¦`): says nothing
    /// by itself.
    Weak,
    /// No Vietnamese.
    Bad,
}

/// A word read as legacy text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Legacy {
    /// A syllable that stays as it is (`Quý` in TCVN3).
    Same,
    /// Another syllable; `hard` when no other writing has such letters (`nh©n`).
    Good { hard: bool },
    /// Capitals with Đ or the like (`SKH§T`), or short for a word (`®` is `đ`, đồng).
    Acronym,
    /// A loan word of several syllables, with a hard sign in it (`bªt«ng`).
    Loan,
    /// No Vietnamese; `hard` when it is full of legacy signs all the same (a misspelling).
    Bad { hard: bool },
}

/// A word with its place in the text, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) native: Native,
}

/// Cuts a text into words.
pub(super) fn split(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut offset = 0_usize;
    for part in text.split_inclusive(divides) {
        let word = part.trim_end_matches(divides);
        if !word.is_empty() {
            pieces.push(Piece {
                text: word,
                start: offset,
                native: native(word),
            });
        }
        offset = offset.saturating_add(part.len());
    }
    pieces
}

/// Whether the character is no letter in TCVN3, VNI or Unicode.
fn divides(c: char) -> bool {
    match c {
        _ if c.is_ascii() => !c.is_ascii_alphabetic(),
        '\u{80}'..='\u{A0}' | '°'..='´' | 'º' | '¿' => true,
        '\u{A1}'..='\u{FF}' | '\u{300}'..='\u{36F}' => false,
        _ => !c.is_alphabetic(),
    }
}

fn native(word: &str) -> Native {
    let mut chars = word.chars();
    if word.is_ascii() {
        let long = word.len() >= 4;
        return Native::Ascii {
            foreign: long && !is_syllable(word) && !is_loan(word),
        };
    }
    let beyond = |c: char| u32::from(c) > 0xFF && is_accented(c);
    if word.chars().any(|c| beyond(c) && !matches!(c, 'đ' | 'Đ')) {
        return Native::Unicode;
    }
    let good = is_well_spelt(word) && even_case(word);
    if word.chars().any(beyond) && (good || is_acronym(word)) {
        return Native::Unicode;
    }
    let lone = chars.next().filter(|_| chars.next().is_none());
    if lone.is_some_and(|c| is_accented(c) || !c.is_alphabetic()) && !is_weak(word)
        || is_measure(word)
    {
        Native::Neutral
    } else if is_weak(word) {
        Native::Weak
    } else if good {
        Native::Good
    } else {
        Native::Bad
    }
}

/// `µm` and its like.
fn is_measure(word: &str) -> bool {
    let unit = word.strip_prefix('µ');
    unit.is_some_and(|unit| matches!(unit, "m" | "g" | "l" | "s" | "F" | "A" | "V" | "W"))
}

/// One ASCII letter and signs, or one of the signs that hardly ever stand for themselves.
fn is_weak(word: &str) -> bool {
    if matches!(word, "¦" | "¤" | "ª" | "¬" | "\u{AD}" | "®" | "§") {
        return true;
    }
    let sign = |c: char| matches!(c, '«' | '»' | '×' | '÷' | '·');
    word.chars().all(|c| c.is_ascii() || sign(c))
        && word.chars().filter(char::is_ascii).count() == 1
}

/// Whether a word has a capital beyond ASCII between a letter and a small one.
pub(super) fn has_capital_inside(word: &str) -> bool {
    let inside = word.chars().skip(1).zip(word.chars().skip(2));
    inside
        .into_iter()
        .any(|(c, next)| !c.is_ascii() && c.is_uppercase() && next.is_lowercase())
}

/// Small, or capital, or small after a capital.
fn even_case(word: &str) -> bool {
    even(
        word.chars()
            .map(|c| c.is_alphabetic().then(|| c.is_uppercase())),
    )
}

/// The same for the case of each letter, where it is known.
fn even(mut cases: impl Iterator<Item = Option<bool>>) -> bool {
    let first = cases.next().flatten();
    let (mut upper, mut lower) = (false, false);
    for case in cases.flatten() {
        upper |= case;
        lower |= !case;
    }
    !upper || (!lower && first != Some(false))
}

/// Capitals only, one of them beyond ASCII, and no syllable.
fn is_acronym(word: &str) -> bool {
    word.chars().nth(1).is_some()
        && word.chars().all(char::is_uppercase)
        && word
            .chars()
            .any(|c| matches!(c, 'Đ' | 'Ư' | 'Ă' | 'Â' | 'Ê' | 'Ô' | 'Ơ'))
        && word.chars().all(|c| c.is_ascii() || is_accented(c))
}

/// Consonants with đ: `đ`, `qđ` under a font of capitals, `Đvt`.
fn is_short(word: &str) -> bool {
    let short = |c: char| {
        matches!(c, 'đ' | 'Đ') || (c.is_ascii_alphabetic() && !"aeiouyAEIOUY".contains(c))
    };
    word.contains(['đ', 'Đ']) && word.chars().all(short) && even_case(word)
}

/// Reads a word as TCVN3 or VNI; also gives the letters it becomes.
pub(super) fn legacy(word: &str, encoding: Encoding) -> (Legacy, String) {
    let Some(reading) = read(word, encoding) else {
        return (Legacy::Bad { hard: false }, word.to_owned());
    };
    let text = reading.text;
    let hard = is_hard(word, encoding);
    let kind = if reading.stray {
        Legacy::Bad { hard: false }
    } else if is_syllable(&text) {
        if !legacy_case(word, &text, encoding) {
            Legacy::Bad { hard: true }
        } else if reading.changed {
            Legacy::Good { hard }
        } else {
            Legacy::Same
        }
    } else if is_acronym(&text) || is_short(&text) {
        Legacy::Acronym
    } else if hard && is_loan(&text) {
        Legacy::Loan
    } else {
        let marks = word.chars().filter(|c| !c.is_ascii()).count();
        Legacy::Bad {
            hard: hard && marks >= 2,
        }
    };
    (kind, text)
}

/// Whether the cases go together. TCVN3 has no accented capitals, so there only the letters
/// count whose case is certain.
fn legacy_case(word: &str, text: &str, encoding: Encoding) -> bool {
    if encoding != Encoding::Tcvn3 {
        return even_case(text);
    }
    even(word.chars().map(|c| match c {
        '¡'..='§' => Some(true),
        _ if c.is_ascii() => Some(c.is_ascii_uppercase()),
        _ => None,
    }))
}

/// Whether the word has letters side by side that occur in no other writing.
fn is_hard(word: &str, encoding: Encoding) -> bool {
    let mut before: Option<char> = None;
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        let beside = before.is_some_and(char::is_alphabetic)
            || chars.peek().is_some_and(|next| next.is_alphabetic());
        let hard = match encoding {
            Encoding::Tcvn3 => {
                beside
                    && matches!(c, '¡'..='¬' | '\u{AD}' | '®' | 'µ'..='¹' | '»'..='¾' | '×' | '÷')
            }
            _ => before.is_some_and(|base| is_hard_pair(base, c)),
        };
        if hard {
            return true;
        }
        before = Some(c);
    }
    false
}

fn is_hard_pair(base: char, mark: char) -> bool {
    let mark = super::syllable::small(mark);
    match super::syllable::small(base) {
        'ô' | 'ö' => matches!(mark, 'ø' | 'ù' | 'û' | 'õ' | 'ï'),
        'a' | 'e' | 'o' | 'u' | 'y' => matches!(mark, 'ø' | 'å' | 'ä' | 'â' | 'à' | 'õ'),
        _ => false,
    }
}

/// How much more usual the legacy reading is than the word as it stands, both being syllables;
/// and whether both are in use.
pub(super) fn compare(word: &str, legacy: &str) -> (f64, bool) {
    /// One word never settles a cell against much evidence.
    const LIMIT: f64 = 6.0;
    /// What nobody writes is not read.
    const NEVER: f64 = -20.0;
    if !is_usual(legacy) && is_usual(word) {
        return (NEVER, false);
    }
    let gain = lexicon::weight(legacy) - lexicon::weight(word);
    (
        gain.clamp(-LIMIT, LIMIT),
        lexicon::is_known(word) && lexicon::is_known(legacy),
    )
}

/// Gives decoded TCVN3 its capitals back where the ASCII letters beside them tell: two or more,
/// all capital. The whole text when that holds for the whole (`Sè TT` is `SỐ TT`), else by word.
pub(super) fn restore_capitals(legacy: &str, decoded: &str) -> String {
    if all_capital(legacy) {
        return decoded.to_uppercase();
    }
    let mut words = legacy.split_inclusive(divides);
    let mut restored = String::with_capacity(decoded.len());
    // Codes are letters of the same word after decoding, so words keep their number and order.
    for part in decoded.split_inclusive(divides) {
        match words.next() {
            Some(word) if all_capital(word) => restored.push_str(&part.to_uppercase()),
            _ => restored.push_str(part),
        }
    }
    restored
}

fn all_capital(text: &str) -> bool {
    let mut letters = text.chars().filter(char::is_ascii_alphabetic);
    text.chars().filter(char::is_ascii_alphabetic).count() >= 2
        && letters.all(|c| c.is_ascii_uppercase())
}

/// Whether a lone legacy sign is a word of one letter (`« t«` is `ô tô`), not a sign.
pub(super) fn is_lone_letter(sign: char, encoding: Encoding) -> bool {
    match encoding {
        Encoding::Tcvn3 => {
            tables::is_latin1(sign)
                && !matches!(
                    sign,
                    '¼'..='¾' | '×' | '÷' | '·' | '¶' | '©' | '¨' | '»' | '¹'
                )
        }
        _ => tables::is_latin1(sign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn natives(text: &str) -> Vec<Native> {
        split(text).iter().map(|piece| piece.native).collect()
    }

    #[test]
    fn words_as_they_stand() {
        use Native::*;
        assert_eq!(
            natives("Ủy ban nh©n d©n"),
            [Unicode, Ascii { foreign: false }, Bad, Bad]
        );
        assert_eq!(natives("QĐ-UBND"), [Unicode, Ascii { foreign: true }]);
        assert_eq!(
            natives("có ĐÇu VÊp «A» 5 µm"),
            [Good, Bad, Bad, Weak, Neutral]
        );
    }

    #[test]
    fn words_as_legacy() {
        use Encoding::{Tcvn3, Vni};
        use Legacy::*;
        for (word, encoding, expected) in [
            ("nh©n", Tcvn3, Good { hard: true }),
            ("sè", Tcvn3, Good { hard: false }),
            ("Quý", Tcvn3, Same),
            ("SKH§T", Tcvn3, Acronym),
            ("®", Tcvn3, Acronym),
            ("q®", Tcvn3, Acronym),
            ("§vt", Tcvn3, Acronym),
            ("Ñvt", Vni, Acronym),
            ("ABC®", Tcvn3, Bad { hard: false }),
            ("bªt«ng", Tcvn3, Loan),
            ("C¤NG", Tcvn3, Good { hard: true }),
            ("CéNG", Tcvn3, Good { hard: false }),
            ("café", Tcvn3, Bad { hard: false }),
            ("ñoàng", Vni, Good { hard: true }),
            ("thöôøng", Vni, Good { hard: true }),
            ("Thaï", Vni, Good { hard: false }),
            ("für", Vni, Bad { hard: false }),
        ] {
            assert_eq!(legacy(word, encoding).0, expected, "{word}");
        }
    }

    #[test]
    fn capitals_come_back_where_their_neighbours_tell() {
        for (legacy, decoded, expected) in [
            ("Sè TT", "Số TT", "SỐ TT"),
            ("HCM, thùc SKH§T", "HCM, thực SKHĐT", "HCM, thực SKHĐT"),
            ("CéNG hßa", "CộNG hòa", "CỘNG hòa"),
            ("Y tÕ", "Y tế", "Y tế"),
        ] {
            assert_eq!(restore_capitals(legacy, decoded), expected);
        }
    }
}
