//! Which office of the register a text means.
//!
//! Every name of the register is aligned with the text (`align.rs`); what is good enough competes,
//! and what is equally good stays side by side: `Duyên Hải` is a district and a town.

use super::align::{CORELESS, CUT, HEADLESS, Hit, NO_AUTHORITY, SHORT, SLIP, UNRANKED, least};
use super::name::Name;
use super::offices::Register;
use super::province::ending;
use super::query::{Query, Token};
use super::unit::{Strength, Unit, UnitMatch};
use crate::fold::{bare, fold};

/// An alignment with the name of this unit.
type Found = (usize, Hit);

impl Register {
    /// The office that a text is the name of: a line of the letterhead, what stands behind
    /// `Đơn vị báo cáo:` (which may be there), a cell that holds an office.
    ///
    /// Lines or parts beside the name are allowed for a body within the office or above it
    /// (`UBND TỈNH TRÀ VINH\nSỞ Y TẾ`, `Trung tâm Khuyến công, Sở Công Thương`), not for others.
    #[must_use]
    pub fn find(&self, text: &str) -> UnitMatch<'_> {
        let text = strip_label(text);
        if let Some(owners) = self.exact.get(&fold(text)) {
            return self.answer(owners.clone(), Strength::Exact);
        }
        let Some(query) = Query::new(text) else {
            return UnitMatch::None;
        };
        let whole = match self.find_whole(&query) {
            UnitMatch::None => self.find_written_out(text),
            found => found,
        };
        if whole != UnitMatch::None || self.others.stand_in(&query) {
            return whole;
        }
        match pick(self.find_parts(&query)) {
            (owners, Some(_)) => self.answer(self.without_superior(owners), Strength::Part),
            (_, None) => UnitMatch::None,
        }
    }

    /// The office that a longer text names somewhere, such as the name of a file or its path:
    /// `BC Sở GDvaĐT gửi SKHĐT.xls`, `huyen/so-nv_mau-danh-muc_2020.xlsx`. The addressee behind
    /// `gửi` is not meant. A folder counts when the file's own name tells nothing.
    #[must_use]
    pub fn find_in(&self, text: &str) -> UnitMatch<'_> {
        text.rsplit(['/', '\\'])
            .map(|part| self.find_inside(part))
            .find(|found| *found != UnitMatch::None)
            .unwrap_or(UnitMatch::None)
    }

    fn find_whole(&self, query: &Query) -> UnitMatch<'_> {
        let end = match self.home {
            Some(_) => query.len(),
            None => ending(query).unwrap_or(query.len()),
        };
        let hits = self.patterns.iter().filter_map(|(index, pattern)| {
            let hit = pattern.range(query, 0, end)?;
            hit.is_office(false).then_some((*index, hit))
        });
        let (owners, best) = pick(hits.collect());
        let Some(best) = best else {
            return UnitMatch::None;
        };
        if owners.len() == 1 && self.may_be_the_province(owners.first(), best) {
            return UnitMatch::None;
        }
        self.answer(owners, strength(best))
    }

    /// The office whose abbreviated name in the register the text writes out.
    fn find_written_out(&self, text: &str) -> UnitMatch<'_> {
        if self.abbreviated.is_empty() {
            return UnitMatch::None;
        }
        let patterns = Name::parse(text).patterns(self.home.as_ref(), true);
        let hits = self.abbreviated.iter().flat_map(|(index, query)| {
            let hits = patterns.iter().filter_map(|pattern| pattern.whole(query));
            hits.map(|hit| (*index, hit.cost))
        });
        self.answer(least(hits), Strength::Short)
    }

    /// Offices named by a line of the text, by a part between commas or dashes, or, for a
    /// `Phòng` of a district, by the district behind it.
    fn find_parts(&self, query: &Query) -> Vec<Found> {
        const MANY: usize = 8;
        let segments = query.segments();
        let mut found = Vec::new();
        if segments.len() <= MANY {
            for (at, (start, _)) in segments.iter().enumerate() {
                for (_, end) in segments.iter().skip(at) {
                    let hits = self.hits_between(query, *start, *end);
                    found.extend(hits.filter(|(_, hit)| !hit.has(HEADLESS | CUT | NO_AUTHORITY)));
                }
            }
        }
        let bureau = query.tokens.first().map(|token| bare(&token.fold));
        if found.is_empty() && bureau.is_some_and(|word| word == "phong") {
            for token in &query.tokens {
                let hits = self.hits_between(query, token.start, query.len());
                found.extend(hits.filter(|(_, hit)| hit.has(NO_AUTHORITY) && !hit.has(UNRANKED)));
            }
        }
        found
    }

    fn hits_between(&self, query: &Query, start: usize, end: usize) -> impl Iterator<Item = Found> {
        let first = query.letters.get(start);
        self.patterns.iter().filter_map(move |(index, pattern)| {
            if !first.is_some_and(|first| pattern.firsts.contains(first)) {
                return None;
            }
            let hit = pattern.range(query, start, end)?;
            hit.is_office(true).then_some((*index, hit))
        })
    }

    fn find_inside(&self, text: &str) -> UnitMatch<'_> {
        let Some(query) = Query::new(strip_extension(text)) else {
            return UnitMatch::None;
        };
        let addressed = addressees(&query);
        let mut found: Vec<Found> = Vec::new();
        for start in query.edges() {
            if addressed
                .iter()
                .any(|(from, to)| (*from..*to).contains(&start))
            {
                continue;
            }
            let mut hits: Vec<Found> = Vec::new();
            for (index, pattern) in &self.patterns {
                let ends = pattern.from(&query, start).into_iter();
                let offices = ends.filter(|hit| hit.is_office(true) && query.is_edge(hit.end));
                hits.extend(offices.map(|hit| (*index, hit)));
            }
            // Of `Sở Giáo dục và Đào tạo TP. Hồ Chí Minh` no part is an office of the register.
            let foreign = |(_, hit): &Found| self.others.stand_at(&query, hit.end);
            if !hits.iter().any(foreign) {
                found.extend(hits.into_iter().filter(|(index, hit)| {
                    !self.may_be_the_province(Some(index), *hit)
                        && !is_elsewhere(&query, hit)
                        && !is_subject(&query, hit)
                }));
            }
        }
        // `1687/SKHĐT` is the number of the letter that asks for the form, more likely than not.
        let (numbered, mut named): (Vec<Found>, Vec<Found>) = found
            .into_iter()
            .partition(|(_, hit)| follows_number(&query, hit.start));
        if named.is_empty() {
            named = numbered;
        }
        match pick(named) {
            (owners, Some(best)) => self.answer(self.without_superior(owners), strength(best)),
            (_, None) => UnitMatch::None,
        }
    }

    /// Whether the text says no more than the name that the province and its city share.
    fn may_be_the_province(&self, owner: Option<&usize>, hit: Hit) -> bool {
        let name = owner.and_then(|owner| self.names.get(*owner));
        hit.has(UNRANKED) && name.is_some_and(|name| name.is_called_like(self.home.as_ref()))
    }

    /// Departments write the province's committee above their own name.
    fn without_superior(&self, mut owners: Vec<usize>) -> Vec<usize> {
        let superior = |owner: &usize| self.names.get(*owner).is_some_and(Name::is_superior);
        if !owners.iter().all(superior) {
            owners.retain(|owner| !superior(owner));
        }
        owners
    }

    fn answer(&self, mut owners: Vec<usize>, strength: Strength) -> UnitMatch<'_> {
        owners.sort_unstable();
        let units: Vec<&Unit> = owners
            .iter()
            .filter_map(|owner| self.units.get(*owner))
            .collect();
        match units.as_slice() {
            [] => UnitMatch::None,
            [only] => UnitMatch::One(only, strength),
            _ => UnitMatch::Several(units),
        }
    }
}

/// The owners named best: a longer name wins over a shorter one that it overlaps, and of names of
/// the same letters the nearer one. Names that stand apart, or are equally near, all stay.
fn pick(mut found: Vec<Found>) -> (Vec<usize>, Option<Hit>) {
    found.sort_by_key(|(_, hit)| (std::cmp::Reverse(hit.end - hit.start), hit.start, hit.cost));
    let mut kept: Vec<Hit> = Vec::new();
    let mut owners: Vec<usize> = Vec::new();
    for (owner, hit) in found {
        let beaten = kept.iter().any(|other| {
            let same = (other.start, other.end) == (hit.start, hit.end);
            let overlap = hit.start < other.end && other.start < hit.end;
            overlap && !(same && hit.cost <= other.cost)
        });
        if !beaten {
            kept.push(hit);
            if !owners.contains(&owner) {
                owners.push(owner);
            }
        }
    }
    (owners, kept.first().copied())
}

fn strength(hit: Hit) -> Strength {
    if hit.has(SLIP) {
        Strength::Slip
    } else if hit.has(SHORT | CUT | HEADLESS | UNRANKED | CORELESS) {
        Strength::Short
    } else {
        Strength::Words
    }
}

/// The letters behind `gửi`, up to something that parts, or `của`.
fn addressees(query: &Query) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    for (at, token) in query.tokens.iter().enumerate() {
        if !matches!(token.fold.as_str(), "gửi" | "gởi" | "gui") {
            continue;
        }
        let mut behind = query.tokens.iter().skip(at + 2);
        let end = behind.find(|next| next.parted || matches!(next.fold.as_str(), "của" | "cua"));
        ranges.push((token.end, end.map_or(query.len(), |next| next.start)));
    }
    ranges
}

/// Whether the name is that of another place (`thị trấn Càng Long` is no district), or says where
/// something is done (`tại xã Long Khánh, huyện Duyên Hải`).
fn is_elsewhere(query: &Query, hit: &Hit) -> bool {
    const RANKS: [&str; 15] = [
        "tinh", "pho", "xa", "huyen", "quan", "phuong", "tran", "h", "q", "p", "x", "t", "tp",
        "tx", "tt",
    ];
    let before = query.tokens_before(hit.start);
    let last = before.last().map_or("", |token| token.fold.as_str());
    if hit.has(UNRANKED) && RANKS.contains(&bare(last).as_str()) {
        return true;
    }
    let place = |token: &Token| matches!(token.fold.as_str(), "tại" | "xã" | "phường" | "trấn");
    hit.has(NO_AUTHORITY) && (matches!(last, "tai" | "từ") || before.iter().any(place))
}

/// Whether a part of the name is missing and the text goes on as if it were no name at all:
/// `Mẫu danh mục (GD&ĐT)` means an office, `Lĩnh vực giáo dục và đào tạo` a sector;
/// `Sở Giao thông 2020` means one, `Sở Giao thông Công chính` was another.
fn is_subject(query: &Query, hit: &Hit) -> bool {
    let free = |position| match query.token_at(position) {
        Some(token) => token.parted || matches!(token.fold.as_str(), "gửi" | "gởi" | "gui"),
        None => position == query.len(),
    };
    let digit = query.letters.get(hit.end).is_some_and(char::is_ascii_digit);
    let begins = hit.start == 0 || free(hit.start);
    let ends = digit || free(hit.end);
    (hit.has(HEADLESS) && !(begins && ends)) || (hit.has(CUT) && !ends)
}

/// Whether the token before is a number, but no year.
fn follows_number(query: &Query, position: usize) -> bool {
    let before = query.tokens_before(position).last();
    before.is_some_and(|token| match token.fold.parse::<u32>() {
        Ok(number) => !(1990..2100).contains(&number),
        Err(_) => false,
    })
}

/// The name of a file without its extension, three or four letters behind the last point.
fn strip_extension(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, end)) if matches!(end.len(), 3 | 4) && end.is_ascii() && !end.contains(' ') => {
            stem
        }
        _ => name,
    }
}

/// What stands behind `Đơn vị báo cáo:`.
pub(super) fn strip_label(text: &str) -> &str {
    match text.split_once(':') {
        Some((label, rest)) if !rest.trim().is_empty() => {
            let label = bare(label);
            let known = ["don vi", "co quan", "ten don vi", "ten co quan"];
            if known.iter().any(|start| label.starts_with(start)) {
                rest
            } else {
                text
            }
        }
        _ => text,
    }
}
