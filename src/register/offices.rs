//! The register of offices: read, indexed, asked for the nearest.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::align::Pattern;
use super::error::ListError;
use super::find::strip_label;
use super::kinds::Kinds;
use super::list::{
    EVERY, Entry, likeness, most_alike, nearest, read_rows, split_aliases, wordings,
};
use super::name::{Name, Place};
use super::province::{Others, Province};
use super::query::{Query, key};
use super::succession::{circles, end_before_successors};
use super::unit::{Unit, parse_day};
use crate::fold::{fold, is_upper};

/// The further columns of the register.
const COLUMNS: [&str; 10] = [
    "kind",
    "valid_from",
    "valid_to",
    "successor",
    "deadline",
    "cutoff",
    "side",
    "partner",
    "reports_for",
    "email",
];

/// The offices of a project, and the means to tell which one a text names.
#[derive(Debug, Clone, Default)]
pub struct Register {
    pub(super) units: Vec<Unit>,
    /// Code → unit.
    codes: HashMap<String, usize>,
    pub(super) names: Vec<Name>,
    /// Folded code, name or alias → units.
    pub(super) exact: HashMap<String, Vec<usize>>,
    /// What may stand in a text for a name or an alias.
    pub(super) patterns: Vec<(usize, Pattern)>,
    /// The places in [`Self::patterns`] of those that may begin with a letter.
    pub(super) beginning: HashMap<char, Vec<usize>>,
    /// The codes, by their letters: a text has all of them or none.
    pub(super) code_patterns: HashMap<Vec<char>, Vec<(usize, Pattern)>>,
    /// How many letters codes have.
    pub(super) code_lengths: BTreeSet<usize>,
    /// Names that are abbreviated in the register itself: `Sở GD&ĐT`.
    pub(super) abbreviated: Vec<(usize, Query)>,
    /// The province that most names state.
    pub(super) home: Option<Province>,
    /// Whether the names state no other.
    pub(super) sole_home: bool,
    /// The district, town or city that every name which states one states.
    pub(super) local: bool,
    pub(super) others: Others,
    /// The provinces that its names state.
    pub(super) provinces: Others,
}

impl Register {
    /// A register of these offices; of equal codes the first counts.
    #[must_use]
    pub fn new(units: Vec<Unit>) -> Self {
        let mut seen = HashSet::new();
        let mut units: Vec<Unit> = units
            .into_iter()
            .filter(|unit| seen.insert(unit.code.clone()))
            .collect();
        end_before_successors(&mut units);
        let codes = units.iter().enumerate();
        let codes = codes.map(|(index, unit)| (unit.code.clone(), index));
        let names: Vec<Name> = units.iter().map(|unit| Name::parse(&unit.name)).collect();
        let (home, sole_home, others, provinces) = homes(&names);
        let mut register = Self {
            codes: codes.collect(),
            home,
            sole_home,
            local: is_local(&names),
            others,
            provinces,
            ..Self::default()
        };
        for (index, (unit, name)) in units.iter().zip(&names).enumerate() {
            for text in wordings(&unit.code, &unit.name, &unit.aliases) {
                let owners = register.exact.entry(fold(text)).or_default();
                if !owners.contains(&index) {
                    owners.push(index);
                }
            }
            let home = register.home.as_ref();
            let mut patterns = name.patterns(home, false);
            for alias in &unit.aliases {
                patterns.extend(Name::parse(alias).patterns(home, true));
            }
            let patterns = patterns.into_iter().map(|pattern| (index, pattern));
            register.patterns.extend(patterns);
            let letters = key(&unit.code);
            register.code_lengths.insert(letters.len());
            let code = (index, Pattern::code(&unit.code));
            register
                .code_patterns
                .entry(letters)
                .or_default()
                .push(code);
            if is_abbreviated(&unit.name)
                && let Some(query) = Query::new(&unit.name)
            {
                register.abbreviated.push((index, query));
            }
        }
        for (at, (_, pattern)) in register.patterns.iter().enumerate() {
            for first in &pattern.firsts {
                let beginning = register.beginning.entry(*first).or_default();
                if beginning.last() != Some(&at) {
                    beginning.push(at);
                }
            }
        }
        Self {
            units,
            names,
            ..register
        }
    }

    /// Reads the register from the bytes of a CSV file with the columns `code,name` and, where
    /// they matter, `aliases,kind,valid_from,valid_to,successor,deadline,cutoff,side,partner,reports_for,email`.
    ///
    /// `partner` and `reports_for` hold codes of the same file, several parted by `|`; `successor` the code of the office
    /// that took over, which may stand on another list. A row with code `*` stands for all offices of its `kind`, and holds
    /// their `deadline` and `cutoff` where they have none of their own.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, in the order of lines; a column of another name is, too.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<ListError>> {
        let rows = read_rows(bytes, &COLUMNS, true)?;
        let mut errors = Vec::new();
        let mut units = Vec::new();
        let mut lines = Vec::new();
        let mut kinds = Kinds::default();
        for mut row in rows {
            let line = row.entry.line;
            let mut day = |column| {
                let text = row.take(column);
                let day = parse_day(&text);
                if day.is_none() && !text.is_empty() {
                    errors.push(ListError::BadDate { line, column, text });
                }
                day
            };
            let (valid_from, valid_to) = (day("valid_from"), day("valid_to"));
            let (deadline, cutoff) = (day("deadline"), day("cutoff"));
            let Entry {
                code,
                name,
                aliases,
                ..
            } = std::mem::take(&mut row.entry);
            if let (Some(from), Some(to)) = (valid_from, valid_to)
                && to < from
            {
                let code = code.clone();
                errors.push(ListError::Reversed { line, code });
            }
            let unit = Unit {
                code,
                name,
                aliases,
                kind: row.take("kind"),
                valid_from,
                valid_to,
                successor: row.take("successor"),
                deadline,
                cutoff,
                side: row.take("side"),
                partners: split_aliases(&row.take("partner")),
                reports_for: split_aliases(&row.take("reports_for")),
                email: row.take("email"),
            };
            if unit.code == EVERY {
                errors.extend(kinds.add(&unit, line).err());
            } else {
                lines.push(line);
                units.push(unit);
            }
        }
        errors.extend(kinds.without_offices(&units));
        kinds.fill(&mut units);
        errors.extend(unknown_codes(&units, &lines));
        errors.extend(circles(&units, &lines));
        errors.sort_by_key(ListError::line);
        if errors.is_empty() {
            Ok(Self::new(units))
        } else {
            Err(errors)
        }
    }

    /// The offices in the order of the file.
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The office with exactly this code.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Unit> {
        self.units.get(*self.codes.get(code)?)
    }

    /// Whether an office is the committee of a place whose other offices are on the register too.
    #[must_use]
    pub fn lists_offices_of(&self, unit: &Unit) -> bool {
        let place = Name::parse(&unit.name).own_place();
        place.is_some_and(|place| self.names.iter().any(|name| name.places.contains(&place)))
    }

    /// Whether an office is the committee of a place.
    #[must_use]
    pub fn is_place(&self, unit: &Unit) -> bool {
        Name::parse(&unit.name).is_place()
    }

    /// Whether a name is of one kind with that of an office: both are places, or begin with the same head.
    #[must_use]
    pub fn is_like(&self, text: &str, unit: &Unit) -> bool {
        Name::parse(strip_label(text)).is_like(&Name::parse(&unit.name))
    }

    /// The office whose name is nearest to the text, with its likeness from 0 to 1; `None` when
    /// nothing is at all like it.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<(&Unit, f64)> {
        most_alike(self.likes(text))
    }

    /// So many offices at most whose names share a word or more with the text, the likest first.
    #[must_use]
    pub fn likest(&self, text: &str, most: usize) -> Vec<&Unit> {
        /// Less than this is chance.
        const SHARED: f64 = 0.4;
        let mut likes: Vec<(&Unit, f64)> = self
            .likes(text)
            .filter(|(_, likeness)| *likeness >= SHARED)
            .collect();
        likes.sort_by(|a, b| b.1.total_cmp(&a.1));
        likes.into_iter().take(most).map(|(unit, _)| unit).collect()
    }

    /// How like the text each office's name is.
    fn likes(&self, text: &str) -> impl Iterator<Item = (&Unit, f64)> {
        let text = strip_label(text);
        self.units.iter().zip(&self.names).map(move |(unit, name)| {
            let wordings = wordings(&unit.code, &unit.name, &unit.aliases);
            let short = name.short();
            (unit, likeness(text, wordings.chain([short.as_str()])))
        })
    }
}

/// Codes of partners and of offices reported for that the register does not have.
fn unknown_codes(units: &[Unit], lines: &[u64]) -> Vec<ListError> {
    let known: HashSet<&str> = units.iter().map(|unit| unit.code.as_str()).collect();
    let mut errors = Vec::new();
    for (unit, line) in units.iter().zip(lines) {
        for (column, codes) in [
            ("partner", &unit.partners),
            ("reports_for", &unit.reports_for),
        ] {
            for code in codes.iter().filter(|code| !known.contains(code.as_str())) {
                errors.push(ListError::UnknownCode {
                    line: *line,
                    column,
                    code: code.clone(),
                    nearest: nearest(code, known.iter().copied()),
                });
            }
        }
    }
    errors
}

/// Whether a text is the name of a province, with its rank: `UBND TỈNH TRÀ VINH`, `TP. Hồ Chí Minh`.
#[must_use]
pub fn is_province(text: &str) -> bool {
    let province = Name::parse(text).own_province();
    province.is_some_and(|province| {
        let words: Vec<&str> = province.words.iter().map(String::as_str).collect();
        Province::is_known(&words)
    })
}

/// The province that most names state, whether it is the only one, all provinces that none states, and those stated.
fn homes(names: &[Name]) -> (Option<Province>, bool, Others, Others) {
    let provinces: Vec<Province> = names.iter().filter_map(Name::own_province).collect();
    let stated = names.iter().filter_map(|name| name.province.as_ref());
    let all: Vec<&Province> = provinces.iter().chain(stated).collect();
    let mut counts: HashMap<&Province, usize> = HashMap::new();
    for province in &all {
        *counts.entry(province).or_default() += 1;
    }
    let count = |province: &Province| counts.get(province).copied().unwrap_or(0);
    let home = all.iter().rev().max_by_key(|province| count(province));
    let others = match home {
        Some(_) => Others::than(&all),
        None => Others::default(),
    };
    let own = Others::these(&all);
    let mut names: Vec<&[String]> = all.iter().map(|province| &*province.words).collect();
    names.sort_unstable();
    names.dedup();
    let home = home.map(|home| (*home).clone());
    (home, names.len() == 1, others, own)
}

/// Whether all names that state a district state the same one.
fn is_local(names: &[Name]) -> bool {
    let mut districts = names.iter().filter_map(Name::district);
    let first: Option<Place> = districts.next();
    first.is_some_and(|first| districts.all(|other| first == other))
}

/// Whether some word of the name is in capitals and others are not: `Sở GD&ĐT`.
fn is_abbreviated(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    !is_upper(name) && words.any(|word| is_upper(word) && word.chars().count() > 1)
}
