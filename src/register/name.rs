//! How the name of an office is built, and what of it people leave out.
//!
//! `Ủy ban nhân dân | huyện | Châu Thành | tỉnh Trà Vinh` is a place: its authority and its province
//! may be missing, its rank at a price. `Sở | Giáo dục và Đào tạo | tỉnh Trà Vinh` is an office: the
//! province may be missing, the head or the end of the name at a price. The words used here are those
//! of public administration at large; names of offices stand in the register only.

use super::align::{
    CORELESS, CUT, HEADLESS, Jump, NO_AUTHORITY, Pattern, Role, SLIP, Step, UNRANKED,
};
use super::province::Home;
use super::query::key;
use crate::fold::{bare_of, fold};

/// The price of leaving out a part of a name.
const DROP: u16 = 6;
/// The price of a town that is called by its rank before it became a city, or after.
const OTHER_RANK: u16 = 8;

/// Words that begin the name of an office, longest first.
const HEADS: [&[&str]; 11] = [
    &["ban", "quan", "li"],
    &["uy", "ban"],
    &["trung", "tam"],
    &["chi", "cuc"],
    &["cong", "ti"],
    &["benh", "vien"],
    &["so"],
    &["ban"],
    &["hoi"],
    &["truong"],
    &["cuc"],
];

/// The rank of a place: `tỉnh`, `thành phố`, `thị xã`, `huyện` …
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rank {
    /// Its words, folded.
    words: &'static [&'static str],
    /// Its abbreviation, as a bare word.
    short: &'static str,
}

const PROVINCE: Rank = Rank {
    words: &["tỉnh"],
    short: "t",
};
const CITY: Rank = Rank {
    words: &["thành", "phố"],
    short: "tp",
};
const TOWN: Rank = Rank {
    words: &["thị", "xã"],
    short: "tx",
};
const DISTRICT: Rank = Rank {
    words: &["huyện"],
    short: "h",
};
const RANKS: [Rank; 9] = [
    PROVINCE,
    CITY,
    TOWN,
    DISTRICT,
    Rank {
        words: &["quận"],
        short: "q",
    },
    Rank {
        words: &["thị", "trấn"],
        short: "tt",
    },
    Rank {
        words: &["phường"],
        short: "p",
    },
    Rank {
        words: &["xã"],
        short: "x",
    },
    Rank {
        words: &["đặc", "khu"],
        short: "đk",
    },
];

/// A name taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Name {
    /// `Some` for a place.
    rank: Option<Rank>,
    /// How many of the words are the head.
    head: usize,
    /// The words without authority, rank and province, folded.
    words: Vec<String>,
    /// The province that the name states.
    pub(super) home: Option<Home>,
}

impl Name {
    /// Takes a name apart.
    pub(super) fn parse(name: &str) -> Self {
        let folded = fold(name);
        let all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let (authority, rest) = strip_authority(&all);
        if let Some((rank, core)) = strip_rank(rest, authority) {
            let (core, home) = Home::strip(core, false);
            return Self {
                rank: Some(rank),
                head: 0,
                words: core.iter().map(|word| (*word).to_owned()).collect(),
                home,
            };
        }
        let (words, home) = Home::strip(&all, true);
        let bared: Vec<String> = words.iter().map(|word| bare_word(word)).collect();
        let starts = |head: &&&[&str]| {
            words.len() > head.len() && head.iter().zip(&bared).all(|(a, b)| a == b)
        };
        Self {
            rank: None,
            head: HEADS.iter().find(starts).map_or(0, |head| head.len()),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            home,
        }
    }

    /// The province itself, when the name is that of one.
    pub(super) fn province(&self) -> Option<Home> {
        (self.rank == Some(PROVINCE)).then(|| Home::province(&self.words))
    }

    /// Whether this is a place called like that province: `Trà Vinh` alone may be either.
    pub(super) fn is_called_like(&self, home: Option<&Home>) -> bool {
        self.rank.is_some() && home.is_some_and(|home| home.words == self.words)
    }

    /// Whether it is the province's own committee, which heads the letters of its departments.
    pub(super) fn is_superior(&self) -> bool {
        self.rank == Some(PROVINCE)
    }

    /// The name without authority, rank and province.
    pub(super) fn short(&self) -> String {
        self.words.join(" ")
    }

    /// What may stand in a text for this name. An alias may not be shortened further.
    pub(super) fn patterns(&self, home: Option<&Home>, alias: bool) -> Vec<Pattern> {
        let home = self.home.as_ref().or(home);
        let Some(rank) = self.rank else {
            return vec![self.office(home, alias)];
        };
        let mut patterns = vec![self.place(rank, home, (0, 0))];
        // A town becomes a city and keeps its name; a district and a town of one name are two.
        let other = match rank {
            CITY => Some(TOWN),
            TOWN => Some(CITY),
            _ => None,
        };
        patterns.extend(other.map(|other| self.place(other, home, (OTHER_RANK, SLIP))));
        patterns
    }

    fn office(&self, home: Option<&Home>, alias: bool) -> Pattern {
        let mut builder = Builder::default();
        let head = self.head;
        for (at, word) in self.words.iter().enumerate() {
            let role = if at < head { Role::Head } else { Role::Core };
            builder.word(word, role);
        }
        let end = builder.steps.len();
        if !alias {
            builder.jump(0, head, DROP, HEADLESS);
            for from in head + 1..end {
                for to in from + 1..=end {
                    builder.jump(from, to, DROP, CUT);
                }
            }
        }
        builder.home(home);
        builder.finish((0, 0))
    }

    fn place(&self, rank: Rank, home: Option<&Home>, base: (u16, u16)) -> Pattern {
        let mut builder = Builder::default();
        for word in ["ủy", "ban", "nhân", "dân"] {
            builder.word(word, Role::Authority);
        }
        let ranked = builder.steps.len();
        for word in rank.words {
            builder.word(word, Role::Rank);
        }
        let core = builder.steps.len();
        for word in &self.words {
            builder.word(word, Role::Core);
        }
        let end = builder.steps.len();
        builder.jump(0, ranked, 0, NO_AUTHORITY);
        builder.jump(ranked, core, DROP, UNRANKED);
        if rank == PROVINCE {
            builder.jump(core, end, 0, CORELESS);
        } else {
            builder.home(home);
        }
        builder.finish(base)
    }
}

impl Pattern {
    /// A code, every part of which must stand there.
    pub(super) fn code(code: &str) -> Self {
        let mut builder = Builder::default();
        for word in fold(code).split(' ').filter(|word| !word.is_empty()) {
            builder.word(word, Role::Core);
        }
        for step in &mut builder.steps {
            step.shortens = false;
        }
        Self {
            rigid: true,
            ..builder.finish((0, 0))
        }
    }

    /// What may stand in a text for an entry of a list: see [`super::CodeList::find`].
    pub(super) fn phrase(name: &str) -> Self {
        let mut builder = Builder::default();
        let mut stops = Vec::new();
        for part in name.split([',', ';', '-', '–', '—', '&', '/']) {
            stops.push(builder.steps.len());
            for word in fold(part).split(' ').filter(|word| !word.is_empty()) {
                if is_link(word) {
                    stops.push(builder.steps.len());
                }
                builder.word(word, Role::Core);
            }
        }
        let end = builder.steps.len();
        for stop in stops.into_iter().filter(|stop| *stop > 0) {
            builder.jump(stop, end, DROP, CUT);
        }
        builder.finish((0, 0))
    }
}

/// Builds a pattern word by word.
#[derive(Default)]
struct Builder {
    steps: Vec<Step>,
}

impl Builder {
    fn word(&mut self, word: &str, role: Role) {
        let link = role == Role::Core && is_link(word);
        let next = self.steps.len() + 1;
        let letters = key(word);
        self.steps.push(Step {
            // `TT`, `BQL` in a name are abbreviations already.
            shortens: !link && letters.iter().any(|letter| "aeiou".contains(*letter)),
            letters,
            fold: word.to_owned(),
            role: if link { Role::Link } else { role },
            jumps: Vec::new(),
        });
        if link {
            self.jump(next - 1, next, 0, 0);
        }
    }

    fn jump(&mut self, from: usize, to: usize, cost: u16, marks: u16) {
        if from < to
            && let Some(step) = self.steps.get_mut(from)
        {
            step.jumps.push(Jump { to, cost, marks });
        }
    }

    /// The province behind the name, every part of which may be missing.
    fn home(&mut self, home: Option<&Home>) {
        let rank = self.steps.len();
        let city = home.is_some_and(|home| home.city);
        for word in if city { CITY.words } else { PROVINCE.words } {
            self.word(word, Role::Home);
        }
        let name = self.steps.len();
        for word in home.map_or(&[][..], |home| &home.words) {
            self.word(word, Role::Home);
        }
        self.jump(rank, name, 0, 0);
        self.jump(name, self.steps.len(), 0, 0);
    }

    fn finish(self, base: (u16, u16)) -> Pattern {
        let mut starts = vec![0];
        let mut firsts = Vec::new();
        while let Some(at) = starts.pop() {
            if let Some(step) = self.steps.get(at) {
                firsts.extend(step.letters.first());
                starts.extend(step.jumps.iter().map(|jump| jump.to));
            }
        }
        firsts.sort_unstable();
        firsts.dedup();
        Pattern {
            steps: self.steps,
            base,
            firsts,
            rigid: false,
        }
    }
}

/// A folded word without diacritics.
fn bare_word(word: &str) -> String {
    bare_of(word.to_owned())
}

fn is_link(word: &str) -> bool {
    matches!(word, "và" | "các" | "của")
}

/// The words behind `Ủy ban nhân dân`, and whether it stood there.
fn strip_authority<'a, 'b>(words: &'a [&'b str]) -> (bool, &'a [&'b str]) {
    match words {
        [
            "ủy" | "uy",
            "ban",
            "nhân" | "nhan",
            "dân" | "dan",
            rest @ ..,
        ]
        | ["ubnd", rest @ ..] => (true, rest),
        _ => (false, words),
    }
}

/// The rank that a name begins with, and the words behind it.
///
/// Abbreviations of one letter, and the ranks below the district, count after an authority only;
/// a province must be a known one (`Tỉnh đoàn` is an office).
fn strip_rank<'a, 'b>(words: &'a [&'b str], authority: bool) -> Option<(Rank, &'a [&'b str])> {
    let first = bare_word(words.first()?);
    RANKS.iter().find_map(|rank| {
        let long = rank
            .words
            .iter()
            .zip(words)
            .all(|(a, b)| a == b || b.is_ascii() && bare_word(a) == **b);
        let count = match words.first() {
            Some(_) if first == rank.short && (authority || rank.short.len() == 2) => 1,
            _ if long && words.len() > rank.words.len() => rank.words.len(),
            _ => return None,
        };
        let core = words.get(count..)?;
        let party = matches!(core.first(), Some(&"đoàn" | &"doan" | &"ủy" | &"uy"));
        let known = *rank != PROVINCE || authority || Home::is_known(core);
        let low = !authority && !matches!(*rank, PROVINCE | CITY | TOWN | DISTRICT);
        (!core.is_empty() && !party && known && !low).then_some((*rank, core))
    })
}
