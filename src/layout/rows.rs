//! The rows of a table: looked at, read under each hypothesis that words and place leave open, and marked.

use super::body::{Body, BodyKind};
use super::facts::RowFacts;
use super::header::Header;
use super::money::{self, MoneyColumn, TableScale};
use super::outline::{Outline, Verdict};
use super::pages::Pages;
use super::reason::Reason;
use super::recognisers::{self, OpenSections, Sheet};
use super::units::Overlooked;
use super::{CellRole, Hints, ids, mark_row, units, weigh};
use crate::book::grid::{Content, Grid};
use crate::place::CellRef;
use crate::template::Template;
use crate::value::number::NumberStyle;

/// The rows of a table, decided.
pub(super) struct Rows {
    pub(super) body: Body,
    pub(super) money: Vec<MoneyColumn>,
    /// How the unit of account was told, notes and the column of measures included.
    pub(super) scale: TableScale,
    /// The index where the next table may begin.
    pub(super) next: usize,
}

/// Reads the rows below a header.
pub(super) fn read(
    grid: &Grid,
    header: &Header,
    template: &Template,
    stated: &TableScale,
    hints: &Hints<'_>,
    carried: &mut OpenSections,
    roles: &mut [Vec<CellRole>],
) -> Rows {
    let (pages, mut facts) = Pages::of(grid, header, template, hints.templates);
    let rows = grid.rows.get(pages.first..pages.end).unwrap_or_default();
    let mut scale = stated.clone();
    if header.id_row.is_none() {
        let measure = money::measure_column(header, template);
        units::complete(grid, &pages, &facts, measure, hints.cover, &mut scale);
    }
    let mut money = money::columns(grid, header, template, &scale, rows.iter());
    let main = money::main_column(&money, template);
    if header.id_row.is_none() {
        units::changes(grid, &pages, &facts, header, template, &mut money);
    }
    for (row, facts) in rows.iter().zip(&mut facts) {
        facts.look_at_money(grid, row, header, template, &money);
    }
    let numbers: Vec<u32> = facts
        .iter()
        .filter(|facts| facts.filled > 0)
        .filter_map(|facts| facts.row)
        .collect();
    for column in &mut money {
        column.merged = money::merged(grid, header, column.col, &numbers);
    }
    let next = next_rows(&facts);
    let mut unit_rows: Vec<u32> = money
        .iter()
        .flat_map(|column| column.changes.iter().map(|change| change.cell.row))
        .collect();
    unit_rows.sort_unstable();
    let numbered_table = header.seq_col().is_some();
    let open = carried.clone();
    let read = |facts: &[RowFacts<'_>], money: &[MoneyColumn]| {
        let sheet = Sheet {
            grid,
            header,
            template,
            hints,
            pages: &pages,
            facts,
            next: &next,
            money,
            unit_rows: &unit_rows,
            main,
            own: ids::end_of(grid, header, template).is_some(),
        };
        weigh::best(
            |hypothesis| recognisers::read(&sheet, &open, hypothesis),
            numbered_table,
        )
    };
    let mut reading = read(&facts, &money);
    // Where a column holds figures that can be read two ways, the reading that a sum proves is taken.
    let proven = proven_styles(&reading.body, &facts, pages.first, grid, &money);
    if !proven.is_empty() {
        for (column, style) in proven {
            if let Some(column) = money.get_mut(column) {
                column.style = style;
            }
        }
        for (row, facts) in rows.iter().zip(&mut facts) {
            facts.look_at_money(grid, row, header, template, &money);
        }
        reading = read(&facts, &money);
    }
    // Where no unit is stated, a sum that states its own proves the one in which it is right.
    if let Some((dong, cell)) = proven_unit(&reading.body, &facts, pages.first, grid, &money, main)
    {
        for column in &mut money {
            if std::mem::take(&mut column.by_default) {
                (column.scale, column.overlooked) = (Some(dong), true);
            }
        }
        let at = Overlooked::Sum(cell);
        scale = TableScale::Overlooked { dong, at, used: 0 };
        for (row, facts) in rows.iter().zip(&mut facts) {
            facts.look_at_money(grid, row, header, template, &money);
        }
        reading = read(&facts, &money);
    }
    let mut body = reading.body;
    for (row, cover) in body.rows.iter_mut().zip(&reading.outline.covers) {
        row.covers = cover.as_ref().map(|cover| cover.rows.clone());
        if let (BodyKind::Total { scope, .. }, Some(cover)) = (&mut row.kind, cover) {
            *scope = cover.scope;
        }
    }
    let row_of = |position: usize| {
        let row = body.rows.get(position)?;
        Some(grid.rows.get(row.index)?.row.saturating_add(1))
    };
    // What is added up are records: the sums among the rows, its own too, are named by none.
    let records: Vec<usize> = body
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| matches!(row.kind, BodyKind::Record { .. } | BodyKind::Stage { .. }))
        .map(|(position, _)| position)
        .collect();
    let listed = |rows: &std::ops::Range<usize>| {
        let first = records.get(records.partition_point(|at| *at < rows.start));
        let last = records.partition_point(|at| *at < rows.end);
        let last = last.checked_sub(1).and_then(|at| records.get(at));
        Some((row_of(*first?)?, row_of(*last?)?))
    };
    let equal: Vec<(usize, (u32, u32))> = body
        .rows
        .iter()
        .zip(&reading.outline.covers)
        .filter_map(|(row, cover)| {
            let cover = cover.as_ref()?;
            let total = matches!(row.kind, BodyKind::Total { .. });
            (total && matches!(cover.verdict, Verdict::Equal(_)))
                .then(|| Some((row.index, listed(&cover.rows)?)))?
        })
        .collect();
    settle_merged(&body, &facts, pages.first, grid, &mut money);
    pages.mark(roles);
    let signed_at = reading
        .roles
        .iter()
        .position(|decision| decision.role == CellRole::Signature);
    for (offset, decision) in reading.roles.iter().enumerate() {
        let index = pages.first + offset;
        if pages.in_page_head(index) {
            continue;
        }
        let Some(row) = grid.rows.get(index) else {
            continue;
        };
        mark_row(roles, index, decision.role);
        if let Some(roles) = roles.get_mut(index) {
            let signed = signed_at.is_some_and(|at| at <= offset);
            recognisers::mark_strays(header, row, decision.role, signed, roles);
        }
        let equals = equal.binary_search_by_key(&index, |(index, _)| *index);
        let rows = equals
            .ok()
            .and_then(|at| equal.get(at))
            .map(|(_, rows)| *rows);
        let reason = match (&decision.reason, rows) {
            (Some(Reason::SumLabel), Some((first, last))) => {
                Some(Reason::SumLabelAndFigure(first, last))
            }
            (Some(Reason::SumFigure), Some((first, last))) => Some(Reason::Figure(first, last)),
            (reason, _) => reason.clone(),
        };
        body.reasons.extend(reason.map(|reason| (index, reason)));
    }
    for row in &body.rows {
        let whole = matches!(
            row.kind,
            BodyKind::Total {
                scope: super::Scope::All,
                ..
            }
        );
        if matches!(row.kind, BodyKind::Total { .. }) && !whole {
            mark_row(roles, row.index, CellRole::Subtotal);
        }
    }
    *carried = reading.carried;
    Rows {
        body,
        money,
        scale,
        next: pages.end,
    }
}

/// For each row the next one that is filled and no page's own line.
fn next_rows(facts: &[RowFacts<'_>]) -> Vec<Option<usize>> {
    let mut next = vec![None; facts.len()];
    let mut below = None;
    for (offset, facts) in facts.iter().enumerate().rev() {
        if let Some(slot) = next.get_mut(offset) {
            *slot = below;
        }
        if facts.filled > 0 && !facts.label().is_some_and(super::outline::is_page_line) {
            below = Some(offset);
        }
    }
    next
}

/// Columns whose figures can be read two ways, with the one reading that makes a sum right.
fn proven_styles(
    body: &Body,
    facts: &[RowFacts<'_>],
    first: usize,
    grid: &Grid,
    money: &[MoneyColumn],
) -> Vec<(usize, NumberStyle)> {
    let mut proven = Vec::new();
    for (index, column) in money.iter().enumerate() {
        // Where both styles stand, a point is in doubt too.
        let marks: &[char] = match column.style {
            NumberStyle::Unsettled => &[','],
            NumberStyle::Contradicting => &[',', '.'],
            _ => continue,
        };
        let doubtful: Vec<bool> = body
            .rows
            .iter()
            .map(|row| {
                let cell = grid
                    .rows
                    .get(row.index)
                    .and_then(|row| row.cell(column.col));
                matches!(row.kind, BodyKind::Record { .. } | BodyKind::Part { .. })
                    && cell.is_some_and(
                        |cell| matches!(&cell.content, Content::Text(text) if text.contains(marks)),
                    )
            })
            .collect();
        if !doubtful.contains(&true) {
            continue;
        }
        let fits = |style: &NumberStyle| {
            let column = MoneyColumn {
                style: *style,
                ..column.clone()
            };
            let mut read: Vec<RowFacts<'_>> = facts.to_vec();
            for (offset, facts) in read.iter_mut().enumerate() {
                let row = grid.rows.get(first + offset);
                if let (Some(figure), Some(row)) = (facts.money.get_mut(index), row) {
                    *figure = column.figure(grid, row);
                }
            }
            let outline = Outline::of(body, &read, first, index, money);
            outline.covers.iter().flatten().any(|cover| {
                matches!(cover.verdict, Verdict::Equal(_))
                    && doubtful
                        .get(cover.rows.clone())
                        .is_some_and(|rows| rows.contains(&true))
            })
        };
        let styles: Vec<NumberStyle> = [NumberStyle::Vietnamese, NumberStyle::English]
            .into_iter()
            .filter(fits)
            .collect();
        if let [style] = styles.as_slice() {
            proven.push((index, *style));
        }
    }
    proven
}

/// The units of account that may be meant where none is stated.
const UNITS: [i64; 4] = [1, 1_000, 1_000_000, 1_000_000_000];

/// The one unit of account in which sums that state their own unit are right, where the table states none, and the cell
/// of the first of them.
fn proven_unit(
    body: &Body,
    facts: &[RowFacts<'_>],
    first: usize,
    grid: &Grid,
    money: &[MoneyColumn],
    main: usize,
) -> Option<(i64, CellRef)> {
    let column = money.get(main).filter(|column| column.by_default)?;
    let figure_of = |index: usize| {
        facts
            .get(index.checked_sub(first)?)?
            .money
            .get(main)
            .copied()
    };
    let states = |index: usize| {
        let by_row = || {
            grid.rows
                .get(index)
                .is_some_and(|row| column.changes_at(row.row))
        };
        figure_of(index).is_some_and(|figure| figure.own_scale || by_row())
    };
    let sum = body
        .rows
        .iter()
        .find(|row| matches!(row.kind, BodyKind::Total { .. }) && states(row.index))?;
    let right = |dong: &i64| {
        let column = MoneyColumn {
            scale: Some(*dong),
            ..column.clone()
        };
        let mut read: Vec<RowFacts<'_>> = facts.to_vec();
        for (offset, facts) in read.iter_mut().enumerate() {
            let row = grid.rows.get(first + offset);
            if let (Some(figure), Some(row)) = (facts.money.get_mut(main), row) {
                *figure = column.figure(grid, row);
            }
        }
        let outline = Outline::of(body, &read, first, main, money);
        let mut sums = body
            .rows
            .iter()
            .zip(&outline.covers)
            .filter(|(row, _)| matches!(row.kind, BodyKind::Total { .. }) && states(row.index));
        sums.all(|(_, cover)| {
            cover
                .as_ref()
                .is_some_and(|cover| matches!(cover.verdict, Verdict::Equal(_) | Verdict::Partly))
        })
    };
    let units: Vec<i64> = UNITS.into_iter().filter(right).collect();
    let [dong] = units.as_slice() else {
        return None;
    };
    let row = grid.rows.get(sum.index)?;
    Some((*dong, CellRef::new(row.row, column.col)))
}

/// Settles for each column whether its merged amounts count once, as some sum shows, or for each of their records.
fn settle_merged(
    body: &Body,
    facts: &[RowFacts<'_>],
    first: usize,
    grid: &Grid,
    money: &mut [MoneyColumn],
) {
    let records: Vec<u32> = body
        .rows
        .iter()
        .filter(|row| matches!(row.kind, BodyKind::Record { .. }))
        .filter_map(|row| Some(grid.rows.get(row.index)?.row))
        .collect();
    for index in 0..money.len() {
        let Some(column) = money.get_mut(index) else {
            continue;
        };
        if column.merged.is_empty() {
            continue;
        }
        for merged in &mut column.merged {
            let from = records.partition_point(|row| *row < merged.merge.first.row);
            let to = records.partition_point(|row| *row <= merged.merge.last.row);
            merged.count = to.saturating_sub(from);
        }
        column.merged.retain(|merged| merged.count > 1);
        let rows: Vec<Option<u32>> = body
            .rows
            .iter()
            .map(|row| grid.rows.get(row.index).map(|row| row.row))
            .collect();
        let merged = column.merged.clone();
        // Counted once: without what else would be counted again.
        let mut once = column.clone();
        once.merged.clear();
        let mut columns = money.to_vec();
        if let Some(slot) = columns.get_mut(index) {
            *slot = once;
        }
        let outline = Outline::of(body, facts, first, index, &columns);
        let covers_merged = |range: std::ops::Range<usize>| {
            let row = |position: usize| rows.get(position).copied().flatten();
            let last = range.end.checked_sub(1).and_then(row);
            row(range.start).zip(last).is_some_and(|(first, last)| {
                let next = merged.partition_point(|merged| merged.merge.last.row < first);
                let next = merged.get(next);
                next.is_some_and(|merged| merged.merge.first.row <= last)
            })
        };
        let shown = outline.covers.iter().flatten().any(|cover| {
            matches!(cover.verdict, Verdict::Equal(_)) && covers_merged(cover.rows.clone())
        });
        if let Some(column) = money.get_mut(index) {
            column
                .merged
                .iter_mut()
                .for_each(|merged| merged.once = shown);
        }
    }
}
