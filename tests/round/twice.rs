//! Lists that stand twice in a workbook, and lists that go on on another sheet: which records count.

use crate::support::sheet::TextBook;
use tonghop::finding::Finding;
use tonghop::intake::Source;
use tonghop::round::{self, RepeatWhy, Round, Setup};
use tonghop::template::{self, Role};

/// A sheet: its name, and rows of name, who, whom, when, how much, below the usual heading.
fn sheet(name: &str, rows: &str) -> String {
    let mut text = format!(
        "# {name}\n 1 | UBND HUYỆN CÀNG LONG\n 2 | Đơn vị tính: triệu đồng\n 3 | STT | Nội dung hoạt động | Đơn vị hỗ trợ | Đơn vị tiếp nhận | Thời gian thực hiện | Kinh phí hỗ trợ\n"
    );
    text.push_str(&bare_rows(4, rows));
    text
}

/// Rows from a row on.
fn bare_rows(first: usize, rows: &str) -> String {
    let rows = rows.lines().map(str::trim).filter(|row| !row.is_empty());
    rows.enumerate()
        .map(|(index, row)| format!(" {} | {row}\n", first + index))
        .collect()
}

fn read(sheets: &[String]) -> (Round, Vec<Finding>) {
    let book = TextBook::parse(&sheets.join("\n"));
    let setup = Setup {
        templates: template::defaults(),
        ..Setup::default()
    };
    let source = Source::in_memory("bao-cao.xlsx", book.xlsx());
    let round = round::read(&[source], Vec::new(), false, setup);
    let findings = tonghop::rule::check(&round);
    (round, findings)
}

/// The records that count: sheet, name, million đồng.
fn counted(round: &Round) -> Vec<String> {
    round
        .records()
        .map(|(_, table, record)| {
            let field = |role| record.fields.get(table.role(role).unwrap()).unwrap();
            let dong = field(Role::Total).dong().map_or(0, |dong| dong.0);
            let sheet = table.place.sheet.as_deref().unwrap_or_default();
            format!("{sheet}: {} {}", field(Role::Name).raw, dong / 1_000_000)
        })
        .collect()
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings
        .iter()
        .map(|finding| finding.code)
        .filter(|code| *code != "T007")
        .collect()
}

const GIFTS: &str = "1 | Tặng quà Tết | Quận 5 | xã Mỹ Cẩm | 2019 | 100
    2 | Xây cầu | Quận 8 | xã Đại Phước | 2019 | 850
    3 | Học bổng | Hội Khuyến học | Phòng GD | 2020 | 75";

#[test]
fn a_list_typed_anew_in_another_order_is_the_same() {
    let other = "1 | HỌC BỔNG | Hội khuyến học | Phòng GD | 2020 | 75
        2 | Tặng quà tết | Quận 5 | xã Mỹ Cẩm | 2019 | 100,0
        3 | Xây  cầu | quận 8 | Xã Đại Phước | 2019 | 850";
    let (round, findings) = read(&[sheet("Theo ngành", GIFTS), sheet("Theo năm", other)]);
    assert_eq!(
        counted(&round),
        [
            "Theo ngành: Tặng quà Tết 100",
            "Theo ngành: Xây cầu 850",
            "Theo ngành: Học bổng 75"
        ]
    );
    assert_eq!(codes(&findings), ["X309"]);
}

#[test]
fn of_cumulative_lists_the_longest_counts() {
    let years = [
        "1 | Học bổng | Hội Khuyến học | Phòng GD | 2018 | 75",
        "1 | Học bổng | Hội Khuyến học | Phòng GD | 2018 | 75
         2 | Tặng quà Tết | Quận 5 | xã Mỹ Cẩm | 2019 | 100",
        "1 | Học bổng | Hội Khuyến học | Phòng GD | 2018 | 75
         2 | Tặng quà Tết | Quận 5 | xã Mỹ Cẩm | 2019 | 100
         3 | Xây cầu | Quận 8 | xã Đại Phước | 2020 | 850",
    ];
    let names = ["2018", "2018-2019", "2018-2020"];
    let sheets: Vec<String> = names
        .iter()
        .zip(years)
        .map(|(name, rows)| sheet(name, rows))
        .collect();
    let (round, findings) = read(&sheets);
    assert_eq!(
        counted(&round),
        [
            "2018-2020: Học bổng 75",
            "2018-2020: Tặng quà Tết 100",
            "2018-2020: Xây cầu 850"
        ]
    );
    let repeats = &round.submissions[0].repeats;
    assert!(
        repeats
            .iter()
            .all(|repeat| repeat.why == RepeatWhy::Contains && !repeat.differs)
    );
    assert_eq!(codes(&findings), ["X309", "X309"]);
}

#[test]
fn what_only_the_other_list_has_still_counts() {
    let other = "1 | Tặng quà Tết | Quận 5 | xã Mỹ Cẩm | 2019 | 100
        2 | Xây cầu | Quận 8 | xã Đại Phước | 2019 | 850
        3 | Học bổng | Hội Khuyến học | Phòng GD | 2020 | 75
        4 | Nước sạch | Quận 1 | xã An Trường | 2020 | 45
        Tổng cộng | | | | | 1070";
    let more = format!("{GIFTS}\n4 | Máy siêu âm | Quận 3 | TTYT | 2018 | 600");
    let (round, findings) = read(&[sheet("Theo ngành", &more), sheet("Theo năm", other)]);
    let counted = counted(&round);
    assert_eq!(counted.len(), 5);
    assert_eq!(counted[4], "Theo năm: Nước sạch 45");
    // Neither the total of the whole list nor the gap in its numbers is held against the row that is left.
    assert_eq!(codes(&findings), ["X309"]);
    assert_eq!(round.submissions[0].repeats[0].kept, 1);
}

#[test]
fn equal_gifts_to_two_communes_both_count() {
    let gift = "1 | Tặng quà Tết | Quận 5 | | 2019 | 50";
    let (round, findings) = read(&[sheet("Mỹ Cẩm", gift), sheet("Đại Phước", gift)]);
    assert_eq!(counted(&round).len(), 2);
    assert_eq!(codes(&findings), ["X301"]);
}

#[test]
fn two_lists_of_the_same_sum_both_count() {
    let one = "1 | Khám bệnh | BV Chợ Rẫy | xã A | 2019 | 100
        2 | Mổ mắt | BV Mắt | xã B | 2019 | 200";
    let two = "1 | Tặng sách | Sở GD 1 | trường A | 2019 | 150
        2 | Xây lớp | Sở GD 2 | trường B | 2020 | 100
        3 | Học bổng | Sở GD 3 | trường C | 2020 | 50";
    let (round, findings) = read(&[sheet("Y tế", one), sheet("Giáo dục", two)]);
    assert_eq!(counted(&round).len(), 5);
    assert!(codes(&findings).is_empty(), "{:?}", codes(&findings));
}

#[test]
fn planned_and_done_are_one_activity() {
    let planned = "1 | Tặng quà Tết | Quận 5 | xã Mỹ Cẩm | 2019 | 120
        2 | Xây cầu | Quận 8 | xã Đại Phước | 2019 | 850
        3 | Nước sạch | Quận 1 | xã An Trường | 2020 | 45";
    let (round, findings) = read(&[sheet("Kế hoạch", planned), sheet("Thực hiện", GIFTS)]);
    assert_eq!(
        counted(&round),
        [
            "Kế hoạch: Nước sạch 45",
            "Thực hiện: Tặng quà Tết 100",
            "Thực hiện: Xây cầu 850",
            "Thực hiện: Học bổng 75"
        ]
    );
    assert_eq!(codes(&findings), ["X309"]);
}

#[test]
fn a_second_half_that_the_total_leaves_out_is_the_first_again() {
    let rows = "A | Theo lĩnh vực
        1 | Tặng quà Tết | Quận 5 | xã Mỹ Cẩm | 2019 | 100
        2 | Xây cầu | Quận 8 | xã Đại Phước | 2019 | 850
        B | Theo nhà tài trợ
        1 | Xây cầu | Quận 8 | xã Đại Phước | 2019 | 850
        2 | Tặng quà Tết | Quận 5 | xã Mỹ Cẩm | 2019 | 100
        | Tổng cộng | | | | 950";
    let (round, findings) = read(&[sheet("Danh mục", rows)]);
    assert_eq!(
        counted(&round),
        ["Danh mục: Tặng quà Tết 100", "Danh mục: Xây cầu 850"]
    );
    assert_eq!(codes(&findings), ["X309"]);
}

#[test]
fn rows_go_on_over_three_sheets_and_their_total_is_of_all() {
    let second = format!(
        "# Sheet2\n{}",
        bare_rows(1, "4 | Khám bệnh | BV Chợ Rẫy | TTYT | 2018 | 300")
    );
    let third = |total: &str| {
        let rows =
            format!("5 | Máy siêu âm | Sở Y tế | TTYT | 2019 | 600\n| Tổng cộng | | | | {total}");
        format!("# Sheet3\n{}", bare_rows(1, &rows))
    };
    let (round, findings) = read(&[sheet("Sheet1", GIFTS), second.clone(), third("1925")]);
    assert_eq!(counted(&round).len(), 5);
    assert_eq!(counted(&round)[4], "Sheet3: Máy siêu âm 600");
    assert_eq!(codes(&findings), ["T015", "T015"]);
    let (_, findings) = read(&[sheet("Sheet1", GIFTS), second, third("2000")]);
    assert_eq!(codes(&findings), ["T015", "T015", "S201"]);
}

#[test]
fn sections_go_on_with_their_list() {
    let first = "I | Xã hội\n1 | Tặng quà Tết | Quận 5 | xã Mỹ Cẩm | 2019 | 100\nII | Y tế\n2 | Khám bệnh | BV Chợ Rẫy | TTYT | 2018 | 300";
    let rows = "3 | Máy siêu âm | Sở Y tế | TTYT | 2019 | 600\n| Cộng mục II | | | | 900";
    let second = format!("# Sheet2\n{}", bare_rows(1, rows));
    let (round, findings) = read(&[sheet("Sheet1", first), second]);
    let last = round
        .records()
        .last()
        .map(|(_, table, record)| table.section_path(record).to_owned());
    assert_eq!(last.as_deref(), Some("Y tế"));
    assert_eq!(codes(&findings), ["T015"]);
}

#[test]
fn a_list_of_another_form_does_not_go_on() {
    let rows = "STT | Họ và tên | Giới tính | Ấp | Ngày sinh | Diện tích
        1 | Nguyễn Văn A | Nam | Ấp 1 | 1956 | 120";
    let other = format!("# Danh sách\n{}", bare_rows(1, rows));
    let (round, findings) = read(&[sheet("Danh mục", GIFTS), other]);
    assert_eq!(counted(&round).len(), 3);
    assert_eq!(codes(&findings), ["T014"]);
    // One that is known is read by its own.
    let rows = "STT | Tên dự án | Chủ đầu tư | Nơi đặt | Năm cấp | Vốn đăng ký (triệu đồng)
        1 | Nhà máy may | Công ty A | KCN Long Đức | 2018 | 120";
    let other = format!("# Dự án\n{}", bare_rows(1, rows));
    let (round, findings) = read(&[sheet("Danh mục", GIFTS), other]);
    assert_eq!(counted(&round).len(), 4);
    assert_eq!(codes(&findings), ["T002", "T004", "T004"]);
}

#[test]
fn the_unit_of_account_goes_on_where_the_numbers_do() {
    let first = "# Sheet1\n 1 | UBND HUYỆN CÀNG LONG\n 2 | Đơn vị tính: tỷ đồng\n 3 | STT | Nội dung hoạt động | Đơn vị hỗ trợ | Thời gian thực hiện | Kinh phí hỗ trợ\n 4 | 1 | Xây cầu | Quận 8 | 2019 | 2\n";
    let second = |number: u32| {
        format!(
            "# Sheet2\n 1 | STT | Nội dung hoạt động | Đơn vị hỗ trợ | Thời gian thực hiện | Kinh phí hỗ trợ\n 2 | {number} | Xây đường | Quận 8 | 2019 | 3\n"
        )
    };
    let (round, findings) = read(&[first.to_owned(), second(2)]);
    assert_eq!(counted(&round)[1], "Sheet2: Xây đường 3000");
    assert_eq!(codes(&findings), ["T015"]);
    // A list of its own states its unit, or does not: nothing is carried over.
    let (_, findings) = read(&[first.to_owned(), second(1)]);
    assert_eq!(codes(&findings), ["T005"]);
}

#[test]
fn many_copies_of_many_equal_rows_take_no_time() {
    let rows: String = (1..=400)
        .map(|n| format!("{n} | Tặng quà | Quận 5 | xã A | 2019 | 50\n"))
        .collect();
    let sheets: Vec<String> = (0..12)
        .map(|n| sheet(&format!("Sheet{n}"), &rows))
        .collect();
    let (round, findings) = read(&sheets);
    assert_eq!(counted(&round).len(), 400);
    assert_eq!(
        findings
            .iter()
            .filter(|finding| finding.code == "X309")
            .count(),
        11
    );
}
