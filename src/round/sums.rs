//! What the records of a workbook add up to, by sector, office, section, year and sheet.
//!
//! A summary tells these sums again: `Y tế | 2 | 900` beside the two records of the sheet `Y tế`. It agrees when each of
//! its figures is one of them; a figure whose name is known and whose sum is another contradicts them.

use std::collections::{HashMap, HashSet};

use crate::fold;
use crate::layout::sheets::sheet_words;
use crate::layout::words;
use crate::place::{CellRange, CellRef, Place};
use crate::record::{Record, Table};
use crate::register::Sectors;
use crate::template::{Kind, Role};
use crate::value::Value;

/// The records that have something in common.
#[derive(Debug, Clone)]
pub struct Group {
    /// What they add up to, in đồng.
    pub sum: i128,
    /// Of which planned only.
    pub planned: i128,
    /// How many they are.
    pub count: usize,
    /// Their amounts on the first sheet that holds any.
    pub place: Place,
    /// Whether they are of one sector, section or sheet, which are named alike wherever they stand.
    pub sure: bool,
}

/// The sums of records.
#[derive(Debug, Default)]
pub struct Sums {
    named: HashMap<String, Vec<Group>>,
    figures: HashMap<i128, usize>,
    /// All records.
    pub all: Option<Group>,
}

impl Sums {
    /// The sums of all records of some tables.
    #[must_use]
    pub fn of<'t>(tables: impl Iterator<Item = &'t Table>, sectors: Option<&Sectors>) -> Self {
        let mut adder = Adder::default();
        for table in tables {
            adder.add(table, sectors, |_| true);
        }
        adder.sums()
    }

    /// The groups that a name may mean.
    #[must_use]
    pub fn named(&self, name: &str, sectors: Option<&Sectors>) -> &[Group] {
        let groups = |name: &str| self.named.get(name).filter(|name| !name.is_empty());
        let folded = group_name(name);
        let sector = || {
            let entry = sectors?.find(name)?;
            groups(&fold::fold(&entry.name))
        };
        groups(&folded).or_else(sector).map_or(&[], Vec::as_slice)
    }

    /// How many records at most make up a figure; `None` when none do.
    #[must_use]
    pub fn makes(&self, figure: i128) -> Option<usize> {
        let all = self.all.as_ref().filter(|all| all.is(figure, 0));
        all.map(|all| all.count)
            .or_else(|| self.figures.get(&figure).copied())
    }
}

/// Adds records up, table after table.
#[derive(Default)]
pub(super) struct Adder {
    groups: HashMap<(u8, String), Group>,
    all: Option<Group>,
}

impl Adder {
    /// Adds the records of a table that `takes` takes, by their index.
    pub(super) fn add(
        &mut self,
        table: &Table,
        sectors: Option<&Sectors>,
        takes: impl Fn(usize) -> bool,
    ) {
        for (index, record) in table.records.iter().enumerate() {
            let Some(adds) = Adds::of(table, record).filter(|_| takes(index)) else {
                continue;
            };
            for key in keys(table, record, sectors) {
                adds.to(self.groups.entry(key).or_insert_with(|| adds.begin(table)));
            }
            adds.to(self.all.get_or_insert_with(|| adds.begin(table)));
        }
    }

    /// The sums.
    pub(super) fn sums(self) -> Sums {
        let mut sums = Sums {
            all: self.all,
            ..Sums::default()
        };
        for ((kind, name), mut group) in self.groups {
            group.sure = kind <= SURE;
            for figure in [group.sum, group.sum - group.planned] {
                let count = sums.figures.entry(figure).or_insert(0);
                *count = (*count).max(group.count);
            }
            sums.named.entry(name).or_default().push(group);
        }
        for groups in sums.named.values_mut() {
            groups.sort_by(|a, b| (&a.place, a.sum, a.count).cmp(&(&b.place, b.sum, b.count)));
        }
        sums
    }
}

impl Group {
    /// Whether a figure says what the records add up to, give or take what rounding leaves.
    #[must_use]
    pub fn is(&self, figure: i128, rounding: i128) -> bool {
        [self.sum, self.sum - self.planned]
            .iter()
            .any(|sum| (sum - figure).abs() <= rounding)
    }
}

/// What a record adds to the groups it is of.
struct Adds {
    sum: i128,
    planned: i128,
    cell: CellRef,
}

impl Adds {
    fn of(table: &Table, record: &Record) -> Option<Self> {
        let field = record.fields.get(table.template.role(Role::Total)?)?;
        let sum = i128::from(field.dong()?.0);
        Some(Self {
            sum,
            planned: if field.planned() { sum } else { 0 },
            cell: field.cell.unwrap_or(CellRef::new(record.row, 0)),
        })
    }

    fn begin(&self, table: &Table) -> Group {
        Group {
            sum: 0,
            planned: 0,
            count: 0,
            place: table.place.at(self.cell),
            sure: false,
        }
    }

    fn to(&self, group: &mut Group) {
        group.sum += self.sum;
        group.planned += self.planned;
        group.count += 1;
        if let Some(cells) = &mut group.place.cells {
            // Cells of another sheet lie below or beside: the first sheet's stay as they are.
            if cells.last.row < self.cell.row && cells.last.col == self.cell.col {
                cells.last.row = self.cell.row;
            }
        }
    }
}

/// The last kind of what records have in common that is named alike everywhere.
const SURE: u8 = 2;

/// What a record has in common with others: kind and name. Of a sheet, a section, a sector (the kinds that are sure),
/// a year, a field of its own.
fn keys(table: &Table, record: &Record, sectors: Option<&Sectors>) -> HashSet<(u8, String)> {
    let mut keys = HashSet::new();
    let mut add = |kind: u8, name: &str| {
        let name = group_name(name);
        if !name.is_empty() {
            keys.insert((kind, name));
        }
    };
    add(0, table.place.sheet.as_deref().unwrap_or_default());
    let mut section = record.section;
    while let Some(found) = section.and_then(|index| table.sections.get(index)) {
        let label = found.path.rsplit(" / ").next().unwrap_or_default();
        add(1, label);
        if let Some(entry) = sectors.and_then(|sectors| sectors.find(label)) {
            add(2, &entry.name);
        }
        section = found.parent;
    }
    for (index, (spec, field)) in table.template.fields.iter().zip(&record.fields).enumerate() {
        let kind = 4_u8.saturating_add(u8::try_from(index).unwrap_or(u8::MAX));
        match (spec.role, spec.kind, &field.value) {
            (Some(Role::Sector), _, Value::Code { name, .. }) => add(2, name),
            (Some(Role::Time), _, Value::Interval(interval)) => {
                if let Some(start) = interval.start {
                    add(3, &start.year().to_string());
                }
            }
            (Some(Role::Provider) | None, Kind::Text, Value::Text(text))
                if text.chars().count() <= 80 =>
            {
                add(kind, text);
            }
            _ => {}
        }
    }
    keys
}

/// A name without its number and what it may begin with: `II. Lĩnh vực y tế` is `y tế`.
#[must_use]
pub fn group_name(name: &str) -> String {
    let bare = words::split_numbering(words::without_remark(name)).1;
    let folded = fold::fold(bare);
    let folded = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let rest = sheet_words().group.rest(folded);
    rest.filter(|rest| !rest.is_empty())
        .unwrap_or(folded)
        .to_owned()
}

/// The cells of some records of a table: their rows, and the columns that have headings.
pub(super) fn records_range<'r>(
    table: &Table,
    records: impl Iterator<Item = &'r Record>,
) -> Option<CellRange> {
    let (mut first, mut last) = (None::<u32>, None::<u32>);
    for record in records {
        first = Some(first.map_or(record.row, |row| row.min(record.row)));
        last = Some(last.map_or(record.row, |row| row.max(record.row)));
    }
    let left = table.columns.first().map_or(0, |column| column.col);
    let right = table.columns.last().map_or(left, |column| column.col);
    Some(CellRange::new(
        CellRef::new(first?, left),
        CellRef::new(last?, right),
    ))
}
