//! The records of a form as the workbook orders and adds them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::normalize::record::{Field, Record, Table};
use crate::normalize::value::Value;
use crate::round::{Round, Submission};
use crate::template::{Role, Template};

/// A record with where it came from and where the details sheet has it.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// The file.
    pub submission: &'a Submission,
    /// The table.
    pub table: &'a Table,
    /// The record.
    pub record: &'a Record,
}

impl<'a> Entry<'a> {
    /// The record's value in a field.
    pub fn field(&self, index: Option<usize>) -> Option<&'a Field> {
        self.record.fields.get(index?)
    }

    /// Whether its total amount is planned only.
    pub fn planned(&self, total: Option<usize>) -> bool {
        self.field(total).is_some_and(Field::planned)
    }
}

/// A sector with its records.
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
    /// The fields of money, total first, then parts.
    pub money: Vec<usize>,
    /// The records by sector, those of no sector last; planned amounts left out.
    pub groups: Vec<Group<'a>>,
    /// The records whose amount is planned only.
    pub planned: Vec<Entry<'a>>,
}

impl<'a> Figures<'a> {
    /// Orders the records of a form.
    pub fn new(round: &'a Round, template: &Arc<Template>) -> Self {
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
        let money = template
            .roles(Role::Total)
            .chain(template.roles(Role::Part))
            .collect();
        let sector = template.role(Role::Sector);
        let (planned, done): (Vec<Entry<'a>>, Vec<Entry<'a>>) = entries
            .iter()
            .copied()
            .partition(|entry| entry.planned(total));
        let mut figures = Self {
            template: template.clone(),
            entries,
            total,
            money,
            groups: Vec::new(),
            planned,
        };
        figures.groups = groups(round, done, sector);
        figures
    }

    /// The sum of a field over entries, in đồng: what was read.
    pub fn sum(entries: &[Entry<'_>], field: usize) -> i128 {
        entries
            .iter()
            .filter_map(|entry| entry.field(Some(field))?.dong())
            .map(|dong| i128::from(dong.0))
            .sum()
    }

    /// The records whose total amount says something that was not read, or nothing at all.
    pub fn unread(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.entries.iter().filter(|entry| {
            entry
                .field(self.total)
                .is_none_or(|field| field.dong().is_none())
        })
    }
}

fn groups<'a>(round: &Round, entries: Vec<Entry<'a>>, sector: Option<usize>) -> Vec<Group<'a>> {
    let order: BTreeMap<&str, usize> = round
        .setup
        .sectors
        .as_ref()
        .map(|sectors| {
            sectors
                .list()
                .entries()
                .iter()
                .enumerate()
                .map(|(index, sector)| (sector.code.as_str(), index))
                .collect()
        })
        .unwrap_or_default();
    // Listed sectors in the order of the list, others by name, records of no sector last.
    let mut groups: BTreeMap<(usize, String), Vec<Entry<'a>>> = BTreeMap::new();
    for entry in entries {
        let key = match entry.field(sector).map(|field| &field.value) {
            Some(Value::Code { code, name }) => (
                order.get(code.as_str()).copied().unwrap_or(order.len()),
                name.clone(),
            ),
            _ => (usize::MAX, "Chưa rõ lĩnh vực".to_owned()),
        };
        groups.entry(key).or_default().push(entry);
    }
    let offices = office_ranks(round);
    groups
        .into_iter()
        .map(|((_, name), mut entries)| {
            // A stable sort: files and rows keep their order within an office.
            entries.sort_by_key(|entry| {
                let office = &entry.submission.office;
                (
                    offices.get(office.code()).copied().unwrap_or(usize::MAX),
                    office.name().to_owned(),
                )
            });
            Group { name, entries }
        })
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
