//! The columns of the signed sheet, and their headings in one to three rows with the row of column numbers.

use rust_xlsxwriter::XlsxError;

use super::super::doubtful::MARK;
use super::super::figures::Figures;
use super::super::grouping::Level;
use super::super::metrics::{figure_width, height, lines};
use super::super::style::BODY;
use super::{Context, Sheet};
use crate::rule::Standing;
use crate::template::{Kind, OFFICE, Role, Slot};

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
    /// Whether it stands below `Trong đó`.
    pub part: bool,
}

/// The words that a part's label begins with.
const PART: &str = "Trong đó: ";

/// The columns for a form: those that its template names; without any, the usual ones; of a form without money, or with
/// other figures, all.
pub fn columns(figures: &Figures<'_>, standing: &Standing<'_>) -> Vec<Column> {
    let template = &figures.template;
    if !template.consolidated.columns.is_empty() {
        return named(figures, standing);
    }
    if figures.money.is_empty() || !figures.numbers.is_empty() {
        return all(figures, standing);
    }
    usual(figures, standing)
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
    Column {
        shows: Shows::Seq,
        heading: "STT".to_owned(),
        // `III.12` of groups within groups.
        width: if figures.levels.len() > 1 { 8.0 } else { 5.0 },
        part: false,
    }
}

fn office() -> Column {
    Column {
        shows: Shows::Office,
        heading: "Đơn vị báo cáo".to_owned(),
        width: 20.0,
        part: false,
    }
}

/// The column of a field under its own label.
fn of_field(figures: &Figures<'_>, standing: &Standing<'_>, field: usize) -> Column {
    let template = &figures.template;
    let spec = template.field(field);
    let sums = &template.consolidated.sums;
    let (shows, width) = match spec.map(|spec| spec.kind) {
        _ if figures.money.contains(&field) => {
            let width = money_width(figures, standing, field);
            (Shows::Money(field), width)
        }
        Some(Kind::Decimal | Kind::Integer) => {
            let added = spec.is_some_and(|spec| sums.contains(&spec.id));
            (Shows::Number(field, added), 12.0)
        }
        Some(Kind::Day | Kind::Interval | Kind::Quantity) => (Shows::Field(field), 12.5),
        _ if template.role(Role::Name) == Some(field) => (Shows::Field(field), 37.0),
        _ => (Shows::Field(field), 20.0),
    };
    Column {
        shows,
        heading: figures.label(field),
        width,
        part: false,
    }
}

/// The columns of a list of what money was spent on.
fn usual(figures: &Figures<'_>, standing: &Standing<'_>) -> Vec<Column> {
    let column = |shows, heading: &str, width| Column {
        shows,
        heading: heading.to_owned(),
        width,
        part: false,
    };
    let of = |role: Role, heading: Option<&str>, width| {
        let field = figures.template.role(role)?;
        let label = figures.template.field(field)?.label(Slot::Value).0;
        Some(column(
            Shows::Field(field),
            heading.unwrap_or(&label),
            width,
        ))
    };
    let mut columns = vec![seq(figures)];
    columns.extend(of(Role::Name, None, 37.0));
    let by_office = figures.levels.contains(&Level::Office);
    if by_office && figures.template.role(Role::Sector).is_some() {
        columns.extend(of(Role::Sector, None, 20.0));
    } else {
        columns.push(office());
    }
    columns.extend(of(Role::Provider, None, 20.0));
    columns.extend(of(Role::Time, Some("Thời gian thực hiện"), 12.5));
    columns.extend(figures.money.iter().map(|field| {
        let label = figures.label(*field);
        let part = label.strip_prefix(PART);
        Column {
            shows: Shows::Money(*field),
            heading: part.map_or(label.clone(), capital),
            width: money_width(figures, standing, *field),
            part: part.is_some() && Some(*field) != figures.total,
        }
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
    figure_width(longest, BODY).clamp(13.0, 28.0)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
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
    sheet.end_row(height(1, 10.0), true)
}
