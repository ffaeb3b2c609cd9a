//! A project made by `init`: by flags or by answers, whole or not at all, and taken by the commands that follow.

use std::cell::RefCell;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Cursor, Write};
use std::path::Path;
use std::rc::Rc;

use crate::support::inbox::{Inbox, form};
use tonghop::cli::{self, Terminal};
use tonghop::register::{Pasted, WhyLeftOut, province_called};

/// What is written is kept.
#[derive(Clone, Default)]
struct Kept(Rc<RefCell<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs `init` for a person who gives these answers; gives the exit code and what the person saw.
fn answer(folder: &Path, args: &[&str], answers: &str) -> (u8, String) {
    let seen = Kept::default();
    let mut terminal = Terminal::new(Box::new(io::sink()), Box::new(seen.clone()));
    terminal.input = Some(Box::new(Cursor::new(answers.to_owned())));
    let target = folder.join("du-an").into_os_string();
    let first = ["tonghop", "--lang", "vi", "init"].map(OsString::from);
    let args = args.iter().map(OsString::from);
    let code = cli::run(first.into_iter().chain([target]).chain(args), &mut terminal);
    let seen = String::from_utf8(seen.0.borrow().clone()).unwrap();
    (code, seen.replace(&*folder.to_string_lossy(), ""))
}

#[test]
fn who_sits_at_a_terminal_is_asked_for_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let answers = "\n31/6/2020\n30/6/2020\n1/7/2020\n1/1/2020\nmai\n\nTrà Cú\nKien Giang\nTP. HCM\n\nkhong-co.txt\n\n";
    let (code, seen) = answer(folder.path(), &[], answers);
    assert_eq!(code, 0, "{seen}");
    insta::assert_snapshot!(seen);
    let project = fs::read_to_string(folder.path().join("du-an/tonghop.toml")).unwrap();
    for line in [
        "id = \"kien-giang-hcm\"",
        "id = \"2020-H1\"",
        "# deadline = 2020-09-04",
        "giữa Thành phố Hồ Chí Minh và tỉnh Kiên Giang\"",
    ] {
        assert!(project.contains(line), "{line}\n{project}");
    }
}

#[test]
fn who_has_given_enough_is_asked_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let given = [
        "--to",
        "2020-06-30",
        "--province",
        "Trà Vinh",
        "--name",
        "Hợp tác",
    ];
    let (code, seen) = answer(folder.path(), &given, "");
    assert_eq!(code, 0, "{seen}");
    assert!(!seen.contains("báo cáo:"), "{seen}");
}

#[test]
fn who_leaves_before_the_end_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let (code, seen) = answer(folder.path(), &[], "30/6/2020\n");
    assert_eq!(code, 2);
    assert!(
        seen.ends_with("chưa trả lời hết; không ghi tệp nào\n"),
        "{seen}"
    );
    assert!(!folder.path().join("du-an").exists());
}

const LIST: &str = "1. Sở Y tế;\n2. Sở Giáo dục và Đào tạo;\n3. Liên minh Hợp tác xã tỉnh \"Trà Vinh\"\n- UBND huyện Trà Cú.\n";

#[test]
fn the_commands_that_follow_take_the_project() {
    for lang in ["vi", "en"] {
        let inbox = Inbox::new();
        inbox.put("noi-nhan.txt", LIST);
        let made = inbox.run_in(
            lang,
            &[
                "init",
                "nhan",
                "--province",
                "Trà Vinh",
                "--name",
                "Hợp \"tác\" \\ 1",
                "--from",
                "2009-03-20",
                "--to",
                "2020-06-30",
                "--deadline",
                "2020-09-04",
                "--units",
                "noi-nhan.txt",
            ],
        );
        assert_eq!(made.code, 0, "{}", made.err);
        let forms = inbox.run(&[
            "template",
            "--all-units",
            "-o",
            "bieu",
            "--project",
            "nhan/tonghop.toml",
        ]);
        assert_eq!(forms.code, 0, "{}", forms.err);
        assert_eq!(
            fs::read_dir(inbox.folder.path().join("bieu"))
                .unwrap()
                .count(),
            4
        );
        for (file, office) in [
            ("a.xlsx", "SỞ Y TẾ"),
            ("b.xlsx", "SỞ GD&ĐT TỈNH TRÀ VINH"),
            ("c.xlsx", "UBND HUYỆN TRÀ CÚ"),
            ("d.xlsx", "LIÊN MINH HỢP TÁC XÃ TỈNH TRÀ VINH"),
        ] {
            let form = form(
                office,
                "2020-08-20T02:00:00",
                &[("Tập huấn", "2019", "100")],
            );
            inbox.put(&format!("nhan/{file}"), form);
        }
        let checked = inbox.run(&["check", "nhan", "--format", "csv"]);
        assert_eq!(checked.code, 0, "{}", checked.out);
        let states = inbox.run(&["status", "nhan", "--format", "csv"]).out;
        assert_eq!(states.matches(",reported,").count(), 4, "{states}");
        let merged = inbox.run(&["merge", "nhan", "-o", "th.xlsx"]);
        assert_eq!(merged.code, 0, "{}", merged.err);
    }
}

#[test]
fn a_list_that_lies_among_the_submissions_is_told() {
    let inbox = Inbox::new();
    inbox.put("nhan/noi-nhan.txt", LIST);
    let given = [
        "init",
        "nhan",
        "--name",
        "A",
        "--to",
        "2020-06-30",
        "--units",
        "nhan/noi-nhan.txt",
    ];
    let ran = inbox.run(&given);
    assert!(
        ran.err.contains("Chuyển “nhan/noi-nhan.txt” ra khỏi"),
        "{}",
        ran.err
    );
    let units = fs::read_to_string(inbox.folder.path().join("nhan/units.csv")).unwrap();
    // Of no province the names are as they were pasted.
    assert!(units.contains("so-yt,Sở Y tế,"), "{units}");
}

#[test]
fn nothing_is_overwritten_and_nothing_is_half_written() {
    for name in ["tonghop.toml", "units.csv", "sectors.csv"] {
        let inbox = Inbox::new();
        inbox.put(&format!("nhan/{name}"), "của tôi");
        let given = [
            "init",
            "nhan",
            "--province",
            "Trà Vinh",
            "--name",
            "A",
            "--to",
            "2020-06-30",
        ];
        let ran = inbox.run(&given);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(name), "{}", ran.err);
        let left: Vec<_> = fs::read_dir(inbox.folder.path().join("nhan"))
            .unwrap()
            .collect();
        assert_eq!(left.len(), 1);
        let kept = fs::read_to_string(inbox.folder.path().join("nhan").join(name)).unwrap();
        assert_eq!(kept, "của tôi");
    }
    // A file where the folder should be.
    let inbox = Inbox::new();
    inbox.put("nhan", "của tôi");
    let ran = inbox.run(&[
        "init",
        "nhan",
        "--province",
        "Trà Vinh",
        "--name",
        "A",
        "--to",
        "2020-06-30",
    ]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn every_province_has_a_project() {
    for (name, day) in [
        ("Hà Nội", "2020-06-30"),
        ("TP. Hồ Chí Minh", "2025-12-31"),
        ("Vĩnh Long", "2025-12-31"),
        ("Huế", "2025-06-30"),
        ("Lào Cai", "2025-12-31"),
    ] {
        let inbox = Inbox::new();
        let ran = inbox.run(&["init", "d", "--province", name, "--name", "A", "--to", day]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
}

#[test]
fn a_pasted_line_is_an_office_or_told() {
    let province = province_called("Trà Vinh", None);
    let day = "2020-06-30".parse().ok();
    let read = |text: &str| Pasted::read(text.as_bytes(), province, day).unwrap();
    for (line, code, name) in [
        ("1. Sở Y tế;", "so-yt", "Sở Y tế tỉnh Trà Vinh"),
        (
            "(2) SỞ GIÁO DỤC VÀ ĐÀO TẠO",
            "so-gddt",
            "Sở Giáo dục và Đào tạo tỉnh Trà Vinh",
        ),
        (
            "a) Sở LĐTB&XH./.",
            "so-ldtbxh",
            "Sở Lao động - Thương binh và Xã hội tỉnh Trà Vinh",
        ),
        (
            "– UBND thành phố Trà Vinh;",
            "tp-tra-vinh",
            "Ủy ban nhân dân thành phố Trà Vinh",
        ),
        (
            "IV/ Công an tỉnh (để phối hợp)",
            "cong-an",
            "Công an tỉnh Trà Vinh",
        ),
        (
            "3\tSở Tư pháp\t0294 3853 853",
            "so-tp",
            "Sở Tư pháp tỉnh Trà Vinh",
        ),
        (
            "Kính gửi: Sở Xây dựng",
            "so-xd",
            "Sở Xây dựng tỉnh Trà Vinh",
        ),
        // Of another province, and of none that is known.
        (
            "Sở Y tế tỉnh Bến Tre",
            "so-yt-ben-tre",
            "Sở Y tế tỉnh Bến Tre",
        ),
        ("Sở Kỳ lạ và Mới mẻ", "so-klmm", "Sở Kỳ lạ và Mới mẻ"),
        ("UBND huyện Mỹ Xuyên", "h-my-xuyen", "UBND huyện Mỹ Xuyên"),
        ("UBND xã Long Đức", "x-long-duc", "UBND xã Long Đức"),
        ("Tỉnh đoàn", "tinh-doan", "Tỉnh đoàn Trà Vinh"),
        (
            "Công ty Điện lực Trà Vinh",
            "cong-ty-dien-luc",
            "Công ty Điện lực Trà Vinh",
        ),
        ("水利局", "don-vi", "水利局"),
    ] {
        let pasted = read(line);
        assert_eq!(pasted.left_out, [], "{line}");
        let unit = &pasted.units[0];
        assert_eq!(
            (unit.code.as_str(), unit.name.as_str()),
            (code, name),
            "{line}"
        );
    }
    for (line, why) in [
        ("- Như trên;", WhyLeftOut::NoOffice),
        ("- Lưu: VT.", WhyLeftOut::NoOffice),
        ("- UBND tỉnh (b/c);", WhyLeftOut::NoOffice),
        ("UBND TỈNH TRÀ VINH", WhyLeftOut::NoOffice),
        ("II. Các đơn vị sự nghiệp:", WhyLeftOut::NoOffice),
        ("Các hội, đoàn thể tỉnh", WhyLeftOut::Many),
    ] {
        let pasted = read(line);
        assert_eq!(pasted.units, [], "{line}");
        let told: Vec<WhyLeftOut> = pasted.left_out.iter().map(|left| left.why).collect();
        assert_eq!(told, [why], "{line}");
    }
    let all = read("Các sở, ngành tỉnh\nUBND các huyện, thị xã, thành phố\nSở Y tế\n");
    let of = |kind: &str| all.units.iter().filter(|unit| unit.kind == kind).count();
    assert_eq!((of("department"), of("district")), (16, 9));
    assert_eq!(all.left_out[0].why, WhyLeftOut::Twice);
    // Two offices of one code, and letters that cannot be read.
    let twice = read("Sở Kỳ lạ\nSở Kinh lý\n");
    let codes: Vec<&str> = twice.units.iter().map(|unit| unit.code.as_str()).collect();
    assert_eq!(codes, ["so-kl", "so-kl-2"]);
    assert!(Pasted::read(b"S\xf3 Y t\xea\n", province, day).is_err());
}
