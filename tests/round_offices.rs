//! Offices that come and go: whose report a report is, from whom one is due, and until when.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may say so"
)]

mod support;

use support::inbox::{Inbox, form};

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
