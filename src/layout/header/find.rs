//! Finding the row that holds most headings of a template.

use std::ops::Range;
use std::sync::Arc;

use super::extent::{continues, joined};
use super::{Header, of_rows, read};
use crate::book::grid::{Grid, Row};
use crate::fold;
use crate::layout::{ids, text_of};
use crate::template::{Claim, Role, Strength, Template};
use crate::value::scale;

/// How many different headings of a template make a header.
const ENOUGH: usize = 3;

/// Finds the next header at or after a row (an index among the grid's rows); `by_ids` is the next that its row of ids
/// tells.
pub(in crate::layout) fn find<'t>(
    grid: &Grid,
    from: usize,
    templates: &'t [Arc<Template>],
    by_ids: Option<&ids::Found<'t>>,
) -> Option<(&'t Arc<Template>, Header)> {
    for index in from..grid.rows.len() {
        let Some(row) = grid.rows.get(index) else {
            break;
        };
        if let Some(found) = by_ids.filter(|found| found.rows.start == index) {
            let header = of_rows(grid, found.rows.clone(), Some(found.ids), found.template);
            return Some((found.template, header));
        }
        if row
            .cells
            .iter()
            .filter(|cell| text_of(cell).is_some())
            .take(3)
            .count()
            < 3
        {
            continue;
        }
        if let Some(template) = best_template(grid, from, index, templates) {
            return Some((template, read(grid, index, template)));
        }
    }
    None
}

/// The template whose headings a row holds most of; of several, the one whose title stands above, or else the one of
/// whose required columns the fewest are missing.
fn best_template<'t>(
    grid: &Grid,
    from: usize,
    index: usize,
    templates: &'t [Arc<Template>],
) -> Option<&'t Arc<Template>> {
    let row = grid.rows.get(index)?;
    let below = grid.rows.get(index + 1);
    let scored = templates.iter().map(|template| {
        let whole = below.filter(|below| continues(below, row, template));
        (score(row, whole, template), template)
    });
    let scored: Vec<(usize, &Arc<Template>)> = scored.collect();
    let best = scored.iter().map(|(score, _)| *score).max()?;
    let equal = || scored.iter().filter(|(score, _)| *score == best);
    if best < ENOUGH {
        return None;
    }
    let first = equal().next().map(|(_, template)| *template);
    if equal().count() < 2 {
        return first;
    }
    let titled = equal().find(|(_, template)| has_title(grid, from..index, template));
    let least_missing = || {
        equal()
            .map(|(_, template)| *template)
            .min_by_key(|template| read(grid, index, template).missing.len())
    };
    titled.map(|(_, template)| *template).or_else(least_missing)
}

/// Whether one of a template's titles stands in these rows.
fn has_title(grid: &Grid, rows: Range<usize>, template: &Template) -> bool {
    let titles: Vec<String> = template
        .titles
        .iter()
        .map(|title| fold::fold(title))
        .collect();
    let above = grid.rows.get(rows).unwrap_or_default();
    above
        .iter()
        .flat_map(|row| row.cells.iter().filter_map(text_of))
        .any(|text| {
            let folded = fold::fold(text);
            titles.iter().any(|title| folded.contains(title.as_str()))
        })
}

/// Whether a row below a table is the header of another one: it holds the row number's heading again, and enough others.
pub fn begins(row: &Row, template: &Template) -> bool {
    let seq = row
        .cells
        .iter()
        .take(6)
        .filter_map(text_of)
        .any(|text| template.headings.is_seq(text));
    seq && score(row, None, template) >= ENOUGH
}

/// How many different headings of a template a row holds; 0 when neither name nor amount is among them.
///
/// Headings matched by likeness count where known ones stand beside them and the row is no sentence: a header of
/// wordings never seen is still told by its row number, its notes and the like.
///
/// `below` is a row in which the headings go on.
fn score(row: &Row, below: Option<&Row>, template: &Template) -> usize {
    let mut seen: Vec<(Claim, bool)> = Vec::new();
    for cell in &row.cells {
        let Some(text) = text_of(cell).filter(|text| text.len() < 200) else {
            continue;
        };
        let rest = below.and_then(|below| text_of(below.cell(cell.col)?));
        let heading = match rest {
            Some(rest) => scale::heading_without_scale(&joined(text, rest)),
            None => scale::heading_without_scale(text),
        };
        let Some((claim, known)) = telling_claim(template, &heading) else {
            continue;
        };
        match seen.iter_mut().find(|(other, _)| *other == claim) {
            Some((_, other)) => *other |= known,
            None => seen.push((claim, known)),
        }
    }
    let telling = |claim: &Claim| match claim {
        Claim::Field { field, .. } => template
            .field(*field)
            .is_some_and(|spec| matches!(spec.role, Some(Role::Name | Role::Total))),
        Claim::Seq | Claim::NotOurs => false,
    };
    let known = seen.iter().filter(|(_, known)| *known).count();
    if known >= ENOUGH && seen.iter().any(|(claim, known)| *known && telling(claim)) {
        return known;
    }
    // Likeness needs one heading more, and a known one to lean on.
    let enough = seen.len() > ENOUGH && known > 0 && seen.iter().any(|(claim, _)| telling(claim));
    if enough { seen.len() - 1 } else { 0 }
}

/// What a heading claims, its strength set aside, and whether it is known but for diacritics.
fn telling_claim(template: &Template, heading: &str) -> Option<(Claim, bool)> {
    match template.headings.claim(heading)? {
        Claim::Field {
            field,
            slot,
            strength,
        } => {
            let known = strength > Strength::Like;
            let claim = Claim::Field {
                field,
                slot,
                strength: Strength::Exact,
            };
            (known || heading.chars().count() <= 60).then_some((claim, known))
        }
        other => Some((other, true)),
    }
}
