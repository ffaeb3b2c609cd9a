//! `check --return` as it is run: which files come back, what lies beside them, and what becomes of them when they are
//! corrected and sent again.

use std::fs;

use crate::support::files::{self, zip};
use crate::support::folder::{all_files, put, run};
use crate::support::hostile;
use crate::support::marked::{grids, part, parts, text_of};
use crate::support::sheet::TextBook;
use tempfile::TempDir;
use tonghop::book::grid::Grid;
use tonghop::finding::Finding;
use tonghop::intake::Source;
use tonghop::intake::limits::Limits;
use tonghop::round::{self, Setup};
use tonghop::template;
use tonghop::write::package::{self, Changes};
use tonghop::write::returned::{patch, plan, rebuild};

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

#[test]
fn what_needs_correction_comes_back_with_a_text_and_what_is_told_is_marked() {
    let folder = round_of_three();
    let before = all_files(&folder.path().join("in"));
    let ran = run(folder.path(), &["check", "in", "--return", "out"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(all_files(&folder.path().join("in")), before);
    let files = all_files(&folder.path().join("out"));
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        [
            "so-nv.xlsx",
            "so/so-xd.eml",
            "so/so-xd.txt",
            "so/so-xd.xlsx"
        ],
        "what only tells what was done is marked, and has no text for the mail"
    );
    assert!(
        ran.out.contains("V102"),
        "the report is printed all the same"
    );
    pinned("told", ran.err);
    let text = String::from_utf8(files["so/so-xd.txt"].clone()).unwrap();
    assert!(text.starts_with('\u{feff}') && !text.replace("\r\n", "").contains('\n'));
    pinned(
        "letter",
        text.trim_start_matches('\u{feff}').replace("\r\n", "\n"),
    );
    let list = text_of(&files["so/so-xd.xlsx"], "worksheets/tonghop");
    let cells: Vec<String> = list
        .split("<t xml:space=\"preserve\">")
        .skip(1)
        .map(|cell| cell.split("</t>").next().unwrap().to_owned())
        .collect();
    pinned("list", cells.join("\n"));
}

#[test]
fn a_file_that_is_corrected_where_it_was_marked_is_good_when_it_comes_again() {
    let folder = round_of_three();
    run(folder.path(), &["check", "in", "--return", "out"]);
    let out = folder.path().join("out/so/so-xd.xlsx");
    let returned = fs::read(&out).unwrap();
    // As a clerk does: type into the marked cells, save, send.
    let sheet = part(&returned, "xl/worksheets/sheet1.xml");
    let strings = part(&returned, "xl/sharedStrings.xml");
    let strings = strings
        .replace("chưa có số liệu", "1,2 tỷ đồng")
        .replace("31/02/2012", "28/02/2012");
    let at = sheet.find("<c r=\"C5\"").unwrap();
    let end = at + sheet[at..].find("/>").unwrap();
    let filled = format!(
        "{} t=\"inlineStr\"><is><t>Sở Xây dựng</t></is></c>{}",
        &sheet[at..end],
        &sheet[end + 2..]
    );
    let mut changes = Changes::default();
    changes
        .written
        .insert("xl/sharedStrings.xml".into(), strings.into());
    changes.written.insert(
        "xl/worksheets/sheet1.xml".into(),
        format!("{}{filled}", &sheet[..at]).into(),
    );
    let corrected = package::patched(&returned, &changes).unwrap();
    put(&folder, "again/so-xd.xlsx", &corrected);
    put(
        &folder,
        "again/so-xd.txt",
        fs::read(folder.path().join("out/so/so-xd.txt")).unwrap(),
    );
    let ran = run(
        folder.path(),
        &[
            "check",
            "again",
            "--project",
            "in/tonghop.toml",
            "--format",
            "csv",
            "--return",
            "back",
        ],
    );
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert_eq!(ran.code, 0);
    assert!(all_files(&folder.path().join("back")).is_empty());
    let table = run(
        folder.path(),
        &[
            "convert",
            "again",
            "--project",
            "in/tonghop.toml",
            "-o",
            "-",
        ],
    );
    assert_eq!(
        table.out.lines().count(),
        3,
        "two records, none of our words: {}",
        table.out
    );
    // Half corrected: what is mended is no longer marked.
    changes.written.remove("xl/worksheets/sheet1.xml");
    put(
        &folder,
        "again/so-xd.xlsx",
        package::patched(&returned, &changes).unwrap(),
    );
    run(
        folder.path(),
        &[
            "check",
            "again",
            "--project",
            "in/tonghop.toml",
            "--return",
            "back",
        ],
    );
    let back = fs::read(folder.path().join("back/so-xd.xlsx")).unwrap();
    let notes = text_of(&back, "comments");
    assert!(
        notes.contains("ref=\"C5\"") && !notes.contains("V102") && !notes.contains("V103"),
        "{notes}"
    );
    assert_eq!(part(&back, "xl/workbook.xml").matches("Góp ý").count(), 1);
}

#[test]
fn a_returned_folder_sent_back_again_is_the_same() {
    let folder = round_of_three();
    let args = ["check", "in", "--return", "out"];
    run(folder.path(), &args);
    run(
        folder.path(),
        &[
            "check",
            "out",
            "--project",
            "in/tonghop.toml",
            "--return",
            "twice",
        ],
    );
    assert_eq!(
        all_files(&folder.path().join("out")),
        all_files(&folder.path().join("twice"))
    );
    let first = all_files(&folder.path().join("out"));
    run(folder.path(), &[&args[..], &["--threads", "1"]].concat());
    assert_eq!(all_files(&folder.path().join("out")), first);
}

#[test]
fn no_input_is_written_over_and_no_input_folder_written_into() {
    let folder = round_of_three();
    let before = all_files(folder.path());
    for args in [
        &["check", "in", "--return", "in"][..],
        &["check", "in", "--return", "in/tra-lai"],
        &["check", "in", "--return", "in/../in/so"],
        &["check", "in/so/so-xd.xlsx", "--return", "in/so"],
    ] {
        let ran = run(folder.path(), args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert!(ran.err.contains("choose another"), "{}", ran.err);
    }
    put(&folder, "taken", "a file");
    assert_eq!(
        run(folder.path(), &["check", "in", "--return", "taken"]).code,
        2
    );
    let strict = run(
        folder.path(),
        &["check", "in", "--return", "out", "--strict"],
    );
    assert_eq!(strict.code, 1);
    fs::remove_file(folder.path().join("taken")).unwrap();
    assert_eq!(all_files(folder.path()), before);
}

#[test]
fn one_file_that_cannot_be_marked_does_not_stop_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = TextBook::parse(WRONG).xlsx();
    put(&folder, "in/so-xd.xlsx", &wrong);
    put(
        &folder,
        "in/mat-khau.xlsx",
        hostile::container("EncryptedPackage", &wrong),
    );
    put(&folder, "in/hong.xlsx", &wrong[..wrong.len() / 2]);
    let of_another = WRONG.replace("XÂY DỰNG", "GIAO THÔNG VẬN TẢI");
    let mut signed = Changes::default();
    signed
        .written
        .insert("_xmlsignatures/origin.sigs".into(), Vec::new());
    put(
        &folder,
        "in/ky-so.xlsx",
        package::patched(&TextBook::parse(&of_another).xlsx(), &signed).unwrap(),
    );
    let before = all_files(&folder.path().join("in"));
    let ran = run(
        folder.path(),
        &["check", "in", "--return", "out", "--lang", "vi"],
    );
    assert_eq!(ran.code, 1);
    let files = all_files(&folder.path().join("out"));
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        [
            "hong.eml",
            "hong.txt",
            "ky-so.eml",
            "ky-so.txt",
            "mat-khau.eml",
            "mat-khau.txt",
            "so-xd.eml",
            "so-xd.txt",
            "so-xd.xlsx"
        ]
    );
    assert_eq!(all_files(&folder.path().join("in")), before);
    pinned("told-troubles", ran.err);
    let letter = |name: &str| {
        String::from_utf8(files[name].clone())
            .unwrap()
            .replace("\r\n", "\n")
    };
    pinned(
        "letter-signed",
        letter("ky-so.txt").trim_start_matches('\u{feff}'),
    );
    pinned(
        "letter-encrypted",
        letter("mat-khau.txt").trim_start_matches('\u{feff}'),
    );
    let english = run(folder.path(), &["check", "in", "--return", "out2"]);
    pinned("told-troubles-en", english.err);
}

#[test]
fn what_only_some_programs_read_is_marked_or_told_by_a_text() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = TextBook::parse(WRONG).xlsx();
    let sheet = part(&wrong, "xl/worksheets/sheet1.xml");
    let utf16 = format!("\u{feff}{sheet}");
    let utf16 = utf16.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let changed = |name: &str, bytes: Vec<u8>| {
        let mut changes = Changes::default();
        changes.written.insert(name.into(), bytes);
        package::patched(&wrong, &changes).unwrap()
    };
    put(
        &folder,
        "a/utf16.xlsx",
        changed("xl/worksheets/sheet1.xml", utf16),
    );
    let list = part(&wrong, "xl/workbook.xml");
    let module = "<sheets><sheet name=\"M\" sheetId=\"9\" r:id=\"\"/>";
    let list = list.replace("<sheets>", module).into_bytes();
    put(&folder, "b/module.xlsx", changed("xl/workbook.xml", list));
    let from = sheet.find("<dimension").unwrap();
    let to = from + sheet[from..].find('>').unwrap() + 1;
    let claim = format!("{}<dimension ref=\"A:I\"/>{}", &sheet[..from], &sheet[to..]);
    put(
        &folder,
        "c/claim.xlsx",
        changed("xl/worksheets/sheet1.xml", claim.into_bytes()),
    );
    for inbox in ["a", "b", "c"] {
        let ran = run(folder.path(), &["check", inbox, "--return", "ra"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.out.contains("V102"), "{}", ran.out);
    }
    let files = all_files(&folder.path().join("ra"));
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "claim.eml",
            "claim.txt",
            "claim.xlsx",
            "module.eml",
            "module.txt",
            "module.xlsx",
            "utf16.eml",
            "utf16.txt"
        ]
    );
    for marked in ["claim.xlsx", "module.xlsx"] {
        assert!(
            text_of(&files[marked], "comments").contains("V102"),
            "{marked}"
        );
    }
    assert!(part(&files["module.xlsx"], "xl/workbook.xml").contains("name=\"M\""));
}

#[test]
fn members_of_an_archive_come_back_in_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = TextBook::parse(WRONG).xlsx();
    put(
        &folder,
        "nhan.zip",
        zip(&[("huyen/so-xd.xlsx", wrong.as_slice())]),
    );
    let ran = run(folder.path(), &["check", "nhan.zip", "--return", "."]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let files = all_files(folder.path());
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        [
            "nhan.zip",
            "nhan/huyen/so-xd.eml",
            "nhan/huyen/so-xd.txt",
            "nhan/huyen/so-xd.xlsx"
        ]
    );
}

#[test]
fn names_that_no_disk_takes_do_not_stop_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let long = "Phụ lục báo cáo kết quả hợp tác, hỗ trợ của Sở Xây dựng thành phố đến ngày 30 tháng 6 năm 2020";
    assert!(long.len() > 120 && long.chars().count() == 94);
    let longer = long.repeat(3);
    let wrong = |office: &str| TextBook::parse(&WRONG.replace("XÂY DỰNG", office)).xlsx();
    let table = "SỞ TƯ PHÁP TỈNH TRÀ VINH,,,,\nĐơn vị tính: triệu đồng,,,,\nSTT,Nội dung hoạt động,Đơn vị hỗ trợ,Thời gian thực hiện,Kinh phí hỗ trợ\n1,Xây trạm,Sở Xây dựng,2017,chưa có số liệu\n";
    let members = [
        (format!("{longer}.xlsx"), wrong("XÂY DỰNG")),
        (format!("{longer}!.xlsx"), wrong("CÔNG THƯƠNG")),
        (format!("{longer}/{longer}.xlsx"), wrong("NỘI VỤ")),
        ("a?.xlsx".to_owned(), wrong("Y TẾ")),
        ("b\u{1}\u{1b}[31m.csv".to_owned(), table.as_bytes().to_vec()),
    ];
    let members: Vec<(&str, &[u8])> = members
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    put(&folder, "nhan.zip", zip(&members));
    // Such a name a file can have, too.
    let odd = if cfg!(unix) {
        "roi/b\u{1}\u{1b}[31m\n.csv"
    } else {
        "roi/b.csv"
    };
    put(&folder, odd, table.replace("TƯ PHÁP", "TÀI CHÍNH"));
    let ran = run(
        folder.path(),
        &["check", "nhan.zip", "roi", "--return", "ra"],
    );
    assert_eq!(ran.code, 1, "{}", ran.err);
    let files = all_files(&folder.path().join("ra"));
    let of_kind = |ending: &str| files.keys().filter(|name| name.ends_with(ending)).count();
    assert_eq!(
        (of_kind(".xlsx"), of_kind(".txt")),
        (6, 6),
        "{:?}",
        files.keys()
    );
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".xlsx")) {
        // What XML does not know is in no part.
        for (part, text) in parts(bytes) {
            let odd = |byte: &u8| *byte < b' ' && !b"\t\n\r".contains(byte);
            assert!(!text.iter().any(odd), "{name} {part}");
        }
        assert!(!grids(bytes).is_empty());
    }
}

/// A file's sheets as they are read and decoded, and the records of its tables in plain form.
fn read(name: &str, bytes: &[u8]) -> (Vec<Grid>, Vec<String>) {
    let setup = Setup {
        templates: template::defaults(),
        keep_cells: true,
        ..Setup::default()
    };
    let round = round::read(&[Source::in_memory(name, bytes)], Vec::new(), false, setup);
    let grids = round.submissions[0]
        .sheets
        .iter()
        .map(|sheet| sheet.grid.clone().unwrap())
        .collect();
    let records = round
        .records()
        .map(|(_, _, record)| {
            format!(
                "{:?}",
                record
                    .fields
                    .iter()
                    .map(|field| (field.cell, &field.value))
                    .collect::<Vec<_>>()
            )
        })
        .collect();
    (grids, records)
}

#[test]
fn other_formats_come_back_as_workbooks_with_the_same_cells_in_the_same_places() {
    let csv = "\u{feff}SỞ XÂY DỰNG TỈNH TRÀ VINH,,,,\nĐơn vị tính: triệu đồng,,,,\nSTT,Nội dung hoạt động,Đơn vị hỗ trợ,Thời gian thực hiện,Kinh phí hỗ trợ\n1,\"Xây trạm, nhà\",=Sở XD,2017,1.200\n2,Xây cầu,UBND quận 5,01/2019,500\n";
    let mut all: Vec<(String, Vec<u8>)> = vec![("so-xd.csv".into(), csv.as_bytes().to_vec())];
    for (name, bytes, _, _, _) in files::fixtures() {
        all.push((name.to_owned(), bytes.to_vec()));
    }
    for (name, bytes) in all {
        let setup = Setup {
            templates: template::defaults(),
            keep_cells: true,
            ..Setup::default()
        };
        let round = round::read(
            &[Source::in_memory(&name, bytes.clone())],
            Vec::new(),
            false,
            setup,
        );
        let findings = tonghop::rule::check(&round);
        let submission = &round.submissions[0];
        let rebuilt = rebuild::workbook(submission).unwrap();
        let all: Vec<&Finding> = findings.iter().collect();
        let marks = plan::marks(&round, submission, &all, Some(&rebuilt.names), None);
        let workbook = &patch::marked(&rebuilt.bytes, &marks, &Limits::default()).unwrap();
        let (before, records) = read(&name, &bytes);
        let (after, again) = read("x.xlsx", workbook);
        assert_eq!(records, again, "{name}");
        for (one, other) in before.iter().zip(&after) {
            let shown = |grid: &Grid| -> Vec<String> {
                let cells = grid
                    .rows
                    .iter()
                    .flat_map(|row| row.cells.iter().map(move |cell| (row.row, cell)));
                cells
                    .map(|(row, cell)| {
                        format!(
                            "{row} {} {}",
                            cell.col,
                            tonghop::value::shown::display(&cell.content)
                        )
                    })
                    .collect()
            };
            assert_eq!(shown(one), shown(other), "{name}");
            assert_eq!(
                (&one.merges, &one.hidden_rows, &one.hidden_cols),
                (&other.merges, &other.hidden_rows, &other.hidden_cols),
                "{name}"
            );
        }
        let codes = |findings: &[Finding]| -> Vec<&str> {
            findings.iter().map(|finding| finding.code).collect()
        };
        let again = round::read(
            &[Source::in_memory("x.xlsx", workbook.clone())],
            Vec::new(),
            false,
            Setup {
                templates: template::defaults(),
                ..Setup::default()
            },
        );
        let again = tonghop::rule::check(&again);
        for code in codes(&again) {
            // A number of a text file that is not plain stays text, and in a workbook that is something to tell.
            assert!(
                codes(&findings).contains(&code) || (name == "so-xd.csv" && code == "V107"),
                "{name}: {code}"
            );
        }
        assert_eq!(grids(workbook).len(), before.len(), "{name}");
        assert!(
            parts(workbook).keys().any(|part| part.contains("tonghop")),
            "{name}"
        );
    }
}
