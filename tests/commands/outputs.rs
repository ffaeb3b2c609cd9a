//! Where outputs go, and what they never take the place of: inputs, files of others, devices, work done by hand. What is
//! interrupted or fails leaves nothing behind.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::files;
use crate::support::marked::part;
use crate::support::sheet::TextBook;
use tempfile::TempDir;
use tonghop::write::package::{self, Changes};
use tonghop::write::returned::is_as_written;

const WRONG: &str = "
    1 | SỞ XÂY DỰNG TỈNH TRÀ VINH
    2 | Đơn vị tính: triệu đồng
    3 | STT | Nội dung hoạt động | Đơn vị hỗ trợ           | Thời gian thực hiện | Kinh phí hỗ trợ
    4 | 1   | Xây trạm y tế      | Sở Xây dựng TP.HCM      | 2017                | chưa có số liệu
";

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tonghop"));
    command
        .current_dir(folder)
        .args(args)
        .env("TONGHOP_LANG", "en")
        .stdin(Stdio::null());
    command
}

/// Runs the program in English; the exit code and what it says beside its results.
fn run(folder: &TempDir, args: &[&str]) -> (i32, String) {
    let output = command(folder.path(), args).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), said)
}

fn put(folder: &TempDir, path: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// All files below a folder, and the folders, by their paths with `/`.
fn all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let inner = all(&path).into_iter();
            found.extend(inner.map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
            found.insert(format!("{name}/"), Vec::new());
        } else if path.is_file() {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

fn round() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(&folder, "in/so-xd.xlsx", TextBook::parse(WRONG).xlsx());
    put(&folder, "in/cong-van.docx", b"a letter");
    put(&folder, "in/README.md", b"notes");
    put(&folder, "in/ghi-chu.json", b"{}");
    folder
}

/// A workbook with its first text changed, as somebody would by hand.
fn edited(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let strings = part(bytes, "xl/sharedStrings.xml");
    assert!(strings.contains(from));
    let mut changes = Changes::default();
    let strings = strings.replace(from, to).into_bytes();
    changes
        .written
        .insert("xl/sharedStrings.xml".into(), strings);
    package::patched(bytes, &changes).unwrap()
}

#[test]
fn a_file_that_is_not_ours_is_replaced_only_when_asked_for() {
    let folder = round();
    put(&folder, "khac.xlsx", files::form_of_others());
    put(&folder, "khac.csv", b"STT,a\n1,b\n");
    put(&folder, "khac.html", b"<html><p>a page");
    put(&folder, "bang/support-activities.csv", b"STT,a\n1,b\n");
    let before = all(folder.path());
    for args in [
        &["check", "in", "-o", "in/README.md"][..],
        &["check", "in", "--format", "json", "-o", "in/ghi-chu.json"],
        &["check", "in", "--format", "html", "-o", "khac.html"],
        &["status", "in", "--format", "csv", "-o", "khac.csv"],
        &["merge", "in", "-o", "khac.xlsx"],
        &["convert", "in", "-o", "khac.csv"],
        &["convert", "in", "-o", "bang"],
    ] {
        let (code, said) = run(&folder, args);
        assert_eq!(code, 2, "{args:?}: {said}");
        assert!(said.contains("is no output of tonghop"), "{said}");
        assert_eq!(all(folder.path()), before, "{args:?}");
        let (code, said) = run(&folder, &[args, &["--replace"]].concat());
        assert_eq!(code, 1, "{args:?}: {said}");
        // Now it is ours, and is written over without asking.
        assert_eq!(run(&folder, args).0, 1, "{args:?}");
        for (path, bytes) in &before {
            if !path.ends_with('/') {
                put(&folder, path, bytes);
            }
        }
    }
    // A name that suits no output is no way round.
    for args in [
        &["check", "in", "-o", "in/cong-van.docx"][..],
        &["merge", "in", "-o", "in/cong-van.docx", "--replace"],
    ] {
        let (code, said) = run(&folder, args);
        assert_eq!((code, said.contains("does not suit")), (2, true), "{said}");
    }
    assert_eq!(all(folder.path()), before);
}

#[test]
fn what_diff_tells_goes_by_the_same_rules_and_is_no_submission() {
    let folder = round();
    let table = "STT,a\n1,b\n";
    let before = WRONG.replace("Xây trạm y tế", "Mua xe");
    put(&folder, "cu/so-xd.xlsx", TextBook::parse(&before).xlsx());
    let findings = run(&folder, &["check", "in", "-o", "truoc.txt"]);
    for (format, name) in [("text", "a.txt"), ("csv", "a.csv"), ("json", "a.json")] {
        let output = format!("in/{name}");
        let args = ["diff", "in", "in", "--format", format, "-o", &output];
        let other = folder.path().join(&output);
        put(&folder, &output, table);
        let (code, said) = run(&folder, &args);
        assert_eq!(code, 2, "{said}");
        // A table in the folder is a submission.
        assert!(said.contains("choose another name"), "{said}");
        fs::remove_file(&other).unwrap();
        put(&folder, name, table);
        let args = ["diff", "cu", "in", "--format", format, "-o"];
        let to = |output| [&args[..], &[output]].concat();
        let (code, said) = run(&folder, &to(name));
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("is no output of tonghop"), "{said}");
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), table);
        assert_eq!(run(&folder, &[&to(name)[..], &["--replace"]].concat()).0, 0);
        for _ in 0..2 {
            assert_eq!(run(&folder, &to(name)).0, 0, "now it is ours");
            assert_eq!(run(&folder, &to(&output)).0, 0, "{output}");
        }
        assert_eq!(run(&folder, &["check", "in", "-o", "sau.txt"]), findings);
    }
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("truoc.txt"), read("sau.txt"));
    assert!(read("in/a.csv").lines().count() > 1, "there is a change");
}

#[test]
fn a_new_project_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let args = [
        "init",
        "moi",
        "--province",
        "Trà Vinh",
        "--name",
        "A",
        "--to",
        "2020-06-30",
    ];
    put(&folder, "moi/units.csv/x", b"x");
    let before = all(folder.path());
    let (code, said) = run(&folder, &args);
    assert_eq!(code, 2, "{said}");
    assert_eq!(all(folder.path()), before);
    fs::remove_dir_all(folder.path().join("moi")).unwrap();
    assert_eq!(run(&folder, &args).0, 0);
    let files: Vec<String> = all(folder.path()).into_keys().collect();
    let names = [
        "moi/",
        "moi/sectors.csv",
        "moi/tonghop.toml",
        "moi/units.csv",
    ];
    assert_eq!(files, names);
}

#[test]
fn what_holds_nothing_may_be_replaced() {
    let folder = round();
    put(&folder, "out.xlsx", b"");
    assert_eq!(run(&folder, &["merge", "in", "-o", "out.xlsx"]).0, 1);
}

#[test]
fn the_place_is_looked_at_before_anything_is_read() {
    let folder = round();
    put(&folder, "khac.csv", b"STT,a\n1,b\n");
    for output in ["khong-co/bang.csv", "khac.csv", "khac.csv/bang.csv"] {
        let (code, said) = run(&folder, &["convert", "in", "-o", output]);
        assert_eq!(code, 2);
        assert_eq!(said.lines().count(), 1, "no finding was told: {said}");
    }
}

#[cfg(unix)]
#[test]
fn devices_pipes_and_links_stay_what_they_are() {
    use std::os::unix::fs::FileTypeExt as _;
    let folder = round();
    let at = |name: &str| folder.path().join(name);
    put(&folder, "dich.xlsx", b"");
    std::os::unix::fs::symlink(at("dich.xlsx"), at("lien-ket.xlsx")).unwrap();
    std::os::unix::fs::symlink(at("khong-co.txt"), at("hong.txt")).unwrap();
    let made = Command::new("mkfifo").arg(at("ong.txt")).status().unwrap();
    assert!(made.success());
    for args in [
        &["merge", "in", "-o", "lien-ket.xlsx"][..],
        &["check", "in", "-o", "hong.txt"],
        &["check", "in", "-o", "ong.txt"],
        &["check", "in", "-o", "/dev/null"],
        &["convert", "in", "-o", "/dev/null"],
    ] {
        for more in [&[][..], &["--replace"]] {
            let (code, said) = run(&folder, &[args, more].concat());
            assert_eq!(code, 2, "{args:?}: {said}");
        }
    }
    let kind = |path: &Path| fs::symlink_metadata(path).unwrap().file_type();
    assert!(kind(&at("lien-ket.xlsx")).is_symlink() && kind(&at("hong.txt")).is_symlink());
    assert!(kind(&at("ong.txt")).is_fifo());
    assert!(kind(Path::new("/dev/null")).is_char_device());
    assert!(fs::read(at("dich.xlsx")).unwrap().is_empty());
    // A link to a folder is a folder.
    fs::create_dir(at("thu-muc")).unwrap();
    std::os::unix::fs::symlink(at("thu-muc"), at("toi-thu-muc")).unwrap();
    assert_eq!(run(&folder, &["convert", "in", "-o", "toi-thu-muc"]).0, 1);
    assert!(at("thu-muc/support-activities.csv").exists());
}

#[test]
fn a_returned_file_that_somebody_worked_on_is_kept() {
    let folder = round();
    let args = ["check", "in", "--return", "ra"];
    assert_eq!(run(&folder, &args).0, 1);
    let first = all(&folder.path().join("ra"));
    let (workbook, letter) = (&first["so-xd.xlsx"], &first["so-xd.txt"]);
    assert!(is_as_written(workbook) && is_as_written(letter));
    // The office sends a better file; what was written before gives way.
    let better = WRONG.replace("Xây trạm y tế", "Xây nhà");
    put(&folder, "in/so-xd.xlsx", TextBook::parse(&better).xlsx());
    assert_eq!(run(&folder, &args).0, 1);
    let second = all(&folder.path().join("ra"));
    assert_ne!(first, second);
    assert_eq!(first.len(), second.len());
    let changed = String::from_utf8(letter.clone()).unwrap();
    let changed = changed.replace("Trân trọng", "Xin trân trọng").into_bytes();
    let draft = String::from_utf8(first["so-xd.eml"].clone()).unwrap();
    assert!(is_as_written(draft.as_bytes()));
    let addressed = draft.replace("Subject: ", "To: <a@b.vn>\r\nSubject: ");
    for (name, by_hand) in [
        (
            "ra/so-xd.xlsx",
            edited(workbook, "Xây trạm y tế", "Xây trạm xá"),
        ),
        ("ra/so-xd.txt", changed),
        ("ra/so-xd.eml", addressed.into_bytes()),
        ("ra/so-xd.txt", b"x".to_vec()),
        ("ra/so-xd.xlsx", files::form_of_others()),
    ] {
        put(&folder, name, &by_hand);
        let before = all(folder.path());
        let (code, said) = run(&folder, &[&args[..], &["-o", "gop-y.txt"]].concat());
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("is not as tonghop wrote it"), "{said}");
        assert_eq!(all(folder.path()), before, "not the report either");
        assert_eq!(run(&folder, &[&args[..], &["--replace"]].concat()).0, 1);
        assert_eq!(all(&folder.path().join("ra")), second);
    }
}

#[test]
fn a_report_and_what_is_sent_back_are_written_together_or_not_at_all() {
    let folder = round();
    let of_another = WRONG.replace("XÂY DỰNG", "CÔNG THƯƠNG");
    put(
        &folder,
        "in/huyen/so-ct.xlsx",
        TextBook::parse(&of_another).xlsx(),
    );
    // Where a file is to go there is a folder.
    put(&folder, "ra/so-xd.txt/x", b"x");
    let before = all(folder.path());
    let args = ["check", "in", "--return", "ra", "-o", "gop-y.txt"];
    let (code, said) = run(&folder, &args);
    assert_eq!(code, 2, "{said}");
    assert_eq!(all(folder.path()), before);
    fs::remove_dir_all(folder.path().join("ra")).unwrap();
    assert_eq!(run(&folder, &args).0, 1);
    assert!(folder.path().join("gop-y.txt").exists());
    assert!(folder.path().join("ra/so-xd.txt").exists());
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_nothing_and_the_old_file_as_it_was() {
    // So many records that writing them takes a while.
    let rows: String = (1..4000)
        .map(|row| {
            format!(
                "\n{} | {row} | Hoạt động {row} | Sở Y tế TP.HCM | 2017 | {row}",
                row + 3
            )
        })
        .collect();
    let head = WRONG.split("\n    4 |").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let book = TextBook::parse(&format!("{head}{rows}\n")).xlsx();
    put(&folder, "in/so-xd.xlsx", &book);
    put(&folder, "out.xlsx", b"");
    let before = all(folder.path());
    for signal in ["TERM", "INT", "HUP"] {
        let mut child = command(folder.path(), &["merge", "in", "-o", "out.xlsx"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        let is_begun = || all(folder.path()).len() > before.len();
        while !is_begun() && start.elapsed() < Duration::from_secs(60) {
            assert!(child.try_wait().unwrap().is_none(), "it was done too soon");
            std::thread::sleep(Duration::from_millis(5));
        }
        let id = child.id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &id]).status();
        assert!(sent.unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(2), "{signal}");
        assert_eq!(all(folder.path()), before, "{signal}");
    }
}
