//! The columns of the signed sheet, and their headings in one to three rows with the row of column numbers.
//!
//! Text on paper is as large as in a letter, so the columns must fit the page as they are: columns of text give way first,
//! then the parts of the amount, which are told in full on the details. Only a form with more money than a page is wide is
//! made smaller.

use rust_xlsxwriter::XlsxError;

use super::super::doubtful::MARK;
use super::super::figures::Figures;
use super::super::grouping::Level;
use super::super::metrics::{figure_width, height, lines, pixels, width_of};
use super::super::style::BODY;
use super::{Context, Sheet};
use crate::rule::Standing;
use crate::template::{Kind, OFFICE, Role, Slot, capital};

/// What a column shows.
pub enum Shows {
    /// The number of the record in its group.
    Seq,
    /// A field.
    Field(usize),
    /// The reporting office.
    Office,
    /// A field of money.
    Money(usize),
    /// A field of numbers, and whether it is added up.
    Number(usize, bool),
}

/// A column of the sheet.
pub struct Column {
    /// What it shows.
    pub shows: Shows,
    /// Its own heading.
    pub heading: String,
    /// Its width in characters.
    pub width: f64,
    /// The least width that it can be read in, where it may give way.
    least: Option<f64>,
    /// Whether the template states the width.
    stated: bool,
    /// Whether it stands below `Trong đó`.
    pub part: bool,
}

impl Column {
    fn new(shows: Shows, heading: &str, width: f64, least: Option<f64>) -> Self {
        Self {
            shows,
            heading: heading.to_owned(),
            width,
            least,
            stated: false,
            part: false,
        }
    }

    /// What share of the room that is left is its own; none where it is as wide as it is to be.
    fn weight(&self) -> Option<f64> {
        (self.least.is_some() && !self.stated).then_some(self.width)
    }
}

/// The columns of a sheet.
pub struct Columns {
    /// Those that are there.
    pub shown: Vec<Column>,
    /// The labels of the parts that the page has no room for.
    pub left_out: Vec<String>,
}

/// The words that a part's label begins with.
const PART: &str = "Trong đó: ";
/// Programs differ a little in what they make of a width.
const SAFE: f64 = 0.985;
/// The least width of a column of offices' names.
const NARROW: f64 = 14.0;
/// The same of other text: the longest syllables are of seven letters.
const NARROWEST: f64 = 11.0;
/// The width of a time or a quantity, and the least one: a day in one line.
const DAY: f64 = 14.0;
const LEAST_DAY: f64 = 11.0;

/// The columns for a form on a page of so many pixels: those that its template names; without any, the usual ones; of a form
/// without money, or with other figures, all.
pub fn columns(figures: &Figures<'_>, standing: &Standing<'_>, room: f64) -> Columns {
    let room = room * SAFE;
    let mut shown = if !figures.template.consolidated.columns.is_empty() {
        named(figures, standing)
    } else if figures.money.is_empty() || !figures.numbers.is_empty() {
        all(figures, standing)
    } else {
        usual(figures, standing)
    };
    let mut left_out = Vec::new();
    if !fit(&mut shown, room) && shown.iter().any(|column| column.part) {
        let (parts, others): (Vec<Column>, Vec<Column>) =
            shown.into_iter().partition(|column| column.part);
        shown = others;
        fit(&mut shown, room);
        left_out = parts.into_iter().map(|column| column.heading).collect();
    }
    Columns { shown, left_out }
}

/// Makes the columns as wide as the page, text giving way or taking what is left; whether they fit.
fn fit(columns: &mut [Column], room: f64) -> bool {
    let least_of = |column: &Column| pixels(column.least.unwrap_or(column.width));
    let least: f64 = columns.iter().map(least_of).sum();
    let wanted: f64 = columns.iter().map(|column| pixels(column.width)).sum();
    let weight: f64 = columns.iter().filter_map(Column::weight).sum();
    // First each column gets what it wants, as far as there is room; then those of text part what is left.
    let share = ((room - least) / (wanted - least).max(1.0)).clamp(0.0, 1.0);
    let left = (room - wanted).max(0.0);
    for column in columns.iter_mut().filter(|column| column.least.is_some()) {
        let (from, to) = (least_of(column), pixels(column.width));
        let more = column.weight().map_or(0.0, |own| left * own / weight);
        column.width = width_of(from + (to - from) * share + more);
    }
    least <= room
}

/// The columns that a template names.
fn named(figures: &Figures<'_>, standing: &Standing<'_>) -> Vec<Column> {
    let template = &figures.template;
    let mut columns = vec![seq(figures)];
    for signed in &template.consolidated.columns {
        // Where a form names its groups too, what they say the rows need not.
        let level = Level::called(&signed.field, template);
        let grouped = level.is_some_and(|level| figures.levels.contains(&level));
        if grouped && !template.consolidated.group.is_empty() {
            continue;
        }
        let field = template.field_called(&signed.field);
        let mut column = match field {
            Some(field) => of_field(figures, standing, field),
            None if signed.field == OFFICE => office(),
            None => continue,
        };
        if signed.unless_empty && field.is_some_and(|field| figures.is_empty(field)) {
            continue;
        }
        if let Some(heading) = &signed.heading {
            column.heading.clone_from(heading);
        }
        if let Some(width) = signed.width {
            // Figures take the room that they need.
            let least = match column.shows {
                Shows::Money(_) => column.width,
                _ => 4.0,
            };
            column.width = width.clamp(least, 120.0);
            column.least = column.least.map(|least| least.min(column.width));
            column.stated = true;
        }
        columns.push(column);
    }
    columns
}

/// All columns of a form: what it is called, whose it is, then the rest in the order of the form.
fn all(figures: &Figures<'_>, standing: &Standing<'_>) -> Vec<Column> {
    let name = figures.template.role(Role::Name);
    let mut columns = vec![seq(figures)];
    columns.extend(name.map(|name| of_field(figures, standing, name)));
    if !figures.levels.contains(&Level::Office) {
        columns.push(office());
    }
    let grouped = |field: &usize| figures.levels.contains(&Level::Field(*field));
    let others =
        (0..figures.template.fields.len()).filter(|field| Some(*field) != name && !grouped(field));
    columns.extend(others.map(|field| of_field(figures, standing, field)));
    columns
}

fn seq(figures: &Figures<'_>) -> Column {
    // `III.12` of groups within groups.
    let width = if figures.levels.len() > 1 { 8.0 } else { 5.0 };
    Column::new(Shows::Seq, "STT", width, None)
}

fn office() -> Column {
    Column::new(Shows::Office, "Đơn vị báo cáo", 20.0, Some(NARROW))
}

/// The column of a field under its own label.
fn of_field(figures: &Figures<'_>, standing: &Standing<'_>, field: usize) -> Column {
    let template = &figures.template;
    let spec = template.field(field);
    let sums = &template.consolidated.sums;
    let (shows, width, least) = match spec.map(|spec| spec.kind) {
        _ if figures.money.contains(&field) => {
            let width = money_width(figures, standing, field);
            (Shows::Money(field), width, None)
        }
        Some(Kind::Decimal | Kind::Integer) => {
            let added = spec.is_some_and(|spec| sums.contains(&spec.id));
            (Shows::Number(field, added), 12.0, None)
        }
        Some(Kind::Day | Kind::Interval | Kind::Quantity) => {
            (Shows::Field(field), DAY, Some(LEAST_DAY))
        }
        _ if template.role(Role::Name) == Some(field) => (Shows::Field(field), 37.0, Some(24.0)),
        _ => (Shows::Field(field), 20.0, Some(NARROWEST)),
    };
    Column::new(shows, &figures.label(field), width, least)
}

/// The columns of a list of what money was spent on.
fn usual(figures: &Figures<'_>, standing: &Standing<'_>) -> Vec<Column> {
    let of = |role: Role, heading: Option<&str>, width, least| {
        let field = figures.template.role(role)?;
        let label = figures.template.field(field)?.label(Slot::Value).0;
        let heading = heading.unwrap_or(&label);
        let shows = Shows::Field(field);
        Some(Column::new(shows, heading, width, Some(least)))
    };
    let mut columns = vec![seq(figures)];
    columns.extend(of(Role::Name, None, 37.0, 24.0));
    let by_office = figures.levels.contains(&Level::Office);
    if by_office && figures.template.role(Role::Sector).is_some() {
        columns.extend(of(Role::Sector, None, 20.0, 13.0));
    } else {
        columns.push(office());
    }
    columns.extend(of(Role::Provider, None, 20.0, NARROW));
    let time = Some("Thời gian thực hiện");
    columns.extend(of(Role::Time, time, DAY, LEAST_DAY));
    columns.extend(figures.money.iter().filter_map(|field| {
        let label = figures.label(*field);
        let part = label.strip_prefix(PART);
        let is_part = part.is_some() && Some(*field) != figures.total;
        // A part that nobody has filled in is an empty column.
        let is_empty = || {
            let mut entries = figures.entries.iter();
            entries.all(|entry| {
                entry
                    .field(Some(*field))
                    .is_none_or(|field| field.raw.is_empty())
            })
        };
        (!is_part || !is_empty()).then(|| {
            let heading = part.map_or(label.clone(), capital);
            let width = money_width(figures, standing, *field);
            Column {
                part: is_part,
                ..Column::new(Shows::Money(*field), &heading, width, None)
            }
        })
    }));
    columns
}

/// Wide enough for the column's total, in bold.
fn money_width(figures: &Figures<'_>, standing: &Standing<'_>, field: usize) -> f64 {
    let longest = figures.shown.length(figures.done(field));
    let entries = figures.entries.iter();
    let longest = entries
        .filter_map(|entry| {
            let doubtful = standing.is_doubtful(entry.record, field);
            let mark = if doubtful { MARK.len() + 1 } else { 0 };
            Some(figures.shown.length(entry.dong(field)?) + 2 + mark)
        })
        .fold(longest, usize::max);
    figure_width(longest, BODY).clamp(11.0, 28.0)
}

/// The headings: `Kinh phí` over `Tổng số` and `Trong đó`, that over the parts; then the numbers of the columns.
pub fn headings(
    context: &Context<'_>,
    figures: &Figures<'_>,
    columns: &[Column],
    sheet: &mut Sheet<'_>,
) -> Result<(), XlsxError> {
    let styles = &context.styles;
    let at = |test: &dyn Fn(&Column) -> bool| -> Option<(u16, u16)> {
        let mut found = (0u16..).zip(columns).filter(|(_, column)| test(column));
        let first = found.next()?.0;
        Some((first, found.last().map_or(first, |(col, _)| col)))
    };
    let parts = at(&|column| column.part);
    let total =
        at(&|column| matches!(column.shows, Shows::Money(field) if Some(field) == figures.total));
    let of_width =
        |column: &Column, lines_of: &str| height(lines(lines_of, column.width, BODY, true), BODY);
    let tallest = |columns: &mut dyn Iterator<Item = &Column>| {
        columns
            .map(|column| of_width(column, &column.heading))
            .fold(0.0, f64::max)
    };
    let (first_row, tall) = (sheet.row, tallest(&mut columns.iter().filter(|c| !c.part)));
    if let (Some(parts), Some(total)) = (parts, total) {
        let part_height = tallest(&mut columns.iter().filter(|column| column.part));
        let upper = height(1, BODY).max((tall - part_height - height(1, BODY)).max(0.0));
        for (col, column) in (0u16..).zip(columns) {
            if col == total.0 {
                let label = figures.label(figures.total.unwrap_or(0));
                sheet.span((total.0, parts.1), &label, &styles.header)?;
            } else if !column.part {
                sheet.out.merge_range(
                    first_row,
                    col,
                    first_row + 2,
                    col,
                    &column.heading,
                    &styles.header,
                )?;
            }
        }
        sheet.end_row(upper, true)?;
        sheet.out.merge_range(
            first_row + 1,
            total.0,
            first_row + 2,
            total.0,
            "Tổng số",
            &styles.header,
        )?;
        sheet.span(parts, "Trong đó", &styles.header)?;
        sheet.end_row(height(1, BODY), true)?;
        for (col, column) in (0u16..).zip(columns).filter(|(_, column)| column.part) {
            sheet
                .out
                .write_string_with_format(sheet.row, col, &column.heading, &styles.header)?;
        }
        sheet.end_row(part_height, true)?;
    } else {
        for (col, column) in (0u16..).zip(columns) {
            sheet
                .out
                .write_string_with_format(sheet.row, col, &column.heading, &styles.header)?;
        }
        sheet.end_row(tall, true)?;
    }
    let beside = sheet.beside();
    sheet.out.write_string_with_format(
        sheet.row,
        beside,
        "Đọc từ (cột này không in; bấm để mở ô gốc)",
        &styles.beside,
    )?;
    for col in 0..=sheet.last {
        let number = format!("({})", col + 1);
        sheet
            .out
            .write_string_with_format(sheet.row, col, number, &styles.number_row)?;
    }
    sheet.end_row(height(1, BODY), true)
}
