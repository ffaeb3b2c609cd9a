//! Provinces: the one that a register is of, and the others, whose offices are not on it.

use std::sync::LazyLock;

use super::query::{Query, key};

/// Provinces and cities as they were named from 2008 to 2025, plus the new name of Huế.
const PROVINCES: [&str; 64] = [
    "An Giang",
    "Bà Rịa - Vũng Tàu",
    "Bình Dương",
    "Bình Phước",
    "Bình Thuận",
    "Bình Định",
    "Bạc Liêu",
    "Bắc Giang",
    "Bắc Kạn",
    "Bắc Ninh",
    "Bến Tre",
    "Cao Bằng",
    "Cà Mau",
    "Cần Thơ",
    "Gia Lai",
    "Huế",
    "Hà Giang",
    "Hà Nam",
    "Hà Nội",
    "Hà Tĩnh",
    "Hòa Bình",
    "Hưng Yên",
    "Hải Dương",
    "Hải Phòng",
    "Hậu Giang",
    "Hồ Chí Minh",
    "Khánh Hòa",
    "Kiên Giang",
    "Kon Tum",
    "Lai Châu",
    "Long An",
    "Lào Cai",
    "Lâm Đồng",
    "Lạng Sơn",
    "Nam Định",
    "Nghệ An",
    "Ninh Bình",
    "Ninh Thuận",
    "Phú Thọ",
    "Phú Yên",
    "Quảng Bình",
    "Quảng Nam",
    "Quảng Ngãi",
    "Quảng Ninh",
    "Quảng Trị",
    "Sóc Trăng",
    "Sơn La",
    "Thanh Hóa",
    "Thái Bình",
    "Thái Nguyên",
    "Thừa Thiên Huế",
    "Tiền Giang",
    "Trà Vinh",
    "Tuyên Quang",
    "Tây Ninh",
    "Vĩnh Long",
    "Vĩnh Phúc",
    "Yên Bái",
    "Điện Biên",
    "Đà Nẵng",
    "Đắk Lắk",
    "Đắk Nông",
    "Đồng Nai",
    "Đồng Tháp",
];

/// The letters of every province.
static KEYS: LazyLock<Vec<Vec<char>>> =
    LazyLock::new(|| PROVINCES.iter().map(|name| key(name)).collect());

/// A province or a city of that level.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Home {
    /// Whether it is a city: `thành phố` rather than `tỉnh`.
    pub(super) city: bool,
    /// The words of its name, folded.
    pub(super) words: Vec<String>,
}

impl Home {
    /// The province of this name.
    pub(super) fn province(words: &[String]) -> Self {
        Self {
            city: false,
            words: words.to_vec(),
        }
    }

    /// Whether the words are the name of a province.
    pub(super) fn is_known(words: &[&str]) -> bool {
        KEYS.contains(&key(&words.join(" ")))
    }

    /// Takes the province off the end of a name: `… tỉnh Trà Vinh`, `… tỉnh`, for an office also
    /// `… TP. Hồ Chí Minh` and a bare `… Trà Vinh`. Words are folded.
    pub(super) fn strip<'a, 'b>(
        words: &'a [&'b str],
        office: bool,
    ) -> (&'a [&'b str], Option<Self>) {
        for (at, _) in words.iter().enumerate().skip(1) {
            let (before, behind) = words.split_at_checked(at).unwrap_or((words, &[]));
            let (city, name) = match behind {
                ["tỉnh", name @ ..] => (false, name),
                ["thành", "phố", name @ ..] | ["tp", name @ ..] if office => (true, name),
                name if office && Self::is_known(name) => (false, name),
                _ => continue,
            };
            if name.is_empty() {
                return (before, None);
            }
            if name.len() <= 4 {
                let words = name.iter().map(|word| (*word).to_owned()).collect();
                return (before, Some(Self { city, words }));
            }
        }
        (words, None)
    }
}

/// Tells the other provinces in a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Others {
    names: Vec<Vec<char>>,
}

impl Others {
    /// All provinces but those of the register.
    pub(super) fn than(homes: &[&Home]) -> Self {
        let own: Vec<Vec<char>> = homes
            .iter()
            .map(|home| key(&home.words.join(" ")))
            .collect();
        let short = own.iter().any(|name| *name == key("Hồ Chí Minh"));
        let names = KEYS.iter().filter(|name| !own.contains(name)).cloned();
        Self {
            names: names.chain((!short).then(|| key("HCM"))).collect(),
        }
    }

    /// Whether another province stands at this place of the text, with or without its rank.
    pub(super) fn stand_at(&self, query: &Query, position: usize) -> bool {
        let rest = query.letters.get(position..).unwrap_or_default();
        let ranks = ["", "tinh", "t", "tp", "thanhpho"].map(key);
        ranks
            .iter()
            .filter(|rank| rest.starts_with(rank))
            .any(|rank| {
                let behind = rest.get(rank.len()..).unwrap_or_default();
                self.names.iter().any(|name| {
                    behind.starts_with(name) && query.is_edge(position + rank.len() + name.len())
                })
            })
    }

    /// Whether another province stands anywhere in the text.
    pub(super) fn stand_in(&self, query: &Query) -> bool {
        query
            .tokens
            .iter()
            .any(|token| self.stand_at(query, token.start))
    }
}

/// Where a text ends in `tỉnh X`, `X` a province: the position of `tỉnh`.
///
/// A register that names no province takes such an ending for its own.
pub(super) fn ending(query: &Query) -> Option<usize> {
    query
        .tokens
        .iter()
        .skip(1)
        .map(|token| token.start)
        .find(|start| {
            let rest: String = query
                .letters
                .get(*start..)
                .unwrap_or_default()
                .iter()
                .collect();
            rest.strip_prefix("tinh").is_some_and(|name| {
                let name: Vec<char> = name.chars().collect();
                KEYS.contains(&name)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_province_comes_off_the_end_of_a_name() {
        for (name, rest, home) in [
            ("sở y tế tỉnh trà vinh", 3, Some((false, "trà vinh"))),
            ("sở y tế tp hồ chí minh", 3, Some((true, "hồ chí minh"))),
            ("công an tỉnh", 2, None),
            ("khu kinh tế trà vinh", 3, Some((false, "trà vinh"))),
            ("tỉnh đoàn", 2, None),
        ] {
            let words: Vec<&str> = name.split(' ').collect();
            let (before, found) = Home::strip(&words, true);
            assert_eq!(before.len(), rest, "{name}");
            let found = found.map(|home| (home.city, home.words.join(" ")));
            assert_eq!(
                found,
                home.map(|(city, name)| (city, name.to_owned())),
                "{name}"
            );
        }
    }

    #[test]
    fn provinces_are_sorted() {
        assert!(PROVINCES.is_sorted());
    }
}
