//! What the documents say of tables and commands is what the program writes and knows.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tonghop::round::Setup;
use tonghop::template::{common, defaults};
use tonghop::write::export::described::tables;

#[test]
fn every_column_is_documented() {
    let page = include_str!("../../docs/tables.md");
    for template in defaults() {
        assert!(
            page.contains(&format!("`{}`", template.id)),
            "{}",
            template.id
        );
        for column in template.columns() {
            assert!(
                page.contains(&format!("`{}`", column.id)),
                "{} is not in docs/tables.md",
                column.id
            );
        }
        for column in template.fields.iter().flat_map(|field| &field.columns) {
            assert!(
                page.contains(&column.vi),
                "“{}” is not in docs/tables.md",
                column.vi
            );
        }
    }
    assert!(
        common()
            .before
            .iter()
            .any(|column| column.id == "record_id")
    );
}

#[test]
fn every_table_of_a_package_is_documented() {
    let page = include_str!("../../docs/tables.md");
    let forms = defaults();
    for table in tables(forms.iter().map(|form| &**form), &Setup::default()) {
        assert!(
            page.contains(&format!("`{}`", table.file())),
            "{}",
            table.name
        );
        for column in &table.columns {
            assert!(
                page.contains(&format!("`{}`", column.id)),
                "{} of {} is not in docs/tables.md",
                column.id,
                table.name
            );
        }
    }
}

#[test]
fn labels_are_unique_in_a_table() {
    for template in defaults() {
        let mut labels: Vec<&str> = template
            .columns()
            .map(|column| column.vi.as_str())
            .collect();
        let count = labels.len();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), count, "{}", template.id);
    }
}

const JOURNEY: &str = include_str!("../../docs/hanh-trinh.md");

/// A hard round of 22 offices may cost so many actions by hand.
const MOST_ACTIONS: u32 = 60;

#[test]
fn the_actions_of_a_round_are_counted() {
    let tables = JOURNEY.split("| ---: |\n").skip(1);
    let totals: Vec<u32> = tables
        .map(|table| {
            let rows = table.lines().take_while(|line| line.starts_with('|'));
            let counts = rows.filter_map(|row| {
                let mut cells = row.trim_matches('|').split('|').map(str::trim);
                let (what, count) = (cells.next()?, cells.next()?);
                Some((
                    what.starts_with("**"),
                    count.trim_matches('*').parse().ok()?,
                ))
            });
            let (totals, counts): (Vec<_>, Vec<_>) = counts.partition(|(is_total, _)| *is_total);
            let sum = counts.iter().map(|(_, count): &(bool, u32)| count).sum();
            assert_eq!(totals, [(true, sum)]);
            sum
        })
        .collect();
    assert!(
        matches!(totals.as_slice(), [vi, en] if vi == en && *vi <= MOST_ACTIONS),
        "{totals:?}"
    );
}

/// What a command is called and the flags that it takes, by its help.
fn commands() -> BTreeMap<String, BTreeSet<String>> {
    let help = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
            .args(arguments)
            .args(["--help", "--lang", "en"])
            .output()
            .expect("it runs");
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let flags = |text: &str| -> BTreeSet<String> {
        let lines = text
            .lines()
            .filter(|line| line.trim_start().starts_with('-'));
        let names = lines.flat_map(|line| {
            let words = line.split_whitespace();
            words.take_while(|word| word.starts_with('-') || word.starts_with('<'))
        });
        let names = names.map(|name| name.trim_end_matches(','));
        names
            .filter(|name| name.starts_with('-'))
            .map(str::to_owned)
            .collect()
    };
    let all = help(&[]);
    let list = all.split("Commands:\n").nth(1).unwrap_or_default();
    let names = list.lines().take_while(|line| !line.is_empty());
    let names = names.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    // A command may have commands of its own, whose flags are told behind both names.
    let within = |text: &str| -> Vec<String> {
        let above = text.split("Options:\n").next().unwrap_or_default();
        let lines = above
            .lines()
            .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
        let names = lines.filter_map(|line| line.split_whitespace().next());
        let names = names.filter(|name| !name.starts_with(['-', '<', '[']));
        names.map(str::to_owned).collect()
    };
    let of = |name: &str| {
        let own = help(&[name]);
        let mut all = flags(&own);
        for inner in within(&own) {
            all.extend(flags(&help(&[name, &inner])));
        }
        all
    };
    let mut known: BTreeMap<String, BTreeSet<String>> =
        names.map(|name| (name.to_owned(), of(name))).collect();
    known.insert(String::new(), flags(&all));
    known
}

/// The files of a folder and those below it whose names end so.
fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("a folder");
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            walk(&path, endings, found);
        } else if extension.is_some_and(|extension| endings.contains(&extension)) {
            found.push(path);
        }
    }
}

/// The texts that people read: documents, texts of rules, and the program's own, which hold its messages.
fn texts() -> Vec<(PathBuf, String)> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![home.join("README.md")];
    walk(&home.join("docs"), &["md"], &mut paths);
    walk(&home.join("src"), &["md", "rs"], &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("it is text");
        (path, text.replace("\\n", "\n").replace("\\\"", "'"))
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn every_command_and_flag_that_is_told_is_there() {
    let known = commands();
    let every: BTreeSet<&String> = known.values().flatten().collect();
    let mut seen = 0;
    for (path, text) in texts() {
        let path = path.display();
        for (at, _) in text.match_indices("tonghop ") {
            // At the beginning of a line of a console, or of a quotation; prose speaks of the program.
            let line = text[..at].rsplit('\n').next().unwrap_or_default();
            if !line.ends_with('`') && !matches!(line.trim(), "" | "$") {
                continue;
            }
            // As far as the line or the quotation goes; behind wide blanks stands what an example does.
            let told = text[at..].split(['\n', '`', '"', '|', '#']).next();
            let told = told.unwrap_or_default().split("   ").next();
            let mut words = told.unwrap_or_default().split_whitespace().skip(1);
            let name = words.next().unwrap_or_default();
            let known = known.get(name);
            let flags = known.unwrap_or_else(|| panic!("{path}: tonghop {name}"));
            for flag in words.filter(|word| word.starts_with('-') && word.len() > 1) {
                let flag = flag.trim_end_matches(&[',', ';', '.', ':', ')', ']'][..]);
                assert!(flags.contains(flag), "{path}: tonghop {name} {flag}");
            }
            seen += 1;
        }
        for line in text.lines().filter(|line| !line.contains("cargo ")) {
            let words = line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
            let flags = words.filter(|word| {
                word.strip_prefix("--")
                    .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
            });
            for flag in flags {
                assert!(every.contains(&flag.to_owned()), "{path}: {flag} in {line}");
            }
        }
    }
    assert!(seen >= 100, "{seen}");
}

/// Other words for what is called góp ý and finding, and words that no reader of a message understood.
const OTHER_WORDS: [&str; 14] = [
    "phát hiện",
    "các điểm",
    "điểm cần",
    "điểm khác",
    "chỗ cần",
    "còn nợ",
    "mức chặn",
    "lược đồ",
    "không chặt",
    " mend",
    "gravest",
    "inflation",
    "could not be told",
    "như trong danh sách",
];

#[test]
fn one_word_stands_for_one_thing() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![home.join("README.md")];
    for folder in [
        "docs",
        "src/data",
        "tests/cmd",
        "tests/rules",
        "tests/commands/snapshots",
        "tests/workbook/snapshots",
    ] {
        walk(&home.join(folder), &["md", "snap", "trycmd"], &mut paths);
    }
    assert!(paths.len() > 200, "{}", paths.len());
    for path in paths {
        let text = fs::read_to_string(&path)
            .expect("it is text")
            .to_lowercase();
        for word in OTHER_WORDS {
            let line = text.lines().find(|line| line.contains(word));
            assert_eq!(line, None, "{}: “{word}”", path.display());
        }
    }
}
