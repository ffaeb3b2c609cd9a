//! `tonghop inspect`: every filled cell has a role, and an officer can read why.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::files::text_sheet;
use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A list of investments: a title in small letters, two heading rows, sections with their figures, a total on top.
const INVESTMENTS: &str = "
      | A   | B                  | C            | D        | E       |
  1   | danh sách nguồn vốn đã giao | <       | <        | <       |
  2   |     |                    |              | Đơn vị tính: triệu đồng | < |
  4   | STT | Tên công trình     | Chủ đầu tư   | Kế hoạch | <       |
  5   | ^   | ^                  | ^            | Năm 2005 | Bổ sung |
  6   | A   | B                  | C            | 1        | 2       |
  7   |     | Tổng cộng          |              | 300      | 30      |
  8   | Công trình chuyển tiếp | < |            | 200      | 20      |
  9   |     | Chương trình nước  |              | 200      | 20      |
  10  | 1   | Trạm cấp nước      | Sở Xây dựng  | 150      | 20      |
  11  |     | (giai đoạn 2)      |              |          |         |
  12  | 2   | Đường ống          | Sở Xây dựng  | 50       |         |
  13  | II  | Khởi công mới      |              | 100      | 10      |
  14  | 1   | Cầu                | Sở Giao thông vận tải | 100 | 10  |
  16  | Ghi chú: số liệu đến tháng 6 | < |      |          |         |
  17  |     |                    |              | Giám đốc |         |
";

/// The form we know, with a row that goes on and two columns for one field.
const ACTIVITIES: &str = "
      | A   | B                | C              | D         | E                | F          | G         |
  1   | SỞ Y TẾ TỈNH TRÀ VINH | <             |           |                  |            |           |
  2   | DANH MỤC HOẠT ĐỘNG HỖ TRỢ | <         | <         | <                | <          | <         |
  3   |     |                  |                |           | ĐVT: triệu đồng  |            |           |
  4   | STT | Nội dung hỗ trợ  | Đơn vị hỗ trợ phía thành phố | TG hỗ trợ | K.phí hỗ trợ | Thuận lợi | Khó khăn |
  5   | 1   | Tặng xe cứu thương | Bệnh viện Từ Dũ | 2019    | 1200             | Nhanh      | Không     |
  6   |     | và trang thiết bị |               |           |                  |            |           |
";

/// Prose on how to fill in a form.
const PROSE: &str = "
      | A                                            |
  1   | Hướng dẫn ghi biểu                           |
  2   | Các đơn vị ghi mỗi hoạt động một dòng.       |
  3   | Kinh phí ghi bằng triệu đồng.                |
";

/// Figures under plain headings, nothing that numbers the rows, and a second table below the first.
const PLAIN: &str = "
      | A                  | B         | C    | D    | E   |
  1   | Tình hình xuất khẩu | <        | <    | <    |     |
  3   | Chỉ tiêu           | Đơn vị    | 2004 | 2005 |     |
  4   | Gạo                | nghìn tấn | 3.5  | 4    | 7.5 |
  5   | Chè                | nghìn tấn | 1    | 2    |     |
  6   | Tổng số            |           | 4.5  | 6    |     |
  9   | Tình hình nhập khẩu | <        | <    | <    |     |
  10  | TT                 | Mặt hàng  | 2004 | 2005 |     |
  11  | 1                  | Vải       | 8    | 9    |     |
  12  | 2                  | Sợi       | 5    | 6    | xem công văn |
";

fn inspect(path: &Path, more: &[&str]) -> (String, String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
        .arg("inspect")
        .arg(path)
        .args(more)
        .env_remove("TONGHOP_LANG")
        .output()
        .unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
        output.status.code().unwrap(),
    )
}

fn workbook(sheets: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("bieu.xlsx");
    fs::write(&path, text_sheet(sheets)).unwrap();
    (folder, path)
}

fn cells(path: &Path) -> Vec<Value> {
    let (out, _, code) = inspect(path, &["--format", "json"]);
    assert!(code < 2, "{}", path.display());
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Role and field of each cell of a workbook of one sheet.
fn roles(sheet: &str) -> BTreeMap<String, String> {
    let (_folder, path) = workbook(&[("S", sheet)]);
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    cells(&path)
        .iter()
        .map(|cell| (text(&cell["cell"]), text(&cell["role"])))
        .collect()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/inspect")
        .join(name)
}

#[test]
fn an_unknown_form_is_told_in_vietnamese() {
    let (_folder, path) = workbook(&[("KH 2005", INVESTMENTS), ("Hướng dẫn", PROSE)]);
    let (out, err, code) = inspect(&path, &["--lang", "vi"]);
    assert_eq!((err.as_str(), code), ("", 0));
    insta::assert_snapshot!(out, @r#"
    (không có tonghop.toml: không đối chiếu danh sách đơn vị, lĩnh vực)

    Trang tính “KH 2005”: 43 ô có dữ liệu; có bảng nhưng không theo mẫu đã biết, không đưa vào tổng hợp
      bảng A4:E14, biểu không theo mẫu đã biết; tiêu đề ở dòng 4–5, số cột ở dòng 6
        tên bảng: “danh sách nguồn vốn đã giao”
        đơn vị tính: triệu đồng, ghi ở ô D2
          A  “STT” → số thứ tự; ô bên dưới đánh số các dòng
          B  “Tên công trình” → tên của dòng; cột chữ đầu tiên
          C  “Chủ đầu tư” → chữ; phần lớn ô là chữ hoặc trống
          D  “Kế hoạch / Năm 2005” → số; phần lớn ô là số
          E  “Kế hoạch / Bổ sung” → số; phần lớn ô là số
                   ABCDE
                1  T····
                2  ···c·
                4  HHHH·
                5  ···HH
                6  nnnnn
                7  ·Σ·ΣΣ
                8  S··SS
                9  ·S·SS
            10–12  rrrrr
               13  SS·SS
               14  rrrrr
               16  g····
               17  ···k·
      các ô: tên bảng (T) 1 + chú dẫn (c) 1 + tiêu đề cột (H) 6 + số cột (n) 5 + mục (S) 10 + tổng cộng (Σ) 3 + số liệu (r) 15 + ghi chú (g) 1 + chữ ký (k) 1 = 43

    Trang tính “Hướng dẫn”: 3 ô có dữ liệu; không có bảng, không đọc số liệu
                   A
              1–3  -
      các ô: không đọc (-) 3 = 3
    "#);
}

#[test]
fn an_unknown_form_is_told_in_english() {
    let (_folder, path) = workbook(&[("Plan", PLAIN)]);
    let (out, _, _) = inspect(&path, &["--lang", "en"]);
    insta::assert_snapshot!(out, @r#"
    (no tonghop.toml: offices and sectors were not looked up)

    Sheet “Plan”: 31 filled cells; it holds a table of no known form, which is not converted
      table A3:D6, a form that is not known; header in row 3
        title: “Tình hình xuất khẩu”
        unit of account: not stated above the table
          A  “Chỉ tiêu” → what the row is about; the first column of text
          B  “Đơn vị” → text; most of its cells are text or empty
          C  “2004” → figures; most of its cells are numbers
          D  “2005” → figures; most of its cells are numbers
      table A10:D12, a form that is not known; header in row 10
        title: “Tình hình nhập khẩu”
        unit of account: not stated above the table
          A  “TT” → row number; its cells number the rows
          B  “Mặt hàng” → what the row is about; the first column of text
          C  “2004” → figures; most of its cells are numbers
          D  “2005” → figures; most of its cells are numbers
                   ABCDE
                1  T····
                3  HHHH·
                4  rrrr?
                5  rrrr·
                6  Σ·ΣΣ·
                9  T····
               10  HHHH·
               11  rrrr·
               12  rrrrg
      cells: title (T) 2 + header (H) 8 + total (Σ) 3 + record (r) 16 + note (g) 1 + unexplained (?) 1 = 31
      unexplained: E4
    "#);
}

#[test]
fn a_known_form_says_why_each_column_is_what_it_is() {
    let (_folder, path) = workbook(&[("DM", ACTIVITIES)]);
    let (out, _, _) = inspect(&path, &["--lang", "vi"]);
    insta::assert_snapshot!(out, @r#"
    (không có tonghop.toml: không đối chiếu danh sách đơn vị, lĩnh vực)

    Trang tính “DM”: 18 ô có dữ liệu; có bảng theo mẫu đã biết
      bảng A4:G6, “Danh mục hoạt động hỗ trợ” (support-activities); tiêu đề ở dòng 4
        tên bảng: “DANH MỤC HOẠT ĐỘNG HỖ TRỢ”
        1 dòng số liệu, 0 mục, 0 dòng cộng
        đơn vị tính: triệu đồng, ghi ở ô E3
          A  “STT” → seq: số thứ tự; đúng tên cột đã biết
          B  “Nội dung hỗ trợ” → activity: Tên hoạt động / nội dung hỗ trợ; đúng tên cột đã biết
          C  “Đơn vị hỗ trợ phía thành phố” → provider: Đơn vị hỗ trợ; gần giống tên cột đã biết
          D  “TG hỗ trợ” → start_date: Ngày bắt đầu; đúng tên cột đã biết
          E  “K.phí hỗ trợ” → amount_vnd: Kinh phí hỗ trợ (đồng); viết tắt của tên cột đã biết
          F  “Thuận lợi” → difficulties: Thuận lợi, khó khăn, vướng mắc; đúng tên cột đã biết
          G  “Khó khăn” → difficulties: Thuận lợi, khó khăn, vướng mắc; đúng tên cột đã biết
                   ABCDEFG
                1  l······
                2  T······
                3  ····c··
                4  HHHHHHH
              5–6  rrrrrrr
      các ô: đầu văn bản (l) 1 + tên bảng (T) 1 + chú dẫn (c) 1 + tiêu đề cột (H) 7 + số liệu (r) 8 = 18
    "#);
    let (out, _, _) = inspect(&path, &["--lang", "en"]);
    insta::assert_snapshot!(out, @r#"
    (no tonghop.toml: offices and sectors were not looked up)

    Sheet “DM”: 18 filled cells; it holds a known form
      table A4:G6, “Support activities” (support-activities); header in row 4
        title: “DANH MỤC HOẠT ĐỘNG HỖ TRỢ”
        1 record, 0 sections, 0 rows that add up
        unit of account: million đồng, stated in E3
          A  “STT” → seq: row number; a known heading
          B  “Nội dung hỗ trợ” → activity: Activity; a known heading
          C  “Đơn vị hỗ trợ phía thành phố” → provider: Provider; like a known heading
          D  “TG hỗ trợ” → start_date: Start date; a known heading
          E  “K.phí hỗ trợ” → amount_vnd: Amount (VND); a known heading, shortened
          F  “Thuận lợi” → difficulties: Advantages and difficulties; a known heading
          G  “Khó khăn” → difficulties: Advantages and difficulties; a known heading
                   ABCDEFG
                1  l······
                2  T······
                3  ····c··
                4  HHHHHHH
              5–6  rrrrrrr
      cells: letterhead (l) 1 + title (T) 1 + caption (c) 1 + header (H) 7 + record (r) 8 = 18
    "#);
}

#[test]
fn rows_of_an_unknown_form_are_told_apart() {
    let roles = roles(INVESTMENTS);
    for (cell, role) in [
        ("A1", "title"),
        ("D2", "caption"),
        ("A4", "header"),
        ("E5", "header"),
        ("A6", "number"),
        ("B7", "total"),
        ("A8", "section"),
        ("B9", "section"),
        ("B10", "record"),
        ("B11", "record"),
        ("B13", "section"),
        ("D13", "section"),
        ("B14", "record"),
        ("A16", "note"),
        ("D17", "signature"),
    ] {
        assert_eq!(roles[cell], role, "{cell}");
    }
}

#[test]
fn a_figure_beside_a_table_is_unexplained_and_a_remark_is_a_note() {
    let roles = roles(PLAIN);
    assert_eq!(roles["E4"], "unexplained");
    assert_eq!(roles["E12"], "note");
    assert_eq!(roles["A9"], "title");
    assert_eq!(roles["A10"], "header");
    assert_eq!(roles["A6"], "total");
}

#[test]
fn a_sheet_of_prose_is_skipped() {
    assert!(roles(PROSE).values().all(|role| role == "skipped"));
}

#[test]
fn every_cell_of_a_record_names_its_field() {
    let (_folder, path) = workbook(&[("DM", ACTIVITIES)]);
    let found: Vec<(String, String, String)> = cells(&path)
        .iter()
        .filter(|cell| cell["role"] == "record")
        .map(|cell| {
            let text = |key: &str| cell[key].as_str().unwrap_or("-").to_owned();
            (text("cell"), text("field"), text("value"))
        })
        .collect();
    let expected = [
        ("A5", "seq", "1"),
        ("B5", "activity", "Tặng xe cứu thương\nvà trang thiết bị"),
        ("C5", "provider", "Bệnh viện Từ Dũ"),
        ("D5", "start_date", "2019-01-01/2019-12-31"),
        ("E5", "amount_vnd", "1200000000"),
        ("F5", "difficulties", "Nhanh\nKhông"),
        ("G5", "difficulties", "Không"),
        ("B6", "activity", "và trang thiết bị"),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(cell, field, value)| ((*cell).into(), (*field).into(), (*value).into()))
        .collect();
    assert_eq!(found, expected);
}

/// The form we know, with a sum at the end.
const ADDED_UP: &str = "
      | A   | B                | C              | D         | E            |
  1   | STT | Nội dung hỗ trợ  | Đơn vị hỗ trợ  | Thời gian | Kinh phí (triệu đồng) |
  2   | 1   | Tặng xe cứu thương | Bệnh viện Từ Dũ | 2019   | 1200         |
  3   | 2   | Tặng sách        | Quận 3         | 2019      | 64           |
  4   |     | Tổng cộng        |                |           | 1264         |
";

#[test]
fn a_sum_names_the_rows_that_it_adds_up() {
    let (_folder, path) = workbook(&[("Danh mục", ADDED_UP)]);
    let cells = cells(&path);
    let sum = cells.iter().find(|cell| cell["cell"] == "E4").unwrap();
    let why = sum["why"].as_str().unwrap();
    assert!(why.ends_with("2–3"), "{why}");
}

#[test]
fn a_line_has_its_keys_in_order_and_blanks_are_no_cells() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, "STT,Tên,Số\n1,Gạo,5\n,   ,\n2,Chè,6\n").unwrap();
    let (out, _, code) = inspect(&path, &["--format", "json"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(out, @r#"
    {"sheet":"","cell":"A1","role":"header","field":null,"text":"STT","value":null,"encoding":null}
    {"sheet":"","cell":"B1","role":"header","field":null,"text":"Tên","value":null,"encoding":null}
    {"sheet":"","cell":"C1","role":"header","field":null,"text":"Số","value":null,"encoding":null}
    {"sheet":"","cell":"A2","role":"record","field":null,"text":"1","value":null,"encoding":null}
    {"sheet":"","cell":"B2","role":"record","field":null,"text":"Gạo","value":null,"encoding":null}
    {"sheet":"","cell":"C2","role":"record","field":null,"text":"5","value":null,"encoding":null}
    {"sheet":"","cell":"A4","role":"record","field":null,"text":"2","value":null,"encoding":null}
    {"sheet":"","cell":"B4","role":"record","field":null,"text":"Chè","value":null,"encoding":null}
    {"sheet":"","cell":"C4","role":"record","field":null,"text":"6","value":null,"encoding":null}
    "#);
}

#[test]
fn old_published_forms_are_read_whole() {
    for (name, header, title) in [
        ("tcvn3-debt-handover.xls", "A10", "phương án giao nhận nợ"),
        ("tcvn3-imports.xls", "A4", "ước thực hiện nhập khẩu"),
        (
            "vni-district-budget.xls",
            "A10",
            "cân đối dự toán ngân sách",
        ),
    ] {
        let cells = cells(&fixture(name));
        let at = |cell: &str| cells.iter().find(|line| line["cell"] == cell).unwrap();
        assert_eq!(at(header)["role"], "header", "{name}");
        assert!(
            cells.iter().any(|line| line["role"] == "title"
                && line["text"]
                    .as_str()
                    .unwrap()
                    .to_lowercase()
                    .trim()
                    .starts_with(title)),
            "{name}"
        );
        for line in &cells {
            assert!(
                !matches!(line["role"].as_str(), Some("skipped" | "unexplained")),
                "{name}: {line}"
            );
            assert_eq!(line["field"], Value::Null, "{name}");
        }
    }
}

#[test]
fn what_was_odd_about_the_file_is_told_beside_the_result() {
    let (_, err, code) = inspect(&fixture("vni-district-budget.xls"), &["--lang", "en"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(err, @r#"
    note F005: 28 cells in the old encoding VNI, converted to Unicode
        Next time, type in a Unicode font (Times New Roman).
    "#);
}

#[test]
fn a_file_that_cannot_be_read_is_not_inspected() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("hong.xlsx");
    fs::write(&path, b"PK\x03\x04 cut short").unwrap();
    let (out, err, code) = inspect(&path, &["--lang", "en"]);
    assert_eq!((out.as_str(), code), ("", 2));
    assert!(err.contains("hong.xlsx: "), "{err}");
    fs::write(folder.path().join("hai.csv"), "a,b\n").unwrap();
    let (_, err, code) = inspect(folder.path(), &["--lang", "en"]);
    assert_eq!(code, 2);
    assert!(err.contains("2 spreadsheets"), "{err}");
}

#[test]
fn the_counts_add_up_on_every_workbook_at_hand() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for folder in ["tests/inspect", "tests/reading", "sample-sheets"] {
        for path in spreadsheets(&root.join(folder)) {
            let (text, _, code) = inspect(&path, &["--lang", "en"]);
            if code == 2 {
                continue;
            }
            let listed = cells(&path).len();
            let mut counted = 0;
            for line in text.lines() {
                let Some(said) = line.strip_prefix("  cells: ") else {
                    continue;
                };
                let (parts, whole) = said.rsplit_once(" = ").unwrap();
                let parts: usize = parts
                    .split(" + ")
                    .map(|part| part.rsplit(' ').next().unwrap().parse::<usize>().unwrap())
                    .sum();
                assert_eq!(parts, whole.parse::<usize>().unwrap(), "{}", path.display());
                counted += parts;
            }
            assert_eq!(counted, listed, "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen >= 7, "{seen}");
}

fn spreadsheets(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        let extension = path.extension().and_then(|text| text.to_str());
        if path.is_dir() {
            found.extend(spreadsheets(&path));
        } else if matches!(
            extension,
            Some("xls" | "xlsx" | "xlsm" | "xlsb" | "ods" | "csv" | "tsv")
        ) {
            found.push(path);
        }
    }
    found.sort();
    found
}
