//! `datapackage.json`: the package as Data Package v2 has it. The only lines that are ours alone: `title_en`,
//! `description_en`, `unit` and `qualifiedBy` of a field, and `tonghop`, by which the package is known.

use serde_json::{Map, Value, json};

use super::described::{Column, Described};
use super::seal::Seal;
use super::{Content, Done};
use crate::intake::our_package::KEY;
use crate::template::{Holds, Told};

const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";
const TABLE: &str = "https://datapackage.org/profiles/2.0/tableschema.json";
const DIALECT: &str = "https://datapackage.org/profiles/2.0/tabledialect.json";

/// The descriptor.
pub fn descriptor(content: &Content<'_>, done: &[Done], others: &[(String, Seal)]) -> Value {
    let mut package = Map::new();
    package.insert("$schema".to_owned(), json!(PROFILE));
    package.insert("name".to_owned(), json!(content.name()));
    title(&mut package, &content.title());
    package.insert("languages".to_owned(), json!(["vi", "en"]));
    if let Some(issuer) = &content.round.setup.project {
        let name = &issuer.issuer.name;
        if !name.is_empty() {
            let publisher = json!([{ "title": name, "roles": ["publisher"] }]);
            package.insert("contributors".to_owned(), publisher);
        }
    }
    let sources = sources(content);
    if !sources.is_empty() {
        package.insert("sources".to_owned(), json!(sources));
    }
    let resources = content.tables.iter().zip(done);
    let resources: Vec<Value> = resources
        .map(|(table, done)| resource(content, table, done))
        .collect();
    package.insert("resources".to_owned(), json!(resources));
    let files: Vec<Value> = others
        .iter()
        .map(|(path, seal)| json!({ "path": path, "hash": seal.hash(), "bytes": seal.bytes }))
        .collect();
    let ours = json!({
        "output": "package",
        "version": env!("CARGO_PKG_VERSION"),
        "programme": content.round.setup.project.as_ref().map(|project| &project.programme.id),
        "period": content.round.setup.project.as_ref().map(|project| &project.period.id),
        "files": files,
    });
    package.insert(KEY.to_owned(), ours);
    Value::Object(package)
}

/// The files that count.
fn sources(content: &Content<'_>) -> Vec<Value> {
    let files = content.round.submissions.iter();
    files.map(|file| json!({ "title": &*file.name })).collect()
}

fn resource(content: &Content<'_>, table: &Described, done: &Done) -> Value {
    let dialect = content.variant.dialect;
    let mut resource = Map::new();
    resource.insert("name".to_owned(), json!(table.name));
    resource.insert("type".to_owned(), json!("table"));
    resource.insert("path".to_owned(), json!(table.file()));
    title(&mut resource, &table.title);
    description(&mut resource, &table.about);
    for (key, value) in [
        ("format", json!("csv")),
        ("mediatype", json!("text/csv")),
        ("encoding", json!("utf-8")),
        ("bytes", json!(done.seal.bytes)),
        ("hash", json!(done.seal.hash())),
        ("rows", json!(done.rows)),
        (
            "dialect",
            json!({
                "$schema": DIALECT,
                "header": true,
                "delimiter": dialect.separator(),
                "lineTerminator": dialect.line_end(),
                "quoteChar": "\"",
                "doubleQuote": true,
                "skipInitialSpace": false,
            }),
        ),
        ("schema", schema(content, table)),
    ] {
        resource.insert(key.to_owned(), value);
    }
    Value::Object(resource)
}

fn schema(content: &Content<'_>, table: &Described) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!(TABLE));
    let fields = table.columns.iter();
    let fields: Vec<Value> = fields.map(|column| field(content, column)).collect();
    schema.insert("fields".to_owned(), json!(fields));
    schema.insert("missingValues".to_owned(), json!([""]));
    if let Some(key) = &table.key {
        schema.insert("primaryKey".to_owned(), json!([key]));
    }
    let refers = table.columns.iter().filter_map(|column| {
        let to = column.values.refers.as_ref()?;
        Some(json!({
            "fields": [column.id],
            "reference": { "resource": to.table, "fields": [to.column] },
        }))
    });
    let refers: Vec<Value> = refers.collect();
    if !refers.is_empty() {
        schema.insert("foreignKeys".to_owned(), json!(refers));
    }
    Value::Object(schema)
}

fn field(content: &Content<'_>, column: &Column) -> Value {
    let values = &column.values;
    let mut field = Map::new();
    field.insert("name".to_owned(), json!(column.id));
    let (kind, format) = match values.holds {
        Holds::Text => ("string", None),
        Holds::Integer | Holds::Amount | Holds::Sum => ("integer", None),
        Holds::Decimal => ("number", None),
        Holds::Day => ("date", Some("%Y-%m-%d")),
        Holds::Object => ("object", None),
    };
    field.insert("type".to_owned(), json!(kind));
    if let Some(format) = format {
        field.insert("format".to_owned(), json!(format));
    }
    if values.holds == Holds::Decimal && content.variant.dialect.decimal_mark() != '.' {
        let mark = content.variant.dialect.decimal_mark();
        field.insert("decimalChar".to_owned(), json!(mark));
    }
    title(&mut field, &column.title);
    description(&mut field, &column.about);
    if matches!(values.holds, Holds::Amount | Holds::Sum) {
        field.insert("unit".to_owned(), json!("VND"));
    }
    if let Some(qualifier) = &values.qualified_by {
        field.insert("qualifiedBy".to_owned(), json!(qualifier));
    }
    let constraints = constraints(column);
    if !constraints.is_empty() {
        field.insert("constraints".to_owned(), Value::Object(constraints));
    }
    if !column.words.is_empty() {
        let words = column.words.iter();
        let categories: Vec<Value> = words
            .map(|(word, told)| json!({ "value": word, "label": told.vi, "label_en": told.en }))
            .collect();
        field.insert("categories".to_owned(), json!(categories));
    }
    Value::Object(field)
}

fn constraints(column: &Column) -> Map<String, Value> {
    let values = &column.values;
    let mut constraints = Map::new();
    for (key, is_so) in [("required", values.required), ("unique", values.unique)] {
        if is_so {
            constraints.insert(key.to_owned(), json!(true));
        }
    }
    if let Some(pattern) = &values.pattern {
        constraints.insert("pattern".to_owned(), json!(pattern));
    }
    if let Some(minimum) = values.minimum {
        constraints.insert("minimum".to_owned(), json!(minimum));
    }
    // Readers that know categories do not hold values to them.
    if !column.words.is_empty() {
        let words: Vec<&String> = column.words.iter().map(|(word, _)| word).collect();
        constraints.insert("enum".to_owned(), json!(words));
    }
    constraints
}

fn title(of: &mut Map<String, Value>, told: &Told) {
    of.insert("title".to_owned(), json!(told.vi));
    of.insert("title_en".to_owned(), json!(told.en));
}

fn description(of: &mut Map<String, Value>, told: &Told) {
    of.insert("description".to_owned(), json!(told.vi));
    of.insert("description_en".to_owned(), json!(told.en));
}
