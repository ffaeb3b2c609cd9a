//! The normalized tables as CSV: UTF-8, comma, `\n`, quotes only where needed, one record a row.

use std::io;

use crate::csv_error::io_error;
use crate::record::{Record, Table, Written, written};
use crate::report::field;
use crate::round::{Round, Submission};
use crate::rule::Standing;
use crate::template::{ColumnLabel, Template, common};

/// How a table is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Dialect {
    /// Begin with a byte-order mark, for people who double-click the file into Excel.
    pub bom: bool,
    /// Prefix `'` to text that a spreadsheet would run as a formula.
    pub safe: bool,
}

/// Writes the table of a template: a header row, then every record of the round with the codes of what stands on it.
///
/// # Errors
/// When the output cannot be written.
pub fn write(
    round: &Round,
    template: &Template,
    standing: &Standing<'_>,
    dialect: Dialect,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if dialect.bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(out);
    table
        .write_record(template.columns().map(|column| column.id.as_str()))
        .map_err(io_error)?;
    for (submission, of, record) in round.records() {
        if of.template.id != template.id {
            continue;
        }
        for cell in row(round, submission, of, record, standing) {
            match &cell {
                Written::Text(text) => table.write_field(field(text, dialect.safe).as_bytes()),
                other => table.write_field(other.plain()),
            }
            .map_err(io_error)?;
        }
        table.write_record(None::<&[u8]>).map_err(io_error)?;
    }
    table.flush()
}

/// Columns that every table has and writers must find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Common {
    /// The record's id.
    Id,
    /// The reporting office's code.
    UnitCode,
    /// The reporting office's name.
    UnitName,
    /// The row it was read from.
    SourceRow,
}

impl Common {
    /// The column's id.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Id => "record_id",
            Self::UnitCode => "unit_code",
            Self::UnitName => "unit_name",
            Self::SourceRow => "source_row",
        }
    }

    /// The column's place in a table, from 0.
    #[must_use]
    pub fn place(self, template: &Template) -> usize {
        template
            .columns()
            .position(|column| column.id == self.id())
            .unwrap_or(0)
    }
}

/// The labels of the columns, in order.
pub fn labels(template: &Template) -> impl Iterator<Item = &ColumnLabel> {
    template.columns()
}

/// The values of a record, parallel to the template's columns.
#[must_use]
pub fn row(
    round: &Round,
    submission: &Submission,
    table: &Table,
    record: &Record,
    standing: &Standing<'_>,
) -> Vec<Written> {
    let project = round.setup.project.as_ref();
    let text = |text: &str| {
        if text.is_empty() {
            Written::Empty
        } else {
            Written::Text(text.to_owned())
        }
    };
    let common_value = |id: &str| match id {
        "record_id" => text(&record.id),
        "programme" => text(project.map_or("", |project| &project.programme.id)),
        "period" => text(project.map_or("", |project| &project.period.id)),
        "unit_code" => text(submission.office_of(table).code()),
        "unit_name" => text(submission.office_of(table).name()),
        "section" => text(table.section_path(record)),
        "seq" => text(&record.seq),
        "extra" => text(&extra(record)),
        "source_file" => text(&submission.name),
        "source_sheet" => text(table.place.sheet.as_deref().unwrap_or_default()),
        "source_row" => Written::Integer(i64::from(record.row) + 1),
        "doubts" => text(&standing.doubts(record)),
        _ => Written::Empty,
    };
    let mut cells: Vec<Written> = common()
        .before
        .iter()
        .map(|column| common_value(&column.id))
        .collect();
    for (spec, field) in table.template.fields.iter().zip(&record.fields) {
        cells.extend(written(spec.kind, spec.columns.len(), &field.value));
    }
    cells.extend(common().after.iter().map(|column| common_value(&column.id)));
    cells
}

/// The extra columns as a JSON object; empty when there are none.
fn extra(record: &Record) -> String {
    if record.extra.is_empty() {
        return String::new();
    }
    let mut object = serde_json::Map::new();
    for (heading, text) in &record.extra {
        let mut key = heading.clone();
        let mut number = 2;
        // Two columns of one heading both keep their text.
        while object.contains_key(&key) {
            key = format!("{heading} ({number})");
            number += 1;
        }
        object.insert(key, serde_json::Value::String(text.clone()));
    }
    serde_json::Value::Object(object).to_string()
}
