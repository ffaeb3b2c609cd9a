//! A zip package with some parts replaced, added or taken away; every other part is copied as it is packed, byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

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
    package.start_file(name, SimpleFileOptions::default())?;
    package.write_all(bytes)
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
    fn what_is_no_package_is_an_error() {
        assert!(patched(b"no archive", &Changes::default()).is_err());
    }
}
