//! Fields and quotation marks of one text: where a field ends, where a mark closes.
//!
//! A closing mark is one that stands alone (two are one letter) before a separator or the end of a line.
//! Whether it closes what was opened is for [`super::records`] to judge.

use memchr::{memchr, memchr2, memchr3};

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect<'a> {
    /// What stands between fields; `None` when nothing does.
    pub(super) separator: Option<&'a str>,
    /// The quotation mark.
    pub(super) quote: u8,
    /// Whether a backslash makes a letter of the quotation mark behind it.
    pub(super) escape: bool,
}

/// A mark that closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Closing {
    /// Where it stands.
    pub(super) at: usize,
    /// The last mark before it that stands alone and closes nothing.
    pub(super) last_bad: Option<usize>,
}

/// What a mark at the beginning of a field opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    /// It is closed at once: `""`. Where the field goes on.
    Whole(usize),
    /// A text that begins with marks of its own; where what is not a mark begins, and whether they are odd in number.
    Body(usize, bool),
}

pub(super) fn byte(text: &str, at: usize) -> Option<u8> {
    text.as_bytes().get(at).copied()
}

/// A part of a text; empty where there is none.
pub(super) fn part(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

/// Where the line ends that a place stands in.
pub(super) fn line_end(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    memchr2(b'\n', b'\r', rest).map_or(text.len(), |length| from.saturating_add(length))
}

/// The place behind the line break at a place.
pub(super) fn behind_break(text: &str, at: usize) -> usize {
    let length = match (byte(text, at), byte(text, at.saturating_add(1))) {
        (Some(b'\r'), Some(b'\n')) => 2,
        (Some(_), _) => 1,
        (None, _) => 0,
    };
    at.saturating_add(length)
}

/// The lines of a text, without their breaks.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let end = line_end(text, at);
        let line = part(text, at, end);
        at = behind_break(text, end);
        Some(line)
    })
}

impl<'a> Dialect<'a> {
    /// A separator and the usual quotation mark.
    pub(super) fn new(separator: Option<&'a str>) -> Self {
        Self {
            separator,
            quote: b'"',
            escape: false,
        }
    }

    /// The length of the separator at a place; `None` when there is none.
    pub(super) fn separator_at(&self, text: &str, at: usize) -> Option<usize> {
        let separator = self.separator?;
        let rest = text.as_bytes().get(at..)?;
        rest.starts_with(separator.as_bytes())
            .then_some(separator.len())
    }

    /// Where the field ends: at a separator, a line break or the end of the text.
    pub(super) fn field_end(&self, text: &str, from: usize) -> usize {
        let bytes = text.as_bytes();
        let Some(first) = self
            .separator
            .and_then(|separator| separator.bytes().next())
        else {
            return line_end(text, from);
        };
        let mut at = from;
        while let Some(rest) = bytes.get(at..) {
            let Some(length) = memchr3(first, b'\n', b'\r', rest) else {
                break;
            };
            at = at.saturating_add(length);
            if byte(text, at) != Some(first) || self.separator_at(text, at).is_some() {
                return at;
            }
            at = at.saturating_add(1);
        }
        text.len()
    }

    /// The place behind blanks, which are no separators.
    fn behind_blanks(&self, text: &str, from: usize) -> usize {
        if self.separator == Some(" ") {
            return from;
        }
        let rest = text.as_bytes().get(from..).unwrap_or_default();
        let blanks = rest.iter().take_while(|letter| **letter == b' ').count();
        from.saturating_add(blanks)
    }

    /// Whether a field may end at a place, blanks aside.
    pub(super) fn ends_field(&self, text: &str, at: usize) -> bool {
        let at = self.behind_blanks(text, at);
        matches!(byte(text, at), None | Some(b'\n' | b'\r'))
            || self.separator_at(text, at).is_some()
    }

    /// Whether a field may begin at a place, blanks aside.
    pub(super) fn begins_field(&self, text: &str, at: usize) -> bool {
        let before = part(text, 0, at);
        let before = if self.separator == Some(" ") {
            before
        } else {
            before.trim_end_matches(' ')
        };
        before.is_empty()
            || before.ends_with(['\n', '\r'])
            || self
                .separator
                .is_some_and(|separator| before.ends_with(separator))
    }

    /// The quotation mark with which the field at a place begins, blanks and a byte-order mark aside.
    pub(super) fn opening(&self, text: &str, from: usize) -> Option<usize> {
        let rest = text.get(from..)?;
        let from = if rest.starts_with('\u{feff}') {
            from.saturating_add('\u{feff}'.len_utf8())
        } else {
            from
        };
        let at = self.behind_blanks(text, from);
        (byte(text, at) == Some(self.quote)).then_some(at)
    }

    /// How many quotation marks stand side by side.
    pub(super) fn run(&self, text: &str, at: usize) -> usize {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        rest.iter()
            .take_while(|letter| **letter == self.quote)
            .count()
    }

    /// What the mark at a place opens.
    pub(super) fn open(&self, text: &str, at: usize) -> Opened {
        let run = self.run(text, at);
        let body = at.saturating_add(run);
        let even = run.is_multiple_of(2);
        if even && self.ends_field(text, body) {
            Opened::Whole(body)
        } else {
            Opened::Body(body, even)
        }
    }

    /// The next mark that closes; `None` when there is none.
    pub(super) fn closing(&self, text: &str, body: usize) -> Option<Closing> {
        let bytes = text.as_bytes();
        let mut at = body;
        let mut last_bad = None;
        loop {
            let hit = at.saturating_add(memchr(self.quote, bytes.get(at..)?)?);
            if self.escape && is_escaped(bytes, body, hit) {
                at = hit.saturating_add(1);
                continue;
            }
            let run = self.run(text, hit);
            at = hit.saturating_add(run);
            if run.is_multiple_of(2) {
                continue;
            }
            if self.ends_field(text, at) {
                let at = at.saturating_sub(1);
                return Some(Closing { at, last_bad });
            }
            last_bad = Some(at.saturating_sub(1));
        }
    }

    /// A text between quotation marks as it reads.
    pub(super) fn unquoted(&self, inside: &str) -> String {
        let (double, single) = match self.quote {
            b'\'' => ("''", "'"),
            _ => ("\"\"", "\""),
        };
        let text = inside.replace(double, single);
        match self.escape {
            true => text.replace("\\\"", "\"").replace("\\'", "'"),
            false => text,
        }
    }

    /// Gives the fields of a line, one after the other, and whether each is quoted.
    ///
    /// Only what opens and closes on the line, with nothing odd between, counts as quoted.
    pub(super) fn each_field<'t>(&self, line: &'t str, mut give: impl FnMut(&'t str, bool)) {
        /// So many odd ones, then marks are letters: a line is looked through in the time of its length.
        const ODD: usize = 8;
        let (mut at, mut odd) = (0, 0_usize);
        loop {
            let start = at;
            let mut quoted = None;
            if odd < ODD
                && let Some(open) = self.opening(line, at)
            {
                let inside = open.saturating_add(1);
                match self.open(line, open) {
                    Opened::Whole(after) => quoted = Some((inside, after.saturating_sub(1))),
                    Opened::Body(_, true) => odd = odd.saturating_add(1),
                    Opened::Body(body, false) => match self.closing(line, body) {
                        Some(Closing { at, last_bad: None }) => quoted = Some((inside, at)),
                        Some(_) => odd = odd.saturating_add(1),
                        None => odd = ODD,
                    },
                }
            }
            if let Some((inside, end)) = quoted {
                at = end.saturating_add(1);
                give(part(line, inside, end), true);
            }
            at = self.field_end(line, at);
            if quoted.is_none() {
                give(part(line, start, at), false);
            }
            match self.separator_at(line, at) {
                Some(length) => at = at.saturating_add(length),
                None => return,
            }
        }
    }

    /// How many fields a line has.
    pub(super) fn count(&self, line: &str) -> usize {
        let mut count = 0_usize;
        self.each_field(line, |_, _| count = count.saturating_add(1));
        count
    }
}

/// Whether an odd number of backslashes stands before a letter.
fn is_escaped(bytes: &[u8], from: usize, at: usize) -> bool {
    let before = bytes.get(from..at).unwrap_or_default();
    let slashes = before
        .iter()
        .rev()
        .take_while(|letter| **letter == b'\\')
        .count();
    !slashes.is_multiple_of(2)
}
