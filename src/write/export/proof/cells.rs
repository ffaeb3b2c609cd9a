//! A table of a package, read cell by cell and held to its schema.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;

use jiff::civil::Date;
use regex_lite::Regex;

use super::descriptor::{Field, Resource};
use super::mistake::{Mistake, What};

/// The rows of a table.
pub struct TableReader {
    reader: csv::Reader<BufReader<File>>,
    row: u64,
}

/// A row: its number, the header being the first, and its cells; `None` where it is no text.
pub type Row = (u64, Option<csv::StringRecord>);

impl TableReader {
    /// Opens a table.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open(path: &Path, resource: &Resource) -> io::Result<Self> {
        let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
        if file.fill_buf()?.starts_with("\u{feff}".as_bytes()) {
            file.consume('\u{feff}'.len_utf8());
        }
        let delimiter = resource.dialect.delimiter.unwrap_or(',');
        let reader = csv::ReaderBuilder::new()
            .delimiter(u8::try_from(delimiter).unwrap_or(b','))
            .has_headers(false)
            .flexible(true)
            .from_reader(file);
        Ok(Self { reader, row: 0 })
    }
}

impl Iterator for TableReader {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut bytes = csv::ByteRecord::new();
        match self.reader.read_byte_record(&mut bytes) {
            Ok(false) => None,
            Ok(true) => {
                self.row += 1;
                let text = csv::StringRecord::from_byte_record(bytes);
                Some(Ok((self.row, text.ok())))
            }
            Err(error) => Some(Err(crate::csv_error::io_error(error))),
        }
    }
}

/// The values of a column and the rows in which each stands first.
pub type Values = HashMap<String, u64>;

/// Holds the cells of a table to its schema.
pub struct Cells<'s> {
    columns: Vec<CellRule<'s>>,
}

/// What holds for the cells of a column.
struct CellRule<'s> {
    field: &'s Field,
    pattern: Option<Regex>,
    /// The values so far, of a column in which none may stand twice.
    unique: Option<Values>,
}

impl<'s> Cells<'s> {
    /// What holds for a table; patterns that are none are told.
    pub fn new(resource: &'s Resource, mistakes: &mut Vec<Mistake>) -> Self {
        let schema = &resource.schema;
        let column = |field: &'s Field| {
            let pattern = field.constraints.pattern.as_ref();
            let pattern = pattern.and_then(|pattern| {
                let whole = Regex::new(&format!("^(?:{pattern})$"));
                whole
                    .map_err(|error| {
                        let what = What::Description(error.to_string());
                        mistakes.push(Mistake::of_file(super::DESCRIPTOR, what));
                    })
                    .ok()
            });
            let is_key = schema.primary_key.as_slice() == std::slice::from_ref(&field.name);
            let unique = field.constraints.unique || is_key;
            CellRule {
                field,
                pattern,
                unique: unique.then(Values::new),
            }
        };
        Self {
            columns: schema.fields.iter().map(column).collect(),
        }
    }

    /// Checks a row; gives each mistake with its column.
    pub fn check(&mut self, number: u64, row: &csv::StringRecord, found: &mut Vec<(String, What)>) {
        for (column, text) in self.columns.iter_mut().zip(row) {
            if let Some(what) = column.wrong(number, text) {
                found.push((column.field.name.clone(), what));
            }
        }
    }
}

impl CellRule<'_> {
    fn wrong(&mut self, row: u64, text: &str) -> Option<What> {
        let constraints = &self.field.constraints;
        let is_key = self.unique.is_some();
        if text.is_empty() {
            return (constraints.required || is_key).then_some(What::Missing);
        }
        let owned = || text.to_owned();
        if !is_of_kind(text, self.field) {
            return Some(What::Type {
                text: owned(),
                kind: self.field.kind.clone(),
            });
        }
        if let Some(words) = &constraints.words
            && !words.iter().any(|word| word == text)
        {
            return Some(What::Word {
                text: owned(),
                words: words.clone(),
            });
        }
        if let Some(pattern) = &self.pattern
            && !pattern.is_match(text)
        {
            return Some(What::Pattern {
                text: owned(),
                pattern: constraints.pattern.clone().unwrap_or_default(),
            });
        }
        if let Some(least) = constraints.minimum
            && text
                .parse::<i128>()
                .is_ok_and(|number| number < i128::from(least))
        {
            return Some(What::Minimum {
                text: owned(),
                least,
            });
        }
        let first = self.unique.as_mut()?;
        match first.get(text) {
            Some(first) => Some(What::Twice {
                text: owned(),
                row: *first,
            }),
            None => {
                first.insert(owned(), row);
                None
            }
        }
    }
}

/// Whether a value is of the type of its column.
fn is_of_kind(text: &str, field: &Field) -> bool {
    match field.kind.as_str() {
        "integer" => is_whole(text),
        "number" => {
            let mark = field.decimal_char.unwrap_or('.');
            match text.split_once(mark) {
                None => is_whole(text),
                Some((whole, fraction)) => {
                    is_whole(whole)
                        && !fraction.is_empty()
                        && fraction.bytes().all(|digit| digit.is_ascii_digit())
                }
            }
        }
        "date" => text.len() == "2020-06-30".len() && text.parse::<Date>().is_ok(),
        "object" => {
            serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text).is_ok()
        }
        _ => true,
    }
}

/// Whether a text is a whole number as it is written: no blanks, no plus, no zeros before it.
fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let leading = digits.len() > 1 && digits.starts_with('0');
    !digits.is_empty() && !leading && digits.bytes().all(|digit| digit.is_ascii_digit())
}
