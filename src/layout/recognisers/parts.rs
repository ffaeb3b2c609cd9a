//! Rows worded as parts of the row above: `Trong đó: …`.

use super::families::Family;
use super::{Kind, Known, Reader, known, stages};
use crate::fold;
use crate::layout::CellRole;
use crate::layout::body::{BodyKind, Role, Scope};
use crate::layout::facts::RowFacts;
use crate::layout::reason::Reason;
use crate::layout::weigh::{Choice, Look};
use crate::layout::words::{Numbering, is_total_label, split_numbering, words};

impl<'a> Reader<'a> {
    /// `Trong đó: …` parts the row above it; the rows that go on with it do too.
    pub(super) fn breaks_up(
        &mut self,
        index: usize,
        facts: &'a RowFacts<'a>,
        label: &'a str,
    ) -> Option<Known> {
        let above = self.body.rows.iter().rposition(|row| {
            matches!(
                row.kind,
                BodyKind::Record { .. } | BodyKind::Section(_) | BodyKind::Total { .. }
            )
        });
        let directly = self.body.rows.last().is_some_and(|row| {
            stages::goes_on(row)
                || matches!(row.kind, BodyKind::Record { .. } | BodyKind::Part { .. })
        });
        let (Some(of), true) = (above, directly) else {
            // Below a sum it breaks that up.
            return (facts.telling == 0).then(|| {
                (
                    Kind::total(Some(label), Scope::Other),
                    Some(Reason::PartLabel),
                )
            });
        };
        let main = self.sheet.main;
        let own = facts.amounts > 0;
        // What tells who and when may be an activity whose name begins so.
        if facts.telling > 1
            && let Some(figure) = facts.amount(main)
        {
            let whole = self.body.rows.get(of).and_then(|row| self.facts(row.index));
            let whole = whole.and_then(|whole| whole.amount(main));
            let exceeds = whole.is_some_and(|whole| whole < figure);
            let choice = self.opens.choose(
                Look::OfWhich { exceeds },
                std::iter::once(index),
                self.hypothesis,
                !self.numberless(),
            );
            if choice == Choice::As(Role::Record) {
                return None;
            }
        }
        let mut end = index + 1;
        let mut at = index;
        while let Some((next, below)) = self.below(at) {
            let numbered = below.number.is_some_and(|number| number != Numbering::Dash);
            // What tells who and when is a record again, unless it is worded as a part too.
            let again = below.label().is_some_and(|label| {
                words()
                    .of_which
                    .begin(&fold::fold(split_numbering(label).1))
            });
            let part = below.telling < 2 || again;
            if numbered
                || !part
                || below.amount(main).is_none()
                || below.label().is_some_and(is_total_label)
            {
                break;
            }
            (end, at) = (next + 1, next);
        }
        self.family = Some(Family {
            of,
            rows: index + 1..end,
            whole: false,
            reason: Reason::PartLabel,
        });
        let label = fold::tidy(label).into_owned();
        if own {
            return known(Kind::Part { label, of }, Reason::PartLabel);
        }
        known(Kind::Outside(CellRole::Note), Reason::PartLabel)
    }
}
