//! Which office of the register a text means.
//!
//! Every name of the register is aligned with the text (`align.rs`); what is good enough competes,
//! and what is equally good stays side by side: `Duyên Hải` is a district and a town.

use super::align::{
    CORELESS, CUT, HEADLESS, Hit, NO_AUTHORITY, PLACE_UNRANKED, Pattern, SHORT, SLIP, UNPLACED,
    UNRANKED, least,
};
use super::name::{Above, Fit, Name};
use super::offices::{Register, is_province};
use super::province::ending;
use super::query::{Query, Token};
use super::unit::{Strength, Unit, UnitMatch};
use super::words::words;
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
        self.find_below(text, &[])
    }

    /// The office that a text is the name of, where these lines stand above it: `PHÒNG Y TẾ` below
    /// `UBND HUYỆN CẦU KÈ` is that of this district and of no other.
    ///
    /// Every word of the register's name that tells its office from others stands in the text or above it. Where the
    /// place of an office stands in neither, it is one of several, even if the register holds but one of its kind.
    #[must_use]
    pub fn find_below(&self, text: &str, above: &[&str]) -> UnitMatch<'_> {
        let text = strip_label(text);
        let lines = Above::of(above);
        let folded = fold(text);
        if let Some(owners) = self.exact.get(&folded) {
            // An alias may be as short as it likes, and says nothing of the place.
            let stated = |owner: &usize| {
                let unit = self.units.get(*owner);
                unit.is_some_and(|unit| fold(&unit.name) == folded)
            };
            let marks = if owners.iter().any(stated) { 0 } else { CUT };
            let best = Hit {
                marks,
                ..Hit::default()
            };
            return self.settle(owners.clone(), Some(best), Strength::Exact, &lines);
        }
        let Some(query) = Query::new(text) else {
            return UnitMatch::None;
        };
        let whole = match self.find_whole(&query, &lines) {
            UnitMatch::None => self.find_written_out(text, &lines),
            found => found,
        };
        if whole != UnitMatch::None || self.others.stand_in(&query) {
            return whole;
        }
        if let Some((superior, own)) = split_last(text) {
            if is_province(own) {
                // `UBND huyện Châu Thành, tỉnh Kiên Giang`
                let mut around = vec![own];
                around.extend(above);
                return self.find_below(superior, &around);
            }
            let mut around = vec![superior];
            around.extend(above);
            return match self.find_below(own, &around) {
                UnitMatch::None => self.as_part(self.find_below(superior, above), &query),
                found => found,
            };
        }
        let (owners, best) = pick(self.find_parts(&query));
        if best.is_none() {
            return UnitMatch::None;
        }
        let owners = self.without_superior(owners);
        self.as_part(self.settle(owners, None, Strength::Part, &lines), &query)
    }

    /// The office above the one that is named, which is not on the register. `Phòng Y tế` of a district whose departments
    /// are on it by themselves may be none of them, and no department is the province.
    fn as_part<'a>(&'a self, found: UnitMatch<'a>, query: &Query) -> UnitMatch<'a> {
        match found {
            UnitMatch::One(unit, _) if Name::parse(&unit.name).is_superior() => UnitMatch::None,
            UnitMatch::One(unit, _) if names_a_department(query) && self.lists_offices_of(unit) => {
                UnitMatch::Several(vec![unit])
            }
            UnitMatch::One(unit, _) => UnitMatch::One(unit, Strength::Part),
            found => found,
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

    fn find_whole(&self, query: &Query, above: &Above) -> UnitMatch<'_> {
        let end = match self.home {
            Some(_) => query.len(),
            None => ending(query).unwrap_or(query.len()),
        };
        let all = self.patterns.iter().chain(self.codes_of(query, 0, end));
        let hits = all.filter_map(|(index, pattern)| {
            let hit = pattern.range(query, 0, end)?;
            hit.is_office(false).then_some((*index, hit))
        });
        let hits = hits.filter_map(|found| self.placed(found, above)).collect();
        let (owners, best) = pick(hits);
        let Some(best) = best else {
            return UnitMatch::None;
        };
        if owners.len() == 1 && self.may_be_the_province(owners.first(), best) {
            return UnitMatch::None;
        }
        self.settle(owners, Some(best), strength(best), above)
    }

    /// A hit that lacks the place of its office, with that place when the lines above name it; `None` when they name
    /// another one.
    fn placed(&self, (owner, hit): Found, above: &Above) -> Option<Found> {
        if !hit.has(UNPLACED) {
            return Some((owner, hit));
        }
        match self.fit(owner, above) {
            Fit::Fits { placed, .. } => Some((owner, if placed { hit.given_place() } else { hit })),
            Fit::OtherPlace | Fit::OtherProvince => None,
        }
    }

    /// The office whose abbreviated name in the register the text writes out.
    fn find_written_out(&self, text: &str, above: &Above) -> UnitMatch<'_> {
        if self.abbreviated.is_empty() {
            return UnitMatch::None;
        }
        let name = Name::parse(text);
        let placed = above.places.iter().filter_map(|place| name.within(place));
        let patterns: Vec<_> = std::iter::once(name.clone())
            .chain(placed)
            .flat_map(|name| name.patterns(self.home.as_ref(), true))
            .collect();
        let hits = self.abbreviated.iter().flat_map(|(index, query)| {
            let hits = patterns.iter().filter_map(|pattern| pattern.whole(query));
            let whole = hits.filter(|hit| !hit.has(UNPLACED));
            whole.map(|hit| (*index, hit.cost))
        });
        self.settle(least(hits), None, Strength::Short, above)
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
                    let parts = HEADLESS | CUT | NO_AUTHORITY | UNPLACED;
                    found.extend(hits.filter(|(owner, hit)| {
                        !hit.has(parts) && !self.is_of_another_province(*owner, query, *end)
                    }));
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
        let all = self.beginning_at(query, start);
        all.chain(self.codes_of(query, start, end))
            .filter_map(move |(index, pattern)| {
                let hit = pattern.range(query, start, end)?;
                hit.is_office(true).then_some((*index, hit))
            })
    }

    /// The patterns that may begin with the letter at a position.
    fn beginning_at(&self, query: &Query, start: usize) -> impl Iterator<Item = &(usize, Pattern)> {
        let first = query.letters.get(start);
        let places = first.and_then(|first| self.beginning.get(first));
        let places = places.into_iter().flatten();
        places.filter_map(|place| self.patterns.get(*place))
    }

    /// The codes of exactly these letters.
    fn codes_of(
        &self,
        query: &Query,
        start: usize,
        end: usize,
    ) -> impl Iterator<Item = &(usize, Pattern)> {
        let letters = query.letters.get(start..end);
        let codes = letters.and_then(|letters| self.code_patterns.get(letters));
        codes.into_iter().flatten()
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
            let lengths = self.code_lengths.iter();
            let codes = lengths.flat_map(|length| self.codes_of(&query, start, start + length));
            for (index, pattern) in self.beginning_at(&query, start).chain(codes) {
                let ends = pattern.from(&query, start).into_iter();
                let offices = ends.filter(|hit| hit.is_office(true) && query.is_edge(hit.end));
                hits.extend(offices.map(|hit| (*index, hit)));
            }
            // Of `Sở Giáo dục và Đào tạo TP. Hồ Chí Minh` no part is an office of the register.
            let foreign = |(_, hit): &Found| self.others.stand_at(&query, hit.end);
            if !hits.iter().any(foreign) {
                found.extend(hits.into_iter().filter(|(index, hit)| {
                    !self.may_be_the_province(Some(index), *hit)
                        && !self.is_of_another_province(*index, &query, hit.end)
                        && (!hit.has(UNPLACED) || !place_follows(&query, hit.end))
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
            (owners, Some(best)) => {
                let owners = self.without_superior(owners);
                let found = self.settle(owners, Some(best), strength(best), &Above::default());
                match found {
                    // It may be any of the offices there.
                    UnitMatch::One(unit, _)
                        if best.has(NO_AUTHORITY) && self.lists_offices_of(unit) =>
                    {
                        UnitMatch::Several(vec![unit])
                    }
                    found => found,
                }
            }
            (_, None) => UnitMatch::None,
        }
    }

    /// Whether a province other than that of an office stands here, behind its name.
    fn is_of_another_province(&self, owner: usize, query: &Query, position: usize) -> bool {
        let name = self.names.get(owner);
        let stated = name.and_then(|name| name.own_province().or_else(|| name.province.clone()));
        let province = stated.or_else(|| self.home.clone());
        match (province, self.provinces.at(query, position)) {
            (Some(own), Some(other)) => !own.is_spelled(other),
            _ => false,
        }
    }

    /// How the lines above fit the name of an office.
    fn fit(&self, owner: usize, above: &Above) -> Fit {
        let home = self.home.as_ref().filter(|_| self.sole_home);
        match self.names.get(owner) {
            Some(name) => name.fit(above, home),
            None => Fit::OtherPlace,
        }
    }

    /// Of the offices that a text names equally well those that the lines above fit best; a doubt where they
    /// contradict the name, or where the place of the office is said nowhere.
    fn settle(
        &self,
        owners: Vec<usize>,
        best: Option<Hit>,
        strength: Strength,
        above: &Above,
    ) -> UnitMatch<'_> {
        let fits: Vec<(usize, Fit)> = owners
            .iter()
            .map(|owner| (*owner, self.fit(*owner, above)))
            .collect();
        let settled = |fit: &Fit| match fit {
            Fit::Fits { settled, .. } => Some(*settled),
            Fit::OtherPlace | Fit::OtherProvince => None,
        };
        let Some(most) = fits.iter().filter_map(|(_, fit)| settled(fit)).max() else {
            let stated = best.is_some_and(|best| !best.has(UNPLACED | CUT));
            let here = fits.iter().filter(|(_, fit)| *fit == Fit::OtherPlace);
            let doubted = here.map(|(owner, _)| *owner).filter(|_| stated).collect();
            return self.doubt(doubted);
        };
        let kept: Vec<usize> = fits
            .iter()
            .filter(|(_, fit)| settled(fit) == Some(most))
            .map(|(owner, _)| *owner)
            .collect();
        let unplaced = best.is_some_and(|best| best.has(UNPLACED)) && !self.local;
        let vague = best.is_some_and(|best| best.has(PLACE_UNRANKED))
            && kept.iter().any(|owner| {
                let name = self.names.get(*owner);
                name.is_some_and(Name::may_be_of_the_province)
            });
        if unplaced || vague {
            return self.doubt(kept);
        }
        self.answer(kept, strength)
    }

    /// One of these offices, perhaps.
    fn doubt(&self, owners: Vec<usize>) -> UnitMatch<'_> {
        match self.answer(owners, Strength::Part) {
            UnitMatch::One(unit, _) => UnitMatch::Several(vec![unit]),
            other => other,
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
    } else if hit.has(SHORT | CUT | HEADLESS | UNRANKED | CORELESS | PLACE_UNRANKED | UNPLACED) {
        Strength::Short
    } else {
        Strength::Words
    }
}

/// The superior and the office below it, where a text writes both: on lines of their own, or with a dash or a comma
/// between them.
fn split_last(text: &str) -> Option<(&str, &str)> {
    let dashes = [" - ", " – ", ", "];
    let dashed = || dashes.iter().find_map(|dash| text.split_once(dash));
    let (superior, own) = text.rsplit_once('\n').or_else(dashed)?;
    let nearest = superior.lines().next_back().unwrap_or(superior);
    (Name::parse(nearest).is_place() && !own.trim().is_empty()).then_some((superior, own))
}

/// Whether some part of a text begins as the name of an office does that has a superior.
fn names_a_department(query: &Query) -> bool {
    let begins = |(start, _): &(usize, usize)| {
        let first = query.token_at(*start).map(|token| bare(&token.fold));
        let heads = words().heads.iter().filter_map(|head| head.first());
        first.is_some_and(|first| heads.clone().any(|head| *head == first && first != "uy"))
    };
    query.segments().iter().any(begins)
}

/// Whether the name of a place, with its rank, begins here.
fn place_follows(query: &Query, position: usize) -> bool {
    let rest = query.letters.get(position..).unwrap_or_default();
    words().ranks.iter().any(|rank| {
        let long = rank.bare.concat();
        let starts = |word: &str| {
            word.chars()
                .eq(rest.iter().copied().take(word.chars().count()))
        };
        let short = query.token_at(position).map(|token| bare(&token.fold));
        starts(&long) || short.is_some_and(|token| token == rank.short)
    })
}

/// `gửi`, behind which the addressee follows.
fn is_addressing(token: &Token) -> bool {
    words().addressee.contains(&bare(&token.fold))
}

/// The letters behind `gửi`, up to something that parts, or `của`.
fn addressees(query: &Query) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    for (at, token) in query.tokens.iter().enumerate() {
        if !is_addressing(token) {
            continue;
        }
        let mut behind = query.tokens.iter().skip(at + 2);
        let ends = |next: &Token| words().addressee_end.contains(&bare(&next.fold));
        let end = behind.find(|next| next.parted || ends(next));
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
        Some(token) => token.parted || is_addressing(token),
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
        Some((label, rest)) if !rest.trim().is_empty() && words().labels.contains(&bare(label)) => {
            rest
        }
        _ => text,
    }
}
