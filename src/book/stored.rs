//! A package whose parts are inflated already, for a reader that wants a package.
//!
//! Our own look inflates every part that the real reader opens after it. What was inflated is kept
//! here, uncompressed, as a package in memory, so that nothing is inflated twice. Only for small
//! packages, which nearly all are: a large one would lie in memory at its full size.

/// How large the parts together may be.
const LARGEST: usize = 4 << 20;

/// A package in the making.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    parts: u16,
    /// Where the part at hand begins, and where its data does.
    part: (usize, usize),
    given_up: bool,
}

impl Stored {
    /// Begins a part.
    pub(crate) fn begin(&mut self, name: &str) {
        let Ok(length) = u16::try_from(name.len()) else {
            self.given_up = true;
            return;
        };
        let start = self.bytes.len();
        self.bytes.extend(b"PK\x03\x04\x14\0\0\x08\0\0\0\0\x21\0");
        // The sum and the sizes are known at the end.
        self.bytes.extend([0; 12]);
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend([0; 2]);
        self.bytes.extend(name.as_bytes());
        self.part = (start, self.bytes.len());
    }

    /// Adds to the part at hand.
    pub(crate) fn push(&mut self, bite: &[u8]) {
        if self.bytes.len().saturating_add(bite.len()) > LARGEST {
            self.given_up = true;
            self.bytes = Vec::new();
        }
        if !self.given_up {
            self.bytes.extend_from_slice(bite);
        }
    }

    /// Ends the part at hand; the sum is the one that was compared when it was inflated.
    pub(crate) fn end(&mut self, crc32: u32) {
        let (start, data) = self.part;
        let sizes = (
            self.bytes.len().checked_sub(data).map(u32::try_from),
            u32::try_from(start),
            self.parts.checked_add(1),
        );
        let (Some(Ok(size)), Ok(offset), Some(parts)) = sizes else {
            self.given_up = true;
            return;
        };
        let sums = [crc32, size, size].map(u32::to_le_bytes).concat();
        let (from, to) = (start.saturating_add(14), start.saturating_add(26));
        let Some(place) = self.bytes.get_mut(from..to) else {
            self.given_up = true;
            return;
        };
        place.copy_from_slice(&sums);
        let end = start.saturating_add(30);
        let (head, name) = (
            self.bytes.get(start.saturating_add(4)..end),
            self.bytes.get(end..data),
        );
        let (Some(head), Some(name)) = (head, name) else {
            self.given_up = true;
            return;
        };
        self.directory.extend(b"PK\x01\x02\x14\0");
        self.directory.extend(head);
        self.directory.extend([0; 10]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name);
        self.parts = parts;
    }

    /// The package, `None` when it would be too large.
    pub(crate) fn finish(mut self) -> Option<Vec<u8>> {
        let start = u32::try_from(self.bytes.len()).ok()?;
        let length = u32::try_from(self.directory.len()).ok()?;
        if self.given_up {
            return None;
        }
        self.bytes.extend(self.directory);
        self.bytes.extend(b"PK\x05\x06\0\0\0\0");
        self.bytes.extend(self.parts.to_le_bytes());
        self.bytes.extend(self.parts.to_le_bytes());
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(start.to_le_bytes());
        self.bytes.extend([0; 2]);
        Some(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    #[test]
    fn what_was_stored_is_read_back() {
        let mut stored = Stored::default();
        for (name, text, crc32) in [("a.xml", "", 0), ("xl/b.xml", "123456789", 0xcbf4_3926)] {
            stored.begin(name);
            stored.push(text.as_bytes());
            stored.end(crc32);
        }
        let bytes = stored.finish().unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(archive.len(), 2);
        let mut text = String::new();
        let mut part = archive.by_name("xl/b.xml").unwrap();
        part.read_to_string(&mut text).unwrap();
        assert_eq!(text, "123456789");
    }

    #[test]
    fn what_is_too_large_is_not_kept() {
        let mut stored = Stored::default();
        stored.begin("a.xml");
        for _ in 0..5 {
            stored.push(&[b' '; 1 << 20]);
        }
        stored.end(0);
        assert!(stored.finish().is_none());
    }
}
