//! A text to be matched, taken apart: its letters in a row, and where words begin and end in it.
//!
//! `BC Sở GDvaĐT` is the letters `bcsogdvadt`; a word begins at `bc`, `so`, `gdvadt`, and, since
//! the case changes there, perhaps at `va` and `dt` too.

use unicode_normalization::UnicodeNormalization;

use super::words::words;
use crate::fold::{bare, fold};

/// Longer texts name no office: they are sentences.
const MAX_LETTERS: usize = 400;

/// The letters of bare text, without blanks.
pub(super) fn key(text: &str) -> Vec<char> {
    bare(text).chars().filter(|c| *c != ' ').collect()
}

/// A text taken apart.
#[derive(Debug, Clone)]
pub(super) struct Query {
    pub(super) letters: Vec<char>,
    pub(super) tokens: Vec<Token>,
    /// Letter positions inside tokens at which the case changes.
    inner_edges: Vec<usize>,
}

/// A run of letters, or of digits.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Position of its first letter.
    pub(super) start: usize,
    /// Position behind its last letter.
    pub(super) end: usize,
    /// Its fold.
    pub(super) fold: String,
    /// Whether it was typed with diacritics.
    pub(super) marked: bool,
    /// Whether something stronger than a blank parts it from the token before: a comma,
    /// a line break, a bracket, a free-standing dash, `_`, `/`.
    pub(super) parted: bool,
    /// Whether it is a word that a name may lack: `và`, `của`, `thuộc`.
    pub(super) passed: bool,
}

impl Query {
    /// Takes the text apart; `None` when it has no letters, or so many that it names no office.
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut query = Self {
            letters: Vec::new(),
            tokens: Vec::new(),
            inner_edges: Vec::new(),
        };
        let mut run = String::new();
        let mut parted = false;
        let mut before = ' ';
        let mut chars = text.nfc().peekable();
        while let Some(c) = chars.next() {
            let word = is_word(c);
            if !word || (c.is_numeric() != before.is_numeric()) {
                query.add(&std::mem::take(&mut run), &mut parted);
            }
            if word {
                run.push(c);
            } else if c == '&' {
                query.add("và", &mut parted);
            } else if is_dash(c) {
                let after = chars.peek().copied().unwrap_or(' ');
                parted |= before.is_whitespace() && after.is_whitespace();
            } else {
                parted |= matches!(
                    c,
                    '\n' | '\r' | ',' | ';' | ':' | '(' | ')' | '[' | ']' | '_' | '/' | '\\'
                );
            }
            before = c;
            if query.letters.len() > MAX_LETTERS || run.len() > 4 * MAX_LETTERS {
                return None;
            }
        }
        query.add(&run, &mut parted);
        (!query.letters.is_empty()).then_some(query)
    }

    fn add(&mut self, run: &str, parted: &mut bool) {
        let letters = key(run);
        if letters.is_empty() {
            return;
        }
        let start = self.letters.len();
        let fold = fold(run);
        let shown: Vec<char> = run.chars().collect();
        for (at, two) in (start..).zip(shown.windows(2)) {
            if matches!(two, [a, b] if a.is_lowercase() && b.is_uppercase()) {
                self.inner_edges.push(at + 1);
            }
        }
        for (at, three) in (start..).zip(shown.windows(3)) {
            // `BCSo` begins a word at `S`, `UBNDhuyen` at `h`: both places may be one.
            if matches!(three, [a, b, c] if a.is_uppercase() && b.is_uppercase() && c.is_lowercase())
            {
                self.inner_edges.extend([at + 1, at + 2]);
            }
        }
        self.letters.extend(letters);
        self.tokens.push(Token {
            start,
            end: self.letters.len(),
            marked: !fold.is_ascii(),
            passed: words().is_passed(&fold),
            fold,
            parted: std::mem::take(parted),
        });
    }

    /// The number of letters.
    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    /// The token that begins at this position.
    pub(super) fn token_at(&self, position: usize) -> Option<&Token> {
        let index = self.tokens.partition_point(|token| token.start < position);
        self.tokens
            .get(index)
            .filter(|token| token.start == position)
    }

    /// Whether something that parts stands between two tokens within these positions.
    pub(super) fn is_parted_within(&self, start: usize, end: usize) -> bool {
        let first = self.tokens.partition_point(|token| token.start <= start);
        let rest = self.tokens.get(first..).unwrap_or_default();
        rest.iter()
            .take_while(|token| token.start < end)
            .any(|token| token.parted)
    }

    /// The tokens that end at this position or before it.
    pub(super) fn tokens_before(&self, position: usize) -> &[Token] {
        let index = self.tokens.partition_point(|token| token.end <= position);
        self.tokens.get(..index).unwrap_or_default()
    }

    /// Positions at which a word may begin or end.
    pub(super) fn is_edge(&self, position: usize) -> bool {
        position == self.len()
            || self.token_at(position).is_some()
            || self.inner_edges.contains(&position)
    }

    /// Positions at which a word may begin, in order.
    pub(super) fn edges(&self) -> Vec<usize> {
        let starts = self.tokens.iter().map(|token| token.start);
        let mut edges: Vec<usize> = starts.chain(self.inner_edges.iter().copied()).collect();
        edges.sort_unstable();
        edges.dedup();
        edges
    }

    /// Ranges of letters between things that part more than a blank does.
    pub(super) fn segments(&self) -> Vec<(usize, usize)> {
        let mut segments: Vec<(usize, usize)> = Vec::new();
        for token in &self.tokens {
            match segments.last_mut() {
                Some(last) if !token.parted => last.1 = token.end,
                _ => segments.push((token.start, token.end)),
            }
        }
        segments
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glued_words_have_edges_where_the_case_changes() {
        let query = Query::new("BC_UBNDhuyenCauNgang2").unwrap();
        let letters: String = query.letters.iter().collect();
        assert_eq!(letters, "bcubndhuyencaungang2");
        assert_eq!(query.edges(), [0, 2, 5, 6, 11, 14, 19]);
        assert_eq!(query.segments(), [(0, 2), (2, 20)]);
    }

    #[test]
    fn a_free_standing_dash_parts_and_a_hyphen_does_not() {
        let query = Query::new("Sở LĐ-TB&XH - Danh mục").unwrap();
        let folds: Vec<&str> = query
            .tokens
            .iter()
            .map(|token| token.fold.as_str())
            .collect();
        assert_eq!(folds, ["sở", "lđ", "tb", "và", "xh", "danh", "mục"]);
        assert_eq!(query.segments().len(), 2);
    }
}
