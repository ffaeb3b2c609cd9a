//! The cells of a worksheet, tag by tag where they lie in the window.
//!
//! ```text
//! <row r="7" hidden="1"><c r="B7" s="3" t="s"><v>12</v></c><c r="C7"><f>SUM(C8:C9)</f><v>350.5</v></c></row>
//! ```
//!
//! A cell is taken when it is there to its last byte; what stands in no such row is odd.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::figure::number;
use super::package::Shared;
use super::strings::{of_runs, of_t};
use super::tag::{self, Next, behind, digits, next, text};
use super::{Halt, letters};
use crate::book::build::{Budget, Builder, LAST_COL, LAST_ROW};
use crate::book::format::{Shown, number as shown_number};
use crate::book::grid::{Content, Grid};
use crate::book::markup::BLANKS;
use crate::book::rich::RunsLook;
use crate::book::seen::Seen;
use crate::book::sheet::{KNOWN_ERRORS, is_true, is_zero};
use crate::book::text::clean;
use crate::place::CellRef;

/// What is counted over all sheets.
pub(super) struct Tally<'b, 'l> {
    /// The index of the sheet at hand.
    pub(super) sheet: usize,
    /// The fonts of cells whose text may be of a legacy encoding, by the sheet's index and the cell.
    pub(super) fonts: BTreeMap<(usize, CellRef), Arc<str>>,
    /// How many cells are filled.
    pub(super) filled: u64,
    /// What the file has used up of its limits.
    pub(super) budget: &'b mut Budget<'l>,
}

/// The cells of a sheet in the making.
pub(super) struct Cells<'s> {
    shared: &'s Shared,
    pub(super) builder: Builder,
    /// Whether the last cell has been taken.
    pub(super) ended: bool,
    in_row: bool,
    /// 0-based row that the next row without a number would be, or the row that we are in.
    row: u32,
    /// 0-based column that a cell without a reference would be.
    col: u32,
    /// Whether cells without a reference may still come: the reader of last resort would misplace them.
    counted: bool,
}

/// What the value of a cell is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Text,
    Bool,
    Error,
    Inline,
}

/// A tag `<c …>`.
struct Tag {
    at: Option<CellRef>,
    style: u32,
    kind: Kind,
}

/// What stands in a cell, as written.
#[derive(Default)]
struct Written<'a> {
    formula: bool,
    /// The letters of its `<v>`.
    value: Option<&'a [u8]>,
    /// Whether the blanks around them are to be kept.
    kept: bool,
    /// The inside of its `<is>`.
    inline: Option<&'a [u8]>,
}

impl Written<'_> {
    /// Whether the cell counts as filled.
    fn fills(&self, kind: Kind) -> bool {
        let empty = self.value.is_none_or(<[u8]>::is_empty);
        let is_text = kind == Kind::Text && self.value.is_some();
        self.formula || !empty || is_text || self.inline.is_some()
    }
}

impl<'s> Cells<'s> {
    /// No cells yet.
    pub(super) fn new(grid: Grid, shared: &'s Shared) -> Self {
        Self {
            shared,
            builder: Builder::new(grid),
            ended: false,
            in_row: false,
            row: 0,
            col: 0,
            counted: true,
        }
    }

    /// Takes the next cell or tag; gives what is behind it.
    #[inline]
    pub(super) fn take<'a>(
        &mut self,
        rest: &'a [u8],
        tally: &mut Tally<'_, '_>,
    ) -> Result<&'a [u8], Halt> {
        match rest {
            [b'<', b'c', ..] if self.in_row => self.cell(rest.get(2..).unwrap_or_default(), tally),
            [b'<', b'/', b'r', ..] if self.in_row => {
                let rest = behind(rest, b"</row>")?;
                self.in_row = false;
                self.row = self.row.saturating_add(1);
                Ok(rest)
            }
            [b'<', b'r', ..] if !self.in_row => self.open_row(behind(rest, b"<row")?),
            [b'<', b'/', b's', ..] if !self.in_row => {
                let rest = behind(rest, b"</sheetData>")?;
                self.ended = true;
                Ok(rest)
            }
            [b' ' | b'\t' | b'\r' | b'\n', ..] => Ok(rest.trim_ascii_start()),
            [] | [b'<'] | [b'<', b'/'] => Err(Halt::More),
            _ => Err(Halt::Odd),
        }
    }

    fn open_row<'a>(&mut self, mut rest: &'a [u8]) -> Result<&'a [u8], Halt> {
        let (mut row, mut hidden) = (None, false);
        let (empty, rest) = loop {
            match next(rest)? {
                Next::Attribute((name, value), behind) => {
                    match name {
                        b"r" if row.is_none() => {
                            row = digits(value).and_then(|row| row.checked_sub(1));
                            if row.is_none_or(|row| row > LAST_ROW) {
                                return Err(Halt::Odd);
                            }
                        }
                        b"r" => return Err(Halt::Odd),
                        b"hidden" => hidden |= is_true(value),
                        b"ht" => hidden |= is_zero(value),
                        _ => {}
                    }
                    rest = behind;
                }
                Next::End(empty, behind) => break (empty, behind),
            }
        };
        self.row = row.unwrap_or(self.row);
        self.col = 0;
        if hidden {
            self.builder.grid_mut().hidden_rows.push(self.row);
        }
        if empty {
            self.row = self.row.saturating_add(1);
        }
        self.in_row = !empty;
        Ok(rest)
    }

    /// Takes a cell, of which `<c` has been taken.
    fn cell<'a>(&mut self, rest: &'a [u8], tally: &mut Tally<'_, '_>) -> Result<&'a [u8], Halt> {
        let (tag, empty, rest) = cell_tag(rest)?;
        let (written, rest) = if empty {
            (Written::default(), rest)
        } else {
            within(rest)?
        };
        let at = match tag.at {
            Some(at) => at,
            None if self.counted && self.col <= LAST_COL && self.row <= LAST_ROW => {
                CellRef::new(self.row, self.col)
            }
            None => return Err(Halt::Odd),
        };
        self.col = at.col.saturating_add(1);
        self.put(at, &tag, &written, tally)?;
        Ok(rest)
    }

    /// Puts a cell into the grid.
    fn put(
        &mut self,
        at: CellRef,
        tag: &Tag,
        written: &Written<'_>,
        tally: &mut Tally<'_, '_>,
    ) -> Result<(), Halt> {
        let raw = written.value.unwrap_or_default();
        tally.filled = tally
            .filled
            .saturating_add(u64::from(written.fills(tag.kind)));
        let Held {
            content: Some(mut content),
            mut seen,
            mark,
        } = self.content(tag, written, raw)?
        else {
            return Ok(());
        };
        if !self.is_newer(&content) {
            let style = self.shared.styles.get(tag.style);
            if self.shared.any_legacy
                && let Some(font) =
                    self.font_of(style.and_then(|style| style.font.as_ref()), &content)
            {
                tally.fonts.insert((tally.sheet, at), font);
            }
            if self.shared.uncalculated && written.formula && raw == b"0" && tag.kind != Kind::Text
            {
                content = Content::NoResult;
            }
            if let Some(mark) = mark {
                let known;
                (content, known) = *mark;
                seen = Some(Box::new(known));
            } else if style.is_some_and(|style| style.struck) {
                seen.get_or_insert_default().struck = true;
            }
        } else if tag.kind == Kind::Error {
            // The reader of last resort would misplace cells without a reference that come behind it.
            if tag.at.is_none() {
                return Err(Halt::Odd);
            }
            self.counted = false;
        }
        self.builder.note(at, seen.map(|seen| *seen));
        Ok(self.builder.push(at.row, at.col, content, tally.budget)?)
    }

    /// Whether a cell has no result, or an error that not every program knows: nothing of its style is asked.
    fn is_newer(&self, content: &Content) -> bool {
        match content {
            Content::NoResult => true,
            Content::Error(error) => !KNOWN_ERRORS.contains(&error.as_bytes()),
            _ => false,
        }
    }

    /// What a cell holds.
    fn content(&self, tag: &Tag, written: &Written<'_>, raw: &[u8]) -> Result<Held, Halt> {
        if tag.kind == Kind::Inline {
            return match (written.inline, written.value) {
                (Some(inside), None) => of_inline(inside),
                (None, None) => Ok(Held::of_nothing(written)),
                _ => Err(Halt::Odd),
            };
        }
        if written.inline.is_some() {
            return Err(Halt::Odd);
        }
        if tag.kind == Kind::Text && written.value.is_some() {
            return Ok(Held::of_text(of_formula(raw, written.kept)?));
        }
        if raw.is_empty() {
            return Ok(Held::of_nothing(written));
        }
        match tag.kind {
            Kind::Number => {
                let value = number(raw).ok_or(Halt::Odd)?;
                Ok(match self.shared.styles.get(tag.style) {
                    Some(style) => match style.format.plain(value) {
                        Some(content) => Held::of(content),
                        None => {
                            let (content, seen) = style.format.apply(value, self.shared.is_1904);
                            Held {
                                seen: seen.map(Box::new),
                                ..Held::of(content)
                            }
                        }
                    },
                    None => Held::of(shown_number(value, Shown::Number, false)),
                })
            }
            Kind::Shared => {
                let index = digits(raw).ok_or(Halt::Odd)?;
                let string = self.shared.strings.get(index).ok_or(Halt::Odd)?;
                let marked = &self.shared.strings.marked;
                let mark = match marked.is_empty() {
                    true => None,
                    false => marked.get(&index).cloned().map(Box::new),
                };
                Ok(Held {
                    mark,
                    ..Held::of_text(string.clone())
                })
            }
            Kind::Bool => match raw {
                b"0" => Ok(Held::of(Content::Bool(false))),
                b"1" => Ok(Held::of(Content::Bool(true))),
                _ => Err(Halt::Odd),
            },
            Kind::Error if is_error(raw) => {
                let error = std::str::from_utf8(raw).map_err(|_| Halt::Odd)?;
                Ok(Held::of(Content::Error(error.into())))
            }
            Kind::Error | Kind::Text | Kind::Inline => Err(Halt::Odd),
        }
    }

    /// The font of a text that may be of a legacy encoding.
    fn font_of(&self, of_cell: Option<&Arc<str>>, content: &Content) -> Option<Arc<str>> {
        let Content::Text(text) = content else {
            return None;
        };
        if text.is_ascii() {
            return None;
        }
        let rich = &self.shared.strings.rich;
        match rich.font(text, of_cell.map(AsRef::as_ref)) {
            Some(font) if of_cell.is_some_and(|own| **own == *font) => of_cell.cloned(),
            font => font.map(Into::into),
        }
    }
}

/// What a cell holds, `None` when it is empty; what is to be known of it, and what is meant where some of its letters are
/// raised or struck out.
#[derive(Default)]
struct Held {
    content: Option<Content>,
    seen: Option<Box<Seen>>,
    mark: Option<Box<(Content, Seen)>>,
}

impl Held {
    fn of(content: Content) -> Self {
        Self {
            content: Some(content),
            ..Self::default()
        }
    }

    fn of_text(text: EcoString) -> Self {
        Self {
            content: (!text.is_empty()).then_some(Content::Text(text)),
            ..Self::default()
        }
    }

    /// A cell without a value.
    fn of_nothing(written: &Written<'_>) -> Self {
        Self {
            content: written.formula.then_some(Content::NoResult),
            ..Self::default()
        }
    }
}

/// Whether this may be the name of an error: `#REF!`, `#SPILL!`.
fn is_error(name: &[u8]) -> bool {
    let plain = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'#' | b'/' | b'!' | b'?' | b'_')
    };
    name.len() < 64 && name.starts_with(b"#") && name.iter().all(plain)
}

/// The text that a formula gave. Its blanks go where they are not to be kept.
fn of_formula(raw: &[u8], kept: bool) -> Result<EcoString, Halt> {
    let text = clean(&letters::of_string(raw, true)?);
    let is_blank = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
    let padded = !kept
        && (is_blank(raw.first())
            || is_blank(raw.last())
            || memchr::memmem::find(raw, b"&#").is_some());
    Ok(if padded {
        clean(text.trim_matches(BLANKS))
    } else {
        text
    })
}

/// A string that stands in its cell.
fn of_inline(inside: &[u8]) -> Result<Held, Halt> {
    let (text, mark) = match of_t(inside) {
        Ok((raw, kept, [])) => (letters::of_string(raw, kept)?, None),
        _ => {
            let mut runs = RunsLook::default();
            let text = of_runs(inside, |piece| runs.take(piece))?;
            let mark = runs.finish().and_then(|runs| runs.read());
            (Cow::Owned(text), mark)
        }
    };
    Ok(Held {
        mark: mark.map(Box::new),
        ..Held::of_text(clean(&text))
    })
}

/// Reads what stands behind `<c`.
#[inline]
fn cell_tag(mut rest: &[u8]) -> Result<(Tag, bool, &[u8]), Halt> {
    let mut tag = Tag {
        at: None,
        style: 0,
        kind: Kind::Number,
    };
    let (mut styled, mut typed) = (false, false);
    loop {
        match next(rest)? {
            Next::Attribute((name, value), behind) => {
                match name {
                    b"r" if tag.at.is_none() => tag.at = Some(reference(value).ok_or(Halt::Odd)?),
                    b"s" if !styled => {
                        tag.style = digits(value).ok_or(Halt::Odd)?;
                        styled = true;
                    }
                    b"t" if !typed => {
                        tag.kind = match value {
                            b"n" => Kind::Number,
                            b"s" => Kind::Shared,
                            b"str" => Kind::Text,
                            b"b" => Kind::Bool,
                            b"e" => Kind::Error,
                            b"inlineStr" => Kind::Inline,
                            _ => return Err(Halt::Odd),
                        };
                        typed = true;
                    }
                    b"r" | b"s" | b"t" => return Err(Halt::Odd),
                    _ => {}
                }
                rest = behind;
            }
            Next::End(empty, behind) => return Ok((tag, empty, behind)),
        }
    }
}

/// Reads what stands between `<c>` and `</c>`: a formula, then its result or a value.
#[inline]
fn within(rest: &[u8]) -> Result<(Written<'_>, &[u8]), Halt> {
    let mut written = Written::default();
    let mut rest = rest;
    if let [b'<', b'f', ..] = rest {
        rest = formula(rest.get(2..).unwrap_or_default())?;
        written.formula = true;
    }
    match rest {
        [b'<', b'v', b'>', inside @ ..] => {
            let (value, end) = text(inside)?;
            written.value = Some(value);
            rest = behind(end, b"</v>")?;
        }
        [b'<', b'v', b'/', b'>', behind @ ..] | [b'<', b'v', b' ', b'/', b'>', behind @ ..] => {
            written.value = Some(&[]);
            rest = behind;
        }
        [b'<', b'v', b' ', ..] => {
            let inside = behind(rest, b"<v xml:space=\"preserve\">")?;
            let (value, end) = text(inside)?;
            (written.value, written.kept) = (Some(value), true);
            rest = behind(end, b"</v>")?;
        }
        [b'<', b'i', ..] => {
            let inside = behind(rest, b"<is>")?;
            let end = memchr::memmem::find(inside, b"</is>").ok_or(Halt::More)?;
            let (inside, end) = inside.split_at_checked(end).ok_or(Halt::Odd)?;
            written.inline = Some(inside);
            rest = behind(end, b"</is>")?;
        }
        _ => {}
    }
    Ok((written, behind(rest, b"</c>")?))
}

/// Reads over a formula, of which `<f` has been taken.
fn formula(mut rest: &[u8]) -> Result<&[u8], Halt> {
    loop {
        match next(rest)? {
            tag::Next::Attribute(_, behind) => rest = behind,
            tag::Next::End(true, behind) => return Ok(behind),
            tag::Next::End(false, within) => {
                let (formula, end) = text(within)?;
                letters::check(formula)?;
                return behind(end, b"</f>");
            }
        }
    }
}

/// A cell by its name: one to three letters, then a number.
#[inline]
fn reference(name: &[u8]) -> Option<CellRef> {
    let mut col = 0_u32;
    let mut rest = name;
    while let [letter @ (b'A'..=b'Z' | b'a'..=b'z'), behind @ ..] = rest {
        let letter = u32::from(letter & 31);
        col = col.checked_mul(26)?.checked_add(letter)?;
        rest = behind;
    }
    let row = digits(rest)?.checked_sub(1)?;
    let col = col.checked_sub(1)?;
    (name.len().saturating_sub(rest.len()) <= 3 && row <= LAST_ROW && col <= LAST_COL)
        .then_some(CellRef::new(row, col))
}
