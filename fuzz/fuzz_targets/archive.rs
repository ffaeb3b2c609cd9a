//! Any bytes as an archive of submissions: its members have names of their own that lead nowhere else, and are read or
//! refused.

#![no_main]

use std::cell::RefCell;
use std::collections::HashSet;
use std::fs;

use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;
use tonghop::book::open;
use tonghop::intake::gather;
use tonghop_fuzz::limits;

thread_local! {
    static HOME: RefCell<TempDir> = RefCell::new(tempfile::tempdir().unwrap());
}

fuzz_target!(|bytes: &[u8]| {
    HOME.with_borrow(|home| {
        let path = home.path().join("a.zip");
        fs::write(&path, bytes).unwrap();
        let taken = gather(&[path], None, &HashSet::new(), &limits()).unwrap();
        let mut names = HashSet::new();
        let sources = taken.sources.iter().map(|source| &source.name);
        for name in sources.chain(taken.others.iter().map(|other| &other.name)) {
            assert!(names.insert(name.clone()), "{name}");
            assert!(name.starts_with("a.zip"), "{name}");
            assert!(
                name.split('/').all(|step| step != ".." && !step.is_empty()),
                "{name}"
            );
        }
        for source in &taken.sources {
            let opened = open(source, &limits());
            assert!(opened.outcome.book.is_some() || !opened.outcome.facts.is_empty());
        }
    });
});
