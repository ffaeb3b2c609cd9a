//! Reports: what a person and a program read of one small round, in every format and both languages.
//!
//! The round has what reports differ in: an error, a warning and a note, a run of cells, related cells, a file that
//! cannot be read, an office that sent nothing, and text that wants to be something else than text.

use std::path::Path;
use std::sync::LazyLock;

use crate::support::sheet::TextBook;
use proptest::prelude::*;
use serde_json::Value;
use tonghop::finding::Finding;
use tonghop::intake::Source;
use tonghop::lang::Lang;
use tonghop::register::Register;
use tonghop::report::{self, Format, Style};
use tonghop::round::{self, Round, Setup};
use tonghop::{project, rule, template};

const HEALTH: &str = "
# Biểu 1
          | A   | B                  | C                       | (D)                 | E           | F           |
      1   | SỞ Y TẾ TỈNH TRÀ VINH | < | < | | |
      2   |     | Đơn vị tính: triệu đồng | | | | |
      3   | STT | Nội dung hoạt động | Đơn vị hỗ trợ           | Thời gian thực hiện | Kinh phí hỗ trợ | <       |
      4   | ^   | ^                  | ^                       | ^                   | Tổng số     | Ngân sách   |
      5   | 1   | Đào tạo bác sĩ     | Sở Y tế TP. Hồ Chí Minh | 2019                | chưa có số liệu | 5       |
      6   | 2   | <script>alert(1)</script> & \"x\" | ^        | 2019                | chưa có số liệu | 5       |
     (7)  | 3   | Khám bệnh          | ^                       | 31/02/2012          | 120         | 120         |
      8   | 4   | Cấp thuốc          | Sở Y tế                 | 2018                | '80         | 80          |
      9   | 5   | Tặng quà \u{202e}gnud iồn | Sở Y tế          | 2018                | 90          | 90          |
     10   |     | Tổng cộng          |                         |                     | 300         | 300         |
";
const EDUCATION: &str = "
    1 | SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH TRÀ VINH
    2 | Đơn vị tính: triệu đồng
    3 | STT | Nội dung hoạt động | Đơn vị hỗ trợ | Thời gian thực hiện | Kinh phí hỗ trợ
    4 | 1   | Tặng học bổng      | Quận 5        | 2017                | khoảng 120
";
const UNITS: &str = "code,name\nso-yt,Sở Y tế tỉnh Trà Vinh\nso-gddt,Sở Giáo dục và Đào tạo tỉnh Trà Vinh\n\
                     so-xd,Sở Xây dựng tỉnh Trà Vinh\n";
const PROJECT: &str = "[programme]\nid = \"p\"\nname = \"Chương trình hợp tác <A & B>\"\n\
                       [period]\nid = \"2020-06\"\nstart = 2009-03-20\nend = 2020-06-30\n";

/// The workbooks, made once: they carry the time of their making, and a report their hashes.
static BOOKS: LazyLock<[Vec<u8>; 2]> =
    LazyLock::new(|| [HEALTH, EDUCATION].map(|text| TextBook::parse(text).xlsx()));

fn small_round() -> Round {
    let [health, education] = BOOKS.clone();
    let sources = [
        Source::in_memory("sở/so y-te.xlsx", health),
        Source::in_memory("so-gddt.xlsx", education),
        Source::in_memory("hong.xlsx", b"PK\x03\x04 no package".to_vec()),
    ];
    let project = project::parse(PROJECT, Path::new("tonghop.toml"), &rule::codes()).unwrap();
    let setup = Setup {
        project: Some(project),
        register: Some(Register::read(UNITS.as_bytes()).unwrap()),
        templates: template::defaults(),
        keep_cells: true,
        ..Setup::default()
    };
    round::read(&sources, Vec::new(), true, setup)
}

fn report(format: Format, lang: Lang) -> String {
    let round = small_round();
    let findings = rule::check(&round);
    told(format, &round, &findings, lang)
}

fn told(format: Format, round: &Round, findings: &[Finding], lang: Lang) -> String {
    let style = Style {
        lang,
        ..Style::default()
    };
    let mut bytes = Vec::new();
    report::write(format, round, findings, &style, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_report_is_the_same_on_every_run() {
    for name in Format::NAMES {
        let format = Format::from_name(name).unwrap();
        for lang in [Lang::Vi, Lang::En] {
            assert!(report(format, lang) == report(format, lang), "{name}");
        }
    }
}

#[test]
fn text_is_pinned() {
    for lang in [Lang::Vi, Lang::En] {
        insta::assert_snapshot!(format!("text.{}", lang.name()), report(Format::Text, lang));
    }
    let round = small_round();
    let style = Style {
        colour: true,
        width: 60,
        ..Style::default()
    };
    let mut bytes = Vec::new();
    report::write(
        Format::Text,
        &round,
        &rule::check(&round),
        &style,
        &mut bytes,
    )
    .unwrap();
    let text = String::from_utf8(bytes).unwrap();
    insta::assert_snapshot!("text.terminal", text.replace('\u{1b}', "␛"));
}

#[test]
fn lines_fit_the_terminal() {
    let round = small_round();
    let findings = rule::check(&round);
    for width in [40, 60, 100] {
        let style = Style {
            width,
            ..Style::default()
        };
        let mut bytes = Vec::new();
        report::write(Format::Text, &round, &findings, &style, &mut bytes).unwrap();
        for line in String::from_utf8(bytes).unwrap().lines() {
            let columns = unicode_width::UnicodeWidthStr::width(line);
            assert!(columns <= width, "{width}: {line}");
        }
    }
}

#[test]
fn sarif_is_pinned() {
    for lang in [Lang::Vi, Lang::En] {
        let mut log: Value = serde_json::from_str(&report(Format::Sarif, lang)).unwrap();
        // All rules would be long, and their texts are pinned by being files.
        let driver = &mut log["runs"][0]["tool"]["driver"];
        driver["semanticVersion"] = "…".into();
        let rules = driver["rules"].as_array_mut().unwrap();
        assert_eq!(rules.len(), rule::RULES.len());
        let codes: Vec<Value> = rules.iter().map(|rule| rule["id"].clone()).collect();
        rules.retain(|rule| rule["id"] == "V102");
        // An index changes with every rule that is added.
        for result in log["runs"][0]["results"].as_array_mut().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(codes[index], result["ruleId"]);
            result["ruleIndex"] = "…".into();
        }
        // The hash of a workbook changes with the library that makes it here.
        for artifact in log["runs"][0]["artifacts"].as_array_mut().unwrap() {
            assert_eq!(artifact["hashes"]["sha-256"].as_str().unwrap().len(), 64);
            artifact["hashes"]["sha-256"] = "…".into();
        }
        let pretty = serde_json::to_string_pretty(&log).unwrap();
        insta::assert_snapshot!(format!("sarif.{}", lang.name()), pretty);
    }
}

#[test]
fn sarif_regions_are_the_cells() {
    let log: Value = serde_json::from_str(&report(Format::Sarif, Lang::En)).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let of = |code: &str| {
        results
            .iter()
            .find(|result| result["ruleId"] == code)
            .unwrap()
    };
    let place = &of("V102")["locations"][0];
    assert_eq!(
        place["physicalLocation"]["artifactLocation"]["uri"],
        "s%E1%BB%9F/so%20y-te.xlsx"
    );
    let region = &place["physicalLocation"]["region"];
    assert_eq!(
        (&region["startLine"], &region["endLine"]),
        (&5.into(), &6.into())
    );
    assert_eq!(
        (&region["startColumn"], &region["endColumn"]),
        (&5.into(), &6.into())
    );
    assert_eq!(
        place["logicalLocations"][0]["fullyQualifiedName"],
        "'Biểu 1'!E5:E6"
    );
    // An office that sent nothing has no place.
    assert!(of("X303").get("locations").is_none());
    assert_eq!(of("X303")["properties"]["value"], "so-xd");
}

#[test]
fn a_finding_keeps_its_fingerprint_when_the_file_has_another_name() {
    let prints = |name: &str, sheet: &str| -> Vec<String> {
        let sources = [Source::in_memory(name, TextBook::parse(sheet).xlsx())];
        let setup = Setup {
            register: Some(Register::read(UNITS.as_bytes()).unwrap()),
            templates: template::defaults(),
            ..Setup::default()
        };
        let round = round::read(&sources, Vec::new(), false, setup);
        let log = told(Format::Sarif, &round, &rule::check(&round), Lang::Vi);
        let log: Value = serde_json::from_str(&log).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        let print = |result: &Value| result["partialFingerprints"].to_string();
        results.iter().map(print).collect()
    };
    let first = prints("so-y-te.xlsx", HEALTH);
    assert_eq!(first, prints("so-y-te (sửa).xlsx", HEALTH));
    // One cell mended: its fingerprint is gone, the others are as they were.
    let mended = prints("so-y-te.xlsx", &HEALTH.replace("'80", " 80"));
    assert_eq!(mended.len() + 1, first.len());
    assert!(mended.iter().all(|print| first.contains(print)));
}

#[test]
fn the_page_is_pinned() {
    for lang in [Lang::Vi, Lang::En] {
        let page = report(Format::Html, lang);
        // Style, script and the policy that names them are files, and long.
        let (head, rest) = page.split_once("<style>").unwrap();
        let (style, rest) = rest.split_once("</style>").unwrap();
        let (body, rest) = rest.split_once("<script>").unwrap();
        let (script, tail) = rest.split_once("</script>").unwrap();
        assert!(!style.contains('<') && !script.contains("</"));
        let (before, policy) = head.split_once("content=\"default-src").unwrap();
        let (_, after) = policy.split_once("\">").unwrap();
        let page = format!("{before}content=\"…\">{after}<style>…{body}<script>…{tail}");
        insta::assert_snapshot!(format!("page.{}", lang.name()), page);
    }
}

#[test]
fn text_of_a_file_stays_text_on_the_page() {
    for lang in [Lang::Vi, Lang::En] {
        let page = report(Format::Html, lang);
        assert!(!page.contains("<script>alert") && page.contains("&lt;script&gt;alert(1)"));
        assert!(!page.contains('\u{202e}') && page.contains("[U+202E]"));
        assert!(page.contains("&lt;A &amp; B&gt;"));
        assert_eq!(page.matches("<script").count(), 1);
        // Nothing is loaded, and nothing leads away.
        for away in ["http:", "https:", "url(", "@import", "fetch(", "src="] {
            assert!(!page.contains(away), "{away}");
        }
        for link in page.split("href=\"").skip(1) {
            assert!(link.starts_with('#') || link.starts_with("data:,"));
        }
    }
}

#[test]
fn every_finding_is_on_the_page_with_its_rule() {
    let round = small_round();
    let findings = rule::check(&round);
    for lang in [Lang::Vi, Lang::En] {
        let page = told(Format::Html, &round, &findings, lang);
        assert_eq!(page.matches("<li class=").count() - 3, findings.len());
        for finding in &findings {
            assert!(page.contains(&format!("<article class=r id={}>", finding.code)));
        }
    }
}

#[test]
fn a_report_among_the_submissions_is_none() {
    for (format, name) in [(Format::Html, "gop-y.html"), (Format::Csv, "gop-y.csv")] {
        let written = report(format, Lang::Vi);
        let sources = [
            Source::in_memory("so-gddt.xlsx", TextBook::parse(EDUCATION).xlsx()),
            Source::in_memory(name, written.into_bytes()),
        ];
        let setup = Setup {
            templates: template::defaults(),
            ..Setup::default()
        };
        let round = round::read(&sources, Vec::new(), false, setup);
        assert_eq!(round.submissions.len(), 1, "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the cells, names and labels of a submission hold.
    #[test]
    fn no_text_breaks_a_report(
        cells in prop::collection::vec("[ -~\\x00-\\x1f\\u{80}-\\u{9f}\\u{202a}-\\u{202e}á-ỹ<>&\"'`{}]{0,30}", 1..40),
        file in "[a-z<>&\"' ]{1,12}",
    ) {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(["STT", "Nội dung", "Đơn vị hỗ trợ", "Thời gian thực hiện", "Kinh phí hỗ trợ"]).unwrap();
        for row in cells.chunks(3) {
            let of = |index: usize| row.get(index).map_or("", String::as_str);
            table.write_record(["1", of(0), "Quận 5", of(1), of(2)]).unwrap();
        }
        let source = Source::in_memory(&format!("{file}.csv"), table.into_inner().unwrap());
        let setup = Setup { templates: template::defaults(), keep_cells: true, ..Setup::default() };
        let round = round::read(&[source], Vec::new(), false, setup);
        let findings = rule::check(&round);
        for lang in [Lang::Vi, Lang::En] {
            let page = told(Format::Html, &round, &findings, lang);
            let hides = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
            prop_assert!(!page.contains(hides));
            for (open, close) in [("<table", "</table>"), ("<ul", "</ul>"), ("<details", "</details>"), ("<div", "</div>"), ("<a ", "</a>")] {
                prop_assert_eq!(page.matches(open).count(), page.matches(close).count());
            }
            let text = told(Format::Text, &round, &findings, lang);
            prop_assert!(!text.contains(hides));
            let log: Value = serde_json::from_str(&told(Format::Sarif, &round, &findings, lang)).unwrap();
            prop_assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), findings.len());
        }
    }
}
