//! The statistics package: what a statistician opens without asking. The tables of the forms and of the project's lists,
//! the files received, the findings and the sums, with what describes them for machines (`datapackage.json`, Data
//! Package v2; `csv-metadata.json`, CSV on the Web) and for people (`README.md`).
//!
//! All that describes a table is made of one description of it ([`described`]).

mod csvw;
mod datapackage;
pub mod described;
pub mod found;
pub mod history;
mod lists;
pub mod proof;
mod readme;
mod seal;
mod sums;

use std::io::{self, Write};
use std::sync::Arc;

use serde_json::Value;

use crate::finding::Finding;
use crate::fold;
use crate::record::Written;
use crate::round::Round;
use crate::rule::Standing;
use crate::template::{Template, Told};
use crate::write::table::{self, Dialect, Rows};
use described::Described;
use lists::Row;
use seal::{Seal, Sealing};
use sums::Sums;

/// The file that describes the package, by which it is known.
pub use crate::intake::our_package::DESCRIPTOR;
/// The same for CSV on the Web.
pub const CSVW: &str = "csv-metadata.json";
/// The dictionary for people.
pub const README: &str = "README.md";

/// What a package is made of.
pub struct Content<'r> {
    round: &'r Round,
    findings: &'r [Finding],
    standing: Standing<'r>,
    dialect: Dialect,
    forms: Vec<Arc<Template>>,
    tables: Vec<Described>,
}

/// A table that was written.
#[derive(Debug, Default)]
struct Done {
    /// What it is known by.
    seal: Seal,
    /// How many rows it has.
    rows: u64,
    /// Whether a column has no value in some row, parallel to the columns.
    gaps: Vec<bool>,
}

/// A text of a package that was prefixed with `'`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neutralised {
    /// The file.
    pub file: String,
    /// The row, the header being the first.
    pub row: u64,
    /// The column.
    pub column: String,
}

/// Writes a file of a package.
pub type Fill<'f> = &'f mut dyn FnMut(&mut dyn Write) -> io::Result<()>;

impl<'r> Content<'r> {
    /// What the package of a round is made of.
    #[must_use]
    pub fn of(round: &'r Round, findings: &'r [Finding], dialect: Dialect) -> Self {
        let forms = table::templates(round);
        let tables = described::tables(forms.iter().map(|form| &**form), &round.setup);
        Self {
            standing: Standing::of(round, findings),
            round,
            findings,
            dialect,
            forms,
            tables,
        }
    }

    /// The names of its files, in the order in which they are written; the one that describes it is the last.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        let tables = self.tables.iter().map(Described::file);
        let others = [README, CSVW, DESCRIPTOR].map(str::to_owned);
        tables.chain(others).collect()
    }

    /// Writes all files, each by `put`; gives the texts that were neutralised.
    ///
    /// # Errors
    /// When `put` fails.
    pub fn write<E>(
        &self,
        mut put: impl FnMut(&str, Fill<'_>) -> Result<(), E>,
    ) -> Result<Vec<Neutralised>, E> {
        let mut done = Vec::new();
        let mut neutralised = Vec::new();
        let mut sums = Vec::new();
        for (index, table) in self.tables.iter().enumerate() {
            let form = self.forms.get(index);
            let mut own = Sums::new(&table.columns);
            let mut gaps = vec![false; table.columns.len()];
            let mut written = None;
            put(&table.file(), &mut |out| {
                let mut out = Sealing::new(out);
                let mut rows = Rows::begin(&mut out, self.dialect_of(table), table.header())?;
                let all: Box<dyn Iterator<Item = Row>> = match form {
                    Some(form) => Box::new(table::records(self.round, form, &self.standing)),
                    None => Box::new(self.rows(table, &sums).into_iter()),
                };
                for row in all {
                    for (gap, cell) in gaps.iter_mut().zip(&row) {
                        *gap |= *cell == Written::Empty;
                    }
                    own.add_row(&row);
                    rows.row(&row)?;
                }
                let count = rows.finish()?;
                let prefixed = std::mem::take(&mut rows.prefixed);
                drop(rows);
                let done = Done {
                    seal: out.seal(),
                    rows: count,
                    gaps: std::mem::take(&mut gaps),
                };
                written = Some((done, prefixed));
                Ok(())
            })?;
            if form.is_some() {
                sums.push((table, own));
            }
            let (table_done, prefixed) = written.unwrap_or_default();
            done.push(table_done);
            neutralised.extend(prefixed.into_iter().map(|prefixed| {
                Neutralised {
                    file: table.file(),
                    row: prefixed.row,
                    column: table
                        .columns
                        .get(prefixed.column)
                        .map_or_else(String::new, |column| column.id.clone()),
                }
            }));
        }
        let readme = readme::text(self, &done, &sums).into_bytes();
        let csvw = json(&csvw::metadata(self, &done));
        let others = [(README, Seal::of(&readme)), (CSVW, Seal::of(&csvw))];
        let descriptor = json(&datapackage::descriptor(self, &done, &others));
        for (name, bytes) in [(README, readme), (CSVW, csvw), (DESCRIPTOR, descriptor)] {
            put(name, &mut |out| out.write_all(&bytes))?;
        }
        Ok(neutralised)
    }

    /// How a table is written. Findings hold whatever an office typed, and are opened in a spreadsheet more than others.
    fn dialect_of(&self, table: &Described) -> Dialect {
        Dialect {
            safe: self.dialect.safe || table.name == FINDINGS,
            ..self.dialect
        }
    }

    /// The rows of a table that every package has.
    fn rows(&self, table: &Described, sums: &[(&Described, Sums)]) -> Vec<Row> {
        let listed = lists::rows(&table.name, self.round, self.findings, &self.standing);
        listed.unwrap_or_else(|| {
            let rows = sums.iter().flat_map(|(table, sums)| sums.rows(table));
            rows.collect()
        })
    }

    /// A name for machines, of programme and period.
    fn name(&self) -> String {
        let project = self.round.setup.project.as_ref();
        let parts = project.map_or(vec![], |project| {
            vec![project.programme.id.as_str(), project.period.id.as_str()]
        });
        let name = fold::bare(&parts.join(" "));
        let words = name.split(|c: char| !c.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            [] => "tonghop".to_owned(),
            words => words.join("-"),
        }
    }

    /// What it is called.
    fn title(&self) -> Told {
        match &self.round.setup.project {
            None => Told {
                vi: "Số liệu tổng hợp".to_owned(),
                en: "Consolidated data".to_owned(),
            },
            Some(project) => {
                let period = &project.period.id;
                let name = Some(&project.programme.name).filter(|name| !name.is_empty());
                let name = name.unwrap_or(&project.programme.id);
                Told {
                    vi: format!("Số liệu tổng hợp kỳ {period}: {name}"),
                    en: format!("Consolidated data of the period {period}: {name}"),
                }
            }
        }
    }
}

/// The table of findings.
const FINDINGS: &str = "findings";

fn json(value: &Value) -> Vec<u8> {
    let mut text = format!("{value:#}");
    text.push('\n');
    text.into_bytes()
}
