//! The notes of one sheet: the part that holds their texts.
//!
//! A note of ours is known by its author. Where the office has a note on the same cell, ours is put behind its text and
//! known by the line it begins with; the office's own words stay as they are. A program that forgets authors leaves the
//! first words of a note to know it by.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Mark;
use super::sheet::reference;
use super::styles::SEVERITIES;
use super::wording::{self, Paragraph};
use super::xml::{self, Edits, Kind, PROLOG, element_end, escape, tags};
use crate::book::ours::{NOTE_AUTHOR as AUTHOR, NOTE_LINE as LINE};
use crate::place::CellRef;

/// A note as it stands.
struct Note {
    at: CellRef,
    author: String,
    range: Range<usize>,
    /// Where its text element stands.
    text: Range<usize>,
}

/// What became of a sheet's notes.
pub(super) struct Changed {
    /// The part; `None` when no note is left.
    pub xml: Option<Vec<u8>>,
    /// The cells whose notes were taken away.
    pub removed: BTreeSet<CellRef>,
    /// The cells whose notes are new.
    pub added: BTreeSet<CellRef>,
}

/// The part without our old notes, with our new ones. `part` is `None` when there is none yet.
pub(super) fn change(
    part: Option<&[u8]>,
    marks: &BTreeMap<CellRef, Mark>,
    strict: bool,
) -> Changed {
    let Some((part, list)) = part.and_then(|part| Some((part, List::of(part)?))) else {
        return fresh(marks, strict);
    };
    let mut edits = Edits::default();
    let mut changed = Changed {
        xml: None,
        removed: BTreeSet::new(),
        added: BTreeSet::new(),
    };
    let mut kept: BTreeSet<CellRef> = BTreeSet::new();
    for note in &list.notes {
        if note.author == AUTHOR || begins_as_ours(part.get(note.text.clone()).unwrap_or_default())
        {
            edits.remove(note.range.clone());
            changed.removed.insert(note.at);
            continue;
        }
        kept.insert(note.at);
        let text = part.get(note.text.clone()).unwrap_or_default();
        let mut own = without_ours(text, &list.prefix);
        if let Some(mark) = marks.get(&note.at) {
            own = with_ours(&own, &mark.paragraphs, &list.prefix);
        }
        if own != text {
            edits.replace(note.text.clone(), own);
        }
    }
    let new: BTreeMap<CellRef, &Mark> = marks
        .iter()
        .filter(|(at, _)| !kept.contains(at))
        .map(|(at, mark)| (*at, mark))
        .collect();
    if kept.is_empty() && new.is_empty() {
        return changed;
    }
    if !new.is_empty() {
        let author = list.author(&mut edits);
        let notes = notes_xml(&new, author, &list.prefix);
        list.append(part, &notes, &mut edits);
    } else if list.authors.last().is_some_and(|author| author == AUTHOR) {
        edits.remove(list.last_author.clone());
    }
    changed.added = new.into_keys().collect();
    changed.xml = Some(edits.apply(part));
    changed
}

/// Whether a note begins as ours do: LibreOffice forgets the authors of notes when it saves a file.
fn begins_as_ours(text: &[u8]) -> bool {
    let text = xml::inner_text(text);
    let heads = SEVERITIES.map(wording::head);
    let rest = heads
        .iter()
        .find_map(|head| text.strip_prefix(head.as_str()));
    let code: Option<Vec<char>> = rest.map(|rest| rest.trim_start().chars().take(4).collect());
    matches!(code.as_deref(), Some([family, figures @ ..])
        if family.is_ascii_uppercase() && figures.len() == 3 && figures.iter().all(char::is_ascii_digit))
}

/// Where things stand in a part of notes.
struct List {
    prefix: String,
    authors: Vec<String>,
    /// Where the last author stands.
    last_author: Range<usize>,
    /// The tag of the authors: its start, its end, whether it closes itself; and where they end.
    authors_open: (usize, usize, bool),
    authors_close: usize,
    notes: Vec<Note>,
}

impl List {
    fn of(part: &[u8]) -> Option<Self> {
        let mut all = tags(part);
        let root = all.find(|tag| tag.opens(b"comments"))?;
        let mut list = Self {
            prefix: root.prefix(),
            authors: Vec::new(),
            last_author: 0..0,
            authors_open: (root.end, root.end, false),
            authors_close: root.end,
            notes: Vec::new(),
        };
        while let Some(tag) = all.next() {
            match (tag.kind, tag.local()) {
                (Kind::Close, b"authors") => list.authors_close = tag.start,
                (Kind::Close, _) => {}
                (kind, b"authors") => {
                    list.authors_open = (tag.start, tag.end, kind == Kind::Empty);
                    list.authors_close = tag.end;
                }
                (_, b"author") => {
                    let end = element_end(&tag, &mut all);
                    let inside = part.get(tag.start..end).unwrap_or_default();
                    list.authors.push(xml::inner_text(inside));
                    list.last_author = tag.start..end;
                }
                (_, b"comment") => {
                    let end = element_end(&tag, &mut all);
                    let author = tag.get(b"authorId").and_then(|id| id.parse::<usize>().ok());
                    let author = author.and_then(|id| list.authors.get(id)).cloned();
                    let at = tag.get(b"ref").and_then(|at| reference(at.as_bytes()));
                    let text = text_range(part, tag.end, end);
                    if let (Some(at), Some(text)) = (at, text) {
                        list.notes.push(Note {
                            at,
                            author: author.unwrap_or_default(),
                            range: tag.start..end,
                            text,
                        });
                    }
                }
                _ => {}
            }
        }
        Some(list)
    }

    /// The number of our author, who is added when he is not there.
    fn author(&self, edits: &mut Edits) -> usize {
        if let Some(known) = self.authors.iter().position(|author| author == AUTHOR) {
            return known;
        }
        let prefix = &self.prefix;
        let author = format!("<{prefix}author>{AUTHOR}</{prefix}author>");
        let (start, end, is_empty) = self.authors_open;
        if is_empty {
            edits.replace(
                start..end,
                format!("<{prefix}authors>{author}</{prefix}authors>"),
            );
        } else if start == end {
            edits.insert(
                start,
                format!("<{prefix}authors>{author}</{prefix}authors>"),
            );
        } else {
            edits.insert(self.authors_close, author);
        }
        self.authors.len()
    }

    /// Puts notes behind the last.
    fn append(&self, part: &[u8], notes: &str, edits: &mut Edits) {
        let prefix = &self.prefix;
        let close = tags(part).filter(|tag| tag.closes(b"commentList")).last();
        if let Some(close) = close {
            return edits.insert(close.start, notes);
        }
        let whole = format!("<{prefix}commentList>{notes}</{prefix}commentList>");
        if let Some(empty) = tags(part).find(|tag| tag.opens(b"commentList")) {
            edits.replace(empty.start..empty.end, whole);
        } else if let Some(root) = tags(part).filter(|tag| tag.closes(b"comments")).last() {
            edits.insert(root.start, whole);
        }
    }
}

/// Where the text of a note stands between two bytes.
fn text_range(part: &[u8], from: usize, to: usize) -> Option<Range<usize>> {
    let inside = part.get(from..to)?;
    let mut all = tags(inside);
    let open = all.find(|tag| tag.opens(b"text"))?;
    let end = element_end(&open, &mut all);
    Some(from.checked_add(open.start)?..from.checked_add(end)?)
}

/// A part with our notes only.
fn fresh(marks: &BTreeMap<CellRef, Mark>, strict: bool) -> Changed {
    let space = super::main_space(strict);
    let all: BTreeMap<CellRef, &Mark> = marks.iter().map(|(at, mark)| (*at, mark)).collect();
    let notes = notes_xml(&all, 0, "");
    let xml = format!(
        "{PROLOG}<comments xmlns=\"{space}\"><authors><author>{AUTHOR}</author></authors><commentList>{notes}</commentList></comments>"
    );
    Changed {
        xml: (!marks.is_empty()).then(|| xml.into()),
        removed: BTreeSet::new(),
        added: marks.keys().copied().collect(),
    }
}

fn notes_xml(marks: &BTreeMap<CellRef, &Mark>, author: usize, p: &str) -> String {
    let mut all = String::new();
    for (at, mark) in marks {
        let runs = runs(&mark.paragraphs, p);
        all += &format!(
            "<{p}comment ref=\"{at}\" authorId=\"{author}\"><{p}text>{runs}</{p}text></{p}comment>"
        );
    }
    all
}

/// The paragraphs of a note: the code in bold, then what is wrong and what to type.
fn runs(paragraphs: &[Paragraph], p: &str) -> String {
    let mut runs = String::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let before = if index > 0 { "\n\n" } else { "" };
        runs += &run(&format!("{before}{}", paragraph.head()), true, p);
        runs += &run(&format!("\n{}", paragraph.body()), false, p);
    }
    runs
}

fn run(text: &str, bold: bool, p: &str) -> String {
    let bold = if bold {
        format!("<{p}b/>")
    } else {
        String::new()
    };
    let text = escape(text);
    format!(
        "<{p}r><{p}rPr>{bold}<{p}sz val=\"10\"/><{p}color indexed=\"81\"/><{p}rFont val=\"Tahoma\"/><{p}family val=\"2\"/></{p}rPr><{p}t xml:space=\"preserve\">{text}</{p}t></{p}r>"
    )
}

/// The text element of the office's note with our words behind its own.
fn with_ours(own: &[u8], paragraphs: &[Paragraph], p: &str) -> Vec<u8> {
    let ours = run(&format!("\n\n{LINE}\n"), false, p) + &runs(paragraphs, p);
    let mut all = tags(own);
    let Some(open) = all.next() else {
        return own.to_vec();
    };
    if open.kind == Kind::Empty {
        return format!("<{p}text>{ours}</{p}text>").into();
    }
    let mut edits = Edits::default();
    // Text without runs is put into one: behind a bare text there may be no runs that all programs show.
    if let Some(bare) = all.next().filter(|tag| tag.opens(b"t")) {
        let end = element_end(&bare, &mut all);
        edits.insert(bare.start, format!("<{p}r>"));
        edits.insert(end, format!("</{p}r>"));
    }
    if let Some(close) = tags(own).filter(|tag| tag.closes(b"text")).last() {
        edits.insert(close.start, ours);
    }
    edits.apply(own)
}

/// The text element of the office's note as it was before our words were put behind its own.
fn without_ours(text: &[u8], p: &str) -> Vec<u8> {
    let Some(line) = memchr::memmem::find(text, LINE.as_bytes()) else {
        return text.to_vec();
    };
    let mut edits = Edits::default();
    let mut all = tags(text);
    let mut run_start = None;
    let mut text_start = 0;
    for tag in all.by_ref() {
        if tag.start > line {
            break;
        }
        match (tag.kind, tag.local()) {
            (Kind::Open, b"r") => run_start = Some(tag.start),
            (Kind::Open, b"t") => text_start = tag.end,
            _ => {}
        }
    }
    let Some(close) = tags(text).filter(|tag| tag.closes(b"text")).last() else {
        return text.to_vec();
    };
    let before = text.get(text_start..line).unwrap_or_default();
    let is_blank = before.iter().all(u8::is_ascii_whitespace) || before == b"&#10;&#10;";
    match run_start {
        Some(start) if is_blank => edits.remove(start..close.start),
        // Another program has made one run of the office's words and ours.
        start => {
            let kept = before.trim_ascii_end().len();
            let end = text_start.saturating_add(kept);
            let run = if start.is_some() {
                format!("</{p}r>")
            } else {
                String::new()
            };
            edits.replace(end..close.start, format!("</{p}t>{run}"));
        }
    }
    edits.apply(text)
}

/// The lines that a note takes, at a width of so many letters.
pub(super) fn lines(mark: &Mark, width: usize) -> usize {
    let mut lines = 0_usize;
    for paragraph in &mark.paragraphs {
        for line in wording::lines(paragraph) {
            let letters = line.chars().count().max(1);
            lines = lines.saturating_add(letters.div_ceil(width.max(1)));
        }
        lines = lines.saturating_add(1);
    }
    lines.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    fn marks() -> BTreeMap<CellRef, Mark> {
        let paragraph = Paragraph {
            severity: Severity::Error,
            code: "V102",
            message: "không hiểu số “a < b”".into(),
            suggestion: Some("Ghi một con số.".into()),
        };
        let mark = Mark {
            severity: Severity::Error,
            paragraphs: vec![paragraph],
        };
        [(CellRef::new(1, 1), mark)].into_iter().collect()
    }

    fn changed(part: &str) -> String {
        let xml = change(Some(part.as_bytes()), &marks(), false).xml;
        xml::text(&xml.unwrap()).into_owned()
    }

    const OWN: &str = "<x:comments xmlns:x=\"m\"><x:authors><x:author>Lan</x:author></x:authors><x:commentList><x:comment ref=\"A1\" authorId=\"0\"><x:text><x:t>chờ số liệu</x:t></x:text></x:comment></x:commentList></x:comments>";

    #[test]
    fn the_notes_of_the_office_stay() {
        let once = changed(OWN);
        assert!(once.contains("<x:t>chờ số liệu</x:t>"), "{once}");
        assert!(once.contains("ref=\"B2\" authorId=\"1\""), "{once}");
        assert_eq!(changed(&once), once);
        let none = BTreeMap::new();
        let clean = change(Some(once.as_bytes()), &none, false);
        assert_eq!(
            clean.removed.into_iter().collect::<Vec<_>>(),
            [CellRef::new(1, 1)]
        );
        let clean = clean.xml.unwrap();
        assert!(!xml::text(&clean).contains("V102"), "{}", xml::text(&clean));
    }

    #[test]
    fn our_words_go_behind_a_note_of_the_office_and_away_again() {
        let own = OWN.replace("A1", "B2");
        let once = changed(&own);
        assert!(
            once.contains("<x:r><x:t>chờ số liệu</x:t></x:r><x:r>"),
            "{once}"
        );
        assert!(once.contains(LINE));
        assert_eq!(changed(&once), once);
        let none = BTreeMap::new();
        let clean = change(Some(once.as_bytes()), &none, false).xml.unwrap();
        assert!(xml::text(&clean).contains("<x:text><x:r><x:t>chờ số liệu</x:t></x:r></x:text>"));
        // Saved by a program that makes one run of both.
        let joined = own.replace(
            "chờ số liệu",
            &format!("chờ số liệu\n\n{LINE}\n✗ LỖI V102\nx"),
        );
        let clean = change(Some(joined.as_bytes()), &none, false).xml.unwrap();
        assert!(
            xml::text(&clean).contains("<x:text><x:t>chờ số liệu</x:t></x:text>"),
            "{}",
            xml::text(&clean)
        );
    }

    #[test]
    fn a_part_that_holds_only_ours_goes() {
        let xml = change(None, &marks(), true).xml.unwrap();
        assert!(xml::text(&xml).contains("a &lt; b"));
        let gone = change(Some(&xml), &BTreeMap::new(), true);
        assert!(gone.xml.is_none());
        assert_eq!(change(Some(&xml), &marks(), true).xml, Some(xml.clone()));
    }
}
