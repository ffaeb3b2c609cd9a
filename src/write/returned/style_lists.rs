//! The lists in the part of styles: where they stand, and one for each that is missing.

use std::ops::Range;

use super::xml::{Edits, Kind, Tag, element_end, tags};

/// The lists of the part that we add to, in their order in it.
const LISTS: [&str; 4] = ["fonts", "fills", "borders", "cellXfs"];
/// The fonts.
pub(super) const FONTS: usize = 0;
/// The fills.
pub(super) const FILLS: usize = 1;
/// The borders.
pub(super) const BORDERS: usize = 2;
/// The formats of cells.
pub(super) const XFS: usize = 3;

/// What each list holds at least.
const LEAST: [&str; 4] = [
    "<fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>",
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>",
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>",
    "<cellXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs>",
];

/// What stands before each list, for one that is missing.
const BEFORE: [&[&[u8]]; 4] = [
    &[b"numFmts"],
    &[b"numFmts", b"fonts"],
    &[b"numFmts", b"fonts", b"fills"],
    &[b"numFmts", b"fonts", b"fills", b"borders", b"cellStyleXfs"],
];

/// One list: where it stands and what was added.
#[derive(Debug, Default)]
pub(super) struct List {
    /// Its opening tag, and the place of its count.
    pub count: Option<Range<usize>>,
    /// The entries, and where they end.
    pub entries: Vec<Range<usize>>,
    /// How many of the entries stay.
    pub kept: usize,
    pub end: usize,
    pub added: Vec<String>,
    /// How many of those stay for good: styles without the colour that another program's copy of ours had.
    pub lasting: usize,
}

impl List {
    /// How many entries there are with those added.
    pub fn len(&self) -> usize {
        self.kept.saturating_add(self.added.len())
    }
}

/// The part with every list in it that we add to.
pub(super) fn completed(part: Vec<u8>) -> Vec<u8> {
    let mut part = part;
    for ((name, least), before) in LISTS.iter().zip(LEAST).zip(BEFORE) {
        let Some(root) = tags(&part).find(|tag| tag.opens(b"styleSheet")) else {
            return part;
        };
        let prefix = root.prefix();
        let least = least
            .replace("</", "\u{0}")
            .replace('<', &format!("<{prefix}"))
            .replace('\u{0}', &format!("</{prefix}"));
        let mut edits = Edits::default();
        match top_level(&part).find(|(tag, _)| tag.local() == name.as_bytes()) {
            Some((tag, end)) if tag.kind == Kind::Empty => {
                edits.replace(tag.start..end, least);
            }
            Some(_) => continue,
            None if root.kind == Kind::Empty => edits.append(&root, root.end, &least),
            None => {
                let behind = top_level(&part)
                    .filter(|(tag, _)| before.contains(&tag.local()))
                    .map(|(_, end)| end)
                    .last();
                edits.insert(behind.unwrap_or(root.end), least);
            }
        }
        let done = edits.apply(&part);
        part = done;
    }
    part
}

/// The elements right below the root, each with the byte behind it.
fn top_level(part: &[u8]) -> impl Iterator<Item = (Tag<'_>, usize)> {
    let mut all = tags(part);
    let root = all.find(|tag| tag.opens(b"styleSheet"));
    std::iter::from_fn(move || {
        root?;
        let tag = all.next().filter(|tag| tag.kind != Kind::Close)?;
        let end = element_end(&tag, &mut all);
        Some((tag, end))
    })
}

/// Where the lists stand in the part.
pub(super) fn lists(part: &[u8]) -> [List; 4] {
    let mut lists: [List; 4] = Default::default();
    for (tag, end) in top_level(part) {
        let place = LISTS.iter().position(|name| name.as_bytes() == tag.local());
        let Some(list) = place.and_then(|place| lists.get_mut(place)) else {
            continue;
        };
        let inside = part.get(..end).unwrap_or_default();
        let mut all = tags(inside);
        // From behind the opening tag on.
        let _ = all.find(|inner| inner.start == tag.start);
        list.count = tag.value_range(b"count");
        loop {
            match all.next() {
                Some(inner) if inner.kind != Kind::Close => {
                    let end = element_end(&inner, &mut all);
                    list.entries.push(inner.start..end);
                }
                Some(close) => {
                    list.end = close.start;
                    break;
                }
                None => break,
            }
        }
        list.kept = list.entries.len();
    }
    lists
}
