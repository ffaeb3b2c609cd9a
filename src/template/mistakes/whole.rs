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

/// The fields that the signed sheet shows and adds up are fields of the template, and numbers where they are added up.
fn consolidated(file: &File, sink: &mut Sink) {
    let ids: Vec<&str> = file.field.iter().map(|field| field.id.as_str()).collect();
    let consolidated = &file.consolidated;
    let unknown = |id: &String, of: &str| Mistake::NoSuchField {
        of: of.to_owned(),
        other: id.clone(),
        nearest: nearest(id, &ids),
    };
    for (number, column) in consolidated.columns.iter().enumerate() {
        if column.field != OFFICE && !ids.contains(&column.field.as_str()) {
            let path: [Step; 4] = [
                "consolidated".into(),
                "columns".into(),
                number.into(),
                "field".into(),
            ];
            sink.add(path, unknown(&column.field, "consolidated.columns"));
        }
    }
    for (number, id) in consolidated.sums.iter().enumerate() {
        let path: [Step; 3] = ["consolidated".into(), "sums".into(), number.into()];
        match file.field.iter().find(|field| field.id == *id) {
            None => sink.add(path, unknown(id, "consolidated.sums")),
            Some(field) if !matches!(field.kind, Kind::Decimal | Kind::Integer) => {
                sink.add(path, Mistake::NotANumber(id.clone()));
            }
            Some(_) => {}
        }
    }
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
