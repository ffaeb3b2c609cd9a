//! The consolidated workbook, read back with a second reader.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use crate::support::{files, sheet::TextBook};
use calamine::{Data, Range, Reader as _, Xlsx};
use tonghop::intake::Source;
use tonghop::register::{Register, Sectors};
use tonghop::round::{self, Round, Setup};
use tonghop::rule::{self, Standing};
use tonghop::template;
use tonghop::write::consolidated::{self, By, Options, Scale};
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
    bytes_with(round, &Options::default())
}

fn bytes_with(round: &Round, options: &Options) -> Vec<u8> {
    consolidated::workbook(round, &rule::check(round), options).unwrap()
}

/// The names of the columns of the signed sheet: the row of the headings, by the first one.
fn header(summary: &Range<Data>) -> usize {
    summary
        .rows()
        .position(|row| row.first().is_some_and(|cell| is(cell, "STT")))
        .unwrap()
}

/// A part of the package.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut part = archive.by_name(name).unwrap();
    part.read_to_string(&mut text).unwrap();
    text
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
        &Standing::of(round, &rule::check(round)),
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
    const ORDER: [&str; 11] = [
        "Bìa",
        "Trình ký",
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
        "Trình ký",
        "Tổng hợp",
        "Chi tiết",
        "Theo lĩnh vực",
        "Theo đơn vị",
        "Theo năm",
        "Chưa báo cáo",
        "Góp ý",
        "Ghi chú",
    ] {
        assert!(names.iter().any(|name| name == always), "{always}");
    }
}

#[test]
fn what_is_ours_says_so() {
    let bytes = bytes(&read_round(true));
    let custom = part(&bytes, "docProps/custom.xml");
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
        let amount = col(&summary, header(&summary), "Kinh phí hỗ trợ");
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
        assert_eq!(said("Tổng kinh phí hỗ trợ (đồng)"), Some(sum(&rows, false)));
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
    let header = header(&summary);
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
        col(&offices, header(&offices), "Đơn vị báo cáo"),
        col(&offices, header(&offices), "Kinh phí hỗ trợ"),
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
            let words = formula.contains("IF(") || formula.contains("HYPERLINK");
            let words = words || (name == "Bìa" && formula.contains("Ghi chú"));
            assert!(
                matches!(value, Some(Data::Float(_) | Data::Int(_)))
                    || (words
                        && matches!(value, Some(Data::String(text)) if !text.contains("LỆCH"))),
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
            .filter(|(_, _, cell)| is(cell, &format!("{words} (*)")))
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
        .find(|row| is(&row[0], "Hoạt động chưa đọc được kinh phí"))
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
    let (header, beside) = header.split_at(labels.len());
    assert_eq!(header, labels);
    // The sums of what a filter shows stand right of the table, an empty column between.
    assert_eq!(beside[0], "");
    assert!(beside[1].starts_with("Cộng các dòng đang hiện"));
    let ids: Vec<&str> = table::labels(&round.setup.templates[0])
        .map(|label| label.id.as_str())
        .collect();
    let rows = table(&round);
    assert_eq!(details.height(), rows.len() + 1);
    for (cells, row) in details.rows().skip(1).zip(&rows) {
        assert!(cells[ids.len()..].iter().all(|cell| *cell == Data::Empty));
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
                .any(|(_, _, text)| text.contains("HYPERLINK(1)")),
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
    assert_eq!(names, ["Bìa", "Chưa báo cáo", "Góp ý", "Ghi chú"]);
}

#[test]
fn figures_are_exact_in_every_unit() {
    let round = read_round(true);
    let rows = table(&round);
    for (scale, power) in [
        (Scale::Dong, 0),
        (Scale::Thousand, 3),
        (Scale::Million, 6),
        (Scale::Billion, 9),
    ] {
        for by in [By::Sector, By::Unit, By::Year] {
            let bytes = bytes_with(
                &round,
                &Options {
                    scale,
                    by,
                    ..Options::default()
                },
            );
            let summary = sheet(&mut open(&bytes), "Tổng hợp");
            let amount = col(&summary, header(&summary), "Kinh phí hỗ trợ");
            let number = |cell: &Data| match cell {
                Data::Float(number) => Some((number * 10_f64.powi(power)).round() as i128),
                Data::Int(number) => Some(i128::from(*number)),
                _ => None,
            };
            let total = summary
                .rows()
                .find(|row| row.iter().any(|cell| is(cell, "TỔNG CỘNG")));
            let total = number(&total.unwrap()[amount]);
            assert_eq!(total, Some(sum(&rows, false)), "{scale:?} {by:?}");
            // The records add up too, each with the figure of the table; planned ones stand below.
            let records: i128 = summary
                .rows()
                .skip_while(|row| !is(&row[0], "(1)"))
                .filter(|row| matches!(row[0], Data::Float(_) | Data::Int(_)))
                .filter_map(|row| number(&row[amount]))
                .sum();
            assert_eq!(
                records,
                sum(&rows, false) + sum(&rows, true),
                "{scale:?} {by:?}"
            );
            let stated = summary
                .used_cells()
                .any(|(_, _, cell)| is(cell, &format!("Đơn vị tính: {}", scale.words())));
            assert!(stated, "{scale:?}");
        }
    }
}

#[test]
fn what_is_rounded_says_by_how_much() {
    let round = read_round(true);
    let text = |scale| {
        let bytes = bytes_with(
            &round,
            &Options {
                scale,
                ..Options::default()
            },
        );
        let summary = sheet(&mut open(&bytes), "Tổng hợp");
        let notes = summary.used_cells().map(|(_, _, cell)| cell.to_string());
        notes.collect::<Vec<String>>().join("\n")
    };
    assert!(!text(Scale::Dong).contains("làm tròn"));
    assert!(text(Scale::Billion).contains("được làm tròn đến 0,0001 tỷ đồng"));
    assert!(text(Scale::Billion).contains("Cộng các số đã làm tròn của từng hoạt động"));
}

#[test]
fn sectors_offices_and_years_add_up() {
    let round = read_round(true);
    let rows = table(&round);
    let bytes = bytes(&round);
    let mut book = open(&bytes);
    for name in ["Theo lĩnh vực", "Theo đơn vị", "Theo năm"] {
        let range = sheet(&mut book, name);
        let header = header(&range);
        let (count, amount) = (
            col(&range, header, "Số hoạt động"),
            col(&range, header, "Kinh phí hỗ trợ"),
        );
        let total = range
            .rows()
            .find(|row| row.iter().any(|cell| is(cell, "TỔNG CỘNG")))
            .unwrap();
        assert_eq!(dong(total.get(count)), Some(rows.len() as i128), "{name}");
        assert_eq!(dong(total.get(amount)), Some(sum(&rows, false)), "{name}");
        let added: i128 = range
            .rows()
            .skip(header + 1)
            .filter(|row| matches!(row[0], Data::Float(_) | Data::Int(_)))
            .filter_map(|row| dong(row.get(amount)))
            .sum();
        assert_eq!(added, sum(&rows, false), "{name}");
        assert!(
            range.used_cells().any(|(_, _, cell)| cell
                .to_string()
                .starts_with("Đối chiếu với trang Chi tiết: khớp")),
            "{name}"
        );
    }
    let years = sheet(&mut book, "Theo năm");
    let name = col(&years, header(&years), "Năm bắt đầu");
    let of: Vec<String> = years
        .rows()
        .skip(header(&years) + 1)
        .filter(|row| matches!(row[0], Data::Float(_) | Data::Int(_)))
        .map(|row| row[name].to_string())
        .collect();
    assert!(of.is_sorted(), "{of:?}");
    assert_eq!(of.last().map(String::as_str), Some("Chưa rõ năm bắt đầu"));
}

#[test]
fn the_notes_prove_that_all_sheets_agree_with_the_table() {
    let round = read_round(true);
    let rows = table(&round);
    let bytes = bytes(&round);
    let notes = sheet(&mut open(&bytes), "Ghi chú");
    let header = notes.rows().position(|row| is(&row[0], "Nguồn")).unwrap();
    let (count, amount) = (
        col(&notes, header, "Số hoạt động"),
        col(&notes, header, "Kinh phí hỗ trợ"),
    );
    let planned = col(&notes, header, "Dự kiến (cộng riêng)");
    for name in [
        "Trang Tổng hợp",
        "Trang Chi tiết",
        "Trang Theo lĩnh vực",
        "Trang Theo đơn vị",
        "Trang Theo năm",
        "Bảng của tonghop convert (số ghi khi lập)",
    ] {
        let row = notes.rows().find(|row| is(&row[0], name));
        let row = row.unwrap_or_else(|| panic!("no {name}"));
        assert_eq!(dong(row.get(count)), Some(rows.len() as i128), "{name}");
        assert_eq!(dong(row.get(amount)), Some(sum(&rows, false)), "{name}");
        assert_eq!(dong(row.get(planned)), Some(sum(&rows, true)), "{name}");
    }
    let verdict = notes.rows().find(|row| is(&row[0], "Kết luận")).unwrap();
    assert!(is(&verdict[1], "KHỚP"));
    for submission in &round.submissions {
        let found = notes
            .used_cells()
            .any(|(_, _, cell)| is(cell, &submission.sha256));
        assert!(found, "{}", submission.name);
    }
}

#[test]
fn withdrawn_money_has_a_total_of_its_own_and_is_in_no_other() {
    let sheet_text = "
    struck: A5:F5
    1 | SỞ Y TẾ TỈNH TRÀ VINH
    2 | Đơn vị tính: triệu đồng
    3 | STT | Nội dung hoạt động | Đơn vị hỗ trợ | Thời gian thực hiện | Kinh phí hỗ trợ   | Kết quả thực hiện
    4 | 1   | Đào tạo bác sĩ     | UBND quận 3   | 2019                | 120               | Đã đào tạo
    5 | 2   | Khám bệnh          | UBND quận 5   | 2019                | 40                | Đã khám
    6 | 3   | Xây trạm xá        | UBND quận 5   | 2018                | 300               | Không thực hiện, chuyển sang năm sau
    7 | 4   | Tặng sách          | UBND quận 3   | 2019                | dự kiến 70        |
";
    let source = Source::in_memory("so-y-te.xlsx", TextBook::parse(sheet_text).xlsx());
    let round = round::read(&[source], Vec::new(), false, read_round(true).setup);
    let rows = table(&round);
    let qualifiers: Vec<&str> = rows
        .iter()
        .map(|row| row["amount_qualifier"].as_str())
        .collect();
    assert_eq!(qualifiers, ["", "withdrawn", "withdrawn", "planned"]);
    let bytes = bytes(&round);
    let mut book = open(&bytes);
    let summary = sheet(&mut book, "Tổng hợp");
    let amount = col(&summary, header(&summary), "Kinh phí hỗ trợ");
    for (label, total) in [
        ("TỔNG CỘNG", 120_000_000),
        ("Kinh phí dự kiến (không tính vào tổng cộng)", 70_000_000),
        (
            "Kinh phí đã hủy, không thực hiện (không tính vào tổng cộng)",
            340_000_000,
        ),
    ] {
        let mut lines = summary.rows();
        let line = lines.find(|row| row.iter().any(|cell| is(cell, label)));
        let line = line.unwrap_or_else(|| panic!("no {label}"));
        assert_eq!(dong(line.get(amount)), Some(total), "{label}");
    }
    let notes = sheet(&mut book, "Ghi chú");
    let header = notes.rows().position(|row| is(&row[0], "Nguồn")).unwrap();
    let withdrawn = col(&notes, header, "Đã hủy (cộng riêng)");
    for row in notes.rows().skip(header + 1).take(7) {
        assert_eq!(dong(row.get(withdrawn)), Some(340_000_000), "{row:?}");
    }
    let verdict = notes.rows().find(|row| is(&row[0], "Kết luận")).unwrap();
    assert!(is(&verdict[1], "KHỚP"));
    let formulas = part(&bytes, "xl/worksheets/sheet5.xml");
    assert!(formulas.contains("&lt;&gt;planned"), "{formulas}");
    assert!(formulas.contains("&lt;&gt;withdrawn"), "{formulas}");
}

#[test]
fn only_later_pages_have_a_number() {
    let bytes = bytes(&read_round(true));
    let names = open(&bytes).sheet_names();
    for number in 1..=names.len() {
        let xml = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
        let header = "<headerFooter differentFirst=\"1\"><oddHeader>&amp;C&amp;\"Times New Roman,Regular\"&amp;13&amp;P</oddHeader><firstHeader></firstHeader></headerFooter>";
        assert!(xml.contains(header), "{number}");
        assert!(xml.contains("useFirstPageNumber=\"1\""), "{number}");
    }
    // The list to be signed: A4 lying, one page wide, within the margins of printed documents.
    let xml = part(&bytes, "xl/worksheets/sheet3.xml");
    for setting in [
        "paperSize=\"9\"",
        "orientation=\"landscape\"",
        "fitToHeight=\"0\"",
        "left=\"1.18",
        "right=\"0.59",
        "top=\"0.78",
        "bottom=\"0.78",
    ] {
        assert!(xml.contains(setting), "{setting}");
    }
    let book = part(&bytes, "xl/workbook.xml");
    assert!(book.contains("_xlnm.Print_Titles"), "{book}");
}

#[test]
fn the_day_of_making_is_given_or_left_out() {
    let round = read_round(true);
    let dated = Options {
        made: Some(jiff::civil::date(2020, 9, 4)),
        ..Options::default()
    };
    let bytes = bytes_with(&round, &dated);
    assert!(part(&bytes, "docProps/core.xml").contains("2020-09-04"));
    let summary = sheet(&mut open(&bytes), "Tổng hợp");
    assert!(
        summary
            .used_cells()
            .any(|(_, _, cell)| cell.to_string().ends_with("ngày 04 tháng 9 năm 2020"))
    );
    let bytes = self::bytes(&round);
    let core = part(&bytes, "docProps/core.xml");
    assert!(!core.contains("dcterms:created"), "{core}");
}

#[test]
fn figures_lead_back_to_their_cells() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("hộp thư");
    std::fs::create_dir(&inbox).unwrap();
    let path = inbox.join("so-y-te.xlsx");
    std::fs::write(&path, TextBook::parse(HEALTH).xlsx()).unwrap();
    let none = std::collections::HashSet::new();
    let limits = tonghop::intake::limits::Limits::default();
    let intake = tonghop::intake::gather(&[inbox], None, &none, &limits).unwrap();
    let round = round::read(&intake.sources, Vec::new(), true, read_round(true).setup);
    let options = Options {
        folder: Some(folder.path().to_owned()),
        ..Options::default()
    };
    let bytes = bytes_with(&round, &options);
    let mut book = open(&bytes);
    let formulas = |book: &mut Xlsx<Cursor<&[u8]>>, name: &str| -> Vec<String> {
        let range = book.worksheet_formula(name).unwrap();
        range
            .used_cells()
            .map(|(_, _, text)| text.clone())
            .collect()
    };
    let sheet_name = round.submissions[0].sheets[0].place.sheet.clone().unwrap();
    let link = format!("HYPERLINK(\"hộp thư/so-y-te.xlsx#'{sheet_name}'!F5\"");
    for name in ["Tổng hợp", "Chi tiết"] {
        let found = formulas(&mut book, name);
        assert!(
            found.iter().any(|text| text.starts_with(&link)),
            "{name} {found:?}"
        );
    }
    let remarks = formulas(&mut book, "Góp ý");
    assert!(
        remarks.iter().any(|text| text.starts_with("HYPERLINK")),
        "{remarks:?}"
    );
}

#[test]
fn the_total_is_spelled_out() {
    let bytes = bytes(&read_round(false));
    let summary = sheet(&mut open(&bytes), "Tổng hợp");
    let words = summary
        .used_cells()
        .map(|(_, _, cell)| cell.to_string())
        .find(|text| text.starts_with("Bằng chữ"));
    let words = words.unwrap();
    assert!(
        words.contains(" tỷ ") && words.ends_with("đồng."),
        "{words}"
    );
}

/// Three offices, of which one typed đồng under `triệu đồng`, and one a single amount.
fn doubtful_round() -> Round {
    let sheet = |office: &str, amounts: &[&str]| {
        let mut text = format!(
            "\n    1 | {office}\n    2 | Đơn vị tính: triệu đồng\n    3 | STT | Nội dung hoạt động | Lĩnh vực | Đơn vị hỗ trợ | Thời gian thực hiện | Kinh phí hỗ trợ\n"
        );
        for (index, amount) in amounts.iter().enumerate() {
            let (row, number) = (index + 4, index + 1);
            text.push_str(&format!(
                "    {row} | {number} | Hoạt động {number} | Y tế | UBND quận 5 | 2019 | {amount}\n"
            ));
        }
        TextBook::parse(&text).xlsx()
    };
    let sources = [
        Source::in_memory(
            "a.xlsx",
            sheet("SỞ Y TẾ TỈNH TRÀ VINH", &["120", "85", "640"]),
        ),
        Source::in_memory(
            "b.xlsx",
            sheet("SỞ XÂY DỰNG", &["100000000", "850000000", "75000000"]),
        ),
        Source::in_memory(
            "c.xlsx",
            sheet("SỞ GIÁO DỤC VÀ ĐÀO TẠO", &["90", "250000000", "60", "310"]),
        ),
    ];
    let setup = Setup {
        templates: template::defaults(),
        ..Setup::default()
    };
    round::read(&sources, Vec::new(), true, setup)
}

#[test]
fn doubtful_amounts_are_seen_by_whoever_signs() {
    let round = doubtful_round();
    let rows = table(&round);
    let doubts: Vec<&str> = rows.iter().map(|row| row["doubts"].as_str()).collect();
    assert_eq!(
        doubts,
        ["", "", "", "V130", "V130", "V130", "", "V110", "", ""]
    );
    let all = sum(&rows, false);
    let in_doubt = sum(rows.iter().filter(|row| !row["doubts"].is_empty()), false);
    let mut bytes = Vec::new();
    let findings = rule::check(&round);
    let told = consolidated::write(&round, &findings, &Options::default(), &mut bytes).unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].count, told[0].sum, told[0].total),
        (4, in_doubt, all)
    );
    assert_eq!(told[0].rest(), all - in_doubt);
    assert!(told[0].is_most());
    let said = "4 số tiền còn nghi ngờ, cộng 1.275.000.000.000.000 đồng, chiếm hơn 99,9 % tổng cộng; không kể thì tổng cộng là 1.305.000.000 đồng";
    assert_eq!(told[0].say(tonghop::lang::Lang::Vi).as_deref(), Some(said));
    let mut book = open(&bytes);
    let holds = |range: &Range<Data>, words: &str| {
        let mut cells = range.rows().flatten();
        cells.any(|cell| text(Some(cell)).contains(words))
    };
    for name in ["Bìa", "Tổng hợp", "Góp ý"] {
        assert!(holds(&sheet(&mut book, name), said), "{name}");
    }
    for name in ["Bìa", "Ghi chú"] {
        let range = sheet(&mut book, name);
        assert!(holds(&range, "CHƯA TIN ĐƯỢC"), "{name}");
        assert!(
            !range.rows().flatten().any(|cell| is(cell, "KHỚP")),
            "{name}"
        );
    }
    // The figure stays a number: its format holds the mark.
    let summary = sheet(&mut book, "Tổng hợp");
    let amount = col(&summary, header(&summary), "Kinh phí hỗ trợ");
    let figures = summary.rows().filter_map(|row| dong(row.get(amount)));
    assert_eq!(
        figures.filter(|dong| *dong == 850_000_000_000_000).count(),
        1
    );
    assert!(part(&bytes, "xl/styles.xml").contains("(?)"));
}
