//! The one workbook that a command line names: found, opened, decoded.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::book::encoding::Report;
use crate::book::grid::Book;
use crate::cmd::terminal::Failure;
use crate::finding::Finding;
use crate::intake::{self, Source};
use crate::lang::Lang;
use crate::letters::{of_path, printable};
use crate::round::{self, Setup};
use crate::{book, rule};

/// The source of a workbook; `files` are no submissions.
pub(super) fn find(
    path: &Path,
    files: &HashSet<PathBuf>,
    setup: &Setup,
    lang: Lang,
) -> Result<Source, Failure> {
    let paths = [path.to_path_buf()];
    let gathered = intake::gather(&paths, None, files, &setup.limits)
        .map_err(|error| Failure(error.say(lang)))?;
    let mut sources = gathered.sources;
    match (sources.len(), sources.pop()) {
        (1, Some(only)) => Ok(only),
        (0, _) | (_, None) => {
            let path = of_path(path);
            Err(Failure(lang.pick(
                format!("“{path}” không phải là bảng tính"),
                format!("“{path}” is no spreadsheet"),
            )))
        }
        (count, Some(last)) => {
            let first = sources.first().unwrap_or(&last);
            let count = lang.count(count, "bảng tính", "spreadsheet", "spreadsheets");
            let (path, first) = (of_path(path), printable(&first.name));
            Err(Failure(lang.pick(
                format!("“{path}” có {count}; hãy chọn một tệp, ví dụ “{first}”"),
                format!("“{path}” holds {count}; name one of them, for example “{first}”"),
            )))
        }
    }
}

/// The workbook, with its text decoded.
pub(super) fn open(source: &Source, setup: &Setup, lang: Lang) -> Result<(Book, Report), Failure> {
    let opened = book::open(source, &setup.limits);
    match opened.outcome.book {
        Some(mut book) => {
            let decoded = round::decode(&mut book, setup);
            Ok((book, decoded))
        }
        None => Err(unreadable(source, setup, lang)),
    }
}

/// Why a workbook could not be opened, as its first finding says.
fn unreadable(source: &Source, setup: &Setup, lang: Lang) -> Failure {
    let setup = Setup {
        limits: setup.limits,
        ..Setup::default()
    };
    let findings = about_the_file(source, setup);
    let said = findings
        .first()
        .map(|finding| rule::say(finding, lang).officer);
    let said = said.map_or_else(String::new, |said| {
        let suggestion = said
            .suggestion
            .map(|text| format!("\n{}", printable(&text)));
        printable(&said.message) + &suggestion.unwrap_or_default()
    });
    Failure(format!("{}: {said}", printable(&source.name)))
}

/// The findings about the file as a whole, as `check` gives them.
pub(super) fn about_the_file(source: &Source, setup: Setup) -> Vec<Finding> {
    let round = round::read(std::slice::from_ref(source), Vec::new(), false, setup);
    let mut findings = rule::check(&round);
    findings.retain(|finding| finding.code.starts_with('F'));
    findings
}
