//! The statistics package: what it holds, that it is the same on every run, where it may be written.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use crate::support::folder::all_files;
use crate::support::inbox::{Inbox, form};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const PROJECT: &str = r#"
[programme]
id = "tra-vinh-hcm"
name = "Chương trình hợp tác giữa TP. Hồ Chí Minh và tỉnh Trà Vinh"
start = 2009-03-20
end = 2020-12-31
[period]
id = "2020-06"
start = 2009-03-20
end = 2020-06-30
deadline = 2020-09-04
[issuer]
name = "Sở Kế hoạch và Đầu tư tỉnh Trà Vinh"
[lists]
units = "units.csv"
sectors = "sectors.csv"
"#;

const UNITS: &str = "\
code,name,aliases,kind,valid_from,email
so-yt,Sở Y tế tỉnh Trà Vinh,Sở Y tế|SYT,department,1992-05-01,vanthu@soyt.example
so-xd,Sở Xây dựng tỉnh Trà Vinh,Sở XD,department,,
so-nv,Sở Nội vụ tỉnh Trà Vinh,Sở NV,department,,
so-ct,Sở Công Thương tỉnh Trà Vinh,Sở CT,department,,
";

const SECTORS: &str = "code,name,aliases\ny-te,Y tế,\nxay-dung,\"Xây dựng, đô thị\",Xây dựng\n";

/// A round with an office in each state.
fn round() -> Inbox {
    let inbox = Inbox::new();
    inbox.put("r/tonghop.toml", PROJECT);
    inbox.put("r/units.csv", UNITS);
    inbox.put("r/sectors.csv", SECTORS);
    let health = [
        ("Đào tạo bác sĩ", "2019", "120"),
        ("'=Tặng xe cứu thương", "quý II/2018", "khoảng 1,5 tỷ đồng"),
        ("Xây trạm y tế", "2020", "dự kiến 700"),
        ("Mua thuốc (đã hủy)", "2020", "30"),
    ];
    let earlier = form("SỞ Y TẾ TỈNH TRÀ VINH", "2020-08-01", &health[..1]);
    inbox.put("r/so-yt.xlsx", earlier);
    let later = form("SỞ Y TẾ TỈNH TRÀ VINH", "2020-08-20", &health);
    inbox.put("r/so-yt-bo-sung.xlsx", later);
    let unread = [("Xây cầu", "2017", "chưa có số liệu")];
    let building = form("SỞ XÂY DỰNG TỈNH TRÀ VINH", "2020-09-10", &unread);
    inbox.put("r/so-xd.xlsx", building);
    inbox.put("r/so-nv.csv", "SỞ NỘI VỤ TỈNH TRÀ VINH\nĐơn vị tính: triệu đồng\nSTT,Nội dung hoạt động,Đơn vị hỗ trợ,Thời gian thực hiện,Kinh phí hỗ trợ\nKhông phát sinh\n");
    inbox.put("r/so-ct.xlsx", "hỏng");
    inbox
}

/// Hashes, which are those of workbooks made here, are left out.
fn snapshot(name: &str, text: &str) {
    let is_hash = |word: &str| word.len() >= 32 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let words = text.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    let text: String = words
        .map(|word| {
            let bare = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            match is_hash(bare) {
                true => word.replace(bare, "…"),
                false => word.to_owned(),
            }
        })
        .collect();
    insta::with_settings!({snapshot_path => "../export", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, text);
    });
}

fn read(inbox: &Inbox, name: &str) -> String {
    fs::read_to_string(inbox.folder.path().join(name)).unwrap()
}

fn descriptor(inbox: &Inbox, folder: &str) -> Value {
    serde_json::from_str(&read(inbox, &format!("{folder}/datapackage.json"))).unwrap()
}

/// The rows of a table, by the names of its columns.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        let row = row.unwrap();
        let cells = row.iter().map(str::to_owned);
        header.iter().cloned().zip(cells).collect()
    };
    reader.records().map(row).collect()
}

#[test]
fn the_package_says_all_there_is_to_say() {
    let inbox = round();
    let ran = inbox.run(&["export", "r", "-o", "goi"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.is_empty(), "{}", ran.out);
    let told: Vec<&str> = ran.err.lines().rev().take(2).collect();
    assert_eq!(
        told,
        [
            "Đã ghi “goi”.",
            "findings.csv: 2 đoạn chữ mà Excel sẽ hiểu là công thức có thêm dấu ' ở trước: dòng 7 cột text và dòng 7 cột value.",
        ]
    );
    let mut tables = String::new();
    for (name, bytes) in all_files(&inbox.folder.path().join("goi")) {
        let text = String::from_utf8(bytes).unwrap();
        if name == "findings.csv" {
            // Their words are pinned where they are made.
            for found in rows(&text) {
                let columns = ["code", "severity", "file", "sheet", "cell", "text", "value"];
                let cells = columns.map(|column| found[column].as_str());
                writeln!(tables, "{}|{}", cells.join("|"), found["record_id"]).unwrap();
            }
        } else if name.ends_with(".csv") && name != "rules.csv" {
            write!(tables, "== {name}\n{text}").unwrap();
        }
    }
    snapshot("tables", &tables);
    let readme = read(&inbox, "goi/README.md");
    // How many rules there are is no matter here.
    let lines = readme
        .lines()
        .filter(|line| !line.starts_with("| `rules.csv`"));
    snapshot("readme", &lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn what_describes_the_tables_is_so() {
    let inbox = round();
    inbox.run(&["export", "r", "-o", "goi"]);
    let package = descriptor(&inbox, "goi");
    let web: Value = serde_json::from_str(&read(&inbox, "goi/csv-metadata.json")).unwrap();
    let mut schemas = String::new();
    let resources = package["resources"].as_array().unwrap();
    let tables = web["tables"].as_array().unwrap();
    assert_eq!(resources.len(), tables.len());
    for (resource, table) in resources.iter().zip(tables) {
        let path = resource["path"].as_str().unwrap();
        let text = read(&inbox, &format!("goi/{path}"));
        assert_eq!(resource["bytes"], text.len(), "{path}");
        let hash = Sha256::digest(text.as_bytes());
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(resource["hash"], format!("sha256:{hash}"), "{path}");
        assert_eq!(resource["rows"], rows(&text).len(), "{path}");
        assert_eq!(table["url"], path);
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let names: Vec<&str> = fields
            .iter()
            .map(|field| field["name"].as_str().unwrap())
            .collect();
        assert_eq!(text.lines().next(), Some(names.join(",").as_str()));
        writeln!(schemas, "{path}").unwrap();
        let columns = table["tableSchema"]["columns"].as_array().unwrap();
        assert_eq!(fields.len(), columns.len());
        for (field, column) in fields.iter().zip(columns) {
            assert_eq!(field["name"], column["name"]);
            for key in ["title", "title_en", "description", "description_en"] {
                assert!(field[key].as_str().is_some_and(|text| !text.is_empty()));
            }
            writeln!(
                schemas,
                "    {} {} {} | {} {}",
                column["name"],
                field["type"],
                field["constraints"],
                column["datatype"],
                column["required"]
            )
            .unwrap();
        }
        for of in ["primaryKey", "foreignKeys"] {
            let (one, other) = (&resource["schema"][of], &table["tableSchema"][of]);
            writeln!(schemas, "  {of} {one} | {other}").unwrap();
        }
    }
    snapshot("schemas", &schemas);
    // The dictionary tells every table and column in both languages.
    let readme = read(&inbox, "goi/README.md");
    for resource in resources {
        for field in resource["schema"]["fields"].as_array().unwrap() {
            for key in ["title", "title_en"] {
                let line = format!(
                    "| `{}` | {} |",
                    field["name"].as_str().unwrap(),
                    field[key].as_str().unwrap()
                );
                assert!(readme.contains(&line), "{line}");
            }
        }
    }
}

#[test]
fn sums_and_counts_are_those_of_the_tables() {
    let inbox = round();
    inbox.run(&["export", "r", "-o", "goi"]);
    let records = rows(&read(&inbox, "goi/support-activities.csv"));
    let converted = inbox.run(&["convert", "r", "-o", "-"]).out;
    assert_eq!(converted, read(&inbox, "goi/support-activities.csv"));
    for sum in rows(&read(&inbox, "goi/sums.csv")) {
        let own = records.iter().filter(|row| {
            let qualifier = row["amount_qualifier"].as_str();
            let kind = match qualifier {
                "planned" | "withdrawn" => qualifier,
                _ => "counted",
            };
            kind == sum["kind"] && !row[&sum["column"]].is_empty()
        });
        let amounts: Vec<i128> = own
            .map(|row| row[&sum["column"]].parse().unwrap())
            .collect();
        assert_eq!(sum["records"], amounts.len().to_string(), "{sum:?}");
        assert_eq!(sum["sum_vnd"], amounts.iter().sum::<i128>().to_string());
    }
    let submissions = rows(&read(&inbox, "goi/submissions.csv"));
    let states: Vec<(&str, &str)> = submissions
        .iter()
        .map(|file| (file["file"].as_str(), file["state"].as_str()))
        .collect();
    assert_eq!(
        states,
        [
            ("so-ct.xlsx", "invalid"),
            ("so-nv.csv", "nil"),
            ("so-xd.xlsx", "late"),
            ("so-yt-bo-sung.xlsx", "reported"),
            ("so-yt.xlsx", "superseded"),
        ]
    );
    for file in &submissions {
        let own = records
            .iter()
            .filter(|row| row["source_file"] == file["file"]);
        assert_eq!(file["records"], own.count().to_string());
    }
    // A finding leads back to its row.
    let findings = rows(&read(&inbox, "goi/findings.csv"));
    let unread = findings.iter().find(|found| found["code"] == "V102");
    let id = &unread.unwrap()["record_id"];
    let row = records.iter().find(|row| row["record_id"] == *id).unwrap();
    assert_eq!(row["activity"], "Xây cầu");
    let formula = findings.iter().find(|found| found["code"] == "V114");
    assert_eq!(formula.unwrap()["text"], "'=Tặng xe cứu thương");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let inbox = round();
    inbox.run(&["export", "r", "-o", "goi"]);
    let first = all_files(&inbox.folder.path().join("goi"));
    let args = ["export", "r", "-o", "goi", "--threads", "1", "--lang", "en"];
    inbox.run_in("en", &args);
    inbox.run(&["export", "r", "-o", "sub/khac"]);
    for folder in ["goi", "sub/khac"] {
        assert_eq!(all_files(&inbox.folder.path().join(folder)), first);
    }
}

#[test]
fn a_vietnamese_excel_opens_its_variant_by_a_double_click() {
    let inbox = round();
    let quantities = "SỞ CÔNG THƯƠNG TỈNH TRÀ VINH\nĐơn vị tính: triệu đồng\nSTT,Nội dung hoạt động,Đơn vị hỗ trợ,Khối lượng,ĐVT,Thời gian thực hiện,Kinh phí hỗ trợ\n1,\"Mở chợ; khu A\",Sở Công Thương,\"2,5\",km,2019,5\n2,\"Sửa\nđường\",@Sở,3,km,2019,7\n";
    inbox.put("r/so-ct.csv", quantities);
    inbox.run(&["export", "r", "-o", "goi"]);
    let ran = inbox.run_in("en", &["export", "r", "-o", "excel", "--excel"]);
    assert_eq!(ran.code, 1);
    let told = "support-activities.csv: 2 texts that Excel would run as a formula now with ' before it: row 3, column provider and row 6, column activity.";
    assert!(ran.err.contains(told), "{}", ran.err);
    for (name, bytes) in all_files(&inbox.folder.path().join("excel")) {
        let Some(table) = name.strip_suffix(".csv") else {
            continue;
        };
        let text = String::from_utf8(bytes).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap();
        // Line breaks within cells stay as they are.
        assert_eq!(text.matches("\r\n").count(), text.matches('\r').count());
        let plain = read(&inbox, &format!("goi/{name}"));
        let mut own = csv::ReaderBuilder::new();
        let mut own = own.delimiter(b';').from_reader(text.as_bytes());
        let mut plain = csv::Reader::from_reader(plain.as_bytes());
        assert_eq!(own.headers().unwrap(), plain.headers().unwrap(), "{table}");
        for (own, plain) in own.records().zip(plain.records()) {
            for (own, plain) in own.unwrap().iter().zip(&plain.unwrap()) {
                let same = own == plain
                    || own.strip_prefix('\'') == Some(plain)
                    || own.replace(',', ".") == plain;
                assert!(same, "{table}: {own} is not {plain}");
                assert!(!own.starts_with(['=', '@']), "{own}");
            }
        }
    }
    let table = read(&inbox, "excel/support-activities.csv");
    assert!(table.contains(";\"Mở chợ; khu A\";") && table.contains(";2,5;km;"));
    assert!(table.contains(";\"Sửa\nđường\";;;'@Sở;"), "{table}");
    let package = descriptor(&inbox, "excel");
    let resource = &package["resources"][0];
    assert_eq!(resource["dialect"]["delimiter"], ";");
    assert_eq!(resource["dialect"]["lineTerminator"], "\r\n");
    let fields = resource["schema"]["fields"].as_array().unwrap();
    let quantity = fields.iter().find(|field| field["name"] == "quantity");
    assert_eq!(quantity.unwrap()["decimalChar"], ",");
    assert!(read(&inbox, "excel/README.md").contains("dấu chấm phẩy"));
    // It is no submission either.
    let before = inbox.run(&["check", "r", "--format", "json"]).out;
    inbox.run(&["export", "r", "-o", "r/excel", "--excel"]);
    assert_eq!(inbox.run(&["check", "r", "--format", "json"]).out, before);
}

#[test]
fn nothing_of_anybody_else_is_written_over() {
    let inbox = round();
    let at = |name: &str| inbox.folder.path().join(name);
    let all = |folder: &str| all_files(&at(folder));
    // A folder with other files, the project's own among them.
    inbox.put("khac/ghi-chu.txt", "của tôi");
    let before = [all("khac"), all("r")];
    for folder in ["khac", "r"] {
        let ran = inbox.run_in("en", &["export", "r", "-o", folder]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("holds files that are not of a package"));
    }
    assert_eq!([all("khac"), all("r")], before);
    let ran = inbox.run_in("en", &["export", "r", "-o", "r", "--replace"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is one of the inputs"), "{}", ran.err);
    assert_eq!(all("r"), before[1]);
    let ran = inbox.run(&["export", "r", "-o", "khac", "--replace"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(all("khac")["ghi-chu.txt"], "của tôi".as_bytes());
    // A table that somebody has worked on.
    inbox.run(&["export", "r", "-o", "goi"]);
    let ours = all("goi");
    inbox.put("goi/units.csv", "code,name\nso-yt,Sở Y tế (đã sửa)\n");
    let ran = inbox.run_in("en", &["export", "r", "-o", "goi"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("units.csv” was changed since"),
        "{}",
        ran.err
    );
    inbox.run(&["export", "r", "-o", "goi", "--replace"]);
    assert_eq!(all("goi"), ours);
    // What the package no longer has goes, what it never had stays.
    let mut package = descriptor(&inbox, "goi");
    let hash = package["resources"][1]["hash"].clone();
    fs::copy(at("goi/units.csv"), at("goi/old-form.csv")).unwrap();
    let old = serde_json::json!({ "name": "old-form", "path": "old-form.csv", "hash": hash });
    package["resources"].as_array_mut().unwrap().push(old);
    inbox.put("goi/datapackage.json", package.to_string());
    assert_eq!(inbox.run(&["export", "r", "-o", "goi"]).code, 1);
    assert_eq!(all("goi"), ours);
}

#[test]
fn all_files_or_none() {
    let inbox = round();
    inbox.run(&["export", "r", "-o", "goi"]);
    let at = |name: &str| inbox.folder.path().join(name);
    fs::remove_file(at("goi/rules.csv")).unwrap();
    fs::create_dir(at("goi/rules.csv")).unwrap();
    let before = all_files(&at("goi"));
    inbox.put(
        "r/so-xd.xlsx",
        form("SỞ XÂY DỰNG TỈNH TRÀ VINH", "2020-08-20", &[]),
    );
    let ran = inbox.run_in("en", &["export", "r", "-o", "goi", "--replace"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("rules.csv"), "{}", ran.err);
    assert_eq!(all_files(&at("goi")), before);
    assert!(at("goi/rules.csv").is_dir());
    // With errors and `--strict` nothing is written, and no folder is made.
    let ran = inbox.run(&["export", "r", "-o", "moi", "--strict"]);
    assert_eq!((ran.code, at("moi").exists()), (1, false));
}

#[test]
fn a_package_is_no_submission() {
    let inbox = round();
    let before = inbox.run(&["check", "r", "--format", "json"]).out;
    assert_eq!(inbox.run(&["export", "r", "-o", "r/goi"]).code, 1);
    assert_eq!(inbox.run(&["check", "r", "--format", "json"]).out, before);
    let first = all_files(&inbox.folder.path().join("r/goi"));
    inbox.run(&["export", "r", "-o", "r/goi"]);
    assert_eq!(all_files(&inbox.folder.path().join("r/goi")), first);
    // Nor is it one in an archive.
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in first {
        let name = format!("goi/{name}");
        archive
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(&bytes).unwrap();
    }
    inbox.put("r/goi.zip", archive.finish().unwrap().into_inner());
    assert_eq!(inbox.run(&["check", "r", "--format", "json"]).out, before);
    // Nor are copies of single tables that are known by their headers.
    for table in [
        "support-activities",
        "findings",
        "submissions",
        "periods",
        "rules",
        "sums",
    ] {
        let from = inbox.folder.path().join(format!("r/goi/{table}.csv"));
        fs::copy(from, inbox.folder.path().join(format!("r/{table}-2.csv"))).unwrap();
    }
    assert_eq!(inbox.run(&["check", "r", "--format", "json"]).out, before);
    // What somebody puts beside it is one.
    let other = form(
        "SỞ CÔNG THƯƠNG TỈNH TRÀ VINH",
        "2020-08-20",
        &[("Mở chợ", "", "5")],
    );
    inbox.put("r/goi/so-ct-2.xlsx", other);
    let after = inbox.run(&["check", "r", "--format", "json"]).out;
    assert!(after.contains("goi/so-ct-2.xlsx"));
}

#[test]
fn a_round_without_a_project_has_a_package_too() {
    let inbox = Inbox::new();
    let office = form("SỞ Y TẾ TỈNH TRÀ VINH", "", &[("Đào tạo", "2019", "120")]);
    inbox.put("so-yt.xlsx", office);
    let ran = inbox.run(&["export", "so-yt.xlsx", "-o", "goi"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for (table, count) in [("units", 0), ("periods", 0), ("support-activities", 1)] {
        assert_eq!(
            rows(&read(&inbox, &format!("goi/{table}.csv"))).len(),
            count
        );
    }
    let package = descriptor(&inbox, "goi");
    assert_eq!(package["name"], "tonghop");
    assert_eq!(package["tonghop"]["period"], Value::Null);
    assert!(Path::new(&inbox.folder.path().join("goi/README.md")).is_file());
}

/// Arrow takes minutes to build; a build without it says what to take instead.
#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_parquet_says_so() {
    let inbox = round();
    let ran = inbox.run(&["export", "r", "-o", "goi", "--parquet"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "lỗi: bản này của tonghop không ghi được Parquet; hãy dùng bản ở trang phát hành, hoặc dịch lại với `cargo build --release --features parquet`\n"
    );
    let ran = inbox.run_in("en", &["export", "r", "--append", "cac-ky", "--parquet"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "error: this build of tonghop cannot write Parquet; take the released one, or build it with `cargo build --release --features parquet`\n"
    );
    for folder in ["goi", "cac-ky"] {
        assert!(!inbox.folder.path().join(folder).exists());
    }
}
