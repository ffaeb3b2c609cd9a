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
mod notices;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod partition;
pub mod proof;
mod readme;
mod sdmx;
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
use crate::template::{self, Template};
use crate::write::table::{self, Dialect, Rows};
use described::Described;
pub use notices::{Neutralised, Notices, Rounded};
use sdmx::Aggregates;
use seal::{Seal, Sealing};
use sums::Sums;

/// The file that describes the package, by which it is known.
pub use crate::intake::our_package::DESCRIPTOR;
/// The same for CSV on the Web.
pub const CSVW: &str = "csv-metadata.json";
/// The dictionary for people.
pub const README: &str = "README.md";

/// Whether this program can write Parquet.
pub const HAS_PARQUET: bool = cfg!(feature = "parquet");

/// How a package is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Variant {
    /// The tables as CSV.
    pub dialect: Dialect,
    /// Whether it is to lie in a folder of many periods, whose name says which period it is of.
    pub in_history: bool,
    /// Whether it has its tables as Parquet too.
    pub parquet: bool,
    /// Whether it has aggregates in SDMX.
    pub sdmx: bool,
}

/// What a package is made of.
pub struct Content<'r> {
    round: &'r Round,
    findings: &'r [Finding],
    standing: Standing<'r>,
    variant: Variant,
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

/// Writes a file of a package.
pub type Fill<'f> = &'f mut dyn FnMut(&mut dyn Write) -> io::Result<()>;

/// The files of a package that are no tables for all readers, each put in its place and sealed.
struct Others<'p, E> {
    put: &'p mut dyn FnMut(&str, Fill<'_>) -> Result<(), E>,
    sealed: Vec<(String, Seal)>,
}

impl<E> Others<'_, E> {
    fn put(
        &mut self,
        name: &str,
        mut fill: impl FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), E> {
        let mut seal = Seal::default();
        (self.put)(name, &mut |out| {
            let mut out = Sealing::new(out);
            fill(&mut out)?;
            seal = out.seal();
            Ok(())
        })?;
        self.sealed.push((name.to_owned(), seal));
        Ok(())
    }
}

impl<'r> Content<'r> {
    /// What the package of a round is made of.
    #[must_use]
    pub fn of(round: &'r Round, findings: &'r [Finding], variant: Variant) -> Self {
        let forms = table::templates(round);
        let tables = described::tables(forms.iter().map(|form| &**form), &round.setup);
        Self {
            standing: Standing::of(round, findings),
            round,
            findings,
            variant,
            forms,
            tables,
        }
    }

    /// The names of its files, in the order in which they are written; the one that describes it is the last.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        let tables = self.tables.iter().map(Described::file);
        let parquet = self.tables.iter().filter(|_| self.variant.parquet);
        let parquet = parquet.map(|table| self.parquet_file(table));
        let forms = self.tables.iter().take(self.forms.len());
        let sdmx = forms.map(|table| sdmx::data_file(&table.name));
        let sdmx = sdmx.chain([sdmx::structure_file()]);
        let sdmx = sdmx.filter(|_| self.variant.sdmx);
        let others = [README, CSVW, DESCRIPTOR].map(str::to_owned);
        let all = tables.chain(parquet).chain(sdmx).chain(others);
        all.collect()
    }

    /// Writes all files, each by `put`; gives what is to be told.
    ///
    /// # Errors
    /// When `put` fails.
    pub fn write<E>(
        &self,
        mut put: impl FnMut(&str, Fill<'_>) -> Result<(), E>,
    ) -> Result<Notices, E> {
        let mut told = Notices::default();
        let mut done = Vec::new();
        let mut sums = Vec::new();
        let mut aggregates = Vec::new();
        for (index, table) in self.tables.iter().enumerate() {
            let mut own = Sums::new(&table.columns);
            let mut gaps = vec![false; table.columns.len()];
            let form = self.forms.get(index);
            let aggregated = form.filter(|_| self.variant.sdmx);
            let mut aggregated = aggregated.map(|form| Aggregates::new(form, table));
            let mut written = None;
            put(&table.file(), &mut |out| {
                let mut out = Sealing::new(out);
                let mut rows = Rows::begin(&mut out, self.dialect_of(table), table.header())?;
                for row in self.rows(index, table, &sums) {
                    for (gap, cell) in gaps.iter_mut().zip(&row) {
                        *gap |= *cell == Written::Empty;
                    }
                    own.add_row(&row);
                    if let Some(aggregated) = &mut aggregated {
                        aggregated.add_row(&row);
                    }
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
            aggregates.extend(aggregated.map(|aggregated| (table.name.as_str(), aggregated)));
            let (table_done, prefixed) = written.unwrap_or_default();
            done.push(table_done);
            told.neutralised.extend(prefixed.iter().map(|prefixed| {
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
        let mut others = Others {
            put: &mut put,
            sealed: Vec::new(),
        };
        self.as_parquet(&sums, &mut others, &mut told)?;
        if self.variant.sdmx {
            for (table, aggregated) in &aggregates {
                others.put(&sdmx::data_file(table), |out| {
                    sdmx::write_data(self.round, table, aggregated, out)
                })?;
            }
            others.put(&sdmx::structure_file(), |out| {
                sdmx::write_structure(self.round, &aggregates, out)
            })?;
        }
        let readme = readme::text(self, &done, &sums).into_bytes();
        let csvw = json(&csvw::metadata(self, &done));
        for (name, bytes) in [(README, readme), (CSVW, csvw)] {
            others.put(name, |out| out.write_all(&bytes))?;
        }
        let descriptor = json(&datapackage::descriptor(self, &done, &others.sealed));
        others.put(DESCRIPTOR, |out| out.write_all(&descriptor))?;
        Ok(told)
    }

    /// Writes all tables as Parquet, where the package has them.
    #[cfg(feature = "parquet")]
    fn as_parquet<E>(
        &self,
        sums: &[(&Described, Sums)],
        others: &mut Others<'_, E>,
        told: &mut Notices,
    ) -> Result<(), E> {
        let tables = self.tables.iter().enumerate();
        for (index, table) in tables.filter(|_| self.variant.parquet) {
            let file = self.parquet_file(table);
            let mut rounded = Vec::new();
            others.put(&file, |out| {
                rounded = parquet::write(table, self.rows(index, table, sums), out)?;
                Ok(())
            })?;
            told.rounded
                .extend(rounded.into_iter().map(|rounded| Rounded {
                    file: file.clone(),
                    row: rounded.row.saturating_add(1),
                    column: rounded.column,
                }));
        }
        Ok(())
    }

    #[cfg(not(feature = "parquet"))]
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "this build has none"
    )]
    fn as_parquet<E>(
        &self,
        _: &[(&Described, Sums)],
        _: &mut Others<'_, E>,
        _: &mut Notices,
    ) -> Result<(), E> {
        Ok(())
    }

    /// Where a table lies as Parquet: in folders that name programme and period, each once, and last in one that is the
    /// table's alone.
    fn parquet_file(&self, table: &Described) -> String {
        let project = self.round.setup.project.as_ref();
        let programme = project.map_or("", |project| &project.programme.id);
        let period = project.map_or("", |project| &project.period.id);
        let mut folders = vec![partition::folder_name(partition::PROGRAMME, programme)];
        if !self.variant.in_history {
            folders.push(partition::folder_name(partition::PERIOD, period));
        }
        let name = &table.name;
        format!("{}/{name}/{name}.parquet", folders.join("/"))
    }

    /// How a table is written. Findings hold whatever an office typed, and are opened in a spreadsheet more than others.
    fn dialect_of(&self, table: &Described) -> Dialect {
        let dialect = self.variant.dialect;
        Dialect {
            safe: dialect.safe || table.name == FINDINGS,
            ..dialect
        }
    }

    /// The rows of a table: those of the forms come first; `sums` are those of the forms' tables.
    fn rows<'a>(
        &'a self,
        index: usize,
        table: &'a Described,
        sums: &'a [(&Described, Sums)],
    ) -> lists::Rows<'a> {
        match self.forms.get(index) {
            Some(form) => Box::new(table::records(self.round, form, &self.standing)),
            None => {
                let listed = lists::rows(&table.name, self.round, self.findings, &self.standing);
                listed.unwrap_or_else(|| {
                    Box::new(sums.iter().flat_map(|(table, sums)| sums.rows(table)))
                })
            }
        }
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
    fn title(&self) -> template::Told {
        match &self.round.setup.project {
            None => template::Told {
                vi: "Số liệu tổng hợp".to_owned(),
                en: "Consolidated data".to_owned(),
            },
            Some(project) => {
                let period = &project.period.id;
                let name = Some(&project.programme.name).filter(|name| !name.is_empty());
                let name = name.unwrap_or(&project.programme.id);
                template::Told {
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
