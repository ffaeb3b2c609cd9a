//! What a file is: by its content first, by its extension second.
//!
//! Offices rename. `bao-cao.xls` may be a workbook of today, a web page that some program called
//! a table, or plain text; a picture may be called `.xlsx`. Only when the content leaves it open
//! (a package cut short) does the extension decide.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;

use super::guard::guarded;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Zero bytes.
    Empty,
    /// A workbook of Excel 2007 and later (`.xlsx`, `.xlsm`).
    Xlsx,
    /// The same with binary parts (`.xlsb`).
    Xlsb,
    /// A workbook of Excel 5 to 2003 in its container (`.xls`).
    Xls,
    /// The records of an Excel workbook without a container.
    Biff,
    /// An `OpenDocument` spreadsheet (`.ods`).
    Ods,
    /// The same as one XML file (`.fods`).
    FlatOds,
    /// A package that needs a password, whatever is inside.
    Encrypted,
    /// A web page.
    Html,
    /// The XML that Excel 2002 and 2003 could save a workbook as.
    XmlSpreadsheet,
    /// Text: delimited, or not.
    Text,
    /// Something that is no spreadsheet, by name if it is known (`PNG`, `PDF`, `ZIP` …).
    Other(Option<&'static str>),
}

impl Kind {
    /// The name for messages: `XLSX`, `HTML`, `PNG` …
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Xlsx => "XLSX",
            Self::Xlsb => "XLSB",
            Self::Xls | Self::Biff => "XLS",
            Self::Ods => "ODS",
            Self::FlatOds => "FODS",
            Self::Encrypted => "encrypted",
            Self::Html => "HTML",
            Self::XmlSpreadsheet => "XML",
            Self::Text => "CSV",
            Self::Other(name) => name.unwrap_or("?"),
        }
    }

    /// Whether such a file holds tables, be it that we cannot read them.
    #[must_use]
    pub fn is_spreadsheet(self) -> bool {
        !matches!(self, Self::Empty | Self::Html | Self::Text | Self::Other(_))
    }

    /// The kind that an extension (lower case, without the dot) promises, `None` when it
    /// is not one of a spreadsheet.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "xlsx" | "xlsm" | "xltx" | "xltm" => Some(Self::Xlsx),
            "xlsb" => Some(Self::Xlsb),
            "xls" | "xlt" => Some(Self::Xls),
            "ods" | "ots" => Some(Self::Ods),
            "fods" => Some(Self::FlatOds),
            "csv" | "tsv" | "txt" => Some(Self::Text),
            _ => None,
        }
    }

    /// Whether an extension promises something else than the content is.
    #[must_use]
    pub fn contradicts(self, extension: &str) -> bool {
        match (Self::of_extension(extension), self) {
            (None, _) | (_, Self::Empty | Self::Encrypted) => false,
            (Some(Self::Xls), Self::Biff) => false,
            (Some(promised), found) => promised != found,
        }
    }
}

/// First bytes and what they mean.
const MAGIC: [(&[u8], &str); 19] = [
    (b"%PDF-", "PDF"),
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"BM", "BMP"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"\x1f\x8b", "GZIP"),
    (b"{\\rtf", "RTF"),
    (b"MZ", "EXE"),
    (b"RIFF", "RIFF"),
    (b"OggS", "OGG"),
    (b"ID3", "MP3"),
    (b"SQLite format 3\0", "SQLite"),
    (b"%!PS", "PS"),
    (b"\x00\x01\x00\x00Standard", "MDB"),
];

/// What the bytes are; the extension (lower case, without the dot) decides where they leave it open.
#[must_use]
pub fn sniff(bytes: &[u8], extension: &str) -> Kind {
    if bytes.is_empty() {
        return Kind::Empty;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return guarded(|| sniff_package(bytes))
            .unwrap_or(None)
            .unwrap_or_else(|| match Kind::of_extension(extension) {
                Some(kind @ (Kind::Xlsx | Kind::Xlsb | Kind::Ods)) => kind,
                _ if memmem::find(bytes, b"xl/").is_some() => Kind::Xlsx,
                _ => Kind::Other(Some("ZIP")),
            });
    }
    if bytes.starts_with(&super::COMPOUND_FILE) {
        return sniff_compound(bytes);
    }
    if is_biff(bytes) {
        return Kind::Biff;
    }
    if is_text(bytes) {
        return sniff_text(bytes);
    }
    let name = MAGIC.iter().find(|(start, _)| bytes.starts_with(start));
    Kind::Other(name.map(|(_, name)| *name))
}

/// What a zip package holds; `None` when that cannot be told, as it was cut short.
fn sniff_package(bytes: &[u8]) -> Option<Kind> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return sniff_by_words(bytes);
    };
    let names: Vec<String> = archive
        .file_names()
        .filter_map(|name| Some(name.ok()?.replace('\\', "/").to_ascii_lowercase()))
        .collect();
    let ends = |end: &str| names.iter().any(|name| name.ends_with(end));
    if ends("workbook.bin") {
        return Some(Kind::Xlsb);
    }
    if ends("workbook.xml") {
        return Some(Kind::Xlsx);
    }
    if ends("word/document.xml") {
        return Some(Kind::Other(Some("DOCX")));
    }
    if ends("ppt/presentation.xml") {
        return Some(Kind::Other(Some("PPTX")));
    }
    let mut mime = String::new();
    if let Ok(part) = archive.by_name("mimetype") {
        // Cut short on purpose: the longest of them has 58 letters.
        let _ = part.take(100).read_to_string(&mut mime);
    }
    match mime
        .trim()
        .strip_prefix("application/vnd.oasis.opendocument.")
    {
        Some(rest) if rest.starts_with("spreadsheet") => return Some(Kind::Ods),
        Some(_) => return Some(Kind::Other(Some("OpenDocument"))),
        None => {}
    }
    // Three real files had no mimetype; their content tells.
    if names.iter().any(|name| name == "content.xml") && names.iter().any(|name| name == "meta.xml")
    {
        return Some(Kind::Ods);
    }
    // A package of Office without a workbook: broken, or not of ours.
    let office = names.iter().any(|name| name == "[content_types].xml");
    (!office).then_some(Kind::Other(Some("ZIP")))
}

/// A package without its directory: the names at the head of each part still tell.
fn sniff_by_words(bytes: &[u8]) -> Option<Kind> {
    let holds = |word: &str| memmem::find(bytes, word.as_bytes()).is_some();
    if holds("xl/workbook.bin") {
        Some(Kind::Xlsb)
    } else if holds("xl/workbook.xml") {
        Some(Kind::Xlsx)
    } else if holds("opendocument.spreadsheet") {
        Some(Kind::Ods)
    } else if holds("word/") {
        Some(Kind::Other(Some("DOCX")))
    } else {
        None
    }
}

/// What a compound file holds, by the streams of its root; a broken one by any name in it.
fn sniff_compound(bytes: &[u8]) -> Kind {
    let rooted = guarded(|| {
        let file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
        let names = file.read_root_storage();
        Some(
            names
                .map(|entry| entry.name().to_owned())
                .collect::<Vec<_>>(),
        )
    });
    let names = match rooted {
        Ok(Some(names)) => names,
        // The entries of a directory are 128 bytes each and begin with the name.
        _ => bytes.chunks(128).filter_map(entry_name).collect(),
    };
    let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    if has("EncryptedPackage") || has("EncryptionInfo") {
        Kind::Encrypted
    } else if has("WordDocument") {
        Kind::Other(Some("DOC"))
    } else if has("PowerPoint Document") {
        Kind::Other(Some("PPT"))
    } else if has("Workbook") || has("Book") {
        Kind::Xls
    } else if names.iter().any(|name| name.starts_with("__substg1.0_")) {
        Kind::Other(Some("MSG"))
    } else {
        Kind::Other(Some("OLE"))
    }
}

/// The name at the head of a directory entry, `None` when there is none.
fn entry_name(entry: &[u8]) -> Option<String> {
    let units = entry.get(..64)?.chunks_exact(2);
    let name: String = units
        .map_while(|unit| match unit {
            [0, 0] => None,
            [letter, 0] => Some(char::from(*letter)),
            _ => Some('?'),
        })
        .collect();
    (!name.is_empty()).then_some(name)
}

/// Whether the bytes begin with the record that begins a workbook of Excel 2 to 2003.
fn is_biff(bytes: &[u8]) -> bool {
    match bytes {
        [
            0x09,
            version @ (0 | 2 | 4 | 8),
            length @ (4 | 6 | 8 | 16),
            0,
            ..,
        ] => {
            // The longer the record, the later the version.
            *length == 4 || *version != 0
        }
        _ => false,
    }
}

/// Whether the bytes are text: with a mark, as UTF-16, or without the bytes that text never has.
fn is_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xef\xbb\xbf")
        || bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
    {
        return true;
    }
    if MAGIC
        .iter()
        .any(|(start, _)| start.len() > 4 && bytes.starts_with(start))
    {
        return false;
    }
    let head = bytes.get(..4096).unwrap_or(bytes);
    if utf16_without_mark(head).is_some() {
        return true;
    }
    // The control characters that are letters in VISCII and VPS are let through.
    let odd = head
        .iter()
        .filter(|byte| {
            matches!(
                byte,
                0 | 1 | 7 | 8 | 0x0b | 0x0e | 0x0f | 0x16..=0x18 | 0x1b | 0x1f
            )
        })
        .count();
    // A few stray ones come with text that was copied from elsewhere: Word breaks a line with a vertical tab.
    let stray = |few: usize, of: usize| {
        odd <= (head.len() / of).max(few) && odd.saturating_mul(8) <= head.len()
    };
    (is_utf8_so_far(head) && (odd == 0 || stray(3, 40)))
        || (mostly_letters(head) && (odd == 0 || stray(0, 200)))
}

/// Whether the bytes are UTF-8, be it cut inside the last letter.
fn is_utf8_so_far(head: &[u8]) -> bool {
    std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// Whether bytes without a mark are UTF-16, and then whether the low byte comes first.
///
/// Tables are full of ASCII (digits, blanks, separators), so the high bytes of most letters are 0,
/// and no other byte is.
pub(crate) fn utf16_without_mark(head: &[u8]) -> Option<bool> {
    let zeros = |odd: bool| {
        head.iter()
            .enumerate()
            .filter(|(index, byte)| (index % 2 == 1) == odd && **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(false), zeros(true));
    let many = head.len() / 4;
    match (even, odd) {
        _ if head.len() < 8 => None,
        (0, odd) if odd > many => Some(true),
        (even, 0) if even > many => Some(false),
        _ => None,
    }
}

/// Bytes of some legacy encoding are mostly ASCII; a compressed picture is not.
fn mostly_letters(head: &[u8]) -> bool {
    let plain = head
        .iter()
        .filter(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | 0x20..=0x7e))
        .count();
    plain.saturating_mul(2) >= head.len()
}

/// Text that is a web page, a workbook in XML, or neither.
fn sniff_text(bytes: &[u8]) -> Kind {
    let head = bytes.get(..4096).unwrap_or(bytes);
    // NULs go, so that UTF-16 reads like ASCII.
    let head: Vec<u8> = head
        .iter()
        .filter(|byte| byte.is_ascii() && **byte != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    let head = head.trim_ascii_start();
    if !head.starts_with(b"<") && !head.starts_with(b"mime-version:") {
        return Kind::Text;
    }
    let holds = |word: &str| memmem::find(head, word.as_bytes()).is_some();
    if holds("urn:schemas-microsoft-com:office:spreadsheet") && !holds("<html") {
        Kind::XmlSpreadsheet
    } else if holds("office:document") && holds("opendocument") {
        Kind::FlatOds
    } else if holds("<html")
        || holds("<!doctype html")
        || holds("<table")
        || holds("<meta")
        || holds("multipart/related")
    {
        Kind::Html
    } else if head.starts_with(b"<?xml") {
        Kind::Other(Some("XML"))
    } else {
        Kind::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_comes_before_extension() {
        for (bytes, extension, kind) in [
            (&b""[..], "xlsx", Kind::Empty),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "xlsx", Kind::Other(Some("PNG"))),
            (b"%PDF-1.4\n%abc", "xlsx", Kind::Other(Some("PDF"))),
            (b"a,b\n1,2\n", "xls", Kind::Text),
            (b"<html><table><tr><td>1", "xls", Kind::Html),
            (b"\xff\xfe<\0h\0t\0m\0l\0>\0", "xls", Kind::Html),
            (
                b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                "xls",
                Kind::XmlSpreadsheet,
            ),
            (b"PK\x03\x04 cut short", "xlsx", Kind::Xlsx),
            (b"PK\x03\x04 cut short", "csv", Kind::Other(Some("ZIP"))),
            (b"\x09\x08\x10\0\0\x06\x05\0", "xls", Kind::Biff),
            (b"\x00\x01\x02\x03\x80\x90", "xls", Kind::Other(None)),
            ("STT,Nội dung\n".as_bytes(), "", Kind::Text),
            (b"STT\tN\xe9i dung\n1\tS\xeb", "txt", Kind::Text),
            (
                "STT,Nội dung,Đơn vị hỗ trợ\n1,Xây cầu\u{b}ấp 3,Sở Y tế\0\n".as_bytes(),
                "csv",
                Kind::Text,
            ),
        ] {
            assert_eq!(sniff(bytes, extension), kind, "{bytes:?}");
        }
    }

    #[test]
    fn a_mismatch_is_told_from_a_variant() {
        assert!(Kind::Xlsx.contradicts("xls"));
        assert!(Kind::Text.contradicts("xlsx"));
        assert!(!Kind::Xlsx.contradicts("xlsm"));
        assert!(!Kind::Text.contradicts("tsv"));
        assert!(!Kind::Encrypted.contradicts("xlsx"));
        assert!(!Kind::Xlsx.contradicts(""));
    }
}
