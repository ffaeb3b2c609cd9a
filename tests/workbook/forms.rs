//! Blank forms: what they hold, and that what an office fills in is read back as it stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::support::fill::{Form, LISTS, PROPERTIES, SHEET, book};
use crate::support::own::{
    Filled, above_info, codes, form_carrying, form_of, read, read_as, record, rows, setup,
    setup_with, text, two,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rust_decimal::Decimal;
use tonghop::book::grid::Content;
use tonghop::finding::{Fact, Finding, Severity};
use tonghop::fold;
use tonghop::intake::Source;
use tonghop::layout::CellRole;
use tonghop::place::CellRef;
use tonghop::round::{self, Round};
use tonghop::rule;
use tonghop::template::{self, Role, Template};
use tonghop::value::{Dong, Interval, Precision, Qualifier, Value};
use tonghop::write::form::{self, Typed, money};
use tonghop::write::interval;

/// The only finding of a code; those of others beside it are another test's business.
#[track_caller]
fn only<'f>(findings: &'f [Finding], code: &str) -> &'f Finding {
    let mut of_code = findings.iter().filter(|finding| finding.code == code);
    let found = of_code
        .next()
        .unwrap_or_else(|| panic!("no {code}: {findings:?}"));
    assert_eq!(of_code.next(), None, "more than one {code}");
    found
}

fn errors(findings: &[Finding]) -> Vec<&str> {
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| finding.code).collect()
}

#[track_caller]
fn assert_two(round: &Round) {
    let rows = rows(round);
    assert_eq!(rows.len(), 2);
    let first = &rows[0];
    assert_eq!(
        first["activity"],
        "Tổng kết lớp đào tạo bác sĩ chuyên khoa I"
    );
    assert_eq!(first["sector_code"], "y-te");
    assert_eq!(
        (first["quantity"].as_str(), first["quantity_unit"].as_str()),
        ("24", "học viên")
    );
    assert_eq!(
        (first["start_date"].as_str(), first["end_date"].as_str()),
        ("2019-06-01", "2019-08-31")
    );
    assert_eq!(first["amount_vnd"], "1200500000");
    assert_eq!(first["budget_vnd"], "1000500000");
    assert_eq!(first["result"], "24 bác sĩ\nhoàn thành khóa học");
    assert_eq!(rows[1]["amount_vnd"], "800000000");
    assert_eq!(rows[1]["amount_qualifier"], "approx");
    assert_eq!(rows[1]["date_precision"], "year");
}

#[test]
fn a_filled_form_reads_back_as_it_stands() {
    let form = form_of(&setup(), Some("so-yt")).filled(&two());
    let (round, findings) = read(&form);
    assert_eq!(above_info(&findings), [""; 0]);
    assert_eq!(codes(&findings), ["V105"]);
    assert_two(&round);
    assert_eq!(round.submissions[0].office.code(), "so-yt");
}

#[test]
fn formulas_of_the_form_need_no_results() {
    let form = form_of(&setup(), Some("so-yt"))
        .filled(&two())
        .without_results();
    assert!(!form.part(SHEET).contains("</f><v>"));
    let (round, findings) = read(&form);
    assert_eq!(codes(&findings), ["V105"]);
    assert_two(&round);
}

#[test]
fn every_cell_of_a_form_is_accounted_for() {
    for form in [
        form_of(&setup(), Some("so-yt")),
        form_of(&setup(), None),
        form_of(&setup(), Some("so-yt")).filled(&two()),
        form_of(&setup(), Some("so-yt"))
            .filled(&two())
            .without_results(),
    ] {
        let book = book(&form.bytes);
        let layouts = round::recognise(&book, &setup());
        assert_eq!(layouts[0].tables.len(), 1);
        // Examples and lists are no tables.
        assert!(layouts[1].tables.is_empty() && layouts[2].tables.is_empty());
        for (grid, layout) in book.sheets.iter().zip(&layouts) {
            let counts = layout.counts();
            let sum: usize = counts.iter().map(|(_, count)| count).sum();
            assert_eq!(sum, grid.filled());
            let unexplained = counts
                .iter()
                .find(|(role, _)| *role == CellRole::Unexplained);
            assert_eq!(unexplained.unwrap().1, 0);
        }
    }
}

#[test]
fn a_form_that_nobody_filled_in_reports_nothing() {
    let form = form_of(&setup(), Some("so-yt"));
    let (round, findings) = read(&form);
    assert_eq!(codes(&findings), [""; 0]);
    assert_eq!(round.records().count(), 0);
    assert!(round.submissions[0].is_untouched());
    let source = Source::in_memory("bieu.xlsx", form.bytes.clone());
    let round = round::read(&[source], Vec::new(), true, setup());
    let missing = round.missing_offices();
    assert!(missing.iter().any(|unit| unit.code == "so-yt"));
}

#[test]
fn nothing_to_report_is_said_in_the_first_row() {
    assert!(form::nil_is_understood());
    let form = form_of(&setup(), Some("so-yt"));
    let form = form.filled(&[record(&[("activity", text("Không phát sinh"))])]);
    let (round, findings) = read(&form);
    assert_eq!(codes(&findings), ["X307"]);
    let submission = &round.submissions[0];
    assert!(submission.tables().next().unwrap().nil.is_some());
    assert!(!submission.is_untouched());
}

/// The cell below the words of who signs, in which the name is typed.
fn name_below(form: &Form) -> CellRef {
    let book = book(&form.bytes);
    let rows = book.sheets[0].rows.iter();
    let mut cells = rows.flat_map(|row| row.cells.iter().map(|cell| (row.row, cell)));
    let signs = cells.find(
        |(_, cell)| matches!(&cell.content, Content::Text(text) if &**text == "THỦ TRƯỞNG ĐƠN VỊ"),
    );
    let (row, cell) = signs.unwrap();
    CellRef::new(row + 4, cell.col)
}

#[test]
fn a_printed_signature_block_signs_nothing() {
    let blank = form_of(&setup(), Some("so-yt"));
    let (round, _) = read(&blank);
    assert!(!round.submissions[0].tables().next().unwrap().signed);
    let signed = blank.with_cells(vec![(name_below(&blank), text("Nguyễn Văn A"))]);
    let (round, findings) = read(&signed);
    assert_eq!(codes(&findings), ["X307"]);
    assert!(round.submissions[0].tables().next().unwrap().signed);
}

#[test]
fn the_stamp_names_the_office_whatever_the_file_is_called() {
    let form = form_of(&setup(), Some("so-yt")).filled(&two());
    let (round, findings) = read_as("bao cao so cong thuong.xlsx", &form, setup());
    assert_eq!(round.submissions[0].office.code(), "so-yt");
    assert_eq!(codes(&findings), ["V105"]);
}

#[test]
fn either_half_of_the_stamp_is_enough() {
    let form = form_of(&setup(), Some("so-yt")).filled(&two());
    let stamp = book(&form.bytes).stamp.unwrap();
    assert_eq!(stamp.form, "support-activities");
    assert_eq!(stamp.unit.as_deref(), Some("so-yt"));
    assert_eq!(stamp.period.as_deref(), Some("2020-06"));
    let bare = "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\"/>";
    let without_properties = form.with_part(PROPERTIES, bare.to_owned());
    assert_eq!(book(&without_properties.bytes).stamp.as_ref(), Some(&stamp));
    let empty = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData/></worksheet>";
    let without_sheet = form.with_part(LISTS, empty.to_owned());
    assert_eq!(book(&without_sheet.bytes).stamp.as_ref(), Some(&stamp));
    // The row of ids alone still tells the columns.
    let without_both = without_sheet.with_part(PROPERTIES, bare.to_owned());
    assert_eq!(book(&without_both.bytes).stamp, None);
    let (round, findings) = read(&without_both);
    assert_eq!(codes(&findings), ["V105"]);
    assert_two(&round);
}

#[test]
fn an_office_that_was_written_over_is_told() {
    let form = form_of(&setup(), Some("so-yt")).filled(&two());
    let strings = form.part("xl/sharedStrings.xml");
    let strings = strings.replace(">Sở Y tế tỉnh Trà Vinh<", ">Sở Nội vụ tỉnh Trà Vinh<");
    let form = form.with_part("xl/sharedStrings.xml", strings);
    let (round, findings) = read(&form);
    assert_eq!(codes(&findings), ["T007", "V105"]);
    assert_eq!(round.submissions[0].office.code(), "so-yt");
    assert_eq!(
        findings[0]
            .place
            .cells
            .map(|cells| cells.to_string())
            .as_deref(),
        Some("C1")
    );
    let said = rule::say(&findings[0], tonghop::lang::Lang::Vi).officer;
    assert_eq!(
        said.message,
        "biểu này phát cho “Sở Y tế tỉnh Trà Vinh” nhưng trên biểu ghi “Sở Nội vụ tỉnh Trà Vinh”; tạm tính cho “Sở Y tế tỉnh Trà Vinh”"
    );
}

#[test]
fn ids_tell_the_columns_whatever_the_headings_say() {
    let form = form_of(&setup(), Some("so-yt")).filled(&two());
    let strings = form.part("xl/sharedStrings.xml");
    let strings = strings
        .replace(">Ghi chú<", ">Kinh phí hỗ trợ<")
        .replace(">Tên hoạt động / nội dung hỗ trợ<", ">…<");
    let (round, findings) = read(&form.with_part("xl/sharedStrings.xml", strings));
    assert_eq!(codes(&findings), ["V105"]);
    assert_two(&round);
}

#[test]
fn a_form_for_any_office_is_told_by_what_is_written_on_it() {
    let form = form_of(&setup(), None);
    let office = (CellRef::new(0, 2), text("Sở Công Thương tỉnh Trà Vinh"));
    let (round, findings) = read(&form.with_cells(vec![office]).filled(&two()));
    assert_eq!(codes(&findings), ["V105"]);
    assert_eq!(round.submissions[0].office.code(), "so-ct");
    assert!(form.part(SHEET).contains("DS_units"));
}

#[test]
fn records_need_no_row_number_and_no_order() {
    // Words that tell sections, totals, signatures and notes apart in forms of others are no more than words here.
    let names = [
        "Cộng đồng",
        "Tổng cộng 3 lớp",
        "Giám đốc Sở đi khảo sát",
        "Ghi chú: hỗ trợ",
        "I. Y tế",
        "Y tế",
        "Người lập biểu",
    ];
    let records: Vec<Filled> = names
        .iter()
        .map(|name| {
            record(&[
                ("activity", text(name)),
                ("provider", text("Sở Y tế TP. Hồ Chí Minh")),
                ("time", text("2019")),
                ("amount_vnd", Typed::Number(100.0)),
            ])
        })
        .collect();
    let (round, findings) = read(&form_of(&setup(), Some("so-yt")).filled(&records));
    assert_eq!(above_info(&findings), [""; 0]);
    let read: Vec<String> = rows(&round)
        .into_iter()
        .map(|mut row| row.remove("activity").unwrap())
        .collect();
    assert_eq!(read, names);
}

#[test]
fn what_is_missing_is_told_where_it_is_missing() {
    let form = form_of(&setup(), Some("so-yt"));
    let form = form.filled(&[record(&[("activity", text("Đào tạo bác sĩ"))])]);
    let (_, findings) = read(&form);
    let places: Vec<String> = findings
        .iter()
        .map(|finding| format!("{} {}", finding.code, finding.place.cells.unwrap()))
        .collect();
    let place = |id| form.at(0, id).to_string();
    assert_eq!(
        places,
        ["provider", "time", "amount_vnd"].map(|id| format!("V101 {}", place(id)))
    );
}

#[test]
fn a_word_for_how_exact_an_amount_is_that_is_none_is_told() {
    let mut records = two();
    records[1].insert("amount_qualifier".to_owned(), text("chừng"));
    let (_, findings) = read(&form_of(&setup(), Some("so-yt")).filled(&records));
    assert_eq!(codes(&findings), ["V104"]);
}

#[test]
fn what_is_typed_below_the_last_row_is_not_lost() {
    let form = form_of(&setup(), Some("so-yt"));
    let below = name_below(&form);
    let (_, findings) = read(
        &form
            .filled(&two())
            .with_cells(vec![(below, Typed::Number(12.0))]),
    );
    assert_eq!(codes(&findings), ["V105", "T009"]);
}

#[test]
fn a_form_without_its_last_row_is_read_as_others_are() {
    let form = form_of(&setup(), Some("so-yt")).filled(&two());
    let strings = form.part("xl/sharedStrings.xml").replace(">_end<", "><");
    let (round, findings) = read(
        &form
            .with_part("xl/sharedStrings.xml", strings)
            .without_results(),
    );
    assert_eq!(codes(&findings), ["V105"]);
    assert_two(&round);
}

#[test]
fn rows_that_nobody_filled_in_may_be_hidden() {
    // As a filter does before printing.
    let form = form_of(&setup(), Some("so-yt")).filled(&two());
    let mut sheet = form.part(SHEET);
    for row in form.first + 3..=form.first + 200 {
        let head = format!("<row r=\"{row}\" ");
        assert!(sheet.contains(&head));
        sheet = sheet.replace(&head, &format!("{head}hidden=\"1\" "));
    }
    let (round, findings) = read(&form.with_part(SHEET, sheet));
    assert_eq!(codes(&findings), ["V105"]);
    assert_two(&round);
}

#[test]
fn nothing_adds_up_to_nothing() {
    let form = form_of(&setup(), Some("so-yt"));
    assert!(form.part(SHEET).contains("<v>0 đồng</v>"));
    assert!(!form.part(SHEET).contains("<v>-0"));
}

#[test]
fn the_same_form_has_the_same_bytes() {
    let one = form_of(&setup(), Some("so-yt")).bytes;
    assert_eq!(one, form_of(&setup(), Some("so-yt")).bytes);
    assert_ne!(one, form_of(&setup(), Some("so-ct")).bytes);
}

#[test]
fn a_form_keeps_to_what_old_programs_know() {
    for unit in [Some("so-yt"), None] {
        let form = form_of(&setup(), unit);
        let sheet = form.part(SHEET);
        let formulas: Vec<&str> = sheet
            .split("<f>")
            .skip(1)
            .map(|rest| rest.split("</f>").next().unwrap())
            .collect();
        assert!(formulas.len() > 200);
        for formula in &formulas {
            for word in [
                "_xlfn",
                "_xlws",
                "OFFSET(",
                "INDIRECT(",
                "NOW(",
                "TODAY(",
                "RAND",
                "CELL(",
                "INFO(",
                "TEXT(",
            ] {
                // ISTEXT is none of them.
                assert!(!formula.replace("ISTEXT(", "").contains(word), "{formula}");
            }
            assert!(formula.len() < 8192);
        }
        assert!(sheet.contains("<sheetProtection") && !sheet.contains("password="));
        assert!(!sheet.contains("<tablePart"));
        assert!(sheet.contains("<dimension ref=\"A1:S219\"/>"));
        for list in sheet.split("<dataValidation ").skip(1) {
            let head = list.split('>').next().unwrap();
            let limit = |name: &str, most: usize| {
                let text = head
                    .split_once(&format!(" {name}=\""))
                    .map_or("", |(_, rest)| rest.split('"').next().unwrap());
                assert!(text.chars().count() <= most, "{name} {text}");
            };
            limit("promptTitle", 32);
            limit("errorTitle", 32);
            limit("prompt", 255);
            limit("error", 255);
            if head.contains("type=\"list\"") {
                let formula = list
                    .split_once("<formula1>")
                    .unwrap()
                    .1
                    .split("</formula1>")
                    .next()
                    .unwrap();
                assert!(formula.starts_with("DS_"), "{formula}");
            }
        }
        let workbook = form.part("xl/workbook.xml");
        assert!(workbook.contains("state=\"veryHidden\""), "{workbook}");
        assert!(!form.part(PROPERTIES).contains("tonghop.output"));
    }
}

/// The value of an attribute of the first tag of a name.
fn attribute(xml: &str, tag: &str, name: &str) -> String {
    let tag = xml.split(&format!("<{tag} ")).nth(1).unwrap();
    let tag = tag.split('>').next().unwrap();
    let value = tag.split(&format!("{name}=\"")).nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

#[test]
fn at_most_eight_rows_stay_in_sight() {
    let all = [0, 2, 60];
    for count in all {
        let records: Vec<Filled> = two().into_iter().cycle().take(count).collect();
        let form = form_carrying(&setup(), Some("so-yt"), &records);
        let sheet = form.part(SHEET);
        let frozen: u32 = attribute(&sheet, "pane", "ySplit").parse().unwrap();
        // The headings are among them.
        assert!((form.first - 4..=8).contains(&frozen), "{frozen}");
        // What is hidden can be shown; what is filled in is in sight, and ten rows more.
        let rows = sheet.split("<row ").skip(1);
        let hidden: Vec<u32> = rows
            .filter(|row| row.split('>').next().unwrap().contains("hidden=\"1\""))
            .map(|row| {
                attribute(&format!("<row {row}"), "row", "r")
                    .parse()
                    .unwrap()
            })
            .collect();
        let shown = count.max(10) as u32 + 10;
        let end = form.first + 200.max(count as u32 + 50);
        assert_eq!(hidden, (form.first + shown + 1..=end).collect::<Vec<_>>());
    }
}

#[test]
fn the_form_is_read_on_a4() {
    let form = form_of(&setup(), Some("so-yt"));
    let sheet = form.part(SHEET);
    assert_eq!(attribute(&sheet, "pageSetup", "paperSize"), "9");
    // Text of 12 points is 10 on paper.
    let scale: u32 = attribute(&sheet, "pageSetup", "scale").parse().unwrap();
    assert!((84..=100).contains(&scale), "{scale}");
    // The page ends where the money begins, whose columns stay together.
    assert_eq!(
        attribute(&sheet, "brk", "id"),
        form.columns["amount_vnd"].to_string()
    );
    let names = form.part("xl/workbook.xml");
    assert!(names.contains("!$A:$A,"), "{names}");
    // Letterhead, title and signatures keep to the first page, and to the right of what stands on every page.
    let merged = sheet.split("<mergeCell ref=\"").skip(1);
    for range in merged.map(|rest| rest.split('"').next().unwrap()) {
        let (from, to) = range.split_once(':').unwrap();
        let row: u32 = from.trim_matches(char::is_alphabetic).parse().unwrap();
        if row < form.first - 5 || row > form.first + 200 {
            let col = |cell: &str| cell.chars().next().unwrap();
            assert!(col(from) > 'A' && col(to) <= 'I', "{range}");
        }
    }
    // Rows that nobody has filled in have no lines.
    let style = attribute(&sheet, &format!("c r=\"B{}\"", form.first + 1), "s");
    let styles = form.part("xl/styles.xml");
    let formats = styles.split("<cellXfs").nth(1).unwrap();
    let format = formats
        .split("<xf ")
        .nth(1 + style.parse::<usize>().unwrap());
    assert!(format.unwrap().contains("borderId=\"0\""));
}

#[test]
fn records_of_the_last_period_stand_on_the_form_from_the_start() {
    let form = form_carrying(&setup(), Some("so-yt"), &two());
    let (round, findings) = read(&form);
    assert_eq!(codes(&findings), ["V105"]);
    assert_two(&round);
    let status = book(&form.bytes);
    let status = status.sheets[0]
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .find_map(|cell| match &cell.content {
            Content::Text(text) if text.starts_with("Đã nhập") => Some(text.to_string()),
            _ => None,
        });
    assert_eq!(
        status.as_deref(),
        Some("Đã nhập 2 hoạt động. Đủ các ô bắt buộc.")
    );
    assert!(
        form.part(SHEET).contains("1,2005 tỷ đồng") && form.part(SHEET).contains("800 triệu đồng")
    );
}

const OWN: &str = r#"
id = "hoc-bong"
version = 2
vi = "Danh sách học bổng"
en = "Scholarships"
default_scale = 1

[[field]]
id = "school"
kind = "text"
role = "name"
required = true
columns = [{ id = "school", vi = "Trường", en = "School" }]

[[field]]
id = "given"
kind = "interval"
required = true
columns = [
  { id = "given_from", vi = "Từ ngày", en = "From" },
  { id = "given_to", vi = "Đến ngày", en = "To" },
  { id = "given_precision", vi = "Độ chính xác", en = "Precision" },
]

[[field]]
id = "pupils"
kind = "quantity"
columns = [{ id = "pupils", vi = "Số học sinh", en = "Pupils" }, { id = "pupils_unit", vi = "Đơn vị", en = "Unit" }]

[[field]]
id = "sum"
kind = "amount"
role = "total"
required = true
columns = [{ id = "sum", vi = "Số tiền (đồng)", en = "Sum (VND)" }]

[[earlier]]
version = 1
renamed = { truong = "school", tien = "sum" }
headings = { sum = ["Kinh phí cấp"], school = ["Cơ sở đào tạo"] }
"#;

fn scholarship_template() -> Vec<Arc<Template>> {
    vec![Arc::new(template::parse(OWN, &BTreeMap::new()).unwrap())]
}

fn scholarships() -> Vec<Filled> {
    vec![record(&[
        ("school", text("Trường THPT Cầu Kè")),
        ("given", text("tháng 9/2019")),
        ("pupils", Typed::Number(30.0)),
        ("sum", Typed::Number(45_000_000.0)),
    ])]
}

/// That the form's version is told beside the template's own, and whether it is known.
#[track_caller]
fn assert_version(findings: &[Finding], form: u32, current: u32, known: bool) {
    assert_eq!(errors(findings), [""; 0]);
    let wanted = Fact::Version {
        form: Some(form),
        current,
        known,
    };
    assert_eq!(only(findings, "T011").fact, wanted);
}

#[track_caller]
fn assert_scholarships(round: &Round) {
    let rows = rows(round);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["school"], "Trường THPT Cầu Kè");
    assert_eq!(rows[0]["given_to"], "2019-09-30");
    assert_eq!(rows[0]["pupils"], "30");
    assert_eq!(rows[0]["sum"], "45000000");
}

#[test]
fn a_template_that_says_nothing_of_its_form_gives_one() {
    let form =
        form_of(&setup_with(scholarship_template()), Some("so-gddt")).filled(&scholarships());
    let (round, findings) = read_as("bieu.xlsx", &form, setup_with(scholarship_template()));
    assert_eq!(above_info(&findings), [""; 0]);
    assert_scholarships(&round);
}

#[test]
fn a_narrow_template_gives_a_form_too() {
    let mut text = OWN.to_owned();
    while let Some(at) = text.rfind("[[field]]") {
        let head = text.split("[[earlier]]").next().unwrap();
        text = head[..at.min(head.len())].to_owned();
        if !text.contains("[[field]]") {
            break;
        }
        let templates = vec![Arc::new(template::parse(&text, &BTreeMap::new()).unwrap())];
        let form = form_of(&setup_with(templates.clone()), Some("so-gddt"));
        let form = form.filled(&[record(&[(
            "school",
            Typed::Text("Trường THPT Cầu Kè".to_owned()),
        )])]);
        let (round, _) = read_as("bieu.xlsx", &form, setup_with(templates));
        let ids = form.columns.len();
        assert_eq!(
            round.records().count(),
            usize::from(ids > 2),
            "{ids} columns"
        );
    }
}

/// The form as version 1 of its template gave it.
fn old_form() -> Form {
    let form =
        form_of(&setup_with(scholarship_template()), Some("so-gddt")).filled(&scholarships());
    let strings = form.part("xl/sharedStrings.xml");
    let strings = strings
        .replace(">school<", ">truong<")
        .replace(">sum<", ">tien<")
        .replace(">Trường<", ">Cơ sở đào tạo<")
        .replace(">Số tiền (đồng)<", ">Kinh phí cấp (đồng)<");
    // Version and labels of the stamp stand among the strings too.
    let strings = strings.replace(">2<", ">1<");
    let properties = form
        .part(PROPERTIES)
        .replace("<vt:lpwstr>2<", "<vt:lpwstr>1<");
    form.with_part("xl/sharedStrings.xml", strings)
        .with_part(PROPERTIES, properties)
}

#[test]
fn a_form_of_an_earlier_version_is_read_by_the_words_of_its_version() {
    let form = old_form();
    assert_eq!(book(&form.bytes).stamp.unwrap().version, Some(1));
    let (round, findings) = read_as("bieu.xlsx", &form, setup_with(scholarship_template()));
    assert_version(&findings, 1, 2, true);
    assert_scholarships(&round);
}

#[test]
fn a_form_of_a_later_version_is_told() {
    let form =
        form_of(&setup_with(scholarship_template()), Some("so-gddt")).filled(&scholarships());
    let older = OWN
        .replace("version = 2", "version = 1")
        .split("[[earlier]]")
        .next()
        .unwrap()
        .to_owned();
    let older = vec![Arc::new(template::parse(&older, &BTreeMap::new()).unwrap())];
    let (round, findings) = read_as("bieu.xlsx", &form, setup_with(older));
    assert_version(&findings, 2, 1, false);
    assert_scholarships(&round);
}

#[test]
fn columns_changed_within_a_version_are_told() {
    let form =
        form_of(&setup_with(scholarship_template()), Some("so-gddt")).filled(&scholarships());
    let changed = OWN.replace(
        "id = \"pupils\"\nkind = \"quantity\"",
        "id = \"pupils\"\nkind = \"quantity\"\nrequired = true",
    );
    let changed = vec![Arc::new(
        template::parse(&changed, &BTreeMap::new()).unwrap(),
    )];
    let (_, findings) = read_as("bieu.xlsx", &form, setup_with(changed));
    assert_eq!(errors(&findings), [""; 0]);
    only(&findings, "T011");
}

/// A day of the programme before the period's end.
fn day() -> impl Strategy<Value = Date> {
    (0_i32..4_000).prop_map(|days| {
        date(2009, 3, 20)
            .checked_add(jiff::Span::new().days(days))
            .unwrap()
    })
}

fn month_end(year: i16, month: i8) -> Date {
    date(year, month, 1).last_of_month()
}

fn interval() -> impl Strategy<Value = Interval> {
    let of = |start, end, precision| Interval {
        start: Some(start),
        end: Some(end),
        precision,
    };
    prop_oneof![
        day().prop_map(move |day| of(day, day, Precision::Day)),
        day().prop_map(move |day| of(day.first_of_month(), day.last_of_month(), Precision::Month)),
        day().prop_map(move |day| {
            let first = (day.month() - 1) / 3 * 3 + 1;
            of(
                date(day.year(), first, 1),
                month_end(day.year(), first + 2),
                Precision::Quarter,
            )
        }),
        day().prop_map(move |day| {
            let first = if day.month() <= 6 { 1 } else { 7 };
            of(
                date(day.year(), first, 1),
                month_end(day.year(), first + 5),
                Precision::Half,
            )
        }),
        day().prop_map(move |day| of(day.first_of_year(), day.last_of_year(), Precision::Year)),
        (day(), 1_i32..900).prop_map(move |(day, days)| {
            let end = day.checked_add(jiff::Span::new().days(days)).unwrap();
            of(day, end, Precision::Range)
        }),
        (2009_i16..2018, 1_i16..3).prop_map(move |(year, years)| {
            of(
                date(year, 1, 1),
                date(year + years, 12, 31),
                Precision::Range,
            )
        }),
    ]
}

fn words() -> impl Strategy<Value = String> {
    const WORDS: [&str; 28] = [
        "Cộng",
        "Tổng",
        "cộng",
        "Trong đó",
        "Người lập biểu",
        "Sở Y tế",
        "STT",
        "Ghi chú",
        "Không",
        "phát sinh",
        "đào tạo",
        "Kính gửi",
        "Giám đốc",
        "lớp",
        "Y tế",
        "ngày",
        "tháng",
        "năm",
        "xây dựng",
        "huyện",
        "TP.",
        "Hồ Chí Minh",
        "I",
        "Biểu",
        "Danh mục",
        "hỗ trợ",
        "mục",
        "& <trẻ em>",
    ];
    prop::collection::vec(prop::sample::select(&WORDS[..]), 1..7).prop_map(|words| words.join(" "))
}

/// A record: what is typed, and what must come back.
fn any_record() -> impl Strategy<Value = (Filled, BTreeMap<&'static str, Value>)> {
    let amount = prop_oneof![
        0_i64..2_000_000_000_000,
        (0_i64..2_000).prop_map(|n| n * 1_000_000)
    ];
    let qualifier = prop::sample::select(
        &[
            Qualifier::Exact,
            Qualifier::Approx,
            Qualifier::AtLeast,
            Qualifier::AtMost,
            Qualifier::Planned,
        ][..],
    );
    let quantity = prop::option::of((1_i64..100_000, 0_u32..3));
    let long =
        prop::option::of((words(), words()).prop_map(|(one, other)| format!("{one}\n{other}")));
    let numbers = (amount, qualifier, quantity, interval());
    (words(), words(), long, prop::option::of(words()), numbers).prop_map(
        |(name, provider, result, note, (dong, qualifier, quantity, interval))| {
            let mut typed = record(&[
                ("activity", text(&name)),
                ("provider", text(&provider)),
                ("time", text(&interval::text(&interval))),
                ("amount_vnd", money(Dong(dong), 1_000_000)),
            ]);
            let mut wanted = BTreeMap::from([
                (
                    "activity",
                    Value::Text(fold::tidy(&name).into_owned().into()),
                ),
                (
                    "provider",
                    Value::Text(fold::tidy(&provider).into_owned().into()),
                ),
                ("time", Value::Interval(interval)),
                (
                    "amount_vnd",
                    Value::Amount {
                        dong: Dong(dong),
                        qualifier,
                    },
                ),
            ]);
            let optional = [("result", result), ("note", note)];
            for (id, value) in optional {
                let value = value.map(|value| {
                    typed.insert(id.to_owned(), text(&value));
                    Value::Text(value.into())
                });
                wanted.insert(id, value.unwrap_or_default());
            }
            if qualifier != Qualifier::Exact {
                typed.insert("amount_qualifier".to_owned(), text(qualifier.word()));
            }
            if let Some((number, places)) = quantity {
                let number = Decimal::new(number, places).normalize();
                let float: f64 = number.to_string().parse().unwrap();
                typed.insert("quantity".to_owned(), Typed::Number(float));
                wanted.insert(
                    "quantity",
                    Value::Quantity {
                        number: Some(number),
                        measure: String::new().into(),
                    },
                );
            }
            (typed, wanted)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_records_come_back_exactly(records in prop::collection::vec(any_record(), 1..12)) {
        let typed: Vec<Filled> = records.iter().map(|(typed, _)| typed.clone()).collect();
        let form = form_of(&setup(), Some("so-yt")).filled(&typed);
        let (round, findings) = read(&form);
        prop_assert_eq!(round.records().count(), records.len());
        for ((_, table, record), (_, wanted)) in round.records().zip(&records) {
            for (id, value) in wanted {
                let index = table.template.fields.iter().position(|spec| spec.id == *id).unwrap();
                prop_assert_eq!(&record.fields[index].value, value, "{}", id);
            }
        }
        // Likeness, magnitude and dates that end after the period are another's business.
        prop_assert_eq!(errors(&findings), [""; 0]);
    }

    #[test]
    fn an_interval_reads_back_from_its_text(interval in interval()) {
        let text = interval::text(&interval);
        let mut records = two();
        records[0].insert("time".to_owned(), Typed::Text(text.clone()));
        let (round, _) = read(&form_of(&setup(), Some("so-yt")).filled(&records));
        let (_, table, record) = round.records().next().unwrap();
        let time = table.template.role(Role::Time).unwrap();
        prop_assert_eq!(&record.fields[time].value, &Value::Interval(interval), "{}", text);
    }
}
