//! Totals by sector, by office, by year: a table of formulas over the details, and a chart of it.
//!
//! The rows stand in the order in which one looks for them: the largest first, years one after the other. A control below
//! the total compares it with the details.

mod chart;
mod kind;
mod lines;

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

use super::figures::{Absent, Figures, apart_label};
use super::metrics::{figure_width, height, lines as lines_of, pixels};
use super::ranges::{Condition, Ranges};
use super::style::{BODY, Money};
use super::{Context, cell_text, printed, quoted};
use crate::lang::Lang;
use crate::place::col_name;
use crate::value::Qualifier;
use lines::lines;
pub use lines::{Line, values};

pub use kind::Kind;

/// Where a breakdown's totals stand, for the notes.
pub struct Totals {
    /// The sheet's name.
    pub sheet: String,
    /// What it is for.
    pub about: String,
    /// The cell of the number of records.
    pub count: String,
    /// The cells of the totals, by field of money.
    pub done: Vec<(usize, String)>,
    /// The cells of the totals of numbers, by field.
    pub numbers: Vec<(usize, String)>,
    /// The cells of the totals of what is set apart, in the order of the figures'.
    pub apart: Vec<String>,
}

/// Points of a page that tables may fill: A4 landscape within the margins of printed documents.
const PAGE_POINTS: (f64, f64) = (714.0, 481.0);

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Number,
    Code,
    Name,
    Count,
    Money(usize),
    /// A field of numbers that is added up.
    Numbers(usize),
    /// The amounts of activities that go on after the year.
    GoesOn,
    Share,
    /// Amounts that count in no other total.
    Apart(Qualifier),
    Unread,
    Errors,
    Warnings,
}

/// Writes the sheet of a form; gives nothing when it has no records.
pub fn write(
    context: &Context<'_>,
    form: usize,
    kind: Kind,
    taken: &[String],
    out: &mut Worksheet,
) -> Result<Option<Totals>, XlsxError> {
    let Some(figures) = context.forms.get(form) else {
        return Ok(None);
    };
    let lines = lines(context, figures, kind);
    if lines.is_empty() {
        return Ok(None);
    }
    let mut name = context.sheet_name(&kind.sheet(figures), form);
    while taken.contains(&name) {
        name.push('_');
    }
    out.set_name(&name)?;
    let columns = columns(figures, kind);
    let mut breakdown = Breakdown {
        context,
        figures,
        kind,
        ranges: Ranges::new(context, form, figures),
        money: context.styles.money(figures.shown),
        numbers: formats(context, figures, false),
        numbers_bold: formats(context, figures, true),
        columns,
        lines,
        sheet: name,
        height: 0.0,
        out,
    };
    printed(context, breakdown.out);
    breakdown.out.set_landscape();
    let top = breakdown.heading()?;
    let totals = breakdown.table(top)?;
    chart::insert(&mut breakdown, top)?;
    out.set_freeze_panes(top + 1, 0)?;
    Ok(Some(totals))
}

/// The formats of the fields of numbers: as many places as their numbers have.
fn formats(context: &Context<'_>, figures: &Figures<'_>, bold: bool) -> BTreeMap<usize, Format> {
    let fields = figures.numbers.iter();
    let of = |field: &usize| {
        let (plain, total) = context.styles.numbers(figures.places(*field));
        (*field, if bold { total } else { plain })
    };
    fields.map(of).collect()
}

fn columns(figures: &Figures<'_>, kind: Kind) -> Vec<Column> {
    let mut columns = vec![Column::Number];
    if kind == Kind::Offices {
        columns.push(Column::Code);
    }
    columns.extend([Column::Name, Column::Count]);
    columns.extend(figures.money.iter().map(|field| Column::Money(*field)));
    if figures.total.is_some() {
        if kind == Kind::Years {
            columns.insert(4, Column::GoesOn);
        }
        columns.push(Column::Share);
        let apart = figures.apart.iter();
        columns.extend(apart.map(|(why, _)| Column::Apart(*why)));
        columns.push(Column::Unread);
    }
    columns.extend(figures.numbers.iter().map(|field| Column::Numbers(*field)));
    if kind == Kind::Offices {
        columns.extend([Column::Errors, Column::Warnings]);
    }
    columns
}

struct Breakdown<'a, 'b> {
    context: &'b Context<'a>,
    figures: &'b Figures<'a>,
    kind: Kind,
    ranges: Ranges,
    money: Money,
    /// The formats of fields of numbers, and those of their totals.
    numbers: BTreeMap<usize, Format>,
    numbers_bold: BTreeMap<usize, Format>,
    columns: Vec<Column>,
    lines: Vec<Line<'a>>,
    sheet: String,
    /// The points of the rows written.
    height: f64,
    out: &'b mut Worksheet,
}

impl Breakdown<'_, '_> {
    /// The title, the unit of account and how records are put into rows; gives the row of the headings.
    fn heading(&mut self) -> Result<u32, XlsxError> {
        let styles = &self.context.styles;
        let last = u16::try_from(self.columns.len() - 1).unwrap_or(0);
        let what = self.figures.total.map_or_else(
            || self.figures.count_label().to_uppercase(),
            |total| self.figures.label(total).to_uppercase(),
        );
        let title = format!("{what} {}", self.kind.title(self.figures));
        self.out.merge_range(0, 0, 0, last, &title, &styles.title)?;
        self.row_height(0, 24.0)?;
        let project = self.context.round.setup.project.as_ref();
        let programme = project.map_or("", |project| project.programme.name.as_str());
        self.out
            .merge_range(1, 0, 1, last, programme, &styles.subtitle)?;
        let width: f64 = self.columns.iter().map(|column| self.width(*column)).sum();
        self.row_height(1, height(lines_of(programme, width, 13.0, false), 13.0))?;
        let unit = if self.figures.money.is_empty() {
            String::new()
        } else {
            format!("Đơn vị tính: {}", self.figures.shown.scale.words())
        };
        self.out
            .merge_range(2, 0, 2, last, &unit, &styles.caption)?;
        Ok(3)
    }

    fn row_height(&mut self, row: u32, height: f64) -> Result<(), XlsxError> {
        self.height += height;
        self.out.set_row_height(row, height)?;
        Ok(())
    }

    fn label(&self, column: Column) -> String {
        match column {
            Column::Number => "STT".to_owned(),
            Column::Code => "Mã đơn vị".to_owned(),
            Column::Name => self.kind.heading(self.figures),
            Column::Count => self.figures.count_label(),
            Column::Money(field) | Column::Numbers(field) => self.figures.label(field),
            Column::GoesOn => format!(
                "Trong đó: {} kéo dài sang các năm sau",
                self.figures.template.noun().vi
            ),
            Column::Share => "Tỷ trọng".to_owned(),
            Column::Apart(why) => apart_label(why).to_owned(),
            Column::Unread => format!(
                "{} chưa đọc được {}",
                self.figures.count_label(),
                self.figures.template.money_word(Lang::Vi)
            ),
            Column::Errors => "Lỗi".to_owned(),
            Column::Warnings => "Cảnh báo".to_owned(),
        }
    }

    fn width(&self, column: Column) -> f64 {
        let figure = |dong: i128| figure_width(self.figures.shown.length(dong), BODY).max(14.0);
        match column {
            Column::Number => 6.0,
            Column::Code => 14.0,
            Column::Name if self.kind == Kind::Years => 22.0,
            Column::Name => 44.0,
            Column::Money(field) => figure(self.figures.done(field)),
            Column::GoesOn | Column::Apart(_) => self
                .figures
                .total
                .map_or(15.0, |total| figure(self.figures.done(total))),
            Column::Count | Column::Share => 11.0,
            Column::Numbers(_) => 13.0,
            Column::Unread => 14.0,
            Column::Errors | Column::Warnings => 9.0,
        }
    }

    /// The column of something, as letters.
    fn letters(&self, column: Column) -> String {
        let place = self.columns.iter().position(|other| *other == column);
        col_name(u32::try_from(place.unwrap_or(0)).unwrap_or(0))
    }

    /// Headings, rows, total, control and remarks.
    fn table(&mut self, top: u32) -> Result<Totals, XlsxError> {
        let styles = &self.context.styles;
        let mut tallest: f64 = 0.0;
        for (col, column) in (0u16..).zip(self.columns.clone()) {
            let (label, width) = (self.label(column), self.width(column));
            tallest = tallest.max(height(lines_of(&label, width, BODY, true), BODY));
            self.out
                .write_string_with_format(top, col, label, &styles.header)?;
            self.out.set_column_width(col, width)?;
        }
        self.row_height(2, 18.0)?;
        self.row_height(top, tallest)?;
        let total_row = top + 1 + u32::try_from(self.lines.len()).unwrap_or(0);
        for index in 0..self.lines.len() {
            self.line(
                top + 1 + u32::try_from(index).unwrap_or(0),
                index,
                total_row,
            )?;
        }
        self.total(top, total_row)?;
        self.below(total_row)?;
        let cell = |column: Column| format!("{}{}", self.letters(column), total_row + 1);
        Ok(Totals {
            sheet: self.sheet.clone(),
            about: self.kind.about(self.figures),
            count: cell(Column::Count),
            done: self
                .figures
                .money
                .iter()
                .map(|field| (*field, cell(Column::Money(*field))))
                .collect(),
            numbers: self
                .figures
                .numbers
                .iter()
                .map(|field| (*field, cell(Column::Numbers(*field))))
                .collect(),
            apart: self
                .columns
                .iter()
                .filter(|column| matches!(column, Column::Apart(_)))
                .map(|column| cell(*column))
                .collect(),
        })
    }

    fn line(&mut self, row: u32, index: usize, total_row: u32) -> Result<(), XlsxError> {
        let Some(line) = self.lines.get(index) else {
            return Ok(());
        };
        let (styles, money, out) = (&self.context.styles, &self.money, &mut *self.out);
        let scale = self.figures.shown.scale;
        let ranges = &self.ranges;
        let in_unit = |sum: String| match scale.dong() {
            1 => format!("={sum}"),
            dong => format!("={sum}/{dong}"),
        };
        let total = self.figures.total;
        for (col, column) in (0u16..).zip(&self.columns) {
            match column {
                Column::Number => {
                    let number = u32::try_from(index + 1).unwrap_or(0);
                    out.write_number_with_format(row, col, number, &styles.centre)?;
                }
                Column::Code => {
                    out.write_string_with_format(row, col, &line.code, &styles.grid)?;
                }
                Column::Name => {
                    out.write_string_with_format(row, col, cell_text(&line.name), &styles.grid)?;
                }
                Column::Count => {
                    let formula = format!("={}", ranges.count(&line.conditions));
                    let formula = Formula::new(formula).set_result(line.entries.len().to_string());
                    out.write_formula_with_format(row, col, formula, &styles.grid_whole)?;
                }
                Column::Money(field) => {
                    let formula = in_unit(ranges.sum(*field, &line.conditions, None));
                    let formula =
                        Formula::new(formula).set_result(scale.exact(line.done(total, *field)));
                    out.write_formula_with_format(row, col, formula, &money.grid)?;
                }
                Column::Numbers(field) => {
                    let formula = format!("={}", ranges.sum(*field, &line.conditions, None));
                    let sum = line.number_done(total, *field).normalize();
                    let formula = Formula::new(formula).set_result(sum.to_string());
                    let format = self.numbers.get(field).unwrap_or(&styles.grid_whole);
                    out.write_formula_with_format(row, col, formula, format)?;
                }
                Column::GoesOn => {
                    let field = total.unwrap_or(0);
                    let formula = match line.goes_on(ranges) {
                        Some(conditions) => in_unit(ranges.sum(field, &conditions, None)),
                        None => "=0".to_owned(),
                    };
                    let sum = line.going_on(self.figures);
                    let formula = Formula::new(formula).set_result(scale.exact(sum));
                    out.write_formula_with_format(row, col, formula, &money.grid)?;
                }
                Column::Share => {
                    let field = total.unwrap_or(0);
                    let all = self.figures.done(field);
                    let letters = col_name(
                        u32::try_from(
                            self.columns
                                .iter()
                                .position(|other| *other == Column::Money(field))
                                .unwrap_or(0),
                        )
                        .unwrap_or(0),
                    );
                    let (own, sum) = (
                        format!("{letters}{}", row + 1),
                        format!("{letters}${}", total_row + 1),
                    );
                    let result = share(line.done(total, field), all);
                    let formula = Formula::new(format!("=IF({sum}=0,0,{own}/{sum})"));
                    out.write_formula_with_format(
                        row,
                        col,
                        formula.set_result(result),
                        &styles.grid_share,
                    )?;
                }
                Column::Apart(why) => {
                    let field = total.unwrap_or(0);
                    let formula = in_unit(ranges.sum(field, &line.conditions, Some(*why)));
                    let sum = line.apart(self.figures, *why);
                    let formula = Formula::new(formula).set_result(scale.exact(sum));
                    out.write_formula_with_format(row, col, formula, &money.grid)?;
                }
                Column::Unread => {
                    let unread = line
                        .entries
                        .iter()
                        .filter(|entry| entry.absent(total) == Some(Absent::Unread));
                    let count = u32::try_from(unread.count()).unwrap_or(0);
                    out.write_number_with_format(row, col, count, &styles.grid_whole)?;
                }
                Column::Errors | Column::Warnings => {
                    let count = if *column == Column::Errors {
                        line.counts.errors
                    } else {
                        line.counts.warnings
                    };
                    let count = u32::try_from(count).unwrap_or(u32::MAX);
                    out.write_number_with_format(row, col, count, &styles.grid_whole)?;
                }
            }
        }
        let width = if self.kind == Kind::Years { 22.0 } else { 44.0 };
        let taken = lines_of(&line.name, width, BODY, false);
        self.row_height(row, height(taken, BODY).max(18.0))?;
        Ok(())
    }

    fn total(&mut self, top: u32, row: u32) -> Result<(), XlsxError> {
        let figures = self.figures;
        let scale = figures.shown.scale;
        let total = figures.total;
        for (col, column) in (0u16..).zip(self.columns.clone()) {
            let styles = &self.context.styles;
            let entries = || self.lines.iter();
            let (result, style) = match column {
                Column::Number | Column::Code | Column::Name => {
                    let text = if column == Column::Name {
                        "TỔNG CỘNG"
                    } else {
                        ""
                    };
                    self.out
                        .write_string_with_format(row, col, text, &styles.grid_bold)?;
                    continue;
                }
                Column::Count => (figures.entries.len().to_string(), &styles.grid_bold_whole),
                Column::Money(field) => (scale.exact(figures.done(field)), &self.money.grid_bold),
                Column::Numbers(field) => {
                    let sum = figures.number_done(field).normalize();
                    let bold = self.numbers_bold.get(&field);
                    (sum.to_string(), bold.unwrap_or(&styles.grid_bold_whole))
                }
                Column::GoesOn => {
                    let sum: i128 = entries().map(|line| line.going_on(figures)).sum();
                    (scale.exact(sum), &self.money.grid_bold)
                }
                Column::Share => {
                    let some = total.is_some_and(|field| figures.done(field) != 0);
                    (u8::from(some).to_string(), &styles.grid_bold_share)
                }
                Column::Apart(why) => {
                    let entries = figures.apart.iter().find(|(other, _)| *other == why);
                    let sum = total.zip(entries);
                    let sum = sum.map_or(0, |(field, (_, entries))| Figures::sum(entries, field));
                    (scale.exact(sum), &self.money.grid_bold)
                }
                Column::Unread => (
                    figures.unread().count().to_string(),
                    &styles.grid_bold_whole,
                ),
                Column::Errors => {
                    let count: usize = entries().map(|line| line.counts.errors).sum();
                    (count.to_string(), &styles.grid_bold_whole)
                }
                Column::Warnings => {
                    let count: usize = entries().map(|line| line.counts.warnings).sum();
                    (count.to_string(), &styles.grid_bold_whole)
                }
            };
            let letters = col_name(u32::from(col));
            let formula = Formula::new(format!("=SUM({letters}{}:{letters}{row})", top + 2));
            self.out
                .write_formula_with_format(row, col, formula.set_result(result), style)?;
        }
        self.row_height(row, 20.0)?;
        Ok(())
    }

    /// The control, and what has to be said of the rows.
    fn below(&mut self, total_row: u32) -> Result<(), XlsxError> {
        let styles = &self.context.styles;
        let last = u16::try_from(self.columns.len() - 1).unwrap_or(0);
        let mut row = total_row + 1;
        let (count, all) = (self.letters(Column::Count), self.ranges.count(&[]));
        let mut control = format!("{count}{}={all}", total_row + 1);
        let scale = self.figures.shown.scale;
        if let Some(total) = self.figures.total {
            let letters = self.letters(Column::Money(total));
            control = format!(
                "AND({control},ROUND({letters}{}*{}-{},0)=0)",
                total_row + 1,
                scale.dong(),
                self.ranges.sum(total, &[], None)
            );
        }
        let agrees = agrees(self.figures);
        let control = format!("=IF({control},\"{agrees}\",\"{DIFFERS}\")");
        self.out
            .merge_range(row, 0, row, last, "", &styles.footnote)?;
        self.out.write_formula_with_format(
            row,
            0,
            Formula::new(control).set_result(agrees),
            &styles.footnote,
        )?;
        self.row_height(row, 18.0)?;
        row += 1;
        let mut notes = Vec::new();
        if self.kind == Kind::Years {
            notes.push(
                format!("{0} kéo dài nhiều năm được tính cả vào năm bắt đầu, không chia cho các năm; phần đó ghi ở cột “Trong đó”. {0} không rõ ngày bắt đầu đứng riêng ở dòng cuối.", self.figures.template.noun().capital()),
            );
        }
        if self.figures.shown.rounds {
            notes.extend(super::summary::rounding(self.figures));
        }
        let width: f64 = self.columns.iter().map(|column| self.width(*column)).sum();
        for note in notes {
            self.out
                .merge_range(row, 0, row, last, &note, &styles.footnote)?;
            self.row_height(row, height(lines_of(&note, width, 11.0, false), 11.0))?;
            row += 1;
        }
        Ok(())
    }

    /// The width of the table, in pixels.
    fn pixels(&self) -> f64 {
        self.columns
            .iter()
            .map(|column| pixels(self.width(*column)))
            .sum()
    }
}

/// What the control says where sheet and details agree.
fn agrees(figures: &Figures<'_>) -> String {
    let noun = &figures.template.noun().vi;
    match figures.total {
        Some(_) => format!("Đối chiếu với trang Chi tiết: khớp cả số {noun} và số tiền."),
        None => format!("Đối chiếu với trang Chi tiết: khớp số {noun}."),
    }
}

const DIFFERS: &str =
    "Đối chiếu với trang Chi tiết: LỆCH, xem lại trang Chi tiết và các công thức của trang này.";

/// A share as its formula gives it.
#[expect(clippy::cast_precision_loss, reason = "a share is a double")]
fn share(part: i128, whole: i128) -> String {
    if whole == 0 {
        "0".to_owned()
    } else {
        (part as f64 / whole as f64).to_string()
    }
}
