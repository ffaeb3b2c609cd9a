//! A round as planning staff meet it: offices that send twice, corrected, as a copy, with nothing, late, broken; an
//! activity that two offices tell. Which files count, how each office stands, what the total is, before and after what a
//! person decides.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};

use crate::support::marked::part;
use crate::support::sheet::TextBook;
use tempfile::TempDir;
use tonghop::write::package::{self, Changes};

const TRIEU: i64 = 1_000_000;

const PROJECT: &str = r#"
[programme]
id = "tra-vinh-hcm"
name = "Chương trình hợp tác giữa TP. Hồ Chí Minh và tỉnh Trà Vinh"
start = 2009-03-20
end = 2020-12-31
[period]
id = "2020-06"
start = 2009-03-20
end = 2020-06-30
deadline = 2020-09-04
[lists]
units = "units.csv"
"#;

const UNITS: &str = "\
code,name,aliases,kind,valid_from,valid_to,successor,deadline,side,partner
so-yt,Sở Y tế tỉnh Trà Vinh,Sở Y tế,department,,,,
so-gddt,Sở Giáo dục và Đào tạo tỉnh Trà Vinh,Sở GD&ĐT,department,,,,
so-xd,Sở Xây dựng tỉnh Trà Vinh,Sở XD,department,,,,
so-nv,Sở Nội vụ tỉnh Trà Vinh,Sở NV,department,,,,
so-gtvt,Sở Giao thông vận tải tỉnh Trà Vinh,Sở GTVT,department,,,,
so-tttt,Sở Thông tin và Truyền thông tỉnh Trà Vinh,Sở TT&TT,department,,,,
so-khcn,Sở Khoa học và Công nghệ tỉnh Trà Vinh,Sở KH&CN,department,,,,
so-nnptnt,Sở Nông nghiệp và Phát triển nông thôn tỉnh Trà Vinh,Sở NN&PTNT,department,,,,
h-cang-long,Ủy ban nhân dân huyện Càng Long,UBND H. Càng Long,district,,,,2020-09-30
h-tra-cu,Ủy ban nhân dân huyện Trà Cú,UBND H. Trà Cú,district,,,,2020-09-30,Trà Vinh,q-6
q-6,Ủy ban nhân dân Quận 6,UBND Q6,district,,,,2020-09-30,TP. Hồ Chí Minh,
bql-kkt,Ban Quản lý Khu kinh tế Trà Vinh,BQL KKT,department,,,,
";

/// A form of an office: activities with their amounts in triệu đồng.
fn form(office: &str, saved: &str, activities: &[(&str, &str)]) -> TextBook {
    let mut text = format!(
        "saved: {saved}\n1 | {office}\n2 | Đơn vị tính: triệu đồng\n3 | STT | Nội dung hoạt động | Đơn vị hỗ trợ | Thời gian thực hiện | Kinh phí hỗ trợ\n"
    );
    for (row, (name, amount)) in (4..).zip(activities) {
        text.push_str(&format!(
            "{row} | {} | {name} | Sở Y tế TP. Hồ Chí Minh | 2019 | {amount}\n",
            row - 3
        ));
    }
    TextBook::parse(&text)
}

fn csv(office: &str, activities: &[(&str, &str)]) -> String {
    let mut text = format!(
        "{office}\nĐơn vị tính: triệu đồng\nSTT,Nội dung hoạt động,Đơn vị hỗ trợ,Thời gian thực hiện,Kinh phí hỗ trợ\n"
    );
    for (number, (name, amount)) in (1..).zip(activities) {
        text.push_str(&format!(
            "{number},{name},Sở Y tế TP. Hồ Chí Minh,2019,{amount}\n"
        ));
    }
    text
}

struct Round {
    folder: TempDir,
}

/// What a run of the program gave.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Round {
    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.folder.path().join("bao-cao").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn run(&self, args: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
            .current_dir(self.folder.path())
            .args(args)
            .env("TONGHOP_LANG", "vi")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The state of each office or file that gave way: `so-yt reported`, `(so-yt-1.xlsx) superseded`.
    fn states(&self) -> BTreeMap<String, String> {
        let ran = self.run(&["status", "bao-cao", "--format", "csv"]);
        let mut table = csv::Reader::from_reader(ran.out.as_bytes());
        let rows = table.records().map(Result::unwrap);
        rows.map(|row| match &row[2] {
            "superseded" => (format!("({})", &row[3]), row[2].to_owned()),
            state => (row[0].to_owned(), state.to_owned()),
        })
        .collect()
    }

    /// The amounts in the normalized table together, in đồng.
    fn total(&self) -> i64 {
        let ran = self.run(&["convert", "bao-cao", "-o", "-"]);
        let mut table = csv::Reader::from_reader(ran.out.as_bytes());
        let amount = table
            .headers()
            .unwrap()
            .iter()
            .position(|column| column == "amount_vnd")
            .unwrap();
        let rows = table.records().map(Result::unwrap);
        rows.filter_map(|row| row[amount].parse::<i64>().ok()).sum()
    }

    /// The codes of the findings with their files: `X305 so-yt-1.xlsx`.
    fn codes(&self) -> Vec<String> {
        let ran = self.run(&["check", "bao-cao", "--format", "csv"]);
        let mut table = csv::Reader::from_reader(ran.out.as_bytes());
        let rows = table.records().map(Result::unwrap);
        rows.map(|row| format!("{} {}", &row[0], &row[2])).collect()
    }

    fn decide(&self, args: &[&str]) -> Ran {
        let why = [
            "--reason",
            "Sở xác nhận",
            "--by",
            "Nguyễn Văn A",
            "--on",
            "2020-09-12",
        ];
        self.run(&[&["decide", "bao-cao"], args, &why[..]].concat())
    }
}

const COURSE: &str = "Tập huấn kỹ thuật nuôi tôm thẻ chân trắng";
const COURSE_IN_OTHER_WORDS: &str = "Mở lớp tập huấn nuôi tôm thẻ chân trắng tại huyện Càng Long";

fn round() -> Round {
    let round = Round {
        folder: tempfile::tempdir().unwrap(),
    };
    round.put("tonghop.toml", PROJECT);
    round.put("units.csv", UNITS);
    // Sent twice: the second time with another amount and one activity more.
    let health = "SỞ Y TẾ TỈNH TRÀ VINH";
    let first = [("Đào tạo bác sĩ", "100"), ("Tập huấn cấp cứu", "200")];
    let second = [
        ("Đào tạo bác sĩ", "100"),
        ("Tập huấn cấp cứu", "250"),
        ("Mua máy siêu âm", "400"),
    ];
    round.put(
        "so-yt-1.xlsx",
        form(health, "2020-08-20T02:00:00", &first).xlsx(),
    );
    round.put(
        "moi/so-yt.xlsx",
        form(health, "2020-08-25T02:00:00", &second).xlsx(),
    );
    // A text file that is sent back, corrected, and laid beside the first under another name.
    let school = [("Xây trường học", "500"), ("Tặng sách", "chưa có số liệu")];
    round.put(
        "so-gddt.csv",
        csv("SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH TRÀ VINH", &school),
    );
    round.run(&["check", "bao-cao", "--return", "tra-lai"]);
    let returned = fs::read(round.folder.path().join("tra-lai/so-gddt.xlsx")).unwrap();
    round.put(
        "GDDT da sua.xlsx",
        corrected(&returned, "chưa có số liệu", "70"),
    );
    // The same bytes under two names.
    let building = form(
        "SỞ XÂY DỰNG TỈNH TRÀ VINH",
        "2020-08-20T02:00:00",
        &[("Quy hoạch đô thị", "900")],
    );
    round.put("so-xd.xlsx", building.xlsx());
    round.put("so-xd (1).xlsx", building.xlsx());
    // Nothing to report, in words.
    round.put(
        "so-nv.csv",
        csv("SỞ NỘI VỤ TỈNH TRÀ VINH", &[]) + "Không phát sinh\n",
    );
    // Late; and late for others, not for a district.
    round.put(
        "so-gtvt.xlsx",
        form(
            "SỞ GIAO THÔNG VẬN TẢI TỈNH TRÀ VINH",
            "2020-09-10T02:00:00",
            &[("Xây cầu", "1200")],
        )
        .xlsx(),
    );
    round.put(
        "h-cang-long.xlsx",
        form(
            "ỦY BAN NHÂN DÂN HUYỆN CÀNG LONG",
            "2020-09-10T02:00:00",
            &[(COURSE, "60"), ("Làm đường", "30")],
        )
        .xlsx(),
    );
    // Broken on its way.
    let broken = building.xlsx();
    round.put("Sở TT&TT.xlsx", &broken[..broken.len() / 2]);
    // Two files of one office, and nothing that tells which is later.
    let science = "SỞ KHOA HỌC VÀ CÔNG NGHỆ TỈNH TRÀ VINH";
    round.put(
        "so-khcn.csv",
        csv(
            science,
            &[("Chuyển giao giống lúa", "10"), ("Nhà màng", "20")],
        ),
    );
    round.put(
        "so-khcn-2.csv",
        csv(
            science,
            &[("Chuyển giao giống lúa", "11"), ("Nhà màng", "20")],
        ),
    );
    // A pair: one activity told alike by both sides, one with two amounts, one by one side alone.
    let tra_cu = [
        ("Xây 05 căn nhà tình thương xã Hàm Giang", "250"),
        ("Tặng học bổng cho học sinh nghèo", "80"),
    ];
    let district_6 = [
        ("Tặng học bổng học sinh nghèo huyện Trà Cú", "90"),
        ("Hỗ trợ xây 5 căn nhà tình thương tại xã Hàm Giang", "250"),
        ("Tặng 02 máy siêu âm", "640"),
    ];
    round.put(
        "h-tra-cu.csv",
        csv("ỦY BAN NHÂN DÂN HUYỆN TRÀ CÚ", &tra_cu) + ",Tổng cộng,,,330\n",
    );
    round.put(
        "q-6.csv",
        csv("ỦY BAN NHÂN DÂN QUẬN 6", &district_6) + ",Tổng cộng,,,980\n",
    );
    // The district's course once more, in other words.
    round.put(
        "so-nnptnt.xlsx",
        form(
            "SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN TỈNH TRÀ VINH",
            "2020-08-20T02:00:00",
            &[(COURSE_IN_OTHER_WORDS, "60")],
        )
        .xlsx(),
    );
    round
}

/// A workbook with one of its texts typed over.
fn corrected(workbook: &[u8], wrong: &str, right: &str) -> Vec<u8> {
    let mut changes = Changes::default();
    for name in ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"] {
        let text = part(workbook, name);
        changes
            .written
            .insert(name.into(), text.replace(wrong, right).into());
    }
    package::patched(workbook, &changes).unwrap()
}

#[test]
fn each_office_stands_as_it_has_sent_and_counts_once() {
    let round = round();
    let states = round.states();
    let of = |name: &str| states.get(name).map(String::as_str);
    for (office, state) in [
        ("so-yt", "reported"),
        ("(so-yt-1.xlsx)", "superseded"),
        ("so-gddt", "reported"),
        ("(so-gddt.csv)", "superseded"),
        ("so-xd", "reported"),
        ("so-nv", "nil"),
        ("so-gtvt", "late"),
        ("h-cang-long", "reported"),
        ("so-tttt", "invalid"),
        ("so-khcn", "reported"),
        ("so-nnptnt", "reported"),
        ("h-tra-cu", "reported"),
        ("q-6", "reported"),
        ("bql-kkt", "missing"),
    ] {
        assert_eq!(of(office), Some(state), "{office}: {states:?}");
    }
    let copies = states.iter().filter(|(name, _)| name.starts_with("(so-xd"));
    assert_eq!(copies.count(), 1);
    // so-yt the second time, so-gddt corrected, so-xd once, so-gtvt, h-cang-long, so-nnptnt; so-khcn not yet. Of the pair
    // what h-tra-cu tells, and what q-6 alone tells.
    let pair = (250 + 80) + 640;
    let total = (100 + 250 + 400) + (500 + 70) + 900 + 1200 + (60 + 30) + 60 + pair;
    assert_eq!(round.total(), total * TRIEU);
    let codes = round.codes();
    for code in [
        "X305 so-yt-1.xlsx",
        "X305 so-gddt.csv",
        "X304 so-gtvt.xlsx",
        "X307 so-nv.csv",
        "X308 so-khcn.csv",
        "X302 so-nnptnt.xlsx",
        "X302 q-6.csv",
        "X310 q-6.csv",
    ] {
        let found = codes.iter().filter(|found| *found == code);
        assert_eq!(found.count(), 1, "{code}: {codes:?}");
    }
    // What is counted elsewhere is in its own sheet's total all the same.
    assert!(
        !codes.iter().any(|code| code.starts_with("S2")),
        "{codes:?}"
    );
    insta::with_settings!({snapshot_path => "../round_versions", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("status", round.run(&["status", "bao-cao"]).out);
    });
}

#[test]
fn what_is_decided_holds_on_every_run_and_only_for_what_it_speaks_of() {
    let round = round();
    let before = round.total();
    let ran = round.decide(&["--count", "so-khcn-2.csv"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(round.total(), before + (11 + 20) * TRIEU);
    assert!(round.codes().contains(&"X305 so-khcn.csv".to_owned()));
    let ran = round.decide(&["--same", "h-cang-long.xlsx!B4", "so-nnptnt.xlsx!B4"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let decided = before + (11 + 20) * TRIEU - 60 * TRIEU;
    assert_eq!(round.total(), decided);
    assert!(!round.codes().contains(&"X302 so-nnptnt.xlsx".to_owned()));
    let late = || {
        let codes = round.run(&["check", "bao-cao", "--format", "csv"]).out;
        codes
            .lines()
            .find(|line| line.starts_with("X304"))
            .unwrap()
            .to_owned()
    };
    assert!(late().contains(",warning,"));
    let ran = round.decide(&["--accept", "X304", "--at", "so-gtvt.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        late().contains(",info,") && late().contains("Sở xác nhận"),
        "{}",
        late()
    );
    // What the pair tells of two activities counts twice.
    let ran = round.decide(&["--apart", "h-tra-cu.csv!B4", "q-6.csv!B5"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let decided = decided + 250 * TRIEU;
    assert_eq!(round.total(), decided);
    assert!(!round.codes().contains(&"X302 q-6.csv".to_owned()));
    // Nothing of it is stale, and the last decision on an office holds.
    assert!(!round.codes().iter().any(|code| code.starts_with("X312")));
    round.decide(&["--count", "so-khcn.csv"]);
    assert_eq!(round.total(), decided - TRIEU);
    insta::with_settings!({snapshot_path => "../round_versions", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("decisions", fs::read_to_string(round.folder.path().join("bao-cao/decisions.toml")).unwrap());
        insta::assert_snapshot!("decided", round.run(&["decide", "bao-cao"]).out);
    });
    // The district sends another amount: the decision speaks of what is not there any more.
    let district = form(
        "ỦY BAN NHÂN DÂN HUYỆN CÀNG LONG",
        "2020-09-15T02:00:00",
        &[(COURSE, "65"), ("Làm đường", "30")],
    );
    round.put("h-cang-long.xlsx", district.xlsx());
    let stale = round
        .codes()
        .into_iter()
        .filter(|code| code.starts_with("X312"));
    assert_eq!(stale.count(), 1);
    assert_eq!(round.total(), decided - TRIEU + 65 * TRIEU);
}

#[test]
fn a_decision_without_reason_or_subject_is_refused() {
    let round = round();
    for args in [
        &["--count", "so-khcn.csv"][..],
        &["--count", "so-khcn.csv", "--by", "A"],
        &["--count", "none.csv", "--by", "A", "--reason", "B"],
        &[
            "--same",
            "so-yt.xlsx!B1",
            "so-xd.xlsx!B4",
            "--by",
            "A",
            "--reason",
            "B",
        ],
        &[
            "--accept",
            "V110",
            "--at",
            "so-xd.xlsx!B4",
            "--by",
            "A",
            "--reason",
            "B",
        ],
    ] {
        let ran = round.run(&[&["decide", "bao-cao"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert!(!round.folder.path().join("bao-cao/decisions.toml").exists());
    }
    round.put("decisions.toml", "[[count]]\nfile = \"a\"\n");
    let ran = round.run(&["check", "bao-cao"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("counts"), "{}", ran.err);
}

#[test]
fn what_changed_is_told_by_content_and_not_by_row() {
    let round = round();
    let files = ["diff", "bao-cao/so-yt-1.xlsx", "bao-cao/moi/so-yt.xlsx"];
    let ran = round.run(&files);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::with_settings!({snapshot_path => "../round_versions", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("diff", ran.out);
    });
    // The next round: rows in another order, in other words, one gone, one new, one moved to another office.
    let next = Round {
        folder: tempfile::tempdir().unwrap(),
    };
    next.put("tonghop.toml", PROJECT);
    next.put("units.csv", UNITS);
    let health = [
        ("Mua 01 máy siêu âm", "400"),
        ("Tập huấn cấp cứu", "275,5"),
        ("Khám bệnh từ thiện", "35"),
    ];
    let saved = "2020-08-25T02:00:00";
    let form = form("SỞ Y TẾ TỈNH TRÀ VINH", saved, &health);
    next.put("so-yt.xlsx", form.xlsx());
    let old = round.folder.path().join("bao-cao/moi/so-yt.xlsx");
    let old_folder = next.folder.path().join("truoc");
    fs::create_dir(&old_folder).unwrap();
    fs::copy(old, old_folder.join("so-yt.xlsx")).unwrap();
    fs::write(old_folder.join("tonghop.toml"), PROJECT).unwrap();
    fs::write(old_folder.join("units.csv"), UNITS).unwrap();
    for (name, format) in [
        ("diff-rounds", "text"),
        ("diff-rounds-csv", "csv"),
        ("diff-rounds-json", "json"),
    ] {
        let ran = next.run(&["diff", "truoc", "bao-cao", "--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        insta::with_settings!({snapshot_path => "../round_versions", prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(name, ran.out);
        });
    }
    let ran = next.run(&[
        "merge",
        "bao-cao",
        "--since",
        "truoc",
        "-o",
        "tong-hop.xlsx",
    ]);
    assert!(ran.err.contains("Đã ghi"), "{}", ran.err);
    let workbook = fs::read(next.folder.path().join("tong-hop.xlsx")).unwrap();
    assert!(part(&workbook, "xl/workbook.xml").contains("Thay đổi"));
    // Nothing is a change of itself.
    let ran = next.run(&["diff", "bao-cao", "bao-cao", "--format", "csv"]);
    assert_eq!(ran.out.lines().count(), 1);
}

#[test]
fn the_period_before_is_read_where_the_project_names_it() {
    let round = round();
    let before = PROJECT.replace("2020-06-30", "2019-12-31");
    round.put("../2019-12/tonghop.toml", before);
    round.put("../2019-12/units.csv", UNITS);
    let office = "SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN TỈNH TRÀ VINH";
    round.put("../2019-12/so-nnptnt.csv", csv(office, &[(COURSE, "75")]));
    let project = PROJECT.replace("deadline =", "previous = \"../2019-12\"\ndeadline =");
    round.put("tonghop.toml", project);
    let codes = round.codes();
    assert!(
        codes.contains(&"P401 so-nnptnt.xlsx".to_owned()),
        "{codes:?}"
    );
    round.put(
        "tonghop.toml",
        PROJECT.replace("deadline =", "previous = \"../2018\"\ndeadline ="),
    );
    let ran = round.run(&["check", "bao-cao"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("period.previous"), "{}", ran.err);
}
