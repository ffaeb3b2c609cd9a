//! The groups of the signed sheet with their records, the grand total, and the planned and withdrawn
//! amounts below it.

use std::collections::HashMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{Format, Formula, XlsxError};

use super::super::figures::{Absent, Entry, Figures};
use super::super::links;
use super::super::metrics::{fitting, height, lines};
use super::super::style::{BODY, Money};
use super::super::wording::{COUNTED, ELSEWHERE, marked, shown};
use super::columns::{Column, Shows};
use super::{Context, FieldTotals, Sheet, Totals};
use crate::layout::words::roman_text;
use crate::place::col_name;
use crate::record::Field;
use crate::value::Qualifier;

/// Writes all rows between headings and notes.
pub fn write(
    context: &Context<'_>,
    figures: &Figures<'_>,
    columns: &[Column],
    sheet: &mut Sheet<'_>,
) -> Result<Totals, XlsxError> {
    let first_row = sheet.row;
    let money = context.styles.money(figures.shown);
    let mut body = Body {
        context,
        figures,
        columns,
        money,
        links: links::Record::new(&context.links),
        marked: 0,
        numbers: HashMap::new(),
        sheet,
    };
    let mut totals = Totals::default();
    let mut group_rows = Vec::new();
    for (number, group) in (1u32..).zip(&figures.groups) {
        let last = usize::try_from(number).is_ok_and(|number| number == figures.groups.len());
        group_rows.push(body.sheet.row);
        body.group(&roman_text(number), &group.name, &group.entries, last)?;
    }
    totals.done = body.total(first_row, &group_rows)?;
    totals.apart = body.apart()?;
    totals.marked = body.marked;
    totals.numbers = format!(
        "$A${}:$A${}",
        first_row + 1,
        body.sheet.row.max(first_row + 1)
    );
    Ok(totals)
}

struct Body<'a, 'b, 'o> {
    context: &'b Context<'a>,
    figures: &'b Figures<'a>,
    columns: &'b [Column],
    money: Money,
    links: links::Record<'b>,
    marked: usize,
    /// The formats of fields of numbers.
    numbers: HashMap<usize, (Format, Format)>,
    sheet: &'b mut Sheet<'o>,
}

impl<'a> Body<'a, '_, '_> {
    /// The columns of money: column, field, letters.
    fn money_columns(&self) -> Vec<(u16, usize, String)> {
        (0u16..)
            .zip(self.columns)
            .filter_map(|(col, column)| match column.shows {
                Shows::Money(field) => Some((col, field, col_name(u32::from(col)))),
                _ => None,
            })
            .collect()
    }

    /// The columns of numbers that are added up: column, field, letters.
    fn number_columns(&self) -> Vec<(u16, usize, String)> {
        (0u16..)
            .zip(self.columns)
            .filter_map(|(col, column)| match column.shows {
                Shows::Number(field, true) => Some((col, field, col_name(u32::from(col)))),
                _ => None,
            })
            .collect()
    }

    /// The formats of a field of numbers: as many places as its numbers have.
    fn number_formats(&mut self, field: usize) -> (Format, Format) {
        let (styles, entries) = (&self.context.styles, &self.figures.entries);
        let known = self.numbers.entry(field).or_insert_with(|| {
            let numbers = entries.iter().filter_map(|entry| entry.number(field));
            let places = numbers.map(|number| number.normalize().scale()).max();
            styles.numbers(places.unwrap_or(0))
        });
        known.clone()
    }

    fn number_sum(
        &mut self,
        (col, field): (u16, usize),
        formula: &str,
        sum: Decimal,
    ) -> Result<(), XlsxError> {
        let (_, format) = self.number_formats(field);
        let formula = Formula::new(formula).set_result(sum.normalize().to_string());
        self.sheet
            .out
            .write_formula_with_format(self.sheet.row, col, formula, &format)?;
        Ok(())
    }

    /// A group's row with its subtotals, then its records; the last one holds on to the total.
    fn group(
        &mut self,
        number: &str,
        name: &str,
        entries: &[Entry<'a>],
        last: bool,
    ) -> Result<(), XlsxError> {
        let count = u32::try_from(entries.len()).unwrap_or(0);
        let (first_row, last_row) = (self.sheet.row + 2, self.sheet.row + 1 + count);
        self.heading_row(number, name, true)?;
        for (col, field, letters) in self.money_columns() {
            let formula = format!("=SUM({letters}{first_row}:{letters}{last_row})");
            self.sum(col, &formula, Figures::sum(entries, field))?;
        }
        for (col, field, letters) in self.number_columns() {
            let formula = format!("=SUM({letters}{first_row}:{letters}{last_row})");
            self.number_sum((col, field), &formula, Figures::number_sum(entries, field))?;
        }
        let width = self.sheet.widths.get(1).copied().unwrap_or(40.0);
        self.sheet
            .end_row(height(lines(name, width, BODY, true), BODY), true)?;
        for (number, entry) in (1u32..).zip(entries) {
            self.entry(number, entry, last && number == count)?;
        }
        Ok(())
    }

    /// The texts of a group's or total's row.
    fn heading_row(&mut self, number: &str, name: &str, numbered: bool) -> Result<(), XlsxError> {
        let styles = &self.context.styles;
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

    fn sum(&mut self, col: u16, formula: &str, dong: i128) -> Result<(), XlsxError> {
        let result = self.figures.shown.scale.exact(dong);
        let formula = Formula::new(formula).set_result(result);
        self.sheet.out.write_formula_with_format(
            self.sheet.row,
            col,
            formula,
            &self.money.group,
        )?;
        Ok(())
    }

    /// The grand total: the sum of the groups' rows. Beside it stands whether every row is in a group's sum.
    fn total(
        &mut self,
        first_row: u32,
        group_rows: &[u32],
    ) -> Result<Vec<(usize, String, i128)>, XlsxError> {
        let row = self.sheet.row;
        let mut totals = Vec::new();
        if self.money_columns().is_empty() && self.number_columns().is_empty() {
            return Ok(totals);
        }
        self.heading_row("", "TỔNG CỘNG", false)?;
        for (col, field, letters) in self.number_columns() {
            let cells: Vec<String> = group_rows
                .iter()
                .map(|row| format!("{letters}{}", row + 1))
                .collect();
            let formula = if cells.len() > MOST_GROUPS {
                format!("=SUM({letters}{}:{letters}{row})/2", first_row + 1)
            } else {
                sum_of(&cells)
            };
            let groups = self.figures.groups.iter();
            let sum = groups.fold(Decimal::ZERO, |sum, group| {
                sum.saturating_add(Figures::number_sum(&group.entries, field))
            });
            self.number_sum((col, field), &formula, sum)?;
        }
        for (col, field, letters) in self.money_columns() {
            let cells: Vec<String> = group_rows
                .iter()
                .map(|row| format!("{letters}{}", row + 1))
                .collect();
            let done = self.figures.done(field);
            let formula = if cells.len() > MOST_GROUPS {
                // All rows hold every amount twice: in its own row and in its group's.
                format!("=SUM({letters}{}:{letters}{row})/2", first_row + 1)
            } else {
                sum_of(&cells)
            };
            self.sum(col, &formula, done)?;
            totals.push((field, format!("{letters}{}", row + 1), done));
        }
        if let (Some((_, _, letters)), false) =
            (self.money_columns().first(), group_rows.is_empty())
        {
            let check = format!(
                "=IF(ROUND(SUM({letters}{}:{letters}{row})-2*{letters}{},{})=0,\"{HOLDS}\",\"{FAILS}\")",
                first_row + 1,
                row + 1,
                self.figures.shown.scale.power(),
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
        Ok(totals)
    }

    /// Planned amounts, then withdrawn ones, in groups of their own below the total.
    fn apart(&mut self) -> Result<Vec<(Qualifier, FieldTotals)>, XlsxError> {
        let figures = self.figures;
        let mut totals = Vec::new();
        for (why, entries) in &figures.apart {
            let row = self.sheet.row;
            let heading = match why {
                Qualifier::Withdrawn => WITHDRAWN,
                _ => PLANNED,
            };
            self.group("", heading, entries, true)?;
            let columns = self.money_columns().into_iter();
            let cells = columns.map(|(_, field, letters)| {
                let sum = Figures::sum(entries, field);
                (field, format!("{letters}{}", row + 1), sum)
            });
            totals.push((*why, cells.collect()));
        }
        Ok(totals)
    }

    fn entry(&mut self, number: u32, entry: &Entry<'_>, keep: bool) -> Result<(), XlsxError> {
        let styles = &self.context.styles;
        let row = self.sheet.row;
        let mut taken = 1;
        for (col, column) in (0u16..).zip(self.columns) {
            let (text, style) = match column.shows {
                Shows::Seq => {
                    let out = &mut self.sheet.out;
                    out.write_number_with_format(row, col, number, &styles.centre)?;
                    continue;
                }
                Shows::Money(index) => {
                    self.amount((row, col), entry, index)?;
                    continue;
                }
                Shows::Number(index, _) => {
                    let (format, _) = self.number_formats(index);
                    let number = entry.number(index).and_then(|number| number.to_f64());
                    if let Some(number) = number {
                        let out = &mut self.sheet.out;
                        out.write_number_with_format(row, col, number, &format)?;
                        continue;
                    }
                    let (text, unread) = text_of(entry.field(Some(index)));
                    self.marked += usize::from(unread);
                    (text, if unread { &styles.unread } else { &styles.body })
                }
                Shows::Office => match entry.submission.office_of(entry.table).name() {
                    "" => (entry.submission.name.to_string(), &styles.body),
                    name => (name.to_owned(), &styles.body),
                },
                Shows::Field(index) => {
                    let field = entry.field(Some(index));
                    let style = if Some(index) == self.figures.time {
                        &styles.centre
                    } else {
                        &styles.body
                    };
                    let (text, unread) = text_of(field);
                    self.marked += usize::from(unread);
                    (text, if unread { &styles.unread } else { style })
                }
            };
            let text = fitting(&text, column.width, BODY);
            taken = taken.max(lines(&text, column.width, BODY, false));
            let text = super::cell_text(&text);
            self.sheet
                .out
                .write_string_with_format(row, col, text, style)?;
        }
        self.source(entry)?;
        self.context.options.progress.step(1);
        self.sheet.end_row(height(taken, BODY), keep)
    }

    /// An amount of a record: the figure read, or what stands there, marked.
    fn amount(
        &mut self,
        (row, col): (u32, u16),
        entry: &Entry<'_>,
        index: usize,
    ) -> Result<(), XlsxError> {
        let (styles, out) = (&self.context.styles, &mut self.sheet.out);
        if let Some(dong) = entry.dong(index) {
            let [exact, approx, at_least, at_most] =
                if self.context.standing.is_doubtful(entry.record, index) {
                    self.money.doubtful.each_ref()
                } else {
                    let money = &self.money;
                    [&money.body, &money.approx, &money.at_least, &money.at_most]
                };
            let style = match entry.qualifier(index) {
                Qualifier::Exact | Qualifier::Planned | Qualifier::Withdrawn => exact,
                Qualifier::Approx => approx,
                Qualifier::AtLeast => at_least,
                Qualifier::AtMost => at_most,
            };
            let number = self.figures.shown.scale.number(dong);
            out.write_number_with_format(row, col, number, style)?;
            return Ok(());
        }
        let raw = entry.field(Some(index)).map_or("", |field| &field.raw);
        let absent = entry.absent(self.figures.total);
        let text = match (raw, absent) {
            ("", Some(Absent::Counted)) if Some(index) == self.figures.total => COUNTED.to_owned(),
            (_, Some(Absent::Elsewhere)) if Some(index) == self.figures.total => {
                ELSEWHERE.to_owned()
            }
            (_, Some(Absent::Elsewhere)) => String::new(),
            ("", _) if Some(index) != self.figures.total => String::new(),
            (raw, _) => {
                self.marked += 1;
                marked(raw)
            }
        };
        let style = if text.is_empty() {
            &self.money.body
        } else {
            &styles.unread_money
        };
        out.write_string_with_format(row, col, super::cell_text(&text), style)?;
        Ok(())
    }

    /// Where the record was read, outside the print area.
    fn source(&mut self, entry: &Entry<'_>) -> Result<(), XlsxError> {
        let cell = entry.source(&self.figures.template);
        let sheet = entry.table.place.sheet.as_deref();
        let mut text = entry.submission.name.to_string();
        for part in [sheet.unwrap_or_default(), &cell.to_string()] {
            if !part.is_empty() {
                text.push_str(" › ");
                text.push_str(part);
            }
        }
        let (row, col) = (self.sheet.row, self.sheet.beside());
        let styles = &self.context.styles;
        let short = text.encode_utf16().count() <= 255;
        match self.links.link(entry, cell).filter(|_| short) {
            Some(link) => {
                let formula = links::formula(&link, &links::Shown::Text(&text));
                self.sheet
                    .out
                    .write_formula_with_format(row, col, formula, &styles.beside_link)?;
            }
            None => {
                self.sheet.out.write_string_with_format(
                    row,
                    col,
                    super::cell_text(&text),
                    &styles.beside,
                )?;
            }
        }
        Ok(())
    }
}

/// The heading of the planned amounts.
pub const PLANNED: &str = "Kinh phí dự kiến (không tính vào tổng cộng)";
/// The heading of the withdrawn amounts.
const WITHDRAWN: &str = "Kinh phí đã hủy, không thực hiện (không tính vào tổng cộng)";
/// A formula holds at most 8192 characters: more groups than this cannot be named one by one.
const MOST_GROUPS: usize = 500;
const HOLDS: &str = "Kiểm tra: mọi dòng đều nằm trong một nhóm cộng";
const FAILS: &str = "LỆCH: có dòng nằm ngoài các nhóm cộng, xem lại công thức SUM của từng nhóm";

/// The text of a field, and whether it is one that was not read.
fn text_of(field: Option<&Field>) -> (String, bool) {
    let text = field.map_or(String::new(), |field| shown(&field.value));
    match field {
        Some(field) if text.is_empty() && !field.raw.is_empty() => (marked(&field.raw), true),
        _ => (text, false),
    }
}

/// `SUM` of single cells, in lots of what one call takes.
fn sum_of(cells: &[String]) -> String {
    if cells.is_empty() {
        return "=0".to_owned();
    }
    let lots: Vec<String> = cells
        .chunks(250)
        .map(|lot| format!("SUM({})", lot.join(",")))
        .collect();
    format!("={}", lots.join("+"))
}
