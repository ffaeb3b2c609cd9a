//! Lists that tell the same activities on several sheets, or in several tables.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Found, Item, Part, RecordAt, Repeat, RepeatWhy, part};
use crate::book::grid::Visibility;
use crate::layout::sheets;
use crate::record::Record;
use crate::round::Sheet;

/// So many lists at most are looked at for each record that they share.
const PAIRED: usize = 16;
/// So many records of the same name are looked at before one is held to be new.
const LOOKED: usize = 16;

/// The lists of a workbook: tables, each with those that go on with it.
pub(super) struct Lists {
    pub(super) all: Vec<List>,
}

/// A list.
pub(super) struct List {
    /// Its tables: sheet and table.
    pub(super) tables: Vec<(usize, usize)>,
    /// What its records say.
    pub(super) items: Vec<Item>,
    /// The list as a whole.
    pub(super) part: Part,
    /// Whether it counts so far.
    pub(super) counts: bool,
    /// The name of its first sheet.
    pub(super) name: String,
    template: String,
    visible: bool,
    standing: i8,
    /// Whether its sheet is named after a plan.
    plans: bool,
    office: Option<String>,
    exact: HashMap<u64, Vec<usize>>,
    loose: HashMap<u64, Vec<usize>>,
}

impl Lists {
    /// The lists of the sheets, without the records that are gone already.
    pub(super) fn of(
        sheets: &[Sheet],
        offices: &[Option<String>],
        gone: &BTreeSet<RecordAt>,
    ) -> Self {
        let mut all: Vec<List> = Vec::new();
        // The list that each sheet's last table belongs to.
        let mut last: BTreeMap<usize, usize> = BTreeMap::new();
        for (sheet_index, sheet) in sheets.iter().enumerate() {
            for (table_index, table) in sheet.tables.iter().enumerate() {
                let at = |record| (sheet_index, table_index, record);
                let records = table.records.iter().enumerate();
                let records: Vec<(usize, &Record)> = records
                    .filter(|(index, _)| !gone.contains(&at(*index)))
                    .collect();
                let items = records
                    .iter()
                    .filter_map(|(index, record)| Item::of(table, record, at(*index)));
                let items: Vec<Item> = items.collect();
                let sum = items.iter().filter_map(|item| item.amount).sum();
                let part = part(table, records.iter().map(|(_, record)| *record), sum);
                let goes_on = sheet
                    .goes_on
                    .filter(|_| table.number == 0)
                    .and_then(|goes_on| last.get(&goes_on.sheet).copied());
                if let Some(list) = goes_on.and_then(|list| all.get_mut(list)) {
                    list.tables.push((sheet_index, table_index));
                    list.items.extend(items);
                    list.part.count += part.count;
                    list.part.sum += part.sum;
                } else {
                    let name = sheet.place.sheet.as_deref().unwrap_or_default().to_owned();
                    all.push(List {
                        tables: vec![(sheet_index, table_index)],
                        items,
                        part,
                        counts: true,
                        template: table.template.id.clone(),
                        visible: sheet.visibility == Visibility::Visible,
                        standing: sheets::standing(&name),
                        plans: sheets::names_plan(&name),
                        office: offices.get(sheet_index).cloned().flatten(),
                        name,
                        exact: HashMap::new(),
                        loose: HashMap::new(),
                    });
                }
                last.insert(sheet_index, goes_on.unwrap_or(all.len().saturating_sub(1)));
            }
        }
        all.retain(|list| !list.items.is_empty());
        Self { all }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Finds those that tell the same and decides which count.
    pub(super) fn find(&mut self, found: &mut Found) {
        for list in &mut self.all {
            list.index();
        }
        let pairs = self.pairs();
        if pairs.is_empty() {
            return;
        }
        self.made_up(&pairs, found);
        self.twice(&pairs, found);
    }

    /// The pairs of lists that share a record, the smaller list of each first.
    fn pairs(&self) -> Vec<(usize, usize)> {
        let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
        for (index, list) in self.all.iter().enumerate() {
            for key in list.exact.keys().chain(list.loose.keys()) {
                holders.entry(*key).or_default().push(index);
            }
        }
        let mut pairs = BTreeSet::new();
        for holders in holders.values() {
            for (position, one) in holders.iter().enumerate() {
                let others = holders.iter().take(PAIRED.min(position));
                // Where nothing but the name tells, both keys of a record are the same.
                pairs.extend(
                    others
                        .filter(|other| *other != one)
                        .map(|other| (*other, *one)),
                );
            }
        }
        let size = |index: usize| self.all.get(index).map_or(0, |list| list.items.len());
        let mut pairs: Vec<(usize, usize)> = pairs
            .into_iter()
            .filter(|(a, b)| {
                let template = |index: &usize| self.all.get(*index).map(|list| &list.template);
                template(a) == template(b)
            })
            .map(|(a, b)| if size(a) > size(b) { (b, a) } else { (a, b) })
            .collect();
        // The largest list first: what it holds is held to it, and not to a list that is left out itself.
        pairs.sort_by_key(|(small, large)| (std::cmp::Reverse(size(*large)), *large, *small));
        pairs
    }

    /// Lists that several others make up together: a sheet of all beside a sheet for each commune.
    fn made_up(&mut self, pairs: &[(usize, usize)], found: &mut Found) {
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (small, large) in pairs {
            parts.entry(*large).or_default().push(*small);
        }
        for (whole, parts) in parts {
            let Some((used, exact)) = self.parts_of(whole, &parts) else {
                continue;
            };
            let Some(list) = self.all.get_mut(whole) else {
                continue;
            };
            list.counts = false;
            found.gone.extend(list.items.iter().map(|item| item.at));
            let left = list.part.clone();
            let parts: Vec<&Part> = used
                .iter()
                .filter_map(|index| Some(&self.all.get(*index)?.part))
                .collect();
            let Some(first) = parts.first() else { continue };
            let counted = Part {
                place: first.place.clone(),
                count: parts.iter().map(|part| part.count).sum(),
                sum: parts.iter().map(|part| part.sum).sum(),
            };
            found.repeats.push(Repeat {
                differs: !exact || left.sum != counted.sum,
                left,
                counted,
                others: parts
                    .iter()
                    .skip(1)
                    .map(|part| part.place.clone())
                    .collect(),
                why: RepeatWhy::Details,
                lost: 0,
                kept: 0,
            });
        }
    }

    /// The lists that make a list up, none of its records left over, and whether all amounts agree.
    fn parts_of(&self, whole: usize, parts: &[usize]) -> Option<(Vec<usize>, bool)> {
        let list = self.all.get(whole).filter(|list| list.counts)?;
        let mut used = HashSet::new();
        let mut taken: Vec<usize> = Vec::new();
        let mut exact = 0;
        for index in parts {
            let Some(part) = self.all.get(*index) else {
                continue;
            };
            let fits = part.counts
                && part.items.len() < list.items.len()
                && part.tables.first().map(|table| table.0)
                    != list.tables.first().map(|table| table.0)
                && (part.visible || !list.visible)
                && part.standing >= list.standing;
            if !fits {
                continue;
            }
            let matched = part.matched(list, &mut used);
            if matched.pairs.len() == part.items.len() {
                exact += matched.exact;
                taken.push(*index);
            } else {
                for (_, theirs) in matched.pairs {
                    used.remove(&theirs);
                }
            }
        }
        let all = used.len() == list.items.len() && taken.len() > 1;
        (all && exact * 2 >= used.len()).then_some((taken, exact == used.len()))
    }

    /// Lists of which one tells what the other tells.
    fn twice(&mut self, pairs: &[(usize, usize)], found: &mut Found) {
        for (small, large) in pairs {
            let (Some(one), Some(two)) = (self.all.get(*small), self.all.get(*large)) else {
                continue;
            };
            if !one.counts || !two.counts {
                continue;
            }
            let matched = one.matched(two, &mut HashSet::new());
            if !same_list(one, two, &matched) {
                continue;
            }
            let (why, small_loses) = choose(one, two);
            let (loser, winner) = if small_loses {
                (*small, *large)
            } else {
                (*large, *small)
            };
            let theirs: HashSet<usize> = matched
                .pairs
                .iter()
                .map(|(ours, theirs)| if small_loses { *ours } else { *theirs })
                .collect();
            self.leave_out(loser, winner, why, &theirs, &matched, found);
        }
    }

    /// Takes the list that does not count out: all of it where something tells that it is old, else what the other one
    /// tells too.
    fn leave_out(
        &mut self,
        loser: usize,
        winner: usize,
        why: RepeatWhy,
        matched: &HashSet<usize>,
        pairs: &Matched,
        found: &mut Found,
    ) {
        let Some(counted) = self
            .all
            .get(winner)
            .map(|list| (list.part.clone(), sheets::is_plain(&list.name)))
        else {
            return;
        };
        let Some(list) = self.all.get_mut(loser) else {
            return;
        };
        let over = list.items.len() - matched.len();
        let whole = matches!(why, RepeatWhy::HiddenSheet | RepeatWhy::Named);
        let (lost, kept) = if whole { (over, 0) } else { (0, over) };
        let mut left = Vec::new();
        for (index, item) in list.items.iter().enumerate() {
            if whole || matched.contains(&index) {
                found.gone.insert(item.at);
            } else {
                left.push(index);
            }
        }
        if !left.is_empty() {
            found.torn.extend(&list.tables);
        }
        list.counts = false;
        // Names that say nothing do not tell an old version with fewer records from a part of the list.
        let unclear = match why {
            RepeatWhy::Contains => sheets::is_plain(&list.name) && counted.1,
            RepeatWhy::First => list.part.sum != counted.0.sum,
            _ => list.part.count != counted.0.count,
        };
        found.repeats.push(Repeat {
            left: list.part.clone(),
            counted: counted.0,
            others: Vec::new(),
            why,
            differs: unclear || over > 0 || pairs.exact < pairs.pairs.len(),
            lost,
            kept,
        });
    }
}

/// Which records of two lists tell the same.
pub(super) struct Matched {
    /// The record of the one list and that of the other.
    pairs: Vec<(usize, usize)>,
    /// How many agree in their amounts.
    exact: usize,
}

impl List {
    fn index(&mut self) {
        for (index, item) in self.items.iter().enumerate() {
            self.exact.entry(item.exact_key()).or_default().push(index);
            self.loose.entry(item.loose_key()).or_default().push(index);
        }
    }

    /// Matches the records with those of a larger list, each of which answers for one; those used already are not
    /// taken again.
    fn matched(&self, large: &Self, used: &mut HashSet<usize>) -> Matched {
        let mut pairs = Vec::new();
        let mut rest = Vec::new();
        let mut begins: HashMap<u64, usize> = HashMap::new();
        for (index, item) in self.items.iter().enumerate() {
            match large.like(item, item.exact_key(), &large.exact, used, &mut begins) {
                Some(like) => pairs.push((index, like)),
                None => rest.push((index, item)),
            }
        }
        let exact = pairs.len();
        begins.clear();
        for (index, item) in rest {
            let like = large.like(item, item.loose_key(), &large.loose, used, &mut begins);
            pairs.extend(like.map(|like| (index, like)));
        }
        Matched { pairs, exact }
    }

    /// A record that agrees with another and is not used yet.
    fn like(
        &self,
        item: &Item,
        key: u64,
        index: &HashMap<u64, Vec<usize>>,
        used: &mut HashSet<usize>,
        begins: &mut HashMap<u64, usize>,
    ) -> Option<usize> {
        let candidates = index.get(&key)?;
        let begin = begins.entry(key).or_insert(0);
        while candidates
            .get(*begin)
            .is_some_and(|index| used.contains(index))
        {
            *begin += 1;
        }
        let like = candidates
            .iter()
            .skip(*begin)
            .take(LOOKED)
            .copied()
            .find(|index| {
                !used.contains(index)
                    && self
                        .items
                        .get(*index)
                        .is_some_and(|other| item.agrees(other))
            })?;
        used.insert(like);
        Some(like)
    }
}

/// Whether two lists are one and the same, told twice: all or most of the smaller one's records stand in the other.
fn same_list(small: &List, large: &List, matched: &Matched) -> bool {
    let (count, pairs) = (small.items.len(), matched.pairs.len());
    if pairs == 0 {
        return false;
    }
    let named = small.visible != large.visible
        || small.standing != large.standing
        || small.plans != large.plans;
    let agree = matched.exact * 2 >= pairs && matched.exact > 0;
    let contained = pairs == count;
    let equal = contained && count == large.items.len();
    let apart = matches!((&small.office, &large.office), (Some(one), Some(two)) if one != two);
    if apart && (!contained || equal) || other_years(small, large) {
        return false;
    }
    // Sheets for two communes may well hold the same one or two gifts.
    if equal && count <= 2 && !named {
        let plain = sheets::is_plain(&small.name) || sheets::is_plain(&large.name);
        return plain && matched.exact > 0;
    }
    if contained {
        return (agree && (count > 1 || matched.exact == 1)) || named && count > 1;
    }
    (pairs >= 3 && pairs * 10 >= count * 7 && agree) || (named && pairs >= 2 && pairs * 2 >= count)
}

/// Whether two sheets are named after different years, and their records do not tell when.
fn other_years(one: &List, two: &List) -> bool {
    if one.items.iter().chain(&two.items).any(Item::is_dated) {
        return false;
    }
    let (one, two) = (years(&one.name), years(&two.name));
    !one.is_empty() && !two.is_empty() && one.is_disjoint(&two)
}

fn years(name: &str) -> BTreeSet<&str> {
    let words = name.split(|c: char| !c.is_ascii_digit());
    words
        .filter(|word| word.len() == 4 && (word.starts_with("19") || word.starts_with("20")))
        .collect()
}

/// Why one of two lists counts, and whether it is the larger one.
fn choose(small: &List, large: &List) -> (RepeatWhy, bool) {
    if small.visible != large.visible {
        (RepeatWhy::HiddenSheet, large.visible)
    } else if small.plans != large.plans {
        (RepeatWhy::Planned, small.plans)
    } else if small.standing != large.standing {
        (RepeatWhy::Named, small.standing < large.standing)
    } else if small.items.len() < large.items.len() {
        (RepeatWhy::Contains, true)
    } else {
        (RepeatWhy::First, large.tables < small.tables)
    }
}
