//! Which dialect a text is written in, told from lines of the whole file.

use std::collections::BTreeMap;

use super::records::Records;
use super::scan::{Dialect, lines};

/// Separators in the order in which they win a draw.
const SEPARATORS: [&str; 6] = ["\t", ";", ",", "|", "^", "~"];
/// The same, written twice.
const DOUBLED: [(&str, &str); 6] = [
    ("\t", "\t\t"),
    (";", ";;"),
    (",", ",,"),
    ("|", "||"),
    ("^", "^^"),
    ("~", "~~"),
];
/// So many bytes are looked at, in lines spread over the file.
const SAMPLE: usize = 2 << 20;

/// How a text is written, and what its lines look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Manner<'a> {
    /// The dialect of most lines.
    pub(super) dialect: Dialect<'a>,
    /// The commonest number of fields.
    pub(super) width: usize,
    /// Tables in another dialect: their separator and number of fields.
    pub(super) others: Vec<(&'static str, usize)>,
    /// The first row that is no statement about the text itself.
    pub(super) start: u32,
}

impl<'a> Manner<'a> {
    /// How a text is written.
    pub(super) fn of(text: &'a str) -> Self {
        let stated = stated_separator(text);
        let body = match stated {
            Some(_) => text.split_once(['\n', '\r']).map_or("", |(_, rest)| rest),
            None => text,
        };
        let sample = sample(body);
        let stated = stated.filter(|separator| body.contains(separator));
        let mut dialect = Dialect::new(stated.or_else(|| find_separator(&sample, body)));
        dialect.escape = has_escapes(&sample, dialect);
        if is_single_quoted(&sample, dialect) {
            dialect.quote = b'\'';
        }
        if let Some(separator) = dialect.separator
            && let Some((_, double)) = DOUBLED.iter().find(|(single, _)| *single == separator)
            && is_doubled(&sample, dialect)
        {
            dialect.separator = Some(double);
        }
        let width = Counts::of(&sample, dialect).commonest().0;
        Self {
            dialect,
            width,
            others: others(&sample, dialect),
            start: u32::from(stated_separator(text).is_some()),
        }
    }
}

/// The separator that a first line such as `sep=;` states for Excel.
fn stated_separator(text: &str) -> Option<&str> {
    let line = text.split(['\n', '\r']).next()?;
    let line = line.trim_start_matches('\u{feff}').trim_matches('"');
    let stated = line.get(..4)?.eq_ignore_ascii_case("sep=");
    let mut letters = line.get(4..).filter(|_| stated)?.char_indices();
    let (_, letter) = letters.next()?;
    let rest = letters.as_str();
    let padding = rest.trim_end_matches([',', ';', '\t', '"']);
    (!letter.is_alphanumeric() && letter != '"' && padding.is_empty())
        .then(|| line.get(4..4 + letter.len_utf8()))
        .flatten()
}

/// Filled lines of the whole text.
fn sample(text: &str) -> Vec<&str> {
    let each = text.len().div_ceil(SAMPLE).max(1);
    // Two neighbours of every so many.
    lines(text)
        .enumerate()
        .filter(|(index, _)| each == 1 || index % (each * 2) < 2)
        .map(|(_, line)| line)
        .filter(|line| !line.trim().is_empty())
        .collect()
}

/// How many lines have how many fields.
struct Counts {
    lines: BTreeMap<usize, usize>,
    all: usize,
}

impl Counts {
    fn of(sample: &[&str], dialect: Dialect<'_>) -> Self {
        let mut counts = Self {
            lines: BTreeMap::new(),
            all: 0,
        };
        for line in sample {
            let (mut fields, mut filled) = (0_usize, false);
            dialect.each_field(line, |field, _| {
                fields = fields.saturating_add(1);
                filled |= !field.trim().is_empty();
            });
            if filled {
                counts.all = counts.all.saturating_add(1);
                let count = counts.lines.entry(fields).or_default();
                *count = count.saturating_add(1);
            }
        }
        counts
    }

    /// The number of fields that says most, and of how many lines.
    fn commonest(&self) -> (usize, usize) {
        let entries = self.lines.iter().filter(|(fields, _)| **fields > 1);
        entries
            .map(|(fields, count)| (*fields, *count))
            .max_by_key(|(fields, count)| fields.saturating_sub(1).saturating_mul(*count))
            .unwrap_or((1, self.all))
    }

    /// How evenly the lines are split: the lines of the commonest number of fields, times the separators in each. 0
    /// when that says nothing.
    fn evenness(&self) -> usize {
        match self.commonest() {
            // A letter has commas too, in every other line.
            (2, count) if count.saturating_mul(2) < self.all => 0,
            (fields, count) => fields.saturating_sub(1).saturating_mul(count),
        }
    }

    /// Whether nearly all lines have the commonest number of fields.
    fn is_even(&self) -> bool {
        self.commonest().1.saturating_mul(10) >= self.all.saturating_mul(9)
    }
}

/// The separator that splits most lines into the same number of fields; `None` when the text is no table.
fn find_separator(sample: &[&str], text: &str) -> Option<&'static str> {
    let mut best: Option<(usize, &str, Counts)> = None;
    for separator in SEPARATORS {
        if !sample.iter().any(|line| line.contains(separator)) {
            continue;
        }
        let counts = Counts::of(sample, Dialect::new(Some(separator)));
        let score = counts.evenness();
        if score > best.as_ref().map_or(0, |(score, ..)| *score) {
            best = Some((score, separator, counts));
        }
    }
    let even = best.as_ref().is_some_and(|(_, _, counts)| counts.is_even());
    let score = best.as_ref().map_or(0, |(score, ..)| *score);
    if !even && is_separated_by_blanks(sample, text, score) {
        return Some(" ");
    }
    best.map(|(_, separator, _)| separator)
}

/// Whether blanks separate fields. Words stand between blanks too: nearly all records must be alike, and say more
/// than with any other separator.
fn is_separated_by_blanks(sample: &[&str], text: &str, score: usize) -> bool {
    let mut end = text.len().min(1 << 18);
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    let text = text.get(..end).unwrap_or_default();
    ['"', '\''].into_iter().any(|quote| {
        let mut dialect = Dialect::new(Some(" "));
        dialect.quote = u8::try_from(quote).unwrap_or(b'"');
        dialect.escape = has_escapes(sample, dialect);
        let width = Counts::of(sample, dialect).commonest().0;
        if width < 3 {
            return false;
        }
        let manner = Manner {
            dialect,
            width,
            others: Vec::new(),
            start: 0,
        };
        let mut records = Records::new(text, &manner);
        let (mut all, mut alike, mut fields) = (0_usize, 0_usize, Vec::new());
        while records.next_into(&mut fields) {
            let filled = fields.iter().any(|field| !field.trim().is_empty());
            all = all.saturating_add(usize::from(filled));
            alike = alike.saturating_add(usize::from(filled && fields.len() == width));
        }
        all > 2
            && alike.saturating_mul(10) >= all.saturating_mul(9)
            && alike.saturating_mul(width.saturating_sub(1)) > score
    })
}

/// Whether backslashes make letters of quotation marks: `"gỗ \"lim\""`.
fn has_escapes(sample: &[&str], dialect: Dialect<'_>) -> bool {
    sample.iter().any(|line| {
        line.match_indices("\\\"")
            .any(|(at, mark)| !dialect.ends_field(line, at.saturating_add(mark.len())))
    })
}

/// Whether single quotation marks stand around fields: all that begin with one end with one, some hold a separator,
/// and no other marks are used.
fn is_single_quoted(sample: &[&str], dialect: Dialect<'_>) -> bool {
    let Some(separator) = dialect.separator else {
        return false;
    };
    let single = Dialect {
        quote: b'\'',
        ..dialect
    };
    let (mut quoted, mut filled, mut holds) = (0_usize, 0_usize, false);
    let (mut odd, mut double) = (0_usize, false);
    // A cell of several lines opens on a line that does not close it.
    let mut open = false;
    for line in sample {
        let mut marks = line.match_indices('\'');
        if open && marks.any(|(at, _)| single.ends_field(line, at.saturating_add(1))) {
            odd = odd.saturating_sub(1);
            quoted = quoted.saturating_add(1);
            holds = true;
        }
        open = false;
        single.each_field(line, |field, is_quoted| {
            filled = filled.saturating_add(usize::from(!field.trim().is_empty()));
            if is_quoted && !field.is_empty() {
                quoted = quoted.saturating_add(1);
                holds |= field.contains(separator);
            } else if !is_quoted {
                open = field.trim_start().starts_with('\'');
                odd = odd.saturating_add(usize::from(open));
                double |= field.trim_start().starts_with('"') && !field.trim_end().ends_with('\'');
            }
        });
    }
    !double
        && quoted > odd.saturating_mul(2)
        && (holds || quoted.saturating_mul(10) >= filled.saturating_mul(8))
}

/// Whether separators stand in twos throughout the lines of the commonest number of fields: every other is empty.
fn is_doubled(sample: &[&str], dialect: Dialect<'_>) -> bool {
    let width = Counts::of(sample, dialect).commonest().0;
    if width < 5 || width.is_multiple_of(2) {
        return false;
    }
    let mut separated = 0_usize;
    let doubled = sample.iter().all(|line| {
        let (mut count, mut single) = (0_usize, false);
        dialect.each_field(line, |field, _| {
            single |= count % 2 == 1 && !field.is_empty();
            count = count.saturating_add(1);
        });
        separated = separated.saturating_add(usize::from(count == width));
        count != width || !single
    });
    doubled && separated > 1
}

/// The tables of another dialect among the lines that the main one does not split.
fn others(sample: &[&str], dialect: Dialect<'_>) -> Vec<(&'static str, usize)> {
    let whole: Vec<&str> = sample
        .iter()
        .copied()
        .filter(|line| dialect.count(line) == 1)
        .collect();
    let mut found = Vec::new();
    for separator in SEPARATORS {
        let counts = Counts::of(&whole, Dialect::new(Some(separator)));
        let tables = counts
            .lines
            .iter()
            .filter(|(fields, lines)| **fields > 2 && **lines > 1);
        found.extend(tables.map(|(fields, _)| (separator, *fields)));
    }
    found
}
