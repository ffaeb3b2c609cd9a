//! Forms that a project brings itself: kinds of fields, units of measure, lists, and what is wrong with a template or a
//! list, said with its name.

use std::fs;
use std::process::{Command, Stdio};

use calamine::{Reader as _, Xlsx, open_workbook};
use tempfile::TempDir;

const TEMPLATE: &str = include_str!("../templates/schools.toml");

const PROJECT: &str =
    "[programme]\nid = \"p\"\n[period]\nid = \"2020\"\n[templates]\nuse = [\"schools.toml\"]\n";

const SHEET: &str = "\
PHÒNG GIÁO DỤC VÀ ĐÀO TẠO HUYỆN CẦU KÈ
STT,Tên trường,Diện tích (m²),Số học sinh (người),Tỷ lệ (%),Ngày thành lập
I,Cấp 1
1,TH Hòa Ân,5200,450,\"95,5\",5/9/1998
2,TH An Phú,\"1,2 ha\",312,88,1998
II,Trung học cơ sở
3,THCS Tam Ngãi,8000,\"1.020 học sinh\",90,20/11/2001
4,THCS Hòa Tân,2 sào,\"12,5\",,
";

struct Round {
    folder: TempDir,
}

impl Round {
    fn new(template: &str, project: &str) -> Self {
        let round = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        round.put("tonghop.toml", project);
        round.put("schools.toml", template);
        round.put("cau-ke.csv", SHEET);
        round
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
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

/// Some columns of the table, a record a line.
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
fn numbers_days_and_codes_of_a_form_of_ones_own_are_typed() {
    let round = Round::new(TEMPLATE, PROJECT);
    let (code, table, _) = round.run(&["convert", ".", "-o", "-"]);
    assert_eq!(code, 1);
    let wanted = [
        "school",
        "grade_code",
        "area_ha",
        "pupils",
        "share",
        "founded",
    ];
    assert_eq!(
        columns(&table, &wanted),
        [
            "TH Hòa Ân | th | 0.52 | 450 | 95.5 | 1998-09-05",
            "TH An Phú | th | 1.2 | 312 | 88 | ",
            "THCS Tam Ngãi | thcs | 0.8 | 1020 | 90 | 2001-11-20",
            "THCS Hòa Tân | thcs |  |  |  | ",
        ]
    );
    let (_, told, _) = round.run(&["check", ".", "--format", "csv"]);
    assert_eq!(
        columns(&told, &["code", "cell", "text"]),
        ["V103 | F5 | 1998", "V102 | C8 | 2 sào", "V102 | D8 | 12,5",]
    );
}

#[test]
fn rows_that_add_up_counts_are_no_records_and_are_checked() {
    let round = Round::new(TEMPLATE, PROJECT);
    let sheet = |total: &str, sum: u32| {
        format!(
            "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO\nTên trường,Cấp học,Diện tích (ha),Số học sinh,Tỷ lệ (%)\nTH Hòa Ân,Tiểu học,\"0,5\",450,90\nTH An Phú,Tiểu học,\"1,2\",312,80\nCộng,,\"1,7\",762,\nTHCS Tam Ngãi,THCS,1,400,70\nTHCS An Phú,THCS,1,300,60\nCộng,,2,700,\n{total},,\"3,7\",{sum},75\n"
        )
    };
    round.put("cau-ke.csv", &sheet("Tổng cộng toàn huyện", 1462));
    let (code, table, told) = round.run(&["convert", ".", "-o", "-"]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(columns(&table, &["pupils"]), ["450", "312", "400", "300"]);
    // The share below is no sum, and is not taken for one.
    round.put("cau-ke.csv", &sheet("Tổng cộng", 1642));
    let (_, told, _) = round.run(&["check", ".", "--format", "csv"]);
    assert_eq!(
        columns(&told, &["code", "cell", "value"]),
        ["S201 | D9 | 1642"]
    );
    let (_, told, _) = round.run(&["check", "."]);
    assert!(
        told.contains("the row “Tổng cộng” says 1,642 under “Pupils”, 4 cells in D3:D7 add up to 1,462, a difference of 180"),
        "{told}"
    );
    round.put(
        "cau-ke.csv",
        &sheet("Tổng cộng", 1462).replace("762", "726"),
    );
    let (_, told, _) = round.run(&["check", ".", "--format", "csv"]);
    assert_eq!(
        columns(&told, &["code", "cell", "value"]),
        ["S203 | D5 | 726"]
    );
}

/// The texts of a row of the signed list that holds a text.
fn row_with(workbook: &std::path::Path, text: &str) -> Vec<String> {
    row_of(workbook, "Tổng hợp", text)
}

/// The same of any sheet.
fn row_of(workbook: &std::path::Path, sheet: &str, text: &str) -> Vec<String> {
    let mut book: Xlsx<_> = open_workbook(workbook).unwrap();
    let sheet = book.worksheet_range(sheet).unwrap();
    let mut rows = sheet.rows().map(|row| -> Vec<String> {
        let cells = row.iter().map(ToString::to_string);
        cells.filter(|cell| !cell.is_empty()).collect()
    });
    let found = rows.find(|row| row.iter().any(|cell| cell == text));
    found.unwrap_or_default()
}

#[test]
fn a_form_without_money_is_signed_with_its_own_columns_and_sums() {
    let round = Round::new(TEMPLATE, PROJECT);
    let (code, _, told) = round.run(&["merge", ".", "-o", "o.xlsx"]);
    assert_eq!(code, 1, "{told}");
    let workbook = round.folder.path().join("o.xlsx");
    // 0.52 + 1.2 + 0.8 hectares, 450 + 312 + 1020 pupils.
    assert_eq!(
        row_with(&workbook, "TỔNG CỘNG"),
        [
            "TỔNG CỘNG",
            "2.52",
            "1782",
            "Kiểm tra: mọi dòng đều nằm trong một nhóm cộng"
        ]
    );
    assert_eq!(
        row_with(&workbook, "STT"),
        [
            "STT",
            "Tên trường",
            "Cấp học",
            "Diện tích (ha)",
            "Số học sinh",
            "Tỷ lệ (%)",
            "Ngày thành lập"
        ]
    );
    assert!(row_with(&workbook, "Đơn vị tính: đồng").is_empty());
    let page = |text: &str| row_of(&workbook, "Trình ký", text);
    assert_eq!(
        page("STT"),
        [
            "STT",
            "Đơn vị báo cáo",
            "Số dòng số liệu",
            "Diện tích (ha)",
            "Số học sinh"
        ]
    );
    assert_eq!(page("TỔNG CỘNG"), ["TỔNG CỘNG", "4", "2.52", "1782"]);
    let lacking = "2 số liệu chưa đọc được, không có trong tổng cộng.";
    assert_eq!(page(lacking), [lacking]);
    // The columns that the template names, and no others; what it calls a record.
    let named = TEMPLATE.replace("[consolidated]", "[consolidated]\nrecord = \"trường\"");
    let named = format!(
        "{named}\n[[consolidated.columns]]\nfield = \"school\"\nheading = \"Trường\"\n[[consolidated.columns]]\nfield = \"unit_name\"\n[[consolidated.columns]]\nfield = \"pupils\"\n"
    );
    round.put("schools.toml", &named);
    round.run(&["merge", ".", "-o", "o.xlsx"]);
    assert_eq!(
        row_with(&workbook, "STT")[..4],
        ["STT", "Trường", "Đơn vị báo cáo", "Số học sinh"]
    );
    let page = |text: &str| row_of(&workbook, "Trình ký", text);
    assert_eq!(
        page("STT"),
        ["STT", "Đơn vị báo cáo", "Số trường", "Số học sinh"]
    );
    round.put(
        "schools.toml",
        &named.replace("field = \"pupils\"", "field = \"pupil\""),
    );
    let (code, _, told) = round.run(&["merge", ".", "-o", "o.xlsx"]);
    assert_eq!(code, 2);
    assert!(
        told.contains("“pupil”") && told.contains("“pupils”"),
        "{told}"
    );
}

#[test]
fn a_list_of_the_project_stands_over_that_of_the_template() {
    let project = format!("{PROJECT}[lists]\ngrades = \"grades.csv\"\n");
    let round = Round::new(TEMPLATE, &project);
    round.put("grades.csv", "code,name,aliases\n1,Tiểu học,cấp 1\n");
    let (_, table, _) = round.run(&["convert", ".", "-o", "-"]);
    assert_eq!(columns(&table, &["grade_code"]), ["1", "1", "", ""]);
}

#[test]
fn a_list_that_is_not_there_is_told_with_template_and_name() {
    let without = TEMPLATE.replace("lists.grades", "lists.others");
    let round = Round::new(&without, PROJECT);
    let (code, _, told) = round.run(&["check", "."]);
    assert_eq!(code, 2);
    assert!(told.contains("“schools” uses the list “grades”"), "{told}");
    let project = format!("{PROJECT}[lists]\ngrade = \"grades.csv\"\n");
    let round = Round::new(TEMPLATE, &project);
    let (code, _, told) = round.run(&["check", "."]);
    assert_eq!(code, 2);
    assert!(
        told.contains("“lists.grade”") && told.contains("“grades”"),
        "{told}"
    );
}
