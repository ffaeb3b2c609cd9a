//! What a template says as a whole: headings that name one field each, roles that stand once, the consolidated workbook,
//! earlier versions.

use std::collections::HashMap;

use super::Mistake;
use super::sound::Sink;
use super::tree::Step;
use crate::fold;
use crate::template::load::File;
use crate::template::own_rules::nearest;
use crate::template::{FieldSpec, Kind, OFFICE, Role};

/// Looks at what the fields have in common.
pub(super) fn check(file: &File, sink: &mut Sink) {
    headings(file, sink);
    roles(file, sink);
    consolidated(file, sink);
    earlier(file, sink);
}

/// Each heading names one field, and each field has one.
fn headings(file: &File, sink: &mut Sink) {
    let mut seen: HashMap<(String, String), usize> = HashMap::new();
    for (index, field) in file.field.iter().enumerate() {
        let group = field.group.as_ref().unwrap_or(&field.id);
        let nowhere = String::new();
        for (key, headings, below) in [
            ("headings", &field.headings, &nowhere),
            ("start_headings", &field.start_headings, &nowhere),
            ("end_headings", &field.end_headings, &nowhere),
            ("measure_headings", &field.measure_headings, &nowhere),
            ("qualifier_headings", &field.qualifier_headings, &nowhere),
            ("under", &field.under, group),
            ("start_under", &field.start_under, group),
            ("end_under", &field.end_under, group),
            ("measure_under", &field.measure_under, group),
        ] {
            for heading in headings {
                let name = (below.clone(), fold::fold(heading));
                if name.1.is_empty() {
                    continue;
                }
                let first = *seen.entry(name).or_insert(index);
                let first = file.field.get(first).filter(|_| first != index);
                if let Some(first) = first {
                    let what = Mistake::HeadingTwice {
                        heading: heading.clone(),
                        first: first.id.clone(),
                        second: field.id.clone(),
                    };
                    sink.add(["field".into(), index.into(), key.into()], what);
                }
            }
        }
        let named = !field.headings.is_empty()
            || !field.under.is_empty()
            || !field.alike.is_empty()
            || !field.start_headings.is_empty()
            || !field.start_under.is_empty()
            || field.from_section;
        if !named {
            let what = Mistake::NoHeading(field.id.clone());
            sink.add(["field".into(), index.into()], what);
        }
    }
}

/// One field names the records, and there is one total.
fn roles(file: &File, sink: &mut Sink) {
    for (role, name) in [
        (Role::Name, "name"),
        (Role::Total, "total"),
        (Role::Time, "time"),
        (Role::Sector, "sector"),
    ] {
        let with = |field: &&FieldSpec| field.role == Some(role);
        if role == Role::Name && !file.field.iter().any(|field| with(&field)) {
            sink.add(["field".into()], Mistake::NoName);
        }
        let mut all = file
            .field
            .iter()
            .enumerate()
            .filter(|(_, field)| with(field));
        all.next();
        for (index, field) in all {
            let what = Mistake::RoleTwice {
                role: name,
                field: field.id.clone(),
            };
            sink.add(["field".into(), index.into(), "role".into()], what);
        }
    }
}

/// What is said of how the form is consolidated names fields of the template: numbers where they are added up, none where
/// they make groups or are counted.
fn consolidated(file: &File, sink: &mut Sink) {
    let of = &file.consolidated;
    for (number, column) in of.columns.iter().enumerate() {
        let path: [Step; 2] = [number.into(), "field".into()];
        named(file, sink, ("columns", path), &column.field);
    }
    for (number, id) in of.sums.iter().enumerate() {
        if let Some(field) = named(file, sink, ("sums", [number.into()]), id)
            && !is_number(field)
        {
            let path: [Step; 3] = ["consolidated".into(), "sums".into(), number.into()];
            sink.add(path, Mistake::NotANumber(id.clone()));
        }
    }
    for (number, id) in of.group.iter().enumerate() {
        grouping(file, sink, ("group", [number.into()]), id);
    }
    for (number, id) in of.charts.iter().flatten().enumerate() {
        grouping(file, sink, ("charts", [number.into()]), id);
    }
    for (number, counted) in of.counts.iter().enumerate() {
        if counted.by.is_some() == counted.distinct.is_some() {
            let path: [Step; 3] = ["consolidated".into(), "counts".into(), number.into()];
            sink.add(path, Mistake::Counts);
        }
        for (key, id) in [("by", &counted.by), ("distinct", &counted.distinct)] {
            if let Some(id) = id {
                let path: [Step; 2] = [number.into(), key.into()];
                grouping(file, sink, ("counts", path), id);
            }
        }
    }
}

/// The field of an id that a key of `[consolidated]` names, at a path below the key; what is wrong with it is told.
fn named<'f, const N: usize>(
    file: &'f File,
    sink: &mut Sink,
    (key, path): (&'static str, [Step; N]),
    id: &str,
) -> Option<&'f FieldSpec> {
    let field = file.field.iter().find(|field| field.id == id);
    let is_office = id == OFFICE && !matches!(key, "sums" | "counts");
    if field.is_none() && !is_office {
        let ids: Vec<&str> = file.field.iter().map(|field| field.id.as_str()).collect();
        let what = Mistake::NoSuchField {
            of: format!("consolidated.{key}"),
            other: id.to_owned(),
            nearest: nearest(id, &ids),
        };
        sink.add_below(&["consolidated".into(), key.into()], path, what);
    }
    field
}

/// A field that makes groups, or is counted: it holds no figures.
fn grouping<const N: usize>(
    file: &File,
    sink: &mut Sink,
    (key, path): (&'static str, [Step; N]),
    id: &str,
) {
    let field = named(file, sink, (key, path.clone()), id);
    let figures =
        |field: &FieldSpec| is_number(field) || matches!(field.kind, Kind::Amount | Kind::Quantity);
    if field.is_some_and(figures) {
        let what = Mistake::NoGroups {
            key: format!("consolidated.{key}"),
            field: id.to_owned(),
        };
        sink.add_below(&["consolidated".into(), key.into()], path, what);
    }
}

fn is_number(field: &FieldSpec) -> bool {
    matches!(field.kind, Kind::Decimal | Kind::Integer)
}

fn earlier(file: &File, sink: &mut Sink) {
    let mut seen = Vec::new();
    for (number, earlier) in file.earlier.iter().enumerate() {
        let path =
            |key: &'static str| -> [Step; 3] { ["earlier".into(), number.into(), key.into()] };
        let version = earlier.version;
        if version >= file.version || seen.contains(&version) {
            sink.add(path("version"), Mistake::Version(version));
        }
        seen.push(version);
        let known = |id: &String| {
            file.field
                .iter()
                .any(|field| field.id == *id || field.columns.iter().any(|column| column.id == *id))
        };
        for (key, id) in earlier
            .renamed
            .values()
            .map(|id| ("renamed", id))
            .chain(earlier.headings.keys().map(|id| ("headings", id)))
        {
            if !known(id) {
                let id = id.clone();
                sink.add(path(key), Mistake::NoField { version, id });
            }
        }
    }
}
