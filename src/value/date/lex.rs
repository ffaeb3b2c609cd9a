//! Folded text of a time column in pieces, without weekdays and times of day.

/// One piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Digits: their value and how many.
    Number(u32, usize),
    /// A run of letters.
    Word(&'a str),
    /// Anything else, line breaks among them.
    Sign(char),
}

/// Cuts a folded text into pieces.
pub(super) fn pieces(folded: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::with_capacity(12);
    let mut rest = folded;
    while let Some(letter) = rest.chars().next() {
        if letter == ' ' {
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        if !letter.is_ascii_digit() && !letter.is_alphabetic() {
            found.push(Piece::Sign(letter));
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            continue;
        }
        let digits = letter.is_ascii_digit();
        let end = rest
            .find(|other: char| {
                if digits {
                    !other.is_ascii_digit()
                } else {
                    !other.is_alphabetic()
                }
            })
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        found.push(if digits {
            Piece::Number(run.parse().unwrap_or(u32::MAX), run.len())
        } else {
            Piece::Word(run)
        });
        rest = after;
    }
    drop_times(&mut found);
    drop_breaks(&mut found);
    found
}

/// Takes out the line breaks of wrapped text (`Từ tháng 6⏎đến tháng 8`), not those of a list.
fn drop_breaks(pieces: &mut Vec<Piece<'_>>) {
    let mut kept = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        let wrapped = *piece == Piece::Sign('\n')
            && match (kept.last(), pieces.get(at.saturating_add(1))) {
                (_, Some(Piece::Word("den" | "toi" | "va") | Piece::Sign('-' | '/')))
                | (
                    Some(
                        Piece::Word("tu" | "den" | "toi" | "va" | "ngay" | "thang" | "quy" | "nam")
                        | Piece::Sign('-' | '/' | ','),
                    ),
                    _,
                ) => true,
                (Some(Piece::Number(_, digits)), Some(Piece::Word("nam" | "thang"))) => *digits < 4,
                (Some(Piece::Word(_)), Some(Piece::Word("nam"))) => true,
                _ => false,
            };
        if !wrapped {
            kept.push(*piece);
        }
    }
    *pieces = kept;
}

/// Takes out times of day, which page stamps and database exports carry: `26/08/2020 00:00:00`.
fn drop_times(pieces: &mut Vec<Piece<'_>>) {
    let is_colon = |piece: Option<&Piece<'_>>| piece == Some(&Piece::Sign(':'));
    let is_time_part = |piece: Option<&Piece<'_>>| matches!(piece, Some(Piece::Number(value, 1..=3)) if *value < 1000);
    let mut kept = Vec::with_capacity(pieces.len());
    let mut at = 0_usize;
    while let Some(piece) = pieces.get(at) {
        let ahead = |by: usize| pieces.get(at.saturating_add(by));
        if is_time_part(Some(piece)) && is_colon(ahead(1)) && is_time_part(ahead(2)) {
            at = at.saturating_add(3);
            while matches!(pieces.get(at), Some(Piece::Sign(':' | '.')))
                && is_time_part(pieces.get(at.saturating_add(1)))
            {
                at = at.saturating_add(2);
            }
            if matches!(
                pieces.get(at),
                Some(Piece::Word("am" | "pm" | "sa" | "ch" | "z"))
            ) {
                at = at.saturating_add(1);
            }
            // The `T` of `2020-08-26T00:00:00`.
            if matches!(kept.last(), Some(Piece::Word("t"))) {
                kept.pop();
            }
            continue;
        }
        // `8h30 ngày 20/3/2019`
        if is_time_part(Some(piece)) && matches!(ahead(1), Some(Piece::Word("h" | "g" | "gio"))) {
            let minutes = matches!(ahead(2), Some(Piece::Number(0..60, 2)));
            at = at.saturating_add(if minutes { 3 } else { 2 });
            continue;
        }
        if *piece == Piece::Word("gmt") && ahead(1) == Some(&Piece::Sign('+')) {
            at = at.saturating_add(3);
            continue;
        }
        if *piece != Piece::Sign('|') {
            kept.push(*piece);
        }
        at = at.saturating_add(1);
    }
    let is_mark = |piece: &Piece<'_>| matches!(piece, Piece::Sign(',' | '.' | ';' | '\n'));
    while kept.last().is_some_and(is_mark) {
        kept.pop();
    }
    let start = kept.iter().position(|piece| !is_mark(piece)).unwrap_or(0);
    *pieces = kept.split_off(start);
}

/// A place among pieces. Copying it is how to try something and come back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'p, 'a> {
    pieces: &'p [Piece<'a>],
}

impl<'p, 'a> Cursor<'p, 'a> {
    /// A cursor before the first of these pieces.
    pub fn new(pieces: &'p [Piece<'a>]) -> Self {
        Self { pieces }
    }

    /// What is left.
    pub fn rest(self) -> &'p [Piece<'a>] {
        self.pieces
    }

    /// Whether nothing is left.
    pub fn at_end(self) -> bool {
        self.pieces.is_empty()
    }

    /// The cursor after the next piece.
    pub fn skip(self) -> Self {
        Self {
            pieces: self.pieces.get(1..).unwrap_or_default(),
        }
    }

    /// The next number, how many digits it has, and what follows.
    pub fn number(self) -> Option<(u32, usize, Self)> {
        match self.pieces.first()? {
            Piece::Number(value, digits) => Some((*value, *digits, self.skip())),
            _ => None,
        }
    }

    /// The next word and what follows.
    pub fn word(self) -> Option<(&'a str, Self)> {
        match self.pieces.first()? {
            Piece::Word(word) => Some((word, self.skip())),
            _ => None,
        }
    }

    /// The next sign, if it is one of these, and what follows.
    pub fn sign(self, signs: &[char]) -> Option<(char, Self)> {
        match self.pieces.first()? {
            Piece::Sign(sign) if signs.contains(sign) => Some((*sign, self.skip())),
            _ => None,
        }
    }

    /// What follows the first of these phrases that stands here.
    pub fn phrase(self, phrases: &[&str]) -> Option<Self> {
        let (first, _) = self.word()?;
        let begins = |phrase: &&&str| phrase.starts_with(first);
        phrases.iter().filter(begins).find_map(|phrase| {
            phrase.split(' ').try_fold(self, |cursor, wanted| {
                let (word, next) = cursor.word()?;
                (word == wanted).then_some(next)
            })
        })
    }
}
