//! A zip package seen before the real reader sees it: its members and what they inflate to.
//!
//! Sizes stated in a package are claims. Every part that will be read is inflated here once, to its
//! end, through a counter, so that size, ratio and checksum are facts. What reads nothing to its end
//! would take a table cut in half for a whole one.

use std::collections::{BTreeMap, HashSet};
use std::io::{Cursor, Read, Write as _};

use encoding_rs::{Decoder, Encoding, UTF_16BE, UTF_16LE};
use zip::read::ZipFile;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::build::bound;
use super::markup::LONGEST_MIB;
use crate::intake::fact::{Bound, FileFact, Limit};
use crate::intake::headers::{listed_name, own_header, same_name};
use crate::intake::limits::{Limits, MIB, Stopwatch, mib};

/// How much is inflated at a time.
const BITE: usize = 1 << 16;
/// The most MiB of a part that is small by its nature.
const SMALL_MIB: u64 = 16;

/// An open package.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The names of its members, `/` for `\`, by index.
    names: Vec<String>,
    limits: &'a Limits,
    watch: Stopwatch,
    /// Bytes inflated so far.
    inflated: u64,
    /// Where a part is inflated to, bite by bite.
    bite: Vec<u8>,
}

impl<'a> Package<'a> {
    /// Opens a package and looks at its members.
    pub(crate) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, FileFact> {
        let watch = Stopwatch::start();
        let claimed = members_claimed(bytes);
        if claimed > limits.parts {
            return Err(limits.reached(Limit::Parts, claimed));
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let count = archive.len() as u64;
        if count > limits.parts {
            return Err(limits.reached(Limit::Parts, count));
        }
        if archive.has_duplicate_names() {
            return Err(FileFact::Damaged("two parts have the same name".into()));
        }
        let mut names = Vec::with_capacity(archive.len());
        let mut folded = HashSet::new();
        let mut places = Vec::new();
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(damaged)?;
            let name = part.name().map_err(damaged)?.replace('\\', "/");
            if part.encrypted() {
                return Err(FileFact::Encrypted);
            }
            let mut steps = name.split('/');
            let drive = name.as_bytes().get(1) == Some(&b':');
            if drive || name.starts_with('/') || steps.any(|step| step == "..") {
                return Err(FileFact::Damaged(format!("a part is named {name}")));
            }
            if !folded.insert(name.to_lowercase()) {
                return Err(FileFact::Damaged(format!("two parts are named {name}")));
            }
            places.push((part.central_header_start(), part.header_start()));
            names.push(name);
        }
        let mut file = Cursor::new(bytes);
        for (listed, own) in places {
            let unreadable = |error: std::io::Error| FileFact::Damaged(error.to_string());
            let listed = listed_name(&mut file, listed).map_err(unreadable)?;
            let own = own_header(&mut file, own).map_err(unreadable)?.name;
            if !same_name(&listed, &own) {
                let (listed, own) = (listed.escape_ascii(), own.escape_ascii());
                return Err(FileFact::Damaged(format!("{listed} is also named {own}")));
            }
        }
        Ok(Self {
            archive,
            names,
            limits,
            watch,
            inflated: 0,
            bite: vec![0_u8; BITE],
        })
    }

    /// How many bytes were inflated so far.
    pub(crate) fn inflated(&self) -> u64 {
        self.inflated
    }

    /// The names of all members.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The index of a member by its name, whatever the case of its letters.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.names
            .iter()
            .position(|other| other.eq_ignore_ascii_case(name))
    }

    /// Inflates a part to its end, where its checksum is compared, and hands it on in bites.
    pub(crate) fn inflate(
        &mut self,
        index: usize,
        mut sink: impl FnMut(&[u8]) -> Result<(), FileFact>,
    ) -> Result<(), FileFact> {
        let part = self.archive.by_index(index).map_err(damaged)?;
        let mut counter = Counter {
            packed: part.compressed_size(),
            stated: part.size(),
            part: 0,
            total: self.inflated,
            limits: self.limits,
            watch: self.watch,
        };
        let outcome = counter.run(part, &mut self.bite, &mut sink);
        self.inflated = counter.total;
        outcome
    }

    /// Inflates a part to its end in windows: what the sink leaves of one stands at the start of the next, which holds more.
    /// The last one is handed on once more, and said to be the last.
    pub(crate) fn windows<E: From<FileFact>>(
        &mut self,
        index: usize,
        mut sink: impl FnMut(&[u8], bool) -> Result<usize, E>,
    ) -> Result<(), E> {
        let mut part = self.archive.by_index(index).map_err(damaged)?;
        let mut counter = Counter {
            packed: part.compressed_size(),
            stated: part.size(),
            part: 0,
            total: self.inflated,
            limits: self.limits,
            watch: self.watch,
        };
        let mut held = 0_usize;
        let outcome = loop {
            if held == self.bite.len() {
                if mib(held as u64) >= LONGEST_MIB {
                    break Err(FileFact::TooLarge {
                        bound: Bound::PieceMib,
                        allowed: LONGEST_MIB,
                    }
                    .into());
                }
                self.bite.resize(held.saturating_mul(2), 0);
            }
            let length = match counter.read(&mut part, self.bite.get_mut(held..)) {
                Ok(length) => length,
                Err(fact) => break Err(fact.into()),
            };
            held = held.saturating_add(length);
            let window = self.bite.get(..held).unwrap_or_default();
            match sink(window, length == 0) {
                Ok(_) if length == 0 => break Ok(()),
                Ok(used) => {
                    let used = used.min(held);
                    self.bite.copy_within(used..held, 0);
                    held = held.saturating_sub(used);
                }
                Err(stopped) => break Err(stopped),
            }
        };
        self.inflated = counter.total;
        outcome
    }

    /// Inflates a part of XML to its end and hands it on in bites of UTF-8; whether it was in UTF-16.
    pub(crate) fn inflate_xml(
        &mut self,
        index: usize,
        mut sink: impl FnMut(&[u8]) -> Result<(), FileFact>,
    ) -> Result<bool, FileFact> {
        let mut begun = false;
        let mut decoder: Option<Decoder> = None;
        let mut text = String::new();
        self.inflate(index, |bite| {
            if !begun {
                begun = true;
                decoder = utf16(bite).map(Encoding::new_decoder_with_bom_removal);
            }
            let Some(decoder) = &mut decoder else {
                return sink(bite);
            };
            text.clear();
            let room = decoder.max_utf8_buffer_length(bite.len());
            text.reserve(room.unwrap_or_default());
            // What is no letter becomes U+FFFD, as everywhere.
            let _ = decoder.decode_to_string(bite, &mut text, false);
            sink(text.as_bytes())
        })?;
        Ok(decoder.is_some())
    }

    /// A whole part of XML in UTF-8, as far as so much may be held.
    pub(crate) fn whole_xml(&mut self, index: usize) -> Result<Vec<u8>, FileFact> {
        let mut bytes = Vec::new();
        let limits = self.limits;
        self.inflate_xml(index, |bite| {
            bytes.extend_from_slice(bite);
            limits.hold(bytes.len() as u64)
        })?;
        Ok(bytes)
    }

    /// The package with some parts changed; all others are copied as they are packed.
    pub(crate) fn with(&mut self, mended: &BTreeMap<usize, Vec<u8>>) -> Result<Vec<u8>, FileFact> {
        let words = |error: std::io::Error| FileFact::Damaged(error.to_string());
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..self.archive.len() {
            let part = self.archive.by_index_raw(index).map_err(damaged)?;
            match mended.get(&index) {
                Some(bytes) => {
                    let name = part.name().map_err(damaged)?.into_owned();
                    drop(part);
                    let options = SimpleFileOptions::default();
                    writer.start_file(name, options).map_err(damaged)?;
                    writer.write_all(bytes).map_err(words)?;
                }
                None => writer.raw_copy_file(part).map_err(damaged)?,
            }
        }
        Ok(writer.finish().map_err(damaged)?.into_inner())
    }

    /// A whole part that is small by its nature; `None` when there is no such part.
    pub(crate) fn small(&mut self, name: &str) -> Result<Option<Vec<u8>>, FileFact> {
        let Some(index) = self.find(name) else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        self.inflate_xml(index, |bite| {
            bytes.extend_from_slice(bite);
            bound(mib(bytes.len() as u64), SMALL_MIB, Bound::PropertiesMib)
        })?;
        Ok(Some(bytes))
    }
}

/// Counts what a part inflates to.
struct Counter<'a> {
    packed: u64,
    stated: u64,
    part: u64,
    total: u64,
    limits: &'a Limits,
    watch: Stopwatch,
}

impl Counter<'_> {
    fn run(
        &mut self,
        mut part: ZipFile<'_, Cursor<&[u8]>>,
        bite: &mut [u8],
        sink: &mut impl FnMut(&[u8]) -> Result<(), FileFact>,
    ) -> Result<(), FileFact> {
        loop {
            let length = self.read(&mut part, Some(bite))?;
            if length == 0 {
                return Ok(());
            }
            sink(bite.get(..length).unwrap_or_default())?;
        }
    }

    /// Inflates the next bytes; none at the end, where the reader compares the checksum.
    fn read(
        &mut self,
        part: &mut ZipFile<'_, Cursor<&[u8]>>,
        bite: Option<&mut [u8]>,
    ) -> Result<usize, FileFact> {
        let read = part.read(bite.unwrap_or_default());
        let length = read.map_err(|error| FileFact::Damaged(error.to_string()))?;
        if length > 0 {
            self.count(length as u64)?;
            self.watch.look_now(self.limits)?;
        }
        Ok(length)
    }

    fn count(&mut self, length: u64) -> Result<(), FileFact> {
        self.part = self.part.saturating_add(length);
        self.total = self.total.saturating_add(length);
        let limits = self.limits;
        if self.part > limits.part_mib.saturating_mul(MIB) {
            let found = mib(self.part.max(self.stated));
            return Err(limits.reached(Limit::PartMib, found));
        }
        if self.total > limits.total_mib.saturating_mul(MIB) {
            return Err(limits.reached(Limit::TotalMib, mib(self.total)));
        }
        let packed = self.packed.max(1);
        if self.part > MIB && self.part > packed.saturating_mul(limits.ratio) {
            let ratio = self.part.div_ceil(packed);
            return Err(limits.reached(Limit::Ratio, ratio));
        }
        Ok(())
    }
}

/// The encoding of XML in UTF-16, by its mark or its first letter; `None` for any other.
fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] | [0, b'<', ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// How many members the end of the package claims: the directory may be too large to be read at all.
fn members_claimed(bytes: &[u8]) -> u64 {
    let at = memchr::memmem::rfind(bytes, b"PK\x05\x06");
    let record = at.and_then(|at| bytes.get(at..)).unwrap_or_default();
    match record.get(10..12) {
        Some(&[low, high]) => u64::from(u16::from_le_bytes([low, high])),
        _ => 0,
    }
}

/// The words of the zip reader, a password apart.
fn damaged(error: ZipError) -> FileFact {
    match error {
        ZipError::InvalidPassword => FileFact::Encrypted,
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => FileFact::Encrypted,
        error => FileFact::Damaged(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn open(bytes: &[u8], limits: &Limits) -> Result<u64, FileFact> {
        let mut package = Package::open(bytes, limits)?;
        for index in 0..package.names().len() {
            package.inflate(index, |_| Ok(()))?;
        }
        Ok(package.inflated)
    }

    #[test]
    fn sizes_are_counted_not_believed() {
        let limits = Limits::default();
        let plain = package(&[("a.xml", b"<a/>"), ("b.xml", b"<b/>")]);
        assert_eq!(open(&plain, &limits), Ok(8));
        let zeros = vec![b' '; 3 << 20];
        let bomb = package(&[("a.xml", &zeros)]);
        assert!(matches!(
            open(&bomb, &limits),
            Err(FileFact::Limit {
                limit: Limit::Ratio,
                ..
            })
        ));
        let wide = limits.with(Limit::Ratio, 5000);
        assert_eq!(
            open(&bomb, &wide.with(Limit::PartMib, 2)),
            Err(FileFact::Limit {
                limit: Limit::PartMib,
                found: 3,
                allowed: 2
            })
        );
        let two = package(&[("a.xml", &zeros), ("b.xml", &zeros)]);
        assert!(matches!(
            open(&two, &wide.with(Limit::TotalMib, 4)),
            Err(FileFact::Limit {
                limit: Limit::TotalMib,
                ..
            })
        ));
        assert!(matches!(
            open(&two, &limits.with(Limit::Parts, 1)),
            Err(FileFact::Limit {
                limit: Limit::Parts,
                found: 2,
                allowed: 1
            })
        ));
    }

    #[test]
    fn names_that_lie_are_refused() {
        let limits = Limits::default();
        for name in ["../a.xml", "/a.xml", "c:a.xml", "x\\..\\a.xml"] {
            let bytes = package(&[(name, b"<a/>")]);
            assert!(
                matches!(open(&bytes, &limits), Err(FileFact::Damaged(_))),
                "{name}"
            );
        }
        let bytes = package(&[("xl/A.xml", b"<a/>"), ("xl/a.xml", b"<a/>")]);
        assert!(matches!(open(&bytes, &limits), Err(FileFact::Damaged(_))));
    }

    #[test]
    fn a_wrong_checksum_is_damage() {
        let mut bytes = package(&[("a.xml", b"<a>some text that is stored</a>")]);
        let at = memchr::memmem::rfind(&bytes, b"PK\x01\x02").unwrap();
        bytes[at + 16] ^= 1;
        assert!(matches!(
            open(&bytes, &Limits::default()),
            Err(FileFact::Damaged(_))
        ));
    }
}
