//! What chases a report: the page of how the offices stand.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may say so"
)]

mod support;

use std::fs;
use std::process::{Command, Stdio};

use support::sheet::TextBook;
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
    insta::with_settings!({snapshot_path => "chasing", prepend_module_to_snapshot => false}, {
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
