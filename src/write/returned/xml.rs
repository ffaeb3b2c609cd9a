//! XML changed by splicing: tags with their places in the bytes, and edits of ranges of bytes.
//!
//! What is not edited stays as it was written, to the byte. Tags are looked at one by one, without a tree, for the
//! drawings of notes are often not well-formed.

use std::borrow::Cow;
use std::ops::Range;

use crate::book::markup::{self, Attributes, Piece};

/// The first line of a part that we write.
pub(super) const PROLOG: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `<a>`
    Open,
    /// `<a/>`
    Empty,
    /// `</a>`
    Close,
}

/// A tag and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag<'a> {
    /// What it does.
    pub kind: Kind,
    /// Its name with its prefix.
    pub name: &'a [u8],
    /// Everything behind the name.
    pub attributes: &'a [u8],
    /// Its first byte.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
}

impl<'a> Tag<'a> {
    /// Its name without the prefix.
    pub fn local(&self) -> &'a [u8] {
        markup::local(self.name)
    }

    /// Its prefix with the colon; empty without one.
    pub fn prefix(&self) -> String {
        let length = self.name.len().saturating_sub(self.local().len());
        text(self.name.get(..length).unwrap_or_default()).into_owned()
    }

    /// The value of an attribute, its name with its prefix.
    pub fn get(&self, name: &[u8]) -> Option<Cow<'a, str>> {
        markup::attribute(self.attributes, name).map(markup::unescape)
    }

    /// Whether it opens an element of this local name.
    pub fn opens(&self, name: &[u8]) -> bool {
        self.kind != Kind::Close && self.local() == name
    }

    /// Whether it closes an element of this local name.
    pub fn closes(&self, name: &[u8]) -> bool {
        self.kind == Kind::Close && self.local() == name
    }

    /// Where the value of an attribute stands, without its quotation marks.
    pub fn value_range(&self, name: &[u8]) -> Option<Range<usize>> {
        let (_, value) = Attributes(self.attributes).find(|(key, _)| *key == name)?;
        // Both are slices of one part.
        let offset = (value.as_ptr() as usize).checked_sub(self.attributes.as_ptr() as usize)?;
        let start = self.attributes_start().checked_add(offset)?;
        Some(start..start.checked_add(value.len())?)
    }

    /// The byte behind the name, where another attribute may be put.
    pub fn attributes_start(&self) -> usize {
        self.start.saturating_add(1).saturating_add(self.name.len())
    }
}

/// The tags of a part, in order.
pub(super) fn tags(xml: &[u8]) -> Tags<'_> {
    Tags { xml, at: 0 }
}

/// The tags of a part, from some byte on.
pub(super) struct Tags<'a> {
    xml: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let open = memchr::memchr(b'<', self.xml.get(self.at..)?)?;
            let start = self.at.checked_add(open)?;
            let rest = self.xml.get(start..)?;
            let length = markup::tag_length(rest)?;
            let end = start.checked_add(length)?;
            self.at = end;
            let (kind, name, attributes) = match markup::piece(rest.get(..length)?) {
                Ok(Some(Piece::Open {
                    name,
                    attributes,
                    empty,
                })) => {
                    let kind = if empty { Kind::Empty } else { Kind::Open };
                    (kind, name, attributes)
                }
                Ok(Some(Piece::Close { name })) => (Kind::Close, name, &[][..]),
                // Comments, text that stands for itself, what Word writes between brackets.
                _ => continue,
            };
            return Some(Tag {
                kind,
                name,
                attributes,
                start,
                end,
            });
        }
    }
}

/// Bytes as text; what is no UTF-8 is replaced.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// An element with all it holds: from its opening tag, which the tags have just given, to behind its end.
pub(super) fn element_end(tag: &Tag<'_>, tags: &mut Tags<'_>) -> usize {
    if tag.kind == Kind::Empty {
        return tag.end;
    }
    let mut depth = 1_usize;
    let mut end = tag.end;
    for inner in tags {
        end = inner.end;
        match inner.kind {
            Kind::Open => depth = depth.saturating_add(1),
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Empty => {}
        }
        if depth == 0 {
            break;
        }
    }
    end
}

/// The text of an element's bytes: all text between its tags.
pub(super) fn inner_text(xml: &[u8]) -> String {
    let mut all = String::new();
    let mut at = 0_usize;
    for tag in tags(xml) {
        all.push_str(&markup::unescape(
            xml.get(at..tag.start).unwrap_or_default(),
        ));
        at = tag.end;
    }
    all
}

/// Text as it may stand between tags and in attributes. What XML cannot hold is left out.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter < ' ' => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Changes to be made to some bytes.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, Vec<u8>)>);

impl Edits {
    /// Puts other bytes in the place of a range.
    pub fn replace(&mut self, range: Range<usize>, with: impl Into<Vec<u8>>) {
        self.0.push((range, with.into()));
    }

    /// Puts bytes before a byte; of several at one place the first comes first.
    pub fn insert(&mut self, at: usize, what: impl Into<Vec<u8>>) {
        self.replace(at..at, what);
    }

    /// Takes a range away.
    pub fn remove(&mut self, range: Range<usize>) {
        self.replace(range, Vec::new());
    }

    /// Puts bytes at the end of what an element holds; `<a/>` becomes `<a>…</a>`.
    pub fn append(&mut self, open: &Tag<'_>, close: usize, what: &str) {
        if open.kind == Kind::Empty {
            let name = text(open.name);
            self.replace(
                open.end.saturating_sub(2)..open.end,
                format!(">{what}</{name}>"),
            );
        } else {
            self.insert(close, what);
        }
    }

    /// Sets an attribute.
    pub fn set(&mut self, tag: &Tag<'_>, name: &str, value: &str) {
        match tag.value_range(name.as_bytes()) {
            Some(range) => self.replace(range, value),
            None => self.insert(tag.attributes_start(), format!(" {name}=\"{value}\"")),
        }
    }

    /// Whether nothing is to be changed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The bytes with all changes made.
    pub fn apply(mut self, bytes: &[u8]) -> Vec<u8> {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let more: usize = self.0.iter().map(|(_, with)| with.len()).sum();
        let mut out = Vec::with_capacity(bytes.len().saturating_add(more));
        let mut at = 0_usize;
        for (range, with) in self.0 {
            // Two changes of one range contradict each other; the first holds.
            if range.start < at {
                continue;
            }
            out.extend_from_slice(bytes.get(at..range.start).unwrap_or_default());
            out.extend_from_slice(&with);
            at = range.end;
        }
        out.extend_from_slice(bytes.get(at..).unwrap_or_default());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_edited_stays_to_the_byte() {
        let xml = b"<?xml version='1.0'?><!-- <c> --><x:a  n = 'v' ><b/>t &amp; u<c\n/></x:a>";
        let mut edits = Edits::default();
        for tag in tags(xml) {
            if tag.opens(b"a") {
                edits.set(&tag, "n", "w");
                edits.set(&tag, "m", "1");
            }
            if tag.opens(b"b") {
                edits.append(&tag, tag.end, "<d/>");
            }
            if tag.opens(b"c") {
                edits.remove(tag.start..tag.end);
            }
        }
        let told = edits.apply(xml);
        assert_eq!(
            text(&told),
            "<?xml version='1.0'?><!-- <c> --><x:a m=\"1\"  n = 'w' ><b><d/></b>t &amp; u</x:a>"
        );
    }

    #[test]
    fn drawings_that_are_not_well_formed_are_walked() {
        let xml =
            b"<xml><![if gte mso 9]><v:shape id='a'><div>x<br>y</div></v:shape><![endif]></xml>";
        let names: Vec<_> = tags(xml)
            .map(|tag| text(tag.local()).into_owned())
            .collect();
        assert_eq!(names, ["xml", "shape", "div", "br", "div", "shape", "xml"]);
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(
            escape("a < b & \"c\"\u{1}\n"),
            "a &lt; b &amp; &quot;c&quot;\n"
        );
        assert_eq!(inner_text(b"<is><t>a &lt;</t><t> b</t></is>"), "a < b");
    }
}
