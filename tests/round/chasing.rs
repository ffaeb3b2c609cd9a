//! What chases a report: the page of how the offices stand, and the letters to those that owe one.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};

use crate::support::sheet::TextBook;
use tempfile::TempDir;

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
[issuer]
name = "Sở Kế hoạch và Đầu tư tỉnh Trà Vinh"
letter = "1687/SKHĐT-THKTKG ngày 26/8/2020"
contact = "Phòng Tổng hợp, điện thoại 0294 3862 289"
[lists]
units = "units.csv"
"#;

const UNITS: &str = "\
code,name,aliases,kind,deadline,email
so-yt,Sở Y tế tỉnh Trà Vinh,Sở Y tế,department,,
so-xd,Sở Xây dựng tỉnh Trà Vinh,Sở XD,department,,
so-nv,Sở Nội vụ tỉnh Trà Vinh,Sở NV,department,,vanthu@sonv.example
so-tttt,Sở Thông tin và Truyền thông tỉnh Trà Vinh,Sở TT&TT,department,,vanthu@sotttt.example
h-cang-long,Ủy ban nhân dân huyện Càng Long,UBND H. Càng Long,district,2020-09-30,vp@canglong.example; thongke@canglong.example
bql-kkt,\"Ban Quản lý <b>Khu kinh tế</b> & \"\"KCN\"\" Trà Vinh\",BQL KKT,department,,
";

/// A form of an office: activities with their amounts in triệu đồng.
fn form(office: &str, saved: &str, activities: &[(&str, &str)]) -> Vec<u8> {
    let mut text = format!(
        "saved: {saved}\n1 | {office}\n2 | Đơn vị tính: triệu đồng\n3 | STT | Nội dung hoạt động | Đơn vị hỗ trợ | Thời gian thực hiện | Kinh phí hỗ trợ\n"
    );
    for (row, (name, amount)) in (4..).zip(activities) {
        text.push_str(&format!(
            "{row} | {} | {name} | Sở Y tế TP. Hồ Chí Minh | 2019 | {amount}\n",
            row - 3
        ));
    }
    TextBook::parse(&text).xlsx()
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
        let path = self.folder.path().join(name);
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
}

/// One office in each state; one of them has sent twice.
fn round() -> Round {
    let round = Round {
        folder: tempfile::tempdir().unwrap(),
    };
    round.put("bao-cao/tonghop.toml", PROJECT);
    round.put("bao-cao/units.csv", UNITS);
    let health = "SỞ Y TẾ TỈNH TRÀ VINH";
    let first = form(health, "2020-08-20T02:00:00", &[("Đào tạo bác sĩ", "100")]);
    let second = [("Đào tạo bác sĩ", "110"), ("Cấp thuốc", "chưa có")];
    let second = form(health, "2020-08-25T02:00:00", &second);
    round.put("bao-cao/so-yt.xlsx", first);
    round.put("bao-cao/so-yt (2).xlsx", second);
    let building = "SỞ XÂY DỰNG TỈNH TRÀ VINH";
    let late = form(building, "2020-09-10T02:00:00", &[("Quy hoạch", "1200")]);
    round.put("bao-cao/so-xd.xlsx", &late);
    round.put("bao-cao/Sở TT&TT.xlsx", &late[..late.len() / 2]);
    let nothing = "SỞ NỘI VỤ TỈNH TRÀ VINH\nĐơn vị tính: triệu đồng\nSTT,Nội dung hoạt động,Đơn vị hỗ trợ,Thời gian thực hiện,Kinh phí hỗ trợ\nKhông phát sinh\n";
    round.put("bao-cao/so-nv.csv", nothing);
    round
}

/// Texts that a person reads stand in `tests/chasing`.
fn pinned(name: &str, text: impl AsRef<str>) {
    insta::with_settings!({snapshot_path => "../chasing", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!(name, text.as_ref());
    });
}

#[test]
fn the_page_of_the_states_is_pinned() {
    let round = round();
    for lang in ["vi", "en"] {
        let args = ["status", "bao-cao", "--format", "html", "--lang", lang];
        let ran = round.run(&args);
        assert_eq!(ran.code, 1, "{}", ran.err);
        // Style and the policy that names it are long.
        let (head, rest) = ran.out.split_once("<style>").unwrap();
        let (style, body) = rest.split_once("</style>").unwrap();
        assert!(!style.contains('<'));
        let (before, policy) = head.split_once("content=\"default-src").unwrap();
        let (policy, after) = policy.split_once("\">").unwrap();
        assert!(policy.contains("script-src 'none'"), "{policy}");
        pinned(
            &format!("page.{lang}"),
            format!("{before}content=\"…\">{after}<style>…{body}"),
        );
        assert!(!body.contains("<script") && !body.contains("<b>Khu"));
        for away in ["http:", "https:", "url(", "@import", "src="] {
            assert!(!ran.out.contains(away), "{away}");
        }
    }
}

#[test]
fn the_page_is_written_whole_and_is_no_submission() {
    let round = round();
    let before = round.run(&["status", "bao-cao", "--format", "csv"]);
    let page = "bao-cao/tinh-hinh.html";
    let args = ["status", "bao-cao", "--format", "html", "-o", page];
    assert_eq!(round.run(&args).code, 1);
    let first = fs::read(round.folder.path().join(page)).unwrap();
    assert_eq!(round.run(&args).code, 1);
    assert!(first == fs::read(round.folder.path().join(page)).unwrap());
    let after = round.run(&["status", "bao-cao", "--format", "csv"]);
    assert_eq!(before.out, after.out);
}

#[test]
fn without_a_register_the_page_says_so() {
    let round = round();
    fs::remove_file(round.folder.path().join("bao-cao/tonghop.toml")).unwrap();
    let args = ["status", "bao-cao", "--format", "html"];
    let told = "Không có danh sách đơn vị nên không biết đơn vị nào chưa gửi.";
    assert!(round.run(&args).out.contains(told));
}

/// All files of a folder below the round's, by their names.
fn files(round: &Round, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(round.folder.path().join(folder));
    let entries = entries.into_iter().flatten().map(Result::unwrap);
    let of = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        (name, fs::read(entry.path()).unwrap())
    };
    entries.map(of).collect()
}

fn names(round: &Round, folder: &str) -> Vec<String> {
    files(round, folder).into_keys().collect()
}

/// A letter as a person sees it.
fn read(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).unwrap();
    let bare = text.trim_start_matches('\u{feff}');
    assert!(text.starts_with('\u{feff}') && !text.replace("\r\n", "").contains('\n'));
    bare.replace("\r\n", "\n")
}

const REMIND: [&str; 4] = ["status", "bao-cao", "--remind", "nhac"];

#[test]
fn offices_that_owe_a_report_are_reminded_and_no_others() {
    let round = round();
    let ran = round.run(&[&REMIND[..], &["--until", "2020-09-15"]].concat());
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("gửi muộn"), "the states are told as ever");
    pinned("told.vi", &ran.err);
    let letters = files(&round, "nhac");
    assert_eq!(
        letters.keys().collect::<Vec<_>>(),
        [
            "bql-kkt.eml",
            "bql-kkt.txt",
            "h-cang-long.eml",
            "h-cang-long.txt",
            "so-tttt.eml",
            "so-tttt.txt"
        ]
    );
    pinned("missing.vi", read(&letters["bql-kkt.txt"]));
    pinned("own-deadline.vi", read(&letters["h-cang-long.txt"]));
    pinned("invalid.vi", read(&letters["so-tttt.txt"]));
    let english = ["--until", "2020-09-15", "--lang", "en"];
    let ran = round.run(&[&REMIND[..], &english].concat());
    pinned("told.en", &ran.err);
    let letters = files(&round, "nhac");
    pinned("missing.en", read(&letters["bql-kkt.txt"]));
    pinned("invalid.en", read(&letters["so-tttt.txt"]));
    let without_new_deadline = round.run(&REMIND);
    assert_eq!(without_new_deadline.code, 1);
    pinned("no-until.vi", read(&files(&round, "nhac")["bql-kkt.txt"]));
}

#[test]
fn a_reminder_is_a_draft_for_any_mail_program() {
    let round = round();
    round.run(&REMIND);
    let letters = files(&round, "nhac");
    let mail = String::from_utf8(letters["h-cang-long.eml"].clone()).unwrap();
    pinned("mail", mail.replace("\r\n", "\n"));
    assert!(!mail.replace("\r\n", "").contains(['\r', '\n']));
    assert!(mail.lines().all(|line| line.len() <= 78));
    // Whose address nobody knows has no line for it.
    let mail = String::from_utf8(letters["bql-kkt.eml"].clone()).unwrap();
    assert!(!mail.contains("\r\nTo:") && mail.contains("X-Unsent: 1\r\n"));
    for header in ["Date:", "Message-ID:", "From:"] {
        assert!(!mail.contains(&format!("\r\n{header}")), "{header}");
    }
    round.run(&[&REMIND[..], &["--threads", "1"]].concat());
    assert_eq!(files(&round, "nhac"), letters);
}

#[test]
fn letters_go_when_no_office_needs_them_and_nothing_else_does() {
    let round = round();
    round.run(&REMIND);
    // Somebody else's files, and our letters of another round.
    let other = files(&round, "nhac")["bql-kkt.txt"].clone();
    let other = String::from_utf8(other).unwrap();
    let earlier = other.replace("2020-06/", "2019-12/");
    let quoted = format!("Anh gửi giúp em.\r\n{other}");
    round.put("nhac/so-yt.txt", &earlier);
    round.put("nhac/ghi-chu.txt", &quoted);
    round.put(
        "nhac/thu.eml",
        "Subject: a\r\n\r\nX-Tonghop-Letter: reminder a/b/c\r\n",
    );
    round.put("nhac/bang.xlsx", "x");
    let building = "BAN QUẢN LÝ KHU KINH TẾ VÀ KCN TRÀ VINH";
    let units = UNITS.replace("BQL KKT,", "Ban Quản lý Khu kinh tế và KCN Trà Vinh,");
    round.put("bao-cao/units.csv", units);
    let sent = form(building, "2020-09-01T02:00:00", &[("Mở đường", "900")]);
    round.put("bao-cao/kkt.xlsx", sent);
    let ran = round.run(&REMIND);
    assert!(ran.err.contains("Đã bỏ 2 tệp thư nhắc"), "{}", ran.err);
    let left = files(&round, "nhac");
    assert_eq!(
        left.keys().collect::<Vec<_>>(),
        [
            "bang.xlsx",
            "ghi-chu.txt",
            "h-cang-long.eml",
            "h-cang-long.txt",
            "so-tttt.eml",
            "so-tttt.txt",
            "so-yt.txt",
            "thu.eml"
        ]
    );
    assert_eq!(left["so-yt.txt"], earlier.as_bytes());
    assert_eq!(left["ghi-chu.txt"], quoted.as_bytes());
}

#[test]
fn nothing_of_anybody_else_is_written_over() {
    let round = round();
    round.put("nhac/so-tttt.txt", "Gọi lại chị Lan chiều thứ Ba.");
    let ran = round.run(&REMIND);
    assert_eq!(ran.code, 2);
    pinned("taken", &ran.err);
    assert_eq!(names(&round, "nhac"), ["so-tttt.txt"], "all or none");
}

#[test]
fn a_letter_that_somebody_has_changed_is_neither_written_over_nor_taken_away() {
    let round = round();
    assert_eq!(round.run(&REMIND).code, 1);
    let first = files(&round, "nhac");
    for (name, from, to) in [
        ("bql-kkt.txt", "Kính gửi", "\u{feff}Kính gửi"),
        ("bql-kkt.txt", "Rất mong", "Chúng tôi rất mong"),
        ("bql-kkt.eml", "Subject: ", "To: <a@b.vn>\r\nSubject: "),
    ] {
        let path = format!("nhac/{name}");
        let text = String::from_utf8(first[name].clone()).unwrap();
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        round.put(&path, &changed);
        if name == "bql-kkt.txt" && from == "Kính gửi" {
            // Another mark at the beginning is no word.
            assert_eq!(round.run(&REMIND).code, 1);
            assert_eq!(files(&round, "nhac"), first);
            continue;
        }
        let before = files(&round, "nhac");
        // The report is held back with the letters.
        let with_report = [&REMIND[..], &["-o", "tinh-hinh.txt"]].concat();
        let ran = round.run(&with_report);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(
            ran.err.contains(&format!("đã có tệp “{path}”")),
            "{}",
            ran.err
        );
        assert!(
            ran.err.contains("chọn thư mục khác cho --remind"),
            "{}",
            ran.err
        );
        assert_eq!(files(&round, "nhac"), before);
        assert!(!round.folder.path().join("tinh-hinh.txt").exists());
        assert_eq!(round.run(&[&REMIND[..], &["--replace"]].concat()).code, 1);
        assert_eq!(files(&round, "nhac"), first);
        // The office needs none any more.
        round.put(&path, &changed);
        let units = fs::read_to_string(round.folder.path().join("bao-cao/units.csv")).unwrap();
        let fewer: String = units
            .split_inclusive('\n')
            .filter(|line| !line.starts_with("bql-kkt"))
            .collect();
        round.put("bao-cao/units.csv", fewer);
        let ran = round.run(&[&REMIND[..], &["--replace"]].concat());
        assert!(ran.err.contains("Đã bỏ 1 tệp thư nhắc"), "{}", ran.err);
        let kept = format!("Giữ lại “{path}”: tệp đã được sửa sau khi ghi.");
        assert!(ran.err.contains(&kept), "{}", ran.err);
        let left = files(&round, "nhac");
        assert_eq!(left.get(name), Some(&changed.into_bytes()));
        assert_eq!(left.len(), first.len() - 1);
        round.put("bao-cao/units.csv", units);
        fs::remove_file(round.folder.path().join(&path)).unwrap();
        assert_eq!(round.run(&REMIND).code, 1);
    }
}

#[test]
fn reminders_among_the_submissions_are_none() {
    let round = round();
    let before = round.run(&["status", "bao-cao", "--format", "csv"]).out;
    for lang in ["vi", "en"] {
        let args = [
            "status",
            "bao-cao",
            "--remind",
            "bao-cao/nhac",
            "--lang",
            lang,
        ];
        assert_eq!(round.run(&args).code, 1);
        let after = round.run(&["status", "bao-cao", "--format", "csv"]).out;
        assert_eq!(before, after);
        let findings = round.run(&["check", "bao-cao", "--format", "csv"]).out;
        assert!(!findings.contains("nhac/"), "{findings}");
    }
}

#[test]
fn nobody_is_reminded_where_nothing_tells_who_owes() {
    let round = round();
    for args in [
        &["status", "bao-cao/so-xd.xlsx", "--remind", "nhac"][..],
        &[
            "status",
            "bao-cao",
            "--remind",
            "nhac",
            "--project",
            "khac/tonghop.toml",
        ],
    ] {
        let other = PROJECT.replace("[lists]\nunits = \"units.csv\"\n", "");
        round.put("khac/tonghop.toml", other);
        let ran = round.run(args);
        assert!(ran.err.contains("không soạn thư nhắc"), "{}", ran.err);
        assert!(names(&round, "nhac").is_empty());
    }
    let ran = round.run(&["status", "bao-cao", "--until", "2020-09-15"]);
    assert_eq!(ran.code, 2, "a deadline for no letter");
}

#[test]
fn who_reports_for_others_is_told_so_once() {
    let round = round();
    let units = "code,name,reports_for,email\nso-yt,Sở Y tế tỉnh Trà Vinh,,\na,Phòng A,b|c,sai địa@chỉ\nb,Phòng B,a,\nc,Phòng C,,\n";
    round.put("bao-cao/units.csv", units);
    let ran = round.run(&REMIND);
    assert_eq!(names(&round, "nhac"), ["a.eml", "a.txt"], "{}", ran.err);
    let letter = read(&files(&round, "nhac")["a.txt"]);
    assert!(
        letter.contains("(gồm cả phần của Phòng B và Phòng C)"),
        "{letter}"
    );
    assert!(
        ran.err.contains("“sai” (a) không phải địa chỉ"),
        "{}",
        ran.err
    );
}

/// A second form, of its own headings.
const SCHOLARSHIPS: &str = r#"
id = "hoc-bong"
version = 1
vi = "Danh sách học bổng"
en = "Scholarships"
titles = ["danh sách học bổng"]
default_scale = 1

[[field]]
id = "school"
kind = "text"
role = "name"
required = true
headings = ["Trường"]
columns = [{ id = "school", vi = "Trường", en = "School" }]

[[field]]
id = "pupils"
kind = "quantity"
required = true
headings = ["Số học sinh"]
columns = [{ id = "pupils", vi = "Số học sinh", en = "Pupils" }, { id = "pupils_unit", vi = "Đơn vị", en = "Unit" }]
"#;

#[test]
fn where_several_forms_are_due_each_is_asked_for() {
    let round = round();
    let forms = "[templates]\nuse = [\"support-activities\", \"hoc-bong.toml\"]\n";
    round.put("bao-cao/tonghop.toml", format!("{PROJECT}{forms}"));
    round.put("bao-cao/hoc-bong.toml", SCHOLARSHIPS);
    let ran = round.run(&REMIND);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let letters = files(&round, "nhac");
    let said = |name: &str| read(&letters[name]);
    let both = "theo biểu mẫu “Danh mục hoạt động hỗ trợ” và “Danh sách học bổng”";
    assert!(said("bql-kkt.txt").contains(both));
    // Who has sent one of them owes the other.
    assert!(said("so-yt.txt").contains("theo biểu mẫu “Danh sách học bổng”"));
    assert!(said("so-yt.txt").contains("chưa nhận được báo cáo nêu trên"));
    // Where nobody has said that both are due, one will do.
    fs::remove_file(round.folder.path().join("bao-cao/hoc-bong.toml")).unwrap();
    round.put("bao-cao/tonghop.toml", PROJECT);
    let ran = round.run(&REMIND);
    assert!(ran.err.contains("Đã bỏ"), "{}", ran.err);
    assert!(!names(&round, "nhac").contains(&"so-yt.txt".to_owned()));
}
