//! Any bytes as a list of offices or sectors, and any text asked of it: it is read, or what is wrong is said.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tonghop::lang::Lang;
use tonghop::register::{Register, Sectors};

fuzz_target!(|text: &str| {
    // What is asked, a line with `%%%`, the list.
    let (asked, list) = text.split_once("\n%%%\n").unwrap_or(("", text));
    let bytes = list.as_bytes();
    match Register::read(bytes) {
        Ok(register) => {
            let lines: Vec<&str> = asked.lines().collect();
            for text in std::iter::once(asked).chain(lines.iter().copied().take(8)) {
                let _ = (
                    register.find(text),
                    register.find_in(text),
                    register.nearest(text),
                );
                let _ = register.find_below(text, &lines);
            }
            for unit in register.units().iter().take(20) {
                let _ = register.find(&unit.name);
                assert!(register.by_code(&unit.code).is_some(), "{}", unit.code);
            }
        }
        Err(errors) => {
            assert!(!errors.is_empty());
            for error in errors {
                assert!(!error.say("units.csv", Lang::Vi).is_empty());
                assert!(!error.say("units.csv", Lang::En).is_empty());
            }
        }
    }
    if let Ok(sectors) = Sectors::read(bytes) {
        let _ = (sectors.find(asked), sectors.nearest(asked));
    }
});
