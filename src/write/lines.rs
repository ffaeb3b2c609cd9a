//! The normalized tables as JSON Lines: a record a line, its values under the ids of the columns, in their order.
//!
//! The values are those of the CSV with their types: figures as numbers, days and text as text, `null` for a missing
//! value. `extra` stays a text, so that a column holds but one kind of value whatever an office added to its form.

use std::io;

use crate::record::Written;
use crate::round::Round;
use crate::rule::Standing;
use crate::template::Template;
use crate::write::table;

/// Writes the records of a template.
///
/// # Errors
/// When the output cannot be written.
pub fn write(
    round: &Round,
    template: &Template,
    standing: &Standing<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let ids: Vec<&str> = template
        .columns()
        .map(|column| column.id.as_str())
        .collect();
    for cells in table::records(round, template, standing) {
        line(&ids, &cells, &mut out)?;
    }
    io::Write::flush(&mut out)
}

fn line(ids: &[&str], cells: &[Written], out: &mut impl io::Write) -> io::Result<()> {
    for (index, (id, cell)) in ids.iter().zip(cells).enumerate() {
        out.write_all(if index == 0 { b"{" } else { b"," })?;
        serde_json::to_writer(&mut *out, id)?;
        out.write_all(b":")?;
        match cell {
            Written::Empty => out.write_all(b"null")?,
            Written::Integer(_) | Written::Decimal(_) => out.write_all(cell.plain().as_bytes())?,
            Written::Text(text) => serde_json::to_writer(&mut *out, text)?,
            Written::Day(_) => serde_json::to_writer(&mut *out, &cell.plain())?,
        }
    }
    out.write_all(b"}\n")
}
