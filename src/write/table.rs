//! The normalized tables as CSV: UTF-8, comma, `\n`, quotes only where needed, one record a row.

use std::io;
use std::sync::Arc;

use crate::csv_error::io_error;
use crate::record::{Record, Table, Written, written};
use crate::round::{Round, Submission};
use crate::rule::Standing;
use crate::template::{ColumnLabel, Template, common};
use crate::value::shown;

/// How a table is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Dialect {
    /// Begin with a byte-order mark, for people who double-click the file into Excel.
    pub bom: bool,
    /// Prefix `'` to text that a spreadsheet would run as a formula.
    pub safe: bool,
    /// As an Excel with Vietnamese settings reads it: `;` between fields, a comma for decimals, `\r\n`.
    pub vietnamese: bool,
}

impl Dialect {
    /// What an Excel with Vietnamese settings opens by a double click.
    pub const EXCEL: Self = Self {
        bom: true,
        safe: true,
        vietnamese: true,
    };

    /// What stands between two fields.
    #[must_use]
    pub fn separator(self) -> char {
        if self.vietnamese { ';' } else { ',' }
    }

    /// What stands at the end of a row.
    #[must_use]
    pub fn line_end(self) -> &'static str {
        if self.vietnamese { "\r\n" } else { "\n" }
    }

    /// The decimal mark.
    #[must_use]
    pub fn decimal_mark(self) -> char {
        if self.vietnamese { ',' } else { '.' }
    }
}

/// A text that was prefixed with `'`: its row, the header being the first, and its column, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prefixed {
    /// The row.
    pub row: u64,
    /// The column.
    pub column: usize,
}

/// Writes the rows of a table.
pub struct Rows<'w> {
    csv: csv::Writer<&'w mut dyn io::Write>,
    dialect: Dialect,
    row: u64,
    /// The texts that were prefixed.
    pub prefixed: Vec<Prefixed>,
}

impl<'w> Rows<'w> {
    /// Begins a table with its header.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin<'c>(
        out: &'w mut dyn io::Write,
        dialect: Dialect,
        header: impl IntoIterator<Item = &'c str>,
    ) -> io::Result<Self> {
        if dialect.bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let end = match dialect.vietnamese {
            true => csv::Terminator::CRLF,
            false => csv::Terminator::Any(b'\n'),
        };
        let mut csv = csv::WriterBuilder::new()
            .delimiter(if dialect.vietnamese { b';' } else { b',' })
            .terminator(end)
            .from_writer(out);
        csv.write_record(header).map_err(io_error)?;
        Ok(Self {
            csv,
            dialect,
            row: 1,
            prefixed: Vec::new(),
        })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row(&mut self, cells: &[Written]) -> io::Result<()> {
        self.row += 1;
        for (column, cell) in cells.iter().enumerate() {
            match cell {
                Written::Text(text) if self.dialect.safe && shown::runs_as_formula(text) => {
                    self.prefixed.push(Prefixed {
                        row: self.row,
                        column,
                    });
                    self.csv.write_field(format!("'{text}"))
                }
                Written::Text(text) => self.csv.write_field(text),
                Written::Decimal(_) if self.dialect.vietnamese => {
                    self.csv.write_field(cell.plain().replace('.', ","))
                }
                other => self.csv.write_field(other.plain()),
            }
            .map_err(io_error)?;
        }
        self.csv.write_record(None::<&[u8]>).map_err(io_error)
    }

    /// Writes what is left, and gives how many rows there are below the header.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(&mut self) -> io::Result<u64> {
        self.csv.flush()?;
        Ok(self.row.saturating_sub(1))
    }
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
    let header = template.columns().map(|column| column.id.as_str());
    let mut rows = Rows::begin(out, dialect, header)?;
    for cells in records(round, template, standing) {
        rows.row(&cells)?;
    }
    rows.finish().map(drop)
}

/// The rows of the table of a template: the records of the round.
pub fn records<'r>(
    round: &'r Round,
    template: &'r Template,
    standing: &'r Standing<'_>,
) -> impl Iterator<Item = Vec<Written>> + 'r {
    let records = round.records();
    let own = records.filter(move |(_, of, _)| of.template.id == template.id);
    own.map(move |(submission, of, record)| row(round, submission, of, record, standing))
}

/// The templates that have a table: those that were met; those asked for when none was, so that a round of unreadable files
/// gives its header.
#[must_use]
pub fn templates(round: &Round) -> Vec<Arc<Template>> {
    let met = |template: &&Arc<Template>| {
        round
            .tables()
            .any(|(_, table)| table.template.id == template.id)
    };
    let met: Vec<Arc<Template>> = round.setup.templates.iter().filter(met).cloned().collect();
    if met.is_empty() {
        round.setup.asked().to_vec()
    } else {
        met
    }
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
