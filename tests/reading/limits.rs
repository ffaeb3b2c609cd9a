//! Small files that ask for much: what they come to is known before it is made, in one file and in all files together, and
//! the program lives on in little memory.

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};

use crate::support::files;
use tempfile::TempDir;
use tonghop::book::open_bytes;
use tonghop::finding::{Bound, FileFact, Limit};
use tonghop::intake::limits::Limits;

/// A cell of OpenDocument with a text, so many times side by side.
fn cell(text: &str, times: u32) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"{times}\"><text:p>{text}</text:p></table:table-cell>"
    )
}

/// A row of OpenDocument, so many times.
fn row(cells: &str, times: u32) -> String {
    format!("<table:table-row table:number-rows-repeated=\"{times}\">{cells}</table:table-row>")
}

/// A form of an office whose one record is repeated.
fn form(office: u32, times: u32) -> Vec<u8> {
    let cells = |texts: &[&str]| texts.iter().map(|text| cell(text, 1)).collect::<String>();
    let rows = [
        row(&cell(&format!("SỞ SỐ {office} TỈNH TRÀ VINH"), 1), 1),
        row(&cell("Đơn vị tính: triệu đồng", 1), 1),
        row(
            &cells(&[
                "STT",
                "Nội dung hoạt động",
                "Đơn vị hỗ trợ",
                "Thời gian thực hiện",
                "Kinh phí hỗ trợ",
            ]),
            1,
        ),
        row(
            &cells(&[&office.to_string(), "Xây nhà", "Sở Y tế", "2019", "5"]),
            times,
        ),
    ];
    files::ods(&rows.concat())
}

/// A workbook with one string in so many cells.
fn one_string(length: usize, times: u32) -> Vec<u8> {
    // Not one letter over and over, which would be over the ratio.
    let text: String = (0..u32::try_from(length).unwrap())
        .map(|n| char::from(b'a' + (n.wrapping_mul(n) >> 5) as u8 % 23))
        .collect();
    let strings = format!("<sst><si><t>{text}</t></si></sst>");
    let mut rows = String::new();
    for row in 1..=times {
        write!(
            rows,
            "<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"
        )
        .unwrap();
    }
    files::xlsx(&rows, &[("xl/sharedStrings.xml", strings.as_bytes())])
}

/// The limit that a file reaches, and what it asks for.
fn limit(bytes: &[u8], extension: &str) -> (Limit, u64) {
    let opened = open_bytes(bytes, extension, &Limits::default());
    match opened.outcome.facts.as_slice() {
        [FileFact::Limit { limit, found, .. }] => (*limit, *found),
        facts => panic!("{facts:?}"),
    }
}

/// What the file holds too much of.
fn bound(bytes: &[u8], extension: &str) -> Bound {
    let opened = open_bytes(bytes, extension, &Limits::default());
    match opened.outcome.facts.as_slice() {
        [.., FileFact::TooLarge { bound, .. }] => *bound,
        facts => panic!("{facts:?}"),
    }
}

#[test]
fn what_is_repeated_is_held_to_a_limit_before_it_is_made() {
    assert_eq!(limit(&form(1, 30_000), "ods"), (Limit::Repeats, 149_995));
    let wide = files::ods(&row(&cell("a", 1000), 101));
    assert_eq!(limit(&wide, "ods"), (Limit::Repeats, 100_999));
    // Little by little, too.
    let rows = row(&cell("a", 1000), 1).repeat(101);
    assert_eq!(limit(&files::ods(&rows), "ods").0, Limit::Repeats);
    let text = files::ods(&row(&cell(&"x".repeat(10_000), 1), 10_000));
    assert_eq!(limit(&text, "ods"), (Limit::TextMib, 96));
    assert_eq!(
        limit(&one_string(30_000, 5000), "xlsx"),
        (Limit::TextMib, 143)
    );
    // As much as that an office may well have.
    for (bytes, extension) in [(form(1, 15_000), "ods"), (one_string(1000, 20_000), "xlsx")] {
        let opened = open_bytes(&bytes, extension, &Limits::default());
        assert!(opened.outcome.book.is_some(), "{:?}", opened.outcome.facts);
    }
}

#[test]
fn what_no_flag_raises_says_what_it_is() {
    let sheets = "</table:table><table:table table:name=\"S\">".repeat(10_001);
    assert_eq!(bound(&files::ods(&sheets), "ods"), Bound::Sheets);
    let tables = "<table><tr><td>a</table>".repeat(10_002);
    assert_eq!(bound(tables.as_bytes(), "xls"), Bound::Sheets);
    let commas = format!("a,b\n1{}\n", ",".repeat(16_384));
    assert_eq!(bound(commas.as_bytes(), "csv"), Bound::Columns);
    let quotes = "\"".repeat(3 << 20);
    assert_eq!(bound(quotes.as_bytes(), "csv"), Bound::PieceMib);
    let text: String = (0..(4_u32 << 20) + 100_000)
        .map(|n| char::from(b'a' + (n.wrapping_mul(n) >> 7) as u8 % 23))
        .collect();
    let sheet = format!("<row><c t=\"inlineStr\"><is><t>{text}</t></is></c></row>");
    assert_eq!(bound(&files::xlsx(&sheet, &[]), "xlsx"), Bound::PieceMib);
    let mut names = String::new();
    for name in 0..200_001 {
        write!(names, "<definedName name=\"n{name}\"/>").unwrap();
    }
    let book = format!("<workbook>{names}</workbook>");
    let package = files::zip(&[("xl/workbook.xml", book.as_bytes())]);
    assert_eq!(bound(&package, "xlsx"), Bound::Names);
}

#[test]
fn a_file_may_take_so_much_time_and_no_more() {
    let slow = Limits::default().with(Limit::Seconds, 0);
    for (bytes, extension) in [
        (form(1, 1), "ods"),
        (one_string(10, 10), "xlsx"),
        ("a,b\n".repeat(2000).into_bytes(), "csv"),
        (files::BIFF8.to_vec(), "xls"),
    ] {
        let facts = open_bytes(&bytes, extension, &slow).outcome.facts;
        // An old workbook of a hundred cells is read before anybody looks at the time.
        if extension != "xls" {
            assert_eq!(
                facts,
                [FileFact::Limit {
                    limit: Limit::Seconds,
                    found: 1,
                    allowed: 0
                }],
                "{extension}"
            );
        }
    }
}

fn put(folder: &TempDir, path: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn run(folder: &TempDir, command: &str) -> (i32, String) {
    let output = Command::new("sh")
        .current_dir(folder.path())
        .args(["-c", command])
        .env("TONGHOP_LANG", "en")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text =
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap_or(-1), text)
}

const TONGHOP: &str = env!("CARGO_BIN_EXE_tonghop");

#[cfg(unix)]
#[test]
fn the_files_of_a_run_are_held_to_limits_together_whatever_the_threads() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..9 {
        // Each repeats 4,995 cells, and those of one in three nothing.
        let times = if number % 3 == 1 { 1 } else { 1000 };
        put(&folder, &format!("in/{number}.ods"), form(number, times));
    }
    let mut outputs = Vec::new();
    for threads in [1, 2, 8] {
        let check =
            format!("{TONGHOP} check in --max-repeats 5000 --format csv --threads {threads}");
        let (code, text) = run(&folder, &check);
        assert_eq!(code, 1);
        let refused: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("F004"))
            .map(|line| line.split(',').nth(2).unwrap())
            .collect();
        assert_eq!(refused, ["8.ods"], "{threads}");
        assert!(
            text.contains("repeated cells in all files together: 29,970, over the limit of 25,000")
        );
        outputs.push(text);
    }
    assert!(outputs.windows(2).all(|pair| pair[0] == pair[1]));
}

#[cfg(target_os = "linux")]
#[test]
fn files_that_ask_for_gigabytes_are_refused_in_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..6 {
        put(&folder, &format!("in/{number}.ods"), form(number, 390_000));
    }
    let text = row(&cell(&"x".repeat(10_000), 1), 50_000);
    put(&folder, "in/chu.ods", files::ods(&text));
    put(&folder, "in/chuoi.xlsx", one_string(30_000, 17_000));
    put(
        &folder,
        "in/o.xlsx",
        files::xlsx(
            &format!("<row>{}</row>", "<c><f/></c>".repeat(15_000)).repeat(140),
            &[],
        ),
    );
    put(&folder, "in/phay.csv", ",".repeat(4 << 20));
    put(&folder, "in/nhay.csv", "\"".repeat(4 << 20));
    put(
        &folder,
        "in/bang.xls",
        format!("<html>{}", "<table><tr><td>a</table>".repeat(20_000)),
    );
    let limited = format!("ulimit -v 500000; exec {TONGHOP} check in --threads 1 --return ra");
    let (code, text) = run(&folder, &limited);
    assert_eq!(code, 1, "{text}");
    assert_eq!(text.matches("error F004").count(), 12, "{text}");
}
