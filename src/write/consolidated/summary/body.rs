//! The groups of the signed sheet with their records, the grand total, and the planned and withdrawn
//! amounts below it.

use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{Formula, XlsxError};

use super::super::figures::{Absent, Entry, Figures};
use super::super::links;
use super::super::metrics::{fitting, height, lines};
use super::super::style::BODY;
use super::super::wording::{COUNTED, ELSEWHERE, marked, shown};
use super::columns::{Column, Shows};
use super::sums::{Formats, Summed};
use super::{Context, FieldTotals, GroupRows, Sheet, Totals};
use crate::layout::words::roman_text;
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
        let count = u32::try_from(group.entries.len()).unwrap_or(0);
        let heading = body.sheet.row + 1;
        totals.groups.push(GroupRows {
            heading,
            records: (heading + 1, heading + count),
        });
        body.group(&roman_text(number), &group.name, &group.entries, last)?;
    }
    totals.row = body.sheet.row + 1;
    totals.done = body.total(first_row, &group_rows)?;
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

struct Body<'a, 'b, 'o> {
    context: &'b Context<'a>,
    figures: &'b Figures<'a>,
    columns: &'b [Column],
    sums: Vec<Summed>,
    formats: Formats,
    links: links::Record<'b>,
    marked: usize,
    sheet: &'b mut Sheet<'o>,
}

impl<'a> Body<'a, '_, '_> {
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
        for place in 0..self.sums.len() {
            self.sum(place, |of| {
                let letters = &of.letters;
                let formula = format!("=SUM({letters}{first_row}:{letters}{last_row})");
                (formula, of.sum(self.figures, entries))
            })?;
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
    fn total(&mut self, first_row: u32, group_rows: &[u32]) -> Result<FieldTotals, XlsxError> {
        let row = self.sheet.row;
        let mut totals = FieldTotals::new();
        if self.sums.is_empty() {
            return Ok(totals);
        }
        self.heading_row("", "TỔNG CỘNG", false)?;
        for place in 0..self.sums.len() {
            self.sum(place, |of| {
                let letters = &of.letters;
                let cells = group_rows.iter().map(|row| format!("{letters}{}", row + 1));
                let cells: Vec<String> = cells.collect();
                let formula = if cells.len() > MOST_GROUPS {
                    // All rows hold every figure twice: in its own row and in its group's.
                    format!("=SUM({letters}{}:{letters}{row})/2", first_row + 1)
                } else {
                    sum_of(&cells)
                };
                (formula, of.whole(self.figures))
            })?;
        }
        for of in self.sums.iter().filter(|of| of.is_money) {
            let cell = format!("{}{}", of.letters, row + 1);
            totals.push((of.field, cell, self.figures.done(of.field)));
        }
        let first = self.sums.first().filter(|of| of.is_money);
        if let (Some(of), false) = (first, group_rows.is_empty()) {
            let letters = &of.letters;
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
            let cells = self.sums.iter().filter(|of| of.is_money).map(|of| {
                let sum = Figures::sum(entries, of.field);
                (of.field, format!("{}{}", of.letters, row + 1), sum)
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
                    let number = entry.number(index).and_then(|number| number.to_f64());
                    if let Some(number) = number {
                        let out = &mut self.sheet.out;
                        let format = self.formats.number(index);
                        out.write_number_with_format(row, col, number, format)?;
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
                    self.formats.money.doubtful.each_ref()
                } else {
                    let money = &self.formats.money;
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
            &self.formats.money.body
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
pub const WITHDRAWN: &str = "Kinh phí đã hủy, không thực hiện (không tính vào tổng cộng)";
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
