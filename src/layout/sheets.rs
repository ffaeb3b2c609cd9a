//! What a sheet is for, as far as its name or its title tells: an example, an old copy, a list like any other.
//!
//! The words stand in `src/data/sheets.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::words::{Phrases, words};
use crate::fold;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    example_name: Vec<String>,
    example_title: Vec<String>,
    guide_title: Vec<String>,
    old: Vec<String>,
    new: Vec<String>,
    plain: Vec<String>,
    again: Vec<String>,
    summary_name: Vec<String>,
    various: Vec<String>,
    group: Vec<String>,
    no_figure: Vec<String>,
}

/// The words that tell what a sheet, or a part of a list, is for.
#[derive(Debug)]
pub struct SheetWords {
    /// What the name of a sheet of examples begins with.
    pub example_name: Phrases,
    /// What its title begins with, where nobody fills such a sheet in.
    pub example_title: Phrases,
    /// What the title of instructions begins with.
    pub guide_title: Phrases,
    /// Words in the name of a sheet that counts no more, or of a copy.
    pub old: Phrases,
    /// Words in the name of a sheet that counts now.
    pub new: Phrases,
    /// Names that say nothing of what stands on the sheet.
    pub plain: Phrases,
    /// Labels of a part that tells some of a list's records once more.
    pub again: Phrases,
    /// What the name of a sheet begins with that adds up others.
    pub summary_name: Phrases,
    /// What stands in the place of who gives where a row adds up several.
    pub various: Phrases,
    /// What the name of a row that adds up others may begin with.
    pub group: Phrases,
    /// Headings of columns whose numbers are no figures.
    pub no_figure: Phrases,
}

/// The words.
#[must_use]
pub fn sheet_words() -> &'static SheetWords {
    static WORDS: LazyLock<SheetWords> = LazyLock::new(|| {
        let read = toml::from_str(include_str!("../data/sheets.toml"));
        #[expect(
            clippy::expect_used,
            reason = "part of the program, read by every test"
        )]
        let file: File = read.expect("the built-in words are well-formed");
        SheetWords {
            example_name: Phrases::new(&file.example_name),
            example_title: Phrases::new(&file.example_title),
            guide_title: Phrases::new(&file.guide_title),
            old: Phrases::new(&file.old),
            new: Phrases::new(&file.new),
            plain: Phrases::new(&file.plain),
            again: Phrases::new(&file.again),
            summary_name: Phrases::new(&file.summary_name),
            various: Phrases::new(&file.various),
            group: Phrases::new(&file.group),
            no_figure: Phrases::new(&file.no_figure),
        }
    });
    &WORDS
}

/// Whether the name of a sheet says that examples stand on it.
#[must_use]
pub fn names_example(name: &str) -> bool {
    sheet_words().example_name.begin(&spoken(name))
}

/// How surely the name of a sheet tells that what stands on it counts: less than zero for a copy or an old version,
/// more for one that calls itself the new one.
#[must_use]
pub fn standing(name: &str) -> i8 {
    let folded = spoken(name);
    if is_numbered_copy(name) || says(&folded, &sheet_words().old) {
        -1
    } else {
        i8::from(says(&folded, &sheet_words().new))
    }
}

/// Whether a folded name begins or ends with one of the phrases. Where it has no diacritics what is left must say nothing
/// more: `An Cu` is a place, `Danh muc cu` an old list.
fn says(folded: &str, phrases: &Phrases) -> bool {
    let fits = |left: &str| !folded.is_ascii() || says_nothing(left);
    if phrases.rests(folded).any(fits) {
        return true;
    }
    let blanks = folded.match_indices(' ').map(|(at, _)| at);
    let mut ends = blanks.filter_map(|at| Some((folded.get(..at)?, folded.get(at + 1..)?)));
    ends.any(|(left, end)| phrases.are(end) && fits(left))
}

fn says_nothing(folded: &str) -> bool {
    let rest = sheet_words().plain.rest(folded).unwrap_or(folded);
    let year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    !rest.chars().any(char::is_alphabetic) && !rest.split(' ').any(year)
}

/// Whether the name of a sheet says that what stands on it is planned: `Kế hoạch 2020`, `Dự toán`.
#[must_use]
pub fn names_plan(name: &str) -> bool {
    words().planned.begin(&spoken(name))
}

/// Whether the name of a sheet says that it adds up others.
#[must_use]
pub fn names_summary(name: &str) -> bool {
    sheet_words().summary_name.begin(&spoken(name))
}

/// Whether the name of a sheet says nothing of what stands on it: `Sheet1`, `Danh mục (2)`.
#[must_use]
pub fn is_plain(name: &str) -> bool {
    standing(name) != 0 || says_nothing(&spoken(name))
}

/// `Danh mục (2)`, as spreadsheets call the copy of a sheet.
fn is_numbered_copy(name: &str) -> bool {
    let inner = name.trim_end().strip_suffix(')');
    inner
        .and_then(|inner| inner.rsplit_once('('))
        .is_some_and(|(before, number)| {
            let short = !number.is_empty() && number.len() < 3;
            short && number.bytes().all(|byte| byte.is_ascii_digit()) && !before.trim().is_empty()
        })
}

/// A name of a sheet, folded, with blanks for the signs that stand for them, and between letters and figures.
fn spoken(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut before = ' ';
    for c in name.chars() {
        let c = if c.is_alphanumeric() { c } else { ' ' };
        if c.is_numeric() && before.is_alphabetic() {
            text.push(' ');
        }
        text.push(c);
        before = c;
    }
    fold::fold(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_tell_what_counts() {
        for (name, expected) in [
            ("Danh mục", 0),
            ("Danh mục (2)", -1),
            ("Danh mục cũ", -1),
            ("DM_old", -1),
            ("ban nhap", -1),
            ("Danh mục (mới)", 1),
            ("Năm 2019", 0),
            ("Y tế (2019)", 0),
            ("In", -1),
            ("Sinh kế", 0),
        ] {
            assert_eq!(standing(name), expected, "{name}");
        }
    }

    #[test]
    fn examples_are_told_by_their_names() {
        for (name, expected) in [
            ("Ví dụ", true),
            ("VD", true),
            ("VD1", true),
            ("Hướng dẫn điền", true),
            ("Biểu mẫu", false),
            ("Mẫu 1", false),
        ] {
            assert_eq!(names_example(name), expected, "{name}");
        }
    }

    #[test]
    fn plain_names_say_nothing() {
        for (name, expected) in [
            ("Sheet1", true),
            ("Danh mục", true),
            ("Biểu 01", true),
            ("Mỹ Cẩm", false),
            ("2019", false),
            ("Y tế", false),
        ] {
            assert_eq!(is_plain(name), expected, "{name}");
        }
    }
}
