//! The register built in: provinces before and after 1 July 2025, and what is known of offices by their names.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use tonghop::register::{
    Fate, KnownProvince, Register, offices_of, province_called, province_with_code, provinces,
};

const BEFORE: Date = date(2025, 6, 30);
const REFORM: Date = date(2025, 7, 1);

fn on(day: Date) -> Vec<&'static KnownProvince> {
    provinces()
        .iter()
        .filter(|one| one.exists_on(day))
        .collect()
}

#[test]
fn sixty_three_provinces_became_thirty_four_on_one_day() {
    let (before, after) = (on(BEFORE), on(REFORM));
    assert_eq!((before.len(), after.len()), (63, 34));
    let mut made_of: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unchanged = 0;
    for one in before {
        if one.exists_on(REFORM) {
            unchanged += 1;
        } else {
            let next = one.successor().unwrap();
            assert!(next.exists_on(REFORM), "{one:?}");
            *made_of.entry(&next.name).or_default() += 1;
        }
    }
    let of = |count: usize| made_of.values().filter(|made| **made == count).count();
    assert_eq!((unchanged, of(2), of(3), made_of.len()), (11, 17, 6, 23));
}

#[test]
fn a_code_is_nothing_without_its_day() {
    let changed: BTreeSet<&str> = provinces()
        .iter()
        .filter_map(|one| {
            let code = one.code.as_str();
            let before = province_with_code(code, BEFORE)?;
            let after = province_with_code(code, REFORM)?;
            (before.name != after.name).then_some(code)
        })
        .collect();
    let changed: Vec<&str> = changed.into_iter().collect();
    assert_eq!(changed, ["15", "24", "44", "52", "80", "82", "91"]);
    let named = |code, day| province_with_code(code, day).map(KnownProvince::full_name);
    assert_eq!(named("84", BEFORE).as_deref(), Some("tỉnh Trà Vinh"));
    assert_eq!(named("84", REFORM), None);
    assert_eq!(
        named("46", date(2024, 12, 31)).as_deref(),
        Some("tỉnh Thừa Thiên Huế")
    );
    assert_eq!(named("46", BEFORE).as_deref(), Some("thành phố Huế"));
}

#[test]
fn provinces_are_found_as_they_are_written() {
    for (text, day, code) in [
        ("Trà Vinh", BEFORE, "84"),
        ("tinh Tra Vinh", BEFORE, "84"),
        // It is no more, and still what the name means.
        ("Trà Vinh", REFORM, "84"),
        ("TP. HCM", BEFORE, "79"),
        ("Thành phố Hồ Chí Minh", REFORM, "79"),
        ("Lào Cai", BEFORE, "10"),
        ("Lào Cai", REFORM, "15"),
        ("Hà Tây", REFORM, "28"),
    ] {
        let found = province_called(text, Some(day)).unwrap();
        assert_eq!(found.code, code, "{text}");
    }
    assert_eq!(province_called("Lào Cai", None).unwrap().code, "15");
    assert_eq!(province_called("Trà Cú", None), None);
}

#[test]
fn a_province_has_the_usual_departments_and_its_own_offices() {
    let names = |name: &str, day: Date, kind: &str| -> Vec<String> {
        let province = province_called(name, Some(day)).unwrap();
        let offices = offices_of(Some(province)).into_iter();
        let offices = offices.filter(|office| office.kind == kind && office.exists_on(day));
        offices
            .map(|office| office.name_in(Some(province)))
            .collect()
    };
    let early = names("Trà Vinh", date(2020, 6, 30), "department");
    assert!(early.contains(&"Sở Kế hoạch và Đầu tư tỉnh Trà Vinh".to_owned()));
    assert!(!early.contains(&"Sở Nông nghiệp và Môi trường tỉnh Trà Vinh".to_owned()));
    let late = names("Trà Vinh", BEFORE, "department");
    assert!(!late.contains(&"Sở Kế hoạch và Đầu tư tỉnh Trà Vinh".to_owned()));
    assert!(late.contains(&"Sở Nông nghiệp và Môi trường tỉnh Trà Vinh".to_owned()));
    assert_eq!(names("Trà Vinh", BEFORE, "district").len(), 9);
    assert_eq!(names("Trà Vinh", date(2015, 1, 1), "district").len(), 8);
    assert_eq!(names("Vĩnh Long", REFORM, "district").len(), 0);
    let city = names("TP. Hồ Chí Minh", REFORM, "department");
    assert!(city.contains(&"Sở Du lịch Thành phố Hồ Chí Minh".to_owned()));
    assert!(
        !city
            .iter()
            .any(|name| name.starts_with("Sở Văn hóa, Thể thao"))
    );
}

#[test]
fn an_office_is_known_by_its_name_and_what_became_of_it() {
    let list = "code,name\nso-yt,Sở Y tế tỉnh Trà Vinh\nso-tc,Sở Tài chính tỉnh Trà Vinh\n";
    let register = Register::read(list.as_bytes()).unwrap();
    let mut told = String::new();
    for (text, superior, day) in [
        ("SỞ NGOẠI VỤ", None, "2020-06-30"),
        ("SỞ Y TẾ", Some("UBND TỈNH SÓC TRĂNG"), "2020-06-30"),
        ("Sở Y tế TP. Hồ Chí Minh", None, "2020-06-30"),
        ("Sở KH&ĐT", None, "2025-02-28"),
        ("Sở KH&ĐT", None, "2025-03-01"),
        ("SỞ KẾ HOẠCH VÀ ĐẦU TƯ TỈNH TRÀ VINH", None, "2025-12-31"),
        ("Sở Y tế tỉnh Tuyên Quang", None, "2025-12-31"),
        ("Sở Y tế tỉnh Hà Giang", None, "2025-12-31"),
        ("UBND huyện Trà Cú", None, "2025-06-30"),
        ("UBND huyện Trà Cú", None, "2025-07-01"),
        (
            "Sở Giao thông vận tải Thành phố Hồ Chí Minh",
            None,
            "2025-03-31",
        ),
        ("Sở Nông nghiệp", None, "2024-12-31"),
        ("Trung tâm Nước sạch", None, "2024-12-31"),
        ("Phòng Nội vụ, Sở Nội vụ", None, "2024-12-31"),
    ] {
        let known = register.known_as(text, superior, Some(day.parse().unwrap()));
        let known = known.map_or("–".to_owned(), |known| match known.fate {
            None => known.name,
            Some(Fate::Ended(last)) => format!("{} until {last}", known.name),
            Some(Fate::Replaced(heir, since)) => {
                format!("{}, since {since} {heir}", known.name)
            }
        });
        told += &format!("{day} {text}: {known}\n");
    }
    insta::assert_snapshot!(told);
}
