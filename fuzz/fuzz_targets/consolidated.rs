//! Any round as a consolidated workbook: it is written, it is one of ours, and it holds every record.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tonghop::book::open_bytes;
use tonghop::book::ours::is_output;
use tonghop::intake::limits::Limits;
use tonghop::write::consolidated::{self, By, Options, Scale};
use tonghop_fuzz::round;

fuzz_target!(|text: &str| {
    let choice = text.len();
    let (round, findings) = round(text, false);
    let options = Options {
        scale: Scale::from_name(Scale::NAMES[choice % Scale::NAMES.len()].0).unwrap_or_default(),
        by: By::from_name(By::NAMES[choice / 8 % By::NAMES.len()]).unwrap_or_default(),
        ..Options::default()
    };
    let mut workbook = Vec::new();
    let written = consolidated::write(&round, &findings, &options, &mut workbook);
    assert!(written.is_ok(), "{written:?}");
    assert!(is_output(&workbook));
    let opened = open_bytes(&workbook, "xlsx", &Limits::default());
    let book = opened.outcome.book.expect("it is a workbook");
    let details = book.sheets.iter().find(|sheet| &*sheet.name == "Chi tiết");
    let rows = details.map_or(0, |sheet| sheet.rows.len().saturating_sub(1));
    assert!(rows >= round.records().count());
});
