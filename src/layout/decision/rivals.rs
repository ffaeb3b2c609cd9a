//! Several columns for one slot of a field: which one is it, and which fields no column gives.

mod same;

use super::super::header::Header;
use super::super::{Column, Meaning};
use super::Evidence;
use crate::book::grid::Grid;
use crate::template::{Kind, Slot, Strength, Template};
use crate::value::scale::CaptionScale;

/// Settles columns that claim the same field, and says which required fields are missing.
///
/// The one that is known most surely is taken. Of several amounts known as surely one is taken where the others only
/// repeat it, and none where they differ: which of two figures is meant is no guess to make.
pub(in crate::layout) fn settle(grid: &Grid, header: &mut Header, template: &Template) {
    let mut claimed: Vec<((usize, Slot), Vec<usize>)> = Vec::new();
    for (index, column) in header.columns.iter().enumerate() {
        let Meaning::Field { field, slot } = column.meaning else {
            continue;
        };
        match claimed.iter_mut().find(|(key, _)| *key == (field, slot)) {
            Some((_, columns)) => columns.push(index),
            None => claimed.push(((field, slot), vec![index])),
        }
    }
    for ((field, slot), columns) in claimed {
        let spec = template.field(field);
        if columns.len() > 1 && !spec.is_some_and(|spec| spec.several) {
            let amount = slot == Slot::Value && spec.is_some_and(|spec| spec.kind == Kind::Amount);
            settle_one(grid, header, field, &columns, amount);
        }
    }
    let given = |field: usize| {
        let gives = |column: &Column| matches!(column.meaning, Meaning::Field { field: other, .. } if other == field);
        header.columns.iter().any(gives) || header.doubled.iter().any(|(other, _)| *other == field)
    };
    header.missing = (0..template.fields.len())
        .filter(|field| template.field(*field).is_some_and(|spec| spec.required) && !given(*field))
        .collect();
}

/// Settles the columns that claim one slot of a field.
fn settle_one(grid: &Grid, header: &mut Header, field: usize, columns: &[usize], amount: bool) {
    let sureness = |index: &usize| header.columns.get(*index).map(Column::sureness);
    let best = columns.iter().map(sureness).max().flatten();
    let (equal, weaker): (Vec<usize>, Vec<usize>) =
        columns.iter().partition(|index| sureness(index) == best);
    // A likeness that lost to a known wording is simply a column of its own.
    let mut lost = weaker;
    if equal.len() > 1 {
        let taken = if amount {
            same::finest(grid, header, &equal)
        } else {
            equal.first().copied()
        };
        let others = || equal.iter().filter(|index| Some(**index) != taken);
        let cells = others().filter_map(|index| header.columns.get(*index));
        header
            .doubled
            .push((field, cells.map(|column| column.cell).collect()));
        lost.extend(others());
    }
    for index in lost {
        if let Some(column) = header.columns.get_mut(index) {
            column.meaning = Meaning::Extra;
            column.evidence = Evidence::Rival;
        }
    }
}

impl Column {
    /// How surely it is what it was taken for: by its id, in đồng rather than in foreign money, by its wording.
    fn sureness(&self) -> (bool, bool, Strength) {
        let strength = match self.evidence {
            Evidence::Heading { strength, .. } => strength,
            _ => Strength::Like,
        };
        let foreign = matches!(self.scale, Some(CaptionScale::Foreign { .. }));
        (self.evidence == Evidence::Id, !foreign, strength)
    }
}
