//! A line of a pasted list: what stands around the office's name, and whether there is one.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::fold::fold;
use crate::register::name::Name;
use crate::register::words::{Level, words};

/// A line without its number or dash, what parts it from the next, a remark in brackets, and the list's label.
pub(super) fn strip(line: &str) -> &str {
    // Of a row of a table the first cell with words counts.
    let words = |cell: &&str| cell.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let line = line.split('\t').find(words).unwrap_or_default();
    let mut text = line.trim();
    if let Some((label, rest)) = text.split_once(':')
        && lists().labels.contains(&fold(label))
    {
        text = rest.trim();
    }
    text = strip_number(text);
    let ends = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | '/' | ';');
    text = text.trim_end_matches(ends);
    match text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('))
    {
        Some((before, _)) if !before.trim().is_empty() => before.trim_end_matches(ends),
        _ => text,
    }
}

/// What stands behind `1.`, `2)`, `(3)`, `a)`, `IV.`, `-`, `+`, `•`.
fn strip_number(text: &str) -> &str {
    const LONGEST: usize = 4;
    let mark = |c: char| c.is_whitespace() || "-–—+*•●▪·‐−".contains(c);
    let text = text.trim_start_matches(mark);
    let opened = text.trim_start_matches('(');
    let number = opened.find(|c: char| !c.is_ascii_alphanumeric());
    let Some((number, rest)) = number.and_then(|end| opened.split_at_checked(end)) else {
        return text;
    };
    let is_number = !number.is_empty()
        && number.len() <= LONGEST
        && (number.chars().all(|c| c.is_ascii_digit())
            || number.chars().all(|c| "IVXivx".contains(c))
            || number.len() == 1);
    match rest.chars().next() {
        Some('.' | ')' | '/') if is_number => {
            rest.trim_start_matches(|c: char| mark(c) || matches!(c, '.' | ')' | '/'))
        }
        _ => text,
    }
}

/// Whether it is what a list of addressees begins with.
pub(super) fn is_label(text: &str) -> bool {
    let label = text.trim_end().trim_end_matches(':');
    lists().labels.contains(&fold(label))
}

/// Whether a line names no office: `Như trên`, a heading, a sentence, the province itself.
pub(super) fn is_no_office(text: &str) -> bool {
    /// A longer line is a sentence.
    const LONG: usize = 200;
    let folded = fold(text);
    let begins = |words: &String| {
        let rest = folded.strip_prefix(words.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    lists().no_office.iter().any(begins)
        || text.ends_with(':')
        || text.chars().count() > LONG
        || Name::parse(text).own_province().is_some()
        || is_the_province(&folded)
}

/// `UBND tỉnh`: the superior of all offices, whatever the province is called.
fn is_the_province(folded: &str) -> bool {
    let all: Vec<&str> = folded.split(' ').collect();
    let rank = words().rank(Level::Province);
    rank.is_some_and(|rank| behind_authority(&all).iter().eq(&rank.words))
}

/// The kinds of offices that a line stands for all of: `UBND các huyện, thị xã, thành phố`.
pub(super) fn kinds_of_many(folded: &str) -> Option<Vec<&'static str>> {
    let all: Vec<&str> = folded.split(' ').collect();
    let rest = behind_authority(&all);
    if rest.first() != Some(&lists().all.as_str()) {
        return None;
    }
    let many = lists().many.iter();
    let mut kinds: Vec<&str> = many
        .filter(|many| rest.contains(&many.word.as_str()))
        .map(|many| many.kind.as_str())
        .collect();
    kinds.dedup();
    Some(kinds)
}

/// The words behind `Ủy ban nhân dân`; all of them where it is not there.
fn behind_authority<'a, 'b>(all: &'a [&'b str]) -> &'a [&'b str] {
    let (long, short) = (&words().authority, &words().authority_short);
    let written = all.len() > long.len() && all.iter().zip(long).all(|(word, own)| word == own);
    let count = if written {
        long.len()
    } else {
        usize::from(all.first() == Some(&short.as_str()))
    };
    all.get(count..).unwrap_or_default()
}

/// The words of such lists, folded.
pub(super) struct Lists {
    pub(super) labels: Vec<String>,
    pub(super) no_office: Vec<String>,
    pub(super) all: String,
    pub(super) no_code: String,
    pub(super) many: Vec<Kind>,
    pub(super) kind: Vec<Kind>,
}

/// A word and the kind of office that it tells.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kind {
    pub(super) word: String,
    pub(super) kind: String,
    /// What the codes of such offices begin with.
    #[serde(default)]
    pub(super) code: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    labels: Vec<String>,
    no_office: Vec<String>,
    all: String,
    no_code: String,
    many: Vec<Kind>,
    kind: Vec<Kind>,
}

pub(super) fn lists() -> &'static Lists {
    static LISTS: LazyLock<Lists> = LazyLock::new(|| {
        let read = toml::from_str(include_str!("../../data/registers/pasted.toml"));
        #[expect(
            clippy::expect_used,
            reason = "part of the program, read by every test"
        )]
        let file: File = read.expect("the words of pasted lists are well-formed");
        let folded = |texts: Vec<String>| texts.iter().map(|text| fold(text)).collect();
        let kinds = |kinds: Vec<Kind>| {
            let kinds = kinds.into_iter();
            let kinds = kinds.map(|kind| Kind {
                word: fold(&kind.word),
                ..kind
            });
            kinds.collect()
        };
        Lists {
            labels: folded(file.labels),
            no_office: folded(file.no_office),
            all: fold(&file.all),
            no_code: file.no_code,
            many: kinds(file.many),
            kind: kinds(file.kind),
        }
    });
    &LISTS
}
