//! What the tables of a package are: their columns, what these hold and mean, how they refer to each other. The schemas,
//! the dictionary and the check of a package are all made of this.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lang::Lang;
use crate::round::Setup;
use crate::template::{ColumnLabel, Holds, Refers, Template, Told, Values};

/// A table of a package.
#[derive(Debug, Clone)]
pub struct Described {
    /// Its name, which is that of its file without the ending.
    pub name: String,
    /// What it is called.
    pub title: Told,
    /// What it holds.
    pub about: Told,
    /// The column that tells a row from all others.
    pub key: Option<String>,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its id, which is its name in the header.
    pub id: String,
    /// What it is called.
    pub title: Told,
    /// What it means.
    pub about: Told,
    /// What its values are.
    pub values: Values,
    /// The words that it may hold, where they are a closed list: each with what it means.
    pub words: Vec<(String, Told)>,
}

impl Described {
    /// The file that it stands in.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// The ids of its columns.
    pub fn header(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.id.as_str())
    }
}

/// One of the two languages.
#[must_use]
pub fn told(told: &Told, lang: Lang) -> &str {
    lang.pick(&told.vi, &told.en)
}

/// The tables that every package has, as the data tells them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    table: Vec<ListedTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListedTable {
    name: String,
    vi: String,
    en: String,
    about: Told,
    #[serde(default)]
    key: Option<String>,
    columns: Vec<ColumnLabel>,
}

/// Lists of words, by their name.
type Words = BTreeMap<String, toml::Table>;

static LISTED: LazyLock<Listed> = LazyLock::new(|| {
    let read = toml::from_str(include_str!("../../data/export/tables.toml"));
    #[expect(
        clippy::expect_used,
        reason = "part of the program, read by every test"
    )]
    read.expect("the built-in tables are well-formed")
});

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let read = toml::from_str(include_str!("../../data/export/words.toml"));
    #[expect(
        clippy::expect_used,
        reason = "part of the program, read by every test"
    )]
    read.expect("the built-in words are well-formed")
});

/// The tables of a package of these forms: first those of the forms, then those that every package has.
#[must_use]
pub fn tables<'t>(
    templates: impl IntoIterator<Item = &'t Template>,
    setup: &Setup,
) -> Vec<Described> {
    let mut all: Vec<Described> = templates.into_iter().map(of_form).collect();
    let records = match all.as_slice() {
        [only] => Some(only.name.clone()),
        _ => None,
    };
    all.extend(LISTED.table.iter().map(of_list));
    let names: Vec<String> = all.iter().map(|table| table.name.clone()).collect();
    for column in all.iter_mut().flat_map(|table| &mut table.columns) {
        let refers = &mut column.values.refers;
        // A list that the package does not have cannot be referred to.
        *refers = refers.take().filter(|to| names.contains(&to.table));
        if let Some(to) = refers {
            column.words = words_of_list(&to.table, setup);
        }
    }
    if let Some(table) = records {
        let findings = all.iter_mut().filter(|other| other.key.is_none());
        for column in findings.flat_map(|other| &mut other.columns) {
            if column.id == ROW_ID {
                column.values.refers = Some(Refers {
                    table: table.clone(),
                    column: ROW_ID.to_owned(),
                });
            }
        }
    }
    all
}

/// The common column that names a row.
pub const ROW_ID: &str = "record_id";

/// The name of the table of a form.
#[must_use]
pub fn name_of(template: &Template) -> String {
    let id = &template.id;
    let taken = LISTED.table.iter().any(|table| table.name == *id);
    if taken {
        format!("{id}-records")
    } else {
        id.clone()
    }
}

fn of_form(template: &Template) -> Described {
    Described {
        name: name_of(template),
        title: Told {
            vi: template.vi.clone(),
            en: template.en.clone(),
        },
        about: Told {
            vi: "Mỗi dòng là một dòng số liệu của một tệp đã nhận.".to_owned(),
            en: "Each row is a record of a file received.".to_owned(),
        },
        key: Some(ROW_ID.to_owned()),
        columns: template
            .described()
            .map(|(label, values)| column(label, values.into_owned()))
            .collect(),
    }
}

fn of_list(listed: &ListedTable) -> Described {
    let columns = listed.columns.iter();
    Described {
        name: listed.name.clone(),
        title: Told {
            vi: listed.vi.clone(),
            en: listed.en.clone(),
        },
        about: listed.about.clone(),
        key: listed.key.clone(),
        columns: columns
            .map(|label| column(label, label.values.clone()))
            .collect(),
    }
}

fn column(label: &ColumnLabel, values: Values) -> Column {
    let words = values.words.as_deref().map(words_named).unwrap_or_default();
    Column {
        id: label.id.clone(),
        title: Told {
            vi: label.vi.clone(),
            en: label.en.clone(),
        },
        about: label.about.clone().unwrap_or_else(|| usual(&values)),
        values,
        words,
    }
}

/// What a column of a form means that says nothing more of it.
fn usual(values: &Values) -> Told {
    let (vi, en) = match values.holds {
        Holds::Amount | Holds::Sum => (
            "Số tiền tính bằng đồng; trống không có nghĩa là 0.",
            "An amount in whole đồng; empty is not zero.",
        ),
        Holds::Integer | Holds::Decimal => (
            "Con số đơn vị ghi; trống không có nghĩa là 0.",
            "The figure that the office gave; empty is not zero.",
        ),
        Holds::Day => ("Ngày đơn vị ghi.", "The day that the office gave."),
        Holds::Text | Holds::Object => match (&values.refers, &values.words) {
            (Some(_), _) => (
                "Mã trong danh sách; trống khi lời ghi không có trong danh sách.",
                "A code of the list; empty when the wording is on no list.",
            ),
            (None, Some(_)) => ("Một trong các từ dưới đây.", "One of the words below."),
            (None, None) => ("Như đơn vị ghi.", "As the office wrote it."),
        },
    };
    Told {
        vi: vi.to_owned(),
        en: en.to_owned(),
    }
}

fn words_named(name: &str) -> Vec<(String, Told)> {
    let list = WORDS.get(name);
    let list = list.into_iter().flat_map(|list| list.iter());
    list.filter_map(|(word, told)| Some((word.clone(), told.clone().try_into().ok()?)))
        .collect()
}

/// The entries of a short list of codes; offices are no words.
fn words_of_list(name: &str, setup: &Setup) -> Vec<(String, Told)> {
    let sectors = setup.sectors.as_ref().filter(|_| name == SECTORS);
    let entries = sectors.iter().flat_map(|sectors| sectors.list().entries());
    let word = |entry: &crate::register::Entry| {
        let name = || entry.name.clone();
        let told = Told {
            vi: name(),
            en: name(),
        };
        (entry.code.clone(), told)
    };
    entries.map(word).collect()
}

/// The list of sectors, as templates name it.
const SECTORS: &str = "sectors";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{FileState, State};
    use crate::severity::Severity;
    use crate::template::defaults;
    use crate::value::{Precision, Qualifier};

    #[test]
    fn words_are_those_that_the_program_writes() {
        let words = |name| {
            let words = words_named(name);
            words.into_iter().map(|(word, _)| word).collect::<Vec<_>>()
        };
        let qualifiers = Qualifier::INEXACT.iter().chain([&Qualifier::Withdrawn]);
        let qualifiers: Vec<&str> = qualifiers.map(|qualifier| qualifier.name()).collect();
        assert_eq!(words("qualifiers"), qualifiers);
        let precisions = [
            Precision::Day,
            Precision::Month,
            Precision::Quarter,
            Precision::Half,
            Precision::Year,
            Precision::Range,
        ];
        assert_eq!(words("precisions"), precisions.map(Precision::name));
        let severities = [Severity::Error, Severity::Warning, Severity::Info];
        assert_eq!(words("severities"), severities.map(Severity::name));
        let states = [
            FileState::Counts(State::Reported),
            FileState::Counts(State::Late),
            FileState::Counts(State::Nil),
            FileState::Counts(State::Invalid),
            FileState::Counts(State::Missing),
            FileState::Superseded,
            FileState::Undecided,
        ];
        assert_eq!(words("states"), states.map(FileState::name));
        // Every list of words that a column names is there.
        for template in defaults() {
            for column in tables([&*template], &Setup::default())
                .iter()
                .flat_map(|table| &table.columns)
            {
                let named = column.values.words.is_some();
                assert_eq!(named, !column.words.is_empty(), "{}", column.id);
            }
        }
    }

    #[test]
    fn what_a_column_refers_to_is_there() {
        for template in defaults() {
            let all = tables([&*template], &Setup::default());
            for column in all.iter().flat_map(|table| &table.columns) {
                let Some(to) = &column.values.refers else {
                    continue;
                };
                let table = all.iter().find(|table| table.name == to.table).unwrap();
                assert_eq!(table.key.as_deref(), Some(to.column.as_str()));
            }
            let findings = all.iter().find(|table| table.key.is_none()).unwrap();
            let last = findings.columns.last().unwrap();
            assert_eq!(last.id, ROW_ID);
            assert!(last.values.refers.is_some());
        }
    }
}
