//! A zip package with some parts replaced, added or taken away; every other part is copied as it is packed, byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{System, ZipArchive, ZipWriter};

/// What is to change in a package. Names are those of its members, without a leading `/`.
#[derive(Debug, Default)]
pub struct Changes {
    /// Parts to write: in the place of the one of that name, else at the end, in the order of the names.
    pub written: BTreeMap<String, Vec<u8>>,
    /// Parts to leave out.
    pub gone: BTreeSet<String>,
}

/// The package with the changes made.
///
/// # Errors
/// When the package is no readable zip archive.
pub fn patched(package: &[u8], changes: &Changes) -> io::Result<Vec<u8>> {
    let mut old = ZipArchive::new(Cursor::new(package))?;
    let mut new = ZipWriter::new(Cursor::new(Vec::with_capacity(package.len())));
    let mut left: BTreeMap<&str, &[u8]> = changes
        .written
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    for index in 0..old.len() {
        let part = old.by_index_raw(index)?;
        let name = part.name()?.into_owned();
        if changes.gone.contains(&name) {
            continue;
        }
        match left.remove(name.as_str()) {
            Some(bytes) => add(&mut new, &name, bytes)?,
            None => new.raw_copy_file(part)?,
        }
    }
    for (name, bytes) in left {
        add(&mut new, name, bytes)?;
    }
    Ok(new.finish()?.into_inner())
}

/// Packs a part; without a clock, so that the same part gives the same bytes.
fn add(package: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]) -> io::Result<()> {
    package.start_file(name, options())?;
    package.write_all(bytes)
}

/// How our parts are packed: as if on one and the same system, wherever the program runs.
#[must_use]
pub fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().system(SYSTEM)
}

/// The system that packages are made on, as they say of each part.
const SYSTEM: System = System::Unix;

/// A package whose parts were packed by a writer that says on which system: made the same everywhere. What is no package
/// stays as it is.
#[must_use]
pub fn same_everywhere(mut package: Vec<u8>) -> Vec<u8> {
    const END: &[u8] = b"PK\x05\x06";
    const ENTRY: &[u8] = b"PK\x01\x02";
    const ENTRY_LENGTH: usize = 46;
    let number = |bytes: Option<&[u8]>| {
        let digits = bytes.into_iter().flatten().rev();
        digits.fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte))
    };
    let Some(end) = memchr::memmem::rfind(&package, END) else {
        return package;
    };
    let mut at = number(package.get(end + 16..end + 20));
    while package.get(at..at + 4) == Some(ENTRY) {
        // What follows an entry: name, extra fields, comment.
        let more = [28, 30, 32].map(|field| number(package.get(at + field..at + field + 2)));
        if let Some(system) = package.get_mut(at + 5) {
            *system = SYSTEM as u8;
        }
        at += ENTRY_LENGTH + more.iter().sum::<usize>();
    }
    package
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn package(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut package = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            add(&mut package, name, text.as_bytes()).unwrap();
        }
        package.finish().unwrap().into_inner()
    }

    fn parts(package: &[u8]) -> Vec<(String, String)> {
        let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
        (0..archive.len())
            .map(|index| {
                let mut part = archive.by_index(index).unwrap();
                let mut text = String::new();
                part.read_to_string(&mut text).unwrap();
                (part.name().unwrap().into_owned(), text)
            })
            .collect()
    }

    #[test]
    fn parts_are_replaced_in_their_place_added_at_the_end_and_taken_away() {
        let before = package(&[("a.xml", "a"), ("b.xml", "b"), ("c.xml", "c")]);
        let mut changes = Changes::default();
        changes.written.insert("b.xml".into(), b"B".to_vec());
        changes.written.insert("z.xml".into(), b"z".to_vec());
        changes.gone.insert("c.xml".into());
        let after = patched(&before, &changes).unwrap();
        let names = [("a.xml", "a"), ("b.xml", "B"), ("z.xml", "z")];
        assert_eq!(
            parts(&after),
            names.map(|(name, text)| (name.to_owned(), text.to_owned()))
        );
        assert_eq!(after, patched(&before, &changes).unwrap());
    }

    #[test]
    fn a_package_does_not_tell_on_which_system_it_was_made() {
        let made_on = |system| {
            let mut package = ZipWriter::new(Cursor::new(Vec::new()));
            for name in ["a.xml", "ô.xml"] {
                let options = options().system(system).unix_permissions(0o600);
                package.start_file(name, options).unwrap();
                package.write_all(name.as_bytes()).unwrap();
            }
            package.finish().unwrap().into_inner()
        };
        let (here, there) = (made_on(System::Unix), made_on(System::Dos));
        assert_ne!(here, there);
        assert_eq!(same_everywhere(there), here);
        assert_eq!(same_everywhere(here.clone()), here);
        for broken in [&b"PK\x05\x06"[..], b"", &here[..here.len() - 4]] {
            assert_eq!(same_everywhere(broken.to_vec()).len(), broken.len());
        }
    }

    #[test]
    fn what_is_no_package_is_an_error() {
        assert!(patched(b"no archive", &Changes::default()).is_err());
    }
}
