//! Two records, held against each other.

use super::profile::{Place, Profile, Text, Vocabulary, Word};
use super::weights::{Before, step, weights};

/// How one thing that two records say agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Agreement {
    /// One of them does not say it.
    Unsaid,
    /// The same.
    Same,
    /// Nearly, or in part.
    Partly,
    /// Something else.
    Other,
}

/// How alike two records are, and in what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Likeness {
    /// How likely they tell of the same activity, in percent, at most 99.
    pub percent: u8,
    /// The share of words in their names, in percent.
    pub name: u8,
    /// Their amounts.
    pub amount: Agreement,
    /// Their times.
    pub time: Agreement,
    /// Who gives.
    pub provider: Agreement,
    /// Where.
    pub place: Agreement,
}

/// Compares two records; `None` where they are less alike than this, in percent.
pub(super) fn compare(
    vocabulary: &Vocabulary,
    one: &Profile,
    other: &Profile,
    before: Before,
    least: u8,
) -> Option<Likeness> {
    let weigh = weights();
    let reaches = |bits: f64| probability(bits) >= least;
    let mut bits = weigh.before(before);
    bits += match (
        all_in(&one.numbers, &other.numbers),
        all_in(&other.numbers, &one.numbers),
    ) {
        (true, true) => 0.0,
        (false, false) => weigh.name.other_numbers,
        _ => weigh.name.more_numbers,
    };
    let amount = amounts(one, other);
    bits += match amount {
        Agreement::Unsaid => 0.0,
        Agreement::Same => {
            let having = one.amount.map_or(0, |amount| vocabulary.having(amount));
            if having < weigh.amount.many {
                weigh.amount.same
            } else {
                weigh.amount.common
            }
        }
        Agreement::Partly => weigh.amount.near,
        Agreement::Other => weigh.amount.other,
    };
    let time = times(one, other);
    bits += match time {
        Agreement::Unsaid => 0.0,
        Agreement::Same => weigh.time.same,
        Agreement::Partly => weigh.time.overlapping,
        Agreement::Other => weigh.time.apart,
    };
    // Texts take longest: they are compared only where they can still make the two alike.
    let texts = [
        (&weigh.name.steps, &one.name, &other.name),
        (&weigh.provider.steps, &one.provider, &other.provider),
        (&weigh.others.steps, &one.others, &other.others),
    ];
    let most: f64 = texts.iter().map(|(steps, ..)| full(steps)).sum();
    if !reaches(bits + most + weigh.place.shared) {
        return None;
    }
    let place = places(one, other, before);
    bits += match place {
        Agreement::Unsaid | Agreement::Partly => 0.0,
        Agreement::Same => weigh.place.shared,
        Agreement::Other => weigh.place.other,
    };
    if !reaches(bits + most) {
        return None;
    }
    let [(share, name), (_, provider), (_, others)] = texts.map(|(steps, one, other)| {
        if one.set.is_empty() || other.set.is_empty() {
            return (0.0, None);
        }
        let share = likeness(vocabulary, one, other);
        (share, Some(step(steps, share)))
    });
    bits += name.unwrap_or_else(|| step(&weigh.name.steps, 0.0));
    bits += provider.unwrap_or(0.0) + others.unwrap_or(0.0);
    let percent_alike = probability(bits);
    (percent_alike >= least).then_some(Likeness {
        percent: percent_alike,
        name: percent(share),
        amount,
        time,
        provider: match provider {
            None => Agreement::Unsaid,
            Some(weight) if weight >= full(&weigh.provider.steps) => Agreement::Same,
            Some(weight) if weight > 0.0 => Agreement::Partly,
            Some(_) => Agreement::Other,
        },
        place,
    })
}

/// What a text that is the same throughout weighs.
fn full(steps: &[(f64, f64)]) -> f64 {
    steps.first().map_or(0.0, |(_, weight)| *weight)
}

/// How likely two records are one, in percent; never certain.
fn probability(bits: f64) -> u8 {
    percent(1.0 / (1.0 + (-bits).exp2())).min(99)
}

/// A share in whole percent.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 100"
)]
fn percent(share: f64) -> u8 {
    (share * 100.0 + 1e-9).floor().clamp(0.0, 100.0) as u8
}

/// Dice's measure of the words of two texts, each as heavy as it is rare; capitals stand for what they are initials of.
fn likeness(vocabulary: &Vocabulary, one: &Text, other: &Text) -> f64 {
    let weight =
        |words: &[Word]| -> f64 { words.iter().map(|word| vocabulary.weight(*word)).sum() };
    let (mut shared, mut all) = (0.0, weight(&one.set) + weight(&other.set));
    let (mut left, mut right) = (one.set.iter().peekable(), other.set.iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                shared += 2.0 * vocabulary.weight(**a);
                left.next();
                right.next();
            }
        }
    }
    for (short, long) in [(one, other), (other, one)] {
        for (capital, initials) in &short.capitals {
            if long.set.binary_search(capital).is_ok() {
                continue;
            }
            let spelled = long.words.windows(initials.len()).find(|run| {
                run.iter()
                    .zip(initials)
                    .all(|(word, initial)| vocabulary.initial(*word) == *initial)
            });
            if let Some(run) = spelled {
                // The capitals count as the words that they stand for.
                let words = weight(run);
                shared += 2.0 * words;
                all += words - vocabulary.weight(*capital);
            }
        }
    }
    if all <= 0.0 {
        return 0.0;
    }
    (shared / all).min(1.0)
}

/// Whether all of these are among those; both are sorted.
fn all_in(these: &[Word], those: &[Word]) -> bool {
    these.iter().all(|word| those.binary_search(word).is_ok())
}

fn amounts(one: &Profile, other: &Profile) -> Agreement {
    let (Some(a), Some(b)) = (one.amount, other.amount) else {
        return Agreement::Unsaid;
    };
    if a == b {
        return if a == 0 {
            Agreement::Unsaid
        } else {
            Agreement::Same
        };
    }
    let larger = a.unsigned_abs().max(b.unsigned_abs());
    let (difference, larger) = (a.abs_diff(b), larger);
    #[expect(clippy::cast_precision_loss, reason = "only the ratio counts")]
    let near = difference as f64 <= larger as f64 * weights().amount.within;
    if near {
        Agreement::Partly
    } else {
        Agreement::Other
    }
}

fn times(one: &Profile, other: &Profile) -> Agreement {
    let (Some(a), Some(b)) = (&one.time, &other.time) else {
        return Agreement::Unsaid;
    };
    if (a.start, a.end) == (b.start, b.end) {
        return Agreement::Same;
    }
    let before = |a: &crate::value::Interval, b: &crate::value::Interval| matches!((a.end, b.start), (Some(end), Some(start)) if end < start);
    if before(a, b) || before(b, a) {
        Agreement::Other
    } else {
        Agreement::Partly
    }
}

/// The places that two records name agree where they share one, or where one names the place that the other's office is
/// of. They do not where both name some of one level, or come from offices of two places, and share none: of a pair of
/// offices the one gives, and its own place is not where it gave.
fn places(one: &Profile, other: &Profile, before: Before) -> Agreement {
    let has = |profile: &Profile, place: &Place| {
        profile.places.contains(place) || profile.own_place.as_ref() == Some(place)
    };
    let mut all = one.places.iter().chain(&one.own_place);
    if all.any(|place| has(other, place)) {
        return Agreement::Same;
    }
    let named = |profile: &Profile, commune| profile.places.iter().any(|place| place.0 == commune);
    let apart = |commune| named(one, commune) && named(other, commune);
    let offices = before == Before::Apart && one.own_place.is_some() && other.own_place.is_some();
    if apart(true) || apart(false) || offices {
        Agreement::Other
    } else {
        Agreement::Unsaid
    }
}
