//! The rooms of the house know only those below them, as ARCHITECTURE.md draws them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, top to bottom; those of one line stand on one floor.
fn floors(architecture: &str) -> BTreeMap<String, usize> {
    let rooms = architecture
        .split("```rooms\n")
        .nth(1)
        .expect("a list of rooms");
    let rooms = rooms.split("```").next().unwrap_or_default();
    let floor = |(floor, line): (usize, &str)| {
        line.split_whitespace()
            .map(|room| (room.to_owned(), floor))
            .collect::<Vec<_>>()
    };
    rooms.lines().enumerate().flat_map(floor).collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The rooms that a source names behind `crate::`, tests and comments left aside.
fn named(source: &str) -> Vec<String> {
    let code = source
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or(source);
    let word = |text: &str| -> String {
        let text = text.trim_start();
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let mut rooms = Vec::new();
    for behind in lines.flat_map(|line| line.split("crate::").skip(1)) {
        match behind.strip_prefix('{') {
            Some(list) => {
                // `{book, project}`: what stands in inner braces belongs to the room before them.
                let mut depth = 0_usize;
                let outer: String = list
                    .chars()
                    .filter(|c| {
                        depth += usize::from(*c == '{');
                        let keep = depth == 0;
                        depth -= usize::from(*c == '}' && depth > 0);
                        keep
                    })
                    .collect();
                rooms.extend(outer.split(',').map(word));
            }
            None => rooms.push(word(behind)),
        }
    }
    rooms
}

#[test]
fn rooms_know_only_those_below_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let floors = floors(&fs::read_to_string(root.join("ARCHITECTURE.md")).expect("it is there"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let within = file.strip_prefix(root.join("src")).expect("below src");
        let first = within.components().next().expect("a name");
        let room = Path::new(first.as_os_str()).with_extension("");
        let room = room.to_string_lossy().into_owned();
        if matches!(room.as_str(), "lib" | "main") {
            continue;
        }
        let Some(own) = floors.get(&room) else {
            wrong.push(format!("{room} is not among the rooms of ARCHITECTURE.md"));
            continue;
        };
        for other in named(&fs::read_to_string(&file).expect("a source")) {
            if other != room && floors.get(&other).is_some_and(|floor| floor <= own) {
                wrong.push(format!("{} names {other}", within.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
