//! The program as it is run: exit codes, what goes where, what is written and what is not.
//!
//! What a person reads on the terminal stands in `tests/cmd`, a file a subject and a language.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::{files, sheet::TextBook};
use tempfile::TempDir;
use tonghop::rule;

/// What a run of the program gave.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// Runs the program in a folder, in English unless the arguments say otherwise.
fn run(folder: &Path, args: &[&str]) -> Ran {
    let output = command(folder, args).output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tonghop"));
    command
        .current_dir(folder)
        .args(args)
        .env("TONGHOP_LANG", "en")
        .stdin(Stdio::null());
    command
}

const GOOD: &str = "
    1 | SỞ Y TẾ TỈNH TRÀ VINH
    2 | Đơn vị tính: triệu đồng
    3 | STT | Nội dung hoạt động | Đơn vị hỗ trợ           | Thời gian thực hiện | Kinh phí hỗ trợ
    4 | 1   | Đào tạo bác sĩ     | Sở Y tế TP. Hồ Chí Minh | 2019                | 120
    5 | 2   | '=SUM(A1)          | Sở Y tế TP. Hồ Chí Minh | 2018                | 1,5 tỷ đồng
";
const WRONG: &str = "
    1 | SỞ XÂY DỰNG TỈNH TRÀ VINH
    2 | Đơn vị tính: triệu đồng
    3 | STT | Nội dung hoạt động | Đơn vị hỗ trợ           | Thời gian thực hiện | Kinh phí hỗ trợ
    4 | 1   | Xây trạm y tế      | Sở Xây dựng TP.HCM      | 2017                | chưa có số liệu
";

/// A folder with a good and a wrong submission.
fn round() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(
        folder.path(),
        "in/so-y-te.xlsx",
        &TextBook::parse(GOOD).xlsx(),
    );
    put(
        folder.path(),
        "in/so-xd.xlsx",
        &TextBook::parse(WRONG).xlsx(),
    );
    put(
        folder.path(),
        "good/so-y-te.xlsx",
        &TextBook::parse(GOOD).xlsx(),
    );
    folder
}

fn put(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// All files below a folder, with their bytes.
fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(tree(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            files.push((path, bytes));
        }
    }
    files.sort();
    files
}

#[test]
fn what_people_read_is_pinned() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd");
}

#[test]
fn exit_codes_tell_errors_from_none() {
    let folder = round();
    for command in [
        &["check"][..],
        &["convert", "-o", "out"],
        &["merge", "-o", "out.xlsx"],
    ] {
        for (input, code) in [("good", 0), ("in", 1)] {
            let ran = run(folder.path(), &[command, &[input]].concat());
            assert_eq!(ran.code, code, "{command:?} {input}: {}", ran.err);
        }
    }
    let ran = run(folder.path(), &["inspect", "in/so-xd.xlsx"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn results_and_everything_else_go_apart() {
    let folder = round();
    let ran = run(folder.path(), &["check", "in"]);
    assert!(
        ran.out.contains("V102") && ran.err.is_empty(),
        "{}",
        ran.err
    );
    let ran = run(folder.path(), &["check", "in", "-o", "found.txt"]);
    assert!(ran.out.is_empty() && ran.err.is_empty());
    let ran = run(folder.path(), &["check", "in", "-o", "-"]);
    let written = fs::read_to_string(folder.path().join("found.txt")).unwrap();
    assert_eq!(ran.out, written);
    let ran = run(folder.path(), &["convert", "in", "-o", "-"]);
    assert!(ran.out.starts_with("record_id,programme,period,unit_code,"));
    assert_eq!(ran.out.lines().count(), 4);
    assert!(ran.err.contains("V102"), "{}", ran.err);
    assert!(!ran.err.contains('\u{1b}') && !ran.out.contains('\u{1b}'));
    let ran = run(folder.path(), &["merge", "in", "-o", "out.xlsx"]);
    assert!(ran.out.is_empty() && ran.err.contains("V102"));
}

#[test]
fn errors_come_first_notes_are_counted_and_a_missing_project_is_said() {
    let folder = round();
    let told = run(folder.path(), &["check", "in"]).out;
    let at = |text: &str, words: &str| text.find(words).unwrap_or(usize::MAX);
    assert!(at(&told, "✗") < at(&told, "!") || at(&told, "!") == usize::MAX);
    assert!(told.contains("No tonghop.toml was found"), "{told}");
    assert!(!told.contains("note V"), "{told}");
    let all = run(folder.path(), &["check", "in", "--all"]).out;
    assert_eq!(
        all.contains("note "),
        told.contains("not listed; see them with --all")
    );
    let merged = run(folder.path(), &["merge", "in", "-o", "out.xlsx"]).err;
    assert!(merged.contains("No tonghop.toml was found"), "{merged}");
}

#[test]
fn findings_and_records_name_each_other() {
    let folder = round();
    let table = run(folder.path(), &["convert", "in", "-o", "-"]).out;
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().unwrap().clone();
    assert_eq!(header.iter().next_back(), Some("doubts"));
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let told = run(folder.path(), &["check", "in", "--format", "json"]).out;
    let mut named = 0;
    for line in told.lines() {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        let keys = line.rfind("\"record_id\":").unwrap();
        assert!(line[keys..].find(',').is_none(), "{line}");
        let Some(id) = finding["record_id"].as_str() else {
            continue;
        };
        let record = records.iter().find(|record| &record[0] == id).unwrap();
        let codes = record.iter().next_back().unwrap();
        let grave = finding["severity"] != "info";
        let code = finding["code"].as_str().unwrap();
        assert_eq!(codes.split(' ').any(|other| other == code), grave, "{line}");
        named += 1;
    }
    assert!(named > 0, "{told}");
    let told = run(folder.path(), &["check", "in", "--format", "csv"]).out;
    assert!(
        told.lines()
            .next()
            .unwrap()
            .ends_with(",suggestion,record_id")
    );
}

#[test]
fn a_table_goes_where_it_is_sent() {
    let folder = round();
    let out = run(folder.path(), &["convert", "in", "-o", "-"]).out;
    run(folder.path(), &["convert", "in", "-o", "table.csv"]);
    run(folder.path(), &["convert", "in", "-o", "new/tables"]);
    for file in ["table.csv", "new/tables/support-activities.csv"] {
        assert_eq!(fs::read_to_string(folder.path().join(file)).unwrap(), out);
    }
    let names = tree(&folder.path().join("new"));
    assert_eq!(names.len(), 1, "{names:?}");
}

#[test]
fn a_mark_and_safe_text_are_written_on_request() {
    let folder = round();
    let plain = run(folder.path(), &["convert", "in", "-o", "-"]).out;
    let marked = run(folder.path(), &["convert", "in", "-o", "-", "--bom"]).out;
    assert_eq!(marked, format!("\u{feff}{plain}"));
    let safe = run(folder.path(), &["convert", "in", "-o", "-", "--safe"]).out;
    assert!(plain.contains(",=SUM(A1),"));
    assert_eq!(safe, plain.replace(",=SUM(A1),", ",'=SUM(A1),"));
}

#[test]
fn strict_writes_nothing_when_there_are_errors() {
    let folder = round();
    let before = tree(folder.path());
    for args in [
        &["convert", "in", "-o", "out", "--strict"][..],
        &["convert", "in", "-o", "out.csv", "--strict"],
        &["convert", "in", "-o", "-", "--strict"],
        &["merge", "in", "-o", "out.xlsx", "--strict"],
        &["check", "in", "-o", "out.txt", "--strict"],
    ] {
        let ran = run(folder.path(), args);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}");
        assert!(ran.err.contains("nothing was written"), "{}", ran.err);
        assert!(!folder.path().join("out").exists(), "{args:?}");
        assert_eq!(tree(folder.path()), before, "{args:?}");
    }
    let ran = run(folder.path(), &["convert", "good", "-o", "out", "--strict"]);
    assert_eq!(ran.code, 0);
    assert!(folder.path().join("out/support-activities.csv").exists());
}

#[test]
fn findings_as_json_have_all_keys() {
    let folder = round();
    put(folder.path(), "in/hong.xlsx", b"PK\x03\x04 no package");
    let ran = run(folder.path(), &["check", "in", "--format", "json"]);
    assert_eq!(ran.code, 1);
    let keys = [
        "code",
        "severity",
        "file",
        "sheet",
        "cell",
        "text",
        "value",
        "message",
        "suggestion",
        "related",
        "record_id",
    ];
    let mut codes = Vec::new();
    for line in ran.out.lines() {
        let line: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        let found: Vec<&str> = line.keys().map(String::as_str).collect();
        assert_eq!(found, keys);
        assert!(line["related"].is_array());
        let code = line["code"].as_str().unwrap().to_owned();
        if code == "F001" {
            assert_eq!(line["file"], "hong.xlsx");
            for key in ["sheet", "cell", "text", "value"] {
                assert!(line[key].is_null(), "{key} {}", line[key]);
            }
        }
        if code == "V102" {
            assert_eq!(line["sheet"], "Danh mục");
            assert_eq!(line["cell"], "E4");
            assert_eq!(line["text"], "chưa có số liệu");
            assert!(line["value"].is_null());
        }
        codes.push(code);
    }
    assert!(codes.iter().any(|code| code == "F001") && codes.iter().any(|code| code == "V102"));
}

#[test]
fn a_report_written_among_the_submissions_changes_nothing() {
    let folder = round();
    let before = run(folder.path(), &["check", "in"]);
    for format in ["html", "csv", "json", "sarif"] {
        let file = format!("in/gop-y.{format}");
        let args = ["check", "in", "--format", format, "-o", &file];
        for _ in 0..2 {
            let ran = run(folder.path(), &args);
            assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
            let after = run(folder.path(), &["check", "in"]);
            assert_eq!(after.out, before.out, "{format}");
        }
        let written = fs::read_to_string(folder.path().join(&file)).unwrap();
        assert_eq!(run(folder.path(), &args[..4]).out, written);
    }
}

#[test]
fn a_report_as_text_among_the_submissions_is_known_again() {
    for (lang, inbox) in [("vi", "in"), ("en", "in"), ("vi", "good"), ("en", "good")] {
        let folder = round();
        let check = ["check", inbox, "--lang", lang];
        let file = format!("{inbox}/gop-y.txt");
        let before = run(folder.path(), &check);
        let args = [&check[..], &["--format", "text", "-o", &file]].concat();
        for _ in 0..2 {
            let ran = run(folder.path(), &args);
            assert_eq!(
                (ran.code, ran.out.as_str()),
                (before.code, ""),
                "{}",
                ran.err
            );
            let after = run(folder.path(), &check);
            assert_eq!(after.out, before.out, "{lang} {inbox}");
        }
    }
}

#[test]
fn an_office_that_is_missing_has_no_place() {
    let folder = round();
    put(folder.path(), "tonghop.toml", PROJECT.as_bytes());
    put(folder.path(), "units.csv", UNITS.as_bytes());
    let ran = run(folder.path(), &["check", "good", "--format", "json"]);
    let line: serde_json::Value =
        serde_json::from_str(ran.out.lines().find(|line| line.contains("X303")).unwrap()).unwrap();
    assert!(line["file"].is_null() && line["cell"].is_null() && line["sheet"].is_null());
    assert_eq!(line["value"], "so-xd");
    assert_eq!(line["text"], "Sở Xây dựng tỉnh Trà Vinh");
    // A single file says nothing of the others.
    let ran = run(folder.path(), &["check", "good/so-y-te.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
}

const PROJECT: &str =
    "[programme]\nid = \"p\"\n[period]\nid = \"2020-06\"\n[lists]\nunits = \"units.csv\"\n";
const UNITS: &str = "code,name\nso-yt,Sở Y tế tỉnh Trà Vinh\nso-xd,Sở Xây dựng tỉnh Trà Vinh\n";

#[test]
fn cells_as_json_have_all_keys() {
    let folder = round();
    let ran = run(
        folder.path(),
        &["inspect", "in/so-xd.xlsx", "--format", "json"],
    );
    let lines: Vec<serde_json::Map<String, serde_json::Value>> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 12);
    for line in &lines {
        let keys: Vec<&str> = line.keys().map(String::as_str).collect();
        // A heading of a known form says what its column was decided by.
        let mut wanted = vec![
            "sheet", "cell", "role", "field", "text", "value", "encoding",
        ];
        wanted.extend(Some("why").filter(|_| line["role"] == "header"));
        assert_eq!(keys, wanted);
    }
    let heading = lines.iter().find(|line| line["role"] == "header").unwrap();
    assert_eq!(heading["why"], "a known heading");
    let last = &lines[11];
    assert_eq!(
        (&last["cell"], &last["role"]),
        (&"E4".into(), &"record".into())
    );
    assert_eq!(last["field"], "amount_vnd");
    assert!(last["value"].is_null() && last["encoding"].is_null());
}

#[test]
fn a_list_of_paths_is_read_from_standard_input() {
    let folder = round();
    let mut child = command(folder.path(), &["convert", "-", "-o", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let list = "in/so-y-te.xlsx\r\n\nin/so-xd.xlsx\n";
    child
        .stdin
        .take()
        .unwrap()
        .write_all(list.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 4);
}

#[test]
fn what_cannot_be_written_leaves_nothing_behind() {
    let folder = round();
    put(folder.path(), "plain", b"a regular file");
    let before = tree(folder.path());
    for args in [
        // Below a regular file nobody can write, not even root.
        &["convert", "in", "-o", "plain/out"][..],
        &["convert", "in", "-o", "plain/out.csv"],
        &["convert", "in", "-o", "plain"],
        &["merge", "in", "-o", "plain/out.xlsx"],
        &["check", "in", "-o", "plain/out.txt"],
        &["check", "in", "--format", "html", "-o", "plain/out.html"],
        &["check", "in", "--format", "sarif", "-o", "plain/out.sarif"],
        // Over a folder neither.
        &["merge", "in", "-o", "in"],
        &["check", "in", "-o", "in"],
    ] {
        let ran = run(folder.path(), args);
        assert_eq!(ran.code, 2, "{args:?} {}", ran.err);
        assert!(ran.err.contains("cannot write"), "{args:?} {}", ran.err);
        assert!(!ran.err.contains("os error"), "{}", ran.err);
        assert_eq!(tree(folder.path()), before, "{args:?}");
    }
}

#[test]
fn an_input_is_never_written_over() {
    let folder = round();
    put(folder.path(), "in/support-activities.csv", b"STT,x\n");
    let before = tree(folder.path());
    for args in [
        &["convert", "in", "-o", "in/support-activities.csv"][..],
        &["convert", "in", "-o", "in"],
        &["merge", "in", "-o", "in/so-y-te.xlsx"],
        &["merge", "in", "-o", "in/../in/so-xd.xlsx"],
        &["check", "in", "-o", "in/so-xd.xlsx"],
    ] {
        let ran = run(folder.path(), args);
        assert_eq!(ran.code, 2, "{args:?} {}", ran.err);
        assert!(ran.err.contains("is one of the inputs"), "{}", ran.err);
        assert_eq!(tree(folder.path()), before, "{args:?}");
    }
}

#[test]
fn a_list_or_the_project_file_is_never_written_over() {
    let folder = round();
    put(folder.path(), "in/tonghop.toml", PROJECT.as_bytes());
    put(folder.path(), "in/units.csv", UNITS.as_bytes());
    let before = tree(folder.path());
    for args in [
        &["convert", "in", "-o", "in/units.csv"][..],
        &["check", "in", "-o", "in/tonghop.toml"],
        &["merge", "in", "-o", "in/units.csv"],
    ] {
        let ran = run(folder.path(), args);
        assert_eq!(ran.code, 2, "{args:?} {}", ran.err);
        assert_eq!(tree(folder.path()), before, "{args:?}");
    }
}

#[test]
fn a_folder_without_workbooks_is_not_done() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "in/README.md", b"nothing yet");
    put(folder.path(), "in/~$so-y-te.xlsx", b"x");
    put(folder.path(), "in/.hidden.xlsx", b"x");
    for args in [
        &["check", "in"][..],
        &["convert", "in", "-o", "out"],
        &["merge", "in", "-o", "out.xlsx"],
    ] {
        let ran = run(folder.path(), args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains("no submission"), "{}", ran.err);
    }
    assert_eq!(tree(folder.path()).len(), 3);
}

#[test]
fn a_round_of_unreadable_files_gives_a_header() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "in/rong.xlsx", b"");
    put(folder.path(), "in/anh.xlsx", b"\x89PNG\r\n\x1a\n");
    let ran = run(folder.path(), &["convert", "in", "-o", "-"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out.lines().count(), 1);
    assert!(ran.out.starts_with("record_id,programme"));
    let ran = run(folder.path(), &["merge", "in", "-o", "out.xlsx"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(folder.path().join("out.xlsx").exists());
}

#[test]
fn own_outputs_are_no_submissions() {
    let folder = round();
    let first = run(folder.path(), &["convert", "in", "-o", "in"]);
    assert_eq!(first.code, 1, "{}", first.err);
    run(folder.path(), &["merge", "in", "-o", "in/tong-hop.xlsx"]);
    run(
        folder.path(),
        &["convert", "in", "-o", "in/bom.csv", "--bom"],
    );
    let table = fs::read(folder.path().join("in/support-activities.csv")).unwrap();
    for _ in 0..2 {
        let again = run(folder.path(), &["convert", "in", "-o", "in"]);
        assert_eq!((again.code, &again.err), (1, &first.err));
        let now = fs::read(folder.path().join("in/support-activities.csv")).unwrap();
        assert_eq!(now, table);
    }
    let ran = run(folder.path(), &["merge", "in", "-o", "in/tong-hop.xlsx"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
}

#[test]
fn the_same_bytes_whatever_the_threads_and_the_order() {
    let folder = round();
    for number in 0..6 {
        let name = format!("in/{number}/so-y-te.xlsx");
        put(folder.path(), &name, &TextBook::parse(GOOD).xlsx());
    }
    let files = ["in/so-y-te.xlsx", "in/so-xd.xlsx", "in/3/so-y-te.xlsx"];
    let reversed: Vec<&str> = files.iter().rev().copied().collect();
    for (one, other) in [
        (vec!["in", "--threads", "1"], vec!["in", "--threads", "8"]),
        (files.to_vec(), reversed),
        (vec!["in"], vec!["in"]),
    ] {
        for command in [
            &["convert", "-o", "-"][..],
            &["check", "-o", "-", "--format", "json"],
            &["merge", "-o", "-"],
        ] {
            let outputs = [&one, &other].map(|inputs| {
                let args = [command, inputs].concat();
                super_output(folder.path(), &args)
            });
            assert!(outputs[0] == outputs[1], "{command:?} {one:?} {other:?}");
            assert!(outputs[0].len() > 100);
        }
    }
}

fn super_output(folder: &Path, args: &[&str]) -> Vec<u8> {
    command(folder, args).output().unwrap().stdout
}

#[test]
fn who_reads_no_further_is_not_told_off() {
    let folder = tempfile::tempdir().unwrap();
    // More than a pipe holds.
    let rows: String = (0..3000)
        .map(|number| format!("{number},Đào tạo bác sĩ khóa {number},Sở Y tế TP.HCM,x,x\n"))
        .collect();
    let text = format!(
        "Sở Y tế\nĐơn vị tính: triệu đồng\nSTT,Nội dung hoạt động,Đơn vị hỗ trợ,Thời gian thực hiện,Kinh phí hỗ trợ\n{rows}"
    );
    put(folder.path(), "in/so-y-te.csv", text.as_bytes());
    for args in [
        &["convert", "in", "-o", "-"][..],
        &["check", "in", "--format", "json"],
        &["check", "in"],
        &["inspect", "in/so-y-te.csv", "--format", "json"],
    ] {
        let mut child = command(folder.path(), args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = child.stdout.take().unwrap();
        let mut some = [0; 10];
        let mut err = child.stderr.take().unwrap();
        let reader = std::thread::spawn(move || {
            let mut text = String::new();
            err.read_to_string(&mut text).unwrap();
            text
        });
        out.read_exact(&mut some).unwrap();
        drop(out);
        let code = child.wait().unwrap().code();
        let told = reader.join().unwrap();
        assert!(matches!(code, Some(0 | 1)), "{args:?} {code:?} {told}");
        assert!(
            !told.contains("panicked") && !told.contains("roken pipe"),
            "{told}"
        );
    }
}

#[test]
fn every_code_is_explained_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    for code in rule::codes() {
        for lang in ["vi", "en"] {
            let ran = run(folder.path(), &["explain", code, "--lang", lang]);
            assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{code}");
            assert!(ran.out.starts_with(&format!("# {code} · ")), "{code}");
            let lower = run(
                folder.path(),
                &["explain", &code.to_lowercase(), "--lang", lang],
            );
            assert_eq!(lower.out, ran.out);
        }
    }
    let ran = run(folder.path(), &["explain"]);
    assert_eq!(ran.out.lines().count(), rule::codes().len());
    let ran = run(folder.path(), &["explain", "--format", "json"]);
    for (line, code) in ran.out.lines().zip(rule::codes()) {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["code"], code);
    }
    let ran = run(folder.path(), &["explain", "Z999"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
}

#[test]
fn the_version_names_that_of_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(folder.path(), &["--version"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains(env!("CARGO_PKG_VERSION")) && ran.out.contains("schema"));
}

#[test]
fn the_language_is_chosen_by_flag_then_variable_then_system() {
    let folder = tempfile::tempdir().unwrap();
    for (flag, variable, system, vietnamese) in [
        (Some("vi"), "en", "en_US.UTF-8", true),
        (Some("en"), "vi", "vi_VN.UTF-8", false),
        (None, "vi", "en_US.UTF-8", true),
        (None, "", "en_GB.UTF-8", false),
        (None, "", "vi_VN.UTF-8", true),
        (None, "", "fr_FR.UTF-8", true),
        (None, "", "C", true),
    ] {
        let mut command = command(folder.path(), &["explain", "V102"]);
        command.args(flag.map(|flag| format!("--lang={flag}")));
        command.env("TONGHOP_LANG", variable).env("LC_ALL", system);
        command.env("LANG", system).env_remove("LANGUAGE");
        let out = String::from_utf8(command.output().unwrap().stdout).unwrap();
        let case = format!("{flag:?} {variable} {system}");
        assert_eq!(out.contains("Góp ý nêu gì"), vietnamese, "{case}");
    }
}

#[test]
fn files_of_several_formats_are_one_round() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "in/a.xlsx", &TextBook::parse(GOOD).xlsx());
    put(folder.path(), "in/b.xls", files::BIFF8);
    put(folder.path(), "in/c.ods", files::ODS);
    put(folder.path(), "in/d.xlsb", files::XLSB);
    let ran = run(folder.path(), &["convert", "in", "-o", "-"]);
    for name in ["a.xlsx", "b.xls", "c.ods", "d.xlsb"] {
        assert!(ran.out.contains(name), "{name}");
    }
}

#[test]
fn rare_encodings_are_looked_for_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("so-y-te.csv");
    // VISCII: `Sở Y tế tỉnh Trà Vinh`.
    let mut bytes = b"S\xdf Y t\xaa t\xefnh Tr\xe0 Vinh,,,,\n".to_vec();
    bytes.extend_from_slice("STT,Noi dung,Don vi ho tro,Nam,Kinh phi (trieu dong)\n".as_bytes());
    bytes.extend_from_slice(
        b"1,\xd0\xe0o t\xd5o b\xe1c s\xee,B\xaenh vi\xaen T\xd7 D\xfb,2019,120\n",
    );
    std::fs::write(&file, bytes).unwrap();
    let table = |flags: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
            .args(["convert", "-o", "-"])
            .args(flags)
            .arg(&file)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(
        table(&["--rare-encodings"]).contains("Bệnh viện Từ Dũ"),
        "{}",
        table(&["--rare-encodings"])
    );
    assert!(!table(&[]).contains("Bệnh viện Từ Dũ"));
}
