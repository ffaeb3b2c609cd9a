//! Any bytes as any file: they are read or refused, never more.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tonghop::book::open_bytes;
use tonghop::finding::Limit;
use tonghop::intake::limits::Limits;

const EXTENSIONS: [&str; 8] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "txt", ""];

fuzz_target!(|input: (u8, &[u8])| {
    let (choice, bytes) = input;
    let extension = EXTENSIONS[usize::from(choice) % EXTENSIONS.len()];
    let limits = Limits::default()
        .with(Limit::PartMib, 16)
        .with(Limit::TotalMib, 32)
        .with(Limit::Cells, 100_000);
    let opened = open_bytes(bytes, extension, &limits);
    assert!(opened.outcome.book.is_some() || !opened.outcome.facts.is_empty());
});
