//! Offices of the same name in different places: two provinces, districts and a city of one name, departments of nine
//! districts. A spelling finds its own office or none for sure; never another one.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tonghop::fold::{bare, fold};
use tonghop::register::{Register, UnitMatch};

const PROVINCES: [(&str, &[&str]); 2] = [
    (
        "tỉnh Trà Vinh",
        &[
            "thành phố Trà Vinh",
            "thị xã Duyên Hải",
            "huyện Cầu Kè",
            "huyện Châu Thành",
            "huyện Duyên Hải",
        ],
    ),
    (
        "tỉnh Kiên Giang",
        &["thành phố Rạch Giá", "huyện Châu Thành", "huyện Vĩnh Thuận"],
    ),
];

const DEPARTMENTS: [&str; 6] = [
    "Sở Y tế",
    "Sở Giáo dục và Đào tạo",
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Ban Quản lý Khu kinh tế",
    "Trung tâm Khuyến nông",
];

const BUREAUS: [&str; 3] = ["Phòng Giáo dục và Đào tạo", "Phòng Y tế", "Trung tâm Y tế"];

/// An office: its code, its name without places, the places that it is in from the nearest outwards.
#[derive(Debug, Clone)]
struct Office {
    code: String,
    own: String,
    places: Vec<String>,
}

impl Office {
    fn name(&self, provinces: usize) -> String {
        // A register of one province does not name it for its districts.
        let district = self.places.len() > 1 || self.own == "UBND";
        let named = if district && provinces == 1 {
            &self.places[..1]
        } else {
            &self.places[..]
        };
        format!("{} {}", self.own, named.join(", "))
    }
}

fn offices(provinces: usize) -> Vec<Office> {
    let mut all = Vec::new();
    let mut add = |own: &str, places: &[&str]| {
        all.push(Office {
            code: format!("u{}", all.len()),
            own: own.to_owned(),
            places: places.iter().map(|place| (*place).to_owned()).collect(),
        });
    };
    for (province, districts) in PROVINCES.iter().take(provinces) {
        for department in DEPARTMENTS {
            add(department, &[province]);
        }
        for district in *districts {
            add("UBND", &[district, province]);
            for bureau in BUREAUS {
                add(bureau, &[district, province]);
            }
        }
    }
    all
}

fn register(offices: &[Office], provinces: usize) -> Register {
    let rows = offices
        .iter()
        .map(|office| format!("{},\"{}\"\n", office.code, office.name(provinces)));
    let csv = format!("code,name\n{}", rows.collect::<String>());
    Register::read(csv.as_bytes()).unwrap()
}

/// The initials of a department's words behind its head, as people write them.
fn initials(own: &str) -> Option<String> {
    let head = own.strip_prefix("Sở ").map(|_| "Sở");
    let head = head.or_else(|| own.strip_prefix("Phòng ").map(|_| "Phòng"))?;
    let rest = own.strip_prefix(head)?.trim();
    let words = rest
        .split([' ', ',', '-'])
        .filter(|word| !word.is_empty() && *word != "và");
    let letters: Vec<String> = words
        .map(|word| word.chars().take(1).flat_map(char::to_uppercase).collect())
        .collect();
    (letters.len() > 2).then(|| format!("{head} {}", letters.concat()))
}

/// Ways to write where an office is.
fn short_place(place: &str) -> String {
    place
        .replace("thành phố", "TP.")
        .replace("thị xã", "TX.")
        .replace("huyện", "H.")
}

/// Every spelling of an office: the line that names it, and the lines above.
fn spellings(office: &Office) -> Vec<(String, Vec<String>)> {
    let place = &office.places[0];
    let province = office.places.last().unwrap();
    let mut owns = vec![office.own.clone(), office.own.replace(" và ", " & ")];
    owns.extend(initials(&office.own));
    if office.own == "UBND" {
        owns.push("Ủy ban nhân dân".to_owned());
    }
    let mut all = Vec::new();
    for own in owns {
        let full = office.places.join(", ");
        let superior = format!("UBND {province}");
        all.push((format!("{own} {full}"), vec![]));
        all.push((format!("{own} {}", short_place(&full)), vec![]));
        all.push((format!("{own} {place}"), vec![superior.clone()]));
        all.push((format!("{own} {place}"), vec![]));
        all.push((format!("Đơn vị báo cáo: {own} {full}"), vec![]));
        if office.places.len() > 1 && office.own != "UBND" {
            all.push((own.clone(), vec![format!("UBND {place}"), superior.clone()]));
            all.push((own.clone(), vec![format!("UBND {place}")]));
            all.push((format!("UBND {place}\n{own}"), vec![superior.clone()]));
            all.push((format!("{own} - UBND {place}"), vec![superior.clone()]));
            all.push((format!("{own} thuộc UBND {place}"), vec![superior.clone()]));
        } else if office.own != "UBND" {
            all.push((own.clone(), vec![superior.clone()]));
            all.push((format!("{superior}\n{own}"), vec![]));
        }
        all.push((own.clone(), vec![]));
    }
    let cases: [fn(&str) -> String; 3] =
        [str::to_owned, |text| text.to_uppercase(), |text| bare(text)];
    all.iter()
        .flat_map(|(text, above)| {
            cases.map(|case| {
                let text = match text.split_once(": ") {
                    Some((label, name)) => format!("{label}: {}", case(name)),
                    None => text.lines().map(case).collect::<Vec<_>>().join("\n"),
                };
                (text, above.iter().map(|line| case(line)).collect())
            })
        })
        .collect()
}

fn one(found: &UnitMatch<'_>) -> Option<String> {
    found.one().map(|unit| unit.code.clone())
}

#[test]
fn a_spelling_finds_its_office_or_none_for_sure() {
    for provinces in [1, 2] {
        let all = offices(provinces);
        let register = register(&all, provinces);
        let (mut told, mut found) = (0, 0);
        for office in &all {
            for (text, above) in spellings(office) {
                let above: Vec<&str> = above.iter().map(String::as_str).collect();
                let code = one(&register.find_below(&text, &above));
                told += 1;
                if let Some(code) = code {
                    assert_eq!(code, office.code, "{text} below {above:?}: {office:?}");
                    found += 1;
                } else {
                    // Both provinces have a Châu Thành.
                    let mut said = above.iter().copied().chain([text.as_str()]);
                    let province = bare(office.places.last().unwrap());
                    let settled = provinces == 1
                        || !office.places[0].contains("Châu Thành")
                        || said.any(|line| bare(line).contains(&province));
                    assert!(
                        above.is_empty() || !settled,
                        "{text} below {above:?} is not found: {office:?}"
                    );
                }
            }
        }
        assert!(told > 1000 && found * 10 > told * 7, "{found} of {told}");
    }
}

#[test]
fn a_spelling_of_an_office_that_is_not_on_the_register_finds_none() {
    for provinces in [1, 2] {
        let all = offices(provinces);
        // Each office in turn is taken off the register, with all others of its kind but one left on it too.
        for out in (0..all.len()).step_by(3) {
            let office = &all[out];
            let rest: Vec<Office> = all
                .iter()
                .filter(|other| other.code != office.code)
                .cloned()
                .collect();
            let first = rest.iter().find(|other| other.own == office.own).cloned();
            let lone: Vec<Office> = rest
                .iter()
                .filter(|other| other.own != office.own)
                .cloned()
                .chain(first)
                .collect();
            for left in [rest, lone] {
                let register = register(&left, provinces);
                for (text, above) in spellings(office) {
                    // Where two provinces have offices of one name, the province tells them apart.
                    let telling = if provinces == 1 {
                        0
                    } else {
                        office.places.len() - 1
                    };
                    let place = bare(&office.places[telling]);
                    let placed = above
                        .iter()
                        .chain([&text])
                        .any(|line| bare(line).contains(&place));
                    let above: Vec<&str> = above.iter().map(String::as_str).collect();
                    let code = one(&register.find_below(&text, &above));
                    let other = code.and_then(|code| left.iter().find(|one| one.code == code));
                    // A name without its place is that of the place which the register is of.
                    if placed {
                        let same_place = other.is_some_and(|other| {
                            office.places.len() > 1 && other.places == office.places
                        });
                        assert!(
                            other.is_none() || (provinces == 1 && same_place),
                            "{text} below {above:?}: {other:?} for {office:?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn a_name_without_one_of_its_words_is_never_another_office() {
    for provinces in [1, 2] {
        let all = offices(provinces);
        let register = register(&all, provinces);
        let names: BTreeSet<String> = all.iter().map(|one| fold(&one.name(provinces))).collect();
        for office in &all {
            let name = office.name(provinces);
            let words: Vec<&str> = name.split(' ').collect();
            for first in 0..words.len() {
                for second in first..words.len().min(first + 2) {
                    let mut left = words.clone();
                    left.remove(second);
                    if second > first {
                        left.remove(first);
                    }
                    let text = left.join(" ");
                    if text.is_empty() || names.contains(&fold(&text)) {
                        continue;
                    }
                    for text in [text.clone(), bare(&text), text.to_uppercase()] {
                        for found in [register.find(&text), register.find_in(&text)] {
                            let code = one(&found).unwrap_or_else(|| office.code.clone());
                            assert_eq!(code, office.code, "{text} for {name}");
                        }
                    }
                }
            }
        }
    }
}

proptest! {
    /// Words that tell an office from others are not made up: a word put in, or put in another's place, is of another office.
    #[test]
    fn a_name_with_another_word_is_never_an_office(
        index in 0..40_usize,
        at in 0..12_usize,
        word in "(Bến|Tre|Long|Mỹ|Hậu|Giang|Nam|An|Thạnh|Tân|Bình)",
        put in any::<bool>(),
    ) {
        let all = offices(2);
        let register = register(&all, 2);
        let office = &all[index % all.len()];
        let name = office.name(2);
        let mut words: Vec<&str> = name.split(' ').collect();
        let at = at % words.len();
        if put || at == 0 {
            words.insert(at.max(1), &word);
        } else {
            words[at] = &word;
        }
        let text = words.join(" ");
        let code = one(&register.find(&text)).unwrap_or_else(|| office.code.clone());
        prop_assert_eq!(code, office.code.clone(), "{} for {}", text, name);
    }
}
