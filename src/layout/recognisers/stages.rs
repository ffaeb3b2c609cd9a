//! Rows of one record for what was planned and what was done: `KH` and `TH`. What was done is the record's.
//!
//! ```text
//!   1 | Xây cầu nông thôn | Quận 5 | 2019 | KH | 500        the record, with what was planned
//!   ^ | ^                 | ^      | ^    | TH | 450        what was done
//!   2 | Tặng quà Tết      | Quận 3 | 2020 |    |            the record
//!     | Kế hoạch          |        |      |    | 100        what was planned
//!     | Thực hiện         |        |      |    | 120        what was done
//! ```
//!
//! One mark alone says little (`Thực hiện` may remark on anything): rows are such only where both stand together.

use super::{Kind, Known, Reader};
use crate::fold;
use crate::layout::body::{BodyKind, BodyRow, Scope};
use crate::layout::facts::RowFacts;
use crate::layout::reason::Reason;
use crate::layout::words::{self, Numbering, words};
use crate::layout::{CellRole, Meaning, text_of};
use crate::template::{Kind as FieldKind, Role};

/// The longest mark, in bytes.
const LONGEST: usize = 60;

/// What a row tells of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// What was planned.
    Planned,
    /// What was done.
    Realised,
}

/// The stage that a text names, where it says nothing else: `KH`, `- Thực hiện:`, `KH năm 2019`.
#[must_use]
pub fn stage_of(text: &str) -> Option<Stage> {
    if text.len() > LONGEST {
        return None;
    }
    let text = text.trim_start_matches(['-', '–', '+', '*', '•', ' ']);
    let folded = fold::fold(text.trim_end_matches([':', '.', ' ']));
    if words::names_stage(&words().planned, &folded) {
        Some(Stage::Planned)
    } else {
        words::names_stage(&words().realised, &folded).then_some(Stage::Realised)
    }
}

/// A name and the stage that it ends in: `Xây cầu (KH)`, `Xây cầu - TH`.
fn stage_at_end(name: &str) -> Option<(&str, Stage)> {
    let name = name.trim_end();
    let (base, end) = match name.strip_suffix(')') {
        Some(open) => open.rsplit_once('(')?,
        None => name
            .rsplit_once(" - ")
            .or_else(|| name.rsplit_once(" – "))
            .or_else(|| name.rsplit_once(':'))?,
    };
    let base = base.trim_end();
    Some((base, stage_of(end)?)).filter(|_| !base.is_empty())
}

impl<'a> Reader<'a> {
    /// A row of what was planned or done, below the record that it tells of.
    pub(super) fn stage_row(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        let of = self.told.head?;
        let head = self.body.rows.get(of)?;
        let name = facts.name.and_then(text_of);
        // Nearly every row tells who and when under a name of its own: no more is asked of it.
        let again = || {
            let head = self.facts(head.index)?.name.and_then(text_of)?;
            Some(name? == head)
        };
        if facts.telling > facts.dittos
            && name.and_then(stage_at_end).is_none()
            && again() != Some(true)
        {
            return None;
        }
        let Some(stage) = self.stage(index, facts) else {
            return self.share(index, facts, head);
        };
        if let BodyKind::Total { label, .. } = &head.kind {
            return self.stage_of_sum(stage, facts, head.index, label);
        }
        if !matches!(head.kind, BodyKind::Record { .. }) {
            return None;
        }
        let head = self.facts(head.index).map(|facts| (head.index, facts))?;
        if !self.is_of(facts, head) {
            return None;
        }
        let other = |found: Option<Stage>| found.is_some_and(|found| found != stage);
        let above = match stage {
            Stage::Planned => self.told.realised,
            Stage::Realised => self.told.planned,
        };
        let below = || {
            let (next, below) = self.below(index)?;
            self.stage(next, below).filter(|_| self.is_of(below, head))
        };
        let pair = above || other(self.head_stage(head)) || other(below());
        pair.then_some((
            Kind::Stage {
                of,
                realised: stage == Stage::Realised,
            },
            Some(Reason::Stage(stage)),
        ))
    }

    /// Below what was planned and done for a record, the share of the one in the other: no money.
    fn share(&self, index: usize, facts: &'a RowFacts<'a>, head: &BodyRow) -> Option<Known> {
        let told = (self.told.planned || self.told.realised) && facts.amounts > 0;
        let head = self.facts(head.index).map(|facts| (head.index, facts))?;
        if !told || facts.number.is_some() || !self.is_of(facts, head) {
            return None;
        }
        let row = self.sheet.grid.rows.get(index)?;
        let mut texts = row.cells.iter().filter_map(text_of);
        texts
            .any(|text| text.len() <= LONGEST && words().balance.begin(&fold::fold(text)))
            .then_some((
                Kind::Outside(CellRole::Unexplained),
                Some(Reason::MoneyAside),
            ))
    }

    /// A sum may be told in two rows too: what was planned is compared with nothing.
    fn stage_of_sum(
        &self,
        stage: Stage,
        facts: &RowFacts<'a>,
        above: usize,
        label: &str,
    ) -> Option<Known> {
        let nameless = facts.name.is_none() && facts.telling == facts.dittos;
        let pair = self.stage_in_cells(above, self.facts(above)?);
        (nameless && pair.is_some_and(|other| other != stage)).then(|| {
            let scope = match stage {
                Stage::Planned => Scope::Other,
                Stage::Realised => Scope::All,
            };
            (Kind::total(Some(label), scope), Some(Reason::SumLabel))
        })
    }

    /// Whether a row that adds up adds up what was planned, in a table that tells records in two rows.
    pub(super) fn sums_plans(&self, index: usize, facts: &RowFacts<'a>) -> bool {
        self.told.anywhere && self.stage_in_cells(index, facts) == Some(Stage::Planned)
    }

    /// The stage that a row names, if any; one with a number of its own does at its name's end.
    fn stage(&self, index: usize, facts: &RowFacts<'a>) -> Option<Stage> {
        let numbered = facts.number.is_some_and(|number| number != Numbering::Dash);
        if numbered {
            let name = facts.name.and_then(text_of)?;
            return stage_at_end(name).map(|(_, stage)| stage);
        }
        if facts.filled == 0 || facts.filled > 8 {
            return None;
        }
        self.stage_in_cells(index, facts)
    }

    /// The stage that the row of a record names, which has a number.
    fn head_stage(&self, (index, facts): (usize, &RowFacts<'a>)) -> Option<Stage> {
        self.stage_in_cells(index, facts)
    }

    /// The stage that a row names in a cell of its own, as its label, or at its name's end.
    fn stage_in_cells(&self, index: usize, facts: &RowFacts<'a>) -> Option<Stage> {
        let name = facts.name.and_then(text_of);
        let of_name = |name| stage_of(name).or_else(|| stage_at_end(name).map(|(_, stage)| stage));
        if let Some(stage) = name.and_then(of_name) {
            return Some(stage);
        }
        let row = self.sheet.grid.rows.get(index)?;
        row.cells.iter().find_map(|cell| {
            let marks = match self.sheet.header.meaning(cell.col) {
                None | Some(Meaning::Seq | Meaning::Extra) => true,
                Some(Meaning::Field { field, .. }) => {
                    let spec = self.sheet.template.field(field)?;
                    spec.kind == FieldKind::Text
                        && !matches!(spec.role, Some(Role::Name | Role::Provider))
                        || spec.kind == FieldKind::Quantity
                }
                Some(Meaning::Unit { .. } | Meaning::Helper) => false,
            };
            text_of(cell).filter(|_| marks).and_then(stage_of)
        })
    }

    /// Whether a row tells of the record of another row: it has no name of its own, or the same, and no one else gives.
    fn is_of(&self, facts: &RowFacts<'a>, (_, head): (usize, &RowFacts<'a>)) -> bool {
        let base = |name| stage_at_end(name).map(|(base, _)| fold::fold(base));
        let Some(name) = facts.name.and_then(text_of) else {
            return facts.telling == facts.dittos;
        };
        if stage_of(name).is_some() {
            return facts.telling == facts.dittos;
        }
        let head = head.name.and_then(text_of);
        if head == Some(name) {
            return true;
        }
        base(name).is_some_and(|own| {
            head.is_some_and(|head| base(head).unwrap_or_else(|| fold::fold(head)) == own)
        })
    }
}

/// What rows told of the last row that is no such row itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Told {
    /// Its position among the rows of the body.
    head: Option<usize>,
    planned: bool,
    realised: bool,
    /// Whether there was such a row at all.
    anywhere: bool,
}

impl Told {
    /// Takes note of a row that is put among those of the body at a position.
    pub(super) fn note(&mut self, position: usize, kind: &BodyKind) {
        match kind {
            BodyKind::Stage { realised, .. } => {
                self.planned |= !realised;
                self.realised |= realised;
                self.anywhere = true;
            }
            BodyKind::Continuation => {}
            _ => {
                *self = Self {
                    head: Some(position),
                    anywhere: self.anywhere,
                    ..Self::default()
                };
            }
        }
    }
}

/// Whether a row of the body goes on with the record above it.
pub(super) fn goes_on(row: &BodyRow) -> bool {
    matches!(row.kind, BodyKind::Continuation | BodyKind::Stage { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_name_stages() {
        for (text, stage) in [
            ("KH", Some(Stage::Planned)),
            ("- Kế hoạch:", Some(Stage::Planned)),
            ("KH năm 2019", Some(Stage::Planned)),
            ("TH", Some(Stage::Realised)),
            ("Thực hiện", Some(Stage::Realised)),
            ("Kế hoạch trồng rừng", None),
            ("Thực hiện dự án", None),
            ("", None),
        ] {
            assert_eq!(stage_of(text), stage, "{text}");
        }
        assert_eq!(
            stage_at_end("Xây cầu (KH)"),
            Some(("Xây cầu", Stage::Planned))
        );
        assert_eq!(
            stage_at_end("Xây cầu - TH"),
            Some(("Xây cầu", Stage::Realised))
        );
        assert_eq!(stage_at_end("Xây cầu (ấp 3)"), None);
        assert_eq!(stage_at_end("(TH)"), None);
    }
}
