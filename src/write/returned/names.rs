//! The paths of the files that go back, below their folder.
//!
//! A workbook of Excel keeps its name; its letters have the same, `so-yt.txt` and `so-yt.eml` for `so-yt.xlsx`. No path is
//! given twice, whatever the case of its letters, and none is that of another file of the round: whoever copies what came
//! back over what was sent must not lose the data in `so-yt.txt` to a letter.

use std::collections::BTreeSet;

use crate::round::Round;

/// The folder that a submission comes back in, with `/` at its end unless it is the folder itself, and the name of its
/// file: an archive is a folder, its members the files in it.
pub(super) fn place(name: &str) -> (String, &str) {
    let (folders, file) = name.rsplit_once('/').unwrap_or(("", name));
    let mut path = String::new();
    for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
        let lower = folder.to_lowercase();
        let length = folder.len().saturating_sub(4);
        let bare = folder
            .get(..length)
            .filter(|bare| lower.ends_with(".zip") && !bare.is_empty());
        path += bare.unwrap_or(folder);
        path.push('/');
    }
    (path, file)
}

/// The paths that are taken, in small letters.
#[derive(Default)]
pub(super) struct Names {
    given: BTreeSet<String>,
    /// Those of the round's files, where they would come back.
    sent: BTreeSet<String>,
}

impl Names {
    /// Before any is given, for the files of a round.
    pub fn of(round: &Round) -> Self {
        let submissions = round.files().map(|submission| &submission.name);
        let others = round.non_spreadsheets.iter().map(|(name, _)| name);
        Self::beside(submissions.chain(others).map(|name| &**name))
    }

    fn beside<'n>(files: impl Iterator<Item = &'n str>) -> Self {
        let path = |name| {
            let (path, file) = place(name);
            format!("{path}{file}").to_lowercase()
        };
        Self {
            given: BTreeSet::new(),
            sent: files.map(path).collect(),
        }
    }

    /// The path of a submission's workbook; it is the office's own file unless it was rebuilt.
    pub fn workbook(&mut self, name: &str, extension: &str, rebuilt: bool) -> String {
        let (path, file) = place(name);
        let own = (!rebuilt).then(|| format!("{path}{file}").to_lowercase());
        let found = candidates(&path, file, None).find(|stem| {
            let workbook = format!("{stem}.{extension}").to_lowercase();
            !self.given.contains(&workbook)
                && (own.as_ref() == Some(&workbook) || !self.sent.contains(&workbook))
        });
        let workbook = format!("{}.{extension}", found.unwrap_or_default());
        self.given.insert(workbook.to_lowercase());
        workbook
    }

    /// The path of a submission's letters, without their extensions; that of its workbook if there is one and it is free.
    pub fn letters(&mut self, name: &str, workbook: Option<&str>) -> String {
        let (path, file) = place(name);
        let own = workbook.and_then(|workbook| Some(workbook.rsplit_once('.')?.0));
        let both = |stem: &str| ["txt", "eml"].map(|kind| format!("{stem}.{kind}").to_lowercase());
        let is_free = |path: &String| !self.given.contains(path) && !self.sent.contains(path);
        let found = candidates(&path, file, own).find(|stem| both(stem).iter().all(is_free));
        let stem = found.unwrap_or_default();
        self.given.extend(both(&stem));
        stem
    }
}

/// Paths that a file may come back under, without extensions, the best first: `so-yt`, `so-yt.csv` where `so-yt` is taken,
/// then with a number.
fn candidates<'n>(
    path: &'n str,
    file: &'n str,
    first: Option<&'n str>,
) -> impl Iterator<Item = String> + use<'n> {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let numbered = (2_u32..).map(move |number| format!("{path}{stem} ({number})"));
    let named = [format!("{path}{stem}"), format!("{path}{file}")];
    let named = first.map(str::to_owned).into_iter().chain(named);
    named
        .filter(|stem| !stem.is_empty() && !stem.ends_with('/'))
        .chain(numbered)
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
            ("không đuôi", true, "không đuôi.xlsx", "không đuôi"),
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
    }
}
