//! Any text as a time.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tonghop::value::date::parse_date;

fuzz_target!(|text: &str| {
    let _ = parse_date(text);
});
