//! What the files that go back are called: as the office's own, each by another name, none longer than a disk takes.
//!
//! A member of an archive may have a name that no file can have: 94 letters of Vietnamese are 274 bytes, and `a:b.xlsx` is
//! something else on Windows. Names are the same on every system.

use std::collections::{HashMap, HashSet};

/// The most bytes of the name of a file or folder, on the disks of all systems; some count letters, which are fewer.
const LONGEST: usize = 255;
/// Room for what stands behind: `.xlsx`, `.txt`.
const EXTENSION: usize = 5;
/// The most bytes of a path below the folder; systems take four thousand for all of it.
const LONGEST_PATH: usize = 2048;

/// Paths without extensions, each given once whatever the case of its letters.
#[derive(Default)]
pub(super) struct Names {
    /// In small letters.
    taken: HashSet<String>,
    /// The next number to be tried behind a path, in small letters; those before are taken.
    numbers: HashMap<String, u32>,
}

impl Names {
    /// The path of a submission below the folder: an archive is a folder, its members the files in it.
    pub(super) fn stem(&mut self, name: &str) -> String {
        let (folders, file) = name.rsplit_once('/').unwrap_or(("", name));
        let mut path = String::new();
        for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
            let lower = folder.to_lowercase();
            let length = folder.len().saturating_sub(4);
            let bare = folder
                .get(..length)
                .filter(|bare| lower.ends_with(".zip") && !bare.is_empty());
            let folder = plain(bare.unwrap_or(folder));
            let folder = cut(&folder, LONGEST);
            // So many folders nobody has; what lies deeper lies together.
            if path.len() + folder.len() < LONGEST_PATH - LONGEST {
                path += folder;
                path.push('/');
            }
        }
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let (stem, file) = (&*plain(stem), &*plain(file));
        let most = LONGEST - EXTENSION;
        // `so-yt.csv` beside `so-yt.xlsx`.
        for stem in [stem, file].map(|stem| cut(stem, most)) {
            let path = format!("{path}{stem}");
            if !stem.is_empty() && self.taken.insert(path.to_lowercase()) {
                return path;
            }
        }
        let key = format!("{path}{}", cut(stem, most)).to_lowercase();
        let next = self.numbers.entry(key).or_insert(2);
        loop {
            let number = format!(" ({next})");
            *next = next.saturating_add(1);
            let numbered = format!("{path}{}{number}", cut(stem, most - number.len()));
            if self.taken.insert(numbered.to_lowercase()) || *next == u32::MAX {
                return numbered;
            }
        }
    }
}

/// A name that every disk takes.
fn plain(name: &str) -> String {
    let no_letter = |letter: char| {
        letter.is_control() || matches!(letter, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\')
    };
    let name = name.replace(no_letter, "-");
    let name = name.trim_end_matches(['.', ' ']);
    let base = name.split('.').next().unwrap_or_default();
    let is_numbered = |device: &str| {
        let rest = base.get(..3).zip(base.get(3..));
        rest.is_some_and(|(start, number)| {
            start.eq_ignore_ascii_case(device) && matches!(number.as_bytes(), [b'1'..=b'9'])
        })
    };
    // What Windows takes for a device.
    let is_device = ["con", "prn", "aux", "nul"]
        .iter()
        .any(|device| base.eq_ignore_ascii_case(device));
    if is_device || is_numbered("com") || is_numbered("lpt") {
        format!("_{name}")
    } else {
        name.to_owned()
    }
}

/// As much of a name as takes at most so many bytes, in whole letters.
fn cut(name: &str, most: usize) -> &str {
    if name.len() <= most {
        return name;
    }
    let ends = name
        .char_indices()
        .map(|(at, letter)| at + letter.len_utf8());
    let end = ends.take_while(|end| *end <= most).last().unwrap_or(0);
    name.get(..end).unwrap_or_default().trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_gets_a_path_of_its_own() {
        let mut names = Names::default();
        for (name, stem) in [
            ("so-yt.xlsx", "so-yt"),
            ("So-YT.csv", "So-YT.csv"),
            ("huyen/so-yt.xls", "huyen/so-yt"),
            ("thu.ZIP/huyen/a.xlsx", "thu/huyen/a"),
            ("thu/huyen/a.ods", "thu/huyen/a.ods"),
            ("thu/huyen/A.xlsx", "thu/huyen/A.xlsx"),
            ("thu/huyen/a.XLSX", "thu/huyen/a (2)"),
            ("thu/huyen/A.XlSX", "thu/huyen/A (3)"),
            ("không đuôi", "không đuôi"),
            ("a:b\n\"c\".xlsx", "a-b--c-"),
            ("CON.xlsx", "_CON"),
            ("lpt1/com0.xlsx", "_lpt1/com0"),
            ("Nul./x .xls", "_Nul/x"),
        ] {
            assert_eq!(names.stem(name), stem);
        }
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let mut names = Names::default();
        let long = "Ủy ban nhân dân huyện Càng Long ".repeat(9);
        let deep = format!("{long}/").repeat(40);
        let mut seen = HashSet::new();
        for number in 0..30 {
            for name in [
                format!("{long}{number}.xlsx"),
                format!("thu.zip/{long}/{long}.csv"),
                format!("{deep}{number}.ods"),
                format!("{deep}{long}{number}.ods"),
            ] {
                let stem = names.stem(&name);
                assert!(stem.len() <= LONGEST_PATH);
                let steps = stem.split('/').all(|step| step.len() <= LONGEST);
                let file = stem.rsplit('/').next().unwrap();
                assert!(steps && file.len() <= LONGEST - EXTENSION, "{stem}");
                assert!(seen.insert(stem.to_lowercase()), "{stem}");
            }
        }
    }
}
