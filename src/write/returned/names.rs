//! The paths of the files that go back, below their folder: as the office's own, each by another name, none longer than a
//! disk takes.
//!
//! A workbook of Excel keeps its name; its letters have the same, `so-yt.txt` and `so-yt.eml` for `so-yt.xlsx`. No path is
//! given twice, whatever the case of its letters, and none is that of another file of the round: whoever copies what came
//! back over what was sent must not lose the data in `so-yt.txt` to a letter.
//!
//! A member of an archive may have a name that no file can have: 94 letters of Vietnamese are 274 bytes, and `a:b.xlsx` is
//! something else on Windows. Names are the same on every system.

use std::collections::{HashMap, HashSet};

use crate::round::Round;
use crate::write::file_name::{EXTENSION, LONGEST, cut, plain};

/// The most bytes of a path below the folder; systems take four thousand for all of it.
const LONGEST_PATH: usize = 2048;

/// The folder that a submission comes back in, with `/` at its end unless it is the folder itself, and the name of its
/// file as it was sent: an archive is a folder, its members the files in it.
pub(super) fn place(name: &str) -> (String, &str) {
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
        let has_room = path.len().saturating_add(folder.len()) < LONGEST_PATH - LONGEST;
        if has_room && !folder.is_empty() {
            path += folder;
            path.push('/');
        }
    }
    (path, file)
}

/// What a file may come back as, without an extension, the best first: `so-yt`, and `so-yt.csv` where that is taken.
pub(super) fn stems(file: &str) -> [String; 2] {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    [stem, file].map(|name| cut(&plain(name), LONGEST - EXTENSION).to_owned())
}

/// The paths that are taken, in small letters.
#[derive(Default)]
pub(super) struct Names {
    given: HashSet<String>,
    /// Those of the round's files, where they would come back.
    sent: HashSet<String>,
    /// The next number to be tried in a path; with those before it is taken.
    numbers: HashMap<String, u32>,
}

impl Names {
    /// Before any is given, for the files of a round.
    pub fn of(round: &Round) -> Self {
        let submissions = round.files().map(|submission| &submission.name);
        let others = round.non_spreadsheets.iter().map(|(name, _)| name);
        Self::beside(submissions.chain(others).map(|name| &**name))
    }

    fn beside<'n>(files: impl Iterator<Item = &'n str>) -> Self {
        Self {
            sent: files.map(sent).collect(),
            ..Self::default()
        }
    }

    /// The path of a submission's workbook; it is the office's own file unless it was rebuilt.
    pub fn workbook(&mut self, name: &str, extension: &str, rebuilt: bool) -> String {
        let own = (!rebuilt).then(|| sent(name));
        let stem = self.free(name, None, &[extension], own.as_deref());
        format!("{stem}.{extension}")
    }

    /// The path of a submission's letters, without their extensions; that of its workbook if there is one and it is free.
    pub fn letters(&mut self, name: &str, workbook: Option<&str>) -> String {
        let own = workbook.and_then(|workbook| Some(workbook.rsplit_once('.')?.0));
        self.free(name, own, &["txt", "eml"], None)
    }

    /// A path without extension that is free with each of these, the first choice if it is; `own` is taken by nobody else.
    fn free(
        &mut self,
        name: &str,
        first: Option<&str>,
        extensions: &[&str],
        own: Option<&str>,
    ) -> String {
        let (path, file) = place(name);
        let stems = stems(file);
        let paths = |stem: &str| -> Vec<String> {
            let of = |extension: &&str| format!("{stem}.{extension}").to_lowercase();
            extensions.iter().map(of).collect()
        };
        let is_free = |names: &Self, stem: &String| {
            paths(stem).iter().all(|path| {
                !names.given.contains(path)
                    && (own == Some(path.as_str()) || !names.sent.contains(path))
            })
        };
        let named = stems.iter().filter(|stem| !stem.is_empty());
        let named = named.map(|stem| format!("{path}{stem}"));
        let mut named = first.map(str::to_owned).into_iter().chain(named);
        let found = named.find(|stem| is_free(self, stem));
        let found = found.unwrap_or_else(|| {
            let [stem, _] = &stems;
            let key = paths(&format!("{path}{stem}")).concat();
            let next = self.numbers.get(&key).copied().unwrap_or(2);
            let numbered = |number: u32| {
                let number = format!(" ({number})");
                let most = (LONGEST - EXTENSION).saturating_sub(number.len());
                format!("{path}{}{number}", cut(stem, most))
            };
            let mut numbers = (next..).map(|number| (number, numbered(number)));
            let found = numbers.find(|(_, stem)| is_free(self, stem));
            let (number, stem) = found.unwrap_or_default();
            self.numbers.insert(key, number.saturating_add(1));
            stem
        });
        self.given.extend(paths(&found));
        found
    }
}

/// The path of a file of the round, where it would come back.
fn sent(name: &str) -> String {
    let (path, file) = place(name);
    format!("{path}{file}").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The workbook and the letters of each of these, which came together: name, whether its workbook is rebuilt.
    fn named(files: &[(&str, bool)], also: &[&str]) -> Vec<(String, String)> {
        let all = files.iter().map(|(name, _)| *name);
        let mut names = Names::beside(all.chain(also.iter().copied()));
        let each = files.iter().map(|(name, rebuilt)| {
            let workbook = names.workbook(name, "xlsx", *rebuilt);
            let letters = names.letters(name, Some(&workbook));
            (workbook, letters)
        });
        each.collect()
    }

    #[test]
    fn every_file_gets_a_path_of_its_own() {
        let files = [
            ("so-yt.xlsx", false, "so-yt.xlsx", "so-yt"),
            ("So-YT.csv", true, "So-YT.csv.xlsx", "So-YT.csv"),
            ("huyen/so-yt.xls", true, "huyen/so-yt.xlsx", "huyen/so-yt"),
            (
                "thu.ZIP/huyen/a.xlsx",
                false,
                "thu/huyen/a.xlsx",
                "thu/huyen/a",
            ),
            (
                "thu/huyen/a.ods",
                true,
                "thu/huyen/a.ods.xlsx",
                "thu/huyen/a.ods",
            ),
            (
                "thu/huyen/A.xlsx",
                false,
                "thu/huyen/A.xlsx.xlsx",
                "thu/huyen/A.xlsx",
            ),
            (
                "thu/huyen/a.XLSX",
                false,
                "thu/huyen/a (2).xlsx",
                "thu/huyen/a (2)",
            ),
            (
                "thu/huyen/A.XlSX",
                false,
                "thu/huyen/A (3).xlsx",
                "thu/huyen/A (3)",
            ),
            ("không đuôi", true, "không đuôi.xlsx", "không đuôi"),
            ("a:b\n\"c\".xlsx", false, "a-b--c-.xlsx", "a-b--c-"),
            ("CON.xlsx", false, "_CON.xlsx", "_CON"),
            ("lpt1/com0.xlsx", false, "_lpt1/com0.xlsx", "_lpt1/com0"),
            ("Nul./x .xls", true, "_Nul/x.xlsx", "_Nul/x"),
            (".../y.xls", true, "y.xlsx", "y"),
        ];
        let sent: Vec<(&str, bool)> = files.iter().map(|file| (file.0, file.1)).collect();
        for (file, (workbook, letters)) in files.iter().zip(named(&sent, &[])) {
            assert_eq!((workbook.as_str(), letters.as_str()), (file.2, file.3));
        }
    }

    #[test]
    fn nothing_that_comes_back_has_the_path_of_what_was_sent() {
        // The data stand in the text file; a letter of this name would take their place.
        assert_eq!(
            named(&[("so-yt.txt", true)], &[]),
            [("so-yt.xlsx".to_owned(), "so-yt.txt".to_owned())]
        );
        // The workbook keeps its name, the letters do not.
        assert_eq!(
            named(&[("so-yt.xlsx", false)], &["so-yt.txt"]),
            [("so-yt.xlsx".to_owned(), "so-yt.xlsx".to_owned())]
        );
        // A workbook that is good lies beside a table that is not, and a mail that somebody has saved.
        assert_eq!(
            named(&[("so-yt.csv", true)], &["So-YT.xlsx", "so-yt.csv.eml"]),
            [("so-yt.csv.xlsx".to_owned(), "so-yt".to_owned())]
        );
        // A name that is changed takes that of no other file either.
        assert_eq!(
            named(&[("a:b.xlsx", false)], &["A-B.xlsx", "a-b.xlsx.txt"]),
            [("a-b.xlsx.xlsx".to_owned(), "a-b".to_owned())]
        );
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let long = "Ủy ban nhân dân huyện Càng Long ".repeat(9);
        let deep = format!("{long}/").repeat(40);
        let files: Vec<String> = (0..30)
            .flat_map(|number| {
                [
                    format!("{long}{number}.xlsx"),
                    format!("thu.zip/{long}/{long}.csv"),
                    format!("{deep}{number}.ods"),
                    format!("{deep}{long}{number}.ods"),
                ]
            })
            .collect();
        let mut names = Names::beside(files.iter().map(String::as_str));
        let mut seen = HashSet::new();
        for name in &files {
            let workbook = names.workbook(name, "xlsx", !name.ends_with(".xlsx"));
            let letters = names.letters(name, Some(&workbook));
            for path in [workbook, format!("{letters}.txt"), format!("{letters}.eml")] {
                assert!(path.len() <= LONGEST_PATH);
                let steps = path.split('/').all(|step| step.len() <= LONGEST);
                assert!(steps, "{path}");
                assert!(seen.insert(path.to_lowercase()), "{path}");
            }
        }
    }
}
