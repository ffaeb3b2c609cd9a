//! Several forms in a round: which one a table is of, what is due, and a table for each.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that fails may say so"
)]

use std::fs;
use std::process::{Command, Stdio};

use tempfile::TempDir;

const PROJECTS: &str = "\
SỞ KẾ HOẠCH VÀ ĐẦU TƯ TỈNH SÓC TRĂNG
DANH MỤC DỰ ÁN ĐẦU TƯ CỦA DOANH NGHIỆP TP. HỒ CHÍ MINH
,,,,,Đơn vị tính: tỷ đồng
STT,Tên dự án,Doanh nghiệp,Địa điểm,Diện tích (m²),Vốn đăng ký,Vốn thực hiện,Lao động
I,Các dự án đã đi vào hoạt động
1,Nhà máy chế biến tôm,Công ty A,KCN An Nghiệp,32000,350,350,420
2,Siêu thị,Công ty B,TP. Sóc Trăng,8500,\"120,5\",118,65
II,Dự án đang triển khai thực hiện
3,Kho lạnh,Công ty A,Huyện Trần Đề,1.200,48,12,
III,\"Dự án đã chấp thuận chủ trương, đang hoàn tất thủ tục\"
4,Khu dân cư,Công ty C,TP. Sóc Trăng,\"2,4 ha\",900,,
,Tổng cộng,,,,\"1.418,5\",480,485
";

const RESULTS: &str = "\
SỞ Y TẾ TỈNH SÓC TRĂNG
KẾT QUẢ THỰC HIỆN CHƯƠNG TRÌNH HỢP TÁC
STT,Nội dung thỏa thuận,Đơn vị chủ trì,Đơn vị phối hợp,Kết quả thực hiện,\"Khó khăn, vướng mắc\",Đề xuất
I,Lĩnh vực y tế
1,Đào tạo bác sĩ tuyến huyện,Sở Y tế,Bệnh viện Chợ Rẫy,12 bác sĩ đã tốt nghiệp,Kinh phí chậm,Đào tạo tiếp
2,Chuyển giao kỹ thuật mổ tim,Bệnh viện đa khoa,Bệnh viện Chợ Rẫy,Chưa thực hiện,,
";

const ACTIVITIES: &str = "\
SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH SÓC TRĂNG
,,,,Đơn vị tính: triệu đồng
STT,Nội dung hỗ trợ,Đơn vị hỗ trợ,Thời gian,Kinh phí
1,Tặng sách giáo khoa,Quận 5,2012,120
";

const UNITS: &str = "\
code,name,aliases
so-khdt,Sở Kế hoạch và Đầu tư tỉnh Sóc Trăng,Sở KH&ĐT
so-yt,Sở Y tế tỉnh Sóc Trăng,Sở Y tế
so-gddt,Sở Giáo dục và Đào tạo tỉnh Sóc Trăng,Sở GD&ĐT
so-ct,Sở Công Thương tỉnh Sóc Trăng,Sở CT
";

const PROJECT: &str = "[programme]\nid = \"st\"\n[period]\nid = \"2013-06\"\n[lists]\nunits = \"units.csv\"\nsectors = \"sectors.csv\"\n";

struct Round {
    folder: TempDir,
}

impl Round {
    fn new(project: &str) -> Self {
        let round = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        round.put("tonghop.toml", project);
        round.put("units.csv", UNITS);
        round.put("sectors.csv", "code,name\ny-te,Y tế\ngiao-duc,Giáo dục\n");
        round.put("du-an.csv", PROJECTS);
        round.put("ket-qua.csv", RESULTS);
        round.put("ho-tro.csv", ACTIVITIES);
        round
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
            .current_dir(self.folder.path())
            .args(args)
            .env("TONGHOP_LANG", "en")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (
            output.status.code().unwrap(),
            text(output.stdout),
            text(output.stderr),
        )
    }
}

/// Some columns of a table, a record a line.
fn columns(table: &str, wanted: &[&str]) -> Vec<String> {
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let headers = table.headers().unwrap().clone();
    let at: Vec<usize> = wanted
        .iter()
        .map(|name| headers.iter().position(|column| column == *name).unwrap())
        .collect();
    let rows = table.records().map(Result::unwrap);
    rows.map(|row| {
        let cells: Vec<&str> = at.iter().map(|at| &row[*at]).collect();
        cells.join(" | ")
    })
    .collect()
}

#[test]
fn each_form_gives_a_table_of_its_own() {
    let round = Round::new(PROJECT);
    let (_, _, told) = round.run(&["convert", ".", "-o", "out"]);
    let projects = columns(
        &round.read("out/investment-projects.csv"),
        &[
            "project",
            "investor",
            "registered_capital_vnd",
            "disbursed_capital_vnd",
            "area_ha",
            "jobs",
            "status_code",
            "status",
        ],
    );
    assert_eq!(
        projects,
        [
            "Nhà máy chế biến tôm | Công ty A | 350000000000 | 350000000000 | 3.2 | 420 | operating | Đã đi vào hoạt động",
            "Siêu thị | Công ty B | 120500000000 | 118000000000 | 0.85 | 65 | operating | Đã đi vào hoạt động",
            "Kho lạnh | Công ty A | 48000000000 | 12000000000 | 0.12 |  | implementing | Đang thực hiện",
            "Khu dân cư | Công ty C | 900000000000 |  | 2.4 |  | approved | Đã chấp thuận chủ trương",
        ],
        "{told}"
    );
    let results = columns(
        &round.read("out/sector-results.csv"),
        &["sector_code", "agreed_content", "partner_unit", "result"],
    );
    assert_eq!(
        results,
        [
            "y-te | Đào tạo bác sĩ tuyến huyện | Bệnh viện Chợ Rẫy | 12 bác sĩ đã tốt nghiệp",
            "y-te | Chuyển giao kỹ thuật mổ tim | Bệnh viện Chợ Rẫy | Chưa thực hiện",
        ]
    );
    let activities = columns(&round.read("out/support-activities.csv"), &["amount_vnd"]);
    assert_eq!(activities, ["120000000"]);
    let (_, found, _) = round.run(&["check", ".", "--format", "csv"]);
    assert_eq!(columns(&found, &["code", "file"]), ["X303 | "], "{found}");
}

#[test]
fn several_tables_of_different_forms_may_stand_on_one_sheet() {
    let round = Round::new(PROJECT);
    let all = format!("{ACTIVITIES}\n{PROJECTS}\n{RESULTS}");
    round.put("ho-tro.csv", &all);
    for name in ["du-an.csv", "ket-qua.csv"] {
        fs::remove_file(round.folder.path().join(name)).unwrap();
    }
    round.run(&["convert", "ho-tro.csv", "-o", "out"]);
    for (table, count) in [
        ("support-activities", 1),
        ("investment-projects", 4),
        ("sector-results", 2),
    ] {
        let table = round.read(&format!("out/{table}.csv"));
        assert_eq!(columns(&table, &["source_row"]).len(), count, "{table}");
    }
}

#[test]
fn one_table_is_asked_for_and_several_forms_were_met() {
    let round = Round::new(PROJECT);
    let (_, table, told) = round.run(&["convert", ".", "-o", "-"]);
    assert_eq!(columns(&table, &["amount_vnd"]), ["120000000"]);
    for other in [
        "the form “Investment projects” (4 records)",
        "the form “Results by sector” (2 records)",
    ] {
        assert!(told.contains(other), "{told}");
    }
    // Whoever names the forms wants a table for each.
    let named =
        format!("{PROJECT}[templates]\nuse = [\"support-activities\", \"sector-results\"]\n");
    round.put("tonghop.toml", &named);
    let (code, _, told) = round.run(&["convert", ".", "-o", "-"]);
    assert_eq!(code, 2);
    assert!(
        told.contains("several forms (support-activities and sector-results)"),
        "{told}"
    );
}

#[test]
fn a_form_is_due_only_where_it_was_asked_for_or_sent() {
    let round = Round::new(PROJECT);
    let state = |round: &Round| {
        let (_, table, _) = round.run(&["status", ".", "--format", "csv"]);
        columns(&table, &["unit_code", "state", "records"])
    };
    assert_eq!(
        state(&round),
        [
            "so-khdt | reported | 4",
            "so-yt | reported | 2",
            "so-gddt | reported | 1",
            "so-ct | missing | 0",
        ]
    );
    // Of an office that has sent two forms each is told.
    round.put(
        "ket-qua-2.csv",
        &RESULTS.replace("SỞ Y TẾ", "SỞ KẾ HOẠCH VÀ ĐẦU TƯ"),
    );
    assert_eq!(
        state(&round)[..3],
        [
            "so-khdt | reported | 4",
            "so-khdt | reported | 2",
            "so-yt | reported | 2"
        ]
    );
    let named = format!(
        "{PROJECT}[templates]\nuse = [\"support-activities\", \"investment-projects\", \"sector-results\"]\n"
    );
    round.put("tonghop.toml", &named);
    assert_eq!(state(&round).len(), 12);
}

#[test]
fn a_round_that_nothing_could_be_read_of_gives_the_usual_header() {
    let round = Round::new(PROJECT);
    fs::create_dir(round.folder.path().join("in")).unwrap();
    round.put("in/a.xlsx", "no workbook at all \u{1}\u{2}");
    let (code, table, _) = round.run(&["convert", "in", "-o", "-"]);
    assert_eq!((code, table.lines().count()), (1, 1));
    assert!(table.contains(",amount_vnd,"), "{table}");
}

const FORM: &str = "\
default_scale = 1000000
[[field]]
id = \"work\"
kind = \"text\"
role = \"name\"
required = true
headings = [\"Công trình\"]
columns = [{ id = \"work\", vi = \"Công trình\", en = \"Work\" }]
[[field]]
id = \"cost_vnd\"
kind = \"amount\"
role = \"total\"
required = true
headings = [\"Vốn\"]
columns = [{ id = \"cost_vnd\", vi = \"Vốn (đồng)\", en = \"Cost (VND)\" }]
";

#[test]
fn a_tie_between_forms_is_settled_by_the_title_or_told() {
    let round = Round::new(
        "[programme]\nid = \"p\"\n[period]\nid = \"2020\"\n[templates]\nuse = [\"done.toml\", \"planned.toml\"]\n",
    );
    for name in ["du-an.csv", "ket-qua.csv", "ho-tro.csv"] {
        fs::remove_file(round.folder.path().join(name)).unwrap();
    }
    for (id, vi, en, title) in [
        (
            "done",
            "Công trình đã xong",
            "Works done",
            "công trình hoàn thành",
        ),
        (
            "planned",
            "Công trình sẽ làm",
            "Works planned",
            "công trình hoàn thành trong kỳ tới",
        ),
    ] {
        let head = format!("id = \"{id}\"\nvi = \"{vi}\"\nen = \"{en}\"\ntitles = [\"{title}\"]\n");
        round.put(&format!("{id}.toml"), &format!("{head}{FORM}"));
    }
    let table = "STT,Công trình,Vốn (triệu đồng)\n1,Cầu Rạch Lọp,900\n";
    let titled = |title: &str| {
        round.put("a.csv", &format!("{title}\n{table}"));
        let (code, _, told) = round.run(&["convert", "a.csv", "-o", "out", "--replace"]);
        assert!(code < 2, "{told}");
        let made = fs::read_dir(round.folder.path().join("out")).unwrap();
        let mut made: Vec<String> = made
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        made.sort();
        fs::remove_dir_all(round.folder.path().join("out")).unwrap();
        made
    };
    assert_eq!(titled("DANH MỤC CÔNG TRÌNH HOÀN THÀNH"), ["done.csv"]);
    // The longer title says more.
    assert_eq!(
        titled("DANH MỤC CÔNG TRÌNH HOÀN THÀNH TRONG KỲ TỚI"),
        ["planned.csv"]
    );
    let (_, found, _) = round.run(&["check", "a.csv", "--format", "csv"]);
    assert!(!found.contains("T003"), "{found}");
    assert_eq!(titled("BÁO CÁO"), ["done.csv"]);
    let (code, found, _) = round.run(&["check", "a.csv", "--format", "csv"]);
    assert_eq!(code, 1);
    assert_eq!(
        columns(&found, &["code", "cell", "value"])[1],
        "T003 | A2:C2 | done"
    );
    let said = |lang: &str| {
        let (_, out, _) = round.run(&["check", "a.csv", "--lang", lang]);
        let mut lines = out.lines().skip_while(|line| !line.contains("T003"));
        let said: Vec<&str> = lines.by_ref().take(2).map(str::trim).collect();
        said.join("\n")
    };
    insta::assert_snapshot!(said("vi"), @r"
    ✗ A2:C2   lỗi T003: bảng này hợp như nhau với các mẫu “Công trình đã xong” và “Công trình sẽ làm”, và không có tên biểu nào cho biết là mẫu nào; đã đọc theo mẫu “Công trình đã xong”
    → Ghi tên biểu ở phía trên bảng, đúng như trong mẫu. Đợt này chỉ dùng một trong các mẫu đó thì ghi riêng mẫu ấy ở `use` trong [templates] của tonghop.toml.
    ");
    insta::assert_snapshot!(said("en"), @r"
    ✗ A2:C2   error T003: the table fits the forms “Works done” and “Works planned” equally well, and no title tells which it is; it was read as “Works done”
    → Write the form's title above the table, as the form has it. If the round uses only one of them, name that one alone as `use` under [templates] in tonghop.toml.
    ");
}

#[test]
fn what_sections_should_have_said_is_told() {
    let round = Round::new(PROJECT);
    let told = |sheet: &str| {
        round.put("du-an.csv", sheet);
        let (_, found, _) = round.run(&["check", "du-an.csv", "--format", "csv"]);
        columns(&found, &["code", "cell", "text"])
    };
    // A section that names no state leaves those below it without one.
    let other = PROJECTS.replace("Dự án đang triển khai thực hiện", "Dự án khác");
    assert_eq!(told(&other), ["V104 | B8 | Dự án khác"]);
    // Without sections the column is missing.
    let lines = PROJECTS.lines();
    let plain: Vec<&str> = lines.filter(|line| !line.starts_with('I')).collect();
    assert_eq!(told(&plain.join("\n")), ["T002 | A4:H4 | "]);
    // What was disbursed is more than what was registered.
    let more = PROJECTS
        .replace(",48,12,", ",48,52,")
        .replace(",480,", ",520,");
    assert_eq!(told(&more), ["V131 | G9 | 52"]);
}
