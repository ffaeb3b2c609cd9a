//! For the shell: completions, pages for `man`, help by the name of a command, and what is told and coloured.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::sheet::TextBook;
use tempfile::TempDir;

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(folder: &Path, args: &[&str], variables: &[(&str, &str)]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
        .current_dir(folder)
        .args(args)
        .env("TONGHOP_LANG", "vi")
        .env_remove("NO_COLOR")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn here(args: &[&str]) -> Ran {
    run(Path::new("."), args, &[])
}

/// A form with an error (E4) and a warning (E5).
const FORM: &str = "
    1 | SỞ XÂY DỰNG TỈNH TRÀ VINH
    2 | Đơn vị tính: triệu đồng
    3 | STT | Nội dung hoạt động | Đơn vị hỗ trợ           | Thời gian thực hiện | Kinh phí hỗ trợ
    4 | 1   | Đào tạo bác sĩ     | Sở Y tế TP. Hồ Chí Minh | 2019                | chưa có số liệu
    5 | 2   | Xây nhà            | Sở Xây dựng TP. HCM     | 2018                | -12
";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("so-xd.xlsx"),
        TextBook::parse(FORM).xlsx(),
    )
    .unwrap();
    folder
}

/// The commands as the help lists them.
fn commands() -> Vec<String> {
    let help = here(&["--help"]).out;
    let list = help.split("Các lệnh:\n").nth(1).unwrap();
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.map(|line| line.split_whitespace().next().unwrap().to_owned());
    names.collect()
}

#[test]
fn every_shell_has_completions_of_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = here(&["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{shell}");
        for name in commands() {
            assert!(ran.out.contains(&name), "{shell} {name}");
        }
        assert!(ran.out.contains("return"), "{shell}");
    }
    let ran = here(&["completions", "tcsh"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("chỉ nhận: bash"), "{}", ran.err);
}

#[test]
fn completions_of_bash_are_good_bash() {
    let script = here(&["completions", "bash"]).out;
    let asked = format!(
        "{script}\nCOMP_WORDS=(tonghop me); COMP_CWORD=1\n_tonghop tonghop me tonghop\necho \"${{COMPREPLY[@]}}\""
    );
    // Where there is no bash there is nothing to try.
    let Ok(output) = Command::new("bash").arg("-c").arg(asked).output() else {
        return;
    };
    assert_eq!(String::from_utf8_lossy(&output.stdout), "merge\n");
}

#[test]
fn pages_for_man_speak_the_language_and_tell_every_flag() {
    for (lang, headings) in [
        ("vi", [".SH TÊN", ".SH \"MÔ TẢ\"", ".SH \"GHI CHÚ\""]),
        ("en", [".SH NAME", ".SH DESCRIPTION", ".SH NOTES"]),
    ] {
        let all = here(&["man", "--lang", lang]);
        assert_eq!((all.code, all.err.as_str()), (0, ""));
        for name in commands() {
            assert!(all.out.contains(&format!("tonghop\\-{name}(1)")), "{name}");
            let page = here(&["man", &name, "--lang", lang]).out;
            assert!(page.contains(&format!(".TH tonghop-{name} 1")), "{page}");
            assert_eq!(page, here(&["man", &name, "--lang", lang]).out);
            // A flag without words would be an empty line.
            assert!(!page.contains("\n\n.TP"), "{page}");
        }
        let page = here(&["man", "merge", "--lang", lang]).out;
        for heading in headings {
            assert!(page.lines().any(|line| line == heading), "{heading}");
        }
        let english = lang == "en" || !page.contains(".SH OPTIONS");
        assert!(english, "{page}");
    }
}

#[test]
fn help_of_a_command_is_asked_for_by_its_name() {
    for name in commands() {
        for lang in ["vi", "en"] {
            let help = here(&["help", &name, "--lang", lang]);
            assert_eq!(help.code, 0, "{name}");
            assert_eq!(help.out, here(&[&name, "--help", "--lang", lang]).out);
        }
    }
    assert_eq!(here(&["help"]).out, here(&["--help"]).out);
    for ask in ["help", "man"] {
        let ran = here(&[ask, "mrege"]);
        assert_eq!(ran.code, 2);
        assert_eq!(
            ran.err, "lỗi: không có lệnh “mrege”; gần nhất: merge\n",
            "{ask}"
        );
    }
}

#[test]
fn quiet_tells_nothing_but_errors() {
    let folder = folder();
    let merge = |args: &[&str]| {
        let all = [&["merge", "so-xd.xlsx", "-o", "tong-hop.xlsx"], args].concat();
        run(folder.path(), &all, &[])
    };
    let loud = merge(&[]);
    assert!(loud.err.contains("V109") && loud.err.contains("Đã ghi"));
    let quiet = merge(&["--quiet"]);
    assert_eq!(quiet.code, loud.code);
    insta::assert_snapshot!("quiet", quiet.err);
    // Before the command too; a failure is told all the same.
    let before = run(
        folder.path(),
        &["-q", "merge", "so-xd.xlsx", "-o", "tong-hop.xlsx"],
        &[],
    );
    assert_eq!(before.err, quiet.err);
    let failed = run(
        folder.path(),
        &["-q", "merge", "khong-co", "-o", "a.xlsx"],
        &[],
    );
    assert_eq!(failed.code, 2);
    assert!(failed.err.starts_with("lỗi: "), "{}", failed.err);
    // Results are no messages.
    let convert = run(
        folder.path(),
        &["-q", "convert", "so-xd.xlsx", "-o", "-"],
        &[],
    );
    assert!(convert.out.contains("Xây nhà"));
    let template = run(folder.path(), &["template", "-q", "-o", "bieu"], &[]);
    assert_eq!((template.code, template.err.as_str()), (0, ""));
}

#[test]
fn colours_stand_where_they_are_asked_for() {
    let folder = folder();
    let coloured = |args: &[&str], variables: &[(&str, &str)]| {
        let all = [&["check", "so-xd.xlsx"], args].concat();
        let out = run(folder.path(), &all, variables).out;
        assert!(out.contains("V102"));
        out.contains("\u{1b}[")
    };
    assert!(!coloured(&[], &[]), "no terminal");
    assert!(coloured(&["--color", "always"], &[]));
    assert!(!coloured(&["--color", "never"], &[]));
    assert!(!coloured(&["--color", "auto"], &[]));
    // Who asks for colours outright gets them.
    assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]));
    let merge = ["merge", "so-xd.xlsx", "-o", "a.xlsx", "--color=always"];
    assert!(
        run(folder.path(), &merge, &[]).err.contains("\u{1b}["),
        "messages too"
    );
    let wrong = run(folder.path(), &["check", "x", "--color", "red"], &[]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("auto, always, never"), "{}", wrong.err);
}
