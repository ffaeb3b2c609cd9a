//! Any text as an amount, in every unit of account.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tonghop::value::amount::{AmountContext, parse_amount};
use tonghop::value::number::NumberStyle;

fuzz_target!(|text: &str| {
    for scale in [None, Some(1), Some(1_000_000), Some(i64::MAX)] {
        for style in [
            NumberStyle::Unsettled,
            NumberStyle::Vietnamese,
            NumberStyle::English,
        ] {
            let _ = parse_amount(text, &AmountContext { scale, style });
        }
    }
});
