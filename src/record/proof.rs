//! What the declared totals of a table settle: how its figures are written, and what a merged amount stands for.
//!
//! ```text
//!   1 | Đào tạo    | 1,234          a comma that groups, or one before decimals?
//!   2 | Khám bệnh  |   500 ┐        merged over two activities: 500 for each, or for both?
//!   3 | Tặng quà   |       ┘
//!     | Tổng cộng  | 1.734          1,234 is over a thousand, and the 500 count once
//! ```
//!
//! Where no total settles it a merged amount is given to each of its rows, as to every merged cell, and a finding says
//! so (V106).

use super::table::{Reader, read_amount};
use crate::book::grid::{Content, Row};
use crate::layout::{BodyKind, Scope, is_filled};
use crate::place::{CellRange, CellRef};
use crate::template::Kind;
use crate::value::amount::AmountContext;
use crate::value::number::NumberStyle;
use crate::value::{Note, Remark};

/// A money cell merged down over several records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shared {
    pub(super) merge: CellRange,
    /// How many records it reaches over.
    count: usize,
    /// Whether the declared totals count it once.
    pub(super) once: bool,
}

impl Reader<'_> {
    /// Where a column holds figures that can be read two ways, the reading that the declared total proves is taken.
    pub(super) fn settle_by_totals(&mut self) {
        for field in 0..self.columns.len() {
            let is_amount = self
                .template
                .field(field)
                .is_some_and(|spec| spec.kind == Kind::Amount);
            let Some(columns) = self.columns.get(field) else {
                continue;
            };
            let (Some(col), NumberStyle::Unsettled | NumberStyle::Contradicting, true) =
                (columns.values.first().copied(), columns.style, is_amount)
            else {
                continue;
            };
            // Where both styles stand, a point is in doubt too.
            let marks: &[char] = match columns.style {
                NumberStyle::Contradicting => &[',', '.'],
                _ => &[','],
            };
            let is_doubtful =
                |content: &Content| matches!(content, Content::Text(text) if text.contains(marks));
            if !self.any_record(|row| row.cell(col).is_some_and(|cell| is_doubtful(&cell.content)))
            {
                continue;
            }
            let proven: Vec<NumberStyle> = [NumberStyle::Vietnamese, NumberStyle::English]
                .into_iter()
                .filter(|style| {
                    let context = AmountContext {
                        scale: columns.scale,
                        style: *style,
                    };
                    self.adds_up(col, |row| {
                        let content = &row.cell(col)?.content;
                        Some((dong(content, &context)?, is_doubtful(content)))
                    })
                })
                .collect();
            if let ([style], Some(columns)) = (proven.as_slice(), self.columns.get_mut(field)) {
                columns.style = *style;
            }
        }
    }

    fn any_record(&self, is_so: impl Fn(&Row) -> bool) -> bool {
        self.body
            .rows
            .iter()
            .filter(|row| matches!(row.kind, BodyKind::Record { .. }))
            .filter_map(|row| self.grid.rows.get(row.index))
            .any(is_so)
    }

    /// Whether some declared total is the sum of its records, of which one at least is in doubt.
    fn adds_up(&self, col: u32, amount: impl Fn(&Row) -> Option<(i128, bool)>) -> bool {
        let row_at = |index: usize| self.grid.rows.get(index);
        self.body.rows.iter().any(|total| {
            let scope = match &total.kind {
                BodyKind::Total { scope, .. } => *scope,
                BodyKind::Section(section) => Scope::Section(*section),
                _ => return false,
            };
            let declared = row_at(total.index)
                .filter(|row| row.cell(col).is_some_and(is_filled))
                .and_then(&amount);
            let Some((declared, _)) = declared else {
                return false;
            };
            let mut doubtful = false;
            let mut sum = 0_i128;
            for row in &self.body.rows {
                let BodyKind::Record { section } = row.kind else {
                    continue;
                };
                let inside = match scope {
                    Scope::All => true,
                    Scope::Section(outer) => self.body.within(section, outer),
                    Scope::SinceLast | Scope::Page | Scope::Other => false,
                };
                if let Some((dong, doubt)) = row_at(row.index).filter(|_| inside).and_then(&amount)
                {
                    doubtful |= doubt;
                    sum = sum.saturating_add(dong);
                }
            }
            doubtful && sum == declared
        })
    }

    /// Finds the money cells that are merged over several records, and what the totals make of them.
    pub(super) fn settle_merges(&mut self) {
        let money: Vec<(u32, AmountContext)> = self
            .template
            .fields
            .iter()
            .zip(&self.columns)
            .filter(|(spec, _)| spec.kind == Kind::Amount)
            .filter_map(|(_, columns)| {
                let context = AmountContext {
                    scale: columns.scale,
                    style: columns.style,
                };
                Some((columns.values.first().copied()?, context))
            })
            .collect();
        for (col, context) in money {
            let mut shared = self.merged_amounts(col);
            if shared.is_empty() {
                continue;
            }
            let once = self.adds_up(col, |row| {
                let at = CellRef::new(row.row, col);
                let doubt = shared.iter().any(|shared| shared.merge.contains(at));
                let content = row.cell(col).map(|cell| &cell.content);
                match content {
                    Some(content) => Some((dong(content, &context).unwrap_or(0), doubt)),
                    None => doubt.then_some((0, true)),
                }
            });
            shared.iter_mut().for_each(|shared| shared.once = once);
            self.shared.extend(shared);
        }
    }

    fn merged_amounts(&self, col: u32) -> Vec<Shared> {
        let records: Vec<u32> = self
            .body
            .rows
            .iter()
            .filter(|row| matches!(row.kind, BodyKind::Record { .. }))
            .filter_map(|row| Some(self.grid.rows.get(row.index)?.row))
            .collect();
        self.grid
            .merges
            .iter()
            .filter(|merge| merge.first.col == col && merge.first.row > self.header.span.1)
            .filter(|merge| self.grid.get(merge.first).is_some_and(is_filled))
            .map(|merge| Shared {
                merge: *merge,
                count: records
                    .iter()
                    .filter(|row| (merge.first.row..=merge.last.row).contains(row))
                    .count(),
                once: false,
            })
            .filter(|shared| shared.count > 1)
            .collect()
    }

    /// The money cell merged over several records that covers a cell.
    pub(super) fn shared_at(&self, at: CellRef) -> Option<&Shared> {
        self.shared.iter().find(|shared| shared.merge.contains(at))
    }

    /// Says of the first cell of a merged amount that it was given to each record.
    pub(super) fn shared_remark(&self, at: CellRef, text: &str) -> Option<Remark> {
        let shared = self.shared_at(at)?;
        (shared.merge.first == at && !shared.once).then(|| Remark {
            cell: at,
            text: text.to_owned(),
            note: Note::Shared(shared.count),
        })
    }
}

fn dong(content: &Content, context: &AmountContext) -> Option<i128> {
    read_amount(content, context)
        .value
        .map(|(dong, _)| i128::from(dong.0))
}
