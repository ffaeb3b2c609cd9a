//! The last touch on the package: no page number on the first page, and no time of making when none is known.
//!
//! The writer of workbooks has no setting for either. The parts are unpacked and packed again piece by piece, however large
//! they are, so that they are packed alike on every system.

use std::io::{self, Read, Seek, Write};

use memchr::memmem;
use zip::{ZipArchive, ZipWriter};

use crate::write::package;

/// What stands in a sheet with a page number on every page, and what does so when the first has none.
///
/// Without the empty header LibreOffice takes the other pages' for the first one.
const HEADER: (&str, &str) = (
    "<headerFooter><oddHeader>",
    "<headerFooter differentFirst=\"1\"><oddHeader>",
);
const HEADER_END: (&str, &str) = (
    "</oddHeader></headerFooter>",
    "</oddHeader><firstHeader></firstHeader></headerFooter>",
);

/// Copies a workbook with the touches made.
///
/// # Errors
/// When the package cannot be read or the output cannot be written.
pub fn copy(package: impl Read + Seek, dated: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut old = ZipArchive::new(package)?;
    let mut new = ZipWriter::new_stream(out);
    // The level that keeps up with the disk: the parts are copies of text that repeats.
    let options = package::options()
        .compression_level(Some(3))
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o600);
    for index in 0..old.len() {
        let name = old.by_index_raw(index)?.name()?.into_owned();
        if name.starts_with("xl/worksheets/sheet") {
            let mut part = old.by_index(index)?;
            new.start_file(name, options.large_file(part.size() > u64::from(u32::MAX)))?;
            replaced(&mut part, &[HEADER, HEADER_END], &mut new)?;
        } else if name == "docProps/core.xml" && !dated {
            let mut text = String::new();
            old.by_index(index)?.read_to_string(&mut text)?;
            new.start_file(name, options)?;
            new.write_all(undated(&text).as_bytes())?;
        } else {
            let mut part = old.by_index(index)?;
            new.start_file(name, options.large_file(part.size() > u64::from(u32::MAX)))?;
            io::copy(&mut part, &mut new)?;
        }
    }
    new.finish()?;
    Ok(())
}

/// The properties without their times.
fn undated(text: &str) -> String {
    let mut text = text.to_owned();
    for element in ["dcterms:created", "dcterms:modified"] {
        let (open, close) = (format!("<{element}"), format!("</{element}>"));
        if let (Some(from), Some(to)) = (text.find(&open), text.find(&close)) {
            text.replace_range(from..to + close.len(), "");
        }
    }
    text
}

/// Copies a text with the first of each pair replaced by the second wherever it stands.
fn replaced(from: &mut dyn Read, pairs: &[(&str, &str)], to: &mut dyn Write) -> io::Result<()> {
    const PIECE: u64 = 1 << 18;
    let longest = pairs.iter().map(|(old, _)| old.len()).max().unwrap_or(0);
    let mut held: Vec<u8> = Vec::new();
    loop {
        let read = from.take(PIECE).read_to_end(&mut held)?;
        for (old, new) in pairs {
            if let Some(at) = memmem::find(&held, old.as_bytes()) {
                held.splice(at..at + old.len(), new.bytes());
            }
        }
        // What may be the beginning of a text to replace waits for the next piece.
        let keep = if read == 0 {
            0
        } else {
            longest.min(held.len())
        };
        let ready = held.len() - keep;
        to.write_all(held.get(..ready).unwrap_or_default())?;
        held.drain(..ready);
        if read == 0 {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_replaced_across_pieces() {
        for length in [0, 5, (1 << 18) - 10, (1 << 18) - 3, (1 << 18) + 7] {
            let text = format!("{}<old>{}", "x".repeat(length), "y".repeat(length));
            let mut out = Vec::new();
            replaced(&mut text.as_bytes(), &[("<old>", "<newer>")], &mut out).unwrap();
            assert_eq!(
                String::from_utf8(out).unwrap(),
                text.replace("<old>", "<newer>")
            );
        }
    }

    #[test]
    fn times_are_left_out() {
        let text = "<a><dcterms:created xsi:type=\"x\">2000</dcterms:created><dcterms:modified>1</dcterms:modified></a>";
        assert_eq!(undated(text), "<a></a>");
    }
}
