//! Parents and their children: a record whose amount is the sum of the rows below it.
//!
//! ```text
//!   1 | Trang thiết bị y tế | Sở Y tế | 2019 | 500
//!   - | Máy siêu âm         |         |      | 300     breaks record 1 up
//!   - | Máy thở             |         |      | 200
//! ```
//!
//! Counting both would double the money. Where the children tell who and when themselves the parent is their section;
//! else it is the record, and they break it up. Where the sums differ nothing is decided here: each stays a record.

use super::body::{Body, BodyKind, Scope, Section};
use super::header::Header;
use super::view::View;
use super::words::{Numbering, numbering, split_numbering};
use super::{CellRole, mark_row, sums, text_of};
use crate::book::grid::{Grid, Row};
use crate::fold;
use crate::place::CellRef;
use crate::template::{Role, Slot, Template};

/// Tells parents from children among the records of a table.
pub(super) fn settle(
    grid: &Grid,
    header: &Header,
    template: &Template,
    body: &mut Body,
    roles: &mut [Vec<CellRole>],
) {
    let members: Vec<Option<Member>> = body
        .rows
        .iter()
        .map(|row| {
            let record = matches!(row.kind, BodyKind::Record { .. });
            grid.rows
                .get(row.index)
                .filter(|_| record)
                .map(|row| Member::of(row, header, template))
        })
        .collect();
    let mut position = 0;
    while position < members.len() {
        let children = children(&members, position);
        if children > 0 {
            part(grid, &members, position, children, body, roles);
        } else if header.seq_col().is_some() {
            let below = followers(&members, position);
            if below >= FOLLOWERS {
                part(grid, &members, position, below, body, roles);
            }
        }
        position += children + 1;
    }
}

/// A record as one of a family.
struct Member {
    rank: u8,
    amount: Option<i128>,
    /// Whether it tells who or when.
    tells: bool,
    col: u32,
    label: String,
}

impl Member {
    fn of(row: &Row, header: &Header, template: &Template) -> Self {
        let view = View::of(row, header, template);
        let label = view.name.and_then(text_of).unwrap_or_default();
        let dashed = label.starts_with(['-', '+', '–']) && view.seq.is_none();
        let rank = match view.seq.as_deref().and_then(numbering) {
            Some(Numbering::Upper | Numbering::Roman) => 0,
            Some(Numbering::Number(depth)) => depth.saturating_add(1),
            Some(Numbering::Lower) => 100,
            Some(Numbering::Dash) => 200,
            None if dashed => 200,
            None => 0,
        };
        Self {
            rank,
            amount: amount_of(row, header, template),
            tells: view.needed > 0,
            col: view.name.map_or(0, |cell| cell.col),
            label: fold::tidy(split_numbering(label).1).into_owned(),
        }
    }
}

/// The total amount of a row in units that all rows share.
fn amount_of(row: &Row, header: &Header, template: &Template) -> Option<i128> {
    let field = template.role(Role::Total)?;
    let column = header.feeding(field, Slot::Value).next()?;
    sums::money(row, column, template)
}

/// How many of the records below a record are its children.
fn children(members: &[Option<Member>], position: usize) -> usize {
    let Some(Some(parent)) = members.get(position) else {
        return 0;
    };
    members
        .iter()
        .skip(position + 1)
        .take_while(|member| {
            member
                .as_ref()
                .is_some_and(|member| member.rank > parent.rank)
        })
        .count()
        .saturating_mul(usize::from(parent.rank > 0))
}

/// How many records at least a label without a number heads, where nothing but their sum tells so.
const FOLLOWERS: usize = 2;

/// How many numbered records stand below one that has no number and tells neither who nor when: `Hỗ trợ y tế | 350`.
fn followers(members: &[Option<Member>], position: usize) -> usize {
    let heads = |member: &Member| member.rank == 0 && !member.tells;
    if !matches!(members.get(position), Some(Some(member)) if heads(member)) {
        return 0;
    }
    members
        .iter()
        .skip(position + 1)
        .take_while(|member| {
            member
                .as_ref()
                .is_some_and(|member| member.rank > 0 && member.tells)
        })
        .count()
}

fn part(
    grid: &Grid,
    members: &[Option<Member>],
    position: usize,
    count: usize,
    body: &mut Body,
    roles: &mut [Vec<CellRole>],
) {
    let Some(Some(parent)) = members.get(position) else {
        return;
    };
    let family: Vec<&Member> = members
        .iter()
        .skip(position + 1)
        .take(count)
        .flatten()
        .collect();
    let sum: Option<i128> = family.iter().map(|child| child.amount).sum();
    if parent.amount.is_none_or(|amount| amount == 0) || sum != parent.amount {
        return;
    }
    if family.iter().all(|child| child.tells) {
        head(grid, parent, position, count, body, roles);
    } else if parent.tells && !family.iter().any(|child| child.tells) {
        for (child, row) in family.iter().zip(body.rows.iter_mut().skip(position + 1)) {
            row.kind = BodyKind::Total {
                label: child.label.clone(),
                scope: Scope::Other,
            };
            mark_row(roles, row.index, CellRole::Subtotal);
        }
    }
}

/// Makes a parent the section of its children.
fn head(
    grid: &Grid,
    parent: &Member,
    position: usize,
    count: usize,
    body: &mut Body,
    roles: &mut [Vec<CellRole>],
) {
    let section = body.sections.len();
    let mut above = None;
    if let Some(row) = body.rows.get_mut(position) {
        if let BodyKind::Record { section } = row.kind {
            above = section;
        }
        row.kind = BodyKind::Section(section);
        mark_row(roles, row.index, CellRole::Section);
        body.sections.push(Section {
            label: parent.label.clone(),
            number: String::new(),
            cell: CellRef::new(
                grid.rows.get(row.index).map_or(0, |row| row.row),
                parent.col,
            ),
            parent: above,
        });
    }
    for row in body.rows.iter_mut().skip(position + 1).take(count) {
        row.kind = BodyKind::Record {
            section: Some(section),
        };
    }
}
