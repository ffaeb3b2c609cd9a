//! Offices that the register built in does not know: their kind and code, made of their name.

use super::line::lists;
use crate::fold::{bare, fold, plain_words, tidy};
use crate::register::name::Name;
use crate::register::unit::Unit;
use crate::register::words::{Level, words};

/// An office that the register built in does not know, as it is written.
pub(super) fn unknown(text: &str) -> Unit {
    let name = Name::parse(text);
    let kinds = &lists().kind;
    let first = fold(text);
    let first = first.split(' ').next().unwrap_or_default();
    let (kind, code) = if let Some(place) = name.own_place() {
        let kind = if place.rank().level == Level::Commune {
            "commune"
        } else {
            "district"
        };
        let own = own_words(text, &place.words);
        (kind, format!("{}-{}", place.rank().short, own.join("-")))
    } else if let Some(known) = kinds.iter().find(|kind| kind.word == first) {
        let links = &words().links;
        let behind = name.own_words().iter().skip(1);
        let initials = behind.filter(|word| !links.contains(word));
        let initials = initials.filter_map(|word| bare(word).chars().next());
        let initials: String = initials.collect();
        (known.kind.as_str(), format!("{}-{initials}", known.code))
    } else {
        /// More words make no short code.
        const FEW: usize = 5;
        let mut own = own_words(text, name.own_words());
        own.truncate(FEW);
        ("organisation", own.join("-"))
    };
    // Letters that are not Latin ones make no code.
    let code = match code.trim_matches('-') {
        "" => lists().no_code.clone(),
        code => code.to_owned(),
    };
    Unit {
        code,
        name: tidy(text).into_owned(),
        kind: kind.to_owned(),
        ..Unit::default()
    }
}

/// Words of a folded name as the text spells them, in plain letters: a fold writes `mĩ` for `Mỹ`.
fn own_words(text: &str, folded: &[String]) -> Vec<String> {
    let spelled = plain_words(text);
    let all = fold(text);
    let all: Vec<&str> = all.split(' ').collect();
    let start = all.windows(folded.len().max(1)).position(|window| {
        let mut pairs = window.iter().zip(folded);
        pairs.all(|(word, own)| word == own)
    });
    let own = start.filter(|_| spelled.len() == all.len()).and_then(|at| {
        let end = at.checked_add(folded.len())?;
        spelled.get(at..end).map(<[String]>::to_vec)
    });
    own.unwrap_or_else(|| plain_words(&folded.join(" ")))
}
