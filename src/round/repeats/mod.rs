//! Lists that stand twice in one workbook: which counts, and why (X309).
//!
//! ```text
//!   Danh mục       3 records, 1.025 triệu đồng      counts
//!   Danh mục (2)   3 records, 1.025 triệu đồng      hidden, an old copy: left out
//!   Tổng hợp       Lĩnh vực y tế | Nhiều đơn vị | 900 triệu đồng: the sum of the records of a sheet, left out
//! ```
//!
//! Lists are matched by what their records say (name, money, who, when), never by where they stand. What does not count
//! is taken out of its table, so that every record is written and summed once; what was taken out, for which list, and
//! how the two differ is kept for the rule to tell. Two lists that share a record or two stay as they are (X301).

mod alike;
mod lists;
mod pairs;
mod summaries;
mod within;

use std::collections::{BTreeMap, BTreeSet};

use super::Sheet;
use super::sums::records_range;
use crate::layout::Scope;
use crate::place::Place;
use crate::record::{Record, Table};
use crate::register::Sectors;

pub(super) use pairs::find as alike_in;

use alike::Item;

/// A list, or a part of one, that tells what another tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// What does not count.
    pub left: Part,
    /// What counts.
    pub counted: Part,
    /// Further places of what counts.
    pub others: Vec<Place>,
    /// Why the one counts and not the other.
    pub why: RepeatWhy,
    /// Whether the two contradict each other, or nothing tells which counts.
    pub differs: bool,
    /// Records that stand in the left list only and were left out with it.
    pub lost: usize,
    /// Records that stand in the left list only and count all the same.
    pub kept: usize,
}

/// One of two lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Where it stands.
    pub place: Place,
    /// How many records it has.
    pub count: usize,
    /// What they add up to, in đồng.
    pub sum: i128,
}

/// Why one of two lists counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RepeatWhy {
    /// The other one's sheet is hidden.
    HiddenSheet,
    /// The other one's rows are hidden.
    HiddenRows,
    /// The names of the sheets tell the old one, or the copy, from the other.
    Named,
    /// The other one's sheet is named after a plan.
    Planned,
    /// It has more records, those of the other among them.
    Contains,
    /// It is one of several sheets that together make up the other.
    Details,
    /// The other one's rows add up its records.
    Sums,
    /// The other one is a part of the table that tells some of it again, under this label.
    Again(String),
    /// Nothing tells: the first was taken.
    First,
}

/// Where a record stands: the sheet, the table on it, the record in that, all by their index.
pub type RecordAt = (usize, usize, usize);

/// Finds the lists that stand twice and takes what does not count out of the tables.
pub(super) fn settle(
    sheets: &mut [Sheet],
    offices: &[Option<String>],
    sectors: Option<&Sectors>,
) -> Vec<Repeat> {
    let mut found = Found::default();
    within::find(sheets, &mut found);
    if sheets.iter().map(|sheet| sheet.tables.len()).sum::<usize>() > 1 {
        among_lists(sheets, offices, sectors, &mut found);
    }
    take_out(sheets, &found);
    found.repeats.sort_by_cached_key(|repeat| {
        (
            sheet_index(sheets, &repeat.left.place),
            repeat.left.place.cells,
        )
    });
    found.repeats
}

fn among_lists(
    sheets: &[Sheet],
    offices: &[Option<String>],
    sectors: Option<&Sectors>,
    found: &mut Found,
) {
    let mut lists = lists::Lists::of(sheets, offices, &found.gone);
    if lists.len() > 1 {
        lists.find(found);
        summaries::find(&mut lists, sheets, sectors, found);
    }
}

fn sheet_index(sheets: &[Sheet], place: &Place) -> Option<usize> {
    sheets
        .iter()
        .position(|sheet| sheet.place.sheet == place.sheet)
}

/// What was found so far.
#[derive(Default)]
struct Found {
    repeats: Vec<Repeat>,
    /// The records that do not count.
    gone: BTreeSet<RecordAt>,
    /// Tables whose declared totals no longer hold: some of their records count, others do not.
    torn: BTreeSet<(usize, usize)>,
}

/// Takes the records that do not count out of their tables, and tables that lose all of theirs out of their sheets.
fn take_out(sheets: &mut [Sheet], found: &Found) {
    let mut by_table: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (sheet, table, record) in &found.gone {
        by_table.entry((*sheet, *table)).or_default().push(*record);
    }
    let mut empty: BTreeSet<(usize, usize)> = BTreeSet::new();
    for ((sheet_index, table_index), gone) in by_table {
        let Some(sheet) = sheets.get_mut(sheet_index) else {
            continue;
        };
        let Some(table) = sheet.tables.get_mut(table_index) else {
            continue;
        };
        let rows: BTreeSet<u32> = gone
            .iter()
            .filter_map(|index| table.records.get(*index))
            .map(|record| record.row)
            .collect();
        let left = left_sections(table, &gone);
        let mut index = 0;
        table.records.retain(|_| {
            index += 1;
            gone.binary_search(&(index - 1)).is_err()
        });
        sheet.thinned.push(table.number);
        if table.records.is_empty() {
            empty.insert((sheet_index, table_index));
        } else if found.torn.contains(&(sheet_index, table_index)) {
            table.totals.clear();
        } else {
            table.totals.retain(|total| match total.scope {
                Scope::Section(section) => !left.contains(&section),
                _ => true,
            });
        }
        sheet.hidden_rows.retain(|row| !rows.contains(row));
    }
    for (sheet_index, table_index) in empty.into_iter().rev() {
        if let Some(sheet) = sheets.get_mut(sheet_index)
            && table_index < sheet.tables.len()
        {
            sheet.tables.remove(table_index);
        }
    }
}

/// The sections of which no record is left.
fn left_sections(table: &Table, gone: &[usize]) -> BTreeSet<usize> {
    let mut all = BTreeSet::new();
    let mut kept = BTreeSet::new();
    for (index, record) in table.records.iter().enumerate() {
        let of = if gone.binary_search(&index).is_ok() {
            &mut all
        } else {
            &mut kept
        };
        let mut next = record.section;
        while let Some(section) = next {
            if !of.insert(section) {
                break;
            }
            next = table
                .sections
                .get(section)
                .and_then(|section| section.parent);
        }
    }
    all.difference(&kept).copied().collect()
}

/// Some records of a table as one of two lists.
fn part<'r>(table: &Table, records: impl Iterator<Item = &'r Record> + Clone, sum: i128) -> Part {
    let count = records.clone().count();
    Part {
        place: records_range(table, records)
            .map_or_else(|| table.place.clone(), |range| table.place.at(range)),
        count,
        sum,
    }
}
