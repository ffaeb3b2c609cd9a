//! Lists that a project brings along: rows of `code,name,aliases`, read from CSV.
//!
//! Columns are found by their name in the first row, in any order. Further columns are ignored, but in the register of
//! offices: there a column that is spelled wrongly would be a deadline that nobody hears.
//! A byte-order mark, `;` or tabs instead of commas, and the “Unicode text” of Excel are fine.
//! All that is wrong with a list is told at once, with the lines it stands on.

use std::collections::{HashMap, HashSet};

use super::align::{Pattern, least};
use super::error::ListError;
use super::query::Query;
use crate::fold::{bare, fold, tidy};

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// The code, unique in its list.
    pub code: String,
    /// The wording that tables show.
    pub name: String,
    /// Other wordings.
    pub aliases: Vec<String>,
    /// The line of the file it stands on; 0 when it comes from no file.
    pub line: u64,
}

/// A list of codes with their wordings, such as sectors or states of a project.
///
/// Equal codes may not occur; [`CodeList::read`] reports them, [`CodeList::new`] keeps the first.
#[derive(Debug, Clone, Default)]
pub struct CodeList {
    entries: Vec<Entry>,
    /// Folded code, name or alias → entry; `None` when it belongs to several.
    exact: HashMap<String, Option<usize>>,
    /// Names and aliases without diacritics.
    loose: HashMap<String, Option<usize>>,
    patterns: Vec<(usize, Pattern)>,
}

impl CodeList {
    /// A list of these entries.
    #[must_use]
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut list = Self::default();
        let mut seen = HashSet::new();
        for entry in entries {
            if seen.insert(entry.code.clone()) {
                list.entries.push(entry);
            }
        }
        for (index, entry) in list.entries.iter().enumerate() {
            for text in wordings(&entry.code, &entry.name, &entry.aliases) {
                note(&mut list.exact, fold(text), index);
                // `Khóa học` is not the code `khoa-hoc`.
                if text != entry.code {
                    note(&mut list.loose, bare(text), index);
                }
            }
            list.patterns.push((index, Pattern::phrase(&entry.name)));
            for alias in &entry.aliases {
                list.patterns.push((index, Pattern::phrase(alias)));
            }
        }
        list
    }

    /// Reads the list from the bytes of a CSV file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, in the order of lines.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<ListError>> {
        let rows = read_rows(bytes, &[], false)?;
        Ok(Self::new(rows.into_iter().map(|row| row.entry).collect()))
    }

    /// The entries in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry with exactly this code.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.code == code)
    }

    /// The entry that the text names, `None` when there is none or more than one.
    ///
    /// In this order: code, name or alias up to case, marks' placement and punctuation; name or
    /// alias typed without diacritics; every word of the name, each spelled out, mistyped by a letter or given
    /// by its initial (`GD&ĐT`, `Nông nghiệp và PTNT`); the beginning of the name up to a comma,
    /// dash or `và`, spelled out (`Nông nghiệp` for `Nông nghiệp và phát triển nông thôn`, but
    /// neither `Phát triển nông thôn` nor `NN`). Words that the name lacks never match.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<&Entry> {
        self.find_by(&fold(text), text)
    }

    /// The entry that a folded text names.
    pub(super) fn find_folded(&self, folded: &str) -> Option<&Entry> {
        self.find_by(folded, folded)
    }

    fn find_by(&self, folded: &str, text: &str) -> Option<&Entry> {
        let unmarked = || self.loose.get(folded).filter(|_| folded.is_ascii());
        let index = match self.exact.get(folded).or_else(unmarked) {
            Some(index) => *index,
            None => self.align(text),
        };
        self.entries.get(index?)
    }

    /// The entry whose wording is nearest to the text, with its likeness from 0 to 1; `None`
    /// when nothing is at all like it.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<(&Entry, f64)> {
        let likes = self.entries.iter().map(|entry| {
            let wordings = wordings(&entry.code, &entry.name, &entry.aliases);
            (entry, likeness(text, wordings))
        });
        most_alike(likes)
    }

    fn align(&self, text: &str) -> Option<usize> {
        let query = Query::new(text)?;
        let hits = self.patterns.iter().filter_map(|(index, pattern)| {
            let hit = pattern.whole(&query)?;
            hit.is_phrase().then_some((*index, hit.cost))
        });
        match least(hits).as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}

/// One data row: the three common columns, and what the further columns asked for hold.
pub(super) struct Row {
    pub(super) entry: Entry,
    more: HashMap<&'static str, String>,
}

impl Row {
    /// What a further column holds; it is taken out.
    pub(super) fn take(&mut self, column: &str) -> String {
        self.more.remove(column).unwrap_or_default()
    }
}

/// The code of a row that stands for all offices of a kind; there may be one for each kind, and it needs no name.
pub(super) const EVERY: &str = "*";

/// Reads the rows with their common columns and those of `more`, which may be missing. A list of offices has no other
/// columns, and may have rows that stand for a kind.
pub(super) fn read_rows(
    bytes: &[u8],
    more: &[&'static str],
    of_offices: bool,
) -> Result<Vec<Row>, Vec<ListError>> {
    let text = decode(bytes).map_err(|error| vec![error])?;
    let head = text.lines().find(|line| !line.trim().is_empty());
    let Some(head) = head else {
        return Err(vec![ListError::Empty]);
    };
    let count = |mark: char| head.matches(mark).count();
    let delimiter = [(b',', ','), (b';', ';'), (b'\t', '\t')]
        .into_iter()
        .rev()
        .max_by_key(|(_, mark)| count(*mark))
        .map_or(b',', |(byte, _)| byte);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = reader.records().filter_map(Result::ok);
    let header: Vec<String> = records
        .next()
        .map(|record| {
            record
                .iter()
                .map(|name| fold(name).replace(' ', "_"))
                .collect()
        })
        .unwrap_or_default();
    let column = |name: &str| header.iter().position(|found| found == name);

    let mut errors: Vec<ListError> = ["code", "name"]
        .into_iter()
        .filter(|name| column(name).is_none())
        .map(|name| ListError::MissingColumn {
            column: name,
            found: header.clone(),
        })
        .collect();
    if of_offices && errors.is_empty() {
        let known = || COMMON.iter().chain(more).copied();
        let unknown = header
            .iter()
            .filter(|name| !name.is_empty() && !known().any(|known| known == *name));
        errors.extend(unknown.map(|name| ListError::UnknownColumn {
            column: name.clone(),
            nearest: nearest(name, known()),
        }));
    }
    if !errors.is_empty() {
        return Err(errors);
    }

    let mut rows: Vec<Row> = Vec::new();
    let mut first_lines: HashMap<String, u64> = HashMap::new();
    let mut lines = Lines::of(&text);
    for record in records {
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let field = |name: &str| {
            let text = column(name).and_then(|at| record.get(at));
            tidy(text.unwrap_or_default()).into_owned()
        };
        let line = record.position().map_or(0, |at| lines.line_of(at.byte()));
        let entry = Entry {
            code: field("code"),
            name: field("name"),
            aliases: split_aliases(&field("aliases")),
            line,
        };
        let for_kind = of_offices && entry.code == EVERY;
        if for_kind {
            // What is wrong with it the register tells.
        } else if entry.code.is_empty() {
            errors.push(ListError::EmptyCode { line });
        } else if let Some(first) = first_lines.get(&entry.code) {
            errors.push(ListError::Duplicate {
                code: entry.code.clone(),
                first: *first,
                line,
            });
        } else {
            first_lines.insert(entry.code.clone(), line);
        }
        if entry.name.is_empty() && !for_kind {
            errors.push(ListError::EmptyName { line });
        }
        let more = more.iter().map(|name| (*name, field(name))).collect();
        rows.push(Row { entry, more });
    }
    if errors.is_empty() {
        Ok(rows)
    } else {
        Err(errors)
    }
}

/// The text of the file: UTF-8, or UTF-16 when its byte-order mark says so.
pub(super) fn decode(bytes: &[u8]) -> Result<String, ListError> {
    let encoding = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => encoding_rs::UTF_8,
    };
    let (text, _, damaged) = encoding.decode(bytes);
    if damaged {
        let line = text.lines().position(|line| line.contains('\u{FFFD}'));
        let line = line.and_then(|at| u64::try_from(at).ok()).unwrap_or(0);
        return Err(ListError::Encoding {
            line: line.saturating_add(1),
        });
    }
    Ok(text.into_owned())
}

/// The lines of a text, counted once from its beginning to its end.
///
/// The reader's own count names the empty lines before a record, not the record.
struct Lines<'t> {
    bytes: &'t [u8],
    /// How far they are counted, and how many ended there.
    counted: usize,
    ended: u64,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            bytes: text.as_bytes(),
            counted: 0,
            ended: 0,
        }
    }

    /// The 1-based line of the first visible byte at or after this place, which is no earlier than the last one.
    fn line_of(&mut self, byte: u64) -> u64 {
        let at = usize::try_from(byte).unwrap_or(usize::MAX);
        let rest = self.bytes.get(at..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let end = at.saturating_add(blank.count()).min(self.bytes.len());
        let new = self.bytes.get(self.counted..end).unwrap_or_default();
        let ended = memchr::memchr_iter(b'\n', new).count();
        self.ended = self.ended.saturating_add(ended as u64);
        self.counted = end.max(self.counted);
        self.ended.saturating_add(1)
    }
}

/// The columns that every list has.
const COMMON: [&str; 3] = ["code", "name", "aliases"];

/// The word nearest to another, when one is near.
pub(super) fn nearest<'a>(word: &str, words: impl Iterator<Item = &'a str>) -> Option<String> {
    const NEAR: f64 = 0.7;
    let likes = words.map(|other| (strsim::jaro_winkler(word, other), other));
    let best = likes.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))?;
    (best.0 >= NEAR).then(|| best.1.to_owned())
}

/// Wordings parted by `|`.
pub(super) fn split_aliases(text: &str) -> Vec<String> {
    text.split('|')
        .map(|alias| tidy(alias).into_owned())
        .filter(|alias| !alias.is_empty())
        .collect()
}

/// Code, name and aliases, one after the other.
pub(super) fn wordings<'a>(
    code: &'a str,
    name: &'a str,
    aliases: &'a [String],
) -> impl Iterator<Item = &'a str> {
    [code, name]
        .into_iter()
        .chain(aliases.iter().map(String::as_str))
}

/// Remembers whose wording this is; `None` once two entries share it.
fn note(map: &mut HashMap<String, Option<usize>>, key: String, index: usize) {
    map.entry(key)
        .and_modify(|owner| {
            if *owner != Some(index) {
                *owner = None;
            }
        })
        .or_insert(Some(index));
}

/// How like the text is to the likest of these wordings; diacritics count if it has any.
pub(super) fn likeness<'a>(text: &str, wordings: impl Iterator<Item = &'a str>) -> f64 {
    let text = fold(text);
    let count = |words: &str| words.split(' ').count() as f64;
    wordings
        .map(|wording| {
            let wording = if text.is_ascii() {
                bare(wording)
            } else {
                fold(wording)
            };
            let letters = strsim::normalized_damerau_levenshtein(&text, &wording);
            let shared = text
                .split(' ')
                .filter(|word| wording.split(' ').any(|other| other == *word));
            // Shared words in whatever order count a little less than likeness of letters.
            letters.max(0.95 * shared.count() as f64 * 2.0 / (count(&text) + count(&wording)))
        })
        .fold(0.0, f64::max)
}

/// The likest of all, if it is like at all; the first of equals.
pub(super) fn most_alike<'a, T>(likes: impl Iterator<Item = (&'a T, f64)>) -> Option<(&'a T, f64)> {
    const LIKE: f64 = 0.55;
    likes
        .filter(|(_, likeness)| *likeness >= LIKE)
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
}
