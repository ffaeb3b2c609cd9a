//! Any text as one of a legacy encoding.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tonghop::book::encoding::{CellContext, decode_cell};

fuzz_target!(|text: &str| {
    let _ = decode_cell(text, &CellContext::default());
});
