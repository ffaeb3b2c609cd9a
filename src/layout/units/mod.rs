//! Units of account that stand elsewhere than above a table: in a note, in the column of measures, on a section's label,
//! in a row of their own, in a header that is repeated.
//!
//! ```text
//!                                         ĐVT: triệu đồng
//!   II | Giáo dục (đơn vị tính: nghìn đồng)  |            nghìn đồng, down to the next section of its rank
//!      | Từ đây đơn vị tính: đồng            |            đồng, from here on
//!      | Ghi chú: đơn vị tính: nghìn đồng    |            of the whole table: it contradicts the caption (T010)
//! ```

mod overlooked;

use super::facts::RowFacts;
use super::header::Header;
use super::money::{MoneyColumn, TableScale, UnitChange};
use super::pages::Pages;
use super::words::{self, Numbering, is_bare_total_label, is_total_label};
use super::{Meaning, text_of, words::words};
use crate::book::grid::{Content, Grid};
use crate::fold;
use crate::place::CellRef;
use crate::template::{Kind, Template};
use crate::value::scale::{self, CaptionScale};

pub use overlooked::{CoverScale, NotTaken, OtherUnit, Overlooked, cover_scale};
pub(super) use overlooked::{by_comment, is_struck, not_taken};

/// A statement of the unit of account.
struct Statement {
    cell: CellRef,
    text: String,
    dong: i64,
}

/// Adds to what the captions of a table state what its notes and its column of measures do, and where none of them says
/// anything, the workbook's cover.
pub(super) fn complete(
    grid: &Grid,
    pages: &Pages,
    facts: &[RowFacts<'_>],
    measure: Option<u32>,
    cover: Option<&CoverScale>,
    scale: &mut TableScale,
) {
    // What stands above the first row that says anything is no note below the list.
    let listed =
        |facts: &RowFacts<'_>| facts.filled > 0 && (facts.amounts > 0 || facts.telling > 0);
    let first_listed = facts.iter().position(listed).unwrap_or(facts.len());
    let mut found: Vec<(Statement, bool)> = Vec::new();
    for (offset, facts) in facts.iter().enumerate() {
        let index = pages.first + offset;
        let plain = facts.filled > 0 && facts.amounts == 0 && facts.telling == 0;
        // Below the list whatever states a unit is a note.
        let below = is_below_list(pages, offset, facts);
        let of_kind = |text: &str| below || is_note(text);
        if plain && let Some(statement) = statement_of(grid, index, of_kind) {
            found.push((statement, offset > first_listed));
        }
    }
    let measures = measure.and_then(|col| by_measures(grid, pages, facts, col));
    found.extend(measures.map(|statement| (statement, false)));
    let before = match scale {
        TableScale::Stated { dong, cell } => Some((*dong, *cell)),
        TableScale::Overlooked {
            dong,
            at: Overlooked::Comment(cell),
            ..
        } => Some((*dong, Some(*cell))),
        TableScale::Overlooked { .. } | TableScale::Default { .. } => None,
        TableScale::Foreign { .. } | TableScale::Contradicted { .. } => return,
    };
    let Some((first, _)) = found.first() else {
        if let (TableScale::Default { .. }, Some(cover)) = (&scale, cover) {
            *scale = TableScale::Overlooked {
                dong: cover.dong,
                at: Overlooked::Sheet(cover.sheet.clone(), cover.cell),
                used: 0,
            };
        }
        return;
    };
    let against = before.map_or(first.dong, |(dong, _)| dong);
    if found.iter().all(|(statement, _)| statement.dong == against) {
        if before.is_none() {
            let seen = found.iter().find(|(_, overlooked)| !overlooked);
            *scale = match seen {
                Some((statement, _)) => TableScale::Stated {
                    dong: statement.dong,
                    cell: Some(statement.cell),
                },
                None => TableScale::Overlooked {
                    dong: first.dong,
                    at: Overlooked::Note(first.cell),
                    used: 0,
                },
            };
        }
        return;
    }
    let caption = before.map(|(dong, cell)| {
        let cell = cell.unwrap_or(first.cell);
        let text = grid.get(cell).and_then(text_of).unwrap_or_default();
        (cell, fold::tidy(text).into_owned(), dong)
    });
    let others = found
        .into_iter()
        .map(|(one, _)| (one.cell, one.text, one.dong));
    *scale = TableScale::Contradicted {
        statements: caption.into_iter().chain(others).collect(),
    };
}

/// Whether a row stands below the list and heads nothing.
fn is_below_list(pages: &Pages, offset: usize, facts: &RowFacts<'_>) -> bool {
    let numbered = facts.number.is_some_and(|number| number != Numbering::Dash);
    pages.first + offset >= pages.list_end && !numbered
}

/// The unit that every row with an amount gives in the column of measures, where it is one and the same.
fn by_measures(grid: &Grid, pages: &Pages, facts: &[RowFacts<'_>], col: u32) -> Option<Statement> {
    let mut common: Option<Statement> = None;
    for (offset, facts) in facts.iter().enumerate() {
        if facts.amounts == 0 || facts.telling == 0 {
            continue;
        }
        let row = grid.rows.get(pages.first + offset)?;
        let text = row.cell(col).and_then(text_of)?;
        let dong = scale::parse_beside(text)?;
        match &common {
            Some(other) if other.dong != dong => return None,
            Some(_) => {}
            None => {
                common = Some(Statement {
                    cell: CellRef::new(row.row, col),
                    text: fold::tidy(text).into_owned(),
                    dong,
                });
            }
        }
    }
    common
}

/// Finds the statements that hold from a row on, and gives them to the columns of money.
pub(super) fn changes(
    grid: &Grid,
    pages: &Pages,
    facts: &[RowFacts<'_>],
    header: &Header,
    template: &Template,
    money: &mut [MoneyColumn],
) {
    let last = facts.iter().rev().find_map(|facts| facts.row).unwrap_or(0);
    let ends = ends(facts);
    let mut changes: Vec<UnitChange> = Vec::new();
    for (offset, own) in facts.iter().enumerate() {
        // What stands below the list is a note on all of it.
        if is_below_list(pages, offset, own) {
            continue;
        }
        let heads = own.filled > 0 && own.telling == 0 && own.told() <= own.extra_figures + 1;
        let Some(row) = own.row.filter(|_| heads) else {
            continue;
        };
        let statement = statement_of(grid, pages.first + offset, |text| !is_note(text));
        let Some(statement) = statement.filter(|_| own.amounts == 0 || own.number.is_some()) else {
            continue;
        };
        let until = ends
            .get(offset)
            .copied()
            .flatten()
            .and_then(|end| facts.get(end)?.row)
            .map_or(last, |row| row.saturating_sub(1));
        changes.push(UnitChange {
            rows: (row, until.max(row)),
            dong: statement.dong,
            cell: statement.cell,
            told: true,
        });
    }
    changes.extend(of_own_row(grid, pages, facts, header, template));
    for column in money {
        column.changes.clone_from(&changes);
        for (header, end) in pages.headers() {
            let rows = grid.rows.get(header.clone()).unwrap_or_default();
            let heading = rows
                .iter()
                .rev()
                .find_map(|row| Some((row.row, row.cell(column.col).and_then(text_of)?)));
            let Some((row, text)) = heading else { continue };
            if let Some(CaptionScale::Money { dong, .. }) = scale::parse_caption(text)
                && Some(dong) != column.scale
            {
                let until = end
                    .and_then(|end| grid.rows.get(end))
                    .map_or(last, |row| row.row.saturating_sub(1));
                column.changes.push(UnitChange {
                    rows: (row, until),
                    dong,
                    cell: CellRef::new(row, column.col),
                    told: true,
                });
            }
        }
        column.changes.extend(beside(grid, pages, facts, column));
        column.changes.sort_by_key(|change| change.rows.0);
        column.changes = innermost(&column.changes);
    }
}

/// The units that stand beside the amounts of a column, each for its own row.
fn beside(
    grid: &Grid,
    pages: &Pages,
    facts: &[RowFacts<'_>],
    column: &MoneyColumn,
) -> Vec<UnitChange> {
    let Some(col) = column.units else {
        return Vec::new();
    };
    let rows = facts
        .iter()
        .enumerate()
        .filter(|(_, facts)| facts.filled > 0);
    let rows = rows.filter_map(|(offset, _)| grid.rows.get(pages.first + offset));
    rows.filter_map(|row| {
        let dong = scale::unit_alone(row.cell(col).and_then(text_of)?)?;
        Some(UnitChange {
            rows: (row.row, row.row),
            dong,
            cell: CellRef::new(row.row, col),
            told: true,
        })
    })
    .collect()
}

/// The units that rows with amounts state of themselves: a sum in its label, a record in a note that is a unit and nothing
/// else.
fn of_own_row(
    grid: &Grid,
    pages: &Pages,
    facts: &[RowFacts<'_>],
    header: &Header,
    template: &Template,
) -> Vec<UnitChange> {
    let mut found = Vec::new();
    let rows = facts
        .iter()
        .enumerate()
        .filter(|(_, facts)| facts.amounts > 0);
    for (offset, facts) in rows {
        let Some(row) = grid.rows.get(pages.first + offset) else {
            continue;
        };
        let of_row = |cell: CellRef, dong, told| UnitChange {
            rows: (row.row, row.row),
            dong,
            cell,
            told,
        };
        let label = facts.label().filter(|_| facts.telling == 0);
        if let Some(label) = label.filter(|label| is_total_label(label))
            && let Some(CaptionScale::Money { dong, .. }) = scale::parse_caption(label)
        {
            let cell = row.cells.iter().find(|cell| text_of(cell) == Some(label));
            found.extend(cell.map(|cell| of_row(CellRef::new(row.row, cell.col), dong, false)));
            continue;
        }
        let in_note = row.cells.iter().find_map(|cell| {
            let notes = match header.meaning(cell.col)? {
                Meaning::Extra => true,
                Meaning::Field { field, .. } => {
                    let spec = template.field(field)?;
                    spec.kind == Kind::Text && spec.role.is_none() && !spec.required
                }
                Meaning::Seq | Meaning::Unit { .. } | Meaning::Helper => false,
            };
            let text = text_of(cell).filter(|text| notes && text.len() <= 60)?;
            Some((cell.col, scale::unit_alone(text).or_else(|| stated(text))?))
        });
        found.extend(in_note.map(|(col, dong)| of_row(CellRef::new(row.row, col), dong, true)));
    }
    found
}

/// Statements that stand in one another as runs of rows of which each has one: that of the innermost.
fn innermost(changes: &[UnitChange]) -> Vec<UnitChange> {
    let mut runs: Vec<UnitChange> = Vec::new();
    let mut open: Vec<UnitChange> = Vec::new();
    // The first row that no run has yet.
    let mut next = 0;
    let mut close = |open: &mut Vec<UnitChange>, next: &mut u32, until: Option<u32>| {
        while let Some(inner) = open.last() {
            let end = until.map_or(inner.rows.1, |until| {
                inner.rows.1.min(until.saturating_sub(1))
            });
            if *next <= end {
                runs.push(UnitChange {
                    rows: (inner.rows.0.max(*next), end),
                    ..inner.clone()
                });
                *next = end.saturating_add(1);
            }
            if until.is_some_and(|until| inner.rows.1 >= until) {
                break;
            }
            open.pop();
        }
    };
    for change in changes {
        close(&mut open, &mut next, Some(change.rows.0));
        next = next.max(change.rows.0);
        open.push(change.clone());
    }
    close(&mut open, &mut next, None);
    runs
}

/// How many ranks of numbers are told apart; deeper ones count as the last.
const RANKS: usize = 8;

/// For each row the next one that ends what its label states: a row of its rank or above, or one that adds up all; for a
/// row without a number the next part of the list.
fn ends(facts: &[RowFacts<'_>]) -> Vec<Option<usize>> {
    let rank = |number: Numbering| match number {
        Numbering::Upper => 0,
        Numbering::Roman => 1,
        Numbering::Number(depth) | Numbering::Suffixed(depth) => {
            usize::from(depth).saturating_add(2).min(RANKS - 2)
        }
        Numbering::Lower | Numbering::Lettered | Numbering::Dash => RANKS - 1,
    };
    let mut by_rank: [Option<usize>; RANKS] = [None; RANKS];
    let (mut all, mut part) = (None, None);
    let mut ends = vec![None; facts.len()];
    for (offset, row) in facts.iter().enumerate().rev() {
        let nearest = |places: &[Option<usize>]| places.iter().flatten().min().copied();
        let end = match row.number {
            Some(number) => nearest(by_rank.get(..=rank(number)).unwrap_or_default()),
            None => part,
        };
        if let Some(slot) = ends.get_mut(offset) {
            *slot = nearest(&[end, all]);
        }
        if row.filled == 0 {
            continue;
        }
        if let Some(slot) = row.number.and_then(|number| by_rank.get_mut(rank(number))) {
            *slot = Some(offset);
        }
        let Some(label) = row.label().filter(|_| row.telling == 0) else {
            continue;
        };
        let folded = fold::fold(label);
        if is_bare_total_label(label) && !words().partial_total.are(&folded) {
            all = Some(offset);
        } else if row.number.is_none() && row.amounts == 0 && words().part.begin(&folded) {
            part = Some(offset);
        }
    }
    ends
}

/// The statement that a row makes in one of its texts that are of a kind.
fn statement_of(grid: &Grid, index: usize, of_kind: impl Fn(&str) -> bool) -> Option<Statement> {
    let row = grid.rows.get(index)?;
    row.cells.iter().find_map(|cell| {
        let Content::Text(text) = &cell.content else {
            return None;
        };
        // Nearly every text is none: what says no unit in so many words is not read.
        let dong = Some(text.as_str())
            .filter(|text| text.len() <= 300 && of_kind(text))
            .and_then(stated)?;
        Some(Statement {
            cell: CellRef::new(row.row, cell.col),
            text: fold::tidy(text).into_owned(),
            dong,
        })
    })
}

/// The unit that a text states: as a caption does, behind a colon, in brackets, or by `tính bằng`.
fn stated(text: &str) -> Option<i64> {
    let folded = fold::bare(text);
    let announced = ["don vi", "dvt", "tinh bang", "tinh theo", "don vi tinh"]
        .iter()
        .any(|words| folded.contains(words));
    if !announced {
        return None;
    }
    let money = |text: &str| match scale::parse_caption(text)? {
        CaptionScale::Money { dong, .. } => Some(dong),
        CaptionScale::Foreign { .. } | CaptionScale::Measure(_) => None,
    };
    let behind = || {
        let lower = text.to_lowercase();
        let at = ["tính bằng ", "tính theo "]
            .iter()
            .find_map(|words| Some(lower.find(words)? + words.len()))?;
        let rest = lower.get(at..)?.trim_end_matches(['.', ')', ' ']);
        scale::parse_beside(rest)
    };
    let after_colon = || {
        let (_, rest) = text.split_once(':')?;
        money(rest)
    };
    money(text).or_else(after_colon).or_else(behind)
}

/// Whether a text is a note on the whole table.
fn is_note(text: &str) -> bool {
    words::is_note(text) || text.trim_start().starts_with(['*', '('])
}
