//! Aligns a text with the words of a name: each word spelled out, mistyped by one letter, given by
//! its initial, or left out where that is usual.
//!
//! `Sở LĐ-TB và XH` against `Sở Lao động - Thương binh và Xã hội` is `so` spelled out, `l đ t b x h`
//! as initials. No table of abbreviations is needed, and glued words (`GDvaĐT`, `UBNDhuyen`) are no
//! special case, because letters are aligned, not words. What may be left out, at which cost, is
//! laid down in the [`Pattern`] (built in `name.rs`); who wins is decided by the caller.

use unicode_normalization::UnicodeNormalization;

use super::query::Query;

/// The start of the name (`Sở`, `Ban Quản lý`) was left out.
pub(super) const HEADLESS: u16 = 1;
/// Words inside or at the end of the name were left out.
pub(super) const CUT: u16 = 1 << 1;
/// A word was mistyped, or bears other marks.
pub(super) const SLIP: u16 = 1 << 2;
/// Initials stand for words of the name proper.
pub(super) const SHORT: u16 = 1 << 3;
/// The head is not spelled exactly: an initial, or `so` for `sở`.
pub(super) const LOOSE_HEAD: u16 = 1 << 4;
/// `huyện`, `thị xã` … was left out.
pub(super) const UNRANKED: u16 = 1 << 5;
/// `Ủy ban nhân dân` was left out.
pub(super) const NO_AUTHORITY: u16 = 1 << 6;
/// The name proper was left out: `UBND tỉnh`.
pub(super) const CORELESS: u16 = 1 << 7;

/// A word was mistyped by a letter.
pub(super) const TYPO: u16 = 1 << 8;
/// The head bears other marks: `Số` for `Sở`.
pub(super) const WRONG_HEAD: u16 = 1 << 9;

/// The district, town … behind the name was left out.
pub(super) const UNPLACED: u16 = 1 << 10;
/// The place behind the name stands there without its rank.
pub(super) const PLACE_UNRANKED: u16 = 1 << 11;
/// Words of a place stand there with their marks.
const PLACE_MARKED: u16 = 1 << 12;
/// Words of a place stand there without the marks that they have.
const PLACE_BARE: u16 = 1 << 13;

/// The price of leaving out a part of a name.
pub(super) const DROP: u16 = 6;

/// Beyond this no alignment is of use.
const MAX_COST: u16 = 40;

/// What a word is in its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// `Sở`, `Ban Quản lý`.
    Head,
    /// The name proper.
    Core,
    /// `và`, `các`, `của`: may be missing.
    Link,
    /// `Ủy ban nhân dân` before a place.
    Authority,
    /// `huyện`, `thị xã` before a place.
    Rank,
    /// `huyện Châu Thành, tỉnh Trà Vinh` behind the name.
    Home,
}

/// A word of a name, and what may be left out from here on.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// Bare letters.
    pub(super) letters: Vec<char>,
    /// The word's fold, for comparing marks.
    pub(super) fold: String,
    pub(super) role: Role,
    /// Whether an initial may stand for it.
    pub(super) shortens: bool,
    /// Whether it is a word of the name of a place: with other marks or another letter that is another place.
    pub(super) proper: bool,
    pub(super) jumps: Vec<Jump>,
}

/// Leaving out the words up to `to`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Jump {
    pub(super) to: usize,
    pub(super) cost: u16,
    pub(super) marks: u16,
}

/// A name made ready for alignment.
#[derive(Debug, Clone, Default)]
pub(super) struct Pattern {
    pub(super) steps: Vec<Step>,
    /// Cost and marks that any alignment with it has.
    pub(super) base: (u16, u16),
    /// Whether no slip is allowed.
    pub(super) rigid: bool,
    /// Letters that an alignment can begin with.
    pub(super) firsts: Vec<char>,
}

/// An alignment that reached the end of the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Hit {
    /// How far it is from the name written out; 0 is nothing amiss.
    pub(super) cost: u16,
    pub(super) marks: u16,
    /// Words of the name proper that stand in the text.
    pub(super) core: u16,
    /// Of these, those spelled out.
    pub(super) spelled: u16,
    /// Head words that stand in the text.
    pub(super) head: u16,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Hit {
    pub(super) fn has(&self, mark: u16) -> bool {
        self.marks & mark != 0
    }

    /// The same, where the place that was left out is told by what stands above.
    pub(super) fn given_place(self) -> Self {
        Self {
            cost: self.cost.saturating_sub(DROP),
            marks: self.marks & !UNPLACED,
            ..self
        }
    }

    fn is_cheap(&self) -> bool {
        self.cost <= 8 + 2 * (self.core + self.head)
    }

    /// Whether it is good enough for an office. `inside` a longer text more is asked.
    pub(super) fn is_office(&self, inside: bool) -> bool {
        let letters = self.end.saturating_sub(self.start);
        let core = if self.has(CORELESS) {
            !self.has(NO_AUTHORITY | UNRANKED)
        } else {
            self.core > 0
        };
        let head =
            !self.has(HEADLESS) || self.core >= 4 || (self.core >= 2 && !inside && !self.has(CUT));
        // `Sở KH` is a shortened name; `STT` and `Số lao động` head columns of numbers, and
        // `Sở Công nghiệp` was an office of its own before `Sở Công Thương`.
        let cut = !self.has(CUT)
            || (self.core >= 2
                && (self.spelled > 0 || self.core >= 4 || !self.has(LOOSE_HEAD))
                && !self.has(TYPO | WRONG_HEAD));
        let head = head && !(inside && self.has(WRONG_HEAD));
        let rank = !self.has(UNRANKED) || (self.spelled == self.core && !self.has(SLIP));
        let initials = self.spelled > 0 || self.head > 0 || letters >= 4 || !inside;
        // `Vĩnh Thanh` is not `Vĩnh Thạnh` without its marks.
        let place = !(self.has(PLACE_MARKED) && self.has(PLACE_BARE));
        self.is_cheap() && place && letters >= 3 && core && head && cut && rank && initials
    }

    /// Whether it is good enough for an entry of a list: see [`super::CodeList::find`].
    pub(super) fn is_phrase(&self) -> bool {
        let cut = !self.has(CUT) || (self.spelled == self.core && !self.has(SLIP));
        self.is_cheap() && cut && (self.spelled > 0 || self.core >= 2)
    }
}

impl Pattern {
    /// The best alignment with the whole text.
    pub(super) fn whole(&self, query: &Query) -> Option<Hit> {
        self.range(query, 0, query.len())
    }

    /// The best alignment with exactly these letters.
    pub(super) fn range(&self, query: &Query, start: usize, end: usize) -> Option<Hit> {
        self.run(query, start, end)
            .into_iter()
            .find(|hit| hit.end == end)
    }

    /// The best alignments with letters from this position on, one for each end.
    pub(super) fn from(&self, query: &Query, start: usize) -> Vec<Hit> {
        match query.letters.get(start) {
            Some(first) if self.firsts.contains(first) => self.run(query, start, query.len()),
            _ => Vec::new(),
        }
    }

    fn run(&self, query: &Query, start: usize, limit: usize) -> Vec<Hit> {
        let last = self.steps.len();
        let mut table = Table {
            width: last + 1,
            cells: vec![None; (limit.saturating_sub(start) + 1) * (last + 1)],
            start,
        };
        let (cost, marks) = self.base;
        let origin = Hit {
            cost,
            marks,
            start,
            end: start,
            ..Hit::default()
        };
        table.relax(0, origin);
        let mut hits = Vec::new();
        for position in start..=limit {
            for (index, step) in self.steps.iter().enumerate() {
                let Some(hit) = table.get(index, position) else {
                    continue;
                };
                for jump in &step.jumps {
                    let left_out = Hit {
                        cost: hit.cost + jump.cost,
                        marks: hit.marks | jump.marks,
                        ..hit
                    };
                    table.relax(jump.to, left_out);
                }
                step.eat(query, hit, limit, |next| table.relax(index + 1, next));
                if let Some(link) = query.token_at(position)
                    && link.end <= limit
                    && link.passed
                {
                    let passed = Hit {
                        cost: hit.cost + 1,
                        end: link.end,
                        ..hit
                    };
                    table.relax(index, passed);
                }
            }
            hits.extend(table.get(last, position));
        }
        hits.retain(|hit| !(self.rigid && hit.has(SLIP)));
        hits
    }
}

/// The best alignment of the first words of the name with the letters up to a position.
struct Table {
    width: usize,
    cells: Vec<Option<Hit>>,
    start: usize,
}

impl Table {
    fn get(&self, index: usize, position: usize) -> Option<Hit> {
        let row = position.checked_sub(self.start)?;
        self.cells.get(row * self.width + index).copied().flatten()
    }

    fn relax(&mut self, index: usize, hit: Hit) {
        let row = hit.end.saturating_sub(self.start);
        if let Some(cell) = self.cells.get_mut(row * self.width + index)
            && hit.cost <= MAX_COST
            && cell.is_none_or(|old| {
                (hit.cost, old.spelled, old.core) < (old.cost, hit.spelled, hit.core)
            })
        {
            *cell = Some(hit);
        }
    }
}

impl Step {
    /// Every way in which the next letters can stand for this word.
    fn eat(&self, query: &Query, hit: Hit, limit: usize, mut give: impl FnMut(Hit)) {
        let rest = query.letters.get(hit.end..limit).unwrap_or_default();
        let token = query.token_at(hit.end).filter(|token| token.end <= limit);
        let head = self.role == Role::Head;
        let loose = |exact: bool| if head && !exact { LOOSE_HEAD } else { 0 };

        if self.begins(rest) {
            let end = hit.end + self.letters.len();
            let token = token.filter(|token| token.end == end);
            let exact = token.is_some_and(|token| token.fold == self.fold);
            // Words without any marks are plain typing; words with other marks are slips.
            let marked = token.is_some_and(|token| token.marked);
            let other_marks = marked && !exact;
            let (cost, marks) = match (other_marks, head) {
                (true, true) => (2, SLIP | WRONG_HEAD),
                (true, false) => (2, SLIP),
                (false, _) => (0, 0),
            };
            let place = match (self.proper, marked) {
                (false, _) => 0,
                (true, true) => PLACE_MARKED,
                (true, false) if token.is_some() && !exact => PLACE_BARE,
                (true, false) => 0,
            };
            let other_place = self.proper
                && other_marks
                && token.is_some_and(|token| !is_hook_for_tilde(&token.fold, &self.fold));
            if !other_place {
                give(self.counted(hit, end, cost, marks | place | loose(exact), true));
            }
        }
        if self.shortens
            && let [first, second, ..] = self.letters.as_slice()
            && rest.first() == Some(first)
        {
            let own = matches!(self.role, Role::Head | Role::Core);
            let marks = loose(false) | if own { SHORT } else { 0 };
            // `NV` is `Nội vụ` before it is `Ngoại vụ`, which is written `NgV`.
            let nasal = (*first, *second) == ('n', 'g');
            let cost = match self.role {
                Role::Authority | Role::Rank => 0,
                _ => 1 + u16::from(nasal),
            };
            give(self.counted(hit, hit.end + 1, cost, marks, false));
            if nasal && rest.get(1) == Some(second) {
                give(self.counted(hit, hit.end + 2, 1, marks, false));
            }
        }
        if !self.proper
            && let Some(token) = token
            && let Some(typed) = query.letters.get(token.start..token.end)
            && is_slip(&self.letters, typed)
        {
            give(self.counted(hit, token.end, 4, SLIP | TYPO | loose(false), true));
        }
    }

    /// Whether the letters begin with this word. Behind the first letter `y` and `i` are
    /// alike: `quanlykhu`.
    fn begins(&self, rest: &[char]) -> bool {
        let alike = |(at, (a, b)): (usize, (&char, &char))| {
            a == b || (at > 0 && matches!((a, b), ('i', 'y') | ('y', 'i')))
        };
        let mut pairs = self.letters.iter().zip(rest).enumerate();
        rest.len() >= self.letters.len() && pairs.all(alike)
    }

    fn counted(&self, hit: Hit, end: usize, cost: u16, marks: u16, spelled: bool) -> Hit {
        let core = self.role == Role::Core;
        Hit {
            cost: hit.cost + cost,
            marks: hit.marks | marks,
            core: hit.core + u16::from(core),
            spelled: hit.spelled + u16::from(core && spelled),
            head: hit.head + u16::from(self.role == Role::Head),
            end,
            ..hit
        }
    }
}

/// Whether two words differ in nothing but the two tones that many people mix up: `Duyên Hãi` for `Duyên Hải`.
fn is_hook_for_tilde(typed: &str, word: &str) -> bool {
    let hooked = |text: &str| -> String {
        let letters = text.nfd();
        letters
            .map(|letter| {
                if letter == '\u{303}' {
                    '\u{309}'
                } else {
                    letter
                }
            })
            .collect()
    };
    hooked(typed) == hooked(word)
}

/// Whether two words of four letters or more are one typing slip apart: a letter too many,
/// too few, another one, or two neighbours swapped. With another first letter it is another word.
/// Of four letters one may be missing (`NÂN DÂN`).
fn is_slip(word: &[char], typed: &[char]) -> bool {
    let near = word.len().abs_diff(typed.len()) <= 1;
    word.len() >= 4
        && typed.len() >= 3
        && near
        && word.first() == typed.first()
        && word != typed
        && strsim::generic_damerau_levenshtein(word, typed) <= 1
}

/// The owners with the lowest cost, each once, in the order given.
pub(super) fn least(hits: impl Iterator<Item = (usize, u16)>) -> Vec<usize> {
    let mut lowest = u16::MAX;
    let mut owners: Vec<usize> = Vec::new();
    for (owner, cost) in hits {
        if cost < lowest {
            lowest = cost;
            owners.clear();
        }
        if cost == lowest && !owners.contains(&owner) {
            owners.push(owner);
        }
    }
    owners
}
