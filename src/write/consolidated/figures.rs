//! The records of a form as the workbook orders and adds them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::scale::Scale;
use super::scale::Shown;
use rust_decimal::Decimal;

use crate::place::CellRef;
use crate::record::{Field, Record, Table};
use crate::round::{Round, Submission};
use crate::template::{Role, Template};
use crate::value::{Dong, Qualifier, Value};

/// What the groups of the signed sheet are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// A group for each sector.
    #[default]
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

    /// What it groups by, after `theo`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Sector => "lĩnh vực",
            Self::Unit => "đơn vị báo cáo",
            Self::Year => "năm bắt đầu",
        }
    }
}

/// A record with where it came from.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// The file.
    pub submission: &'a Submission,
    /// The table.
    pub table: &'a Table,
    /// The record.
    pub record: &'a Record,
}

/// What is to be said of an amount that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// It was not read, or nothing stands there.
    Unread,
    /// It is merged over several records and counts in another one.
    Counted,
    /// It counts with another record that tells of the same activity.
    Elsewhere,
}

impl<'a> Entry<'a> {
    /// The record's value in a field.
    pub fn field(&self, index: Option<usize>) -> Option<&'a Field> {
        self.record.fields.get(index?)
    }

    /// The amount in a field, in đồng.
    pub fn dong(&self, index: usize) -> Option<i128> {
        let Dong(dong) = self.field(Some(index))?.dong()?;
        Some(i128::from(dong))
    }

    /// Why its money counts in no total but one of its own: it is planned only, or withdrawn.
    pub fn apart(&self, total: Option<usize>) -> Option<Qualifier> {
        let field = self.field(total)?;
        if field.planned() {
            Some(Qualifier::Planned)
        } else {
            field.withdrawn().then_some(Qualifier::Withdrawn)
        }
    }

    /// Why the total amount is not there; `None` when it is, or when the form has none.
    pub fn absent(&self, total: Option<usize>) -> Option<Absent> {
        let field = self.field(Some(total?));
        match field.map(|field| &field.value) {
            Some(Value::Amount { .. }) => None,
            Some(Value::CountedAbove) => Some(Absent::Counted),
            Some(Value::CountedElsewhere(_)) => Some(Absent::Elsewhere),
            _ => Some(Absent::Unread),
        }
    }

    /// The cell that the record leads back to: its total amount's, else its name's, else its row.
    pub fn source(&self, template: &Template) -> CellRef {
        [Role::Total, Role::Name]
            .into_iter()
            .filter_map(|role| self.field(template.role(role))?.cell)
            .next()
            .unwrap_or(CellRef::new(self.record.row, 0))
    }

    /// The year in which it begins; `None` when that is not known.
    pub fn year(&self, time: Option<usize>) -> Option<i16> {
        match self.field(time)?.value {
            Value::Interval(interval) => interval.start.map(|day| day.year()),
            _ => None,
        }
    }

    /// Whether it goes on after the year in which it begins.
    pub fn goes_on(&self, time: Option<usize>) -> bool {
        match self.field(time).map(|field| &field.value) {
            Some(Value::Interval(interval)) => matches!(
                (interval.start, interval.end),
                (Some(start), Some(end)) if end.year() > start.year()
            ),
            _ => false,
        }
    }

    /// The number in a field.
    pub fn number(&self, index: usize) -> Option<Decimal> {
        match self.field(Some(index))?.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The qualifier of an amount.
    pub fn qualifier(&self, index: usize) -> Qualifier {
        match self.field(Some(index)).map(|field| &field.value) {
            Some(Value::Amount { qualifier, .. }) => *qualifier,
            _ => Qualifier::Exact,
        }
    }
}

/// A group of the signed sheet with its records.
pub struct Group<'a> {
    /// Its name.
    pub name: String,
    /// Its records, in the order of offices, files and rows.
    pub entries: Vec<Entry<'a>>,
}

/// The records of a form.
pub struct Figures<'a> {
    /// The form.
    pub template: Arc<Template>,
    /// All records, in the order of files and rows: the order of the details sheet and of the table.
    pub entries: Vec<Entry<'a>>,
    /// The field of the total amount.
    pub total: Option<usize>,
    /// The field of the time.
    pub time: Option<usize>,
    /// The fields of money, total first, then parts.
    pub money: Vec<usize>,
    /// What the groups are.
    pub by: By,
    /// The groups of the signed sheet; planned and withdrawn amounts left out.
    pub groups: Vec<Group<'a>>,
    /// The records whose money counts in totals of its own, by why: planned only, withdrawn; none without records.
    pub apart: Vec<(Qualifier, Vec<Entry<'a>>)>,
    /// How the signed sheet shows money.
    pub shown: Shown,
    /// The sum of each field of money over the groups, in đồng.
    done: BTreeMap<usize, i128>,
}

impl<'a> Figures<'a> {
    /// Orders the records of a form.
    pub fn new(round: &'a Round, template: &Arc<Template>, scale: Scale, by: By) -> Self {
        let entries: Vec<Entry<'a>> = round
            .records()
            .filter(|(_, table, _)| table.template.id == template.id)
            .map(|(submission, table, record)| Entry {
                submission,
                table,
                record,
            })
            .collect();
        let total = template.role(Role::Total);
        let money: Vec<usize> = template
            .roles(Role::Total)
            .chain(template.roles(Role::Part))
            .collect();
        let amounts = entries
            .iter()
            .flat_map(|entry| money.iter().filter_map(|field| entry.dong(*field)));
        let shown = Shown::new(scale, amounts);
        let of = |why: Option<Qualifier>| -> Vec<Entry<'a>> {
            let entries = entries.iter().copied();
            entries.filter(|entry| entry.apart(total) == why).collect()
        };
        let apart = APART.map(|why| (why, of(Some(why)))).into_iter();
        let apart = apart.filter(|(_, entries)| !entries.is_empty()).collect();
        let done = of(None);
        let time = template.role(Role::Time);
        // A form that has no sectors, or no times, is grouped by what every form has.
        let by = match by {
            By::Sector if template.role(Role::Sector).is_none() => By::Unit,
            By::Year if time.is_none() => By::Unit,
            by => by,
        };
        let groups = groups(round, template, done, by);
        let sum = |field: usize| -> i128 {
            let groups = groups.iter();
            groups.map(|group| Self::sum(&group.entries, field)).sum()
        };
        let done = money.iter().map(|field| (*field, sum(*field))).collect();
        Self {
            template: template.clone(),
            entries,
            total,
            time,
            money,
            by,
            groups,
            apart,
            shown,
            done,
        }
    }

    /// The sum of a field over entries, in đồng: what was read.
    pub fn sum<'e>(entries: impl IntoIterator<Item = &'e Entry<'a>>, field: usize) -> i128
    where
        'a: 'e,
    {
        entries
            .into_iter()
            .filter_map(|entry| entry.dong(field))
            .sum()
    }

    /// Whether any money is withdrawn.
    pub fn any_withdrawn(&self) -> bool {
        self.apart
            .iter()
            .any(|(why, _)| *why == Qualifier::Withdrawn)
    }

    /// The sum of a field of money over all records that are neither planned only nor withdrawn, in đồng.
    pub fn done(&self, field: usize) -> i128 {
        self.done.get(&field).copied().unwrap_or(0)
    }

    /// The records whose total amount says something that was not read, or nothing at all.
    pub fn unread(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.absent(Absent::Unread)
    }

    /// The records without an amount of their own, for a reason.
    pub fn absent(&self, why: Absent) -> impl Iterator<Item = &Entry<'a>> {
        self.entries
            .iter()
            .filter(move |entry| entry.absent(self.total) == Some(why))
    }

    /// What one record is called, after a number.
    pub fn record(&self) -> &str {
        let usual = if self.money.is_empty() {
            "dòng"
        } else {
            "hoạt động"
        };
        let of = &self.template.consolidated;
        of.record.as_deref().unwrap_or(usual)
    }

    /// What a money field is called, without its unit: `Kinh phí hỗ trợ`.
    pub fn label(&self, field: usize) -> String {
        use crate::template::Slot;
        self.template.field(field).map_or(String::new(), |spec| {
            spec.label(Slot::Value).0.replace(" (đồng)", "")
        })
    }
}

/// Why money counts in a total of its own and in no other, in the order of their lines.
pub const APART: [Qualifier; 2] = [Qualifier::Planned, Qualifier::Withdrawn];

/// The heading of the total of its own of money that counts in no other.
pub fn apart_label(why: Qualifier) -> &'static str {
    match why {
        Qualifier::Withdrawn => "Đã hủy (cộng riêng)",
        _ => "Dự kiến (cộng riêng)",
    }
}

/// What records of no sector, office or year are put under.
pub const NO_SECTOR: &str = "Chưa rõ lĩnh vực";
/// See [`NO_SECTOR`].
pub const NO_OFFICE: &str = "(không rõ đơn vị)";
/// See [`NO_SECTOR`].
pub const NO_YEAR: &str = "Chưa rõ năm bắt đầu";

fn groups<'a>(
    round: &Round,
    template: &Template,
    entries: Vec<Entry<'a>>,
    by: By,
) -> Vec<Group<'a>> {
    let (sectors, offices) = (sector_ranks(round), office_ranks(round));
    let (sector, time) = (template.role(Role::Sector), template.role(Role::Time));
    let office_of = |entry: &Entry<'_>| {
        let office = entry.submission.office_of(entry.table);
        let rank = offices.get(office.code()).copied().unwrap_or(usize::MAX);
        (rank, office.name().to_owned())
    };
    // Those of the list in its order, others by name, what belongs to none last.
    let mut groups: BTreeMap<(usize, String), Vec<Entry<'a>>> = BTreeMap::new();
    for entry in entries {
        let key = match by {
            By::Sector => match entry.field(sector).map(|field| &field.value) {
                Some(Value::Code { code, name }) => (
                    sectors.get(code.as_str()).copied().unwrap_or(sectors.len()),
                    name.to_string(),
                ),
                _ => (usize::MAX, NO_SECTOR.to_owned()),
            },
            By::Unit => match office_of(&entry) {
                (_, name) if name.is_empty() => (usize::MAX, NO_OFFICE.to_owned()),
                (rank, name) => (rank.min(usize::MAX - 1), name),
            },
            By::Year => match entry.year(time) {
                Some(year) => (usize::try_from(year).unwrap_or(0), format!("Năm {year}")),
                None => (usize::MAX, NO_YEAR.to_owned()),
            },
        };
        groups.entry(key).or_default().push(entry);
    }
    groups
        .into_iter()
        .map(|((_, name), mut entries)| {
            // A stable sort: files and rows keep their order within an office.
            entries.sort_by_cached_key(office_of);
            Group { name, entries }
        })
        .collect()
}

/// The place of each sector on the list, by code.
pub fn sector_ranks(round: &Round) -> BTreeMap<&str, usize> {
    let sectors = round.setup.sectors.as_ref();
    let entries = sectors.map_or(&[][..], |sectors| sectors.list().entries());
    entries
        .iter()
        .enumerate()
        .map(|(index, sector)| (sector.code.as_str(), index))
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
