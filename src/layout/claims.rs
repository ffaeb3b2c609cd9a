//! What headings claim to be: the path of a column against the headings of a form, the nearest group first; and which
//! claim holds where several columns raise the same.

use super::header::{Header, is_unit};
use super::{Column, Meaning, words};
use crate::fold;
use crate::template::{Claim, Kind, Role, Slot, Strength, Template};
use crate::value::scale;

pub(super) fn group_field(template: &Template, heading: &str) -> Option<usize> {
    match template
        .headings
        .claim(&scale::heading_without_scale(heading))
    {
        Some(Claim::Field { field, .. }) => Some(field),
        _ => None,
    }
}

pub(super) fn claim(path: &[String], template: &Template) -> Meaning {
    let headings: Vec<String> = named(path)
        .map(|heading| scale::heading_without_scale(heading))
        .filter(|heading| !words::words().of_which.are(&fold::fold(heading)))
        .collect();
    let claim = match headings.as_slice() {
        [] => None,
        [only] => template
            .headings
            .claim(only)
            .or_else(|| of_which(template, only)),
        [above @ .., leaf] => under_groups(template, above, leaf)
            .or_else(|| sub_claim(template, nearest_group(template, above), leaf))
            .or_else(|| match (nearest_group(template, above), above) {
                (None, [top, ..]) => template.headings.claim(&format!("{top} {leaf}")),
                _ => None,
            }),
    };
    match claim {
        Some(Claim::Seq) => Meaning::Seq,
        Some(Claim::Field { field, slot, .. }) => Meaning::Field { field, slot },
        Some(Claim::NotOurs) | None => Meaning::Extra,
    }
}

/// What `Trong đó: Doanh nghiệp` claims beside the total, in a header of one row.
fn of_which(template: &Template, heading: &str) -> Option<Claim> {
    let folded = fold::fold(heading);
    let part = words::words().of_which.rest(&folded)?;
    let total = template.role(Role::Total)?;
    template
        .headings
        .claim_under(total, part)
        .or_else(|| sub_claim(template, Some(total), part))
}

/// A heading that names a part of the total only below it (`Khác`, `Doanh nghiệp`) does so too in a header of one row,
/// right of the total or of another part.
pub(super) fn adopt_parts(columns: &mut [Column], template: &Template) {
    let Some(total) = template.role(Role::Total) else {
        return;
    };
    let money = |column: &Column| match column.meaning {
        Meaning::Field { field, .. } => template.field(field),
        Meaning::Seq | Meaning::Extra | Meaning::Helper => None,
    };
    let parts = |columns: &[Column]| {
        let is_part = |column: &Column| money(column).is_some_and(|spec| spec.group.is_some());
        columns.iter().any(is_part)
    };
    if !parts(columns) {
        return;
    }
    for index in 1..columns.len() {
        let beside = columns.get(index - 1).and_then(|column| {
            let spec = money(column)?;
            (spec.kind == Kind::Amount).then_some(column.col)
        });
        let Some(column) = columns.get_mut(index) else {
            continue;
        };
        let next_to = beside.is_some_and(|col| col + 1 == column.col);
        let ([only], Meaning::Extra, true) = (column.path.as_slice(), column.meaning, next_to)
        else {
            continue;
        };
        let heading = scale::heading_without_scale(only);
        if let Some(Claim::Field { field, slot, .. }) =
            template.headings.claim_under(total, &heading)
        {
            column.meaning = Meaning::Field { field, slot };
        }
    }
}

/// Of planned money and money spent, side by side under one heading of money, the second is the amount where no other
/// column is: `Kinh phí / Kế hoạch`, `Kinh phí / Thực hiện`. Alone, or one of several, it stays what it was.
pub(super) fn adopt_realised(columns: &mut [Column], template: &Template) {
    let Some(total) = template.role(Role::Total) else {
        return;
    };
    let amount = Meaning::Field {
        field: total,
        slot: Slot::Value,
    };
    if columns.iter().any(|column| column.meaning == amount) {
        return;
    }
    let parted: Vec<(usize, String, Vec<String>)> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.meaning == Meaning::Extra)
        .filter_map(|(index, column)| {
            let path: Vec<String> = named(&column.path).cloned().collect();
            let (leaf, above) = path.split_last()?;
            let leaf = fold::fold(&scale::heading_without_scale(leaf));
            (nearest_group(template, above) == Some(total)).then(|| (index, leaf, above.to_vec()))
        })
        .collect();
    let words = words::words();
    let mut realised = parted
        .iter()
        .filter(|(_, leaf, _)| words::names_stage(&words.realised, leaf));
    let (Some((index, _, above)), None) = (realised.next(), realised.next()) else {
        return;
    };
    let planned = |(_, leaf, other): &(usize, String, Vec<String>)| {
        other == above && words::names_stage(&words.planned, leaf)
    };
    if parted.iter().any(planned)
        && let Some(column) = columns.get_mut(*index)
    {
        column.meaning = amount;
    }
}

/// The headings of a path that are more than a unit in a row of its own.
fn named(path: &[String]) -> impl Iterator<Item = &String> {
    let alone = path.len() == 1;
    path.iter()
        .filter(move |heading| alone || !is_unit(heading))
}

/// What a sub-heading claims below the headings above it, the nearest first: a heading may stand over the whole table.
fn under_groups(template: &Template, above: &[String], leaf: &str) -> Option<Claim> {
    above
        .iter()
        .rev()
        .filter_map(|heading| group_field(template, heading))
        .find_map(|field| template.headings.claim_under(field, leaf))
}

/// The field that the nearest of the headings above names.
fn nearest_group(template: &Template, above: &[String]) -> Option<usize> {
    above
        .iter()
        .rev()
        .find_map(|heading| group_field(template, heading))
}

/// What a sub-heading claims by itself. Below a group of money it may only be money.
fn sub_claim(template: &Template, group: Option<usize>, leaf: &str) -> Option<Claim> {
    let money = |field: usize| {
        template
            .field(field)
            .is_some_and(|spec| spec.kind == Kind::Amount)
    };
    let claim = template.headings.claim(leaf)?;
    match (claim, group) {
        (Claim::Field { field, .. }, Some(group)) if money(group) && !money(field) => None,
        _ => Some(claim),
    }
}

/// Settles columns that claim the same field, and says which required fields are missing.
pub(super) fn settle_claims(header: &mut Header, template: &Template) {
    let mut taken: Vec<(usize, Slot, usize)> = Vec::new();
    let strengths: Vec<(bool, Strength)> = header
        .columns
        .iter()
        .map(|column| (column.by_id, strength(column, template)))
        .collect();
    for index in 0..header.columns.len() {
        let Some(Meaning::Field { field, slot }) =
            header.columns.get(index).map(|column| column.meaning)
        else {
            continue;
        };
        if template.field(field).is_some_and(|spec| spec.several) {
            continue;
        }
        let Some(earlier) = taken
            .iter_mut()
            .find(|(other, s, _)| *other == field && *s == slot)
        else {
            taken.push((field, slot, index));
            continue;
        };
        let (mine, theirs) = (
            strengths.get(index).copied(),
            strengths.get(earlier.2).copied(),
        );
        let loser = if mine > theirs {
            std::mem::replace(&mut earlier.2, index)
        } else {
            index
        };
        let at = header.columns.get_mut(loser).map(|column| {
            column.meaning = Meaning::Extra;
            column.cell
        });
        // A likeness that lost to a known wording is simply a column of its own.
        if mine == theirs
            && let Some(at) = at
        {
            match header.doubled.iter_mut().find(|(other, _)| *other == field) {
                Some((_, cells)) => cells.push(at),
                None => header.doubled.push((field, vec![at])),
            }
        }
    }
    header.missing = template
        .fields
        .iter()
        .enumerate()
        .filter(|(field, spec)| {
            spec.required
                && !header.columns.iter().any(
                    |column| matches!(column.meaning, Meaning::Field { field: other, .. } if other == *field),
                )
        })
        .map(|(field, _)| field)
        .collect();
}

fn strength(column: &Column, template: &Template) -> Strength {
    let path: Vec<String> = named(&column.path).cloned().collect();
    let Some((leaf, above)) = path.split_last() else {
        return Strength::Like;
    };
    let leaf = scale::heading_without_scale(leaf);
    let claim = under_groups(template, above, &leaf).or_else(|| template.headings.claim(&leaf));
    match claim {
        Some(Claim::Field { strength, .. }) => strength,
        _ => Strength::Like,
    }
}
