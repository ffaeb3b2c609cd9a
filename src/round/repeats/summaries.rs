//! Sheets in the form of a list whose rows add up the records of the others.
//!
//! ```text
//!   1 | Lĩnh vực y tế | Nhiều đơn vị | 2018-2019 | 900      the records of the sheet `Y tế`
//! ```

use std::collections::HashSet;

use super::lists::{List, Lists};
use super::{Found, Part, Repeat, RepeatWhy};
use crate::layout::sheets::{names_summary, sheet_words};
use crate::register::Sectors;
use crate::round::Sheet;
use crate::round::sums::Adder;

/// So many lists at most are held against the others.
const TRIED: usize = 8;

/// Finds them and leaves them out.
pub(super) fn find(
    lists: &mut Lists,
    sheets: &[Sheet],
    sectors: Option<&Sectors>,
    found: &mut Found,
) {
    let total: i128 = lists
        .all
        .iter()
        .filter(|list| list.counts)
        .map(|list| list.part.sum)
        .sum();
    let candidates: Vec<usize> = (0..lists.all.len())
        .filter(|index| {
            lists.all.get(*index).is_some_and(|list| {
                let half = list.part.sum != 0 && list.part.sum.checked_mul(2) == Some(total);
                list.counts && (half || is_worded(list))
            })
        })
        .take(TRIED)
        .collect();
    for candidate in candidates {
        adds_up(lists, candidate, sheets, sectors, found);
    }
}

/// Whether its own words say that a list adds up others: `Nhiều đơn vị` gives, or its sheet is called `Tổng hợp`.
fn is_worded(list: &List) -> bool {
    let various = |item: &&super::Item| sheet_words().various.begin(item.provider());
    let count = list.items.iter().filter(various).count();
    count * 2 >= list.items.len() && count > 0 || names_summary(&list.name)
}

fn adds_up(
    lists: &mut Lists,
    candidate: usize,
    sheets: &[Sheet],
    sectors: Option<&Sectors>,
    found: &mut Found,
) {
    let others: Vec<&List> = lists
        .all
        .iter()
        .enumerate()
        .filter(|(index, list)| *index != candidate && list.counts)
        .map(|(_, list)| list)
        .collect();
    let Some(list) = lists.all.get(candidate) else {
        return;
    };
    let count: usize = others.iter().map(|list| list.part.count).sum();
    if count <= list.part.count {
        return;
    }
    let counted: HashSet<super::RecordAt> = others
        .iter()
        .flat_map(|list| list.items.iter().map(|item| item.at))
        .collect();
    let mut adder = Adder::default();
    for (sheet, table) in others.iter().flat_map(|list| &list.tables) {
        let found = sheets
            .get(*sheet)
            .and_then(|sheet| sheet.tables.get(*table));
        if let Some(found) = found {
            adder.add(found, sectors, |record| {
                counted.contains(&(*sheet, *table, record))
            });
        }
    }
    let mut sums = adder.sums();
    let Some(all) = sums.all.take() else { return };
    let (mut agree, mut named, mut several) = (0, 0, false);
    for item in &list.items {
        let Some(amount) = item.amount else { continue };
        let groups = sums.named(item.name(), sectors);
        named += usize::from(!groups.is_empty());
        let by_name = groups
            .iter()
            .filter(|group| group.is(amount, 0))
            .map(|group| group.count)
            .max();
        let by_sum = by_name.or_else(|| sums.makes(amount).filter(|_| amount != 0));
        agree += usize::from(by_sum.is_some());
        several |= by_sum.is_some_and(|count| count > 1);
    }
    let rows = list.items.len();
    let whole = all.is(list.part.sum, 0);
    let worded = is_worded(list);
    let exact = whole && agree == rows && several && (rows > 1 || worded || named > 0);
    let by_words = worded && named == rows && agree * 2 >= rows;
    if !exact && !by_words {
        return;
    }
    let first = others.first().map(|list| list.part.place.clone());
    let rest = others
        .iter()
        .skip(1)
        .map(|list| list.part.place.clone())
        .collect();
    let counted = Part {
        place: first.unwrap_or_default(),
        count,
        sum: all.sum,
    };
    found.repeats.push(Repeat {
        left: list.part.clone(),
        counted,
        others: rest,
        why: RepeatWhy::Sums,
        differs: !whole || agree < rows,
        lost: 0,
        kept: 0,
    });
    if let Some(list) = lists.all.get_mut(candidate) {
        list.counts = false;
        found.gone.extend(list.items.iter().map(|item| item.at));
    }
}
