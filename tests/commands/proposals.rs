//! Templates proposed from filled-in workbooks: what the file says, and what is read with it.
//!
//! `tests/proposals` holds four forms as several offices fill them in, each in its own look (`.sheet`, see
//! `tests/support/sheet.rs`); nobody and nothing in them is real.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::sheet::TextBook;
use tempfile::TempDir;

/// A folder with a project of one template, and what the program does in it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        desk.put(
            "tonghop.toml",
            "[programme]\nid = \"p\"\n[period]\nid = \"2024\"\n[templates]\nuse = [\"form.toml\"]\n",
        );
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
            .current_dir(self.folder.path())
            .args(args)
            .env("TONGHOP_LANG", "en")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (
            output.status.code().unwrap(),
            text(output.stdout),
            text(output.stderr),
        )
    }
}

/// A sheet of `tests/proposals` as a workbook.
fn workbook(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/proposals")
        .join(format!("{name}.sheet"));
    TextBook::parse(&fs::read_to_string(path).unwrap()).xlsx()
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({snapshot_path => "../proposals", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, text);
    });
}

/// Some columns of a table, a record a line.
fn columns(table: &str, wanted: &[&str]) -> Vec<String> {
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let headers = table.headers().unwrap().clone();
    let at: Vec<usize> = wanted
        .iter()
        .map(|name| headers.iter().position(|column| column == *name).unwrap())
        .collect();
    let rows = table.records().map(Result::unwrap);
    rows.map(|row| {
        let cells: Vec<&str> = at.iter().map(|at| &row[*at]).collect();
        cells.join(" | ")
    })
    .collect()
}

#[test]
fn a_template_is_proposed_with_comments_in_the_language() {
    for (form, lang) in [("giai-ngan", "vi"), ("lop-hoc", "en")] {
        let desk = Desk::new();
        desk.put("in/a.xlsx", workbook(&format!("{form}-1")));
        let (code, _, told) = desk.run(&[
            "template",
            "new",
            "--from",
            "in/a.xlsx",
            "-o",
            "form.toml",
            "--lang",
            lang,
        ]);
        assert_eq!(code, 0, "{told}");
        snapshot(&format!("{form}.{lang}"), &desk.text("form.toml"));
        snapshot(&format!("{form}.{lang}.told"), &told);
    }
}

#[test]
fn what_a_template_was_proposed_from_is_read_by_it_whole() {
    for form in ["giai-ngan", "truong-hoc", "ho-ngheo", "lop-hoc"] {
        let desk = Desk::new();
        desk.put("in/a.xlsx", workbook(&format!("{form}-1")));
        let new = ["template", "new", "--from", "in/a.xlsx", "-o", "form.toml"];
        assert_eq!(desk.run(&new).0, 0);
        let (code, table, told) = desk.run(&["convert", "in/a.xlsx", "-o", "-"]);
        // Whose report it is the project does not say.
        let (_, found, _) = desk.run(&["check", "in/a.xlsx", "--format", "csv"]);
        let mut codes = columns(&found, &["severity", "code"]);
        codes.retain(|code| !code.starts_with("info") && !code.ends_with("T007"));
        assert!(codes.is_empty() && code < 2, "{form}: {codes:?}\n{told}");
        assert!(
            columns(&table, &["extra"]).iter().all(String::is_empty),
            "{form}"
        );
        // Blank forms at once.
        let (code, _, told) = desk.run(&["template", "-o", "forms"]);
        assert_eq!(code, 0, "{told}");
    }
}

#[test]
fn money_counts_shares_lists_and_times_are_told_apart() {
    let desk = Desk::new();
    desk.put("in/a.xlsx", workbook("lop-hoc-1"));
    desk.run(&["template", "new", "--from", "in/a.xlsx", "-o", "form.toml"]);
    let (_, table, _) = desk.run(&["convert", "in/a.xlsx", "-o", "-"]);
    let wanted = [
        "hinh_thuc_code",
        "thoi_gian_start",
        "thoi_gian_end",
        "so_hoc_vien",
        "so_hoc_vien_nu",
        "kinh_phi_vnd",
    ];
    assert_eq!(
        columns(&table, &wanted)[0],
        "truc-tiep | 2024-03-04 | 2024-03-15 | 45 | 17 | 128500000"
    );
}

#[test]
fn what_cannot_be_done_is_said() {
    let desk = Desk::new();
    desk.put("empty.csv", "Không có gì ở đây\n");
    desk.put("in/a.xlsx", workbook("lop-hoc-1"));
    let new = |from: &str, more: &[&str]| {
        let args = [
            &["template", "new", "--from", from, "-o", "form.toml"],
            more,
        ]
        .concat();
        desk.run(&args)
    };
    let (code, _, told) = new("empty.csv", &[]);
    assert!(
        code == 2 && told.contains("holds no table with headings"),
        "{told}"
    );
    let (code, _, told) = new("in/a.xlsx", &["--sheet", "Biểu 2"]);
    assert!(
        code == 2 && told.contains("“Biểu 2”") && told.contains("“Sheet1”"),
        "{told}"
    );
    assert!(!desk.path("form.toml").exists());
    // What somebody has finished is not written over.
    desk.put("form.toml", "id = \"mine\"\n");
    let (code, _, told) = new("in/a.xlsx", &[]);
    assert!(code == 2 && told.contains("--replace"), "{told}");
    assert_eq!(new("in/a.xlsx", &["--replace"]).0, 0);
    let (code, _, told) = desk.run(&["template", "new", "--from", "in/a.xlsx"]);
    assert!(code == 2 && told.contains("missing"), "{told}");
    // To standard output.
    let (code, text, _) = desk.run(&["template", "new", "--from", "in/a.xlsx", "-o", "-"]);
    assert!(code == 0 && text.contains("[[field]]"), "{text}");
}

#[test]
fn a_table_on_another_sheet_is_told_and_may_be_asked_for() {
    let desk = Desk::new();
    let book = "\
# Trường
      | A   | B         | C          |
    1 | STT | Tên trường | Số học sinh |
    2 | 1   | TH An Phú  | 312        |
    3 | 2   | TH Hòa Ân  | 450        |
    4 | 3   | TH Phú Thọ | 301        |
# Xã
      | A   | B       | C                  |
    1 | STT | Tên xã  | Kinh phí (tr.đ)    |
    2 | 1   | An Phú  | 12.5               |
    3 | 2   | Hòa Ân  | 7                  |
";
    desk.put("a.xlsx", TextBook::parse(book).xlsx());
    let (_, text, told) = desk.run(&["template", "new", "--from", "a.xlsx", "-o", "-"]);
    assert!(
        text.contains("id = \"so_hoc_sinh\"\nkind = \"integer\""),
        "{text}"
    );
    assert!(told.contains("Xã › A1:C3 (2 rows)"), "{told}");
    let (_, text, _) = desk.run(&[
        "template", "new", "--from", "a.xlsx", "-o", "-", "--sheet", "xã",
    ]);
    assert!(
        text.contains("id = \"kinh_phi_vnd\"\nkind = \"amount\""),
        "{text}"
    );
    assert!(text.contains("default_scale = 1_000_000"), "{text}");
}
