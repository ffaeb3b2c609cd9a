//! The groups of the signed sheet with their records, the grand total, and the planned and withdrawn
//! amounts below it.

use rust_xlsxwriter::{Formula, XlsxError};

use super::super::figures::{Entry, Figures};
use super::super::grouping::Group;
use super::super::links;
use super::super::metrics::{height, lines};
use super::super::style::BODY;
use super::columns::{Column, Shows};
use super::sums::{Formats, Summed};
use super::{Context, FieldTotals, GroupRows, NumberTotals, Sheet, Totals};
use crate::layout::words::roman_text;
use crate::value::Qualifier;

/// Writes all rows between headings and notes.
pub fn write(
    context: &Context<'_>,
    figures: &Figures<'_>,
    columns: &[Column],
    sheet: &mut Sheet<'_>,
) -> Result<Totals, XlsxError> {
    let first_row = sheet.row;
    let mut body = Body {
        context,
        figures,
        columns,
        sums: Summed::of(columns),
        formats: Formats::new(&context.styles, figures),
        links: links::Record::new(&context.links),
        marked: 0,
        sheet,
    };
    let mut totals = Totals::default();
    let mut group_rows = Vec::new();
    for (number, group) in (1u32..).zip(&figures.groups) {
        let last = usize::try_from(number).is_ok_and(|number| number == figures.groups.len());
        group_rows.push(body.sheet.row);
        let planned = body.planned(group);
        let heading = body.sheet.row + 1;
        totals.groups.push(GroupRows {
            heading,
            records: (heading + 1, body.sheet.row + planned.rows),
        });
        body.group(&roman_text(number), group, &planned, last)?;
    }
    totals.row = body.sheet.row + 1;
    (totals.done, totals.numbers_done) = body.total(first_row, &group_rows)?;
    totals.apart = body.apart()?;
    totals.marked = body.marked;
    totals.sums = body.sums;
    totals.numbers = format!(
        "$A${}:$A${}",
        first_row + 1,
        body.sheet.row.max(first_row + 1)
    );
    Ok(totals)
}

pub(super) struct Body<'a, 'b, 'o> {
    pub(super) context: &'b Context<'a>,
    pub(super) figures: &'b Figures<'a>,
    pub(super) columns: &'b [Column],
    pub(super) sums: Vec<Summed>,
    pub(super) formats: Formats,
    pub(super) links: links::Record<'b>,
    /// How many cells show what was not read, marked.
    pub(super) marked: usize,
    pub(super) sheet: &'b mut Sheet<'o>,
}

/// How many rows of the sheet a group takes, its own included; known before any is written, for its sum stands on top.
struct Planned {
    rows: u32,
    /// Those of the groups in it.
    groups: Vec<Planned>,
}

impl<'a> Body<'a, '_, '_> {
    /// How many rows a group takes, and those in it.
    fn planned(&self, group: &Group<'a>) -> Planned {
        let groups: Vec<Planned> = group
            .groups
            .iter()
            .map(|group| self.planned(group))
            .collect();
        let rows: u32 = if groups.is_empty() {
            group.entries.iter().map(|entry| self.rows_of(entry)).sum()
        } else {
            groups.iter().map(|group| group.rows).sum()
        };
        Planned {
            rows: rows.saturating_add(1),
            groups,
        }
    }

    /// A group's row with its subtotals, then the groups in it, or its records; the last one holds on to the total.
    fn group(
        &mut self,
        number: &str,
        group: &Group<'a>,
        planned: &Planned,
        last: bool,
    ) -> Result<(), XlsxError> {
        let (row, figures) = (self.sheet.row, self.figures);
        self.heading_row(number, &group.name, true)?;
        // Rows count from 1 in formulas.
        let (first, end) = (row + 2, row + planned.rows);
        let mut head = first;
        let mut heads = Vec::new();
        for within in &planned.groups {
            heads.push(head);
            head = head.saturating_add(within.rows);
        }
        let formula = |letters: &str| match heads.len() {
            0 => format!("=SUM({letters}{first}:{letters}{end})"),
            1..=MOST_GROUPS => {
                let cells = heads.iter().map(|row| format!("{letters}{row}"));
                sum_of(&cells.collect::<Vec<_>>())
            }
            // Each figure stands in its own row and in those of the groups that it is in.
            _ => format!("=SUM({letters}{first}:{letters}{end})/{}", depth(group)),
        };
        for place in 0..self.sums.len() {
            self.sum(place, |of| {
                (formula(&of.letters), of.sum(figures, &group.entries))
            })?;
        }
        let width = self.heading_width();
        self.sheet
            .end_row(height(lines(&group.name, width, BODY, true), BODY), true)?;
        let count = group.groups.len();
        for (index, (within, planned)) in group.groups.iter().zip(&planned.groups).enumerate() {
            let number = format!("{number}.{}", index + 1);
            self.group(&number, within, planned, last && index + 1 == count)?;
        }
        if count == 0 {
            self.entries(&group.entries, last)?;
        }
        Ok(())
    }

    fn entries(&mut self, entries: &[Entry<'a>], last: bool) -> Result<(), XlsxError> {
        let count = u32::try_from(entries.len()).unwrap_or(0);
        for (number, entry) in (1u32..).zip(entries) {
            self.entry(number, entry, last && number == count)?;
        }
        Ok(())
    }

    /// Whether groups have figures beside their names.
    fn adds_up(&self) -> bool {
        !self.sums.is_empty()
    }

    /// How wide a group's name may be: of a form without figures as wide as the table.
    fn heading_width(&self) -> f64 {
        if self.adds_up() {
            self.sheet.widths.get(1).copied().unwrap_or(40.0)
        } else {
            self.sheet.width((1, self.sheet.last))
        }
    }

    /// The texts of a group's or total's row.
    fn heading_row(&mut self, number: &str, name: &str, numbered: bool) -> Result<(), XlsxError> {
        let styles = &self.context.styles;
        if !self.adds_up() {
            let out = &mut self.sheet.out;
            out.write_string_with_format(self.sheet.row, 0, number, &styles.group_centre)?;
            let last = self.sheet.last;
            return self.sheet.span((1, last), name, &styles.group);
        }
        for (col, column) in (0u16..).zip(self.columns) {
            let (text, style) = match col {
                0 if numbered => (number, &styles.group_centre),
                1 if numbered => (name, &styles.group),
                1 => (name, &styles.group_centre),
                _ => ("", &styles.group),
            };
            if !matches!(column.shows, Shows::Money(_) | Shows::Number(_, true)) {
                self.sheet
                    .out
                    .write_string_with_format(self.sheet.row, col, text, style)?;
            }
        }
        Ok(())
    }

    /// The sum of a column: what is said of it is its formula and the result.
    fn sum(
        &mut self,
        place: usize,
        said: impl Fn(&Summed) -> (String, String),
    ) -> Result<(), XlsxError> {
        let Some(of) = self.sums.get(place) else {
            return Ok(());
        };
        let (formula, result) = said(of);
        self.sheet.out.write_formula_with_format(
            self.sheet.row,
            of.col,
            Formula::new(formula).set_result(result),
            self.formats.bold(of),
        )?;
        Ok(())
    }

    /// The grand total: the sum of the groups' rows. Beside it stands whether every row is in a group's sum.
    fn total(
        &mut self,
        first_row: u32,
        group_rows: &[u32],
    ) -> Result<(FieldTotals, NumberTotals), XlsxError> {
        let row = self.sheet.row;
        let (mut money, mut numbers) = (FieldTotals::new(), NumberTotals::new());
        if !self.adds_up() {
            return Ok((money, numbers));
        }
        self.heading_row("", "TỔNG CỘNG", false)?;
        let figures = self.figures;
        // All rows hold every figure in its own row and in those of its groups.
        let times = figures.levels.len() + 1;
        for place in 0..self.sums.len() {
            self.sum(place, |of| {
                let letters = &of.letters;
                let cells = group_rows.iter().map(|row| format!("{letters}{}", row + 1));
                let cells: Vec<String> = cells.collect();
                let formula = if cells.len() > MOST_GROUPS {
                    format!("=SUM({letters}{}:{letters}{row})/{times}", first_row + 1)
                } else {
                    sum_of(&cells)
                };
                (formula, of.whole(figures))
            })?;
        }
        for of in &self.sums {
            let cell = format!("{}{}", of.letters, row + 1);
            if of.is_money {
                money.push((of.field, cell, figures.done(of.field)));
            } else {
                numbers.push((of.field, cell, figures.number_done(of.field)));
            }
        }
        if let Some(of) = self.sums.first().filter(|_| !group_rows.is_empty()) {
            let letters = &of.letters;
            let places = match of.is_money {
                true => figures.shown.scale.power(),
                false => PLACES,
            };
            let check = format!(
                "=IF(ROUND(SUM({letters}{}:{letters}{row})-{times}*{letters}{},{places})=0,\"{HOLDS}\",\"{FAILS}\")",
                first_row + 1,
                row + 1,
            );
            let beside = self.sheet.beside();
            self.sheet.out.write_formula_with_format(
                row,
                beside,
                Formula::new(check).set_result(HOLDS),
                &self.context.styles.beside,
            )?;
        }
        self.sheet.end_row(height(1, BODY) + 3.0, true)?;
        Ok((money, numbers))
    }

    /// Planned amounts, then withdrawn ones, in groups of their own below the total.
    fn apart(&mut self) -> Result<Vec<(Qualifier, FieldTotals)>, XlsxError> {
        let figures = self.figures;
        let mut totals = Vec::new();
        for (why, entries) in &figures.apart {
            let row = self.sheet.row;
            let group = Group {
                name: super::apart_heading(figures, *why),
                entries: entries.clone(),
                groups: Vec::new(),
            };
            let planned = self.planned(&group);
            self.group("", &group, &planned, true)?;
            let cells = self.sums.iter().filter(|of| of.is_money).map(|of| {
                let sum = Figures::sum(entries, of.field);
                (of.field, format!("{}{}", of.letters, row + 1), sum)
            });
            totals.push((*why, cells.collect()));
        }
        Ok(totals)
    }
}

/// How often an amount stands in the rows below a group's own.
fn depth(group: &Group<'_>) -> usize {
    let within = group.groups.first();
    within.map_or(1, |within| depth(within).saturating_add(1))
}

/// A formula holds at most 8192 characters: more groups than this cannot be named one by one.
const MOST_GROUPS: usize = 500;
/// Sums of decimals are compared to so many places.
const PLACES: usize = 6;
const HOLDS: &str = "Kiểm tra: mọi dòng đều nằm trong một nhóm cộng";
const FAILS: &str = "LỆCH: có dòng nằm ngoài các nhóm cộng, xem lại công thức SUM của từng nhóm";

/// `SUM` of single cells, in lots of what one call takes.
pub fn sum_of(cells: &[String]) -> String {
    if cells.is_empty() {
        return "=0".to_owned();
    }
    let lots: Vec<String> = cells
        .chunks(250)
        .map(|lot| format!("SUM({})", lot.join(",")))
        .collect();
    format!("={}", lots.join("+"))
}
