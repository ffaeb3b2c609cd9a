//! Finding the row that holds most headings of a template.

use std::ops::Range;
use std::sync::Arc;

use super::extent::{continues, joined};
use super::{Header, of_rows, read};
use crate::book::grid::{Grid, Row};
use crate::fold;
use crate::layout::{ids, text_of};
use crate::template::{Claim, Role, Strength, Template, Wording};
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
        if let Some((template, alike)) = best_template(grid, from, index, templates) {
            let header = read(grid, index, template);
            return Some((template, Header { alike, ..header }));
        }
    }
    None
}

/// The template whose headings a row holds most of, and the others that hold as many and that nothing tells from it.
///
/// Of several the one whose title stands above, or names the sheet, is taken; then the one of whose required columns the
/// fewest are missing.
fn best_template<'t>(
    grid: &Grid,
    from: usize,
    index: usize,
    templates: &'t [Arc<Template>],
) -> Option<(&'t Arc<Template>, Vec<Arc<Template>>)> {
    let row = grid.rows.get(index)?;
    let below = grid.rows.get(index + 1);
    let texts = headings(row, None);
    let alone: Vec<Wording<'_>> = texts.iter().map(|text| Wording::new(text)).collect();
    let of = |template: &Template| match below.filter(|below| continues(below, row, template)) {
        Some(below) => {
            let texts = headings(row, Some(below));
            let joined: Vec<Wording<'_>> = texts.iter().map(|text| Wording::new(text)).collect();
            score(&joined, template)
        }
        None => score(&alone, template),
    };
    let scored: Vec<(usize, &Arc<Template>)> = templates
        .iter()
        .map(|template| (of(template), template))
        .collect();
    let best = scored.iter().map(|(score, _)| *score).max()?;
    if best < ENOUGH {
        return None;
    }
    let equal = scored.iter().filter(|(score, _)| *score == best);
    let mut equal: Vec<&Arc<Template>> = equal.map(|(_, template)| *template).collect();
    if equal.len() > 1 {
        keep_greatest(&mut equal, |template| {
            title_length(grid, from..index, template)
        });
    }
    if equal.len() > 1 {
        keep_greatest(&mut equal, |template| {
            let header = read(grid, index, template);
            let missing = header.missing.iter();
            let missing = missing.filter(|field| {
                let spec = template.field(**field);
                !spec.is_some_and(|spec| spec.from_section)
            });
            std::cmp::Reverse(missing.count())
        });
    }
    let (first, others) = equal.split_first()?;
    Some((*first, others.iter().copied().cloned().collect()))
}

/// Keeps those of which something is greatest.
fn keep_greatest<T: Copy, K: Ord>(all: &mut Vec<T>, of: impl Fn(T) -> K) {
    let keys: Vec<K> = all.iter().map(|one| of(*one)).collect();
    let Some(greatest) = keys.iter().max() else {
        return;
    };
    let mut kept = keys.iter().map(|key| key == greatest);
    all.retain(|_| kept.next().unwrap_or(true));
}

/// The length of the longest of a template's titles that stands in these rows or names the sheet; 0 without any.
fn title_length(grid: &Grid, rows: Range<usize>, template: &Template) -> usize {
    let above = grid.rows.get(rows).unwrap_or_default();
    let texts = above
        .iter()
        .flat_map(|row| row.cells.iter().filter_map(text_of));
    let texts = texts.chain([&*grid.name]);
    let found = texts.filter_map(|text| {
        let folded = fold::fold(text);
        let held = template
            .titles
            .iter()
            .filter(|title| folded.contains(title.as_str()));
        held.map(String::len).max()
    });
    found.max().unwrap_or(0)
}

/// Whether a row below a table is the header of another one, of whatever template: it holds the row number's heading
/// again, and enough others.
pub fn begins<'t>(row: &Row, templates: impl IntoIterator<Item = &'t Template>) -> bool {
    let mut templates = templates.into_iter().peekable();
    let Some(first) = templates.peek() else {
        return false;
    };
    // The row number has the same headings in all of them.
    let seq = row
        .cells
        .iter()
        .take(6)
        .filter_map(text_of)
        .any(|text| first.headings.is_seq(text));
    if !seq {
        return false;
    }
    let texts = headings(row, None);
    let alone: Vec<Wording<'_>> = texts.iter().map(|text| Wording::new(text)).collect();
    templates.any(|template| score(&alone, template) >= ENOUGH)
}

/// The headings of a row without their units of account; `below` is a row in which they go on.
fn headings(row: &Row, below: Option<&Row>) -> Vec<String> {
    /// Longer texts, in bytes, are no headings.
    const LONGEST: usize = 200;
    let texts = row.cells.iter().filter_map(|cell| {
        let text = text_of(cell).filter(|text| text.len() < LONGEST)?;
        let rest = below.and_then(|below| text_of(below.cell(cell.col)?));
        Some(match rest {
            Some(rest) => scale::heading_without_scale(&joined(text, rest)),
            None => scale::heading_without_scale(text),
        })
    });
    texts.collect()
}

/// How many different headings of a template are among these; 0 when neither name nor amount is.
///
/// Headings matched by likeness count where known ones stand beside them and the row is no sentence: a header of
/// wordings never seen is still told by its row number, its notes and the like.
fn score(headings: &[Wording<'_>], template: &Template) -> usize {
    let mut seen: Vec<(Claim, bool)> = Vec::new();
    for heading in headings {
        let Some((claim, known)) = telling_claim(template, heading) else {
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
fn telling_claim(template: &Template, heading: &Wording<'_>) -> Option<(Claim, bool)> {
    match template.headings.claim_of(heading)? {
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
            (known || heading.typed().chars().count() <= 60).then_some((claim, known))
        }
        other => Some((other, true)),
    }
}
