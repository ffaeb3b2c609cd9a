//! The records of a form as the workbook orders and adds them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::grouping::{By, Group, Grouping, Level};
use super::scale::{Scale, Shown};
use super::wording::shown;
use crate::fold;
use crate::lang::Lang;
use crate::place::CellRef;
use crate::record::{Field, Record, Table};
use crate::round::{Round, Submission};
use crate::template::{Role, Slot, Template, capital};
use crate::value::{Dong, Qualifier, Value};

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
    /// The fields of money: the total, its parts, others.
    pub money: Vec<usize>,
    /// The fields of numbers that are added up.
    pub numbers: Vec<usize>,
    /// What the groups are, the outermost first.
    pub levels: Vec<Level>,
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
        let money = template.money_fields();
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
        let levels = by.levels(template);
        let groups = Grouping::new(round, template).groups(done, &levels);
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
            numbers: template.number_fields(),
            levels,
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

    /// The sum of a field of numbers over all records that are neither planned only nor withdrawn.
    pub fn number_done(&self, field: usize) -> Decimal {
        let groups = self.groups.iter();
        groups.fold(Decimal::ZERO, |sum, group| {
            sum.saturating_add(Self::number_sum(&group.entries, field))
        })
    }

    /// The sum of a field of numbers over entries.
    pub fn number_sum(entries: &[Entry<'a>], field: usize) -> Decimal {
        let numbers = entries.iter().filter_map(|entry| entry.number(field));
        numbers.fold(Decimal::ZERO, |sum, number| sum.saturating_add(number))
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

    /// How many different values a field has, spellings of one name taken together.
    pub fn distinct(&self, field: usize) -> usize {
        let values = self.entries.iter().filter_map(|entry| {
            let field = entry.field(Some(field))?;
            let text = match &field.value {
                Value::Empty => return None,
                Value::Code { code, name } if code.is_empty() => fold::name(name),
                Value::Code { code, .. } => code.to_string(),
                value => fold::name(&shown(value)),
            };
            Some(text)
        });
        values.collect::<BTreeSet<String>>().len()
    }

    /// The label of the number of records: `Số dự án`.
    pub fn count_label(&self) -> String {
        format!("Số {}", self.template.noun().vi)
    }

    /// How many places behind the comma the numbers of a field have.
    pub fn places(&self, field: usize) -> u32 {
        let numbers = self.entries.iter().filter_map(|entry| entry.number(field));
        let places = numbers.map(|number| number.normalize().scale());
        places.max().unwrap_or(0)
    }

    /// Whether no record says anything in a field.
    pub fn is_empty(&self, field: usize) -> bool {
        let mut entries = self.entries.iter();
        entries.all(|entry| {
            let field = entry.field(Some(field));
            field.is_none_or(|field| field.raw.is_empty() && field.value == Value::Empty)
        })
    }

    /// What its money is called, with a capital: `Kinh phí`.
    pub fn money_word(&self) -> String {
        capital(self.template.money_word(Lang::Vi))
    }

    /// What a money field is called, without its unit: `Kinh phí hỗ trợ`.
    pub fn label(&self, field: usize) -> String {
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
