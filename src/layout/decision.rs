//! What a column of a known form is, decided once from its headings, with what the decision rests on.
//!
//! `Kinh phí / Trong đó / NS` is `budget_vnd`: `NS` is known exactly under the heading `Kinh phí`. The nearest group
//! counts first, and what stands below money of another kind (`Kế hoạch`, `Kinh phí/căn`) is such money too. What a
//! heading does not tell by itself its neighbours may (`neighbours`); several columns for one field are settled by how
//! surely each is known (`rivals`). `inspect` says what is kept here.

pub(super) mod neighbours;
pub(super) mod period;
pub(super) mod rivals;
pub(super) mod spanned;

use super::header::is_unit;
use super::{Meaning, words};
use crate::fold;
use crate::template::{Claim, Kind, Role, Strength, Template, without_period};
use crate::value::scale;

/// What a column's meaning rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// The row of ids of a form of ours.
    Id,
    /// Its heading.
    Heading {
        /// How surely its wording is known.
        strength: Strength,
        /// The heading above without which its own would not tell.
        group: Option<String>,
    },
    /// The columns beside it.
    Neighbours,
    /// A known heading of something that no field of the form holds: planned money, money asked for.
    Other,
    /// A heading or a unit that says for how many the money is (V120).
    Rate,
    /// Another column is known more surely as the field it names, or as surely.
    Rival,
    /// What its cells hold: the form is not known.
    Cells,
    /// Nothing.
    Unknown,
}

/// What a column is, and why.
pub(super) type Decision = (Meaning, Evidence);

/// Decides by the headings above a column, outermost first.
pub(super) fn decide(path: &[String], template: &Template) -> Decision {
    let headings: Vec<String> = named(path)
        .map(|heading| scale::heading_without_scale(heading))
        .filter(|heading| !words::words().of_which.are(&fold::fold(heading)))
        .collect();
    let Some((leaf, above)) = headings.split_last() else {
        return (Meaning::Extra, Evidence::Unknown);
    };
    let under = Group::above(template, above);
    let (claim, group) = match &under {
        Group::None => alone(template, above, leaf),
        Group::OtherMoney => (not_money(template, template.headings.claim(leaf)), None),
        Group::Fields(groups) => below(template, groups, leaf),
    };
    match claim {
        Some(Claim::Seq) => (
            Meaning::Seq,
            Evidence::Heading {
                strength: Strength::Exact,
                group: None,
            },
        ),
        Some(Claim::Field {
            field,
            slot,
            strength,
        }) => (
            Meaning::Field { field, slot },
            Evidence::Heading { strength, group },
        ),
        Some(Claim::NotOurs) if template.headings.is_rate(leaf) => (Meaning::Extra, Evidence::Rate),
        Some(Claim::NotOurs) => (Meaning::Extra, Evidence::Other),
        None => (Meaning::Extra, Evidence::Unknown),
    }
}

/// What the headings above a column name.
enum Group<'p> {
    None,
    /// The nearest tells of money that is not the records' own.
    OtherMoney,
    /// Fields, the nearest first: a heading may stand over the whole table.
    Fields(Vec<(usize, &'p String)>),
}

impl<'p> Group<'p> {
    fn above(template: &Template, above: &'p [String]) -> Self {
        let mut fields = Vec::new();
        for heading in above.iter().rev() {
            match group_field(template, heading) {
                Some(field) => fields.push((field, heading)),
                None if fields.is_empty() && template.headings.is_other_money(heading) => {
                    return Self::OtherMoney;
                }
                None => {}
            }
        }
        if fields.is_empty() {
            Self::None
        } else {
            Self::Fields(fields)
        }
    }
}

type Told = (Option<Claim>, Option<String>);

/// What a heading claims that no group stands over: by itself, as a part of the total (`Trong đó: Doanh nghiệp`), or
/// together with what stands above it.
fn alone(template: &Template, above: &[String], leaf: &str) -> Told {
    if let Some(claim) = template.headings.claim(leaf) {
        return (Some(claim), None);
    }
    match above.first() {
        None => (of_which(template, leaf), None),
        Some(top) => {
            let joined = template.headings.claim(&format!("{top} {leaf}"));
            (joined, Some(top.clone()))
        }
    }
}

/// What a heading claims below the headings of fields.
fn below(template: &Template, groups: &[(usize, &String)], leaf: &str) -> Told {
    // `Cộng năm 2019` is `Cộng`, where `Cộng năm` is not known; `Trong đó: nữ` is `nữ`.
    let timeless = without_period(leaf).filter(|rest| !rest.is_empty());
    let folded = fold::fold(leaf);
    let part = words::words().of_which.rest(&folded);
    let by_group = groups.iter().find_map(|(field, heading)| {
        let under = |leaf: &str| template.headings.claim_under(*field, leaf);
        let claim = under(leaf).or_else(|| under(timeless.as_deref()?));
        let claim = claim.or_else(|| under(part.filter(|part| !part.is_empty())?))?;
        Some((claim, (*heading).clone()))
    });
    if let Some((claim, group)) = by_group {
        return (Some(claim), Some(group));
    }
    let nearest = groups.first().map(|(field, _)| *field);
    (sub_claim(template, nearest, leaf), None)
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

/// What a sub-heading claims by itself. Below a group of money it may only be money.
fn sub_claim(template: &Template, group: Option<usize>, leaf: &str) -> Option<Claim> {
    let claim = template.headings.claim(leaf)?;
    match (claim, group) {
        (Claim::Field { field, .. }, Some(group))
            if is_money(template, group) && !is_money(template, field) =>
        {
            None
        }
        _ => Some(claim),
    }
}

/// A claim below money of another kind: what names money there is none of ours.
fn not_money(template: &Template, claim: Option<Claim>) -> Option<Claim> {
    match claim {
        Some(Claim::Field { field, .. }) if is_money(template, field) => Some(Claim::NotOurs),
        None => Some(Claim::NotOurs),
        claim => claim,
    }
}

fn is_money(template: &Template, field: usize) -> bool {
    template
        .field(field)
        .is_some_and(|spec| spec.kind == Kind::Amount)
}

/// The field that a heading names for those below it.
pub(super) fn group_field(template: &Template, heading: &str) -> Option<usize> {
    match template
        .headings
        .claim(&scale::heading_without_scale(heading))
    {
        Some(Claim::Field { field, .. }) => Some(field),
        _ => None,
    }
}

/// The headings of a path that are more than a unit in a row of its own.
fn named(path: &[String]) -> impl Iterator<Item = &String> {
    let alone = path.len() == 1;
    path.iter()
        .filter(move |heading| alone || !is_unit(heading))
}
