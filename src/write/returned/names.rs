//! The paths of the files that go back.

use std::collections::BTreeSet;

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

/// Paths without extensions, each given once whatever the case of its letters.
#[derive(Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// The path of a submission below the folder.
    pub fn stem(&mut self, name: &str) -> String {
        let (path, file) = place(name);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        // `so-yt.csv` beside `so-yt.xlsx`.
        let numbered = (2_u32..).map(|number| format!("{path}{stem} ({number})"));
        let stem = [format!("{path}{stem}"), format!("{path}{file}")]
            .into_iter()
            .filter(|stem| !stem.ends_with('/'))
            .chain(numbered)
            .find(|stem| !self.0.contains(&stem.to_lowercase()))
            .unwrap_or_default();
        self.0.insert(stem.to_lowercase());
        stem
    }
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
            ("không đuôi", "không đuôi"),
        ] {
            assert_eq!(names.stem(name), stem);
        }
    }
}
