//! A history: packages of many periods in one folder. One more touches no other, and appears whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::process::{Command, Stdio};
#[cfg(unix)]
use std::time::{Duration, Instant};

use crate::support::folder::all_files;
use crate::support::inbox::{Inbox, Ran};

type Tree = BTreeMap<String, Vec<u8>>;

/// A round of a period with so many records.
fn round(inbox: &Inbox, folder: &str, programme: &str, period: &str, records: usize) {
    let project = format!(
        "[programme]\nid = \"{programme}\"\n[period]\nid = \"{period}\"\n[lists]\nunits = \"units.csv\"\n"
    );
    inbox.put(&format!("{folder}/tonghop.toml"), project);
    inbox.put(
        &format!("{folder}/units.csv"),
        "code,name\nso-yt,Sở Y tế tỉnh Trà Vinh\n",
    );
    let mut text = "SỞ Y TẾ TỈNH TRÀ VINH\nĐơn vị tính: triệu đồng\nSTT,Nội dung hoạt động,Đơn vị hỗ trợ,Thời gian thực hiện,Kinh phí hỗ trợ\n".to_owned();
    for number in 1..=records {
        text.push_str(&format!(
            "{number},Đào tạo lớp thứ {number},Sở Y tế TP. Hồ Chí Minh,2019,{number}\n"
        ));
    }
    inbox.put(&format!("{folder}/so-yt.csv"), text);
}

/// Two rounds, and the first one once more with other records.
fn rounds() -> Inbox {
    let inbox = Inbox::new();
    round(&inbox, "r1", "tra-vinh-hcm", "2019-12", 3);
    round(&inbox, "r2", "tra-vinh-hcm", "2020-06", 4);
    round(&inbox, "r1b", "tra-vinh-hcm", "2019-12", 5);
    inbox
}

fn tree(inbox: &Inbox, folder: &str) -> Tree {
    all_files(&inbox.folder.path().join(folder))
}

/// The files of one period of a tree, as a package of its own has them.
fn period(tree: &Tree, period: &str) -> Tree {
    let start = format!("period={period}/");
    let own = tree.iter();
    own.filter_map(|(path, bytes)| Some((path.strip_prefix(&start)?.to_owned(), bytes.clone())))
        .collect()
}

fn ok(ran: &Ran, told: &str) {
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains(told), "{}", ran.err);
}

fn refused(ran: &Ran, told: &str) {
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains(told), "{}", ran.err);
}

#[test]
fn a_period_more_touches_no_other() {
    let inbox = rounds();
    for round in ["r1", "r2", "r1b"] {
        inbox.run(&["export", round, "-o", &format!("goi/{round}")]);
    }
    let ran = inbox.run(&["export", "r1", "--append", "cac-ky"]);
    ok(&ran, "Đã thêm kỳ 2019-12 vào “");
    let first = tree(&inbox, "cac-ky");
    assert_eq!(period(&first, "2019-12"), tree(&inbox, "goi/r1"));
    let ran = inbox.run_in("en", &["export", "r2", "--append", "cac-ky"]);
    ok(&ran, "Added the period 2020-06 to “");
    assert!(ran.err.contains("(2 periods)."), "{}", ran.err);
    let both = tree(&inbox, "cac-ky");
    assert_eq!(period(&both, "2019-12"), tree(&inbox, "goi/r1"));
    assert_eq!(period(&both, "2020-06"), tree(&inbox, "goi/r2"));
    assert_eq!(both.len(), first.len() * 2);
    // Once more is nothing more; other content is refused, unless it is to replace the old.
    let ran = inbox.run(&["export", "r1", "--append", "cac-ky"]);
    ok(&ran, "đúng nội dung này; không ghi gì");
    let ran = inbox.run_in("en", &["export", "r1b", "--append", "cac-ky"]);
    refused(&ran, "with other content; add --replace to replace it");
    assert_eq!(tree(&inbox, "cac-ky"), both);
    let ran = inbox.run(&["export", "r1b", "--append", "cac-ky", "--replace"]);
    ok(&ran, "Đã thay kỳ 2019-12");
    let replaced = tree(&inbox, "cac-ky");
    assert_eq!(period(&replaced, "2019-12"), tree(&inbox, "goi/r1b"));
    assert_eq!(period(&replaced, "2020-06"), tree(&inbox, "goi/r2"));
    assert_eq!(replaced.len(), both.len());
}

#[test]
fn a_package_becomes_the_first_of_a_history() {
    let inbox = rounds();
    inbox.run(&["export", "r1", "-o", "goi"]);
    let first = tree(&inbox, "goi");
    // The same period is no second one.
    let ran = inbox.run(&["export", "r1", "--append", "goi"]);
    ok(&ran, "không ghi gì");
    let ran = inbox.run_in("en", &["export", "r1b", "--append", "goi"]);
    refused(&ran, "with other content");
    assert_eq!(tree(&inbox, "goi"), first);
    let ran = inbox.run(&["export", "r2", "--append", "goi"]);
    ok(&ran, "Đã thêm kỳ 2020-06");
    let both = tree(&inbox, "goi");
    assert_eq!(period(&both, "2019-12"), first);
    assert_eq!(both.len(), first.len() * 2);
    // A history is no package: what it holds is not written over by one.
    let ran = inbox.run_in("en", &["export", "r2", "-o", "goi"]);
    refused(&ran, "holds files that are not of a package");
    assert_eq!(tree(&inbox, "goi"), both);
    // One that is not whole stays as it is.
    inbox.run(&["export", "r1", "-o", "sua"]);
    inbox.put("sua/units.csv", "code,name\n");
    let before = tree(&inbox, "sua");
    let ran = inbox.run_in("en", &["export", "r2", "--append", "sua"]);
    refused(&ran, "is not whole");
    assert_eq!(tree(&inbox, "sua"), before);
}

#[test]
fn nothing_of_anybody_else_is_touched() {
    let inbox = rounds();
    round(&inbox, "khac", "vinh-long", "2020-06", 2);
    inbox.run(&["export", "r1", "--append", "cac-ky"]);
    let before = tree(&inbox, "cac-ky");
    let ran = inbox.run_in("en", &["export", "khac", "--append", "cac-ky"]);
    refused(&ran, "is of the programme “tra-vinh-hcm”, not “vinh-long”");
    assert_eq!(tree(&inbox, "cac-ky"), before);
    // A folder of other things.
    inbox.put("cua-toi/ghi-chu.txt", "x");
    let ran = inbox.run_in("en", &["export", "r1", "--append", "cua-toi"]);
    refused(&ran, "holds other files");
    assert_eq!(tree(&inbox, "cua-toi").len(), 1);
    // Notes beside the periods stay, notes within one keep it from being replaced.
    inbox.put("cac-ky/ghi-chu.txt", "x");
    ok(
        &inbox.run(&["export", "r2", "--append", "cac-ky"]),
        "Đã thêm",
    );
    inbox.put("cac-ky/period=2019-12/ghi-chu.txt", "x");
    let before = tree(&inbox, "cac-ky");
    let args = ["export", "r1b", "--append", "cac-ky", "--replace"];
    refused(&inbox.run_in("en", &args), "move it first");
    assert_eq!(tree(&inbox, "cac-ky"), before);
    // Without a period there is no place for it.
    let ran = inbox.run_in(
        "en",
        &[
            "export",
            "r1/so-yt.csv",
            "--append",
            "x",
            "--project",
            "r1/tonghop.toml",
        ],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    fs::copy(
        inbox.folder.path().join("r1/so-yt.csv"),
        inbox.folder.path().join("so-yt.csv"),
    )
    .unwrap();
    let ran = inbox.run_in("en", &["export", "so-yt.csv", "--append", "y"]);
    refused(&ran, "--append must know the period");
    assert!(!inbox.folder.path().join("y").exists());
}

#[test]
fn a_history_is_proven_and_is_no_submission() {
    let inbox = rounds();
    round(&inbox, "dot", "tra-vinh-hcm", "đợt 3/2020", 2);
    for round in ["r1", "r2", "dot"] {
        inbox.run(&["export", round, "--append", "r1/cac-ky"]);
    }
    let name = "period=%C4%91%E1%BB%A3t%203%2F2020";
    assert!(inbox.folder.path().join("r1/cac-ky").join(name).is_dir());
    let ran = inbox.run_in("en", &["export", "--check", "r1/cac-ky"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(
        ran.out
            .starts_with("The package is whole: 3 periods, 24 tables, ")
    );
    let ran = inbox.run(&["check", "r1", "--format", "json"]);
    assert_eq!(ran.out, "", "{}", ran.out);
    let sums = inbox
        .folder
        .path()
        .join("r1/cac-ky/period=2020-06/sums.csv");
    let text = fs::read_to_string(&sums).unwrap();
    fs::write(&sums, text.replace(",10000000\n", ",10000001\n")).unwrap();
    let at = |name: &str| inbox.folder.path().join("r1/cac-ky").join(name);
    fs::rename(at("period=2019-12"), at("period=2018-12")).unwrap();
    fs::remove_file(at(name).join("datapackage.json")).unwrap();
    let ran = inbox.run_in("en", &["export", "--check", "r1/cac-ky"]);
    assert_eq!(ran.code, 1);
    let told = [
        format!("{name}/datapackage.json: the file cannot be read"),
        "period=2018-12/datapackage.json: the package is of the period “2019-12” and does not belong into “period=2018-12”".to_owned(),
        "period=2020-06/sums.csv: the file was changed since the package was written".to_owned(),
        "period=2020-06/sums.csv › row 2 › sum_vnd: 10,000,001 is stated, and the rows make 10,000,000".to_owned(),
    ];
    for (line, told) in ran.out.lines().zip(&told) {
        assert!(line.starts_with(told), "{line}");
    }
    assert_eq!(ran.out.lines().count(), told.len() + 1, "{}", ran.out);
}

/// What of a tree is hidden: what a run may have left, and the rest.
fn hidden(tree: Tree) -> (Vec<String>, Tree) {
    let (hidden, seen): (Tree, Tree) = tree
        .into_iter()
        .partition(|(path, _)| path.starts_with(".tonghop-") || path.contains("/.tonghop-"));
    (hidden.into_keys().collect(), seen)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, to).unwrap();
        }
    }
}

/// Stopped at any moment a run leaves the old or the new, never half. One that is asked to end (a signal, Ctrl-C) leaves no
/// file behind; what one that is killed has left goes with the next run.
#[cfg(unix)]
#[test]
fn stopped_at_any_moment_it_leaves_the_old_or_the_new() {
    let inbox = Inbox::new();
    let home = inbox.folder.path();
    round(&inbox, "r1", "p", "2019-12", 20);
    round(&inbox, "r2", "p", "2020-06", 400);
    round(&inbox, "r2b", "p", "2020-06", 401);
    inbox.run(&["export", "r1", "--append", "base"]);
    copy(&home.join("base"), &home.join("base2"));
    inbox.run(&["export", "r2", "--append", "base2"]);
    inbox.run(&["export", "r2", "-o", "flat"]);
    let run = |round: &str, more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tonghop"));
        command
            .current_dir(home)
            .args(["export", round, "--append", "now/h"])
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    };
    // From where, with which round, and what it is to become.
    let cases = [
        (Some("base"), "r2", &[][..]),
        (Some("base2"), "r2b", &["--replace"][..]),
        (None, "r2", &[][..]),
        (Some("flat"), "r1", &[][..]),
    ];
    let mut stopped = [0; 2];
    for (from, round, more) in cases {
        let start = || {
            let _ = fs::remove_dir_all(home.join("now"));
            fs::create_dir(home.join("now")).unwrap();
            if let Some(from) = from {
                copy(&home.join(from), &home.join("now/h"));
            }
        };
        start();
        let old = all_files(&home.join("now"));
        let begun = Instant::now();
        assert!(run(round, more).status().unwrap().success());
        let whole = begun.elapsed();
        let new = all_files(&home.join("now"));
        assert_ne!(old, new);
        // Half of the moments in the last fifth, where files are put in place.
        let moments = (0..7).map(|step| f64::from(step) / 7.0);
        let moments = moments.chain((0..7).map(|step| 0.8 + f64::from(step) / 30.0));
        for (index, moment) in moments.enumerate() {
            start();
            let mut child = run(round, more).spawn().unwrap();
            std::thread::sleep(Duration::from_secs_f64(whole.as_secs_f64() * moment));
            let killed = index % 2 == 0;
            if killed {
                child.kill().unwrap();
            } else {
                let pid = child.id().to_string();
                Command::new("kill").args(["-TERM", &pid]).status().unwrap();
            }
            child.wait().unwrap();
            let (left, seen) = hidden(all_files(&home.join("now")));
            assert!(seen == old || seen == new, "{from:?} at {moment}");
            assert!(killed || left.is_empty(), "{left:?}");
            stopped[usize::from(seen == new)] += 1;
            // The next run leaves nothing of it.
            assert!(run(round, more).status().unwrap().success());
            assert!(all_files(&home.join("now")) == new, "{from:?} at {moment}");
        }
    }
    assert!(stopped[0] > 10, "{stopped:?}");
}

/// What a killed run left is nobody's package, wherever it was stopped.
#[test]
fn what_a_killed_run_left_is_taken_away() {
    let inbox = rounds();
    inbox.run(&["export", "r1", "--append", "cac-ky"]);
    let before = tree(&inbox, "cac-ky");
    for name in [".tonghop-period=2020-06.tmp", ".tonghop-period=2018-06.tmp"] {
        inbox.put(&format!("cac-ky/{name}/support-activities.csv"), "half");
    }
    let ran = inbox.run(&["export", "--check", "cac-ky"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let ran = inbox.run(&["check", "cac-ky"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    inbox.run(&["export", "r2", "--append", "cac-ky"]);
    let (left, seen) = hidden(tree(&inbox, "cac-ky"));
    assert_eq!(left, [""; 0]);
    assert_eq!(seen.len(), before.len() * 2);
}
