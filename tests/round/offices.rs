//! Offices that come and go: whose report a report is, from whom one is due, and until when.

use crate::support::inbox::{Inbox, form};

const PROJECT: &str = r#"
[programme]
id = "tra-vinh-hcm"
start = 2009-03-20
end = 2025-12-31
[period]
id = "2025-06"
start = 2009-03-20
end = 2025-06-30
deadline = 2025-07-10
[lists]
units = "units.csv"
"#;

/// Departments as they were merged on 1 March 2025, and one that was renamed twice.
const UNITS: &str = "\
code,name,aliases,kind,valid_from,valid_to,successor
so-tc,Sở Tài chính tỉnh Trà Vinh,Sở TC,department,,,
so-khdt,Sở Kế hoạch và Đầu tư tỉnh Trà Vinh,Sở KH&ĐT,department,,2025-02-28,so-tc
so-nnptnt,Sở Nông nghiệp và Phát triển nông thôn tỉnh Trà Vinh,,department,,2025-02-28,so-nnmt
so-tnmt,Sở Tài nguyên và Môi trường tỉnh Trà Vinh,,department,,2025-02-28,so-nnmt
so-nnmt,Sở Nông nghiệp và Môi trường tỉnh Trà Vinh,,department,2025-03-01,,
so-xd,Sở Xây dựng tỉnh Trà Vinh,,department,,,
";

fn inbox(project: &str, units: &str) -> Inbox {
    let inbox = Inbox::new();
    inbox.put("bao-cao/tonghop.toml", project);
    inbox.put("bao-cao/units.csv", units);
    inbox
}

/// The lines of a CSV that a run printed, without some columns.
fn lines(text: &str, columns: &[usize]) -> String {
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let rows = table.records().map(Result::unwrap);
    let cells = rows.map(|row| {
        let cells: Vec<&str> = columns.iter().map(|column| &row[*column]).collect();
        cells.join(" | ") + "\n"
    });
    cells.collect()
}

/// `office name | record | đồng` of the normalized table.
fn records(inbox: &Inbox, more: &[&str]) -> String {
    let args = [&["convert", "bao-cao", "-o", "-"], more].concat();
    let out = inbox.run(&args).out;
    let header = out.lines().next().unwrap();
    let at = |name: &str| header.split(',').position(|column| column == name).unwrap();
    lines(&out, &[at("unit_code"), at("activity"), at("amount_vnd")])
}

fn status(inbox: &Inbox, more: &[&str]) -> String {
    let args = [&["status", "bao-cao", "--format", "csv"], more].concat();
    lines(&inbox.run(&args).out, &[0, 2, 3, 4])
}

/// A round after the departments were merged, in which most forms still bear the old names.
fn merged() -> Inbox {
    let inbox = inbox(PROJECT, UNITS);
    let put = |name: &str, office: &str, activities: &[(&str, &str, &str)]| {
        inbox.put(
            &format!("bao-cao/{name}"),
            form(office, "2025-07-01T02:00:00", activities),
        );
    };
    put(
        "so-khdt.xlsx",
        "SỞ KẾ HOẠCH VÀ ĐẦU TƯ TỈNH TRÀ VINH",
        &[("Xúc tiến đầu tư", "2019", "100")],
    );
    put(
        "nnptnt.xlsx",
        "SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN TỈNH TRÀ VINH",
        &[("Nuôi tôm", "2019", "200"), ("Trồng dừa", "2020", "300")],
    );
    put(
        "tnmt.xlsx",
        "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG TỈNH TRÀ VINH",
        &[("Quan trắc nước", "2021", "400")],
    );
    put(
        "so-xd.xlsx",
        "SỞ XÂY DỰNG TỈNH TRÀ VINH",
        &[("Quy hoạch", "2021", "500")],
    );
    inbox
}

#[test]
fn a_report_of_an_office_that_is_no_more_is_its_successors() {
    let inbox = merged();
    insta::assert_snapshot!(
        "merged",
        [
            records(&inbox, &[]),
            status(&inbox, &[]),
            inbox.run(&["status", "bao-cao"]).out,
            inbox.run(&["check", "bao-cao", "--all"]).out,
            inbox.run_in("en", &["status", "bao-cao"]).out,
        ]
        .join("\n---\n")
    );
}

#[test]
fn the_day_asked_for_is_the_day_whose_offices_report() {
    let inbox = merged();
    for (day, due) in [
        ("2025-02-28", "so-tc so-khdt so-nnptnt so-tnmt so-xd"),
        ("28/02/2025", "so-tc so-khdt so-nnptnt so-tnmt so-xd"),
        ("2025-03-01", "so-tc so-nnmt so-xd"),
    ] {
        let states = status(&inbox, &["--as-of", day]);
        let codes: Vec<&str> = states
            .lines()
            .map(|line| line.split(' ').next().unwrap())
            .collect();
        assert_eq!(codes.join(" "), due, "{day}");
    }
    let before = records(&inbox, &["--as-of", "2025-02-28"]);
    assert!(before.contains("so-khdt | Xúc tiến đầu tư"), "{before}");
    let ran = inbox.run(&["merge", "bao-cao", "-o", "th.xlsx", "--as-of", "2025-02-28"]);
    assert!(ran.err.contains("chưa gửi"), "{}", ran.err);
    for wrong in ["2025-02-30", "hôm nay"] {
        let ran = inbox.run(&["check", "bao-cao", "--as-of", wrong]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("--as-of"), "{}", ran.err);
    }
}

#[test]
fn lists_of_merged_offices_are_no_versions_of_one_list() {
    let inbox = merged();
    // The merged department sends what only it has; then what both had before, which takes their place.
    let own = form(
        "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG TỈNH TRÀ VINH",
        "2025-07-05T02:00:00",
        &[("Hội thảo chung", "2025", "50")],
    );
    inbox.put("bao-cao/nnmt.xlsx", own);
    let told = records(&inbox, &[]);
    for activity in ["Nuôi tôm", "Trồng dừa", "Quan trắc nước", "Hội thảo chung"] {
        assert!(told.contains(&format!("so-nnmt | {activity}")), "{told}");
    }
    let whole = form(
        "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG TỈNH TRÀ VINH",
        "2025-07-06T02:00:00",
        &[
            ("Nuôi tôm", "2019", "200"),
            ("Trồng dừa", "2020", "350"),
            ("Hội thảo chung", "2025", "50"),
        ],
    );
    inbox.put("bao-cao/nnmt.xlsx", whole);
    let told = records(&inbox, &[]);
    assert_eq!(told.matches("Nuôi tôm").count(), 1, "{told}");
    assert!(told.contains("Trồng dừa | 350000000"), "{told}");
    assert!(told.contains("Quan trắc nước | 400000000"), "{told}");
}

#[test]
fn successors_are_followed_to_one_that_exists() {
    let units = "\
code,name,valid_from,valid_to,successor
so-tm,Sở Thương mại tỉnh Trà Vinh,,2007-12-31,so-ct-cu
so-ct-cu,Sở Công nghiệp tỉnh Trà Vinh,,,so-ct
so-ct,Sở Công Thương tỉnh Trà Vinh,2008-05-01,,
so-td,Sở Thủy sản tỉnh Trà Vinh,,2007-12-31,so-khac
";
    let inbox = inbox(PROJECT, units);
    for (file, office) in [("a", "SỞ THƯƠNG MẠI"), ("b", "SỞ THỦY SẢN")] {
        let form = form(office, "", &[(office, "2019", "100")]);
        inbox.put(&format!("bao-cao/{file}.xlsx"), form);
    }
    insta::assert_snapshot!(
        "followed",
        [
            // One that names its successor without a last day ends when that one begins.
            status(&inbox, &[]),
            status(&inbox, &["--as-of", "2008-04-30"]),
            status(&inbox, &["--as-of", "2007-06-30"]),
        ]
        .join("\n")
    );
}

#[test]
fn successors_that_lead_back_are_a_mistake_of_the_list() {
    let units = "\
code,name,valid_to,successor
so-a,Sở A,,so-b
so-d,Sở D,,so-c
so-b,Sở B,2020-01-01,so-c
so-c,Sở C,,so-b
so-e,Sở E,,so-e
";
    let inbox = inbox(PROJECT, units);
    inbox.put("bao-cao/a.csv", "STT,Nội dung hoạt động\n");
    let ran = inbox.run(&["check", "bao-cao"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(
        "circles",
        ran.err.replace(&*inbox.folder.path().to_string_lossy(), "")
    );
}

/// One line for all districts, two of which have days of their own.
const KINDS: &str = "\
code,name,kind,deadline,cutoff
*,Mọi huyện,District,2025-07-20,2025-05-31
so-xd,Sở Xây dựng tỉnh Trà Vinh,department,,
so-yt,Sở Y tế tỉnh Trà Vinh,department,,2025-12-31
h-tra-cu,Ủy ban nhân dân huyện Trà Cú,district,,
h-cau-ke,Ủy ban nhân dân huyện Cầu Kè,district,2025-07-05,
h-tieu-can,Ủy ban nhân dân huyện Tiểu Cần,district,,2025-07-31
";

#[test]
fn one_line_holds_for_all_offices_of_a_kind() {
    let inbox = inbox(PROJECT, KINDS);
    for (file, office) in [
        ("so-xd", "SỞ XÂY DỰNG TỈNH TRÀ VINH"),
        ("so-yt", "SỞ Y TẾ TỈNH TRÀ VINH"),
        ("h-tra-cu", "UBND HUYỆN TRÀ CÚ"),
        ("h-cau-ke", "UBND HUYỆN CẦU KÈ"),
        ("h-tieu-can", "UBND HUYỆN TIỂU CẦN"),
    ] {
        let activities = [
            ("Tháng tư", "4/2025", "100"),
            ("Tháng sáu", "6/2025", "100"),
            ("Tháng bảy", "7/2025", "100"),
            ("Tháng tám", "8/2025", "100"),
        ];
        let form = form(office, "2025-07-15T02:00:00", &activities);
        inbox.put(&format!("bao-cao/{file}.xlsx"), form);
    }
    let states = inbox
        .run(&["status", "bao-cao", "--format", "json"])
        .out
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            format!(
                "{} {} {}\n",
                line["unit_code"], line["state"], line["deadline"]
            )
        })
        .collect::<String>();
    let told = inbox.run(&["check", "bao-cao", "--format", "json"]).out;
    let told = told
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter(|finding| ["V112", "X304"].contains(&finding["code"].as_str().unwrap()))
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}\n", text("file"), text("code"), text("message"))
        })
        .collect::<String>();
    insta::assert_snapshot!("kinds", [states, told].join("\n"));
}

#[test]
fn forms_and_letters_tell_the_days_of_their_own_office() {
    let inbox = inbox(PROJECT, KINDS);
    inbox.run(&[
        "template",
        "-o",
        "bao-cao/bieu",
        "--unit",
        "h-tra-cu",
        "--unit",
        "so-xd",
    ]);
    for (name, deadline, cutoff) in [
        ("Ủy ban nhân dân huyện Trà Cú", "20/07/2025", "31/05/2025"),
        ("Sở Xây dựng tỉnh Trà Vinh", "10/07/2025", "30/06/2025"),
    ] {
        let seen = inbox.run(&[
            "inspect",
            &format!("bao-cao/bieu/Danh mục hoạt động hỗ trợ - {name} - 2025-06.xlsx"),
            "--format",
            "json",
        ]);
        assert!(
            seen.out.contains(&format!("chậm nhất ngày {deadline}")),
            "{}",
            seen.out
        );
        assert!(seen.out.contains(&format!("đến {cutoff}")), "{}", seen.out);
    }
    let form = form("UBND HUYỆN TRÀ CÚ", "", &[("Tháng tư", "chưa rõ", "100")]);
    inbox.put("bao-cao/h-tra-cu.xlsx", form);
    inbox.run(&["check", "bao-cao/h-tra-cu.xlsx", "--return", "tra-lai"]);
    let letter = std::fs::read_to_string(inbox.folder.path().join("tra-lai/h-tra-cu.txt")).unwrap();
    assert!(letter.contains("ngày 20/7/2025"), "{letter}");
    assert!(letter.contains("số liệu đến ngày 31/5/2025"), "{letter}");
}

#[test]
fn what_is_wrong_with_a_line_for_a_kind_is_told_with_its_line() {
    let units = "\
code,name,kind,deadline,email
*,,,2025-07-20,
*,,distric,2025-07-20,
*,,department,2025-07-20,a@b.vn
*,,district,2025-07-20,
*,,DISTRICT,2025-07-21,
so-xd,Sở Xây dựng,department,,
h-tra-cu,Ủy ban nhân dân huyện Trà Cú,district,,
";
    let inbox = inbox(PROJECT, units);
    inbox.put("bao-cao/a.csv", "STT,Nội dung hoạt động\n");
    let told = ["vi", "en"].map(|lang| {
        let ran = inbox.run_in(lang, &["check", "bao-cao"]);
        assert_eq!(ran.code, 2);
        ran.err.replace(&*inbox.folder.path().to_string_lossy(), "")
    });
    insta::assert_snapshot!("kind_mistakes", told.join("\n"));
}
