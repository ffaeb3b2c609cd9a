//! Which field a heading names.
//!
//! `Kinh phí hỗ trợ (triệu đồng)` is matched without its unit, folded, first exactly, then without diacritics, then
//! as a known wording made short (`K.phí HT`), then by likeness: a known wording as whole words inside a longer
//! heading (`Đơn vị hỗ trợ phía thành phố`), or a typing slip. What is matched less surely yields to what is matched better.
//! What only resembles money (`Kinh phí/căn`, `Kinh phí đề nghị`) is known, and is none of ours.

mod period;
mod rate;
mod short;
mod spelling;
mod wording;

use std::collections::{HashMap, HashSet};

use super::keyword_pattern::KeywordPattern;
use super::{FieldSpec, Kind, Slot};
use crate::fold;

pub use wording::Wording;

pub use period::{is_period, without_period};

/// How surely a heading names what it was taken for. The order is that of sureness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// A known wording inside a longer heading, or a typing slip.
    Like,
    /// A known wording made short.
    Short,
    /// A known wording, diacritics aside.
    Bare,
    /// A known wording.
    Exact,
}

/// What a heading claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// The row number.
    Seq,
    /// A slot of a field.
    Field {
        /// The field's index in its template.
        field: usize,
        /// Which of its columns.
        slot: Slot,
        /// How surely.
        strength: Strength,
    },
    /// Known, and no field of ours: planned money, a rate.
    NotOurs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Seq,
    Field(usize, Slot),
    NotOurs,
}

/// The headings of a template, folded and indexed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headings {
    exact: HashMap<String, Target>,
    /// What headings of the row number begin with, in small letters.
    seq_letters: Vec<char>,
    /// Headings without a letter or digit, as typed.
    signs: HashMap<String, Target>,
    bare: HashMap<String, Target>,
    /// Without diacritics and blanks.
    unspaced: HashMap<String, Target>,
    /// Below the heading of a group (its field's index).
    under: HashMap<(usize, String), Target>,
    under_bare: HashMap<(usize, String), Target>,
    /// The wordings that a shortened heading may stand for, and those below the heading of a group.
    short: short::Wordings,
    short_under: HashMap<usize, short::Wordings>,
    /// Wordings of at least two words, longest first, for likeness.
    like: Vec<(String, Target)>,
    /// The places in `like` of the wordings that begin with a word: nearly every heading of a sheet is a long text that
    /// holds none of them, and that must cost little.
    by_first_word: HashMap<String, Vec<usize>>,
    /// Words that forbid likeness to an amount.
    not_by_likeness: Vec<String>,
    /// Fields that hold money.
    money: Vec<usize>,
    /// The measures that headings may state in brackets, bare.
    measures: HashSet<String>,
    /// What is named by headings that end in `…`: a time may stand there.
    timed: Vec<Target>,
    /// Words that deny a field, by field.
    denied: Vec<(usize, String)>,
    /// The keywords that headings never seen may hold.
    patterns: Vec<(KeywordPattern, usize)>,
}

impl Headings {
    /// Indexes the headings of these fields.
    #[must_use]
    pub fn new(
        fields: &[FieldSpec],
        seq: &[String],
        not_ours: &[String],
        not_by_likeness: &[String],
    ) -> Self {
        let mut this = Self {
            not_by_likeness: not_by_likeness
                .iter()
                .map(|words| fold::bare(words))
                .collect(),
            ..Self::default()
        };
        this.measures = Self::measures_of(fields);
        for (index, field) in fields.iter().enumerate() {
            if field.kind == Kind::Amount {
                this.money.push(index);
            }
            this.denied.extend(
                field
                    .not_alike
                    .iter()
                    .map(|words| (index, fold::bare(words))),
            );
            this.patterns.extend(
                field
                    .alike
                    .iter()
                    .map(|alike| (KeywordPattern::new(alike, &field.not_alike), index)),
            );
            let group = field
                .group
                .as_ref()
                .and_then(|id| fields.iter().position(|other| other.id == *id))
                .unwrap_or(index);
            for (headings, under, slot) in [
                (&field.headings, &field.under, Slot::Value),
                (&field.start_headings, &field.start_under, Slot::Start),
                (&field.end_headings, &field.end_under, Slot::End),
                (&field.measure_headings, &field.measure_under, Slot::Measure),
                (&field.qualifier_headings, &Vec::new(), Slot::Qualifier),
            ] {
                let target = Target::Field(index, slot);
                for heading in headings {
                    let heading = this.untimed(heading, target);
                    this.add(heading, target);
                }
                for heading in under {
                    let folded = fold::fold(this.untimed(heading, target));
                    let short = this.short_under.entry(group).or_default();
                    short.add(&folded, target);
                    this.under_bare
                        .entry((group, fold::bare_of(folded.clone())))
                        .or_insert(target);
                    this.under.insert((group, folded), target);
                }
            }
        }
        for heading in seq {
            let first = heading
                .chars()
                .next()
                .and_then(|first| first.to_lowercase().next());
            this.seq_letters.extend(first);
            this.add(heading, Target::Seq);
        }
        for heading in not_ours {
            this.add(heading, Target::NotOurs);
        }
        this.like
            .sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        for (place, (known, _)) in this.like.iter().enumerate() {
            let first = known.split(' ').next().unwrap_or_default().to_owned();
            this.by_first_word.entry(first).or_default().push(place);
        }
        this
    }

    /// The measures of a template's fields, and those that money is counted for.
    fn measures_of(fields: &[FieldSpec]) -> HashSet<String> {
        let own = fields.iter().flat_map(FieldSpec::measures);
        let common = super::common().rates.measures.iter();
        let all = own.chain(common.map(String::as_str)).chain(["%"]);
        all.map(fold::measure).collect()
    }

    /// A heading without the measure that it states in brackets at its end: `Diện tích (ha)`.
    fn without_measure<'h>(&self, heading: &'h str) -> Option<&'h str> {
        let (before, measure) = heading.trim_end().strip_suffix(')')?.rsplit_once('(')?;
        let stated = self.measures.contains(&fold::measure(measure));
        (stated && !before.trim().is_empty()).then_some(before)
    }

    /// A heading without the mark at its end that stands for a time: `Giải ngân …`.
    fn untimed<'h>(&mut self, heading: &'h str, target: Target) -> &'h str {
        let typed = heading.trim_end();
        let bare = typed.trim_end_matches(['…', '.', ' ']);
        let marked = typed.ends_with('…') || typed.ends_with("...");
        if !marked || bare.is_empty() {
            return heading;
        }
        if !self.timed.contains(&target) {
            self.timed.push(target);
        }
        bare
    }

    /// What a heading claims without the time at its end, where the template has one that may end in a time.
    fn of_period(&self, heading: &str, claim: impl Fn(&str) -> Option<Claim>) -> Option<Claim> {
        if self.timed.is_empty() {
            return None;
        }
        let rest = without_period(heading).filter(|rest| !rest.is_empty())?;
        let timed = |claim: &Claim| match *claim {
            Claim::Field {
                field,
                slot,
                strength,
            } => strength > Strength::Like && self.timed.contains(&Target::Field(field, slot)),
            Claim::Seq | Claim::NotOurs => false,
        };
        claim(&rest).filter(timed)
    }

    fn add(&mut self, heading: &str, target: Target) {
        let folded = fold::fold(heading);
        let bare = fold::bare_of(folded.clone());
        if bare.is_empty() {
            // A sign such as `#` folds to nothing, and so does a dash: it is known as typed only.
            self.signs.insert(heading.trim().to_owned(), target);
            return;
        }
        self.short.add(&folded, target);
        self.exact.insert(folded, target);
        self.unspaced
            .entry(spelling::unspaced(&bare))
            .or_insert(target);
        if bare.contains(' ') {
            self.like.push((bare.clone(), target));
        }
        self.bare.entry(bare).or_insert(target);
    }

    /// What a heading claims, standing alone or on top. `None` when nothing is known of it.
    #[must_use]
    pub fn claim(&self, heading: &str) -> Option<Claim> {
        self.claim_of(&Wording::new(heading))
    }

    /// The same for a heading that several templates are asked of.
    #[must_use]
    pub fn claim_of(&self, wording: &Wording<'_>) -> Option<Claim> {
        let Wording {
            heading,
            folded,
            bare,
            ..
        } = wording;
        if folded.is_empty() {
            return self
                .signs
                .get(heading.trim())
                .map(|target| target.claim(Strength::Exact));
        }
        if let Some(target) = self.exact.get(folded) {
            return Some(target.claim(Strength::Exact));
        }
        if let Some(target) = self.bare.get(bare) {
            return Some(target.claim(Strength::Bare));
        }
        if let Some(claim) = self.of_period(heading, |rest| self.claim(rest)) {
            return Some(claim);
        }
        if let Some(claim) = wording.first_language().and_then(|own| self.claim(own)) {
            return Some(claim);
        }
        // What counts something is no money, whatever stands before.
        let measured = self
            .without_measure(heading)
            .and_then(|own| self.claim(own));
        if let Some(claim @ Claim::Field { field, .. }) = measured
            && !self.money.contains(&field)
        {
            return Some(claim);
        }
        let broken = wording.unspaced();
        if let Some(target) = broken.and_then(|unspaced| self.unspaced.get(unspaced)) {
            return Some(target.claim(Strength::Bare));
        }
        let rate = |target: Target| {
            self.is_money(target) && (heading.contains('%') || rate::is_rate(heading))
        };
        let long = wording.written_out();
        if let Some(target) = self.shortened(folded, long) {
            return Some(match target {
                target if rate(target) => Claim::NotOurs,
                target => target.claim(Strength::Short),
            });
        }
        let target = match self.short_money(folded) {
            Some(target) => target,
            None => self.likeness(wording.long_bare())?,
        };
        Some(match target {
            target if rate(target) => Claim::NotOurs,
            target => target.claim(Strength::Like),
        })
    }

    fn is_money(&self, target: Target) -> bool {
        matches!(target, Target::Field(field, Slot::Value) if self.money.contains(&field))
    }

    /// Whether a heading is in another language, as one below a Vietnamese heading may be.
    #[must_use]
    pub fn is_foreign(heading: &str) -> bool {
        spelling::is_foreign(heading)
    }

    /// Whether a heading is known as money for one of many.
    #[must_use]
    pub fn is_rate(&self, heading: &str) -> bool {
        self.claim(heading) == Some(Claim::NotOurs) && rate::is_rate(heading)
    }

    /// Whether a heading tells of money that is not the records' own: planned, asked for, of another time, for one of
    /// many. What stands below it is such money too.
    #[must_use]
    pub fn is_other_money(&self, heading: &str) -> bool {
        let known = match self.claim(heading) {
            Some(Claim::Field { field, .. }) => self.money.contains(&field),
            Some(Claim::Seq) => true,
            Some(Claim::NotOurs) | None => false,
        };
        !known && (rate::is_rate(heading) || self.is_forbidden(&fold::bare(heading)))
    }

    /// Whether a bare heading holds a word with which it is no amount by likeness.
    fn is_forbidden(&self, bare: &str) -> bool {
        self.not_by_likeness
            .iter()
            .any(|words| holds_words(bare, words))
    }

    /// The wording that a shortened heading stands for.
    fn shortened(&self, folded: &str, long: Option<&str>) -> Option<Target> {
        long.and_then(|long| self.exact.get(long).copied())
            .or_else(|| self.short.find(folded))
    }

    /// What a heading claims that begins with a wording of money made short: `K.phí đợt 1`, `K.phí đề nghị`.
    fn short_money(&self, folded: &str) -> Option<Target> {
        const MOST: usize = 4;
        let ends: Vec<usize> = memchr::memchr_iter(b' ', folded.as_bytes())
            .take(MOST)
            .collect();
        ends.iter().rev().find_map(|end| {
            let (head, rest) = folded.split_at_checked(*end)?;
            let target = self
                .shortened(head, None)
                .filter(|target| self.is_money(*target))?;
            let other = self.is_forbidden(&fold::bare(rest));
            Some(if other { Target::NotOurs } else { target })
        })
    }

    /// Whether a heading is that of the row number.
    ///
    /// Asked of many cells, so that longer texts and other first letters are told apart before anything is folded.
    #[must_use]
    pub fn is_seq(&self, heading: &str) -> bool {
        let heading = heading.trim();
        let first = heading
            .chars()
            .next()
            .map(|first| first.to_lowercase().next());
        if heading.len() > 24
            || !first
                .flatten()
                .is_some_and(|first| self.seq_letters.contains(&first))
        {
            return false;
        }
        let folded = fold::fold(heading);
        if folded.is_empty() {
            return self.signs.get(heading) == Some(&Target::Seq);
        }
        self.exact.get(&folded) == Some(&Target::Seq)
            || self.bare.get(&fold::bare_of(folded)) == Some(&Target::Seq)
    }

    /// What a heading claims that is known exactly or but for diacritics.
    #[must_use]
    pub fn known(&self, heading: &str) -> Option<Claim> {
        self.claim(heading).filter(|claim| {
            !matches!(
                claim,
                Claim::Field {
                    strength: Strength::Like,
                    ..
                }
            )
        })
    }

    /// What a heading claims below the heading of a group's field.
    #[must_use]
    pub fn claim_under(&self, group: usize, heading: &str) -> Option<Claim> {
        let key = (group, fold::fold(heading));
        if let Some(target) = self.under.get(&key) {
            return Some(target.claim(Strength::Exact));
        }
        let long = short::written_out(&key.1);
        if let Some(target) = self.under_bare.get(&(group, fold::bare_of(key.1))) {
            return Some(target.claim(Strength::Bare));
        }
        if let Some(claim) = self.of_period(heading, |rest| self.claim_under(group, rest)) {
            return Some(claim);
        }
        let folded = fold::fold(heading);
        let target = long
            .and_then(|long| self.under.get(&(group, long)).copied())
            .or_else(|| self.short_under.get(&group)?.find(&folded));
        match target {
            Some(target) => Some(target.claim(Strength::Short)),
            None => self.claim_under(group, spelling::first_language(heading)?),
        }
    }

    fn likeness(&self, bare: &str) -> Option<Target> {
        if bare.len() < 6 {
            return None;
        }
        let inside = self.inside(bare);
        // Asked for seldom: only where a wording for money fits.
        let held = || inside.iter().filter_map(|place| self.like.get(*place));
        let forbidden = || {
            // `Thực hiện` inside `Kinh phí thực hiện` says nothing by itself.
            let in_money = |words: &str| {
                held().any(|(known, target)| self.is_money(*target) && known.contains(words))
            };
            self.is_forbidden(bare)
                || held().any(|(known, target)| *target == Target::NotOurs && !in_money(known))
        };
        let of_money = held()
            .any(|(known, target)| self.is_money(*target) && bare.starts_with(known.as_str()));
        if of_money && forbidden() {
            return Some(Target::NotOurs);
        }
        let allowed = |target: &Target| match target {
            Target::Field(field, _) => !(self.money.contains(field) && forbidden()),
            Target::Seq | Target::NotOurs => true,
        };
        let held = held()
            .find(|(known, target)| allowed(target) && !self.denies(*target, bare, known))
            .map(|(known, target)| (known.len(), *target));
        let named = self
            .patterns
            .iter()
            .map(|(pattern, field)| (pattern, Target::Field(*field, Slot::Value)))
            .filter(|(_, target)| allowed(target))
            .filter_map(|(pattern, target)| Some((pattern.covered(bare)?, target)))
            .max_by_key(|(covered, _)| *covered);
        // A whole wording inside the heading tells more than keywords apart, unless they cover more of it.
        match (held, named) {
            (Some((known, target)), Some((covered, other))) => {
                Some(if covered > known + 4 { other } else { target })
            }
            (Some((_, target)), None) | (None, Some((_, target))) => Some(target),
            (None, None) => self.slip(bare, &allowed),
        }
    }

    /// The wording that a text is a typing slip of.
    fn slip(&self, bare: &str, allowed: &dyn Fn(&Target) -> bool) -> Option<Target> {
        // The wordings stand in the order of their length, so those of about this length stand together.
        let longest = bare.len().saturating_add(1);
        let from = self
            .like
            .partition_point(|(known, _)| known.len() > longest);
        self.like
            .iter()
            .skip(from)
            .take_while(|(known, _)| {
                known.len() >= 8 && known.len().saturating_add(1) >= bare.len()
            })
            .find(|(known, target)| is_slip(known, bare) && allowed(target))
            .map(|(_, target)| *target)
    }

    /// The places in `like` of the wordings that a text holds as whole words, longest first.
    fn inside(&self, bare: &str) -> Vec<usize> {
        let mut places = Vec::new();
        let mut rest = bare;
        loop {
            let end = memchr::memchr(b' ', rest.as_bytes());
            let first = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            for place in self.by_first_word.get(first).into_iter().flatten() {
                if self.like.get(*place).is_some_and(|(known, _)| {
                    rest.strip_prefix(known.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
                }) {
                    places.push(*place);
                }
            }
            match end.and_then(|end| rest.get(end.saturating_add(1)..)) {
                Some(after) => rest = after,
                None => break,
            }
        }
        places.sort_unstable();
        places
    }
}

/// Whether a text holds some words as whole words, also where a first, partial match overlaps the whole one.
fn holds_words(text: &str, words: &str) -> bool {
    word_starts(text).any(|start| {
        text.get(start..)
            .and_then(|rest| rest.strip_prefix(words))
            .is_some_and(|after| after.is_empty() || after.starts_with(' '))
    })
}

/// Where words can begin: at the start, and after each blank.
fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let after_blanks = memchr::memchr_iter(b' ', text.as_bytes()).map(|at| at.saturating_add(1));
    std::iter::once(0).chain(after_blanks)
}

/// Whether two texts are at most one typing slip apart: a letter too many, too few, wrong, or two swapped.
fn is_slip(one: &str, other: &str) -> bool {
    if !(one.is_ascii() && other.is_ascii()) {
        return strsim::osa_distance(one, other) <= 1;
    }
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let same = |(a, b): &(&u8, &u8)| a == b;
    let head = one.iter().zip(other).take_while(same).count();
    let one = one.get(head..).unwrap_or_default();
    let other = other.get(head..).unwrap_or_default();
    let tail = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(same)
        .count();
    match (
        one.get(..one.len().saturating_sub(tail))
            .unwrap_or_default(),
        other
            .get(..other.len().saturating_sub(tail))
            .unwrap_or_default(),
    ) {
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

impl Headings {
    /// Whether what a heading says beside a known wording denies the field: `Số hoạt động` names no activity.
    fn denies(&self, target: Target, bare: &str, known: &str) -> bool {
        let Target::Field(field, Slot::Value) = target else {
            return false;
        };
        let rest = format!(" {bare} ").replacen(&format!(" {known} "), " ", 1);
        self.denied
            .iter()
            .any(|(other, words)| *other == field && rest.contains(&format!(" {words} ")))
    }
}

impl Target {
    fn claim(self, strength: Strength) -> Claim {
        match self {
            Self::Seq => Claim::Seq,
            Self::Field(field, slot) => Claim::Field {
                field,
                slot,
                strength,
            },
            Self::NotOurs => Claim::NotOurs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_held_after_a_partial_match_that_overlaps_them() {
        assert!(holds_words("aa a a", "a a"));
    }

    proptest! {
        #[test]
        fn a_slip_is_a_distance_of_one(one in "[abc ]{0,7}", other in "[abc ]{0,7}") {
            prop_assert_eq!(is_slip(&one, &other), strsim::osa_distance(&one, &other) <= 1);
        }

        #[test]
        fn words_are_held_as_whole_words(text in "[ab ]{0,9}", words in "[ab]{1,2}( [ab]{1,2})?") {
            let padded = format!(" {text} ").contains(&format!(" {words} "));
            prop_assert_eq!(holds_words(&text, &words), padded);
        }
    }
}
