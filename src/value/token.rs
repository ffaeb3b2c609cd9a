//! Folded text in pieces: numbers, words, signs, line breaks; and a cursor that walks over them.

use super::numeral::DigitGroups;

/// One piece of a folded text.
#[derive(Debug, Clone)]
pub(crate) enum Piece<'a> {
    /// Digits with the marks between them.
    Number(DigitGroups<'a>),
    /// A run of letters.
    Word(&'a str),
    /// Anything else.
    Sign(char),
    /// A line break.
    Break,
}

/// A piece and where it stands in the folded text.
#[derive(Debug, Clone)]
pub(crate) struct Token<'a> {
    /// The piece.
    pub piece: Piece<'a>,
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Whether a blank stands before it.
    pub spaced: bool,
}

/// Cuts a folded text into pieces.
pub(crate) fn tokens(folded: &str) -> Vec<Token<'_>> {
    let mut found = Vec::with_capacity(8);
    let mut rest = folded;
    let mut spaced = false;
    while let Some(letter) = rest.chars().next() {
        let start = folded.len().saturating_sub(rest.len());
        let (piece, after) = if letter == ' ' {
            spaced = true;
            rest = rest.get(1..).unwrap_or_default();
            continue;
        } else if let Some((shape, after)) = DigitGroups::scan(rest) {
            (Piece::Number(shape), after)
        } else if letter.is_alphabetic() {
            let end = rest
                .find(|other: char| !other.is_alphabetic())
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            (Piece::Word(word), after)
        } else {
            let after = rest.get(letter.len_utf8()..).unwrap_or_default();
            let piece = if letter == '\n' {
                Piece::Break
            } else {
                Piece::Sign(letter)
            };
            (piece, after)
        };
        found.push(Token {
            piece,
            start,
            end: folded.len().saturating_sub(after.len()),
            spaced,
        });
        spaced = false;
        rest = after;
    }
    found
}

/// A place among tokens. Copying it is how to try something and come back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'t, 'a> {
    tokens: &'t [Token<'a>],
}

impl<'t, 'a> Cursor<'t, 'a> {
    /// A cursor before the first of these tokens.
    pub fn new(tokens: &'t [Token<'a>]) -> Self {
        Self { tokens }
    }

    /// Whether nothing is left.
    pub fn at_end(self) -> bool {
        self.tokens.is_empty()
    }

    /// The next token.
    pub fn token(self) -> Option<&'t Token<'a>> {
        self.tokens.first()
    }

    /// The next piece.
    pub fn peek(self) -> Option<&'t Piece<'a>> {
        self.token().map(|token| &token.piece)
    }

    /// Everything that is left.
    pub fn rest(self) -> &'t [Token<'a>] {
        self.tokens
    }

    /// The cursor after the next token.
    pub fn skip(self) -> Self {
        Self {
            tokens: self.tokens.get(1..).unwrap_or_default(),
        }
    }

    /// The next number and what follows it.
    pub fn number(self) -> Option<(&'t DigitGroups<'a>, Self)> {
        match self.peek()? {
            Piece::Number(shape) => Some((shape, self.skip())),
            _ => None,
        }
    }

    /// The next word and what follows it.
    pub fn any_word(self) -> Option<(&'a str, Self)> {
        match self.peek()? {
            Piece::Word(word) => Some((word, self.skip())),
            _ => None,
        }
    }

    /// What follows this sign.
    pub fn sign(self, sign: char) -> Option<Self> {
        matches!(self.peek()?, Piece::Sign(found) if *found == sign).then(|| self.skip())
    }

    /// What follows one of these signs.
    pub fn any_sign(self, signs: &[char]) -> Option<Self> {
        matches!(self.peek()?, Piece::Sign(found) if signs.contains(found)).then(|| self.skip())
    }

    /// What follows this phrase of one or more words.
    pub fn phrase(self, phrase: &str) -> Option<Self> {
        let mut cursor = self;
        let (first, _) = self.any_word()?;
        if !phrase.starts_with(first) {
            return None;
        }
        for wanted in phrase.split(' ') {
            let (word, next) = cursor.any_word()?;
            if word != wanted {
                return None;
            }
            cursor = next;
        }
        Some(cursor)
    }

    /// What follows the first of these phrases that stands here.
    pub fn any_phrase(self, phrases: &[&str]) -> Option<Self> {
        phrases.iter().find_map(|phrase| self.phrase(phrase))
    }

    /// The cursor after a line break, if one stands here: narrow cells wrap `500⏎triệu đồng`.
    pub fn skip_break(self) -> Self {
        match self.peek() {
            Some(Piece::Break) => self.skip(),
            _ => self,
        }
    }

    /// Takes a bracketed part: its inside and what follows it.
    pub fn brackets(self) -> Option<(Self, Self)> {
        let inside = self.any_sign(&['(', '['])?.tokens;
        let end = inside
            .iter()
            .position(|token| matches!(token.piece, Piece::Sign(')' | ']')))?;
        let (inner, after) = inside.split_at_checked(end)?;
        Some((Self { tokens: inner }, Self { tokens: after }.skip()))
    }
}
