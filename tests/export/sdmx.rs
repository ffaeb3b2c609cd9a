//! The aggregates of a package in SDMX: every record is in them, every code is in a list.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::support::folder::all_files;
use crate::support::inbox::Inbox;
use quick_xml::Reader;
use quick_xml::events::Event;

const PROJECT: &str = r#"
[programme]
id = "tra-vinh-hcm"
name = "Chương trình hợp tác <A & B>"
[period]
id = "2020-06"
start = 2009-03-20
end = 2020-06-30
deadline = 2020-09-04
[lists]
units = "units.csv"
sectors = "sectors.csv"
"#;

const FORM: &str = "SỞ Y TẾ TỈNH TRÀ VINH\nĐơn vị tính: triệu đồng\nSTT,Nội dung hoạt động,Lĩnh vực,Đơn vị hỗ trợ,Thời gian thực hiện,Kinh phí hỗ trợ,Trong đó: ngân sách\n\
1,Đào tạo bác sĩ,Y tế,Sở Y tế,2019,120,100\n\
2,Đào tạo y tá,Y tế,Sở Y tế,tháng 5/2019,khoảng 30,\n\
3,Mua thuốc,Y tế,Sở Y tế,2019,chưa có số liệu,\n\
4,Xây trạm,Y tế,Sở Y tế,2019-2020,dự kiến 700,\n\
5,Khám bệnh (đã hủy),Y tế,Sở Y tế,2019,7,\n\
6,Trồng cây,Môi trường <&>,Sở TNMT,2018,5,5\n\
7,Tặng quà,,Sở Y tế,chưa xác định,3,\n";

fn round() -> Inbox {
    let inbox = Inbox::new();
    inbox.put("r/tonghop.toml", PROJECT);
    inbox.put("r/units.csv", "code,name\n_so yt,Sở Y tế tỉnh Trà Vinh\n");
    inbox.put("r/sectors.csv", "code,name\ny-te,Y tế\ngiao-duc,Giáo dục\n");
    inbox.put("r/so-yt.csv", FORM);
    let other = FORM.replace("SỞ Y TẾ TỈNH TRÀ VINH", "SỞ XÂY DỰNG TỈNH TRÀ VINH");
    inbox.put(
        "r/so-xd.csv",
        other.lines().take(4).collect::<Vec<_>>().join("\n"),
    );
    inbox
}

fn read(inbox: &Inbox, name: &str) -> String {
    fs::read_to_string(inbox.folder.path().join(name)).unwrap()
}

type Row = BTreeMap<String, String>;

fn rows(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize();
    rows.map(Result::unwrap).collect()
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({snapshot_path => "../export", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, text);
    });
}

/// The codes of each list, and that the structure is XML.
fn lists(structure: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut reader = Reader::from_str(structure);
    reader.config_mut().check_end_names = true;
    let mut lists: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut list = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return lists,
            Event::Start(tag) => {
                let id = tag.try_get_attribute("id").unwrap();
                let id = id.map(|id| id.value.into_owned());
                match tag.name().as_ref() {
                    "str:Codelist" => list = id.unwrap(),
                    "str:Code" => {
                        let is_new = lists.entry(list.clone()).or_default().insert(id.unwrap());
                        assert!(is_new, "{list}");
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

#[test]
fn figures_and_structure_are_told() {
    let inbox = round();
    let ran = inbox.run(&["export", "r", "-o", "goi", "--sdmx"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    snapshot("sdmx", &read(&inbox, "goi/sdmx/support-activities.csv"));
    snapshot("sdmx-structure", &read(&inbox, "goi/sdmx/structure.xml"));
    let ran = inbox.run_in("en", &["export", "--check", "goi"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    // Whatever the package is for, they are the same, and so on every run.
    inbox.run(&["export", "r", "-o", "excel", "--sdmx", "--excel"]);
    inbox.run(&[
        "export",
        "r",
        "--append",
        "cac-ky",
        "--sdmx",
        "--threads",
        "1",
    ]);
    let own = |folder: &str| {
        let mut files = all_files(&inbox.folder.path().join(folder));
        files.retain(|path, _| path.starts_with("sdmx/"));
        files
    };
    assert_eq!(own("goi").len(), 2);
    assert_eq!(own("goi"), own("excel"));
    assert_eq!(own("goi"), own("cac-ky/period=2020-06"));
}

#[test]
fn every_code_is_in_its_list() {
    let inbox = round();
    inbox.run(&["export", "r", "-o", "goi", "--sdmx"]);
    let lists = lists(&read(&inbox, "goi/sdmx/structure.xml"));
    let data = rows(&read(&inbox, "goi/sdmx/support-activities.csv"));
    assert!(!data.is_empty());
    for (column, list) in [
        ("FREQ", "CL_FREQ"),
        ("OFFICE", "CL_OFFICE"),
        ("SECTOR", "CL_SECTOR"),
        ("INDICATOR", "CL_INDICATOR_support-activities"),
        ("UNIT_MEASURE", "CL_UNIT_MEASURE"),
        ("OBS_STATUS", "CL_OBS_STATUS"),
    ] {
        for row in &data {
            assert!(lists[list].contains(&row[column]), "{row:?}");
        }
    }
    // Those of the project's lists are there whether or not they were met.
    assert!(lists["CL_SECTOR"].contains("giao-duc"));
    assert!(lists["CL_OFFICE"].contains("@5Fso@20yt"));
}

#[test]
fn all_adds_up_to_what_the_package_says() {
    let inbox = round();
    inbox.run(&["export", "r", "-o", "goi", "--sdmx"]);
    let data = rows(&read(&inbox, "goi/sdmx/support-activities.csv"));
    let sum_of = |indicator: &str, column: &str| -> i128 {
        let own = data.iter().filter(|row| row["INDICATOR"] == indicator);
        let figures = own.filter(|row| row[column] != "NaN");
        figures
            .map(|row| row[column].parse::<i128>().unwrap())
            .sum()
    };
    for sum in rows(&read(&inbox, "goi/sums.csv")) {
        let indicator = match sum["kind"].as_str() {
            "counted" => sum["column"].clone(),
            apart => format!("{}-{apart}", sum["column"]),
        };
        let expected: i128 = sum["sum_vnd"].parse().unwrap();
        assert_eq!(sum_of(&indicator, "OBS_VALUE"), expected, "{indicator}");
        if sum["column"] == "amount_vnd" {
            let rows = sum_of(&indicator, "RECORDS") - sum_of(&indicator, "MISSING");
            assert_eq!(rows.to_string(), sum["records"], "{indicator}");
        }
    }
    let records = rows(&read(&inbox, "goi/support-activities.csv"));
    let told = ["RECORDS", "RECORDS-planned", "RECORDS-withdrawn"];
    let counted: i128 = told.iter().map(|told| sum_of(told, "OBS_VALUE")).sum();
    assert_eq!(counted, records.len() as i128);
    let doubts: i128 = told.iter().map(|told| sum_of(told, "DOUBTS")).sum();
    let in_doubt = records.iter().filter(|row| !row["doubts"].is_empty());
    assert_eq!(doubts, in_doubt.count() as i128);
}

#[test]
fn a_form_of_ones_own_says_what_is_added_up() {
    let inbox = Inbox::new();
    inbox.put(
        "r/tonghop.toml",
        "[programme]\nid = \"9\"\n[period]\nid = \"2020\"\n[templates]\nuse = [\"schools.toml\"]\n",
    );
    inbox.put("r/schools.toml", include_str!("../templates/schools.toml"));
    inbox.put("r/cau-ke.csv", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO HUYỆN CẦU KÈ\nSTT,Tên trường,Cấp học,Diện tích (ha),Số học sinh,Tỷ lệ (%)\n1,TH Hòa Ân,Tiểu học,\"0,52\",450,90\n2,TH An Phú,Tiểu học,\"1,2\",312,88\n");
    let ran = inbox.run(&["export", "r", "-o", "goi", "--sdmx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = read(&inbox, "goi/sdmx/schools.csv");
    let told: Vec<String> = rows(&text)
        .iter()
        .map(|row| {
            let columns = [
                "STRUCTURE_ID",
                "SECTOR",
                "INDICATOR",
                "TIME_PERIOD",
                "OBS_VALUE",
                "UNIT_MEASURE",
            ];
            columns.map(|column| row[column].as_str()).join(" ")
        })
        .collect();
    assert_eq!(
        told,
        [
            "TONGHOP-9:schools(1.0) _U RECORDS 1900-01-01/P200Y 2 NUMBER",
            "TONGHOP-9:schools(1.0) _U area_ha 1900-01-01/P200Y 1.72 ha",
            "TONGHOP-9:schools(1.0) _U pupils 1900-01-01/P200Y 762 NUMBER",
        ]
    );
}
