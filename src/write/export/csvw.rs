//! `csv-metadata.json`: the tables as CSV on the Web has them.

use serde_json::{Map, Value, json};

use super::described::{Column, Described};
use super::{Content, Done};
use crate::template::{Holds, Told};

/// The metadata of all tables.
pub fn metadata(content: &Content<'_>, done: &[Done]) -> Value {
    let dialect = content.variant.dialect;
    let tables: Vec<Value> = content
        .tables
        .iter()
        .zip(done)
        .map(|(described, done)| table(content, described, done))
        .collect();
    json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "vi" }],
        "@type": "TableGroup",
        "dc:title": both(&content.title()),
        "dialect": {
            "delimiter": dialect.separator(),
            "encoding": "utf-8",
            "header": true,
            "lineTerminators": [dialect.line_end()],
            "quoteChar": "\"",
            "doubleQuote": true,
            "skipInitialSpace": false,
            "trim": false,
        },
        "tables": tables,
    })
}

/// A text in both languages.
fn both(told: &Told) -> Value {
    json!([
        { "@value": told.vi, "@language": "vi" },
        { "@value": told.en, "@language": "en" },
    ])
}

fn table(content: &Content<'_>, table: &Described, done: &Done) -> Value {
    let columns = table.columns.iter();
    let columns: Vec<Value> = columns.map(|of| column(content, of)).collect();
    let mut schema = Map::new();
    schema.insert("columns".to_owned(), json!(columns));
    if let Some(key) = &table.key {
        schema.insert("primaryKey".to_owned(), json!(key));
    }
    // To a reader that goes by the letter, an empty cell refers to a row that is not there.
    let filled = table.columns.iter().zip(&done.gaps);
    let filled = filled.filter(|(_, gap)| !**gap);
    let refers = filled.filter_map(|(column, _)| {
        let to = column.values.refers.as_ref()?;
        let other = content.tables.iter().find(|other| other.name == to.table)?;
        Some(json!({
            "columnReference": column.id,
            "reference": { "resource": other.file(), "columnReference": to.column },
        }))
    });
    let refers: Vec<Value> = refers.collect();
    if !refers.is_empty() {
        schema.insert("foreignKeys".to_owned(), json!(refers));
    }
    json!({
        "url": table.file(),
        "dc:title": both(&table.title),
        "dc:description": both(&table.about),
        "tableSchema": schema,
    })
}

fn column(content: &Content<'_>, column: &Column) -> Value {
    let mut of = Map::new();
    of.insert("name".to_owned(), json!(column.id));
    // A title that is not in the header is a mistake to readers.
    of.insert("titles".to_owned(), json!(column.id));
    of.insert("dc:title".to_owned(), both(&column.title));
    of.insert("dc:description".to_owned(), both(&column.about));
    of.insert("datatype".to_owned(), datatype(content, column));
    if column.values.required {
        of.insert("required".to_owned(), json!(true));
    }
    Value::Object(of)
}

fn datatype(content: &Content<'_>, column: &Column) -> Value {
    let values = &column.values;
    match values.holds {
        Holds::Text => {
            let words: Vec<String> = column
                .words
                .iter()
                .map(|(word, _)| literally(word))
                .collect();
            let format = match words.is_empty() {
                true => values.pattern.clone(),
                false => Some(words.join("|")),
            };
            match format {
                Some(format) => json!({ "base": "string", "format": format }),
                None => json!("string"),
            }
        }
        Holds::Integer | Holds::Amount | Holds::Sum => match values.minimum {
            Some(minimum) => json!({ "base": "integer", "minimum": minimum }),
            None => json!("integer"),
        },
        Holds::Decimal => match content.variant.dialect.decimal_mark() {
            '.' => json!("decimal"),
            mark => {
                json!({ "base": "decimal", "format": { "decimalChar": mark, "groupChar": " " } })
            }
        },
        Holds::Day => json!({ "base": "date", "format": "yyyy-MM-dd" }),
        Holds::Object => json!("json"),
    }
}

/// A regular expression for a text as it stands.
fn literally(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | ' ') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}
