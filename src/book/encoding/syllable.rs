//! Whether a run of letters is a Vietnamese syllable: onset, rhyme, tone.
//!
//! `trường` is `tr` + `ương` with the grave tone, hence a syllable; `trêưng` and `cóc` with a
//! grave are not. The grammar is what tells legacy text from anything else: a wrong decoding
//! almost never parses. It does not know which syllables mean something (see
//! [`super::lexicon`]), so `khụng` passes.

use std::sync::LazyLock;

use crate::fold::VOWELS;

/// Onsets; `g` also stands for `gi`, and `q` only in `qu`. `kr` … `gl` are of highland names
/// (`Krông Pắk`).
const ONSETS: [&str; 33] = [
    "", "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "th", "tr",
    "nh", "ch", "ng", "kh", "ph", "gh", "ngh", "kr", "br", "đr", "pr", "pl", "bl", "gl",
];

/// Rhymes after any onset (or none) but `gi` and `qu`.
const RHYMES: &str = "a ac ach ai ak am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt \
âc âk âm ân âng âp ât âu ây e ec ek em en eng eo ep et ê êch êk êm ên êng ênh êp êt êu \
i ia ich iêc iêm iên iêng iêp iêt iêu ik im in inh ip it iu \
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi ok \
om on ong ooc oong op ot ô ôc ôi ôk ôm ôn ông ôp ôt ơ ơi ơk ơm ơn ơp ơt \
u ua uân uâng uât uây uc uê uêch uênh uêu ui uk um un ung uôc uôi uôm uôn uông uôt uơ up ut \
uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu \
ưt ưu y yêm yên yêng yêt yêu";

/// Rhymes after `gi`, besides those of [`RHYMES`] that begin with no `i` or `y`.
const AFTER_GI: &str = "êc êm ên êng êp êt";

/// Rhymes after `qu`.
const AFTER_QU: &str = "a ac ach ai an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât âu \
ây e en eo ep et ê êch ên ênh êt êu i ich in inh it iu ôc ơ ơi ơn ơt y ych yên yêt yêu yn ynh yp yt yu";

/// Onsets before a bare `y`; elsewhere the sound is written `i`.
const BEFORE_Y: [&str; 9] = ["", "h", "k", "l", "m", "n", "s", "t", "v"];

/// The rhymes of each kind of onset, sorted.
struct Rhymes {
    any: Vec<&'static str>,
    gi: Vec<&'static str>,
    qu: Vec<&'static str>,
}

static TONES: LazyLock<Vec<(char, char, u8)>> = LazyLock::new(|| {
    let mut tones = Vec::new();
    for row in VOWELS {
        let Some(base) = row.chars().next() else {
            continue;
        };
        for (tone, vowel) in (0u8..).zip(row.chars()) {
            tones.push((vowel, base, tone));
        }
    }
    tones.sort_unstable();
    tones
});

static RHYME_LISTS: LazyLock<Rhymes> = LazyLock::new(|| {
    let mut any: Vec<&str> = RHYMES.split_whitespace().collect();
    any.sort_unstable();
    let mut gi: Vec<&str> = AFTER_GI
        .split_whitespace()
        .chain(any.iter().copied().filter(|r| !r.starts_with(['i', 'y'])))
        .collect();
    gi.sort_unstable();
    let mut qu: Vec<&str> = AFTER_QU.split_whitespace().collect();
    qu.sort_unstable();
    Rhymes { any, gi, qu }
});

/// The vowel without its tone, and the tone (0 none, 1 grave, 2 acute, 3 hook, 4 tilde, 5 dot);
/// `None` for what is no small Vietnamese vowel.
fn split_tone(letter: char) -> Option<(char, u8)> {
    let index = TONES
        .binary_search_by_key(&letter, |&(vowel, _, _)| vowel)
        .ok()?;
    TONES.get(index).map(|&(_, base, tone)| (base, tone))
}

/// Whether a letter, of either case, belongs to the Vietnamese alphabet and lies beyond ASCII.
#[must_use]
pub(super) fn is_accented(letter: char) -> bool {
    if letter.is_ascii() {
        return false;
    }
    let small = small(letter);
    small == 'đ' || split_tone(small).is_some()
}

/// The letter in lower case; no Vietnamese letter becomes more than one.
pub(super) fn small(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// Whether the letters, of either case, form one Vietnamese syllable, the tone on a letter that
/// may bear it: `áu`, not `aú`.
#[must_use]
pub(super) fn is_well_spelt(letters: &str) -> bool {
    parses(letters, true)
}

/// Whether the letters, of either case, form one Vietnamese syllable, wherever the tone stands:
/// typists set `qủa` and `Aó`.
///
/// `Ð` and `ð` (Icelandic eth, which old keyboards gave for `Đ`) count as `đ`.
#[must_use]
pub(super) fn is_syllable(letters: &str) -> bool {
    parses(letters, false)
}

fn parses(letters: &str, strict: bool) -> bool {
    // "nghiêng" has 7 letters.
    if letters.chars().nth(7).is_some() || letters.is_empty() {
        return false;
    }
    let mut plain = String::with_capacity(16);
    let (mut tone, mut at_end) = (0, false);
    for letter in letters.chars().map(small) {
        let (base, mark) = match letter {
            'a'..='z' => (letter, 0),
            'đ' | 'ð' => ('đ', 0),
            _ => match split_tone(letter) {
                Some(split) => split,
                None => return false,
            },
        };
        if mark != 0 && tone != 0 {
            return false;
        }
        at_end = mark != 0;
        tone = tone.max(mark);
        plain.push(base);
    }
    fits(&plain, tone, at_end && strict)
}

/// Whether the toneless letters are an onset and a rhyme that takes the tone.
fn fits(plain: &str, tone: u8, at_end: bool) -> bool {
    let vowel = |c: char| "aăâeêioôơuưy".contains(c);
    let onset = plain.split(vowel).next().unwrap_or_default();
    match onset {
        "q" => matches(plain, "qu", tone, at_end),
        "g" => matches(plain, "gi", tone, at_end) || matches(plain, "g", tone, at_end),
        _ => ONSETS.contains(&onset) && matches(plain, onset, tone, at_end),
    }
}

/// Whether the toneless letters are this onset and a rhyme that takes the tone; `at_end` tells
/// that the last letter bears it, and that this matters.
fn matches(plain: &str, onset: &str, tone: u8, at_end: bool) -> bool {
    let Some(rhyme) = plain.strip_prefix(onset) else {
        return false;
    };
    let Some(first) = rhyme.chars().next() else {
        return false;
    };
    let front = matches!(first, 'e' | 'ê' | 'i' | 'y');
    let fits = match onset {
        "gh" | "ngh" => front && first != 'y',
        "g" => !matches!(first, 'e' | 'ê' | 'y'),
        "ng" | "c" => !front,
        _ => true,
    };
    if !fits {
        return false;
    }
    // A glide bears no tone (`áu`, not `aú`); in open `oa`, `oe`, `uy` both ways are written.
    let open = matches!(rhyme, "oa" | "oe" | "uy" | "uê" | "uơ");
    if at_end && !open && first != rhyme.chars().next_back().unwrap_or(first) {
        return false;
    }
    let list = match onset {
        "gi" => &RHYME_LISTS.gi,
        "qu" => &RHYME_LISTS.qu,
        _ => &RHYME_LISTS.any,
    };
    // c, ch, p, t stop the voice: only acute and dot go with them. A final k may be toneless.
    let stopped = rhyme.ends_with(['c', 'p', 't']) || rhyme.ends_with("ch");
    (!stopped || matches!(tone, 2 | 5)) && list.binary_search(&rhyme).is_ok()
}

/// Whether a syllable spells the sound `i` as is usual: a bare `y` stands after few onsets, so
/// `chỳ` is none that anybody writes.
#[must_use]
pub(super) fn is_usual(syllable: &str) -> bool {
    let mut letters: Vec<char> = syllable.chars().map(small).collect();
    let last = letters.pop().unwrap_or_default();
    let onset: String = letters.into_iter().collect();
    !matches!(last, 'y' | 'ỳ' | 'ý' | 'ỷ' | 'ỹ' | 'ỵ')
        || BEFORE_Y.contains(&onset.as_str())
        || onset.ends_with([
            'a', 'à', 'á', 'ả', 'ã', 'ạ', 'â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ', 'u',
        ])
}

/// Whether the letters are two to four syllables written together (`bêtông`, `Angiêri`,
/// `Poóclăng`), with stops that need no tone.
#[must_use]
pub(super) fn is_loan(letters: &str) -> bool {
    let chars: Vec<char> = letters.chars().take(17).map(small).collect();
    if !(4..=16).contains(&chars.len()) {
        return false;
    }
    // Where a part may end, after one part, two parts …
    let mut ends = vec![0];
    for _ in 0..4 {
        let mut next = Vec::new();
        for start in ends {
            for end in (1_usize..=7).map(|length| length.saturating_add(start)) {
                let Some(part) = chars.get(start..end) else {
                    break;
                };
                if !next.contains(&end) && is_loan_part(&part.iter().collect::<String>()) {
                    next.push(end);
                }
            }
        }
        if next.contains(&chars.len()) {
            return true;
        }
        ends = next;
    }
    false
}

/// A syllable, or one whose stop lacks its tone (`móc` in full, `clăc` in part).
fn is_loan_part(part: &str) -> bool {
    if is_syllable(part) {
        return true;
    }
    let plain: String = part
        .chars()
        .map(|letter| split_tone(letter).map_or(letter, |(base, _)| base))
        .collect();
    let toneless = plain == part;
    toneless && fits(&plain, 2, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_parse_whatever_their_case() {
        for syllable in [
            "Sở", "KẾ", "hoạch", "và", "Đầu", "tư", "nghiêng", "quyết", "giữa", "giết", "gìn",
            "Lắk", "Đắk", "Krông", "ươm", "yêu", "Ỷ", "khuỷu", "Quới", "Kạn", "hóa", "hoá", "quí",
            "quốc", "quả", "qủa", "tòan", "thuý", "của", "chứa",
        ] {
            assert!(is_syllable(syllable), "{syllable}");
        }
    }

    #[test]
    fn other_words_do_not() {
        for word in [
            "",
            "café",
            "für",
            "Köln",
            "hoàc",
            "tèt",
            "ngé",
            "cê",
            "àá",
            "José",
            "Têt",
            "nghiêngg",
            "đđ",
            "qé",
            "sh",
            "ắbc",
        ] {
            assert!(!is_syllable(word), "{word}");
        }
    }

    #[test]
    fn a_glide_bears_no_tone() {
        for (syllable, well) in [
            ("taì", false),
            ("aú", false),
            ("thuý", true),
            ("chứa", true),
        ] {
            assert!(is_syllable(syllable));
            assert_eq!(is_well_spelt(syllable), well, "{syllable}");
        }
    }

    #[test]
    fn a_bare_y_is_not_usual_everywhere() {
        for syllable in ["Kỳ", "ý", "quý", "thuý", "ngày", "dậy", "chú"] {
            assert!(is_usual(syllable), "{syllable}");
        }
        assert!(!is_usual("chỳ") && !is_usual("Phỳ"));
    }

    #[test]
    fn loans_are_syllables_written_together() {
        for word in ["bêtông", "Angiêri", "Ximăng", "Poóclăng", "Irắc", "fibrô"] {
            assert_eq!(is_loan(word), word != "fibrô", "{word}");
        }
    }

    #[test]
    fn the_alphabet_beyond_ascii() {
        assert!("àĐđẵỸơƯ".chars().all(is_accented));
        assert!(!"aäöß§ñ".chars().any(is_accented));
    }
}
