//! Rows that part the row above, or that it heads: `1` above `1.1`, `2` above `- Máy thở`.

use super::{Kind, Known, Reader, known};
use crate::fold;
use crate::layout::facts::RowFacts;
use crate::layout::reason::Reason;
use crate::layout::weigh::{Choice, Fit, Look, Mark};
use crate::layout::words::{self, Numbering, is_total_label, split_numbering, words};

/// Rows that part the row above.
pub(super) struct Family {
    /// The position of the row above among the rows of the body.
    pub(super) of: usize,
    /// Indexes of the rows.
    pub(super) rows: std::ops::Range<usize>,
    /// Whether rows without a figure among them are theirs too.
    pub(super) whole: bool,
    pub(super) reason: Reason,
}

impl<'a> Reader<'a> {
    /// A row of the family of a row above.
    pub(super) fn family_member(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        let family = self.family.as_ref()?;
        if index >= family.rows.end {
            self.family = None;
            return None;
        }
        let own = facts.amounts > 0 || family.whole && facts.filled > 0;
        if !own || !family.rows.contains(&index) {
            return None;
        }
        let label = fold::tidy(split_numbering(facts.label().unwrap_or_default()).1).into_owned();
        Some((
            Kind::Part {
                label,
                of: family.of,
            },
            Some(family.reason.clone()),
        ))
    }

    /// A row with a figure, and rows below it that may be its parts: `1` above `1.1`, `2` above `- Máy thở`.
    pub(super) fn family_head(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if !facts.says_money() || facts.name.is_none() {
            return None;
        }
        let (mark, rows) = self.children(index, facts)?;
        let children: Vec<&RowFacts<'_>> = rows
            .clone()
            .filter_map(|index| self.facts(index))
            .filter(|facts| facts.says_money())
            .collect();
        if children.is_empty() {
            return None;
        }
        let tell = children
            .iter()
            .filter(|child| child.telling > child.dittos)
            .count()
            * 2
            > children.len();
        let parent_tells = facts.telling > 0 || facts.told() > facts.extra_figures;
        let main = self.sheet.main;
        let sum = children
            .iter()
            .try_fold(0_i128, |sum, child| sum.checked_add(child.amount(main)?));
        let fit = match (sum, facts.amount(main)) {
            (Some(sum), Some(whole)) if sum == whole => Fit::Agrees,
            (Some(sum), Some(whole)) if sum > whole => Fit::Exceeds,
            _ => Fit::FallsShort,
        };
        let look = Look::Family {
            mark,
            tell,
            parent_tells,
            fit,
            alike: facts.label().and_then(first_word).is_some_and(|own| {
                children.iter().all(|child| {
                    child
                        .label()
                        .and_then(first_word)
                        .is_some_and(|word| word == own)
                })
            }),
        };
        let choice = self.opens.choose(
            look,
            std::iter::once(index),
            self.hypothesis,
            !self.numberless(),
        );
        match choice {
            Choice::Parts => {
                self.family = Some(Family {
                    of: self.body.rows.len(),
                    rows,
                    whole: false,
                    reason: Reason::PartOfAbove,
                });
                Some((Kind::Record, None))
            }
            Choice::Head => {
                let mut section = self.numbered_section(facts)?;
                section.activity = parent_tells;
                known(
                    Kind::Section(section),
                    if mark == Mark::Number {
                        Reason::HeadsNumbers
                    } else {
                        Reason::HeadsRows
                    },
                )
            }
            Choice::Apart | Choice::As(_) => None,
        }
    }

    /// The rows right below a row that may be parts of it, and by what.
    pub(super) fn children(
        &self,
        index: usize,
        facts: &RowFacts<'a>,
    ) -> Option<(Mark, std::ops::Range<usize>)> {
        let (first, child) = self.below(index)?;
        let mark = self.mark(facts, child)?;
        let mut end = first;
        let mut at = index;
        while let Some((next, below)) = self.below(at) {
            let deeper = match mark {
                Mark::Number | Mark::Letter => {
                    self.rank(below) > self.rank(facts) && self.mark(facts, below).is_some()
                }
                _ => self.mark(facts, below).is_some_and(|other| other == mark),
            };
            if !deeper {
                break;
            }
            (end, at) = (next + 1, next);
        }
        Some((mark, first..end))
    }

    pub(super) fn rank(&self, facts: &RowFacts<'_>) -> u8 {
        match facts.number {
            Some(Numbering::Upper | Numbering::Roman) => 0,
            Some(Numbering::Number(depth)) => depth.saturating_mul(2).saturating_add(2).min(98),
            Some(Numbering::Suffixed(depth)) => depth.saturating_mul(2).saturating_add(3).min(99),
            Some(Numbering::Lower) => 100,
            Some(Numbering::Lettered) => 101,
            Some(Numbering::Dash) | None => 200,
        }
    }

    /// By what a row may stand below another.
    pub(super) fn mark(&self, parent: &RowFacts<'a>, child: &RowFacts<'a>) -> Option<Mark> {
        if let Some(mark) = Mark::of(parent.number, child.number) {
            // `2a` is of `2` alone.
            let own = |facts: &RowFacts<'_>| Some(words::bare_number(facts.seq.as_deref()?));
            let of = mark != Mark::Suffix
                || own(child).is_some_and(|child| {
                    let number = child.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
                    own(parent).is_some_and(|parent| parent == number)
                });
            return of.then_some(mark);
        }
        let counted = matches!(
            parent.number,
            Some(
                Numbering::Number(_)
                    | Numbering::Suffixed(_)
                    | Numbering::Lower
                    | Numbering::Lettered
            )
        );
        if child.number.is_some() || child.seq.is_some() || !counted || !child.says_money() {
            return None;
        }
        if child
            .label()
            .is_some_and(|label| is_total_label(split_numbering(label).1))
            || child.name.is_none()
        {
            return (child.under_number && child.name.is_none() && child.telling == 0)
                .then_some(Mark::Merged);
        }
        if child.bulleted() {
            return Some(Mark::Bullet);
        }
        if child.under_number && child.telling == 0 {
            return Some(Mark::Merged);
        }
        if parent.label().is_some_and(announces_parts) {
            return Some(Mark::Listed);
        }
        if child.dittos > 0 && child.telling == child.dittos {
            return Some(Mark::Ditto);
        }
        (child.telling == 0).then_some(Mark::Plain)
    }
}

/// The first word of a name, folded.
fn first_word(name: &str) -> Option<String> {
    let bare = split_numbering(name).1;
    bare.split_whitespace().next().map(fold::fold)
}

/// Whether a name announces its parts: `Trang thiết bị y tế, gồm:`.
pub(super) fn announces_parts(label: &str) -> bool {
    let label = label.trim_end();
    let Some(open) = label.strip_suffix(':') else {
        return false;
    };
    let folded = fold::fold(open);
    let last = folded.rsplit(' ').next().unwrap_or_default();
    words().of_which.are(last) || words().of_which.within(&folded)
}
