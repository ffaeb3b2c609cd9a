//! `template check`: every mistake of a template file at once, with line and nearest word; of a template that is right,
//! what it makes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use tonghop::template;

/// Runs `template check` on a file of `tests/templates`; gives the exit code and what it printed.
fn check(file: &str, lang: &str) -> (i32, String) {
    run(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/templates"),
        &["template", "check", file, "--lang", lang],
    )
}

fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
        .current_dir(folder)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(text).unwrap(),
    )
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({snapshot_path => "../templates", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn every_mistake_is_told_with_its_line() {
    for lang in ["vi", "en"] {
        let (code, told) = check("mistakes.toml", lang);
        assert_eq!(code, 1);
        snapshot(&format!("mistakes.{lang}"), &told);
    }
}

#[test]
fn what_a_right_template_makes_is_told() {
    for lang in ["vi", "en"] {
        let (code, told) = check("schools.toml", lang);
        assert_eq!(code, 0);
        snapshot(&format!("schools.{lang}"), &told);
    }
}

#[test]
fn a_file_that_is_no_template_is_told_where_it_is_torn() {
    let folder = tempfile::tempdir().unwrap();
    let torn = |text: &str| {
        fs::write(folder.path().join("a.toml"), text).unwrap();
        run(
            folder.path(),
            &["template", "check", "a.toml", "--lang", "en"],
        )
    };
    let (code, told) = torn("id = \"a\"\nvi = Biểu\nvi = \"B\"\n[[field]\nid = \"x\"\n");
    assert_eq!(code, 1);
    assert!(
        told.contains("a.toml:2: error: “vi = Biểu” cannot be read"),
        "{told}"
    );
    assert!(
        told.contains("a.toml:4: error: “[[field]” cannot be read"),
        "{told}"
    );
    // A key that stands in a line that is torn is not missing.
    assert!(!told.contains("is missing"), "{told}");
    let (_, told) = torn("id = \"a\"\nid = \"b\"\n");
    assert!(
        told.contains("a.toml:2: error: the key in “id = \"b\"” stands twice"),
        "{told}"
    );
    let (code, told) = run(
        folder.path(),
        &["template", "check", "b.toml", "--lang", "en"],
    );
    assert!(code == 2 && told.contains("cannot open “b.toml”"), "{told}");
    fs::write(folder.path().join("c.toml"), [0xff, 0xfe, 0x41]).unwrap();
    let (code, told) = run(
        folder.path(),
        &["template", "check", "c.toml", "--lang", "en"],
    );
    assert!(code == 2 && told.contains("no text in UTF-8"), "{told}");
}

#[test]
fn a_project_tells_the_mistakes_of_its_template_with_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let schools = include_str!("../templates/schools.toml");
    let wrong = schools.replace("kind = \"integer\"", "kind = \"interger\"");
    let wrong = wrong.replace("headings = [\"Tỷ lệ\"]", "heading = [\"Tỷ lệ\"]");
    fs::write(folder.path().join("schools.toml"), wrong).unwrap();
    fs::write(
        folder.path().join("tonghop.toml"),
        "[programme]\nid = \"p\"\n[period]\nid = \"2020\"\n[templates]\nuse = [\"schools.toml\"]\n",
    )
    .unwrap();
    fs::write(folder.path().join("a.csv"), "a\n").unwrap();
    let (code, told) = run(folder.path(), &["check", "a.csv", "--lang", "vi"]);
    assert_eq!(code, 2);
    assert!(
        told.contains("schools.toml: dòng 50: kind không nhận “interger”; gần nhất là “integer”"),
        "{told}"
    );
    assert!(
        told.contains("schools.toml: dòng 61: không có khóa “heading”; gần nhất là “headings”"),
        "{told}"
    );
    assert_eq!(told.matches("schools.toml").count(), 2, "{told}");
}

#[test]
fn built_in_templates_have_no_mistakes() {
    for (id, text) in template::built_in() {
        let (read, errors) = template::explain(text);
        assert!(read.is_some() && errors.is_empty(), "{id}: {errors:?}");
    }
}

proptest! {
    #[test]
    fn no_text_is_too_much(at in 0_usize..1600, len in 0_usize..40, put in "[\\[\\]{}=\"#a-z0-9, \n]{0,12}") {
        let text = include_str!("../templates/schools.toml");
        let whole = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let (from, to) = (whole(at), whole(at + len));
        let changed = format!("{}{put}{}", &text[..from], &text[to..]);
        let (read, errors) = template::explain(&changed);
        // Either it is used, or it is said why not.
        prop_assert!(read.is_some() || !errors.is_empty(), "{changed}");
        let lines = changed.lines().count().max(1);
        prop_assert!(errors.iter().all(|error| (1..=lines + 1).contains(&error.line)));
        let plain = std::collections::BTreeMap::new();
        prop_assert_eq!(template::parse(&changed, &plain).is_ok(), read.is_some());
    }
}
