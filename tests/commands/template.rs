//! `tonghop template` as it is run: which forms, under which names, and what is never written over.

use std::path::Path;

use crate::support::fill::Form;
use crate::support::own::{
    PROJECT, SECTORS, UNITS, above_info, form_of, read, record, rows, setup, text, two,
};
use tonghop::write::form::Typed;

/// Runs the program in a folder; gives its exit code and what it says.
fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_tonghop"))
        .current_dir(folder)
        .args(args)
        .env("TONGHOP_LANG", "en")
        .output()
        .unwrap();
    let said =
        String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), said)
}

/// A folder with the project of the sample round, and no submission.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("tonghop.toml"), PROJECT).unwrap();
    std::fs::write(home.path().join("units.csv"), UNITS).unwrap();
    std::fs::write(home.path().join("sectors.csv"), SECTORS).unwrap();
    home
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn every_office_gets_its_form() {
    let home = home();
    let (code, said) = run(home.path(), &["template", "-o", "bieu/di", "--all-units"]);
    assert_eq!((code, said.as_str()), (0, "Wrote 22 forms to “bieu/di”.\n"));
    let names = names(&home.path().join("bieu/di"));
    assert_eq!(names.len(), 22);
    assert_eq!(
        names[0],
        "Danh mục hoạt động hỗ trợ - Ban Quản lý Khu kinh tế Trà Vinh - 2020-06.xlsx"
    );
    // The same again changes nothing.
    assert_eq!(
        run(home.path(), &["template", "-o", "bieu/di", "--all-units"]).0,
        0
    );
}

#[test]
fn offices_that_are_gone_get_none() {
    let home = home();
    let units = "code,name,aliases,kind,valid_from,valid_to,successor\na,Sở Y tế,,,,,\nb,Sở Cũ,,,,2015-01-01,a\nc,Sở Mới,,,2025-03-01,,\n";
    std::fs::write(home.path().join("units.csv"), units).unwrap();
    assert_eq!(
        run(home.path(), &["template", "-o", "di", "--all-units"]).0,
        0
    );
    assert_eq!(
        names(&home.path().join("di")),
        ["Danh mục hoạt động hỗ trợ - Sở Y tế - 2020-06.xlsx"]
    );
}

#[test]
fn without_a_project_there_is_a_form_for_anybody() {
    let home = tempfile::tempdir().unwrap();
    let (code, said) = run(home.path(), &["template", "-o", "."]);
    assert_eq!((code, said.as_str()), (0, "Wrote 1 form to “.”.\n"));
    assert_eq!(names(home.path()), ["Danh mục hoạt động hỗ trợ.xlsx"]);
    let (code, said) = run(home.path(), &["check", "."]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_form_that_may_be_filled_in_is_not_written_over() {
    let home = home();
    let args = ["template", "-o", "di", "--unit", "so-yt", "--unit", "so-ct"];
    assert_eq!(run(home.path(), &args).0, 0);
    let path = home
        .path()
        .join("di/Danh mục hoạt động hỗ trợ - Sở Y tế tỉnh Trà Vinh - 2020-06.xlsx");
    let filled = Form::new(std::fs::read(&path).unwrap())
        .filled(&two())
        .bytes;
    std::fs::write(&path, &filled).unwrap();
    std::fs::remove_file(
        home.path()
            .join("di/Danh mục hoạt động hỗ trợ - Sở Công Thương tỉnh Trà Vinh - 2020-06.xlsx"),
    )
    .unwrap();
    let (code, said) = run(home.path(), &args);
    assert_eq!(code, 2);
    assert!(
        said.contains("Sở Y tế tỉnh Trà Vinh - 2020-06.xlsx” is there already"),
        "{said}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), filled);
    assert_eq!(names(&home.path().join("di")).len(), 1);
    assert_eq!(run(home.path(), &[&args[..], &["--replace"]].concat()).0, 0);
    assert_ne!(std::fs::read(&path).unwrap(), filled);
}

#[test]
fn a_form_of_the_last_period_is_never_written_over() {
    let home = home();
    assert_eq!(
        run(home.path(), &["template", "-o", "di", "--unit", "so-yt"]).0,
        0
    );
    let args = [
        "template",
        "-o",
        "di",
        "--unit",
        "so-yt",
        "--from",
        "di",
        "--replace",
    ];
    let (code, said) = run(home.path(), &args);
    assert_eq!(code, 2);
    assert!(said.contains("is one of the inputs"), "{said}");
}

#[test]
fn what_is_asked_for_and_is_not_there_is_told() {
    let home = home();
    let (code, said) = run(home.path(), &["template", "-o", "di", "--unit", "so-yte"]);
    assert_eq!(
        (code, said.as_str()),
        (
            2,
            "error: there is no office “so-yte” on the register; the nearest is so-yt (Sở Y tế tỉnh Trà Vinh)\n"
        )
    );
    let (code, said) = run(home.path(), &["template", "-o", "di", "--template", "x"]);
    assert_eq!(
        (code, said.as_str()),
        (
            2,
            "error: there is no form “x”; the forms in use: support-activities\n"
        )
    );
    assert!(!home.path().join("di").exists());
    let bare = tempfile::tempdir().unwrap();
    let (code, said) = run(bare.path(), &["template", "-o", "di", "--all-units"]);
    assert_eq!(code, 2);
    assert!(
        said.starts_with("error: there is no register of offices"),
        "{said}"
    );
}

#[test]
fn unfinished_records_of_the_last_period_go_to_their_offices() {
    let home = home();
    let old = home.path().join("ky-truoc");
    std::fs::create_dir(&old).unwrap();
    let project = PROJECT
        .replace("2020-06\"", "2019-12\"")
        .replace("end = 2020-06-30", "end = 2019-12-31");
    std::fs::write(old.join("tonghop.toml"), project).unwrap();
    std::fs::write(old.join("units.csv"), UNITS).unwrap();
    std::fs::write(old.join("sectors.csv"), SECTORS).unwrap();
    let base = |name: &str, time: &str, result: &str| {
        let mut cells = record(&[
            ("activity", text(name)),
            ("sector", text("Y tế")),
            ("provider", text("Sở Y tế TP. Hồ Chí Minh")),
            ("time", text(time)),
            ("amount_vnd", Typed::Number(12.5)),
        ]);
        if !result.is_empty() {
            cells.insert("result".to_owned(), text(result));
        }
        cells
    };
    let mut planned = base("Dự kiến", "2018", "Xong");
    planned.insert("amount_qualifier".to_owned(), text("dự kiến"));
    let mut unread = base("Chưa đọc được", "2018", "Xong");
    unread.insert("amount_vnd".to_owned(), text("chưa có số liệu"));
    let records = [
        base("Đã xong", "2018", "Xong"),
        base("Chưa có kết quả", "tháng 6/2018", ""),
        base("Còn kéo dài", "2018-2020", "Đang làm"),
        planned,
        unread,
    ];
    let form = form_of(&setup(), Some("so-yt")).filled(&records);
    std::fs::write(old.join("so-yt.xlsx"), &form.bytes).unwrap();
    let form = form_of(&setup(), Some("so-ct")).filled(&records[1..2]);
    std::fs::write(old.join("so-ct.xlsx"), &form.bytes).unwrap();
    let (code, said) = run(
        home.path(),
        &[
            "template", "-o", "di", "--unit", "so-yt", "--from", "ky-truoc",
        ],
    );
    assert_eq!(code, 0);
    assert!(
        said.contains("1 unfinished record of the last period"),
        "{said}"
    );
    let bytes = std::fs::read(
        home.path()
            .join("di/Danh mục hoạt động hỗ trợ - Sở Y tế tỉnh Trà Vinh - 2020-06.xlsx"),
    )
    .unwrap();
    let (round, findings) = read(&Form::new(bytes));
    let rows = rows(&round);
    let names: Vec<&str> = rows.iter().map(|row| row["activity"].as_str()).collect();
    assert_eq!(
        names,
        ["Chưa có kết quả", "Còn kéo dài", "Dự kiến", "Chưa đọc được"]
    );
    assert_eq!(rows[0]["date_precision"], "month");
    assert_eq!(
        (rows[1]["start_date"].as_str(), rows[1]["end_date"].as_str()),
        ("2018-01-01", "2020-12-31")
    );
    assert_eq!(rows[2]["amount_qualifier"], "planned");
    assert_eq!(rows[0]["amount_vnd"], "12500000");
    // What could not be read then cannot be read now, and is told again.
    assert_eq!(above_info(&findings).len(), 1, "{findings:?}");
    assert_eq!(
        findings
            .iter()
            .filter(|finding| finding.code == "V102")
            .count(),
        1
    );
}
