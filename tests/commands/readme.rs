//! The README: its commands run, what they are said to print they print, its links lead somewhere, and it links every
//! document.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(home().join("README.md")).unwrap()
}

/// A folder like a fresh clone, as far as commands look at it.
fn clone() -> TempDir {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let target = to.join(path.file_name().unwrap());
            if path.is_dir() {
                copy(&path, &target);
            } else {
                fs::copy(&path, &target).unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let round = "sample-sheets/round-2020-06";
    copy(&home().join(round), &folder.path().join(round));
    folder
}

/// Runs the program there; gives the exit code and all that it told.
fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
        .current_dir(folder)
        .args(args)
        .env("TONGHOP_LANG", "en")
        .env_remove("SOURCE_DATE_EPOCH")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let all = out + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap(), all)
}

/// The words of a command line, quotation marks taken off.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The commands of the blocks of a console, each with what it is said to print.
fn blocks(text: &str) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for block in text.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for line in block.lines() {
            match line.strip_prefix("$ ") {
                Some(command) => found.push((command.to_owned(), Vec::new())),
                None => found.last_mut().unwrap().1.push(line.to_owned()),
            }
        }
    }
    found
}

#[test]
fn what_a_developer_needs_stands_at_the_top() {
    let readme = readme();
    let top: Vec<&str> = readme.lines().take(25).collect();
    for command in [
        "$ cargo run --release -- merge sample-sheets/round-2020-06 -o tong-hop.xlsx",
        "$ cargo test",
    ] {
        assert!(top.contains(&command), "{command}");
    }
}

#[test]
fn the_commands_of_the_consoles_run_and_print_what_is_said() {
    let clone = clone();
    let mut ran = 0;
    for (command, said) in blocks(&readme()) {
        let words = words(&command);
        let args: Vec<&str> = words.iter().map(String::as_str).collect();
        let args = match args.as_slice() {
            ["cargo", "run", "--release", "--", args @ ..] | ["tonghop", args @ ..] => args,
            // What cargo itself does is not ours to try.
            ["cargo", "test"] | ["cargo", "install", "--path", "."] => continue,
            other => panic!("{other:?}"),
        };
        let (code, told) = run(clone.path(), args);
        assert!(code < 2, "{command}: {told}");
        let mut left = told.lines();
        for line in said.iter().filter(|line| *line != "…") {
            let is_there = left.any(|told| told == line);
            assert!(is_there, "{command}: “{line}” is not in\n{told}");
        }
        ran += 1;
    }
    assert!(ran >= 6, "{ran}");
}

/// What stands for the words in capitals of a command in the text; the empty string for what may be left out.
fn filled_in(word: &str) -> Option<&str> {
    Some(match word {
        "ĐẦU_VÀO…" | "INPUT…" | "CŨ" | "OLD" | "MỚI" | "NEW" | "ĐỢT_TRƯỚC" | "LAST_ROUND" => {
            "sample-sheets/round-2020-06"
        }
        "THƯ_MỤC" | "DIR" => "thu-muc",
        "TỆP.xlsx" | "FILE.xlsx" => "tong-hop.xlsx",
        "TỆP.csv" | "FILE.csv" => "bang.csv",
        "TỆP" | "FILE" => "sample-sheets/round-2020-06/Sở Y tế - Danh mục hoạt động hỗ trợ.xlsx",
        "NGÀY" | "DATE" => "2020-09-15",
        "MÃ" | "CODE" => "V102",
        "SHELL" => "bash",
        "[LỆNH]" | "[COMMAND]" => "merge",
        word if word.chars().all(|c| c.is_uppercase() || c == '_') => return None,
        word => word,
    })
}

#[test]
fn the_commands_of_the_text_run() {
    let readme = readme();
    let mut commands: BTreeSet<&str> = BTreeSet::new();
    for quoted in readme.split('`').skip(1).step_by(2) {
        if let Some(command) = quoted.strip_prefix("tonghop ") {
            commands.insert(command);
        }
    }
    assert!(commands.len() >= 25, "{commands:?}");
    for command in commands {
        let words = words(command);
        let args: Vec<&str> = words
            .iter()
            .map(|word| filled_in(word).unwrap_or_else(|| panic!("{command}: what is {word}?")))
            .collect();
        // Each in a folder of its own: what one writes another would not write over.
        let clone = clone();
        if args == ["init", "thu-muc"] {
            // It asks, and nobody answers here: with the flags that its line names it does not.
            let flags = [
                "--name",
                "Hợp tác",
                "--province",
                "Trà Vinh",
                "--to",
                "2020-06-30",
            ];
            let (code, told) = run(clone.path(), &[&args[..], &flags].concat());
            assert_eq!(code, 0, "{command}: {told}");
            continue;
        }
        if args.contains(&"--check") {
            // What is proved whole was written before.
            let export = ["export", "sample-sheets/round-2020-06", "-o", "thu-muc"];
            assert!(run(clone.path(), &export).0 < 2, "{command}");
        }
        let (code, told) = run(clone.path(), &args);
        assert!(code < 2, "{command}: {told}");
    }
}

/// The links of a document: their targets as written.
fn links(text: &str) -> Vec<String> {
    let targets = text.split("](").skip(1);
    let targets = targets.map(|rest| rest.split(')').next().unwrap().to_owned());
    targets.filter(|target| !target.contains("://")).collect()
}

/// The anchors of a document's headings, as code hosts make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchor = |heading: &str| {
        let words = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = words
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(anchor).collect()
}

fn documents() -> Vec<PathBuf> {
    let docs = fs::read_dir(home().join("docs")).unwrap();
    let docs = docs.map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> = docs
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    pages.sort();
    pages
}

#[test]
fn links_lead_somewhere_and_every_document_is_linked() {
    let mut pages = documents();
    let all: BTreeSet<PathBuf> = pages.iter().cloned().collect();
    pages.push(home().join("README.md"));
    let mut from_readme = BTreeSet::new();
    for page in &pages {
        let text = fs::read_to_string(page).unwrap();
        for link in links(&text) {
            // The releases stand beside the repository, not in it.
            if link == "../../releases" {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if path.is_empty() {
                page.clone()
            } else {
                page.parent().unwrap().join(path)
            };
            assert!(target.exists(), "{}: {link}", page.display());
            if !anchor.is_empty() {
                let there = anchors(&fs::read_to_string(&target).unwrap());
                assert!(there.contains(anchor), "{}: {link}", page.display());
            }
            if page.ends_with("README.md") {
                from_readme.insert(target);
            }
        }
    }
    let missing: Vec<&PathBuf> = all.difference(&from_readme).collect();
    assert!(missing.is_empty(), "not linked: {missing:?}");
}

#[test]
fn what_a_user_reads_is_there_in_both_languages() {
    for page in documents() {
        let text = fs::read_to_string(&page).unwrap();
        let there = anchors(&text);
        let both = there.contains("tiếng-việt") || there.contains("english");
        assert!(both, "{} speaks one language", page.display());
        let other = if there.contains("english") {
            "english"
        } else {
            "tiếng-việt"
        };
        // And a reader of the other language is told at the top.
        let top: Vec<&str> = text.lines().take(6).collect();
        let told = top.iter().any(|line| line.contains(&format!("(#{other})")));
        assert!(told, "{}", page.display());
    }
}
