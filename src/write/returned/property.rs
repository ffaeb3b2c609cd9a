//! The custom document properties that a returned file carries.

use super::parts::Parts;
use super::relations::{ContentTypes, Relations};
use super::trouble::Trouble;
use super::xml::{Edits, PROLOG, element_end, escape, inner_text, tags};

const TYPE: &str = "application/vnd.openxmlformats-officedocument.custom-properties+xml";
const ID: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";

/// Where a package keeps its custom properties.
const USUAL: &str = "docProps/custom.xml";

/// The text of a custom property; `None` when there is none of that name.
pub(super) fn text(part: &[u8], name: &str) -> Option<String> {
    let (start, end) = element(part, name)?;
    Some(inner_text(part.get(start..end)?).trim().to_owned())
}

fn element(part: &[u8], name: &str) -> Option<(usize, usize)> {
    let mut all = tags(part);
    while let Some(tag) = all.next() {
        if tag.opens(b"property") && tag.get(b"name").as_deref() == Some(name) {
            return Some((tag.start, element_end(&tag, &mut all)));
        }
    }
    None
}

/// Writes a property of ours, or takes it away.
pub(super) fn set(
    own: &str,
    value: Option<&str>,
    parts: &mut Parts<'_>,
    root: &mut Relations,
    types: &mut ContentTypes,
) -> Result<(), Trouble> {
    let name = root.target("custom-properties").map(str::to_owned);
    let strict = root.strict;
    let part = match &name {
        Some(name) => parts.read(name)?,
        None => None,
    };
    let Some((name, part)) = name.zip(part) else {
        let Some(value) = value else { return Ok(()) };
        let spaces = spaces(strict);
        let property = property(own, value, 2, "", strict);
        let part = format!(
            "{PROLOG}<Properties xmlns=\"{}\">{property}</Properties>",
            spaces.0
        );
        let name = if parts.has(USUAL) {
            parts.free("docProps/custom", "xml")
        } else {
            USUAL.to_owned()
        };
        parts.write(&name, part.into());
        root.add("custom-properties", &name);
        types.add(&name, TYPE);
        return Ok(());
    };
    let mut edits = Edits::default();
    let root_tag = tags(&part).find(|tag| tag.opens(b"Properties"));
    let prefix = root_tag.map(|tag| tag.prefix()).unwrap_or_default();
    let pids = tags(&part)
        .filter(|tag| tag.opens(b"property") && tag.get(b"name").as_deref() != Some(own));
    let last = pids
        .filter_map(|tag| tag.get(b"pid")?.parse::<u32>().ok())
        .max();
    let new = value.map(|value| {
        property(
            own,
            value,
            last.unwrap_or(1).max(1).saturating_add(1),
            &prefix,
            strict,
        )
    });
    match (element(&part, own), new) {
        (Some((start, end)), new) => edits.replace(start..end, new.unwrap_or_default()),
        (None, Some(new)) => {
            let Some(open) = root_tag else {
                return Err(Trouble::Damaged(format!("{name} holds no properties")));
            };
            let close = tags(&part).filter(|tag| tag.closes(b"Properties")).last();
            let close = close.map_or(open.end, |tag| tag.start);
            edits.append(&open, close, &new);
        }
        (None, None) => return Ok(()),
    }
    parts.write(&name, edits.apply(&part));
    Ok(())
}

fn property(name: &str, value: &str, pid: u32, p: &str, strict: bool) -> String {
    let space = spaces(strict).1;
    let value = escape(value);
    format!(
        "<{p}property fmtid=\"{ID}\" pid=\"{pid}\" name=\"{name}\"><vt:lpwstr xmlns:vt=\"{space}\">{value}</vt:lpwstr></{p}property>"
    )
}

/// The namespaces of properties and of their values.
fn spaces(strict: bool) -> (&'static str, &'static str) {
    if strict {
        (
            "http://purl.oclc.org/ooxml/officeDocument/customProperties",
            "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
        )
    } else {
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
            "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
        )
    }
}
