//! The letters that go with returned files, and what becomes of letters and files that no office needs any more.

use std::fs;

use crate::support::folder::{all_files, put, run};
use crate::support::marked::{part, text_of};
use crate::support::sheet::TextBook;
use tempfile::TempDir;
use tonghop::write::package::{self, Changes};

const GOOD: &str = "
    1 | SỞ Y TẾ TỈNH TRÀ VINH
    2 | Đơn vị tính: triệu đồng
    3 | STT | Nội dung hoạt động | Đơn vị hỗ trợ           | Thời gian thực hiện | Kinh phí hỗ trợ
    4 | 1   | Đào tạo bác sĩ     | Sở Y tế TP. Hồ Chí Minh | 2019                | 120
";
const NOTES_ONLY: &str = "
    1 | SỞ NỘI VỤ TỈNH TRÀ VINH
    2 | Đơn vị tính: triệu đồng
    3 | STT | Nội dung hoạt động | Đơn vị hỗ trợ           | Thời gian thực hiện | Kinh phí hỗ trợ
    4 | 1   | Tập huấn           | Sở Nội vụ TP. HCM       | 2019                | '120
";
const WRONG: &str = "
    1 | SỞ XÂY DỰNG TỈNH TRÀ VINH
    2 | Đơn vị tính: triệu đồng
    3 | STT | Nội dung hoạt động | Đơn vị hỗ trợ           | Thời gian thực hiện | Kinh phí hỗ trợ
    4 | 1   | Xây trạm y tế      | Sở Xây dựng TP.HCM      | 2017                | chưa có số liệu
    5 | 2   | Xây cầu            |                         | 31/02/2012          | 500
";
const PROJECT: &str = "[programme]\nid = \"p\"\nname = \"Chương trình hợp tác giữa TP. Hồ Chí Minh và tỉnh Trà Vinh\"\nstart = 2009-03-20\nend = 2020-12-31\n[period]\nid = \"2020-06\"\nstart = 2009-03-20\nend = 2020-06-30\ndeadline = 2020-09-04\n[issuer]\nname = \"Sở Kế hoạch và Đầu tư tỉnh Trà Vinh\"\nletter = \"1687/SKHĐT-THKTKG ngày 26/8/2020\"\n";

/// Texts that a person reads stand in `tests/returned`.
fn pinned(name: &str, text: impl AsRef<str>) {
    insta::with_settings!({snapshot_path => "../returned", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!(name, text.as_ref());
    });
}

fn round_of_three() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(&folder, "in/tonghop.toml", PROJECT);
    put(&folder, "in/so-y-te.xlsx", TextBook::parse(GOOD).xlsx());
    put(&folder, "in/so-nv.xlsx", TextBook::parse(NOTES_ONLY).xlsx());
    put(&folder, "in/so/so-xd.xlsx", TextBook::parse(WRONG).xlsx());
    folder
}

const UNITS: &str = "code,name,aliases,email,deadline\n\
so-yt,Sở Y tế tỉnh Trà Vinh,Sở Y tế,,\n\
so-nv,Sở Nội vụ tỉnh Trà Vinh,Sở NV,,\n\
so-xd,Sở Xây dựng tỉnh Trà Vinh,Sở XD,vanthu@soxd.example,\n";

/// The same round with a register, somebody to ask, and a file in the inbox that is late and else good.
fn registered_round() -> TempDir {
    let folder = round_of_three();
    let more =
        "contact = \"Phòng Tổng hợp, điện thoại 0294 3862 289\"\n[lists]\nunits = \"units.csv\"\n";
    put(&folder, "in/tonghop.toml", format!("{PROJECT}{more}"));
    put(&folder, "in/units.csv", UNITS);
    let late = format!("saved: 2020-09-10T02:00:00\n{}", GOOD.trim_start());
    put(&folder, "in/so-y-te.xlsx", TextBook::parse(&late).xlsx());
    folder
}

fn names(folder: &TempDir, below: &str) -> Vec<String> {
    all_files(&folder.path().join(below)).into_keys().collect()
}

const RETURN: [&str; 4] = ["check", "in", "--return", "out"];

#[test]
fn a_letter_is_a_draft_with_the_workbook_and_the_new_deadline() {
    let folder = registered_round();
    let args = [&RETURN[..], &["--until", "2020-09-15"]].concat();
    let ran = run(folder.path(), &args);
    assert!(ran.out.contains("X304"), "{}", ran.out);
    // Who is late has nothing to correct.
    let files = all_files(&folder.path().join("out"));
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        [
            "so-nv.xlsx",
            "so/so-xd.eml",
            "so/so-xd.txt",
            "so/so-xd.xlsx"
        ]
    );
    let text = String::from_utf8(files["so/so-xd.txt"].clone()).unwrap();
    pinned(
        "letter-until",
        text.trim_start_matches('\u{feff}').replace("\r\n", "\n"),
    );
    let mail = String::from_utf8(files["so/so-xd.eml"].clone()).unwrap();
    assert!(!mail.replace("\r\n", "").contains(['\r', '\n']));
    let (head, parts) = mail.split_once("\r\n\r\n").unwrap();
    let boundary = head.split("boundary=\"").nth(1).unwrap();
    let boundary = format!("--{}", boundary.trim_end_matches('"'));
    pinned(
        "mail-head",
        head.replace(&boundary[4..], "…").replace("\r\n", "\n"),
    );
    let parts: Vec<&str> = parts.split(&boundary).collect();
    assert_eq!(parts.len(), 4);
    assert_eq!(parts[3], "--\r\n");
    let body = |part: &str| {
        let (head, body) = part.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("Content-Transfer-Encoding: base64"), "{head}");
        assert!(body.lines().all(|line| line.len() <= 76));
        (head.to_owned(), base64(body))
    };
    let (head, letter) = body(parts[1]);
    assert!(head.contains("Content-Type: text/plain; charset=\"utf-8\""));
    assert_eq!(
        String::from_utf8(letter).unwrap(),
        text.trim_start_matches('\u{feff}')
    );
    let (head, workbook) = body(parts[2]);
    assert!(
        head.contains("attachment; filename=\"so-xd.xlsx\""),
        "{head}"
    );
    assert!(workbook == files["so/so-xd.xlsx"]);
    let list = text_of(&files["so/so-xd.xlsx"], "worksheets/tonghop");
    assert!(list.contains("chậm nhất ngày 15/9/2020"));
    run(folder.path(), &args);
    assert_eq!(all_files(&folder.path().join("out")), files);
    assert_eq!(
        run(folder.path(), &["check", "in", "--until", "2020-09-15"]).code,
        2
    );
}

/// What base64 says.
fn base64(text: &str) -> Vec<u8> {
    let digit = |c: u8| match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'a'..=b'z' => Some(c - b'a' + 26),
        b'0'..=b'9' => Some(c - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u8> = text.bytes().filter_map(digit).collect();
    let mut bytes = Vec::new();
    for four in digits.chunks(4) {
        let word = four
            .iter()
            .fold(0u32, |word, digit| word << 6 | u32::from(*digit));
        let word = word << (6 * (4 - four.len()));
        bytes.extend_from_slice(&word.to_be_bytes()[1..four.len()]);
    }
    bytes
}

#[test]
fn an_office_on_no_list_of_addresses_is_told() {
    let folder = registered_round();
    let units = UNITS.replace("vanthu@soxd.example", "sai");
    put(&folder, "in/units.csv", units);
    pinned("told-no-address", run(folder.path(), &RETURN).err);
    let mail = fs::read_to_string(folder.path().join("out/so/so-xd.eml")).unwrap();
    assert!(!mail.contains("\r\nTo:"));
}

#[test]
fn what_no_office_needs_any_more_goes_and_nothing_else_does() {
    let folder = registered_round();
    run(folder.path(), &RETURN);
    let out = |name: &str| folder.path().join("out").join(name);
    // Of others: a list of the officer, a letter of an earlier period, workbooks that nobody here has marked.
    let letter = fs::read_to_string(out("so/so-xd.txt")).unwrap();
    put(
        &folder,
        "out/so/so-xd-cu.txt",
        letter.replace("2020-06/", "2019-12/"),
    );
    put(&folder, "out/so/ghi-chu.txt", "gọi chị Lan");
    put(&folder, "out/so-y-te.xlsx", TextBook::parse(GOOD).xlsx());
    put(&folder, "out/khac/so-xd.txt", letter);
    // Both send what is good, one of them as another file.
    let good = GOOD.replace("Y TẾ", "XÂY DỰNG");
    put(
        &folder,
        "in/moi/xd lan 2.xlsx",
        TextBook::parse(&good).xlsx(),
    );
    fs::remove_file(folder.path().join("in/so/so-xd.xlsx")).unwrap();
    let good = GOOD.replace("Y TẾ", "NỘI VỤ");
    put(&folder, "in/so-nv.xlsx", TextBook::parse(&good).xlsx());
    put(&folder, "in/so/khac.xlsx", TextBook::parse(&good).xlsx());
    let ran = run(folder.path(), &RETURN);
    pinned("told-gone", ran.err);
    assert_eq!(
        names(&folder, "out"),
        [
            "khac/so-xd.txt",
            "so-y-te.xlsx",
            "so/ghi-chu.txt",
            "so/so-xd-cu.txt"
        ]
    );
}

#[test]
fn what_somebody_has_saved_since_is_neither_written_over_nor_taken_away() {
    let folder = registered_round();
    run(folder.path(), &RETURN);
    let path = folder.path().join("out/so/so-xd.xlsx");
    let returned = fs::read(&path).unwrap();
    // As after another program: what stands in the cells and how the styles are written.
    let mut changes = Changes::default();
    let styles = part(&returned, "xl/styles.xml");
    let styles = styles.replace("</styleSheet>", "<dxfs count=\"0\"/></styleSheet>");
    changes
        .written
        .insert("xl/styles.xml".into(), styles.into());
    let strings = part(&returned, "xl/sharedStrings.xml");
    let strings = strings.replace("chưa có số liệu", "900");
    let name = "xl/sharedStrings.xml";
    changes.written.insert(name.into(), strings.into());
    let corrected = package::patched(&returned, &changes).unwrap();
    fs::write(&path, &corrected).unwrap();
    let before = all_files(&folder.path().join("out"));
    let ran = run(folder.path(), &RETURN);
    assert_eq!(ran.code, 2);
    pinned("told-taken", ran.err);
    assert_eq!(all_files(&folder.path().join("out")), before);
    // Its office sends a good one: the letters go, what was saved stays, and that is told.
    let good = GOOD.replace("Y TẾ", "XÂY DỰNG");
    put(&folder, "in/so/so-xd.xlsx", TextBook::parse(&good).xlsx());
    let ran = run(folder.path(), &RETURN);
    pinned("told-kept", ran.err);
    assert_eq!(names(&folder, "out"), ["so-nv.xlsx", "so/so-xd.xlsx"]);
    // What was saved is sent as it is: the round has it, and it may be written over.
    put(&folder, "in/so/so-xd.xlsx", &corrected);
    let ran = run(folder.path(), &RETURN);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(
        names(&folder, "out"),
        [
            "so-nv.xlsx",
            "so/so-xd.eml",
            "so/so-xd.txt",
            "so/so-xd.xlsx"
        ]
    );
}

#[test]
fn a_letter_that_somebody_has_changed_stays_when_its_workbook_goes() {
    let folder = registered_round();
    run(folder.path(), &RETURN);
    let letter = fs::read_to_string(folder.path().join("out/so/so-xd.txt")).unwrap();
    let changed = letter.replace("Trân trọng", "Xin trân trọng");
    put(&folder, "out/so/so-xd.txt", &changed);
    let good = GOOD.replace("Y TẾ", "XÂY DỰNG");
    put(&folder, "in/so/so-xd.xlsx", TextBook::parse(&good).xlsx());
    let ran = run(folder.path(), &RETURN);
    assert!(ran.err.contains("Took away 2 files"), "{}", ran.err);
    let kept = "Kept “out/so/so-xd.txt”: it was changed after it was written.";
    assert!(ran.err.contains(kept), "{}", ran.err);
    let files = all_files(&folder.path().join("out"));
    let names: Vec<&String> = files.keys().collect();
    assert_eq!(names, ["so-nv.xlsx", "so/so-xd.txt"]);
    assert_eq!(files["so/so-xd.txt"], changed.as_bytes());
}

#[test]
fn an_input_is_never_taken_away() {
    let folder = registered_round();
    run(folder.path(), &RETURN);
    let before = all_files(&folder.path().join("out"));
    let files = ["out/so-nv.xlsx", "out/so/so-xd.xlsx"];
    let flags = ["--project", "in/tonghop.toml", "--return", "out"];
    let accepted = "[rules]\nV102 = \"info\"\nV103 = \"info\"\nV101 = \"off\"\nV107 = \"off\"\n";
    let project = fs::read_to_string(folder.path().join("in/tonghop.toml")).unwrap();
    put(&folder, "in/tonghop.toml", format!("{project}{accepted}"));
    for file in files {
        let ran = run(folder.path(), &[&["check", file][..], &flags].concat());
        assert!(
            !ran.err.contains(".xlsx") && !ran.err.contains("Took away 1 file "),
            "{}",
            ran.err
        );
    }
    let after = all_files(&folder.path().join("out"));
    for file in ["so-nv.xlsx", "so/so-xd.xlsx"] {
        assert_eq!(after.get(file), before.get(file), "{file}");
    }
}

#[test]
fn what_comes_back_may_be_laid_over_what_was_sent() {
    let folder = registered_round();
    let text = "SỞ XÂY DỰNG TỈNH TRÀ VINH\nĐơn vị tính: triệu đồng\nSTT\tNội dung hoạt động\tĐơn vị hỗ trợ\tThời gian thực hiện\tKinh phí hỗ trợ\n1\tXây trường\tQuận 5\t2019\t900\n2\tTặng sách\tQuận 5\t2019\tchưa có số liệu\n";
    fs::remove_file(folder.path().join("in/so/so-xd.xlsx")).unwrap();
    put(&folder, "in/bang.txt", text);
    put(
        &folder,
        "in/units.csv",
        format!("{UNITS}so-ct,Sở Công Thương tỉnh Trà Vinh,Sở CT,,\n"),
    );
    // A workbook of another office that bears the name which the rebuilt one would have.
    let good = GOOD.replace("Y TẾ", "CÔNG THƯƠNG");
    put(&folder, "in/bang.xlsx", TextBook::parse(&good).xlsx());
    run(folder.path(), &RETURN);
    assert_eq!(
        names(&folder, "out"),
        [
            "bang.txt.eml",
            "bang.txt.txt",
            "bang.txt.xlsx",
            "so-nv.xlsx"
        ]
    );
    let total = |from: &str| run(folder.path(), &["convert", from, "-o", "-"]).out;
    let before = total("in");
    for (name, bytes) in all_files(&folder.path().join("out")) {
        let path = folder.path().join("in").join(&name);
        assert!(!path.exists() || name == "so-nv.xlsx", "{name}");
        put(&folder, &format!("in/{name}"), bytes);
    }
    let after = total("in");
    let amounts = |table: &str| -> Vec<String> {
        let mut table = csv::Reader::from_reader(table.as_bytes());
        let headers = table.headers().unwrap().clone();
        let column = headers
            .iter()
            .position(|column| column == "amount_vnd")
            .unwrap();
        let mut all: Vec<String> = table
            .records()
            .map(|row| row.unwrap()[column].to_owned())
            .collect();
        all.sort();
        all
    };
    assert_eq!(amounts(&before), amounts(&after));
    assert_eq!(
        fs::read_to_string(folder.path().join("in/bang.txt")).unwrap(),
        text
    );
}
