//! What the documents say of tables and commands is what the program writes and knows.

use std::process::Command;

use tonghop::round::Setup;
use tonghop::template::{common, defaults};
use tonghop::write::export::described::tables;

#[test]
fn every_column_is_documented() {
    let page = include_str!("../docs/tables.md");
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
    let page = include_str!("../docs/tables.md");
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

const JOURNEY: &str = include_str!("../docs/hanh-trinh.md");

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

#[test]
fn the_commands_of_a_round_are_there() {
    let help = |command: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
            .args([command, "--help", "--lang", "en"])
            .output()
            .expect("it runs");
        assert!(output.status.success(), "{command}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let mut seen = 0;
    for told in JOURNEY.split("tonghop ").skip(1) {
        // As far as the line of a console, or the quotation of a command, goes.
        let line = told.split(['\n', '`']).next().unwrap_or_default();
        let mut words = line.split_whitespace();
        let Some(command) = words
            .next()
            .filter(|word| word.chars().all(|c| c.is_ascii_lowercase()))
        else {
            continue;
        };
        let known = help(command);
        for flag in words.filter(|word| word.starts_with('-')) {
            let is_known = known.lines().any(|line| {
                let mut names = line
                    .split_whitespace()
                    .map(|name| name.trim_end_matches(','));
                names.any(|name| name == flag) && line.trim_start().starts_with('-')
            });
            assert!(is_known, "{command} {flag}");
        }
        seen += 1;
    }
    assert!(seen >= 12, "{seen}");
}
