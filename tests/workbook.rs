//! The consolidated workbook, read back with a second reader.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may say so"
)]

mod support;

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{Data, Range, Reader as _, Xlsx};
use support::{files, sheet::TextBook};
use tonghop::intake::Source;
use tonghop::register::{Register, Sectors};
use tonghop::round::{self, Round, Setup};
use tonghop::rule;
use tonghop::template;
use tonghop::write::consolidated::{self, Options};
use tonghop::write::table::{self, Dialect};

const HEALTH: &str = "
    1 | SỞ Y TẾ TỈNH TRÀ VINH
    2 | Đơn vị tính: triệu đồng
    3 | STT | Nội dung hoạt động | Lĩnh vực | Đơn vị hỗ trợ | Thời gian thực hiện | Kinh phí hỗ trợ | <         | <
    4 | ^   | ^                  | ^        | ^             | ^                   | Tổng số         | Ngân sách | Vận động
    5 | 1   | '=HYPERLINK(1)     | Y tế     | '@SUM(A1)     | 2019                | 120.5           | 100.5     | 20
    6 | 2   | Khám bệnh          | Y tế     | UBND quận 5   | '2016-2020          | chưa có số liệu |           |
    7 | 3   | Xây trạm xá        | Y tế     | UBND quận 5   | 2018                | dự kiến 2 tỷ đồng |         |
    8 | 4   | Tặng sách          | Giáo dục | UBND quận 3   | tháng 6/2020        | khoảng 85       |           |
    9 | 5   | Lễ hội             | Vũ trụ   | UBND quận 3   | 31/02/2012          | 10              |           |
";
const WILD: &str = "
    1 | TRUNG TÂM *HỖ TRỢ? ~ \"TRÀ VINH\"
    2 | Đơn vị tính: đồng
    3 | STT | Nội dung hoạt động | Lĩnh vực | Đơn vị hỗ trợ | Thời gian thực hiện | Kinh phí hỗ trợ
    4 | 1   | Tặng xe            | Giáo dục | UBND quận 3   | 2017                | 9007199254740
    5 | 2   | Tặng xe đạp        |          | UBND quận 3   | 2017                | 1
";
const DELIMITED: &str = "Sở Giáo dục và Đào tạo\nĐơn vị tính: nghìn đồng\n\
    STT;Nội dung hoạt động;Lĩnh vực;Đơn vị hỗ trợ;Thời gian thực hiện;Kinh phí hỗ trợ\n\
    1;Tặng vở;Giáo dục;UBND quận 1;2015;1.250\n2;Tặng cặp;;UBND quận 1;2015;đang tổng hợp\n";
const UNITS: &str =
    "code,name\nso-yt,Sở Y tế tỉnh Trà Vinh\nso-gddt,Sở Giáo dục và Đào tạo\nso-xd,Sở Xây dựng\n";
const SECTORS: &str = "code,name\ngiao-duc,Giáo dục\ny-te,Y tế\n";

fn read_round(with_lists: bool) -> Round {
    let setup = Setup {
        register: with_lists.then(|| Register::read(UNITS.as_bytes()).unwrap()),
        sectors: with_lists.then(|| Sectors::read(SECTORS.as_bytes()).unwrap()),
        templates: template::defaults(),
        ..Setup::default()
    };
    let sources = [
        Source::in_memory("so-y-te.xlsx", TextBook::parse(HEALTH).xlsx()),
        Source::in_memory("trung-tam.xlsx", TextBook::parse(WILD).xlsx()),
        Source::in_memory("giao-duc.csv", DELIMITED.as_bytes().to_vec()),
        Source::in_memory("cu.xls", files::BIFF8.to_vec()),
        Source::in_memory("mo.ods", files::ODS.to_vec()),
        Source::in_memory("hong.xlsx", b"PK\x03\x04".to_vec()),
    ];
    round::read(&sources, Vec::new(), true, setup)
}

fn bytes(round: &Round) -> Vec<u8> {
    consolidated::workbook(round, &rule::check(round), &Options::default()).unwrap()
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Range<Data> {
    book.worksheet_range(name).unwrap()
}

fn text(cell: Option<&Data>) -> String {
    cell.map_or(String::new(), ToString::to_string)
}

fn dong(cell: Option<&Data>) -> Option<i128> {
    match cell? {
        Data::Float(number) => Some(*number as i128),
        Data::Int(number) => Some(i128::from(*number)),
        _ => None,
    }
}

fn is(cell: &Data, text: &str) -> bool {
    matches!(cell, Data::String(words) if words == text)
}

/// A row of the normalized table, by column.
type Row = BTreeMap<String, String>;

/// The rows that `convert` gives.
fn table(round: &Round) -> Vec<Row> {
    let mut bytes = Vec::new();
    table::write(
        round,
        &round.setup.templates[0],
        Dialect::default(),
        &mut bytes,
    )
    .unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The sum of amounts, planned ones or the others.
fn sum<'r>(rows: impl IntoIterator<Item = &'r Row>, planned: bool) -> i128 {
    rows.into_iter()
        .filter(|row| (row["amount_qualifier"] == "planned") == planned)
        .filter_map(|row| row["amount_vnd"].parse::<i128>().ok())
        .sum()
}

/// The column of a heading in some row.
fn col(range: &Range<Data>, row: usize, heading: &str) -> usize {
    let cells = &range.rows().nth(row).unwrap();
    let found = cells.iter().position(|cell| is(cell, heading));
    found.unwrap_or_else(|| panic!("no {heading} in {cells:?}"))
}

#[test]
fn the_sheets_stand_in_their_order() {
    const ORDER: [&str; 10] = [
        "Bìa",
        "Tổng hợp",
        "Chi tiết",
        "Theo lĩnh vực",
        "Theo đơn vị",
        "Theo năm",
        "Chưa báo cáo",
        "Góp ý",
        "Nghi trùng",
        "Ghi chú",
    ];
    let bytes = bytes(&read_round(true));
    let names = open(&bytes).sheet_names();
    let places: Vec<usize> = names
        .iter()
        .map(|name| ORDER.iter().position(|other| other == name).unwrap())
        .collect();
    assert!(places.is_sorted(), "{names:?}");
    for always in [
        "Bìa",
        "Tổng hợp",
        "Chi tiết",
        "Theo đơn vị",
        "Chưa báo cáo",
        "Góp ý",
    ] {
        assert!(names.iter().any(|name| name == always), "{always}");
    }
}

#[test]
fn what_is_ours_says_so() {
    let bytes = bytes(&read_round(true));
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut custom = String::new();
    archive
        .by_name("docProps/custom.xml")
        .unwrap()
        .read_to_string(&mut custom)
        .unwrap();
    assert!(custom.contains("tonghop.output"), "{custom}");
    let source = Source::in_memory("tong-hop.xlsx", bytes);
    let round = round::read(&[source], Vec::new(), false, read_round(true).setup);
    assert!(round.submissions.is_empty());
}

#[test]
fn the_total_is_that_of_the_table() {
    for with_lists in [true, false] {
        let round = read_round(with_lists);
        let rows = table(&round);
        let bytes = bytes(&round);
        let mut book = open(&bytes);
        let summary = sheet(&mut book, "Tổng hợp");
        let line = |label: &str| {
            let row = summary
                .rows()
                .find(|row| row.iter().any(|cell| is(cell, label)));
            row.unwrap_or_else(|| panic!("no {label}")).to_vec()
        };
        let header = summary
            .rows()
            .position(|row| row.first().is_some_and(|cell| is(cell, "STT")))
            .unwrap();
        let amount = col(&summary, header, "Kinh phí hỗ trợ");
        let total = line("TỔNG CỘNG");
        assert_eq!(dong(total.get(amount)), Some(sum(&rows, false)));
        let planned = line("Kinh phí dự kiến (không tính vào tổng cộng)");
        assert_eq!(dong(planned.get(amount)), Some(sum(&rows, true)));
        assert_eq!(sum(&rows, true), 2_000_000_000);
        let cover = sheet(&mut book, "Bìa");
        let said = |label: &str| {
            let row = cover.rows().find(|row| is(&row[0], label));
            dong(row.unwrap_or_else(|| panic!("no {label}")).get(1))
        };
        assert_eq!(said("Tổng kinh phí (đồng)"), Some(sum(&rows, false)));
        assert_eq!(
            said("Tổng của trang Chi tiết (đồng)"),
            Some(sum(&rows, false))
        );
        assert_eq!(said("Đối chiếu: chênh lệch (phải bằng 0)"), Some(0));
        assert_eq!(
            said("Kinh phí dự kiến, cộng riêng (đồng)"),
            Some(2_000_000_000)
        );
        assert_eq!(said("Số hoạt động"), Some(rows.len() as i128));
    }
}

#[test]
fn groups_add_up_by_sector() {
    let round = read_round(true);
    let rows = table(&round);
    let bytes = bytes(&round);
    let summary = sheet(&mut open(&bytes), "Tổng hợp");
    let header = summary
        .rows()
        .position(|row| row.first().is_some_and(|cell| is(cell, "STT")))
        .unwrap();
    let amount = col(&summary, header, "Kinh phí hỗ trợ");
    let mut sectors: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        let sector = match row["sector"].as_str() {
            "" => "Chưa rõ lĩnh vực",
            sector => sector,
        };
        sectors.entry(sector).or_default().push(row);
    }
    assert!(sectors.len() >= 4, "{:?}", sectors.keys());
    for (sector, rows) in sectors {
        let group = summary
            .rows()
            .skip(header)
            .find(|row| row.get(1).is_some_and(|cell| is(cell, sector)));
        let group = group.unwrap_or_else(|| panic!("no {sector}"));
        assert_eq!(dong(group.get(amount)), Some(sum(rows, false)), "{sector}");
    }
}

#[test]
fn offices_add_up_whatever_their_names() {
    let round = read_round(true);
    let rows = table(&round);
    let bytes = bytes(&round);
    let mut book = open(&bytes);
    let offices = sheet(&mut book, "Theo đơn vị");
    let (name, amount) = (
        col(&offices, 0, "Đơn vị báo cáo"),
        col(&offices, 0, "Kinh phí hỗ trợ (đồng)"),
    );
    let mut all: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        all.entry(row["unit_name"].as_str()).or_default().push(row);
    }
    assert!(
        all.keys().any(|name| name.contains(['*', '?', '~'])),
        "{:?}",
        all.keys()
    );
    for (office, of) in &all {
        let office = if office.is_empty() {
            "(không rõ đơn vị)"
        } else {
            office
        };
        let row = offices.rows().find(|row| is(&row[name], office));
        let row = row.unwrap_or_else(|| panic!("no {office}"));
        assert_eq!(
            dong(row.get(amount)),
            Some(sum(of.iter().copied(), false)),
            "{office}"
        );
    }
    // Signs that a spreadsheet would take for patterns are written as themselves.
    let formulas = book.worksheet_formula("Theo đơn vị").unwrap();
    let criteria: Vec<String> = formulas
        .used_cells()
        .map(|(_, _, text)| text.clone())
        .collect();
    assert!(
        criteria
            .iter()
            .any(|text| text.contains("~*") && text.contains("~?") && text.contains("~~"))
    );
}

#[test]
fn every_formula_has_its_result() {
    let bytes = bytes(&read_round(true));
    let mut book = open(&bytes);
    let mut count = 0;
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        let values = sheet(&mut book, &name);
        let (row0, col0) = formulas.start().unwrap_or_default();
        for (row, col, formula) in formulas
            .used_cells()
            .filter(|(_, _, text)| !text.is_empty())
        {
            let at = (row0 + row as u32, col0 + col as u32);
            let value = values.get_value(at);
            assert!(
                matches!(value, Some(Data::Float(_) | Data::Int(_))),
                "{name} {at:?} {formula} {value:?}"
            );
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn what_was_not_read_is_there_and_marked() {
    let round = read_round(true);
    let bytes = bytes(&round);
    let mut book = open(&bytes);
    let summary = sheet(&mut book, "Tổng hợp");
    let marked = |words: &str| {
        summary
            .used_cells()
            .filter(|(_, _, cell)| is(cell, &format!("⚠ {words}")))
            .count()
    };
    assert_eq!(
        (
            marked("chưa có số liệu"),
            marked("31/02/2012"),
            marked("đang tổng hợp")
        ),
        (1, 1, 1)
    );
    let details = sheet(&mut book, "Chi tiết");
    let (activity, amount) = (
        col(&details, 0, "Tên hoạt động / nội dung hỗ trợ"),
        col(&details, 0, "Kinh phí hỗ trợ (đồng)"),
    );
    let row = details
        .rows()
        .find(|row| is(&row[activity], "Khám bệnh"))
        .unwrap();
    assert_eq!(text(row.get(amount)), "");
    let cover = sheet(&mut book, "Bìa");
    let unread = cover
        .rows()
        .find(|row| is(&row[0], "Hoạt động chưa có kinh phí đọc được"))
        .unwrap();
    let in_table = table(&round)
        .iter()
        .filter(|row| row["amount_vnd"].is_empty())
        .count();
    assert_eq!(dong(unread.get(1)), Some(in_table as i128));
    let remarks = sheet(&mut book, "Góp ý");
    assert_eq!(remarks.height(), rule::check(&round).len() + 1);
}

#[test]
fn details_are_the_table() {
    let round = read_round(true);
    let bytes = bytes(&round);
    let mut book = open(&bytes);
    let details = sheet(&mut book, "Chi tiết");
    let labels: Vec<&str> = table::labels(&round.setup.templates[0])
        .map(|label| label.vi.as_str())
        .collect();
    let header: Vec<String> = details
        .rows()
        .next()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(header, labels);
    let ids: Vec<&str> = table::labels(&round.setup.templates[0])
        .map(|label| label.id.as_str())
        .collect();
    let rows = table(&round);
    assert_eq!(details.height(), rows.len() + 1);
    for (cells, row) in details.rows().skip(1).zip(&rows) {
        for (cell, id) in cells.iter().zip(&ids) {
            let typed = &row[*id];
            let same = match cell {
                Data::DateTime(day) => typed.parse().is_ok_and(|typed: jiff::civil::Date| {
                    let days = typed - jiff::civil::date(1899, 12, 30);
                    f64::from(days.get_days()) == day.as_f64()
                }),
                Data::Float(number) => typed.parse() == Ok(*number),
                cell => cell.to_string() == *typed,
            };
            assert!(same, "{id}: {cell:?} and {typed}");
        }
    }
}

#[test]
fn text_that_looks_like_a_formula_is_text() {
    let bytes = bytes(&read_round(true));
    let mut book = open(&bytes);
    for name in ["Tổng hợp", "Chi tiết", "Góp ý"] {
        let values = sheet(&mut book, name);
        let found = values
            .used_cells()
            .any(|(_, _, cell)| *cell == Data::String("=HYPERLINK(1)".to_owned()));
        assert!(found, "{name}");
        let formulas = book.worksheet_formula(name).unwrap();
        assert!(
            !formulas
                .used_cells()
                .any(|(_, _, text)| text.contains("HYPERLINK")),
            "{name}"
        );
    }
}

#[test]
fn missing_offices_are_named() {
    let bytes = bytes(&read_round(true));
    let missing = sheet(&mut open(&bytes), "Chưa báo cáo");
    assert!(
        missing
            .used_cells()
            .any(|(_, _, cell)| is(cell, "Sở Xây dựng"))
    );
}

#[test]
fn the_same_round_gives_the_same_bytes() {
    assert!(bytes(&read_round(true)) == bytes(&read_round(true)));
}

#[test]
fn a_round_of_nothing_gives_a_workbook() {
    let source = Source::in_memory("hong.xlsx", b"PK\x03\x04".to_vec());
    let round = round::read(&[source], Vec::new(), true, read_round(true).setup);
    let bytes = bytes(&round);
    let names = open(&bytes).sheet_names();
    assert_eq!(names, ["Bìa", "Chưa báo cáo", "Góp ý"]);
}
