//! Single records that look like the same activity: word for word within a table, alike in all that tells activities
//! apart in two. Both stay; a person decides (X301).

use std::collections::HashMap;

use super::{Item, RecordAt, alike};
use crate::record::{Record, Table};
use crate::round::Sheet;
use crate::template::Role;

/// So many records of the same name and amount are looked at before one is held to be new.
const LOOKED: usize = 8;

/// Finds the pairs: the earlier record, the later one.
pub fn find(sheets: &[Sheet]) -> Vec<(RecordAt, RecordAt)> {
    let mut tables = sheets.iter().flat_map(|sheet| &sheet.tables);
    if let (Some(table), None) = (tables.next(), tables.next()) {
        return within(sheets, table);
    }
    let mut seen: HashMap<u64, Vec<Item>> = HashMap::new();
    let mut pairs = Vec::new();
    for (sheet_index, sheet) in sheets.iter().enumerate() {
        for (table_index, table) in sheet.tables.iter().enumerate() {
            for (index, record) in table.records.iter().enumerate() {
                let item = Item::of(table, record, (sheet_index, table_index, index));
                let Some(item) = item
                    .filter(|item| item.tells() && item.amount.is_some_and(|amount| amount != 0))
                else {
                    continue;
                };
                let earlier = seen.entry(item.exact_key()).or_default();
                let like = earlier.iter().rev().find(|other| {
                    if (other.at.0, other.at.1) == (sheet_index, table_index) {
                        let other = table.records.get(other.at.2);
                        other.is_some_and(|other| word_for_word(table, record, other))
                    } else {
                        other.agrees(&item)
                    }
                });
                // Of several alike, each is held against the first.
                if let Some(like) = like {
                    pairs.push((like.at, item.at));
                } else {
                    if earlier.len() == LOOKED {
                        earlier.remove(0);
                    }
                    earlier.push(item);
                }
            }
        }
    }
    pairs
}

/// The pairs of the only table, told by their texts as they stand: most submissions have one.
fn within(sheets: &[Sheet], table: &Table) -> Vec<(RecordAt, RecordAt)> {
    let sheet = sheets.iter().position(|sheet| !sheet.tables.is_empty());
    let mut seen: HashMap<(&str, Option<i128>), Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (index, record) in table.records.iter().enumerate() {
        let name = table
            .role(Role::Name)
            .and_then(|field| record.fields.get(field));
        let name = name.map_or("", |field| field.raw.trim());
        let amount = alike::amount(table, record).filter(|amount| *amount != 0);
        if name.is_empty() || amount.is_none() {
            continue;
        }
        let earlier = seen.entry((name, amount)).or_default();
        let like = earlier.iter().rev().copied().find(|other| {
            let other = table.records.get(*other);
            other.is_some_and(|other| word_for_word(table, record, other))
        });
        let at = |record: usize| (sheet.unwrap_or(0), 0, record);
        if let Some(like) = like {
            if Item::of(table, record, at(index)).is_some_and(|item| item.tells()) {
                pairs.push((at(like), at(index)));
            }
        } else {
            if earlier.len() == LOOKED {
                earlier.remove(0);
            }
            earlier.push(index);
        }
    }
    pairs
}

/// Whether two records of a table say the same in every column, whatever their numbers.
fn word_for_word(table: &Table, one: &Record, other: &Record) -> bool {
    table.section_path(one) == table.section_path(other)
        && one.extra == other.extra
        && one
            .fields
            .iter()
            .zip(&other.fields)
            .all(|(one, other)| one.raw.trim() == other.raw.trim())
}
