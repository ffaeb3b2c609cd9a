//! Any text as a project file: it is read, or what is wrong is said.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tonghop::lang::Lang;
use tonghop::{project, rule};

fuzz_target!(|text: &str| {
    if let Err(errors) = project::parse(text, "tonghop.toml".as_ref(), &rule::codes()) {
        assert!(!errors.is_empty());
        for error in errors {
            assert!(!error.say(Lang::Vi).is_empty() && !error.say(Lang::En).is_empty());
        }
    }
});
