//! Why a column was understood as what it was: the wording of its heading, and the heading it stands under.

use super::claims::group_field;
use super::{Column, Meaning, words};
use crate::fold;
use crate::template::{Claim, Slot, Strength, Template};
use crate::value::scale;

/// Why a column feeds its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// How surely its wording is known.
    pub strength: Strength,
    /// The heading above it without which its own would not tell.
    pub group: Option<String>,
}

/// Why a column was understood as what it was; `None` when it feeds no field.
#[must_use]
pub fn why(column: &Column, template: &Template) -> Option<Why> {
    let Meaning::Field { field, slot } = column.meaning else {
        return None;
    };
    let headings: Vec<String> = column
        .path
        .iter()
        .map(|heading| scale::heading_without_scale(heading))
        .filter(|heading| !words::words().of_which.are(&fold::fold(heading)))
        .collect();
    let (leaf, top) = match headings.as_slice() {
        [] => return None,
        [only] => (only, None),
        [top, .., leaf] => (leaf, Some(top)),
    };
    let strength = |claim: Option<Claim>| feeds(claim, field, slot);
    let under = top
        .and_then(|top| group_field(template, top))
        .and_then(|group| strength(template.headings.claim_under(group, leaf)));
    if let Some(strength) = under {
        return Some(Why {
            strength,
            group: top.cloned(),
        });
    }
    let own = strength(template.headings.claim(leaf));
    let joined = || {
        let joined = format!("{} {leaf}", top?);
        strength(template.headings.claim(&joined))
    };
    match own {
        Some(strength) => Some(Why {
            strength,
            group: None,
        }),
        None => joined().map(|strength| Why {
            strength,
            group: top.cloned(),
        }),
    }
}

/// How surely a claim is one to a slot of a field.
fn feeds(claim: Option<Claim>, field: usize, slot: Slot) -> Option<Strength> {
    match claim {
        Some(Claim::Field {
            field: other,
            slot: other_slot,
            strength,
        }) if other == field && other_slot == slot => Some(strength),
        _ => None,
    }
}
