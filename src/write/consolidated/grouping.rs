//! The groups of the signed sheet: by the fields that a form names, by office, by year, one level in another.

use std::collections::BTreeMap;

use super::figures::Entry;
use super::wording::shown;
use crate::fold;
use crate::round::Round;
use crate::template::{Kind, OFFICE, Role, Slot, Template};
use crate::value::Value;

/// What the groups of the signed sheet are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// Those that the form names.
    #[default]
    Form,
    /// A group for each sector.
    Sector,
    /// A group for each reporting office.
    Unit,
    /// A group for each year in which activities begin.
    Year,
}

impl By {
    /// The names on the command line.
    pub const NAMES: [&'static str; 3] = ["sector", "unit", "year"];

    /// The grouping of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "sector" => Some(Self::Sector),
            "unit" => Some(Self::Unit),
            "year" => Some(Self::Year),
            _ => None,
        }
    }

    /// What a form's records are grouped by, the outermost first. A form that has no sectors, or no times, is grouped by
    /// what every form has.
    pub fn levels(self, template: &Template) -> Vec<Level> {
        let sector = || template.role(Role::Sector).map(Level::Field);
        let year = || template.role(Role::Time).map(|_| Level::Year);
        let usual = || vec![sector().unwrap_or(Level::Office)];
        match self {
            Self::Form => {
                let named = template.consolidated.group.iter();
                let levels: Vec<Level> =
                    named.filter_map(|id| Level::called(id, template)).collect();
                if levels.is_empty() { usual() } else { levels }
            }
            Self::Sector => usual(),
            Self::Unit => vec![Level::Office],
            Self::Year => vec![year().unwrap_or(Level::Office)],
        }
    }
}

/// What groups of one depth are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The values of a field.
    Field(usize),
    /// The reporting offices.
    Office,
    /// The years in which records begin.
    Year,
}

impl Level {
    /// What a template names.
    pub fn called(id: &str, template: &Template) -> Option<Self> {
        if id == OFFICE {
            return Some(Self::Office);
        }
        let field = template.field_called(id)?;
        Some(match template.field(field)?.kind {
            Kind::Interval => Self::Year,
            _ => Self::Field(field),
        })
    }

    /// What such groups are, after `theo`.
    pub fn words(self, template: &Template) -> String {
        match self {
            Self::Field(field) if template.role(Role::Sector) == Some(field) => {
                "lĩnh vực".to_owned()
            }
            Self::Field(field) => lower(&label(template, field)),
            Self::Office => "đơn vị báo cáo".to_owned(),
            Self::Year => "năm bắt đầu".to_owned(),
        }
    }
}

/// A group of the signed sheet with its records.
pub struct Group<'a> {
    /// Its name.
    pub name: String,
    /// Its records, those of the groups in it too; in the order of groups, offices, files and rows.
    pub entries: Vec<Entry<'a>>,
    /// The groups in it, where there is a further level.
    pub groups: Vec<Group<'a>>,
}

/// What records of no sector, office or year are put under.
pub const NO_SECTOR: &str = "Chưa rõ lĩnh vực";
/// See [`NO_SECTOR`].
pub const NO_OFFICE: &str = "(không rõ đơn vị)";
/// See [`NO_SECTOR`].
pub const NO_YEAR: &str = "Chưa rõ năm bắt đầu";

/// What is known of the lists that groups are ordered by.
pub struct Grouping<'a> {
    round: &'a Round,
    template: &'a Template,
    offices: BTreeMap<&'a str, usize>,
}

/// Where a group stands among others, what tells it from them, and its name.
type Key = (usize, String, String);

impl<'a> Grouping<'a> {
    /// For a form of a round.
    pub fn new(round: &'a Round, template: &'a Template) -> Self {
        Self {
            round,
            template,
            offices: office_ranks(round),
        }
    }

    /// The groups of entries, those of further levels in them. What a list names stands in its order, texts in the order
    /// in which they come, what belongs to none last.
    pub fn groups<'e>(&self, entries: Vec<Entry<'e>>, levels: &[Level]) -> Vec<Group<'e>> {
        let Some((level, further)) = levels.split_first() else {
            return Vec::new();
        };
        let ranks = match level {
            Level::Field(field) => code_ranks(self.round, self.template, *field),
            Level::Office | Level::Year => BTreeMap::new(),
        };
        let mut met: BTreeMap<String, usize> = BTreeMap::new();
        let mut groups: BTreeMap<(usize, String), (String, Vec<Entry<'e>>)> = BTreeMap::new();
        for entry in entries {
            let (rank, key, name) = match level {
                Level::Field(field) => self.of_field(&entry, *field, &ranks, &mut met),
                Level::Office => match self.office_of(&entry) {
                    (_, name) if name.is_empty() => none(NO_OFFICE),
                    (rank, name) => (rank.min(usize::MAX - 1), name.clone(), name),
                },
                Level::Year => match entry.year(self.template.role(Role::Time)) {
                    Some(year) => {
                        let name = format!("Năm {year}");
                        (usize::try_from(year).unwrap_or(0), name.clone(), name)
                    }
                    None => none(NO_YEAR),
                },
            };
            let group = groups.entry((rank, key));
            group.or_insert_with(|| (name, Vec::new())).1.push(entry);
        }
        let groups = groups.into_values();
        groups
            .map(|(name, mut entries)| {
                // A stable sort: files and rows keep their order within an office.
                entries.sort_by_cached_key(|entry| self.office_of(entry));
                let groups = self.groups(entries.clone(), further);
                if !groups.is_empty() {
                    let within = groups.iter().flat_map(|group| &group.entries);
                    entries = within.copied().collect();
                }
                Group {
                    name,
                    entries,
                    groups,
                }
            })
            .collect()
    }

    fn of_field(
        &self,
        entry: &Entry<'_>,
        field: usize,
        ranks: &BTreeMap<&str, usize>,
        met: &mut BTreeMap<String, usize>,
    ) -> Key {
        match entry.field(Some(field)).map(|field| &field.value) {
            Some(Value::Code { code, name }) => (
                ranks.get(code.as_str()).copied().unwrap_or(ranks.len()),
                name.to_string(),
                name.to_string(),
            ),
            Some(value) if *value != Value::Empty => {
                let name = shown(value);
                let next = met.len();
                let key = fold::fold(&name);
                let rank = *met.entry(key.clone()).or_insert(next);
                (rank, key, name)
            }
            _ => none(&none_of(self.template, field)),
        }
    }

    /// The place of an entry's office, and its name.
    fn office_of(&self, entry: &Entry<'_>) -> (usize, String) {
        let office = entry.submission.office_of(entry.table);
        let rank = self.offices.get(office.code()).copied();
        (rank.unwrap_or(usize::MAX), office.name().to_owned())
    }
}

fn none(name: &str) -> Key {
    (usize::MAX, name.to_owned(), name.to_owned())
}

/// What records are put under that say nothing in a field.
pub fn none_of(template: &Template, field: usize) -> String {
    if template.role(Role::Sector) == Some(field) {
        return NO_SECTOR.to_owned();
    }
    format!("Chưa rõ {}", lower(&label(template, field)))
}

fn label(template: &Template, field: usize) -> String {
    let label = template.field(field).map(|spec| spec.label(Slot::Value).0);
    label.unwrap_or_default()
}

/// A label as it stands in a sentence.
pub fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// The place of each entry on the list that a field's codes come from, by code.
pub fn code_ranks<'r>(
    round: &'r Round,
    template: &Template,
    field: usize,
) -> BTreeMap<&'r str, usize> {
    let list = template.field(field).and_then(|spec| spec.list.as_deref());
    let list = list.and_then(|name| round.setup.list(template, name));
    let entries = list.map_or(&[][..], |list| list.list().entries());
    entries
        .iter()
        .enumerate()
        .map(|(index, entry)| (entry.code.as_str(), index))
        .collect()
}

/// The place of each office on the register, by code.
pub fn office_ranks(round: &Round) -> BTreeMap<&str, usize> {
    let units = round
        .setup
        .register
        .as_ref()
        .map_or(&[][..], |register| register.units());
    units
        .iter()
        .enumerate()
        .map(|(index, unit)| (unit.code.as_str(), index))
        .collect()
}
