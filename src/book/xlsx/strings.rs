//! The table of strings: the text of each, read and cleaned once, however many cells it stands in.
//!
//! ```text
//! <si><t>Hỗ trợ xây cầu</t></si>
//! <si><r><rPr><strike/></rPr><t>300 </t></r><r><t>500</t></r></si>
//! ```

use std::collections::BTreeMap;

use ecow::EcoString;

use super::pieces::{Open, strict};
use super::tag::{behind, digits, next, text};
use super::{Halt, letters, tag};
use crate::book::grid::Content;
use crate::book::markup::{Piece, attribute, keeps_blanks, step};
use crate::book::package::Package;
use crate::book::rich::RichStrings;
use crate::book::seen::Seen;
use crate::book::text::clean;

/// What some programs write in front of UTF-8.
pub(super) const MARK: &[u8] = b"\xef\xbb\xbf";
/// How many more strings than there are a table may claim.
const TOO_MANY: u32 = 1_000_000;
/// The most strings; a table of more is odd.
const MOST: usize = 50_000_000;

/// The strings, by their number.
#[derive(Debug, Default)]
pub(super) struct Strings {
    texts: Vec<EcoString>,
    /// What is meant by those that have raised or struck-out letters, and what is to be known of them.
    pub(super) marked: BTreeMap<u32, (Content, Seen)>,
    /// The fonts within them.
    pub(super) rich: RichStrings,
}

impl Strings {
    /// A string by its number; empty when nothing is left of it.
    pub(super) fn get(&self, number: u32) -> Option<&EcoString> {
        self.texts.get(number as usize)
    }
}

/// Reads the part of the strings.
pub(super) fn read(package: &mut Package<'_>, index: usize) -> Result<Strings, Halt> {
    let mut reader = Reader::default();
    package.windows(index, |window, last| {
        let mut used = 0_usize;
        loop {
            let rest = window.get(used..).unwrap_or_default();
            match reader.take(rest) {
                Ok(behind) => used = window.len().saturating_sub(behind.len()),
                Err(Halt::More) => break,
                Err(halt) => return Err(halt),
            }
        }
        if last && (reader.place != Place::Behind || used < window.len()) {
            return Err(Halt::Odd);
        }
        Ok(used)
    })?;
    reader.finish()
}

/// Where we are in the table.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    #[default]
    Before,
    Within,
    Behind,
}

/// The state of the pass.
#[derive(Debug, Default)]
struct Reader {
    place: Place,
    claimed: u32,
    strings: Strings,
}

impl Reader {
    /// Takes the next string or tag; gives what is behind it.
    fn take<'a>(&mut self, rest: &'a [u8]) -> Result<&'a [u8], Halt> {
        match self.place {
            Place::Within => self.string(rest),
            Place::Before => self.head(rest),
            Place::Behind => match rest.trim_ascii_start() {
                [] if rest.is_empty() => Err(Halt::More),
                [] => Ok(&[]),
                _ => Err(Halt::Odd),
            },
        }
    }

    fn head<'a>(&mut self, rest: &'a [u8]) -> Result<&'a [u8], Halt> {
        let step = step(rest).ok_or(Halt::More)?;
        if !is_blank(step.text.strip_prefix(MARK).unwrap_or(step.text)) {
            return Err(Halt::Odd);
        }
        if let Some(piece) = strict(step.tag)? {
            let Piece::Open {
                name: b"sst",
                attributes,
                empty,
            } = piece
            else {
                return Err(Halt::Odd);
            };
            if let Some(claimed) = attribute(attributes, b"uniqueCount") {
                self.claimed = digits(claimed).ok_or(Halt::Odd)?;
            }
            self.place = if empty { Place::Behind } else { Place::Within };
        }
        Ok(rest.get(step.length()..).unwrap_or_default())
    }

    fn string<'a>(&mut self, rest: &'a [u8]) -> Result<&'a [u8], Halt> {
        if let Some(b' ' | b'\t' | b'\r' | b'\n') = rest.first() {
            return Ok(rest.trim_ascii_start());
        }
        if let Some(rest) = rest.strip_prefix(b"</sst>") {
            self.place = Place::Behind;
            return Ok(rest);
        }
        for empty in [&b"<si/>"[..], b"<si />"] {
            if let Some(rest) = rest.strip_prefix(empty) {
                self.push(EcoString::new())?;
                return Ok(rest);
            }
            if empty.starts_with(rest) {
                return Err(Halt::More);
            }
        }
        if b"</sst>".starts_with(rest) {
            return Err(Halt::More);
        }
        let inside = behind(rest, b"<si>")?;
        match plain(inside) {
            Ok((text, rest)) => {
                self.push(text)?;
                Ok(rest)
            }
            Err(Halt::Odd) => self.rich(inside),
            Err(halt) => Err(halt),
        }
    }

    fn push(&mut self, text: EcoString) -> Result<(), Halt> {
        self.strings.rich.begin();
        self.strings.texts.push(text);
        if self.strings.texts.len() > MOST {
            return Err(Halt::Odd);
        }
        Ok(())
    }

    /// A string of several runs, or with anything else beside its letters.
    fn rich<'a>(&mut self, inside: &'a [u8]) -> Result<&'a [u8], Halt> {
        let end = memchr::memmem::find(inside, b"</si>").ok_or(Halt::More)?;
        let (inside, rest) = inside.split_at_checked(end).ok_or(Halt::Odd)?;
        let rich = &mut self.strings.rich;
        rich.begin();
        let text = of_runs(inside, |piece| rich.take(piece))?;
        rich.take(Piece::Close { name: b"si" });
        self.strings.texts.push(clean(&text));
        behind(rest, b"</si>")
    }

    fn finish(mut self) -> Result<Strings, Halt> {
        let found = self.strings.texts.len();
        if self.claimed.saturating_sub(TOO_MANY) as usize > found {
            return Err(Halt::Odd);
        }
        let marked = self.strings.rich.marked.iter();
        self.strings.marked = marked
            .filter_map(|(number, runs)| Some((*number, runs.read()?)))
            .collect();
        Ok(self.strings)
    }
}

/// The text of a string that is one `<t>`, cleaned, and what is behind the string.
fn plain(inside: &[u8]) -> Result<(EcoString, &[u8]), Halt> {
    let (raw, kept, rest) = of_t(inside)?;
    let rest = behind(rest, b"</si>")?;
    let text = letters::of_string(raw, kept)?;
    Ok((clean(&text), rest))
}

/// The letters of a `<t>` as they are written, whether its blanks are to be kept, and what is behind it.
pub(super) fn of_t(inside: &[u8]) -> Result<(&[u8], bool, &[u8]), Halt> {
    let mut rest = behind(inside, b"<t")?;
    let mut kept = false;
    loop {
        match next(rest)? {
            tag::Next::Attribute((b"xml:space", b"preserve"), behind) => {
                kept = true;
                rest = behind;
            }
            tag::Next::Attribute(..) => return Err(Halt::Odd),
            tag::Next::End(true, behind) => return Ok((&[], kept, behind)),
            tag::Next::End(false, within) => {
                let (raw, end) = text(within)?;
                return Ok((raw, kept, behind(end, b"</t>")?));
            }
        }
    }
}

/// The text of a string of runs, whose pieces are handed on.
pub(super) fn of_runs(inside: &[u8], mut sink: impl FnMut(Piece<'_>)) -> Result<String, Halt> {
    let mut string = String::new();
    let mut open = Open::default();
    let (mut spoken, mut within) = (false, None);
    let mut rest = inside;
    while let Some(step) = step(rest) {
        rest = rest.get(step.length()..).unwrap_or_default();
        match within {
            Some(kept) => string.push_str(&letters::of_string(step.text, kept)?),
            // What tells how the letters are spoken is no text of the cell.
            None if spoken => letters::check(step.text)?,
            None if is_blank(step.text) => {}
            None => return Err(Halt::Odd),
        }
        if !step.text.is_empty() {
            sink(Piece::Text(step.text));
        }
        // A comment would cut the letters in two.
        let piece = strict(step.tag)?.ok_or(Halt::Odd)?;
        open.note(&piece)?;
        match piece {
            Piece::Open {
                name,
                attributes,
                empty,
            } => {
                // Nothing stands between the letters of a `<t>`.
                if within.is_some() || !is_of_runs(name) {
                    return Err(Halt::Odd);
                }
                match name {
                    b"rPh" => spoken = !empty,
                    b"t" if !spoken && !empty => within = Some(keeps_blanks(attributes)),
                    _ => {}
                }
            }
            Piece::Close { name } => match name {
                b"rPh" => spoken = false,
                b"t" => within = None,
                _ if within.is_some() => return Err(Halt::Odd),
                _ => {}
            },
            Piece::Text(_) | Piece::CData(_) => {}
        }
        sink(piece);
    }
    if rest.is_empty() && open.depth() == 0 {
        Ok(string)
    } else {
        Err(Halt::Odd)
    }
}

/// Whether a tag is one of those that runs and their manners of writing are made of.
fn is_of_runs(name: &[u8]) -> bool {
    const NAMES: [&[u8]; 21] = [
        b"r",
        b"t",
        b"rPr",
        b"rFont",
        b"sz",
        b"color",
        b"family",
        b"scheme",
        b"charset",
        b"b",
        b"i",
        b"u",
        b"strike",
        b"dstrike",
        b"vertAlign",
        b"outline",
        b"shadow",
        b"condense",
        b"extend",
        b"rPh",
        b"phoneticPr",
    ];
    NAMES.contains(&name)
}

/// Whether a text is nothing but blanks.
pub(super) fn is_blank(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_whitespace)
}
