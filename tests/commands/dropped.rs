//! Files or a folder dropped on the program, and a double click: paths and no command.

use std::cell::RefCell;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;

use crate::support::sheet::TextBook;
use tempfile::TempDir;
use tonghop::cli::{self, Terminal};

const FORM: &str = "
    1 | SỞ XÂY DỰNG TỈNH TRÀ VINH
    2 | Đơn vị tính: triệu đồng
    3 | STT | Nội dung hoạt động | Đơn vị hỗ trợ           | Thời gian thực hiện | Kinh phí hỗ trợ
    4 | 1   | Đào tạo bác sĩ     | Sở Y tế TP. Hồ Chí Minh | 2019                | chưa có số liệu
    5 | 2   | Xây nhà            | Sở Xây dựng TP. HCM     | 2018                | 12
";

/// A folder with a folder of reports, named as people name them.
struct Home {
    _temporary: TempDir,
    path: PathBuf,
}

impl Home {
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let path = temporary.path().join("Đợt");
        fs::create_dir(&path).unwrap();
        Self {
            _temporary: temporary,
            path,
        }
    }

    fn path(&self) -> &Path {
        &self.path
    }
}

fn inbox() -> (Home, PathBuf) {
    let home = Home::new();
    let inbox = home.path().join("Báo cáo đợt 1 – năm 2020");
    fs::create_dir(&inbox).unwrap();
    put(&inbox, "Sở Xây dựng (sửa).xlsx");
    (home, inbox)
}

fn put(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, TextBook::parse(FORM).xlsx()).unwrap();
    path
}

struct Ran {
    code: i32,
    err: String,
}

/// Runs the program on an English system.
fn run(args: &[&Path], variables: &[(&str, &str)]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
        .args(args)
        .env_remove("TONGHOP_LANG")
        .env("LC_ALL", "en_US.UTF-8")
        .env("LANG", "en_US.UTF-8")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.stdout.is_empty());
    Ran {
        code: output.status.code().unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// What stands in a folder and below it, sorted.
fn tree(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, top: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, top, found);
            } else {
                let name = path.strip_prefix(top).unwrap();
                found.push(name.to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}

#[test]
fn a_dropped_folder_gives_everything_beside_it() {
    let (home, inbox) = inbox();
    let ran = run(&[&inbox], &[]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let results = home.path().join("ket-qua-tonghop");
    assert_eq!(
        tree(&results),
        [
            "gop-y.html",
            "ket-qua.txt",
            "tong-hop.xlsx",
            "tra-lai/Sở Xây dựng (sửa).eml",
            "tra-lai/Sở Xây dựng (sửa).txt",
            "tra-lai/Sở Xây dựng (sửa).xlsx",
        ]
    );
    let shown = ran.err.replace(home.path().to_str().unwrap(), "…");
    insta::assert_snapshot!("folder", shown);
    // The same is written down, as Notepad shows it.
    let told = fs::read_to_string(results.join("ket-qua.txt")).unwrap();
    let told = told.strip_prefix('\u{feff}').unwrap();
    assert!(
        told.split_inclusive('\n')
            .all(|line| line.ends_with("\r\n"))
    );
    let lines: Vec<&str> = told.lines().skip(2).collect();
    let seen: Vec<&str> = ran.err.lines().skip(1).collect();
    assert_eq!(lines, seen);
}

#[test]
fn what_is_dropped_gives_what_the_commands_give() {
    let (home, inbox) = inbox();
    run(&[&inbox], &[]);
    let results = home.path().join("ket-qua-tonghop");
    let by_hand = home.path().join("bang-tay");
    fs::create_dir(&by_hand).unwrap();
    let command = |args: &[&str]| {
        let status = Command::new(env!("CARGO_BIN_EXE_tonghop"))
            .args(args)
            .args(["--lang", "vi", "-q"])
            .status();
        assert_eq!(status.unwrap().code(), Some(1));
    };
    let (inbox, page) = (inbox.to_str().unwrap(), by_hand.join("gop-y.html"));
    let (workbook, back) = (by_hand.join("tong-hop.xlsx"), by_hand.join("tra-lai"));
    let page = page.to_str().unwrap();
    command(&["check", inbox, "--format", "html", "-o", page]);
    command(&["merge", inbox, "-o", workbook.to_str().unwrap()]);
    command(&["check", inbox, "--return", back.to_str().unwrap()]);
    for name in tree(&by_hand) {
        let read = |folder: &Path| fs::read(folder.join(&name)).unwrap();
        assert!(read(&by_hand) == read(&results), "{name}");
    }
}

#[test]
fn nothing_is_written_over_and_no_result_is_read() {
    let (home, inbox) = inbox();
    run(&[&inbox], &[]);
    let first = home.path().join("ket-qua-tonghop");
    let kept: Vec<Vec<u8>> = tree(&first)
        .iter()
        .map(|name| fs::read(first.join(name)).unwrap())
        .collect();
    run(&[&inbox], &[]);
    let second = home.path().join("ket-qua-tonghop-2");
    assert_eq!(tree(&second), tree(&first));
    let now: Vec<Vec<u8>> = tree(&first)
        .iter()
        .map(|name| fs::read(first.join(name)).unwrap())
        .collect();
    assert!(now == kept);
    // The folder above holds the results of both: of its files only the report is read.
    let ran = run(&[home.path()], &[]);
    assert!(ran.err.contains("Đã đọc 1 tệp, 2 hoạt động"), "{}", ran.err);
}

#[test]
fn dropped_files_and_the_project_file_are_taken_too() {
    let (_home, inbox) = inbox();
    let other = put(&inbox, "Sở Y tế.xlsx");
    let one = inbox.join("Sở Xây dựng (sửa).xlsx");
    let ran = run(&[&one, &other], &[]);
    assert!(ran.err.contains("Đã đọc 2 tệp"), "{}", ran.err);
    assert!(inbox.join("ket-qua-tonghop/tong-hop.xlsx").is_file());
    // The results among the submissions are none.
    let ran = run(&[&inbox], &[]);
    assert!(ran.err.contains("Đã đọc 2 tệp"), "{}", ran.err);
    let project = inbox.join("tonghop.toml");
    let text = "[programme]\nid = \"a\"\nname = \"A\"\n[period]\nid = \"2020\"\n";
    fs::write(&project, text).unwrap();
    let ran = run(&[&project], &[]);
    assert!(ran.err.contains("Đã đọc 2 tệp"), "{}", ran.err);
}

#[test]
fn long_paths_and_accents_are_no_matter() {
    let home = Home::new();
    let step = "Danh mục hoạt động hỗ trợ của các đơn vị, kỳ báo cáo đến hết tháng 6 năm 2020";
    let mut inbox = home.path().to_path_buf();
    for number in 1..=4 {
        inbox.push(format!("{number} {step}"));
    }
    fs::create_dir_all(&inbox).unwrap();
    let file = put(
        &inbox,
        "Sở Giáo dục và Đào tạo – báo cáo bổ sung lần 2.xlsx",
    );
    assert!(file.as_os_str().len() > 400);
    let ran = run(&[&inbox], &[]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let results = inbox.parent().unwrap().join("ket-qua-tonghop");
    assert_eq!(tree(&results).len(), 6);
}

#[test]
fn the_window_speaks_vietnamese_unless_told_otherwise() {
    let (_home, inbox) = inbox();
    let ran = run(&[&inbox], &[]);
    assert!(ran.err.contains("Kết quả nằm trong thư mục"), "{}", ran.err);
    let ran = run(&[&inbox], &[("TONGHOP_LANG", "en")]);
    assert!(ran.err.contains("The results are in the folder"));
}

#[test]
fn what_cannot_be_read_leaves_no_folder() {
    let home = Home::new();
    let empty = home.path().join("trống");
    fs::create_dir(&empty).unwrap();
    let ran = run(&[&empty], &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("lỗi: không tìm thấy tệp báo cáo nào"));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
}

#[test]
fn words_and_paths_that_are_not_there_are_no_drop() {
    let (home, _inbox) = inbox();
    let missing = home.path().join("khong-co");
    for args in [vec![missing.as_path()], vec![Path::new("Cargo.toml")]] {
        let ran = run(&args, &[("TONGHOP_LANG", "vi")]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("không có lệnh"), "{}", ran.err);
    }
}

/// What was written, for a test to read after the run.
#[derive(Clone, Default)]
struct Kept(Rc<RefCell<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

thread_local! {
    static SHOWN: RefCell<Vec<PathBuf>> = const { RefCell::new(Vec::new()) };
}

/// Double-clicks the program for a person who types these lines; gives the exit code and what the window said.
fn click(typed: &str) -> (u8, String) {
    let seen = Kept::default();
    let mut terminal = Terminal::new(Box::new(io::sink()), Box::new(seen.clone()));
    terminal.input = Some(Box::new(Cursor::new(typed.to_owned())));
    terminal.window = true;
    terminal.show = |folder| SHOWN.with_borrow_mut(|shown| shown.push(folder.to_path_buf()));
    let code = cli::run([OsString::from("tonghop")], &mut terminal);
    let seen = seen.0.borrow().clone();
    (code, String::from_utf8(seen).unwrap())
}

#[test]
fn a_double_click_asks_for_the_folder_shows_the_results_and_waits() {
    let (home, inbox) = inbox();
    let dragged = format!("khong-co\n\"{}\"\n\n", inbox.display());
    let (code, seen) = click(&dragged);
    assert_eq!(code, 1, "{seen}");
    let seen = seen.replace(home.path().to_str().unwrap(), "…");
    insta::assert_snapshot!("click", seen);
    let results = home.path().join("ket-qua-tonghop");
    SHOWN.with_borrow(|shown| assert_eq!(*shown, [results]));
}

#[test]
fn who_leaves_the_question_sees_the_help() {
    let (code, seen) = click("\n");
    assert_eq!(code, 2);
    assert!(seen.contains("tonghop check"), "{seen}");
    assert!(
        seen.trim_end().ends_with("Bấm Enter để đóng cửa sổ này."),
        "{seen}"
    );
    // Nobody answers at all.
    assert_eq!(click("").0, 2);
}
