//! What other programs read over and the reader of cells gives up on, taken out of a package before that one sees it.
//!
//! ```text
//! <sheet name="Macro1" r:id="rId3"/>     a sheet of macros: it has no figures
//! <sheet name="Module1" r:id=""/>        a module that is listed among the sheets
//! <sheet state="Hidden" …/>              a state that is none
//! <dimension ref="A:I"/>                 a claim that nobody needs
//! ```
//!
//! Parts in UTF-16 are handed on in UTF-8. Nothing of a cell is changed.

use std::collections::BTreeMap;

use super::markup::{Attributes, Piece, attribute, local, piece, tag_length, unescape};

/// A sheet as the workbook lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    /// Its relation; empty when it names none.
    pub(super) relation: String,
    /// Whether its state is none that there is.
    pub(super) odd_state: bool,
}

impl Listed {
    /// The sheet of a tag.
    pub(super) fn of(attributes: &[u8]) -> Self {
        let state = attribute(attributes, b"state");
        Self {
            relation: relation_id(attributes).map_or_else(String::new, |(_, id)| id),
            odd_state: !matches!(state, None | Some(b"visible" | b"hidden" | b"veryHidden")),
        }
    }
}

/// What becomes of a sheet in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays as it is.
    Stays,
    /// It stays, and is shown.
    Shown,
    /// It stays, and is given the one relation that is added.
    Found,
    /// It goes: there are no cells behind it.
    Goes,
}

/// The relation that is added for a sheet that had lost its own.
pub(super) const ADDED: &str = "tonghop-found";

/// The `r:id` of a sheet, whatever its prefix: its name and its value.
fn relation_id(attributes: &[u8]) -> Option<(&[u8], String)> {
    Attributes(attributes)
        .find(|(name, _)| local(name) == b"id" && *name != b"id")
        .or_else(|| Attributes(attributes).find(|(name, _)| *name == b"id"))
        .map(|(name, value)| (name, unescape(value).into_owned()))
}

/// The list of sheets, with each as it is to be.
pub(super) fn workbook(xml: &[u8], fates: &[Fate]) -> Vec<u8> {
    let mut fates = fates.iter();
    let mut gone = 0_usize;
    rewritten(xml, |tag, kept| match piece(tag) {
        Ok(Some(Piece::Open {
            name,
            attributes,
            empty,
        })) if local(name) == b"sheet" => match fates.next() {
            Some(Fate::Goes) => gone = gone.saturating_add(usize::from(!empty)),
            Some(fate @ (Fate::Shown | Fate::Found)) => {
                kept.push(b'<');
                kept.extend_from_slice(name);
                let id = relation_id(attributes).map(|(name, _)| name);
                for (key, value) in Attributes(attributes) {
                    let found = *fate == Fate::Found && Some(key) == id;
                    if key != b"state" && !found {
                        kept.push(b' ');
                        kept.extend_from_slice(key);
                        kept.extend_from_slice(b"=\"");
                        kept.extend_from_slice(&quoted(value));
                        kept.push(b'"');
                    }
                }
                if *fate == Fate::Found {
                    kept.extend_from_slice(format!(" r:id=\"{ADDED}\"").as_bytes());
                }
                kept.extend_from_slice(if empty { b"/>" } else { b">" });
            }
            Some(Fate::Stays) | None => kept.extend_from_slice(tag),
        },
        Ok(Some(Piece::Close { name })) if local(name) == b"sheet" && gone > 0 => {
            gone = gone.saturating_sub(1);
        }
        _ => kept.extend_from_slice(tag),
    })
}

/// A value between double marks that stood between single ones.
fn quoted(value: &[u8]) -> Vec<u8> {
    let value = value.split(|byte| *byte == b'"').collect::<Vec<_>>();
    value.join(&b"&quot;"[..])
}

/// The relations of the workbook with one more.
pub(super) fn relations(xml: &[u8], target: &str) -> Vec<u8> {
    const KIND: &str =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
    rewritten(xml, |tag, kept| {
        if matches!(piece(tag), Ok(Some(Piece::Close { name })) if local(name) == b"Relationships")
        {
            let prefix = tag.iter().position(|byte| *byte == b':');
            let prefix = prefix.and_then(|at| tag.get(2..=at)).unwrap_or_default();
            let prefix = String::from_utf8_lossy(prefix);
            let added = format!(
                "<{prefix}Relationship Id=\"{ADDED}\" Type=\"{KIND}\" Target=\"/{target}\"/>"
            );
            kept.extend_from_slice(added.as_bytes());
        }
        kept.extend_from_slice(tag);
    })
}

/// A sheet without what it claims of its size.
pub(super) fn without_dimension(xml: &[u8]) -> Vec<u8> {
    rewritten(xml, |tag, kept| match piece(tag) {
        Ok(Some(Piece::Open { name, .. } | Piece::Close { name }))
            if local(name) == b"dimension" => {}
        _ => kept.extend_from_slice(tag),
    })
}

/// XML with each of its tags handed on to be kept, as it is or otherwise.
fn rewritten(xml: &[u8], mut keep: impl FnMut(&[u8], &mut Vec<u8>)) -> Vec<u8> {
    let mut kept = Vec::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = memchr::memchr(b'<', rest) {
        let (text, tags) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        let Some((tag, behind)) = tag_length(tags).and_then(|end| tags.split_at_checked(end))
        else {
            break;
        };
        kept.extend_from_slice(text);
        keep(tag, &mut kept);
        rest = behind;
    }
    kept.extend_from_slice(rest);
    kept
}

/// The parts of a package that are to be others, by their number.
pub(super) type Mended = BTreeMap<usize, Vec<u8>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_without_cells_leave_the_list() {
        let xml = "<w:workbook><w:sheets><w:sheet name='a \"b\"' state=\"Hidden\" r:id=\"1\"/>\
            <w:sheet name=\"c\" r:id=\"\"></w:sheet><w:sheet name=\"d\" x:id=\"\" state='hidden'/><w:sheet name=\"e\" r:id=\"3\"/>\
            </w:sheets><w:x/></w:workbook>";
        let fates = [Fate::Shown, Fate::Goes, Fate::Found, Fate::Stays];
        let kept = String::from_utf8(workbook(xml.as_bytes(), &fates)).unwrap();
        assert_eq!(
            kept,
            "<w:workbook><w:sheets><w:sheet name=\"a &quot;b&quot;\" r:id=\"1\"/>\
            <w:sheet name=\"d\" r:id=\"tonghop-found\"/><w:sheet name=\"e\" r:id=\"3\"/></w:sheets><w:x/></w:workbook>"
        );
    }

    #[test]
    fn claims_of_size_go_and_nothing_else() {
        let xml = "<?xml?><worksheet><dimension ref=\"A:I\"/><x:dimension></x:dimension><!-- <dimension> --><sheetData>1 &lt; 2</sheetData>";
        let kept = String::from_utf8(without_dimension(xml.as_bytes())).unwrap();
        assert_eq!(
            kept,
            "<?xml?><worksheet><!-- <dimension> --><sheetData>1 &lt; 2</sheetData>"
        );
        assert_eq!(without_dimension(b"no tags < at all"), b"no tags < at all");
    }

    #[test]
    fn a_relation_is_added_at_the_end() {
        let xml = "<p:Relationships><p:Relationship Id=\"a\"/></p:Relationships>";
        let kept = String::from_utf8(relations(xml.as_bytes(), "xl/a.xml")).unwrap();
        assert!(kept.starts_with(
            "<p:Relationships><p:Relationship Id=\"a\"/><p:Relationship Id=\"tonghop-found\" "
        ));
        assert!(kept.ends_with("Target=\"/xl/a.xml\"/></p:Relationships>"));
    }
}
