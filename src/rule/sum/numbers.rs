//! Rows that add up numbers other than money, held against their records: S201 and S203 for counts and measures.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::finding::Fact;
use crate::layout::Scope;
use crate::place::{CellRange, CellRef};
use crate::record::{Field, Table, Total};
use crate::rule::Sink;
use crate::template::{FieldSpec, Kind, Slot};
use crate::value::Value;

/// The sums of a table's numbers between any two rows: each field is added up once, row by row.
pub struct NumberSums<'t> {
    table: &'t Table,
    fields: BTreeMap<usize, Vec<Adds>>,
}

/// What numbers add up to.
#[derive(Debug, Clone, Copy, Default)]
struct Adds {
    sum: Decimal,
    /// How many cells hold something, and how many of them were not read.
    count: usize,
    unread: usize,
    first: Option<CellRef>,
    last: Option<CellRef>,
}

impl Adds {
    fn add(&mut self, field: &Field) {
        let Some(cell) = field.cell.filter(|_| !field.raw.is_empty()) else {
            return;
        };
        match number(field) {
            Some(number) => self.sum = self.sum.saturating_add(number),
            None => self.unread += 1,
        }
        self.count += 1;
        self.first = self.first.or(Some(cell));
        self.last = Some(cell);
    }

    fn range(&self) -> Option<CellRange> {
        Some(CellRange::new(self.first?, self.last?))
    }
}

fn number(field: &Field) -> Option<Decimal> {
    match field.value {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

/// Whether a form adds up a field: it is among its sums, or counts something, or, where the form names no sums, is no share.
fn is_added(table: &Table, spec: &FieldSpec) -> bool {
    let sums = &table.template.consolidated.sums;
    let counts = spec.kind == Kind::Integer && spec.unit.is_none();
    let measures = sums.is_empty() && spec.unit.as_deref() != Some("%");
    sums.contains(&spec.id) || counts || measures
}

impl<'t> NumberSums<'t> {
    pub fn new(table: &'t Table) -> Self {
        Self {
            table,
            fields: BTreeMap::new(),
        }
    }

    /// What stands in a field of the records between two rows, both included.
    fn of(&mut self, field: usize, (first, last): (u32, u32)) -> Adds {
        let records = &self.table.records;
        let above = self.fields.entry(field).or_insert_with(|| {
            let mut adds = Adds::default();
            let mut above = vec![adds];
            for record in records {
                if let Some(value) = record.fields.get(field) {
                    adds.add(value);
                }
                above.push(adds);
            }
            above
        });
        let from = records.partition_point(|record| record.row < first);
        let to = records
            .partition_point(|record| record.row <= last)
            .max(from);
        let at = |index: usize| above.get(index).copied().unwrap_or_default();
        let (before, until) = (at(from), at(to));
        let mut within = records.get(from..to).unwrap_or_default().iter();
        let cell = within.find_map(|record| {
            let value = record.fields.get(field)?;
            value.cell.filter(|_| !value.raw.is_empty())
        });
        Adds {
            sum: until.sum.saturating_sub(before.sum),
            count: until.count - before.count,
            unread: until.unread - before.unread,
            first: cell,
            last: until.last.filter(|_| until.count > before.count),
        }
    }
}

/// Checks the numbers of a row against the records that it covers; `before` are the tables whose list the table goes on
/// with.
pub fn check(
    table: &Table,
    total: &Total,
    sums: &mut NumberSums<'_>,
    before: &[&Table],
    sink: &mut Sink<'_>,
) {
    for (index, declared) in &total.numbers {
        let (Some(figure), Some(cell)) = (number(declared), declared.cell) else {
            continue;
        };
        let spec = table.template.field(*index);
        let Some(spec) = spec.filter(|spec| is_added(table, spec)) else {
            continue;
        };
        let all = (total.scope == Scope::All).then_some((0, total.row));
        let Some(covers) = total.covers.or(all) else {
            continue;
        };
        let adds = sums.of(*index, covers);
        if adds.sum == figure {
            continue;
        }
        let mut wider = adds;
        for field in before
            .iter()
            .flat_map(|table| &table.records)
            .filter_map(|record| record.fields.get(*index))
        {
            wider.add(field);
        }
        if !before.is_empty() && wider.sum == figure {
            continue;
        }
        let fact = Fact::NumberSum {
            row_label: total.label.clone(),
            label: spec.label(Slot::Value),
            declared: figure,
            computed: adds.sum,
            cells: adds.range(),
            count: adds.count,
            unread: adds.unread,
        };
        let finding = sink.add(table.place.at(cell), fact);
        finding.text = Some(declared.raw.to_string());
        finding.value = Some(figure.normalize().to_string());
        let range = adds.range().map(|cells| table.place.at(cells));
        finding.related = range.into_iter().collect();
    }
}
