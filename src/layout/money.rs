//! The columns of money: the unit of account and the way of writing numbers by which each of their cells is read.
//!
//! A cell is read here for what rows add up, and again, with all there is to say of it, where records are made: by the
//! same function with the same context.

use super::frame::Frame;
use super::header::Header;
use super::units::Overlooked;
use super::{Evidence, Meaning, is_filled, text_of};
use crate::book::grid::{Content, Grid, Row};
use crate::book::seen::Seen;
use crate::place::{CellRange, CellRef};
use crate::template::{Kind, Role, Slot, Template};
use crate::value::amount::{self, AmountContext, AmountReading};
use crate::value::beside::{self, Beside};
use crate::value::number::{self, NumberStyle};
use crate::value::scale::{self, CaptionScale};
use crate::value::{Dong, Note, Qualifier, Unread, shown};

/// How a table's unit of account was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableScale {
    /// From a caption.
    Stated {
        /// đồng in one unit.
        dong: i64,
        /// Where it is stated; `None` when an earlier table of the sheet states it.
        cell: Option<CellRef>,
    },
    /// Stated only where it is easily overlooked; it was taken.
    Overlooked {
        /// đồng in one unit.
        dong: i64,
        /// Where.
        at: Overlooked,
        /// How many amounts were read by it.
        used: usize,
    },
    /// Two statements contradict each other; none was taken.
    Contradicted {
        /// The statements: cell, text, đồng in one unit.
        statements: Vec<(CellRef, String, i64)>,
    },
    /// A caption states a currency that is not đồng: no amount is read by it.
    Foreign {
        /// The currency.
        currency: &'static str,
        /// Where it is stated.
        cell: CellRef,
    },
    /// Stated nowhere: the template's default.
    Default {
        /// đồng in one unit.
        dong: i64,
        /// How many amounts were read by it.
        used: usize,
    },
}

impl TableScale {
    /// What the captions of a table state; `carried` is what an earlier table of the sheet stated.
    pub(super) fn of(frame: &Frame, template: &Template, carried: Option<i64>) -> Self {
        match (frame.scales.as_slice(), frame.foreign) {
            ([], Some((cell, currency))) => Self::Foreign { currency, cell },
            ([], None) => carried.map_or(
                Self::Default {
                    dong: template.default_scale,
                    used: 0,
                },
                |dong| Self::Stated { dong, cell: None },
            ),
            ([first, rest @ ..], _) if rest.iter().all(|other| other.dong == first.dong) => {
                Self::Stated {
                    dong: first.dong,
                    cell: Some(first.cell),
                }
            }
            (all, _) => Self::Contradicted {
                statements: all
                    .iter()
                    .map(|one| (one.cell, one.text.clone(), one.dong))
                    .collect(),
            },
        }
    }
}

/// From here on, up to another statement, rows are counted in another unit of account than the table's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitChange {
    /// The rows of the sheet that it holds for, 0-based, the last one included.
    pub rows: (u32, u32),
    /// đồng in one unit.
    pub dong: i64,
    /// Where it is stated.
    pub cell: CellRef,
    /// Whether it is told where the table states another: not of a sum that states its own.
    pub told: bool,
}

/// A column of money, and by what its cells are read.
#[derive(Debug, Clone, PartialEq)]
pub struct MoneyColumn {
    /// The field it feeds.
    pub field: usize,
    /// 0-based column of the sheet.
    pub col: u32,
    /// đồng in one unit; `None` where two statements contradict each other.
    pub scale: Option<i64>,
    /// Whether the unit is the template's default (T005).
    pub by_default: bool,
    /// Whether its unit is stated only where it is easily overlooked.
    pub overlooked: bool,
    /// The currency that the heading states, when it is not đồng.
    pub foreign: Option<&'static str>,
    /// Whether every figure in it is a rate: `Kinh phí/căn`.
    pub rate: bool,
    /// How the column writes numbers.
    pub style: NumberStyle,
    /// The column of measures, which may give the unit of account where the sheet states none.
    pub measure: Option<u32>,
    /// The quantities that those measures are of: where one stands, its measure is none of money.
    pub quantity: Option<u32>,
    /// The column beside it that holds a unit of account for each of its amounts.
    pub units: Option<u32>,
    /// Whether the formats of all its figures show the sign of đồng.
    pub dong_signs: bool,
    /// Units that rows state on the way, top to bottom.
    pub changes: Vec<UnitChange>,
    /// Cells of it merged over several rows.
    pub merged: Vec<MergedAmount>,
}

/// A money cell merged down over several rows of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MergedAmount {
    /// The region.
    pub merge: CellRange,
    /// How many records it reaches over.
    pub count: usize,
    /// Whether what adds up shows that it counts once, not for each of them.
    pub once: bool,
}

impl MoneyColumn {
    /// By what a cell in a row of the sheet is read.
    #[must_use]
    pub fn context(&self, row: u32) -> AmountContext {
        let change = self.change_at(row);
        AmountContext {
            scale: change.map_or(self.scale, |change| Some(change.dong)),
            style: self.style,
        }
    }

    /// Whether a row of the sheet states its unit of account itself, or stands below a row that does.
    #[must_use]
    pub fn changes_at(&self, row: u32) -> bool {
        self.change_at(row).is_some()
    }

    fn change_at(&self, row: u32) -> Option<&UnitChange> {
        let after = self.changes.partition_point(|change| change.rows.0 <= row);
        self.changes
            .get(after.checked_sub(1)?)
            .filter(|change| row <= change.rows.1)
    }

    /// The merged amount that covers a row of the sheet.
    #[must_use]
    pub fn merged_at(&self, row: u32) -> Option<&MergedAmount> {
        let after = self
            .merged
            .partition_point(|merged| merged.merge.first.row <= row);
        self.merged
            .get(after.checked_sub(1)?)
            .filter(|merged| row <= merged.merge.last.row)
    }

    /// What a cell says, as its place and its number format have it read.
    #[must_use]
    pub fn read(
        &self,
        grid: &Grid,
        at: CellRef,
        content: &Content,
        seen: Option<&Seen>,
    ) -> AmountReading {
        let by_row = self.context(at.row);
        let by_default = self.by_default && !self.changes_at(at.row);
        let words = seen.and_then(|seen| seen.words.as_deref());
        let sign = words.and_then(beside::parse);
        let stated = seen.is_some_and(|seen| seen.stated);
        // `500` shown as `500 triệu` states its own unit, as text would.
        let own = match sign {
            Some(Beside::Scale(dong)) => Some(dong),
            Some(Beside::DongSign) if by_default || stated => Some(1),
            Some(_) => None,
            None if by_default => self.in_measure(grid, at.row),
            None => None,
        };
        let context = AmountContext {
            scale: own.or(by_row.scale),
            ..by_row
        };
        let noted = |note| AmountReading {
            notes: vec![note],
            ..AmountReading::default()
        };
        let shown = seen.and_then(|seen| seen.text.as_ref());
        let worded = words.is_some_and(|words| words.contains(char::is_alphabetic));
        let mut reading = match (content, shown, sign) {
            (Content::Number(_), _, _) if seen.is_some_and(|seen| seen.percent) => {
                noted(Note::Unread(Unread::NotUnderstood))
            }
            (Content::Number(figure), _, Some(Beside::Foreign(currency))) if *figure != 0.0 => {
                noted(Note::Foreign(currency))
            }
            // Words that are none of money, `khoảng`, `người`: read as if they were typed.
            (Content::Number(_), Some(text), None) if worded => {
                let mut reading = amount::parse_amount(text, &context);
                reading.notes.retain(|note| *note != Note::TextNumber);
                reading
            }
            (Content::Number(figure), _, _) => amount::amount_from_number(*figure, &context),
            (Content::Text(text), _, _) => amount::parse_amount(text, &context),
            (other, _, _) => amount::parse_amount(&shown::display(other), &context),
        };
        reading.own_scale |= own.is_some();
        let against = by_row.scale.filter(|dong| *dong != 1 && !by_default);
        if sign == Some(Beside::DongSign)
            && let Some(dong) = against
            && reading.value.is_some_and(|(read, _)| read != Dong(0))
        {
            let taken = match (stated, self.dong_signs) {
                (true, _) => Some(1),
                (false, true) => None,
                (false, false) => by_row.scale,
            };
            reading.notes.push(Note::SignAgainstScale { dong, taken });
            reading.value = reading.value.filter(|_| taken.is_some());
        }
        // Under `Kinh phí/căn` every figure is a rate.
        if let (true, Some((dong, _))) = (self.rate, reading.value)
            && dong != Dong(0)
        {
            reading.value = None;
            reading.notes = vec![Note::Rate(None)];
            reading.rate = Some(dong);
        }
        let foreign = || self.foreign.or_else(|| named_beside(grid, at));
        if let (Some((dong, _)), false) = (reading.value, reading.own_scale)
            && dong != Dong(0)
            && let Some(currency) = foreign()
        {
            reading.value = None;
            reading.notes = vec![Note::Foreign(currency)];
        }
        reading
    }

    /// The unit of account that a row gives in the column of measures.
    fn in_measure(&self, grid: &Grid, row: u32) -> Option<i64> {
        let quantity = self.quantity.map(|col| CellRef::new(row, col));
        if quantity.and_then(|at| grid.get(at)).is_some_and(is_filled) {
            return None;
        }
        match &grid.get(CellRef::new(row, self.measure?))?.content {
            Content::Text(words) => scale::parse_beside(words),
            _ => None,
        }
    }

    /// What a row says in this column.
    pub(super) fn figure(&self, grid: &Grid, row: &Row) -> Figure {
        let Some(cell) = row.cell(self.col).filter(|cell| is_filled(cell)) else {
            return Figure::default();
        };
        if !matches!(cell.content, Content::Number(_) | Content::Text(_)) {
            return Figure {
                unread: true,
                ..Figure::default()
            };
        }
        let at = CellRef::new(row.row, self.col);
        let seen = grid.seen.get(&at);
        if seen.is_some_and(|seen| seen.struck || seen.hidden) {
            return Figure::default();
        }
        let reading = self.read(grid, at, &cell.content, seen);
        Figure {
            dong: reading.value.map(|(dong, _)| i128::from(dong.0)),
            planned: matches!(reading.value, Some((_, Qualifier::Planned))),
            rounded: reading.notes.contains(&Note::Rounded),
            unread: reading.value.is_none() && !reading.notes.is_empty(),
            own_scale: reading.own_scale,
        }
    }
}

/// The currency that another cell of the row names and nothing else: `5.000 | USD`.
fn named_beside(grid: &Grid, at: CellRef) -> Option<&'static str> {
    let row = grid.row(at.row)?;
    let texts = row.cells.iter().filter(|cell| cell.col != at.col);
    texts.filter_map(text_of).find_map(scale::currency_alone)
}

/// What a row says in a column of money.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Figure {
    /// In đồng; `None` where nothing stands there or it was not read.
    pub(super) dong: Option<i128>,
    /// Whether it is planned only.
    pub(super) planned: bool,
    /// Whether it had a fraction of a đồng.
    pub(super) rounded: bool,
    /// Whether something stands there that was not read.
    pub(super) unread: bool,
    /// Whether its own cell states its unit of account.
    pub(super) own_scale: bool,
}

/// The columns of money of a table whose rows are given, the first of each field alone.
pub(super) fn columns<'r>(
    grid: &Grid,
    header: &Header,
    template: &Template,
    stated: &TableScale,
    rows: impl Iterator<Item = &'r Row> + Clone,
) -> Vec<MoneyColumn> {
    let mut columns: Vec<MoneyColumn> = Vec::new();
    for column in &header.columns {
        let Meaning::Field {
            field,
            slot: Slot::Value,
        } = column.meaning
        else {
            continue;
        };
        let is_amount = template
            .field(field)
            .is_some_and(|spec| spec.kind == Kind::Amount);
        if !is_amount || columns.iter().any(|other| other.field == field) {
            continue;
        }
        let own = column.scale.as_ref();
        // Where the sheet states no unit, a part is counted in that of its total.
        let by_total = || match stated {
            TableScale::Default { .. } | TableScale::Overlooked { .. } => {
                total_scale(header, template, field)
            }
            _ => None,
        };
        let own = own.or_else(by_total);
        let overlooked = own.is_none() && matches!(stated, TableScale::Overlooked { .. });
        let (scale, by_default, foreign) = match (own, stated) {
            (Some(CaptionScale::Money { dong, .. }), _) => (Some(*dong), false, None),
            (Some(CaptionScale::Foreign { currency, .. }), _) => (Some(1), false, Some(*currency)),
            (Some(CaptionScale::Measure(measure)), _) if scale::is_of_money(measure) => {
                (rate_unit(measure), false, None)
            }
            (_, TableScale::Stated { dong, .. } | TableScale::Overlooked { dong, .. }) => {
                (Some(*dong), false, None)
            }
            (_, TableScale::Foreign { currency, .. }) => (Some(1), false, Some(*currency)),
            (_, TableScale::Contradicted { .. }) => (None, false, None),
            (_, TableScale::Default { dong, .. }) => (Some(*dong), true, None),
        };
        columns.push(MoneyColumn {
            field,
            col: column.col,
            scale,
            by_default,
            overlooked,
            foreign,
            rate: column.evidence == Evidence::Rate,
            style: style(column.col, rows.clone()),
            measure: measure_column(header, template),
            quantity: quantity_column(header, template),
            units: header
                .columns
                .iter()
                .find(|other| other.meaning == Meaning::Unit { of: column.col })
                .map(|other| other.col),
            dong_signs: all_dong_signs(grid, column.col, rows.clone()),
            changes: Vec::new(),
            merged: Vec::new(),
        });
    }
    columns
}

/// The unit of money of a rate (`triệu đồng/căn`); `None` for several units (`đồng/nghìn đồng`), of which none is taken.
fn rate_unit(measure: &str) -> Option<i64> {
    let (money, _) = measure.split_once('/')?;
    scale::parse_beside(money).filter(|_| !scale::states_several(measure))
}

/// The column of measures of a table.
pub(super) fn measure_column(header: &Header, template: &Template) -> Option<u32> {
    (0..template.fields.len())
        .find_map(|field| header.feeding(field, Slot::Measure).next())
        .map(|column| column.col)
}

/// The column of the quantities that the measures of a table are of.
fn quantity_column(header: &Header, template: &Template) -> Option<u32> {
    let measured = (0..template.fields.len())
        .find(|field| header.feeding(*field, Slot::Measure).next().is_some())?;
    header
        .feeding(measured, Slot::Value)
        .next()
        .map(|column| column.col)
}

/// Whether the formats of all figures in a column show the sign of đồng.
fn all_dong_signs<'r>(grid: &Grid, col: u32, rows: impl Iterator<Item = &'r Row>) -> bool {
    if grid.seen.is_empty() {
        return false;
    }
    let signed = |at: CellRef| {
        let words = grid.seen.get(&at)?.words.as_deref()?;
        Some(beside::parse(words)? == Beside::DongSign)
    };
    rows.filter_map(|row| Some((row.row, row.cell(col)?)))
        .filter(|(_, cell)| matches!(cell.content, Content::Number(figure) if figure != 0.0))
        .all(|(row, _)| signed(CellRef::new(row, col)) == Some(true))
}

/// The column that structure is told by: that of the total, else the first.
pub(super) fn main_column(columns: &[MoneyColumn], template: &Template) -> usize {
    let total = template.role(Role::Total);
    columns
        .iter()
        .position(|column| Some(column.field) == total)
        .unwrap_or(0)
}

/// The unit in the heading of the field that a field is a part of.
fn total_scale<'h>(
    header: &'h Header,
    template: &Template,
    field: usize,
) -> Option<&'h CaptionScale> {
    let group = template.field(field)?.group.as_deref()?;
    let total = template.fields.iter().position(|spec| spec.id == group)?;
    header.feeding(total, Slot::Value).next()?.scale.as_ref()
}

/// How a column of the sheet writes numbers.
pub(crate) fn style<'r>(col: u32, rows: impl Iterator<Item = &'r Row>) -> NumberStyle {
    number::settle(rows.filter_map(|row| match &row.cell(col)?.content {
        Content::Text(text) => Some(&**text),
        _ => None,
    }))
}

/// The money cells of a column that are merged over several of these rows of the sheet, top to bottom.
pub(super) fn merged(grid: &Grid, header: &Header, col: u32, records: &[u32]) -> Vec<MergedAmount> {
    let mut merged: Vec<MergedAmount> = grid
        .merges
        .iter()
        .filter(|merge| merge.first.col == col && merge.first.row > header.span.1)
        .filter(|merge| grid.get(merge.first).is_some_and(is_filled))
        .map(|merge| {
            let from = records.partition_point(|row| *row < merge.first.row);
            let to = records.partition_point(|row| *row <= merge.last.row);
            MergedAmount {
                merge: *merge,
                count: to.saturating_sub(from),
                once: false,
            }
        })
        .filter(|merged| merged.count > 1)
        .collect();
    merged.sort_unstable_by_key(|merged| merged.merge.first.row);
    merged
}
