//! A pass over XML as it is inflated: tags and the text between them, nothing kept.
//!
//! It looks before the real reader does, so it must cost little: it hunts for `<` and `>` and
//! knows nothing of nesting or namespaces. Document types are refused, for no office program
//! writes them and entity bombs need them. Comments and instructions are passed over.

use std::borrow::Cow;

use memchr::memmem;

use crate::intake::fact::{Bound, FileFact};
use crate::intake::limits::mib;

/// The longest run of text or tag that is borne with, in MiB. Excel holds 32,767 letters in a cell.
pub(crate) const LONGEST_MIB: u64 = 4;

/// A piece of XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// `<name attributes>` or `<name attributes/>`.
    Open {
        /// The name with its prefix.
        name: &'a [u8],
        /// Everything behind the name.
        attributes: &'a [u8],
        /// Whether it closes itself.
        empty: bool,
    },
    /// `</name>`.
    Close {
        /// The name with its prefix.
        name: &'a [u8],
    },
    /// Text with its entities; never empty.
    Text(&'a [u8]),
    /// Text that stands for itself.
    CData(&'a [u8]),
}

/// Cuts XML into pieces, whatever the sizes it comes in.
#[derive(Debug, Default)]
pub(crate) struct Scanner {
    /// What could not be told yet: text without the tag that ends it, half a tag.
    rest: Vec<u8>,
}

impl Scanner {
    /// Takes the next bytes and hands on all pieces that are whole.
    pub(crate) fn feed(
        &mut self,
        bytes: &[u8],
        mut sink: impl FnMut(Piece<'_>) -> Result<(), FileFact>,
    ) -> Result<(), FileFact> {
        if self.rest.is_empty() {
            let used = scan(bytes, &mut sink)?;
            self.rest
                .extend_from_slice(bytes.get(used..).unwrap_or_default());
        } else {
            self.rest.extend_from_slice(bytes);
            let used = scan(&self.rest, &mut sink)?;
            self.rest.drain(..used);
        }
        if mib(self.rest.len() as u64) > LONGEST_MIB {
            return Err(FileFact::TooLarge {
                bound: Bound::PieceMib,
                allowed: LONGEST_MIB,
            });
        }
        Ok(())
    }
}

/// Hands on the whole pieces at the start of the bytes; how many bytes those were.
fn scan(
    bytes: &[u8],
    sink: &mut impl FnMut(Piece<'_>) -> Result<(), FileFact>,
) -> Result<usize, FileFact> {
    let mut used = 0_usize;
    while let Some(step) = step(bytes.get(used..).unwrap_or_default()) {
        if !step.text.is_empty() {
            sink(Piece::Text(step.text))?;
        }
        if let Some(piece) = piece(step.tag)? {
            sink(piece)?;
        }
        used = used.saturating_add(step.length());
    }
    Ok(used)
}

/// A tag and the text before it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step<'a> {
    /// The text, as written.
    pub(crate) text: &'a [u8],
    /// The tag, from `<` to `>`.
    pub(crate) tag: &'a [u8],
}

impl Step<'_> {
    /// How many bytes both have.
    pub(crate) fn length(&self) -> usize {
        self.text.len().saturating_add(self.tag.len())
    }
}

/// The first tag with the text before it, `None` while it is not whole.
pub(crate) fn step(bytes: &[u8]) -> Option<Step<'_>> {
    let open = match bytes.first() {
        // One tag behind the other, as mostly.
        Some(b'<') => 0,
        _ => memchr::memchr(b'<', bytes)?,
    };
    let (text, rest) = bytes.split_at_checked(open)?;
    let tag = rest.get(..tag_length(rest)?)?;
    Some(Step { text, tag })
}

/// How long the tag is that the bytes begin with, `None` while its end is not there.
pub(crate) fn tag_length(tag: &[u8]) -> Option<usize> {
    let behind = |end: &[u8]| memmem::find(tag, end).map(|at| at.saturating_add(end.len()));
    match tag.get(1)? {
        b'!' if tag.starts_with(b"<!--") => return behind(b"-->"),
        b'!' if tag.starts_with(b"<![CDATA[") => return behind(b"]]>"),
        // Not yet enough to tell a comment from anything else.
        b'!' if tag.len() < 9 => return None,
        b'?' => return behind(b"?>"),
        // Three of four tags of a sheet are `<v>`, `</v>` and `</c>`: too short for a search to pay.
        b'/' => {
            return tag
                .iter()
                .position(|byte| *byte == b'>')
                .map(|at| at.saturating_add(1));
        }
        _ if tag.get(2) == Some(&b'>') => return Some(3),
        _ => {}
    }
    let mut length = 0_usize;
    let mut inside_mark = false;
    loop {
        let rest = tag.get(length..)?;
        let next = memchr::memchr(b'>', rest)?;
        // A mark right before the end closes a value, unless it opens one: `a=">"`.
        if let Some([.., before, b'"']) = rest.get(..next)
            && !matches!(before, b'=' | b'"' | b'\'' | b' ' | b'\t' | b'\r' | b'\n')
            && length == 0
        {
            return Some(next.saturating_add(1));
        }
        // A `>` inside an attribute leaves its quotation mark open.
        let marks = memchr::memchr_iter(b'"', rest.get(..next)?).count();
        inside_mark ^= marks % 2 == 1;
        length = length.saturating_add(next).saturating_add(1);
        if !inside_mark {
            return Some(length);
        }
    }
}

/// What a whole tag is, `None` for what is passed over.
pub(crate) fn piece(tag: &[u8]) -> Result<Option<Piece<'_>>, FileFact> {
    let inside = tag.get(1..tag.len().saturating_sub(1)).unwrap_or_default();
    Ok(match inside.first() {
        Some(b'/') => {
            let name = inside.get(1..).unwrap_or_default().trim_ascii();
            Some(Piece::Close { name })
        }
        Some(b'!') => match tag.strip_prefix(b"<![CDATA[") {
            Some(text) => text.strip_suffix(b"]]>").map(Piece::CData),
            None if tag.starts_with(b"<!--") => None,
            None => return Err(FileFact::Damaged("it holds a document type".into())),
        },
        Some(b'?') | None => None,
        Some(_) => {
            let (inside, empty) = match inside.strip_suffix(b"/") {
                Some(inside) => (inside, true),
                None => (inside, false),
            };
            let end = inside.iter().position(u8::is_ascii_whitespace);
            let (name, attributes) = inside
                .split_at_checked(end.unwrap_or(inside.len()))
                .unwrap_or((inside, &[]));
            Some(Piece::Open {
                name,
                attributes,
                empty,
            })
        }
    })
}

/// A name without its prefix.
pub(crate) fn local(name: &[u8]) -> &[u8] {
    match name {
        // Most tags by far have names of one letter.
        [_] => name,
        _ => match name.iter().position(|byte| *byte == b':') {
            Some(at) => name.get(at.saturating_add(1)..).unwrap_or_default(),
            None => name,
        },
    }
}

/// The attributes of a tag, names with their prefixes, values as written.
pub(crate) struct Attributes<'a>(pub(crate) &'a [u8]);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        // Names and values are too short for a search by vectors to pay.
        let equals = self.0.iter().position(|byte| *byte == b'=')?;
        let (name, rest) = self.0.split_at_checked(equals)?;
        let rest = rest.get(1..)?.trim_ascii_start();
        let (mark, rest) = rest.split_first()?;
        if !matches!(mark, b'"' | b'\'') {
            return None;
        }
        let (value, rest) = rest.split_at_checked(rest.iter().position(|byte| byte == mark)?)?;
        self.0 = rest.get(1..)?;
        Some((name.trim_ascii(), value))
    }
}

/// The value of an attribute, its name with its prefix.
pub(crate) fn attribute<'a>(attributes: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    Attributes(attributes)
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// Text with its entities resolved; what is no UTF-8 or no entity stays as it is.
pub(crate) fn unescape(text: &[u8]) -> Cow<'_, str> {
    let text = match String::from_utf8_lossy(text) {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => return Cow::Owned(text),
    };
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    quick_xml::escape::unescape(text).unwrap_or(Cow::Borrowed(text))
}

/// The blanks around letters that a tag does not keep.
pub(crate) const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// Whether a tag says that the blanks around its letters are to be kept.
pub(crate) fn keeps_blanks(attributes: &[u8]) -> bool {
    attribute(attributes, b"xml:space") == Some(b"preserve")
}

/// Text with the letters that stand in it by their number: `_x000D_`.
pub(crate) fn without_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut units = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let number = rest.strip_prefix("_x").and_then(|rest| {
            let (digits, rest) = rest.split_at_checked(4)?;
            let is_number = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
            let number = u16::from_str_radix(digits, 16).ok().filter(|_| is_number)?;
            Some((number, rest.strip_prefix('_')?))
        });
        match number {
            Some((unit, behind)) => {
                units.push(unit);
                rest = behind;
            }
            None => {
                units.extend_from_slice(letter.encode_utf16(&mut [0; 2]));
                rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            }
        }
    }
    Cow::Owned(String::from_utf16_lossy(&units))
}

/// A number of digits only, `None` when it is not one or too large.
pub(crate) fn digits(text: &[u8]) -> Option<u32> {
    let text = text.trim_ascii();
    if text.is_empty() || text.len() > 10 {
        return None;
    }
    text.iter().try_fold(0_u32, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit & 15))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces as text, fed in bites of some size.
    fn pieces(xml: &str, bite: usize) -> Vec<String> {
        let mut scanner = Scanner::default();
        let mut seen = Vec::new();
        for bytes in xml.as_bytes().chunks(bite) {
            let fed = scanner.feed(bytes, |piece| {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                seen.push(match piece {
                    Piece::Open {
                        name,
                        attributes,
                        empty,
                    } => {
                        format!(
                            "<{}{}{}",
                            text(name),
                            text(attributes),
                            if empty { "/" } else { "" }
                        )
                    }
                    Piece::Close { name } => format!("</{}", text(name)),
                    Piece::Text(bytes) => text(bytes),
                    Piece::CData(bytes) => format!("[{}]", text(bytes)),
                });
                Ok(())
            });
            fed.unwrap();
        }
        seen
    }

    #[test]
    fn pieces_do_not_depend_on_the_bites() {
        let xml = "<?xml version=\"1.0\"?><!-- <a> --><q a= \">\" b=\">\"/><x:c r=\"A1\" t='s'><v>1</v><f a=\"1>2\"/><![CDATA[<b>]]></x:c >";
        let whole = [
            "<q a= \">\" b=\">\"/",
            "<x:c r=\"A1\" t='s'",
            "<v",
            "1",
            "</v",
            "<f a=\"1>2\"/",
            "[<b>]",
            "</x:c",
        ];
        for bite in 1..40 {
            assert_eq!(pieces(xml, bite), whole, "{bite}");
        }
    }

    #[test]
    fn document_types_are_refused() {
        let mut scanner = Scanner::default();
        let fed = scanner.feed(b"<!DOCTYPE a [<!ENTITY b \"c\">]><a/>", |_| Ok(()));
        assert!(matches!(fed, Err(FileFact::Damaged(_))));
    }

    #[test]
    fn attributes_are_found_by_name() {
        let attributes = b" r=\"A1\"  s = '3' t=\"s\" ";
        assert_eq!(attribute(attributes, b"s"), Some(&b"3"[..]));
        assert_eq!(attribute(attributes, b"t"), Some(&b"s"[..]));
        assert_eq!(attribute(attributes, b"x"), None);
        assert_eq!(attribute(b" broken=1 t=\"s\"", b"t"), None);
        assert_eq!(local(b"x:row"), b"row");
        assert_eq!(unescape(b"a &amp; b &#7897;"), "a & b ộ");
        for (text, plain) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_ ộ", "😀 ộ"),
            ("_x00_ _x+00A_ _xộộ", "_x00_ _x+00A_ _xộộ"),
        ] {
            assert_eq!(without_escapes(text), plain);
        }
        assert_eq!(digits(b"4294967295"), Some(u32::MAX));
        assert_eq!(digits(b"4294967296"), None);
        assert_eq!(digits(b"-1"), None);
    }
}
