//! Every rule: its texts, a fixture that sets it off, one that comes close and must not, and what it says.
//!
//! The fixtures of a rule stand in `tests/rules/<CODE>/`, their names begin with `sets-off` or `near-miss`: a `.sheet`
//! is a workbook written as text (see `support/sheet.rs`), a folder is a round, any other file is taken as it is.
//! What the rule says of those that set it off is kept beside them, in full, in both languages, with the codes of other
//! rules that are found there too. A rule that is found in fixtures of others, and rightly, names them in a file
//! `elsewhere` of its own folder, a line each (`T011/sets-off-older.sheet`), so that theirs need not change.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may say so"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use support::sheet::TextBook;
use tonghop::finding::{Bound, Fact, FileFact, Finding, Limit, Severity};
use tonghop::intake::{self, Source, limits::Limits};
use tonghop::lang::Lang;
use tonghop::place::Place;
use tonghop::project;
use tonghop::project::decisions::Decisions;
use tonghop::register::{Register, Sectors};
use tonghop::round::{self, Round, Setup};
use tonghop::rule::{self, RULES, Rule, Said};
use tonghop::template;

const HEADINGS: [[&str; 4]; 2] = [
    [
        "## Góp ý nêu gì",
        "## Vì sao quan trọng",
        "## Ví dụ",
        "## Cách sửa",
    ],
    [
        "## What it finds",
        "## Why it matters",
        "## Example",
        "## How to fix",
    ],
];

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

/// The fixtures of a rule whose names begin with a word, by name.
fn fixtures(code: &str, kind: &str) -> Vec<PathBuf> {
    let Ok(folder) = fs::read_dir(home().join(code)) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        path.file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .starts_with(kind)
    });
    paths.sort();
    paths
}

/// A fixture as other rules name it: `T011/sets-off-older.sheet`.
fn fixture_name(path: &Path) -> String {
    let parts = path.strip_prefix(home()).unwrap().iter();
    let parts: Vec<&str> = parts.map(|part| part.to_str().unwrap()).collect();
    parts.join("/")
}

/// The fixtures of other rules in which a rule is found too, as its own folder names them.
fn elsewhere(code: &str) -> Vec<String> {
    let text = fs::read_to_string(home().join(code).join("elsewhere"));
    text.map_or(Vec::new(), |text| text.lines().map(str::to_owned).collect())
}

/// The files or folders of a folder that stand for codes, as they stand there: `V102`, `V102.vi.md`.
fn named_by_codes(folder: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let names = fs::read_dir(folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let is_code = |name: &String| {
        let bytes = name.as_bytes();
        bytes.len() >= 4
            && bytes[0].is_ascii_uppercase()
            && bytes[1..4].iter().all(u8::is_ascii_digit)
    };
    names.filter(is_code).collect()
}

/// What the rounds of all fixtures are read with.
fn setup(without: &[&str]) -> Setup {
    let read = |name: &str| fs::read(home().join(name)).unwrap();
    let text = String::from_utf8(read("tonghop.toml")).unwrap();
    let project = project::parse(&text, &home().join("tonghop.toml"), &rule::codes()).unwrap();
    Setup {
        project: Some(project).filter(|_| !without.contains(&"project")),
        register: Some(Register::read(&read("units.csv")).unwrap())
            .filter(|_| !without.contains(&"register")),
        sectors: Some(Sectors::read(&read("sectors.csv")).unwrap())
            .filter(|_| !without.contains(&"sectors")),
        templates: template::defaults(),
        ..Setup::default()
    }
}

/// All findings of a fixture.
fn findings(path: &Path) -> Vec<Finding> {
    checked(path).1
}

/// The round that a fixture is, and all findings of it.
fn checked(path: &Path) -> (Round, Vec<Finding>) {
    let round = if path.is_dir() {
        folder(path)
    } else {
        file(path)
    };
    let found = rule::check(&round);
    (round, found)
}

fn file(path: &Path) -> Round {
    let extension = path.extension().unwrap().to_str().unwrap();
    if extension != "sheet" {
        let name = format!("so-y-te.{extension}");
        let source = Source::in_memory(&name, fs::read(path).unwrap());
        return round::read(&[source], Vec::new(), false, setup(&[]));
    }
    let text = fs::read_to_string(path).unwrap();
    let book = TextBook::parse(&text);
    let mut setup = setup(&book.settings("without"));
    for limit in book.settings("limit") {
        let (name, allowed) = limit.split_once(' ').unwrap();
        let limit = match name {
            "part" => Limit::PartMib,
            "size" => Limit::TotalMib,
            "parts" => Limit::Parts,
            "ratio" => Limit::Ratio,
            "cells" => Limit::Cells,
            "area" => Limit::Area,
            other => panic!("no limit {other}"),
        };
        setup.limits = setup.limits.with(limit, allowed.parse().unwrap());
    }
    for name in book.settings("template") {
        let text = fs::read_to_string(path.with_file_name(name)).unwrap();
        setup.templates = vec![template::parse(&text, &BTreeMap::new()).unwrap().into()];
    }
    let source = Source::in_memory(book.file(), book.xlsx());
    round::read(&[source], Vec::new(), false, setup)
}

/// A round; that of the period before stands in its folder `previous`.
fn folder(path: &Path) -> Round {
    let previous = path.join("previous");
    let previous = previous.is_dir().then(|| {
        let mut setup = setup(&[]);
        let period = &mut setup.project.as_mut().unwrap().period;
        period.end = Some("2019-12-31".parse().unwrap());
        Box::new(round_of(&previous, setup))
    });
    let setup = Setup {
        previous,
        ..setup(&[])
    };
    round_of(path, setup)
}

/// A round: its text sheets become workbooks, its other files are taken as they are.
fn round_of(path: &Path, mut setup: Setup) -> Round {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(path).unwrap() {
        let from = entry.unwrap().path();
        if from.is_dir() {
            continue;
        }
        if from
            .extension()
            .is_some_and(|extension| extension == "sheet")
        {
            let book = TextBook::parse(&fs::read_to_string(&from).unwrap());
            fs::write(folder.path().join(book.file()), book.xlsx()).unwrap();
        } else {
            fs::copy(&from, folder.path().join(from.file_name().unwrap())).unwrap();
        }
    }
    let intake = intake::gather(
        &[folder.path().to_owned()],
        None,
        &["decisions.toml", "units.csv"]
            .map(|name| fs::canonicalize(folder.path()).unwrap().join(name))
            .into(),
        &Limits::default(),
    )
    .unwrap();
    let non_spreadsheets = intake.others.into_iter();
    let non_spreadsheets = non_spreadsheets
        .map(|other| (other.name, other.fact))
        .collect();
    if let Ok(text) = fs::read_to_string(path.join("decisions.toml")) {
        setup.decisions = Decisions::parse(&text, &rule::codes()).unwrap();
    }
    if let Ok(list) = fs::read(path.join("units.csv")) {
        setup.register = Some(Register::read(&list).unwrap());
    }
    round::read(&intake.sources, non_spreadsheets, true, setup)
}

/// A fixture and what a rule says of it, in both languages.
fn told(rule: &Rule, path: &Path) -> String {
    let found = findings(path);
    let mut text = format!("=== {}\n", path.file_name().unwrap().to_str().unwrap());
    for finding in found.iter().filter(|finding| finding.code == rule.code) {
        let parts = [
            finding.place.file.as_deref().map(str::to_owned),
            finding.place.sheet.as_deref().map(str::to_owned),
            finding.place.cells.map(|cells| cells.to_string()),
        ];
        let place: Vec<String> = parts.into_iter().flatten().collect();
        let place = if place.is_empty() {
            "(no place)".to_owned()
        } else {
            place.join(" › ")
        };
        let found = finding.text.as_deref().unwrap_or("–").replace('\n', "⏎");
        let value = finding.value.as_deref().unwrap_or("–").replace('\n', "⏎");
        let severity = finding.severity.name();
        writeln!(text, "\n{place}  {severity}  text: {found}  value: {value}").unwrap();
        for lang in [Lang::Vi, Lang::En] {
            let Said { officer, clerk } = rule::say(finding, lang);
            writeln!(text, "{}  {}", lang.name(), officer.message).unwrap();
            if let Some(suggestion) = &officer.suggestion {
                writeln!(text, "    {suggestion}").unwrap();
            }
            // What a letter to the office says, where that is something else.
            if clerk.message != officer.message {
                writeln!(text, "  @ {}", clerk.message).unwrap();
            }
            if clerk.suggestion != officer.suggestion {
                let suggestion = clerk.suggestion.as_deref().unwrap_or("–");
                writeln!(text, "  @   {suggestion}").unwrap();
            }
        }
        for place in &finding.related {
            let cells = place.cells.map(|cells| cells.to_string());
            writeln!(text, "→   {}", cells.unwrap_or_default()).unwrap();
        }
    }
    let others: BTreeSet<&str> = found.iter().map(|finding| finding.code).collect();
    let others: Vec<&str> = others
        .into_iter()
        .filter(|code| *code != rule.code && !elsewhere(code).contains(&fixture_name(path)))
        .collect();
    if !others.is_empty() {
        writeln!(text, "\nbeside it: {}", others.join(" ")).unwrap();
    }
    text
}

#[test]
fn every_rule_says_what_is_pinned() {
    for rule in RULES {
        let fixtures = fixtures(rule.code, "sets-off");
        let told: Vec<String> = fixtures.iter().map(|path| told(rule, path)).collect();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(home().join(rule.code));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("messages", told.join("\n")));
    }
}

#[test]
fn every_rule_has_a_fixture_that_sets_it_off() {
    for rule in RULES {
        let fixtures = fixtures(rule.code, "sets-off");
        assert!(
            !fixtures.is_empty(),
            "{} has no fixture sets-off",
            rule.code
        );
        for path in fixtures {
            let found = findings(&path);
            assert!(
                found.iter().any(|finding| finding.code == rule.code),
                "{} does not set off {}",
                path.display(),
                rule.code
            );
        }
    }
}

#[test]
fn every_rule_has_a_near_miss() {
    for rule in RULES {
        let fixtures = fixtures(rule.code, "near-miss");
        assert!(
            !fixtures.is_empty(),
            "{} has no fixture near-miss",
            rule.code
        );
        for path in fixtures {
            let found = findings(&path);
            let wrong = found.iter().find(|finding| finding.code == rule.code);
            let said = wrong.map(|finding| rule::say(finding, Lang::En));
            assert_eq!(said, None, "{} sets off {}", path.display(), rule.code);
        }
    }
}

#[test]
fn codes_are_sorted_and_unique() {
    let of_rules: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    // Families stand in the order of the stages, codes in order within each.
    let families: Vec<char> = of_rules.iter().filter_map(|c| c.chars().next()).collect();
    for pair in of_rules.windows(2) {
        let same_family = pair[0].as_bytes()[0] == pair[1].as_bytes()[0];
        assert!(!same_family || pair[0] < pair[1], "{pair:?}");
    }
    let mut seen = Vec::new();
    for family in families {
        if seen.last() != Some(&family) {
            assert!(!seen.contains(&family), "{family} stands in two places");
            seen.push(family);
        }
    }
    let all = rule::codes();
    let unique: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(unique.len(), all.len());
}

#[test]
fn a_code_stands_in_the_registry_the_docs_and_the_tests() {
    // A code is never taken away: its texts and its fixtures stay, and they ask for it.
    let rules = RULES.iter().map(|rule| rule.code);
    let folders: BTreeSet<String> = rules.map(str::to_owned).collect();
    assert_eq!(named_by_codes("tests/rules"), folders);
    let docs = rule::codes();
    let docs = docs
        .iter()
        .flat_map(|code| [format!("{code}.en.md"), format!("{code}.vi.md")]);
    assert_eq!(named_by_codes("src/data/rules"), docs.collect());
}

#[test]
fn every_file_of_a_rule_is_in_the_registry() {
    // A file that no `pub mod` and no line of `RULES` names would never run.
    let source = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rule");
        fs::read_to_string(path.join(name)).unwrap()
    };
    let registry = source("mod.rs");
    let mut count = 0;
    for family in ["file", "template", "value", "sum", "cross", "period"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src/rule")
            .join(family);
        let members = source(&format!("{family}/mod.rs"));
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_str().unwrap();
            let is_rule = stem
                .as_bytes()
                .get(1..4)
                .is_some_and(|number| number.iter().all(u8::is_ascii_digit));
            if !is_rule {
                continue;
            }
            count += 1;
            assert!(
                members.contains(&format!("pub mod {stem};")),
                "no `pub mod {stem}` in {family}/mod.rs"
            );
            assert!(
                registry.contains(&format!("&{family}::{stem}::")),
                "{stem} has no line in RULES"
            );
            let code = stem[..4].to_uppercase();
            assert!(rule::find(&code).is_some(), "{stem} holds no rule {code}");
        }
    }
    // Two rules share a file.
    assert_eq!(count + 1, RULES.len());
}

#[test]
fn what_a_rule_claims_elsewhere_is_found_there() {
    for rule in RULES {
        for name in elsewhere(rule.code) {
            let (other, file) = name.split_once('/').unwrap();
            let is_fixture = other != rule.code && file.starts_with("sets-off");
            assert!(
                is_fixture,
                "{}: {name} is no fixture that sets off another rule",
                rule.code
            );
            let found = findings(&home().join(&name));
            let is_there = found.iter().any(|finding| finding.code == rule.code);
            assert!(is_there, "{} is not found in {name}", rule.code);
        }
    }
}

#[test]
fn every_code_has_its_texts_in_both_languages() {
    let rules = RULES.iter().map(|rule| (rule.code, rule.docs));
    for (code, (vi, en)) in rules {
        for (text, headings) in [vi, en].into_iter().zip(HEADINGS) {
            let title = text.lines().next().unwrap_or_default();
            let title = title.strip_prefix(&format!("# {code} · "));
            assert!(
                title.is_some_and(|title| !title.trim().is_empty()),
                "{code}: the first line is no title"
            );
            let found: Vec<&str> = text
                .lines()
                .filter(|line| line.starts_with("## "))
                .collect();
            assert_eq!(found, headings, "{code}");
            for part in text.split("\n## ").skip(1) {
                let words = part.split_once('\n').map_or("", |(_, words)| words);
                assert!(!words.trim().is_empty(), "{code}: a part without words");
            }
            let fault = fault(text);
            assert_eq!(fault, None, "{code}");
        }
    }
}

#[test]
fn what_no_fixture_reaches_is_said_all_the_same() {
    let said = |code: &'static str, fact| {
        let finding = Finding {
            code,
            severity: Severity::Error,
            place: Place::default(),
            text: None,
            value: None,
            fact: Fact::File(fact),
            related: Vec::new(),
            count: 1,
            accepted: None,
        };
        [Lang::Vi, Lang::En].map(|lang| {
            let said = rule::say(&finding, lang).officer;
            format!("{}\n{}", said.message, said.suggestion.unwrap_or_default())
        })
    };
    assert_eq!(
        said("F001", FileFact::Unsupported("HTML")),
        [
            "chưa đọc được dạng tệp HTML\nMở tệp bằng Excel rồi lưu lại dạng .xlsx.",
            "files of the kind HTML are not read\nOpen the file in Excel and save it as .xlsx.",
        ]
    );
    assert_eq!(
        said("F001", FileFact::Unreadable("không rõ".to_owned())),
        [
            "không mở được tệp (không rõ)\nKiểm tra quyền đọc tệp; nếu tệp đang mở trong Excel thì đóng lại rồi chạy lại.",
            "the file cannot be opened (không rõ)\nCheck that the file may be read; if it is open in Excel, close it and run again.",
        ]
    );
    let limits = [
        Limit::FileMib,
        Limit::Repeats,
        Limit::RoundRepeats,
        Limit::TextMib,
        Limit::RoundTextMib,
        Limit::Seconds,
    ];
    let bounds = [
        Bound::Styles,
        Bound::Sheets,
        Bound::Names,
        Bound::Merges,
        Bound::Relations,
        Bound::Columns,
        Bound::PieceMib,
        Bound::PropertiesMib,
    ];
    let of_limits = limits.map(|limit| Limits::default().reached(limit, 1_234_567));
    let of_bounds = bounds.map(|bound| FileFact::TooLarge {
        bound,
        allowed: 10_000,
    });
    let all = of_limits.into_iter().chain(of_bounds);
    let all: Vec<String> = all.map(|fact| said("F004", fact).join("\n")).collect();
    insta::with_settings!({snapshot_path => "rules/F004", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("no-fixture", all.join("\n\n"));
    });
}

#[test]
fn names_of_rules_are_words_and_unique() {
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    for name in &names {
        let camel = name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.chars().all(|c| c.is_ascii_alphanumeric());
        assert!(camel, "{name}");
    }
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

/// What no sentence may hold, whatever the rule.
fn fault(text: &str) -> Option<&'static str> {
    let opened = text.matches('“').count();
    if opened != text.matches('”').count() {
        return Some("quotation marks without their other half");
    }
    let outside = outside(text);
    if outside.contains('"') {
        return Some("straight quotation marks");
    }
    if outside.contains('!') {
        return Some("an exclamation mark");
    }
    if text.lines().any(|line| line.trim().contains("  ")) {
        return Some("two blanks");
    }
    let decomposed = text.chars().any(|c| ('\u{300}'..'\u{370}').contains(&c));
    decomposed.then_some("a letter that is not composed")
}

/// A text without what stands between marks, which is a file's (`#REF!`, “#REF!”), and without flags.
fn outside(text: &str) -> String {
    let outside: String = text.split(['`', '“', '”']).step_by(2).collect();
    let words = outside.split(' ').filter(|word| !word.starts_with("--"));
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn every_sentence_is_well_formed() {
    // Words of programmers, which say nothing to a clerk; the names of a file's keys stand between marks.
    const FOREIGN: [&str; 14] = [
        "error", "file ", "sheet", "value", "cell", "null", "parse", "token", "schema", "utf-8",
        "invalid", "row ", "column ", "data",
    ];
    for rule in RULES {
        for path in fixtures(rule.code, "sets-off") {
            for finding in findings(&path).iter().filter(|f| f.code == rule.code) {
                for lang in [Lang::Vi, Lang::En] {
                    let Said { officer, clerk } = rule::say(finding, lang);
                    for said in [officer, clerk] {
                        let suggestion = said.suggestion.clone().unwrap_or_default();
                        for text in [&said.message, &suggestion] {
                            assert_eq!(fault(text), None, "{} {text}", rule.code);
                            let lower = outside(text).to_lowercase();
                            let foreign = FOREIGN.iter().find(|word| lower.contains(**word));
                            if lang == Lang::Vi {
                                assert_eq!(foreign, None, "{} {text}", rule.code);
                            }
                        }
                        assert!(!said.message.is_empty(), "{}", rule.code);
                        assert!(!said.message.ends_with('.'), "{}", said.message);
                        let ends = suggestion.is_empty() || suggestion.ends_with('.');
                        assert!(ends, "{suggestion}");
                    }
                }
            }
        }
    }
}

/// What is the officer's alone: the program's own files, keys, columns, commands and flags.
const OFFICERS: [&str; 11] = [
    "tonghop",
    ".toml",
    "units.csv",
    "sectors.csv",
    "`",
    "--",
    "aliases",
    "valid_",
    "cutoff",
    "chạy lại",
    "run again",
];

#[test]
fn a_clerk_is_told_nothing_of_the_officers_files_and_commands() {
    for rule in RULES {
        for path in fixtures(rule.code, "sets-off") {
            let (round, found) = checked(&path);
            for finding in found.iter().filter(|f| f.code == rule.code) {
                // Files that another office sent.
                let of = |file: &str| {
                    let mut files = round.files();
                    let own = files.find(|submission| *submission.name == *file);
                    own.map(|submission| submission.office_names())
                };
                let own = finding.place.file.as_deref().and_then(of);
                let others: Vec<&str> = round
                    .files()
                    .map(|submission| &*submission.name)
                    .filter(|name| of(name) != own)
                    .collect();
                for lang in [Lang::Vi, Lang::En] {
                    let clerk = rule::say(finding, lang).clerk;
                    let suggestion = clerk.suggestion.unwrap_or_default();
                    let text = format!("{}. {suggestion}", clerk.message);
                    for word in OFFICERS.iter().chain(&others) {
                        assert!(!text.contains(word), "{} {word}: {text}", rule.code);
                    }
                }
            }
        }
    }
}

#[test]
fn an_officer_is_told_what_only_an_officer_can_do() {
    let told = |code: &str, fixture: &str| {
        let found = findings(&home().join(code).join(fixture));
        let finding = found.iter().find(|finding| finding.code == code).unwrap();
        rule::say(finding, Lang::Vi).officer.suggestion.unwrap()
    };
    assert!(told("T004", "sets-off.sheet").contains("tonghop.toml"));
    assert!(told("X306", "sets-off.sheet").contains("aliases"));
    assert!(told("X308", "sets-off").contains("`tonghop decide … --count TỆP`"));
}
