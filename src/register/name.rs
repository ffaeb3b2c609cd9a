//! How the name of an office is built, and what of it people leave out.
//!
//! `Ủy ban nhân dân | huyện | Châu Thành | tỉnh Trà Vinh` is a place: its authority and its province
//! may be missing, its rank at a price. `Sở | Giáo dục và Đào tạo | tỉnh Trà Vinh` is an office: the
//! province may be missing, the head or the end of the name at a price. The words used here are those
//! of public administration at large; names of offices stand in the register only.

use super::align::{
    CORELESS, CUT, DROP, HEADLESS, Jump, NO_AUTHORITY, PLACE_UNRANKED, Pattern, Role, SLIP, Step,
    UNPLACED, UNRANKED,
};
use super::province::{Province, same_words};
use super::query::key;
use super::words::{Level, Rank, words};
use crate::fold::{bare_of, fold};

/// The price of a town that is called by its rank before it became a city, or after.
const OTHER_RANK: u16 = 8;

/// A place that a name states: `huyện Cầu Kè`, or `huyện` alone.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    rank: Rank,
    /// The words of its name, folded.
    pub(super) words: Vec<String>,
}

impl Place {
    /// Its rank.
    pub(super) fn rank(&self) -> Rank {
        self.rank
    }

    /// Whether both are of one level of administration, so that they are the same place or two.
    fn is_peer(&self, other: &Self) -> bool {
        let commune = |place: &Self| place.rank.level == Level::Commune;
        commune(self) == commune(other)
    }

    /// Whether both are the same place; one may lack its name, or bear the rank that it had before.
    fn is_same(&self, other: &Self) -> bool {
        let town = |place: &Self| matches!(place.rank.level, Level::City | Level::Town);
        let ranks = self.rank == other.rank || (town(self) && town(other));
        let unnamed = self.words.is_empty() || other.words.is_empty();
        ranks && (unnamed || same_words(&self.words, &other.words))
    }
}

/// What the lines above a name say of where its office is.
#[derive(Debug, Clone, Default)]
pub(super) struct Above {
    pub(super) places: Vec<Place>,
    provinces: Vec<Vec<String>>,
}

impl Above {
    /// What these lines say; those that name no office say nothing.
    pub(super) fn of(lines: &[&str]) -> Self {
        /// More words are a sentence.
        const MANY: usize = 5;
        let mut above = Self::default();
        for line in lines {
            let name = Name::parse(line);
            let province = name
                .province
                .as_ref()
                .map(|province| province.words.clone());
            above.provinces.extend(province);
            let Some(rank) = name.rank else {
                above.places.extend(name.places);
                continue;
            };
            if name.words.len() < MANY {
                let bare: Vec<&str> = name.words.iter().map(String::as_str).collect();
                if rank.level == Level::Province
                    || (rank.level == Level::City && Province::is_known_city(&bare))
                {
                    above.provinces.push(name.words);
                } else {
                    above.places.extend(name.own_place());
                }
            }
            above.places.extend(name.places);
        }
        above
    }
}

/// How what stands above a name fits one of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// It says where this many parts of the name are; whether that settles the place of the office.
    Fits { settled: usize, placed: bool },
    /// It names another place of the same level.
    OtherPlace,
    /// It names another province.
    OtherProvince,
}

/// A name taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Name {
    /// `Some` for a place.
    rank: Option<Rank>,
    /// How many of the words are the head.
    head: usize,
    /// Whether people leave words out behind such a head.
    cut: bool,
    /// The words without authority, rank, places and province, folded.
    words: Vec<String>,
    /// The places within the province that stand behind them, from the nearest outwards.
    pub(super) places: Vec<Place>,
    /// The province that the name states.
    pub(super) province: Option<Province>,
}

impl Name {
    /// Takes a name apart.
    pub(super) fn parse(name: &str) -> Self {
        let folded = fold(name);
        let all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let (authority, rest) = strip_authority(&all);
        if let Some((rank, core)) = strip_rank(rest, authority) {
            let (core, places, province) = split_places(core, false);
            return Self {
                rank: Some(rank),
                head: 0,
                cut: false,
                words: core.iter().map(|word| (*word).to_owned()).collect(),
                places,
                province,
            };
        }
        let (core, places, province) = split_places(&all, true);
        let bared: Vec<String> = core.iter().map(|word| bare_word(word)).collect();
        let starts = |head: &&Vec<String>| bared.len() > head.len() && bared.starts_with(head);
        let head = words().heads.iter().find(starts);
        Self {
            rank: None,
            head: head.map_or(0, Vec::len),
            cut: words().cut_heads.iter().any(|cut| bared.starts_with(cut)),
            words: core.iter().map(|word| (*word).to_owned()).collect(),
            places,
            province,
        }
    }

    /// The province itself, when the name is that of one.
    pub(super) fn own_province(&self) -> Option<Province> {
        let rank = self.rank?;
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let city = rank.level == Level::City && Province::is_known_city(&words);
        (rank.level == Level::Province || city).then(|| Province {
            city,
            words: self.words.clone(),
        })
    }

    /// The place itself, when the name is that of one within a province.
    pub(super) fn own_place(&self) -> Option<Place> {
        let rank = self.rank?;
        (rank.level != Level::Province).then(|| Place {
            rank,
            words: self.words.clone(),
        })
    }

    /// The district, town or city within the province that the name states or is.
    pub(super) fn district(&self) -> Option<Place> {
        let own = self.own_place().filter(|_| self.own_province().is_none());
        let mut all = own.into_iter().chain(self.places.iter().cloned());
        all.find(|place| place.rank.level != Level::Commune)
    }

    /// The words without authority, rank, places and province, folded.
    pub(super) fn own_words(&self) -> &[String] {
        &self.words
    }

    /// Whether it is a place and not an office in one.
    pub(super) fn is_place(&self) -> bool {
        self.rank.is_some()
    }

    /// Whether this is a place called like that province: `Trà Vinh` alone may be either.
    pub(super) fn is_called_like(&self, province: Option<&Province>) -> bool {
        self.rank.is_some() && province.is_some_and(|province| province.words == self.words)
    }

    /// Whether it is an office in a place that is called like a province, which may have such an office too:
    /// `Trung tâm Y tế Trà Vinh`.
    pub(super) fn may_be_of_the_province(&self) -> bool {
        let low = self.words.first().map(|word| bare_word(word));
        let called = |place: &Place| {
            let words: Vec<&str> = place.words.iter().map(String::as_str).collect();
            Province::is_known(&words)
        };
        low.is_none_or(|word| word != words().district_head) && self.places.iter().any(called)
    }

    /// Whether it is the province's own committee, which heads the letters of its departments.
    pub(super) fn is_superior(&self) -> bool {
        self.rank.is_some_and(|rank| rank.level == Level::Province)
    }

    /// The name of the same office in that place, where it states none.
    pub(super) fn within(&self, place: &Place) -> Option<Self> {
        (self.rank.is_none() && self.places.is_empty()).then(|| Self {
            places: vec![place.clone()],
            ..self.clone()
        })
    }

    /// Whether both are of one kind: the same head, or the same rank.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let head = |name: &Self| -> Vec<String> {
            let words = name.words.iter().take(name.head.max(1));
            words.map(|word| bare_word(word)).collect()
        };
        match (self.rank, other.rank) {
            (Some(_), Some(_)) => true,
            (None, None) => head(self) == head(other),
            _ => false,
        }
    }

    /// The name without authority, rank and province.
    pub(super) fn short(&self) -> String {
        let places = self.places.iter().flat_map(|place| &place.words);
        let words: Vec<&str> = self
            .words
            .iter()
            .chain(places)
            .map(String::as_str)
            .collect();
        words.join(" ")
    }

    /// How what stands above fits it; `province` is that of a name that states none.
    pub(super) fn fit(&self, above: &Above, province: Option<&Province>) -> Fit {
        let mut settled = 0;
        let mut placed = true;
        let own = self.own_place().filter(|_| self.own_province().is_none());
        for place in own.iter().chain(&self.places) {
            let mut peers = above
                .places
                .iter()
                .filter(|other| other.is_peer(place))
                .peekable();
            if peers.peek().is_none() {
                placed = false;
            } else if peers.any(|other| other.is_same(place)) {
                settled += 1;
            } else {
                return Fit::OtherPlace;
            }
        }
        let own = self.own_province();
        if let Some(province) = own.as_ref().or(self.province.as_ref()).or(province)
            && !above.provinces.is_empty()
        {
            if !above
                .provinces
                .iter()
                .any(|other| province.is_written(other))
            {
                return Fit::OtherProvince;
            }
            settled += 1;
        }
        Fit::Fits { settled, placed }
    }

    /// What may stand in a text for this name. An alias may not be shortened further.
    pub(super) fn patterns(&self, province: Option<&Province>, alias: bool) -> Vec<Pattern> {
        let province = self.province.as_ref().or(province);
        let Some(rank) = self.rank else {
            return vec![self.office(province, alias)];
        };
        let mut patterns = vec![self.place(rank, province, (0, 0))];
        // A town becomes a city and keeps its name; a district and a town of one name are two.
        let other = match rank.level {
            Level::City => words().rank(Level::Town),
            Level::Town => words().rank(Level::City),
            _ => None,
        };
        patterns.extend(other.map(|other| self.place(other, province, (OTHER_RANK, SLIP))));
        patterns
    }

    fn office(&self, province: Option<&Province>, alias: bool) -> Pattern {
        let mut builder = Builder::default();
        let head = self.head;
        for (at, word) in self.words.iter().enumerate() {
            let role = if at < head { Role::Head } else { Role::Core };
            builder.word(word, role);
        }
        let end = builder.steps.len();
        if !alias {
            builder.jump(0, head, DROP, HEADLESS);
            for from in (head + 1..end).filter(|_| self.cut) {
                for to in from + 1..=end {
                    builder.jump(from, to, DROP, CUT);
                }
            }
        }
        for place in &self.places {
            builder.placed(place, UNPLACED);
        }
        builder.province(province);
        builder.finish((0, 0))
    }

    fn place(&self, rank: Rank, province: Option<&Province>, base: (u16, u16)) -> Pattern {
        let mut builder = Builder::default();
        for word in &words().authority {
            builder.word(word, Role::Authority);
        }
        let ranked = builder.steps.len();
        for word in &rank.words {
            builder.word(word, Role::Rank);
        }
        let core = builder.steps.len();
        for word in &self.words {
            builder.proper(word, Role::Core);
        }
        let end = builder.steps.len();
        builder.jump(0, ranked, 0, NO_AUTHORITY);
        builder.jump(ranked, core, DROP, UNRANKED);
        if rank.level == Level::Province {
            builder.jump(core, end, 0, CORELESS);
        } else {
            for place in &self.places {
                builder.placed(place, 0);
            }
            builder.province(province);
        }
        builder.finish(base)
    }
}

impl Pattern {
    /// A code, every part of which must stand there.
    pub(super) fn code(code: &str) -> Self {
        let mut builder = Builder::default();
        for word in fold(code).split(' ').filter(|word| !word.is_empty()) {
            builder.word(word, Role::Core);
        }
        for step in &mut builder.steps {
            step.shortens = false;
        }
        Self {
            rigid: true,
            ..builder.finish((0, 0))
        }
    }

    /// What may stand in a text for an entry of a list: see [`super::CodeList::find`].
    pub(super) fn phrase(name: &str) -> Self {
        let mut builder = Builder::default();
        let mut stops = Vec::new();
        for part in name.split([',', ';', '-', '–', '—', '&', '/']) {
            stops.push(builder.steps.len());
            for word in fold(part).split(' ').filter(|word| !word.is_empty()) {
                if is_link(word) {
                    stops.push(builder.steps.len());
                }
                builder.word(word, Role::Core);
            }
        }
        let end = builder.steps.len();
        for stop in stops.into_iter().filter(|stop| *stop > 0) {
            builder.jump(stop, end, DROP, CUT);
        }
        builder.finish((0, 0))
    }
}

/// Builds a pattern word by word.
#[derive(Default)]
struct Builder {
    steps: Vec<Step>,
}

impl Builder {
    fn word(&mut self, word: &str, role: Role) {
        let link = role == Role::Core && is_link(word);
        let next = self.steps.len() + 1;
        let letters = key(word);
        self.steps.push(Step {
            // `TT`, `BQL` in a name are abbreviations already.
            shortens: !link && letters.iter().any(|letter| "aeiou".contains(*letter)),
            letters,
            fold: word.to_owned(),
            role: if link { Role::Link } else { role },
            proper: false,
            jumps: Vec::new(),
        });
        if link {
            self.jump(next - 1, next, 0, 0);
        }
    }

    /// A word of the name of a place.
    fn proper(&mut self, word: &str, role: Role) {
        self.word(word, role);
        if let Some(step) = self.steps.last_mut() {
            step.proper = true;
        }
    }

    /// A place behind the name, which bears this mark when it is left out.
    fn placed(&mut self, place: &Place, left_out: u16) {
        let start = self.steps.len();
        for word in &words().authority {
            self.word(word, Role::Authority);
        }
        let rank = self.steps.len();
        for word in &place.rank.words {
            self.word(word, Role::Rank);
        }
        let name = self.steps.len();
        for word in &place.words {
            self.proper(word, Role::Home);
            if let Some(step) = self.steps.last_mut() {
                step.shortens = false;
            }
        }
        let end = self.steps.len();
        self.jump(start, rank, 0, 0);
        if !place.words.is_empty() {
            self.jump(rank, name, DROP, PLACE_UNRANKED);
        }
        self.jump(start, end, DROP, left_out);
    }

    fn jump(&mut self, from: usize, to: usize, cost: u16, marks: u16) {
        if from < to
            && let Some(step) = self.steps.get_mut(from)
        {
            step.jumps.push(Jump { to, cost, marks });
        }
    }

    /// The province behind the name, every part of which may be missing.
    fn province(&mut self, province: Option<&Province>) {
        let rank = self.steps.len();
        let level = match province {
            Some(province) if province.city => Level::City,
            _ => Level::Province,
        };
        for word in words().rank(level).iter().flat_map(|rank| &rank.words) {
            self.word(word, Role::Home);
        }
        let name = self.steps.len();
        for word in province.map_or(&[][..], |province| &province.words) {
            self.word(word, Role::Home);
        }
        self.jump(rank, name, 0, 0);
        self.jump(name, self.steps.len(), 0, 0);
    }

    fn finish(self, base: (u16, u16)) -> Pattern {
        let mut starts = vec![0];
        let mut firsts = Vec::new();
        while let Some(at) = starts.pop() {
            if let Some(step) = self.steps.get(at) {
                firsts.extend(step.letters.first());
                starts.extend(step.jumps.iter().map(|jump| jump.to));
            }
        }
        firsts.sort_unstable();
        firsts.dedup();
        Pattern {
            steps: self.steps,
            base,
            firsts,
            rigid: false,
        }
    }
}

/// A folded word without diacritics.
fn bare_word(word: &str) -> String {
    bare_of(word.to_owned())
}

fn is_link(word: &str) -> bool {
    words().links.iter().any(|link| link == word)
}

/// The words behind `Ủy ban nhân dân`, and whether it stood there.
fn strip_authority<'a, 'b>(all: &'a [&'b str]) -> (bool, &'a [&'b str]) {
    let authority = &words().authority;
    let written = |(word, other): (&String, &&str)| {
        word == other || other.is_ascii() && bare_word(word) == **other
    };
    if all.len() >= authority.len() && authority.iter().zip(all).all(written) {
        return (true, all.get(authority.len()..).unwrap_or_default());
    }
    match all {
        [first, rest @ ..] if *first == words().authority_short => (true, rest),
        _ => (false, all),
    }
}

/// The rank that a name begins with, and the words behind it.
///
/// Abbreviations of one letter, and the ranks below the district, count after an authority only;
/// a province must be a known one (`Tỉnh đoàn` is an office).
fn strip_rank<'a, 'b>(all: &'a [&'b str], authority: bool) -> Option<(Rank, &'a [&'b str])> {
    words().ranks.iter().find_map(|rank| {
        let count = rank_at(rank, all, authority)?;
        let core = all.get(count..).filter(|core| !core.is_empty())?;
        let known = rank.level != Level::Province || authority || Province::is_known(core);
        let low = !authority && (rank.level == Level::Commune || rank.short == "q");
        (!is_party(core) && known && !low).then_some((rank, core))
    })
}

/// How many words this rank takes where the words begin with it.
fn rank_at(rank: Rank, all: &[&str], authority: bool) -> Option<usize> {
    let first = all.first()?;
    if *first == rank.short && (authority || rank.short.len() == 2) {
        return Some(1);
    }
    let marked = rank.words.iter().zip(all).all(|(a, b)| a == b);
    let plain = || rank.bare.iter().zip(all).all(|(a, b)| a == b);
    (all.len() >= rank.words.len() && (marked || plain())).then_some(rank.words.len())
}

fn is_party(core: &[&str]) -> bool {
    core.first()
        .is_some_and(|word| words().party.contains(&bare_word(word)))
}

/// Takes places and the province off the end of a name: `… huyện Châu Thành tỉnh Trà Vinh`, `… tỉnh`, for an office also
/// a bare `… Trà Vinh`. A city of the province's level is the province; of `Phòng Y tế thành phố Huế` it is not.
fn split_places<'a, 'b>(
    all: &'a [&'b str],
    office: bool,
) -> (&'a [&'b str], Vec<Place>, Option<Province>) {
    let starts = place_starts(all, office);
    let Some((core_end, ..)) = starts.first().copied() else {
        return strip_bare_province(all, office);
    };
    let mut places = Vec::new();
    let mut province = None;
    for (at, (_, name, rank)) in starts.iter().enumerate() {
        let end = starts.get(at + 1).map_or(all.len(), |(next, ..)| *next);
        let own = all.get(*name..end).unwrap_or_default();
        let owned = || own.iter().map(|word| (*word).to_owned()).collect();
        let city = rank.level == Level::City;
        let district = all.first().map(|word| bare_word(word));
        let low = district.is_some_and(|word| word == words().district_head) && places.is_empty();
        if rank.level == Level::Province || (city && Province::is_known_city(own) && !low) {
            province = (!own.is_empty()).then(|| Province {
                city,
                words: owned(),
            });
        } else {
            places.push(Place {
                rank,
                words: owned(),
            });
        }
    }
    (all.get(..core_end).unwrap_or(all), places, province)
}

/// Where places begin behind a name: the end of what stands before, the start of the place's own name, its rank.
fn place_starts(all: &[&str], office: bool) -> Vec<(usize, usize, Rank)> {
    /// A longer name is no place's.
    const LONG: usize = 4;
    let lists = words();
    let mut starts: Vec<(usize, usize, Rank)> = Vec::new();
    let mut at = 1;
    while at < all.len() {
        let rest = all.get(at..).unwrap_or_default();
        let (authority, behind) = strip_authority(rest);
        let skipped = rest.len().saturating_sub(behind.len());
        let found = lists.ranks.iter().find_map(|rank| {
            let count = rank_at(rank, behind, authority)?;
            let core = behind.get(count..).unwrap_or_default();
            // `tt` is `trung tâm` and `thể thao` as well.
            let vague =
                rank.level == Level::Commune && count == 1 && rank.short == *behind.first()?;
            let low = !office && (rank.level == Level::Commune || vague);
            (!is_party(core) && !vague && !low && !is_other_word(rank, all, at, core))
                .then_some((rank, count))
        });
        if let Some((rank, count)) = found {
            let own = keeps_authority(rank, all.get(..at).unwrap_or_default());
            let mut end = if own { at + skipped } else { at };
            while end > 1
                && all
                    .get(end - 1)
                    .is_some_and(|word| lists.belongs.contains(&bare_word(word)))
            {
                end -= 1;
            }
            starts.push((end, at + skipped + count, rank));
            at += skipped + count;
        } else {
            at += 1;
        }
    }
    let long = |(at, (_, name, _)): (usize, &(usize, usize, Rank))| {
        let end = starts.get(at + 1).map_or(all.len(), |(next, ..)| *next);
        end.saturating_sub(*name) > LONG
    };
    // What stands before a name that is none belongs to no place either.
    match starts.iter().enumerate().rposition(long) {
        Some(last) => starts.split_off(last + 1),
        None => starts,
    }
}

/// Whether `Ủy ban nhân dân` belongs to the words before it and not to the place behind: `Văn phòng UBND tỉnh`.
fn keeps_authority(rank: Rank, before: &[&str]) -> bool {
    let bared: Vec<String> = before.iter().map(|word| bare_word(word)).collect();
    let link = before.last().is_some_and(|word| is_link(word));
    rank.level == Level::Province || link || bared.ends_with(&words().authority_office)
}

/// Whether `xã` is part of another word here: `hợp tác xã`, `xã hội`.
fn is_other_word(rank: Rank, all: &[&str], at: usize, core: &[&str]) -> bool {
    if rank.level != Level::Commune {
        return false;
    }
    let before = at.checked_sub(1).and_then(|before| all.get(before));
    let is =
        |word: Option<&&str>, of: &[String]| word.is_some_and(|word| of.contains(&bare_word(word)));
    is(before, &words().not_commune_after) || is(core.first(), &words().not_commune_before)
}

/// Takes a province without its rank off the end of an office's name.
fn strip_bare_province<'a, 'b>(
    all: &'a [&'b str],
    office: bool,
) -> (&'a [&'b str], Vec<Place>, Option<Province>) {
    for at in 1..all.len() {
        if let Some((before, name)) = all.split_at_checked(at)
            && office
            && Province::is_known(name)
        {
            let words = name.iter().map(|word| (*word).to_owned()).collect();
            return (before, Vec::new(), Some(Province { city: false, words }));
        }
    }
    (all, Vec::new(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_the_province_come_off_the_end_of_a_name() {
        for (name, core, places, province) in [
            ("Sở Y tế tỉnh Trà Vinh", "sở y tế", "", "trà vinh"),
            ("Sở Y tế TP. Hồ Chí Minh", "sở y tế", "", "hồ chí minh"),
            ("Công an tỉnh", "công an", "", ""),
            ("Khu kinh tế Trà Vinh", "khu kinh tế", "", "trà vinh"),
            ("Tỉnh đoàn", "tỉnh đoàn", "", ""),
            (
                "Phòng Tài chính - Kế hoạch thành phố Trà Vinh",
                "phòng tài chính kế hoạch",
                "trà vinh",
                "",
            ),
            (
                "Phòng Y tế thuộc UBND huyện Châu Thành, tỉnh Bến Tre",
                "phòng y tế",
                "châu thành",
                "bến tre",
            ),
            ("Phòng Y tế thành phố Huế", "phòng y tế", "huế", ""),
            (
                "Phòng Y tế quận 1 TP. Hồ Chí Minh",
                "phòng y tế",
                "1",
                "hồ chí minh",
            ),
            (
                "Sở Lao động - Thương binh và Xã hội",
                "sở lao động thương binh và xã hội",
                "",
                "",
            ),
            (
                "Liên minh Hợp tác xã tỉnh Trà Vinh",
                "liên minh hợp tác xã",
                "",
                "trà vinh",
            ),
            (
                "Trạm Y tế xã Long Khánh, huyện Duyên Hải",
                "trạm y tế",
                "long khánh|duyên hải",
                "",
            ),
            (
                "UBND huyện Châu Thành, tỉnh Trà Vinh",
                "châu thành",
                "",
                "trà vinh",
            ),
            ("UBND thị xã Duyên Hải", "duyên hải", "", ""),
            ("UBND Quận 1, TP. Hồ Chí Minh", "1", "", "hồ chí minh"),
            (
                "Văn phòng Huyện ủy Cầu Kè",
                "văn phòng huyện ủy cầu kè",
                "",
                "",
            ),
        ] {
            let parsed = Name::parse(name);
            let stated: Vec<String> = parsed
                .places
                .iter()
                .map(|one| one.words.join(" "))
                .collect();
            let home = parsed
                .province
                .map_or(String::new(), |one| one.words.join(" "));
            assert_eq!(
                (
                    parsed.words.join(" ").as_str(),
                    stated.join("|").as_str(),
                    home.as_str()
                ),
                (core, places, province),
                "{name}"
            );
        }
    }
}
