//! Records that a table tells twice: rows of an old version left hidden, activities picked out once more.
//!
//! ```text
//!   2 | Xây 02 cầu nông thôn | 2019 | 800      hidden: the figure before it was mended
//!   2 | Xây 02 cầu nông thôn | 2019 | 850
//!     | Tổng cộng            |      | 1.025
//!     | Hoạt động tiêu biểu  |      |          below the total: some of the list again
//!   1 | Xây 02 cầu nông thôn | 2019 | 850
//! ```

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Found, Item, RecordAt, Repeat, RepeatWhy, alike, part};
use crate::fold;
use crate::layout::Scope;
use crate::layout::sheets::sheet_words;
use crate::record::{Record, Table, TotalKind};
use crate::round::Sheet;
use crate::template::Role;

/// So many records of the same name are looked at before one is held to be new.
const LOOKED: usize = 16;

/// Finds them on all sheets.
pub(super) fn find(sheets: &[Sheet], found: &mut Found) {
    for (sheet_index, sheet) in sheets.iter().enumerate() {
        let hidden: HashSet<u32> = sheet.hidden_rows.iter().copied().collect();
        for (table_index, table) in sheet.tables.iter().enumerate() {
            let is_hidden = |index: usize| {
                let record = table.records.get(index);
                record.is_some_and(|record| hidden.contains(&record.row))
            };
            let again = parts_told_again(table);
            let at = (sheet_index, table_index);
            if (0..table.records.len()).any(is_hidden) {
                Within::new(table, at, |index| !is_hidden(index)).hidden_rows(&is_hidden, found);
            }
            if !again.is_empty() {
                let parts = again.iter().flat_map(|(_, records)| records);
                let parts: HashSet<usize> = parts.copied().collect();
                let within = Within::new(table, at, |index| !parts.contains(&index));
                for (label, records) in again {
                    within.told_again(label, &records, found);
                }
            }
        }
    }
}

/// The parts of a table that may tell some of it once more: sections whose label says so, and what stands below a total
/// of all that adds up what stands above it. Each with its label and its records.
fn parts_told_again(table: &Table) -> Vec<(String, Vec<usize>)> {
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut below: Vec<usize> = Vec::new();
    let total = settled_total(table);
    for (index, record) in table.records.iter().enumerate() {
        let mut next = record.section;
        let mut told = None;
        while let Some(section) = next.and_then(|index| Some((index, table.sections.get(index)?))) {
            let label = section.1.path.rsplit(" / ").next().unwrap_or_default();
            if is_again(label) {
                told = Some(section.0);
            }
            next = section.1.parent;
        }
        if let Some(section) = told {
            parts.entry(section).or_default().push(index);
        } else if total.as_ref().is_some_and(|(row, _)| record.row > *row) {
            below.push(index);
        }
    }
    let label = |section: usize| {
        let path = table
            .sections
            .get(section)
            .map(|section| section.path.as_str());
        path.and_then(|path| path.rsplit(" / ").next())
            .unwrap_or_default()
            .to_owned()
    };
    let mut all: Vec<(String, Vec<usize>)> = parts
        .into_iter()
        .map(|(section, records)| (label(section), records))
        .collect();
    if let Some((_, label)) = total.filter(|_| !below.is_empty()) {
        all.push((label, below));
    }
    all.retain(|(_, records)| records.len() < table.records.len());
    if all.is_empty() {
        all.extend(section_left_over(table).map(|(section, records)| (label(section), records)));
    }
    all
}

/// The last outermost section without whose records a declared total of all is right, and with them is not.
fn section_left_over(table: &Table) -> Option<(usize, Vec<usize>)> {
    let mut sections: BTreeMap<usize, (i128, Vec<usize>)> = BTreeMap::new();
    let mut all = 0;
    for (index, record) in table.records.iter().enumerate() {
        let amount = alike::amount(table, record).unwrap_or(0);
        all += amount;
        let mut outermost = record.section;
        while let Some(parent) = outermost
            .and_then(|section| table.sections.get(section))
            .and_then(|section| section.parent)
        {
            outermost = Some(parent);
        }
        if let Some(section) = outermost {
            let section = sections.entry(section).or_default();
            section.0 += amount;
            section.1.push(index);
        }
    }
    let field = table.template.role(Role::Total)?;
    let totals = table
        .totals
        .iter()
        .filter(|total| total.scope == Scope::All);
    let amounts = totals.flat_map(|total| &total.amounts);
    let declared: BTreeSet<i128> = amounts
        .filter(|(index, _)| *index == field)
        .filter_map(|(_, figure)| Some(i128::from(figure.dong()?.0)))
        .collect();
    if declared.contains(&all) {
        return None;
    }
    let over = |(sum, records): &(i128, Vec<usize>)| {
        *sum != 0 && records.len() > 1 && declared.contains(&(all - sum))
    };
    let found = sections
        .into_iter()
        .rev()
        .find(|(_, section)| over(section))?;
    Some((found.0, found.1.1))
}

fn is_again(label: &str) -> bool {
    let folded = fold::fold(label);
    sheet_words()
        .again
        .begin(folded.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// The first total of all whose figure is the sum of the records above it, with records below it: its row and label.
fn settled_total(table: &Table) -> Option<(u32, String)> {
    let field = table.template.role(Role::Total)?;
    let last = table.records.last()?.row;
    let totals = table
        .totals
        .iter()
        .filter(|total| total.scope == Scope::All && total.kind == TotalKind::Row);
    let mut records = table.records.iter().peekable();
    let mut sum = 0;
    for total in totals {
        while let Some(record) = records.next_if(|record| record.row < total.row) {
            sum += alike::amount(table, record).unwrap_or(0);
        }
        let (_, figure) = total.amounts.iter().find(|(index, _)| *index == field)?;
        if total.row < last && figure.dong().map(|dong| i128::from(dong.0)) == Some(sum) {
            return Some((total.row, total.label.clone()));
        }
    }
    None
}

struct Within<'a> {
    table: &'a Table,
    at: (usize, usize),
    items: Vec<Option<Item>>,
    /// Those that may be told again, by what they share with others.
    exact: HashMap<u64, Vec<usize>>,
    loose: HashMap<u64, Vec<usize>>,
}

impl<'a> Within<'a> {
    /// Looks at a table, of whose records those that are `first` may be told again by the others.
    fn new(table: &'a Table, at: (usize, usize), first: impl Fn(usize) -> bool) -> Self {
        let items: Vec<Option<Item>> = table
            .records
            .iter()
            .enumerate()
            .map(|(index, record)| Item::of(table, record, (at.0, at.1, index)))
            .collect();
        let (mut exact, mut loose) = (HashMap::new(), HashMap::new());
        for (index, item) in items.iter().enumerate() {
            let Some(item) = item.as_ref().filter(|_| first(index)) else {
                continue;
            };
            let of =
                |map: &mut HashMap<u64, Vec<usize>>, key| map.entry(key).or_default().push(index);
            of(&mut exact, item.exact_key());
            of(&mut loose, item.loose_key());
        }
        Self {
            table,
            at,
            items,
            exact,
            loose,
        }
    }

    /// Hidden rows that tell what a row in sight tells.
    fn hidden_rows(&self, is_hidden: &dyn Fn(usize) -> bool, found: &mut Found) {
        let hidden = (0..self.items.len()).filter(|index| is_hidden(*index));
        let pairs: Vec<(usize, usize)> = hidden
            .filter_map(|index| Some((index, self.like(index)?)))
            .collect();
        // Neighbours that are hidden for neighbours in sight are one finding.
        let mut runs: Vec<Vec<(usize, usize)>> = Vec::new();
        for pair in pairs {
            match runs.last_mut() {
                Some(run) if run.last().is_some_and(|last| last.0 + 1 == pair.0) => run.push(pair),
                _ => runs.push(vec![pair]),
            }
        }
        for run in runs {
            self.leave_out(&run, RepeatWhy::HiddenRows, found);
        }
    }

    /// A part that tells some of the table again: every record of it stands elsewhere in the table.
    fn told_again(&self, label: String, records: &[usize], found: &mut Found) {
        let pairs = records
            .iter()
            .map(|index| Some((*index, self.like(*index)?)));
        let pairs: Option<Vec<(usize, usize)>> = pairs.collect();
        let gone = |index: usize| found.gone.contains(&self.full(index));
        if let Some(pairs) = pairs
            && !records.iter().copied().any(gone)
        {
            self.leave_out(&pairs, RepeatWhy::Again(label), found);
        }
    }

    fn leave_out(&self, pairs: &[(usize, usize)], why: RepeatWhy, found: &mut Found) {
        let left: Vec<usize> = pairs.iter().map(|pair| pair.0).collect();
        let counted: BTreeSet<usize> = pairs.iter().map(|pair| pair.1).collect();
        let of = |indexes: &[usize]| {
            let records: Vec<&Record> = indexes
                .iter()
                .filter_map(|index| self.record(*index))
                .collect();
            let sum = records
                .iter()
                .filter_map(|record| alike::amount(self.table, record))
                .sum();
            part(self.table, records.iter().copied(), sum)
        };
        let (left_part, counted) = (of(&left), of(&counted.into_iter().collect::<Vec<_>>()));
        found.repeats.push(Repeat {
            differs: pairs.iter().any(|(one, two)| {
                let amount = |index: usize| {
                    self.record(index)
                        .and_then(|record| alike::amount(self.table, record))
                };
                amount(*one) != amount(*two)
            }),
            left: left_part,
            counted,
            others: Vec::new(),
            why,
            lost: 0,
            kept: 0,
        });
        found
            .gone
            .extend(left.into_iter().map(|index| self.full(index)));
    }

    /// The record that a record tells again: to the đồng, else with another amount.
    fn like(&self, index: usize) -> Option<usize> {
        let item = self
            .items
            .get(index)?
            .as_ref()
            .filter(|item| item.tells())?;
        let among = |candidates: Option<&Vec<usize>>| {
            let mut candidates = candidates?.iter().copied().take(LOOKED);
            candidates.find(|other| {
                let other = self.items.get(*other).and_then(Option::as_ref);
                other.is_some_and(|other| item.agrees(other))
            })
        };
        among(self.exact.get(&item.exact_key()))
            .or_else(|| among(self.loose.get(&item.loose_key())))
    }

    fn record(&self, index: usize) -> Option<&'a Record> {
        self.table.records.get(index)
    }

    fn full(&self, index: usize) -> RecordAt {
        (self.at.0, self.at.1, index)
    }
}
