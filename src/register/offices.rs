//! The register of offices: read, indexed, asked for the nearest.

use std::collections::{HashMap, HashSet};

use super::align::Pattern;
use super::error::ListError;
use super::find::strip_label;
use super::list::{Entry, likeness, most_alike, read_rows, wordings};
use super::name::Name;
use super::province::{Home, Others};
use super::query::Query;
use super::unit::{Unit, parse_day};
use crate::fold::{fold, is_upper};

/// The offices of a project, and the means to tell which one a text names.
#[derive(Debug, Clone, Default)]
pub struct Register {
    pub(super) units: Vec<Unit>,
    pub(super) names: Vec<Name>,
    /// Folded code, name or alias → units.
    pub(super) exact: HashMap<String, Vec<usize>>,
    pub(super) patterns: Vec<(usize, Pattern)>,
    /// Names that are abbreviated in the register itself: `Sở GD&ĐT`.
    pub(super) abbreviated: Vec<(usize, Query)>,
    pub(super) home: Option<Home>,
    pub(super) others: Others,
}

impl Register {
    /// A register of these offices; of equal codes the first counts.
    #[must_use]
    pub fn new(units: Vec<Unit>) -> Self {
        let mut seen = HashSet::new();
        let units: Vec<Unit> = units
            .into_iter()
            .filter(|unit| seen.insert(unit.code.clone()))
            .collect();
        let names: Vec<Name> = units.iter().map(|unit| Name::parse(&unit.name)).collect();
        let (home, others) = homes(&names);
        let mut register = Self {
            home,
            others,
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
            patterns.push(Pattern::code(&unit.code));
            let patterns = patterns.into_iter().map(|pattern| (index, pattern));
            register.patterns.extend(patterns);
            if is_abbreviated(&unit.name)
                && let Some(query) = Query::new(&unit.name)
            {
                register.abbreviated.push((index, query));
            }
        }
        Self {
            units,
            names,
            ..register
        }
    }

    /// Reads the register from the bytes of a CSV file with the columns `code,name` and, where
    /// they matter, `aliases,kind,valid_from,valid_to,successor`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, in the order of lines.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<ListError>> {
        let rows = read_rows(bytes, &["kind", "valid_from", "valid_to", "successor"])?;
        let mut errors = Vec::new();
        let mut units = Vec::new();
        for row in rows {
            let Entry {
                code,
                name,
                aliases,
                line,
            } = row.entry;
            let mut more = row.more.into_iter();
            let kind = more.next().unwrap_or_default();
            let mut day = |column| {
                let text = more.next().unwrap_or_default();
                parse_day(&text).unwrap_or_else(|()| {
                    errors.push(ListError::BadDate { line, column, text });
                    None
                })
            };
            let (valid_from, valid_to) = (day("valid_from"), day("valid_to"));
            if let (Some(from), Some(to)) = (valid_from, valid_to)
                && to < from
            {
                let code = code.clone();
                errors.push(ListError::Reversed { line, code });
            }
            units.push(Unit {
                code,
                name,
                aliases,
                kind,
                valid_from,
                valid_to,
                successor: more.next().unwrap_or_default(),
            });
        }
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
        self.units.iter().find(|unit| unit.code == code)
    }

    /// The office whose name is nearest to the text, with its likeness from 0 to 1; `None` when
    /// nothing is at all like it.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<(&Unit, f64)> {
        let text = strip_label(text);
        let likes = self.units.iter().zip(&self.names).map(|(unit, name)| {
            let wordings = wordings(&unit.code, &unit.name, &unit.aliases);
            let short = name.short();
            (unit, likeness(text, wordings.chain([short.as_str()])))
        });
        most_alike(likes)
    }
}

/// The province that most names state, and all other provinces.
fn homes(names: &[Name]) -> (Option<Home>, Others) {
    let provinces: Vec<Home> = names.iter().filter_map(Name::province).collect();
    let stated = names.iter().filter_map(|name| name.home.as_ref());
    let all: Vec<&Home> = provinces.iter().chain(stated).collect();
    let mut counts: HashMap<&Home, usize> = HashMap::new();
    for home in &all {
        *counts.entry(home).or_default() += 1;
    }
    let home = all.iter().rev().max_by_key(|home| counts.get(*home));
    let others = match home {
        Some(_) => Others::than(&all),
        None => Others::default(),
    };
    (home.map(|home| (*home).clone()), others)
}

/// Whether some word of the name is in capitals and others are not: `Sở GD&ĐT`.
fn is_abbreviated(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    !is_upper(name) && words.any(|word| is_upper(word) && word.chars().count() > 1)
}
