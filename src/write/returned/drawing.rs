//! The boxes of a sheet's notes: an old form of drawing that every program still wants beside the texts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::sizes::Sizes;
use super::xml::{self, Edits, Kind, PROLOG, escape, inner_text, tags};
use super::{Mark, notes};
use crate::place::CellRef;

const SPACES: &str = "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"";

/// The kind of shape that notes are of.
const SHAPE_TYPE: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";

/// The drawing without the boxes of notes that are gone, with those of new ones. `part` is `None` when there is none
/// yet; the result is `None` when nothing is left in it that anybody drew.
pub(super) fn change(
    part: Option<&[u8]>,
    removed: &BTreeSet<CellRef>,
    added: &BTreeMap<CellRef, &Mark>,
    sizes: &Sizes,
) -> Option<Vec<u8>> {
    let Some(part) = part else {
        return (!added.is_empty()).then(|| fresh(added, sizes));
    };
    let mut edits = Edits::default();
    let (mut left, mut last_id) = (false, 1024_u64);
    let mut has_type = false;
    let mut root: Option<xml::Tag<'_>> = None;
    let mut close = part.len();
    let mut shape: Option<usize> = None;
    for tag in tags(part) {
        match (tag.kind, tag.local()) {
            (Kind::Open, b"xml") if root.is_none() => root = Some(tag),
            (Kind::Close, b"xml") => close = tag.start,
            (Kind::Open | Kind::Empty, b"shapetype") => {
                has_type |= tag.get(b"id").as_deref() == Some("_x0000_t202");
            }
            (Kind::Empty, b"shape" | b"rect" | b"oval" | b"line" | b"group") => left = true,
            (Kind::Open, b"rect" | b"oval" | b"line" | b"group") => left = true,
            (Kind::Open, b"shape") => shape = Some(tag.start),
            (Kind::Close, b"shape") => {
                let start = shape.take().unwrap_or(tag.start);
                let inside = part.get(start..tag.end).unwrap_or_default();
                if cell_of(inside).is_some_and(|at| removed.contains(&at)) {
                    edits.remove(start..tag.end);
                } else {
                    left = true;
                    last_id = last_id.max(id_of(inside).unwrap_or(0));
                }
            }
            _ => {}
        }
    }
    if !left && added.is_empty() {
        return None;
    }
    if !left && !has_foreign(part) {
        // Nothing but ours: as if it were new.
        return Some(fresh(added, sizes));
    }
    let known = root.is_some_and(|root| {
        let attributes = xml::text(root.attributes);
        SPACES.split(' ').all(|space| attributes.contains(space))
    });
    let spaces = if known {
        String::new()
    } else {
        format!(" {SPACES}")
    };
    let mut new = String::new();
    if !has_type && !added.is_empty() {
        new += &SHAPE_TYPE.replacen("<v:shapetype", &format!("<v:shapetype{spaces}"), 1);
    }
    for (id, (at, mark)) in (last_id.saturating_add(1)..).zip(added) {
        new += &shape_xml(id, *at, mark, sizes, &spaces);
    }
    edits.insert(close, new);
    Some(edits.apply(part))
}

/// Whether a drawing was begun by somebody else: ours have no other element than these.
fn has_foreign(part: &[u8]) -> bool {
    let text = xml::text(part);
    !text.starts_with(&format!(
        "{PROLOG}<xml {SPACES}><o:shapelayout v:ext=\"edit\">"
    ))
}

/// A drawing with our boxes only.
fn fresh(added: &BTreeMap<CellRef, &Mark>, sizes: &Sizes) -> Vec<u8> {
    // Ids are given out in blocks of 1024, each of which is named.
    let blocks = added.len() / 1024 + 1;
    let blocks: Vec<String> = (1..=blocks).map(|block| block.to_string()).collect();
    let mut all = format!(
        "{PROLOG}<xml {SPACES}><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"{}\"/></o:shapelayout>{SHAPE_TYPE}",
        blocks.join(",")
    );
    for (id, (at, mark)) in (1025_u64..).zip(added) {
        all += &shape_xml(id, *at, mark, sizes, "");
    }
    all += "</xml>";
    all.into()
}

/// How many letters stand in a line of a box.
const LETTERS: usize = 44;
/// How wide a box is, in pixels.
const WIDTH: f64 = 320.0;

/// A box, hidden until its cell is pointed at.
fn shape_xml(id: u64, at: CellRef, mark: &Mark, sizes: &Sizes, spaces: &str) -> String {
    let lines = notes::lines(mark, LETTERS).clamp(3, 24);
    let height = u32::try_from(lines * 17 + 14).unwrap_or(422);
    let (left, top) = (at.col.saturating_add(1), at.row.saturating_sub(1));
    // Programs go by the corners, given as columns and rows with pixels into them.
    let (right, right_by) = sizes.across(left, WIDTH + 12.0);
    let (bottom, bottom_by) = sizes.down(top, f64::from(height) + 4.0);
    let (row, col) = (at.row, at.col);
    let mut shape = format!("<v:shape{spaces} id=\"_x0000_s{id}\" type=\"#_x0000_t202\" ");
    let _ = write!(
        shape,
        "style=\"position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:{}pt;z-index:1;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 12, {top}, 4, {right}, {right_by}, {bottom}, {bottom_by}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{col}</x:Column></x:ClientData></v:shape>",
        height * 3 / 4
    );
    shape
}

/// The cell whose note a shape is the box of.
fn cell_of(shape: &[u8]) -> Option<CellRef> {
    let (mut row, mut col) = (None, None);
    let mut is_note = false;
    let mut open: Option<xml::Tag<'_>> = None;
    for tag in tags(shape) {
        match (tag.kind, tag.local()) {
            (Kind::Open, b"ClientData") => {
                is_note = tag.get(b"ObjectType").as_deref() == Some("Note");
            }
            (Kind::Open, b"Row" | b"Column") => open = Some(tag),
            (Kind::Close, name @ (b"Row" | b"Column")) => {
                let start = open.take().map_or(tag.start, |open| open.start);
                let number = inner_text(shape.get(start..tag.end).unwrap_or_default());
                let number = number.trim().parse::<u32>().ok();
                if name == b"Row" {
                    row = number;
                } else {
                    col = number;
                }
            }
            _ => {}
        }
    }
    is_note.then_some(CellRef::new(row?, col?))
}

/// The number in a shape's id.
fn id_of(shape: &[u8]) -> Option<u64> {
    let id = tags(shape).next()?.get(b"id")?;
    escape(&id).strip_prefix("_x0000_s")?.parse().ok()
}
