//! What the records of a table add up to: a row whose figures equal it adds up, whatever it is called.
//!
//! ```text
//!   1 | Đào tạo bác sĩ | BV Từ Dũ | 2019 | 100
//!   2 | Tặng học bổng  | Quận 3   | 2019 | 250
//!     |                |          |      | 350    no label, and yet the sum of both
//! ```

use super::body::{Body, BodyKind, BodyRow, Scope};
use super::header::Header;
use super::view::View;
use super::{CellRole, Column, Meaning, is_filled, mark_row};
use crate::book::grid::{Content, Grid, Row};
use crate::fold;
use crate::template::{Kind, Role, Slot, Template};
use crate::value::amount::{self, AmountContext};
use crate::value::scale::CaptionScale;

/// Of fewer records a figure that equals their sum proves nothing.
const LEAST: usize = 2;

/// The sums of a table's records so far, by column of money.
#[derive(Default)]
pub(super) struct Sums {
    /// How many rows of the body are in them: each is read once, however often they are asked for.
    seen: usize,
    all: Run,
    /// Those since the last row that adds up.
    run: Run,
}

/// The sums of some records.
#[derive(Default)]
struct Run {
    records: usize,
    /// Column, and its sum; `None` once a figure was not read.
    columns: Vec<(u32, Option<i128>)>,
}

impl Run {
    fn add(&mut self, col: u32, amount: Option<i128>) {
        if !self.columns.iter().any(|(other, _)| *other == col) {
            self.columns.push((col, Some(0)));
        }
        let own = self.columns.iter_mut().find(|(other, _)| *other == col);
        if let Some((_, sum)) = own {
            *sum = sum
                .zip(amount)
                .and_then(|(sum, amount)| sum.checked_add(amount));
        }
    }

    fn equals(&self, figures: &[(u32, Option<i128>)]) -> bool {
        let same = |(col, amount): &(u32, Option<i128>)| {
            amount.is_some_and(|amount| amount != 0) && self.columns.contains(&(*col, *amount))
        };
        self.records >= LEAST && !figures.is_empty() && figures.iter().all(same)
    }
}

impl Sums {
    /// Adds the rows that were read since it was last asked for.
    pub(super) fn add(&mut self, grid: &Grid, header: &Header, template: &Template, body: &Body) {
        for row in body.rows.iter().skip(self.seen) {
            match row.kind {
                BodyKind::Record { .. } => {
                    self.all.records = self.all.records.saturating_add(1);
                    self.run.records = self.run.records.saturating_add(1);
                    let figures = grid
                        .rows
                        .get(row.index)
                        .map(|row| figures(row, header, template));
                    for (col, amount) in figures.unwrap_or_default() {
                        self.all.add(col, amount);
                        self.run.add(col, amount);
                    }
                }
                BodyKind::Total { .. } => self.run = Run::default(),
                _ => {}
            }
        }
        self.seen = body.rows.len();
    }

    /// Whether a row's figures equal the sums of all records, or, where `run` allows it, of those since the last sum.
    pub(super) fn equal(&self, row: &Row, header: &Header, template: &Template, run: bool) -> bool {
        let figures = figures(row, header, template);
        self.all.equals(&figures) || run && self.run.equals(&figures)
    }
}

/// Tells a list once more by other heads, below its total, from records: `1 | Quận 3 | 250` below `TỔNG HỢP THEO ĐƠN VỊ`.
///
/// Such rows tell neither who nor when, and their figures add up to what the records above add up to.
pub(super) fn settle(
    grid: &Grid,
    header: &Header,
    template: &Template,
    body: &mut Body,
    roles: &mut [Vec<CellRole>],
) {
    let total_field = template.role(Role::Total);
    let Some(column) = total_field.and_then(|field| header.feeding(field, Slot::Value).next())
    else {
        return;
    };
    let row_at = |row: &BodyRow| grid.rows.get(row.index);
    let is_record = |row: &BodyRow| matches!(row.kind, BodyKind::Record { .. });
    let tells = |row: &BodyRow| {
        is_record(row) && row_at(row).is_some_and(|row| View::of(row, header, template).needed > 0)
    };
    let list = body.rows.iter().rposition(tells).map_or(0, |last| last + 1);
    let is_total = |row: &BodyRow| matches!(row.kind, BodyKind::Total { .. });
    let rest = body.rows.iter().skip(list);
    let Some(total) = rest.clone().position(is_total).map(|at| list + at) else {
        return;
    };
    if !rest.clone().skip(total - list).any(is_record) {
        return;
    }
    let run = |rows: &[BodyRow]| {
        let mut run = Run::default();
        for row in rows.iter().filter(|row| is_record(row)).filter_map(row_at) {
            run.records = run.records.saturating_add(1);
            run.add(column.col, money(row, column, template));
        }
        run
    };
    let (above, below) = body.rows.split_at(total);
    let (above, below) = (run(above), run(below));
    if below.records < LEAST || !above.equals(&below.columns) {
        return;
    }
    for row in body.rows.iter_mut().skip(total + 1) {
        let label = match &row.kind {
            BodyKind::Record { .. } => grid
                .rows
                .get(row.index)
                .and_then(|row| View::of(row, header, template).label())
                .map(|label| fold::tidy(label).into_owned()),
            BodyKind::Section(section) => body
                .sections
                .get(*section)
                .map(|section| section.label.clone()),
            _ => continue,
        };
        row.kind = BodyKind::Total {
            label: label.unwrap_or_default(),
            scope: Scope::Other,
        };
        mark_row(roles, row.index, CellRole::Subtotal);
    }
}

/// The filled cells of a row's money columns, and what they say.
fn figures(row: &Row, header: &Header, template: &Template) -> Vec<(u32, Option<i128>)> {
    let money = |column: &&Column| {
        matches!(column.meaning, Meaning::Field { field, slot: Slot::Value }
            if template.field(field).is_some_and(|spec| spec.kind == Kind::Amount))
    };
    header
        .columns
        .iter()
        .filter(money)
        .filter(|column| row.cell(column.col).is_some_and(is_filled))
        .map(|column| (column.col, self::money(row, column, template)))
        .collect()
}

/// What a row's cell in a column of money says, in units that all rows share; `None` where it is no amount.
pub(super) fn money(row: &Row, column: &Column, template: &Template) -> Option<i128> {
    let scale = match column.scale {
        Some(CaptionScale::Money { dong, .. }) => dong,
        _ => template.default_scale,
    };
    let context = AmountContext {
        scale: Some(scale),
        ..AmountContext::default()
    };
    let reading = match &row.cell(column.col)?.content {
        Content::Number(number) => amount::amount_from_number(*number, &context),
        Content::Text(text) => amount::parse_amount(text, &context),
        _ => return None,
    };
    reading.value.map(|(dong, _)| i128::from(dong.0))
}
