//! The custom document properties that a returned file carries.

use super::parts::Parts;
use super::relations::{ContentTypes, Relations};
use super::trouble::Trouble;
use super::xml::{Edits, PROLOG, Tag, element_end, escape, inner_text, tags};

const TYPE: &str = "application/vnd.openxmlformats-officedocument.custom-properties+xml";
const ID: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";

/// Where a package keeps its custom properties.
const USUAL: &str = "docProps/custom.xml";

/// The first number that a property may have.
const FIRST_PID: u32 = 2;

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

/// Writes properties of ours, or takes those away that have no value.
pub(super) fn set(
    own: &[(&str, Option<&str>)],
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
    let told = || {
        own.iter()
            .filter_map(|(own, value)| Some((*own, (*value)?)))
    };
    let Some((name, part)) = name.zip(part) else {
        if told().next().is_none() {
            return Ok(());
        }
        let (space, _) = spaces(strict);
        let properties: String = (FIRST_PID..)
            .zip(told())
            .map(|(pid, (own, value))| property(own, value, pid, "", strict))
            .collect();
        let part = format!("{PROLOG}<Properties xmlns=\"{space}\">{properties}</Properties>");
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
    let is_own = |tag: &Tag<'_>| {
        let name = tag.get(b"name");
        own.iter().any(|(own, _)| name.as_deref() == Some(*own))
    };
    let others = tags(&part).filter(|tag| tag.opens(b"property") && !is_own(tag));
    let last = others.filter_map(|tag| tag.get(b"pid")?.parse::<u32>().ok());
    let next = last.max().map_or(FIRST_PID, |last| last.saturating_add(1));
    for (start, end) in own.iter().filter_map(|(own, _)| element(&part, own)) {
        edits.replace(start..end, String::new());
    }
    let new: String = (next.max(FIRST_PID)..)
        .zip(told())
        .map(|(pid, (own, value))| property(own, value, pid, &prefix, strict))
        .collect();
    if !new.is_empty() {
        let Some(open) = root_tag else {
            return Err(Trouble::Damaged(format!("{name} holds no properties")));
        };
        let close = tags(&part).filter(|tag| tag.closes(b"Properties")).last();
        let close = close.map_or(open.end, |tag| tag.start);
        edits.append(&open, close, &new);
    }
    if !edits.is_empty() {
        parts.write(&name, edits.apply(&part));
    }
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
