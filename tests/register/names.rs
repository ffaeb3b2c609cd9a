//! Offices as they are really written: every spelling of `values/units-tra-vinh.tsv`, letterheads,
//! and texts that name no office.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;
use tonghop::lang::Lang;
use tonghop::register::{ListError, Register, Sectors, Strength, Unit, UnitMatch};
use unicode_normalization::UnicodeNormalization;

const TABLE: &str = include_str!("../values/units-tra-vinh.tsv");

/// Spellings that mean more than one office, and why.
const AMBIGUOUS: [(&str, &str); 4] = [
    (
        "Sở Nông nghiệp",
        "one department until February 2025, another since",
    ),
    ("Trà Vinh", "the province or its city"),
    ("Travinh", "the province or its city"),
    ("Duyên Hải", "the district or the town"),
];

/// Spellings that share no word with the office they stand for: a register lists them as aliases.
const OTHER_NAMES: [&str; 5] = [
    "Trung tâm Xúc tiến Du lịch",
    "Trung tâm Thông tin Xúc tiến Du lịch",
    "Trung tâm Xúc tiến Thương mại",
    "Trung tâm Khuyến công và Xúc tiến Thương mại",
    "Đoàn TNCS Hồ Chí Minh tỉnh",
];

/// The cells of every row of the table.
fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    TABLE.lines().skip(1).map(|line| line.split('\t').collect())
}

/// The register of the official names of the table, without aliases.
fn tra_vinh() -> Register {
    let mut units: BTreeMap<&str, Unit> = BTreeMap::new();
    for row in rows() {
        let [code, name, kind, _, from, to, ..] = row.as_slice() else {
            continue;
        };
        units.entry(code).or_insert_with(|| Unit {
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            kind: (*kind).to_owned(),
            valid_from: from.parse().ok(),
            valid_to: to.parse().ok(),
            ..Unit::default()
        });
    }
    Register::new(units.into_values().collect())
}

fn codes(found: &UnitMatch) -> String {
    match found {
        UnitMatch::One(unit, _) => unit.code.clone(),
        UnitMatch::Several(units) => {
            let codes: Vec<&str> = units.iter().map(|unit| unit.code.as_str()).collect();
            codes.join("|")
        }
        UnitMatch::None => "-".to_owned(),
    }
}

#[test]
fn every_spelling_of_the_table_finds_its_office() {
    let register = tra_vinh();
    let (mut all, mut unique) = (0, 0);
    for row in rows() {
        let (code, text) = (row[0], row[6]);
        all += 1;
        let found = codes(&register.find(text));
        if AMBIGUOUS.iter().any(|(spelling, _)| *spelling == text) {
            assert!(
                found.contains('|') && found.split('|').any(|one| one == code),
                "{text}: {found}"
            );
        } else if OTHER_NAMES.contains(&text) {
            assert_eq!(found, "-", "{text}");
        } else {
            assert_eq!(found, code, "{text}");
            let decomposed: String = text.nfd().collect();
            assert_eq!(
                codes(&register.find(&decomposed)),
                *code,
                "{text} decomposed"
            );
            unique += 1;
        }
    }
    assert_eq!((all, unique), (350, 340));
}

#[test]
fn aliases_and_days_settle_what_names_leave_open() {
    let csv = "code,name,aliases,valid_from,valid_to\n\
        snn,Sở Nông nghiệp và Phát triển nông thôn,,,28/02/2025\n\
        snnmt,Sở Nông nghiệp và Môi trường,,2025-03-01,\n\
        svh,\"Sở Văn hóa, Thể thao và Du lịch\",Trung tâm Xúc tiến Du lịch|SVHTTDL,,\n\
        sgd,Sở GD&ĐT,,,\n";
    let register = Register::read(csv.as_bytes()).unwrap();
    let both = register.find("Sở Nông nghiệp");
    assert_eq!(codes(&both), "snn|snnmt");
    for (day, code) in [("2020-06-30", "snn"), ("2025-06-30", "snnmt")] {
        assert_eq!(codes(&both.clone().on(day.parse().unwrap())), code);
    }
    for (text, code, strength) in [
        ("trung tâm xúc tiến du lịch", "svh", Strength::Exact),
        ("Trung tam Xuc tien Du lich", "svh", Strength::Words),
        ("SVHTTDL", "svh", Strength::Exact),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "sgd", Strength::Short),
        ("Sở GD và ĐT", "sgd", Strength::Exact),
        // The register states no province: an ending that does is taken for its own.
        (
            "Sở Nông nghiệp và Môi trường tỉnh Trà Vinh",
            "snnmt",
            Strength::Words,
        ),
    ] {
        assert_eq!(
            register.find(text),
            UnitMatch::One(register.by_code(code).unwrap(), strength),
            "{text}"
        );
    }
    assert_eq!(
        codes(&register.find("Sở Nông nghiệp và Môi trường TP. Hồ Chí Minh")),
        "-"
    );
}

#[test]
fn letterheads_are_read_with_all_that_stands_around_the_name() {
    let register = tra_vinh();
    for (text, code) in [
        (
            "Đơn vị báo cáo: Sở Tài nguyên và Môi trường tỉnh Trà Vinh",
            "TV-STNMT",
        ),
        ("UBND TỈNH TRÀ VINH\nSỞ Y TẾ", "TV-SYT"),
        ("SỞ CÔNG THƯƠNG\nTRUNG TÂM KHUYẾN CÔNG", "TV-SCT"),
        (
            "Trung tâm Khuyến công và Tư vấn phát triển công nghiệp, Sở Công Thương",
            "TV-SCT",
        ),
        ("Trung tâm Xúc tiến Du lịch (Sở VHTT&DL)", "TV-SVHTTDL"),
        ("UBND HUYỆN TRÀ CÚ\nPHÒNG TÀI CHÍNH - KẾ HOẠCH", "TV-849"),
        ("Phòng Tài chính - Kế hoạch huyện Trà Cú", "TV-849"),
        ("ỦY BAN NHÂN DÂN\nTHỊ XÃ DUYÊN HẢI", "TV-851"),
        ("UBND huyện Châu Thành, tỉnh Trà Vinh", "TV-847"),
        ("Sở Y tế Trà Vinh", "TV-SYT"),
        ("Sớ Y tê", "TV-SYT"),
        ("Sở Giáoo dục và Đạo tạo", "TV-SGDDT"),
        ("Sở Công Thuơng", "TV-SCT"),
        ("UBND huyện Duyên Hãi", "TV-850"),
        ("Giáo dục và Đào tạo", "TV-SGDDT"),
        ("Ủy ban nhân dân tỉnh Trà Vinh", "TV"),
        ("Sở KH", "TV-SKHCN|TV-SKHDT"),
    ] {
        assert_eq!(codes(&register.find(text)), code, "{text}");
    }
}

#[test]
fn texts_that_name_no_office_of_the_register_find_none() {
    let mut units = tra_vinh().units().to_vec();
    units.retain(|unit| unit.code != "TV");
    for register in [tra_vinh(), Register::new(units)] {
        for text in [
            "Sở Y tế TP. Hồ Chí Minh",
            "SỞ Y TẾ THÀNH PHỐ HỒ CHÍ MINH",
            "Sở Y tế TPHCM",
            "Sở Y tế tỉnh Sóc Trăng",
            "Sở Công Thương, TP. Hồ Chí Minh",
            "Trung tâm Xúc tiến Thương mại, Sở Công Thương TP. Hồ Chí Minh",
            "Ủy ban nhân dân huyện Củ Chi",
            "UBND TP. Hồ Chí Minh",
            "UBND huyện Châu Thành, tỉnh Bến Tre",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Trà Vinh, ngày 25 tháng 8 năm 2020",
            "DANH MỤC HOẠT ĐỘNG HỖ TRỢ TỈNH TRÀ VINH TỪ TP. HỒ CHÍ MINH",
            "Danh mục hoạt động hỗ trợ tỉnh Trà Vinh từ TP. Hồ Chí Minh",
            "(Kèm theo Công văn số 1687/SKHĐT-THKTKG ngày 26/8/2020)",
            "Đơn vị tính: triệu đồng",
            "STT",
            "Số TT",
            "TT",
            "Tổng cộng",
            "Lĩnh vực",
            "Kết quả thực hiện",
            "Trường Tiểu học thị trấn",
            "Các xã, phường, thị trấn",
            "Hội Chữ thập đỏ huyện",
            "Trung tâm Y tế huyện",
            "xã Hàm Giang, huyện Trà Cú",
            "Phường 7, thành phố Trà Vinh",
            "thị trấn Càng Long",
            "Trường Đại học Y Dược TP. Hồ Chí Minh",
            "Câu lạc bộ Doanh nhân Sài Gòn",
            "Hỗ trợ bò giống cho hộ cận nghèo tại Phường 7, thành phố Trà Vinh",
            "Biểu diễn nghệ thuật phục vụ đồng bào Khmer dịp lễ Ok Om Bok đợt 2",
            "Đào tạo cán bộ quản lý trật tự xây dựng và cấp giấy phép xây dựng",
            "Khảo sát thị trường, bình ổn giá dịp Tết Nguyên đán",
            "Sở",
            "Sở Y",
            "Số lao động",
            "Dạng lỏng",
            "Sở Công nghiệp",
            "Sở Văn hóa - Thông tin",
            "",
            "\n",
            "12",
        ] {
            assert_eq!(codes(&register.find(text)), "-", "{text}");
        }
        assert_eq!(
            codes(&register.find_in("Đào tạo nghề tại huyện Càng Long")),
            "-"
        );
    }
    let mut units = tra_vinh().units().to_vec();
    units.retain(|unit| unit.code != "TV");
    let register = Register::new(units);
    for text in ["UBND tỉnh Trà Vinh", "Trà Vinh", "tỉnh Trà Vinh"] {
        assert_eq!(codes(&register.find(text)), "-", "{text}");
    }
}

#[test]
fn the_nearest_office_is_suggested() {
    let register = tra_vinh();
    for (text, expected) in [
        ("Sở Văn hóa và Du lịch", Some("TV-SVHTTDL")),
        ("Sở Du lịch Thể thao", Some("TV-SVHTTDL")),
        ("Sở Công nghiệp", Some("TV-SCT")),
        ("Huyện Cầu Cú", Some("TV-845")),
        ("Ngân hàng Nhà nước", None),
    ] {
        let nearest = register.nearest(text).map(|(unit, _)| unit.code.as_str());
        assert_eq!(nearest, expected, "{text}");
    }
}

#[test]
fn a_list_is_read_whatever_program_saved_it() {
    let plain = "code,name,aliases\nso-yt,Sở Y tế,SYT|Y tế tỉnh\n\nso-nv,Sở Nội vụ,\n,,\n";
    let semicolons = "\u{feff}Name;Email;CODE\r\nSở Y tế;a, b;so-yt\r\nSở Nội vụ;;so-nv\r\n";
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain("code\tname\r\nso-yt\tSở Y tế\r\nso-nv\tSở Nội vụ".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [plain.as_bytes(), semicolons.as_bytes(), &utf16] {
        let register = Register::read(bytes).unwrap();
        let names: Vec<&str> = register
            .units()
            .iter()
            .map(|unit| unit.name.as_str())
            .collect();
        assert_eq!(names, ["Sở Y tế", "Sở Nội vụ"]);
        assert_eq!(codes(&register.find("SỞ Y TẾ")), "so-yt");
    }
}

#[test]
fn all_that_is_wrong_with_a_list_is_told_with_its_line() {
    let csv = "code,name,valid_from,valid_to\n\
        so-yt,Sở Y tế,,\n\
        \n\
        ,Sở Nội vụ,,\n\
        so-ct,\"Sở\nCông Thương\",,\n\
        so-yt,,,\n";
    let errors = Register::read(csv.as_bytes()).unwrap_err();
    let said: Vec<String> = errors
        .iter()
        .map(|error| error.say("units.csv", Lang::Vi))
        .collect();
    assert_eq!(
        said,
        [
            "units.csv, dòng 4: thiếu mã. Điền một mã riêng vào cột “code”, hoặc xóa dòng này.",
            "units.csv, dòng 7: mã “so-yt” đã có ở dòng 2. Đổi một trong hai mã, hoặc xóa dòng thừa.",
            "units.csv, dòng 7: thiếu tên. Điền tên đầy đủ vào cột “name”, hoặc xóa dòng này.",
        ]
    );
    let dates = "code,name,valid_from,valid_to\na,Sở A,31/02/2025,\nb,Sở B,2025-03-01,1/2/2025\n";
    assert_eq!(
        Register::read(dates.as_bytes()).unwrap_err(),
        [
            ListError::BadDate {
                line: 2,
                column: "valid_from",
                text: "31/02/2025".to_owned()
            },
            ListError::Reversed {
                line: 3,
                code: "b".to_owned()
            },
        ]
    );
    assert_eq!(Sectors::read(b" \n").unwrap_err(), [ListError::Empty]);
    assert_eq!(
        Sectors::read(b"code,ten\na,b\n").unwrap_err(),
        [ListError::MissingColumn {
            column: "name",
            found: vec!["code".to_owned(), "ten".to_owned()]
        }]
    );
    assert_eq!(
        Sectors::read(b"code,name\na,b\nc,\xff\n").unwrap_err(),
        [ListError::Encoding { line: 3 }]
    );
}

/// Built once: the texts are many.
static REGISTER: LazyLock<Register> = LazyLock::new(tra_vinh);

proptest! {
    #[test]
    fn no_text_and_no_list_makes_it_panic(
        text in any::<String>(),
        words in "([Ss]ở|UBND|huyện|tỉnh|Trà|Vinh|Y|tế|gửi|TP|va|[A-ZĐa-zđ]{0,4}|[ .,:/&\n_-]){0,12}",
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        for text in [&text, &words] {
            let register = &*REGISTER;
            let _ = register.find(text);
            let _ = register.find_in(text);
            let _ = register.nearest(text);
        }
        let _ = Register::read(&bytes);
        let csv = format!("code,name,aliases\na,{words},\nb,{text},{words}\n");
        if let Ok(register) = Register::read(csv.as_bytes()) {
            let _ = register.find(&words);
            let _ = register.find_in(&text);
        }
        if let Ok(sectors) = Sectors::read(csv.as_bytes()) {
            let _ = sectors.find(&words);
            let _ = sectors.nearest(&text);
        }
    }
}
