//! Finding the header: never simply the first row, one to four rows deep, merged or not.
//!
//! A row is a header when at least three of its cells are known headings of one template, the field that names a
//! record or an amount among them. Rows below belong to it while they hold only sub-headings. Every column then has
//! its path (`Kinh phí / Trong đó / Ngân sách`), and paths are matched, not single cells.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::decision::period::{heading_of, is_period, year};
use super::decision::{decide, group_field, neighbours, rivals, spanned};
use super::{CellRole, Column, Evidence, Meaning, ids, mark_row, text_of, words};
use crate::book::grid::{Content, Grid, Row};
use crate::fold;
use crate::place::{CellRange, CellRef};
use crate::template::{Claim, Headings, Kind, Role, Slot, Strength, Template};
use crate::value::scale::{self, CaptionScale};

/// How many different headings of a template make a header.
const ENOUGH: usize = 3;

/// The deepest header that is looked for.
const DEEPEST: usize = 4;

/// The longest part of a heading, in bytes, that stands in a row of its own.
const LONGEST_PART: usize = 60;

/// How many blank rows may stand among its rows.
const BLANK: u32 = 2;

/// The header of a table.
#[derive(Debug, Clone)]
pub struct Header {
    /// Indexes of its rows among the grid's rows.
    pub rows: Range<usize>,
    /// 0-based first and last row of the sheet.
    pub span: (u32, u32),
    /// Index of the column-number row among the grid's rows.
    pub number_row: Option<usize>,
    /// Index of the row of ids among the grid's rows: the form is one of ours.
    pub id_row: Option<usize>,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// Required fields that no column gives (T002).
    pub missing: Vec<usize>,
    /// Fields that several columns claim, with the columns that lost; all of them where none was taken (T003).
    pub doubled: Vec<(usize, Vec<CellRef>)>,
}

impl Header {
    /// Index of the first row below it, its column numbers and ids included.
    #[must_use]
    pub fn body_begin(&self) -> usize {
        let last = self.id_row.max(self.number_row);
        last.map_or(self.rows.end, |row| row + 1).max(self.rows.end)
    }

    /// The columns that feed a slot of a field, left to right.
    pub fn feeding(&self, field: usize, slot: Slot) -> impl Iterator<Item = &Column> {
        self.columns
            .iter()
            .filter(move |column| column.meaning == Meaning::Field { field, slot })
    }

    /// The 0-based column of the row number.
    #[must_use]
    pub fn seq_col(&self) -> Option<u32> {
        self.columns
            .iter()
            .find(|column| column.meaning == Meaning::Seq)
            .map(|column| column.col)
    }

    /// What a column of the sheet was understood as; `None` when it has no heading.
    #[must_use]
    pub fn meaning(&self, col: u32) -> Option<Meaning> {
        self.column(col).map(|column| column.meaning)
    }

    /// The column at a 0-based column of the sheet.
    #[must_use]
    pub fn column(&self, col: u32) -> Option<&Column> {
        let index = self
            .columns
            .binary_search_by_key(&col, |column| column.col)
            .ok()?;
        self.columns.get(index)
    }
}

/// Finds the next header at or after a row (an index among the grid's rows); `by_ids` is the next that its row of ids
/// tells.
pub(super) fn find<'t>(
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

fn read(grid: &Grid, found: usize, template: &Template) -> Header {
    let first = first_row(grid, found);
    let last = last_row(grid, first, template).max(last_row(grid, found, template));
    let rows = first..last + 1;
    let id_row = ids::below(grid, rows.end, template);
    of_rows(grid, rows, id_row, template)
}

/// The header of these rows.
fn of_rows(grid: &Grid, rows: Range<usize>, id_row: Option<usize>, template: &Template) -> Header {
    let row_of = |index: usize| grid.rows.get(index).map_or(0, |row| row.row);
    let mut columns = columns(grid, rows.clone(), template);
    neighbours::adopt(&mut columns, template);
    if id_row.is_none() {
        spanned::settle(grid, rows.end, &mut columns, template);
    }
    let mut header = Header {
        span: (row_of(rows.start), row_of(rows.end.saturating_sub(1))),
        number_row: Some(rows.end).filter(|index| grid.rows.get(*index).is_some_and(is_number_row)),
        columns,
        rows,
        id_row,
        missing: Vec::new(),
        doubled: Vec::new(),
    };
    ids::apply(grid, &mut header, template);
    rivals::settle(grid, &mut header, template);
    header
}

/// The first row of the header that was found at a row: that of the headings merged down into it (STT beside a heading
/// over the whole table).
fn first_row(grid: &Grid, found: usize) -> usize {
    let Some(row) = grid.rows.get(found).map(|row| row.row) else {
        return found;
    };
    let heading = |merge: &&CellRange| {
        (merge.first.row..=merge.last.row).contains(&row)
            && merge.first.row < row
            && usize::try_from(row - merge.first.row).is_ok_and(|rows| rows < DEEPEST)
            && grid.get(merge.first).and_then(text_of).is_some()
    };
    let top = grid
        .merges
        .iter()
        .filter(heading)
        .map(|merge| merge.first.row)
        .min();
    top.and_then(|top| grid.rows.iter().position(|row| row.row == top))
        .unwrap_or(found)
}

/// The last row of the header that begins at a row.
fn last_row(grid: &Grid, first: usize, template: &Template) -> usize {
    let Some(top) = grid.rows.get(first) else {
        return first;
    };
    // Headings merged downwards say how deep it is.
    let merged = grid
        .merges
        .iter()
        .filter(|merge| merge.first.row == top.row && merge.last.row > merge.first.row)
        .filter(|merge| top.cell(merge.first.col).is_some())
        .map(|merge| merge.last.row)
        .max()
        .unwrap_or(top.row);
    let mut last = first;
    for index in first + 1..(first + DEEPEST).min(grid.rows.len()) {
        let Some(row) = grid.rows.get(index) else {
            break;
        };
        let headings = row.row <= merged
            || is_sub_heading(row, top, template)
            || grid
                .rows
                .get(last)
                .is_some_and(|above| continues(row, above, template) || translates(row, above));
        if is_number_row(row) || !headings {
            break;
        }
        // A blank row may stand among the headings, where nobody merged them downwards.
        let above = grid.rows.get(last).map_or(0, |above| above.row);
        if row.row > merged && row.row > above + BLANK + 1 {
            break;
        }
        last = index;
    }
    last
}

/// Whether a row below the header's top holds sub-headings only: known ones, and nothing below headings that stand alone.
fn is_sub_heading(row: &Row, top: &Row, template: &Template) -> bool {
    let (mut known, mut years) = (0, 0);
    for cell in &row.cells {
        let above = top.cell(cell.col).and_then(text_of);
        let group = above.or_else(|| left_heading(top, cell.col));
        let total = group.and_then(|group| group_field(template, group));
        let of_money = total.is_some() && total == template.role(Role::Total);
        let Some(text) = text_of(cell) else {
            match &cell.content {
                Content::Text(_) => continue,
                // `2018 | 2019 | Tổng cộng` below the heading of the amount.
                _ if of_money && year(cell).is_some() => years += 1,
                _ => return false,
            }
            continue;
        };
        let heading = scale::heading_without_scale(text);
        if above.is_some_and(|above| {
            matches!(template.headings.claim(above), Some(Claim::Seq))
                || names_record(template, above)
        }) {
            return false;
        }
        let claim = group
            .and_then(|group| group_field(template, group))
            .and_then(|field| template.headings.claim_under(field, &heading))
            .or_else(|| template.headings.known(&heading));
        let folded = fold::fold(text);
        let of_which = words::words().of_which.are(&folded);
        let stage = of_money && (names_stage(&fold::fold(&heading)) || is_period(&heading));
        if claim.is_some() || of_which || stage || above.is_some() && is_unit(text) {
            known += 1;
        }
    }
    // One figure that could be a year is a figure.
    known > 0 || years > 1
}

/// Whether the headings of a row go on in the row below it: `Đơn vị` / `hỗ trợ`, `Ghi` / `chú`. All of what stands there
/// makes known headings with what stands above, or is a unit.
fn continues(below: &Row, above: &Row, template: &Template) -> bool {
    let mut whole = 0;
    let all = below
        .cells
        .iter()
        .filter(|cell| super::is_filled(cell))
        .all(|cell| {
            let (Some(rest), Some(head)) = (text_of(cell), above.cell(cell.col).and_then(text_of))
            else {
                return false;
            };
            if rest.len() > LONGEST_PART {
                return false;
            }
            let heading = scale::heading_without_scale(&joined(head, rest));
            let known = template.headings.known(&heading).is_some();
            whole += usize::from(known && !is_unit(rest));
            known || is_unit(rest)
        });
    all && whole >= 2
}

/// Whether a row says the headings of the row above it in another language, each below its own.
fn translates(below: &Row, above: &Row) -> bool {
    let (mut count, mut foreign) = (0, 0);
    let all = below
        .cells
        .iter()
        .filter(|cell| super::is_filled(cell))
        .all(|cell| {
            let text = text_of(cell).filter(|text| {
                text.is_ascii()
                    && text.len() <= LONGEST_PART
                    && text.contains(|letter: char| letter.is_ascii_alphabetic())
            });
            let Some(text) = text.filter(|_| above.cell(cell.col).and_then(text_of).is_some())
            else {
                return false;
            };
            count += 1;
            foreign += usize::from(Headings::is_foreign(text));
            true
        });
    // The row number's own heading is translated too, which no record has in words.
    let first = |row: &Row| {
        row.cells
            .iter()
            .find(|cell| super::is_filled(cell))
            .map(|cell| cell.col)
    };
    all && count > 2 && foreign * 2 > count && first(below) == first(above)
}

/// A heading and what goes on below it, with a hyphen at the break left out.
fn joined(head: &str, rest: &str) -> String {
    format!("{} {rest}", head.trim_end_matches(['-', '–', ' ']))
}

/// Whether a folded heading names planned money or money spent: `KH năm 2019`.
fn names_stage(folded: &str) -> bool {
    let words = words::words();
    words::names_stage(&words.planned, folded) || words::names_stage(&words.realised, folded)
}

/// Whether a heading is a unit and nothing else: `(triệu đồng)` in a row of its own below `Kinh phí`.
pub(super) fn is_unit(heading: &str) -> bool {
    let usual = match scale::parse_caption(heading) {
        Some(CaptionScale::Money { unusual, .. }) => !unusual,
        Some(CaptionScale::Foreign { .. } | CaptionScale::Measure(_)) => true,
        None => false,
    };
    usual && scale::heading_without_scale(heading) == heading.trim()
}

fn names_record(template: &Template, heading: &str) -> bool {
    matches!(
        template.headings.claim(&scale::heading_without_scale(heading)),
        Some(Claim::Field { field, .. }) if template.field(field).is_some_and(|spec| spec.role == Some(Role::Name))
    )
}

fn left_heading(row: &Row, col: u32) -> Option<&str> {
    row.cells
        .iter()
        .rev()
        .filter(|cell| cell.col < col)
        .find_map(text_of)
}

/// The columns with their paths and what each claims to be.
pub(super) fn columns(grid: &Grid, rows: Range<usize>, template: &Template) -> Vec<Column> {
    let header_rows: Vec<&Row> = grid.rows.get(rows).unwrap_or_default().iter().collect();
    let mut cols: Vec<u32> = header_rows
        .iter()
        .flat_map(|row| {
            row.cells
                .iter()
                .filter(|cell| heading_of(cell).is_some())
                .map(|cell| cell.col)
        })
        .collect();
    cols.sort_unstable();
    cols.dedup();
    let beside_above = header_rows.windows(2).map(|rows| match rows {
        [above, below] if continues(below, above, template) => Part::GoesOn,
        [above, below] if translates(below, above) => Part::Translation,
        _ => Part::Own,
    });
    let parts: Vec<Part> = std::iter::once(Part::Own).chain(beside_above).collect();
    cols.iter()
        .map(|col| column(grid, &header_rows, &parts, *col, template))
        .collect()
}

/// What a row of headings is to the row above it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Headings of its own.
    Own,
    /// The headings above go on in it.
    GoesOn,
    /// It says the headings above in another language.
    Translation,
}

fn column(grid: &Grid, rows: &[&Row], parts: &[Part], col: u32, template: &Template) -> Column {
    let mut path: Vec<String> = Vec::new();
    let mut at = CellRef::new(rows.first().map_or(0, |row| row.row), col);
    for (depth, row) in rows.iter().enumerate() {
        let own = row.cell(col).and_then(heading_of);
        match parts.get(depth) {
            Some(Part::GoesOn) => {
                if let (Some(rest), Some(head)) = (own, path.last_mut()) {
                    *head = joined(head, &fold::tidy(&rest));
                }
                continue;
            }
            Some(Part::Translation) => continue,
            Some(Part::Own) | None => {}
        }
        if own.is_some() {
            at = CellRef::new(row.row, col);
        }
        let below = rows.get(depth + 1..).unwrap_or_default();
        let text = own.or_else(|| spread(grid, row, below, col, template).map(Cow::Borrowed));
        if let Some(text) = text {
            let text = fold::tidy(&text).into_owned();
            if path.last() != Some(&text) {
                path.push(text);
            }
        }
    }
    let scale = path
        .iter()
        .rev()
        .find_map(|heading| scale::parse_caption(heading));
    let (mut meaning, mut evidence) = decide(&path, template);
    // `Kinh phí (%)` is no money, whatever it is a share of, and `Kinh phí (đồng/năm)` is a rate.
    if let Some(CaptionScale::Measure(measure)) = &scale
        && is_amount(meaning, template)
        && !scale::states_several(measure)
    {
        let rate = scale::is_of_money(measure);
        meaning = Meaning::Extra;
        evidence = if rate {
            Evidence::Rate
        } else {
            Evidence::Other
        };
    }
    Column {
        col,
        path,
        cell: at,
        meaning,
        scale,
        evidence,
    }
}

/// Whether a column holds amounts.
fn is_amount(meaning: Meaning, template: &Template) -> bool {
    matches!(meaning, Meaning::Field { field, slot: Slot::Value }
        if template.field(field).is_some_and(|spec| spec.kind == Kind::Amount))
}

/// The heading of a group that reaches over a column: merged across it, or the nearest on its left
/// when that one has sub-headings of its own.
fn spread<'g>(
    grid: &'g Grid,
    row: &'g Row,
    below: &[&Row],
    col: u32,
    template: &Template,
) -> Option<&'g str> {
    let leaf = below
        .iter()
        .rev()
        .find_map(|row| row.cell(col).and_then(heading_of))?;
    let at = CellRef::new(row.row, col);
    if let Some(merge) = grid.merge_at(at) {
        return grid.get(merge.first).and_then(text_of);
    }
    let group = row
        .cells
        .iter()
        .rev()
        .find(|cell| cell.col < col && text_of(cell).is_some())?;
    let merged_alone = grid.merge_at(CellRef::new(row.row, group.col)).is_some();
    let has_sub_heading = below
        .iter()
        .any(|row| row.cell(group.col).and_then(heading_of).is_some());
    // Its own sub-heading may be left blank for the total, with the parts named beside it.
    let has_part = || {
        let total = text_of(group).and_then(|group| group_field(template, group));
        total.is_some_and(|total| is_part(template, total, &leaf))
    };
    (!merged_alone && (has_sub_heading || has_part()))
        .then(|| text_of(group))
        .flatten()
}

/// Whether a heading names a part of a total.
fn is_part(template: &Template, total: usize, heading: &str) -> bool {
    let heading = scale::heading_without_scale(heading);
    let claim = template.headings.claim_under(total, &heading);
    let Some(Claim::Field { field, .. }) = claim.or_else(|| template.headings.known(&heading))
    else {
        return false;
    };
    let group = template.field(field).and_then(|spec| spec.group.as_deref());
    group.is_some() && group == template.field(total).map(|spec| spec.id.as_str())
}

/// Whether a row is the column-number row: `(1) (2) (3)`, `1 2 3`, `A B 1 2`, `(3)=(1)+(2)`.
///
/// Of every six cells one may be out of order: a number left out or given twice, `7=4+6` after `7`, a last `2…`.
pub fn is_number_row(row: &Row) -> bool {
    let mut before: Option<(u32, u32)> = None;
    let (mut count, mut odd) = (0, 0);
    for cell in row.cells.iter().filter(|cell| super::is_filled(cell)) {
        count += 1;
        let Some(number) = column_number(&cell.content) else {
            odd += 1;
            continue;
        };
        if let Some(number) = number {
            // A spacer column may have been counted or not.
            let follows = before.is_none_or(|(last, col)| {
                let step = number.checked_sub(last);
                step == Some(1) || step == cell.col.checked_sub(col)
            });
            odd += usize::from(!follows);
            before = Some((number, cell.col));
        }
    }
    count >= 3 && odd <= count / 6
}

/// The number of a column; `Some(None)` for a letter such as `A`; `None` when the cell is no column number.
fn column_number(content: &Content) -> Option<Option<u32>> {
    match content {
        Content::Number(number) if number.fract() == 0.0 && (1.0..=200.0).contains(number) => {
            Some(format!("{number}").parse().ok())
        }
        Content::Text(text) => {
            let head = text.split('=').next().unwrap_or(text);
            let head = head
                .trim()
                .trim_start_matches(['(', '['])
                .trim_end_matches([')', ']'])
                .trim();
            if let Ok(number) = head.parse::<u32>() {
                return (number <= 200).then_some(Some(number));
            }
            let mut chars = head.chars();
            match (chars.next(), chars.next()) {
                (Some('A'..='H'), None) => Some(None),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Marks the header's cells.
pub fn mark(grid: &Grid, header: &Header, roles: &mut [Vec<CellRole>]) {
    for index in header.rows.clone() {
        mark_row(roles, index, CellRole::Header);
    }
    // Between the header and its ids a form of ours keeps its own totals.
    for index in header.rows.end..header.body_begin() {
        mark_row(roles, index, CellRole::Total);
    }
    if let Some(index) = header.number_row {
        mark_row(roles, index, CellRole::Number);
    }
    if let Some(index) = header.id_row {
        mark_row(roles, index, CellRole::Header);
    }
    // A figure among the headings explains nothing.
    for index in header.rows.clone() {
        let (Some(row), Some(roles)) = (grid.rows.get(index), roles.get_mut(index)) else {
            continue;
        };
        for (cell, role) in row.cells.iter().zip(roles) {
            if !matches!(cell.content, Content::Text(_) | Content::Date(_))
                && header.column(cell.col).is_none()
            {
                *role = CellRole::Unexplained;
            }
        }
    }
}
