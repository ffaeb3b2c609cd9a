//! The rows of a record on the signed sheet.
//!
//! A record whose texts are long takes several rows, so that pages may end between them and nothing is cut: its texts go
//! on from row to row, no line is drawn between them, and number and figures stand in the first.

use std::borrow::Cow;

use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, XlsxError};

use super::super::figures::{Absent, Entry};
use super::super::links;
use super::super::metrics::{height, lines, parts};
use super::super::style::BODY;
use super::super::wording::{COUNTED, ELSEWHERE, marked, shown};
use super::body::Body;
use super::columns::{Column, Shows};
use crate::record::Field;
use crate::value::Qualifier;

/// A record of more lines than these is parted.
const TALL: u32 = 9;
/// The lines of a part: so many at most stay empty where a page ends.
const PART: usize = 6;

/// What a cell shows that is no figure.
struct Shown {
    text: String,
    /// Whether it was not read, and is marked.
    unread: bool,
    centred: bool,
}

impl Body<'_, '_, '_> {
    /// How many rows a record takes.
    pub(super) fn rows_of(&self, entry: &Entry<'_>) -> u32 {
        let columns = self.columns.iter();
        let rows = columns.filter_map(|column| {
            let shown = self.shown(entry, column)?;
            let may_be_tall = shown.text.len() > SHORT * column.width as usize
                || shown.text.matches('\n').count() > SHORT;
            (may_be_tall && lines(&shown.text, column.width, BODY, false) > TALL)
                .then(|| parts(&shown.text, column.width, BODY, PART).len())
        });
        rows.max()
            .map_or(1, |rows| u32::try_from(rows).unwrap_or(1))
    }

    /// What a column says of a record, where it is no figure.
    fn shown(&self, entry: &Entry<'_>, column: &Column) -> Option<Shown> {
        let plain = |text: String| Shown {
            text,
            unread: false,
            centred: false,
        };
        let of_field = |field: Option<&Field>, centred: bool| {
            let (text, unread) = text_of(field);
            Shown {
                text,
                unread,
                centred,
            }
        };
        Some(match column.shows {
            Shows::Seq | Shows::Money(_) => return None,
            Shows::Number(index, _) => {
                if entry.number(index).is_some() {
                    return None;
                }
                of_field(entry.field(Some(index)), false)
            }
            Shows::Office => match entry.submission.office_of(entry.table).name() {
                "" => plain(entry.submission.name.to_string()),
                name => plain(name.to_owned()),
            },
            Shows::Field(index) => {
                let centred = Some(index) == self.figures.time;
                of_field(entry.field(Some(index)), centred)
            }
        })
    }

    /// Writes a record; `keep` holds its last row on to the next.
    pub(super) fn entry(
        &mut self,
        number: u32,
        entry: &Entry<'_>,
        keep: bool,
    ) -> Result<(), XlsxError> {
        let rows = self.rows_of(entry);
        let mut texts: Vec<(u16, Vec<String>, Format)> = Vec::new();
        let (row, columns) = (self.sheet.row, self.columns);
        let mut taken = 1;
        for (col, column) in (0u16..).zip(columns) {
            let Some(shown) = self.shown(entry, column) else {
                self.figure((row, col), number, entry, column, rows > 1)?;
                continue;
            };
            self.marked += usize::from(shown.unread);
            let styles = &self.context.styles;
            let style = match (shown.unread, shown.centred) {
                (true, _) => &styles.unread,
                (_, true) => &styles.centre,
                _ => &styles.body,
            };
            if rows > 1 {
                let parted = parts(&shown.text, column.width, BODY, PART);
                texts.push((col, parted, style.clone()));
                continue;
            }
            taken = taken.max(lines(&shown.text, column.width, BODY, false));
            let text = super::cell_text(&shown.text);
            self.sheet
                .out
                .write_string_with_format(row, col, text, style)?;
        }
        self.source(entry)?;
        self.context.options.progress.step(1);
        if rows == 1 {
            return self.sheet.end_row(height(taken, BODY), keep);
        }
        self.parted(rows, &texts, keep)
    }

    /// The rows of a parted record.
    fn parted(
        &mut self,
        rows: u32,
        texts: &[(u16, Vec<String>, Format)],
        keep: bool,
    ) -> Result<(), XlsxError> {
        let empty = self.context.styles.body.clone();
        for part in 0..rows {
            let (row, last) = (self.sheet.row, part + 1 == rows);
            let at = usize::try_from(part).unwrap_or(0);
            let mut taken = 1;
            for (col, column) in (0u16..).zip(self.columns) {
                let own = texts.iter().find(|(other, _, _)| *other == col);
                let Some((_, parted, style)) = own else {
                    // Figures stand in the first row; below them the column goes on empty.
                    if part > 0 {
                        let style = bordered(&empty, false, last);
                        self.sheet.out.write_blank(row, col, &style)?;
                    }
                    continue;
                };
                let text = parted.get(at).map_or("", String::as_str);
                taken = taken.max(lines(text, column.width, BODY, false));
                let mut style = bordered(style, part == 0, last);
                if at + 1 < parted.len() {
                    // Programs differ in the height of a line: no gap is to show where a text goes on below.
                    style = style.set_align(FormatAlign::VerticalJustify);
                }
                self.sheet
                    .out
                    .write_string_with_format(row, col, text, &style)?;
            }
            self.sheet.end_row(height(taken, BODY), last && keep)?;
        }
        Ok(())
    }

    /// The number of a record, or a figure of it.
    fn figure(
        &mut self,
        (row, col): (u32, u16),
        number: u32,
        entry: &Entry<'_>,
        column: &Column,
        parted: bool,
    ) -> Result<(), XlsxError> {
        match column.shows {
            Shows::Seq => {
                let style = in_row(&self.context.styles.centre, parted);
                let out = &mut self.sheet.out;
                out.write_number_with_format(row, col, number, &style)?;
            }
            Shows::Money(index) => self.amount((row, col), entry, index, parted)?,
            Shows::Number(index, _) => {
                let format = in_row(self.formats.number(index), parted);
                let number = entry.number(index).and_then(|number| number.to_f64());
                let out = &mut self.sheet.out;
                out.write_number_with_format(row, col, number.unwrap_or(0.0), &format)?;
            }
            Shows::Office | Shows::Field(_) => {}
        }
        Ok(())
    }

    /// An amount of a record: the figure read, or what stands there, marked.
    fn amount(
        &mut self,
        (row, col): (u32, u16),
        entry: &Entry<'_>,
        index: usize,
        parted: bool,
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
            out.write_number_with_format(row, col, number, &in_row(style, parted))?;
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
        let style = in_row(style, parted);
        out.write_string_with_format(row, col, super::cell_text(&text), &style)?;
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

/// A text of so many times its column's width in bytes, or of so many lines of its own, may take a tall row.
const SHORT: usize = 2;

/// The format of a figure in the first row of a record, or in its only one.
fn in_row(style: &Format, parted: bool) -> Cow<'_, Format> {
    match parted {
        true => Cow::Owned(bordered(style, true, false)),
        false => Cow::Borrowed(style),
    }
}

/// The format of a part of a record: at the top of its row, no line between it and the parts above and below.
fn bordered(style: &Format, first: bool, last: bool) -> Format {
    let mut style = style.clone().set_align(FormatAlign::Top);
    if !first {
        style = style.set_border_top(FormatBorder::None);
    }
    if !last {
        style = style.set_border_bottom(FormatBorder::None);
    }
    style
}

/// The text of a field, and whether it is one that was not read.
fn text_of(field: Option<&Field>) -> (String, bool) {
    let text = field.map_or(String::new(), |field| shown(&field.value));
    match field {
        Some(field) if text.is_empty() && !field.raw.is_empty() => (marked(&field.raw), true),
        _ => (text, false),
    }
}
