//! Places that a text names: `Khám bệnh tại xã Mỹ Cẩm, huyện Càng Long`.

use std::sync::LazyLock;

use super::province::Province;
use super::words::{Level, RankWords, words};
use crate::fold::bare;

/// The longest names of places have so many words.
const LONGEST: usize = 4;

/// A word of a text.
struct Word<'t> {
    text: &'t str,
    /// Where it begins, in bytes.
    start: usize,
    /// Whether nothing but a blank or a full stop parts it from the next word.
    goes_on: bool,
}

/// A place below the province that a text names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NamedPlace {
    /// Its name, folded, without rank and diacritics.
    pub name: String,
    /// Whether it is a commune, a ward or a small town; else it is a district, a town or a city.
    pub commune: bool,
}

/// Takes the places below the province out of a text: the capitalised words or the number behind a rank. Gives what is
/// left of the text, and each place once, in order. A text in capitals alone names none, for nothing tells where a name ends.
#[must_use]
pub fn take_places(text: &str) -> (String, Vec<NamedPlace>) {
    let mut found: Vec<NamedPlace> = Vec::new();
    if !text.chars().any(char::is_lowercase) {
        return (text.to_owned(), found);
    }
    let words = words_of(text);
    let (mut at, mut rest, mut copied) = (0, String::new(), 0);
    while let Some(ahead) = words.get(at..).filter(|ahead| !ahead.is_empty()) {
        let place = rank_at(ahead).and_then(|(length, level)| {
            let name = name_at(ahead.get(length..)?);
            Some((ahead.first()?, length, level, name, name.last()?))
        });
        let Some((first, length, level, name, last)) = place else {
            at += 1;
            continue;
        };
        at += length + name.len();
        let texts: Vec<&str> = name.iter().map(|word| word.text).collect();
        if level == Level::City && Province::is_known_city(&texts) {
            continue;
        }
        rest.push_str(text.get(copied..first.start).unwrap_or_default());
        copied = last.start + last.text.len();
        let place = NamedPlace {
            name: bare(&texts.join(" ")),
            commune: level == Level::Commune,
        };
        if !found.contains(&place) {
            found.push(place);
        }
    }
    rest.push_str(text.get(copied..).unwrap_or_default());
    (rest, found)
}

fn words_of(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut end = 0;
    let is_part =
        |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
    for piece in text
        .split(|c: char| !is_part(c))
        .filter(|piece| !piece.is_empty())
    {
        let start = piece.as_ptr() as usize - text.as_ptr() as usize;
        let between = text.get(end..start).unwrap_or_default();
        if let Some(last) = words.last_mut() {
            last.goes_on = matches!(between, " " | "." | ". " | "\u{a0}");
        }
        end = start + piece.len();
        words.push(Word {
            text: piece,
            start,
            goes_on: false,
        });
    }
    words
}

/// How many words the rank is with which the words begin, and its level; none for a province's.
fn rank_at(rest: &[Word<'_>]) -> Option<(usize, Level)> {
    let first = rest.first().filter(|word| may_be_rank(word.text))?;
    let first_bare = bare(first.text);
    let below = words()
        .ranks
        .iter()
        .filter(|rank| rank.level != Level::Province);
    below
        .filter_map(|rank| Some((rank_length(rank, &first_bare, rest)?, rank.level)))
        .max_by_key(|(length, _)| *length)
}

/// Whether a word begins as a rank does: few words do.
fn may_be_rank(text: &str) -> bool {
    static INITIALS: LazyLock<Vec<char>> = LazyLock::new(|| {
        let ranks = words().ranks.iter();
        let words =
            ranks.flat_map(|rank| [rank.words.first(), rank.bare.first(), Some(&rank.short)]);
        words
            .flatten()
            .filter_map(|word| word.chars().next())
            .collect()
    });
    let first = text.chars().next();
    first.is_some_and(|first| first.to_lowercase().any(|c| INITIALS.contains(&c)))
}

fn rank_length(rank: &RankWords, first_bare: &str, rest: &[Word<'_>]) -> Option<usize> {
    let first = rest.first()?;
    // `H.` and `TP` are ranks where they are capitals.
    if first_bare == rank.short && first.goes_on && first.text.chars().all(char::is_uppercase) {
        return Some(1);
    }
    let whole = rank.bare.first().is_some_and(|word| word == first_bare)
        && rest.len() >= rank.bare.len()
        && rank
            .bare
            .iter()
            .zip(rest)
            .all(|(word, other)| other.goes_on && *word == bare(other.text));
    whole.then_some(rank.bare.len())
}

/// The name with which the words begin: a number, or capitalised words up to the next sign.
fn name_at<'w, 't>(rest: &'w [Word<'t>]) -> &'w [Word<'t>] {
    let mut length = 0;
    for word in rest.iter().take(LONGEST) {
        let number = word.text.chars().all(|c| c.is_ascii_digit());
        let capital = word.text.chars().next().is_some_and(char::is_uppercase);
        if !(capital || (number && length == 0)) {
            break;
        }
        length += 1;
        if !word.goes_on || number {
            break;
        }
    }
    rest.get(..length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::take_places;

    #[test]
    fn places_stand_behind_their_ranks() {
        let named = |text| {
            let (_, places) = take_places(text);
            let names = places.into_iter().map(|place| place.name);
            names.collect::<Vec<_>>().join("|")
        };
        assert_eq!(
            named("Khám bệnh tại xã Mỹ Cẩm, huyện Càng Long"),
            "mi cam|cang long"
        );
        assert_eq!(named("UBND H. Cầu Kè, TP. Trà Vinh"), "cau ke|tra vinh");
        assert_eq!(named("Ủy ban nhân dân Quận 3"), "3");
        assert_eq!(named("Sở Y tế tỉnh Trà Vinh; Sở Y tế TP. Hồ Chí Minh"), "");
        assert_eq!(named("Các xã, phường, thị trấn"), "");
        assert_eq!(named("KHÁM BỆNH TẠI HUYỆN CÀNG LONG"), "");
        let (rest, _) = take_places("Khám bệnh tại xã Mỹ Cẩm, huyện Càng Long năm 2018");
        assert_eq!(rest, "Khám bệnh tại ,  năm 2018");
    }
}
