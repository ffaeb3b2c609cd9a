//! The records of a text, one after the other.
//!
//! A mark that opens and closes on one line, with nothing odd between, is taken at its word. All else is in doubt: a
//! cell of several lines, or a mark that is never closed and would swallow the records below. What gives the record as
//! many fields as the others have is right; where both do, what looks right.
//!
//! ```text
//! 2,"Xây cầu ấp 3,Sở GTVT,2019,1200        a mark that is never closed: a letter
//! 3,"Khám bệnh, cấp thuốc",Sở Y tế,2019,300
//! ```

use super::dialect::Manner;
use super::scan::{Closing, Dialect, Opened, behind_break, byte, line_end, part};
use crate::book::build::LAST_COL;

/// The most fields of a record: a sheet has so many columns.
pub(super) const WIDEST: usize = LAST_COL as usize + 1;

/// A text may be looked at so often in doubt, all in all.
const PATIENCE: usize = 64;

/// The records of a text.
pub(super) struct Records<'a> {
    text: &'a str,
    at: usize,
    manner: &'a Manner<'a>,
    dialect: Dialect<'a>,
    /// How many fields the record before has.
    previous: usize,
    /// The last look for a closing mark: from where, and what was found.
    closing: Option<(usize, Option<Closing>)>,
    /// The end of the line last asked for.
    line_end: usize,
    /// How the fields of the record at hand are written.
    marks: Vec<Marks>,
    /// Whether a record has more fields than a sheet has columns; nothing behind it is read.
    pub(super) too_wide: bool,
    /// So many bytes may yet be looked at again in doubt, so that no text takes longer than its length allows.
    patience: usize,
}

/// How a field is written.
#[derive(Debug, Clone, Copy)]
struct Marks {
    /// It stands in quotation marks.
    quoted: bool,
    /// A blank stands before it.
    padded: bool,
    /// A blank stands behind it.
    padded_behind: bool,
}

/// A field that was read: its text, and where it ends.
type Field = (String, usize);

impl<'a> Records<'a> {
    pub(super) fn new(text: &'a str, manner: &'a Manner<'a>) -> Self {
        Self {
            text,
            at: 0,
            manner,
            dialect: manner.dialect,
            previous: manner.width,
            closing: None,
            line_end: 0,
            marks: Vec::new(),
            too_wide: false,
            patience: text.len().saturating_mul(PATIENCE).saturating_add(1 << 16),
        }
    }

    /// Reads the next record's fields; `false` at the end of the text.
    pub(super) fn next_into(&mut self, fields: &mut Vec<String>) -> bool {
        fields.clear();
        if self.at >= self.text.len() {
            return false;
        }
        let start = self.at;
        self.read_fields(fields);
        if fields.len() != self.manner.width && !self.too_wide {
            self.read_otherwise(start, fields);
        }
        self.strip_padding(fields);
        if fields.len() > 1 {
            self.previous = fields.len();
        }
        true
    }

    fn read_fields(&mut self, fields: &mut Vec<String>) {
        self.marks.clear();
        loop {
            let start = self.at;
            let (field, end) = self.field(fields.len());
            let behind = self.dialect.separator_at(self.text, end);
            self.marks.push(Marks {
                quoted: end.saturating_sub(start) > field.len(),
                padded: byte(self.text, start) == Some(b' '),
                padded_behind: end > start && byte(self.text, end.saturating_sub(1)) == Some(b' '),
            });
            fields.push(field);
            if fields.len() > WIDEST {
                self.too_wide = true;
                self.at = self.text.len();
                return;
            }
            match behind {
                Some(length) => self.at = end.saturating_add(length),
                None => {
                    self.at = behind_break(self.text, end);
                    return;
                }
            }
        }
    }

    fn field(&mut self, before: usize) -> Field {
        let start = self.at;
        if let Some(open) = self.dialect.opening(self.text, start)
            && let Some(field) = self.quoted(start, open, before)
        {
            return field;
        }
        let end = self.dialect.field_end(self.text, start);
        (self.literal(part(self.text, start, end)), end)
    }

    /// A field with its marks; `None` when they are letters.
    fn quoted(&mut self, start: usize, open: usize, before: usize) -> Option<Field> {
        let (body, odd) = match self.dialect.open(self.text, open) {
            Opened::Whole(after) => return Some(self.taken(open, after.saturating_sub(1))),
            Opened::Body(body, odd) => (body, odd),
        };
        let closing = self.closing(body);
        let line_end = self.line_end(open);
        let Some(Closing { at, last_bad }) = closing else {
            let end = self.fitting_end(body, line_end, before);
            return end.map(|at| self.taken(open, at));
        };
        let bad = odd || last_bad.is_some_and(|bad| bad >= body);
        let several_lines = at > line_end;
        let lone = body == open.saturating_add(1) && self.dialect.ends_field(self.text, body);
        let ditto = lone && self.dialect.begins_field(self.text, at);
        if !bad && !several_lines && !ditto {
            return Some(self.taken(open, at));
        }
        if !self.afford(line_end.saturating_sub(start)) {
            return (!bad && !ditto).then(|| self.taken(open, at));
        }
        let with = self.fits_from(before, at.saturating_add(1));
        let plain_end = self.dialect.field_end(self.text, start);
        let without = self.fits_from(before, plain_end);
        let keeps = match (with, without) {
            (true, false) if bad && several_lines => {
                if let Some(end) = self.fitting_end(body, line_end, before) {
                    return Some(self.taken(open, end));
                }
                !self.swallows(line_end, at)
            }
            (true, false) => true,
            (false, true) => false,
            (true, true) if ditto => false,
            (true, true) if several_lines => !bad && !self.swallows(line_end, at),
            (true, true) => self.looks_whole(body, at),
            (false, false) => {
                if let Some(end) = self.fitting_end(body, line_end, before) {
                    return Some(self.taken(open, end));
                }
                if ditto || several_lines {
                    !bad && !ditto && !self.swallows(line_end, at)
                } else {
                    self.looks_whole(body, at)
                }
            }
        };
        keeps.then(|| self.taken(open, at))
    }

    /// The field between an opening and a closing mark.
    fn taken(&self, open: usize, close: usize) -> Field {
        let inside = part(self.text, open.saturating_add(1), close);
        let end = self.dialect.field_end(self.text, close.saturating_add(1));
        (self.dialect.unquoted(inside), end)
    }

    /// The mark at the end of a field on the same line that gives the record its number of fields.
    fn fitting_end(&mut self, body: usize, line_end: usize, before: usize) -> Option<usize> {
        let line = part(self.text, body, line_end);
        if !self.afford(line.len()) {
            return None;
        }
        let mark = char::from(self.dialect.quote);
        for (index, _) in line.match_indices(mark) {
            let at = body.saturating_add(index);
            let after = at.saturating_add(1);
            if byte(self.text, after) == Some(self.dialect.quote)
                || !self.dialect.ends_field(self.text, after)
            {
                continue;
            }
            if self.fits_from(before, after) {
                return Some(at);
            }
        }
        None
    }

    /// Whether so many fields are what the records here have.
    fn fits(&self, fields: usize) -> bool {
        fields == self.manner.width || fields == self.previous
    }

    /// Whether the record has as many fields as those here when a field, behind so many, ends at a place.
    fn fits_from(&mut self, before: usize, end: usize) -> bool {
        let lines = window(self.text, end);
        if !self.afford(lines.len()) {
            return false;
        }
        let rest = self.dialect.count(lines);
        self.fits(before.saturating_add(rest))
    }

    /// Whether all lines between two places, of which there are some, are records by themselves.
    fn swallows(&mut self, from: usize, close: usize) -> bool {
        if self.manner.width < 4 || !self.afford(close.saturating_sub(from)) {
            return false;
        }
        let mut at = behind_break(self.text, from);
        let mut some = false;
        loop {
            let end = line_end(self.text, at);
            if end >= close {
                return some;
            }
            let fields = self.dialect.count(part(self.text, at, end));
            if !self.fits(fields) {
                return false;
            }
            some = true;
            at = behind_break(self.text, end);
        }
    }

    /// Whether the odd marks inside a field are quotations of its own (`"Dự án "Nước sạch" xã"`), and the outer ones
    /// not quotations of a part (`"Nước sạch" và "Điện"`) nor the next field's.
    fn looks_whole(&self, body: usize, close: usize) -> bool {
        let inside = part(self.text, body, close);
        let Some(first) = inside.find(char::from(self.dialect.quote)) else {
            return true;
        };
        let before = part(inside, 0, first).chars().next_back();
        let behind = inside.get(first.saturating_add(1)..).unwrap_or_default();
        let closes = before.is_some_and(|letter| !letter.is_whitespace() && letter != '(')
            && behind.starts_with(|letter: char| !letter.is_alphanumeric());
        let at = body.saturating_add(first);
        !closes && !self.dialect.begins_field(self.text, at)
    }

    /// A field whose marks, if any, are letters; but those around all of it, or around its first letters, go.
    fn literal(&self, field: &str) -> String {
        let mark = char::from(self.dialect.quote);
        let Some(behind) = field
            .trim_start_matches([' ', '\u{feff}'])
            .strip_prefix(mark)
        else {
            return match self.dialect.escape {
                true => self.dialect.unquoted(field),
                false => field.to_owned(),
            };
        };
        let closed = |end: usize| {
            let letter = behind.get(end.saturating_add(1)..).unwrap_or_default();
            letter.chars().next()
        };
        match behind.find(mark) {
            Some(end) if closed(end).is_some_and(char::is_alphanumeric) && end > 0 => {
                behind.replacen(mark, "", 1)
            }
            Some(end) if closed(end) == Some(mark) || end == 0 => {
                match behind.trim_end().strip_suffix(mark) {
                    Some(inside) if !inside.is_empty() && inside != "\"" => {
                        self.dialect.unquoted(inside)
                    }
                    _ => field.to_owned(),
                }
            }
            _ => field.to_owned(),
        }
    }

    /// The mark that closes behind a place. Each part of the text is looked at once.
    fn closing(&mut self, body: usize) -> Option<Closing> {
        if let Some((from, found)) = self.closing
            && from <= body
            && found.is_none_or(|closing| closing.at >= body)
        {
            return found;
        }
        let found = self.dialect.closing(self.text, body);
        self.closing = Some((body, found));
        found
    }

    /// The end of the line of a place. Each line is looked at once.
    fn line_end(&mut self, at: usize) -> usize {
        if self.line_end < at || self.line_end == 0 {
            self.line_end = line_end(self.text, at);
        }
        self.line_end
    }

    fn afford(&mut self, bytes: usize) -> bool {
        let rest = self.patience.checked_sub(bytes);
        self.patience = rest.unwrap_or(0);
        rest.is_some()
    }

    /// Reads a record again that has not as many fields as the others: a comment, or a line in a dialect of its own.
    fn read_otherwise(&mut self, start: usize, fields: &mut Vec<String>) {
        let end = line_end(self.text, start);
        let line = part(self.text, start, end);
        if !self.afford(line.len().saturating_mul(4)) {
            return;
        }
        if fields.len() > 1 && line.starts_with('#') {
            fields.clear();
            fields.push(line.to_owned());
            self.marks.clear();
            self.at = behind_break(self.text, end);
            return;
        }
        let Some(main) = self.dialect.separator else {
            return;
        };
        let others = ["\t", ";", ",", "|", " "];
        let others = others.into_iter().filter(|other| !main.starts_with(other));
        for separator in others.filter(|other| line.contains(other)) {
            let open = line.matches(char::from(self.dialect.quote)).count() % 2 == 1;
            let window = if open { window(self.text, start) } else { line };
            if !self.afford(window.len()) {
                return;
            }
            let mut other = Records::new(window, self.manner);
            other.dialect.separator = Some(separator);
            let mut found = Vec::new();
            other.read_fields(&mut found);
            if other.too_wide {
                continue;
            }
            let as_a_table =
                fields.len() == 1 && self.manner.others.contains(&(separator, found.len()));
            if as_a_table || other.is_split(main, separator, &found) {
                *fields = found;
                self.marks = other.marks;
                let end = start.saturating_add(other.at);
                self.at = match other.at < window.len() {
                    true => end,
                    false => behind_break(self.text, start.saturating_add(window.len())),
                };
                return;
            }
        }
    }

    /// Whether another separator splits a record into as many fields as the others have, and the main one stands in
    /// it in texts and figures only.
    fn is_split(&self, main: &str, separator: &str, fields: &[String]) -> bool {
        let mark = char::from(self.dialect.quote);
        let clean = |field: &str| {
            let prose = field.replace(&format!("{main} "), "");
            (!prose.contains(main) || is_figure(field)) && !field.contains(mark)
        };
        let (mut all, mut quotes) = (true, false);
        for (field, marks) in fields.iter().zip(&self.marks) {
            all &= marks.quoted || clean(field);
            quotes |= marks.quoted && field.contains(separator);
        }
        fields.len() == self.manner.width && fields.len() > 2 && all && (quotes || separator != " ")
    }

    /// Takes the blank away that stands behind, or around, every separator of a record: `1, Xây cầu, 2019`.
    fn strip_padding(&self, fields: &mut [String]) {
        let last = fields.len().saturating_sub(1);
        let behind = self.marks.get(1..).unwrap_or_default();
        let before = self.marks.get(..last).unwrap_or_default();
        if last == 0 || !behind.iter().all(|marks| marks.padded) {
            return;
        }
        let around = before.iter().all(|marks| marks.padded_behind);
        let fields = fields.iter_mut().zip(&self.marks).enumerate();
        for (index, (field, _)) in fields.filter(|(_, (_, marks))| !marks.quoted) {
            if around && index < last && field.ends_with(' ') {
                field.pop();
            }
            if index > 0 && field.starts_with(' ') {
                field.remove(0);
            }
        }
    }
}

/// The rest of a line with some lines below it, over which a cell of the record may go on.
fn window(text: &str, from: usize) -> &str {
    const LINES: usize = 8;
    let mut end = line_end(text, from);
    for _ in 1..LINES {
        end = line_end(text, behind_break(text, end));
    }
    part(text, from, end)
}

fn is_figure(field: &str) -> bool {
    field
        .trim()
        .chars()
        .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '-' | ' '))
}
