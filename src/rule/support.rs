//! What several rules share: walking the remarks of values, labels, sums of money.

use std::collections::{BTreeMap, BTreeSet};

use super::Sink;
use crate::finding::{Fact, Finding};
use crate::lang::Lang;
use crate::place::{CellRef, Place};
use crate::record::{Field, Table};
use crate::round::Round;
use crate::template::{FieldSpec, Kind, Slot};
use crate::value::{Dong, Note, Remark, Unread, Value};

/// Adds a finding for every remark of a record's value that fits.
pub fn remarks(round: &Round, sink: &mut Sink<'_>, fits: impl Fn(&FieldSpec, &Note) -> bool) {
    remarks_of(round, sink, |_| true, fits);
}

/// Adds a finding for every remark that fits, of the tables that fit.
pub fn remarks_of(
    round: &Round,
    sink: &mut Sink<'_>,
    table_fits: impl Fn(&Table) -> bool,
    fits: impl Fn(&FieldSpec, &Note) -> bool,
) {
    for (_, table, record) in round.records().filter(|(_, table, _)| table_fits(table)) {
        // Of most records there is nothing to say, and every rule asks.
        if !record.fields.any_remark() {
            continue;
        }
        for (spec, field) in table.template.fields.iter().zip(&record.fields) {
            for remark in field
                .remarks
                .iter()
                .filter(|remark| fits(spec, &remark.note))
            {
                add(sink, table, spec, field, remark);
            }
        }
    }
}

/// Adds a finding for every remark of a figure that a row that adds up declares.
pub fn total_remarks(round: &Round, sink: &mut Sink<'_>, fits: impl Fn(&Note) -> bool) {
    for (_, table) in round.tables() {
        for (index, field) in table.totals.iter().flat_map(|total| &total.amounts) {
            let Some(spec) = table.template.field(*index) else {
                continue;
            };
            for remark in field.remarks.iter().filter(|remark| fits(&remark.note)) {
                add(sink, table, spec, field, remark);
            }
        }
    }
}

/// The amounts with a remark that fits of which a total shows that they were read right: its own figure was read without
/// one, and it equals the sum that they are in, of which nothing was left unread.
pub fn proven_amounts(round: &Round, fits: impl Fn(&Note) -> bool) -> BTreeSet<Place> {
    let remarked = |field: &Field| field.remarks.iter().any(|remark| fits(&remark.note));
    let mut proven = BTreeSet::new();
    for (_, table) in round.tables() {
        let records = table.records.iter();
        let doubtful: Vec<(u32, usize, CellRef)> = records
            .filter(|record| record.fields.any_remark())
            .flat_map(|record| {
                let fields = record.fields.iter().enumerate();
                let doubtful =
                    fields.filter(|(_, field)| field.dong().is_some() && remarked(field));
                doubtful.filter_map(|(index, field)| Some((record.row, index, field.cell?)))
            })
            .collect();
        if doubtful.is_empty() {
            continue;
        }
        let mut sums = SumIndex::new(table);
        for total in &table.totals {
            let Some((first, last)) = total.covers else {
                continue;
            };
            for (index, declared) in &total.amounts {
                let adds = sums.of(*index, (first, last));
                if remarked(declared) || adds.unread > 0 || !adds.is(declared) {
                    continue;
                }
                let from = doubtful.partition_point(|(row, ..)| *row < first);
                let within = doubtful.iter().skip(from);
                proven.extend(
                    within
                        .take_while(|(row, ..)| *row <= last)
                        .filter(|(_, field, _)| field == index)
                        .map(|(.., cell)| table.place.at(*cell)),
                );
            }
        }
    }
    proven
}

fn add(sink: &mut Sink<'_>, table: &Table, spec: &FieldSpec, field: &Field, remark: &Remark) {
    let fact = Fact::Value {
        label: label_at(table, spec, remark.cell),
        note: remark.note.clone(),
    };
    let finding = sink.add(table.place.at(remark.cell), fact);
    finding.text = Some(remark.text.clone()).filter(|text| !text.is_empty());
    finding.value = value_text(&field.value);
}

/// The label of a column: its heading on the sheet, which is what the clerk sees; the field's own label without one.
pub fn label_at(table: &Table, spec: &FieldSpec, cell: CellRef) -> (String, String) {
    let heading = table
        .columns
        .iter()
        .find(|column| column.col == cell.col)
        .map(|column| column.heading.clone());
    heading.map_or_else(
        || spec.label(Slot::Value),
        |heading| (heading.clone(), heading),
    )
}

/// What a value was read as, in plain form; `None` when nothing was read.
pub fn value_text(value: &Value) -> Option<String> {
    match value {
        Value::Empty | Value::CountedAbove | Value::CountedElsewhere(_) => None,
        Value::Text(text) => Some(text.to_string()),
        Value::Amount { dong, .. } => Some(dong.to_string()),
        Value::Interval(interval) => {
            let day =
                |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
            Some(format!("{}/{}", day(interval.start), day(interval.end)))
        }
        Value::Quantity { number, measure } => {
            let number = number
                .map(|number| number.normalize().to_string())
                .unwrap_or_default();
            Some(format!("{number} {measure}").trim().to_owned())
        }
        Value::Number(number) => Some(number.normalize().to_string()),
        Value::Day(day) => Some(day.to_string()),
        Value::Code { code, name } => Some(if code.is_empty() {
            name.to_string()
        } else {
            code.to_string()
        }),
    }
}

/// The heading that a field has on the form, which is Vietnamese whatever the language of the message. Without the unit
/// that the table's own label ends in: a heading that says đồng changes how the column is read.
pub fn form_heading(spec: &FieldSpec) -> String {
    // Its own label is that of its first column, the first day.
    if spec.kind == Kind::Interval {
        return "Thời gian thực hiện".to_owned();
    }
    let label = spec.label(Slot::Value).0;
    label.trim_end_matches(" (đồng)").to_owned()
}

/// The label of a finding on a value.
pub fn label(finding: &Finding, lang: Lang) -> &str {
    match &finding.fact {
        Fact::Value {
            label: (vi, en), ..
        } => lang.pick(vi, en),
        _ => "",
    }
}

/// The note of a finding on a value.
pub fn note(finding: &Finding) -> Option<&Note> {
    match &finding.fact {
        Fact::Value { note, .. } => Some(note),
        _ => None,
    }
}

/// Why the cell of a finding was not understood.
pub fn unread(finding: &Finding) -> Unread {
    match note(finding) {
        Some(Note::Unread(why)) => why.clone(),
        _ => Unread::NotUnderstood,
    }
}

/// The text found, in quotation marks.
pub fn quoted(finding: &Finding, lang: Lang) -> String {
    let text = finding.text.as_deref().unwrap_or_default();
    let line: String = text
        .chars()
        .map(|c| if c == '\n' { ' ' } else { c })
        .collect();
    let short: String = line.chars().take(80).collect();
    lang.quote(if short.len() < line.len() {
        &short
    } else {
        &line
    })
    .replace(
        '”',
        if short.len() < line.len() {
            "…”"
        } else {
            "”"
        },
    )
}

/// Says that the other cells of a run are meant too.
pub fn many(message: String, finding: &Finding, lang: Lang) -> String {
    if finding.count < 2 {
        return message;
    }
    let cells = finding.place.cells;
    let below = cells.is_none_or(|cells| cells.first.col == cells.last.col);
    let others = if below {
        lang.count(
            finding.count - 1,
            "ô liền dưới",
            "cell below",
            "cells below",
        )
    } else {
        lang.count(
            finding.count - 1,
            "ô liền kề",
            "cell beside it",
            "cells beside it",
        )
    };
    lang.pick(
        format!("{message}; {others} cũng vậy"),
        format!("{message}; the same goes for {others}"),
    )
}

/// Says that a cell, or each of a run, stays empty in the tables until it is mended.
pub fn left_empty(finding: &Finding, lang: Lang) -> &'static str {
    if finding.count < 2 {
        lang.pick(
            "Ô này tạm để trống trong bảng tổng hợp.",
            "The cell stays empty in the table for now.",
        )
    } else {
        lang.pick(
            "Các ô này tạm để trống trong bảng tổng hợp.",
            "The cells stay empty in the table for now.",
        )
    }
}

/// Money as it can be typed into a cell whatever the table's unit of account: `30.000.000 đồng`. The forms are
/// Vietnamese whatever the language of the message.
pub fn typed_money(dong: i128) -> String {
    money(dong, Lang::Vi)
}

/// Money in words a person reads: grouped, with its unit.
pub fn money(dong: i128, lang: Lang) -> String {
    format!("{} {}", lang.integer(dong), lang.pick("đồng", "đồng"))
}

/// An ISO day as it is written in the language: `30/06/2020` in both.
pub fn day(iso: &str) -> String {
    match iso.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] => format!("{day}/{month}/{year}"),
        _ => iso.to_owned(),
    }
}

/// The amounts of a field in some records: sum of what was read, how many cells, how many unread, and the sum of
/// those that are planned only.
#[derive(Debug, Default, Clone, Copy)]
pub struct Sum {
    /// Of all amounts read, in đồng.
    pub all: i128,
    /// Of those that are planned only.
    pub planned: i128,
    /// Of those that are withdrawn, which are in no other sum.
    pub withdrawn: i128,
    /// How many cells hold something.
    pub count: usize,
    /// How many of them were not read.
    pub unread: usize,
    /// How many had a fraction of a đồng.
    pub rounded: usize,
    /// First and last cell.
    pub cells: Option<(CellRef, CellRef)>,
}

impl Sum {
    /// Adds a value.
    pub fn add(&mut self, value: &Field) {
        let Some(cell) = value
            .cell
            .filter(|_| !value.raw.is_empty() || value.said().is_some())
        else {
            return;
        };
        self.count += 1;
        self.cells = Some((self.cells.map_or(cell, |(first, _)| first), cell));
        self.rounded += usize::from(is_rounded(value));
        // The sheet's own sums hold it, wherever it counts.
        match value.said() {
            Some(dong) if value.withdrawn() => self.withdrawn += i128::from(dong.0),
            Some(dong) => {
                self.all += i128::from(dong.0);
                if value.planned() {
                    self.planned += i128::from(dong.0);
                }
            }
            None => self.unread += 1,
        }
    }

    /// Whether a declared figure is this sum, planned amounts in it or not. Each amount that had a fraction of a đồng
    /// may be off by half a đồng.
    #[must_use]
    pub fn is(&self, declared: &Field) -> bool {
        let Some(Dong(figure)) = declared.dong() else {
            return false;
        };
        let any = self.rounded > 0 || is_rounded(declared);
        let slack = if any {
            (self.rounded + 1).div_ceil(2)
        } else {
            0
        };
        let near = |sum: i128| {
            sum.abs_diff(i128::from(figure)) <= u128::try_from(slack).unwrap_or_default()
        };
        near(self.all) || near(self.all - self.planned)
    }
}

fn is_rounded(value: &Field) -> bool {
    value
        .remarks
        .iter()
        .any(|remark| remark.note == Note::Rounded)
}

/// The sums of a table's records between two rows, at once for any two: each field is added up once, row by row.
pub struct SumIndex<'t> {
    table: &'t Table,
    fields: BTreeMap<usize, Prefix>,
}

/// What stands above each record, and the cells of those that hold something.
#[derive(Default)]
struct Prefix {
    sums: Vec<Sum>,
    cells: Vec<CellRef>,
}

impl<'t> SumIndex<'t> {
    /// The sums of a table, none of them added up yet.
    #[must_use]
    pub fn new(table: &'t Table) -> Self {
        Self {
            table,
            fields: BTreeMap::new(),
        }
    }

    /// The sum of a field over the records between two rows of the sheet, both included.
    pub fn of(&mut self, field: usize, (first, last): (u32, u32)) -> Sum {
        let records = &self.table.records;
        let prefix = self.fields.entry(field).or_insert_with(|| {
            let mut prefix = Prefix::default();
            let mut sum = Sum::default();
            for record in records {
                prefix.sums.push(sum);
                let before = sum.count;
                if let Some(value) = record.fields.get(field) {
                    sum.add(value);
                    let cell = value.cell.filter(|_| sum.count > before);
                    prefix.cells.extend(cell);
                }
            }
            prefix.sums.push(sum);
            prefix
        });
        let from = records.partition_point(|record| record.row < first);
        let to = records.partition_point(|record| record.row <= last);
        let at = |index: usize| prefix.sums.get(index).copied().unwrap_or_default();
        let (from, to) = (at(from), at(to.max(from)));
        let cell = |index: usize| prefix.cells.get(index).copied();
        Sum {
            all: to.all - from.all,
            planned: to.planned - from.planned,
            withdrawn: to.withdrawn - from.withdrawn,
            count: to.count - from.count,
            unread: to.unread - from.unread,
            rounded: to.rounded - from.rounded,
            cells: (to.count > from.count)
                .then(|| Some((cell(from.count)?, cell(to.count - 1)?)))
                .flatten(),
        }
    }
}

/// Whether a field holds money.
pub fn is_amount(spec: &FieldSpec) -> bool {
    spec.kind == Kind::Amount
}
