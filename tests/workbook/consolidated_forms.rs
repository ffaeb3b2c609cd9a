//! Consolidated workbooks of several forms, of forms without money, of texts: groups, counts, charts, and long texts.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use crate::support::calc::Calc;
use calamine::{Data, Range, Reader as _, Xlsx};
use tonghop::intake::Source;
use tonghop::register::Sectors;
use tonghop::round::{self, Round, Setup};
use tonghop::rule;
use tonghop::template;
use tonghop::write::consolidated::{self, By, Options};

const SECTORS: &str = "code,name\ny-te,Y tế\nthuy-san,Thủy sản\nthuong-mai,Thương mại\n";

const PROJECTS: &str = "\
SỞ KẾ HOẠCH VÀ ĐẦU TƯ TỈNH SÓC TRĂNG
DANH MỤC DỰ ÁN ĐẦU TƯ
,,,,,Đơn vị tính: tỷ đồng
STT,Tên dự án,Doanh nghiệp,Lĩnh vực,Diện tích (m²),Vốn đăng ký,Vốn thực hiện,Lao động,Tình trạng
1,Nhà máy chế biến tôm,Công ty Cổ phần A,Thủy sản,32000,350,350,420,Đang hoạt động
2,Siêu thị,Công ty TNHH B,Thương mại,8500,\"120,5\",118,65,Đang hoạt động
3,Kho lạnh,Cty CP A,Thủy sản,1.200,48,12,,Đang xây dựng
4,Khu dân cư,Công ty C,,\"2,4 ha\",900,,,Chấp thuận chủ trương
5,Chợ đêm,Công ty C,Thương mại,,dự kiến 30,,,Chấp thuận chủ trương
";

/// A result of several pages, in paragraphs.
fn long_result() -> String {
    let paragraph = |number: usize| {
        let sentence = format!("Đã tổ chức lớp tập huấn số {number} cho cán bộ trạm y tế xã. ");
        sentence.repeat(14).trim().to_owned()
    };
    let paragraphs: Vec<String> = (1..9).map(paragraph).collect();
    paragraphs.join("\n")
}

fn results() -> String {
    format!(
        "\
SỞ Y TẾ TỈNH SÓC TRĂNG
KẾT QUẢ THỰC HIỆN CHƯƠNG TRÌNH HỢP TÁC
STT,Lĩnh vực,Nội dung thỏa thuận,Đơn vị chủ trì,Kết quả thực hiện,\"Khó khăn, vướng mắc\",Đề xuất
1,Y tế,Đào tạo bác sĩ tuyến huyện,Sở Y tế,\"{}\",Kinh phí chậm,Đào tạo tiếp
2,Y tế,Chuyển giao kỹ thuật mổ tim,Bệnh viện đa khoa,Chưa thực hiện,,
",
        long_result()
    )
}

const ACTIVITIES: &str = "\
SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH SÓC TRĂNG
,,,,Đơn vị tính: triệu đồng
STT,Nội dung hỗ trợ,Đơn vị hỗ trợ,Thời gian,Kinh phí
1,Tặng sách giáo khoa,Quận 5,2012,120
";

fn read(sheets: &[(&str, &str)], templates: Vec<std::sync::Arc<template::Template>>) -> Round {
    let setup = Setup {
        sectors: Some(Sectors::read(SECTORS.as_bytes()).unwrap()),
        templates,
        ..Setup::default()
    };
    let sources: Vec<Source> = sheets
        .iter()
        .map(|(name, text)| Source::in_memory(name, text.as_bytes().to_vec()))
        .collect();
    round::read(&sources, Vec::new(), true, setup)
}

fn all_forms() -> Round {
    let results = results();
    let sheets = [
        ("du-an.csv", PROJECTS),
        ("ho-tro.csv", ACTIVITIES),
        ("ket-qua.csv", &*results),
    ];
    read(&sheets, template::defaults())
}

fn workbook(round: &Round, options: &Options) -> Vec<u8> {
    consolidated::workbook(round, &rule::check(round), options).unwrap()
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    open(bytes).worksheet_range(name).unwrap()
}

/// The texts of a sheet's rows, a row a line, blanks left out.
fn rows(range: &Range<Data>) -> Vec<Vec<String>> {
    let texts = range.rows().map(|row| -> Vec<String> {
        let cells = row.iter().map(ToString::to_string);
        cells.filter(|cell| !cell.is_empty()).collect()
    });
    texts.filter(|row| !row.is_empty()).collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn every_formula_of_several_forms_gives_what_is_stored() {
    let round = all_forms();
    for by in [By::Form, By::Sector, By::Unit, By::Year] {
        let options = Options {
            by,
            ..Options::default()
        };
        let book = Calc::open(&workbook(&round, &options));
        assert_eq!(book.wrong(), [""; 0], "{by:?}");
        for sheet in [
            "Bìa",
            "Tổng hợp 1",
            "Tổng hợp 2",
            "Chi tiết 2",
            "Theo tình trạng 2",
        ] {
            assert!(book.counts()[sheet] >= 4, "{sheet}");
        }
    }
    let notes = rows(&sheet(&workbook(&round, &Options::default()), "Ghi chú"));
    let verdicts = notes.iter().filter(|row| row[0] == "Kết luận");
    let verdicts: Vec<&str> = verdicts.map(|row| row[1].as_str()).collect();
    assert_eq!(verdicts, ["KHỚP"; 3]);
}

#[test]
fn the_cover_counts_what_each_form_counts() {
    let bytes = workbook(&all_forms(), &Options::default());
    let cover = rows(&sheet(&bytes, "Bìa"));
    let from = cover
        .iter()
        .position(|row| row[0] == "Danh mục dự án đầu tư")
        .unwrap();
    let said: Vec<String> = cover[from + 1..]
        .iter()
        .take(12)
        .map(|row| row.join(": "))
        .collect();
    assert_eq!(
        said,
        [
            "Số dự án: 5",
            "– đã đi vào hoạt động: 2",
            "– đang thực hiện: 1",
            "– đã chấp thuận chủ trương: 2",
            // `Cty CP A` is `Công ty Cổ phần A`.
            "Số doanh nghiệp: 3",
            "Tổng vốn đăng ký (đồng): 1418500000000",
            "Bằng chữ: Một nghìn bốn trăm mười tám tỷ năm trăm triệu đồng chẵn",
            "Vốn thực hiện (đồng): 480000000000",
            "Vốn dự kiến, cộng riêng (đồng): 30000000000",
            "Dự án chưa đọc được vốn: 0",
            "Tổng diện tích (ha): 6.57",
            "Tổng số lao động: 485",
        ]
    );
    let about = cover.iter().find(|row| row[0] == "Chi tiết 3").unwrap();
    assert_eq!(
        about[1],
        "mọi nội dung, mỗi nội dung một dòng, có lọc: kết quả thực hiện theo lĩnh vực"
    );
}

#[test]
fn a_form_is_grouped_and_its_charts_are_drawn_by_the_fields_that_it_names() {
    let round = all_forms();
    let bytes = workbook(&round, &Options::default());
    let summary = rows(&sheet(&bytes, "Tổng hợp 2"));
    let groups: Vec<&str> = summary
        .iter()
        .filter(|row| ["I", "II", "III", "IV"].contains(&row[0].as_str()))
        .map(|row| row[1].as_str())
        .collect();
    assert_eq!(
        groups,
        [
            "Đã đi vào hoạt động",
            "Đang thực hiện",
            "Đã chấp thuận chủ trương"
        ]
    );
    assert!(
        summary
            .iter()
            .any(|row| row[0] == "Vốn dự kiến (không tính vào tổng cộng)")
    );
    let names = open(&bytes).sheet_names();
    let of_projects: Vec<&String> = names.iter().filter(|name| name.ends_with(" 2")).collect();
    assert_eq!(
        of_projects,
        [
            "Trình ký 2",
            "Tổng hợp 2",
            "Chi tiết 2",
            "Theo lĩnh vực 2",
            "Theo tình trạng 2",
            "Theo đơn vị 2"
        ]
    );
    // Grouped by office the state is a column again.
    let options = Options {
        by: By::Unit,
        ..Options::default()
    };
    let summary = rows(&sheet(&workbook(&round, &options), "Tổng hợp 2"));
    let headings = summary.iter().find(|row| row[0] == "STT").unwrap();
    assert!(headings.contains(&"Tình trạng".to_owned()), "{headings:?}");
    assert!(!headings.contains(&"Đơn vị báo cáo".to_owned()));
}

#[test]
fn a_table_of_texts_has_no_money_and_loses_no_word() {
    let bytes = workbook(&all_forms(), &Options::default());
    let range = sheet(&bytes, "Tổng hợp 3");
    let summary = rows(&range);
    let all: String = summary.concat().join(" ");
    for never in [
        "Đơn vị tính",
        "TỔNG CỘNG",
        "Bằng chữ",
        "đồng",
        "xem trang Chi tiết",
    ] {
        assert!(!all.contains(never), "{never}");
    }
    // Columns that nobody filled in are left out.
    let headings = summary.iter().find(|row| row[0] == "STT").unwrap();
    assert_eq!(
        headings[1..],
        [
            "Nội dung thỏa thuận",
            "Đơn vị báo cáo",
            "Đơn vị chủ trì",
            "Kết quả thực hiện",
            "Thuận lợi, khó khăn",
            "Đề xuất"
        ]
    );
    let header = range.rows().position(|row| row[0] == "STT").unwrap();
    let of = |heading: &str| {
        let mut cells = range.rows().nth(header).unwrap().iter();
        cells.position(|cell| *cell == heading).unwrap()
    };
    let (result, first) = (of("Kết quả thực hiện"), of("Nội dung thỏa thuận"));
    let body: Vec<&[Data]> = range.rows().skip(header + 2).collect();
    let begin = body
        .iter()
        .position(|row| row[first].to_string().starts_with("Đào tạo"))
        .unwrap();
    let end = body
        .iter()
        .position(|row| row[first].to_string().starts_with("Chuyển giao"))
        .unwrap();
    let parts: Vec<String> = body[begin..end]
        .iter()
        .map(|row| row[result].to_string())
        .collect();
    assert!(parts.len() > 4, "{}", parts.len());
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    assert_eq!(words(&parts.join(" ")), words(&long_result()));
    // Only the first row of a record has its number, so that the control counts each once.
    let numbers = body
        .iter()
        .filter(|row| matches!(row[0], Data::Float(_) | Data::Int(_)));
    assert_eq!(numbers.count(), 2);
    // No row is higher than a row may be, and the record goes on over pages.
    let xml = part(&bytes, "xl/worksheets/sheet6.xml");
    let heights = xml.split(" ht=\"").skip(1).map(|rest| {
        let height = rest.split('"').next().unwrap();
        height.parse::<f64>().unwrap()
    });
    assert!(heights.fold(0.0, f64::max) <= 409.0);
    assert!(xml.contains("<rowBreaks"), "one page");
}

/// A form of one's own: what it is grouped by may stand in one another.
const WORKS: &str = "\
id = \"works\"
vi = \"Công trình\"
en = \"Works\"
default_scale = 1000000
[consolidated]
record = { vi = \"công trình\", en = \"work\", en_plural = \"works\" }
group = [\"district\", \"unit_name\", \"kind\"]
sums = [\"length\"]
counts = [{ distinct = \"kind\" }]
charts = [\"district\", \"kind\"]
[[lists.kinds]]
code = \"bridge\"
name = \"Cầu\"
[[lists.kinds]]
code = \"road\"
name = \"Đường\"
[[field]]
id = \"work\"
kind = \"text\"
role = \"name\"
required = true
headings = [\"Công trình\"]
columns = [{ id = \"work\", vi = \"Công trình\", en = \"Work\" }]
[[field]]
id = \"district\"
kind = \"text\"
headings = [\"Huyện\"]
columns = [{ id = \"district\", vi = \"Huyện\", en = \"District\" }]
[[field]]
id = \"kind\"
kind = \"code\"
list = \"kinds\"
headings = [\"Loại\"]
columns = [{ id = \"kind_code\", vi = \"Mã loại\", en = \"Kind code\" }, { id = \"kind\", vi = \"Loại\", en = \"Kind\" }]
[[field]]
id = \"length\"
kind = \"decimal\"
unit = \"m\"
headings = [\"Chiều dài\"]
columns = [{ id = \"length\", vi = \"Chiều dài (m)\", en = \"Length (m)\" }]
[[field]]
id = \"cost_vnd\"
kind = \"amount\"
headings = [\"Vốn\"]
columns = [{ id = \"cost_vnd\", vi = \"Vốn (đồng)\", en = \"Cost (VND)\" }]
";

const BUILT: &str = "\
SỞ XÂY DỰNG
STT,Công trình,Huyện,Loại,Chiều dài (m),Vốn (triệu đồng)
1,Cầu Rạch Lọp,Tiểu Cần,Cầu,\"40,5\",900
2,Đường Số 1,tiểu cần,Đường,1200,1500
3,Cầu Ô Chát,Tiểu Cần,Cầu,\"30,25\",700
4,Đường Số 2,Trà Cú,Đường,800,
";

#[test]
fn groups_may_stand_in_one_another() {
    let template = template::parse(WORKS, &BTreeMap::new()).unwrap();
    let round = read(&[("so-xd.csv", BUILT)], vec![std::sync::Arc::new(template)]);
    let bytes = workbook(&round, &Options::default());
    let book = Calc::open(&bytes);
    assert_eq!(book.wrong(), [""; 0]);
    // The page to be signed has the outermost groups.
    let front = rows(&sheet(&bytes, "Trình ký"));
    let from = front.iter().position(|row| row[0] == "STT").unwrap();
    let said: Vec<String> = front[from..from + 4]
        .iter()
        .map(|row| row.join(" | "))
        .collect();
    assert_eq!(
        said,
        [
            "STT | Huyện | Số công trình | Vốn | Tỷ lệ",
            "I | Tiểu Cần | 3 | 3100000000 | 1",
            "II | Trà Cú | 1 | 0 | 0",
            "TỔNG CỘNG | 4 | 3100000000 | 1 | Kiểm tra: các dòng cộng lại bằng tổng cộng",
        ]
    );
    let summary = rows(&sheet(&bytes, "Tổng hợp"));
    let from = summary.iter().position(|row| row[0] == "I").unwrap();
    let said: Vec<String> = summary[from..from + 13]
        .iter()
        .map(|row| row.join(" | "))
        .collect();
    let said: Vec<&str> = said
        .iter()
        .map(|row| row.split(" | so-xd").next().unwrap())
        .collect();
    assert_eq!(
        said,
        [
            "I | Tiểu Cần | 1270.75 | 3100000000",
            "I.1 | SỞ XÂY DỰNG | 1270.75 | 3100000000",
            "I.1.1 | Cầu | 70.75 | 1600000000",
            "1 | Cầu Rạch Lọp | 40.5 | 900000000",
            "2 | Cầu Ô Chát | 30.25 | 700000000",
            "I.1.2 | Đường | 1200 | 1500000000",
            "1 | Đường Số 1 | 1200 | 1500000000",
            "II | Trà Cú | 800 | 0",
            "II.1 | SỞ XÂY DỰNG | 800 | 0",
            "II.1.1 | Đường | 800 | 0",
            "1 | Đường Số 2 | 800",
            "TỔNG CỘNG | 2070.75 | 3100000000 | Kiểm tra: mọi dòng đều nằm trong một nhóm cộng",
            "Bằng chữ (tổng cộng): Ba tỷ một trăm triệu đồng chẵn. | Kiểm tra: dòng bằng chữ khớp với tổng cộng",
        ]
    );
    let by_district = rows(&sheet(&bytes, "Theo huyện"));
    // A spreadsheet compares without regard to case.
    assert!(
        by_district
            .iter()
            .any(|row| row.len() > 3 && row[1..3] == ["Tiểu Cần", "3"]),
        "{by_district:?}"
    );
    assert!(
        rows(&sheet(&bytes, "Theo loại"))
            .iter()
            .any(|row| row.len() > 3 && row[1..3] == ["Cầu", "2"])
    );
    let cover = rows(&sheet(&bytes, "Bìa"));
    assert!(
        cover.iter().any(|row| row[..] == ["Số loại", "2"]),
        "{cover:?}"
    );
}

#[test]
fn what_a_template_says_of_its_consolidation_is_checked() {
    let wrong = |from: &str, to: &str| {
        let text = WORKS.replace(from, to);
        assert_ne!(text, WORKS);
        let errors = template::parse(&text, &BTreeMap::new()).unwrap_err();
        [tonghop::lang::Lang::Vi, tonghop::lang::Lang::En].map(|lang| {
            let told: Vec<String> = errors.iter().map(|error| error.say(lang)).collect();
            told.join("; ")
        })
    };
    let told: Vec<[String; 2]> = [
        ("\"unit_name\", \"kind\"", "\"unit_name\", \"kinds\""),
        ("charts = [\"district\"", "charts = [\"cost_vnd\""),
        ("sums = [\"length\"]", "sums = [\"work\"]"),
        (
            "{ distinct = \"kind\" }",
            "{ distinct = \"kind\", by = \"kind\" }",
        ),
        ("{ distinct = \"kind\" }", "{ distinct = \"length\" }"),
        ("en_plural = \"works\"", "plural = \"works\""),
    ]
    .into_iter()
    .map(|(from, to)| wrong(from, to))
    .collect();
    insta::assert_debug_snapshot!(told, @r#"
    [
        [
            "dòng 7: “consolidated.group” nhắc đến trường “kinds” nhưng mẫu không có; gần nhất là “kind”",
            "line 7: “consolidated.group” names “kinds”, which is no field of the template; the nearest is “kind”",
        ],
        [
            "dòng 10: `consolidated.charts`: trường “cost_vnd” là số liệu nên không chia nhóm hay đếm theo được",
            "line 10: `consolidated.charts`: field “cost_vnd” holds figures, by which nothing can be grouped or counted",
        ],
        [
            "dòng 8: `consolidated.sums`: trường “work” không phải là số (`decimal`, `integer`) nên không cộng được; tiền thì luôn được cộng",
            "line 8: `consolidated.sums`: field “work” holds no numbers (`decimal`, `integer`) and cannot be added up; money always is",
        ],
        [
            "dòng 9: mỗi mục của `consolidated.counts` phải có đúng một trong hai khóa `by`, `distinct`",
            "line 9: each entry of `consolidated.counts` must have one of the keys `by` and `distinct`",
        ],
        [
            "dòng 9: `consolidated.counts`: trường “length” là số liệu nên không chia nhóm hay đếm theo được",
            "line 9: `consolidated.counts`: field “length” holds figures, by which nothing can be grouped or counted",
        ],
        [
            "dòng 6: không có khóa “plural”; gần nhất là “en_plural”; ở đây chỉ nhận: vi, en và en_plural",
            "line 6: there is no key “plural”; the nearest is “en_plural”; known here: vi, en and en_plural",
        ],
    ]
    "#);
}
