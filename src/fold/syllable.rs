//! Vietnamese syllables, letter by letter: tones come off their vowels and go to their usual place.
//!
//! `hoà` is `h o à` as typed; its tone belongs on the `o`. `qúy` is `quý`, and, `y` after `qu` being
//! `i` as well, `quí`. What is no single syllable (`ubnd`, `sgdđt`) keeps its tones where they are.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Vowels with their five tones (grave, acute, hook, tilde, dot below); the first letter of a row is toneless.
pub(crate) const VOWELS: [&str; 12] = [
    "aàáảãạ",
    "ăằắẳẵặ",
    "âầấẩẫậ",
    "eèéẻẽẹ",
    "êềếểễệ",
    "iìíỉĩị",
    "oòóỏõọ",
    "ôồốổỗộ",
    "ơờớởỡợ",
    "uùúủũụ",
    "ưừứửữự",
    "yỳýỷỹỵ",
];

/// The combining tone marks: grave, acute, hook, tilde, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];

/// The first code point beyond the Vietnamese letters.
const TABLE_END: u32 = 0x1F00;

/// What every code point below [`TABLE_END`] is, with its lower-case letter and tone (0 for none).
static LETTERS: LazyLock<Vec<(Kind, Letter)>> = LazyLock::new(|| {
    let mut vowels = HashMap::new();
    for row in VOWELS {
        for (tone, vowel) in (0_u8..).zip(row.chars()) {
            vowels.insert(vowel, (row.chars().next().unwrap_or(vowel), tone));
        }
    }
    (0..TABLE_END)
        .map(|code| {
            let c = char::from_u32(code).unwrap_or('\0');
            let lower = single_lower(c);
            let letter = vowels.get(&lower).copied().unwrap_or((lower, 0));
            (Kind::of(c), letter)
        })
        .collect()
});

/// What a character is to a fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It belongs to the letter before it.
    Mark,
    /// A letter or a digit.
    Letter,
    /// It parts words.
    Other,
}

impl Kind {
    fn of(c: char) -> Self {
        if unicode_normalization::char::is_combining_mark(c) {
            Self::Mark
        } else if c.is_alphanumeric() {
            Self::Letter
        } else {
            Self::Other
        }
    }
}

/// A letter without its tone, and the tone (1 to 5, 0 for none).
pub(super) type Letter = (char, u8);

/// Puts a word in order: a final `y` that is also written `i`, the place of the tone.
pub(super) fn settle(word: &mut [Letter]) {
    settle_i(word);
    settle_tone(word);
}

/// Adds a mark that did not compose with its letter, such as a circumflex typed after the tone.
pub(super) fn add_mark(letter: &mut Letter, mark: char) {
    if let Some(tone) = TONES.iter().position(|tone| *tone == mark) {
        if is_vowel(letter.0) {
            letter.1 = u8::try_from(tone).map_or(0, |tone| tone.saturating_add(1));
        }
    } else if let Some(composed) = unicode_normalization::char::compose(letter.0, mark)
        && is_vowel(composed)
    {
        letter.0 = composed;
    }
}

/// Turns a final `y` into `i` where both are written: after a consonant, and after `qu`.
fn settle_i(word: &mut [Letter]) {
    let follows = match word {
        [.., ('q', _), ('u', _), ('y', _)] => true,
        [.., (before, _), ('y', _)] => before.is_alphabetic() && !is_vowel(*before),
        _ => false,
    };
    if follows && let Some(last) = word.last_mut() {
        last.0 = 'i';
    }
}

/// Moves the one tone of a syllable to its usual place: `hoà` → `hòa`, `hòan` → `hoàn`.
fn settle_tone(word: &mut [Letter]) {
    let mut toned = word.iter().enumerate().filter(|(_, letter)| letter.1 > 0);
    let (Some((at, &(_, tone))), None) = (toned.next(), toned.next()) else {
        return;
    };
    let Some(place) = tone_place(word) else {
        return;
    };
    if place != at {
        if let Some(letter) = word.get_mut(at) {
            letter.1 = 0;
        }
        if let Some(letter) = word.get_mut(place) {
            letter.1 = tone;
        }
    }
}

/// Where the tone of this syllable stands; `None` when it is no single syllable.
fn tone_place(word: &[Letter]) -> Option<usize> {
    let vowel = |at: usize| word.get(at).is_some_and(|letter| is_vowel(letter.0));
    let mut first = word.iter().position(|letter| is_vowel(letter.0))?;
    let onset = first.checked_sub(1).and_then(|at| word.get(at));
    let glide = match (onset, word.get(first)) {
        (Some(('q', _)), Some(('u', _))) => true,
        (Some(('g', _)), Some(('i', _))) => first == 1,
        _ => false,
    };
    if glide && vowel(first.saturating_add(1)) {
        first = first.saturating_add(1);
    }
    let rest = word.get(first..)?;
    let length = rest.iter().take_while(|letter| is_vowel(letter.0)).count();
    let coda = rest.get(length..)?;
    if coda.iter().any(|letter| is_vowel(letter.0)) {
        return None;
    }
    let shaped = |letter: &Letter| matches!(letter.0, 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư');
    let offset = match rest.get(..length)?.iter().rposition(shaped) {
        Some(at) => at,
        None if !coda.is_empty() => length.checked_sub(1)?,
        None => usize::from(length > 2),
    };
    first.checked_add(offset)
}

fn is_vowel(base: char) -> bool {
    matches!(
        base,
        'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y'
    )
}

/// What a character is, and the letter without its tone.
pub(super) fn letter(c: char) -> (Kind, Letter) {
    usize::try_from(u32::from(c))
        .ok()
        .and_then(|code| LETTERS.get(code).copied())
        .unwrap_or_else(|| (Kind::of(c), (single_lower(c), 0)))
}

pub(super) fn toned(base: char, tone: u8) -> char {
    if tone == 0 {
        return base;
    }
    let row: [char; 6] = match base {
        'a' => ['a', 'à', 'á', 'ả', 'ã', 'ạ'],
        'ă' => ['ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ'],
        'â' => ['â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ'],
        'e' => ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ'],
        'ê' => ['ê', 'ề', 'ế', 'ể', 'ễ', 'ệ'],
        'i' => ['i', 'ì', 'í', 'ỉ', 'ĩ', 'ị'],
        'o' => ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ'],
        'ô' => ['ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ'],
        'ơ' => ['ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ'],
        'u' => ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ'],
        'ư' => ['ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự'],
        'y' => ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'],
        _ => return base,
    };
    row.get(usize::from(tone)).copied().unwrap_or(base)
}

/// The lower-case letter; of `İ`, whose lower case is two characters, the first.
fn single_lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}
