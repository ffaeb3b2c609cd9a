//! `inspect --format json`: a line for each filled cell, in reading order.
//!
//! A cell that holds nothing but blanks is not filled: it is neither listed nor counted.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use serde::Serialize;

use super::View;
use super::text::because;
use crate::book::grid::Content;
use crate::fold;
use crate::lang::Lang;
use crate::layout::{BodyKind, CellRole, Reason, TableLayout, is_filled};
use crate::place::CellRef;
use crate::record::{Field, Record, Table};
use crate::rule;
use crate::template::{Kind, Slot};
use crate::value::Value;
use crate::value::shown;

#[derive(Serialize)]
struct Line<'a> {
    sheet: &'a str,
    cell: String,
    role: &'static str,
    field: Option<&'a str>,
    text: String,
    value: Option<String>,
    encoding: Option<&'a str>,
    /// What the column under a heading was decided by, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
}

/// Writes the cells of a sheet.
pub(super) fn write(
    view: &View<'_>,
    encoding: &dyn Fn(CellRef) -> Option<&'static str>,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let read = read_cells(view);
    let whys = whys(view, lang);
    let rows = row_reasons(view, lang);
    // What lies under merged regions is seen by nobody and used for nothing.
    let mut covered = view.grid.covered.iter().peekable();
    let mut write_covered = |before: Option<CellRef>, out: &mut dyn io::Write| {
        while let Some(cell) = covered.next_if(|cell| before.is_none_or(|before| cell.at < before))
        {
            let line = Line {
                sheet: &view.grid.name,
                cell: cell.at.to_string(),
                role: CellRole::Skipped.name(),
                field: None,
                text: shown::display(&cell.content),
                value: None,
                encoding: encoding(cell.at),
                why: None,
            };
            serde_json::to_writer(&mut *out, &line)?;
            out.write_all(b"\n")?;
        }
        Ok::<(), io::Error>(())
    };
    for (index, (row, roles)) in view.grid.rows.iter().zip(&view.layout.roles).enumerate() {
        for (cell, role) in row
            .cells
            .iter()
            .zip(roles)
            .filter(|(cell, _)| is_filled(cell))
        {
            let at = CellRef::new(row.row, cell.col);
            write_covered(Some(at), out)?;
            let (field, value) = read.get(&at).cloned().unwrap_or_default();
            let line = Line {
                sheet: &view.grid.name,
                cell: at.to_string(),
                role: role.name(),
                field: field.as_deref().filter(|_| *role == CellRole::Record),
                text: match &cell.content {
                    Content::Text(text) => text.to_string(),
                    other => shown::display(other),
                },
                value,
                encoding: encoding(at),
                why: whys
                    .get(&at)
                    .or_else(|| rows.get(&index))
                    .map(String::as_str),
            };
            serde_json::to_writer(&mut *out, &line)?;
            out.write_all(b"\n")?;
        }
    }
    write_covered(None, out)
}

/// Why each column of a known form is what it is, by the cell of its innermost heading.
fn whys(view: &View<'_>, lang: Lang) -> BTreeMap<CellRef, String> {
    let known = view.layout.tables.iter().take(view.sheet.tables.len());
    known
        .flat_map(|table| &table.header.columns)
        .map(|column| (column.cell, because(&column.evidence, lang)))
        .collect()
}

/// Why each row of a known form is what it is, where it is no plain record, by its index.
fn row_reasons(view: &View<'_>, lang: Lang) -> BTreeMap<usize, String> {
    let known = view.layout.tables.iter().take(view.sheet.tables.len());
    let mut reasons = BTreeMap::new();
    for body in known.map(|table| &table.body) {
        let told = body.reasons.iter();
        reasons.extend(told.map(|(index, reason)| (*index, reason.say(lang))));
        for doubt in &body.doubts {
            let other = Reason::Doubt(doubt.other).say(lang);
            let entry = reasons.entry(doubt.index).or_default();
            if !entry.is_empty() {
                entry.push_str("; ");
            }
            entry.push_str(&other);
        }
    }
    reasons
}

type Reading = (Option<Arc<str>>, Option<String>);

/// What each cell of a record, and each figure of a row that adds up, was read as.
fn read_cells(view: &View<'_>) -> BTreeMap<CellRef, Reading> {
    let mut read = BTreeMap::new();
    for (table, layout) in view.sheet.tables.iter().zip(&view.layout.tables) {
        let ids = ids(table);
        for record in &table.records {
            read_record(table, record, &ids, &mut read);
        }
        for (_, field) in table.totals.iter().flat_map(|total| &total.amounts) {
            if let Some(cell) = field.cell {
                let id = ids.get(&cell.col).cloned();
                read.insert(cell, (id, slot_value(field, Slot::Value)));
            }
        }
        read_beside(view, layout, &ids, &mut read);
    }
    read
}

/// The column ids of a table by column of the sheet.
fn ids(table: &Table) -> BTreeMap<u32, Arc<str>> {
    table
        .columns
        .iter()
        .filter_map(|column| {
            let id = match &column.field {
                Some((_, id)) => Arc::from(id.as_str()),
                None if column.seq => Arc::from("seq"),
                None => return None,
            };
            Some((column.col, id))
        })
        .collect()
}

fn read_record(
    table: &Table,
    record: &Record,
    ids: &BTreeMap<u32, Arc<str>>,
    read: &mut BTreeMap<CellRef, Reading>,
) {
    if let Some(cell) = record.seq_cell {
        let seq = Some(record.seq.to_string()).filter(|seq| !seq.is_empty());
        read.insert(cell, (Some(Arc::from("seq")), seq));
    }
    for (spec, field) in table.template.fields.iter().zip(&record.fields) {
        let slots = if field.second.is_some() && spec.kind == Kind::Interval {
            [(field.cell, Slot::Start), (field.second, Slot::End)]
        } else {
            [(field.cell, Slot::Value), (field.second, Slot::Measure)]
        };
        for (cell, slot) in slots {
            if let Some(cell) = cell {
                let id = ids.get(&cell.col).cloned();
                read.insert(cell, (id, slot_value(field, slot)));
            }
        }
    }
}

/// Cells that went into a value that stands in another cell: rows that go on, a second column of the same field.
fn read_beside(
    view: &View<'_>,
    layout: &TableLayout,
    ids: &BTreeMap<u32, Arc<str>>,
    read: &mut BTreeMap<CellRef, Reading>,
) {
    let rows = layout.body.rows.iter().filter(|row| {
        matches!(
            row.kind,
            BodyKind::Record { .. }
                | BodyKind::Continuation
                | BodyKind::Stage { realised: true, .. }
        )
    });
    for row in rows.filter_map(|row| view.grid.rows.get(row.index)) {
        for cell in &row.cells {
            let Some(id) = ids.get(&cell.col) else {
                continue;
            };
            let text = match &cell.content {
                Content::Text(text) => Some(fold::tidy(text).into_owned()),
                _ => None,
            };
            read.entry(CellRef::new(row.row, cell.col))
                .or_insert((Some(id.clone()), text));
        }
    }
}

fn slot_value(field: &Field, slot: Slot) -> Option<String> {
    match (&field.value, slot) {
        (Value::Interval(interval), Slot::Start) => interval.start.map(|day| day.to_string()),
        (Value::Interval(interval), Slot::End) => interval.end.map(|day| day.to_string()),
        (Value::Quantity { number, measure }, Slot::Value) if field.second.is_some() => number
            .map(|number| number.normalize().to_string())
            .or_else(|| Some(measure.to_string())),
        (Value::Quantity { measure, .. }, Slot::Measure) => Some(measure.to_string()),
        (value, _) => rule::value_text(value),
    }
}
