//! Proves a package whole: that its files are those that were written, that its tables keep to what is said of them, that
//! every reference leads somewhere, and that its sums are those of its rows. All that is wrong is found, not the first.

mod cells;
mod descriptor;
mod mistake;
mod totals;

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io;
use std::path::Path;

use super::found::files_below;
use super::seal::{Seal, Sealing};
use super::{DESCRIPTOR, history};
use crate::intake::our_package::{self, lies_below};
use cells::{Cells, TableReader};
use descriptor::{ForeignKey, Package, Resource};
use totals::Totals;

pub use descriptor::Described;
pub use mistake::{Mistake, What};

/// What was found.
#[derive(Debug, Default)]
pub struct Proof {
    /// How many periods there are, of a history; 0 for one package.
    pub periods: usize,
    /// How many tables there are.
    pub tables: usize,
    /// How many rows they have.
    pub rows: u64,
    /// What is wrong, by file, row and column.
    pub mistakes: Vec<Mistake>,
}

/// Proves the package in a folder, or all of a history; `None` when there is neither.
///
/// # Errors
/// When the folder cannot be read.
pub fn prove(folder: &Path) -> io::Result<Option<Proof>> {
    if let Some(proof) = prove_one(folder)? {
        return Ok(Some(proof));
    }
    let periods = history::periods(folder)?;
    let mut all = Proof {
        periods: periods.len(),
        ..Proof::default()
    };
    for period in &periods {
        let name = period.folder.file_name().unwrap_or_default();
        let name = name.to_string_lossy();
        let below = |file: &str| format!("{name}/{file}");
        let Some(mut proof) = prove_one(&period.folder)? else {
            let missing = io::Error::from(io::ErrorKind::NotFound).to_string();
            let mistake = Mistake::of_file(&below(DESCRIPTOR), What::Unreadable(missing));
            all.mistakes.push(mistake);
            continue;
        };
        let own = describe(&period.folder).and_then(|described| described.period);
        let own = own.unwrap_or_default();
        if history::folder_name(&own) != name {
            let what = What::Period {
                folder: name.to_string(),
                own,
            };
            proof.mistakes.push(Mistake::of_file(DESCRIPTOR, what));
        }
        all.tables += proof.tables;
        all.rows += proof.rows;
        let mistakes = proof.mistakes.into_iter().map(|mistake| Mistake {
            file: below(&mistake.file),
            ..mistake
        });
        all.mistakes.extend(mistakes);
    }
    all.mistakes.sort();
    Ok((!periods.is_empty()).then_some(all))
}

/// The round that the package in a folder says it is of; `None` when there is no package of ours.
#[must_use]
pub fn describe(folder: &Path) -> Option<Described> {
    our_package::files_in(folder)?;
    let bytes = fs::read(folder.join(DESCRIPTOR)).ok()?;
    let package: Package = serde_json::from_slice(&bytes).ok()?;
    Some(package.tonghop.described)
}

/// Proves the package in a folder; `None` when there is none.
fn prove_one(folder: &Path) -> io::Result<Option<Proof>> {
    let bytes = match fs::read(folder.join(DESCRIPTOR)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        bytes => bytes?,
    };
    let mut proof = Proof::default();
    match serde_json::from_slice::<Package>(&bytes) {
        Ok(package) => {
            Prover {
                folder,
                package: &package,
                tables: Vec::new(),
                unread: HashSet::new(),
                proof: &mut proof,
            }
            .prove()?;
        }
        Err(error) => proof.mistakes.push(Mistake::of_file(
            DESCRIPTOR,
            What::Description(error.to_string()),
        )),
    }
    proof.mistakes.sort();
    Ok(Some(proof))
}

/// A proof that goes on.
struct Prover<'p> {
    folder: &'p Path,
    package: &'p Package,
    /// The tables that are described as tables are.
    tables: Vec<&'p Resource>,
    /// The names of those that could not be read: what refers to them cannot be told.
    unread: HashSet<&'p str>,
    proof: &'p mut Proof,
}

/// The values of columns that others refer to, by table and column.
type Referred<'p> = BTreeMap<(&'p str, &'p str), HashSet<String>>;

impl<'p> Prover<'p> {
    fn prove(&mut self) -> io::Result<()> {
        self.tables()?;
        self.files()?;
        let mut referred = Referred::new();
        for key in self.keys() {
            for column in &key.reference.fields {
                let place = (key.reference.resource.as_str(), column.as_str());
                referred.insert(place, HashSet::new());
            }
        }
        let mut totals = Totals::default();
        for resource in self.tables.clone() {
            let read = self.table(resource, &mut referred, &mut totals);
            if !read? {
                self.unread.insert(&resource.name);
            }
        }
        for resource in self.tables.clone() {
            if !self.unread.contains(resource.name.as_str()) {
                self.references(resource, &referred)?;
            }
        }
        self.proof.mistakes.extend(totals.mistakes(self.package));
        Ok(())
    }

    /// Takes in the tables; a description that leads elsewhere, or nowhere, is told.
    fn tables(&mut self) -> io::Result<()> {
        for resource in &self.package.resources {
            let delimiter = resource.dialect.delimiter;
            let what = if !lies_below(&resource.file.path) {
                format!("path: {}", resource.file.path)
            } else if delimiter.is_some_and(|delimiter| !delimiter.is_ascii()) {
                format!("delimiter: {}", delimiter.unwrap_or_default())
            } else {
                self.tables.push(resource);
                continue;
            };
            self.unread.insert(&resource.name);
            let what = What::Description(what);
            self.proof.mistakes.push(Mistake::of_file(DESCRIPTOR, what));
        }
        if self.package.resources.is_empty() {
            let what = What::Description("resources: []".to_owned());
            self.proof.mistakes.push(Mistake::of_file(DESCRIPTOR, what));
        }
        self.proof.tables = self.tables.len();
        Ok(())
    }

    fn keys(&self) -> impl Iterator<Item = &'p ForeignKey> + use<'p> {
        let package = self.package;
        let resources = package.resources.iter();
        resources.flat_map(|resource| &resource.schema.foreign_keys)
    }

    fn wrong(&mut self, resource: &Resource, row: Option<u64>, column: Option<&str>, what: What) {
        self.proof.mistakes.push(Mistake {
            file: resource.file.path.clone(),
            row,
            column: column.map(str::to_owned),
            what,
        });
    }

    /// Whether the files are those that were written, and no others.
    fn files(&mut self) -> io::Result<()> {
        let tables = self.tables.iter().map(|resource| &resource.file);
        let others = self.package.tonghop.files.iter();
        let others = others.filter(|file| lies_below(&file.path));
        let files: Vec<_> = tables.chain(others).collect();
        for file in &files {
            let path = self.folder.join(&file.path);
            let what = match seal(&path) {
                Err(error) => What::Unreadable(error.to_string()),
                Ok(seal) if file.bytes.is_some_and(|bytes| bytes != seal.bytes) => {
                    What::Bytes(file.bytes.unwrap_or_default(), seal.bytes)
                }
                Ok(seal) if seal.hash() != file.hash => What::Changed,
                Ok(_) => continue,
            };
            let mistake = Mistake::of_file(&file.path, what);
            self.proof.mistakes.push(mistake);
        }
        let described = files.iter().map(|file| self.folder.join(&file.path));
        let described: HashSet<_> = described.chain([self.folder.join(DESCRIPTOR)]).collect();
        for path in files_below(self.folder, described.iter().map(AsRef::as_ref))? {
            if !described.contains(&path) {
                let name = path.strip_prefix(self.folder).unwrap_or(&path);
                let name = name.to_string_lossy().replace('\\', "/");
                self.proof
                    .mistakes
                    .push(Mistake::of_file(&name, What::Undescribed));
            }
        }
        Ok(())
    }

    /// Whether a table keeps to what is said of it; gives whether it could be read.
    fn table(
        &mut self,
        resource: &'p Resource,
        referred: &mut Referred<'p>,
        totals: &mut Totals,
    ) -> io::Result<bool> {
        let schema = &resource.schema;
        let header: Vec<&str> = schema
            .fields
            .iter()
            .map(|field| field.name.as_str())
            .collect();
        let Ok(mut rows) = TableReader::open(&self.folder.join(&resource.file.path), resource)
        else {
            // That it is not there is told of its file.
            return Ok(false);
        };
        let is_header = match rows.next().transpose()? {
            Some((_, Some(first))) => first.iter().eq(header.iter().copied()),
            _ => false,
        };
        if !is_header {
            let what = What::Header(header.join(","));
            self.wrong(resource, Some(1), None, what);
            return Ok(false);
        }
        let mut cells = Cells::new(resource, &mut self.proof.mistakes);
        let mut own: Vec<(usize, &mut HashSet<String>)> = Vec::new();
        for ((table, column), values) in referred.iter_mut() {
            let place = schema.place(column).filter(|_| *table == resource.name);
            own.extend(place.map(|place| (place, values)));
        }
        let mut adding = totals.table(resource);
        let mut count = 0_u64;
        let mut found = Vec::new();
        for row in rows {
            let (number, row) = row?;
            count += 1;
            let what = match &row {
                None => Some(What::Encoding),
                Some(row) if row.len() != header.len() => {
                    Some(What::Cells(header.len(), row.len()))
                }
                Some(_) => None,
            };
            if let Some(what) = what {
                self.wrong(resource, Some(number), None, what);
                continue;
            }
            let Some(row) = row else { continue };
            cells.check(number, &row, &mut found);
            for (column, what) in found.drain(..) {
                self.wrong(resource, Some(number), Some(&column), what);
            }
            for (place, values) in &mut own {
                let value = row.get(*place).unwrap_or_default();
                if !values.contains(value) {
                    values.insert(value.to_owned());
                }
            }
            adding.add(number, &row);
        }
        adding.done();
        self.proof.rows += count;
        if let Some(said) = resource.rows.filter(|said| *said != count) {
            self.wrong(resource, None, None, What::Rows(said, count));
        }
        Ok(true)
    }

    /// Whether what a table refers to is there.
    fn references(&mut self, resource: &'p Resource, referred: &Referred<'p>) -> io::Result<()> {
        let mut columns = Vec::new();
        for key in &resource.schema.foreign_keys {
            let other_table = key.reference.resource.as_str();
            if self.unread.contains(other_table) {
                continue;
            }
            let is_there = self.tables.iter().any(|table| table.name == other_table);
            for (own, other) in key.fields.iter().zip(&key.reference.fields) {
                let place = (other_table, other.as_str());
                let values = referred.get(&place).filter(|_| is_there);
                let Some((index, values)) = resource.schema.place(own).zip(values) else {
                    let what = What::Nowhere {
                        text: own.clone(),
                        table: DESCRIPTOR.to_owned(),
                    };
                    self.wrong(resource, None, Some(own), what);
                    continue;
                };
                let words = resource.schema.fields.get(index);
                let words = words.and_then(|field| field.constraints.words.as_ref());
                let table = format!("{}.{}", place.0, place.1);
                columns.push((index, own, values, words, table));
            }
        }
        if columns.is_empty() {
            return Ok(());
        }
        let rows = TableReader::open(&self.folder.join(&resource.file.path), resource)?;
        for row in rows.skip(1) {
            let (number, row) = row?;
            let Some(row) = row else { continue };
            for (index, own, values, words, table) in &columns {
                let value = row.get(*index).unwrap_or_default();
                // What is none of a closed list is told already.
                let is_word = words.is_none_or(|words| words.iter().any(|word| word == value));
                if is_word && !value.is_empty() && !values.contains(value) {
                    let what = What::Nowhere {
                        text: value.to_owned(),
                        table: table.clone(),
                    };
                    self.wrong(resource, Some(number), Some(own), what);
                }
            }
        }
        Ok(())
    }
}

/// What a file is known by.
fn seal(path: &Path) -> io::Result<Seal> {
    let mut file = fs::File::open(path)?;
    let mut nowhere = io::sink();
    let mut sealing = Sealing::new(&mut nowhere);
    io::copy(&mut file, &mut sealing)?;
    Ok(sealing.seal())
}
