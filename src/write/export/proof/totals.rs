//! Whether the sums and counts that a package states are those of its rows.

use std::collections::{BTreeMap, HashMap};

use super::descriptor::{Package, Resource};
use super::mistake::{Mistake, What};
use crate::write::export::described::ROW_ID;
use crate::write::export::sums::{self, Sum, Sums};

/// The table of sums.
const SUMS: &str = "sums";
/// The table of files received.
const SUBMISSIONS: &str = "submissions";

/// What the rows add up to, and what is stated of it.
#[derive(Debug, Default)]
pub struct Totals {
    /// What the columns of money add up to, by the id of the sum.
    sums: BTreeMap<String, Sum>,
    /// How many rows each file has in the tables of forms.
    records: HashMap<String, u64>,
    /// The sums that are stated: the row, its id, how many rows and how much.
    stated_sums: Vec<(u64, String, String, String)>,
    /// The counts that are stated: the row, the file, how many rows.
    stated_records: Vec<(u64, String, String)>,
}

/// Adds up the rows of one table.
pub struct Adding<'t> {
    totals: &'t mut Totals,
    resource: &'t Resource,
    sums: Sums,
    kind: Kind,
}

/// What a table is.
enum Kind {
    /// That of a form: the place of the file that a row comes from.
    Form(Option<usize>),
    /// That of sums: the places of id, rows and sum.
    Sums(Option<[usize; 3]>),
    /// That of files: the places of file and rows.
    Submissions(Option<[usize; 2]>),
    /// Any other.
    Other,
}

impl Totals {
    /// Begins with a table.
    pub fn table<'t>(&'t mut self, resource: &'t Resource) -> Adding<'t> {
        let schema = &resource.schema;
        let places = |columns: &[&str]| -> Option<Vec<usize>> {
            columns.iter().map(|column| schema.place(column)).collect()
        };
        let is_form = schema.primary_key == [ROW_ID];
        let kind = match resource.name.as_str() {
            SUMS => {
                let places = places(&["id", "records", "sum_vnd"]);
                Kind::Sums(places.and_then(|places| places.try_into().ok()))
            }
            SUBMISSIONS => {
                let places = places(&["file", "records"]);
                Kind::Submissions(places.and_then(|places| places.try_into().ok()))
            }
            _ if is_form => Kind::Form(schema.place("source_file")),
            _ => Kind::Other,
        };
        let fields = schema.fields.iter().enumerate();
        let money = fields.filter(|(_, field)| is_form && field.is_money());
        let places = money.map(|(index, field)| {
            let qualifier = field.qualified_by.as_deref();
            (index, qualifier.and_then(|column| schema.place(column)))
        });
        Adding {
            totals: self,
            resource,
            sums: Sums::over(places),
            kind,
        }
    }

    /// What is stated otherwise than it is.
    pub fn mistakes(&self, package: &Package) -> Vec<Mistake> {
        let file = |name: &str| {
            let resources = package.resources.iter();
            let mut named = resources.filter(|resource| resource.name == name);
            named.next().map(|resource| resource.file.path.clone())
        };
        let mut mistakes = Vec::new();
        if let Some(path) = file(SUMS) {
            self.of_sums(&path, &mut mistakes);
        }
        if let Some(path) = file(SUBMISSIONS) {
            for (row, name, stated) in &self.stated_records {
                let found = self.records.get(name).copied().unwrap_or_default();
                compare((&path, *row, "records"), stated, found, &mut mistakes);
            }
        }
        mistakes
    }

    fn of_sums(&self, path: &str, mistakes: &mut Vec<Mistake>) {
        let mut stated: Vec<&str> = Vec::new();
        for (row, id, rows, sum) in &self.stated_sums {
            stated.push(id);
            let Some(found) = self.sums.get(id) else {
                mistakes.push(Mistake {
                    file: path.to_owned(),
                    row: Some(*row),
                    column: Some("id".to_owned()),
                    what: What::Nowhere {
                        text: id.clone(),
                        table: super::DESCRIPTOR.to_owned(),
                    },
                });
                continue;
            };
            compare((path, *row, "records"), rows, found.rows, mistakes);
            compare((path, *row, "sum_vnd"), sum, found.dong, mistakes);
        }
        stated.sort_unstable();
        let missing = self.sums.keys();
        let missing = missing.filter(|id| stated.binary_search(&id.as_str()).is_err());
        mistakes.extend(missing.map(|id| Mistake::of_file(path, What::NoSum(id.clone()))));
    }
}

/// Tells a figure that is stated otherwise than it is.
fn compare(
    (file, row, column): (&str, u64, &str),
    stated: &str,
    found: impl ToString,
    mistakes: &mut Vec<Mistake>,
) {
    let found = found.to_string();
    if stated != found {
        mistakes.push(Mistake {
            file: file.to_owned(),
            row: Some(row),
            column: Some(column.to_owned()),
            what: What::Sum {
                stated: stated.to_owned(),
                found,
            },
        });
    }
}

impl Adding<'_> {
    /// Adds a row.
    pub fn add(&mut self, number: u64, row: &csv::StringRecord) {
        let at = |place: usize| row.get(place).unwrap_or_default();
        self.sums.add(|place| at(place).parse().ok(), at);
        match &self.kind {
            Kind::Form(file) => {
                let file = file.map_or("", at);
                match self.totals.records.get_mut(file) {
                    Some(count) => *count += 1,
                    None => {
                        self.totals.records.insert(file.to_owned(), 1);
                    }
                }
            }
            Kind::Sums(Some([id, rows, sum])) => {
                let [id, rows, sum] = [*id, *rows, *sum].map(|place| at(place).to_owned());
                self.totals.stated_sums.push((number, id, rows, sum));
            }
            Kind::Submissions(Some([file, records])) => {
                let [file, records] = [*file, *records].map(|place| at(place).to_owned());
                self.totals.stated_records.push((number, file, records));
            }
            Kind::Sums(None) | Kind::Submissions(None) | Kind::Other => {}
        }
    }

    /// Ends the table.
    pub fn done(self) {
        let fields = &self.resource.schema.fields;
        for (place, counted, sum) in self.sums.all() {
            let column = fields.get(place).map_or("", |field| &field.name);
            let id = sums::id(&self.resource.name, column, counted);
            self.totals.sums.insert(id, sum);
        }
    }
}
