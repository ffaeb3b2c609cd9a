//! A package is proven whole, and every mistake in one is named by file, row and column.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::inbox::{Inbox, form};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const PROJECT: &str = r#"
[programme]
id = "tra-vinh-hcm"
[period]
id = "2020-06"
end = 2020-06-30
[lists]
units = "units.csv"
sectors = "sectors.csv"
"#;

fn round() -> Inbox {
    let inbox = Inbox::new();
    inbox.put("r/tonghop.toml", PROJECT);
    inbox.put("r/units.csv", "code,name\nso-yt,Sở Y tế tỉnh Trà Vinh\n");
    inbox.put("r/sectors.csv", "code,name\ny-te,Y tế\n");
    let records = [
        ("Đào tạo bác sĩ", "2019", "120"),
        ("Xây trạm y tế", "2020", "dự kiến 700"),
        ("Mua thuốc", "2018", "khoảng 30"),
    ];
    let office = form("SỞ Y TẾ TỈNH TRÀ VINH", "2020-08-20", &records);
    inbox.put("r/so-yt.xlsx", office);
    inbox
}

/// A package, to be spoilt.
struct Package {
    inbox: Inbox,
}

impl Package {
    fn new(excel: bool) -> Self {
        let inbox = round();
        let args = ["export", "r", "-o", "goi", "--excel"];
        let ran = inbox.run(&args[..if excel { 5 } else { 4 }]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        Self { inbox }
    }

    /// Another one like it.
    fn again(&self) -> Self {
        let inbox = Inbox::new();
        for entry in fs::read_dir(self.path("")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            inbox.put(&format!("goi/{name}"), fs::read(&path).unwrap());
        }
        Self { inbox }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.inbox.folder.path().join("goi").join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Changes the cell of a table in a row, the header being the first.
    fn cell(&self, table: &str, row: usize, column: &str, text: &str) {
        let name = format!("{table}.csv");
        let old = self.read(&name);
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.has_headers(false).from_reader(old.as_bytes());
        let mut rows: Vec<Vec<String>> = reader
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect();
        let place = rows[0].iter().position(|name| name == column).unwrap();
        text.clone_into(&mut rows[row - 1][place]);
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in rows {
            writer.write_record(row).unwrap();
        }
        self.write(&name, writer.into_inner().unwrap());
    }

    fn describe(&self, change: impl FnOnce(&mut Value)) {
        let mut package: Value = serde_json::from_str(&self.read("datapackage.json")).unwrap();
        change(&mut package);
        self.write("datapackage.json", package.to_string());
    }

    /// Has the description say what the files are now, so that nothing but the fault itself is left.
    fn seal(&self) {
        self.describe(|package| {
            let resources = package["resources"].as_array_mut().unwrap();
            for resource in resources {
                let bytes = fs::read(self.path(resource["path"].as_str().unwrap())).unwrap();
                let hash = Sha256::digest(&bytes);
                let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
                resource["bytes"] = json!(bytes.len());
                resource["hash"] = json!(format!("sha256:{hash}"));
            }
        });
    }

    fn check(&self, lang: &str) -> (i32, String) {
        let ran = self.inbox.run_in(lang, &["export", "--check", "goi"]);
        assert!(ran.err.is_empty(), "{}", ran.err);
        (ran.code, ran.out)
    }
}

/// A fault, and how a package comes to have it.
type Fault = (&'static str, fn(&Package));

/// Those of the files.
const OF_FILES: [Fault; 9] = [
    ("a figure changed", |package| {
        package.cell("support-activities", 2, "amount_vnd", "120000001");
    }),
    ("a file of the same length", |package| {
        package.write("README.md", "x".repeat(package.read("README.md").len()));
    }),
    ("a table cut off", |package| {
        let text = package.read("support-activities.csv");
        package.write("support-activities.csv", &text[..text.len() - 40]);
    }),
    ("a file gone", |package| {
        fs::remove_file(package.path("rules.csv")).unwrap();
    }),
    ("a file too many", |package| {
        package.write("ghi-chu.txt", "");
        fs::create_dir(package.path("cu")).unwrap();
    }),
    ("no description", |package| {
        package.write("datapackage.json", "{\"resources\": [");
    }),
    ("the description of another", |package| {
        package.write("datapackage.json", "{\"resources\": []}");
    }),
    ("a column renamed", |package| {
        let text = package.read("units.csv").replace("code,name", "ma,name");
        package.write("units.csv", text);
        package.seal();
    }),
    ("no UTF-8, a cell too many, a row too many", |package| {
        let mut bytes = package.read("sectors.csv").into_bytes();
        bytes.extend(b"a,\xff,\nb,B,,\n");
        package.write("sectors.csv", bytes);
        package.seal();
    }),
];

/// Those of the tables, which are sealed afterwards.
const OF_TABLES: [Fault; 16] = [
    ("no whole number", |package| {
        package.cell("support-activities", 2, "amount_vnd", "120000000.5");
    }),
    ("no day", |package| {
        package.cell("support-activities", 2, "start_date", "2019-02-29");
        package.cell("support-activities", 3, "start_date", "1/2/2019");
    }),
    ("no number", |package| {
        package.cell("support-activities", 2, "quantity", "2,5");
    }),
    ("no object", |package| {
        package.cell("support-activities", 2, "extra", "[1]");
    }),
    ("no id", |package| {
        package.cell("support-activities", 2, "record_id", "XYZ");
    }),
    ("a word of no list", |package| {
        package.cell("support-activities", 2, "amount_qualifier", "maybe");
    }),
    ("a code of no list", |package| {
        package.cell("support-activities", 2, "sector_code", "giao-duc");
    }),
    ("an office of no list", |package| {
        package.cell("support-activities", 4, "unit_code", "so-khac");
    }),
    ("a period that there is not", |package| {
        package.cell("support-activities", 4, "period", "2019-12");
    }),
    ("a file that was not received", |package| {
        package.cell("support-activities", 4, "source_file", "khac.xlsx");
    }),
    ("a finding on no record", |package| {
        package.cell("findings", 2, "record_id", &"0".repeat(32));
        package.cell("findings", 2, "code", "V999");
    }),
    ("a record twice", |package| {
        let text = package.read("support-activities.csv");
        let id = text
            .lines()
            .nth(1)
            .unwrap()
            .split(',')
            .next()
            .unwrap()
            .to_owned();
        package.cell("support-activities", 4, "record_id", &id);
    }),
    ("nothing where something must be", |package| {
        package.cell("support-activities", 2, "source_file", "");
        package.cell("units", 2, "code", "");
    }),
    ("too small", |package| {
        package.cell("support-activities", 2, "source_row", "0");
    }),
    ("a sum", |package| {
        package.cell("sums", 2, "sum_vnd", "150000001");
        package.cell("sums", 3, "records", "2");
        package.cell("sums", 4, "id", "support-activities/amount_vnd/other");
    }),
    ("a figure and its qualifier", |package| {
        package.cell("support-activities", 2, "amount_vnd", "120000001");
        package.cell("support-activities", 3, "amount_qualifier", "");
    }),
];

#[test]
fn every_mistake_is_named_by_file_row_and_column() {
    let whole = Package::new(false);
    assert_eq!(whole.check("vi").0, 0);
    for lang in ["vi", "en"] {
        let mut told = String::new();
        let (_, out) = whole.check(lang);
        // How many rules there are is no matter here.
        let out = out.split(", ").next().unwrap();
        writeln!(told, "== whole\n{out}").unwrap();
        let files = OF_FILES.iter().map(|fault| (fault, false));
        let tables = OF_TABLES.iter().map(|fault| (fault, true));
        for ((name, spoil), seals) in files.chain(tables) {
            let package = whole.again();
            spoil(&package);
            if seals {
                package.seal();
            }
            let (code, out) = package.check(lang);
            assert_eq!(code, 1, "{name}: {out}");
            let mistakes: Vec<&str> = out.lines().collect();
            let (last, mistakes) = mistakes.split_last().unwrap();
            let count = last.split_once(": ").unwrap().1;
            assert!(count.starts_with(&mistakes.len().to_string()), "{last}");
            writeln!(told, "== {name}\n{}", mistakes.join("\n")).unwrap();
        }
        let told = told.replace(whole.inbox.folder.path().to_str().unwrap(), "");
        let told = told
            .split(' ')
            .map(|word| {
                let bare = word.trim_matches(['“', '”']);
                let is_id = bare.len() == 32 && bare.bytes().all(|b| b.is_ascii_hexdigit());
                if is_id && bare != "0".repeat(32) {
                    "“…”"
                } else {
                    word
                }
            })
            .collect::<Vec<_>>()
            .join(" ");
        insta::with_settings!({snapshot_path => "../export", prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(format!("faults.{lang}"), told);
        });
    }
}

#[test]
fn the_variant_for_excel_is_proven_too() {
    let package = Package::new(true);
    let (code, out) = package.check("en");
    assert_eq!(code, 0, "{out}");
    let text = package.read("support-activities.csv");
    package.write(
        "support-activities.csv",
        text.replace(";120000000;", ";120000000,0;"),
    );
    package.seal();
    let (code, out) = package.check("en");
    assert_eq!(code, 1);
    assert!(
        out.contains("row 2 › amount_vnd: “120000000,0” is no whole number"),
        "{out}"
    );
}

#[test]
fn what_is_no_package_is_not_proven() {
    let inbox = round();
    let ran = inbox.run_in("en", &["export", "--check", "r"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("“r” is no package"), "{}", ran.err);
    let ran = inbox.run_in("en", &["export", "--check", "nowhere"]);
    assert_eq!(ran.code, 2);
    for args in [
        &["export", "--check", "r", "-o", "x"][..],
        &["export", "r", "--check", "r"],
        &["export", "r"],
        &["export", "-o", "x"],
        &["export"],
    ] {
        let ran = inbox.run_in("en", args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(!Path::new(&inbox.folder.path().join("x")).exists());
    }
}

#[test]
fn hostile_descriptions_do_no_harm() {
    let spoilt: [fn(&mut Value); 6] = [
        |package| package["resources"][0]["path"] = json!("../r/tonghop.toml"),
        |package| package["resources"][0]["path"] = json!("/etc/passwd"),
        |package| package["resources"][0]["dialect"]["delimiter"] = json!("\u{1f600}"),
        |package| {
            package["resources"][0]["schema"]["fields"][0]["constraints"]["pattern"] = json!("(((");
        },
        |package| {
            let key = json!([{ "fields": ["nowhere"], "reference": { "resource": "x", "fields": ["y"] } }]);
            package["resources"][0]["schema"]["foreignKeys"] = key;
        },
        |package| package["resources"] = json!([]),
    ];
    let whole = Package::new(false);
    for spoil in spoilt {
        let package = whole.again();
        package.describe(spoil);
        let (code, out) = package.check("en");
        assert_eq!(code, 1, "{out}");
        assert!(!out.contains("tonghop.toml: the header"), "{out}");
    }
}
