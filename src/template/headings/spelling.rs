//! How headings are spelled beside their wording: torn words (`K inh phí`, `S T T`), words run together (`Ghichú`), a
//! second language below the first (`Nội dung hỗ trợ` + `(Activity)`).

/// Longer texts are no headings with torn words.
const LONGEST: usize = 60;

const VOWELS: [char; 6] = ['a', 'e', 'i', 'o', 'u', 'y'];

/// A bare heading without its blanks.
pub(super) fn unspaced(bare: &str) -> String {
    bare.split(' ').collect()
}

/// Whether a bare heading may be a known one torn apart or run together: a letter stands alone, or a word is none.
///
/// Short ones must be torn throughout (`S T T`), for a few letters are many things.
pub(super) fn is_broken(bare: &str) -> bool {
    if bare.len() > LONGEST || !bare.contains(|letter: char| letter != ' ') {
        return false;
    }
    let alone = |word: &str| word.len() == 1 && word.chars().all(char::is_alphabetic);
    if bare.len() < 7 {
        return bare.split(' ').all(alone);
    }
    bare.split(' ')
        .any(|word| alone(word) || !is_syllable(word))
}

/// The part of a heading that is Vietnamese, where what stands behind it in brackets, on a line of its own or behind a
/// slash is another language; `None` where there is no such part.
pub(super) fn first_language(heading: &str) -> Option<&str> {
    let end = heading.find(['(', '[', '\n', '/'])?;
    let (own, other) = heading.split_at_checked(end)?;
    let own = own.trim();
    (!own.is_empty() && is_foreign(other)).then_some(own)
}

/// Whether a text is in a language without diacritics whose words are no Vietnamese syllables.
pub(in crate::template) fn is_foreign(text: &str) -> bool {
    // Words without a vowel are initials, and those are Vietnamese as well: `(TP.HCM)`.
    let foreign = |word: &str| {
        let word = word.to_ascii_lowercase();
        word.len() > 3 && word.contains(VOWELS) && !is_syllable(&word)
    };
    text.is_ascii()
        && text.len() <= LONGEST
        && text
            .split(|letter: char| !letter.is_alphabetic())
            .any(foreign)
}

/// Whether letters without diacritics can be a Vietnamese syllable.
pub(super) fn is_syllable(word: &str) -> bool {
    const ONSETS: [&str; 28] = [
        "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
        "nh", "p", "ph", "q", "r", "s", "t", "th", "tr", "v", "x",
    ];
    const CODAS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];
    let Some(first) = word.find(VOWELS) else {
        return word.chars().all(|letter| letter.is_ascii_digit());
    };
    let (onset, rest) = word.split_at_checked(first).unwrap_or((word, ""));
    let end = rest
        .find(|letter| !VOWELS.contains(&letter))
        .unwrap_or(rest.len());
    let (nucleus, coda) = rest.split_at_checked(end).unwrap_or((rest, ""));
    ONSETS.contains(&onset) && nucleus.len() <= 3 && CODAS.contains(&coda)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_language_is_told_from_a_remark() {
        for (heading, own) in [
            ("Nội dung hỗ trợ\n(Activity)", Some("Nội dung hỗ trợ")),
            ("Kinh phí / Amount", Some("Kinh phí")),
            ("Kinh phí\n(Amount, VND)", Some("Kinh phí")),
            ("Đơn vị hỗ trợ (Quan 5 TPHCM)", None),
            ("Ghi chú (Remarks)", Some("Ghi chú")),
            ("Đơn vị hỗ trợ (TP.HCM)", None),
            ("Kinh phí\n(tong so)", None),
            ("Kinh phí/căn", None),
            ("Noi dung\nho tro", None),
        ] {
            assert_eq!(first_language(heading), own, "{heading}");
        }
    }

    #[test]
    fn torn_words_are_seen() {
        for (bare, broken) in [
            ("k inh phi", true),
            ("s t t", true),
            ("ghichu dsx", true),
            ("kinh phi ho tro", false),
            ("nguyen van a", true),
            ("ghi chu", false),
        ] {
            assert_eq!(is_broken(bare), broken, "{bare}");
        }
    }
}
